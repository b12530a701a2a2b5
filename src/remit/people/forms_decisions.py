"""Forms for asking for a decision and for giving it: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm
from remit.core.money import Money
from remit.people.models import DecisionRequest

MOST_DAYS = 36_500


class DecisionForm(VersionedForm):
    """What is to be decided; without `request` something new."""

    field_names = {"amount_minor": "amount"}
    title = forms.CharField(
        label=_("What is to be decided"),
        max_length=200,
        help_text=_("In a few words, as a question to say yes to."),
    )
    amount = forms.DecimalField(
        label=_("Amount"), required=False, min_value=0, max_digits=15, decimal_places=2
    )
    days = forms.IntegerField(
        label=_("Working days of delay"), required=False, min_value=0, max_value=MOST_DAYS
    )
    about = forms.CharField(
        label=_("What it concerns"),
        required=False,
        max_length=60,
        help_text=_("The key of an activity or a document, for instance T-12."),
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, currency: str, request: DecisionRequest | None = None) -> None:
        self.currency = currency
        stated: dict[str, Any] = {}
        if request is not None:
            stated = {
                name: getattr(request, name) for name in ("version", "title", "days", "about", "reason")
            }
            if request.amount_minor is not None:
                stated["amount"] = Money(request.amount_minor, currency).major
        super().__init__(data, initial=stated)
        if request is None:
            del self.fields["version"]
        self.fields["amount"].help_text = _("In %(currency)s; empty where no money is spent.") % {
            "currency": currency
        }

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        amount = cleaned.pop("amount")
        cleaned["amount_minor"] = None if amount is None else Money.of(amount, self.currency).minor
        return cleaned


class AnswerForm(VersionedForm):
    """Yes or no, with words."""

    answer = forms.CharField(
        label=_("Your words"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed where you refuse."),
    )

    def __init__(self, data: Any = None, *, request: DecisionRequest) -> None:
        super().__init__(data, initial={"version": request.version})
