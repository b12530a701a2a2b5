"""A plan as a file."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db import transaction
from django.utils.translation import gettext as _

from remit.core.errors import Invalid, NotFound
from remit.engine import model as engine
from remit.engine.formats import (
    FORMATS,
    DocumentAssignment,
    DocumentBaseline,
    DocumentResource,
    DocumentTask,
    PlanDocument,
    PlanFormat,
)
from remit.planning.compute import problem_for
from remit.planning.models import Activity, BaselineActivity, Plan, PlanCalendar, Resource, ResourceAssignment
from remit.projects.models import Project

HIGHEST_UID = 2**31 - 1
HIGHEST_BASELINE = 10

_NUMBER = re.compile(r"^[1-9][0-9]{0,9}\Z")

_Ids = Mapping[str, str]


# what a plan can be written as, the usual one first
EXPORTED = tuple(sorted((each for each in FORMATS if each.writer), key=lambda each: each.name != "mspdi"))
EXPORT_NAMES = tuple(each.name for each in EXPORTED)


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A plan as a file: its bytes, what kind they are, and what the file is called."""

    content: bytes
    media_type: str
    name: str


def export_file(project: Project, format_name: str = "") -> ExportedFile:
    """Return the plan of a project as a file in one of `EXPORT_NAMES`, Microsoft Project XML where none is named.

    Raises `Invalid` for a format that is not written.
    """
    chosen = next((each for each in EXPORTED if each.name == (format_name or EXPORTED[0].name)), None)
    if chosen is None:
        message = _("Choose one of: %(choices)s.") % {"choices": ", ".join(EXPORT_NAMES)}
        raise Invalid(message, field="format", code="choice")
    stem = "".join(c for c in f"{project.key} {project.name}" if c.isprintable() and c not in '/\\:*?"<>|')
    what = f" {_('links')}" if chosen.name == "csv-links" else ""
    return ExportedFile(export_plan(project, chosen), chosen.media_type, f"{stem}{what}{chosen.suffix}")


def export_plan(project: Project, format_: PlanFormat = EXPORTED[0]) -> bytes:
    """Return the plan of a project as a file, Microsoft Project XML by default, as it stands at one moment."""
    with transaction.atomic():
        # edits wait while it is read, so that the tables agree with one another
        plan: Plan | None = Plan.objects.select_for_update().filter(project_id=project.pk).first()
        if plan is None:
            raise NotFound(_("This project has no plan yet: there is nothing to export."))
        document = plan_document(project, plan)
    return format_.write(document)


def plan_document(project: Project, plan: Plan) -> PlanDocument:
    """Return a plan as a document; things that came from a file keep the ids that they had there."""
    problem = problem_for(plan)
    rows = Activity.objects.filter(project_id=project.pk).order_by("position")
    activity_ids = _ids(rows.values_list("key", "uid"))
    calendar_ids = _ids(_by_pk(PlanCalendar, project))
    resource_ids = _ids(_by_pk(Resource, project))
    return PlanDocument(
        name="".join(c for c in project.name if c.isprintable()),  # what XML can hold
        start_minute=plan.start_minute,
        status_minute=plan.status_minute,
        minutes_per_day=plan.minutes_per_day,
        minutes_per_week=plan.minutes_per_week,
        default_calendar_id=calendar_ids[problem.default_calendar_id],
        calendars=tuple(replace(each, id=calendar_ids[each.id]) for each in problem.calendars),
        tasks=tuple(_tasks(project, problem, activity_ids, calendar_ids)),
        links=tuple(
            replace(
                each,
                predecessor_id=activity_ids[each.predecessor_id],
                successor_id=activity_ids[each.successor_id],
            )
            for each in problem.links
        ),
        resources=tuple(_resources(project, problem, resource_ids, calendar_ids)),
        assignments=tuple(_assignments(project, problem, activity_ids, resource_ids)),
        rules=plan.rules,
        options=problem.options,
    )


def _by_pk(model: type[PlanCalendar | Resource], project: Project) -> list[tuple[str, str]]:
    rows = model.objects.filter(project_id=project.pk).values_list("pk", "uid")
    return [(str(pk), uid) for pk, uid in rows]


