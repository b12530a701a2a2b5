"""Rows of a plan as the API states them, at a constant number of queries."""

from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from remit.core.api.fields import moment
from remit.core.statements import Statement
from remit.planning.api_schemas import ActivityPartOut, ChangedOut, EditOut, LinkOut, PlanOut, SplitOut
from remit.planning.models import (
    Activity,
    ActivityKind,
    BaselineActivity,
    Constraint,
    FloatKind,
    LagCalendar,
    LagFromStart,
    LagUnit,
    Link,
    LinkKind,
    Plan,
    ProgressMode,
    RuleSet,
)
from remit.planning.operations.edits import Edited
from remit.planning.queries import accountable_names, places_of, plan_summary
from remit.planning.queries.parts import Part, Parts
from remit.planning.queries.summaries import summary_span
from remit.projects.models import Project

_PROMISED_COLUMNS = ("activity_key", "start_minute", "finish_minute")
_PROMISED = Statement(
    lambda project_id, key: BaselineActivity.objects.filter(
        baseline__project_id=project_id, baseline__is_current=True, activity_key=key
    ).values_list(*_PROMISED_COLUMNS),
    int,
    str,
)


def plan_out(project: Project, plan: Plan, *, may_edit: bool) -> PlanOut:
    """Return the plan as a whole."""
    summary = plan_summary(plan)
    return PlanOut(
        project=project.key,
        version=plan.version,
        start=moment(plan.start_minute),
        finish=moment(plan.finish_minute),
        status=moment(plan.status_minute),
        rules=RuleSet(plan.rules),
        lag_calendar=LagCalendar(plan.lag_calendar) if plan.lag_calendar else None,
        lag_from_start=LagFromStart(plan.lag_from_start) if plan.lag_from_start else None,
        progress_mode=ProgressMode(plan.progress_mode) if plan.progress_mode else None,
        total_float=FloatKind(plan.total_float) if plan.total_float else None,
        from_finish=plan.from_finish,
        finish_by=moment(plan.finish_by_minute),
        must_finish_by=moment(plan.must_finish_by_minute),
        critical_float_minutes=plan.critical_float_minutes,
        critical_by_longest_path=plan.critical_by_longest_path,
        use_expected_finish=plan.use_expected_finish,
        honour_levelling_delay=plan.honour_levelling_delay,
        minutes_per_day=plan.minutes_per_day,
        minutes_per_week=plan.minutes_per_week,
        activities=summary.activities,
        milestones=summary.milestones,
        links=summary.links,
        critical=summary.critical,
        done=summary.done,
        past_deadline=summary.past_deadline,
        baseline_finish=moment(summary.baseline_finish_minute),
        warnings=list(summary.warnings),
        scheduled_at=plan.scheduled_at,
        may_edit=may_edit,
    )


def activity_facts(project: Project, activities: Sequence[Activity]) -> list[dict[str, Any]]:
    """Return the fields of `ActivityOut` for activities of one project: a constant number of queries."""
    places = places_of(project, activities)
    name_of = accountable_names(project, {places[each.pk].accountable_id for each in activities})
    promised = _promised(project, [each.key for each in activities])
    plan = cache(lambda: Plan.objects.select_related("calendar").get(project_id=project.pk))
    span = summary_span(lambda: plan().calendar)
    parts = Parts(plan)
    answer = []
    for each in activities:
        place = places[each.pk]
        promise = promised.get(each.key, (None, None))
        facts = _facts(each, place.wbs, place.parent_key, name_of(place.accountable_id), promise)
        if each.kind == ActivityKind.SUMMARY:
            facts["duration_minutes"] = span(each.start_minute, each.finish_minute)
        facts["parts"] = [
            ActivityPartOut(start=_clock(start), finish=_clock(finish))
            for start, finish in _parts(parts, each)
        ]
        answer.append(facts)
    return answer


def _parts(parts: Parts, each: Activity) -> list[Part]:
    dates, is_elapsed = (each.start_minute, each.finish_minute), each.duration_is_elapsed
    return parts.of(dates, each.splits, each.duration_minutes, each.calendar_id, is_elapsed=is_elapsed)


def _clock(minute: int) -> str:
    return moment(minute) or ""


