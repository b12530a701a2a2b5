"""What may be stated about an activity, each field with its rule; the rules hold for page, API and import alike."""

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.core.plan_time import LAST_MINUTE, parse_minute
from remit.people.models import Person, PoolEntry
from remit.planning.models import Activity, ActivityKind, Constraint, Plan, PlanCalendar
from remit.planning.queries.summaries import shown_duration
from remit.projects.models import Deliverable

LONGEST_MINUTES = 100 * 366 * 1440
LONGEST_NAME = 300
MOST_SPLITS = 100
NEEDS_DATE = frozenset({"snet", "snlt", "fnet", "fnlt", "mso", "mfo"})


def whole(value: Any, field: str, low: int, high: int) -> int:
    """Return `value` as a whole number from `low` to `high`; raises `Invalid` naming `field`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise Invalid(_("Give a whole number."), field=field, code="number")
    if not low <= value <= high:
        message = _("Give a number from %(low)d to %(high)d.") % {"low": low, "high": high}
        raise Invalid(message, field=field, code="range")
    return value


def text(value: Any, field: str, longest: int, *, required: bool = False) -> str:
    """Return `value` as text without control characters; raises `Invalid` naming `field`."""
    if not isinstance(value, str):
        raise Invalid(_("Give a text."), field=field, code="text")
    clean = "".join(c for c in value.strip() if c == "\n" or c.isprintable())
    if required and not clean:
        raise Invalid(_("Give a name."), field=field, code="required")
    if len(clean) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(clean)}, field=field, code="long")
    return clean


def minute(value: Any, field: str) -> int | None:
    """Return a plan minute from a number or an ISO date; None clears it."""
    if value is None or value == "":
        return None
    if isinstance(value, str):
        return parse_minute(value, field=field)
    return whole(value, field, 0, LAST_MINUTE)


def choice(value: Any, field: str, allowed: type[Any]) -> str:
    """Return `value` if it is one of the choices of `allowed`; raises `Invalid` naming them otherwise."""
    if value not in allowed.values:
        message = _("Choose one of: %(choices)s.") % {"choices": ", ".join(allowed.values)}
        raise Invalid(message, field=field, code="choice")
    return str(value)


def flag(value: Any, field: str) -> bool:
    """Return `value` if it is true or false."""
    if not isinstance(value, bool):
        raise Invalid(_("Give true or false."), field=field, code="flag")
    return value


@dataclass(frozen=True, slots=True)
class Stating:
    """An activity about to change: `set` notes the old value once, so that it can be taken back."""

    activity: Activity
    before: dict[str, Any]

    def set(self, name: str, value: Any) -> None:
        """Give the activity's `name` a new value."""
        current = getattr(self.activity, name)
        if current != value:
            self.before.setdefault(name, current)
            setattr(self.activity, name, value)


def _start(stating: Stating, value: Any) -> None:
    """A start that is typed or dragged: a manual activity stands there, another starts no earlier."""
    moment = minute(value, "start")
    if moment is None:
        _unconstrained(stating)
    elif stating.activity.is_manual:
        stating.set("manual_start_minute", moment)
        stating.set("manual_finish_minute", None)
    else:
        stating.set("constraint", Constraint.SNET)
        stating.set("constraint_minute", moment)


def _finish(stating: Stating, value: Any) -> None:
    """A finish that is typed: a manual activity ends there, another finishes no earlier."""
    moment = minute(value, "finish")
    if moment is not None and stating.activity.is_manual:
        start = stating.activity.manual_start_minute
        if start is not None and moment < start:
            raise Invalid(_("The finish lies before the start."), field="finish", code="order")
        stating.set("manual_finish_minute", moment)
    elif moment is None:
        _unconstrained(stating)
    else:
        stating.set("constraint", Constraint.FNET)
        stating.set("constraint_minute", moment)


def _unconstrained(stating: Stating) -> None:
    for name in ("constraint", "second_constraint"):
        stating.set(name, Constraint.ASAP)
        stating.set(f"{name}_minute", None)


def _duration(stating: Stating, value: Any) -> None:
    minutes = whole(value, "duration_minutes", 0, LONGEST_MINUTES)
    activity = stating.activity
    if activity.kind == ActivityKind.SUMMARY:
        plan = Plan.objects.select_related("calendar").get(project_id=activity.project_id)
        if minutes == shown_duration(activity, plan):
            return
        message = _("The duration of a summary follows from what stands below it: change that.")
        raise Invalid(message, field="duration_minutes", code="summary")
    stating.set("duration_minutes", minutes)
    if activity.kind in {ActivityKind.TASK, ActivityKind.MILESTONE}:
        stating.set("kind", ActivityKind.TASK if minutes else ActivityKind.MILESTONE)
    if activity.is_manual and activity.manual_finish_minute is not None:
        stating.set("manual_finish_minute", None)
    _progress(stating, activity.percent_complete)


