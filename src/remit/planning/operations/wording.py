"""What people read where a step or the record names a field of a plan."""

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.core.plan_time import from_minute
from remit.core.words import hour_words
from remit.people.models import Person
from remit.planning.models import Activity, Constraint, PlanCalendar
from remit.projects.models import Deliverable

FIELDS = {
    "name": gettext_lazy("name"),
    "notes": gettext_lazy("notes"),
    "kind": gettext_lazy("kind"),
    "accountable_key": gettext_lazy("accountable person"),
    "accountable_id": gettext_lazy("accountable person"),
    "deliverable_key": gettext_lazy("deliverable"),
    "deliverable_id": gettext_lazy("deliverable"),
    "calendar_key": gettext_lazy("calendar"),
    "calendar_id": gettext_lazy("calendar"),
    "calendar": gettext_lazy("calendar"),
    "week": gettext_lazy("working week"),
    "exceptions": gettext_lazy("exceptions"),
    "group": gettext_lazy("group"),
    "max_units_percent": gettext_lazy("maximum units"),
    "units_percent": gettext_lazy("units"),
    "work_minutes": gettext_lazy("work"),
    "delay_minutes": gettext_lazy("delay"),
    "resource": gettext_lazy("resource"),
    "duration_minutes": gettext_lazy("duration"),
    "duration_is_elapsed": gettext_lazy("elapsed duration"),
    "constraint": gettext_lazy("date constraint"),
    "constraint_minute": gettext_lazy("constraint date"),
    "second_constraint": gettext_lazy("second date constraint"),
    "second_constraint_minute": gettext_lazy("second constraint date"),
    "splits": gettext_lazy("interruptions"),
    "expected_finish_minute": gettext_lazy("expected finish"),
    "external_early_start_minute": gettext_lazy("start by another project"),
    "external_late_finish_minute": gettext_lazy("finish for another project"),
    "suspended_minute": gettext_lazy("suspended on"),
    "resumed_minute": gettext_lazy("resumed on"),
    "levelling_delay_minutes": gettext_lazy("levelling delay"),
    "ignores_resource_calendars": gettext_lazy("ignores resource calendars"),
    "contour": gettext_lazy("how work is spread"),
    "pieces": gettext_lazy("work by hand"),
    "delegation": gettext_lazy("level of delegation"),
    "rules": gettext_lazy("rules"),
    "lag_calendar": gettext_lazy("calendar of lags"),
    "lag_from_start": gettext_lazy("lag from start to start"),
    "progress_mode": gettext_lazy("work begun out of turn"),
    "total_float": gettext_lazy("total float"),
    "from_finish": gettext_lazy("scheduled from the finish"),
    "finish_by_minute": gettext_lazy("finish of the plan"),
    "must_finish_by_minute": gettext_lazy("must finish by"),
    "critical_float_minutes": gettext_lazy("float of what is critical"),
    "critical_by_longest_path": gettext_lazy("critical by the longest path"),
    "use_expected_finish": gettext_lazy("expected finishes decide"),
    "honour_levelling_delay": gettext_lazy("levelling delays hold"),
    "status_minute": gettext_lazy("status date"),
    "deadline_minute": gettext_lazy("deadline"),
    "percent_complete": gettext_lazy("per cent complete"),
    "actual_start_minute": gettext_lazy("actual start"),
    "actual_finish_minute": gettext_lazy("actual finish"),
    "actual_duration_minutes": gettext_lazy("actual duration"),
    "remaining_duration_minutes": gettext_lazy("remaining duration"),
    "manual_start_minute": gettext_lazy("start set by hand"),
    "manual_finish_minute": gettext_lazy("finish set by hand"),
    "start_minute": gettext_lazy("start"),
    "finish_minute": gettext_lazy("finish"),
    "start": gettext_lazy("start"),
    "finish": gettext_lazy("finish"),
    "is_manual": gettext_lazy("scheduled by hand"),
    "is_active": gettext_lazy("active"),
    "is_estimate": gettext_lazy("estimated"),
    "priority": gettext_lazy("priority"),
}

OPERATIONS = {
    "planning.change_plan": gettext_lazy("changed the plan"),
    "planning.create_plan": gettext_lazy("began the plan"),
    "planning.edit_plan": gettext_lazy("edited the plan"),
    "planning.schedule_plan": gettext_lazy("scheduled the plan anew"),
    "planning.set_baseline": gettext_lazy("set a baseline"),
    "planning.undo_edit": gettext_lazy("took an edit back"),
}


def _moment(value: Any) -> str:
    # minutes of plans and baselines are kept as numbers, those of activities as text
    return from_minute(value).isoformat(sep=" ", timespec="minutes") if isinstance(value, int) else str(value)


def _hours(value: Any) -> str:
    return hour_words(value) if isinstance(value, int) else str(value)


def _constraint(value: Any) -> str:
    return str(Constraint(value).label) if value in Constraint.values else str(value)


VALUES: dict[str, Callable[[Any], str]] = {
    **dict.fromkeys((name for name in FIELDS if name.endswith("_minute")), _moment),
    **dict.fromkeys((name for name in FIELDS if name.endswith("duration_minutes")), _hours),
    "levelling_delay_minutes": _hours,
    "critical_float_minutes": _hours,
    "work_minutes": _hours,
    "delay_minutes": _hours,
    "constraint": _constraint,
    "second_constraint": _constraint,
}


def field_words(names: set[str]) -> str:
    """Return fields in words, in alphabetical order: 'deadline, duration'."""
    return ", ".join(sorted({str(FIELDS.get(name, name)) for name in names}))


# what a field names by its primary key
_NAMED: dict[str, type[PlanCalendar | Person | Deliverable]] = {
    "calendar_id": PlanCalendar,
    "accountable_id": Person,
    "deliverable_id": Deliverable,
}


def readable(name: str, value: Any) -> Any:
    """Return a stated value as people read it: a moment for a minute, a name for a person."""
    if value is None:
        return ""
    if name == "splits":
        return split_words(value)
    if name.endswith("_minute"):
        return from_minute(value).isoformat(sep=" ", timespec="minutes")
    model = _NAMED.get(name)
    if model is not None:
        return model.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    return value


def split_words(splits: Sequence[Sequence[int]]) -> str:
    """Return gaps in an activity in words: 'after 16 h a pause of 8 h'."""
    pause = _("after %(work)s a pause of %(pause)s")
    return "; ".join(pause % {"work": hour_words(after), "pause": hour_words(gap)} for after, gap in splits)


def theirs(activity: Activity, name: str) -> Any:
    """Return what stands in the field `name` of an edit now, in the form in which an edit states it."""
    if name == "accountable_key":
        return activity.accountable.key if activity.accountable else None
    if name == "deliverable_key":
        return activity.deliverable.key if activity.deliverable else None
    if name == "calendar_key":
        return activity.calendar.key if activity.calendar else None
    if name in {"start", "finish"}:
        minute = getattr(activity, f"{name}_minute")
        return None if minute is None else from_minute(minute).isoformat(timespec="minutes")
    return getattr(activity, name, None)
