"""Forms of the project pages: they only read what was typed; the rules stand in the operations."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.forms import VersionedForm
from remit.core.money import Money
from remit.people.models import Person, Role, Scope, ScopeKind
from remit.projects.models import Project, ProjectKind

# What is held at a project: its own roles, and those of teams, backlogs, sites and clients in it.
WITHIN_PROJECT = (ScopeKind.PROJECT, ScopeKind.TEAM, ScopeKind.BACKLOG, ScopeKind.SITE, ScopeKind.CLIENT)


def _day_input() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ProjectForm(VersionedForm):
    """What a project states about itself."""

    name = forms.CharField(label=_("Name"), max_length=200)
    unique_result = forms.CharField(
        label=_("Unique result"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What will be there at the end that is not there now."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=ProjectKind.choices)
    starts_on = forms.DateField(label=_("Start"), widget=_day_input())
    promised_on = forms.DateField(
        label=_("Promised end"),
        required=False,
        widget=_day_input(),
        help_text=_("What was agreed. The plan computes the forecast and is measured against this day."),
    )
    budget = forms.DecimalField(
        label=_("Budget"), required=False, min_value=0, max_digits=15, decimal_places=2, localize=False
    )

    def __init__(self, data: Any = None, *, currency: str, project: Project | None = None) -> None:
        self.currency = currency
        stated: dict[str, Any] = {}
        if project is not None:
            stated = {
                name: getattr(project, name)
                for name in ("name", "unique_result", "kind", "starts_on", "promised_on")
            }
            if project.budget_minor is not None:
                stated["budget"] = Money(project.budget_minor, currency).major
        super().__init__(data, initial=stated)
        if project is None:
            del self.fields["version"]
        self.fields["budget"].help_text = _("In %(currency)s.") % {"currency": currency}

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("parent", None)
        cleaned.pop("version", None)
        budget: Decimal | None = cleaned.pop("budget")
        cleaned["budget_minor"] = None if budget is None else Money.of(budget, self.currency).minor
        return cleaned


class NewProjectForm(ProjectForm):
    """A project that begins, and where it lies."""

    parent = forms.ModelChoiceField(
        Scope.objects.none(),
        label=_("Belongs to"),
        help_text=_("The organisation, or the programme it serves."),
    )

    def __init__(self, data: Any = None, *, currency: str, actor: Actor) -> None:
        super().__init__(data, currency=currency)
        kinds = (ScopeKind.ORGANISATION, ScopeKind.PORTFOLIO, ScopeKind.PROGRAMME)
        reach = actor.reach("project.create", "path") & actor.within()
        field = self.fields["parent"]
        field.queryset = Scope.objects.filter(reach, kind__in=kinds)  # type: ignore[attr-defined]  # a ModelChoiceField
        self.order_fields(["name", "parent", "unique_result", "kind", "starts_on", "promised_on", "budget"])


class ChangeProjectForm(ProjectForm):
    """A change of what a project states, and the version that was seen."""

    def __init__(self, data: Any = None, *, currency: str, project: Project) -> None:
        super().__init__(data, currency=currency, project=project)
        self.initial["version"] = project.version


class AssignForm(forms.Form):
    """Who is to hold which role on a project."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"))
    person = forms.ModelChoiceField(Person.objects.none(), label=_("Person"))
    from_date = forms.DateField(label=_("From"), widget=_day_input())
    to_date = forms.DateField(label=_("Until"), required=False, widget=_day_input())

    def __init__(
        self, data: Any = None, *, project: Project, actor: Actor, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, initial=initial)
        rows = Role.objects.filter(organisation_id=project.organisation_id, retired_on=None)
        roles = rows.filter(scope_kind__in=WITHIN_PROJECT)
        self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # a ModelChoiceField
        people = Person.objects.visible_to(actor).filter(left_on=None)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]  # as above
