"""A deliverable's way from definition to acceptance: which state follows which, and what must hold before."""

import datetime as dt
from collections.abc import Mapping

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.projects.deliverable_policies import may_advance, may_check, may_decide
from remit.projects.models import (
    Deliverable,
    DeliverableState,
    DeliverableStep,
    QualityCheck,
    QualityCriterion,
)
from remit.projects.operations.deliverables import (
    LONGEST_TOLERANCE,
    about,
    check_people,
    locked_deliverable,
    made_by,
)
from remit.projects.operations.parts import LONGEST_TEXT, check_choice, clean, day_so_far

State = DeliverableState
FOLLOWS: Mapping[str, frozenset[str]] = {
    State.DEFINED: frozenset({State.IN_WORK}),
    State.IN_WORK: frozenset({State.READY}),
    State.READY: frozenset({State.UNDER_CHECK}),
    State.UNDER_CHECK: frozenset({State.CHECKED}),
    State.CHECKED: frozenset({State.SUBMITTED}),
    State.SUBMITTED: frozenset({State.ACCEPTED, State.CONCESSION, State.REJECTED}),
    State.REJECTED: frozenset({State.IN_WORK}),
    State.ACCEPTED: frozenset(),
    State.CONCESSION: frozenset(),
}
ANSWERS = frozenset({State.ACCEPTED, State.CONCESSION, State.REJECTED})


@operation("projects.advance_deliverable")
def advance_deliverable(
    deliverable: Deliverable,
    state: str,
    *,
    version: int,
    actor: Actor,
    note: str = "",
    taken_on: dt.date | None = None,
) -> Deliverable:
    """Lead a deliverable into the next state, up to its submission; `FOLLOWS` says which follows which."""
    require(may_advance(actor, deliverable))
    locked = locked_deliverable(deliverable, version, {})
    if state in ANSWERS:
        raise Invalid(_("Acceptance and rejection are the acceptor's answer."), field="state", code="answer")
    _check_order(locked, state)
    if state == State.IN_WORK and locked.producer is None:
        raise Conflict("producer", _("Name first who makes it."))
    if state == State.UNDER_CHECK and not locked.criteria.exists():
        raise Conflict("criteria", _("Say first what makes it good enough: at least one criterion."))
    if state == State.CHECKED and (open_ := unmet(locked)):
        names = "; ".join(each.text for each in open_[:3])
        message = _("Not every criterion was found to be met: %(names)s.") % {"names": names}
        raise Conflict("unmet", message)
    if state == State.SUBMITTED:
        if locked.acceptor is None:
            raise Conflict("acceptor", _("Name first who accepts it."))
        check_people(locked)
    return _step(locked, state, actor, clean(note, "note", LONGEST_TEXT), taken_on)


@operation("projects.decide_deliverable")
def decide_deliverable(
    deliverable: Deliverable,
    answer: str,
    *,
    version: int,
    actor: Actor,
    note: str = "",
    taken_on: dt.date | None = None,
) -> Deliverable:
    """Answer what was submitted: accepted, accepted with a concession that is noted, or rejected with the reason."""
    require(may_decide(actor, deliverable))
    locked = locked_deliverable(deliverable, version, {})
    require(may_decide(actor, locked))
    if answer not in ANSWERS:
        names = ", ".join(sorted(ANSWERS))
        raise Invalid(_("Choose one of: %(names)s.") % {"names": names}, field="state", code="choice")
    _check_order(locked, answer)
    if actor.person_id in made_by(locked):
        raise Conflict("producer", _("You made it: somebody else must accept it."))
    needed = {
        State.CONCESSION: _("Say what is let pass."),
        State.REJECTED: _("Say what is to be mended."),
    }
    told = clean(note, "note", LONGEST_TEXT, needed=needed.get(State(answer), ""))
    if answer == State.CONCESSION:
        locked.concession = told
    return _step(locked, answer, actor, told, taken_on)


def _check_order(deliverable: Deliverable, state: str) -> None:
    check_choice(state, State, "state")
    if state not in FOLLOWS[deliverable.state]:
        words = {"now": State(deliverable.state).label, "next": State(state).label}
        message = _("A deliverable that is %(now)s does not become %(next)s.") % words
        raise Conflict("order", message)


def _step(
    deliverable: Deliverable, state: str, actor: Actor, note: str, taken_on: dt.date | None
) -> Deliverable:
    before, deliverable.state = deliverable.state, state
    DeliverableStep.objects.create(
        deliverable=deliverable,
        number=deliverable.steps.count() + 1,
        from_state=before,
        to_state=state,
        taken_on=day_so_far(deliverable.project, taken_on, "taken_on"),
        by_id=actor.person_id,
        by_name=actor.name[:200],
        producer=deliverable.producer,
        note=note,
    )
    deliverable.version += 1
    deliverable.save(update_fields=["state", "concession", "version", "changed_at"])
    record(actor, about(deliverable), {"state": [before, state]}, reason=note)
    return deliverable


def round_of(deliverable: Deliverable) -> int:
    """Return for the how manyth time a deliverable is, or was last, under check; 0 where it never was."""
    return deliverable.steps.filter(to_state=State.UNDER_CHECK).count()


def unmet(deliverable: Deliverable) -> list[QualityCriterion]:
    """Return the criteria that the last check of this round did not find met, or that had none in it."""
    checks = deliverable.checks.filter(round=round_of(deliverable)).order_by("number")
    last = dict(checks.values_list("criterion_id", "is_met"))
    return [each for each in deliverable.criteria.all() if not last.get(each.pk)]


@operation("projects.note_check")
def note_check(
    deliverable: Deliverable,
    criterion: QualityCriterion,
    *,
    method: str,
    is_met: bool,
    actor: Actor,
    evidence: str = "",
    checked_on: dt.date | None = None,
) -> QualityCheck:
    """Note what a check of one criterion found while the deliverable is under check; the last one counts."""
    require(may_check(actor, deliverable.project))
    locked = locked_deliverable(deliverable, None, {})
    if criterion.deliverable_id != locked.pk:
        raise Invalid(_("Choose a criterion of this deliverable."), field="criterion", code="unknown")
    if locked.state != State.UNDER_CHECK:
        raise Conflict("order", _("It is checked while it is under check."))
    made = QualityCheck.objects.create(
        deliverable=locked,
        criterion=criterion,
        number=locked.checks.count() + 1,
        round=round_of(locked),
        method=clean(method, "method", LONGEST_TOLERANCE, needed=_("Say how it was checked.")),
        is_met=is_met,
        evidence=clean(evidence, "evidence", LONGEST_TEXT),
        checked_on=day_so_far(locked.project, checked_on, "checked_on"),
        by_id=actor.person_id,
        by_name=actor.name[:200],
    )
    found = _("met") if is_met else _("not met")
    record(actor, about(locked), {"check": ["", f"{criterion.text}: {found}"]}, reason=made.evidence)
    return made
