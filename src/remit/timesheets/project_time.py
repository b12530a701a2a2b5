"""The hours of a project: what was worked on each activity and by whom, beside what the plan has."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, QuerySet, Sum
from django.utils.translation import gettext as _

from remit.people.models import Person
from remit.planning.models import Activity, ResourceAssignment
from remit.projects.models import Project
from remit.timesheets.models import DAYS, FINAL, SheetState, TimesheetLine

WHOLE = 100


@dataclass(frozen=True, slots=True)
class Period:
    """Weeks that begin from a day to a day, both included; None is open."""

    since: dt.date | None = None
    until: dt.date | None = None

    @property
    def is_all(self) -> bool:
        """Return whether it holds every week."""
        return self.since is None and self.until is None


@dataclass(frozen=True, slots=True)
class Worked:
    """Minutes of one activity or one person: `actual` was approved, `waiting` handed in; the rest is of the plan.

    `remaining` is what the manager estimates: what is stated of an assignment, else the share that is not complete.
    None where the plan does not know the activity or the person. `is_silent` where work has begun by the plan and
    nobody entered hours: what it took is not known then, and nothing is forecast.
    """

    key: str
    name: str
    actual: int
    waiting: int
    planned: int | None
    remaining: int | None
    is_silent: bool = False

    @property
    def has_hours(self) -> bool:
        """Return whether anybody entered hours."""
        return bool(self.actual or self.waiting)

    @property
    def forecast(self) -> int | None:
        """Return what it will have taken, actual and remaining; None where that is not known."""
        return None if self.remaining is None or self.is_silent else self.actual + self.remaining

    @property
    def over(self) -> int | None:
        """Return by how much the forecast is beyond the plan, below zero where it stays within."""
        return None if self.forecast is None or self.planned is None else self.forecast - self.planned


@dataclass(frozen=True, slots=True)
class ProjectTime:
    """The hours of a project by activity and by person, and their sums."""

    activities: tuple[Worked, ...]
    people: tuple[Worked, ...]
    total: Worked
    off_activity: int

    @property
    def off_percent(self) -> int | None:
        """Return the share of the hours that lie on no activity; None where there are none."""
        return round(WHOLE * self.off_activity / self.total.actual) if self.total.actual else None

    @property
    def silent(self) -> int:
        """Return how many activities have begun without an hour entered: while there are any, no sum is forecast."""
        return sum(each.is_silent for each in self.activities)


def lines_of(project: Project, period: Period) -> "QuerySet[TimesheetLine]":
    """Return the lines on a project of weeks in a period that are handed in or approved."""
    rows = TimesheetLine.objects.filter(project=project, sheet__state__in=(*FINAL, SheetState.SUBMITTED))
    if period.since is not None:
        rows = rows.filter(sheet__week__gte=period.since)
    if period.until is not None:
        rows = rows.filter(sheet__week__lte=period.until)
    return rows


def project_time(project: Project, period: Period) -> ProjectTime:
    """Return what was worked on a project in a period beside what its plan has in all: four queries."""
    worked = Sum(sum((F(day) for day in DAYS[1:]), F(DAYS[0])))
    by = ("activity_key", "sheet__person_id", "sheet__state")
    rows = lines_of(project, period).order_by().values_list(*by).annotate(worked=worked)
    done: defaultdict[tuple[str, Any, bool], int] = defaultdict(int)
    for key, person, state, minutes in rows.values_list(*by, "worked"):
        is_final = state in FINAL
        done["activity", key, is_final] += minutes
        done["person", person, is_final] += minutes
    plan = _Plan(project)
    wanted = {key for kind, key, _final in done if kind == "activity"}
    activities = [
        replace(each, is_silent=each.key in plan.begun and not each.has_hours)
        for each in (
            _worked(done, "activity", key, key, name, plan.by_activity.get(key))
            for key, name in _names(project, wanted | set(plan.by_activity))
        )
    ]
    people = [
        _worked(done, "person", each.pk, each.key, each.name, plan.by_person.get(each.pk))
        for each in _people({key for kind, key, _final in done if kind == "person"} | set(plan.by_person))
    ]
    total = _worked(_summed(done), "all", "", "", "", plan.total if plan.by_activity else None)
    total = replace(total, is_silent=any(each.is_silent for each in activities))
    return ProjectTime(tuple(activities), tuple(people), total, done["activity", "", True])


class _Plan:
    """Planned and remaining work of a plan, in minutes, by activity and by person."""

    def __init__(self, project: Project) -> None:
        self.by_activity: dict[str, tuple[int, int]] = {}
        self.by_person: dict[int, tuple[int, int]] = {}
        self.begun: set[str] = set()
        rows = ResourceAssignment.objects.filter(
            project=project, resource__kind="work", resource__pool=None, activity__is_active=True
        )
        fields = (
            "activity__key", "resource__person_id", "work_minutes", "remaining_work_minutes",
            "activity__percent_complete",
        )  # fmt: skip
        for key, person, work, stated, percent in rows.order_by().values_list(*fields):
            rest = stated if stated is not None else round(work * (WHOLE - percent) / WHOLE)
            self._add(self.by_activity, key, work, rest)
            if percent and work:
                self.begun.add(key)
            if person is not None:
                self._add(self.by_person, person, work, rest)

    @staticmethod
    def _add(sums: dict[Any, tuple[int, int]], key: Any, work: int, rest: int) -> None:
        before = sums.get(key, (0, 0))
        sums[key] = (before[0] + work, before[1] + rest)

    @property
    def total(self) -> tuple[int, int]:
        """Return all planned and all remaining work."""
        both = self.by_activity.values()
        return sum(each[0] for each in both), sum(each[1] for each in both)


def _summed(done: dict[tuple[str, Any, bool], int]) -> dict[tuple[str, Any, bool], int]:
    found: defaultdict[tuple[str, Any, bool], int] = defaultdict(int)
    for (kind, _key, is_final), minutes in done.items():
        if kind == "activity":
            found["all", "", is_final] += minutes
    return found


def _worked(
    done: dict[tuple[str, Any, bool], int],
    kind: str,
    at: Any,
    key: str,
    name: str,
    plan: tuple[int, int] | None,
) -> Worked:
    actual, waiting = done.get((kind, at, True), 0), done.get((kind, at, False), 0)
    return Worked(key, name, actual, waiting, plan[0] if plan else None, plan[1] if plan else None)


def _names(project: Project, keys: set[str]) -> list[tuple[str, str]]:
    """Return the activities of those keys in the order of the plan, then those it lost, then the project as a whole."""
    rows = Activity.objects.filter(project=project, key__in=keys).order_by("position")
    found = list(rows.values_list("key", "name"))
    lost = sorted(keys - {key for key, _name in found} - {""})
    whole = [("", _("the project as a whole"))] if "" in keys else []
    return [*found, *((key, _("no longer in the plan")) for key in lost), *whole]


def _people(pks: Iterable[int]) -> list[Person]:
    return list(Person.objects.filter(pk__in=list(pks)).order_by("name", "pk"))
