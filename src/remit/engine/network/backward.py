"""The backward pass: the latest dates that move neither the end nor a deadline, and the float left."""

from remit.engine.model import ConstraintKind, LagUnit, LinkKind, Minute
from remit.engine.network.forward import demanded_start, lag_minutes
from remit.engine.network.network import Edge, Network, Node


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
    before, after = edge.predecessor, edge.successor
    kind = edge.link.kind
    minute = after.late_start if kind in {LinkKind.FS, LinkKind.SS} else after.late_finish
    minute = _unlagged(edge, minute)
    if kind in {LinkKind.FS, LinkKind.FF}:
        return minute
    if before.is_summary:  # its start is that of its earliest activity: the length of the rest is as planned
        return min(otherwise, minute + before.finish - before.start)
    return before.finish_from(before.settle(minute))


def _unlagged(edge: Edge, minute: Minute) -> Minute:
    minutes = lag_minutes(edge)
    if not minutes:
        return minute
    if edge.link.lag.unit == LagUnit.ELAPSED:
        return minute - minutes
    time = edge.successor.lag_time
    if minutes > 0:
        return time.previous_finish(time.begin_before(minute, minutes))
    return time.finish_after(minute, -minutes)


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
    return finish


def _set_late(node: Node, finish: Minute) -> None:
    activity = node.activity
    if node.is_done:
        node.late_start, node.late_finish = node.start, node.finish
        return
    if node.length and not node.crew:
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


def free_float(node: Node, total: int) -> int:
    """Return how far the activity may slip before any successor moves, never below zero."""
    open_edges = [edge for edge in node.edges_out if not edge.successor.is_done]
    if node.is_done:
        return 0
    if not open_edges:
        return max(total, 0)
    return max(0, min(node.time.between(demanded_start(edge), edge.successor.start) for edge in open_edges))
