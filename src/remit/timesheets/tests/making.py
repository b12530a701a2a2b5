"""People with work in a plan, and their weeks, for tests."""

import datetime as dt
from typing import Any

from remit.accounts.permissions import system_actor
from remit.conftest import MONDAY, World
from remit.core.keys import next_key
from remit.people.models import Person
from remit.people.operations.organisation import space_of
from remit.projects.models import Project
from remit.resourcing.tests.making import staffed
from remit.timesheets.models import Timesheet
from remit.timesheets.operations.approving import approve_sheet, lock_sheet
from remit.timesheets.operations.keeping import Entry, keep_week, submit_sheet

DAY = (480, 480, 480, 480, 480, 0, 0)


def reports_to(person: Person, manager: Person) -> None:
    """Let somebody answer to a line manager."""
    person.line_manager = manager
    person.save(update_fields=["line_manager"])


def planned(world: World, name: str = "Mia", days: int = 5) -> None:
    """Give somebody, a team member, an activity of so many days in the plan, which is T-1 where it is the first."""
    world.give(name, "team-member")
    staffed(world, world.project, name, days=days)


def a_week(
    world: World, name: str = "Mia", week: dt.date = MONDAY, minutes: tuple[int, ...] = DAY, **stated: Any
) -> Timesheet:
    """Return the week of somebody with hours on the project's work, not handed in."""
    entry = Entry(stated.get("project", world.project.key), stated.get("activity", ""), minutes)
    version = stated.get("version", 0)
    return keep_week(world.person(name), week, [entry], version=version, actor=world.actor(name))


def handed_in(world: World, name: str = "Mia", approver: str = "Otto", **stated: Any) -> Timesheet:
    """Return a week of somebody that waits for an approver."""
    reports_to(world.person(name), world.person(approver))
    made = a_week(world, name, **stated)
    return submit_sheet(made, version=made.version, actor=world.actor(name))


def locked(world: World, name: str = "Mia", approver: str = "Otto", **stated: Any) -> Timesheet:
    """Return a week of somebody that was approved and is locked."""
    made = handed_in(world, name, approver, **stated)
    made = approve_sheet(made, version=made.version, actor=world.actor(approver))
    return lock_sheet(made, actor=system_actor())


def noted(
    person: Person, week: dt.date = MONDAY, *, project: Project | None = None, lines: int = 1, **stated: Any
) -> Timesheet:
    """Return a week of somebody as it stands in the database, whoever stands above them: of 8 hours a line."""
    note = stated.pop("note", "")
    made: Timesheet = Timesheet.objects.create(
        organisation_id=person.organisation_id, person=person, week=week, total_minutes=480 * lines,
        key=next_key(space_of(person.organisation_id), "TS"), **stated,
    )  # fmt: skip
    for number in range(lines):
        activity = f"T-{number}" if number else ""
        made.lines.create(
            project=project,
            activity_key=activity if project else "",
            activity_name=note,
            monday=480,
            note=note,
        )
    return made
