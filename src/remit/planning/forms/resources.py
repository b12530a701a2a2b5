"""Forms about resources and who works on what."""

from collections.abc import Collection, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm
from remit.core.widgets import LongSelect
from remit.people.models import Person, PoolEntry
from remit.planning.forms.plans import format_duration, parse_duration
from remit.planning.models import (
    Contour,
    Delegation,
    Plan,
    PlanCalendar,
    Resource,
    ResourceAssignment,
    ResourceKind,
)

_FIELDS = ("name", "kind", "person_key", "pool_key", "calendar_key", "group", "max_units_percent")


def _units(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(label=label, max_digits=8, decimal_places=2, localize=False, **more)


def _short(amount: Decimal) -> Decimal:
    """Return an amount without zeros at its end, and without an exponent."""
    return Decimal(f"{amount.normalize():f}")


class ResourceForm(VersionedForm):
    """Somebody or something that does the work of a plan; without `resource` a new one."""

    person_key = forms.ChoiceField(
        label=gettext_lazy("Person"),
        required=False,
        widget=LongSelect,
        help_text=gettext_lazy("Empty for equipment, material and people from outside."),
    )
    pool_key = forms.ChoiceField(
        label=gettext_lazy("From the pool"),
        required=False,
        widget=LongSelect,
        help_text=gettext_lazy("What all projects share: its work counts in all of them together."),
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Empty: that of the person or of the pool."),
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"),
        choices=ResourceKind.choices,
        help_text=gettext_lazy("People and equipment work. Material is used up, a cost is money alone."),
    )
    calendar_key = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        required=False,
        help_text=gettext_lazy("Empty: that of the activity or of the plan."),
    )
    max_units_percent = _units(
        gettext_lazy("Maximum units in per cent"),
        min_value=0,
        max_value=100_000,
        help_text=gettext_lazy("100 is one full-time person, 300 a crew of three."),
    )
    group = forms.CharField(label=gettext_lazy("Group"), max_length=120, required=False)

    def __init__(self, data: Any, *, plan: Plan, resource: Resource | None = None) -> None:
        self.resource = resource
        stated: dict[str, Any] = {"kind": ResourceKind.WORK, "max_units_percent": 100}
        if resource is not None:
            stated = {
                "version": resource.version,
                "name": resource.name,
                "kind": resource.kind,
                "person_key": resource.person.key if resource.person else "",
                "pool_key": resource.pool.key if resource.pool else "",
                "calendar_key": resource.calendar.key if resource.calendar else "",
                "group": resource.group,
                "max_units_percent": _short(resource.max_units_percent),
            }
        super().__init__(data, initial=stated)
        if resource is None:
            del self.fields["version"]
        people = Person.objects.filter(organisation_id=plan.project.organisation_id)
        present = people.filter(left_on=None) if resource is None or not resource.person else people
        calendars = PlanCalendar.objects.filter(project_id=plan.project_id).order_by("pk")
        shared = PoolEntry.objects.filter(organisation_id=plan.project.organisation_id)
        own = Q(closed_on=None) | Q(pk=resource.pool_id if resource is not None else None)
        shared = shared.filter(own).order_by("name")
        offered = (
            ("person_key", present.order_by("name")),
            ("pool_key", shared),
            ("calendar_key", calendars),
        )
        for name, rows in offered:
            choices = [("", "–"), *rows.values_list("key", "name")]
            self.fields[name].choices = choices  # type: ignore[attr-defined]  # a ChoiceField
        self.names = dict([*present.values_list("key", "name"), *shared.values_list("key", "name")])

    def clean(self) -> dict[str, Any]:
        """Take the name of the person or of the pool's entry where none was typed."""
        cleaned: dict[str, Any] = super().clean() or {}
        if not cleaned.get("name", "").strip():
            chosen = cleaned.get("person_key") or cleaned.get("pool_key") or ""
            cleaned["name"] = self.names.get(chosen, "")
            if not cleaned["name"]:
                self.add_error("name", _("Give a name, or choose a person or an entry of the pool."))
        return cleaned

    def step(self) -> dict[str, Any]:
        """Return the step of an edit that the form stands for; a change states what differs."""
        changed = [name for name in _FIELDS if self.resource is None or name in self.changed_data]
        fields = {name: self.cleaned_data[name] for name in changed or ["name"]}
        if "max_units_percent" in fields:
            fields["max_units_percent"] = str(fields["max_units_percent"])
        if self.resource is None:
            return {"op": "add_resource", **fields}
        version = self.cleaned_data["version"]
        return {"op": "change_resource", "key": self.resource.key, "version": version, "fields": fields}


