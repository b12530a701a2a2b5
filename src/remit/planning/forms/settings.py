"""The form about the plan as a whole: when it begins, its status date, and how it is scheduled."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from remit.core.errors import Invalid
from remit.core.forms import VersionedForm
from remit.core.plan_time import from_minute, parse_minute
from remit.planning.forms.plans import format_duration, parse_duration
from remit.planning.models import FloatKind, LagCalendar, LagFromStart, Plan, ProgressMode, RuleSet

_MOMENTS = ("start_minute", "status_minute", "finish_by_minute", "must_finish_by_minute")
_BY_RULES = ("", gettext_lazy("As the rules have it"))


class _Moment(forms.CharField):
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"})


def _typed(minute: int | None) -> str:
    return from_minute(minute).strftime("%Y-%m-%dT%H:%M") if minute is not None else ""


def _open(label: Any, choices: Any, **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[_BY_RULES, *choices], required=False, **more)


class PlanSettingsForm(VersionedForm):
    """What the plan as a whole states. Only fields that were changed become part of the edit."""

    field_names = {"critical_float_minutes": "critical_float"}
    groups_of = (
        (gettext_lazy("Dates"), ("start_minute", "status_minute", "must_finish_by_minute")),
        (gettext_lazy("Rules"), ("rules", "progress_mode", "lag_calendar", "lag_from_start")),
        (
            gettext_lazy("Float and what is critical"),
            ("total_float", "critical_float", "critical_by_longest_path"),
        ),
        (
            gettext_lazy("More"),
            ("from_finish", "finish_by_minute", "use_expected_finish", "honour_levelling_delay"),
        ),
    )

    start_minute = _Moment(label=gettext_lazy("The plan begins"))
    status_minute = _Moment(
        label=gettext_lazy("Status date"),
        required=False,
        help_text=gettext_lazy(
            "Up to when progress is reported. By the rules of P6 no open work lies before it."
        ),
    )
    must_finish_by_minute = _Moment(
        label=gettext_lazy("Must finish by"),
        required=False,
        help_text=gettext_lazy("Late dates begin from it, instead of the last finish. It moves nothing."),
    )
    rules = forms.ChoiceField(
        label=gettext_lazy("Rules"),
        choices=RuleSet.choices,
        help_text=gettext_lazy(
            "Both programs give the same plan different dates: follow the one that you hand it to."
        ),
    )
    progress_mode = _open(
        gettext_lazy("Work begun out of turn"),
        ProgressMode.choices,
        help_text=gettext_lazy(
            "What becomes of the rest of an activity that began before its predecessors let it."
        ),
    )
    lag_calendar = _open(
        gettext_lazy("Calendar of lags"),
        LagCalendar.choices,
        help_text=gettext_lazy(
            "By the rules of P6 that of the activity before, by those of Microsoft of the one after."
        ),
    )
    lag_from_start = _open(
        gettext_lazy("Lag from start to start counts from"),
        LagFromStart.choices,
        help_text=gettext_lazy(
            "Of an activity in progress, by the rules of P6; there the early start is usual."
        ),
    )
    total_float = _open(gettext_lazy("Total float"), FloatKind.choices)
    critical_float = forms.CharField(
        label=gettext_lazy("Critical up to a float of"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("Working time: 0d, 2d, 4h."),
    )
    critical_by_longest_path = forms.BooleanField(
        label=gettext_lazy("Critical is the longest path, whatever its float"), required=False
    )
    from_finish = forms.BooleanField(
        label=gettext_lazy("Schedule from the finish"),
        required=False,
        help_text=gettext_lazy("The plan as a whole begins as late as it can."),
    )
    finish_by_minute = _Moment(label=gettext_lazy("The plan finishes"), required=False)
    use_expected_finish = forms.BooleanField(
        label=gettext_lazy("Expected finishes decide what remains"), required=False
    )
    honour_levelling_delay = forms.BooleanField(label=gettext_lazy("Levelling delays hold"), required=False)

    def __init__(self, data: Any, *, plan: Plan) -> None:
        self.plan = plan
        names = [name for name in self.base_fields if name not in {"version", "critical_float", *_MOMENTS}]
        stated = {
            "version": plan.version,
            **{name: getattr(plan, name) for name in names},
            **{name: _typed(getattr(plan, name)) for name in _MOMENTS},
            "critical_float": format_float(plan.critical_float_minutes, plan.minutes_per_day),
        }
        super().__init__(data, initial=stated)

    @property
    def groups(self) -> list[tuple[Any, list[forms.BoundField]]]:
        """Return the fields in groups, each with what it is about."""
        return [(label, [self[name] for name in names]) for label, names in self.groups_of]

    def clean(self) -> dict[str, Any]:
        """Read dates and the float, naming the field that cannot be read."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name in _MOMENTS:
            try:
                cleaned[name] = parse_minute(cleaned[name], field=name) if cleaned.get(name) else None
            except Invalid as error:
                self.add_error(name, error.message)
        typed = (cleaned.get("critical_float") or "0d").strip()
        try:
            size = parse_duration(typed.lstrip("-"), self.plan)
            cleaned["critical_float_minutes"] = -size if typed.startswith("-") else size
        except Invalid as error:
            self.add_error("critical_float", error.message)
        return cleaned

    def shown(self, name: str, value: Any) -> Any:
        """Return a value as it is typed here."""
        if name == "critical_float_minutes" and isinstance(value, int):
            return format_float(value, self.plan.minutes_per_day)
        if name in _MOMENTS and isinstance(value, int):
            return _typed(value).replace("T", " ")
        return super().shown(name, value)

    def step(self) -> dict[str, Any]:
        """Return the edit that the form stands for."""
        changed = [name for name in self.changed_data if name != "version"] or ["rules"]
        outside = [("critical_float_minutes" if name == "critical_float" else name) for name in changed]
        fields = {name: self.cleaned_data[name] for name in outside}
        return {"op": "change_plan", "version": self.cleaned_data["version"], "fields": fields}


def format_float(minutes: int, minutes_per_day: int) -> str:
    """Return float as people type it: 2d, or -1d where less than none is still allowed."""
    return f"{'-' if minutes < 0 else ''}{format_duration(abs(minutes), minutes_per_day)}"
