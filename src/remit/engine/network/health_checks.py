"""The fourteen checks that the DCMA looks at a schedule with.

Source: DCMA-EA PAM 200.1 (October 2012) as its readers describe it; where they leave room, the docstring says
what is counted. On what is not done, without summaries, level of effort and what is inactive, unless said.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace

from remit.engine.model import Activity, ActivityKind, ConstraintKind, Link, LinkKind, PlanError
from remit.engine.network import schedule
from remit.engine.network.health_facts import MOMENTS, Facts, is_done
from remit.engine.network.health_results import Check, CheckName, Missing, Verdict

HARD = frozenset(
    {
        ConstraintKind.MSO,
        ConstraintKind.MFO,
        ConstraintKind.SNLT,
        ConstraintKind.FNLT,
        ConstraintKind.MANDATORY_START,
        ConstraintKind.MANDATORY_FINISH,
    }
)


def all_checks(facts: Facts) -> tuple[Check, ...]:
    """Return the fourteen checks in their order."""
    return tuple(check(facts) for check in _CHECKS)


def critical_path_length_index(length: float, total_float: float) -> float:
    """Return (CPL + TF) / CPL: how much of the time to the end there is for each day that is needed.

    `length` is the working days from the status date to the end, above zero; `total_float` those that may still
    be lost, below zero for those that are already missing. DCMA's formula; some tools call another figure by
    this name.
    """
    return (length + total_float) / length


def _unknown(name: CheckName, limit: float, missing: Missing, *, is_floor: bool = False) -> Check:
    return Check(name, Verdict.UNKNOWN, None, limit, is_floor=is_floor, missing=missing)


def _judged(value: float, limit: float, *, is_floor: bool = False) -> Verdict:
    return Verdict.PASSED if (value >= limit if is_floor else value <= limit) else Verdict.FAILED


def _of_activities(
    facts: Facts,
    name: CheckName,
    limit: float,
    is_bad: Callable[[Activity], bool],
    among: Iterable[Activity] | None = None,
) -> Check:
    """Return the check of the share of activities that are bad; of those left to do if not said otherwise."""
    counted = tuple(facts.left if among is None else among)
    if not counted:
        return _unknown(name, limit, Missing.ACTIVITIES)
    found = tuple(each.id for each in counted if is_bad(each))
    share = len(found) / len(counted)
    return Check(
        name, _judged(share, limit), share, limit, count=len(found), of=len(counted), activity_ids=found
    )


def _of_links(facts: Facts, name: CheckName, limit: float, is_bad: Callable[[Link], bool]) -> Check:
    if not facts.links:
        return _unknown(name, limit, Missing.LINKS)
    found = tuple(each for each in facts.links if is_bad(each))
    share = len(found) / len(facts.links)
    ids = tuple(dict.fromkeys(each.successor_id for each in found))
    count, of = len(found), len(facts.links)
    return Check(name, _judged(share, limit), share, limit, count=count, of=of, activity_ids=ids, links=found)


def _logic(facts: Facts) -> Check:
    """Count what waits for nothing or is waited for by nothing; the plan's first and last are counted too."""
    after, before = facts.linked
    return _of_activities(
        facts, CheckName.LOGIC, facts.limits.logic, lambda each: each.id not in after or each.id not in before
    )


def _leads(facts: Facts) -> Check:
    return _of_links(facts, CheckName.LEADS, facts.limits.leads, lambda each: each.lag.amount < 0)


def _lags(facts: Facts) -> Check:
    return _of_links(facts, CheckName.LAGS, facts.limits.lags, lambda each: each.lag.amount > 0)


def _finish_to_start(facts: Facts) -> Check:
    """Count the share of links from finish to start; the others are named."""
    name, limit = CheckName.FINISH_TO_START, facts.limits.finish_to_start
    others = _of_links(facts, name, 1 - limit, lambda each: each.kind != LinkKind.FS)
    if others.value is None:
        return _unknown(name, limit, Missing.LINKS, is_floor=True)
    share = (others.of - others.count) / others.of
    return replace(
        others, value=share, limit=limit, is_floor=True, verdict=_judged(share, limit, is_floor=True)
    )


def _hard_constraints(facts: Facts) -> Check:
    def is_hard(each: Activity) -> bool:
        return each.constraint in HARD or each.second_constraint in HARD

    return _of_activities(facts, CheckName.HARD_CONSTRAINTS, facts.limits.hard_constraints, is_hard)


def _float_days(facts: Facts, activity: Activity) -> float:
    return facts.days(facts.found[activity.id].total_float_minutes)


def _high_float(facts: Facts) -> Check:
    most = facts.limits.high_float_days
    return _of_activities(
        facts, CheckName.HIGH_FLOAT, facts.limits.high_float, lambda each: _float_days(facts, each) > most
    )


def _negative_float(facts: Facts) -> Check:
    return _of_activities(
        facts,
        CheckName.NEGATIVE_FLOAT,
        facts.limits.negative_float,
        lambda each: _float_days(facts, each) < 0,
    )


def _high_duration(facts: Facts) -> Check:
    most = facts.limits.high_duration_days
    return _of_activities(
        facts,
        CheckName.HIGH_DURATION,
        facts.limits.high_duration,
        lambda each: facts.duration_days(each) > most,
    )


def _invalid_dates(facts: Facts) -> Check:
    """Count planned dates before the status date and actual dates after it, of what is done as well."""
    name, limit, status = CheckName.INVALID_DATES, facts.limits.invalid_dates, facts.problem.status_minute
    if status is None:
        return _unknown(name, limit, Missing.STATUS_DATE)

    def is_invalid(each: Activity) -> bool:
        found = facts.found[each.id]
        actual = [date for date in (each.actual_start, each.actual_finish) if date is not None]
        if any(date > status for date in actual):
            return True
        if is_done(each):
            return False
        return found.finish < status or (each.actual_start is None and found.start < status)

    return _of_activities(facts, name, limit, is_invalid, facts.work)


