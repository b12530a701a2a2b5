"""Who may ask for resources, answer, and settle what was answered. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.projects.policies import closed
from remit.resourcing.models import ResourceRequest


def may_ask(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may ask for resources for a project that is not over: whoever changes its plan."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if not actor.can("plan.edit", project.scope.path):
        return refuse(
            _("You may read the requests of this project, but not ask for resources."),
            _("the project manager or a project leader"),
        )
    return closed() if project.phase in OVER else ALLOWED


def may_answer(actor: Actor, answerer: Person | None) -> Decision:
    """Return whether the actor is the one who answers a request; nobody else may, whatever their rights."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if answerer is None:
        return refuse(
            _("Nobody answers for this unit: it has no head."), _("whoever names a head of the unit")
        )
    if actor.person_id == answerer.pk:
        return ALLOWED
    return refuse(_("Requests are answered by the head of the unit alone."), answerer.name)


def may_settle(actor: Actor, request: ResourceRequest) -> Decision:
    """Return whether the actor may withdraw it, answer proposals and release: whoever asked or changes the plan."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == request.asked_by_id:
        return ALLOWED
    if actor.can("plan.edit", request.project.scope.path):
        return ALLOWED
    return refuse(_("That is for whoever asked."), request.asked_by.name)
