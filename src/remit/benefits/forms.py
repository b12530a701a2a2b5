"""Forms of outcomes and their reviews: they only read what was typed."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from remit.benefits.models import Benefit, BenefitReview, Following
from remit.benefits.operations.benefits import FIELDS, LONGEST
from remit.benefits.operations.reviews import LONGEST_EVIDENCE, LONGEST_REASON, LONGEST_WORDS, MOST_REVIEWS
from remit.core.forms import VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.models import Person

LONGEST_DAYS = MOST_REVIEWS * 12


def _person(label: Any, help_text: Any = "", *, required: bool = True) -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        Person.objects.none(), label=label, to_field_name="key", widget=LongSelect, help_text=help_text,
        required=required, empty_label=None if required else _("the owner"),
    )  # fmt: skip


def _figure(label: Any, help_text: Any = "") -> forms.DecimalField:
    return forms.DecimalField(label=label, help_text=help_text, max_digits=18, decimal_places=4)


def _text(name: Any, longest: int, help_text: Any = "", *, required: bool = True) -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    return forms.CharField(
        label=name, max_length=longest, help_text=help_text, widget=widget, required=required
    )


class BenefitForm(VersionedForm):
    """An outcome."""

    statement = forms.CharField(
        label=_("Outcome"), max_length=LONGEST["statement"],
        help_text=_("What is better afterwards, and for whom: “Nobody waits for pay that was computed wrongly”."),
    )  # fmt: skip
    owner = _person(_("Answers for it"), _("One person who will still be here when it is measured."))
    measure = forms.CharField(
        label=_("Measure"), max_length=LONGEST["measure"], help_text=_("“Payslips corrected in a month”.")
    )
    unit = forms.CharField(
        label=_("Unit"), max_length=LONGEST["unit"], help_text=_("As in “%” or “payslips”.")
    )
    baseline_value = _figure(_("Baseline"), _("The value before."))
    baseline_on = day_field(_("Measured on"), required=True)
    target_value = _figure(_("Target"))
    target_on = day_field(_("To be reached by"), required=True)
    method = _text(
        _("How it is measured"), LONGEST["method"], _("So that somebody else would get the same value.")
    )
    source = forms.CharField(required=False, max_length=LONGEST["source"], widget=forms.HiddenInput)

    def __init__(
        self, data: Any = None, *, people: Any, benefit: Benefit | None = None, source: str = ""
    ) -> None:
        stated: dict[str, Any] = {"statement": source[: LONGEST["statement"]], "source": source}
        if benefit is not None:
            stated = {name: getattr(benefit, name) for name in (*FIELDS, "version")}
            stated["owner"] = benefit.owner.key
            for name in ("baseline_value", "target_value"):
                stated[name] = stated[name].normalize()
        super().__init__(data, initial=stated)
        if benefit is None:
            del self.fields["version"]
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {name: self.cleaned_data[name] for name in FIELDS}


class OwnerForm(VersionedForm):
    """Who answers for an outcome from now on."""

    owner = _person(_("To whom"))
    reason = forms.CharField(label=_("Why"), max_length=LONGEST["reason"])

    def __init__(self, data: Any = None, *, people: Any, benefit: Benefit) -> None:
        super().__init__(data, initial={"version": benefit.version})
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return dict(self.cleaned_data)


class PlanForm(VersionedForm):
    """On which days an outcome is reviewed."""

    days = forms.CharField(
        label=_("Days"), max_length=LONGEST_DAYS,
        help_text=_("Between commas, as 2026-09-30. Three, six and twelve months after the end are proposed."),
    )  # fmt: skip
    reviewer = _person(_("Reviewed by"), required=False)

    def __init__(self, data: Any = None, *, people: Any, proposed: list[dt.date]) -> None:
        super().__init__(data, initial={"days": ", ".join(each.isoformat() for each in proposed)})
        del self.fields["version"]
        self.fields["reviewer"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def clean_days(self) -> list[dt.date]:
        """Return the days that were typed."""
        found = []
        for each in self.cleaned_data["days"].split(","):
            try:
                found.append(dt.date.fromisoformat(each.strip()))
            except ValueError as error:
                message = _now("“%(day)s” is no day: write it as 2026-09-30.")
                raise ValidationError(message % {"day": each.strip()[:20]}) from error
        return found

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return dict(self.cleaned_data)


class MoveForm(VersionedForm):
    """To which day a review is moved, and why."""

    to_day = day_field(_("To the day"), required=True)
    reason = forms.CharField(label=_("Why"), max_length=LONGEST_REASON)

    def __init__(self, data: Any = None, *, review: BenefitReview) -> None:
        super().__init__(data, initial={"version": review.benefit.version, "to_day": review.due_on})

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return dict(self.cleaned_data)


class ReviewForm(VersionedForm):
    """What a review found."""

    field_names = {"measured_value": "value"}
    value = _figure(_("Measured value"))
    evidence = _text(_("Evidence"), LONGEST_EVIDENCE, _("Where the value can be looked up."))
    follows = forms.ChoiceField(label=_("What follows"), choices=Following.choices)
    words = _text(
        _("In words"), LONGEST_WORDS, _("What is done, by whom and by when, or why it is stopped."),
        required=False,
    )  # fmt: skip
    on = day_field(_("Measured on"), _("Today, if left empty."))

    def __init__(self, data: Any = None, *, review: BenefitReview) -> None:
        super().__init__(data, initial={"version": review.benefit.version})
        self.fields["value"].label = _now("Measured value, %(unit)s") % {"unit": review.benefit.unit}

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return dict(self.cleaned_data)
