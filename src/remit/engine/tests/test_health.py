"""The checks of a plan's health: each on a small plan, at its threshold and one beyond it."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    ConstraintKind,
    Link,
    LinkKind,
    Problem,
    Resource,
)
from remit.engine.network.health import check_health
from remit.engine.network.health_checks import critical_path_length_index
from remit.engine.network.health_results import (
    Check,
    CheckName,
    Health,
    HealthThresholds,
    Missing,
    PracticeName,
    Verdict,
)
from remit.engine.tests.building import DAY, at, link, problem, task

PASSED, FAILED, UNKNOWN = Verdict.PASSED, Verdict.FAILED, Verdict.UNKNOWN
NOON = "2026-01-07 12:00"  # Wednesday of the first week


def chain(length: int, *more: Activity | Link, first: dict[str, Any] | None = None, **stated: Any) -> Problem:
    """Return a chain of tasks T0, T1 ... of one day each, the first ones as `first` says by number."""
    tasks = [task(f"T{number}") for number in range(length)]
    for number, facts in (first or {}).items():
        tasks[int(number)] = replace(tasks[int(number)], **facts)
    links = [Link(f"T{number}", f"T{number + 1}") for number in range(length - 1)]
    return problem(*tasks, *links, *more, **stated)


def checked(plan: Problem, name: CheckName, **more: Any) -> Check:
    return check_health(plan, **more).check(name)


# one by one: at the threshold, and one beyond


@pytest.mark.parametrize(("length", "verdict"), [(40, PASSED), (39, FAILED)])
def test_one_in_twenty_may_lack_a_predecessor_or_successor(length: int, verdict: Verdict) -> None:
    found = checked(chain(length), CheckName.LOGIC)
    assert (found.verdict, found.activity_ids) == (verdict, ("T0", f"T{length - 1}"))
    assert found.value == 2 / length


def test_a_link_on_a_summary_is_logic_for_what_stands_below_it() -> None:
    plan = problem(
        task("Phase", 0, kind=ActivityKind.SUMMARY),
        task("A", parent_id="Phase"),
        task("B", parent_id="Phase"),
        task("Before"),
        task("After"),
        link("Before FS Phase"),
        link("Phase FS After"),
    )
    assert checked(plan, CheckName.LOGIC).activity_ids == ("Before", "After")


def test_what_is_done_inactive_or_spans_others_is_not_counted() -> None:
    done = {"actual_start": at("2026-01-05 08:00"), "actual_finish": at("2026-01-05 17:00")}
    plan = problem(
        task("Done", **done),
        task("Off", is_active=False),
        task("Support", kind=ActivityKind.LEVEL_OF_EFFORT),
        task("Whole", percent_complete=100, actual_start=at("2026-01-05 08:00")),
        task("Left"),
    )
    found = checked(plan, CheckName.LOGIC)
    assert (found.of, found.activity_ids) == (1, ("Left",))


@pytest.mark.parametrize(("lag", "verdict", "count"), [(0, PASSED, 0), (-1, FAILED, 1)])
def test_no_lead_is_allowed(lag: int, verdict: Verdict, count: int) -> None:
    found = checked(problem(task("A"), task("B"), link("A FS B", lag)), CheckName.LEADS)
    assert (found.verdict, found.count, found.of) == (verdict, count, 1)
    assert [each.successor_id for each in found.links] == ["B"] * count


@pytest.mark.parametrize(("length", "verdict"), [(20, PASSED), (19, FAILED)])
def test_one_link_in_twenty_may_have_a_lag(length: int, verdict: Verdict) -> None:
    plan = chain(length, task("Last"), link(f"T{length - 1} FS Last", 60))
    found = checked(plan, CheckName.LAGS)
    assert (found.verdict, found.count, found.of) == (verdict, 1, length)
    assert found.activity_ids == ("Last",)


@pytest.mark.parametrize(("length", "verdict"), [(10, PASSED), (9, FAILED)])
def test_nine_links_in_ten_must_go_from_finish_to_start(length: int, verdict: Verdict) -> None:
    plan = chain(length, task("Last"), link(f"T{length - 1} SS Last"))
    found = checked(plan, CheckName.FINISH_TO_START)
    assert (found.verdict, found.value) == (verdict, (length - 1) / length)
    assert [each.kind for each in found.links] == [LinkKind.SS]


@pytest.mark.parametrize(("length", "verdict"), [(20, PASSED), (19, FAILED)])
@pytest.mark.parametrize("kind", [ConstraintKind.MSO, ConstraintKind.SNLT, ConstraintKind.FNLT])
def test_one_in_twenty_may_have_a_hard_constraint(
    kind: ConstraintKind, length: int, verdict: Verdict
) -> None:
    hard = {"constraint": kind, "constraint_minute": at("2026-01-05 08:00")}
    soft = {"constraint": ConstraintKind.SNET, "constraint_minute": at("2026-01-05 08:00")}
    found = checked(chain(length, first={"0": hard, "1": soft}), CheckName.HARD_CONSTRAINTS)
    assert (found.verdict, found.activity_ids) == (verdict, ("T0",))


@pytest.mark.parametrize(("days", "verdict"), [(44, PASSED), (45, FAILED)])
def test_float_is_high_above_forty_four_working_days(days: int, verdict: Verdict) -> None:
    plan = problem(task("Long", days + 1), task("Short", 1))
    found = checked(plan, CheckName.HIGH_FLOAT)
    assert (found.verdict, found.activity_ids) == (verdict, ("Short",) if verdict == FAILED else ())


@pytest.mark.parametrize(
    ("deadline", "verdict"), [("2026-01-06 17:00", PASSED), ("2026-01-06 16:59", FAILED)]
)
def test_no_float_may_be_below_zero(deadline: str, verdict: Verdict) -> None:
    found = checked(chain(2, first={"1": {"deadline_minute": at(deadline)}}), CheckName.NEGATIVE_FLOAT)
    assert (found.verdict, found.count) == (verdict, 0 if verdict == PASSED else 2)


@pytest.mark.parametrize(("minutes", "verdict"), [(44 * DAY, PASSED), (44 * DAY + 1, FAILED)])
def test_a_duration_is_high_above_forty_four_working_days(minutes: int, verdict: Verdict) -> None:
    plan = chain(10, first={"3": {"duration_minutes": minutes}})
    assert checked(plan, CheckName.HIGH_DURATION).verdict == verdict


def test_days_by_the_clock_are_not_counted_as_working_days() -> None:
    plan = problem(task("Cure", 44 * 3, duration_is_elapsed=True))  # 44 days of 24 hours
    assert checked(plan, CheckName.HIGH_DURATION).verdict == PASSED


@pytest.mark.parametrize(
    ("facts", "verdict"),
    [
        ({"actual_start": at("2026-01-05 08:00")}, FAILED),  # it should have ended on Monday
        ({"actual_start": at("2026-01-05 08:00"), "duration_minutes": 3 * DAY}, PASSED),
        ({"actual_start": at(NOON), "duration_minutes": DAY}, PASSED),
        ({"actual_start": at(NOON) + 1, "duration_minutes": DAY}, FAILED),
        ({"actual_start": at("2026-01-05 08:00"), "actual_finish": at(NOON)}, PASSED),
        ({"actual_start": at("2026-01-05 08:00"), "actual_finish": at(NOON) + 1}, FAILED),
        ({"constraint": ConstraintKind.SNET, "constraint_minute": at("2026-01-07 13:00")}, PASSED),
        ({}, FAILED),  # not begun, but planned on Monday
    ],
)
def test_plans_lie_after_the_status_date_and_actuals_before_it(
    facts: dict[str, Any], verdict: Verdict
) -> None:
    plan = problem(task("A", **{"days": 1} if not facts else {}), status_minute=at(NOON))
    plan = replace(plan, activities=(replace(plan.activities[0], **facts),))
    assert checked(plan, CheckName.INVALID_DATES).verdict == verdict


@pytest.mark.parametrize(("minutes", "verdict"), [(DAY - 1, PASSED), (DAY, FAILED)])
def test_what_takes_a_day_needs_a_resource(minutes: int, verdict: Verdict) -> None:
    plan = chain(
        2,
        first={"1": {"duration_minutes": minutes}},
        resources=(Resource("R", "Ada"),),
        assignments=(Assignment("T0", "R", 1.0, DAY), Assignment("T1", None, 1.0, DAY)),
    )
    found = checked(plan, CheckName.RESOURCES)
    assert (found.verdict, found.of) == (verdict, 1 if verdict == PASSED else 2)


def promised(plan: Problem, *, days_later: int = 0) -> dict[str, tuple[int, int]]:
    """Return the baseline in which each task of a chain takes its own day of the first weeks."""
    found = {}
    for number, each in enumerate(plan.activities):
        day = at("2026-01-05 00:00") + (number + number // 5 * 2 + days_later) * 1440
        found[each.id] = (day + 8 * 60, day + 17 * 60)
    return found


def done_until(number: int, *, late: int = 0) -> dict[str, Any]:
    """Return the facts of the first tasks of a chain: done on the day promised, the last `late` minutes later."""
    dates = promised(chain(40))
    facts: dict[str, Any] = {}
    for each in range(number):
        start, finish = dates[f"T{each}"]
        facts[str(each)] = {
            "actual_start": start,
            "actual_finish": finish + (late if each == number - 1 else 0),
        }
    return facts


@pytest.mark.parametrize(("due", "verdict"), [(20, PASSED), (19, FAILED)])
@pytest.mark.parametrize("way", ["late", "not at all"])
def test_one_in_twenty_may_be_late_against_the_baseline(due: int, verdict: Verdict, way: str) -> None:
    first = done_until(due, late=1) if way == "late" else done_until(due - 1)
    plan = chain(due + 5, first=first)
    dates = promised(plan)
    plan = replace(plan, status_minute=dates[f"T{due - 1}"][1])
    found = checked(plan, CheckName.MISSED, baselines=dates)
    assert (found.verdict, found.of, found.activity_ids) == (verdict, due, (f"T{due - 1}",))


@pytest.mark.parametrize(("done", "verdict"), [(19, PASSED), (18, FAILED)])
def test_nineteen_in_twenty_of_what_is_due_must_be_done(done: int, verdict: Verdict) -> None:
    plan = chain(25, first=done_until(done))
    dates = promised(plan)
    plan = replace(plan, status_minute=dates["T19"][1])
    found = checked(plan, CheckName.BASELINE_EXECUTION_INDEX, baselines=dates)
    assert (found.verdict, found.value, found.of) == (verdict, done / 20, 20)
    assert found.activity_ids == tuple(f"T{each}" for each in range(done, 20))


def test_milestones_are_not_counted_among_what_is_executed() -> None:
    plan = chain(3, first={"0": {"kind": ActivityKind.MILESTONE, "duration_minutes": 0}, **done_until(0)})
    plan = replace(plan, status_minute=at("2026-01-06 17:00"))
    assert checked(plan, CheckName.BASELINE_EXECUTION_INDEX, baselines=promised(plan)).of == 1


@pytest.mark.parametrize(
    ("length", "spare", "index"),
    [(80, 20, 1.25), (800, 20, 1.025), (720, -60, 0.917), (20, -1, 0.95)],
)
def test_published_figures_of_the_critical_path_length_index(length: int, spare: int, index: float) -> None:
    assert critical_path_length_index(length, spare) == pytest.approx(index, abs=5e-4)


@pytest.mark.parametrize(("length", "verdict"), [(20, PASSED), (19, FAILED)])
def test_the_index_fails_where_a_day_in_nineteen_is_missing(length: int, verdict: Verdict) -> None:
    plan = chain(length)
    dates = promised(plan)
    day_before = {key: each for key, each in dates.items() if key != f"T{length - 1}"}
    found = checked(plan, CheckName.CRITICAL_PATH_LENGTH_INDEX, baselines=day_before)
    assert (found.verdict, found.value) == (verdict, (length - 1) / length)


def test_without_a_baseline_the_index_asks_deadlines() -> None:
    plan = chain(4, first={"3": {"deadline_minute": at("2026-01-06 17:00")}})
    assert checked(plan, CheckName.CRITICAL_PATH_LENGTH_INDEX).value == 0.5
    assert checked(chain(4), CheckName.CRITICAL_PATH_LENGTH_INDEX).value == 1


def test_six_hundred_days_more_move_the_end_unless_a_fixed_date_holds_it() -> None:
    found = checked(chain(3), CheckName.CRITICAL_PATH_TEST)
    assert (found.verdict, found.value, found.activity_ids) == (PASSED, 600, ("T0", "T2"))
    fixed = chain(
        3, first={"2": {"constraint": ConstraintKind.MSO, "constraint_minute": at("2026-01-07 08:00")}}
    )
    found = checked(fixed, CheckName.CRITICAL_PATH_TEST)
    assert (found.verdict, found.value) == (FAILED, 0)
    manual = chain(
        3, first={"2": {"is_manual": True, "manual_start": at("2026-01-07 08:00"), "manual_finish": at(NOON)}}
    )
    assert checked(manual, CheckName.CRITICAL_PATH_TEST).value == 0


def test_the_critical_path_test_is_not_misled_by_resources() -> None:
    plan = chain(2, resources=(Resource("R", "Ada"),), assignments=(Assignment("T0", "R", 1.0, DAY),))
    assert checked(plan, CheckName.CRITICAL_PATH_TEST).value == 600


# what cannot be told


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        (CheckName.LOGIC, Missing.ACTIVITIES),
        (CheckName.LEADS, Missing.LINKS),
        (CheckName.LAGS, Missing.LINKS),
        (CheckName.FINISH_TO_START, Missing.LINKS),
        (CheckName.INVALID_DATES, Missing.STATUS_DATE),
        (CheckName.RESOURCES, Missing.RESOURCES),
        (CheckName.MISSED, Missing.STATUS_DATE),
        (CheckName.CRITICAL_PATH_TEST, Missing.CRITICAL_PATH),
        (CheckName.CRITICAL_PATH_LENGTH_INDEX, Missing.ACTIVITIES),
        (CheckName.BASELINE_EXECUTION_INDEX, Missing.STATUS_DATE),
    ],
)
def test_an_empty_plan_says_what_is_missing(name: CheckName, missing: Missing) -> None:
    found = checked(problem(), name)
    assert (found.verdict, found.value, found.missing) == (UNKNOWN, None, missing)
    assert missing.sentence


def test_what_was_promised_is_unknown_without_a_baseline_or_before_anything_is_due() -> None:
    plan = chain(3, status_minute=at("2026-01-05 09:00"))
    assert checked(plan, CheckName.MISSED).missing == Missing.BASELINE
    assert checked(plan, CheckName.MISSED, baselines=promised(plan)).missing == Missing.DUE_BY_NOW


def test_checks_stand_in_their_order_and_thresholds_are_settings() -> None:
    found = check_health(chain(3))
    assert [each.name for each in found.checks] == list(CheckName)
    assert [each.name for each in found.practices] == list(PracticeName)
    assert (
        found.check(CheckName.LOGIC).name.number,
        found.practice(PracticeName.MAINTAINING_A_BASELINE).name.number,
    ) == (1, 10)
    lenient = HealthThresholds(logic=0.7)
    assert checked(chain(3), CheckName.LOGIC, thresholds=lenient).verdict == PASSED


# practices


def practice(plan: Problem, name: PracticeName, **more: Any) -> tuple[Verdict, list[Verdict]]:
    found: Health = check_health(plan, **more)
    return found.practice(name).verdict, [each.verdict for each in found.practice(name).evidence]


def test_a_practice_is_as_good_as_the_worst_of_its_evidence() -> None:
    lead = problem(task("A"), task("B"), link("A SS B", -5))
    assert practice(lead, PracticeName.SEQUENCING_ALL_ACTIVITIES)[0] == FAILED
    assert practice(chain(40), PracticeName.SEQUENCING_ALL_ACTIVITIES)[0] == PASSED
    assert practice(chain(40), PracticeName.ASSIGNING_RESOURCES)[0] == UNKNOWN


def test_whether_all_is_captured_no_data_can_tell_but_doubles_show() -> None:
    assert practice(chain(3), PracticeName.CAPTURING_ALL_ACTIVITIES)[0] == UNKNOWN
    twice = chain(3, first={"2": {"name": "t0"}})
    assert practice(twice, PracticeName.CAPTURING_ALL_ACTIVITIES)[0] == FAILED
    assert "scope" not in check_health(twice).practices[0].ask or check_health(twice).practices[
        0
    ].ask.endswith("?")


def test_a_date_that_somebody_fixed_breaks_the_critical_path() -> None:
    held = {"constraint": ConstraintKind.SNET, "constraint_minute": at("2026-01-20 08:00")}
    found = check_health(chain(3, first={"1": held})).practice(PracticeName.CONFIRMING_THE_CRITICAL_PATH)
    assert found.verdict == FAILED
    assert [each.activity_ids for each in found.evidence if each.key == "unbroken-path"] == [("T1",)]
    assert practice(chain(3), PracticeName.CONFIRMING_THE_CRITICAL_PATH)[0] == PASSED


def test_progress_without_an_actual_start_is_no_update() -> None:
    begun = {"actual_start": at("2026-01-05 08:00"), "percent_complete": 5, "duration_minutes": 5 * DAY}
    good = chain(3, first={"0": begun}, status_minute=at(NOON))
    assert practice(good, PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC) == (PASSED, [PASSED, PASSED])
    bad = chain(3, first={"0": begun, "1": {"percent_complete": 5}}, status_minute=at(NOON))
    assert practice(bad, PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC) == (FAILED, [PASSED, FAILED])
    assert (
        practice(chain(3, status_minute=at(NOON)), PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC)[1][1]
        == UNKNOWN
    )


def test_a_baseline_holds_every_activity() -> None:
    plan = chain(3, status_minute=at("2026-01-05 08:00"))
    dates = promised(plan)
    assert practice(plan, PracticeName.MAINTAINING_A_BASELINE, baselines=dates)[1][-1] == PASSED
    del dates["T1"]
    found = check_health(plan, baselines=dates).practice(PracticeName.MAINTAINING_A_BASELINE)
    assert found.evidence[-1].activity_ids == ("T1",)


def test_an_outline_holds_every_activity() -> None:
    whole = problem(task("Phase", 0, kind=ActivityKind.SUMMARY), task("A", parent_id="Phase"))
    part = problem(*whole.activities, task("Stray"))
    for plan, verdict in ((whole, PASSED), (part, FAILED), (chain(2), UNKNOWN)):
        assert practice(plan, PracticeName.TRACING_HORIZONTALLY_AND_VERTICALLY)[1][-1] == verdict


@given(some.lists(some.tuples(some.integers(0, 60), some.integers(-5, 5)), min_size=1, max_size=12))
def test_what_is_counted_is_what_is_named(steps: list[tuple[int, int]]) -> None:
    tasks = [task(f"T{at}", days) for at, (days, _lag) in enumerate(steps)]
    links = [link(f"T{at} FS T{at + 1}", lag * 60) for at, (_days, lag) in enumerate(steps[:-1])]
    for check in check_health(problem(*tasks, *links)).checks:
        if check.name in {CheckName.LEADS, CheckName.LAGS, CheckName.FINISH_TO_START}:
            assert check.count == len(check.links)
        elif check.name.number <= 11 and check.value is not None:
            assert check.count == len(check.activity_ids)
            assert check.value == check.count / check.of
