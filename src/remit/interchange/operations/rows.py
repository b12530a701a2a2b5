"""A document to the rows of a plan: everything in bulk, so that its size costs no queries."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice
from typing import Any, TypeVar

from django.db.models import Model
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.keys import next_numbers
from remit.engine import model as engine
from remit.engine.formats import DocumentTask, PlanDocument
from remit.interchange.compute.losses import NEAREST_CONSTRAINTS, NEAREST_KINDS, NEAREST_RESOURCES
from remit.people.models import Person
from remit.planning.models import (
    Activity,
    Baseline,
    BaselineActivity,
    Link,
    PlanCalendar,
    Resource,
    ResourceAssignment,
)
from remit.planning.operations.editing import STAFFING
from remit.projects.models import Project

CALENDAR, TASK, LINK, RESOURCE = "C", "T", "L", "R"
_BATCH = 1000

M = TypeVar("M", bound=Model)


@dataclass(slots=True)
class Written:
    """The rows that a document became, by the ids of the file; links by their keys."""

    calendars: dict[str, PlanCalendar] = field(default_factory=dict)
    activities: dict[str, Activity] = field(default_factory=dict)
    resources: dict[str, Resource] = field(default_factory=dict)
    links: dict[str, engine.Link] = field(default_factory=dict)
    assignments: int = 0
    baselines: int = 0
    repeated_baselines: int = 0
    told: Callable[[int, int], None] = lambda _done, _total: None
    total: int = 0
    done: int = 0

    def write(self, model: type[M], rows: Iterable[M]) -> None:
        """Write rows in portions, and say after each how far it is."""
        waiting = iter(rows)
        while portion := list(islice(waiting, _BATCH)):
            model.objects.bulk_create(portion, batch_size=_BATCH)  # type: ignore[attr-defined]  # every model of ours has it
            self.done += len(portion)
            self.told(self.done, self.total)

    def counts(self) -> dict[str, int]:
        """Return how many of each kind were kept."""
        kinds = Counter(each.kind for each in self.activities.values())
        return {
            "activities": len(self.activities),
            "summaries": kinds["summary"],
            "milestones": kinds["milestone"],
            "links": len(self.links),
            "calendars": len(self.calendars),
            "resources": len(self.resources),
            "assignments": self.assignments,
            "baselines": self.baselines,
        }


def write_rows(
    project: Project,
    document: PlanDocument,
    *,
    actor: Actor,
    with_baselines: bool,
    told: Callable[[int, int], None] = lambda _done, _total: None,
) -> Written:
    """Write calendars, activities, links, resources, assignments and baselines of an empty plan.

    `told` hears after each portion how many rows of how many are written.
    """
    total = sum(map(len, (document.tasks, document.links, document.resources, document.assignments)))
    if with_baselines:
        total += sum(len(task.baselines) for task in document.tasks)
    written = Written(told=told, total=total)
    _write_calendars(project, document, written)
    _write_activities(project, document, written)
    _write_links(project, document, written)
    _write_resources(project, document, written)
    _write_assignments(project, document, written)
    if with_baselines:
        _write_baselines(project, document, written, actor)
    return written


def _keys(project: Project, prefix: str, count: int) -> list[str]:
    numbers = next_numbers(f"project:{project.pk}", prefix, count) if count else range(0)
    return [f"{prefix}-{number}" for number in numbers]


def _shifts(shifts: tuple[engine.Shift, ...]) -> list[list[int]]:
    return [[each.start, each.finish] for each in shifts]


def _write_calendars(project: Project, document: PlanDocument, written: Written) -> None:
    keys = _keys(project, CALENDAR, len(document.calendars))
    rows = [
        PlanCalendar(
            project=project,
            key=key,
            uid=each.id,
            name=each.name[:200],
            week=[_shifts(day) for day in each.week],
            exceptions=[[e.first_day, e.last_day, _shifts(e.shifts), e.name] for e in each.exceptions],
        )
        for key, each in zip(keys, document.calendars, strict=True)
    ]
    PlanCalendar.objects.bulk_create(rows, batch_size=_BATCH)
    written.calendars = {row.uid: row for row in rows}


def _write_activities(project: Project, document: PlanDocument, written: Written) -> None:
    """Write level by level: a parent must have its primary key before anything can stand below it."""
    keys = _keys(project, TASK, len(document.tasks))
    levels: dict[int, list[Activity]] = {}
    for position, (key, task) in enumerate(zip(keys, document.tasks, strict=True)):
        row = Activity(project=project, key=key, position=position, **_stated(task, written))
        written.activities[task.activity.id] = row
        levels.setdefault(task.level, []).append(row)
    parents = {task.activity.id: task.activity.parent_id for task in document.tasks}
    for level in sorted(levels):
        for row in levels[level]:
            parent = parents[row.uid]
            row.parent = written.activities[parent] if parent is not None else None
        written.write(Activity, levels[level])


def _stated(task: DocumentTask, written: Written) -> dict[str, Any]:
    a = task.activity
    return {
        "uid": a.id,
        "level": task.level,
        "name": a.name[:300],
        "notes": task.notes,
        "kind": str(NEAREST_KINDS.get(a.kind, a.kind)),
        "calendar": written.calendars[a.calendar_id] if a.calendar_id is not None else None,
        "duration_minutes": a.duration_minutes,
        "duration_is_elapsed": a.duration_is_elapsed,
        "ignores_resource_calendars": a.ignores_resource_calendars,
        "is_estimate": task.is_estimate,
        "fixed_duration": a.fixed_duration,
        "work_minutes": task.work_minutes,
        "constraint": str(NEAREST_CONSTRAINTS.get(a.constraint, a.constraint)),
        "constraint_minute": a.constraint_minute,
        "second_constraint": str(NEAREST_CONSTRAINTS.get(a.second_constraint, a.second_constraint)),
        "second_constraint_minute": a.second_constraint_minute,
        "splits": [[each.done_minutes, each.gap_minutes] for each in a.splits],
        "deadline_minute": a.deadline_minute,
        "expected_finish_minute": a.expected_finish,
        "external_early_start_minute": a.external_early_start,
        "external_late_finish_minute": a.external_late_finish,
        "levelling_delay_minutes": a.levelling_delay_minutes,
        "can_split": a.can_split,
        "is_manual": a.is_manual,
        "manual_start_minute": a.manual_start,
        "manual_finish_minute": a.manual_finish,
        "is_active": a.is_active,
        "priority": a.priority,
        "percent_complete": round(a.percent_complete),
        "actual_start_minute": a.actual_start,
        "actual_finish_minute": a.actual_finish,
        "suspended_minute": a.suspended_minute,
        "resumed_minute": a.resumed_minute,
        "actual_duration_minutes": a.actual_duration_minutes,
        "remaining_duration_minutes": a.remaining_duration_minutes,
    }


def _write_links(project: Project, document: PlanDocument, written: Written) -> None:
    written.links = dict(zip(_keys(project, LINK, len(document.links)), document.links, strict=True))
    written.write(
        Link,
        (
            Link(
                project=project,
                key=key,
                predecessor=written.activities[link.predecessor_id],
                successor=written.activities[link.successor_id],
                kind=str(link.kind),
                lag_amount=link.lag.amount,
                lag_unit=str(link.lag.unit),
            )
            for key, link in written.links.items()
        ),
    )


def _percent(units: float) -> Decimal:
    return Decimal(f"{units * 100:.2f}")


def _people(project: Project, addresses: list[str]) -> dict[str, Person]:
    """Return the colleagues with these addresses, asked for in portions that every database takes."""
    colleagues = Person.objects.filter(organisation_id=project.organisation_id)
    found: dict[str, Person] = {}
    for first in range(0, len(addresses), _BATCH):
        portion = addresses[first : first + _BATCH]
        rows = colleagues.annotate(address=Lower("email")).filter(address__in=portion)
        found.update((person.email.lower(), person) for person in rows)
    return found


def _write_resources(project: Project, document: PlanDocument, written: Written) -> None:
    """Write resources; one whose address is a colleague's is that person."""
    people = _people(project, sorted({each.email.lower() for each in document.resources if each.email}))
    keys = _keys(project, RESOURCE, len(document.resources))
    rows = [
        Resource(
            project=project,
            key=key,
            uid=each.resource.id,
            name=each.resource.name[:200],
            kind=str(NEAREST_RESOURCES.get(each.resource.kind, each.resource.kind)),
            person=people.get(each.email.lower()),
            calendar=written.calendars[each.resource.calendar_id] if each.resource.calendar_id else None,
            email=each.email[:254],
            group=each.group[:120],
            max_units_percent=_percent(each.resource.max_units),
        )
        for key, each in zip(keys, document.resources, strict=True)
    ]
    written.write(Resource, rows)
    written.resources = {row.uid: row for row in rows}


