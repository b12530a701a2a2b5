"""The search on real calendars: the order of the best placement shaken, placed anew, kept if no worse."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.levelling_plan import AT_FINISH, AT_MODE, AT_START, COST, FIRST_MODE
from remit.engine.kernels.levelling_serial import CHOOSE
from remit.engine.levelling.appraisal import Appraisal
from remit.engine.levelling.columns import Ints
from remit.engine.levelling.generation import Generator, free_modes, order_by_keys
from remit.engine.levelling.plan import Plan
from remit.engine.levelling.reference import Reference
from remit.engine.levelling.result import Objective

_SHAKES = (0.003, 0.01, 0.03, 0.1)
_MODE_CHANCE = 0.02


@dataclass(slots=True)
class Standing:
    """The best placement so far, as copies of what the pass filled; `told` is called when it is a better one."""

    appraisal: Appraisal
    dates: Ints | None = None
    pieces: Ints | None = None
    rank: tuple[int, int, int] = (0, 0, 0)
    told: Callable[[], None] = lambda: None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def offer(self, generator: Generator) -> bool:
        """Keep what a generator has placed if nothing better is there; return whether it was kept."""
        placed = generator.placed
        if not self.appraisal.budgets_hold(placed.dates):
            return False
        rank = self.appraisal.rank(placed.dates)
        with self.lock:
            if self.dates is not None and rank > self.rank:
                return False
            is_better = self.dates is None or rank < self.rank
            self.dates, self.pieces = placed.dates.copy(), placed.pieces[: placed.counted[0]].copy()
            self.rank = rank
            if is_better:
                self.told()
            return True


def classes(plan: Plan) -> Ints:
    """Return the place of each activity's priority among those of the plan: the highest first."""
    ranks = {
        each: at for at, each in enumerate(sorted({one.priority for one in plan.activities}, reverse=True))
    }
    return np.array([ranks[each.priority] for each in plan.activities], dtype=np.int64)


def by_class(keys: Ints, ranks: Ints) -> Ints:
    """Return keys in which the class of priority counts first."""
    least = int(keys.min(initial=0))
    spread = int(keys.max(initial=0)) - least + 1
    return np.asarray(keys - least + ranks * spread, dtype=np.int64)


def first_modes(plan: Plan, objective: Objective) -> list[Ints]:
    """Return the choices of modes to begin with: free, the cheapest, and those that spare the budgets."""
    found = [free_modes(plan.arrays)]
    first, use = plan.arrays.activity[:, FIRST_MODE], plan.use
    several = len(plan.ways) > len(plan.activities)
    if not several:
        return found
    if objective == Objective.COST:
        found.insert(0, _cheapest(plan.arrays.mode[:-1, COST], first))
    if len(plan.budget):
        shares = (use / np.maximum(1, plan.budget)).sum(axis=1)
        found.append(_cheapest(shares, first))
    return found


def _cheapest(prices: NDArray[Any], first: Ints) -> Ints:
    return np.array([a + int(np.argmin(prices[a:b])) for a, b in pairwise(first.tolist())], dtype=np.int64)


def first_placements(
    plan: Plan,
    generator: Generator,
    standing: Standing,
    reference: Reference,
    goes_on: Callable[[], bool] = lambda: True,
) -> None:
    """Place by several priority rules and keep the best: latest start, latest finish, slack, earliest start.

    `goes_on` is asked after each placement once there is one that lacks nothing.
    """
    ranks = classes(plan)
    dates = [reference.activities[each.id] for each in plan.activities]
    rules = (
        [each.late_start for each in dates],
        [each.late_finish for each in dates],
        [each.late_start - each.early_start for each in dates],
        [each.early_start for each in dates],
    )
    for modes in first_modes(plan, standing.appraisal.objective):
        for rule in rules:
            order = order_by_keys(plan.arrays, by_class(np.array(rule, dtype=np.int64), ranks))
            if generator.run(order, modes):
                standing.offer(generator)
            if standing.dates is not None and not standing.rank[0] and not goes_on():
                return


def wander(plan: Plan, standing: Standing, seed: int, until: float, is_enough: Callable[[], bool]) -> None:
    """Make the standing placement better until a moment of the monotonic clock, or until it is enough."""
    generator, random, ranks = Generator(plan), np.random.default_rng(seed), classes(plan)
    base = first_modes(plan, standing.appraisal.objective)
    first = plan.arrays.activity[:, FIRST_MODE]
    several = np.flatnonzero(np.diff(first) > 1)
    turn = 0
    while time.monotonic() < until and not is_enough():
        turn += 1
        with standing.lock:
            dates = None if standing.dates is None else standing.dates.copy()
        keys, modes = _shaken(dates, random, len(plan.activities), turn), base[turn % len(base)].copy()
        if dates is not None and len(several):
            modes = dates[:, AT_MODE].copy()
            for at in several[random.random(len(several)) < _MODE_CHANCE]:
                modes[at] = CHOOSE if random.random() < 0.5 else random.integers(first[at], first[at + 1])  # noqa: PLR2004 - even odds
        if generator.run(order_by_keys(plan.arrays, by_class(keys, ranks)), modes):
            standing.offer(generator)


def _shaken(dates: Ints | None, random: np.random.Generator, n: int, turn: int) -> Ints:
    """Return the starts, or the finishes, of the best placement with some noise, as keys."""
    if dates is None:
        return random.integers(0, 1_000_000, n)
    basis = dates[:, AT_START if turn % 2 else AT_FINISH]
    spread = float(basis.max(initial=0) - basis.min(initial=0)) * _SHAKES[turn % len(_SHAKES)]
    return np.asarray(basis + random.normal(0.0, spread + 1.0, n).astype(np.int64), dtype=np.int64)
