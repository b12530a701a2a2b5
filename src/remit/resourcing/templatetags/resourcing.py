"""What pages of resources have in common."""

from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from remit.core.templatetags.remit import hours
from remit.resourcing.compute import Week
from remit.resourcing.policies import may_see_all, may_see_pool

register = template.Library()


@register.simple_tag
def heat_cell(week: Week, link: str = "") -> SafeString:
    """Return the cell of a week; a page has thousands of them, too many for a template each.

    With `link` a week with too much leads to what fills it.
    """
    title = _("%(work)s of %(capacity)s") % {"work": hours(week.work), "capacity": hours(week.capacity)}
    if week.allocated:
        title += _(", %(given)s given") % {"given": hours(week.allocated)}
    shown = hours(week.work) if week.percent is None else f"{week.percent} %"
    css = ""
    if week.over:
        css = " heat-over"
        mark = format_html(
            '<span aria-hidden="true">▲ </span><span class="visually-hidden">{} </span>', _("too much")
        )
        shown = format_html("{}{}", mark, shown)
        if link:
            shown = format_html('<a href="{}&amp;week={}">{}</a>', link, week.monday.isoformat(), shown)
    elif not week.work:
        shown = _nothing(is_away=not week.capacity)
    elif week.is_full:
        css = " heat-full"
    return format_html('<td class="num heat{}" title="{}">{}</td>', css, title, shown)


def _nothing(*, is_away: bool) -> SafeString:
    if is_away:
        return format_html('<span class="muted">{}</span>', _("away"))
    return format_html(
        '<span aria-hidden="true" class="muted">·</span><span class="visually-hidden">{}</span>', _("nothing")
    )


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
