import datetime as dt
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce

from remit.accounts.permissions import Actor

NEVER = Value(dt.date.max)


class BenefitQuerySet(models.QuerySet[Any]):
    """Reads of outcomes."""

    def visible_to(self, actor: Actor) -> "BenefitQuerySet":
        """Return those of projects that the actor may see, and those that the actor answers for or reviews."""
        sees = actor.reach("project.view", "project__scope__path")
        if actor.person_id is not None:
            reviewed = self.model.objects.filter(reviews__reviewer_id=actor.person_id).values("pk")
            sees |= Q(owner_id=actor.person_id) | Q(pk__in=reviewed)
        return self.filter(sees & actor.within("project__organisation_id"))

    def standing(self) -> "BenefitQuerySet":
        """Return them with `next_on`, the day of the next review, and the value measured last: `last_value`, `last_on`.

        A stopped one has no next review. By `next_first` those without one come last.
        """
        reviews = self.model._meta.get_field("reviews").related_model.objects.filter(benefit=OuterRef("pk"))
        planned = reviews.filter(done_on=None, benefit__stopped_on=None).order_by("due_on", "pk")
        done = reviews.exclude(done_on=None).order_by(F("done_on").desc(), "-pk")
        found = self.annotate(
            next_on=Subquery(planned.values("due_on")[:1]),
            last_value=Subquery(done.values("measured_value")[:1]),
            last_on=Subquery(done.values("done_on")[:1]),
        )
        rows: BenefitQuerySet = found.annotate(
            next_first=Coalesce("next_on", NEVER, output_field=models.DateField())
        )
        return rows


class ReviewQuerySet(models.QuerySet[Any]):
    """Reads of reviews of outcomes."""

    def waiting(self) -> "ReviewQuerySet":
        """Return those that are planned, of outcomes that are still pursued."""
        return self.filter(done_on=None, benefit__stopped_on=None)
