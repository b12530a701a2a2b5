"""The forms of positions, skills and certificates; the rules stand in the operations."""

from copy import copy
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.people.models import Certificate, Level, Organisation, Person, Position, Skill, SkillLevel, Unit


class StatedForm(VersionedForm):
    """A form whose fields are those of an operation; without something that stands, about something new."""

    def __init__(
        self, data: Any = None, *, stands: Any = None, initial: dict[str, Any] | None = None
    ) -> None:
        stated = dict(initial or {})
        if stands is not None:
            stated |= {name: getattr(stands, name) for name in self.base_fields if hasattr(stands, name)}
        super().__init__(data, initial=stated)
        if stands is None:
            del self.fields["version"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class PositionForm(StatedForm):
    """A position: its title and unit, who fills it, what it reports to, from when to when."""

    title = forms.CharField(
        label=_("Title"), max_length=120, help_text=_("What the place is called. No right follows from it.")
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"))
    holder = forms.ModelChoiceField(
        Person.objects.none(), label=_("Filled by"), required=False, empty_label=_("nobody: vacant")
    )
    reports_to = forms.ModelChoiceField(
        Position.objects.none(), label=_("Reports to"), required=False, empty_label=_("nothing: at the top")
    )
    from_date = day_field(_("From"), required=True)
    to_date = day_field(_("Last day"), help_text=_("After it the position is no more; its history stays."))

    def __init__(
        self, data: Any = None, *, organisation: Organisation, position: Position | None = None, **more: Any
    ) -> None:
        super().__init__(data, stands=position, **more)
        units = Unit.objects.filter(organisation=organisation)
        people = Person.objects.filter(organisation=organisation)
        places = Position.objects.filter(organisation=organisation)
        if position is None:
            del self.fields["to_date"]
        else:
            places = places.exclude(pk=position.pk)
        choices: dict[str, Any] = {
            "unit": units.filter(Q(closed_on=None) | Q(pk=position.unit_id if position else None)),
            "holder": people.filter(Q(left_on=None) | Q(pk=position.holder_id if position else None)),
            "reports_to": places.filter(Q(to_date=None) | Q(pk=position.reports_to_id if position else None)),
        }
        for name, rows in choices.items():
            self.fields[name].queryset = rows  # type: ignore[attr-defined]  # a ModelChoiceField


class SkillForm(StatedForm):
    """A skill: its name, the area under which it is listed, what it is."""

    name = forms.CharField(label=_("Name"), max_length=80)
    area = forms.CharField(
        label=_("Area"), max_length=60, required=False, help_text=_("Skills of one area stand together.")
    )
    description = forms.CharField(label=_("What it is"), max_length=300, required=False)
    is_retired = forms.BooleanField(
        label=_("Retired"), required=False, help_text=_("Its levels stay; it is assessed no more.")
    )

    def __init__(self, data: Any = None, *, skill: Skill | None = None, areas: list[str]) -> None:
        initial = {"is_retired": skill is not None and skill.retired_on is not None}
        super().__init__(data, stands=skill, initial=initial)
        self.areas = areas
        self.fields["area"].widget.attrs["list"] = "areas"
        if skill is None:
            del self.fields["is_retired"]


class CertificateForm(StatedForm):
    """A certificate: what it is, from whom, its number, from when to when."""

    name = forms.CharField(label=_("Certificate"), max_length=120)
    issuer = forms.CharField(label=_("Issued by"), max_length=120, required=False)
    number = forms.CharField(label=_("Number"), max_length=80, required=False)
    issued_on = day_field(_("Issued"))
    expires_on = day_field(
        _("Expires"), help_text=_("Its holder is told by e-mail 60, 30 and 7 days before.")
    )

    def __init__(self, data: Any = None, *, certificate: Certificate | None = None) -> None:
        super().__init__(data, stands=certificate)


class AssessmentForm(forms.Form):
    """The levels of one person, skill by skill; a field is named by its skill's key and the version seen."""

    def __init__(self, data: Any = None, *, skills: list[Skill], present: dict[int, SkillLevel]) -> None:
        super().__init__(data)
        self.skills, self.present = skills, present
        levels = [("", _("not assessed")), *((str(n), f"{n} {label}") for n, label in Level.choices)]
        for skill in skills:
            found = present.get(skill.pk)
            field = forms.ChoiceField(label=skill.name, choices=levels, required=False)
            field.initial = "" if found is None else str(found.level)
            self.fields[skill.key] = field
            seen = forms.IntegerField(
                widget=forms.HiddenInput, min_value=0, initial=found.version if found else 0
            )
            self.fields[f"{skill.key}.version"] = seen

    def take_conflict(self, message: str, present: dict[int, SkillLevel]) -> None:
        """Say that somebody was faster, and take what stands by now for seen."""
        self.present = present
        data: Any = copy(self.data)
        for skill in self.skills:
            found = present.get(skill.pk)
            data[f"{skill.key}.version"] = str(found.version if found else 0)
        self.data = data
        self.add_error(None, message)

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields by area: each with the hidden one beside it, and what is said now."""
        by_area: dict[str, list[Any]] = {}
        for skill in self.skills:
            bound = (self[skill.key], self[f"{skill.key}.version"], self.present.get(skill.pk))
            by_area.setdefault(skill.area, []).append(bound)
        return list(by_area.items())

    def stated(self) -> list[tuple[Skill, int | None, int]]:
        """Return each skill with its level, or None, and the version that was seen."""
        return [
            (
                skill,
                int(self.cleaned_data[skill.key]) if self.cleaned_data[skill.key] else None,
                self.cleaned_data[f"{skill.key}.version"],
            )
            for skill in self.skills
        ]
