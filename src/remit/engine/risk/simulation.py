"""Monte Carlo: a plan drawn many times over, and what comes of it."""

import os
from collections import deque
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import replace
from functools import cached_property
from threading import Lock, local

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.sampling import LANES
from remit.engine.kernels.simulation import Sums, draw_pack, pass_over, run_block
from remit.engine.kernels.simulation_draws import Draws, Room
from remit.engine.kernels.simulation_plan import Lanes
from remit.engine.kernels.simulation_weather import Times, draw_weather
from remit.engine.model import PlanError, Problem, RiskModel, Schedule
from remit.engine.network.scheduling import compiled_form, schedule
from remit.engine.risk.blocks import (
    BLOCK_RUNS,
    Asked,
    Block,
    Gathering,
    block_of,
    lanes_for,
    room_for,
    sums_for,
)
from remit.engine.risk.columns import Columns, columns, fits_kernels, planned_minutes
from remit.engine.risk.costs import CostColumns, cost_columns
from remit.engine.risk.drawing import Drawing, drawing, draws
from remit.engine.risk.layout import Layout, first_layout, wider
from remit.engine.risk.plain import count_run, days_lost, lanes_as_plans
from remit.engine.risk.result import RiskResult

Progress = Callable[[int, int], bool | None]
Integers = NDArray[np.int64]


