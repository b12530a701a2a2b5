"""The plan as a network of activities that can be scheduled: summaries resolved, in an order that works."""

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field

from remit.engine.calendars import WorkingTime, around_the_clock, intersection, working_time
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    Calendar,
    ConstraintKind,
    CycleError,
    Link,
    Minute,
    Problem,
    ResourceKind,
    day_of,
)


@dataclass(slots=True)
class Edge:
    """A link between two nodes; a link on a summary becomes an edge for every activity below it."""

    link: Link
    predecessor: "Node"
    successor: "Node"

    @property
    def rank(self) -> tuple[str, str, str, str, int]:
        """Return what orders edges in the same way in whatever order a plan states them."""
        link = self.link
        return (link.predecessor_id, link.successor_id, link.kind, link.lag.unit, link.lag.amount)


@dataclass(slots=True)
class Node:
    """An activity or a summary that others wait for, with its working time and the dates found so far."""

    activity: Activity
    time: WorkingTime
    lag_time: WorkingTime
    crew: list[tuple[WorkingTime, int, int]] = field(default_factory=list)
    edges_in: list[Edge] = field(default_factory=list)
    edges_out: list[Edge] = field(default_factory=list)
    leaves: list["Node"] = field(default_factory=list)
    above: list["Node"] = field(default_factory=list)
    not_before: Minute | None = None
    not_after: Minute | None = None
    start: Minute = 0
    second_start: Minute | None = None
    finish: Minute = 0
    early_start: Minute = 0
    early_finish: Minute = 0
    late_start: Minute = 0
    late_finish: Minute = 0

    @property
    def id(self) -> str:
        """Return the activity's id."""
        return self.activity.id

    @property
    def is_summary(self) -> bool:
        """Return whether its dates are those of what stands below it."""
        return bool(self.leaves)

    @property
    def is_done(self) -> bool:
        """Return whether it has ended in fact."""
        return self.activity.actual_finish is not None

    @property
    def is_moment(self) -> bool:
        """Return whether it takes no time at all."""
        return not (self.length or self.leaves)

    @property
    def length(self) -> int:
        """Return the working minutes that the activity takes."""
        return self.activity.duration_minutes

    @property
    def first_leaf(self) -> "Node":
        """Return the activity below a summary that begins first, of several the first by name."""
        return min(self.leaves, key=lambda leaf: (leaf.start, leaf.id))

    @property
    def last_leaf(self) -> "Node":
        """Return the activity below a summary that ends last, of several the last by name."""
        return max(self.leaves, key=lambda leaf: (leaf.finish, leaf.id))

    def finish_from(self, start: Minute, minutes: int | None = None) -> Minute:
        """Return where the work ends that begins at `start`: each of the crew works by its own calendar."""
        if self.crew and minutes is None:
            return max(
                time.finish_after(time.start_after(start, delay), work) for time, work, delay in self.crew
            )
        return self.time.finish_after(start, self.length if minutes is None else minutes)

    def start_from(self, finish: Minute, minutes: int | None = None) -> Minute:
        """Return where the work begins that ends at `finish`."""
        if self.crew and minutes is None:
            return min(time.begin_before(finish, work + delay) for time, work, delay in self.crew)
        return self.time.begin_before(finish, self.length if minutes is None else minutes)

    def latest_end(self, start: Minute) -> Minute:
        """Return the last minute that is no more working time than work from `start` takes."""
        if self.crew:
            return max(
                time.start_after(time.start_after(start, delay), work) for time, work, delay in self.crew
            )
        return self.time.start_after(start, self.length) if self.length else start

    def settle(self, minute: Minute) -> Minute:
        """Return where the activity can begin from `minute` on; a milestone may stay at a period's end."""
        if self.crew:
            return min(time.next_start(minute) for time, _work, _delay in self.crew)
        if self.length == 0 and self.time.is_instant_of_work(minute):
            return minute
        return self.time.next_start(minute)


@dataclass(slots=True)
class Network:
    """All nodes in an order in which everything comes after what it waits for."""

    problem: Problem
    nodes: dict[str, Node]
    order: list[Node]
    inactive: list[Node]
    children: dict[str, list[str]]


class _Times:
    """Working times made once each, when first needed."""

    def __init__(self, problem: Problem) -> None:
        self._calendars: dict[str, Calendar] = {each.id: each for each in problem.calendars}
        self._default = problem.default_calendar_id
        self._origin = day_of(problem.start_minute)
        self._made: dict[tuple[str, str], WorkingTime] = {}
        self.clock = around_the_clock(self._origin)

    def of(self, calendar_id: str | None) -> WorkingTime:
        """Return the working time of a calendar, of the plan's where none is named."""
        name = calendar_id or self._default
        if (name, "") not in self._made:
            self._made[name, ""] = working_time(self._calendars[name], self._origin)
        return self._made[name, ""]

    def both(self, first: str, second: str) -> WorkingTime:
        """Return when both calendars work."""
        if (first, second) not in self._made:
            made = intersection(self._calendars[first], self._calendars[second], self._origin)
            self._made[first, second] = made
        return self._made[first, second]


