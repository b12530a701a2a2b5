"""The critical path method written plainly, one object an activity: what the kernels must equal."""

from collections.abc import Mapping
from dataclasses import dataclass

from remit.engine.model import (
    ConstraintKind,
    Driver,
    DriverKind,
    Minute,
    PlanError,
    PlanWarning,
    Problem,
    ScheduledActivity,
    WarningKind,
)
from remit.engine.tests.reference.backward import backward, free_float, total_float
from remit.engine.tests.reference.forward import demanded_start, forward, place
from remit.engine.tests.reference.network import Network, Node, build

RULES = frozenset({"microsoft-project"})
MOST_WARNINGS = 200


@dataclass(frozen=True)
class PlainSchedule:
    start: Minute
    finish: Minute
    activities: Mapping[str, ScheduledActivity]
    warnings: tuple[PlanWarning, ...]
    critical_path: tuple[str, ...]


def schedule(problem: Problem) -> PlainSchedule:
    """Return the schedule of `problem` by the critical path method.

    Raises `CycleError` where activities wait for each other, `DateOutOfRangeError` where a date would lie
    before 1900 or after 2199, `PlanError` for an unknown rule set. The answer does not depend on the order of
    activities or links.
    """
    if problem.rules not in RULES:
        msg = f"There is no rule set '{problem.rules}'; known: {', '.join(sorted(RULES))}."
        raise PlanError(msg)
    network = build(problem)
    drivers = forward(network)
    for node in network.order:
        node.early_start, node.early_finish = node.start, node.finish
    project_finish = _last_finish(network)
    backward(network, project_finish)
    late = _as_late_as_possible(network)
    if late:
        drivers = forward(network, late_starts=late)
    activities = {
        node.id: _result(node, drivers[node.id], project_finish, is_late=node.id in late)
        for node in network.order
        if not node.is_summary
    }
    _add_inactive(network, activities)
    _add_summaries(network, activities)
    begun = [node.start for node in network.order]
    return PlainSchedule(
        start=min(begun, default=problem.start_minute),
        finish=max(project_finish, _last_finish(network)),
        activities=activities,
        warnings=tuple(_warnings(network, activities)),
        critical_path=_critical_path(network, activities),
    )


def _last_finish(network: Network) -> Minute:
    return max((node.finish for node in network.order), default=network.problem.start_minute)


def _as_late_as_possible(network: Network) -> dict[str, Minute]:
    """Return the late starts of activities that are to lie as late as possible and have not begun."""
    return {
        node.id: node.late_start
        for node in network.order
        if node.activity.constraint == ConstraintKind.ALAP
        and node.activity.actual_start is None
        and not node.activity.is_manual
        and not node.is_summary
    }


def _result(node: Node, driver: Driver, project_finish: Minute, *, is_late: bool) -> ScheduledActivity:
    total = 0 if is_late else total_float(node)
    return ScheduledActivity(
        start=node.start,
        finish=node.finish,
        early_start=node.early_start,
        early_finish=node.early_finish,
        late_start=node.late_start,
        late_finish=node.late_finish,
        total_float_minutes=total,
        free_float_minutes=0 if is_late else free_float(node, total, project_finish),
        critical=total <= 0 and not node.is_done,
        driver=driver,
    )


def _add_inactive(network: Network, activities: dict[str, ScheduledActivity]) -> None:
    """Inactive activities are out of the network; they show where they would lie by themselves."""
    for node in network.inactive:
        minute = place(node, network.problem.start_minute, {}).minute
        start, finish = node.start, node.finish
        activities[node.id] = ScheduledActivity(
            start,
            finish,
            start,
            finish,
            start,
            finish,
            0,
            0,
            critical=False,
            driver=Driver(DriverKind.INACTIVE, minute),
        )


def _add_summaries(network: Network, activities: dict[str, ScheduledActivity]) -> None:
    """A summary spans what stands below it and is critical if any of that is."""
    depth: dict[str, int] = {}
    parents = {each.id: each.parent_id for each in network.problem.activities}
    for parent in network.children:
        above, depth[parent] = parents[parent], 0
        while above is not None:
            depth[parent] += 1
            above = parents[above]
    for parent in sorted(network.children, key=lambda each: -depth[each]):
        below = network.children[parent]
        counted = [activities[child] for child in below if child in network.nodes]
        counted = counted or [activities[child] for child in below]
        node = network.nodes.get(parent)
        start = min(each.start for each in counted)
        activities[parent] = ScheduledActivity(
            start=start,
            finish=max(each.finish for each in counted),
            early_start=min(each.early_start for each in counted),
            early_finish=max(each.early_finish for each in counted),
            late_start=min(each.late_start for each in counted),
            late_finish=max(each.late_finish for each in counted),
            total_float_minutes=min(each.total_float_minutes for each in counted),
            free_float_minutes=min(each.free_float_minutes for each in counted),
            critical=any(each.critical for each in counted),
            driver=Driver(DriverKind.CHILDREN, start, below=node.first_leaf.id if node else None),
        )


def _warnings(network: Network, activities: dict[str, ScheduledActivity]) -> list[PlanWarning]:
    """Return what a planner should look at: dates that logic does not allow, and float below zero."""
    found: list[PlanWarning] = []
    for node in sorted(network.order, key=lambda each: (each.start, each.id)):
        if len(found) >= MOST_WARNINGS:
            break
        if node.is_summary or node.is_done:
            continue
        name = node.activity.name
        driver = activities[node.id].driver
        if driver.kind in {DriverKind.CONSTRAINT, DriverKind.MANUAL}:
            late = [edge for edge in node.edges_in if node.settle(demanded_start(edge)) > node.start]
            if late:
                before = min(late, key=lambda edge: edge.rank).link.predecessor_id
                found.append(PlanWarning(WarningKind.STARTS_EARLY, node.id, name, before, driver.kind))
        if activities[node.id].total_float_minutes < 0:
            found.append(PlanWarning(WarningKind.TOO_LATE, node.id, name))
    return found


def _critical_path(network: Network, activities: dict[str, ScheduledActivity]) -> tuple[str, ...]:
    """Return the chain of driving links that ends last."""
    ends = [node for node in network.order if not node.is_summary]
    if not ends:
        return ()
    at: str | None = max(ends, key=lambda node: (node.finish, node.id)).id
    path: dict[str, None] = {}
    while at is not None and at not in path and at in activities:
        path[at] = None
        at = activities[at].driver.held_by
    return tuple(reversed(path))
