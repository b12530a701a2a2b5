"""A plan in figures."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.planning.models import Activity, Baseline, BaselineActivity, Link, Plan


@dataclass(frozen=True, slots=True)
class PlanSummary:
    """A plan in figures: how many activities, how many of them critical, late or without own accountable."""

    activities: int
    milestones: int
    links: int
    critical: int
    done: int
    past_deadline: int
    start_minute: int
    finish_minute: int | None
    baseline_finish_minute: int | None
    warnings: tuple[str, ...]


def plan_summary(plan: Plan) -> PlanSummary:
    """Return the plan in figures: three queries."""
    from_rows = Activity.objects.filter(project_id=plan.project_id).values_list(
        "kind", "is_critical", "percent_complete", "finish_minute", "deadline_minute"
    )
    rows = [row for row in from_rows if row[0] != "summary"]
    baseline = Baseline.objects.filter(project_id=plan.project_id, is_current=True).first()
    finishes = (
        BaselineActivity.objects.filter(baseline=baseline).order_by("-finish_minute") if baseline else None
    )
    promised = (
        finishes.exclude(finish_minute=None).values_list("finish_minute", flat=True).first()
        if finishes is not None
        else None
    )
    return PlanSummary(
        activities=len(rows),
        milestones=sum(row[0] == "milestone" for row in rows),
        links=Link.objects.filter(project_id=plan.project_id).count(),
        critical=sum(bool(row[1]) for row in rows),
        done=sum(row[2] == 100 for row in rows),  # noqa: PLR2004 - percent
        past_deadline=sum(row[3] is not None and row[4] is not None and row[3] > row[4] for row in rows),
        start_minute=plan.start_minute,
        finish_minute=plan.finish_minute,
        baseline_finish_minute=promised,
        warnings=tuple(_warning_words(each) for each in plan.warnings),
    )


def _warning_words(stored: dict[str, Any] | str) -> str:
    """Return a warning of the engine in words; those stored by early versions are words already."""
    if isinstance(stored, str):
        return stored
    says = {
        "too-late": _(
            "%(activity_id)s '%(name)s' is too late for a deadline or constraint: its float is below zero."
        ),
        "constraint": _(
            "%(activity_id)s '%(name)s' starts before %(before)s lets it: its constraint date wins."
        ),
        "manual": _("%(activity_id)s '%(name)s' starts before %(before)s lets it: its manual date wins."),
    }
    return says[stored["by"] or stored["kind"]] % stored


@dataclass(frozen=True, slots=True)
class Moved:
    """One activity beside its promise; `days` are calendar days later than the baseline, negative where earlier."""

    key: str
    name: str
    promised_minute: int
    finish_minute: int | None
    days: int | None
    kind: str


def baseline_comparison(plan: Plan) -> list[Moved]:
    """Return the activities whose finish differs from the current baseline, the latest first; removed ones too."""
    promised = BaselineActivity.objects.filter(
        baseline__project_id=plan.project_id, baseline__is_current=True, finish_minute__isnull=False
    ).values_list("activity_key", "name", "finish_minute")
    now = {
        key: (name, finish, kind)
        for key, name, finish, kind in Activity.objects.filter(project_id=plan.project_id).values_list(
            "key", "name", "finish_minute", "kind"
        )
    }
    moved = []
    for key, name, minute in promised:
        present, finish, kind = now.get(key, (name, None, "removed"))
        if minute is not None and finish != minute:
            days = None if finish is None else finish // 1440 - minute // 1440
            moved.append(Moved(key, present, minute, finish, days, kind))
    return sorted(moved, key=lambda each: (-(each.days or 0), each.key))
