"""The heat map as a file."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from remit.core.tables import list_file
from remit.resourcing.compute import Heat

MINUTES = 60


def heat_file(kind: str, heat: Heat) -> HttpResponse | None:
    """Return a heat map in hours as the file that is asked for, None where a page is; `Invalid` for another kind."""
    heads = [
        _("Key"),
        _("Name"),
        _("Unit"),
        _("Week from"),
        _("Work in hours"),
        _("Time in hours"),
        _("Too much"),
    ]
    rows: Iterable[list[object]] = (
        [
            row.whose.key,
            row.whose.name,
            row.whose.unit.name if row.whose.unit else "",
            week.monday.isoformat(),
            round(week.work / MINUTES, 2),
            round(week.capacity / MINUTES, 2),
            round(week.over / MINUTES, 2),
        ]
        for row in heat.rows
        for week in row.weeks
    )
    return list_file(kind, "capacity", heads, rows)
