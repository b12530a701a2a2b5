"""Who may see and do what with stakeholders. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_see_stakeholders(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may see whom the project concerns: those who are spoken of there may not."""
    if actor.can("stakeholder.view", project.scope.path):
        return ALLOWED
    reason = _("Stakeholders are seen by those who lead, sponsor or assure the project.")
    return refuse(reason, _("the project manager"))


def may_keep_stakeholders(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may note stakeholders and contacts with them."""
    if not actor.can("stakeholder.keep", project.scope.path):
        reason = _("You may see the stakeholders but not change them.")
        return refuse(reason, _("the project manager or a project leader"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its stakeholders can be read but not changed."))
    return ALLOWED


def may_confide(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may read and write what is confidential."""
    if actor.can("stakeholder.confide", project.scope.path):
        return ALLOWED
    reason = _("Confidential notes are for the project manager, the sponsor and those above them.")
    return refuse(reason, _("the project manager or the sponsor"))
