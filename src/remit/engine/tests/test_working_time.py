"""Working time: what a clock on the wall and a count of working minutes say about one another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.calendars import around_the_clock, intersection, working_time
from remit.engine.model import Calendar, CalendarException, DateOutOfRangeError, EmptyCalendarError, Shift
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY
from remit.engine.tests.building import STANDARD, at, day, shown

ORIGIN = day("2026-01-05")
MORNING, AFTERNOON = Shift(480, 720), Shift(780, 1020)
NIGHTS = Calendar("n", "Nights", ((Shift(0, 360), Shift(1320, 1440)),) * 5 + ((Shift(0, 360),), ()))


def standard_but(*exceptions: CalendarException) -> Calendar:
    return Calendar("c", "With exceptions", STANDARD.week, exceptions)


@pytest.mark.parametrize(
    ("begin", "minutes", "end"),
    [
        ("2026-01-05 08:00", 240, "2026-01-05 12:00"),
        ("2026-01-05 08:00", 241, "2026-01-05 13:01"),
        ("2026-01-05 08:00", 480, "2026-01-05 17:00"),
        ("2026-01-05 08:00", 481, "2026-01-06 08:01"),
        ("2026-01-09 13:00", 480, "2026-01-12 12:00"),
        ("2026-01-10 10:00", 60, "2026-01-12 09:00"),
    ],
)
def test_work_ends_after_its_working_minutes(begin: str, minutes: int, end: str) -> None:
    assert shown(working_time(STANDARD, ORIGIN).finish_after(at(begin), minutes)) == end


@pytest.mark.parametrize(
    ("end", "minutes", "begin"),
    [
        ("2026-01-05 12:00", 240, "2026-01-05 08:00"),
        ("2026-01-05 13:01", 241, "2026-01-05 08:00"),
        ("2026-01-12 12:00", 480, "2026-01-09 13:00"),
        ("2026-01-11 10:00", 60, "2026-01-09 16:00"),
        ("2026-01-12 08:00", 480, "2026-01-09 08:00"),
    ],
)
def test_work_begins_its_working_minutes_before_its_end(end: str, minutes: int, begin: str) -> None:
    assert shown(working_time(STANDARD, ORIGIN).begin_before(at(end), minutes)) == begin


def test_a_start_moves_forward_and_a_finish_back_over_time_without_work() -> None:
    time = working_time(STANDARD, ORIGIN)
    assert shown(time.next_start(at("2026-01-09 17:00"))) == "2026-01-12 08:00"
    assert shown(time.previous_finish(at("2026-01-12 08:00"))) == "2026-01-09 17:00"
    assert shown(time.next_start(at("2026-01-09 12:00"))) == "2026-01-09 13:00"
    assert shown(time.previous_finish(at("2026-01-09 13:00"))) == "2026-01-09 12:00"
    assert shown(time.next_start(at("2026-01-09 10:00"))) == "2026-01-09 10:00"


def test_friday_evening_and_monday_morning_are_the_same_working_instant() -> None:
    time = working_time(STANDARD, ORIGIN)
    assert time.between(at("2026-01-09 17:00"), at("2026-01-12 08:00")) == 0
    assert time.between(at("2026-01-05 08:00"), at("2026-01-12 08:00")) == 5 * 480
    assert time.between(at("2026-01-12 08:00"), at("2026-01-05 08:00")) == -5 * 480


def test_both_ends_of_a_working_period_are_instants_of_work() -> None:
    time = working_time(STANDARD, ORIGIN)
    found = [
        time.is_instant_of_work(at(f"2026-01-05 {clock}")) for clock in ("08:00", "12:00", "12:30", "17:00")
    ]
    assert found == [True, True, False, True]
    assert working_time(NIGHTS, ORIGIN).is_instant_of_work(at("2026-01-10 06:00"))
    assert around_the_clock(ORIGIN).is_instant_of_work(at("2026-01-10 00:00"))


def test_a_period_that_ends_at_midnight_ends_on_the_day_it_belongs_to() -> None:
    late = Calendar("l", "Late", ((Shift(960, 1440),),) * 5 + ((), ()))
    time = working_time(late, ORIGIN)
    assert time.is_instant_of_work(at("2026-01-10 00:00"))
    assert shown(time.finish_after(at("2026-01-09 16:00"), 480)) == "2026-01-10 00:00"


def test_a_holiday_is_stepped_over() -> None:
    time = working_time(standard_but(CalendarException(day("2026-01-06"), day("2026-01-07"))), ORIGIN)
    assert shown(time.finish_after(at("2026-01-05 08:00"), 960)) == "2026-01-08 17:00"


def test_a_half_day_counts_half() -> None:
    half = CalendarException(day("2026-01-06"), day("2026-01-06"), (MORNING,), "Half day")
    time = working_time(standard_but(half), ORIGIN)
    assert shown(time.finish_after(at("2026-01-05 08:00"), 960)) == "2026-01-07 12:00"
    assert time.between(at("2026-01-06 00:00"), at("2026-01-07 00:00")) == 240


def test_a_saturday_can_be_worked() -> None:
    extra = CalendarException(day("2026-01-10"), day("2026-01-10"), (MORNING, AFTERNOON))
    time = working_time(standard_but(extra), ORIGIN)
    assert shown(time.finish_after(at("2026-01-09 08:00"), 960)) == "2026-01-10 17:00"


def test_of_two_exceptions_for_one_day_the_later_stated_holds() -> None:
    closed = CalendarException(day("2026-01-06"), day("2026-01-06"))
    half = CalendarException(day("2026-01-06"), day("2026-01-06"), (MORNING,))
    tuesday = (at("2026-01-06 00:00"), at("2026-01-07 00:00"))
    assert working_time(standard_but(closed, half), ORIGIN).between(*tuesday) == 240
    assert working_time(standard_but(half, closed), ORIGIN).between(*tuesday) == 0


def test_a_later_period_holds_over_an_earlier_single_day() -> None:
    half = CalendarException(day("2026-01-06"), day("2026-01-06"), (MORNING,))
    closed = CalendarException(day("2026-01-05"), day("2026-01-09"))
    time = working_time(standard_but(half, closed), ORIGIN)
    assert time.between(at("2026-01-06 00:00"), at("2026-01-07 00:00")) == 0


def test_a_night_shift_is_worked_through_midnight() -> None:
    time = working_time(NIGHTS, ORIGIN)
    assert shown(time.finish_after(at("2026-01-05 22:00"), 480)) == "2026-01-06 06:00"
    assert shown(time.begin_before(at("2026-01-06 06:00"), 480)) == "2026-01-05 22:00"
    assert shown(time.next_start(at("2026-01-10 06:00"))) == "2026-01-12 00:00"


def test_an_intersection_works_when_both_do() -> None:
    time = intersection(STANDARD, NIGHTS, ORIGIN)
    early = Calendar("e", "Early", ((Shift(360, 600),),) * 7)
    assert (
        shown(intersection(STANDARD, early, ORIGIN).finish_after(at("2026-01-05 06:00"), 240))
        == "2026-01-06 10:00"
    )
    with pytest.raises(DateOutOfRangeError, match="Standard and Nights"):
        time.next_start(at("2026-01-05 08:00"))


def test_a_calendar_that_never_works_is_refused() -> None:
    with pytest.raises(EmptyCalendarError, match="'Empty' never works"):
        Calendar("e", "Empty", ((),) * 7)


def test_dates_far_before_and_after_the_origin_are_counted() -> None:
    time = working_time(STANDARD, ORIGIN)
    assert shown(time.next_start(at("1900-01-01 00:00"))) == "1900-01-01 08:00"
    assert shown(time.finish_after(at("2199-12-31 08:00"), 480)) == "2199-12-31 17:00"
    weeks = (day("2199-12-30") - day("1900-01-01")) // 7
    assert (
        time.between(at("1900-01-01 00:00"), at("1900-01-01 00:00") + weeks * 7 * DAY_MINUTES) == weeks * 2400
    )


def test_counts_before_the_days_laid_out_so_far_agree_with_counts_after() -> None:
    fresh, used = working_time(STANDARD, ORIGIN), working_time(STANDARD, ORIGIN)
    used.count(at("2090-01-01 00:00"))
    assert shown(used.begin_before(at("2026-01-05 17:00"), 480 * 5000)) == shown(
        fresh.begin_before(at("2026-01-05 17:00"), 480 * 5000)
    )


def test_work_may_begin_in_the_very_first_working_minute_of_1900() -> None:
    time = working_time(STANDARD, FIRST_DAY)
    assert shown(time.begin_before(at("1900-01-02 17:00"), 960)) == "1900-01-01 08:00"


def test_work_outside_1900_to_2199_is_refused() -> None:
    time = working_time(STANDARD, ORIGIN)
    with pytest.raises(DateOutOfRangeError, match="before the year 1900"):
        time.begin_before(at("1900-01-02 17:00"), 961)
    with pytest.raises(DateOutOfRangeError, match="before the year 2200"):
        time.finish_after(at("2199-12-31 08:00"), 481)


shift_ends = st.lists(st.integers(0, 1440), min_size=0, max_size=6, unique=True).map(sorted)
days = shift_ends.map(lambda ends: tuple(Shift(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False)))
weeks_of_work = st.tuples(*[days] * 7).filter(any)
instants = st.integers(day("2020-01-01") * DAY_MINUTES, day("2030-01-01") * DAY_MINUTES)


@st.composite
def calendars(draw: st.DrawFn) -> Calendar:
    first = draw(st.lists(st.integers(day("2019-06-01"), day("2030-06-01")), max_size=4))
    exceptions = [CalendarException(each, each + draw(st.integers(0, 20)), draw(days)) for each in first]
    return Calendar("g", "Generated", draw(weeks_of_work), tuple(exceptions))


@given(calendars(), instants, st.integers(1, 20_000))
def test_forward_and_backward_are_inverse(calendar: Calendar, minute: int, minutes: int) -> None:
    time = working_time(calendar, ORIGIN)
    start = time.next_start(minute)
    finish = time.finish_after(start, minutes)
    assert time.begin_before(finish, minutes) == start
    assert time.between(start, finish) == minutes
    assert time.finish_after(time.begin_before(finish, minutes), minutes) == finish


@given(calendars(), instants, st.integers(0, 20_000))
def test_counting_agrees_with_walking_minute_by_minute(calendar: Calendar, minute: int, length: int) -> None:
    exceptions = list(reversed(calendar.exceptions))

    def works(each: int) -> bool:
        today, clock = divmod(each, DAY_MINUTES)
        shifts = next(
            (e.shifts for e in exceptions if e.first_day <= today <= e.last_day),
            calendar.week[(today + 3) % 7],
        )
        return any(shift.start <= clock < shift.finish for shift in shifts)

    walked = sum(map(works, range(minute, minute + length)))
    assert working_time(calendar, ORIGIN).between(minute, minute + length) == walked


@given(calendars(), instants)
def test_next_start_and_previous_finish_hold_where_they_stand(calendar: Calendar, minute: int) -> None:
    time = working_time(calendar, ORIGIN)
    start, finish = time.next_start(minute), time.previous_finish(minute)
    assert finish <= minute <= start
    assert time.between(finish, start) == 0
    assert time.next_start(start) == start
    assert time.previous_finish(finish) == finish


def test_the_years_that_are_kept_begin_and_end_where_the_errors_say() -> None:
    assert day("1900-01-01") == FIRST_DAY
    assert day("2199-12-31") == LAST_DAY
