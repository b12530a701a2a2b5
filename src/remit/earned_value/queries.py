"""What earned value is worked out from, as it stands in the tables; and the figures that were kept."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import QuerySet

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.plan_time import to_day
from remit.costs.models import AccountKind, CostAccount, CostEntry
from remit.costs.queries import money_project
from remit.earned_value.facts import SHARED, Account, Line, Measured, Promised
from remit.earned_value.models import ActivityMeasure, StatusSnapshot, ValueTerms
from remit.earned_value.registries import still_needed
from remit.people.grids import day_of
from remit.planning.models import Activity, ActivityKind, Baseline, BaselineActivity, Plan
from remit.projects.models import Project

_READ = (
    "pk", "key", "name", "parent_id", "kind", "percent_complete", "actual_start_minute", "actual_finish_minute",
    "accountable__key", "position",
)  # fmt: skip


def terms_of(project: Project) -> ValueTerms:
    """Return how a project is measured: as it was stated, else as the terms begin."""
    return ValueTerms.objects.filter(project=project).first() or ValueTerms(project=project)


def status_day(project: Project, plan: Plan | None) -> dt.date:
    """Return up to which day figures are known: the status date of the plan, today at the latest."""
    today = day_of(project.organisation)
    if plan is None or plan.status_minute is None:
        return today
    return min(to_day(plan.status_minute - 1), today)


def current_baseline(project: Project) -> Baseline | None:
    """Return the baseline that holds now."""
    found: Baseline | None = Baseline.objects.filter(project=project, is_current=True).first()
    return found


def baseline_accounts(project: Project) -> list[Account]:
    """Return the accounts of the baseline: those of work and the contingency reserve; that of management is outside."""
    rows = CostAccount.objects.filter(project=project).exclude(kind=AccountKind.RESERVE).order_by("code")
    return [Account(*row) for row in rows.values_list("key", "kind", "budget_minor", "code", "name")]


def cost_lines(project: Project) -> list[Line]:
    """Return the lines of a project's actual costs and accruals."""
    rows = CostEntry.objects.filter(project=project, kind__in=["actual", "accrual"]).order_by()
    found = rows.values_list("pk", "account__key", "kind", "on", "amount_minor", "settles_id", "reverses_id")
    return [Line(*row) for row in found]


def measures_of(project: Project) -> dict[str, ActivityMeasure]:
    """Return what is stated of how activities are measured, by key."""
    rows = ActivityMeasure.objects.filter(project=project).select_related("account")
    return {each.activity_key: each for each in rows}


def _measured(row: ActivityMeasure | None, account: str) -> Measured:
    if row is None:
        return Measured(account=account)
    return Measured(
        row.rule,
        account,
        float(row.units_planned or 0),
        float(row.units_done or 0),
        tuple(
            (str(name), int(weight), str(planned), str(reached))
            for name, weight, planned, reached in row.steps
        ),
    )


class Outline:
    """The plan's activities by key, and what each inherits from the summaries above it."""

    def __init__(self, rows: Iterable[dict[str, Any]], measures: dict[str, ActivityMeasure]) -> None:
        self.by_key = {row["key"]: row for row in rows}
        self._by_pk = {row["pk"]: row for row in self.by_key.values()}
        self.measures = measures

    def above(self, key: str) -> Iterable[dict[str, Any]]:
        """Yield an activity and the summaries above it, from the inside out."""
        row = self.by_key.get(key)
        while row is not None:
            yield row
            row = self._by_pk.get(row["parent_id"])

    def account(self, key: str) -> str:
        """Return the account that an activity is charged to: its own, or that of the nearest summary that has one."""
        for row in self.above(key):
            stated = self.measures.get(row["key"])
            if stated is not None and stated.account is not None:
                return stated.account.key
        return SHARED

    def element(self, key: str) -> str:
        """Return the key of the element at the top of the outline above an activity."""
        found = [row["key"] for row in self.above(key)]
        return found[-1] if found else ""


def outline_of(project: Project) -> Outline:
    """Return the outline of a project's plan with what is stated of measuring: two queries."""
    rows = Activity.objects.filter(project=project).order_by("position").values(*_READ)
    return Outline(rows, measures_of(project))


def promises_of(baseline: Baseline, outline: Outline, measures: dict[str, ActivityMeasure]) -> list[Promised]:
    """Return the activities of a baseline that are no summaries, as promised and as they stand."""
    rows = (
        BaselineActivity.objects.filter(baseline=baseline)
        .exclude(start_minute=None)
        .exclude(finish_minute=None)
    )
    found = []
    for each in rows.order_by("pk"):
        row = outline.by_key.get(each.activity_key)
        if row is not None and row["kind"] == ActivityKind.SUMMARY:
            continue
        if row is None and not each.work_minutes:
            continue  # gone, and whether it was a summary is not known: without work it holds no budget
        found.append(_promised(each, row, outline, measures))
    return found


def _promised(
    each: BaselineActivity,
    row: dict[str, Any] | None,
    outline: Outline,
    measures: dict[str, ActivityMeasure],
) -> Promised:
    key = each.activity_key
    now = row or {}
    return Promised(
        key, each.name, each.start_minute or 0, each.finish_minute or 0, each.work_minutes, each.duration_minutes,
        each.cost_minor, now.get("kind", ActivityKind.TASK), now.get("percent_complete", 0),
        now.get("actual_start_minute"), now.get("actual_finish_minute"), row is None, outline.element(key),
        now.get("accountable__key") or "", _measured(measures.get(key), outline.account(key)),
    )  # fmt: skip


def estimate_of(project: Project) -> int | None:
    """Return what people say is still to be spent, in minor units; None where nobody does."""
    return next((found for ask in still_needed if (found := ask(project)) is not None), None)


def snapshots_of(project: Project) -> "QuerySet[StatusSnapshot]":
    """Return the figures that were kept of a project, the latest first."""
    return StatusSnapshot.objects.filter(project=project)


def latest_snapshot(project: Project) -> StatusSnapshot | None:
    """Return the figures that were kept last."""
    return snapshots_of(project).first()


def over_time(snapshots: Sequence[StatusSnapshot]) -> list[StatusSnapshot]:
    """Return of each day the figures that count, the earliest first."""
    by_day = {each.as_of: each for each in reversed(snapshots)}
    return [by_day[day] for day in sorted(by_day)]


def one_snapshot(actor: Actor, project_key: str, key: str) -> StatusSnapshot:
    """Return figures that were kept of a project whose money the actor may see; or raise `NotFound`."""
    project = money_project(actor, project_key)
    found = snapshots_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def top_elements(project: Project) -> dict[str, str]:
    """Return the elements at the top of the plan's outline, name by key."""
    return dict(Activity.objects.filter(project=project, parent=None).values_list("key", "name"))


def activities_of(project: Project) -> "QuerySet[Activity]":
    """Return the activities of a plan in the order of its outline."""
    return Activity.objects.filter(project=project).select_related("accountable").order_by("position")


def one_activity(actor: Actor, project_key: str, key: str) -> Activity:
    """Return an activity of a project whose money the actor may see; or raise `NotFound`."""
    project = money_project(actor, project_key)
    found: Activity | None = activities_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found
