"""Which work leads to a deliverable: an activity that names none leads to what it stands below."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Sum

from remit.accounts.permissions import Actor
from remit.planning.models import Activity, ActivityKind, ResourceAssignment
from remit.projects.models import Deliverable, Project
from remit.projects.registries import DeliverableForecast

MOST_LISTED = 500


def led_to(
    rows: Iterable[tuple[int, int | None, int | None]], names: Mapping[int, str]
) -> dict[int, str | None]:
    """Return what each activity leads to, by primary key; rows in outline order: (pk, parent pk, deliverable pk)."""
    found: dict[int | None, int | None] = {}
    for pk, parent_id, deliverable_id in rows:
        found[pk] = deliverable_id or found.get(parent_id)
    return {pk: names.get(led or 0) for pk, led in found.items() if pk is not None}


def deliverable_keys(project: Project) -> dict[int, str]:
    """Return the keys of a project's deliverables by primary key: one query."""
    return dict(Deliverable.objects.filter(project_id=project.pk).values_list("pk", "key"))


def forecast_deliverables(projects: Sequence[Project]) -> dict[int, DeliverableForecast]:
    """Return when the last activity of each deliverable ends, and how many lead to it: one query."""
    rows = Activity.objects.filter(project__in=[each.pk for each in projects]).order_by("project", "position")
    led: dict[int | None, int | None] = {}
    ends: dict[int, int] = {}
    counts: dict[int, int] = defaultdict(int)
    for pk, parent_id, stated, kind, finish, is_active in rows.values_list(
        "pk", "parent_id", "deliverable_id", "kind", "finish_minute", "is_active"
    ):
        led[pk] = target = stated or led.get(parent_id)
        if target is None or kind == ActivityKind.SUMMARY or not is_active:
            continue
        counts[target] += 1
        if finish is not None:
            ends[target] = max(finish, ends.get(target, finish))
    return {pk: DeliverableForecast(ends.get(pk), count) for pk, count in counts.items()}


@dataclass(frozen=True, slots=True)
class OffWork:
    """The work of a plan, in activities and minutes, and how much of it leads to no deliverable.

    Work of an activity is that of its assignments, its duration where nobody is assigned; milestones and summaries
    are not counted, nor what is not active.
    """

    activities: int
    off_activities: int
    minutes: int
    off_minutes: int
    rows: tuple[tuple[Activity, int], ...]

    @property
    def percent(self) -> float:
        """Return the off-deliverable share of the work in per cent."""
        return round(100 * self.off_minutes / self.minutes, 1) if self.minutes else 0.0


def off_work(project: Project) -> OffWork:
    """Return the work of a plan that leads to no deliverable: three queries."""
    rows = list(
        Activity.objects.filter(project=project).select_related("accountable", "parent").order_by("position")
    )
    names = deliverable_keys(project)
    led = led_to(((each.pk, each.parent_id, each.deliverable_id) for each in rows), names)
    staffed = ResourceAssignment.objects.filter(activity__project=project).values_list("activity_id")
    work = dict(staffed.annotate(total=Sum("work_minutes")))
    counted = [
        (each, work.get(each.pk) or each.duration_minutes)
        for each in rows
        if each.is_active and each.kind not in {ActivityKind.SUMMARY, ActivityKind.MILESTONE}
    ]
    off = tuple((each, minutes) for each, minutes in counted if led[each.pk] is None)
    return OffWork(len(counted), len(off), sum(m for _each, m in counted), sum(m for _each, m in off), off)


def off_overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of work that leads to no deliverable; None without deliverables or work."""
    if not actor.can("plan.view", project.scope.path):
        return None
    if not Deliverable.objects.filter(project=project).exists():
        return None
    found = off_work(project)
    return {"off": found, "project": project} if found.activities else None


def work_section(actor: Actor, project: Project, deliverable_id: int) -> dict[str, Any] | None:
    """Return the activities that lead to a deliverable, for its page; None for whoever may not read the plan."""
    if not actor.can("plan.view", project.scope.path):
        return None
    rows = list(Activity.objects.filter(project=project).order_by("position"))
    led: dict[int | None, int | None] = {}
    for each in rows:
        led[each.pk] = each.deliverable_id or led.get(each.parent_id)
    own = [each for each in rows if led[each.pk] == deliverable_id and each.kind != ActivityKind.SUMMARY]
    return {"rows": own[:MOST_LISTED], "project": project}
