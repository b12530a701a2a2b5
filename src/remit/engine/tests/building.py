"""Small plans for tests: dates as text, lengths in days, one activity or link a line."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from remit.engine.model import (
    Activity,
    Calendar,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Minute,
    Problem,
    ScheduledActivity,
    from_minute,
    to_minute,
)

DAY = 480
MONDAY = "2026-01-05 08:00"
STANDARD = Calendar.standard()
CLOCK = Calendar.around_the_clock()


def at(text: str) -> Minute:
    """Return the minute of '2026-01-05 08:00'."""
    return to_minute(dt.datetime.fromisoformat(text))


def day(text: str) -> int:
    """Return the day, counted from 1970-01-01, of '2026-01-05'."""
    return (dt.date.fromisoformat(text) - dt.date(1970, 1, 1)).days


def shown(minute: Minute) -> str:
    """Return a minute as '2026-01-05 08:00'."""
    return f"{from_minute(minute):%Y-%m-%d %H:%M}"


def task(name: str, days: float = 1, **stated: Any) -> Activity:
    """Return a task of so many eight-hour days, called by its id."""
    return Activity(name, name, round(days * DAY), **stated)


def link(text: str, lag: int = 0, unit: LagUnit = LagUnit.WORKING) -> Link:
    """Return the link of 'A FS B' with a lag in minutes, or in percent."""
    before, kind, after = text.split()
    return Link(before, after, LinkKind(kind), Lag(lag, unit))


def problem(*parts: Activity | Link, start: str = MONDAY, **stated: Any) -> Problem:
    """Return a problem of activities and links on the standard calendar."""
    calendars = stated.pop("calendars", (STANDARD, CLOCK))
    return Problem(
        start_minute=at(start),
        calendars=calendars,
        default_calendar_id=stated.pop("default", calendars[0].id),
        activities=tuple(part for part in parts if isinstance(part, Activity)),
        links=tuple(part for part in parts if isinstance(part, Link)),
        **stated,
    )


def span(scheduled: ScheduledActivity) -> tuple[str, str]:
    """Return start and finish as text."""
    return shown(scheduled.start), shown(scheduled.finish)


def shared_data() -> Path:
    """Return the folder of third-party data beside the project; skips the test where there is none."""
    folder = Path(__file__).resolve().parents[5] / "shared" / "data"
    if not folder.is_dir():
        pytest.skip("skipped: data not beside the project")
    return folder
