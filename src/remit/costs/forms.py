"""Forms of a project's money: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.core.forms import PlainForm, VersionedForm, day_field
from remit.core.money import Money
from remit.core.widgets import LongSelect
from remit.costs.models import AccountKind, CostAccount, CostEntry, EntryKind
from remit.costs.operations.accounts import FIELDS
from remit.costs.operations.accounts import LONGEST as OF_ACCOUNT
from remit.costs.operations.entries import LONGEST as OF_ENTRY
from remit.people.models import Person
from remit.projects.models import Project


def _choice(label: Any, rows: Any, nothing: Any, help_text: Any = "", *, required: bool = False) -> Any:
    return forms.ModelChoiceField(
        rows, label=label, to_field_name="key", widget=LongSelect, help_text=help_text, required=required,
        empty_label=None if required else nothing,
    )  # fmt: skip


class AccountForm(VersionedForm):
    """An account of the budget."""

    code = forms.CharField(
        label=_("Code"), max_length=OF_ACCOUNT["code"], help_text=_("As in “2.1” or “4120”.")
    )
    name = forms.CharField(label=_("What it is for"), max_length=OF_ACCOUNT["name"])
    kind = forms.ChoiceField(
        label=_("Kind"), choices=AccountKind.choices,
        help_text=_("Contingency belongs to the baseline and its manager; the management reserve to the sponsor."),
    )  # fmt: skip
    owner = _choice(
        _("Answers for it"), Person.objects.none(), "", _("One person who sees the project."), required=True
    )

    def __init__(self, data: Any = None, *, people: Any, account: CostAccount | None = None) -> None:
        stated: dict[str, Any] = {}
        if account is not None:
            stated = {name: getattr(account, name) for name in (*FIELDS, "version")}
            stated["owner"] = account.owner.key
        super().__init__(data, initial=stated)
        if account is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class AmountForm(PlainForm):
    """A sum in the project's currency, and what is stated of it."""

    field_names = {"amount_minor": "amount"}

    amount = forms.DecimalField(label=_("Amount"), max_digits=15, decimal_places=2)

    def __init__(self, data: Any, *, project: Project, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        self.currency = project.organisation.currency
        self.fields["amount"].help_text = _now("In %(currency)s.") % {"currency": self.currency}

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        typed = dict(self.cleaned_data)
        minor = Money.of(typed.pop("amount"), self.currency).minor
        return {**typed, "amount_minor": minor}


class MoveForm(AmountForm):
    """Budget that moves."""

    field_order = ("source", "target", "amount", "reason")

    source = _choice(_("From"), CostAccount.objects.none(), _("what is not distributed"))
    target = _choice(_("To"), CostAccount.objects.none(), _("what is not distributed"))
    reason = forms.CharField(
        label=_("Why"), max_length=OF_ACCOUNT["reason"], help_text=_("Whoever asks later reads this.")
    )

    def __init__(self, data: Any = None, *, project: Project, accounts: Any, into: str = "") -> None:
        super().__init__(data, project=project, initial={"target": into})
        for name in ("source", "target"):
            self.fields[name].queryset = accounts  # type: ignore[attr-defined]  # a choice of rows


class EntryForm(AmountForm):
    """A line of costs."""

    field_order = ("kind", "account", "on", "amount", "text", "supplier", "reference", "settles")

    kind = forms.ChoiceField(
        label=_("Kind"), choices=EntryKind.choices, initial=EntryKind.ACTUAL,
        help_text=_(
            "A commitment is promised to somebody, as an order; an accrual is owed for what came without an "
            "invoice; an actual cost is invoiced or paid."
        ),
    )  # fmt: skip
    account = _choice(_("Account"), CostAccount.objects.none(), "", required=True)
    on = day_field(_("Day"), _("Empty means today."))
    text = forms.CharField(label=_("What for"), max_length=OF_ENTRY["text"])
    supplier = forms.CharField(label=_("Supplier"), max_length=OF_ENTRY["supplier"], required=False)
    reference = forms.CharField(
        label=_("Reference"), max_length=OF_ENTRY["reference"], required=False,
        help_text=_("The number of the order or the invoice."),
    )  # fmt: skip
    settles = _choice(
        _("Settles"), CostEntry.objects.none(), _("nothing that is open"),
        _("The commitment or accrual that this actual cost is the invoice of."),
    )  # fmt: skip

    def __init__(
        self,
        data: Any = None,
        *,
        project: Project,
        accounts: Any,
        waiting: Any,
        settles: CostEntry | None = None,
        account: str = "",
    ) -> None:
        stated: dict[str, Any] = {"account": account}
        if settles is not None:
            names = ("text", "supplier", "reference")
            stated = {name: getattr(settles, name) for name in names}
            stated |= {"settles": settles.key, "account": settles.account.key}
        super().__init__(data, project=project, initial=stated)
        self.fields["account"].queryset = accounts  # type: ignore[attr-defined]  # a choice of rows
        self.fields["settles"].queryset = waiting  # type: ignore[attr-defined]  # a choice of rows


class ReverseForm(PlainForm):
    """Why a line is taken back."""

    reason = forms.CharField(label=_("Why"), max_length=OF_ENTRY["reason"])
