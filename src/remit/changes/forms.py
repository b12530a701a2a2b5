"""Forms of change requests: they only read what was typed. Sums are typed in whole currency, work in hours."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.changes.models import Cause, ChangeKind, ChangeRequest
from remit.changes.operations.requests import FIELDS, LONGEST_TITLE, LONGEST_WORDS, MOST_DAYS, Impact
from remit.changes.scope import Line
from remit.core.forms import VersionedForm, day_field
from remit.core.money import Money
from remit.core.widgets import LongSelect
from remit.core.words import hour_words
from remit.people.models import Person

MINUTES = 60
WORDS = ("scope_impact", "risk_impact", "quality_impact", "benefit_impact", "advice")


def words_field(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 3) -> forms.CharField:
    """Return a field for a longer text."""
    return forms.CharField(
        label=label, help_text=help_text, max_length=LONGEST_WORDS, required=required,
        widget=forms.Textarea(attrs={"rows": rows}),
    )  # fmt: skip


def line_choices(lines: Iterable[Line]) -> list[tuple[str, str]]:
    """Return lines of the scope as they are ticked."""
    return [(each.key, f"{each.key} {each.name}: {hour_words(each.left)}") for each in lines]


def covers_field() -> forms.MultipleChoiceField:
    """Return a field for what stands in the plan already and is let in; its choices are set by the form."""
    return forms.MultipleChoiceField(
        label=_("It lets in what stands in the plan already"), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip


class ChangeForm(VersionedForm):
    """What is to be otherwise, and why."""

    title = forms.CharField(
        label=_("Change"), max_length=LONGEST_TITLE, help_text=_("In a line: what is to be otherwise.")
    )
    description = words_field(
        _("What is to be otherwise"), _("Which deliverable, activity or document, and how.")
    )
    reason = words_field(_("Why"), _("What happens if it stays as it is."))
    kind = forms.ChoiceField(label=_("Kind"), choices=ChangeKind.choices)
    cause = forms.ChoiceField(
        label=_("Cause"), choices=Cause.choices, help_text=_("Counted, so that its root can be dealt with.")
    )
    owner = forms.ModelChoiceField(
        Person.objects.none(), label=_("Owner"), to_field_name="key", widget=LongSelect, empty_label=None,
        help_text=_("The one who assesses what it does. Money counts: best somebody who sees it."),
    )  # fmt: skip

    covers = covers_field()

    def __init__(
        self, data: Any = None, *, people: Any, change: ChangeRequest | None = None, lines: Iterable[Line] = (),
        covers: Sequence[str] = (),
    ) -> None:  # fmt: skip
        stated: dict[str, Any] = {"covers": covers}
        if change is not None:
            stated = {name: getattr(change, name) for name in (*FIELDS, "version")}
            stated["owner"] = change.owner.key
        super().__init__(data, initial=stated)
        if change is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows
        choices = line_choices(lines)
        if choices:
            self.fields["covers"].choices = choices  # type: ignore[attr-defined]  # a choice
        else:
            del self.fields["covers"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}

    def covered(self) -> list[str]:
        """Return the keys of what stands in the plan already and is let in."""
        found: list[str] = self.cleaned_data.get("covers", [])
        return found


class ImpactForm(VersionedForm):
    """What a change does."""

    field_names = {"cost_minor": "cost", "work_minutes": "work"}
    days = forms.IntegerField(
        label=_("Working days later"), min_value=-MOST_DAYS, max_value=MOST_DAYS,
        help_text=_("Of the project's end; below zero where it is earlier, 0 where nothing moves."),
    )  # fmt: skip
    cost = forms.DecimalField(
        label=_("Money more"), max_digits=14, decimal_places=2,
        help_text=_("In the project's currency; below zero where it saves. Who decides follows from it."),
    )  # fmt: skip
    work = forms.DecimalField(
        label=_("Hours of work more"), required=False, max_digits=10, decimal_places=2,
        min_value=-1_000_000, max_value=1_000_000,
    )  # fmt: skip
    scope_impact = words_field(
        _("Scope"), _("What is delivered more, less or otherwise."), required=False, rows=2
    )
    quality_impact = words_field(_("Quality"), required=False, rows=2)
    risk_impact = words_field(_("Risk"), _("What it makes likelier or less likely."), required=False, rows=2)
    benefit_impact = words_field(_("Benefits"), required=False, rows=2)
    advice = words_field(_("Advice"), _("What you would do, and what else could be done."), required=False)

    def __init__(self, data: Any = None, *, change: ChangeRequest) -> None:
        self.currency = change.project.organisation.currency
        stated: dict[str, Any] = {name: getattr(change, name) for name in ("days", "version", *WORDS)}
        if change.cost_minor is not None:
            stated["cost"] = Money(change.cost_minor, self.currency).major
        if change.work_minutes is not None:
            stated["work"] = Decimal(change.work_minutes) / MINUTES
        super().__init__(data, initial=stated)

    def stated(self) -> Impact:
        """Return the impact as the operations take it."""
        found = self.cleaned_data
        return Impact(
            found["days"],
            Money.of(found["cost"], self.currency).minor,
            None if found["work"] is None else round(found["work"] * MINUTES),
            **{name: found[name] for name in WORDS},
        )


class EmergencyForm(ImpactForm):
    """Why a change cannot wait, and what it does."""

    reason = words_field(_("Why it cannot wait"), _("Whoever decides reads it, and ratifies it or does not."))
    field_order = ("reason",)


class DecisionForm(VersionedForm):
    """What is decided on a change, and why."""

    answer = forms.ChoiceField(
        label=_("Decision"), widget=forms.RadioSelect,
        choices=[("approve", _("Approve")), ("reject", _("Reject")), ("defer", _("Defer"))],
    )  # fmt: skip
    deferred_to = day_field(_("Deferred to"), _("Only where it is deferred."))
    words = words_field(_("Why"), _("Whoever asked reads it."))

    def __init__(self, data: Any = None, *, change: ChangeRequest) -> None:
        super().__init__(data, initial={"version": change.version})


class RatifyForm(VersionedForm):
    """Whether somebody answers for what was approved in an emergency."""

    ratify = forms.TypedChoiceField(
        label=_("Decision"), widget=forms.RadioSelect, coerce=lambda value: value == "yes",
        choices=[("yes", _("Ratify it")), ("no", _("Refuse: what was done is taken back"))],
    )  # fmt: skip
    words = words_field(_("Why"), _("Whoever asked reads it."))

    def __init__(self, data: Any = None, *, change: ChangeRequest) -> None:
        super().__init__(data, initial={"version": change.version})


SAID = {
    "submit": (_("Note"), ""),
    "verify": (_("By what it is seen that it is as asked"), ""),
    "close": (_("Note"), ""),
}


class StepForm(VersionedForm):
    """What is said at a step of a change."""

    words = words_field("", required=False)

    def __init__(self, data: Any = None, *, change: ChangeRequest, step: str) -> None:
        super().__init__(data, initial={"version": change.version})
        field: Any = self.fields["words"]
        field.label, field.help_text = SAID[step]
        field.required = step == "verify"
