"""Forms about activities, links, baselines and the beginning of a plan."""

import re
from collections.abc import Collection, Sequence
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
from remit.projects.models import Deliverable

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


def format_hours(minutes: int) -> str:
    """Return minutes of the clock as people type them: 36h, 1h 30min."""
    hours, mins = divmod(minutes, 60)
    return " ".join(f"{size}{unit}" for size, unit in ((hours, "h"), (mins, "min")) if size) or "0h"


def _moment(minute: int | None) -> str:
    return from_minute(minute).strftime("%Y-%m-%dT%H:%M") if minute is not None else ""


class _Moment(forms.CharField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})


class _Lines(forms.CharField):
    """Lines of text, whatever a browser ends them with."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        """Return the lines that are not empty, ended as Python ends them."""
        typed = str(super().to_python(value))
        return "\n".join(line.strip() for line in typed.splitlines() if line.strip())

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Return whether other lines were typed than stood there."""
        return self.to_python(initial) != self.to_python(data)


def parse_splits(typed: str, plan: Plan) -> list[list[int]]:
    """Return the interruptions in lines like '2d: 3d': after how much work, and for how long. Raises `Invalid`."""
    found = []
    for line in typed.splitlines():
        after, colon, gap = line.partition(":")
        if not colon:
            message = _("'%(typed)s' is no interruption: write it as 2d: 3d, work first, then the pause.")
            raise Invalid(message % {"typed": line[:40]}, field="splits", code="splits")
        found.append([parse_duration(after, plan), parse_duration(gap, plan)])
    return found


def format_splits(splits: Sequence[Sequence[int]], minutes_per_day: int) -> str:
    """Return interruptions as people type them, one a line."""
    return "\n".join(
        f"{format_duration(after, minutes_per_day)}: {format_duration(gap, minutes_per_day)}"
        for after, gap in splits
    )


_MOMENTS = (
    "constraint_minute",
    "second_constraint_minute",
    "deadline_minute",
    "expected_finish_minute",
    "external_early_start_minute",
    "external_late_finish_minute",
    "suspended_minute",
    "resumed_minute",
)
_INSIDE = {"duration": "duration_minutes", "levelling_delay": "levelling_delay_minutes"}
_RARER = (
    "second_constraint",
    "second_constraint_minute",
    "splits",
    "expected_finish_minute",
    "suspended_minute",
    "resumed_minute",
    "external_early_start_minute",
    "external_late_finish_minute",
    "levelling_delay",
    "ignores_resource_calendars",
)


