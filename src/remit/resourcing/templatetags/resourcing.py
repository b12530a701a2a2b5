"""What pages of resources have in common."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from remit.resourcing.policies import may_see_all, may_see_pool

register = template.Library()


@register.simple_tag(takes_context=True)
def resource_pages(context: dict[str, Any], at: str) -> list[tuple[str, str, bool]]:
    """Return the pages of resources that the reader may see: address, words, and whether it is this one."""
    actor = context["request"].actor
    every = (
        ("capacity", _("Capacity"), may_see_all(actor)),
        ("pool", _("Pool"), may_see_pool(actor)),
    )
    return [(f"resourcing:{name}", words, name == at) for name, words, may in every if may or name == at]
