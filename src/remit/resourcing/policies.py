"""Who may see how much people have to do, and keep what projects share. Pure functions."""

from collections.abc import Collection

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


def may_see_pool(actor: Actor) -> Decision:
    """Return whether the actor may read what projects share."""
    rights = ("project.view", "capacity.view", "organisation.view")
    if actor.person_id is not None or actor.is_system or any(actor.can_anywhere(right) for right in rights):
        return ALLOWED
    return refuse(_("None of your roles sees what projects share."), _("whoever gives you a role"))


def may_add_to_pool(actor: Actor, headed: Collection[int]) -> Decision:
    """Return whether the actor may add something for some unit: whoever heads one of `headed`, or changes them all."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if headed or actor.can_anywhere("organisation.edit"):
        return ALLOWED
    return refuse(
        _("What projects share is kept by the heads of units."), _("the head of a unit or an administrator")
    )


def may_keep_entry(actor: Actor, heads: Collection[int], unit_name: str) -> Decision:
    """Return whether the actor may keep what a unit owns: `heads` are those of the unit and of the units above it."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.can_anywhere("organisation.edit") or actor.person_id in heads:
        return ALLOWED
    reason = _("What %(unit)s owns is kept by its head.") % {"unit": unit_name}
    return refuse(reason, _("the head of %(unit)s") % {"unit": unit_name})
