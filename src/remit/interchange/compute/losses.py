"""What a document holds and the tables of a plan cannot keep, with how often and why."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_noop as _

from remit.engine.formats import DocumentTask, PlanDocument
from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    Link,
    Resource,
    ResourceKind,
)

# what the tables of a plan have no word for is kept as what comes nearest
NEAREST_KINDS = {
    ActivityKind.FINISH_MILESTONE: ActivityKind.MILESTONE,
    ActivityKind.WBS_SUMMARY: ActivityKind.LEVEL_OF_EFFORT,
}
NEAREST_CONSTRAINTS = {
    ConstraintKind.MANDATORY_START: ConstraintKind.MSO,
    ConstraintKind.MANDATORY_FINISH: ConstraintKind.MFO,
}
NEAREST_RESOURCES = {ResourceKind.BUDGET: ResourceKind.COST}

_NEAREST = _("kept as what comes nearest to it in a plan")
_NO_PLACE = _("a plan has no place for them yet")


def _is_mandatory(activity: Activity) -> bool:
    return activity.constraint in NEAREST_CONSTRAINTS or activity.second_constraint in NEAREST_CONSTRAINTS


_ACTIVITIES: tuple[tuple[str, str, Callable[[Activity], bool]], ...] = (
    (_("finish milestones and WBS summaries"), _NEAREST, lambda each: each.kind in NEAREST_KINDS),
    (_("mandatory dates"), _NEAREST, _is_mandatory),
    (_("alternative modes"), _NO_PLACE, lambda each: bool(each.modes)),
    (_("needs of skills"), _NO_PLACE, lambda each: bool(each.skills)),
)
_TASKS: tuple[tuple[str, str, Callable[[DocumentTask], bool]], ...] = (
    (_("codes of activities"), _NO_PLACE, lambda each: bool(each.codes)),
)
_RESOURCES: tuple[tuple[str, str, Callable[[Resource], bool]], ...] = (
    (_("budgets"), _NEAREST, lambda each: each.kind in NEAREST_RESOURCES),
    (_("changes of availability"), _NO_PLACE, lambda each: bool(each.availability)),
    (_("skills of resources"), _NO_PLACE, lambda each: bool(each.skills)),
)
_LINKS: tuple[tuple[str, str, Callable[[Link], bool]], ...] = (
    (_("calendars of lags"), _NO_PLACE, lambda each: each.lag_calendar_id is not None),
    (_("links that hold no later than a lag"), _NO_PLACE, lambda each: each.maximum),
)


def losses(document: PlanDocument) -> list[dict[str, Any]]:
    """Return a row for each kind of thing that importing a document leaves behind."""
    tables: tuple[tuple[Any, list[Any]], ...] = (
        (_ACTIVITIES, [each.activity for each in document.tasks]),
        (_TASKS, list(document.tasks)),
        (_RESOURCES, [each.resource for each in document.resources]),
        (_LINKS, list(document.links)),
    )
    rows = []
    for kinds, things in tables:
        for what, reason, is_lost in kinds:
            count = sum(map(is_lost, things))
            if count:
                rows.append({"what": what, "count": count, "reason": reason})
    if document.risk is not None:
        rows.append({"what": _("statements of risk"), "count": 1, "reason": _NO_PLACE})
    return rows
