"""Who may do what with needs and requirements. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_keep_requirements(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may note needs and sessions, and state and trace requirements."""
    if not actor.can("project.require", project.scope.path):
        reason = _("You may see the requirements but not change them.")
        return refuse(reason, _("the project manager, a project leader or a systems analyst"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its requirements can be read but not changed."))
    return ALLOWED
