"""Decimal figures: as they are kept, as programs read them, and with their unit as people do. Pure."""

from decimal import Decimal, InvalidOperation

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from remit.core.errors import Invalid

MOST = Decimal(10) ** 14
STEP = Decimal("0.0001")


def figure(value: Decimal, field: str) -> Decimal:
    """Return a value as it is kept, with four decimals; `Invalid` naming `field` for one that cannot be kept."""
    try:
        kept = value.quantize(STEP)
    except InvalidOperation:
        kept = MOST
    if not kept.is_finite() or abs(kept) >= MOST or kept != value:
        message = _("Give a number with at most 14 digits and 4 decimals.")
        raise Invalid(message, field=field, code="number")
    return kept


def plain_figure(value: Decimal) -> str:
    """Return a value without zeros at its end, as programs read it."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def in_unit(value: Decimal, unit: str) -> str:
    """Return a value with its unit as people read it in their language."""
    text = plain_figure(value)
    decimals = len(text.partition(".")[2])
    return f"{number_format(Decimal(text), decimals, use_l10n=True, force_grouping=True)} {unit}".strip()
