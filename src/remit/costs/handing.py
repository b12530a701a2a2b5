"""Accounts that somebody answers for, as lines of a handover when they go."""

from collections.abc import Sequence

from remit.costs.models import CostAccount
from remit.people.registries import HeldWork


def held_accounts(person_id: int, path: str) -> Sequence[HeldWork]:
    """Return the open accounts that a person answers for at and below a scope, without sums: one query."""
    rows = CostAccount.objects.filter(
        owner_id=person_id, closed_on=None, project__scope__path__startswith=path
    )
    return [
        HeldWork(f"{each.project.key}/{each.key}", f"{each.project.key} {each.code} {each.name}")
        for each in rows.select_related("project").order_by("pk")
    ]
