"""A whole sheet pasted into a draft: responsibilities in its first column, roles or people in its first row."""

import csv
import io
from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.audit.recording import operation, record
from remit.core.errors import FieldError, Invalid
from remit.people.grids import chain
from remit.people.models import Assignment, Party, ResponsibilityMatrix, Role, Scope
from remit.people.operations.matrices import about, locked_draft
from remit.people.operations.matrix_edits import (
    MOST_PARTIES,
    MOST_ROWS,
    added_row,
    begin_edit,
    checked_row,
    letters_of,
    put_letters,
    taken_party,
)

MOST_ERRORS = 30
LONGEST_SHEET = 200_000


def cells_of(text: str) -> list[list[str]]:
    """Return a pasted block as rows of cells: tabs between them, else semicolons, else commas.

    Raises `Invalid` where it is longer than a matrix can be.
    """
    if len(text) > LONGEST_SHEET:
        raise Invalid(_("That is more than a matrix can hold."), field="text", code="long")
    mark = next((each for each in "\t;" if each in text), ",")
    rows = csv.reader(io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n")), delimiter=mark)
    try:
        return [[cell.strip() for cell in row] for row in rows]
    except csv.Error as error:
        raise Invalid(_("That cannot be read as a table."), field="text", code="table") from error


@operation("people.paste_matrix")
def paste_matrix(matrix: ResponsibilityMatrix, *, text: str, area: str, version: int, actor: Actor) -> int:
    """Add what a sheet states to a draft, or nothing of it where a cell is wrong; return how many rows it has.

    A row whose text stands in the draft already gets the letters of the sheet, others are added with `area`.
    """
    locked = locked_draft(matrix, actor, version=version)
    sheet = [row for row in cells_of(text) if any(row)]
    wrong: list[FieldError] = []
    heads = _heads(locked.scope, sheet[0][1:] if sheet else [], wrong)
    rows = [_letters(number, row, len(heads), wrong) for number, row in enumerate(sheet[1:], 2)]
    if wrong:
        raise Invalid(wrong[0].message, errors=wrong[:MOST_ERRORS])
    if not rows or not heads:
        message = _("Begin with a row of roles or people, then one row for each responsibility.")
        raise Invalid(message, field="text", code="empty")
    if len(rows) > MOST_ROWS or len(heads) > MOST_PARTIES:
        raise Invalid(_("That is more than a matrix can hold."), field="text", code="long")
    begin_edit(locked, _("a pasted sheet"), actor)
    parties = [taken_party(locked, head) for head in heads]
    own = {row.text.casefold(): row for row in locked.rows.all()}
    for name, letters in rows:
        stated = checked_row(locked, {"text": name, "area": area, "kind": locked.scope.kind})
        row = own.get(stated["text"].casefold()) or added_row(locked, stated)
        own[row.text.casefold()] = row
        for party, each in zip(parties, letters, strict=True):
            put_letters(row, party, each)
        row.version = locked.version
        row.save(update_fields=["version"])
    record(
        actor,
        about(locked.scope),
        {"responsibility": ["", _("%(count)d rows pasted") % {"count": len(rows)}]},
    )
    return len(rows)


def _heads(scope: Scope, names: Sequence[str], wrong: list[FieldError]) -> list[Party]:
    """Return the columns that a sheet's first row names, not yet saved."""
    roles = list(Role.objects.filter(organisation_id=scope.organisation_id))
    by_name = {name.casefold(): role for role in roles for name in (role.code, role.name)}
    held = Assignment.objects.filter(Q(scope_id__in=chain(scope)), ended_at__isnull=True)
    people: dict[str, list[Assignment]] = {}
    for each in held.select_related("person", "role"):
        people.setdefault(each.person.name.casefold(), []).append(each)
    found = []
    for number, name in enumerate(names, 2):
        role, person = by_name.get(name.casefold()), people.get(name.casefold(), [])
        if role is not None:
            found.append(Party(role=role))
        elif len(person) == 1:
            found.append(Party(assignment=person[0]))
        else:
            message = _("Row 1, column %(column)d: “%(name)s” is no role, and nobody here with one role.")
            words = {"column": number, "name": name[:60]}
            wrong.append(FieldError("text", message % words, "unknown"))
    named = [(each.role_id, each.assignment_id) for each in found]
    if len(set(named)) < len(named):
        wrong.append(FieldError("text", _("Row 1 names a role or a person twice."), "twice"))
    return found


def _letters(number: int, row: list[str], wide: int, wrong: list[FieldError]) -> tuple[str, list[str]]:
    letters = []
    for place, typed in enumerate((*row[1:], *[""] * wide)[:wide], 2):
        try:
            letters.append(letters_of(typed))
        except Invalid as error:
            place_words = _("Row %(row)d, column %(column)d: ") % {"row": number, "column": place}
            wrong.append(FieldError("text", place_words + error.message, "letters"))
    if not row[0]:
        message = _("Row %(row)d has letters but says not for what.") % {"row": number}
        wrong.append(FieldError("text", message, "required"))
    elif len(row) - 1 > wide and any(row[wide + 1 :]):
        message = _("Row %(row)d is longer than the first row.") % {"row": number}
        wrong.append(FieldError("text", message, "size"))
    return row[0], letters
