"""Figures as people read them."""

from decimal import Decimal
from functools import lru_cache

from django.utils.formats import number_format
from django.utils.translation import get_language


def duration_words(minutes: int, minutes_per_day: int) -> str:
    """Return working minutes as '12 d', '4.5 d' or, below half a day, '3 h'."""
    an_hour = 60
    if minutes == 0:
        return "0 d"
    if abs(minutes) * 2 < minutes_per_day:
        hours = minutes / an_hour
        return f"{_tenths(hours)} h" if abs(minutes) >= an_hour else f"{minutes} min"
    return f"{_tenths(minutes / minutes_per_day)} d"


def hour_words(minutes: int) -> str:
    """Return minutes as '7.5 h'."""
    return _hour_words(minutes, get_language())


@lru_cache(maxsize=4096)
def _hour_words(minutes: int, language: str | None) -> str:
    """Return minutes in hours; kept, since a page of capacity shows thousands of them."""
    del language  # what `number_format` looks up by itself, here a part of the key
    return number_format((Decimal(minutes) / 60).quantize(Decimal("0.01")).normalize()) + " h"


def _tenths(amount: float) -> str:
    rounded = round(amount, 1)
    return number_format(rounded, 0 if rounded.is_integer() else 1, force_grouping=True)
