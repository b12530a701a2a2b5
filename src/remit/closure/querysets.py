from typing import Any

from django.db import models

from remit.accounts.permissions import Actor


class ArchiveQuerySet(models.QuerySet[Any]):
    """Reads of archives."""

    def visible_to(self, actor: Actor) -> "ArchiveQuerySet":
        """Return those of projects that the actor may see, and all of those that the actor keeps."""
        sees = actor.reach("project.view", "project__scope__path")
        keeps = actor.reach("archive.keep", "project__scope__path")
        return self.filter((sees | keeps) & actor.within())


class LessonQuerySet(models.QuerySet[Any]):
    """Reads of lessons."""

    def visible_to(self, actor: Actor) -> "LessonQuerySet":
        """Return those of projects that the actor may see, and those that are shared with whoever sees any project."""
        sees = actor.reach("project.view", "project__scope__path")
        if actor.can_anywhere("project.view"):
            sees |= models.Q(is_shared=True)
        return self.filter(sees & actor.within())