class Simulation:
    """A plan made ready to be drawn: arrays, and days laid out. Any block of its runs can be had, in any order.

    With `mitigated` the responses to events are in place and paid for. Raises what `schedule` raises, and
    `PlanError` where what is stated about risk does not fit the plan.
    """

    def __init__(self, problem: Problem, *, mitigated: bool = False, planned: Schedule | None = None) -> None:
        self.problem = _mitigated(problem) if mitigated else problem
        self.planned = planned or schedule(problem)
        self._paid = _price(problem) if mitigated else 0.0
        self._drawing: Drawing = drawing(self.problem)
        self._columns: Columns = columns(
            self.problem, may_skip=self._drawing.followers, may_be_zero=self._drawing.may_be_zero
        )
        self._costs: CostColumns = cost_columns(
            self.problem, self._drawing.specs, self._drawing.uncertain, self._columns.skippable
        )
        self._costs.constant += self._paid
        self._draws: Draws = draws(self._drawing, self._columns.place, self._costs)
        self._laid: Layout = first_layout(
            self._columns,
            self.risk.weathers,
            problem.start_minute,
            self.planned.finish,
            problem.options.critical_float_minutes,
        )
        self._widening = Lock()
        self._own = local()

    @property
    def risk(self) -> RiskModel:
        """Return what is uncertain about the plan."""
        return self.problem.risk or RiskModel()

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what whoever reads the result should know."""
        return tuple(self._drawing.warnings)

    @property
    def planned_cost(self) -> float:
        """Return what the plan costs without uncertainty, in minor units."""
        days = (self.planned.finish - self.planned.start) / 1440
        return self._costs.planned + self._paid + self.risk.overhead_per_day * days

    @property
    def activity_ids(self) -> tuple[str, ...]:
        """Return the activities in the order of the rows of a block."""
        return tuple(self._columns.place)

    def is_summary(self, row: int) -> bool:
        """Return whether a row of a block is that of a summary, which has dates but is not counted."""
        return self._columns.is_summary(row)

    @cached_property
    def planned_durations(self) -> Integers:
        """Return the planned minutes (of begun activities the remaining ones) in the order of the rows."""
        activities = {each.id: each for each in self.problem.activities}
        return np.array([planned_minutes(activities[each]) for each in self._columns.place], dtype=np.int64)

    @cached_property
    def by_kernels(self) -> bool:
        """Return whether runs go through the kernels; else each is scheduled as a plan of its own.

        The kernels are taken where they know every rule of the plan, and name the same dates and the same
        critical activities as `schedule` where nothing is drawn.
        """
        staffed = {each.activity_id for each in self.problem.assignments}
        # a milestone that becomes work has a crew in some runs, and none in the columns
        grown = any(
            not each.activity.duration_minutes and name in staffed
            for name, each in self._drawing.uncertain.items()
        )
        return fits_kernels(self.problem) and not grown and self._agrees()

    def _agrees(self) -> bool:
        laid = self._laid
        room, lanes = room_for(self._draws, laid.times), lanes_for(self.planned_durations)
        times = laid.own_times()
        draw_weather(0, np.uint64(0), times._replace(chances=np.zeros_like(times.chances)), room)
        pass_over(laid.plan, times, room, lanes, 1)
        count = len(self._columns.place)
        stated = self.planned.columns
        rows = compiled_form(self.problem).activity_of[:count]
        counted = lanes.critical[:, 0] == stated.critical[rows]
        counted |= np.array([self.is_summary(row) for row in range(count)], dtype=bool)
        return bool(
            (lanes.start[:, 0] + laid.origin == stated.start[rows]).all()
            and (lanes.finish[:, 0] + laid.origin == stated.finish[rows]).all()
            and counted.all()
        )

    def block(self, first: int, runs: int, seed: int, asked: Asked | None = None) -> Block:
        """Return runs `first` to before `first + runs`; `first` is a multiple of LANES (32)."""
        if first % LANES or runs < 1:
            msg = f"A block of {runs} runs cannot begin with run {first}."
            raise PlanError(msg)
        while True:
            laid = self._laid
            sums = sums_for(self.planned_durations, self.planned.finish - laid.origin, runs, asked or Asked())
            if self.by_kernels:
                with_critical = (asked or Asked()).criticality
                least, most = self._by_kernels(laid, first, runs, seed, sums, with_critical=with_critical)
            else:
                least, most = self._one_by_one(laid, first, runs, seed, sums)
            if laid.least <= least and most <= laid.most:
                return block_of(sums, first, runs, seed, laid.origin)
            with self._widening:
                if self._laid is laid:
                    self._laid = wider(laid, self._columns, self.risk.weathers)

    def _by_kernels(
        self, laid: Layout, first: int, runs: int, seed: int, sums: Sums, *, with_critical: bool
    ) -> tuple[int, int]:
        times, room, lanes = self._of_thread(laid)
        key = np.uint64(seed % 2**64)
        return run_block(
            first, first + runs, key, laid.plan, self._draws, times, room, lanes, sums, int(with_critical)
        )

    def _one_by_one(self, laid: Layout, first: int, runs: int, seed: int, sums: Sums) -> tuple[int, int]:
        """Schedule each run as a plan of its own; it is critical what `schedule` says is."""
        times, room, lanes = self._of_thread(laid)
        key, place = np.uint64(seed % 2**64), self._columns.place
        least, most = laid.most, laid.least
        for pack in range(first // LANES, (first + runs + LANES - 1) // LANES):
            lost = days_lost(pack, key, times, room)
            draw_pack(pack, key, self._draws, laid.plan, room, lanes)
            plans = lanes_as_plans(self.problem, place, self._draws, lanes, lost, times.first_day)
            for lane, plan in enumerate(plans):
                run = pack * LANES + lane - first
                if run < runs:
                    answer = schedule(plan)
                    count_run(answer, run, lane, place, lanes, sums, laid.origin)
                    least, most = (
                        min(least, answer.start - laid.origin),
                        max(most, answer.finish - laid.origin),
                    )
                    if len(sums.costs):
                        length = answer.finish - answer.start
                        sums.costs[run] = room.cost[lane] + self._draws.overhead_per_minute * length
        return least, most

    def _of_thread(self, laid: Layout) -> tuple[Times, Room, Lanes]:
        if getattr(self._own, "laid", None) is not laid:
            times = laid.own_times()
            self._own.laid = laid
            self._own.room = times, room_for(self._draws, times), lanes_for(self.planned_durations)
        found: tuple[Times, Room, Lanes] = self._own.room
        return found

    def places(self, activity_ids: Collection[str]) -> tuple[int, ...]:
        """Return the rows of activities; raises `PlanError` for one that is not simulated."""
        for each in activity_ids:
            if each not in self._columns.place:
                msg = f"Activity {each} is not simulated: it is inactive, a summary, or not in the plan."
                raise PlanError(msg, [each])
        return tuple(self._columns.place[each] for each in activity_ids)

    def result(self, block: Block, spread: Sequence[str] = (), *, cancelled: bool = False) -> RiskResult:
        """Return what the runs of a block say about the plan."""
        return RiskResult(
            runs=block.runs,
            seed=block.seed,
            planned_start=self.planned.start,
            planned_finish=self.planned.finish,
            planned_cost=self.planned_cost,
            finishes=block.finishes,
            costs=block.costs,
            activity_ids=self.activity_ids,
            moments=block.moments,
            planned_durations=self.planned_durations,
            spread_ids=tuple(spread),
            starts_of=block.starts_of,
            finishes_of=block.finishes_of,
            summaries=frozenset(
                each for row, each in enumerate(self.activity_ids) if self._columns.is_summary(row)
            ),
            warnings=self.warnings,
            cancelled=cancelled,
        )


def _mitigated(problem: Problem) -> Problem:
    risk = problem.risk or RiskModel()
    return replace(problem, risk=replace(risk, events=tuple(each.mitigated() for each in risk.events)))


def _price(problem: Problem) -> float:
    risk = problem.risk or RiskModel()
    return float(sum(each.mitigation.price for each in risk.events if each.mitigation))


def simulate(
    problem: Problem,
    runs: int = 10_000,
    seed: int = 0,
    *,
    mitigated: bool = False,
    keep: Collection[str] = ("finish", "cost"),
    spread: Sequence[str] = (),
    criticality: bool = True,
    workers: int | None = None,
    progress: Progress | None = None,
) -> RiskResult:
    """Return what `runs` draws of `problem.risk` say about finish, cost and activities.

    The answer depends on problem, runs and seed alone, not on `workers` (threads; None for one for each
    processor). `keep` names the curves that are kept, 8 bytes a run each; without them memory does not grow with
    runs, and percentiles cannot be had. `spread` names activities whose dates in each run are kept as well.
    `progress` is told how many runs of how many are done, and stops the simulation where it answers False: the
    result then holds the runs done so far. Raises what `schedule` raises, and `PlanError` where what is stated
    about risk does not fit the plan. Without uncertainty every run is the schedule itself.
    """
    if runs < 1:
        msg = f"{runs} runs are none."
        raise PlanError(msg)
    simulation = Simulation(problem, mitigated=mitigated)
    asked = Asked("finish" in keep, "cost" in keep, simulation.places(spread), criticality)
    gathered = Gathering()
    for block in _blocks(simulation, runs, seed, asked, workers or os.cpu_count() or 1):
        gathered.add(block)
        if progress is not None and progress(gathered.runs, runs) is False:
            break
    return simulation.result(gathered.block(), spread, cancelled=gathered.runs < runs)


def _blocks(simulation: Simulation, runs: int, seed: int, asked: Asked, workers: int) -> Iterator[Block]:
    """Return blocks in order while the next are computed; what has not begun when nobody asks on is dropped."""
    cuts = [(first, min(BLOCK_RUNS, runs - first)) for first in range(0, runs, BLOCK_RUNS)]
    simulation.block(0, 1, seed, asked)  # alone: what is made once is made here
    with ThreadPoolExecutor(workers) as pool:
        waiting: deque[Future[Block]] = deque()
        try:
            for begin, count in cuts:
                waiting.append(pool.submit(simulation.block, begin, count, seed, asked))
                if len(waiting) > 2 * workers:  # few enough that their sums take no room
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for each in waiting:
                each.cancel()


def simulate_block(
    problem: Problem, first: int, runs: int, seed: int = 0, *, mitigated: bool = False
) -> Block:
    """Return runs `first` to before `first + runs` of a simulation, to be merged with others of the same seed.

    `first` is a multiple of 32. For a cluster: any machine may compute any block, the merged answer is the same.
    """
    return Simulation(problem, mitigated=mitigated).block(first, runs, seed)
