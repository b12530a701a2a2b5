"""What an address asks for: whose weeks, from when, how many."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.people.models import Level
from remit.people.skills import ALONE
from remit.resourcing.queries import Asked

CHOICES = (4, 12, 26, 52)
DEFAULT_WEEKS = 12
LONGEST = 80
LONGEST_NUMBER, MOST_PAGES = 4, 1000
_YEARS = range(1971, 2191)  # what calendars reach


@dataclass(frozen=True, slots=True)
class Window:
    """The weeks that are shown, and the days from which those before and after begin."""

    monday: dt.date
    weeks: int

    @property
    def from_text(self) -> str:
        """Return the part of an address that names these weeks, after `from=`."""
        return f"{self.monday.isoformat()}&weeks={self.weeks}"

    @property
    def before(self) -> str:
        """Return the first day of the weeks before."""
        return (self.monday - dt.timedelta(weeks=self.weeks)).isoformat()

    @property
    def after(self) -> str:
        """Return the first day of the weeks after."""
        return (self.monday + dt.timedelta(weeks=self.weeks)).isoformat()


def window_of(query: Mapping[str, str], today: dt.date) -> Window:
    """Return the weeks that an address asks for, else those from today's on; `Invalid` (400) for what is none."""
    typed = query.get("from", "")
    try:
        day = dt.date.fromisoformat(typed) if typed else today
    except ValueError:
        day = None
    if day is None or day.year not in _YEARS:
        raise Invalid(_("'%(value)s' is not a day.") % {"value": typed[:40]}, field="from", status=400)
    weeks = query.get("weeks", "") or str(DEFAULT_WEEKS)
    if weeks not in {str(number) for number in CHOICES}:
        raise Invalid(_("'%(value)s' is not a value of this filter.") % {"value": weeks[:40]}, status=400)
    return Window(day - dt.timedelta(days=day.weekday()), int(weeks))


def asked_of(query: Mapping[str, str]) -> Asked:
    """Return whose weeks an address asks for; `Invalid` (400) for a level or a page that is none."""
    unit, skill, words = (
        query.get(name, "").replace("\x00", "").strip()[:LONGEST] for name in ("unit", "skill", "q")
    )
    level = _number(query, "level", ALONE, max(Level.values))
    of = query.get("of", "")
    if of not in {"", "pool"}:
        raise Invalid(_("'%(value)s' is not a value of this filter.") % {"value": of[:40]}, status=400)
    show = query.get("show", "")
    if show not in {"", "given"}:
        raise Invalid(_("'%(value)s' is not a value of this filter.") % {"value": show[:40]}, status=400)
    return Asked(
        unit,
        skill,
        words,
        level,
        of_pool=bool(of),
        given=bool(show),
        page=_number(query, "page", 1, MOST_PAGES),
    )


def _number(query: Mapping[str, str], name: str, otherwise: int, most: int) -> int:
    typed = query.get(name, "") or str(otherwise)
    if not (
        typed.isascii() and typed.isdecimal() and len(typed) <= LONGEST_NUMBER and 1 <= int(typed) <= most
    ):
        message = _("'%(value)s' is not a value of this filter.") % {"value": typed[:40]}
        raise Invalid(message, field=name, status=400)
    return int(typed)
