from typing import Any

from django.db import models

from remit.accounts.permissions import Actor


class ProjectQuerySet(models.QuerySet[Any]):
    """Reads of projects."""

    def visible_to(self, actor: Actor) -> "ProjectQuerySet":
        """Return the projects at whose scope the actor may see projects."""
        return self.filter(actor.reach("project.view", "scope__path") & actor.within())
