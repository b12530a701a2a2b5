"""A plan in the columns that the kernels of the simulation read, and which plans these kernels can read."""

from collections.abc import Collection
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import CalendarRow
from remit.engine.kernels import layout as at
from remit.engine.kernels import simulation_plan as column
from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    Contour,
    Minute,
    Problem,
    ResourceKind,
    SchedulingOptions,
)
from remit.engine.network.compiled import Compiled
from remit.engine.network.crews import follows_resources
from remit.engine.network.scheduling import compiled_form

Integers = NDArray[np.int64]
Bools = NDArray[np.bool_]

_KNOWN = frozenset(
    {
        ConstraintKind.ASAP,
        ConstraintKind.SNET,
        ConstraintKind.SNLT,
        ConstraintKind.FNET,
        ConstraintKind.FNLT,
        ConstraintKind.MSO,
        ConstraintKind.MFO,
    }
)
_PLAIN_KINDS = frozenset({ActivityKind.TASK, ActivityKind.MILESTONE, ActivityKind.SUMMARY})
_OF_SUMMARIES = frozenset({ConstraintKind.ASAP, ConstraintKind.SNET})


def fits_kernels(problem: Problem) -> bool:
    """Return whether the kernels of the simulation know every rule that decides dates of this plan."""
    staffed = {each.activity_id for each in problem.assignments}
    parents = {each.parent_id for each in problem.activities}
    return (
        problem.rules == "microsoft-project"
        and problem.options
        == SchedulingOptions(critical_float_minutes=problem.options.critical_float_minutes)
        and all(_fits(each) for each in problem.activities)
        and not any(draws_rest(each) and each.id in staffed for each in problem.activities)
        and all(each.constraint in _OF_SUMMARIES for each in problem.activities if each.id in parents)
        and all(link.lag_calendar_id is None and not link.maximum for link in problem.links)
        and all(each.contour == Contour.FLAT and not each.pieces for each in problem.assignments)
    )


def _fits(activity: Activity) -> bool:
    return (
        activity.kind in _PLAIN_KINDS
        and activity.constraint in _KNOWN
        and activity.second_constraint == ConstraintKind.ASAP
        and activity.expected_finish is None
        and activity.external_early_start is None
        and activity.external_late_finish is None
        and activity.suspended_minute is None
        and activity.resumed_minute is None
        and not activity.splits
        and not activity.levelling_delay_minutes
    )


def draws_rest(activity: Activity) -> bool:
    """Return whether it is the remaining duration of a begun activity that is uncertain."""
    return (
        activity.actual_start is not None
        and activity.actual_finish is None
        and activity.remaining_duration_minutes is not None
    )


def planned_minutes(activity: Activity) -> int:
    """Return the duration that a simulation draws anew: what remains of a begun activity, else the whole."""
    return (activity.remaining_duration_minutes or 0) if draws_rest(activity) else activity.duration_minutes


@dataclass(slots=True)
class Columns:
    """The plan's columns with dates in plan time; `place` is where an activity stands in them.

    `rows` are the calendars; `skippable` what some run does without. A summary stands in the columns only where
    others wait for it.
    """

    place: dict[str, int]
    facts: Integers
    edges: Integers
    out: Integers
    crew: NDArray[np.float64]
    leaves: Integers
    rows: list[CalendarRow]
    skippable: set[str]

    def dated(self, origin: Minute) -> Integers:
        """Return the facts with dates counted from `origin`."""
        found = self.facts.copy()
        for each in column.DATES:
            known = found[:, each] != column.NONE
            found[known, each] -= origin
        return found

    def is_summary(self, row: int) -> bool:
        """Return whether a row is a summary's."""
        return bool(self.facts[row, column.FLAGS] & column.SUMMARY)

    def dates(self) -> Integers:
        """Return every date that the plan states."""
        found = self.facts[:, column.DATES]
        return np.asarray(found[found != column.NONE])


