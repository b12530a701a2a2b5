"""Forms of deliverables: they only read what was typed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.models import Person
from remit.projects.models import Deliverable
from remit.projects.operations.deliverables import (
    LONGEST_NAME,
    LONGEST_TOLERANCE,
    Criterion,
    criteria_lines,
)
from remit.projects.operations.parts import LONGEST_TEXT


def parse_criteria(typed: str) -> list[Criterion]:
    """Return criteria from lines such as 'Answers within 2 s | up to 3 s'; a tab parts them as a bar does."""
    found = []
    for line in typed.replace("\r\n", "\n").split("\n"):
        text, _bar, tolerance = line.replace("\t", "|").partition("|")
        if text.strip() or tolerance.strip():
            found.append(Criterion(text.strip(), tolerance.strip()))
    return found


class DeliverableForm(VersionedForm):
    """What a deliverable states about itself."""

    name = forms.CharField(
        label=_("Name"),
        max_length=LONGEST_NAME,
        help_text=_("A thing, not an activity: 'Migration guide', not 'Write the guide'."),
    )
    description = forms.CharField(
        label=_("Description"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    criteria = forms.CharField(
        label=_("Quality criteria"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("One a line, the tolerance behind a bar: Answers within 2 s | up to 3 s at noon."),
    )
    due_on = day_field(_("Due"))
    producer = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Producer"),
        required=False,
        to_field_name="key",
        widget=LongSelect,
        empty_label="–",
        help_text=_("Who makes it, or answers for its making."),
    )
    acceptor = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Acceptor"),
        required=False,
        to_field_name="key",
        widget=LongSelect,
        empty_label="–",
        help_text=_(
            "Accepts or rejects it. Never the producer; with a role that accepts, such as the sponsor's."
        ),
    )

    def __init__(self, data: Any = None, *, people: Any, deliverable: Deliverable | None = None) -> None:
        stated: dict[str, Any] = {}
        if deliverable is not None:
            stated = {
                name: getattr(deliverable, name) for name in ("name", "description", "due_on", "version")
            }
            for name in ("producer", "acceptor"):
                person = getattr(deliverable, name)
                stated[name] = person.key if person is not None else ""
            stated["criteria"] = criteria_lines(deliverable)
        super().__init__(data, initial=stated)
        if deliverable is None:
            del self.fields["version"]
        for name in ("producer", "acceptor"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        cleaned = dict(self.cleaned_data)
        cleaned.pop("version", None)
        return cleaned | {"criteria": parse_criteria(cleaned["criteria"])}


class CheckForm(VersionedForm):
    """What a check of one criterion found."""

    criterion = forms.ChoiceField(label=_("Criterion"))
    method = forms.CharField(
        label=_("Method"), max_length=LONGEST_TOLERANCE, help_text=_("Review, test, measurement, inspection.")
    )
    is_met = forms.ChoiceField(label=_("Result"), choices=[("yes", _("met")), ("no", _("not met"))])
    evidence = forms.CharField(
        label=_("Evidence"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What was measured, and where it lies."),
    )
    checked_on = day_field(_("Checked on"))

    def __init__(self, data: Any = None, *, deliverable: Deliverable) -> None:
        super().__init__(data)
        del self.fields["version"]
        shown = [(str(each.number), each.text) for each in deliverable.criteria.all()]
        self.fields["criterion"].choices = shown  # type: ignore[attr-defined]  # a choice
