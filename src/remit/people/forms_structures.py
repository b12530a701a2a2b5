"""The forms of to-be structures; the rules stand in the operations."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.forms_staff import StatedForm
from remit.people.models import PlannedKind, Structure
from remit.people.structure_queries import FIELDS, Prospect
from remit.people.structures import Shape


class StructureForm(StatedForm):
    """A to-be structure: its name, the transition date, why."""

    name = forms.CharField(label=_("Name"), max_length=120, help_text=_("Such as “Two yards from October”."))
    takes_effect_on = day_field(
        _("Transition date"),
        _("On this day it becomes the structure that stands, once it is scheduled."),
        required=True,
    )
    reason = forms.CharField(
        label=_("Why"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, data: Any = None, *, structure: Structure | None = None) -> None:
        super().__init__(data, stands=structure)


# what the fields of a change are called, by kind
LABELS: Mapping[str, Mapping[str, Any]] = {
    "add-unit": {"name": _("Name"), "into": _("Below"), "person": _("Head")},
    "change-unit": {"name": _("Name"), "into": _("Below"), "person": _("Head")},
    "close-unit": {"into": _("Its people go to")},
    "add-position": {
        "name": _("Title"),
        "into": _("Unit"),
        "person": _("Filled by"),
        "above": _("Reports to"),
    },
}
LABELS = {**LABELS, "change-position": LABELS["add-position"], "end-position": {}}
EMPTY = {"into": _("at the top"), "person": _("nobody"), "above": _("nothing: at the top")}


class ChangeForm(VersionedForm):
    """One planned change of a kind; a field that says what stands already is not part of the change."""

    name = forms.CharField(max_length=120)
    into = forms.ChoiceField(required=False, widget=LongSelect)
    person = forms.ChoiceField(required=False, widget=LongSelect)
    above = forms.ChoiceField(required=False, widget=LongSelect)

    def __init__(self, data: Any = None, *, kind: str, target: str, found: Prospect, version: int) -> None:
        self.kind, self.target, self.now = kind, target, _state(found.now, kind, target)
        shown = self.now | _state(found.after, kind, target) | _planned(found, kind, target)
        super().__init__(data, initial={**shown, "version": version})
        for name in ("name", "into", "person", "above"):
            if name not in FIELDS[kind]:
                del self.fields[name]
                continue
            self.fields[name].label = LABELS[kind][name]
            if name != "name":
                empty = _("say where they go") if kind == PlannedKind.CLOSE_UNIT else EMPTY[name]
                self.fields[name].choices = [("", empty), *_choices(found, name, target)]  # type: ignore[attr-defined]  # a choice
        if kind == PlannedKind.ADD_POSITION:
            self.fields["into"].required = True

    def stated(self) -> dict[str, Any]:
        """Return the fields that the change states: everything of something new, else what differs from now."""
        values = {name: self.cleaned_data[name] or None for name in FIELDS[self.kind]}
        if not self.kind.startswith("change-"):
            return values
        return {name: value for name, value in values.items() if value != (self.now.get(name) or None)}


def _state(shape: Shape, kind: str, target: str) -> dict[str, Any]:
    """Return what a unit or position is in a shape, or nothing where it is not there."""
    among: Mapping[str, Any] = shape.units if kind.endswith("unit") else shape.positions
    found = among.get(target)
    if found is None or kind == PlannedKind.CLOSE_UNIT:
        return {}
    return {name: getattr(found, name) for name in FIELDS[kind]}


def _planned(found: Prospect, kind: str, target: str) -> dict[str, Any]:
    each = next((each for each in found.plan if each.target == target and each.kind == kind), None)
    return dict(each.values) if each is not None else {}


def _choices(found: Prospect, name: str, target: str) -> list[tuple[str, str]]:
    if name == "person":
        people = sorted(found.now.people.values(), key=lambda each: each.name.casefold())
        return [(each.key, each.name) for each in people if not each.has_left]
    among: Mapping[str, Any] = found.after.units if name == "into" else found.after.positions
    rows = sorted(((ref, each.name) for ref, each in among.items()), key=lambda row: row[1].casefold())
    return [(ref, label) for ref, label in rows if ref != target]
