"""Who may do what at the end of a project. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse


def may_read_checklist(actor: Actor) -> Decision:
    """Return whether the actor may read the list by which projects are closed: whoever sees one, or edits it."""
    if actor.can_anywhere("project.view") or actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You hold no role here."), _("whoever holds a role here"))


def may_edit_checklist(actor: Actor) -> Decision:
    """Return whether the actor may edit the list by which projects are closed: whoever may edit roles."""
    if actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You may not edit the list."), _("the administrator"))
