"""Forms of what projects share: they only read what was typed."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm
from remit.core.widgets import LongSelect
from remit.people.models import PoolEntry, PoolKind, Unit
from remit.resourcing.operations.pool import FIELDS, LONGEST, MOST_MINUTES, MOST_PIECES

HOUR = 60


def hours_field(
    label: Any, help_text: Any = "", *, required: bool = True, most: int = MOST_MINUTES
) -> forms.DecimalField:
    """Return a field for hours that are kept as minutes."""
    return forms.DecimalField(
        label=label, help_text=help_text, min_value=Decimal("0.25"), max_value=most // HOUR, max_digits=8,
        decimal_places=2, required=required,
    )  # fmt: skip


def minutes_of(hours: Decimal | None) -> int:
    """Return hours as whole minutes, 0 where none are stated."""
    return round(hours * HOUR) if hours is not None else 0


def hours_of(minutes: int) -> Decimal | int:
    """Return minutes as hours, as people write them into a field."""
    hours = (Decimal(minutes) / HOUR).quantize(Decimal("0.01"))
    return hours.normalize() if hours % 1 else int(hours)


class PoolForm(VersionedForm):
    """An entry of the pool; without `entry` a new one."""

    field_names = {"minutes_per_week": "hours"}
    name = forms.CharField(label=_("Name"), max_length=LONGEST["name"])
    kind = forms.ChoiceField(
        label=_("Kind"), choices=PoolKind.choices,
        help_text=_("Equipment and places are lent by the hour; material is used up and has no time."),
    )  # fmt: skip
    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Owned by"), to_field_name="key", widget=LongSelect, empty_label=None,
        help_text=_("The head of this unit answers for it."),
    )  # fmt: skip
    pieces = forms.IntegerField(
        label=_("Pieces"), min_value=1, max_value=MOST_PIECES, required=False,
        help_text=_("How many there are; empty for material."),
    )  # fmt: skip
    hours = hours_field(
        _("Hours a week of each piece"), _("How long one can be used from Monday to Friday; empty for material."),
        required=False,
    )  # fmt: skip
    measure = forms.CharField(
        label=_("Unit of measure"), max_length=LONGEST["measure"], required=False,
        help_text=_("For material alone, as in “t” or “m²”."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, units: Sequence[Unit], entry: PoolEntry | None = None) -> None:
        stated: dict[str, Any] = {"pieces": 1, "hours": 40}
        if entry is not None:
            stated = {name: getattr(entry, name) for name in (*FIELDS, "version")}
            hours = hours_of(entry.minutes_per_week)
            stated |= {"unit": entry.unit.key, "hours": hours or None, "pieces": entry.pieces or None}
        super().__init__(data, initial=stated)
        if entry is None:
            del self.fields["version"]
        offered = Unit.objects.filter(pk__in=[unit.pk for unit in units]).order_by("name")
        self.fields["unit"].queryset = offered  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        found = {name: self.cleaned_data[name] for name in ("name", "kind", "unit", "measure")}
        return found | {
            "pieces": self.cleaned_data["pieces"] or 0,
            "minutes_per_week": minutes_of(self.cleaned_data["hours"]),
        }
