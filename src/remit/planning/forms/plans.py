"""Forms about activities, links, baselines and the beginning of a plan."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm
from remit.core.plan_time import from_minute, parse_minute
from remit.core.widgets import LongSelect
from remit.people.models import Person
from remit.planning.models import Activity, ActivityKind, Constraint, Plan, PlanCalendar
from remit.planning.queries.summaries import shown_duration

_DURATION = re.compile(r"(\d+(?:[.,]\d+)?)\s*(mo|min|[wdhm])", re.IGNORECASE)


def parse_duration(typed: str, plan: Plan) -> int:
    """Return working minutes of '5d', '2w 3d', '4h 30min'; a bare number is days. Raises `Invalid`."""
    clean = typed.strip().lower()
    if re.fullmatch(r"\d+(?:[.,]\d+)?", clean):
        clean += "d"
    if not clean or _DURATION.sub("", clean).strip():
        raise Invalid(
            _("'%(typed)s' is not a duration: write it as 5d, 2w 3d or 4h 30min.") % {"typed": typed[:40]},
            field="duration",
            code="duration",
        )
    sizes = {"w": plan.minutes_per_week, "d": plan.minutes_per_day, "h": 60, "m": 1, "min": 1}
    sizes["mo"] = 4 * plan.minutes_per_week
    parts = _DURATION.findall(clean)
    return round(sum(float(number.replace(",", ".")) * sizes[unit] for number, unit in parts))


def format_duration(minutes: int, minutes_per_day: int) -> str:
    """Return working minutes as people type them: 5d, 1d 2h 30min."""
    days, rest = divmod(minutes, minutes_per_day)
    hours, mins = divmod(rest, 60)
    parts = [f"{size}{unit}" for size, unit in ((days, "d"), (hours, "h"), (mins, "min")) if size]
    return " ".join(parts) or "0d"


def _moment(minute: int | None) -> str:
    return from_minute(minute).strftime("%Y-%m-%dT%H:%M") if minute is not None else ""


class _Moment(forms.CharField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})


class ActivityForm(VersionedForm):
    """What is stated about one activity. Only fields that were changed become part of the edit."""

    field_names = {"duration_minutes": "duration"}
    name = forms.CharField(label=gettext_lazy("Name"), max_length=300)
    duration = forms.CharField(
        label=gettext_lazy("Duration"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Working time: 5d, 2w 3d, 4h 30min. 0d makes it a milestone."),
    )
    percent_complete = forms.IntegerField(
        label=gettext_lazy("Per cent complete"), min_value=0, max_value=100, required=False
    )
    accountable_key = forms.ChoiceField(
        label=gettext_lazy("Accountable"),
        required=False,
        widget=LongSelect,
        help_text=gettext_lazy("Exactly one person. Empty: whoever answers for what it stands below."),
    )
    calendar_key = forms.ChoiceField(
        label=gettext_lazy("Calendar"),
        required=False,
        help_text=gettext_lazy("Empty: the plan's. Resources with a calendar of their own work by theirs."),
    )
    constraint = forms.ChoiceField(label=gettext_lazy("Date constraint"), choices=Constraint.choices)
    constraint_minute = _Moment(label=gettext_lazy("Constraint date"), required=False)
    deadline_minute = _Moment(
        label=gettext_lazy("Deadline"),
        required=False,
        help_text=gettext_lazy("Moves nothing; a finish after it is shown as late."),
    )
    is_manual = forms.BooleanField(
        label=gettext_lazy("Scheduled by hand"),
        required=False,
        help_text=gettext_lazy("Links no longer move it."),
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(self, data: Any, *, activity: Activity, plan: Plan) -> None:
        self.activity, self.plan = activity, plan
        stated = {
            "version": activity.version,
            "name": activity.name,
            "duration": format_duration(shown_duration(activity, plan), plan.minutes_per_day),
            "percent_complete": activity.percent_complete,
            "accountable_key": activity.accountable.key if activity.accountable else "",
            "calendar_key": activity.calendar.key if activity.calendar else "",
            "constraint": activity.constraint,
            "constraint_minute": _moment(activity.constraint_minute),
            "deadline_minute": _moment(activity.deadline_minute),
            "is_manual": activity.is_manual,
            "notes": activity.notes,
        }
        super().__init__(data, initial=stated)
        people = Person.objects.filter(organisation_id=activity.project.organisation_id, left_on=None)
        field = self.fields["accountable_key"]
        field.choices = [("", _("As above")), *people.values_list("key", "name")]  # type: ignore[attr-defined]  # a ChoiceField
        calendars = PlanCalendar.objects.filter(project_id=activity.project_id).order_by("pk")
        by_plan = _("%(name)s, the plan's") % {"name": plan.calendar.name}
        named = [("", by_plan), *calendars.values_list("key", "name")]
        self.fields["calendar_key"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        if activity.kind == ActivityKind.SUMMARY:
            for name in ("duration", "percent_complete"):
                self.fields[name].disabled = True

    def clean(self) -> dict[str, Any]:
        """Read durations and dates, naming the field that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in ("constraint_minute", "deadline_minute"):
            try:
                cleaned[name] = parse_minute(cleaned[name], field=name) if cleaned.get(name) else None
            except Invalid as error:
                self.add_error(name, error.message)
        try:
            cleaned["duration_minutes"] = parse_duration(cleaned.get("duration") or "0", self.plan)
        except Invalid as error:
            self.add_error("duration", error.message)
        return cleaned

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as it is typed here: a duration in days, a moment as a date."""
        if name == "duration_minutes" and value is not None:
            return format_duration(value, self.plan.minutes_per_day)
        if name.endswith("_minute") and value is not None:
            return _moment(value).replace("T", " ")
        return super().shown(name, value)

    def step(self) -> dict[str, Any]:
        """Return the edit that the form stands for; a constraint and its date go together."""
        cleaned = self.cleaned_data
        changed = set(self.changed_data) - {"version"}
        fields = {name: cleaned[name] for name in changed - {"duration"}}
        if "duration" in changed:
            fields["duration_minutes"] = cleaned["duration_minutes"]
        if {"constraint", "constraint_minute"} & changed:
            fields["constraint"], fields["constraint_minute"] = (
                cleaned["constraint"],
                cleaned["constraint_minute"],
            )
        return {"op": "change", "key": self.activity.key, "version": cleaned["version"], "fields": fields}


class PlanStartForm(forms.Form):
    """When a new plan begins."""

    start = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))


class BaselineForm(forms.Form):
    """What a baseline is called."""

    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("What was agreed, and with whom: 'Steering group, 12 May'."),
    )


class LinkForm(forms.Form):
    """A new link from an activity that must come before."""

    predecessor = forms.CharField(label=gettext_lazy("Waits for"), max_length=16)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=[("FS", "FS"), ("SS", "SS"), ("FF", "FF"), ("SF", "SF")]
    )
    lag = forms.CharField(label=gettext_lazy("Lag"), max_length=20, required=False)

    def step(self, successor: str, plan: Plan) -> dict[str, Any]:
        """Return the edit that the form stands for; a lag is typed as a duration, a lead with a minus."""
        cleaned = self.cleaned_data
        typed = cleaned["lag"].strip()
        size = parse_duration(typed.lstrip("+-"), plan) if typed else 0
        return {
            "op": "link",
            "predecessor": cleaned["predecessor"].strip().upper(),
            "successor": successor,
            "kind": cleaned["kind"],
            "lag_amount": -size if typed.startswith("-") else size,
        }
