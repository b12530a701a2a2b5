"""Estimates: stated, with the basis that they stand on, and taken over into the plan."""

from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.planning.models import Activity, ActivityKind
from remit.planning.operations.edits import Edited, about_part, edit_plan, locked_plan
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project
from remit.projects.operations.parts import check_choice, clean
from remit.scenarios.compute.estimating import Said, by_others, by_size, by_units, pert, triangular
from remit.scenarios.estimate_queries import others_like, sizes_of
from remit.scenarios.models import Estimate, EstimateMethod, ShirtSize

LONGEST_BASIS = 5000
LONGEST_MINUTES = 100 * 366 * 1440
MOST_UNITS = 1_000_000
_POINTS = ("low", "likely", "high")


@operation("scenarios.estimate_activity")
def estimate_activity(
    project: Project,
    activity: Activity,
    *,
    method: str,
    actor: Actor,
    basis: str = "",
    **stated: Any,
) -> Estimate:
    """State what an activity may take: three points, units and the minutes of each, a size, or others that are done.

    It takes the place of the one before; the plan stays until it is taken over.
    """
    require(may_edit_plan(actor, project))
    locked_plan(project)
    check_choice(method, EstimateMethod, "method")
    if activity.kind in {ActivityKind.SUMMARY, ActivityKind.MILESTONE}:
        raise Invalid(_("Only work that takes time is estimated."), field="method", code="kind")
    kept, said = _said(actor, activity, method, stated)
    Estimate.objects.filter(project=project, activity_key=activity.key, is_current=True).update(
        is_current=False
    )
    made: Estimate = Estimate.objects.create(
        project=project,
        activity_key=activity.key,
        method=method,
        stated=kept,
        minutes=said.minutes,
        deviation_minutes=said.deviation,
        low_minutes=said.low,
        high_minutes=said.high,
        basis=clean(basis, "basis", LONGEST_BASIS),
        by_key=actor.key,
        by_name=actor.name[:200],
    )
    about = about_part(project, "activity", activity.key, activity.name)
    record(actor, about, {"estimate_minutes": ["", made.minutes], "method": ["", method]})
    return made


def _said(
    actor: Actor, activity: Activity, method: str, stated: dict[str, Any]
) -> tuple[dict[str, Any], Said]:
    """Return what is kept of what was stated, and what it says."""
    if method in {EstimateMethod.PERT, EstimateMethod.TRIANGULAR}:
        low, likely, high = (_minutes(stated.get(name), name) for name in _POINTS)
        if not low <= likely <= high:
            message = _("The likely value lies between the lowest and the highest.")
            raise Invalid(message, field="likely", code="order")
        count = pert if method == EstimateMethod.PERT else triangular
        return dict(zip(_POINTS, (low, likely, high), strict=True)), count(low, likely, high)
    if method == EstimateMethod.UNITS:
        units, each = stated.get("units"), _minutes(stated.get("each"), "each")
        if not isinstance(units, int | float) or isinstance(units, bool) or not 0 < units <= MOST_UNITS:
            raise Invalid(_("Say how many units there are."), field="units", code="range")
        if units * each > LONGEST_MINUTES:
            raise Invalid(_("That is longer than a plan can be."), field="units", code="range")
        return {"units": units, "each": each}, by_units(units, each)
    if method == EstimateMethod.SIZE:
        size = str(stated.get("size") or "")
        check_choice(size, ShirtSize, "size")
        sizes = sizes_of(actor, activity.project)
        count_of = next(len(each.samples) for each in sizes if each.name == size)
        return {"size": size, "samples": count_of}, by_size(size, sizes)
    found = others_like(actor, activity)
    if not found:
        message = _("No activity of a closed project resembles this one.")
        raise Invalid(message, field="method", code="nothing")
    return {"of": [f"{each.project}/{each.key}" for each in found]}, by_others(found)


def _minutes(value: Any, field: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 0 <= value <= LONGEST_MINUTES:
        raise Invalid(_("Say how long."), field=field, code="range")
    return value


def take_over_estimate(project: Project, activity: Activity, *, actor: Actor) -> Edited:
    """Let the duration of an activity be what its estimate says, by one edit of the plan."""
    require(may_edit_plan(actor, project))
    rows = Estimate.objects.filter(project=project, activity_key=activity.key, is_current=True)
    estimate: Estimate | None = rows.first()
    if estimate is None or not estimate.minutes:
        raise Conflict("no_estimate", _("There is no estimate that says how long it takes."))
    fields = {"duration_minutes": estimate.minutes}
    step = {"op": "change", "key": activity.key, "version": activity.version, "fields": fields}
    label = _("Took over the estimate of %(key)s") % {"key": activity.key}
    return edit_plan(project, [step], actor=actor, label=label)
