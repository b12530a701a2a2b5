"""What people read where the record names a field or an operation of projects."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from remit.projects.models import Phase

FIELDS = {
    "unique_result": _("unique result"),
    "starts_on": _("start"),
    "promised_on": _("promised end"),
    "budget_minor": _("budget"),
    "phase": _("phase"),
}


def _amount(minor: Any) -> str:
    return (
        number_format(Decimal(minor) / 100, 2, force_grouping=True) if isinstance(minor, int) else str(minor)
    )


def _phase(value: Any) -> str:
    return str(Phase(value).label) if value in Phase.values else str(value)


VALUES: dict[str, Callable[[Any], str]] = {"budget_minor": _amount, "phase": _phase}

OPERATIONS = {
    "projects.change_phase": _("changed the phase"),
    "projects.change_project": _("changed the project"),
    "projects.create_project": _("began the project"),
    "interchange.import_plan": _("imported a plan"),
    "interchange.undo_import": _("took an import back"),
}
