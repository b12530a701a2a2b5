"""Estimates beside the plan, and what they can be made from."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.words import duration_words
from remit.engine.flow.sizes import Size
from remit.planning.models import Activity, ActivityKind, Plan
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY
from remit.scenarios.compute.estimating import Alike, alike, calibrated
from remit.scenarios.models import Estimate, EstimateMethod, ShirtSize

MOST_LINES = 500
MOST_DONE = 20_000
_ALL = 100


@dataclass(frozen=True, slots=True)
class EstimateLine:
    """An activity with its estimate, if it has one; `differs` are minutes that the plan has more than it says."""

    activity: Activity
    estimate: Estimate | None

    @property
    def differs(self) -> int | None:
        """Return by how much the plan is longer than the estimate; None where that says nothing."""
        if self.estimate is None or self.estimate.minutes is None:
            return None
        return int(self.activity.duration_minutes - self.estimate.minutes)


def estimate_lines(plan: Plan) -> tuple[list[EstimateLine], int]:
    """Return the work of a plan with its estimates, and how many have none: two queries."""
    rows = Activity.objects.filter(project_id=plan.project_id, kind=ActivityKind.TASK, is_active=True)
    there = list(rows.order_by("position")[:MOST_LINES])
    current = Estimate.objects.filter(project_id=plan.project_id, is_current=True)
    by_key = {each.activity_key: each for each in current}
    lines = [EstimateLine(each, by_key.get(each.key)) for each in there]
    return lines, sum(line.estimate is None for line in lines)


def sizes_of(actor: Actor, project: Project) -> tuple[Size, ...]:
    """Return what each size took, by finished work of the organisation that had it and that the actor may see."""
    rows = Estimate.objects.visible_to(actor).filter(
        project__organisation_id=project.organisation_id, method=EstimateMethod.SIZE, is_current=True
    )
    sizes = {
        (pk, key): stated.get("size")
        for pk, key, stated in rows.values_list("project_id", "activity_key", "stated")
    }
    done = Activity.objects.filter(project_id__in={pk for pk, _key in sizes}, percent_complete=_ALL)
    taken = done.filter(actual_duration_minutes__gt=0).values_list(
        "project_id", "key", "actual_duration_minutes"
    )
    pairs = [(str(sizes[pk, key]), minutes) for pk, key, minutes in taken if (pk, key) in sizes]
    return calibrated(ShirtSize.values, pairs)


def others_like(actor: Actor, activity: Activity) -> list[Alike]:
    """Return finished activities of closed projects that resemble one by the words of their names: one query."""
    rows = Activity.objects.visible_to(actor).filter(
        project__phase__in=READ_ONLY,
        project__organisation_id=activity.project.organisation_id,
        kind=ActivityKind.TASK,
        percent_complete=_ALL,
        actual_duration_minutes__gt=0,
    )
    done = rows.values_list("project__key", "key", "name", "actual_duration_minutes").order_by("-pk")
    return alike(activity.name, done[:MOST_DONE])


def estimates_of(project: Project, activity: Activity) -> list[Estimate]:
    """Return the estimates of an activity, the latest first."""
    return list(Estimate.objects.filter(project=project, activity_key=activity.key).order_by("-pk")[:20])


def basis_of_duration(activity: Activity) -> list[str]:
    """Return what the duration of an activity stands on, in words, for whoever asks why."""
    rows = Estimate.objects.filter(project_id=activity.project_id, activity_key=activity.key, is_current=True)
    found: Estimate | None = rows.select_related("project__organisation").first()
    if found is None:
        return []
    words = {
        "method": found.get_method_display(),
        "said": _("uncalibrated")
        if found.minutes is None
        else duration_words(found.minutes, found.project.organisation.minutes_per_day),
        "who": found.by_name,
    }
    said = _("Estimated by %(who)s: %(said)s (%(method)s).") % words
    return [f"{said} {found.basis}".strip()]