def _ids(stored: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Return an id for each: its own where it is a number that nothing before has, a fresh one otherwise."""
    rows = list(stored)
    found: dict[str, str] = {}
    taken: set[str] = set()
    for ours, uid in rows:
        if _NUMBER.match(uid) and int(uid) <= HIGHEST_UID and uid not in taken:
            found[ours] = uid
            taken.add(uid)
    fresh = max((int(uid) for uid in taken), default=0)
    for ours, _uid in rows:
        if ours not in found:
            fresh += 1
            found[ours] = str(fresh)
    return found


def _tasks(
    project: Project, problem: engine.Problem, activity_ids: _Ids, calendar_ids: _Ids
) -> Iterable[DocumentTask]:
    said = {
        key: rest
        for key, *rest in Activity.objects.filter(project_id=project.pk).values_list(
            "key", "level", "notes", "work_minutes", "is_estimate", "start_minute", "finish_minute"
        )
    }
    baselines = _baselines(project)
    for each in problem.activities:
        level, notes, work, is_estimate, start, finish = said[each.id]
        yield DocumentTask(
            activity=replace(
                each,
                id=activity_ids[each.id],
                calendar_id=calendar_ids[each.calendar_id] if each.calendar_id else None,
                parent_id=activity_ids[each.parent_id] if each.parent_id else None,
            ),
            level=level,
            notes=notes,
            work_minutes=work,
            is_estimate=is_estimate,
            stored_start=start,
            stored_finish=finish,
            baselines=tuple(baselines.get(each.id, ())),
        )


def _baselines(project: Project) -> dict[str, list[DocumentBaseline]]:
    """Return the promises by activity, those of baselines for which the file has a number."""
    rows = BaselineActivity.objects.filter(baseline__project_id=project.pk).values_list(
        "activity_key",
        "baseline__number",
        "start_minute",
        "finish_minute",
        "duration_minutes",
        "work_minutes",
        "baseline__is_current",
    )
    found: dict[str, list[DocumentBaseline]] = {}
    stated = list(rows.order_by("baseline__number", "pk"))
    numbers = _file_numbers({row[1] for row in stated}, next((row[1] for row in stated if row[6]), None))
    for key, number, start, finish, duration, work, _is_current in stated:
        if number in numbers:
            each = DocumentBaseline(numbers[number], start, finish, duration, work)
            found.setdefault(key, []).append(each)
    return {key: sorted(each, key=lambda one: one.number) for key, each in found.items()}


def _file_numbers(numbers: Iterable[int], current: int | None) -> dict[int, int]:
    """Return which of a file's numbers, 0 to 10, each of our baselines gets; the oldest go without.

    Ours count from 1. The current one becomes 0, because that is what other programs compare with.
    """
    placed = {} if current is None else {current: 0}
    others = sorted(set(numbers) - placed.keys(), reverse=True)
    for number in others:
        if number - 1 <= HIGHEST_BASELINE and number - 1 not in placed.values():
            placed[number] = number - 1
    free = [slot for slot in range(HIGHEST_BASELINE + 1) if slot not in placed.values()]
    homeless = [number for number in others if number not in placed]
    return {**placed, **dict(zip(homeless, free, strict=False))}


def _resources(
    project: Project, problem: engine.Problem, resource_ids: _Ids, calendar_ids: _Ids
) -> Iterable[DocumentResource]:
    rows = Resource.objects.filter(project_id=project.pk).values_list("pk", "email", "group")
    said = {str(pk): (email, group) for pk, email, group in rows}
    for each in problem.resources:
        calendar = calendar_ids[each.calendar_id] if each.calendar_id else None
        email, group = said[each.id]
        yield DocumentResource(replace(each, id=resource_ids[each.id], calendar_id=calendar), email, group)


def _assignments(
    project: Project, problem: engine.Problem, activity_ids: _Ids, resource_ids: _Ids
) -> Iterable[DocumentAssignment]:
    rows = ResourceAssignment.objects.filter(project_id=project.pk).values_list(
        "actual_work_minutes", "remaining_work_minutes"
    )
    for each, (actual, remaining) in zip(problem.assignments, rows, strict=True):
        resource = resource_ids[each.resource_id] if each.resource_id else None
        moved = replace(
            each,
            activity_id=activity_ids[each.activity_id],
            resource_id=resource,
            actual_work_minutes=actual,
            remaining_work_minutes=remaining,
        )
        yield DocumentAssignment(moved)