class ActivityForm(VersionedForm):
    """What is stated about one activity. Only fields that were changed become part of the edit."""

    field_names = {inner: outer for outer, inner in _INSIDE.items()}
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
    deliverable_key = forms.ChoiceField(
        label=gettext_lazy("Deliverable"),
        required=False,
        widget=LongSelect,
        help_text=gettext_lazy("What it leads to. Empty: what it stands below leads to."),
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
    second_constraint = forms.ChoiceField(
        label=gettext_lazy("Second constraint"),
        choices=Constraint.choices,
        required=False,
        help_text=gettext_lazy("Where the first leaves one side open."),
    )
    second_constraint_minute = _Moment(label=gettext_lazy("Second constraint date"), required=False)
    splits = _Lines(
        label=gettext_lazy("Interruptions"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One a line, in working time: 2d: 3d is a pause of three days after two days of work."
        ),
    )
    expected_finish_minute = _Moment(
        label=gettext_lazy("Expected finish"),
        required=False,
        help_text=gettext_lazy("Decides what remains, where the settings of the plan say so."),
    )
    suspended_minute = _Moment(label=gettext_lazy("Suspended on"), required=False)
    resumed_minute = _Moment(label=gettext_lazy("Resumed on"), required=False)
    external_early_start_minute = _Moment(
        label=gettext_lazy("Start by another project"),
        required=False,
        help_text=gettext_lazy("It starts no earlier than this."),
    )
    external_late_finish_minute = _Moment(
        label=gettext_lazy("Finish for another project"),
        required=False,
        help_text=gettext_lazy("Others wait for it from then on: late dates keep to it."),
    )
    levelling_delay = forms.CharField(
        label=gettext_lazy("Levelling delay"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("By the clock: 24h is one day later, nights and all."),
    )
    ignores_resource_calendars = forms.BooleanField(
        label=gettext_lazy("Ignores the calendars of its resources"), required=False
    )
    notes = forms.CharField(
        label=gettext_lazy("Notes"), widget=forms.Textarea(attrs={"rows": 4}), required=False
    )

    def __init__(
        self, data: Any, *, activity: Activity, plan: Plan, only: Collection[str] | None = None
    ) -> None:
        """Ask for all that is stated about an activity, or `only` for some fields, named as steps name them."""
        self.activity, self.plan = activity, plan
        stated = {
            "version": activity.version,
            "name": activity.name,
            "duration": format_duration(shown_duration(activity, plan), plan.minutes_per_day),
            "percent_complete": activity.percent_complete,
            "accountable_key": activity.accountable.key if activity.accountable else "",
            "calendar_key": activity.calendar.key if activity.calendar else "",
            "deliverable_key": activity.deliverable.key if activity.deliverable else "",
            "constraint": activity.constraint,
            "is_manual": activity.is_manual,
            "notes": activity.notes,
            **{name: _moment(getattr(activity, name)) for name in _MOMENTS},
            "second_constraint": activity.second_constraint,
            "splits": format_splits(activity.splits, plan.minutes_per_day),
            "levelling_delay": format_hours(activity.levelling_delay_minutes),
            "ignores_resource_calendars": activity.ignores_resource_calendars,
        }
        super().__init__(data, initial=stated)
        people = Person.objects.filter(organisation_id=activity.project.organisation_id, left_on=None)
        field = self.fields["accountable_key"]
        field.choices = [("", _("As above")), *people.values_list("key", "name")]  # type: ignore[attr-defined]  # a ChoiceField
        parts = Deliverable.objects.filter(project_id=activity.project_id).order_by("pk")
        led = [("", _("As above")), *((each.key, str(each)) for each in parts)]
        self.fields["deliverable_key"].choices = led  # type: ignore[attr-defined]  # a ChoiceField
        calendars = PlanCalendar.objects.filter(project_id=activity.project_id).order_by("pk")
        by_plan = _("%(name)s, the plan's") % {"name": plan.calendar.name}
        named = [("", by_plan), *calendars.values_list("key", "name")]
        self.fields["calendar_key"].choices = named  # type: ignore[attr-defined]  # a ChoiceField
        if activity.kind == ActivityKind.SUMMARY:
            for name in ("duration", "percent_complete", "splits"):
                self.fields[name].disabled = True
        if only is not None:
            kept = {self.field_names.get(name, name) for name in only} | {"version"}
            self.fields = {name: each for name, each in self.fields.items() if name in kept}

    @property
    def usual(self) -> list[forms.BoundField]:
        """Return the fields that everybody needs, in their order."""
        return [each for each in self if each.name not in _RARER]

    @property
    def rarer(self) -> list[forms.BoundField]:
        """Return those that few activities state."""
        return [self[name] for name in _RARER if name in self.fields]

    @property
    def states_rarer(self) -> bool:
        """Return whether the activity states something that few do, or what was typed there is at fault."""
        stated = {**self.initial, "second_constraint": self.initial["second_constraint"] != Constraint.ASAP}
        return any(
            stated[name] or name in self.errors
            for name in _RARER
            if name != "levelling_delay" and name in self.fields
        ) or bool(self.activity.levelling_delay_minutes or "levelling_delay" in self.errors)

    def clean(self) -> dict[str, Any]:
        """Read durations and dates, naming the field that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in _MOMENTS:
            try:
                cleaned[name] = parse_minute(cleaned[name], field=name) if cleaned.get(name) else None
            except Invalid as error:
                self.add_error(name, error.message)
        try:
            cleaned["duration_minutes"] = parse_duration(cleaned.get("duration") or "0", self.plan)
        except Invalid as error:
            self.add_error("duration", error.message)
        self._clean_rarer(cleaned)
        return cleaned

    def _clean_rarer(self, cleaned: dict[str, Any]) -> None:
        try:
            cleaned["splits"] = parse_splits(cleaned.get("splits") or "", self.plan)
        except Invalid as error:
            self.add_error("splits", error.message)
        try:
            delay = parse_duration(cleaned.get("levelling_delay") or "0h", self.plan)
            cleaned["levelling_delay_minutes"] = delay
        except Invalid as error:
            self.add_error("levelling_delay", error.message)

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as it is typed here: a duration in days, a moment as a date."""
        if name == "duration_minutes" and value is not None:
            return format_duration(value, self.plan.minutes_per_day)
        if name == "splits" and isinstance(value, list):
            return format_splits(value, self.plan.minutes_per_day).replace("\n", ", ")
        if name == "levelling_delay_minutes" and isinstance(value, int):
            return format_hours(value)
        if name.endswith("_minute") and value is not None:
            return _moment(value).replace("T", " ")
        return super().shown(name, value)

    def step(self) -> dict[str, Any]:
        """Return the edit that the form stands for; a constraint and its date go together."""
        cleaned = self.cleaned_data
        # a form from before a field existed says nothing about it; a box that is not ticked is not sent
        sent = {name for name, each in self.fields.items() if isinstance(each, forms.BooleanField)} | {
            *self.data
        }
        changed = (set(self.changed_data) & sent) - {"version"}
        lengths = {"duration", "levelling_delay"}
        fields = {name: cleaned[name] for name in changed - lengths}
        fields.update({f"{name}_minutes": cleaned[f"{name}_minutes"] for name in lengths & changed})
        for name in ("constraint", "second_constraint"):
            if {name, f"{name}_minute"} & changed:
                fields[name], fields[f"{name}_minute"] = cleaned[name], cleaned[f"{name}_minute"]
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
