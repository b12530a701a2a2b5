"""Days with so many hours a week: what a request asks for where not every week is the same. Pure."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import Invalid

MOST_PERIODS = 24


@dataclass(frozen=True, slots=True)
class Period:
    """Days, both counted, with so many minutes in each week."""

    from_date: dt.date
    to_date: dt.date
    minutes_per_week: int

    @property
    def stored(self) -> list[Any]:
        """Return it as a row keeps it."""
        return [self.from_date.isoformat(), self.to_date.isoformat(), self.minutes_per_week]


def read(stored: Iterable[Sequence[Any]]) -> list[Period]:
    """Return the periods that a row keeps."""
    return [
        Period(dt.date.fromisoformat(first), dt.date.fromisoformat(last), minutes)
        for first, last, minutes in stored
    ]


def checked(periods: Iterable[Period], most_minutes: int) -> list[Period]:
    """Return periods by their first day; `Invalid` for too many, and for days or hours that are none or overlap."""
    found = sorted(periods, key=lambda each: each.from_date)
    if len(found) > MOST_PERIODS:
        message = _("At most %(most)d periods at once.") % {"most": MOST_PERIODS}
        raise Invalid(message, field="periods", code="count")
    before: Period | None = None
    for each in found:
        words = {"first": each.from_date.isoformat(), "last": each.to_date.isoformat()}
        if each.to_date < each.from_date:
            message = _("From %(first)s to %(last)s: the last day lies before the first.")
            raise Invalid(message % words, field="periods", code="order")
        if not 1 <= each.minutes_per_week <= most_minutes:
            message = _("From %(first)s to %(last)s: give more than nothing and at most a whole week.")
            raise Invalid(message % words, field="periods", code="range")
        if before is not None and each.from_date <= before.to_date:
            message = _("From %(first)s to %(last)s: these days overlap with those of another period.")
            raise Invalid(message % words, field="periods", code="overlap")
        before = each
    return found
