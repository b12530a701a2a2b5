"""Fields in which people write how much is wanted when: parts with hours of their own, amounts of material."""

import datetime as dt
from collections.abc import Iterable
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.forms import VersionedForm, day_field
from remit.resourcing.forms import HOUR, hours_of
from remit.resourcing.models.stock import DECIMALS, DIGITS
from remit.resourcing.operations.stock import LONGEST_WORDS
from remit.resourcing.periods import MOST_PERIODS, Period

_MOST_HOURS = 168


def amount_field(label: Any, help_text: Any = "", *, required: bool = True) -> forms.DecimalField:
    """Return a field for an amount of material."""
    return forms.DecimalField(
        label=label, help_text=help_text, required=required, min_value=Decimal("0.0001"), max_digits=DIGITS,
        decimal_places=DECIMALS,
    )  # fmt: skip


class PeriodsField(forms.CharField):
    """Lines of a first day, a last day and hours a week; its value are the periods."""

    widget = forms.Textarea(attrs={"rows": 4})

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Or hours that differ"), required=False, max_length=40 * MOST_PERIODS,
            help_text=gettext_lazy(
                "A line for each period: first day, last day, hours a week, as in “2026-06-01 2026-06-30 20”. "
                "It stands in place of the hours and days above."
            ),
        )  # fmt: skip

    def to_python(self, value: Any) -> Any:
        """Return the periods that the lines state; `ValidationError` naming the line that states none."""
        lines = (super().to_python(value) or "").splitlines()
        return [_period(number, line) for number, line in enumerate(lines, 1) if line.strip()]

    def validate(self, value: Any) -> None:
        """Nothing more: the operation checks days and hours."""

    def run_validators(self, value: Any) -> None:
        """Look at the number of lines alone: they were read."""
        if len(value) > MOST_PERIODS:
            raise ValidationError(_("At most %(most)d periods at once.") % {"most": MOST_PERIODS})


def _period(number: int, line: str) -> Period:
    parts = line.replace(";", " ").split()
    minutes = Decimal(0)
    try:
        first, last, hours = parts
        days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        minutes = Decimal(hours.replace(",", ".")) * HOUR
    except (ValueError, InvalidOperation):
        days = (dt.date.min, dt.date.min)
    if not 1 <= minutes <= _MOST_HOURS * HOUR:
        message = _(
            "Line %(number)d: write a first day, a last day and hours a week, as in 2026-06-01 2026-06-30 20"
        )
        raise ValidationError(message % {"number": number})
    return Period(*days, round(minutes))


def lines_of(periods: Iterable[Period]) -> str:
    """Return periods as people write them into the field."""
    return "\n".join(
        f"{each.from_date.isoformat()} {each.to_date.isoformat()} {hours_of(each.minutes_per_week)}"
        for each in periods
    )


class DeliveryForm(VersionedForm):
    """States a delivery of material, or what lies there already."""

    amount = amount_field(gettext_lazy("Amount"))
    day = day_field(gettext_lazy("There from"), required=True)
    words = forms.CharField(
        label=gettext_lazy("What it is"), max_length=LONGEST_WORDS, required=False,
        help_text=gettext_lazy("As in “stock” or the number of an order."),
    )  # fmt: skip

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {name: self.cleaned_data[name] for name in ("amount", "day", "words")}
