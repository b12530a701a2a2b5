"""Forms of the charter: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.projects.charter_content import BY_NAME, MONEY, PARTS, Part, lines_of
from remit.projects.models import FormalRecord

MOST_TYPED = 20_000


def _field(part: Part, currency: str) -> forms.Field:
    if part.kind == "money":
        words = _("In %(currency)s.") % {"currency": currency}
        return forms.DecimalField(
            label=str(part.label), required=False, min_value=0, max_digits=15, decimal_places=2,
            help_text=f"{part.help} {words}",
        )  # fmt: skip
    rows = 3 if part.kind == "text" else 4
    return forms.CharField(
        label=str(part.label), required=False, max_length=MOST_TYPED, help_text=str(part.help),
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


class CharterForm(VersionedForm):
    """What a charter states; nothing is demanded before it is handed in."""

    def __init__(self, data: Any = None, *, content: dict[str, Any], version: int, currency: str) -> None:
        self.currency = currency
        initial: dict[str, Any] = {"version": version}
        for part in PARTS:
            value = content.get(part.name)
            if part.kind == "money":
                initial[part.name] = None if value is None else Money(value, currency).major
            else:
                initial[part.name] = "\n".join(value) if isinstance(value, list) else value
        super().__init__(data, initial=initial)
        for part in PARTS:
            self.fields[part.name] = _field(part, currency)

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found: dict[str, Any] = {}
        for name, part in BY_NAME.items():
            value = self.cleaned_data[name]
            if name in MONEY:
                found[name] = None if value is None else Money.of(value, self.currency).minor
            else:
                found[name] = lines_of(value) if part.kind == "lines" else value
        return found

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it: lines beneath each other, sums in the currency."""
        if name in MONEY and isinstance(value, int):
            return str(Money(value, self.currency).major)
        return "; ".join(value) if isinstance(value, list) else super().shown(name, value)


class RecordAnswerForm(VersionedForm):
    """Yes or back to its writer, with words."""

    on = day_field(
        gettext_lazy("Decided on"), gettext_lazy("Where it was decided before today; empty means today.")
    )
    answer = forms.CharField(
        label=gettext_lazy("Your words"), required=False, max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}), help_text=gettext_lazy("Needed unless you agree."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, record: FormalRecord) -> None:
        super().__init__(data, initial={"version": record.version})
