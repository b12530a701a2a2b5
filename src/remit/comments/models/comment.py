from django.db import models

from remit.people.models import Person
from remit.projects.models import Project
from remit.projects.querysets import PartQuerySet


class Comment(models.Model):
    """What somebody said about one thing of a project: `about` is its key, empty for the project itself.

    `earlier` keeps what it said before it was changed, as [when, text]. A comment that was withdrawn keeps its place
    and loses its words. One that is `settled` needs nothing more.
    """

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="comments")
    key = models.CharField(max_length=16)
    about = models.CharField(max_length=16, blank=True)
    text = models.TextField(blank=True)
    earlier = models.JSONField(default=list, blank=True)
    author = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="comments")
    answers = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, blank=True, related_name="answered_by"
    )
    written_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="settled_comments"
    )
    version = models.PositiveIntegerField(default=1)

    objects = PartQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["project", "key"], name="comment_key_unique")]
        indexes = [models.Index(fields=["project", "about"], name="comment_about")]

    def __str__(self) -> str:
        return self.key


class Mention(models.Model):
    """Somebody who was called in a comment, until they say that they have seen it."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="mentions")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="mentions")
    seen_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["comment", "person"], name="mentioned_once")]

    def __str__(self) -> str:
        return f"{self.comment}: {self.person}"
