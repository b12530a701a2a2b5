"""A matrix begins as a draft, comes into force, and is superseded by the next."""

from typing import Any

from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.keys import next_numbers
from remit.people.findings import Judged, judged
from remit.people.matrix_templates import TEMPLATES
from remit.people.models import (
    Assignment,
    Cell,
    Letter,
    MatrixState,
    Party,
    Responsibility,
    ResponsibilityMatrix,
    Role,
    Scope,
    ScopeKind,
)
from remit.people.operations.organisation import lock_scope, space_of
from remit.people.operations.snapshots import Snapshot, restore, snapshot
from remit.people.policies import may_write_matrix
from remit.people.registries import is_over

KEYS = "D"
# at these a matrix can be written; a default is for one of those that lie below
DEFAULTS_FOR = {
    ScopeKind.ORGANISATION.value: (ScopeKind.PROGRAMME.value, ScopeKind.PROJECT.value),
    ScopeKind.PORTFOLIO.value: (ScopeKind.PROGRAMME.value, ScopeKind.PROJECT.value),
    ScopeKind.PROGRAMME.value: (ScopeKind.PROJECT.value,),
}


def about(scope: Scope) -> About:
    """Return how the record names the matrix of a scope."""
    return About("matrix", scope.key, f"{scope.key} {scope.name}", scope.organisation_id, scope.path)


def locked_root(scope: Scope) -> None:
    """Lock the root of the scope's organisation: roles and matrices in force change one after the other."""
    root = int(scope.path.strip("/").split("/")[0])
    lock_scope(root)


def locked_draft(matrix: ResponsibilityMatrix, actor: Actor, *, version: int | None) -> ResponsibilityMatrix:
    """Return the draft, locked, if the actor may write it; a stale `version` is a conflict, None skips it."""
    rows = ResponsibilityMatrix.objects.select_for_update(of=("self",))
    found: ResponsibilityMatrix | None = (
        rows.select_related("scope__organisation").filter(pk=matrix.pk).first()
    )
    if found is None:
        raise NotFound
    require(may_write_matrix(actor, found.scope, is_over=is_over(found.scope)))
    if found.state != MatrixState.DRAFT:
        raise Conflict("in_force", _("This version is not a draft any more: begin a new draft to change it."))
    if version is not None and found.version != version:
        raise Conflict("stale", _("Somebody changed this draft meanwhile: look what stands there now."))
    return found


@operation("people.begin_matrix")
def begin_matrix(scope: Scope, *, actor: Actor, template: str = "") -> ResponsibilityMatrix:
    """Begin a draft at a scope: from what is in force, else from a template, else empty."""
    require(may_write_matrix(actor, scope, is_over=is_over(scope)))
    lock_scope(scope.pk)
    own = ResponsibilityMatrix.objects.filter(scope=scope)
    if own.filter(state=MatrixState.DRAFT).exists():
        raise Conflict("draft_exists", _("There is a draft already."))
    if template and template not in TEMPLATES:
        raise Invalid(_("There is no such template."), field="template", code="unknown")
    active = own.filter(state=MatrixState.ACTIVE).first()
    if active is not None and template:
        message = _("A matrix is in force: the draft begins with it, not with a template.")
        raise Conflict("in_force", message)
    number = (own.aggregate(last=Max("number"))["last"] or 0) + 1
    matrix = ResponsibilityMatrix.objects.create(scope=scope, number=number)
    if active is not None:
        restore(matrix, snapshot(active), row_version=1)
    elif template:
        restore(matrix, _from_template(scope, template), row_version=1)
    record(actor, about(scope), {"state": ["", MatrixState.DRAFT.value], "template": ["", template]})
    return matrix


def _from_template(scope: Scope, template: str) -> Snapshot:
    """Return a template as a draft's contents: roles that the organisation does not know are left out."""
    chosen = TEMPLATES[template]
    roles = dict(Role.objects.filter(organisation_id=scope.organisation_id).values_list("code", "pk"))
    codes = [code for code in chosen.roles if code in roles]
    numbers = next_numbers(space_of(scope.organisation_id), KEYS, len(chosen.rows))
    rows: list[list[Any]] = []
    cells: list[list[Any]] = []
    for number, row in zip(numbers, chosen.rows, strict=True):
        key = f"{KEYS}-{number}"
        rows.append([key, str(row.text), row.area, scope.kind, None, None])
        for code, letters in row.letters:
            cells += [[key, codes.index(code), letter] for letter in letters if code in codes]
    return {"rows": rows, "parties": [["role", roles[code]] for code in codes], "cells": cells}


