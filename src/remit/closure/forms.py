"""Forms of closing: they only read what was typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.closure.checklist import Item, as_lines
from remit.closure.closing_content import BY_NAME, MONEY, parts_for
from remit.closure.models import Settled
from remit.closure.operations.archives import LEAST_YEARS, MOST_YEARS, USUAL_YEARS
from remit.closure.operations.checklists import LONGEST_EVIDENCE, LONGEST_REASON
from remit.closure.registries import Kept
from remit.core.forms import VersionedForm
from remit.core.money import Money
from remit.projects.charter_content import Part, lines_of

MOST_TYPED = 20_000


def _field(part: Part, currency: str) -> forms.Field:
    if part.kind == "money":
        words = _("In %(currency)s.") % {"currency": currency}
        return forms.DecimalField(
            label=str(part.label), required=False, min_value=0, max_digits=15, decimal_places=2,
            help_text=f"{part.help} {words}",
        )  # fmt: skip
    return forms.CharField(
        label=str(part.label), required=False, max_length=MOST_TYPED, help_text=str(part.help),
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip


class ClosingForm(VersionedForm):
    """What a closing record states; nothing is demanded before it is handed in."""

    def __init__(
        self, data: Any = None, *, content: dict[str, Any], version: int, currency: str, early: bool
    ) -> None:
        self.currency = currency
        self.parts = parts_for(early=early)
        initial: dict[str, Any] = {"version": version}
        for part in self.parts:
            value = content.get(part.name)
            if part.kind == "money":
                initial[part.name] = None if value is None else Money(value, currency).major
            else:
                initial[part.name] = "\n".join(value) if isinstance(value, list) else value
        super().__init__(data, initial=initial)
        for part in self.parts:
            self.fields[part.name] = _field(part, currency)

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found: dict[str, Any] = {}
        for part in self.parts:
            value = self.cleaned_data[part.name]
            if part.name in MONEY:
                found[part.name] = None if value is None else Money.of(value, self.currency).minor
            else:
                found[part.name] = lines_of(value) if part.kind == "lines" else value
        return found

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it: lines beneath each other, sums in the currency."""
        if name in MONEY and isinstance(value, int):
            return str(Money(value, self.currency).major)
        if name in BY_NAME and isinstance(value, list):
            return "; ".join(value)
        return super().shown(name, value)


class ItemForm(forms.Form):
    """What a person says of an item of the closing list."""

    version = forms.IntegerField(min_value=0)
    state = forms.ChoiceField(choices=Settled.choices)
    evidence = forms.CharField(max_length=LONGEST_EVIDENCE)


class ChecklistForm(VersionedForm):
    """The list by which projects are closed, one item a line."""

    field_names = {"number": "version"}

    items = forms.CharField(
        label=gettext_lazy("Items, one a line"), max_length=MOST_TYPED,
        widget=forms.Textarea(attrs={"rows": 18}),
        help_text=gettext_lazy("A line that begins with “= ” names what Remit judges by itself."),
    )  # fmt: skip
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *, present: Sequence[Item], number: int) -> None:
        super().__init__(data, initial={"items": "\n".join(as_lines(present)), "version": number})

    def stated(self) -> list[str]:
        """Return the lines."""
        return lines_of(self.cleaned_data["items"])

    def shown(self, name: str, value: Any) -> Any:
        """Return lines as people read them."""
        return "; ".join(value) if isinstance(value, list) else super().shown(name, value)


class ArchiveForm(forms.Form):
    """What the archive of a project is to hold, and how long it is kept."""

    holds = forms.MultipleChoiceField(
        label=gettext_lazy("Also hold"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Whoever reads the archive must be allowed to see all that it holds."),
    )  # fmt: skip
    years = forms.IntegerField(
        label=gettext_lazy("Keep for so many years"), min_value=LEAST_YEARS, max_value=MOST_YEARS,
        initial=USUAL_YEARS, help_text=gettext_lazy("Until then nobody deletes it."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, choices: Sequence[tuple[str, str]]) -> None:
        chosen = [code for code, _label in choices if code != Kept.CONFIDENTIAL]
        super().__init__(data, initial={"holds": chosen})
        self.fields["holds"].choices = choices  # type: ignore[attr-defined]  # a choice among several


class ReasonForm(VersionedForm):
    """A reason."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=LONGEST_REASON)


class VerifyForm(forms.Form):
    """The file of an archive, to be verified."""

    file = forms.FileField(label=gettext_lazy("File of an archive"), required=False)