def _promised(project: Project, keys: Sequence[str]) -> dict[str, tuple[int | None, int | None]]:
    rows: Iterable[Any]
    if len(keys) == 1:
        rows = _PROMISED.all(project.pk, keys[0])
    else:
        current = BaselineActivity.objects.filter(baseline__project_id=project.pk, baseline__is_current=True)
        rows = current.filter(activity_key__in=keys).values_list(*_PROMISED_COLUMNS)
    return {key: (start, finish) for key, start, finish in rows}


def _facts(
    each: Activity, wbs: str, parent: str | None, accountable: str, promise: tuple[int | None, int | None]
) -> dict[str, Any]:
    return {
        "key": each.key,
        "name": each.name,
        "kind": ActivityKind(each.kind),
        "wbs": wbs,
        "level": each.level,
        "parent": parent,
        "notes": each.notes,
        "accountable_key": each.accountable.key if each.accountable else None,
        "accountable_name": accountable,
        "deliverable_key": each.deliverable.key if each.deliverable else None,
        "calendar_key": each.calendar.key if each.calendar else None,
        "duration_minutes": each.duration_minutes,
        "duration_is_elapsed": each.duration_is_elapsed,
        "constraint": Constraint(each.constraint),
        "constraint_date": moment(each.constraint_minute),
        "deadline": moment(each.deadline_minute),
        "is_manual": each.is_manual,
        "is_active": each.is_active,
        "priority": each.priority,
        "percent_complete": each.percent_complete,
        "actual_start": moment(each.actual_start_minute),
        "actual_finish": moment(each.actual_finish_minute),
        "version": each.version,
        "start": moment(each.start_minute),
        "finish": moment(each.finish_minute),
        "early_start": moment(each.early_start_minute),
        "early_finish": moment(each.early_finish_minute),
        "late_start": moment(each.late_start_minute),
        "late_finish": moment(each.late_finish_minute),
        "total_float_minutes": each.total_float_minutes,
        "free_float_minutes": each.free_float_minutes,
        "is_critical": each.is_critical,
        "baseline_start": moment(promise[0]),
        "baseline_finish": moment(promise[1]),
        **_rarer_facts(each),
    }


def _rarer_facts(each: Activity) -> dict[str, Any]:
    """Return what few activities state."""
    return {
        "second_constraint": Constraint(each.second_constraint),
        "second_constraint_date": moment(each.second_constraint_minute),
        "expected_finish": moment(each.expected_finish_minute),
        "external_early_start": moment(each.external_early_start_minute),
        "external_late_finish": moment(each.external_late_finish_minute),
        "splits": [SplitOut(done_minutes=done, gap_minutes=gap) for done, gap in each.splits],
        "suspended": moment(each.suspended_minute),
        "resumed": moment(each.resumed_minute),
        "levelling_delay_minutes": each.levelling_delay_minutes,
        "ignores_resource_calendars": each.ignores_resource_calendars,
    }


def link_out(link: Link) -> LinkOut:
    """Return a link; its two activities must have been read with it."""
    return LinkOut(
        key=link.key,
        predecessor=link.predecessor.key,
        successor=link.successor.key,
        kind=LinkKind(link.kind),
        lag_amount=link.lag_amount,
        lag_unit=LagUnit(link.lag_unit),
        is_driving=link.is_driving,
        version=link.version,
    )


def edit_out(project: Project, edited: Edited) -> EditOut:
    """Return what an edit did, with the activities that it touched in their order."""
    rows: Any = Activity.objects.filter(project_id=project.pk).order_by("position")
    touched = set(edited.touched)
    # all rows are read: thousands of keys would be more parameters than a statement takes
    read = rows.values_list("key", "name", "start_minute", "finish_minute", "is_critical", "version")
    result = edited.rescheduled
    return EditOut(
        edit=edited.number,
        label=edited.label,
        plan_version=edited.plan_version,
        activities=[
            ChangedOut(
                key=key,
                name=name,
                start=moment(start),
                finish=moment(finish),
                is_critical=critical,
                version=version,
            )
            for key, name, start, finish, critical, version in read
            if key in touched
        ],
        removed=list(edited.removed),
        finish_before=moment(result.finish_before),
        finish=moment(result.finish_minute),
        critical=result.critical_count,
    )
