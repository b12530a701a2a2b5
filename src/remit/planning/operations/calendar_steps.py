"""Steps of an edit that concern calendars: each can be taken back like every other."""

from collections.abc import Callable
from typing import Any

from django.core.serializers.python import Serializer
from django.utils.translation import gettext as _

from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.planning.models import Activity, Plan, PlanCalendar, Resource
from remit.planning.operations.editing import Editing, Step, restored, stale
from remit.planning.operations.fields import find_calendar, text, whole
from remit.planning.operations.working_weeks import (
    checked_exception,
    checked_exceptions,
    checked_week,
    exception_words,
    standard_week,
    week_words,
)

KIND = "calendar"
LONGEST_NAME = 200
MOST_CALENDARS = 200
FIELDS: dict[str, Callable[[Any], Any]] = {
    "name": lambda value: text(value, "name", LONGEST_NAME, required=True),
    "week": checked_week,
    "exceptions": checked_exceptions,
}


def _find(editing: Editing, key: Any, name: str = "key") -> PlanCalendar:
    return find_calendar(editing.plan.project_id, key, name)


def _words(name: str, value: Any) -> Any:
    if name == "week":
        return "; ".join(week_words(value))
    return [exception_words(each) for each in value] if name == "exceptions" else value


def _pair(name: str, before: Any, after: Any) -> list[Any]:
    """Return both values in words; of exceptions only those that came or went."""
    was, now = _words(name, before), _words(name, after)
    if name != "exceptions":
        return [was, now]
    gone, came = ([each for each in a if each not in b] for a, b in ((was, now), (now, was)))
    return ["; ".join(gone)[:2000], "; ".join(came)[:2000]]


