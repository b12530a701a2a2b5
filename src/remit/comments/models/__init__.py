"""What people say about a project and what belongs to it, and whom they call."""

from remit.comments.models.comment import Comment, Mention

__all__ = ["Comment", "Mention"]
