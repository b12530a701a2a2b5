from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from remit.accounts.permissions import Actor
from remit.resourcing.heads import headed_by


class RequestQuerySet(models.QuerySet[Any]):
    """Reads of requests for resources."""

    def visible_to(self, actor: Actor) -> "RequestQuerySet":
        """Return those of projects that the actor sees, of units below the actor, and about the actor."""
        sees = actor.reach("project.view", "project__scope__path")
        if actor.person_id is not None and actor.organisation_id is not None:
            given = self.model.objects.filter(allocations__person_id=actor.person_id).values("pk")
            sees |= Q(asked_by_id=actor.person_id) | Q(person_id=actor.person_id) | Q(pk__in=given)
            sees |= Q(unit_id__in=headed_by(actor.organisation_id, actor.person_id))
        return self.filter(sees & actor.within())


class AllocationQuerySet(models.QuerySet[Any]):
    """Reads of what was given to projects."""

    def held(self) -> "AllocationQuerySet":
        """Return those that hold, with `until`, their last day: also released ones, until the day they were."""
        rows = self.filter(state__in=("held", "released")).annotate(until=Coalesce("last_on", "to_date"))
        found: AllocationQuerySet = rows.filter(until__gte=F("from_date"))
        return found
