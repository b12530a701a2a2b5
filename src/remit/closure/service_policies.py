"""Who may do what with the handover of a project to operations. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.closure.models import ServiceHandover
from remit.projects.policies import READ_ONLY, closed


def may_see_run_cost(actor: Actor, row: ServiceHandover) -> bool:
    """Return whether the actor may see what running it costs: whoever sees costs, and the service owner."""
    is_owner = actor.person_id is not None and actor.person_id == row.owner_id
    return is_owner or bool(actor.can("cost.view", row.project.scope.path))


def _may_decide(actor: Actor, row: ServiceHandover) -> Decision:
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if row.project.phase in READ_ONLY:
        return closed()
    if actor.person_id is not None and actor.person_id == row.proposed_by_id:
        return refuse(_("Whoever proposed it does not decide on it."), _("operations"))
    return ALLOWED


def may_answer_service(actor: Actor, row: ServiceHandover) -> Decision:
    """Return whether the actor may accept or refuse a handover: its service owner, who did not propose it."""
    may = _may_decide(actor, row)
    if not may:
        return may
    if row.owner is None:
        return refuse(_("No service owner is named."), _("the project manager"))
    if actor.person_id is None or actor.person_id != row.owner_id:
        return refuse(_("This is for the service owner to say."), row.owner.name)
    return ALLOWED


def may_waive_service(actor: Actor, row: ServiceHandover, *, is_above: bool) -> Decision:
    """Return whether the actor may do without a handover: whoever `is_above` its service owner."""
    may = _may_decide(actor, row)
    if not may:
        return may
    if row.owner is None:
        return refuse(_("No service owner is named."), _("the project manager"))
    if not is_above:
        return refuse(
            _("Only whoever stands above the service owner waives it."), _("the head of operations")
        )
    return ALLOWED
