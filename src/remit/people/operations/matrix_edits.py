"""Edits of a draft: rows, columns, letters, what is pasted; each can be taken back, the last one first."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.keys import next_key
from remit.people.grids import chain, code_of
from remit.people.models import (
    Assignment,
    Cell,
    MatrixEdit,
    MatrixState,
    Party,
    Responsibility,
    ResponsibilityMatrix,
    Role,
    RowArea,
    Scope,
)
from remit.people.operations.matrices import DEFAULTS_FOR, KEYS, about, locked_draft
from remit.people.operations.organisation import space_of
from remit.people.operations.snapshots import restore, snapshot

MOST_ROWS, MOST_PARTIES, MOST_EDITS = 300, 40, 100
LONGEST_TEXT, MOST_AUTHORITY, MOST_MONEY = 200, 5, 10**15
PERMITTED = frozenset({"", "R", "A", "AR", "C", "I"})
EDITABLE = ("text", "area", "kind", "money_minor", "authority")


def letters_of(typed: str) -> str:
    """Return what was typed into a cell as its letters, A before R; `Invalid` where that is none of them."""
    found = {letter for letter in typed.upper() if letter not in " /,;+&.\t"}
    ordered = "".join(letter for letter in "ARCI" if letter in found)
    if found - set("ARCI") or ordered not in PERMITTED:
        message = _("“%(typed)s” stands in a cell: write R, A, C, I, or A and R together.")
        raise Invalid(message % {"typed": typed[:20]}, field="letters", code="letters")
    return ordered


def kinds_at(scope: Scope) -> tuple[str, ...]:
    """Return the kinds of scope for which a row of this scope's matrix may be: its own, and those below."""
    return (scope.kind, *DEFAULTS_FOR.get(scope.kind, ()))


def begin_edit(matrix: ResponsibilityMatrix, what: str, actor: Actor) -> None:
    """Note how the locked draft stands, and count the edit that is about to change it."""
    matrix.version += 1
    matrix.save(update_fields=["version"])
    number = matrix.version
    MatrixEdit.objects.create(
        matrix=matrix, number=number, what=what[:300], by_name=actor.name, before=dict(snapshot(matrix))
    )
    old = matrix.edits.values_list("pk", flat=True)[MOST_EDITS:]
    MatrixEdit.objects.filter(pk__in=list(old)).delete()


def _row(matrix: ResponsibilityMatrix, key: str, version: int | None) -> Responsibility:
    row: Responsibility | None = matrix.rows.filter(key=key).first()
    if row is None:
        raise NotFound
    if version is not None and row.version != version:
        raise Conflict("stale", _("Somebody changed this row meanwhile: look what stands there now."))
    return row


def _party(matrix: ResponsibilityMatrix, code: str) -> Party:
    for party in matrix.parties.select_related("role", "assignment"):
        if code_of(party) == code:
            return party
    message = _("There is no such column: %(code)s.")
    raise Invalid(message % {"code": code[:60]}, field="party", code="unknown")


