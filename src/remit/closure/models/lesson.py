from django.db import models
from django.utils.translation import pgettext_lazy

from remit.closure.querysets import LessonQuerySet
from remit.people.models import Organisation, Person
from remit.projects.models import Phase, Project


class LessonKind(models.TextChoices):
    """Whether something is to be done again or otherwise."""

    KEEP = "keep", pgettext_lazy("a lesson", "do it again")
    CHANGE = "change", pgettext_lazy("a lesson", "do it otherwise")


class Lesson(models.Model):
    """What was learnt in a project: what happened, why, and what to do. A shared one stands in the library."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="lessons")
    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="lessons")
    key = models.CharField(max_length=16)
    title = models.CharField(max_length=200)
    kind = models.CharField(max_length=8, choices=LessonKind.choices)
    phase = models.CharField(max_length=16, choices=Phase.choices)
    happened = models.TextField()
    cause = models.TextField(blank=True)
    advice = models.TextField()
    tags = models.JSONField(default=list, blank=True)
    is_shared = models.BooleanField(default=False)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    learnt_on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    objects = LessonQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "-id"]
        constraints = [models.UniqueConstraint(fields=["organisation", "key"], name="lesson_key_unique")]
        indexes = [models.Index(fields=["project", "-id"], name="lesson_by_project")]

    def __str__(self) -> str:
        return f"{self.key} {self.title}"


class NoteState(models.TextChoices):
    """What a project made of a lesson of others."""

    NOTED = "noted", pgettext_lazy("of a lesson", "noted")
    SET_ASIDE = "set-aside", pgettext_lazy("of a lesson", "set aside")


class LessonNote(models.Model):
    """A project took a lesson of others up, with what it does about it, or set it aside, with the reason."""

    project = models.ForeignKey(Project, on_delete=models.CASCADE, related_name="lesson_notes")
    lesson = models.ForeignKey(Lesson, on_delete=models.CASCADE, related_name="notes")
    state = models.CharField(max_length=12, choices=NoteState.choices)
    words = models.TextField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+")
    by_name = models.CharField(max_length=200)
    on = models.DateField()
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["project_id", "-id"]
        constraints = [models.UniqueConstraint(fields=["project", "lesson"], name="lesson_noted_once")]

    def __str__(self) -> str:
        return f"{self.project_id} {self.lesson_id} {self.state}"
