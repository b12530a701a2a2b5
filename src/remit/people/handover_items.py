"""What somebody holds and answers for in a role, as lines of a handover."""

from collections.abc import Iterator

from django.db.models import Q

from remit.people.accountability import OWNS, RUNS
from remit.people.decision_queries import waiting_for
from remit.people.grids import active_matrix, chain, day_of, grid_of
from remit.people.models import Assignment, Cell, Commitment, CommitmentState, ItemKind, Letter
from remit.people.registries import held_work

LONGEST = 300
Line = tuple[str, str, str]


def is_accountable(assignment: Assignment) -> bool:
    """Return whether a holder answers for something: runs or owns a scope, has an A in force, is named for it."""
    scope, code = assignment.scope, assignment.role.code
    if code in {RUNS.get(scope.kind), OWNS.get(scope.kind)}:
        return True
    cells = Cell.objects.filter(letter=Letter.ACCOUNTABLE, in_force=True)
    above = Q(responsibility__matrix__scope_id__in=chain(scope))
    below = Q(responsibility__matrix__scope__path__startswith=scope.path)
    as_role = Q(party__role_id=assignment.role_id) & (above | below)
    if cells.filter(as_role | Q(party__assignment_id=assignment.pk)).exists():
        return True
    return any(held(assignment.person_id, scope.path) for held in held_work)


def lines_of(assignment: Assignment) -> list[Line]:
    """Return kind, key and label of everything that goes with an assignment: the role, letters, decisions, promises."""
    scope = assignment.scope
    role = f"{assignment.role.name}, {scope.key} {scope.name}"
    lines = [(ItemKind.ROLE.value, assignment.key, role), *_letters(assignment)]
    for request, _route in waiting_for(assignment.person_id, scope.organisation):
        if request.scope.path.startswith(scope.path):
            # what is asked for is seen by those who may see money
            lines.append((ItemKind.DECISION.value, request.key, request.key))
    promises = Commitment.objects.filter(
        by_id=assignment.person_id, state=CommitmentState.OPEN, scope__path__startswith=scope.path
    )
    lines += [(ItemKind.PROMISE.value, each.key, each.what) for each in promises.order_by("due_on", "pk")]
    for held in held_work:
        named = held(assignment.person_id, scope.path)
        lines += [(ItemKind.OUTCOME.value, each.key, each.label) for each in named]
    others = Assignment.objects.filter(person_id=assignment.person_id, scope=scope, ended_at=None)
    for each in others.exclude(pk=assignment.pk).select_related("role", "scope"):
        lines.append((ItemKind.ASSIGNMENT.value, each.key, f"{each.role.name}, {scope.key} {scope.name}"))
    return [(kind, key[:40], label[:LONGEST]) for kind, key, label in lines]


def _letters(assignment: Assignment) -> Iterator[Line]:
    scope = assignment.scope
    grid = grid_of(scope, active_matrix(scope), day_of(scope.organisation))
    own = {f"role:{assignment.role.code}", f"assignment:{assignment.key}"}
    for line in grid.lines:
        if not line.is_default and own & set(line.with_letter("A")):
            yield ItemKind.LETTER.value, line.key, line.text
