"""The backward pass: the latest dates that move neither the end nor a deadline, and the float left."""

from remit.engine.model import ConstraintKind, LagUnit, Minute
from remit.engine.tests.reference.forward import FROM_FINISH, TO_FINISH, lag_minutes
from remit.engine.tests.reference.network import Edge, Network, Node


def backward(network: Network, project_finish: Minute) -> None:
    """Set the late dates of every node: back from the end of the plan as a whole, not from each open end."""
    limits: dict[str, Minute] = {}
    for node in reversed(network.order):
        finish = limits.get(node.id, project_finish)
        for edge in node.edges_out:
            if not edge.successor.is_done:
                finish = min(finish, _demanded_finish(edge, finish))
        if node.is_summary:
            node.late_finish = finish
            _hand_down(node, finish, limits)
            continue
        _set_late(node, _limited(node, finish))
    for node in network.order:
        if node.is_summary:
            node.late_start = min(leaf.late_start for leaf in node.leaves)
            node.late_finish = max(leaf.late_finish for leaf in node.leaves)


def _hand_down(node: Node, finish: Minute, limits: dict[str, Minute]) -> None:
    for leaf in node.leaves:
        limits[leaf.id] = min(limits.get(leaf.id, finish), finish)


def _demanded_finish(edge: Edge, otherwise: Minute) -> Minute:
    """Return where the edge lets its predecessor finish at the latest."""
    before = edge.predecessor
    minute = _latest(edge, edge.successor.late_start)
    if edge.link.kind in FROM_FINISH or before.is_moment:
        return minute
    if before.is_summary:  # its start is that of its earliest activity: the length of the rest is as planned
        return min(otherwise, minute + before.finish - before.start)
    return before.finish_from(before.settle(minute))


def _latest(edge: Edge, start: Minute) -> Minute:
    """Return the last date of the predecessor with which the successor may still begin at `start`.

    The inverse of `demanded_start`: of all dates that differ only by time without work it is the last.
    """
    after, lag = edge.successor, edge.link.lag
    minutes = lag_minutes(edge)
    if minutes and lag.unit != LagUnit.ELAPSED:
        start = after.lag_time.start_after(start, -minutes)
    if edge.link.kind in TO_FINISH:
        start = after.latest_end(start)
    return start - minutes if lag.unit == LagUnit.ELAPSED else start


def _limited(node: Node, finish: Minute) -> Minute:
    activity = node.activity
    date = activity.constraint_minute
    kind = activity.constraint
    if date is not None:
        if kind in {ConstraintKind.SNLT, ConstraintKind.MSO}:
            date = node.finish_from(node.settle(date))
        if kind in {ConstraintKind.SNLT, ConstraintKind.FNLT}:
            finish = min(finish, date)
        elif kind in {ConstraintKind.MSO, ConstraintKind.MFO}:
            finish = date
    if activity.deadline_minute is not None:
        finish = min(finish, activity.deadline_minute)
    if node.not_after is not None:
        finish = min(finish, node.not_after)
    return finish


def _set_late(node: Node, finish: Minute) -> None:
    activity = node.activity
    if node.is_done:
        node.late_start, node.late_finish = node.start, node.finish
        return
    if not node.crew and (node.length or not node.time.is_instant_of_work(finish)):
        finish = node.time.previous_finish(finish)
    node.late_finish = finish
    remaining = activity.remaining_duration_minutes
    started = activity.actual_start is not None
    node.late_start = node.start_from(finish, remaining if started and remaining is not None else None)


def total_float(node: Node) -> int:
    """Return the smaller of start and finish float in working minutes; once begun, the finish float."""
    if node.is_done:
        return 0
    finish = node.time.between(node.early_finish, node.late_finish)
    if node.activity.actual_start is not None:
        return finish
    return min(finish, node.time.between(node.early_start, node.late_start))


def free_float(node: Node, total: int, project_finish: Minute) -> int:
    """Return how far the activity may slip before a successor or the end moves, never below zero."""
    if node.is_done:
        return 0
    slacks = [_slack(node, edge) for edge in node.edges_out if not edge.successor.is_done]
    for summary in node.above:
        edges = (edge for edge in summary.edges_out if not edge.successor.is_done)
        slacks.extend(_slack(node, edge) for edge in edges if not _others_hold(node, summary, edge))
    if not slacks:
        return max(0, total)
    return max(0, min(*slacks, node.time.between(node.finish, project_finish)))


def _slack(node: Node, edge: Edge) -> int:
    date = node.finish if edge.link.kind in FROM_FINISH else node.start
    return node.time.between(date, _latest(edge, edge.successor.start))


def _others_hold(node: Node, summary: Node, edge: Edge) -> bool:
    """Return whether a summary still begins early enough for `edge` wherever `node` below it lies."""
    if edge.link.kind in FROM_FINISH:
        return False
    others = summary.start if node.start > summary.start else summary.second_start
    return others is not None and others <= _latest(edge, edge.successor.start)
