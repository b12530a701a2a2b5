"""Plan time as the engine counts it: whole minutes of the wall clock since 1970-01-01T00:00, no zone."""

import datetime as dt
from typing import TypeAlias

Minute: TypeAlias = int

DAY_MINUTES = 1440
EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - plan time has no zone on purpose
FIRST_DAY = -25_567  # 1900-01-01
LAST_DAY = 84_005  # 2199-12-31


def to_minute(moment: dt.datetime) -> Minute:
    """Return the minute of a naive `moment`; seconds are dropped."""
    return int((moment - EPOCH).total_seconds() // 60)


def from_minute(minute: Minute) -> dt.datetime:
    """Return the naive date-time of a minute."""
    return EPOCH + dt.timedelta(minutes=minute)


def day_of(minute: Minute) -> int:
    """Return the day, counted from 1970-01-01, that a minute lies in."""
    return minute // DAY_MINUTES
