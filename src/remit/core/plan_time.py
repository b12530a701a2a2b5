"""Plan time: wall-clock minutes since 1970-01-01T00:00, without a zone, as every plan stores them."""

import datetime as dt

from remit.core.errors import Invalid

EPOCH = dt.datetime(1970, 1, 1)  # noqa: DTZ001 - plan time has no zone on purpose
MINUTES_PER_DAY = 1440
LAST_MINUTE = int((dt.datetime(9999, 12, 31, 23, 59) - EPOCH).total_seconds() // 60)  # noqa: DTZ001 - as above


def to_minute(moment: dt.datetime) -> int:
    """Return the plan minute of a naive local `moment`; seconds are dropped."""
    return int((moment.replace(tzinfo=None) - EPOCH).total_seconds() // 60)


def from_minute(minute: int) -> dt.datetime:
    """Return the naive local date-time of a plan minute."""
    return EPOCH + dt.timedelta(minutes=minute)


def start_of_day(day: dt.date) -> int:
    """Return the plan minute at which `day` begins."""
    return (day - EPOCH.date()).days * MINUTES_PER_DAY


def to_day(minute: int) -> dt.date:
    """Return the calendar day of a plan minute."""
    return from_minute(minute).date()


def parse_minute(text: str, *, field: str) -> int:
    """Return the plan minute of an ISO date or local date-time; raises `Invalid` naming `field`."""
    try:
        moment = dt.datetime.fromisoformat(text.strip())
    except ValueError:
        msg = f"'{text[:40]}' is not a date: write it as 2026-12-18 or 2026-12-18T17:30."
        raise Invalid(msg, field=field, code="date") from None
    if moment.tzinfo is not None:
        msg = f"'{text[:40]}' carries a time zone: dates of a plan are local, write it without."
        raise Invalid(msg, field=field, code="zone")
    if moment < EPOCH:
        msg = f"'{text[:40]}' lies before 1970, where plans begin."
        raise Invalid(msg, field=field, code="range")
    return to_minute(moment)