def _percent(stating: Stating, value: Any) -> None:
    _progress(stating, whole(value, "percent_complete", 0, 100))


def _progress(stating: Stating, percent: int) -> None:
    """Progress gives actual dates: begun work keeps its start, finished work its finish."""
    activity = stating.activity
    if percent == activity.percent_complete == 0:
        return
    if activity.kind == ActivityKind.SUMMARY:
        message = _("The progress of a summary follows from what stands below it.")
        raise Invalid(message, field="percent_complete", code="summary")
    stating.set("percent_complete", percent)
    if percent and activity.actual_start_minute is None:
        stating.set("actual_start_minute", activity.start_minute)
    if not percent:
        stating.set("actual_start_minute", None)
    done = percent == 100  # noqa: PLR2004 - percent
    if done and activity.actual_finish_minute is None:
        stating.set("actual_finish_minute", activity.finish_minute)
    if not done:
        stating.set("actual_finish_minute", None)
    worked = activity.duration_minutes * percent // 100
    stating.set("actual_duration_minutes", worked)
    stating.set("remaining_duration_minutes", activity.duration_minutes - worked if percent else None)


def _constraint(stating: Stating, value: Any, name: str = "constraint") -> None:
    stating.set(name, choice(value, name, Constraint))
    if getattr(stating.activity, name) not in NEEDS_DATE:
        stating.set(f"{name}_minute", None)


