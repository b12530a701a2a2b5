"""Who may do what with change requests. Pure functions.

Whoever may raise risks and issues may ask for a change, and sees what it costs where they see sums of risks. Whoever
asked never decides, and whoever made it never verifies it.
"""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.changes.models import ChangeRequest
from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, closed
from remit.registers.policies import KEEP, SEE, sees_money


def may_edit_change(actor: Actor, change: ChangeRequest) -> Decision:
    """Return whether the actor may word a request: who raised it, who owns it, and who keeps the registers."""
    return _theirs(actor, change, {change.raised_by_id, change.owner_id})


def may_assess_change(actor: Actor, change: ChangeRequest) -> Decision:
    """Return whether the actor may say what a change does: its owner and who keeps the registers, if they see money.

    What it costs says who decides: without seeing money nobody can state it.
    """
    allowed = _theirs(actor, change, {change.owner_id})
    if allowed and not sees_money(actor, change.project):
        return refuse(
            _("Whoever assesses a change says what it costs, and you may not see money here."),
            _("the project manager"),
        )
    return allowed


def may_decide_change(actor: Actor, change: ChangeRequest, decider: Person | None) -> Decision:
    """Return whether the actor decides on a request: the one person whose limits suffice, never who raised it."""
    if change.project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == change.raised_by_id:
        who = decider.name if decider is not None else _("whoever gives roles above")
        return refuse(_("You asked for it, and nobody decides a request of their own."), who)
    if decider is None:
        reason = _("Nobody's limits suffice for this: a higher limit must be given first.")
        return refuse(reason, _("whoever gives roles above"))
    if actor.person_id is not None and actor.person_id == decider.pk:
        return ALLOWED
    return refuse(_("This waits for somebody else."), decider.name)


def may_approve_in_emergency(actor: Actor, change: ChangeRequest, manager: Person | None) -> Decision:
    """Return whether the actor may approve a change at once: the project manager, or the deputy of one who is away."""
    if change.project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    who = manager.name if manager is not None else str(_("the project manager, whom nobody is yet"))
    if actor.person_id is not None and actor.person_id == change.raised_by_id:
        reason = _("You asked for it, and nobody approves a request of their own, in an emergency neither.")
        return refuse(reason, _("the deputy, or whoever decides"))
    if manager is not None and actor.person_id == manager.pk:
        return ALLOWED
    return refuse(_("In an emergency the project manager approves."), who)


def may_implement_change(actor: Actor, change: ChangeRequest) -> Decision:
    """Return whether the actor may carry out what was approved: who keeps the registers of the project."""
    return _theirs(actor, change, set())


def may_keep_scope(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may accept differences as corrections: who keeps the registers of the project."""
    if project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.can(KEEP, project.scope.path):
        return ALLOWED
    return refuse(_("You may raise a change for it, but not accept it."), _("the project manager"))


def may_verify_change(actor: Actor, change: ChangeRequest) -> Decision:
    """Return whether the actor may say that a change is as asked: who raised or owns it, never who carried it out."""
    allowed = _theirs(actor, change, {change.raised_by_id, change.owner_id})
    if allowed and actor.person_id is not None and actor.person_id == change.implemented_by_id:
        who = change.raised_by.name if change.raised_by else change.owner.name
        return refuse(_("You carried it out: somebody else says that it is as asked."), who)
    return allowed


def may_take_step(actor: Actor, change: ChangeRequest, step: str) -> Decision:
    """Return whether the actor may lead a request on by a step of `STEPS`."""
    return may_verify_change(actor, change) if step == "verify" else may_edit_change(actor, change)


def _theirs(actor: Actor, change: ChangeRequest, people: set[int | None]) -> Decision:
    if change.project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    path = change.project.scope.path
    if actor.person_id is not None and actor.person_id in people and actor.can(SEE, path):
        return ALLOWED
    if actor.can(KEEP, path):
        return ALLOWED
    return refuse(_("This is for its owner, or whoever keeps the registers."), change.owner.name)
