"""What a project costs, as whoever manages it reports it."""

import datetime as dt

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, FieldError, Invalid
from remit.costs.policies import may_keep_costs
from remit.projects.models import Project
from remit.projects.operations.parts import clean, day_so_far
from remit.projects.operations.projects import about
from remit.projects.operations.records import locked_project
from remit.reporting.models import CostReport
from remit.reporting.queries import latest_cost

LARGEST = 10**14
LONGEST_NOTE = 2000


@operation("reporting.report_cost")
def report_cost(
    project: Project,
    *,
    spent_minor: int,
    low_minor: int,
    likely_minor: int,
    high_minor: int,
    actor: Actor,
    as_of: dt.date | None = None,
    note: str = "",
) -> CostReport:
    """Report what was spent up to a day and what is still to come, at best, likely and at worst, in minor units."""
    locked = locked_project(project)
    require(may_keep_costs(actor, locked))
    sums = {
        "spent_minor": spent_minor,
        "low_minor": low_minor,
        "likely_minor": likely_minor,
        "high_minor": high_minor,
    }
    _check(sums)
    day = day_so_far(locked, as_of, "as_of")
    before = latest_cost(locked)
    if before is not None and day < before.as_of:
        message = _("Cost is reported up to %(day)s already: choose that day or a later one.")
        raise Conflict("order", message % {"day": before.as_of.isoformat()})
    made: CostReport = CostReport.objects.create(
        project=locked,
        as_of=day,
        note=clean(note, "note", LONGEST_NOTE),
        by_id=actor.person_id,
        by_name=actor.name[:200],
        **sums,
    )
    changes = {name: [getattr(before, name, ""), value] for name, value in sums.items()}
    record(actor, about(locked), {**changes, "as_of": ["", day.isoformat()]})
    return made


def _check(sums: dict[str, int]) -> None:
    """Refuse sums below zero, too large, or out of order: at best at most likely at most at worst."""
    errors = []
    for name, value in sums.items():
        if not 0 <= value <= LARGEST:
            errors.append(
                FieldError(
                    name, _("State a sum that is not below zero, and no larger than a project."), "range"
                )
            )
    if not errors and sums["low_minor"] > sums["likely_minor"]:
        errors.append(FieldError("likely_minor", _("The likely sum is not below the one at best."), "order"))
    if not errors and sums["likely_minor"] > sums["high_minor"]:
        errors.append(FieldError("high_minor", _("The sum at worst is not below the likely one."), "order"))
    if errors:
        raise Invalid(errors[0].message, errors=errors)
