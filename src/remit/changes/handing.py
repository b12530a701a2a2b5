"""Change requests that somebody owns, as lines of a handover when they go."""

from collections.abc import Sequence

from remit.changes.models import ChangeRequest, ChangeState
from remit.people.registries import HeldWork

DONE = (ChangeState.REJECTED, ChangeState.CLOSED)


def held_changes(person_id: int, path: str) -> Sequence[HeldWork]:
    """Return the requests that a person owns at and below a scope and that are not over: one query."""
    rows = ChangeRequest.objects.filter(owner_id=person_id, project__scope__path__startswith=path)
    rows = rows.exclude(state__in=DONE).select_related("project").order_by("pk")
    return [
        HeldWork(f"{each.project.key}/{each.key}", f"{each.project.key}/{each.key} {each.title}")
        for each in rows
    ]
