"""Activities as nodes: what every one has, and apart from it the rare facts that only some have."""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import layout as at
from remit.engine.kernels.layout import NONE, Array
from remit.engine.model import ActivityKind, ConstraintKind
from remit.engine.network.outline import Outline
from remit.engine.network.records import CONSTRAINTS, KINDS, PRIMAVERA, SPANS, WHOLE, PlanColumns
from remit.engine.network.rows import Rows

Ints = NDArray[np.int32]

_START_MILESTONE = KINDS.index(ActivityKind.MILESTONE)
_STARTS_OF_SUMMARIES = [CONSTRAINTS.index(ConstraintKind.SNET)]
_ENDS_OF_SUMMARIES = [CONSTRAINTS.index(ConstraintKind.FNLT)]
# field of the rare record: column of the plan
COPIED = {
    "constraint": "constraint",
    "second_constraint": "second_constraint",
    "constraint_minute": "constraint_minute",
    "second_minute": "second_constraint_minute",
    "deadline": "deadline_minute",
    "manual_start": "manual_start",
    "manual_finish": "manual_finish",
    "actual_start": "actual_start",
    "actual_finish": "actual_finish",
    "actual_duration": "actual_duration_minutes",
    "remaining": "remaining_duration_minutes",
    "expected_finish": "expected_finish",
    "external_early_start": "external_early_start",
    "external_late_finish": "external_late_finish",
    "suspended": "suspended_minute",
    "resumed": "resumed_minute",
    "levelling_delay": "levelling_delay_minutes",
}


def node_records(plan: PlanColumns, outline: Outline, rows: Rows, rank: Ints, activity_of: Ints) -> Array:
    """Return the records of nodes without edges and rare facts."""
    stated = plan.activities[activity_of]
    made = np.zeros(len(activity_of), dtype=at.NODE)
    leaf = outline.is_leaf[activity_of]
    made["length"] = np.where(leaf, stated["duration_minutes"] + stated["gap_minutes"], 0)
    made["lag_calendar"] = rows.own[activity_of]
    made["calendar"] = np.where(stated["duration_is_elapsed"] & leaf, rows.clock, made["lag_calendar"])
    made["rank"] = rank[activity_of]
    for name in ("rare", "first_in", "first_out", "above"):
        made[name] = -1
    made["flags"] = flags_of(stated, leaf, is_primavera=plan.rules == PRIMAVERA)
    return made


def flags_of(stated: Array, leaf: NDArray[np.bool_], *, is_primavera: bool) -> Ints:
    """Return the flags of activities."""
    started, manual = stated["actual_start"] != NONE, stated["is_manual"]
    late = (stated["constraint"] == at.ALAP) & ~started & ~manual
    of_leaves = (
        (manual, at.IS_MANUAL),
        (started, at.IS_STARTED),
        (stated["actual_finish"] != NONE, at.IS_DONE),
        (late, at.IS_LATE),
        ((stated["kind"] == _START_MILESTONE) & is_primavera, at.MOVES_ON),
        (np.isin(stated["kind"], SPANS), at.IS_SPAN),
    )
    flags = np.where(leaf, 0, at.IS_SUMMARY).astype(np.int32)
    for holds, bit in of_leaves:
        flags |= np.where(holds & leaf, bit, 0).astype(np.int32)
    return flags


def rare_records(
    plan: PlanColumns, outline: Outline, rows: Rows, nodes: Array, activity_of: Ints, count: int
) -> tuple[Array, Array]:
    """Return the rare facts and the crews, and note in `nodes` who has which."""
    stated = plan.activities[activity_of]
    crew_count = np.bincount(plan.crews["activity"], minlength=len(plan.ids))
    crew_first = np.cumsum(crew_count) - crew_count
    not_before = _bounds(plan, outline, _STARTS_OF_SUMMARIES, np.maximum, NONE)[activity_of]
    not_after = _bounds(plan, outline, _ENDS_OF_SUMMARIES, np.minimum, at.FAR)[activity_of]
    active = np.arange(len(activity_of)) < count
    has = _states_more(stated) | (nodes["flags"] != 0) | (crew_count[activity_of] > 0)
    has |= (not_before != NONE) | (not_after != at.FAR)
    places = np.flatnonzero(has)
    nodes["rare"][places] = np.arange(len(places), dtype=np.int32)
    made = np.zeros(len(places), dtype=at.RARE)
    for field, name in COPIED.items():
        made[field] = stated[name][places]
    nodes["length"][places] = follow_rules(plan, made, nodes["length"][places], nodes["flags"][places])
    summary = nodes["flags"][places] & at.IS_SUMMARY > 0
    made["constraint"][summary] = made["second_constraint"][summary] = at.ASAP
    made["not_before"], made["not_after"] = not_before[places], not_after[places]
    made["not_after"][made["not_after"] == at.FAR] = NONE
    of = activity_of[places]
    made["crew_first"] = crew_first[of]
    made["crew_count"] = np.where(
        active[places] & ~summary & ~_by_duration(plan, rows, of), crew_count[of], 0
    )
    nodes["flags"][places] |= np.where(made["crew_count"] > 0, at.HAS_CREW, 0).astype(np.int32)
    made["leaf_first"] = outline.leaf_first[of]
    made["leaf_count"] = np.where(summary, outline.leaf_count[of], 0)
    crews = np.zeros(len(plan.crews), dtype=at.CREW)
    crews["calendar"], crews["work"], crews["delay"] = rows.crew, plan.crews["work"], plan.crews["delay"]
    return made, crews


