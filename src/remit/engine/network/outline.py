"""The outline of a plan as arrays: what stands below what, and which lines can be scheduled."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.ordering import link_lists, walk_outline
from remit.engine.network.records import SPANS, PlanColumns

Ints = NDArray[np.int32]
Bools = NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Outline:
    """By activity: its first child and next sibling, its depth, whether it is a leaf and an active one.

    Active are those that the passes place: level of effort and such lie where others do, and hold nobody.

    `leaves` are the active leaves in outline order; those below a summary are `leaf_first` to `leaf_end` of them.
    `summaries` are the lines with children, deepest first.
    """

    first_child: Ints
    next_sibling: Ints
    depth: Ints
    is_leaf: Bools
    is_active_leaf: Bools
    leaves: Ints
    leaf_first: Ints
    leaf_end: Ints
    summaries: Ints

    @property
    def leaf_count(self) -> Ints:
        """Return how many active leaves stand at or below each line."""
        return self.leaf_end - self.leaf_first


def outline_of(plan: PlanColumns) -> Outline:
    """Return the outline of a plan."""
    parent = np.ascontiguousarray(plan.activities["parent"])
    count = len(parent)
    first, following, place, end, depth = (np.zeros(count, dtype=np.int32) for _ in range(5))
    below = np.flatnonzero(parent >= 0).astype(np.int32)
    chain = np.zeros(len(below), dtype=np.int32)
    link_lists(parent[below], first, chain)
    # chains of places among `below` become chains of activities
    following[:] = -1
    following[below] = np.where(chain >= 0, below[chain], -1)
    first = np.where(first >= 0, below[first] if len(below) else -1, -1).astype(np.int32)
    walk_outline(parent, first, following, place, end, depth)
    is_leaf = first < 0
    active = is_leaf & plan.activities["is_active"] & ~np.isin(plan.activities["kind"], SPANS)
    by_place = np.argsort(place, kind="stable").astype(np.int32)
    counted = np.concatenate([[0], np.cumsum(active[by_place])]).astype(np.int32)
    summaries = np.flatnonzero(~is_leaf).astype(np.int32)
    return Outline(
        first_child=first,
        next_sibling=following,
        depth=depth,
        is_leaf=is_leaf,
        is_active_leaf=active,
        leaves=by_place[active[by_place]],
        leaf_first=counted[place],
        leaf_end=counted[end],
        summaries=summaries[np.argsort(-depth[summaries], kind="stable")],
    )
