"""Forms of expectations, reviews, skills of roles and actions; the rules stand in the operations."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.people.forms_staff import StatedForm
from remit.people.models import (
    ExpectationReview,
    ExpectationTemplate,
    GrowthAction,
    Level,
    Met,
    ReviewSide,
    Role,
    Seniority,
    Skill,
)


def _lines(text: str) -> list[str]:
    return [each for each in text.replace("\r", "").split("\n") if each.strip()]


class ExpectationsForm(StatedForm):
    """What is expected: of which role and seniority, line by line."""

    role = forms.ModelChoiceField(Role.objects.none(), label=_("Role"), to_field_name="code")
    seniority = forms.ChoiceField(label=_("Seniority"), choices=Seniority.choices)
    name = forms.CharField(label=_("Name"), max_length=120)
    items = forms.CharField(
        label=_("What is expected"),
        max_length=12_000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("One expectation a line."),
    )
    is_retired = forms.BooleanField(
        label=_("Retired"), required=False, help_text=_("Nobody is reviewed by it any more.")
    )

    def __init__(
        self, data: Any = None, *, template: ExpectationTemplate | None = None, roles: Any = None
    ) -> None:
        initial = {}
        if template is not None:
            initial = {"is_retired": template.retired_on is not None}
        super().__init__(data, stands=template, initial=initial)
        if template is None:
            del self.fields["is_retired"]
            self.fields["role"].queryset = roles  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            self.initial["items"] = "\n".join(template.items)
            del self.fields["role"], self.fields["seniority"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them: the expectations as lines."""
        stated = super().stated()
        return stated | {"items": _lines(stated["items"])}


class ReviewForm(VersionedForm):
    """One's own side of a review: a field for each expectation, named by its place."""

    note = forms.CharField(
        label=_("In words"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 4})
    )

    def __init__(self, data: Any = None, *, review: ExpectationReview, side: ReviewSide) -> None:
        super().__init__(data, initial={"version": side.version, "note": side.note})
        choices = [("", "–"), *Met.choices]
        for at, text in enumerate(review.items):
            self.fields[f"item-{at}"] = forms.ChoiceField(label=text, choices=choices, required=False)
            level = side.levels[at] if at < len(side.levels) else None
            self.initial[f"item-{at}"] = "" if level is None else str(level)
        self.count = len(review.items)

    def items(self) -> list[Any]:
        """Return the fields of the expectations."""
        return [self[f"item-{at}"] for at in range(self.count)]

    def levels(self) -> list[int | None]:
        """Return the level of each expectation, None where none is chosen."""
        chosen = [self.cleaned_data[f"item-{at}"] for at in range(self.count)]
        return [int(each) if each else None for each in chosen]


class RoleSkillsForm(VersionedForm):
    """Which skills a role takes: a field for each, named by its key."""

    def __init__(
        self, data: Any = None, *, skills: list[Skill], levels: dict[int, int], version: int
    ) -> None:
        super().__init__(data, initial={"version": version})
        self.skills = skills
        wanted = [(value, label) for value, label in Level.choices if value]
        choices = [("", _("not needed")), *((str(value), f"{value} {label}") for value, label in wanted)]
        for skill in skills:
            self.fields[skill.key] = forms.ChoiceField(label=skill.name, choices=choices, required=False)
            level = levels.get(skill.pk)
            self.initial[skill.key] = "" if level is None else str(level)

    def groups(self) -> list[tuple[str, list[Any]]]:
        """Return the fields by area."""
        by_area: dict[str, list[Any]] = {}
        for skill in self.skills:
            by_area.setdefault(skill.area, []).append(self[skill.key])
        return list(by_area.items())

    def levels(self) -> dict[Skill, int]:
        """Return each skill that is needed with its level."""
        return {
            skill: int(self.cleaned_data[skill.key]) for skill in self.skills if self.cleaned_data[skill.key]
        }


class GrowthActionForm(StatedForm):
    """Something to do to grow: what, for which skill, by when, whether it is done."""

    what = forms.CharField(label=_("What is done"), max_length=300)
    skill = forms.ModelChoiceField(
        Skill.objects.none(),
        label=_("For the skill"),
        required=False,
        to_field_name="key",
        empty_label=_("none in particular"),
    )
    due_on = day_field(_("By"), required=True)
    is_done = forms.BooleanField(label=_("Done"), required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        action: GrowthAction | None = None,
        skills: Any = None,
        initial: dict[str, Any] | None = None,
    ) -> None:
        start = dict(initial or {})
        if action is not None:
            start["is_done"] = action.done_on is not None
        super().__init__(data, stands=action, initial=start)
        if action is None:
            del self.fields["is_done"]
            self.fields["skill"].queryset = skills  # type: ignore[attr-defined]  # a ModelChoiceField
        else:
            del self.fields["skill"]
