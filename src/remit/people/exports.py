"""A matrix as a file."""

from django.utils.translation import gettext as _

from remit.core.tables import workbook
from remit.people.grids import Grid
from remit.people.models import RowArea


def matrix_sheet(grid: Grid) -> bytes:
    """Return a matrix as an XLSX sheet: one row for each responsibility, one column for each role or person."""
    heads = [_("Key"), _("Responsibility"), _("Area")]
    heads += [f"{column.name} ({column.names})" if column.holders else column.name for column in grid.columns]
    heads += [_("Accountable"), _("Inherited from")]
    areas = dict(RowArea.choices)
    rows: list[list[object]] = []
    for line in grid.lines:
        letters = ["/".join(line.letters.get(column.code, "")) for column in grid.columns]
        names = ", ".join(holder.person_name for holder in grid.accountable(line))
        rows.append([line.key, line.text, str(areas[line.area]), *letters, names, line.inherited_from])
    return workbook(heads, rows)
