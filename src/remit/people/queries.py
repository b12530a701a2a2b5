from collections.abc import Iterable

from remit.people.catalogue import PROJECT_MANAGER
from remit.people.models import Assignment, Person


def holders(scope_ids: Iterable[int], role_code: str = PROJECT_MANAGER) -> dict[int, Person]:
    """Return who holds a one-holder role now, by scope: one query."""
    found = Assignment.objects.filter(
        scope_id__in=list(scope_ids), role__code=role_code, ended_at__isnull=True
    ).select_related("person")
    return {assignment.scope_id: assignment.person for assignment in found}


def holder(scope_id: int, role_code: str = PROJECT_MANAGER) -> Person | None:
    """Return who holds a one-holder role at a scope now, or None where it is vacant."""
    return holders([scope_id], role_code).get(scope_id)
