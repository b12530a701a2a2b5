"""What stands below the page of a thing: what people say about it, and where to say more."""

from typing import Any

from remit.accounts.permissions import Actor
from remit.comments.forms import CommentForm
from remit.comments.policies import may_comment
from remit.comments.queries import threads_about
from remit.projects.models import Project


def comment_panel(actor: Actor, project: Project, about: str) -> dict[str, Any]:
    """Return what is said about a thing that the actor was let see, and the form where more may be said."""
    threads = threads_about(project, about)
    return {
        "threads": threads,
        "open": sum(
            each.comment.settled_at is None and each.comment.withdrawn_at is None for each in threads
        ),
        "may": may_comment(actor, project),
        "form": CommentForm(about=about),
        "project": project,
        "reader": actor.person_id,
    }
