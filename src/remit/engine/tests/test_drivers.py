"""Why a date is where it is: every activity names what holds it, back to what nothing holds."""

import itertools

import pytest

from remit.engine.model import (
    Activity,
    ConstraintKind,
    CycleError,
    DateOutOfRangeError,
    Driver,
    DriverKind,
    Link,
    PlanError,
)
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, at, link, problem, shown, task


def chain(answer: tuple[tuple[str, Driver], ...]) -> list[tuple[str, str]]:
    return [(key, str(driver.kind)) for key, driver in answer]


def test_the_chain_leads_back_over_driving_links_to_the_start_of_the_plan() -> None:
    plan = problem(
        task("A", 3), task("B", 1), task("C", 1), link("A FS C"), link("B FS C"), task("D", 1), link("C FS D")
    )
    assert chain(schedule(plan).why("D")) == [("D", "link"), ("C", "link"), ("A", "project-start")]


def test_the_chain_ends_at_a_constraint() -> None:
    held = task("B", 1, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-14 08:00"))
    answer = schedule(problem(task("A", 1), held, task("C", 1), link("A FS B"), link("B FS C")))
    assert chain(answer.why("C")) == [("C", "link"), ("B", "constraint")]
    assert answer.critical_path == ("B", "C")


def test_the_date_that_drives_is_the_one_demanded_before_the_calendar_moves_it() -> None:
    """A demands Friday 17:00; that B begins on Monday is the work of its calendar."""
    answer = schedule(problem(task("A", 5), task("B", 1), link("A FS B"))).activities["B"]
    assert shown(answer.driver.minute) == "2026-01-09 17:00"
    assert shown(answer.start) == "2026-01-12 08:00"


@pytest.mark.parametrize(
    ("activity", "kind"),
    [
        (task("A", 1), DriverKind.PROJECT_START),
        (task("A", 1, actual_start=at("2026-01-07 08:00")), DriverKind.ACTUAL),
        (task("A", 1, is_manual=True, manual_start=at("2026-01-07 08:00")), DriverKind.MANUAL),
        (task("A", 1, constraint=ConstraintKind.ALAP), DriverKind.ALAP),
        (task("A", 1, is_active=False), DriverKind.INACTIVE),
        (
            task("A", 1, constraint=ConstraintKind.MFO, constraint_minute=at("2026-01-07 17:00")),
            DriverKind.CONSTRAINT,
        ),
    ],
)
def test_what_holds_an_activity_without_links(activity: Activity, kind: DriverKind) -> None:
    answer = schedule(problem(activity))
    assert chain(answer.why("A")) == [("A", str(kind))]


def test_the_chain_goes_through_a_summary_to_the_activity_whose_date_counts() -> None:
    plan = problem(
        task("S", 0), task("A", 1, parent_id="S"), task("B", 3, parent_id="S"), task("C", 1), link("S FS C"),
        task("D", 1), link("S SS D", DAY),
    )  # fmt: skip
    answer = schedule(plan)
    assert [key for key, _driver in answer.why("C")] == ["C", "B"]
    assert [key for key, _driver in answer.why("D")] == ["D", "A"]
    assert [key for key, _driver in answer.why("S")] == ["S", "A"]
    assert answer.critical_path == ("B", "C")


def test_of_links_that_hold_equally_the_first_by_name_is_named() -> None:
    plan = problem(task("B", 1), task("A", 1), task("C", 1), link("B FS C"), link("A FS C"))
    assert schedule(plan).activities["C"].driver.link == link("A FS C")


def test_a_circle_names_its_members_in_order_and_nobody_else() -> None:
    plan = problem(
        *(task(each, 1) for each in "ABCDE"),
        link("A FS B"), link("B SS C"), link("C FF D"), link("D FS B"), link("D FS E"),
    )  # fmt: skip
    with pytest.raises(CycleError, match="wait for each other in a circle") as caught:
        schedule(plan)
    named = "".join(caught.value.activity_ids)
    assert named in {"BCD", "CDB", "DBC"}
    assert str(caught.value).endswith(f"{' → '.join(named)}.")


def test_an_activity_that_waits_for_itself_is_refused_when_the_link_is_made() -> None:
    with pytest.raises(CycleError, match="A waits for itself") as caught:
        Link("A", "A")
    assert caught.value.activity_ids == ("A",)


def test_a_long_circle_is_named_in_full_but_told_in_short() -> None:
    ids = [f"a{number}" for number in range(40)]
    links = [Link(a, b) for a, b in zip(ids, [*ids[1:], ids[0]], strict=True)]
    with pytest.raises(CycleError) as caught:
        schedule(problem(*(task(each) for each in ids), *links))
    assert len(caught.value.activity_ids) == 40
    assert str(caught.value).count("→") == 11


def test_a_date_that_no_calendar_reaches_names_the_activity() -> None:
    with pytest.raises(DateOutOfRangeError, match="Activity B 'B' has no place") as caught:
        schedule(problem(task("A", 1), task("B", 90_000), link("A FS B")))
    assert caught.value.activity_ids == ("B",)


def test_an_unknown_set_of_rules_is_refused() -> None:
    with pytest.raises(PlanError, match="no rule set 'magic'; known: microsoft-project, primavera-p6"):
        schedule(problem(task("A", 1), rules="magic"))


def test_a_chain_of_thousands_is_one_critical_path() -> None:
    ids = [f"a{number}" for number in range(20_000)]
    links = [Link(a, b) for a, b in itertools.pairwise(ids)]
    answer = schedule(problem(*(task(each, 0.125) for each in ids), *links))
    assert answer.critical_path == tuple(ids)
    assert len(answer.why(ids[-1])) == len(ids)


def test_a_circle_of_thousands_is_named() -> None:
    ids = [f"a{number}" for number in range(20_000)]
    links = [Link(a, b) for a, b in itertools.pairwise([*ids, ids[0]])]
    with pytest.raises(CycleError) as caught:
        schedule(problem(*(task(each) for each in ids), *links))
    assert set(caught.value.activity_ids) == set(ids)