def _set(editing: Editing, calendar: PlanCalendar, values: dict[str, Any], done: str) -> None:
    """State `values` of a calendar where they differ, with what takes them back."""
    before = {name: getattr(calendar, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return
    for name, value in after.items():
        setattr(calendar, name, value)
    calendar.version += 1
    calendar.save(update_fields=[*after, "version"])
    was = {name: before[name] for name in after}
    editing.inverse.append({"op": "restate_calendar", "key": calendar.key, "values": was, "were": after})
    pairs = {name: _pair(name, was[name], after[name]) for name in after}
    editing.note(calendar.key, calendar.name, pairs, done % {"key": calendar.name}, kind=KIND)


def _add(editing: Editing, step: Step) -> None:
    project_id = editing.plan.project_id
    if PlanCalendar.objects.filter(project_id=project_id).count() >= MOST_CALENDARS:
        message = _("A plan has at most %(most)d calendars.") % {"most": MOST_CALENDARS}
        raise Invalid(message, field="name", code="count")
    source = _find(editing, step["copy_of"], "copy_of") if step.get("copy_of") else None
    week = step.get("week", source.week if source else standard_week(editing.plan.minutes_per_day))
    calendar = PlanCalendar.objects.create(
        project_id=project_id,
        key=step.get("_key") or next_key(editing.space, "C"),
        name=text(step.get("name"), "name", LONGEST_NAME, required=True),
        week=checked_week(week),
        exceptions=checked_exceptions(step.get("exceptions", source.exceptions if source else [])),
    )
    editing.inverse.append({"op": "remove_calendar", "key": calendar.key})
    said = _("Added the calendar %(name)s") % {"name": calendar.name}
    editing.note(calendar.key, calendar.name, {"name": ["", calendar.name]}, said, kind=KIND)


def _seen(editing: Editing, step: Step, fields: dict[str, Any]) -> PlanCalendar:
    """Return the calendar of a step if it stands as the step's sender saw it."""
    calendar = _find(editing, step.get("key"))
    version = whole(step.get("version"), "version", 1, 2**31)
    if version != calendar.version:
        both = {
            name: {"yours": _words(name, value), "theirs": _words(name, getattr(calendar, name))}
            for name, value in fields.items()
        }
        raise stale(editing, KIND, calendar, version, both)
    return calendar


def _change(editing: Editing, step: Step) -> None:
    stated = step.get("fields")
    if not isinstance(stated, dict) or not stated or stated.keys() - FIELDS.keys():
        message = _("Say which fields change: name, week or exceptions.")
        raise Invalid(message, field="fields", code="required")
    values = {name: FIELDS[name](value) for name, value in stated.items()}
    _set(editing, _seen(editing, step, values), values, _("Changed the calendar %(key)s"))


def _add_exceptions(editing: Editing, step: Step) -> None:
    calendar = _find(editing, step.get("key"))
    added = checked_exceptions(step.get("exceptions"))
    if not added:
        raise Invalid(_("Say on which days."), field="exceptions", code="required")
    both = checked_exceptions([*calendar.exceptions, *added])
    _set(editing, calendar, {"exceptions": both}, _("Added days to the calendar %(key)s"))


def _change_exception(editing: Editing, step: Step) -> None:
    calendar = _seen(editing, step, {})
    exceptions = list(calendar.exceptions)
    number = whole(step.get("number"), "number", 0, max(len(exceptions) - 1, 0))
    if not exceptions:
        raise Invalid(_("This calendar has no exceptions."), field="number", code="unknown")
    stated = step.get("exception")
    exceptions[number : number + 1] = [] if stated is None else [checked_exception(stated)]
    _set(editing, calendar, {"exceptions": exceptions}, _("Changed days of the calendar %(key)s"))


def _remove(editing: Editing, step: Step) -> None:
    calendar = _find(editing, step.get("key"))
    if "version" in step:
        _seen(editing, step, {})
    _refuse_if_used(editing.plan, calendar)
    editing.inverse.append({"op": "restore_calendar", "rows": Serializer().serialize([calendar])})
    calendar.delete()
    said = _("Removed the calendar %(name)s") % {"name": calendar.name}
    editing.note(calendar.key, calendar.name, {"name": [calendar.name, ""]}, said, kind=KIND)


def _refuse_if_used(plan: Plan, calendar: PlanCalendar) -> None:
    if plan.calendar_id == calendar.pk:
        message = _("The plan works by this calendar: choose another for the plan first.")
        raise Conflict("in_use", message)
    for model in (Activity, Resource):
        keys = model.objects.filter(calendar_id=calendar.pk).values_list("key", flat=True)
        if named := list(keys[:6]):
            message = _("%(keys)s work by this calendar: give them another first.")
            raise Conflict("in_use", message % {"keys": ", ".join(named)})


def _use(editing: Editing, step: Step) -> None:
    calendar = _find(editing, step.get("key"))
    before: PlanCalendar = editing.plan.calendar
    if before.pk == calendar.pk:
        return
    editing.plan.calendar = calendar
    editing.plan.save(update_fields=["calendar"])
    editing.inverse.append({"op": "restore_use", "key": before.key, "was": calendar.key})
    said = _("The plan works by %(name)s") % {"name": calendar.name}
    changes = {"calendar": [before.name, calendar.name]}
    editing.note(calendar.key, calendar.name, changes, said, kind=KIND)


def _restate(editing: Editing, step: Step) -> None:
    calendar = _find(editing, step["key"])
    if {name: getattr(calendar, name) for name in step["values"]} != step["were"]:
        message = _("The calendar %(name)s was changed again after that edit: undo the later one first.")
        raise Conflict("changed_since", message % {"name": calendar.name})
    _set(editing, calendar, step["values"], _("Changed the calendar %(key)s back"))


def _restore(editing: Editing, step: Step) -> None:
    (row,) = restored(editing, step["rows"])
    row.save()
    calendar: PlanCalendar = row.object
    editing.inverse.append({"op": "remove_calendar", "key": calendar.key})
    said = _("Put the calendar %(name)s back") % {"name": calendar.name}
    editing.note(calendar.key, calendar.name, {"name": ["", calendar.name]}, said, kind=KIND)


def _restore_use(editing: Editing, step: Step) -> None:
    if editing.plan.calendar.key != step["was"]:
        message = _("The plan got yet another calendar after that edit: undo the later one first.")
        raise Conflict("changed_since", message)
    _use(editing, {"key": step["key"]})


CALENDAR_STEPS: dict[str, Callable[[Editing, Step], None]] = {
    "add_calendar": _add,
    "change_calendar": _change,
    "add_exceptions": _add_exceptions,
    "change_exception": _change_exception,
    "remove_calendar": _remove,
    "use_calendar": _use,
}
# how those are taken back, where another of them does not do it already
CALENDAR_BACK: dict[str, Callable[[Editing, Step], None]] = {
    "restate_calendar": _restate,
    "restore_calendar": _restore,
    "restore_use": _restore_use,
}
