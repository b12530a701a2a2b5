"""A plan that contradicts itself is refused when it is made, and the error names the activity."""

import subprocess
import sys
from collections.abc import Callable

import pytest

from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    CalendarException,
    ConstraintKind,
    CycleError,
    DateOutOfRangeError,
    DuplicateIdError,
    EmptyCalendarError,
    Link,
    PlanError,
    Resource,
    Shift,
    UnknownReferenceError,
    day_of,
    from_minute,
    to_minute,
)
from remit.engine.tests.building import STANDARD, at, day, problem, task

A = task("A", 1)
EIGHTEEN = at("1899-12-31 23:59")
LATE = at("2199-12-31 23:59") + 1


@pytest.mark.parametrize(
    ("make", "error", "message", "named"),
    [
        (lambda: Activity("A", "Dig", -1), PlanError, "Activity A 'Dig' has a negative duration", ["A"]),
        (lambda: task("A", 1, remaining_duration_minutes=-1), PlanError, "negative duration", ["A"]),
        (lambda: task("A", 1, actual_duration_minutes=-1), PlanError, "negative duration", ["A"]),
        (lambda: task("A", 1, constraint=ConstraintKind.MSO), PlanError, "constraint mso but no date", ["A"]),
        (
            lambda: task("A", 1, actual_start=9, actual_finish=8),
            PlanError,
            "finishes before it starts",
            ["A"],
        ),
        (
            lambda: task("A", 1, manual_start=9, manual_finish=8),
            PlanError,
            "finishes before it starts",
            ["A"],
        ),
        (lambda: Link("A", "A"), CycleError, "waits for itself", ["A"]),
        (lambda: problem(A, A), DuplicateIdError, "activity have the id A", ["A"]),
        (
            lambda: problem(A, Link("A", "B")),
            UnknownReferenceError,
            "activity B, which is not in",
            ["A", "B"],
        ),
        (lambda: problem(task("A", 1, parent_id="S")), UnknownReferenceError, "stands below S", ["A"]),
        (lambda: problem(task("A", 1, calendar_id="x")), UnknownReferenceError, "calendar x", ["A"]),
        (lambda: problem(A, default="x"), UnknownReferenceError, "plan's calendar x", []),
        (lambda: problem(A, calendars=(STANDARD, STANDARD)), DuplicateIdError, "calendar have the id", []),
        (
            lambda: problem(A, resources=(Resource("r", "R"), Resource("r", "R"))),
            DuplicateIdError,
            "resource",
            [],
        ),
        (
            lambda: problem(A, resources=(Resource("r", "R", calendar_id="x"),)),
            UnknownReferenceError,
            "'R'",
            [],
        ),
        (
            lambda: problem(A, assignments=(Assignment("B", None),)),
            UnknownReferenceError,
            "activity B",
            ["B"],
        ),
        (lambda: problem(A, assignments=(Assignment("A", "r"),)), UnknownReferenceError, "resource r", ["A"]),
        (lambda: problem(task("A", 1, deadline_minute=LATE)), DateOutOfRangeError, "after 2199", ["A"]),
        (lambda: problem(task("A", 1, actual_start=EIGHTEEN)), DateOutOfRangeError, "before 1900", ["A"]),
        (lambda: problem(A, start="1899-12-31 23:59"), DateOutOfRangeError, "The plan's start", []),
        (lambda: Shift(500, 500), PlanError, "does not lie within one day", []),
        (lambda: Shift(500, 1441), PlanError, "does not lie within one day", []),
        (lambda: CalendarException(2, 1, name="Easter"), PlanError, "'Easter' ends before it begins", []),
        (lambda: Calendar("c", "C", ((),) * 6), PlanError, "has 6 days in its week", []),
        (lambda: Calendar("c", "C", ((),) * 7), EmptyCalendarError, "never works", []),
        (
            lambda: Calendar("c", "C", ((Shift(0, 9), Shift(8, 10)),) * 7),
            PlanError,
            "overlap or are out of order",
            [],
        ),
    ],
)
def test_a_contradiction_is_refused(
    make: Callable[[], object], error: type[PlanError], message: str, named: list[str]
) -> None:
    with pytest.raises(error, match=message) as caught:
        make()
    assert type(caught.value) is error
    assert list(caught.value.activity_ids) == named


def test_an_outline_in_a_circle_is_refused_and_names_the_circle() -> None:
    with pytest.raises(CycleError, match="stands below itself") as caught:
        problem(task("A", 1, parent_id="B"), task("B", 1, parent_id="C"), task("C", 1, parent_id="B"))
    assert set(caught.value.activity_ids) == {"B", "C"}


def test_shifts_may_touch() -> None:
    touching = (Shift(0, 9), Shift(9, 10))
    assert Calendar("c", "C", (touching,) * 7).week[0] == touching


def test_the_first_and_the_last_minute_that_are_kept_are_accepted() -> None:
    first, last = at("1900-01-01 00:00"), LATE - 1
    plan = problem(task("A", 1, deadline_minute=first), task("B", 1, deadline_minute=last))
    assert [each.deadline_minute for each in plan.activities] == [first, last]


def test_minutes_are_plan_time_and_back() -> None:
    minute = at("2026-12-18 17:00")
    assert to_minute(from_minute(minute)) == minute
    assert day_of(minute) == day("2026-12-18")
    assert day_of(-1) == -1


def test_the_engine_loads_no_compiler_before_something_is_computed() -> None:
    """Every command and every page would wait for it."""
    code = (
        "import sys, remit.engine, remit.engine.model, remit.engine.network, remit.engine.network.columns\n"
        "import remit.engine.network.records\n"
        "print([name for name in ('numba', 'ortools', 'scipy') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
