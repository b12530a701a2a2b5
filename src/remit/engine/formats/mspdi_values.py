"""Dates, times and durations as Microsoft Project writes them in XML."""

import datetime as dt
import re
from typing import Protocol

from remit.engine.formats.document import FormatError
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import Minute, to_minute
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY

LONGEST_MINUTES = 100 * 366 * DAY_MINUTES

# formats that count by the clock: elapsed minutes to months, plain and estimated; elapsed percent
ELAPSED = frozenset({4, 6, 8, 10, 12, 20, 36, 38, 40, 42, 44, 52})
PERCENT = frozenset({19, 20, 51, 52})

_DURATION = re.compile(r"^P(?:(\d{1,9})D)?T?(?:(\d{1,12})H)?(?:(\d{1,12})M)?(?:(\d{1,12})(?:\.\d+)?S)?$")
_CLOCK = re.compile(r"^(\d{1,2}):(\d{2})(?::\d{2})?$")


class Located(Protocol):
    """Fields by name, and errors that say where they stand."""

    def text(self, name: str, default: str = "") -> str:
        """Return a field as text."""

    def wrong(self, message: str) -> FormatError:
        """Return the error that says what is wrong here."""


def minute_of(facts: Located, name: str) -> Minute | None:
    """Return the date-time of the child `name` as a minute; None where it is absent or 'NA'."""
    raw = facts.text(name)
    if not raw or raw == "NA":
        return None
    try:
        moment = dt.datetime.fromisoformat(raw).replace(tzinfo=None)
    except ValueError:
        raise facts.wrong(
            f"{name} is '{raw[:40]}', which is not a date. Dates look like 2026-12-18T17:00:00."
        ) from None
    minute = to_minute(moment)
    if not FIRST_DAY <= minute // DAY_MINUTES <= LAST_DAY:
        raise facts.wrong(f"{name} is {raw[:40]}: dates must lie between 1900 and 2199.")
    return minute


def duration_of(facts: Facts, name: str) -> int | None:
    """Return the duration of the child `name` in minutes, seconds rounded; None where it is absent."""
    raw = facts.text(name)
    if not raw:
        return None
    match = _DURATION.match(raw)
    if match is None:
        raise facts.wrong(f"{name} is '{raw[:40]}', which is not a duration. Durations look like PT8H0M0S.")
    days, hours, minutes, seconds = (int(part or 0) for part in match.groups())
    total = days * DAY_MINUTES + hours * 60 + minutes + round(seconds / 60)
    if total > LONGEST_MINUTES:
        raise facts.wrong(f"{name} is '{raw[:40]}': that is longer than a hundred years.")
    return total


def duration_text(minutes: int) -> str:
    """Return minutes of work as Microsoft Project writes them."""
    return f"PT{minutes // 60}H{minutes % 60}M0S"


def clock_of(facts: Facts, name: str) -> int:
    """Return a time of day in minutes."""
    raw = facts.text(name)
    match = _CLOCK.match(raw)
    if match is None or int(match[1]) > 24 or int(match[2]) > 59:  # noqa: PLR2004 - a clock
        raise facts.wrong(f"{name} is '{raw[:40]}', which is not a time of day. Times look like 08:00:00.")
    return int(match[1]) * 60 + int(match[2])
