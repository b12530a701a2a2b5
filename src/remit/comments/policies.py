"""Who may do what with comments. Pure functions; whether the actor may see what they are about is asked before."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.comments.models import Comment
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, closed


def may_comment(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may write here: whoever sees it and is somebody of the organisation."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is None and not actor.is_system:
        return refuse(_("Only people of the organisation write comments."))
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_change_comment(actor: Actor, comment: Comment) -> Decision:
    """Return whether the actor may change what a comment says: its author alone."""
    allowed = may_comment(actor, comment.project)
    if not allowed:
        return allowed
    if actor.person_id != comment.author_id and not actor.is_system:
        return refuse(_("Only its author changes a comment."), comment.author.name)
    return ALLOWED


def may_withdraw_comment(actor: Actor, comment: Comment) -> Decision:
    """Return whether the actor may take a comment away: its author, and whoever may change the project."""
    allowed = may_comment(actor, comment.project)
    if not allowed or actor.can("project.edit", comment.project.scope.path):
        return allowed
    return may_change_comment(actor, comment)
