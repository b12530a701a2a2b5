"""Forms of a project's status: they only read what was typed."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.forms import PlainForm, VersionedForm, day_field
from remit.core.money import Money
from remit.people.models import Person
from remit.projects.models import Project
from remit.reporting.models import Colour, StatusTerms

MOST_WORDS = 4000


def _sum(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=help_text, min_value=0, max_digits=15, decimal_places=2)


def _text(label: Any, help_text: Any = "", *, required: bool = True, rows: int = 2) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class CostForm(PlainForm):
    """What was spent, and what is still to come."""

    field_names = {f"{name}_minor": name for name in ("spent", "low", "likely", "high")}

    as_of = day_field(gettext_lazy("As of"), gettext_lazy("Empty means today."))
    spent = _sum(gettext_lazy("Spent so far"))
    low = _sum(gettext_lazy("Still to come, at best"))
    likely = _sum(gettext_lazy("Still to come, likely"))
    high = _sum(gettext_lazy("Still to come, at worst"))
    note = _text(gettext_lazy("What it rests on"), required=False)

    def __init__(self, data: Any = None, *, project: Project, spent: int | None = None) -> None:
        self.currency = project.organisation.currency
        entered = Money(spent, self.currency).major if spent is not None else None
        super().__init__(data, initial={"spent": entered})
        words = _("In %(currency)s, all that was paid and all that is owed.") % {"currency": self.currency}
        if entered is not None:
            words += " " + _("Filled in from the costs that were entered: actual and accrued.")
        self.fields["spent"].help_text = words

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        typed = dict(self.cleaned_data)
        sums = {
            f"{name}_minor": Money.of(typed.pop(name), self.currency).minor
            for name in ("spent", "low", "likely", "high")
        }
        return {**typed, **sums}


class LightForm(PlainForm):
    """A light set by hand."""

    colour = forms.ChoiceField(label=gettext_lazy("Colour"), choices=Colour.choices)
    reason = _text(gettext_lazy("Why"), gettext_lazy("Whoever reads the light reads this."))
    until = day_field(
        gettext_lazy("Until"),
        gettext_lazy("A month ahead at most; then the rule holds again. Empty means a month."),
    )


class LightAnswerForm(VersionedForm):
    """The sponsor's answer to a light that is better than its rule."""

    answer = _text(gettext_lazy("Your words"), gettext_lazy("Needed where you refuse."), required=False)


class TermsForm(VersionedForm):
    """By what the status is judged, and how often it is reported."""

    days_tolerance = forms.IntegerField(
        label=gettext_lazy("Tolerance of the end, in days"), min_value=0, max_value=365,
        help_text=gettext_lazy("So many days after the promise the schedule turns red."),
    )  # fmt: skip
    cost_tolerance = forms.IntegerField(
        label=gettext_lazy("Tolerance of the cost, in per cent of the budget"), min_value=0, max_value=100,
    )  # fmt: skip
    low = forms.IntegerField(
        label=gettext_lazy("Durations may be shorter by, in per cent"), min_value=0, max_value=90
    )
    high = forms.IntegerField(
        label=gettext_lazy("Durations may be longer by, in per cent"), min_value=0, max_value=300,
        help_text=gettext_lazy("From these two the days are worked out between which the project ends."),
    )  # fmt: skip
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Report by itself every so many weeks"), min_value=0, max_value=12,
        help_text=gettext_lazy("0 means that nothing is sent by itself."),
    )  # fmt: skip
    next_on = day_field(gettext_lazy("Next report on"))

    def __init__(self, data: Any = None, *, terms: StatusTerms) -> None:
        names = ("days_tolerance", "cost_tolerance", "low", "high", "every_weeks", "next_on", "version")
        super().__init__(data, initial={name: getattr(terms, name) for name in names})


class ReportForm(PlainForm):
    """What whoever reports adds in words, and who is told besides the sponsor."""

    words = _text(
        gettext_lazy("In your own words"),
        gettext_lazy("What matters most, and what you need. Remit adds what it knows."),
        required=False,
        rows=4,
    )
    to = forms.ModelMultipleChoiceField(
        Person.objects.none(), label=gettext_lazy("Tell also"), required=False,
        to_field_name="key",
        help_text=gettext_lazy("The sponsor is told in any case. No sums are sent by mail."),
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any = None, *, people: Sequence[Person]) -> None:
        super().__init__(data)
        chosen: Any = self.fields["to"]
        chosen.queryset = Person.objects.filter(pk__in=[each.pk for each in people]).order_by("name")