@operation("people.discard_matrix")
def discard_matrix(matrix: ResponsibilityMatrix, *, version: int, actor: Actor) -> None:
    """Throw a draft away; what is in force stays."""
    locked = locked_draft(matrix, actor, version=version)
    record(actor, about(locked.scope), {"state": [MatrixState.DRAFT.value, ""]})
    locked.delete()


@operation("people.activate_matrix")
def activate_matrix(
    matrix: ResponsibilityMatrix, *, version: int, actor: Actor, reason: str = ""
) -> ResponsibilityMatrix:
    """Put a draft into force in place of what was: refused with any error, with warnings only for a reason."""
    locked_root(matrix.scope)
    locked = locked_draft(matrix, actor, version=version)
    scope = locked.scope
    found = judgement(locked)
    _refuse_errors(found)
    _refuse_doubled(locked)
    warnings = [each for each in found.findings if not each.is_error]
    if warnings and not reason.strip():
        message = _("Warnings stay, %(count)d in all: say why that is right.") % {"count": len(warnings)}
        raise Invalid(message, field="reason", code="required")
    now = timezone.now()
    before = ResponsibilityMatrix.objects.filter(scope=scope, state=MatrixState.ACTIVE).first()
    if before is not None:
        Cell.objects.filter(responsibility__matrix=before).update(in_force=False)
        before.state, before.superseded_at = MatrixState.SUPERSEDED, now
        before.save(update_fields=["state", "superseded_at"])
    locked.state, locked.activated_at, locked.activated_by = MatrixState.ACTIVE, now, actor.name
    locked.kept_warnings = [[each.code, each.row_key, each.words] for each in warnings]
    locked.reason = reason.strip()
    locked.version += 1
    locked.save()
    locked.edits.all().delete()
    Cell.objects.filter(responsibility__matrix=locked).update(in_force=True)
    states = [MatrixState.DRAFT.value, MatrixState.ACTIVE.value]
    record(actor, about(scope), {"state": states}, reason=locked.reason)
    return locked


def judgement(matrix: ResponsibilityMatrix) -> Judged:
    """Return everything that is wrong with one version of a matrix, in its scope as it stands."""
    scope = matrix.scope
    return judged(scope.organisation, [scope], matrices={scope.pk: matrix})[0]


def _refuse_errors(found: Judged) -> None:
    if not found.grid.lines:
        raise Conflict("empty", _("There is nothing in it yet: add a responsibility."))
    errors = [each for each in found.findings if each.is_error]
    if errors:
        texts = {line.key: line.text for line in found.grid.lines}
        first = errors[0]
        where = f"{texts[first.row_key]}: " if first.row_key else ""
        message = _("Errors keep it from coming into force, %(count)d in all. The first: %(first)s")
        raise Conflict(
            "errors",
            message % {"count": len(errors), "first": where + first.words},
            current={"findings": [[each.code, each.row_key, each.words] for each in errors]},
        )


def _refuse_doubled(matrix: ResponsibilityMatrix) -> None:
    """Refuse an A for a role that several hold at some scope where this matrix holds."""
    roles = Party.objects.filter(matrix=matrix, role__isnull=False, cells__letter=Letter.ACCOUNTABLE)
    seen: dict[tuple[int, int], list[Assignment]] = {}
    held = Assignment.objects.filter(
        role_id__in=roles.values("role_id"), scope__path__startswith=matrix.scope.path, ended_at__isnull=True
    )
    for each in held.select_related("role", "scope"):
        beside = seen.setdefault((each.role_id, each.scope_id), [])
        if any(_meet(each, other) for other in beside):
            message = _("%(role)s answers for something here, and several hold that at %(scope)s: name one.")
            words = {"role": each.role.name, "scope": f"{each.scope.key} {each.scope.name}"}
            raise Conflict("several_holders", message % words)
        beside.append(each)


def _meet(one: Assignment, other: Assignment) -> bool:
    """Return whether two assignments hold on the same day."""
    first, second = sorted((one, other), key=lambda each: each.from_date)
    return first.to_date is None or first.to_date >= second.from_date


def answers_as_role(role: Role, scope: Scope) -> Responsibility | None:
    """Return a row in force, at `scope`, above or below it, for which whoever holds `role` answers."""
    above = [int(part) for part in scope.path.strip("/").split("/")]
    cells = Cell.objects.filter(letter=Letter.ACCOUNTABLE, in_force=True, party__role=role)
    here = cells.filter(responsibility__matrix__scope_id__in=above)
    below = cells.filter(responsibility__matrix__scope__path__startswith=scope.path)
    cell = (here | below).select_related("responsibility__matrix__scope").first()
    return cell.responsibility if cell is not None else None
