"""Constraints that exclude each other are refused by name; dates that are merely late are not; nothing hangs."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    CalendarException,
    ConstraintKind,
    ContradictionError,
    DateOutOfRangeError,
    EmptyCalendarError,
    Resource,
    Shift,
)
from remit.engine.model.time import FIRST_DAY, LAST_DAY
from remit.engine.network import schedule
from remit.engine.network.live import LiveSchedule
from remit.engine.tests.building import DAY, STANDARD, at, link, problem, task

K = ConstraintKind
P6 = "primavera-p6"
MS = "microsoft-project"


def held(one: K, first: str, other: K, second: str, days: float = 2, **stated: Any) -> Activity:
    """Return B of two days between two dates of January 2026."""
    minutes = at(f"2026-01-{first}"), at(f"2026-01-{second}")
    return task(
        "B",
        days,
        constraint=one,
        constraint_minute=minutes[0],
        second_constraint=other,
        second_constraint_minute=minutes[1],
        **stated,
    )


EXCLUDE = [
    (K.SNET, "07 08:00", K.SNLT, "06 08:00"),
    (K.MSO, "07 08:00", K.SNLT, "06 08:00"),
    (K.MSO, "06 08:00", K.SNET, "07 08:00"),
    (K.MSO, "06 08:00", K.MSO, "07 08:00"),
    (K.FNET, "09 17:00", K.FNLT, "08 17:00"),
    (K.MFO, "09 17:00", K.FNLT, "08 17:00"),
    (K.MANDATORY_START, "07 08:00", K.SNLT, "06 08:00"),
    (K.SNET, "12 08:00", K.FNLT, "09 17:00"),
    (K.MANDATORY_START, "12 08:00", K.MANDATORY_FINISH, "09 17:00"),
]


@pytest.mark.parametrize("rules", [MS, P6])
@pytest.mark.parametrize(("one", "first", "other", "second"), EXCLUDE)
def test_constraints_that_exclude_each_other_are_refused_in_either_order(
    one: K, first: str, other: K, second: str, rules: str
) -> None:
    for pair in ((one, first, other, second), (other, second, one, first)):
        with pytest.raises(ContradictionError, match=r"B 'B' \(") as caught:
            schedule(problem(task("A", 3), held(*pair), link("A FS B"), rules=rules))
        assert caught.value.activity_ids == ("B",)


@pytest.mark.parametrize("rules", [MS, P6])
@pytest.mark.parametrize(
    ("one", "first", "other", "second"),
    [
        (K.SNET, "06 08:00", K.SNLT, "06 08:00"),
        (K.SNET, "06 08:00", K.SNLT, "06 00:00"),  # at midnight a date stands for its day
        (K.SNET, "08 08:00", K.FNLT, "08 17:00"),  # a window too short for two days of work is late
        (K.SNLT, "06 08:00", K.FNET, "30 17:00"),
        (K.MSO, "08 08:00", K.FNLT, "08 17:00"),
        (K.FNLT, "01 17:00", K.SNLT, "01 08:00"),  # before the plan begins: late, and no contradiction
    ],
)
def test_what_is_merely_late_is_answered_with_float(
    one: K, first: str, other: K, second: str, rules: str
) -> None:
    answer = schedule(problem(task("A", 3), held(one, first, other, second), link("A FS B"), rules=rules))
    assert answer.activities["B"].finish


def test_work_that_does_not_fit_between_two_fixed_dates_is_refused_as_the_rules_fix_them() -> None:
    both = (K.MANDATORY_START, "06 08:00", K.MANDATORY_FINISH, "08 17:00")
    for rules in (MS, P6):
        schedule(problem(held(*both, days=3), rules=rules))
        for days in (2, 3.5):
            with pytest.raises(ContradictionError):
                schedule(problem(held(*both, days=days), rules=rules))
    gives_way = (K.MSO, "06 08:00", K.MFO, "08 17:00")
    schedule(problem(held(*gives_way, days=2), rules=P6))
    with pytest.raises(ContradictionError):
        schedule(problem(held(*gives_way, days=2), rules=MS))


def test_a_fixed_finish_at_midnight_may_be_the_end_of_either_day() -> None:
    for days in (2, 3):  # Tuesday to Wednesday or Thursday
        schedule(problem(held(K.MANDATORY_START, "06 00:00", K.MANDATORY_FINISH, "08 00:00", days=days)))


@pytest.mark.parametrize(
    "stated",
    [
        {"actual_start": at("2026-01-05 08:00")},
        {"is_active": False},
        {"is_manual": True, "manual_start": at("2026-01-05 08:00")},
    ],
)
def test_constraints_of_what_no_constraint_moves_are_not_asked(stated: dict[str, Any]) -> None:
    schedule(problem(held(*EXCLUDE[0], **stated)))


def test_every_activity_is_named_and_the_first_are_told() -> None:
    parts = [replace(held(*EXCLUDE[0]), id=f"B{number}", name=f"Part {number}") for number in range(7)]
    with pytest.raises(ContradictionError) as caught:
        schedule(problem(*parts))
    assert caught.value.activity_ids == tuple(each.id for each in parts)
    assert "B0 'Part 0' (start no earlier than 2026-01-07 08:00 and start no later than" in str(caught.value)
    assert str(caught.value).endswith("; and 2 more.")


def test_an_edit_that_contradicts_is_refused_and_leaves_the_schedule_as_it_was() -> None:
    live = LiveSchedule(problem(task("A", 3), task("B", 2), link("A FS B")))
    before = live.schedule()
    facts = {name: getattr(held(*EXCLUDE[0]), name) for name in ("constraint", "constraint_minute")}
    live.change("B", **facts)
    with pytest.raises(ContradictionError):
        live.change("B", second_constraint=K.SNLT, second_constraint_minute=at("2026-01-06 08:00"))
    live.change("B", constraint=K.ASAP, constraint_minute=None)
    assert live.schedule() == before


def test_calendars_that_never_work_together_are_named_as_such() -> None:
    mondays = Calendar("mon", "Mondays", ((Shift(480, 960),), *[()] * 6))
    tuesdays = Calendar("tue", "Tuesdays", ((), (Shift(480, 960),), *[()] * 5))
    plan = problem(
        task("A", 1, calendar_id="mon"),
        calendars=(STANDARD, mondays, tuesdays),
        resources=(Resource("r", "R", calendar_id="tue"),),
        assignments=(Assignment("A", "r", 1.0, DAY),),
    )
    with pytest.raises(EmptyCalendarError, match="never work together") as caught:
        schedule(plan)
    assert caught.value.activity_ids == ("A",)


def test_a_calendar_whose_exceptions_take_all_time_away_is_named_with_the_activity() -> None:
    never = replace(STANDARD, id="never", exceptions=(CalendarException(FIRST_DAY, LAST_DAY),))
    with pytest.raises(EmptyCalendarError) as caught:
        schedule(problem(task("A", 1, calendar_id="never"), calendars=(STANDARD, never)))
    assert caught.value.activity_ids == ("A",)


def test_work_beyond_the_last_year_is_named() -> None:
    with pytest.raises(DateOutOfRangeError) as caught:
        schedule(problem(task("A", 1), task("B", 10**7), link("A FS B")))
    assert caught.value.activity_ids == ("B",)


KINDS = st.sampled_from([each for each in K if each not in {K.ASAP, K.ALAP}])
MINUTES = st.integers(at("2026-01-05 00:00"), at("2026-01-20 00:00"))


@given(KINDS, KINDS, MINUTES, MINUTES, st.integers(0, 3000), st.sampled_from([MS, P6]))
def test_any_two_constraints_have_a_schedule_or_are_refused_by_name(
    one: K, other: K, first: int, second: int, minutes: int, rules: str
) -> None:
    activity = Activity(
        "B", "B", minutes, constraint=one, constraint_minute=first, second_constraint=other,
        second_constraint_minute=second,
    )  # fmt: skip
    named: tuple[str, ...] = ()
    try:
        found = schedule(problem(activity, rules=rules)).activities["B"]
    except ContradictionError as error:
        named = error.activity_ids
    if named:
        assert named == ("B",)
    else:
        assert found.finish >= found.start
