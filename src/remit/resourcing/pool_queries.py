"""What projects share, as it is read: one entry, who answers for it, and the plans that use it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.models import Person, PoolEntry, Unit
from remit.planning.models import Resource
from remit.projects.life_rules import OVER
from remit.resourcing.heads import Heads


@dataclass(frozen=True, slots=True)
class PoolUse:
    """A plan that uses an entry of the pool: without a name where the reader may not see it."""

    project_key: str
    project_name: str
    resource_key: str


def pool_for(actor: Actor) -> "QuerySet[Any]":
    """Return what the pool holds and the actor may see, with its unit and the head of it."""
    return PoolEntry.objects.visible_to(actor).select_related("unit__head", "organisation")


def one_entry(actor: Actor, key: str) -> PoolEntry:
    """Return the entry with `key` that the actor may see; `NotFound` otherwise."""
    found: PoolEntry | None = pool_for(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def uses_of(actor: Actor, entry: PoolEntry) -> tuple[list[PoolUse], int]:
    """Return the running plans that use an entry and that the actor may see, and how many others do: two queries."""
    rows = Resource.objects.filter(pool=entry).exclude(project__phase__in=OVER)
    seen = rows.filter(actor.reach("plan.view", "project__scope__path")).order_by("project__pk")
    found = [PoolUse(*each) for each in seen.values_list("project__key", "project__name", "key")]
    return found, rows.count() - len(found)


def kept_units(actor: Actor, heads: Heads) -> list[Unit]:
    """Return the open units for which the actor may keep entries: one's own and those below, or all by right."""
    every = [unit for unit in heads.units.values() if unit.closed_on is None]
    if actor.can_anywhere("organisation.edit"):
        return every
    if actor.person_id is None:
        return []
    return [unit for unit in every if actor.person_id in {each.pk for each in heads.above(unit.pk)}]


def answers_for(entry: PoolEntry, day: dt.date) -> Person | None:
    """Return the one who answers for an entry: the head of its unit, else the nearest above; None where nobody is."""
    return Heads(entry.organisation, day).of(entry.unit_id)
