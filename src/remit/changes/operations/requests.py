"""Change requests: raised by whoever sees the project, worded, assessed by their one owner, led to their end."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.changes.deciding import way_of_change
from remit.changes.models import Cause, ChangeKind, ChangeRequest, ChangeState
from remit.changes.operations.about import GIVEN, WAITS, about, locked_change, tell_of
from remit.changes.operations.covering import cover
from remit.changes.policies import may_assess_change, may_edit_change, may_take_step
from remit.changes.steps import ASSESSABLE, EDITABLE, STEPS
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.grids import day_of
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
from remit.registers.policies import KEEP, may_raise

FIELDS = ("title", "description", "reason", "cause", "kind", "owner")
LONGEST_TITLE, LONGEST_WORDS = 300, 4000
MOST_DAYS, MOST_MINOR, MOST_MINUTES = 10_000, 10**15, 10**9
State = ChangeState


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change would do: working days and minutes of work, money in minor units, and the rest in words."""

    days: int
    cost_minor: int
    work_minutes: int | None = None
    scope_impact: str = ""
    risk_impact: str = ""
    quality_impact: str = ""
    benefit_impact: str = ""
    advice: str = ""


def _check(change: ChangeRequest, changed: Iterable[str]) -> None:
    change.title = clean(
        change.title, "title", LONGEST_TITLE, needed=_("Say in a line what is to be otherwise.")
    )
    change.description = clean(
        change.description, "description", LONGEST_WORDS, needed=_("Say what is to be otherwise, and where.")
    )
    change.reason = clean(change.reason, "reason", LONGEST_WORDS, needed=_("Say why it is needed."))
    check_choice(change.cause, Cause, "cause")
    check_choice(change.kind, ChangeKind, "kind")
    if "owner" in changed:
        check_sees(change.project, [change.owner], "owner")


@operation("changes.raise_change")
def raise_change(
    project: Project, *, actor: Actor, covers: Sequence[str] = (), **stated: Any
) -> ChangeRequest:
    """Ask for a change with fields of `FIELDS`: a draft until it is submitted.

    `covers` are the keys of activities that stand in the plan already and that it would let in.
    """
    locked = locked_project(project)
    require(may_raise(actor, locked))
    check_fields(stated, FIELDS)
    made = ChangeRequest(project=locked, **stated)
    _check(made, stated)
    made.raised_by_id, made.raised_on = actor.person_id, day_of(locked.organisation)
    made.key = next_key(space_in(locked), "CR")
    made.save()
    if covers:
        cover(made, covers)
    record(actor, about(made), {name: ["", worded(getattr(made, name))] for name in stated})
    return made


@operation("changes.edit_change")
def edit_change(change: ChangeRequest, *, version: int, actor: Actor, **changes: Any) -> ChangeRequest:
    """Change fields of `FIELDS` until it is assessed; an owner who has left is replaced by who keeps the registers."""
    check_fields(changes, FIELDS)
    locked = locked_change(change, version, changes)
    require(may_edit_change(actor, locked))
    hands_over = set(changes) == {"owner"} and actor.can(KEEP, locked.project.scope.path)
    if locked.state not in EDITABLE and not (hands_over and locked.closed_on is None):
        message = _("It was assessed as it is worded: raise another request for what differs.")
        raise Conflict("assessed", message)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    handed = "owner" in changes and locked.owner != before["owner"]
    _check(locked, ["owner"] if handed else [])
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked))
    if handed and locked.state != State.DRAFT:
        tell_of(locked.owner, GIVEN, locked, actor)
    return locked


def settle_impact(change: ChangeRequest, impact: Impact, actor: Actor) -> None:
    """State what a change does, each figure within bounds; only inside an operation, which has checked the right."""
    bounds = (("days", MOST_DAYS), ("cost_minor", MOST_MINOR), ("work_minutes", MOST_MINUTES))
    for name, most in bounds:
        value = getattr(impact, name)
        if value is not None and not -most <= value <= most:
            message = _("Give a number from -%(most)d to %(most)d.") % {"most": most}
            raise Invalid(message, field=name, code="range")
    for name, value in asdict(impact).items():
        setattr(change, name, clean(value, name, LONGEST_WORDS) if isinstance(value, str) else value)
    change.assessed_on = day_of(change.project.organisation)
    change.assessed_by_id = actor.person_id


IMPACTS = tuple(Impact.__dataclass_fields__)


@operation("changes.assess_change")
def assess_change(change: ChangeRequest, impact: Impact, *, version: int, actor: Actor) -> ChangeRequest:
    """Say what a change does to time, cost, scope, quality, risk and benefit; whoever decides by its size is told."""
    locked = locked_change(change, version, {})
    require(may_assess_change(actor, locked))
    if locked.state not in ASSESSABLE:
        raise Conflict("order", _order_words(locked.state, State.ASSESSED))
    before = {name: getattr(locked, name) for name in ("state", *IMPACTS)}
    settle_impact(locked, impact, actor)
    locked.state, locked.deferred_to = State.ASSESSED, None
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked))
    tell_of(way_of_change(locked).decider, WAITS, locked, actor)
    return locked


def _order_words(now: str, then: str) -> str:
    words = {"now": State(now).label, "next": State(then).label}
    return _("A change that is %(now)s does not become %(next)s.") % words


# step: the fields that keep what was said, on which day and by whom
KEPT = {
    "verify": ("verified_words", "verified_on", "verified_by_id"),
    "close": ("closed_words", "closed_on", ""),
}


@operation("changes.advance_change")
def advance_change(
    change: ChangeRequest, step: str, *, words: str, version: int, actor: Actor
) -> ChangeRequest:
    """Lead a request on by a step of `STEPS`: verifying it says by what it was seen."""
    locked = locked_change(change, version, {})
    if step not in STEPS:
        names = ", ".join(STEPS)
        raise Invalid(_("Choose one of: %(names)s.") % {"names": names}, field="step", code="choice")
    sources, state = STEPS[step]
    if locked.state not in sources:
        raise Conflict("order", _order_words(locked.state, state))
    require(may_take_step(actor, locked, step))
    if step == "close" and locked.awaits_ratification:
        message = _("It was approved in an emergency: whoever decides ratifies it first.")
        raise Conflict("unratified", message)
    said = stepped(locked, step, words, actor)
    before = {"state": locked.state}
    locked.state = state
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=said[:500])
    if step == "submit":
        tell_of(locked.owner, GIVEN, locked, actor)
    return locked


def stepped(change: ChangeRequest, step: str, words: str, actor: Actor) -> str:
    """Keep what was said at a step, on which day and by whom; return it."""
    needed = _("Say by what it was seen that it is as asked.") if step == "verify" else ""
    said = clean(words, "words", LONGEST_WORDS, needed=needed)
    if step in KEPT:
        kept, on, by = KEPT[step]
        today: dt.date = day_of(change.project.organisation)
        for name, value in ((kept, said), (on, today), (by, actor.person_id)):
            if name:
                setattr(change, name, value)
    return said