def _states_more(stated: Array) -> NDArray[np.bool_]:
    """Return which activities state more than a length and a calendar."""
    found = np.zeros(len(stated), dtype=bool)
    for name in COPIED.values():
        counted = stated[name].dtype.itemsize == 1 or name in WHOLE
        found |= stated[name] != (0 if counted else NONE)
    return found


def follow_rules(plan: PlanColumns, made: Array, length: NDArray[np.int64], flags: Ints) -> NDArray[np.int64]:
    """Bring rare facts into the form that the kernels of the rule set read; return the lengths that links step by.

    To Primavera P6 links hold the rest of what has begun: a link to its finish steps back by what remains.
    """
    options = plan.options
    if plan.rules == PRIMAVERA:
        rest = np.maximum(length - made["actual_duration"], 0)
        made["remaining"] = np.where(made["remaining"] == NONE, rest, made["remaining"])
        if not options.use_expected_finish:
            made["expected_finish"] = NONE
    else:  # to Microsoft Project every fixed date is mandatory
        for name in ("constraint", "second_constraint"):
            made[name][made[name] == at.MANDATORY_START] = at.MSO
            made[name][made[name] == at.MANDATORY_FINISH] = at.MFO
    if not options.honour_levelling_delay:
        made["levelling_delay"] = 0
    holds_rest = (flags & at.IS_STARTED > 0) & (plan.rules == PRIMAVERA)
    return np.where(holds_rest, made["remaining"], length)


def _by_duration(plan: PlanColumns, rows: Rows, activities: Ints) -> NDArray[np.bool_]:
    """Return which activities last as long as is stated although people do them.

    Those that have begun and whose people all work by the activity's calendar: what remains is stated then.
    """
    differs = np.zeros(len(plan.ids), dtype=bool)
    differs[plan.crews["activity"][rows.crew != rows.own[plan.crews["activity"]]]] = True
    stated = plan.activities[activities]
    begun = (stated["actual_start"] != NONE) & (stated["remaining_duration_minutes"] != NONE)
    by_duration: NDArray[np.bool_] = begun & ~differs[activities]
    return by_duration


def _bounds(
    plan: PlanColumns, outline: Outline, kinds: list[int], combine: np.ufunc, blank: int
) -> NDArray[np.int64]:
    """Return the date by which the summaries above hold each activity, from the top of the outline down."""
    stated = plan.activities
    bound = np.full(len(stated), blank, dtype=np.int64)
    holds = ~outline.is_leaf & np.isin(stated["constraint"], kinds)
    if holds.any():
        bound[holds] = stated["constraint_minute"][holds]
        by_depth = np.argsort(outline.depth, kind="stable")
        for level in np.split(by_depth, np.flatnonzero(np.diff(outline.depth[by_depth])) + 1):
            below = level[stated["parent"][level] >= 0]
            bound[below] = combine(bound[below], bound[stated["parent"][below]])
    return np.where(outline.is_active_leaf, bound, blank)


def set_summaries_above(plan: PlanColumns, nodes: Array, activity_of: Ints, node_of: Ints) -> None:
    """Note for every node the nearest summary above it that is a node itself."""
    if not (nodes["flags"] & at.IS_SUMMARY).any():
        return
    parent = plan.activities["parent"]
    above = np.where(parent >= 0, node_of[parent], -1).astype(np.int32)
    open_ends = np.flatnonzero((parent >= 0) & (above < 0))
    line = parent.copy()
    while len(open_ends):  # the line above is no node: look further up
        line[open_ends] = parent[line[open_ends]]
        open_ends = open_ends[line[open_ends] >= 0]
        above[open_ends] = node_of[line[open_ends]]
        open_ends = open_ends[above[open_ends] < 0]
    nodes["above"] = above[activity_of]
