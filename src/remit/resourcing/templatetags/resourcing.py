"""What pages of resources have in common."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from remit.core.templatetags.remit import hours
from remit.resourcing.compute import Week
from remit.resourcing.policies import may_see_all, may_see_pool

register = template.Library()


class _Words:
    """The texts of cells in the language that is set, looked up and escaped once for all cells of a row."""

    def __init__(self) -> None:
        self.title = conditional_escape(_("%(work)s of %(capacity)s"))
        self.given = conditional_escape(_(", %(given)s given"))
        self.over = format_html(
            '<span aria-hidden="true">▲ </span><span class="visually-hidden">{} </span>', _("too much")
        )
        self.away = format_html('<span class="muted">{}</span>', _("away"))
        self.nothing = format_html(
            '<span aria-hidden="true" class="muted">·</span><span class="visually-hidden">{}</span>',
            _("nothing"),
        )


@register.simple_tag
def heat_cell(week: Week) -> SafeString:
    """Return the cell of one week."""
    return heat_cells([week])


@register.simple_tag
def heat_cells(weeks: Iterable[Week], link: str = "") -> SafeString:
    """Return the cells of some weeks; a page has thousands of them, too many for a template each.

    With `link` a week with too much leads to what fills it.
    """
    words, start = _Words(), conditional_escape(link)
    cells = "".join(_cell(week, words, start) for week in weeks)
    return mark_safe(cells)  # noqa: S308 - put together from figures and what is escaped above


def _cell(week: Week, words: _Words, start: str) -> str:
    title = words.title % {"work": hours(week.work), "capacity": hours(week.capacity)}
    if week.allocated:
        title += words.given % {"given": hours(week.allocated)}
    over, percent = week.over, week.percent
    css = ""
    if over:
        css = " heat-over"
        shown = words.over + (hours(week.work) if percent is None else f"{percent} %")
        if start:
            shown = f'<a href="{start}&amp;week={week.monday.isoformat()}">{shown}</a>'
    elif not week.work:
        shown = words.nothing if week.capacity else words.away
    else:
        css = " heat-full" if week.is_full else ""
        shown = hours(week.work) if percent is None else f"{percent} %"
    return f'<td class="num heat{css}" title="{title}">{shown}</td>'


@register.simple_tag(takes_context=True)
def resource_pages(context: dict[str, Any], at: str) -> list[tuple[str, str, bool]]:
    """Return the pages of resources that the reader may see: address, words, and whether it is this one."""
    actor = context["request"].actor
    every = (
        ("capacity", _("Capacity"), may_see_all(actor)),
        ("requests", _("Requests"), may_see_pool(actor)),
        ("pool", _("Pool"), may_see_pool(actor)),
    )
    return [(f"resourcing:{name}", words, name == at) for name, words, may in every if may or name == at]
