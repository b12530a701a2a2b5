"""Forms of the people pages: they only read what was typed; the rules stand in the operations."""

from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.people.models import Organisation, Person, Role, SecondFactorFor, Unit

MINUTES_AN_HOUR = 60
HOURS_A_WEEK = 168


class PersonForm(VersionedForm):
    """What is stated about somebody; without `person` about somebody new."""

    field_names = {"capacity_minutes_per_week": "hours_per_week"}
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_(
            "Where colleagues reach them. The address to sign in with is another one: only they change it, "
            "under their account."
        ),
    )
    title = forms.CharField(
        label=_("Title"),
        max_length=120,
        required=False,
        help_text=_("A word on a card: no right follows from it."),
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False)
    line_manager = forms.ModelChoiceField(Person.objects.none(), label=_("Line manager"), required=False)
    hours_per_week = forms.DecimalField(
        label=_("Hours a week"), min_value=0, max_value=HOURS_A_WEEK, max_digits=5, decimal_places=2
    )
    joined_on = day_field(_("First day"))
    left_on = day_field(
        _("Last day"), _("After it all rights and the sign-in end; what the person did stays.")
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, person: Person | None = None) -> None:
        stated: dict[str, Any] = {"hours_per_week": organisation.minutes_per_week / MINUTES_AN_HOUR}
        if person is not None:
            names = ("version", "name", "email", "title", "unit", "line_manager", "joined_on", "left_on")
            stated = {name: getattr(person, name) for name in names}
            stated["hours_per_week"] = person.capacity_minutes_per_week / MINUTES_AN_HOUR
        super().__init__(data, initial=stated)
        if person is None:
            del self.fields["version"]
            del self.fields["left_on"]
        colleagues = Person.objects.filter(organisation=organisation, left_on=None)
        choices = {
            "unit": Unit.objects.filter(organisation=organisation).filter(
                Q(closed_on=None) | Q(pk=person.unit_id if person else None)
            ),
            "line_manager": colleagues.exclude(pk=person.pk) if person else colleagues,
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("version", None)
        cleaned["capacity_minutes_per_week"] = round(cleaned.pop("hours_per_week") * MINUTES_AN_HOUR)
        return cleaned


class SecondFactorForm(VersionedForm):
    """Who must have a second factor."""

    field_names = {"second_factor_of": "of", "second_factor_roles": "roles"}
    of = forms.ChoiceField(
        label=_("Who must have one?"), choices=SecondFactorFor.choices, widget=forms.RadioSelect
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Counted wherever the role is held. Of no effect unless roles are chosen above."),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation) -> None:
        stated = {
            "of": organisation.second_factor_of,
            "roles": organisation.second_factor_roles,
            "version": organisation.version,
        }
        super().__init__(data, initial=stated)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)  # noqa: S101 - says so to the type checker
        roles.choices = list(Role.objects.filter(organisation=organisation).values_list("code", "name"))


class UnitForm(VersionedForm):
    """A unit: its name, what it stands below, who heads it; without `unit` a new one."""

    name = forms.CharField(label=_("Name"), max_length=120)
    parent = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Stands below"), required=False, empty_label=_("nothing: at the top")
    )
    head = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Head"),
        required=False,
        empty_label=_("nobody yet"),
        help_text=_(
            "The one person who answers for the unit, and decides on leave there where nobody stands nearer. "
            "Being head gives no role."
        ),
    )

    def __init__(self, data: Any = None, *, organisation: Organisation, unit: Unit | None = None) -> None:
        stated: dict[str, Any] = {}
        if unit is not None:
            stated = {name: getattr(unit, name) for name in ("version", "name", "parent", "head")}
        super().__init__(data, initial=stated)
        if unit is None:
            del self.fields["version"]
        units = Unit.objects.filter(organisation=organisation)
        open_ones = units.filter(Q(closed_on=None) | Q(pk=unit.parent_id if unit else None))
        people = Person.objects.filter(organisation=organisation).filter(
            Q(left_on=None) | Q(pk=unit.head_id if unit else None)
        )
        choices = {"parent": open_ones.exclude(pk=unit.pk) if unit else open_ones, "head": people}
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}
