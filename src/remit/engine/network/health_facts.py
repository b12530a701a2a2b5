"""What the checks of a plan's health ask of it, found once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from remit.engine.calendars import WorkingTime, around_the_clock, working_time
from remit.engine.model import Activity, ActivityKind, Link, Minute, Problem, Schedule, day_of
from remit.engine.network.health_results import HealthThresholds

SPANNING = frozenset({ActivityKind.SUMMARY, ActivityKind.LEVEL_OF_EFFORT, ActivityKind.WBS_SUMMARY})
MOMENTS = frozenset({ActivityKind.MILESTONE, ActivityKind.FINISH_MILESTONE})
WHOLE_PERCENT = 100

Baselines = Mapping[str, tuple[Minute, Minute]]


def is_done(activity: Activity) -> bool:
    """Return whether nothing of an activity is left to do."""
    return activity.actual_finish is not None or activity.percent_complete >= WHOLE_PERCENT


class Found(NamedTuple):
    """What the checks ask of one activity's schedule."""

    start: Minute
    finish: Minute
    total_float_minutes: int
    critical: bool


@dataclass(frozen=True)
class Facts:
    """A plan, its schedule, the promised start and finish of activities, and what is counted among them."""

    problem: Problem
    schedule: Schedule
    baselines: Baselines
    limits: HealthThresholds

    @cached_property
    def found(self) -> dict[str, Found]:
        """Return the schedule of each activity, read from the columns at once."""
        columns = self.schedule.columns
        rows = (columns.start, columns.finish, columns.total_float, columns.critical)
        return dict(zip(columns.ids, map(Found, *(each.tolist() for each in rows)), strict=True))

    @cached_property
    def parents(self) -> dict[str, str]:
        """Return the summary above each activity that has one."""
        return {each.id: each.parent_id for each in self.problem.activities if each.parent_id is not None}

    @cached_property
    def work(self) -> tuple[Activity, ...]:
        """Return what is work or a milestone: no summary, no level of effort, nothing inactive."""
        above = set(self.parents.values())
        return tuple(
            each
            for each in self.problem.activities
            if each.is_active and each.kind not in SPANNING and each.id not in above
        )

    @cached_property
    def left(self) -> tuple[Activity, ...]:
        """Return the work that is not done."""
        return tuple(each for each in self.work if not is_done(each))

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Return the links that lead to something active and not done."""
        activities = {each.id: each for each in self.problem.activities}
        return tuple(
            each
            for each in self.problem.links
            if activities[each.predecessor_id].is_active
            and activities[each.successor_id].is_active
            and not is_done(activities[each.successor_id])
        )

    @cached_property
    def linked(self) -> tuple[frozenset[str], frozenset[str]]:
        """Return what has a predecessor and what has a successor; a link on a summary counts for all below it."""
        active = {each.id for each in self.problem.activities if each.is_active}
        links = [
            each
            for each in self.problem.links
            if each.predecessor_id in active and each.successor_id in active
        ]
        after, before = {each.successor_id for each in links}, {each.predecessor_id for each in links}
        return self._with_children(after), self._with_children(before)

    def _with_children(self, ids: set[str]) -> frozenset[str]:
        found = set(ids)
        for each in self.work:
            at: str | None = each.id
            while at is not None and at not in ids:
                at = self.parents.get(at)
            if at is not None:
                found.add(each.id)
        return frozenset(found)

    @cached_property
    def _times(self) -> dict[str, WorkingTime]:
        origin = day_of(self.problem.start_minute)
        return {each.id: working_time(each, origin) for each in self.problem.calendars}

    def time_of(self, activity: Activity | None = None) -> WorkingTime:
        """Return the working time of an activity, of the plan where none is given."""
        if activity is not None and activity.duration_is_elapsed:
            return around_the_clock(day_of(self.problem.start_minute))
        return self._times[(activity and activity.calendar_id) or self.problem.default_calendar_id]

    def days(self, minutes: float) -> float:
        """Return working minutes as working days of the plan."""
        return minutes / self.problem.minutes_per_day

    def duration_days(self, activity: Activity) -> float:
        """Return the stated duration in days: of the clock where it is elapsed, else of work."""
        return activity.duration_minutes / (
            1440 if activity.duration_is_elapsed else self.problem.minutes_per_day
        )

    @cached_property
    def due(self) -> tuple[Activity, ...]:
        """Return the work whose promised finish lies at or before the status date."""
        status = self.problem.status_minute
        return tuple(
            each
            for each in self.work
            if status is not None and each.id in self.baselines and self.baselines[each.id][1] <= status
        )
