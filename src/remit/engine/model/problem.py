from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from remit.engine.model.activity import Activity
from remit.engine.model.calendar import Calendar
from remit.engine.model.errors import CycleError, DateOutOfRangeError, DuplicateIdError, UnknownReferenceError
from remit.engine.model.link import Link
from remit.engine.model.options import SchedulingOptions
from remit.engine.model.resource import Assignment, Resource
from remit.engine.model.risk import RiskModel
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY, LAST_DAY, Minute


@dataclass(frozen=True, slots=True)
class Problem:
    """Everything that a schedule is computed from, checked when it is made.

    `rules` names the rule set. `status_minute` is the date up to which progress is reported (the data date).
    `compiled` keeps forms derived from it, each made once.
    `risk` is what may come otherwise; only `simulate` reads it.
    Raises the errors of `remit.engine.model.errors`.
    """

    start_minute: Minute
    calendars: tuple[Calendar, ...]
    default_calendar_id: str
    activities: tuple[Activity, ...]
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    rules: str = "microsoft-project"
    status_minute: Minute | None = None
    minutes_per_day: int = 480
    options: SchedulingOptions = field(default_factory=SchedulingOptions)
    risk: RiskModel | None = None
    compiled: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        calendars = _unique("calendar", (each.id for each in self.calendars))
        activities = _unique("activity", (each.id for each in self.activities))
        resources = _unique("resource", (each.id for each in self.resources))
        self._check_calendars(calendars)
        self._check_activities(activities, calendars)
        for link in self.links:
            if link.lag_calendar_id is not None and link.lag_calendar_id not in calendars:
                msg = f"A link counts its lag on calendar {link.lag_calendar_id}, which does not exist."
                raise UnknownReferenceError(msg, [link.predecessor_id, link.successor_id])
            for end in (link.predecessor_id, link.successor_id):
                if end not in activities:
                    msg = f"A link refers to activity {end}, which is not in the plan."
                    raise UnknownReferenceError(msg, [link.predecessor_id, link.successor_id])
        for assignment in self.assignments:
            if assignment.activity_id not in activities:
                msg = f"An assignment refers to activity {assignment.activity_id}, which is not in the plan."
                raise UnknownReferenceError(msg, [assignment.activity_id])
            if assignment.resource_id is not None and assignment.resource_id not in resources:
                msg = f"An assignment refers to resource {assignment.resource_id}, which is not in the plan."
                raise UnknownReferenceError(msg, [assignment.activity_id])
        if self.risk is not None:
            self.risk.check(activities, calendars, _followers(self.links) if self.risk.branches else None)

    def _check_calendars(self, calendars: set[str]) -> None:
        if self.default_calendar_id not in calendars:
            msg = f"The plan's calendar {self.default_calendar_id} is not among its calendars."
            raise UnknownReferenceError(msg)
        for resource in self.resources:
            if resource.calendar_id is not None and resource.calendar_id not in calendars:
                what = f"Resource '{resource.name}'"
                msg = f"{what} refers to calendar {resource.calendar_id}, which does not exist."
                raise UnknownReferenceError(msg)

    def _check_activities(self, activities: set[str], calendars: set[str]) -> None:
        _in_range(self.start_minute, "The plan's start", None)
        parents: dict[str, str] = {}
        for each in self.activities:
            what = f"Activity {each.id} '{each.name}'"
            if each.calendar_id is not None and each.calendar_id not in calendars:
                msg = f"{what} refers to calendar {each.calendar_id}, which does not exist."
                raise UnknownReferenceError(msg, [each.id])
            if each.parent_id is not None:
                if each.parent_id not in activities:
                    msg = f"{what} stands below {each.parent_id}, which does not exist."
                    raise UnknownReferenceError(msg, [each.id])
                parents[each.id] = each.parent_id
            for minute in _dates_of(each):
                _in_range(minute, what, each.id)
        _check_outline(parents)


def _followers(links: Iterable[Link]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for link in links:
        found.setdefault(link.predecessor_id, set()).add(link.successor_id)
    return found


def _dates_of(activity: Activity) -> tuple[Minute | None, ...]:
    return (
        activity.constraint_minute,
        activity.second_constraint_minute,
        activity.deadline_minute,
        activity.manual_start,
        activity.manual_finish,
        activity.actual_start,
        activity.actual_finish,
        activity.expected_finish,
        activity.external_early_start,
        activity.external_late_finish,
        activity.suspended_minute,
        activity.resumed_minute,
    )


def _unique(what: str, ids: Iterable[str]) -> set[str]:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            msg = f"Two of the kind {what} have the id {each}."
            raise DuplicateIdError(msg, [each] if what == "activity" else [])
        seen.add(each)
    return seen


def _in_range(minute: Minute | None, what: str, activity_id: str | None) -> None:
    if minute is not None and not FIRST_DAY * DAY_MINUTES <= minute < (LAST_DAY + 1) * DAY_MINUTES:
        msg = f"{what} has a date before 1900 or after 2199."
        raise DateOutOfRangeError(msg, [activity_id] if activity_id else [])


def _check_outline(parents: dict[str, str]) -> None:
    safe: set[str] = set()
    for start in parents:
        trail: dict[str, int] = {}
        at: str | None = start
        while at is not None and at not in safe:
            if at in trail:
                msg = f"Activity {at} stands below itself."
                raise CycleError(msg, [*trail][trail[at] :])
            trail[at] = len(trail)
            at = parents.get(at)
        safe.update(trail)
