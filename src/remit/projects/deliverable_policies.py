"""Who may do what with deliverables. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Deliverable, Project
from remit.projects.policies import READ_ONLY


def _while_open(project: Project) -> Decision:
    # a refusal counts as false: `or` would let pass what it refuses
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its deliverables can be read but not changed."))
    return ALLOWED


def may_keep_deliverables(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may describe deliverables and lead them to their acceptance."""
    if not actor.can("project.deliver", project.scope.path):
        reason = _("You may see the deliverables but not change them.")
        return refuse(reason, _("the project manager or a project leader"))
    return _while_open(project)


def may_advance(actor: Actor, deliverable: Deliverable) -> Decision:
    """Return whether the actor may lead a deliverable on: its producer, and whoever keeps deliverables."""
    is_producer = actor.person_id is not None and actor.person_id == deliverable.producer_id
    if not (is_producer and actor.token_may_write):
        return may_keep_deliverables(actor, deliverable.project)
    return _while_open(deliverable.project)


def may_check(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may note what a check found."""
    path = project.scope.path
    if not (actor.can("project.deliver", path) or actor.can("project.check", path)):
        reason = _("You may see the checks but not note one.")
        return refuse(reason, _("the project manager, assurance or the acceptor"))
    return _while_open(project)


def may_decide(actor: Actor, deliverable: Deliverable) -> Decision:
    """Return whether the actor may accept or reject: the named acceptor alone, whose role still gives the standing."""
    who = deliverable.acceptor.name if deliverable.acceptor else _("an acceptor, who is to be named first")
    if actor.person_id is None or actor.person_id != deliverable.acceptor_id:
        return refuse(_("Only the named acceptor accepts or rejects."), who)
    if deliverable.acceptor_id == deliverable.producer_id:
        return refuse(_("Nobody accepts what they made themselves."), _("another acceptor"))
    if not actor.can("project.accept", deliverable.project.scope.path):
        reason = _("You are named as acceptor but hold no role here that accepts.")
        return refuse(reason, _("the acceptor or the sponsor"))
    return _while_open(deliverable.project)
