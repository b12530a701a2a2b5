"""Who may start and stop long work. Pure functions; what the work itself may do, its operations decide."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.jobs.models import Job


def may_start_job(actor: Actor) -> Decision:
    """Return whether the actor may start long work at all: somebody of an organisation, and able to write."""
    if actor.user_id is None or actor.organisation_id is None:
        return refuse(_("Long work belongs to somebody of an organisation."), _("an administrator"))
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    return ALLOWED


def may_cancel_job(actor: Actor, job: Job) -> Decision:
    """Return whether the actor may stop a job: whoever started it, and whoever manages sign-ins."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.user_id is not None and actor.user_id == job.owner_id:
        return ALLOWED
    if actor.can("account.manage", job.scope_path):
        return ALLOWED
    return refuse(_("Only whoever started it stops it."), _("an administrator"))
