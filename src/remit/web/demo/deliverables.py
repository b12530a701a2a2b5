"""Deliverables of the demo: described, checked and answered by those who would have done so."""

import datetime as dt
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from remit.accounts.permissions import Actor, Grant
from remit.people.models import Assignment
from remit.planning.models import Activity
from remit.planning.operations.edits import edit_plan
from remit.projects.forms_deliverables import parse_criteria
from remit.projects.models import Deliverable, DeliverableState, Project
from remit.projects.operations.deliverable_states import (
    ANSWERS,
    advance_deliverable,
    decide_deliverable,
    note_check,
)
from remit.projects.operations.deliverables import add_deliverable
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

FILE = Path(__file__).parent / "deliverables.toml"
State = DeliverableState
WAY = (State.IN_WORK, State.READY, State.UNDER_CHECK, State.CHECKED, State.SUBMITTED)


@cache
def _stated() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["deliverable"]
    return rows


def load_deliverables(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Describe what project `number` hands over, and lead each to where it stands."""
    manager = firm.actor(each.manager)
    for row in _stated():
        if row["project"] != number:
            continue
        made = add_deliverable(
            project,
            name=row["name"],
            description=row.get("description", ""),
            due_on=row["due"],
            producer=firm.people[row["producer"]],
            acceptor=firm.people[row["acceptor"]],
            criteria=parse_criteria("\n".join(row["criteria"])),
            actor=manager,
        )
        steps = [
            {
                "op": "change",
                "key": each.key,
                "version": each.version,
                "fields": {"deliverable_key": made.key},
            }
            for each in Activity.objects.filter(project=project, key__in=row.get("activities", ()))
        ]
        if steps:
            edit_plan(project, steps, actor=manager)
        if "state" in row:
            _lead(firm, made, row, manager)


def _lead(firm: Firm, made: Deliverable, row: dict[str, Any], manager: Actor) -> None:
    target = State(row["state"])
    way = WAY if target in ANSWERS else WAY[: WAY.index(target) + 1]
    last: dt.date = row["on"]
    backwards = enumerate(reversed(way), start=int(target in ANSWERS))
    days = {state: _working(last - dt.timedelta(days=3 * behind)) for behind, state in backwards}
    for state in way:
        day = days[state]
        if state == State.CHECKED:
            for criterion in made.criteria.all():
                note_check(
                    made, criterion, method="Review", is_met=True, checked_on=day, actor=manager,
                    evidence="Minutes of the review",
                )  # fmt: skip
        made = advance_deliverable(made, state, version=made.version, taken_on=day, actor=manager)
    if target in ANSWERS:
        note = row.get("note", "")
        acceptor = _actor(firm, row["acceptor"])
        decide_deliverable(made, target, version=made.version, note=note, taken_on=last, actor=acceptor)


def _working(day: dt.date) -> dt.date:
    """Return the day, or the Friday before a weekend."""
    return day - dt.timedelta(days=max(0, day.weekday() - 4))


def _actor(firm: Firm, name: str) -> Actor:
    """Return somebody as the actor that the own roles make, also where there is no sign-in."""
    person = firm.people[name]
    held = Assignment.objects.filter(person=person, ended_at=None).select_related("role", "scope")
    grants = tuple(Grant(each.scope.path, each.role.code, frozenset(each.role.capabilities)) for each in held)
    return Actor(
        person.key, person.name, person_id=person.pk, organisation_id=person.organisation_id, grants=grants
    )
