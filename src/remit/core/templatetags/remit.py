"""What templates need beyond Django's own: icons, fields, initials, days and durations."""

import datetime as dt
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django import template
from django.forms import BoundField, CheckboxInput
from django.template.loader import render_to_string
from django.utils.formats import date_format, number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from remit.core import registries
from remit.core.icons import ICONS
from remit.core.plan_time import to_day
from remit.core.registries import value_in_words, words_for
from remit.core.words import duration_words, hour_words

register = template.Library()
RING = 12


@register.simple_tag
def icon(name: str) -> SafeString:
    """Return the drawing `name`, hidden from screen readers: a word always stands beside it."""
    paths = ICONS[name]
    return mark_safe(  # noqa: S308 - the drawings are ours
        '<svg class="icon" width="18" height="18" viewBox="0 0 24 24" fill="none" stroke="currentColor"'
        ' stroke-width="2"'
        f' stroke-linecap="round" stroke-linejoin="round" aria-hidden="true" focusable="false">{paths}</svg>'
    )


@register.inclusion_tag("core/field.html")
def field(bound: BoundField) -> dict[str, Any]:
    """Show a form's field with its label, help and errors."""
    return {"field": bound, "is_check": isinstance(bound.field.widget, CheckboxInput)}


@register.inclusion_tag("core/error_summary.html")
def error_summary(form: Any) -> dict[str, Any]:
    """Show what is wrong with a form, each line a link to its field."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def object_panels(context: dict[str, Any], project: Any, key: str = "") -> SafeString:
    """Return what apps show below the page of a thing of a project."""
    request = context["request"]
    parts = [
        render_to_string(panel.template, panel.context(request.actor, project, key), request)
        for panel in sorted(registries.object_panels, key=lambda panel: panel.position)
    ]
    return mark_safe("".join(parts))  # noqa: S308 - templates have escaped what they show


def initials_of(name: str) -> str:
    """Return the first letters of the first and the last word of `name`."""
    words = [word for word in name.split() if word[0].isalnum()]
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper() or "?"


@register.simple_tag
def ring(number: Any) -> int:
    """Return which colour of the ring of twelve belongs to `number`, the same everywhere."""
    return int(number or 0) % RING + 1


@register.simple_tag
def initials(name: str, ring: Any = None) -> SafeString:
    """Return the round mark of a person; `ring` is a number that fixes the colour, the same everywhere."""
    hue = int(ring or 0) % RING + 1
    return format_html('<span class="avatar ring-{}" aria-hidden="true">{}</span>', hue, initials_of(name))


@register.simple_tag
def avatar(person: Any) -> SafeString:
    """Return a person's mark and name."""
    return format_html(
        '<span class="person">{}<span>{}</span></span>', initials(person.name, person.pk), person.name
    )


@register.filter
def day(value: dt.date | dt.datetime | None) -> str:
    """Return a day as 'Fri 18 Dec 2026'; nothing for nothing."""
    if value is None or value == "":
        return ""
    # by the day, since an instant is another day elsewhere
    return _day_words(value.date() if isinstance(value, dt.datetime) else value, get_language())


@lru_cache(maxsize=4096)
def _day_words(value: dt.date, language: str | None) -> str:
    """Return a day in words; kept, since a list shows the same few days hundreds of times."""
    del language  # what `date_format` looks up by itself, here a part of the key
    return date_format(value, pgettext("date format", "D j M Y"))


@register.filter
def plan_day(minute: int | None) -> str:
    """Return the day of a plan minute as 'Fri 18 Dec 2026'."""
    return "" if minute is None else day(to_day(minute))


@register.filter
def plan_finish_day(minute: int | None) -> str:
    """Return the day on which work that ends at `minute` ends: midnight belongs to the day before."""
    return "" if minute is None else day(to_day(minute - 1))


@register.filter
def duration(minutes: int | None, minutes_per_day: int) -> str:
    """Return working minutes as '12 d' or '4.5 d'."""
    return "" if minutes is None else duration_words(minutes, minutes_per_day)


@register.filter
def in_words(code: str) -> str:
    """Return what people read for the code of a field or an operation."""
    return words_for(code)


@register.filter
def value_of(value: Any, name: str) -> str:
    """Return what people read for a value that the record keeps of the field `name`."""
    return value_in_words(name, value)


@register.filter
def hours(minutes: int) -> str:
    """Return minutes as '7.5 h'."""
    return hour_words(minutes)


@register.filter
def money(minor: int | None, currency: str) -> str:
    """Return an amount in minor units as 'GBP 640,000'."""
    if minor is None:
        return ""
    amount = number_format(Decimal(minor) / 100, 0 if minor % 100 == 0 else 2, force_grouping=True)
    return f"{currency} {amount}"


@register.filter
def days_late(days: int | None) -> str:
    """Return a shift in calendar days in words."""
    if days is None:
        return _("removed")
    if days > 0:
        return _("%(days)d d later") % {"days": days}
    return _("%(days)d d earlier") % {"days": -days} if days else _("same day")
