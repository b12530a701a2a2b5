"""A calendar as the nested text that XER keeps it in."""

from collections.abc import Iterable

from remit.engine.formats.primavera_calendars import EXCEL_EPOCH
from remit.engine.model import Calendar
from remit.engine.model.calendar import Shifts
from remit.engine.model.time import DAY_MINUTES

LONGEST_EXCEPTION_DAYS = 3660


def working_time_text(calendar: Calendar) -> str:
    """Return week and exceptions of a calendar; an exception is written day by day, ten years at most."""
    week = "".join(f"(0||{number}()({_times(calendar.week[(number + 5) % 7])}))" for number in range(1, 8))
    days: dict[int, Shifts] = {}
    for each in calendar.exceptions:
        for day in range(each.first_day, min(each.last_day, each.first_day + LONGEST_EXCEPTION_DAYS) + 1):
            days[day] = each.shifts
    exceptions = "".join(
        f"(0||{number}(d|{day - EXCEL_EPOCH})({_times(shifts)}))"
        for number, (day, shifts) in enumerate(sorted(days.items()))
    )
    return f"(0||CalendarData()((0||DaysOfWeek()({week}))(0||Exceptions()({exceptions}))))"


def _times(shifts: Shifts) -> str:
    return "".join(
        f"(0||{number}(s|{start}|f|{finish})())" for number, (start, finish) in enumerate(_clocks(shifts))
    )


def _clocks(shifts: Shifts) -> Iterable[tuple[str, str]]:
    for each in shifts:
        finish = each.finish % DAY_MINUTES
        yield f"{each.start // 60:02d}:{each.start % 60:02d}", f"{finish // 60:02d}:{finish % 60:02d}"
