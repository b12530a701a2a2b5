"""Forms of requests for resources: they only read what was typed."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from remit.core.figures import plain_figure
from remit.core.forms import PlainForm, VersionedForm, day_field
from remit.core.widgets import LongSelect
from remit.people.models import Level, Person, PoolEntry, Skill, Unit
from remit.planning.models import Activity
from remit.resourcing.forms import HOUR, hours_field, hours_of, minutes_of
from remit.resourcing.forms_terms import PeriodsField, amount_field, lines_of
from remit.resourcing.models import ResourceRequest
from remit.resourcing.operations.answering import Terms
from remit.resourcing.operations.asking import LONGEST, MOST_PEOPLE_ASKED
from remit.resourcing.periods import Period, read

MOST_HOURS = 168 * HOUR


def _row(model: Any, label: Any, help_text: Any = "") -> Any:
    return forms.ModelChoiceField(
        model._default_manager.none(),  # noqa: SLF001 - Django's public name for it
        label=label, to_field_name="key", widget=LongSelect, required=False, empty_label="–",
        help_text=help_text,
    )  # fmt: skip


def _reason(label: Any, *, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(label=label, max_length=LONGEST["answer"], required=required, help_text=help_text)


class AskForm(PlainForm):
    """What a project asks for."""

    person = _row(Person, _("Somebody by name"), _("Choose one of the three; leave the other two empty."))
    skill = _row(Skill, _("Or people of a skill"))
    level = forms.TypedChoiceField(
        label=_("Level at least"),
        choices=Level.choices[1:],
        coerce=int,
        required=False,
        initial=3,
    )
    unit = _row(Unit, _("Of this unit"), _("For a skill alone: its head answers."))
    pool = _row(PoolEntry, _("Or something of the pool"))
    count = forms.IntegerField(
        label=_("How many"), min_value=1, max_value=MOST_PEOPLE_ASKED, initial=1,
        help_text=_("People of the skill, or pieces; 1 for material."),
    )  # fmt: skip
    hours = hours_field(_("Hours a week of each"), _("Empty for material."), required=False, most=MOST_HOURS)
    amount = amount_field(
        _("Amount of material"), _("In its unit of measure; empty for all else."), required=False
    )
    from_date = day_field(_("From"), _("Empty for material."))
    to_date = day_field(_("To"), _("For material the day on which it is needed."))
    periods = PeriodsField()
    activity = _row(Activity, _("For this activity or phase"))
    what_for = forms.CharField(label=_("What for"), max_length=LONGEST["what_for"])

    field_names = {"minutes_per_week": "hours"}

    def __init__(self, data: Any = None, *, rows: dict[str, Any]) -> None:
        super().__init__(data)
        for name, queryset in rows.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]  # a choice of rows

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found = dict(self.cleaned_data)
        found["minutes_per_week"] = minutes_of(found.pop("hours"))
        if found["amount"] is None:
            del found["amount"]
        if found["skill"] is None:
            found["level"], found["unit"] = 0, None
        return found


class _AnswerForm(VersionedForm):
    def __init__(self, data: Any = None, *, request: ResourceRequest, people: Any = None) -> None:
        super().__init__(data, initial=self.first(request) | {"version": request.version})
        for name in self.without(request):
            self.fields.pop(name, None)
        if "people" in self.fields and people is not None:
            self.fields["people"].queryset = people  # type: ignore[attr-defined]  # a choice of rows

    def first(self, _request: ResourceRequest) -> dict[str, Any]:
        """Return what stands in the form before anything is typed."""
        return {}

    def without(self, request: ResourceRequest) -> tuple[str, ...]:
        """Return the fields that do not fit what is asked for."""
        if request.amount is not None:
            return ("people", "pieces", "hours", "from_date", "periods", "over_reason", "last_on")
        return ("amount", "people") if request.pool_id is not None else ("amount", "pieces")


def _people() -> Any:
    return forms.ModelMultipleChoiceField(
        Person.objects.none(), label=_("Who"), to_field_name="key", required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}), help_text=_("Those of the unit who can do it."),
    )  # fmt: skip


def _over() -> forms.CharField:
    help_text = _("Only where it is more than the time that there is: the reason is shown.")
    return _reason(_("Why more than there is"), required=False, help_text=help_text)


class ApproveForm(_AnswerForm):
    """Approves a request, naming the people where those of a skill are wanted."""

    people = _people()
    over_reason = _over()

    def __init__(self, data: Any = None, *, request: ResourceRequest, people: Any = None) -> None:
        super().__init__(data, request=request, people=people)
        if request.person_id is not None:
            del self.fields["people"]

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        found = {"people": list(self.cleaned_data.get("people") or ())}
        return found | {"over_reason": self.cleaned_data.get("over_reason", "")}


class ProposeForm(_AnswerForm):
    """Proposes other terms."""

    field_names = {"minutes_per_week": "hours"}
    people = _people()
    pieces = forms.IntegerField(label=_("Pieces"), min_value=1, max_value=10_000)
    amount = amount_field(_("Amount"))
    hours = hours_field(_("Hours a week of each"), required=False, most=MOST_HOURS)
    from_date = day_field(_("From"))
    to_date = day_field(_("To"))
    periods = PeriodsField()
    reason = _reason(_("Why other than asked for"))
    over_reason = _over()

    def first(self, request: ResourceRequest) -> dict[str, Any]:
        """Return the terms that were asked for."""
        return {
            "people": [request.person.key] if request.person else [],
            "pieces": request.count,
            "amount": None if request.amount is None else plain_figure(request.amount),
            "hours": hours_of(request.minutes_per_week),
            "from_date": request.from_date,
            "to_date": request.to_date,
            "periods": lines_of(read(request.periods)),
        }

    def clean(self) -> dict[str, Any]:
        """Return what was typed, with the days that are needed where no periods are stated."""
        told = super().clean() or self.cleaned_data
        if not told.get("periods"):
            for name in ("hours", "from_date", "to_date"):
                if name in self.fields and name not in self.errors and told.get(name) is None:
                    self.add_error(name, _("Fill this in, or state periods."))
        return told

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        told = self.cleaned_data
        periods: list[Period] = told.get("periods") or []
        last: dt.date = told.get("to_date") or periods[-1].to_date
        terms = Terms(
            minutes_of(told.get("hours")), told.get("from_date") or last, last, list(told.get("people") or ()),
            told.get("pieces") or 1, periods, told.get("amount"),
        )  # fmt: skip
        return {"terms": terms, "reason": told["reason"], "over_reason": told.get("over_reason", "")}


class ReasonForm(_AnswerForm):
    """Refuses a request, or declines what was proposed, saying why."""

    reason = _reason(_("Why"))

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operations take them."""
        return {"reason": self.cleaned_data["reason"]}


class StepForm(_AnswerForm):
    """Withdraws a request or accepts what was proposed."""

    def stated(self) -> dict[str, Any]:
        """Return nothing more."""
        return {}


class ReleaseForm(_AnswerForm):
    """Releases something before its end."""

    last_on = day_field(_("Last day"), required=True)
    reason = _reason(_("Why"))

    def stated(self) -> dict[str, Any]:
        """Return the fields as the operation takes them."""
        return {"last_on": self.cleaned_data.get("last_on"), "reason": self.cleaned_data["reason"]}
