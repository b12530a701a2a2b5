from collections.abc import Iterable
from decimal import Decimal

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from remit.changes.scope import ADDED, GROWN, REMOVED, Line

register = template.Library()
COLOURS = {"none": "green", "watch": "green", "act": "amber", "exception": "red"}


@register.filter
def band_colour(band: str) -> str:
    """Return the colour of a band of the index."""
    return COLOURS[band]


@register.filter
def band_words(band: str) -> str:
    """Return what a band of the index asks for."""
    words = {
        "none": _("nothing to do"),
        "watch": _("watch it"),
        "act": _("act on it"),
        "exception": _("an exception"),
    }
    return words[band]


@register.filter
def what_words(what: str) -> str:
    """Return how an activity differs from the baseline."""
    words: dict[str, str] = {ADDED: _("added"), GROWN: _("more work"), REMOVED: _("removed")}
    return words.get(what) or _("less work")


@register.filter
def tenth(value: Decimal) -> str:
    """Return per cent with one decimal."""
    return f"{number_format(value, 1)} %"


@register.filter
def let_in(lines: Iterable[Line]) -> list[Line]:
    """Return the lines that somebody let in."""
    return [each for each in lines if not each.is_open]