def _write_assignments(project: Project, document: PlanDocument, written: Written) -> None:
    keys = _keys(project, STAFFING, len(document.assignments))
    rows = [
        ResourceAssignment(
            project=project,
            key=key,
            activity=written.activities[each.assignment.activity_id],
            resource=written.resources[each.assignment.resource_id] if each.assignment.resource_id else None,
            units_percent=_percent(each.assignment.units),
            work_minutes=each.assignment.work_minutes,
            actual_work_minutes=each.assignment.actual_work_minutes,
            remaining_work_minutes=each.assignment.remaining_work_minutes,
            delay_minutes=each.assignment.delay_minutes,
            contour=str(each.assignment.contour),
            pieces=[list(piece) for piece in each.assignment.pieces],
        )
        for key, each in zip(keys, document.assignments, strict=True)
    ]
    written.write(ResourceAssignment, rows)
    written.assignments = len(rows)


def _write_baselines(project: Project, document: PlanDocument, written: Written, actor: Actor) -> None:
    """Write baselines: those of a file count from 0, ours from 1; the file's first is the current one."""
    numbers = sorted({baseline.number for task in document.tasks for baseline in task.baselines})
    rows = {
        number: Baseline(
            project=project,
            number=number + 1,
            name=_("From the file") if number == 0 else _("From the file, %(number)d") % {"number": number},
            set_by_key=actor.key,
            set_by_name=actor.name[:200],
            is_current=number == 0,
            is_from_file=True,
        )
        for number in numbers
    }
    Baseline.objects.bulk_create(rows.values())
    promises: dict[tuple[int, str], BaselineActivity] = {}
    for task in document.tasks:
        key = written.activities[task.activity.id].key
        for baseline in task.baselines:
            if (baseline.number, key) in promises:
                written.repeated_baselines += 1
                continue
            promises[baseline.number, key] = BaselineActivity(
                baseline=rows[baseline.number],
                activity_key=key,
                name=task.activity.name[:300],
                start_minute=baseline.start,
                finish_minute=baseline.finish,
                duration_minutes=baseline.duration_minutes,
                work_minutes=baseline.work_minutes,
            )
    written.write(BaselineActivity, promises.values())
    written.baselines = len(rows)
