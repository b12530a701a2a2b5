"""Who may see how much people have to do. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.projects.models import Project

_AT_ROOT = 2  # such as /1/


def may_see_all(actor: Actor) -> Decision:
    """Return whether the actor may see the capacity of everybody: by a role that is held at the organisation's root."""
    if any(path.count("/") <= _AT_ROOT for path in actor.paths("capacity.view")):
        return ALLOWED
    return refuse(
        _("You may not see how much everybody has to do."), _("a department head or the portfolio manager")
    )


def may_see_project(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may see how much the people of a project have to do in all projects."""
    if may_see_all(actor) or actor.can("plan.edit", project.scope.path):
        return ALLOWED
    return refuse(
        _("You may not see what the people of this project have to do elsewhere."),
        _("the project manager or a project leader"),
    )
