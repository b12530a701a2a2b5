"""Who may do what with a plan. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_view_plan(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may read the plan."""
    if actor.can("plan.view", project.scope.path):
        return ALLOWED
    return refuse(_("You may see the project but not its plan."), _("the project manager"))


def may_edit_plan(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may change activities and links."""
    if not actor.can("plan.edit", project.scope.path):
        return refuse(
            _("You may read this plan but not change it."), _("the project manager or a project leader")
        )
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its plan can be read but not changed."))
    return ALLOWED


def may_set_baseline(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may freeze the plan as a baseline."""
    if not actor.can("plan.baseline", project.scope.path):
        return refuse(_("You may not set a baseline."), _("the project manager or the sponsor"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: no baseline can be set any more."))
    return ALLOWED
