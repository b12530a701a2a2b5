"""Who may bring plans in and take an import back. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Scope
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, may_create_project


def may_import_below(actor: Actor, parent: Scope) -> Decision:
    """Return whether the actor may make a project below `parent` from a file."""
    return may_create_project(actor, parent)


def may_fill_plan(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may fill the empty plan of a project from a file."""
    if actor.can("plan.import", project.scope.path) and not actor.can("plan.edit", project.scope.path):
        if project.phase in READ_ONLY:
            return refuse(_("The project is closed: its plan can be read but not changed."))
        return ALLOWED
    return may_edit_plan(actor, project)


def may_bring_baselines(actor: Actor, project: Project) -> bool:
    """Return whether the baselines of a file are kept: to bring them in is to set them."""
    return any(actor.can(right, project.scope.path) for right in ("plan.baseline", "plan.import"))


def may_undo_import(actor: Actor, project: Project, *, made_project: bool) -> Decision:
    """Return whether the actor may take an import back: whoever could have made it."""
    if not made_project:
        return may_fill_plan(actor, project)
    parent = project.scope.parent
    return may_create_project(actor, parent if parent is not None else project.scope)
