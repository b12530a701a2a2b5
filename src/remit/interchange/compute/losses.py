"""What a document holds and the tables of a plan cannot keep, with how often and why."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext_noop as _

from remit.engine.formats import DocumentTask, PlanDocument
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    ConstraintKind,
    Contour,
    Resource,
    ResourceKind,
    SchedulingOptions,
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
_EVENLY = _("work is spread evenly")

_ACTIVITIES: tuple[tuple[str, str, Callable[[Activity], bool]], ...] = (
    (
        _("ignored resource calendars"),
        _("a plan cannot say that a task ignores the calendars of its resources"),
        lambda each: each.ignores_resource_calendars and not each.fixed_duration,
    ),
    (_("finish milestones and WBS summaries"), _NEAREST, lambda each: each.kind in NEAREST_KINDS),
    (_("mandatory dates"), _NEAREST, lambda each: each.constraint in NEAREST_CONSTRAINTS),
    (_("split activities"), _NO_PLACE, lambda each: bool(each.splits)),
    (_("levelling delays"), _NO_PLACE, lambda each: each.levelling_delay_minutes > 0),
    (_("second constraints"), _NO_PLACE, lambda each: each.second_constraint != ConstraintKind.ASAP),
    (_("expected finishes"), _NO_PLACE, lambda each: each.expected_finish is not None),
    (_("suspended activities"), _NO_PLACE, lambda each: each.suspended_minute is not None),
    (
        _("dates from other projects"),
        _NO_PLACE,
        lambda each: each.external_early_start is not None or each.external_late_finish is not None,
    ),
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
_ASSIGNMENTS: tuple[tuple[str, str, Callable[[Assignment], bool]], ...] = (
    (_("work contours"), _EVENLY, lambda each: each.contour != Contour.FLAT),
)


def losses(document: PlanDocument) -> list[dict[str, Any]]:
    """Return a row for each kind of thing that importing a document leaves behind."""
    tables: tuple[tuple[Any, list[Any]], ...] = (
        (_ACTIVITIES, [each.activity for each in document.tasks]),
        (_TASKS, list(document.tasks)),
        (_RESOURCES, [each.resource for each in document.resources]),
        (_ASSIGNMENTS, [each.assignment for each in document.assignments]),
    )
    rows = []
    for kinds, things in tables:
        for what, reason, is_lost in kinds:
            count = sum(map(is_lost, things))
            if count:
                rows.append({"what": what, "count": count, "reason": reason})
    if document.options.from_finish:
        reason = _("the plan is scheduled forward from its start")
        rows.append({"what": _("scheduling from the finish"), "count": 1, "reason": reason})
    if replace(document.options, from_finish=False, finish_minute=None) != SchedulingOptions():
        rows.append({"what": _("options of scheduling"), "count": 1, "reason": _NO_PLACE})
    if document.risk is not None:
        rows.append({"what": _("statements of risk"), "count": 1, "reason": _NO_PLACE})
    return rows
