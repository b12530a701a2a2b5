"""Forms for giving a role and for changing an assignment: they only read what was typed."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.core.widgets import LongSelect
from remit.people.models import HELD_WITHIN, Assignment, Person, Role, Scope

FULL = 100
MOST_DAYS = 36_500


def roles_at(scope: Scope) -> Any:
    """Return the roles that can be held at a scope: those of its kind, and at the organisation all that stand."""
    rows = Role.objects.filter(organisation_id=scope.organisation_id, retired_on=None).order_by("name")
    return rows.filter(scope_kind__in=HELD_WITHIN.get(scope.kind, (scope.kind,)))


class _Limits(VersionedForm):
    """How much of somebody's time a role takes, what its holder decides alone, and who stands in."""

    field_names = {"money_limit_minor": "money_limit"}
    to_date = day_field(_("Last day"), _("Empty: until it is ended. The rights end with this day."))
    allocation_percent = forms.IntegerField(
        label=_("Share of working time, %"), min_value=0, max_value=FULL, initial=FULL
    )
    money_limit = forms.DecimalField(
        label=_("Decides up to"), required=False, min_value=0, max_digits=15, decimal_places=2
    )
    days_limit = forms.IntegerField(
        label=_("Decides up to so many days"),
        required=False,
        min_value=0,
        max_value=MOST_DAYS,
        help_text=_("A delay of so many working days may be decided alone."),
    )
    deputy = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Deputy"),
        required=False,
        widget=LongSelect,
        empty_label=_("nobody"),
        help_text=_("Whoever stands in while the holder is away. Being deputy gives no right by itself."),
    )
    deputy_from = day_field(_("Deputy from"), _("Empty: from now on."))
    deputy_to = day_field(_("Deputy until"), _("Empty: until another is named."))

    def prepare(self, actor: Actor, currency: str, deputy_id: int | None) -> None:
        """Offer the colleagues whom the actor may see, and say in which money the limit is."""
        self.currency = currency
        self.fields["money_limit"].help_text = _("In %(currency)s; empty: no limit is stated.") % {
            "currency": currency
        }
        rows = Person.objects.visible_to(actor).filter(Q(left_on=None) | Q(pk=deputy_id))
        self.fields["deputy"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if "money_limit" in cleaned:
            limit = cleaned.pop("money_limit")
            cleaned["money_limit_minor"] = None if limit is None else Money.of(limit, self.currency).minor
        return cleaned


class GiveRoleForm(_Limits):
    """Who is to hold which role at a scope, from when on, with which limits."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), widget=LongSelect)
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"), widget=LongSelect)
    from_date = day_field(_("First day"), required=True)
    separation_reason = forms.CharField(
        label=_("Why one person holds both"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_(
            "Only where duties should be apart and the firm has fewer than ten people: say who checks instead."
        ),
    )

    def __init__(self, data: Any = None, *, scope: Scope, actor: Actor, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        del self.fields["version"]
        self.prepare(actor, scope.organisation.currency, None)
        self.fields["role"].queryset = roles_at(scope)  # type: ignore[attr-defined]  # a ModelChoiceField
        people = Person.objects.visible_to(actor).filter(left_on=None)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # as above
        first = ["role", "person", "from_date"]
        self.order_fields([*first, *(name for name in self.fields if name not in first)])


class AssignmentForm(_Limits):
    """A change of an assignment; its holder sees the deputy alone."""

    def __init__(
        self, data: Any = None, *, assignment: Assignment, actor: Actor, deputy_only: bool = False
    ) -> None:
        names = (
            "version",
            "to_date",
            "allocation_percent",
            "days_limit",
            "deputy",
            "deputy_from",
            "deputy_to",
        )
        stated = {name: getattr(assignment, name) for name in names}
        currency = assignment.scope.organisation.currency
        if assignment.money_limit_minor is not None:
            stated["money_limit"] = Money(assignment.money_limit_minor, currency).major
        super().__init__(data, initial=stated)
        self.prepare(actor, currency, assignment.deputy_id)
        if deputy_only:
            for name in ("to_date", "allocation_percent", "money_limit", "days_limit"):
                del self.fields[name]

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as people read it: an amount in minor units in those that were typed."""
        if name == "money_limit_minor" and value not in ("", None):
            return Money(int(value), self.currency).major
        return super().shown(name, value)


class SuccessorForm(VersionedForm):
    """Who follows whoever holds a role, and the holder's last day."""

    person = forms.ModelChoiceField(Person.objects.none(), label=_("Successor"), widget=LongSelect)
    last_day = day_field(
        _("Last day of the present holder"),
        _("The successor begins the day after; until then the holder keeps every right."),
        required=True,
    )

    def __init__(self, data: Any = None, *, assignment: Assignment, actor: Actor, today: Any) -> None:
        start = {"version": assignment.version, "last_day": assignment.to_date or today}
        super().__init__(data, initial=start)
        rows = Person.objects.visible_to(actor).filter(left_on=None).exclude(pk=assignment.person_id)
        self.fields["person"].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField
