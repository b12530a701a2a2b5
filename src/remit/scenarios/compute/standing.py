"""A plan as it stands, in what two ways that it could be are compared by."""

from dataclasses import dataclass

from django.db.models import Sum

from remit.planning.compute import ResourceLoad, resource_loads
from remit.planning.models import Activity, Plan, Resource, ResourceAssignment

MOST_WEEKS = 260
_WEEK = 7
_DAY = 1440
_THURSDAY = 3  # the weekday of 1970-01-01, Monday 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an activity lies."""

    name: str
    kind: str
    start: int | None
    finish: int | None
    float_minutes: int | None
    is_critical: bool
    duration_minutes: int


@dataclass(frozen=True, slots=True)
class Loaded:
    """What a resource has to do, and the days still to come on which that is too much."""

    name: str
    load: ResourceLoad
    days_over: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """A plan as it stands: activities and work resources by key, in their order; the load by weeks from `first_day`."""

    finish: int | None
    rows: dict[str, Placed]
    loads: dict[str, Loaded]
    first_day: int
    work_minutes: int

    @property
    def critical(self) -> int:
        """Return how many activities are critical."""
        return sum(each.is_critical for each in self.rows.values() if each.kind != "summary")

    @property
    def days_over(self) -> int:
        """Return on how many days to come some resource has too much to do, each resource counted by itself."""
        return sum(len(each.days_over) for each in self.loads.values())


def standing_of(plan: Plan, finish: int | None, first_day: int | None = None) -> Standing:
    """Return how a plan stands in the database now: six queries.

    The load begins with the week of the status date, or of the first start where that is later; days before it are
    past, and nothing lightens them any more.
    """
    stated = Activity.objects.filter(project_id=plan.project_id).order_by("position")
    rows = {
        key: Placed(*placed)
        for key, *placed in stated.values_list(
            "key", "name", "kind", "start_minute", "finish_minute", "total_float_minutes", "is_critical",
            "duration_minutes",
        )
    }  # fmt: skip
    starts = [each.start for each in rows.values() if each.start is not None]
    if first_day is None:
        day = max(min(starts, default=plan.start_minute), plan.status_minute or 0) // _DAY
        first_day = day - (day + _THURSDAY) % _WEEK
    last = max((finish or 0) // _DAY, first_day)
    weeks = min(MOST_WEEKS, (last - first_day) // _WEEK + 1)
    loads = resource_loads(plan, first_day, weeks)
    named = Resource.objects.filter(project_id=plan.project_id, pk__in=loads).order_by("name", "pk")
    today = (plan.status_minute or 0) // _DAY
    loaded = {
        key: Loaded(name, loads[pk], tuple(day for day in loads[pk].days_over if day >= today))
        for pk, key, name in named.values_list("pk", "key", "name")
    }
    assigned = ResourceAssignment.objects.filter(project_id=plan.project_id, activity__is_active=True)
    work = assigned.aggregate(Sum("work_minutes"))["work_minutes__sum"] or 0
    return Standing(finish, rows, loaded, first_day, work)