class AssignForm(forms.Form):
    """A resource that is to work on an activity."""

    resource = forms.ChoiceField(label=gettext_lazy("Resource"), widget=LongSelect)
    units = _units(gettext_lazy("Units in per cent"), min_value=1, max_value=10_000, initial=100)

    def __init__(self, data: Any, *, resources: Sequence[Resource]) -> None:
        super().__init__(data, auto_id="assign-%s")
        choices = [(each.key, each.name) for each in resources]
        self.fields["resource"].choices = choices  # type: ignore[attr-defined]  # a ChoiceField

    def step(self, activity_key: str) -> dict[str, Any]:
        """Return the step of an edit that the form stands for."""
        cleaned = self.cleaned_data
        units = str(cleaned["units"])
        return {
            "op": "assign",
            "activity": activity_key,
            "resource": cleaned["resource"],
            "units_percent": units,
        }


_STAFFING = {
    "units": "units_percent",
    "work": "work_minutes",
    "delay": "delay_minutes",
    "contour": "contour",
    "delegation": "delegation",
}


class StaffingForm(forms.Form):
    """How much of a resource works on an activity, for how long, how much later than its start, and how spread."""

    units = _units(gettext_lazy("Units in per cent"), min_value=1, max_value=10_000)
    work = forms.CharField(label=gettext_lazy("Work"), max_length=40, required=False)
    delay = forms.CharField(label=gettext_lazy("Delay"), max_length=40, required=False)
    contour = forms.ChoiceField(label=gettext_lazy("Contour"), choices=Contour.choices, required=False)
    delegation = forms.ChoiceField(
        label=gettext_lazy("Level of delegation"),
        choices=[("", gettext_lazy("Not stated")), *Delegation.choices],
        required=False,
    )
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, data: Any, *, row: ResourceAssignment, plan: Plan, only: Collection[str] | None = None
    ) -> None:
        """Ask for all of it, or `only` for some fields, named as steps name them."""
        self.row, self.plan = row, plan
        stated = {
            "units": _short(row.units_percent),
            "work": format_duration(row.work_minutes, plan.minutes_per_day),
            "delay": format_duration(row.delay_minutes, plan.minutes_per_day),
            "contour": row.contour,
            "delegation": row.delegation,
            "version": row.version,
        }
        super().__init__(data, initial=stated, auto_id=f"{row.key}-%s")
        self.fields["units"].widget.attrs.update(step="any")
        if row.resource is not None and row.resource.kind != ResourceKind.WORK:
            del self.fields["work"], self.fields["contour"]
        elif row.contour != Contour.CONTOURED:  # work is spread by hand in files and over the API
            laid_out = [each for each in Contour.choices if each[0] != Contour.CONTOURED]
            self.fields["contour"].choices = laid_out  # type: ignore[attr-defined]  # a ChoiceField
        if row.resource is None or row.resource.person_id is None:
            del self.fields["delegation"]
        if only is not None:
            kept = {name for name, inner in _STAFFING.items() if inner in only} | {"version"}
            self.fields = {name: each for name, each in self.fields.items() if name in kept}

    def clean(self) -> dict[str, Any]:
        """Read work and delay, naming the field that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("work", "delay"):
            if name in self.fields:
                try:
                    cleaned[name] = parse_duration(cleaned.get(name) or "0", self.plan)
                except Invalid as error:
                    self.add_error(name, error.message)
        return cleaned

    def _same(self) -> list[str]:
        """Return a field that may be stated as it stands, so that an edit that changes nothing says so."""
        return [name for name in _STAFFING if name in self.fields][:1]

    def step(self) -> dict[str, Any]:
        """Return the step of an edit that the form stands for: only what was changed is stated."""
        cleaned = self.cleaned_data
        # a form from before a field existed says nothing about it
        changed = [
            name
            for name in self.changed_data
            if name in _STAFFING and name in self.data and (cleaned[name] != "" or name == "delegation")
        ]
        fields = {_STAFFING[name]: cleaned[name] for name in changed or self._same()}
        if "units_percent" in fields:
            fields["units_percent"] = str(fields["units_percent"])
        return {
            "op": "change_assignment",
            "key": self.row.key,
            "version": cleaned["version"],
            "fields": fields,
        }
