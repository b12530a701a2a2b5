import datetime as dt
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from remit.accounts.permissions import Actor


class ScopeQuerySet(models.QuerySet[Any]):
    """Reads of scopes."""

    def visible_to(self, actor: Actor) -> "ScopeQuerySet":
        """Return the scopes of the actor's organisation at which the actor may see something."""
        reach = actor.reach("project.view", "path") | actor.reach("organisation.view", "path")
        return self.filter(reach & actor.within())

    def answering_to(self, actor: Actor) -> "ScopeQuerySet":
        """Return the scopes of which the actor may see who answers for what."""
        return self.filter(answering_reach(actor))


class PersonQuerySet(models.QuerySet[Any]):
    """Reads of people."""

    def visible_to(self, actor: Actor) -> "PersonQuerySet":
        """Return the colleagues for whoever may see people; oneself and the people of one's scopes otherwise."""
        inside = self.filter(actor.within())
        if actor.is_system or actor.can_anywhere("people.view"):
            return inside
        beside = actor.reach("project.view", "assignments__scope__path")
        return inside.filter(Q(pk=actor.person_id) | beside).distinct()

    def present(self, day: dt.date) -> "PersonQuerySet":
        """Return those who have not left by `day`."""
        return self.filter(Q(left_on__isnull=True) | Q(left_on__gte=day))


class PoolQuerySet(models.QuerySet[Any]):
    """Reads of what projects share."""

    def visible_to(self, actor: Actor) -> "PoolQuerySet":
        """Return all to whoever sees projects, capacity or how the organisation is built; else one's own units'."""
        inside = self.filter(actor.within())
        if any(actor.can_anywhere(right) for right in ("project.view", "capacity.view", "organisation.view")):
            return inside
        return inside.filter(unit__head_id=actor.person_id) if actor.person_id else inside.none()


class AssignmentQuerySet(models.QuerySet[Any]):
    """Reads of role assignments."""

    def visible_to(self, actor: Actor) -> "AssignmentQuerySet":
        """Return the assignments at scopes that the actor may see, and the actor's own."""
        reach = actor.reach("project.view", "scope__path") | actor.reach("organisation.view", "scope__path")
        return self.filter((reach | Q(person_id=actor.person_id)) & actor.within("scope__organisation_id"))

    def in_force(self, day: dt.date) -> "AssignmentQuerySet":
        """Return the assignments that hold on `day`."""
        return self.filter(
            Q(to_date__isnull=True) | Q(to_date__gte=day), from_date__lte=day, ended_at__isnull=True
        )


def answering_reach(actor: Actor, prefix: str = "") -> Q:
    """Return the filter that keeps scopes whose responsibilities the actor may see.

    They are those at which the actor sees projects; the organisation's own is open to whoever sees how it is built.
    """
    inside = actor.reach("project.view", f"{prefix}path")
    whole = actor.reach("organisation.view", f"{prefix}path") & Q(**{f"{prefix}kind": "organisation"})
    return (inside | whole) & actor.within(f"{prefix}organisation_id")


class DecisionQuerySet(models.QuerySet[Any]):
    """Reads of requests for decisions."""

    def visible_to(self, actor: Actor) -> "DecisionQuerySet":
        """Return those where the actor may see money, those the actor asked for, and those to decide as deputy."""
        reach = actor.reach("cost.view", "scope__path") | Q(asked_by_id=actor.person_id)
        reach |= Q(decided_by_id=actor.person_id) & Q(decided_by__isnull=False)
        return self.filter((reach | self._as_deputy(actor)) & actor.within())

    def _as_deputy(self, actor: Actor) -> Q:
        """Return the filter that keeps what lies at or below scopes where the actor is named as deputy."""
        below = Q(pk__in=[])
        if actor.person_id is not None:
            person = self.model._meta.get_field("asked_by").remote_field.model
            named = person.objects.filter(pk=actor.person_id, deputises__ended_at=None)
            for path in named.values_list("deputises__scope__path", flat=True):
                if path:
                    below |= Q(scope__path__startswith=path)
        return below


class MatrixQuerySet(models.QuerySet[Any]):
    """Reads of responsibility matrices."""

    def visible_to(self, actor: Actor) -> "MatrixQuerySet":
        """Return those of scopes that the actor may see; drafts only where the actor may write them."""
        written = ~Q(state="draft") | actor.reach("project.assign", "scope__path")
        return self.filter(answering_reach(actor, "scope__") & written)


class CommitmentQuerySet(models.QuerySet[Any]):
    """Reads of promises."""

    def visible_to(self, actor: Actor) -> "CommitmentQuerySet":
        """Return one's own, those made to oneself, and those in the frame of scopes that the actor may see."""
        own = Q(by_id=actor.person_id) | Q(to_person_id=actor.person_id) if actor.person_id else Q(pk__in=())
        return self.filter((own & actor.within()) | answering_reach(actor, "scope__"))


class GrowthQuerySet(models.QuerySet[Any]):
    """Reads of what is between somebody and their line manager."""

    def visible_to(self, actor: Actor) -> "GrowthQuerySet":
        """Return the actor's own and those of whoever names the actor as line manager: nobody else's, by no right."""
        if actor.person_id is None:
            return self.none()
        own = Q(person_id=actor.person_id) | Q(person__line_manager_id=actor.person_id)
        return self.filter(own & actor.within("person__organisation_id"))


class HandoverQuerySet(models.QuerySet[Any]):
    """Reads of handovers."""

    def visible_to(self, actor: Actor) -> "HandoverQuerySet":
        """Return those of assignments that the actor may see, and those of the actor's own until they have ended."""
        reach = answering_reach(actor, "assignment__scope__")
        if actor.person_id is not None:
            lasts = Q(assignment__to_date=None) | Q(assignment__to_date__gte=timezone.localdate())
            lasts |= Q(organisation__is_demo=True)  # stands still on a day of its own
            reach |= Q(assignment__person_id=actor.person_id, assignment__ended_at=None) & lasts
        return self.filter(reach & actor.within())