@dataclass(slots=True)
class _Rows:
    """Numbers calendars, and pairs of them, in the order in which they are met.

    Each has a row of its own, even where two work the same: weather may act on one of them.
    """

    problem: Problem
    places: dict[str, int] = field(init=False)
    numbers: dict[tuple[int, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = {each.id: place for place, each in enumerate(self.problem.calendars)}

    def of(self, *ids: str | None) -> int:
        """Return the row of the calendars' common time; None stands for the plan's own, nothing for the clock."""
        default = self.problem.default_calendar_id
        key = tuple(self.places[each or default] for each in ids)
        return self.numbers.setdefault(key, len(self.numbers))

    def listed(self) -> list[CalendarRow]:
        """Return the calendars of each row."""
        return [tuple(self.problem.calendars[each] for each in key) for key in self.numbers]


def columns(problem: Problem, *, may_skip: Collection[str], may_be_zero: Collection[str]) -> Columns:
    """Return the columns of a plan; the two collections name what in some runs is skipped or takes no time."""
    compiled = compiled_form(problem)
    count = compiled.node_count
    activity_of = compiled.activity_of[:count].tolist()
    place = {compiled.plan.ids[activity]: node for node, activity in enumerate(activity_of)}
    rows = _Rows(problem)
    facts = _facts(compiled)
    for node, activity in enumerate(activity_of):
        stated = problem.activities[activity]
        facts[node, column.LAG_ROW] = row = rows.of(stated.calendar_id)
        by_clock = stated.duration_is_elapsed and not facts[node, column.FLAGS] & column.SUMMARY
        facts[node, column.ROW] = rows.of() if by_clock else row
        facts[node, column.ADDED] = stated.actual_duration_minutes if draws_rest(stated) else 0
    edges = _edges(compiled)
    out = np.argsort(edges[:, column.PREDECESSOR], kind="stable")
    facts[:, column.IN_FIRST : column.IN_LAST + 1] = _ranges(edges[:, column.SUCCESSOR], count)
    facts[:, column.OUT_FIRST : column.OUT_LAST + 1] = _ranges(edges[out, column.PREDECESSOR], count)
    crew = _crews(problem, place, rows, facts)
    leaves = compiled.net.leaves.astype(np.int64)
    skipped = _skippable(facts, edges, leaves, [place[each] for each in may_skip if each in place])
    zero = np.zeros(count, dtype=bool)
    zero[[place[each] for each in may_be_zero]] = True
    facts[:, column.FLAGS] |= _ways(compiled, facts, edges, skipped, zero)
    names = {compiled.plan.ids[activity_of[node]] for node in np.flatnonzero(skipped)}
    return Columns(place, facts, edges, out, crew, leaves, rows.listed(), names)


def _ranges(sorted_places: Integers, count: int) -> Integers:
    edges = np.searchsorted(sorted_places, np.arange(count + 1))
    return np.stack([edges[:-1], edges[1:]], axis=1)


def _facts(compiled: Compiled) -> Integers:
    """Return what activities say of themselves, calendars, links and crews apart."""
    nodes = compiled.net.nodes[: compiled.node_count]
    stated = compiled.plan.activities[compiled.activity_of[: compiled.node_count]]
    flags, summary = nodes["flags"], nodes["flags"] & at.IS_SUMMARY > 0
    facts = np.zeros((len(nodes), column.FACTS), dtype=np.int64)
    facts[:, column.LENGTH] = stated["duration_minutes"]
    facts[:, column.DATES] = column.NONE
    rests = (stated["actual_start"] != at.NONE) & (stated["actual_finish"] == at.NONE)
    rests &= stated["remaining_duration_minutes"] != at.NONE
    pairs = (
        (summary, column.SUMMARY),
        (flags & at.IS_STARTED, column.STARTED),
        (flags & at.IS_DONE, column.DONE),
    )
    for holds, bit in (*pairs, (rests & ~summary, column.RESTS)):
        facts[:, column.FLAGS] |= np.where(holds, bit, 0)
    places = np.flatnonzero(nodes["rare"] >= 0)
    rare = compiled.net.rare[nodes["rare"][places]]
    facts[places, column.LEAF_FIRST] = rare["leaf_first"]
    facts[places, column.LEAF_LAST] = rare["leaf_first"] + rare["leaf_count"]
    facts[places, column.CONSTRAINT] = rare["constraint"]
    manual = (flags[places] & at.IS_MANUAL > 0) & (rare["actual_start"] == at.NONE)
    by_hand = manual & (rare["actual_finish"] == at.NONE)
    dates = (
        (column.FIXED_START, np.where(manual, rare["manual_start"], rare["actual_start"])),
        (column.FIXED_FINISH, np.where(by_hand, rare["manual_finish"], rare["actual_finish"])),
        (column.DATE, rare["constraint_minute"]),
        (column.DEADLINE, rare["deadline"]),
        (column.NOT_BEFORE, rare["not_before"]),
    )
    for each, found in dates:
        facts[places, each] = np.where((found == at.NONE) | summary[places], column.NONE, found)
    return facts


def _edges(compiled: Compiled) -> Integers:
    """Return edges in the order of their successors."""
    stated = compiled.net.edges
    links = compiled.plan.links[stated["link"]]
    edges = np.zeros((len(stated), column.EDGE_FACTS), dtype=np.int64)
    edges[:, column.PREDECESSOR] = stated["before"]
    edges[:, column.SUCCESSOR] = stated["after"]
    edges[:, column.FROM_FINISH] = stated["code"] & at.FROM_START == 0
    edges[:, column.TO_FINISH] = stated["code"] & at.TO_FINISH > 0
    edges[:, column.UNIT] = links["unit"]
    edges[:, column.LAG] = links["lag"]
    return edges


def _crews(problem: Problem, place: dict[str, int], rows: _Rows, facts: Integers) -> NDArray[np.float64]:
    """Return whose calendars decide when the work of an activity is done, those of one activity together."""
    resources = {each.id: each for each in problem.resources}
    activities = {each.id: each for each in problem.activities}
    found: list[tuple[int, tuple[float, ...]]] = []
    for each in problem.assignments:
        resource, activity = resources.get(each.resource_id or ""), activities[each.activity_id]
        node = place.get(each.activity_id)
        if resource is None or resource.kind != ResourceKind.WORK or node is None:
            continue
        if each.units <= 0 or each.work_minutes <= 0 or not follows_resources(activity):
            continue
        own, theirs = activity.calendar_id, resource.calendar_id
        row = rows.of(own, theirs) if own and theirs and own != theirs else rows.of(theirs or own)
        if not facts[node, column.FLAGS] & column.SUMMARY:
            found.append((node, (row, 0, each.work_minutes, each.units, each.delay_minutes)))
    found.sort(key=lambda pair: pair[0])
    owners = np.array([node for node, _member in found], dtype=np.int64)
    facts[:, column.CREW_FIRST : column.CREW_LAST + 1] = _ranges(owners, len(facts))
    return np.array([member for _node, member in found] or np.zeros((0, column.CREW_FACTS)), dtype=np.float64)


def _skippable(facts: Integers, edges: Integers, leaves: Integers, named: Collection[int]) -> Bools:
    """Return what some run may skip: what is named, and what waits for or consists of such things alone."""
    found = np.zeros(len(facts), dtype=bool)
    found[list(named)] = True
    if not named:
        return found
    for node, fact in enumerate(facts):
        if fact[column.FLAGS] & column.SUMMARY:
            before = leaves[fact[column.LEAF_FIRST] : fact[column.LEAF_LAST]]
        else:
            before = edges[fact[column.IN_FIRST] : fact[column.IN_LAST], column.PREDECESSOR]
        found[node] |= len(before) > 0 and bool(found[before].all())
    return found


def _ways(compiled: Compiled, facts: Integers, edges: Integers, skipped: Bools, zero: Bools) -> Integers:
    """Return the flags that let an activity go through the loops without branches."""
    flags, count = facts[:, column.FLAGS], len(facts)
    before, after = edges[:, column.PREDECESSOR], edges[:, column.SUCCESSOR]
    straight = (edges[:, column.LAG] == 0) & (edges[:, column.TO_FINISH] == 0)
    plain = straight & (edges[:, column.FROM_FINISH] > 0)
    done = flags & column.DONE > 0
    hard_in = np.bincount(after[~straight | skipped[before]], minlength=count) > 0
    hard_out = np.bincount(before[~plain | skipped[after] | done[after]], minlength=count) > 0
    nodes = compiled.net.nodes[:count]
    free = (flags & (column.SUMMARY | column.STARTED | column.DONE) == 0) & ~skipped
    free &= (facts[:, column.FIXED_START] == column.NONE) & (facts[:, column.FIXED_FINISH] == column.NONE)
    free &= (facts[:, column.CONSTRAINT] == at.ASAP) & (nodes["flags"] & at.IS_MANUAL == 0)
    alone = facts[:, column.CREW_FIRST] == facts[:, column.CREW_LAST]
    unbound = (facts[:, column.DEADLINE] == column.NONE) & (nodes["above"] < 0)
    ways = (
        (skipped, column.MAY_SKIP),
        (free & (facts[:, column.NOT_BEFORE] == column.NONE) & ~hard_in, column.EASY_START),
        (alone & (facts[:, column.LENGTH] > 0) & ~zero, column.EASY_LENGTH),
        (free & unbound & ~hard_out, column.EASY_LATE),
    )
    found = np.zeros(count, dtype=np.int64)
    for holds, bit in ways:
        found |= np.where(holds, bit, 0)
    return found
