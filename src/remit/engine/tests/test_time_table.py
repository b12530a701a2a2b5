"""Working time on arrays says what the plain count says, for every calendar and minute; nothing leaves the arrays."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.calendars import around_the_clock, intersection, working_time
from remit.engine.calendars.time_table import CalendarRow, TimeTable, time_table, wider
from remit.engine.calendars.working_time import WorkingTime
from remit.engine.kernels import working_time as kernels
from remit.engine.model import Calendar, CalendarException, DateOutOfRangeError, Shift
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY
from remit.engine.tests.building import STANDARD, at, day, shown

FIRST, DAYS = day("2026-01-05"), 400
MINUTES = st.integers(FIRST * DAY_MINUTES, (FIRST + DAYS) * DAY_MINUTES - 1)
LENGTHS = st.just(0) | st.integers(-4000, 4000)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Shift, ...]:
    """Return the shifts of a day: none, whole days, and such as begin or end at midnight among them."""
    edges = st.sampled_from([0, 1, 480, 720, 1439, 1440]) | st.integers(0, 1440)
    bounds = sorted(draw(st.lists(edges, max_size=6, unique=True)))
    return tuple(Shift(a, b) for a, b in zip(bounds[::2], bounds[1::2], strict=False))


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    week = draw(st.lists(shifts(), min_size=7, max_size=7).filter(any))
    exceptions = []
    for _number in range(draw(st.integers(0, 4))):
        first = draw(st.integers(FIRST - 30, FIRST + DAYS))
        last = first + draw(st.sampled_from([0, 0, 6, 200]))
        exceptions.append(CalendarException(first, last, draw(shifts())))
    return Calendar("c", "C", tuple(week), tuple(exceptions))


def plain(row: CalendarRow) -> WorkingTime:
    if not row:
        return around_the_clock(FIRST)
    return working_time(row[0], FIRST) if len(row) == 1 else intersection(row[0], row[1], FIRST)


def asked(table: TimeTable, name: str, row: int, *values: int) -> int | None:
    """Return what a kernel answers; None where it leaves the days laid out."""
    beyond = np.zeros(1, dtype=np.int64)
    answer = getattr(kernels, name)(table, row, *values, beyond)
    return None if beyond[0] else int(answer)


def checked(row: CalendarRow, name: str, *values: int) -> None:
    table = time_table([(), row], FIRST, DAYS)
    answer = asked(table, name, 1, *values)
    if answer is not None:
        assert answer == getattr(plain(row), name)(*values), name


ROWS = calendars().map(lambda one: (one,)) | st.tuples(calendars(), calendars()) | st.just(())


@given(ROWS, MINUTES)
def test_the_next_start_and_the_finish_before_are_the_same(row: CalendarRow, minute: int) -> None:
    checked(row, "next_start", minute)
    checked(row, "previous_finish", minute)
    checked(row, "is_instant_of_work", minute)


@given(ROWS, MINUTES, LENGTHS)
def test_steps_in_working_time_are_the_same(row: CalendarRow, minute: int, minutes: int) -> None:
    checked(row, "start_after", minute, minutes)
    checked(row, "finish_after", minute, abs(minutes))
    checked(row, "begin_before", minute, abs(minutes))


@given(ROWS, MINUTES, MINUTES)
def test_the_working_time_between_two_minutes_is_the_same(row: CalendarRow, one: int, two: int) -> None:
    checked(row, "between", one, two)


@given(ROWS, MINUTES)
def test_a_count_and_back_is_the_same_working_instant(row: CalendarRow, minute: int) -> None:
    table = time_table([row], FIRST, DAYS)
    counted = asked(table, "count", 0, minute)
    for step in ("start_at", "finish_at"):
        found = asked(table, step, 0, counted or 0)
        if found is not None:
            assert asked(table, "count", 0, found) == counted


def test_most_steps_stay_within_the_days_laid_out() -> None:
    """The properties above say nothing where a kernel gives up: it must not give up in the middle."""
    table = time_table([(STANDARD,)], FIRST, DAYS)
    middle = at("2026-06-01 08:00")
    names = ["next_start", "previous_finish", "start_after", "finish_after", "begin_before"]
    steps = [
        asked(table, name, 0, middle, *([480] if number > 1 else [])) for number, name in enumerate(names)
    ]
    assert [shown(each) for each in steps if each is not None] == [
        "2026-06-01 08:00",
        "2026-05-29 17:00",
        "2026-06-02 08:00",
        "2026-06-01 17:00",
        "2026-05-29 08:00",
    ]


def test_a_step_out_of_the_days_laid_out_is_said_and_stays_within_them() -> None:
    table = time_table([(STANDARD,)], FIRST, 7)
    beyond = np.zeros(1, dtype=np.int64)
    found = kernels.finish_after(table, 0, at("2026-01-09 08:00"), 481, beyond)
    assert (beyond[0], found // DAY_MINUTES) == (kernels.AFTER, FIRST + 7)
    beyond[0] = 0
    kernels.begin_before(table, 0, at("2026-01-05 12:00"), 481, beyond)
    assert beyond[0] == kernels.BEFORE
    beyond[0] = 0
    kernels.count(table, 0, at("2026-01-12 00:00"), beyond)
    assert beyond[0] == kernels.AFTER


def test_more_days_are_laid_out_on_the_side_that_was_left_and_nothing_else_changes() -> None:
    rows: list[CalendarRow] = [(STANDARD,), ()]
    table = time_table(rows, FIRST, 30)
    more = wider(rows, table, before=False, after=True)
    assert (more.first_day, more.days > 1000) == (FIRST, True)
    assert np.array_equal(more.count_at_day[:, :31], table.count_at_day)
    earlier = wider(rows, table, before=True, after=False)
    assert (earlier.first_day < FIRST - 1000, earlier.last_day) == (True, table.last_day)


def test_before_1900_and_after_2199_there_are_no_days() -> None:
    whole = time_table([(STANDARD,)], FIRST_DAY - 5, LAST_DAY - FIRST_DAY + 50)
    assert (whole.first_day, whole.last_day) == (FIRST_DAY, LAST_DAY)
    with pytest.raises(DateOutOfRangeError, match="before the year 1900"):
        wider([(STANDARD,)], whole, before=True, after=False)
    with pytest.raises(DateOutOfRangeError, match="after the year 2199"):
        wider([(STANDARD,)], whole, before=False, after=True)


def test_equal_days_are_kept_once() -> None:
    table = time_table([(STANDARD,), (STANDARD, STANDARD), ()], FIRST, DAYS)
    assert len(table.pattern_offset) == 1 + 3  # no work, the standard day, the whole day
    assert [*table.shift_start, *table.shift_finish] == [480, 780, 0, 720, 1020, 1440]


@pytest.mark.skipif("NUMBA_DISABLE_JIT" in os.environ, reason="this is the interpreted run itself")
def test_interpreted_the_kernels_keep_within_their_arrays() -> None:
    """Compiled code does not check bounds; Python does."""
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-x", __file__]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    root = Path(__file__).resolve().parents[4]
    run = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout[-2000:]
