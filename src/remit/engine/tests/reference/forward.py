"""The forward pass: the earliest dates, by the rules of Microsoft Project as observed.

Source of the rules: design notes on scheduling, section 4 (observations of the MPXJ authors, own words).
"""

from heapq import nsmallest

from remit.engine.calendars import WorkingTime
from remit.engine.model import (
    ConstraintKind,
    DateOutOfRangeError,
    Driver,
    DriverKind,
    EmptyCalendarError,
    LagUnit,
    LinkKind,
    Minute,
)
from remit.engine.model.time import DAY_MINUTES, FIRST_DAY
from remit.engine.tests.reference.network import Edge, Network, Node

FROM_FINISH = frozenset({LinkKind.FS, LinkKind.FF})
TO_FINISH = frozenset({LinkKind.FF, LinkKind.SF})


def lag_minutes(edge: Edge) -> int:
    """Return the lag of an edge in minutes; percent is a share of the predecessor's duration."""
    lag = edge.link.lag
    if lag.unit == LagUnit.PERCENT:
        before = edge.predecessor
        length = before.time.between(before.start, before.finish) if before.is_summary else before.length
        return round(length * lag.amount / 100)
    return lag.amount


def _lagged(edge: Edge, minute: Minute) -> Minute:
    """Return `minute` after a lag in working time, counted on the successor's calendar."""
    minutes = lag_minutes(edge)
    if not minutes:
        return minute
    successor = edge.successor
    if successor.length == 0 and minutes > 0:
        return successor.lag_time.finish_after(minute, minutes)
    return successor.lag_time.start_after(minute, minutes)


def demanded_start(edge: Edge) -> Minute:
    """Return where the edge lets its successor begin at the earliest, given the predecessor's dates."""
    kind, lag = edge.link.kind, edge.link.lag
    minute = edge.predecessor.finish if kind in FROM_FINISH else edge.predecessor.start
    if lag.unit == LagUnit.ELAPSED:  # by the clock, from date to date
        minute += lag.amount
    if kind in TO_FINISH:
        minute = edge.successor.start_from(minute)
    return minute if lag.unit == LagUnit.ELAPSED else _lagged(edge, minute)


def forward(network: Network, *, late_starts: dict[str, Minute] | None = None) -> dict[str, Driver]:
    """Set start and finish of every node; return what holds each activity.

    `late_starts` are the dates of activities that are to lie as late as possible.
    """
    drivers: dict[str, Driver] = {}
    for node in network.order:
        if node.is_summary:
            first, *second = nsmallest(2, (leaf.start for leaf in node.leaves))
            node.start, node.second_start = first, second[0] if second else None
            node.finish = node.last_leaf.finish
        else:
            try:
                drivers[node.id] = place(node, network.problem.start_minute, late_starts or {})
            except DateOutOfRangeError as error:
                if any(_never_works(time) for time, _work, _delay in node.crew):
                    raise EmptyCalendarError(node.id, [node.id]) from error
                msg = f"Activity {node.id} '{node.activity.name}' has no place: {error}"
                raise DateOutOfRangeError(msg, [node.id]) from error
    return drivers


def _never_works(time: WorkingTime) -> bool:
    try:
        time.next_start(FIRST_DAY * DAY_MINUTES)
    except DateOutOfRangeError:
        return True
    return False


def place(node: Node, project_start: Minute, late_starts: dict[str, Minute]) -> Driver:
    """Set the dates of one activity from those of what it waits for; return what holds it."""
    activity = node.activity
    driver = _earliest(node, project_start)
    if activity.actual_start is not None:
        node.start = activity.actual_start
        driver = Driver(DriverKind.ACTUAL, node.start)
    elif activity.is_manual and activity.manual_start is not None:
        node.start = activity.manual_start
        driver = Driver(DriverKind.MANUAL, node.start)
    elif node.id in late_starts:
        node.start = max(node.settle(driver.minute), late_starts[node.id])
        driver = Driver(DriverKind.ALAP, node.start)
    else:
        node.start = node.settle(driver.minute)
    node.finish = _finish(node)
    return driver


def _finish(node: Node) -> Minute:
    activity = node.activity
    if activity.actual_finish is not None:
        return max(activity.actual_finish, node.start)
    if activity.is_manual and activity.manual_finish is not None and activity.actual_start is None:
        return max(activity.manual_finish, node.start)
    if (
        activity.actual_start is not None
        and activity.remaining_duration_minutes is not None
        and not node.crew
    ):
        return node.finish_from(
            node.start, activity.actual_duration_minutes + activity.remaining_duration_minutes
        )
    return node.finish_from(node.start)


def _earliest(node: Node, project_start: Minute) -> Driver:
    """Return the start that logic and constraint demand, and which of them demands it."""
    latest, holding = project_start, None
    for edge in node.edges_in:
        minute = demanded_start(edge)
        # of links that demand the same the first by name holds, whatever their order in the plan
        if minute > latest or (minute == latest and (holding is None or edge.rank < holding.rank)):
            latest, holding = minute, edge
    driver = Driver(DriverKind.PROJECT_START, latest)
    if holding is not None:
        driver = Driver(DriverKind.LINK, latest, holding.link, _below(holding))
    if node.not_before is not None and node.not_before > driver.minute:
        driver = Driver(DriverKind.CONSTRAINT, node.not_before)
    return _constrained(node, driver)


def _below(edge: Edge) -> str | None:
    """Return the activity below a summary predecessor whose date counts."""
    before = edge.predecessor
    if not before.is_summary:
        return None
    return (before.last_leaf if edge.link.kind in FROM_FINISH else before.first_leaf).id


def _constrained(node: Node, driver: Driver) -> Driver:
    """Raise, cut back or override a start by the activity's constraint."""
    date = node.activity.constraint_minute
    kind = node.activity.constraint
    if date is None:
        return driver
    if kind in {ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MFO}:
        date = node.start_from(date)
    # without a predecessor the date holds even where it lies before the start of the project
    later = date > driver.minute or not node.edges_in
    raises = later and kind in {ConstraintKind.SNET, ConstraintKind.FNET}
    cuts = kind in {ConstraintKind.SNLT, ConstraintKind.FNLT} and date < node.settle(driver.minute)
    if raises or cuts or kind in {ConstraintKind.MSO, ConstraintKind.MFO}:
        return Driver(DriverKind.CONSTRAINT, date)
    return driver
