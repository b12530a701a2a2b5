"""Blocks of runs: what is computed apart, by threads or by other machines, and put together again.

A run depends on the seed and its own number alone, and all that is counted is whole numbers: the answer is the same
however runs are cut into blocks, and in whatever order these are done.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.sampling import LANES
from remit.engine.kernels.simulation import MOMENTS, Sums
from remit.engine.kernels.simulation_draws import Draws, Room
from remit.engine.kernels.simulation_plan import Lanes
from remit.engine.kernels.simulation_weather import Times
from remit.engine.model import PlanError

BLOCK_RUNS = 16 * LANES
SKIPPED = int(np.iinfo(np.int64).min)
"""The date of an activity in a run that did without it."""

Integers = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Block:
    """Runs `first` to before `first + runs` of a simulation, in plan time.

    `moments` [activities, MOMENTS] as in `kernels.simulation.Sums`; `finishes` and `costs` [runs], `starts_of` and
    `finishes_of` [activities asked for, runs], SKIPPED where it was; those that were not asked for are empty.
    """

    first: int
    runs: int
    seed: int
    moments: Integers
    finishes: Integers
    costs: NDArray[np.float64]
    starts_of: Integers
    finishes_of: Integers


@dataclass(frozen=True, slots=True)
class Asked:
    """What of each run is kept: finishes, costs, and the dates of activities by their place."""

    finishes: bool = True
    costs: bool = True
    places: tuple[int, ...] = ()
    criticality: bool = True


def room_for(draws: Draws, times: Times) -> Room:
    """Return the room in which one thread draws: nothing in it grows with the number of runs."""

    def rows(count: int, dtype: type) -> NDArray[Any]:
        return np.zeros((count, LANES), dtype=dtype)

    return Room(
        words=np.zeros(LANES, dtype=np.uint32),
        scores=np.zeros(LANES, dtype=np.float32),
        out=np.zeros(LANES),
        occurs=rows(len(draws.events), np.uint8),
        effects=rows(len(draws.effect_event), np.float64),
        plain=rows(len(draws.sources), np.float32),
        joint=rows(len(draws.weight_offset) - 1, np.float32),
        cost=np.zeros(LANES),
        earliest=np.zeros(LANES, dtype=np.int64),
        latest=np.zeros(LANES, dtype=np.int64),
        ends=np.zeros(LANES, dtype=np.int64),
        first=np.zeros(LANES, dtype=np.int64),
        lost=rows(len(times.month_of_day), np.uint8),
    )


def lanes_for(planned: Integers) -> Lanes:
    """Return the room for the dates of a pack; what is not uncertain takes as long as planned."""
    shape = (len(planned), LANES)
    found = Lanes(
        drawn=np.zeros(shape, dtype=np.int32),
        start=np.zeros(shape, dtype=np.int32),
        finish=np.zeros(shape, dtype=np.int32),
        worked=np.zeros(shape, dtype=np.int32),
        late_start=np.zeros(shape, dtype=np.int32),
        limits=np.zeros(shape, dtype=np.int32),
        skipped=np.zeros(shape, dtype=np.uint8),
        critical=np.zeros(shape, dtype=np.uint8),
    )
    found.drawn[:] = planned[:, None]
    return found


def sums_for(planned: Integers, planned_finish: int, runs: int, asked: Asked) -> Sums:
    """Return room for what is counted of `runs` runs; the finish counts from the first day laid out."""
    spread = (len(asked.places), runs)
    return Sums(
        planned=planned,
        planned_finish=planned_finish,
        moments=np.zeros((len(planned), MOMENTS), dtype=np.int64),
        finishes=np.zeros(runs if asked.finishes else 0, dtype=np.int64),
        costs=np.zeros(runs if asked.costs else 0),
        spread_nodes=np.array(asked.places, dtype=np.int64),
        spread_start=np.zeros(spread, dtype=np.int32),
        spread_finish=np.zeros(spread, dtype=np.int32),
    )


def block_of(sums: Sums, first: int, runs: int, seed: int, origin: int) -> Block:
    """Return what was counted, dates in plan time."""

    def dated(dates: NDArray[np.int32]) -> Integers:
        return np.where(dates < 0, SKIPPED, dates.astype(np.int64) + origin)

    return Block(
        first,
        runs,
        seed,
        sums.moments,
        sums.finishes + origin,
        sums.costs,
        dated(sums.spread_start),
        dated(sums.spread_finish),
    )


class Gathering:
    """Blocks added one after the other: sums are added, only the curves grow."""

    def __init__(self) -> None:
        self.runs = 0
        self._first: Block | None = None
        self._moments = np.zeros((0, MOMENTS), dtype=np.int64)
        self._curves: list[tuple[Integers, NDArray[np.float64], Integers, Integers]] = []

    def add(self, block: Block) -> None:
        """Add the block that follows; raises `PlanError` where runs are missing or stand twice."""
        if self._first is None:
            self._first, self._moments = block, block.moments.copy()
        else:
            expected = self._first.first + self.runs
            if block.first != expected or block.seed != self._first.seed:
                msg = f"Run {block.first} of seed {block.seed} is not {expected} of {self._first.seed}."
                raise PlanError(msg)
            self._moments += block.moments
        self.runs += block.runs
        self._curves.append((block.finishes, block.costs, block.starts_of, block.finishes_of))

    def block(self) -> Block:
        """Return everything added as one block."""
        if self._first is None:
            raise PlanError("There is no block to merge.")
        finishes, costs, starts_of, finishes_of = zip(*self._curves, strict=True)
        return Block(
            self._first.first,
            self.runs,
            self._first.seed,
            self._moments,
            np.concatenate(finishes),
            np.concatenate(costs),
            np.concatenate(starts_of, axis=1),
            np.concatenate(finishes_of, axis=1),
        )


def merge(blocks: Iterable[Block]) -> Block:
    """Return blocks in any order as one; raises `PlanError` where runs are missing or stand twice."""
    gathered = Gathering()
    for each in sorted(blocks, key=lambda each: each.first):
        gathered.add(each)
    return gathered.block()
