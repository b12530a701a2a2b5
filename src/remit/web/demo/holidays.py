"""The bank holidays of England, 2025 to 2027, substitute days included."""

import datetime as dt
from typing import Any

_EPOCH = dt.date(1970, 1, 1)

_DAYS = (
    ("2025-01-01", "New Year's Day"),
    ("2025-04-18", "Good Friday"),
    ("2025-04-21", "Easter Monday"),
    ("2025-05-05", "Early May bank holiday"),
    ("2025-05-26", "Spring bank holiday"),
    ("2025-08-25", "Summer bank holiday"),
    ("2025-12-25", "Christmas Day"),
    ("2025-12-26", "Boxing Day"),
    ("2026-01-01", "New Year's Day"),
    ("2026-04-03", "Good Friday"),
    ("2026-04-06", "Easter Monday"),
    ("2026-05-04", "Early May bank holiday"),
    ("2026-05-25", "Spring bank holiday"),
    ("2026-08-31", "Summer bank holiday"),
    ("2026-12-25", "Christmas Day"),
    ("2026-12-28", "Boxing Day (substitute day)"),
    ("2027-01-01", "New Year's Day"),
    ("2027-03-26", "Good Friday"),
    ("2027-03-29", "Easter Monday"),
    ("2027-05-03", "Early May bank holiday"),
    ("2027-05-31", "Spring bank holiday"),
    ("2027-08-30", "Summer bank holiday"),
    ("2027-12-27", "Christmas Day (substitute day)"),
    ("2027-12-28", "Boxing Day (substitute day)"),
)

BANK_HOLIDAYS = tuple((dt.date.fromisoformat(day), name) for day, name in _DAYS)


def calendar_exceptions() -> list[list[Any]]:
    """Return the bank holidays as the exceptions of a plan's calendar: days without shifts."""
    days = [((day - _EPOCH).days, name) for day, name in BANK_HOLIDAYS]
    return [[day, day, [], name] for day, name in days]
