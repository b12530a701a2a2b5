"""Why a date, with minutes; which links drive; paths by float; what makes float negative."""

from hypothesis import HealthCheck, given, settings

from remit.engine.model import Calendar, ConstraintKind, DriverKind, PlanError, Problem, Shift
from remit.engine.network.reasons import Reasons, StepKind
from remit.engine.tests.building import CLOCK, DAY, STANDARD, at, link, problem, task
from remit.engine.tests.plans import plans

HOUR = 60


def told(answers: Reasons, key: str) -> list[tuple[str, str, int]]:
    return [(str(each.kind), each.activity_id, each.minutes) for each in answers.why(key).steps]


def test_each_step_says_what_it_contributes() -> None:
    """A ends on Friday at 17:00; B waits a day more, which ends on Monday, and begins on Tuesday."""
    answers = Reasons(problem(task("A", 5), task("B", 1), link("A FS B", DAY)))
    reason = answers.why("B")
    assert told(answers, "B") == [("work", "A", 4 * 1440 + 540), ("lag", "B", 3 * 1440 + 900)]
    assert (reason.origin, reason.start) == (at("2026-01-05 08:00"), at("2026-01-13 08:00"))
    assert reason.steps[1].link == link("A FS B", DAY)


def test_the_wait_for_working_time_is_the_calendars() -> None:
    answers = Reasons(problem(task("A", 5), task("B", 1), link("A FS B")))
    assert told(answers, "B") == [("work", "A", 4 * 1440 + 540), ("calendar", "B", 2 * 1440 + 900)]


def test_a_constraint_and_a_delay_by_resources_are_steps_of_their_own() -> None:
    held = task("A", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-07 08:00"))
    answers = Reasons(problem(held))
    assert told(answers, "A") == [("constraint", "A", 2 * 1440)]
    delayed = Reasons(problem(task("A", 1, levelling_delay_minutes=1440)))
    assert told(delayed, "A") == [("resource", "A", 1440)]


def test_a_link_to_a_finish_steps_back_by_the_length() -> None:
    answers = Reasons(problem(task("A", 3), task("B", 1), link("A FF B")))
    assert told(answers, "B") == [("work", "A", 2 * 1440 + 540), ("link", "B", -540)]


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_the_minutes_of_the_steps_add_up_to_the_date(plan: Problem) -> None:
    try:
        answers = Reasons(plan)
    except PlanError:
        return
    for key, each in answers.schedule.activities.items():
        reason = answers.why(key)
        assert reason.start == each.start, key
        begin = reason.origin
        for step in reason.steps:
            assert step.begin == begin, (key, step)
            begin += step.minutes


def test_every_link_that_holds_drives_not_only_the_one_that_is_named() -> None:
    plan = problem(
        task("A", 2), task("B", 2), task("C", 1), task("D", 1), *(link(f"{x} FS D") for x in "ABC")
    )
    assert Reasons(plan).driving_links() == (link("A FS D"), link("B FS D"))


def test_the_longest_path_is_where_the_end_comes_from_whatever_the_float() -> None:
    """B works around the clock and could begin any time on Saturday: it has float, and still makes the end."""
    saturdays = Calendar("s", "Saturdays", ((), (), (), (), (), (Shift(480, 720),), ()))
    plan = problem(
        task("A", 1), task("B", 0.25, calendar_id=CLOCK.id), task("C", 0.5, calendar_id="s"),
        link("A FS B"), link("B FS C"), task("L", 2), calendars=(STANDARD, CLOCK, saturdays),
    )  # fmt: skip
    answers = Reasons(plan)
    assert answers.longest_path() == {"A", "B", "C"}
    assert answers.schedule.activities["B"].total_float_minutes > 0


def test_float_paths_come_in_the_order_of_their_float() -> None:
    plan = problem(
        task("A", 4), task("B", 2), task("C", 1), task("Z", 1), task("Y", 1),
        link("A FS Z"), link("B FS Z"), link("C FS B"), link("Y FS Z"),
    )  # fmt: skip
    paths = Reasons(plan).float_paths("Z", 3)
    assert [(each.activity_ids, each.float_minutes) for each in paths] == [
        (("A", "Z"), 0),
        (("C", "B"), DAY),
        (("Y",), 3 * DAY),
    ]


def test_negative_float_names_the_date_behind_it() -> None:
    plan = problem(
        task("A", 2), task("B", 2), task("C", 1, deadline_minute=at("2026-01-08 17:00")), task("D", 5),
        link("A FS B"), link("B FS C"), link("C FS D"),
    )  # fmt: skip
    answers = Reasons(plan)
    assert answers.schedule.activities["A"].total_float_minutes == -DAY
    assert [answers.held_back_by(key) for key in "ABCD"] == ["C", "C", "C", None]


def test_what_begins_with_the_data_date_says_so() -> None:
    plan = problem(task("A", 1), rules="primavera-p6", status_minute=at("2026-01-07 08:00"))
    reason = Reasons(plan).why("A")
    assert (reason.origin_kind, reason.origin) == (DriverKind.DATA_DATE, at("2026-01-07 08:00"))
    assert StepKind.CALENDAR not in {each.kind for each in reason.steps}
