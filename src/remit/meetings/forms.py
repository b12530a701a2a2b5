"""Forms of actions and decisions: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.core.widgets import LongSelect
from remit.meetings.models import Action, LoggedDecision
from remit.meetings.operations.actions import LONGEST_TEXT, LONGEST_WORDS
from remit.meetings.operations.decisions import LONGEST_REASONS, LONGEST_TITLE, Option
from remit.people.models import Person

TAKEN = "*"


def _person(label: Any, help_text: Any = "") -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        Person.objects.none(), label=label, to_field_name="key", widget=LongSelect, help_text=help_text
    )


class ActionForm(VersionedForm):
    """What somebody is to do, and by when."""

    text = forms.CharField(label=_("What is to be done"), max_length=LONGEST_TEXT)
    owner = _person(_("Who does it"), _("One person: whoever is named sees it on the start page."))
    due_on = day_field(_("Due"), required=True)

    def __init__(self, data: Any = None, *, people: Any, action: Action | None = None) -> None:
        stated: dict[str, Any] = {}
        if action is not None:
            stated = {name: getattr(action, name) for name in ("text", "due_on", "version")}
            stated["owner"] = action.owner.key
        super().__init__(data, initial=stated)
        if action is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in ("text", "owner", "due_on")}


class DoneForm(VersionedForm):
    """What came of an action."""

    words = forms.CharField(
        label=_("What came of it"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, data: Any = None, *, action: Action) -> None:
        super().__init__(data, initial={"version": action.version})


def parse_options(typed: str) -> list[Option]:
    """Return options from lines; one that was taken begins with a star."""
    lines = [line.strip() for line in typed.replace("\r\n", "\n").split("\n")]
    return [
        Option(line.removeprefix(TAKEN).strip(), is_taken=line.startswith(TAKEN)) for line in lines if line
    ]


class DecisionForm(VersionedForm):
    """What was decided, by whom, why, and what else was considered."""

    field_names = {"amount_minor": "amount"}
    title = forms.CharField(label=_("What was decided"), max_length=LONGEST_TITLE)
    decided_by = _person(_("Who decided"), _("Somebody whose limits suffice, from the project upward."))
    decided_on = day_field(_("Decided on"), _("Today, if left empty."))
    options = forms.CharField(
        label=_("What was considered"), required=False, max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One a line; a star before the one that was taken: * Rent a second server"),
    )  # fmt: skip
    reasons = forms.CharField(
        label=_("Reasons"), required=False, max_length=LONGEST_REASONS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=14, decimal_places=2
    )
    days = forms.IntegerField(label=_("Working days of delay"), required=False, min_value=0, max_value=10_000)
    supersedes = forms.ModelChoiceField(
        LoggedDecision.objects.none(), label=_("Takes the place of"), required=False, to_field_name="key",
        empty_label="–",
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: Any, open_ones: Any, currency: str) -> None:
        super().__init__(data)
        del self.fields["version"]
        self.currency = currency
        self.fields["decided_by"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        self.fields["supersedes"].queryset = open_ones  # type: ignore[attr-defined]  # as above
        self.fields["amount"].help_text = _("In %(currency)s; empty where no money is spent.") % {
            "currency": currency
        }

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found = dict(self.cleaned_data)
        amount = found.pop("amount")
        found["amount_minor"] = None if amount is None else Money.of(amount, self.currency).minor
        return found | {"options": parse_options(found["options"])}
