"""Days of a plan in few letters, for tables that hold four in a row."""

from django import template
from django.utils.formats import date_format
from django.utils.translation import pgettext

from remit.core.plan_time import MINUTES_PER_DAY, to_day

register = template.Library()


@register.filter
def short_day(minute: int | None) -> str:
    """Return the day of a plan minute as '18 Dec 26'."""
    return "" if minute is None else date_format(to_day(minute), pgettext("date format", "j M y"))


@register.filter
def short_finish(minute: int | None) -> str:
    """Return the day on which work that ends at `minute` ends: midnight belongs to the day before."""
    return "" if minute is None else short_day(minute - 1)


@register.filter
def day_minute(day: int) -> int:
    """Return the plan minute at which a day, counted from 1970-01-01, begins."""
    return day * MINUTES_PER_DAY
