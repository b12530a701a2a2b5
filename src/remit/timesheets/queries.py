"""Reads of timesheets: of a week, of one, of what waits for somebody, and the hours that hold in a week."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import Invalid, NotFound
from remit.core.plan_time import start_of_day
from remit.people.grids import day_of
from remit.people.models import Person
from remit.planning.models import Activity, ActivityKind
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.timesheets.models import FINAL, SheetState, Timesheet, TimesheetLine
from remit.timesheets.querysets import TimesheetQuerySet

WEEK = dt.timedelta(days=7)
MOST_CHOICES, MOST_AT_HOME = 400, 5
Place = tuple[int | None, str]
"""Where work lies: the project, none outside of projects, and the activity, empty for the project as a whole."""


@dataclass(frozen=True, slots=True)
class Held:
    """Hours that hold in a week at one place: those of a line that no approved correction took back."""

    project: Project | None
    activity_key: str
    activity_name: str
    minutes: tuple[int, ...]
    note: str = ""
    line: int | None = None

    @property
    def place(self) -> Place:
        """Return where the work lies."""
        return (self.project.pk if self.project is not None else None, self.activity_key)

    @property
    def total(self) -> int:
        """Return the minutes of the week."""
        return sum(self.minutes)


def monday_of(day: dt.date) -> dt.date:
    """Return the Monday of the week of a day."""
    return day - dt.timedelta(days=day.weekday())


def week_named(text: str) -> dt.date:
    """Return the Monday of the week of a day in an address; `NotFound` for what is no day."""
    try:
        return monday_of(dt.date.fromisoformat(text))
    except (ValueError, OverflowError):
        raise NotFound from None


def own_person(actor: Actor) -> Person:
    """Return whoever acts; `NotFound` where it is nobody of an organisation."""
    rows = Person.objects.filter(pk=actor.person_id or 0).select_related("organisation")
    found: Person | None = rows.first()
    if found is None:
        raise NotFound
    return found


def sheets_of(person: Person, monday: dt.date) -> list[Timesheet]:
    """Return the sheets of a week with their lines, the first one and then its corrections: two queries."""
    rows = Timesheet.objects.filter(person=person, week=monday).select_related("approver")
    found = list(rows.prefetch_related("lines__project__scope").order_by("number"))
    for each in found:
        each.person = person
    return found


def held_in(sheets: Iterable[Timesheet]) -> list[Held]:
    """Return the hours that hold by `sheets`, whose lines were read: without what a later one of them took back."""
    lines = [line for sheet in sheets for line in sheet.lines.all()]
    back = {line.reverses_id for line in lines if line.reverses_id is not None}
    return [as_held(line) for line in lines if line.reverses_id is None and line.pk not in back]


def as_held(line: TimesheetLine) -> Held:
    """Return a line as hours at a place."""
    return Held(line.project, line.activity_key, line.activity_name, line.minutes, line.note, line.pk)


def day_sums(rows: Iterable[Any]) -> list[int]:
    """Return the minutes of each day, Monday to Sunday, over rows of `minutes`."""
    sums = [0] * 7
    for row in rows:
        for number, minutes in enumerate(row.minutes):
            sums[number] += minutes
    return sums


def sheets_seen(actor: Actor) -> TimesheetQuerySet:
    """Return the timesheets that the actor may read, with whose they are and who approves them."""
    rows: TimesheetQuerySet = Timesheet.objects.visible_to(actor)
    return rows.select_related("person", "approver", "organisation")


def one_sheet(actor: Actor, key: str) -> Timesheet:
    """Return a timesheet that the actor may read, with its lines; `NotFound` otherwise."""
    rows = (
        sheets_seen(actor).filter(key=key).select_related("person__organisation", "approver", "organisation")
    )
    found: Timesheet | None = rows.prefetch_related("lines__project__scope").first()
    if found is None:
        raise NotFound
    return found


def waiting_for(actor: Actor) -> TimesheetQuerySet:
    """Return the timesheets that wait for the actor, the oldest week first."""
    rows: TimesheetQuerySet = Timesheet.objects.filter(
        approver_id=actor.person_id or 0, state=SheetState.SUBMITTED
    )
    return rows.select_related("person").order_by("week", "person__name", "pk")


def bookable(actor: Actor) -> Q:
    """Return the filter that keeps projects on which the actor may enter hours: those seen on which work is done."""
    return actor.reach("project.view", "scope__path") & actor.within() & ~Q(phase__in=OVER)


def place_named(actor: Actor, project_key: str, activity_key: str, field: str) -> tuple[Project | None, str]:
    """Return the project and the activity's name for keys; `Invalid` naming `field` where hours cannot go there."""
    if not project_key:
        if activity_key:
            raise Invalid(_("Name the project of the activity."), field=field, code="unknown")
        return None, ""
    project = Project.objects.filter(bookable(actor), key=project_key).select_related("scope").first()
    if project is None:
        message = _("%(key)s takes no hours: choose a project that you see and on which work is done.")
        raise Invalid(message % {"key": project_key[:16]}, field=field, code="unknown")
    if not activity_key:
        return project, ""
    rows = Activity.objects.filter(project=project, key=activity_key).exclude(kind=ActivityKind.SUMMARY)
    name = rows.values_list("name", flat=True).first()
    if name is None:
        message = _("%(key)s is no activity of %(project)s that takes hours.")
        words = {"key": activity_key[:16], "project": project.key}
        raise Invalid(message % words, field=field, code="unknown")
    return project, name


def choices_of(actor: Actor, person: Person) -> list[tuple[Project, list[tuple[str, str]]]]:
    """Return the projects in whose team or plan somebody is, with the activities that can be chosen: two queries."""
    day = day_of(person.organisation)
    held = person.assignments.in_force(day).values_list("scope_id", flat=True)
    mine = Q(scope_id__in=list(held)) | Q(resources__person=person)
    projects = list(Project.objects.filter(bookable(actor) & mine).distinct().order_by("pk"))
    rows = Activity.objects.filter(project__in=projects, is_active=True)
    rows = rows.exclude(kind__in=(ActivityKind.SUMMARY, ActivityKind.MILESTONE)).order_by(
        "project", "position"
    )
    by_project: dict[int, list[tuple[str, str]]] = {each.pk: [] for each in projects}
    for project_id, key, name in rows.values_list("project_id", "key", "name"):
        if len(by_project[project_id]) < MOST_CHOICES:
            by_project[project_id].append((key, name))
    return [(each, by_project[each.pk]) for each in projects]


def finished_keys(places: Iterable[Place], before: dt.date) -> set[Place]:
    """Return those of the places whose activity the plan has as finished: one query."""
    wanted = {place for place in places if place[0] is not None and place[1]}
    rows = Activity.objects.filter(
        project_id__in={each[0] for each in wanted},
        key__in={each[1] for each in wanted},
        percent_complete=100,
    )
    done = rows.filter(finish_minute__lte=start_of_day(before))
    return wanted & set(done.values_list("project_id", "key"))


def has_begun(organisation_id: int) -> dt.date | None:
    """Return the first week for which anybody handed in hours; None where nobody does so yet: one query."""
    rows = Timesheet.objects.filter(organisation_id=organisation_id).exclude(state=SheetState.OPEN)
    found: dt.date | None = rows.order_by("week").values_list("week", flat=True).first()
    return found


def is_final(sheets: Sequence[Timesheet]) -> bool:
    """Return whether the last sheet of a week is approved: then a correction changes it."""
    return bool(sheets) and sheets[-1].state in FINAL
