from typing import Any

from django.db import models
from django.db.models import Q

from remit.accounts.permissions import Actor


class DocumentQuerySet(models.QuerySet[Any]):
    """Reads of documents, not all of which are for everybody in a project."""

    def visible_to(self, actor: Actor) -> "DocumentQuerySet":
        """Return those in projects that the actor may see, restricted ones only where they are let in."""
        seen = self.filter(
            actor.reach("project.view", "project__scope__path") & actor.within("project__organisation_id")
        )
        return seen.filter(self._let_in(actor)) if not actor.is_system else seen

    def _let_in(self, actor: Actor) -> Q:
        """Return the filter for what is not restricted, or is for this actor by right, by name or by own work."""
        allowed = ~Q(confidentiality="restricted") | actor.reach("document.confide", "project__scope__path")
        if actor.person_id is None:
            return allowed
        person = actor.person_id
        # by subqueries, not joins: each row comes once
        named = self.model.objects.filter(
            Q(readers__person_id=person)
            | Q(versions__author_id=person)
            | Q(versions__approver_id=person)
            | Q(versions__reviews__reviewer_id=person)
        )
        return allowed | Q(owner_id=person) | Q(pk__in=named.values("pk"))
