from typing import Any

from django.db import models

from remit.accounts.permissions import Actor


class ProjectQuerySet(models.QuerySet[Any]):
    """Reads of projects."""

    def visible_to(self, actor: Actor) -> "ProjectQuerySet":
        """Return the projects at whose scope the actor may see projects."""
        return self.filter(actor.reach("project.view", "scope__path") & actor.within())


class PartQuerySet(models.QuerySet[Any]):
    """Reads of what belongs to one project."""

    def visible_to(self, actor: Actor) -> "PartQuerySet":
        """Return those in projects that the actor may see."""
        return self.filter(
            actor.reach("project.view", "project__scope__path") & actor.within("project__organisation_id")
        )


class StakeholderQuerySet(models.QuerySet[Any]):
    """Reads of stakeholders, whom not everybody in a project may see."""

    def visible_to(self, actor: Actor) -> "StakeholderQuerySet":
        """Return those in projects whose stakeholders the actor may see."""
        return self.filter(
            actor.reach("project.view", "project__scope__path")
            & actor.reach("stakeholder.view", "project__scope__path")
            & actor.within("project__organisation_id")
        )