def checked_row(matrix: ResponsibilityMatrix, stated: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is stated about a row, without blanks around its text; `Invalid` names what is wrong."""
    found = dict(stated)
    if "text" in found:
        found["text"] = " ".join(found["text"].split())
        if not found["text"]:
            raise Invalid(_("Say what is to be answered for."), field="text", code="required")
        if len(found["text"]) > LONGEST_TEXT:
            message = _("At most %(longest)d characters, these are %(count)d.")
            words = {"longest": LONGEST_TEXT, "count": len(found["text"])}
            raise Invalid(message % words, field="text", code="long")
    if "area" in found and found["area"] not in RowArea.values:
        raise Invalid(_("There is no such area."), field="area", code="unknown")
    if "kind" in found and found["kind"] not in kinds_at(matrix.scope):
        raise Invalid(_("A row is for this scope, or a default for those below."), field="kind", code="kind")
    for name, most in (("money_minor", MOST_MONEY), ("authority", MOST_AUTHORITY)):
        if found.get(name) is not None and not 0 <= found[name] <= most:
            message = _("Give a number from 0 to %(most)d.")
            raise Invalid(message % {"most": most}, field=name, code="range")
    return found


@operation("people.add_responsibility")
def add_responsibility(
    matrix: ResponsibilityMatrix,
    *,
    text: str,
    area: str,
    actor: Actor,
    kind: str = "",
    money_minor: int | None = None,
    authority: int | None = None,
    version: int | None = None,
) -> Responsibility:
    """Add a row at the end of a draft; `kind` is that of the scope unless it is a default for those below."""
    locked = locked_draft(matrix, actor, version=version)
    stated: dict[str, Any] = {"text": text, "area": area, "money_minor": money_minor, "authority": authority}
    stated = checked_row(locked, stated | {"kind": kind or locked.scope.kind})
    begin_edit(locked, stated["text"], actor)
    row = added_row(locked, stated)
    record(actor, about(locked.scope), {"responsibility": ["", row.text]})
    return row


def added_row(matrix: ResponsibilityMatrix, stated: dict[str, Any], key: str = "") -> Responsibility:
    """Add a row inside a running edit."""
    if matrix.rows.count() >= MOST_ROWS:
        raise Conflict("many", _("A matrix holds at most %(most)d rows.") % {"most": MOST_ROWS})
    last = matrix.rows.aggregate(last=Max("position"))["last"] or 0
    return Responsibility.objects.create(
        matrix=matrix,
        key=key or next_key(space_of(matrix.scope.organisation_id), KEYS),
        position=last + 1,
        version=matrix.version,
        **stated,
    )


@operation("people.change_responsibility")
def change_responsibility(
    matrix: ResponsibilityMatrix,
    key: str,
    *,
    version: int,
    actor: Actor,
    letters: Mapping[str, str] | None = None,
    **changes: Any,
) -> Responsibility:
    """Change fields of `EDITABLE` and, by code of the column, `letters` of a row; `version` is the row's."""
    locked = locked_draft(matrix, actor, version=None)
    row = _row(locked, key, version)
    if unknown := sorted(changes.keys() - set(EDITABLE)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    stated = checked_row(locked, changes)
    wanted = {code: letters_of(typed) for code, typed in (letters or {}).items()}
    parties = {code: _party(locked, code) for code in wanted}
    noted = {name: [str(getattr(row, name) or ""), str(value or "")] for name, value in stated.items()}
    begin_edit(locked, row.text, actor)
    for name, value in stated.items():
        setattr(row, name, value)
    row.version = locked.version
    row.save()
    before, after = [], []
    for code, party in parties.items():
        stood = put_letters(row, party, wanted[code])
        if stood != wanted[code]:
            before.append(f"{code} {stood or '–'}")
            after.append(f"{code} {wanted[code] or '–'}")
    if after:
        noted["letters"] = [f"{row.text}: {', '.join(before)}", f"{row.text}: {', '.join(after)}"]
    record(actor, about(locked.scope), noted or {"responsibility": [row.text, row.text]})
    return row


def put_letters(row: Responsibility, party: Party, letters: str) -> str:
    """Put letters into a cell in place of those that stood there; return these."""
    cells = Cell.objects.filter(responsibility=row, party=party)
    stood = "".join(sorted(cells.values_list("letter", flat=True), key="ARCI".index))
    if stood != letters:
        cells.exclude(letter__in=list(letters)).delete()
        new = [letter for letter in letters if letter not in stood]
        Cell.objects.bulk_create(Cell(responsibility=row, party=party, letter=letter) for letter in new)
    return stood


@operation("people.remove_responsibility")
def remove_responsibility(matrix: ResponsibilityMatrix, key: str, *, version: int, actor: Actor) -> None:
    """Remove a row of a draft; `version` is the row's. What it replaced is inherited again."""
    locked = locked_draft(matrix, actor, version=None)
    row = _row(locked, key, version)
    begin_edit(locked, row.text, actor)
    row.delete()
    record(actor, about(locked.scope), {"responsibility": [row.text, ""]})


@operation("people.move_responsibility")
def move_responsibility(
    matrix: ResponsibilityMatrix, key: str, *, up: bool, version: int, actor: Actor
) -> Responsibility:
    """Move a row one place up or down; `version` is the row's."""
    locked = locked_draft(matrix, actor, version=None)
    row = _row(locked, key, version)
    rows = list(locked.rows.all())
    place = next(number for number, each in enumerate(rows) if each.pk == row.pk)
    other = place - 1 if up else place + 1
    if not 0 <= other < len(rows):
        raise Conflict("at_the_end", _("It stands at the end already."))
    begin_edit(locked, row.text, actor)
    rows[place], rows[other] = rows[other], rows[place]
    for number, each in enumerate(rows, 1):
        each.position = number
    row = rows[other]
    row.version = locked.version
    Responsibility.objects.bulk_update(rows, ["position", "version"])
    record(actor, about(locked.scope), {"position": [f"{row.text}: {place + 1}", f"{row.text}: {other + 1}"]})
    return row


@operation("people.override_responsibility")
def override_responsibility(
    matrix: ResponsibilityMatrix, key: str, *, actor: Actor, version: int | None = None
) -> Responsibility:
    """Take a row that the scope inherits into its own draft, where it replaces it and can be changed."""
    locked = locked_draft(matrix, actor, version=version)
    if locked.rows.filter(key=key).exists():
        raise Conflict("own", _("The row is this scope's own already."))
    above = {pk: number for number, pk in enumerate(chain(locked.scope))}
    rows = Responsibility.objects.filter(
        key=key, kind=locked.scope.kind, matrix__scope_id__in=above, matrix__state=MatrixState.ACTIVE
    ).select_related("matrix")
    source = min(rows, key=lambda each: above[each.matrix.scope_id], default=None)
    if source is None:
        raise NotFound
    begin_edit(locked, source.text, actor)
    stated = {name: getattr(source, name) for name in EDITABLE}
    row = added_row(locked, stated, key=key)
    for cell in source.cells.select_related("party__role", "party__assignment"):
        party = taken_party(locked, cell.party)
        Cell.objects.create(responsibility=row, party=party, letter=cell.letter)
    record(actor, about(locked.scope), {"responsibility": ["", row.text]})
    return row


def taken_party(matrix: ResponsibilityMatrix, party: Party) -> Party:
    """Return the draft's own column for a column from above, made where there is none."""
    same = {"role_id": party.role_id, "assignment_id": party.assignment_id}
    own = matrix.parties.filter(**same).first()
    return own or _new_party(matrix, **same)


def _new_party(matrix: ResponsibilityMatrix, **who: Any) -> Party:
    if matrix.parties.count() >= MOST_PARTIES:
        raise Conflict("many", _("A matrix holds at most %(most)d columns.") % {"most": MOST_PARTIES})
    last = matrix.parties.aggregate(last=Max("position"))["last"] or 0
    return Party.objects.create(matrix=matrix, position=last + 1, **who)


@operation("people.add_party")
def add_party(
    matrix: ResponsibilityMatrix,
    *,
    actor: Actor,
    role: Role | None = None,
    assignment: Assignment | None = None,
    version: int | None = None,
) -> Party:
    """Add a column: whoever holds `role`, or one `assignment` at the scope or above it."""
    locked = locked_draft(matrix, actor, version=version)
    if (role is None) == (assignment is None):
        raise Invalid(_("Name a role or an assignment, one of the two."), field="role", code="one")
    if role is not None and role.organisation_id != locked.scope.organisation_id:
        raise Invalid(_("The role belongs to another organisation."), field="role", code="elsewhere")
    if assignment is not None and not locked.scope.path.startswith(assignment.scope.path):
        raise Invalid(_("The assignment does not hold here."), field="assignment", code="elsewhere")
    if assignment is not None and assignment.ended_at is not None:
        raise Invalid(_("This assignment has ended already."), field="assignment", code="ended")
    if locked.parties.filter(role=role, assignment=assignment).exists():
        raise Conflict("column_exists", _("There is a column for it already."))
    name = role.name if role is not None else _named(assignment)
    begin_edit(locked, name, actor)
    party = _new_party(locked, role=role, assignment=assignment)
    record(actor, about(locked.scope), {"column": ["", name]})
    return party


def _named(assignment: Assignment | None) -> str:
    return f"{assignment.role.name}, {assignment.person.name}" if assignment is not None else ""


@operation("people.remove_party")
def remove_party(
    matrix: ResponsibilityMatrix, code: str, *, actor: Actor, version: int | None = None
) -> None:
    """Remove a column with all of its letters."""
    locked = locked_draft(matrix, actor, version=version)
    party = _party(locked, code)
    rows = Responsibility.objects.filter(cells__party=party).distinct()
    begin_edit(locked, code, actor)
    rows.update(version=locked.version)
    party.delete()
    record(actor, about(locked.scope), {"column": [code, ""]})


@operation("people.paste_letters")
def paste_letters(
    matrix: ResponsibilityMatrix,
    *,
    row: str,
    party: str,
    block: Sequence[Sequence[str]],
    version: int,
    actor: Actor,
) -> int:
    """Put a block of letters into a draft, its first cell at `row` and `party`; return how many cells changed."""
    locked = locked_draft(matrix, actor, version=version)
    rows = list(locked.rows.all())
    parties = list(locked.parties.select_related("role", "assignment"))
    top = next((number for number, each in enumerate(rows) if each.key == row), None)
    left = next((number for number, each in enumerate(parties) if code_of(each) == party), None)
    if top is None or left is None:
        raise NotFound
    widest = max((len(line) for line in block), default=0)
    if not block or top + len(block) > len(rows) or left + widest > len(parties):
        message = _(
            "What was pasted has %(rows)d rows and %(columns)d columns: that reaches beyond the edge."
        )
        raise Invalid(message % {"rows": len(block), "columns": widest}, field="text", code="size")
    wanted = [[letters_of(typed) for typed in line] for line in block]
    begin_edit(locked, _("pasted letters"), actor)
    changed = 0
    for own, line in zip(rows[top:], wanted, strict=False):
        new = [
            put_letters(own, each, letters) != letters
            for each, letters in zip(parties[left:], line, strict=False)
        ]
        if any(new):
            own.version = locked.version
            own.save(update_fields=["version"])
        changed += sum(new)
    record(actor, about(locked.scope), {"letters": ["", _("%(count)d cells pasted") % {"count": changed}]})
    return changed


@operation("people.undo_matrix_edit")
def undo_matrix_edit(matrix: ResponsibilityMatrix, *, version: int, actor: Actor) -> str:
    """Take back the last edit of a draft; return what it was about."""
    locked = locked_draft(matrix, actor, version=version)
    last = locked.edits.first()
    if last is None:
        raise Conflict("nothing", _("There is nothing to take back."))
    locked.version += 1
    locked.save(update_fields=["version"])
    restore(locked, last.before, row_version=locked.version)
    what = last.what
    last.delete()
    record(actor, about(locked.scope), {"taken_back": ["", what]})
    return what