def _splits(stating: Stating, value: Any) -> None:
    """Gaps in an activity, in order: each after more of its work than the one before, and before all of it is done."""
    if not isinstance(value, list) or len(value) > MOST_SPLITS:
        message = _("Give a list of at most %(most)d interruptions.") % {"most": MOST_SPLITS}
        raise Invalid(message, field="splits", code="list")
    activity, done = stating.activity, 0
    if value and (activity.kind != ActivityKind.TASK or not activity.duration_minutes):
        raise Invalid(_("Only work that takes time can be interrupted."), field="splits", code="kind")
    for each in value:
        if not isinstance(each, list) or len(each) != 2:  # noqa: PLR2004 - after how much work, for how long
            message = _("An interruption says after how much work it comes, and how long it lasts.")
            raise Invalid(message, field="splits", code="pair")
        after = whole(each[0], "splits", 1, LONGEST_MINUTES)
        whole(each[1], "splits", 1, LONGEST_MINUTES // MOST_SPLITS)
        if after <= done or after >= activity.duration_minutes:
            message = _("Interruptions follow one another, each before all of the work is done.")
            raise Invalid(message, field="splits", code="order")
        done = after
    stating.set("splits", value)


def _manual(stating: Stating, value: Any) -> None:
    stating.set("is_manual", flag(value, "is_manual"))
    if stating.activity.is_manual and stating.activity.manual_start_minute is None:
        stating.set("manual_start_minute", stating.activity.start_minute)
        stating.set("manual_finish_minute", stating.activity.finish_minute)


def _accountable(stating: Stating, value: Any) -> None:
    if not value:
        stating.set("accountable_id", None)
        return
    organisation_id = stating.activity.project.organisation_id
    stating.set("accountable_id", find_person(organisation_id, value, "accountable_key").pk)


def _calendar(stating: Stating, value: Any) -> None:
    calendar = find_calendar(stating.activity.project_id, value, "calendar_key") if value else None
    stating.set("calendar_id", calendar.pk if calendar else None)


def find_calendar(project_id: int, key: Any, field: str = "key") -> PlanCalendar:
    """Return the calendar of a plan with `key`; raises `Invalid` naming `field` where there is none."""
    found: PlanCalendar | None = PlanCalendar.objects.filter(project_id=project_id, key=str(key)[:16]).first()
    if found is None:
        message = _("There is no calendar %(key)s in this plan.") % {"key": str(key)[:40]}
        raise Invalid(message, field=field, code="unknown")
    return found


def find_person(organisation_id: int, key: Any, field: str) -> Person:
    """Return the person with `key`; raises `Invalid` naming `field` where there is nobody."""
    person: Person | None = Person.objects.filter(organisation_id=organisation_id, key=str(key)[:16]).first()
    if person is None:
        message = _("There is nobody with the key %(key)s here.") % {"key": str(key)[:40]}
        raise Invalid(message, field=field, code="unknown")
    return person


def find_pool_entry(organisation_id: int, key: Any, field: str) -> PoolEntry:
    """Return the open entry of the pool with `key`; raises `Invalid` naming `field` where there is none."""
    rows = PoolEntry.objects.filter(organisation_id=organisation_id, key=str(key)[:16], closed_on=None)
    entry: PoolEntry | None = rows.first()
    if entry is None:
        message = _("There is no open entry %(key)s in the pool.") % {"key": str(key)[:40]}
        raise Invalid(message, field=field, code="unknown")
    return entry


def _deliverable(stating: Stating, value: Any) -> None:
    """What an activity leads to; nothing: whatever it stands below leads to."""
    if not value:
        stating.set("deliverable_id", None)
        return
    rows = Deliverable.objects.filter(project_id=stating.activity.project_id, key=str(value)[:16])
    found = rows.values_list("pk", flat=True).first()
    if found is None:
        message = _("There is no deliverable %(key)s in this project.") % {"key": str(value)[:40]}
        raise Invalid(message, field="deliverable_key", code="unknown")
    stating.set("deliverable_id", found)


def _kind_of(stating: Stating, value: Any) -> None:
    kind = choice(value, "kind", ActivityKind)
    if ActivityKind.SUMMARY in {kind, stating.activity.kind} and kind != stating.activity.kind:
        message = _("An activity is a summary while others stand below it: move them.")
        raise Invalid(message, field="kind", code="summary")
    stating.set("kind", kind)
    if kind == ActivityKind.MILESTONE:
        stating.set("duration_minutes", 0)


def _minute(name: str) -> Callable[[Stating, Any], None]:
    return lambda stating, value: stating.set(name, minute(value, name))


def _flag(name: str) -> Callable[[Stating, Any], None]:
    return lambda stating, value: stating.set(name, flag(value, name))


STATE: dict[str, Callable[[Stating, Any], None]] = {
    "name": lambda s, v: s.set("name", text(v, "name", LONGEST_NAME, required=True)),
    "notes": lambda s, v: s.set("notes", text(v, "notes", 20_000)),
    "kind": _kind_of,
    "is_manual": _manual,
    "duration_minutes": _duration,
    "duration_is_elapsed": _flag("duration_is_elapsed"),
    "start": _start,
    "finish": _finish,
    "constraint_minute": _minute("constraint_minute"),
    "constraint": _constraint,
    "second_constraint_minute": _minute("second_constraint_minute"),
    "second_constraint": lambda s, v: _constraint(s, v, "second_constraint"),
    "splits": _splits,
    "deadline_minute": _minute("deadline_minute"),
    "expected_finish_minute": _minute("expected_finish_minute"),
    "external_early_start_minute": _minute("external_early_start_minute"),
    "external_late_finish_minute": _minute("external_late_finish_minute"),
    "suspended_minute": _minute("suspended_minute"),
    "resumed_minute": _minute("resumed_minute"),
    "levelling_delay_minutes": lambda s, v: s.set(
        "levelling_delay_minutes", whole(v, "levelling_delay_minutes", 0, LONGEST_MINUTES)
    ),
    "ignores_resource_calendars": _flag("ignores_resource_calendars"),
    "percent_complete": _percent,
    "priority": lambda s, v: s.set("priority", whole(v, "priority", 0, 1000)),
    "is_active": _flag("is_active"),
    "accountable_key": _accountable,
    "calendar_key": _calendar,
    "deliverable_key": _deliverable,
}


def state(activity: Activity, fields: dict[str, Any]) -> dict[str, Any]:
    """Give `activity` the stated `fields`, in memory; return the old values of what changed.

    Every wrong field is named, not only the first; an unknown field is wrong.
    """
    stating = Stating(activity, {})
    errors = [
        FieldError(name[:60], _("An activity has no such field that could be changed."), "unknown")
        for name in sorted(fields.keys() - STATE.keys())
    ]
    for name, rule in STATE.items():  # in the order of the table: what a rule relies on comes before it
        if name in fields:
            try:
                rule(stating, fields[name])
            except Invalid as error:
                errors.extend(error.errors)
    errors.extend(_disagreements(activity, stating.before.keys()))
    if errors:
        raise Invalid("; ".join(f"{each.field}: {each.message}" for each in errors), errors=errors)
    return stating.before


def _disagreements(activity: Activity, changed: Collection[str]) -> Iterator[FieldError]:
    """Yield what does not go together; what was that way before is left alone."""
    for name in ("constraint", "second_constraint"):
        if getattr(activity, name) in NEEDS_DATE and getattr(activity, f"{name}_minute") is None:
            yield FieldError(f"{name}_minute", _("This constraint needs a date."), "required")
    is_second = activity.second_constraint != Constraint.ASAP
    if (
        is_second
        and activity.constraint == Constraint.ASAP
        and {"constraint", "second_constraint"} & set(changed)
    ):
        yield FieldError("second_constraint", _("State the first constraint first."), "first")
    start, end = activity.suspended_minute, activity.resumed_minute
    if start is not None and end is not None and end < start:
        yield FieldError("resumed_minute", _("It is resumed before it is suspended."), "order")
