"""What of the matrix of skills an address asks for, and the matrix as a file."""

from collections.abc import Iterable, Mapping

from django.http import HttpResponse
from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.core.tables import list_file
from remit.people.models import Level
from remit.people.skills import Asked, SkillMatrix

LONGEST = 200


def asked_of(query: Mapping[str, str]) -> Asked:
    """Return what of the matrix an address asks for; `Invalid` (400) for a level that there is not."""
    words = {
        name: query.get(name, "").replace("\x00", "").strip()[:LONGEST]
        for name in ("q", "area", "skill", "unit")
    }
    level = query.get("level", "") or "1"
    if level not in {str(number) for number in Level.values}:
        raise Invalid(_("'%(value)s' is not a value of this filter.") % {"value": level[:40]}, status=400)
    return Asked(words["q"], words["area"], words["skill"], max(int(level), 1), words["unit"])


def matrix_file(kind: str, matrix: SkillMatrix) -> HttpResponse | None:
    """Return the matrix as the file that is asked for, or None where a page is; `Invalid` for another kind."""
    heads = [_("Key"), _("Name"), _("Unit"), *(skill.name for skill in matrix.skills)]
    rows: Iterable[list[object]] = (
        [
            row.person.key,
            row.person.name,
            row.person.unit.name if row.person.unit else "",
            *(None if each is None else each.level for each in row.levels),
        ]
        for row in matrix.rows
    )
    return list_file(kind, "skills", heads, rows)
