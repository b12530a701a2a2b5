"""Steps of an edit that concern the plan as a whole: its start, its status date, and by which rules it is scheduled."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from remit.audit.queries import last_actor
from remit.core.errors import Conflict, FieldError, Invalid
from remit.core.plan_time import LAST_MINUTE
from remit.planning.models import FloatKind, LagCalendar, LagFromStart, Plan, ProgressMode, RuleSet
from remit.planning.operations.editing import Editing, Step
from remit.planning.operations.fields import LONGEST_MINUTES, choice, flag, minute, whole
from remit.planning.operations.wording import field_words, readable

LONGEST_FLOAT = LONGEST_MINUTES // 40


def _open(name: str, allowed: type[Any]) -> Callable[[Any], str]:
    """Return what checks a choice that may be left to the rules."""
    return lambda value: choice(value, name, allowed) if value else ""


def _flag(name: str) -> Callable[[Any], bool]:
    return lambda value: flag(value, name)


def _minute(name: str) -> Callable[[Any], int | None]:
    return lambda value: minute(value, name)


def _start(value: Any) -> int:
    if value is None or isinstance(value, str):
        found = minute(value, "start_minute")
        if found is None:
            raise Invalid(_("Say when the plan begins."), field="start_minute", code="required")
        return found
    return whole(value, "start_minute", 0, LAST_MINUTE)


FIELDS: dict[str, Callable[[Any], Any]] = {
    "start_minute": _start,
    "status_minute": _minute("status_minute"),
    "rules": lambda value: choice(value, "rules", RuleSet),
    "lag_calendar": _open("lag_calendar", LagCalendar),
    "lag_from_start": _open("lag_from_start", LagFromStart),
    "progress_mode": _open("progress_mode", ProgressMode),
    "total_float": _open("total_float", FloatKind),
    "from_finish": _flag("from_finish"),
    "finish_by_minute": _minute("finish_by_minute"),
    "must_finish_by_minute": _minute("must_finish_by_minute"),
    "critical_float_minutes": lambda value: whole(
        value, "critical_float_minutes", -LONGEST_FLOAT, LONGEST_FLOAT
    ),
    "critical_by_longest_path": _flag("critical_by_longest_path"),
    "use_expected_finish": _flag("use_expected_finish"),
    "honour_levelling_delay": _flag("honour_levelling_delay"),
}


def _change(editing: Editing, step: Step) -> None:
    plan = editing.plan
    fields = step.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise Invalid(_("Say which fields change."), field="fields", code="required")
    if whole(step.get("version"), "version", 1, 2**31) != plan.version:
        raise _stale(plan, fields)
    errors, values = [], {}
    for name, value in fields.items():
        if name not in FIELDS:
            errors.append(FieldError(name[:60], _("A plan has no such field."), "unknown"))
            continue
        try:
            values[name] = FIELDS[name](value)
        except Invalid as error:
            errors.extend(error.errors)
    stands = {name: values.get(name, getattr(plan, name)) for name in ("from_finish", "finish_by_minute")}
    if stands["from_finish"] and stands["finish_by_minute"] is None and stands.keys() & values.keys():
        message = _("A plan that is scheduled from its finish needs one.")
        errors.append(FieldError("finish_by_minute", message, "required"))
    if errors:
        raise Invalid("; ".join(f"{each.field}: {each.message}" for each in errors), errors=errors)
    before = {name: getattr(plan, name) for name in values}
    _set(editing, {name: value for name, value in values.items() if value != before[name]})


def _stale(plan: Plan, fields: dict[str, Any]) -> Conflict:
    project = plan.project
    changed_by = last_actor(project.organisation_id, "plan", project.key)
    both = {name: {"yours": value, "theirs": getattr(plan, name, None)} for name, value in fields.items()}
    message = _("%(who)s changed this plan meanwhile: look at what it states now.")
    current = {"version": plan.version, "fields": both, "changed_by": changed_by}
    return Conflict("stale", message % {"who": changed_by or _("Somebody")}, current=current)


def _set(editing: Editing, values: dict[str, Any]) -> None:
    if not values:
        return
    plan = editing.plan
    before = {name: getattr(plan, name) for name in values}
    for name, value in values.items():
        setattr(plan, name, value)
    plan.save(update_fields=list(values))
    editing.inverse.append({"op": "restate_plan", "values": before, "were": values})
    editing.plan_changes.update(
        {name: [readable(name, before[name]), readable(name, value)] for name, value in values.items()}
    )
    editing.labels.append(_("Changed %(what)s of the plan") % {"what": field_words(set(values))})


def _restate(editing: Editing, step: Step) -> None:
    now = {name: getattr(editing.plan, name) for name in step["values"]}
    if now != step["were"]:
        message = _("The plan was changed again after that edit: undo the later one first.")
        raise Conflict("changed_since", message, current={"fields": now})
    _set(editing, step["values"])


PLAN_STEPS: dict[str, Callable[[Editing, Step], None]] = {"change_plan": _change}
PLAN_BACK: dict[str, Callable[[Editing, Step], None]] = {"restate_plan": _restate}
