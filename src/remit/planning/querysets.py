from typing import Any

from django.db import models

from remit.accounts.permissions import Actor


class OfProjectQuerySet(models.QuerySet[Any]):
    """Reads of anything that belongs to one project's plan."""

    def visible_to(self, actor: Actor) -> "OfProjectQuerySet":
        """Return the rows of projects whose plan the actor may see."""
        return self.filter(
            actor.reach("plan.view", "project__scope__path") & actor.within("project__organisation_id")
        )
