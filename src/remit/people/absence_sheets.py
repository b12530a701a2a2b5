"""Absences as a file."""

from collections.abc import Collection, Iterable

from django.http import HttpResponse
from django.utils.translation import gettext as _

from remit.core.tables import list_file
from remit.people.models import Absence


def absences_file(kind: str, absences: Iterable[Absence], seen: Collection[int]) -> HttpResponse | None:
    """Return absences as the file that is asked for, or None where a page is; `Invalid` for another kind.

    Why somebody is away stands in it for the people in `seen`.
    """
    heads = [_("Key"), _("Name"), _("E-mail"), _("From"), _("To"), _("Half days"), _("Kind"), _("State")]
    rows: Iterable[list[object]] = (
        [
            each.key,
            each.person.name,
            each.person.email,
            each.from_date.isoformat(),
            each.to_date.isoformat(),
            int(each.from_midday) + int(each.until_midday),
            str(each.get_kind_display()) if each.person_id in seen else "",
            str(each.get_state_display()),
        ]
        for each in absences
    )
    return list_file(kind, "absences", heads, rows)
