"""Decisions on change requests: by whom the limits say, logged with the facts as they were seen; and emergencies."""

import datetime as dt

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.changes.deciding import amount_of, delay_of, manager_for, way_of_change
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.about import ANSWERED, RATIFY, about, locked_change, tell_of
from remit.changes.operations.requests import IMPACTS, LONGEST_WORDS, Impact, settle_impact
from remit.changes.policies import may_approve_in_emergency, may_decide_change
from remit.changes.steps import ANSWERS, UNANSWERED
from remit.core.errors import Conflict, Invalid
from remit.meetings.operations.decisions import Option, keep_decision
from remit.people.grids import day_of
from remit.people.routing import Route
from remit.projects.operations.parts import clean, differences
from remit.registers.scales import after_working_days

RATIFIED_WITHIN = 5
State = ChangeState
BECOMES = {"approve": State.APPROVED, "reject": State.REJECTED, "defer": State.DEFERRED}


@operation("changes.decide_change")
def decide_change(
    change: ChangeRequest, answer: str, *, words: str, version: int, actor: Actor,
    deferred_to: dt.date | None = None,
) -> ChangeRequest:  # fmt: skip
    """Approve, reject or defer a request that was assessed, saying why; the log of decisions keeps what was seen."""
    locked = locked_change(change, version, {})
    if answer not in ANSWERS:
        names = ", ".join(ANSWERS)
        raise Invalid(_("Choose one of: %(names)s.") % {"names": names}, field="answer", code="choice")
    route = way_of_change(locked)
    require(may_decide_change(actor, locked, route.decider))
    if locked.state != State.ASSESSED:
        raise Conflict("order", _("It is decided on once it is assessed, and once only."))
    said = clean(words, "words", LONGEST_WORDS, needed=_("Say why: whoever asked reads it."))
    _check_day(locked, answer, deferred_to)
    before = {name: getattr(locked, name) for name in ("state", "deferred_to")}
    locked.state = BECOMES[answer]
    locked.deferred_to = deferred_to if answer == "defer" else None
    locked.decided_by_id, locked.decided_words = actor.person_id, said
    locked.decided_on = day_of(locked.project.organisation)
    _log(locked, answer, said, route, actor)
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=said[:500])
    _tell_answer(locked, actor)
    return locked


def _check_day(change: ChangeRequest, answer: str, day: dt.date | None) -> None:
    if answer == "defer" and (day is None or day <= day_of(change.project.organisation)):
        message = _("Say until when it is deferred: a day to come.")
        raise Invalid(message, field="deferred_to", code="day")


def _log(change: ChangeRequest, answer: str, said: str, route: Route, actor: Actor) -> None:
    """Put the decision into the project's log, and keep the line of authority as it stood."""
    if route.decider is None:  # nobody gets here, `may_decide_change` has said so
        return
    offered = {"approve": _("Approve"), "reject": _("Reject"), "defer": _("Defer")}
    change.decision = keep_decision(
        change.project,
        title=f"{change.key} {change.title}"[:300],
        decided_by=route.decider,
        actor=actor,
        reasons=said,
        options=[Option(str(label), is_taken=code == answer) for code, label in offered.items()],
        amount_minor=amount_of(change),
        days=delay_of(change),
    )
    change.decided_facts = {"line": route.kept(), **{name: getattr(change, name) for name in IMPACTS}}


def _tell_answer(change: ChangeRequest, actor: Actor) -> None:
    people = {each.pk: each for each in (change.raised_by, change.owner) if each is not None}
    for each in people.values():
        tell_of(each, ANSWERED, change, actor)


@operation("changes.approve_in_emergency")
def approve_in_emergency(
    change: ChangeRequest, impact: Impact, *, reason: str, version: int, actor: Actor
) -> ChangeRequest:
    """Approve a change at once, saying what it does and why it cannot wait: to be ratified in five working days."""
    locked = locked_change(change, version, {})
    require(may_approve_in_emergency(actor, locked, manager_for(locked)))
    if locked.state not in UNANSWERED:
        raise Conflict("order", _("It was decided on already."))
    needed = _("Say why it cannot wait for a decision.")
    said = clean(reason, "reason", LONGEST_WORDS, needed=needed)
    before = {name: getattr(locked, name) for name in ("state", "ratify_by", *IMPACTS)}
    settle_impact(locked, impact, actor)
    today = day_of(locked.project.organisation)
    locked.state, locked.is_emergency, locked.deferred_to = State.APPROVED, True, None
    locked.decided_by_id, locked.decided_on, locked.decided_words = actor.person_id, today, said
    locked.ratify_by = after_working_days(today, RATIFIED_WITHIN)
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=said[:500])
    tell_of(way_of_change(locked).decider, RATIFY, locked, actor)
    return locked


@operation("changes.ratify_change")
def ratify_change(
    change: ChangeRequest, *, ratify: bool, words: str, version: int, actor: Actor
) -> ChangeRequest:
    """Answer for what was approved in an emergency, or refuse to: it is rejected then, and what was done goes back."""
    locked = locked_change(change, version, {})
    if not locked.awaits_ratification:
        raise Conflict("order", _("There is nothing to ratify: it was no emergency, or it was answered for."))
    route = way_of_change(locked)
    require(may_decide_change(actor, locked, route.decider))
    said = clean(words, "words", LONGEST_WORDS, needed=_("Say why: whoever asked reads it."))
    before = {name: getattr(locked, name) for name in ("state", "ratified_on")}
    locked.ratified_by_id, locked.ratified_words = actor.person_id, said
    locked.ratified_on = day_of(locked.project.organisation)
    if not ratify:
        locked.state = State.REJECTED
    _log(locked, "approve" if ratify else "reject", said, route, actor)
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=said[:500])
    _tell_answer(locked, actor)
    return locked
