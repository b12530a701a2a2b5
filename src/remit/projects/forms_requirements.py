"""Forms of needs, sessions and requirements: they only read what was typed."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.models import Person
from remit.projects.models import (
    Collection,
    Deliverable,
    Need,
    Priority,
    Project,
    Requirement,
    RequirementKind,
    RequirementState,
    Technique,
)
from remit.projects.operations.needs import LONGEST_NEED, LONGEST_TITLE
from remit.projects.operations.parts import LONGEST_TEXT
from remit.projects.operations.requirements import LONGEST_SOURCE, LONGEST_STATEMENT, LOOSE

MINUTES = 60


def _collection_field() -> "forms.ModelChoiceField[Collection]":
    return forms.ModelChoiceField(
        Collection.objects.none(),
        label=_("Session"),
        required=False,
        to_field_name="key",
        widget=LongSelect,
        empty_label="–",
        help_text=_("Where it was said."),
    )


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _chosen(label: Any, model: Any) -> "forms.ModelMultipleChoiceField[Any]":
    return forms.ModelMultipleChoiceField(
        model.objects.none(), label=label, required=False, to_field_name="key", widget=forms.SelectMultiple
    )


class RequirementForm(VersionedForm):
    """What a requirement states, where it comes from, and what it is traced to."""

    statement = forms.CharField(
        label=_("Statement"),
        max_length=LONGEST_STATEMENT,
        widget=_lines(3),
        help_text=_(
            "One thing: who or what must do what, how well. The page shows the free rooms within 2 s."
        ),
    )
    acceptance_criteria = forms.CharField(
        label=_("Acceptance criteria"),
        required=False,
        max_length=LONGEST_STATEMENT,
        widget=_lines(3),
        help_text=_("What somebody does, and what must then be seen."),
    )
    kind = forms.ChoiceField(label=_("Kind"), choices=RequirementKind.choices)
    priority = forms.ChoiceField(label=_("Priority"), choices=Priority.choices)
    what_if_not = forms.CharField(
        label=_("What if not?"),
        required=False,
        max_length=LONGEST_STATEMENT,
        widget=_lines(2),
        help_text=_("What happens without it. A Must needs an answer."),
    )
    effort = forms.DecimalField(
        label=_("Effort in hours"), required=False, min_value=0, max_value=100_000, decimal_places=1
    )
    collection = _collection_field()
    source = forms.CharField(
        label=pgettext_lazy("requirement", "Source"),
        required=False,
        max_length=LONGEST_SOURCE,
        help_text=_("A conversation, a document, a law, where there was no session."),
    )
    needs = _chosen(_("Needs behind it"), Need)
    deliverables = _chosen(_("Deliverables that meet it"), Deliverable)
    reason = forms.CharField(
        label=_("Why it changes"),
        required=False,
        max_length=LONGEST_STATEMENT,
        widget=_lines(2),
        help_text=_("It is agreed: say which change was decided, or why."),
    )
    field_names = {"effort_minutes": "effort"}

    def __init__(self, data: Any = None, *, project: Project, requirement: Requirement | None = None) -> None:
        new = {"priority": Priority.SHOULD}
        super().__init__(data, initial=new if requirement is None else _initial(requirement))
        if requirement is None:
            del self.fields["version"]
        if requirement is None or requirement.state in LOOSE | {RequirementState.WITHDRAWN}:
            del self.fields["reason"]
        for name, model in (("collection", Collection), ("needs", Need), ("deliverables", Deliverable)):
            self.fields[name].queryset = model.objects.filter(project=project)  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them; what it is traced to stands beside."""
        cleaned = dict(self.cleaned_data)
        for name in ("version", "needs", "deliverables"):
            cleaned.pop(name, None)
        effort: Decimal | None = cleaned.pop("effort")
        return cleaned | {"effort_minutes": None if effort is None else round(effort * MINUTES)}

    def traces(self) -> dict[str, Any]:
        """Return what it is traced to."""
        return {name: list(self.cleaned_data[name]) for name in ("needs", "deliverables")}


def _initial(requirement: Requirement) -> dict[str, Any]:
    names = ("statement", "acceptance_criteria", "kind", "priority", "what_if_not", "source", "version")
    stated: dict[str, Any] = {name: getattr(requirement, name) for name in names}
    if requirement.effort_minutes is not None:
        stated["effort"] = (Decimal(requirement.effort_minutes) / MINUTES).quantize(Decimal("0.1"))
    stated["collection"] = requirement.collection.key if requirement.collection else ""
    stated["needs"] = [each.key for each in requirement.needs.all()]
    stated["deliverables"] = [each.key for each in requirement.deliverables.all()]
    return stated


class NeedForm(VersionedForm):
    """What somebody needs or would like to have."""

    text = forms.CharField(
        label=_("Need"),
        max_length=LONGEST_NEED,
        help_text=_("In the words of those who have it, without a solution."),
    )
    is_want = forms.BooleanField(label=_("It would be nice, but nobody is stuck without it"), required=False)
    whose = forms.CharField(label=_("Whose"), max_length=LONGEST_TITLE)
    evidence = forms.CharField(label=_("Evidence"), required=False, max_length=LONGEST_TEXT, widget=_lines(2))
    collection = _collection_field()

    def __init__(self, data: Any = None, *, project: Project, need: Need | None = None) -> None:
        stated: dict[str, Any] = {}
        if need is not None:
            names = ("text", "is_want", "whose", "evidence", "version")
            stated = {name: getattr(need, name) for name in names}
            stated["collection"] = need.collection.key if need.collection else ""
        super().__init__(data, initial=stated)
        if need is None:
            del self.fields["version"]
        rows = Collection.objects.filter(project=project)
        self.fields["collection"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CollectionForm(VersionedForm):
    """A session: technique, day, people, and what was said."""

    title = forms.CharField(label=_("Title"), max_length=LONGEST_TITLE)
    technique = forms.ChoiceField(label=_("Technique"), choices=Technique.choices)
    held_on = day_field(_("Held on"), required=True)
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("People"), required=False, to_field_name="key"
    )
    others = forms.CharField(label=_("Others"), required=False, max_length=LONGEST_NEED)
    notes = forms.CharField(
        label=_("Raw notes"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=_lines(8),
        help_text=_("As it was said; what comes of it is stated as needs and requirements."),
    )

    def __init__(self, data: Any = None, *, people: Any, collection: Collection | None = None) -> None:
        stated: dict[str, Any] = {}
        if collection is not None:
            names = ("title", "technique", "held_on", "others", "notes", "version")
            stated = {name: getattr(collection, name) for name in names}
            stated["people"] = [each.key for each in collection.people.all()]
        super().__init__(data, initial=stated)
        if collection is None:
            del self.fields["version"]
        self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return cleaned | {"people": list(cleaned["people"])}
