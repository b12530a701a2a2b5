"""Risks: raised by whoever sees the project, taken up by whoever keeps the register, worded until they are closed."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.meetings.models import Action
from remit.meetings.operations.actions import add_action
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_sees,
    clean,
    differences,
    space_in,
    worded,
)
from remit.projects.operations.records import locked_project
from remit.registers.models import Category, Risk, RiskAction, RiskKind, RiskState
from remit.registers.operations.about import about, locked_risk, tell_owner
from remit.registers.policies import may_assess, may_change_risk, may_keep_registers, may_raise

FIELDS = (
    "kind", "category", "cause", "event", "effect", "trigger", "note", "near_from", "near_to", "owner",
)  # fmt: skip
LONGEST, LONGEST_NOTE, MOST_ACTIONS = 500, 4000, 40


def check_open(risk: Risk) -> None:
    """Raise `Conflict` for a risk that is closed."""
    if risk.state == RiskState.CLOSED:
        raise Conflict("closed", _("It is closed: raise a new risk if it may happen again."))


def _check(risk: Risk, changed: Iterable[str]) -> None:
    needed = {
        "cause": _("Say what is so today that makes it possible."),
        "event": _("Say what may happen."),
        "effect": _("Say what that would mean for the project."),
    }
    for field in ("cause", "event", "effect", "trigger"):
        setattr(risk, field, clean(getattr(risk, field), field, LONGEST, needed=needed.get(field, "")))
    risk.note = clean(risk.note, "note", LONGEST_NOTE)
    check_choice(risk.kind, RiskKind, "kind")
    check_choice(risk.category, Category, "category")
    if "owner" in changed:
        check_sees(risk.project, [risk.owner], "owner")
    if risk.near_to is not None and risk.near_to < (risk.near_from or risk.near_to):
        message = _("The last day on which it may happen lies before the first.")
        raise Invalid(message, field="near_to", code="order")


@operation("registers.raise_risk")
def raise_risk(project: Project, *, actor: Actor, **stated: Any) -> Risk:
    """Raise a risk with fields of `FIELDS`: a draft, or open at once where the actor keeps the register."""
    locked = locked_project(project)
    require(may_raise(actor, locked))
    check_fields(stated, FIELDS)
    made = Risk(project=locked, raised_by_id=actor.person_id, raised_on=day_of(locked.organisation), **stated)
    _check(made, stated)
    if may_keep_registers(actor, locked):
        made.state = RiskState.OPEN
    made.key = next_key(space_in(locked), "RK")
    made.save()
    told = {name: ["", worded(getattr(made, name))] for name in (*stated, "state")}
    record(actor, about(made), told)
    if made.state == RiskState.OPEN:
        tell_owner(made, actor.name, actor.person_id)
    return made


@operation("registers.change_risk")
def change_risk(risk: Risk, *, version: int, actor: Actor, **changes: Any) -> Risk:
    """Change fields of `FIELDS` until the risk is closed; another owner is named by whoever keeps the register."""
    check_fields(changes, FIELDS)
    locked = locked_risk(risk, version, changes)
    require(may_change_risk(actor, locked))
    check_open(locked)
    before = {name: getattr(locked, name) for name in changes}
    was = locked.owner_id
    for name, value in changes.items():
        setattr(locked, name, value)
    if locked.owner_id != was and locked.state != RiskState.DRAFT:
        require(may_keep_registers(actor, locked.project))
    if locked.assessed_on is not None and locked.kind != before.get("kind", locked.kind):
        message = _("It was assessed as the other kind: raise what it is now as a risk of its own.")
        raise Conflict("assessed", message)
    _check(locked, ["owner"] if locked.owner_id != was else [])
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked))
    if locked.owner_id != was and locked.state != RiskState.DRAFT:
        tell_owner(locked, actor.name, actor.person_id)
    return locked


@operation("registers.open_risk")
def open_risk(risk: Risk, *, version: int, actor: Actor, owner: Person | None = None) -> Risk:
    """Take a draft up into the register, perhaps naming another owner, who is told."""
    locked = locked_risk(risk, version, {})
    require(may_keep_registers(actor, locked.project))
    if locked.state != RiskState.DRAFT:
        raise Conflict("order", _("It is in the register already."))
    before = {"state": locked.state, "owner": locked.owner}
    locked.owner = owner or locked.owner
    check_sees(locked.project, [locked.owner], "owner")
    locked.state = RiskState.OPEN
    locked.version += 1
    locked.save(update_fields=["owner", "state", "version"])
    record(actor, about(locked), differences(before, locked))
    tell_owner(locked, actor.name, actor.person_id)
    return locked


@operation("registers.add_response_action")
def add_response_action(
    risk: Risk, *, text: str, owner: Person, due_on: dt.date, version: int, actor: Actor
) -> Action:
    """Give somebody an action that answers the risk; it takes the right to give actions too."""
    locked = locked_risk(risk, version, {})
    require(may_assess(actor, locked))
    check_open(locked)
    if locked.answers.count() >= MOST_ACTIONS:
        raise Conflict("many", _("At most %(most)d actions for one risk.") % {"most": MOST_ACTIONS})
    made = add_action(locked.project, text=text, owner=owner, due_on=due_on, actor=actor)
    RiskAction.objects.create(risk=locked, action=made)
    locked.version += 1
    locked.save(update_fields=["version"])
    record(actor, about(locked), {"action": ["", f"{made.key} {made.text}"]})
    return made
