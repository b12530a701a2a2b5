"""Runs the pass over a plan: scratch memory made once, days laid out as far as they are needed."""

import numpy as np

from remit.engine.kernels.levelling_plan import AT_FINISH, ROOM, SPLITS, Placed, PlanArrays
from remit.engine.kernels.levelling_serial import CHOOSE, DONE, OVER_HORIZON, generate, order_of
from remit.engine.kernels.working_time import AFTER, BEFORE
from remit.engine.levelling.columns import Ints
from remit.engine.levelling.plan import Plan

_MOST_PIECES = 8
ATTEMPTS = 200


def scratch_for(arrays: PlanArrays) -> Placed:
    """Return memory for passes over a plan."""
    n, slots = len(arrays.activity) - 1, int(arrays.stock[-1, ROOM])
    return Placed(
        dates=np.zeros((n, 8), dtype=np.int64),
        pieces=np.zeros((_MOST_PIECES * int(arrays.activity[:, SPLITS].sum()), 3), dtype=np.int64),
        counted=np.zeros(1, dtype=np.int64),
        times=np.zeros(slots, dtype=np.int64),
        free=np.zeros(slots, dtype=np.int64),
        used=np.zeros(len(arrays.stock) - 1, dtype=np.int64),
    )


def free_modes(arrays: PlanArrays) -> Ints:
    """Return modes that leave the choice to the pass."""
    return np.full(len(arrays.activity) - 1, CHOOSE, dtype=np.int64)


def order_by_keys(arrays: PlanArrays, keys: Ints) -> Ints:
    """Return the order in which activities are placed: after what they wait for, lower keys first."""
    order = np.empty(len(keys), dtype=np.int64)
    # a column of dates would be compiled for once more
    order_of(arrays, np.ascontiguousarray(keys), order)
    return order


class Generator:
    """Places all activities of a plan in a given order; each call overwrites what the last one placed."""

    def __init__(self, plan: Plan, arrays: PlanArrays | None = None) -> None:
        self.plan = plan
        self.arrays = arrays or plan.arrays
        self.placed = scratch_for(self.arrays)
        self._beyond = np.zeros(1, dtype=np.int64)

    def run(self, order: Ints, modes: Ints) -> bool:
        """Fill `placed`; return whether everything has found a place and all maxima hold.

        Raises `DateOutOfRangeError` where a date would lie after 2199.
        """
        while True:
            self._beyond[0] = 0
            found = generate(self.arrays, self.plan.table, self.placed, order, modes, ATTEMPTS, self._beyond)
            if found != OVER_HORIZON:
                return bool(found == DONE)
            beyond = int(self._beyond[0])
            self.plan.widen(before=bool(beyond & BEFORE), after=bool(beyond & AFTER))

    def finish(self) -> int:
        """Return the last finish of what was placed."""
        return int(self.placed.dates[:, AT_FINISH].max(initial=self.plan.problem.start_minute))


__all__ = ["Generator", "free_modes", "order_by_keys", "scratch_for"]