def build(problem: Problem) -> Network:
    """Return the network of a problem; raises `CycleError` naming a circle where there is one."""
    times = _Times(problem)
    children: dict[str, list[str]] = {}
    for each in problem.activities:
        if each.parent_id is not None:
            children.setdefault(each.parent_id, []).append(each.id)
    nodes: dict[str, Node] = {}
    inactive: list[Node] = []
    for each in problem.activities:
        if each.id in children:
            continue
        time = times.clock if each.duration_is_elapsed else times.of(each.calendar_id)
        node = Node(each, time, times.of(each.calendar_id))
        if each.is_active:
            nodes[each.id] = node
        else:
            inactive.append(node)
    _add_crews(problem, nodes, times)
    leaves = _leaves(problem, children, nodes)
    _add_bounds(problem, leaves)
    for each in problem.activities:
        if leaves.get(each.id):
            time = times.of(each.calendar_id)
            nodes[each.id] = summary = Node(each, time, time, leaves=leaves[each.id])
            for leaf in summary.leaves:
                leaf.above.append(summary)
    for link in problem.links:
        _add_edges(link, nodes)
    return Network(problem, nodes, _ordered(nodes), inactive, children)


def _add_crews(problem: Problem, nodes: dict[str, Node], times: _Times) -> None:
    """Give each activity the resources whose calendars decide when its work is done."""
    resources = {each.id: each for each in problem.resources}
    by_activity: dict[str, list[Assignment]] = {}
    for each in problem.assignments:
        by_activity.setdefault(each.activity_id, []).append(each)
    for activity_id, assignments in by_activity.items():
        node = nodes.get(activity_id)
        if node is None or not _follows_resources(node.activity):
            continue
        for each in assignments:
            resource = resources.get(each.resource_id or "")
            if (
                resource is None
                or resource.kind != ResourceKind.WORK
                or each.units <= 0
                or not each.work_minutes
            ):
                continue
            own, theirs = node.activity.calendar_id, resource.calendar_id
            time = times.both(own, theirs) if own and theirs and own != theirs else times.of(theirs or own)
            node.crew.append((time, round(each.work_minutes / each.units), each.delay_minutes))
        begun = (
            node.activity.actual_start is not None and node.activity.remaining_duration_minutes is not None
        )
        if begun and all(time is node.time for time, _work, _delay in node.crew):
            node.crew = []  # what remains is stated, and nobody's calendar differs


def _follows_resources(activity: Activity) -> bool:
    return not (
        activity.fixed_duration
        or activity.duration_is_elapsed
        or activity.ignores_resource_calendars
        or activity.duration_minutes == 0
        or activity.kind == ActivityKind.LEVEL_OF_EFFORT
    )


def _leaves(
    problem: Problem, children: dict[str, list[str]], nodes: dict[str, Node]
) -> dict[str, list[Node]]:
    """Return, for every summary, the active activities below it."""
    found: dict[str, list[Node]] = {each: [] for each in children}
    parents = {each.id: each.parent_id for each in problem.activities}
    for node in nodes.values():
        above = node.activity.parent_id
        while above is not None:
            found[above].append(node)
            above = parents[above]
    return found


def _add_bounds(problem: Problem, leaves: dict[str, list[Node]]) -> None:
    """A summary that may not start before, or finish after, a date holds all below it."""
    for each in problem.activities:
        date = each.constraint_minute
        if each.id not in leaves or date is None:
            continue
        for node in leaves[each.id]:
            if each.constraint == ConstraintKind.SNET:
                node.not_before = max(node.not_before or date, date)
            elif each.constraint == ConstraintKind.FNLT:
                node.not_after = min(node.not_after or date, date)


def _add_edges(link: Link, nodes: dict[str, Node]) -> None:
    before, after = nodes.get(link.predecessor_id), nodes.get(link.successor_id)
    if before is None or after is None:  # one end is inactive or an empty summary: the link does not act
        return
    for successor in after.leaves or [after]:
        edge = Edge(link, before, successor)
        before.edges_out.append(edge)
        successor.edges_in.append(edge)


def _ordered(nodes: dict[str, Node]) -> list[Node]:
    waiting = {each.id: len(each.edges_in) + len(each.leaves) for each in nodes.values()}
    ready = deque(each for each in nodes.values() if not waiting[each.id])
    order: list[Node] = []
    while ready:
        node = ready.popleft()
        order.append(node)
        followers = [edge.successor for edge in node.edges_out] + node.above
        for follower in followers:
            waiting[follower.id] -= 1
            if not waiting[follower.id]:
                ready.append(follower)
    if len(order) < len(nodes):
        raise _cycle(each for each in nodes.values() if waiting[each.id] > 0)
    return order


def _cycle(stuck: Iterable[Node]) -> CycleError:
    """Return the error that names one circle among nodes that all wait for another of them."""
    left = {node.id: node for node in stuck}
    at = next(iter(left.values()))
    steps: dict[str, int] = {}
    while at.id not in steps:
        steps[at.id] = len(steps)
        before = [edge.predecessor for edge in at.edges_in] + at.leaves
        at = next(node for node in before if node.id in left)
    circle = list(reversed([*steps][steps[at.id] :]))
    msg = f"These activities wait for each other in a circle: {' → '.join(circle[:12])}."
    return CycleError(msg, circle)