def _resources(facts: Facts) -> Check:
    """Count what takes a day or more and has nobody and nothing assigned to it."""
    name, limit = CheckName.RESOURCES, facts.limits.resources
    assigned = {each.activity_id for each in facts.problem.assignments if each.resource_id is not None}
    if not assigned:
        return _unknown(name, limit, Missing.RESOURCES)
    counted = [each for each in facts.left if facts.duration_days(each) >= facts.limits.resources_days]
    return _of_activities(facts, name, limit, lambda each: each.id not in assigned, counted)


def _due_is_known(facts: Facts) -> Missing | None:
    if facts.problem.status_minute is None:
        return Missing.STATUS_DATE
    if not facts.baselines:
        return Missing.BASELINE
    return None if facts.due else Missing.DUE_BY_NOW


def _missed(facts: Facts) -> Check:
    """Count, of what was promised by the status date, what is not done or was done late."""
    name, limit = CheckName.MISSED, facts.limits.missed
    missing = _due_is_known(facts)
    if missing is not None:
        return _unknown(name, limit, missing)

    def is_missed(each: Activity) -> bool:
        finish = facts.found[each.id].finish if each.actual_finish is None else each.actual_finish
        return not is_done(each) or finish > facts.baselines[each.id][1]

    return _of_activities(facts, name, limit, is_missed, facts.due)


def _critical_path_test(facts: Facts) -> Check:
    """Make the first critical activity 600 days longer: what ends last must move by as much.

    Moving is counted on the calendar of the activity, within a day of work.
    """
    name, days = CheckName.CRITICAL_PATH_TEST, facts.limits.critical_path_test_days
    found = facts.found
    critical = [each for each in facts.left if found[each.id].critical]
    if not critical:
        return _unknown(name, days, Missing.CRITICAL_PATH, is_floor=True)
    first = min(critical, key=lambda each: found[each.id].start)
    last = max(facts.left, key=lambda each: (found[each.id].finish, found[each.id].critical))
    moved = facts.days(_moved(facts, first, days * facts.problem.minutes_per_day, last))
    verdict = Verdict.PASSED if abs(moved - days) <= 1 else Verdict.FAILED
    return Check(name, verdict, moved, days, is_floor=True, activity_ids=(first.id, last.id))


def _moved(facts: Facts, activity: Activity, minutes: int, last: Activity) -> int:
    """Return by how much working time `last` moves when an activity takes so much longer."""
    remaining = activity.remaining_duration_minutes
    # its duration has to decide, not the work of its resources
    before = replace(activity, fixed_duration=True)
    after = replace(
        before,
        kind=ActivityKind.TASK,
        duration_minutes=activity.duration_minutes + minutes,
        remaining_duration_minutes=None if remaining is None else remaining + minutes,
    )
    try:
        first, second = (_finish_with(facts, each, last) for each in (before, after))
    except PlanError:  # the end would lie beyond the last date there is
        return 0
    return facts.time_of(activity).between(first, second)


def _finish_with(facts: Facts, changed: Activity, last: Activity) -> int:
    activities = tuple(changed if each.id == changed.id else each for each in facts.problem.activities)
    return schedule(replace(facts.problem, activities=activities)).activities[last.id].finish


def _critical_path_length_index(facts: Facts) -> Check:
    """Compare the time to the end with the float there is against the promised end.

    The promise is the last finish of the baseline; without one, the least float in the plan against its
    deadlines and limits.
    """
    name, limit = CheckName.CRITICAL_PATH_LENGTH_INDEX, facts.limits.critical_path_length_index
    if not facts.left:
        return _unknown(name, limit, Missing.ACTIVITIES, is_floor=True)
    finish, time = facts.schedule.finish, facts.time_of()
    now = facts.problem.status_minute
    length = facts.days(time.between(facts.schedule.start if now is None else now, finish))
    if length <= 0:
        return _unknown(name, limit, Missing.TIME_LEFT, is_floor=True)
    if facts.baselines:
        spare = facts.days(
            time.between(finish, max(promised for _start, promised in facts.baselines.values()))
        )
    else:
        spare = min(_float_days(facts, each) for each in facts.left)
    index = critical_path_length_index(length, spare)
    left = {each.id for each in facts.left}
    ids = tuple(each for each in facts.schedule.critical_path if each in left)
    return Check(name, _judged(index, limit, is_floor=True), index, limit, is_floor=True, activity_ids=ids)


def _baseline_execution_index(facts: Facts) -> Check:
    """Compare what is done with what was promised by the status date, both without milestones."""
    name, limit = CheckName.BASELINE_EXECUTION_INDEX, facts.limits.baseline_execution_index
    missing = _due_is_known(facts)
    due = [each for each in facts.due if each.kind not in MOMENTS]
    if missing is None and not due:
        missing = Missing.DUE_BY_NOW
    if missing is not None:
        return _unknown(name, limit, missing, is_floor=True)
    done = sum(is_done(each) and each.kind not in MOMENTS for each in facts.work)
    index = done / len(due)
    ids = tuple(each.id for each in due if not is_done(each))
    verdict = _judged(index, limit, is_floor=True)
    return Check(name, verdict, index, limit, is_floor=True, count=done, of=len(due), activity_ids=ids)


_CHECKS = (
    _logic,
    _leads,
    _lags,
    _finish_to_start,
    _hard_constraints,
    _high_float,
    _negative_float,
    _high_duration,
    _invalid_dates,
    _resources,
    _missed,
    _critical_path_test,
    _critical_path_length_index,
    _baseline_execution_index,
)
