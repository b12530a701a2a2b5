"""Outcomes that somebody answers for, as lines of a handover when they go."""

from collections.abc import Sequence

from remit.benefits.models import Benefit
from remit.people.registries import HeldWork


def held_outcomes(person_id: int, path: str) -> Sequence[HeldWork]:
    """Return the outcomes still pursued that a person answers for at and below a scope: one query."""
    rows = Benefit.objects.filter(owner_id=person_id, stopped_on=None, project__scope__path__startswith=path)
    return [HeldWork(each.key, f"{each.key} {each.statement}") for each in rows.order_by("pk")]
