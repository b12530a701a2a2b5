"""Why dates are what they are, as data: steps with their minutes, driving links, paths by float, negative float."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from remit.engine.kernels import layout as at
from remit.engine.kernels import working_time as wt
from remit.engine.kernels.links import latest_allowed
from remit.engine.kernels.spans import finish_from, settle
from remit.engine.model import (
    Driver,
    DriverKind,
    Link,
    LinkKind,
    Minute,
    Problem,
    Schedule,
    ScheduledActivity,
    UnknownReferenceError,
)
from remit.engine.network.longest_path import on_longest_path, slacks_of
from remit.engine.network.passes import Passes
from remit.engine.network.results import result_of
from remit.engine.network.scheduling import compiled_form

_FROM_FINISH = frozenset({LinkKind.FS, LinkKind.FF})


class StepKind(StrEnum):
    """What a stretch of time is due to."""

    WORK = "work"
    LAG = "lag"
    LINK = "link"
    CALENDAR = "calendar"
    CONSTRAINT = "constraint"
    RESOURCE = "resource"


@dataclass(frozen=True, slots=True)
class Step:
    """A stretch of the clock, from `begin` for `minutes`, that `activity_id` owes to something.

    `minutes` are of the clock and may be negative: a lead, or a link between other ends than finish and start.
    """

    kind: StepKind
    activity_id: str
    begin: Minute
    minutes: int
    link: Link | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """Why an activity starts when it does: `steps` lead from `origin`, which nothing holds, to its start."""

    activity_id: str
    origin: Minute
    origin_kind: DriverKind
    steps: tuple[Step, ...]

    @property
    def start(self) -> Minute:
        """Return the start that the steps lead to."""
        return self.origin + sum(each.minutes for each in self.steps)


@dataclass(frozen=True, slots=True)
class FloatPath:
    """A path that ends at a chosen activity: the activities in order, and the least relative float on it."""

    activity_ids: tuple[str, ...]
    float_minutes: int


_DATED = frozenset({DriverKind.PROJECT_START, DriverKind.DATA_DATE, DriverKind.CONSTRAINT})


class Reasons:
    """Answers about one schedule; made once, asked often. Raises what `schedule` raises.

    `schedule` is the schedule itself.
    """

    schedule: Schedule

    def __init__(self, problem: Problem) -> None:
        self._compiled = compiled_form(problem)
        self._passes = Passes(self._compiled)
        self._passes.run()
        self.schedule = result_of(self._passes)
        self._places = {each: place for place, each in enumerate(self._compiled.plan.ids)}
        self._beyond = np.zeros(1, dtype=np.int64)

    def why(self, activity_id: str) -> Reason:
        """Return the steps from what nothing holds to the start of an activity.

        Their minutes add up exactly: the start less the origin. Work is the time on the clock from the date of the
        predecessor that a link leaves to the one it counts from; a calendar's step is the wait for working time.
        """
        if activity_id not in self._places:
            msg = f"There is no activity {activity_id} in the plan."
            raise UnknownReferenceError(msg, [activity_id])
        chain = self.schedule.why(activity_id)
        last, driver = chain[-1]
        held = self._origin(last, driver)
        steps = list(self._own_steps(last, driver, held))
        origin = steps[0].begin
        for (before, _held), (key, waits) in zip(reversed(chain), reversed(chain[:-1]), strict=False):
            steps.extend(self._link_steps(before, key, waits))
        return Reason(activity_id, origin, driver.kind, tuple(each for each in steps if each.minutes))

    def _origin(self, key: str, driver: Driver) -> Minute:
        """Return the date that nothing holds: the plan's start, or that of a constraint, of progress, of a hand."""
        start = self.schedule.activities[key].start
        if driver.kind == DriverKind.LEVELLING:
            return min(self._passes.terms.start, start)
        return min(driver.minute, start) if driver.kind in _DATED else start

    def _own_steps(self, key: str, driver: Driver, origin: Minute) -> tuple[Step, ...]:
        """Return what lies between the date that nothing holds and the start."""
        start = self.schedule.activities[key].start
        if driver.kind == DriverKind.LEVELLING:
            waited = driver.minute - origin
            return (
                Step(StepKind.RESOURCE, key, origin, waited),
                Step(StepKind.CALENDAR, key, driver.minute, start - driver.minute),
            )
        if driver.kind == DriverKind.CONSTRAINT:
            begin = min(self._passes.terms.start, origin)
            return (
                Step(StepKind.CONSTRAINT, key, begin, origin - begin),
                Step(StepKind.CALENDAR, key, origin, start - origin),
            )
        return (Step(StepKind.CALENDAR, key, origin, start - origin),)

    def _link_steps(self, before: str, key: str, driver: Driver) -> tuple[Step, ...]:
        """Return the steps from the start of `before` to the start of `key`, which waits for it."""
        first, second = self.schedule.activities[before], self.schedule.activities[key]
        link = driver.link
        if link is None:  # a summary begins with the activity below it
            return (Step(StepKind.LINK, key, first.start, second.start - first.start),)
        leaves = first.finish if link.kind in _FROM_FINISH else self._left(before, first)
        demanded = driver.minute
        lag = self._lag_minutes(link, leaves, demanded)
        return (
            Step(StepKind.WORK, before, first.start, leaves - first.start),
            Step(StepKind.LAG, key, leaves, lag, link),
            Step(StepKind.LINK, key, leaves + lag, demanded - leaves - lag, link),
            Step(StepKind.CALENDAR, key, demanded, second.start - demanded),
        )

    def _left(self, key: str, first: ScheduledActivity) -> Minute:
        """Return the start that a link counts from: that of what is left, where the plan's option says so."""
        node = self._compiled.node_of[self._places[key]]
        edge = -1 if node < 0 else int(self._compiled.net.nodes["first_out"][node])
        while edge >= 0:
            if self._compiled.net.edges["code"][edge] & at.OF_REST:
                return first.early_start
            edge = int(self._compiled.net.edges["next_out"][edge])
        return first.start

    def _lag_minutes(self, link: Link, leaves: Minute, demanded: Minute) -> int:
        """Return the clock time of the lag; to a finish the length stepped back is the link's own share."""
        if not link.lag.amount:
            return 0
        if link.kind in {LinkKind.FS, LinkKind.SS}:
            return demanded - leaves
        node = self._compiled.node_of[self._places[link.successor_id]]
        if node < 0:
            return demanded - leaves
        it = self._compiled.net.nodes[node]
        back = wt.begin_before(self._compiled.table, it["calendar"], leaves, it["length"], self._beyond)
        return demanded - back

    def driving_links(self) -> tuple[Link, ...]:
        """Return every link that lets its successor start no earlier than it does, in the plan's order."""
        edges = np.flatnonzero(slacks_of(self._passes) == 0)
        places = np.unique(self._compiled.net.edges["link"][edges])
        stated = self._compiled.plan.link_of
        links = self._compiled.plan.stated_links
        return tuple(links[place if stated is None else stated[place]] for place in places.tolist())

    def longest_path(self) -> frozenset[str]:
        """Return the activities from which driving links lead to the last finish: where the end comes from.

        Differs from float at or below zero where several calendars are in play.
        """
        nodes = np.flatnonzero(on_longest_path(self._passes))
        return frozenset(self._compiled.plan.ids[each] for each in self._compiled.activity_of[nodes].tolist())

    def float_paths(self, activity_id: str, count: int = 10) -> tuple[FloatPath, ...]:
        """Return up to `count` paths that end at an activity, the least relative float first.

        Each path goes back from what is on a path already over the link with the least slack that no path has
        taken; its float is the slack added up from that link to the chosen activity.
        """
        net = self._compiled.net
        target = int(self._compiled.node_of[self._places[activity_id]])
        if target < 0:
            msg = f"{activity_id} is a summary: choose an activity below it."
            raise UnknownReferenceError(msg, [activity_id])
        slacks = slacks_of(self._passes)
        floats = {target: 0}
        paths = [FloatPath(self._back(target, slacks, floats), 0)]
        while len(paths) < count:
            waiting = [
                (floats[node] + max(0, int(slacks[edge])), edge)
                for node in floats
                for edge in self._edges_in(node)
                if int(net.edges["before"][edge]) not in floats
            ]
            if not waiting:
                break
            total, edge = min(waiting)
            begin = int(net.edges["before"][edge])
            floats[begin] = total
            paths.append(FloatPath(self._back(begin, slacks, floats), total))
        return tuple(paths)

    def _edges_in(self, node: int) -> list[int]:
        net, found = self._compiled.net, []
        edge = int(net.nodes["first_in"][node])
        while edge >= 0:
            found.append(edge)
            edge = int(net.edges["next_in"][edge])
        return found

    def _back(self, node: int, slacks: at.Array, floats: dict[int, int]) -> tuple[str, ...]:
        """Return the path back from a node over driving links that no path has taken, the earliest first."""
        net, path = self._compiled.net, [node]
        while True:
            free = [
                edge
                for edge in self._edges_in(path[-1])
                if slacks[edge] <= 0 and int(net.edges["before"][edge]) not in floats
            ]
            if not free:
                break
            before = int(net.edges["before"][free[0]])
            floats[before] = floats[path[-1]]
            path.append(before)
        ids = self._compiled.plan.ids
        return tuple(ids[self._compiled.activity_of[each]] for each in reversed(path))

    def held_back_by(self, activity_id: str) -> str | None:
        """Return the activity whose deadline or constraint makes the float of another negative.

        None where the float is not negative, or where the plan as a whole must end too early. The late dates are
        followed from successor to successor to the one that its own date holds.
        """
        if self.schedule.activities[activity_id].total_float_minutes >= 0:
            return None
        node = int(self._compiled.node_of[self._places[activity_id]])
        while node >= 0:
            follower, left = self._tightest(node)
            if left > 0:  # its successors would let it end later
                activity = int(self._compiled.activity_of[node])
                return self._compiled.plan.ids[activity]
            node = follower
        return None

    def _tightest(self, node: int) -> tuple[int, int]:
        """Return the successor that holds a node's late finish, -1 for the plan's end, and what it leaves free."""
        net, table, dates = self._compiled.net, self._compiled.table, self._passes.dates
        latest, holding = self._passes.late_from, -1
        edge = int(net.nodes["first_out"][node])
        while edge >= 0:
            link = net.edges[edge]
            after = int(link["after"])
            if link["code"] & at.TO_DONE == 0:
                start = int(dates[at.LATE_START, after])
                allowed = latest_allowed(net, table, dates, edge, start, self._beyond)
                if link["code"] & at.FROM_START and net.nodes["length"][node] > 0:
                    begin = settle(net, table, node, allowed, self._beyond)
                    allowed = finish_from(net, table, node, begin, self._beyond)
                if allowed < latest:
                    latest, holding = allowed, after
            edge = int(link["next_out"])
        calendar = int(net.nodes["calendar"][node])
        late = int(dates[at.LATE_FINISH, node])
        return holding, wt.between(table, calendar, late, latest, self._beyond)
