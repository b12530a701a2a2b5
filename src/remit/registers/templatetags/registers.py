from decimal import Decimal

from django import template
from django.utils.formats import number_format

from remit.registers.scoring import colour_of

register = template.Library()
HUNDRED = 100


register.filter("score_colour", colour_of)


@register.filter
def per_cent(probability: Decimal | None) -> str:
    """Return a probability as per cent, with a decimal only where it has one; nothing for None."""
    if probability is None:
        return ""
    value = (Decimal(probability) * HUNDRED).normalize()
    decimals = 1 if value != value.to_integral_value() else 0
    return f"{number_format(value, decimals)} %"
