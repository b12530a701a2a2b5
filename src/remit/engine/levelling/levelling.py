"""From a problem to a proposal in which no resource has more to do than it can."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from remit.engine.kernels.levelling_dense import Dense
from remit.engine.kernels.levelling_evolution import IMPOSSIBLE
from remit.engine.kernels.levelling_plan import AT_MODE, AT_START, LENGTH, PINNED, RELEASE, SPLITS
from remit.engine.levelling.appraisal import Appraisal, appraisal
from remit.engine.levelling.bounds import bound_by_links, plan_bound
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.evolution import Island, priority_rules
from remit.engine.levelling.generation import Generator, order_by_keys
from remit.engine.levelling.plan import Plan, plan_of
from remit.engine.levelling.proposing import proposal
from remit.engine.levelling.reference import Reference, reference_of
from remit.engine.levelling.result import Levelling, LevelStatus, Limit, Listener, Objective, Progress
from remit.engine.levelling.search import Best, refute, search
from remit.engine.levelling.uniform import Uniform, uniform
from remit.engine.levelling.verifying import verify
from remit.engine.levelling.wandering import Standing, first_placements, wander
from remit.engine.levelling.warming import warm
from remit.engine.model import PlanError, Problem
from remit.engine.network import schedule

_ASKING_SECONDS = 0.1
_MOST_GUESSES = 200
_FIRST_GUESSES = 20_000  # activities placed while the first schedule is looked for on the dense axis


@dataclass(slots=True)
class _Run:
    """One call of `level`: what is asked, what is known.

    `bound` holds of the ways looked at, `sure` of all there are.
    """

    plan: Plan
    reference: Reference
    limit: Limit
    seed: int
    standing: Standing
    stop: threading.Event
    listener: Listener | None
    begun: float
    bound: int = 0
    sure: int = 0
    is_closed: bool = False
    is_impossible: bool = False

    @property
    def weighs(self) -> Appraisal:
        return self.standing.appraisal

    @property
    def is_proved(self) -> bool:
        """Return whether the standing placement lacks nothing and is no worse than the bound."""
        return self.standing.dates is not None and self.standing.rank[:2] <= (0, self.bound)

    @property
    def is_enough(self) -> bool:
        """Return whether the search may end: stopped, or near enough to the bound."""
        missing, value, _finish = self.standing.rank
        is_there = self.standing.dates is not None and not missing
        return self.stop.is_set() or (is_there and value - self.bound <= self.limit.gap * value)

    def has_time_for_more(self) -> bool:
        """Return whether another first placement may be tried: half of the time is for them."""
        if self.limit.seconds:
            return not self.is_enough and time.monotonic() < self.begun + self.limit.seconds / 2
        return not self.is_proved

    def tell_standing(self) -> None:
        self.tell(self.standing.rank[1], min(self.bound, self.standing.rank[1]))

    def tell(self, value: int, bound: int) -> None:
        if self.listener:
            bound = bound if self.plan.is_whole else min(value, self.sure)
            gap = (value - bound) / value if value > 0 else 0.0
            self.listener(Progress(value, bound, gap, time.monotonic() - self.begun))


def level(
    problem: Problem,
    limit: Limit | None = None,
    *,
    seed: int = 0,
    objective: Objective = Objective.FINISH,
    stability: float = 0.0,
    listener: Listener | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Levelling:
    """Return where the activities of `problem` would lie so that no resource has more to do than it can.

    What has begun, is manual or has a mandatory date stays. Of several modes, and of people with a skill, the choice
    is made here. `stability` is how many minutes of the objective one working minute is worth by which one activity is
    moved from the current plan; the finish then counts in working minutes too. `listener` hears of every better
    solution and bound, from any thread; `cancelled` is asked from time to time. With a limit of 0 seconds the answer
    depends on problem and seed alone.

    Every answer has passed `verify`. Raises what `schedule` raises, and `PlanError` where nobody has a skill needed.
    """
    warm()  # a limit of time is for the search, not for compiling
    begun, limit = time.monotonic(), limit or Limit()
    plain = replace(problem, options=replace(problem.options, honour_levelling_delay=False))
    reference = reference_of(schedule(plain))
    current = reference_of(schedule(problem)) if stability and _has_delays(problem) else reference
    plan = plan_of(plain, reference)
    standing = Standing(appraisal(plan, objective, stability, current))
    run = _Run(plan, reference, limit, seed, standing, threading.Event(), listener, begun)
    generator = Generator(plan)
    run.bound = plan_bound(plan, run.weighs, reference) if plan.activities else 0
    run.sure = run.bound if plan.is_whole else bound_by_links(plan, run.weighs, reference)
    standing.told = run.tell_standing
    with _asking(cancelled, run.stop):
        first_placements(plan, generator, standing, reference, run.has_time_for_more)
        run.is_closed = run.is_proved
        if not run.is_closed:
            _improve(run, generator)
    return _answer(run)


def _has_delays(problem: Problem) -> bool:
    return any(each.levelling_delay_minutes for each in problem.activities)


def _improve(run: _Run, generator: Generator) -> None:
    """Search on the dense axis where the plan is on one calendar and knows no priorities, else on its calendars."""
    same = len({each.priority for each in run.plan.activities}) == 1
    finish = generator.finish() if run.standing.dates is not None else _generous(run.plan)
    dense = uniform(run.plan, finish) if same and not run.standing.rank[0] else None
    until = run.begun + run.limit.seconds
    if dense is not None:
        _search_dense(run, generator, dense, until)
    elif run.limit.seconds:
        with ThreadPoolExecutor(run.limit.workers) as pool:
            for done in [
                pool.submit(
                    wander, run.plan, run.standing, run.seed * 1000 + each, until, lambda: run.is_enough
                )
                for each in range(run.limit.workers)
            ]:
                done.result()


def _generous(plan: Plan) -> int:
    """Return a finish by which everything could be done one after the other, in the longest modes."""
    lengths = plan.arrays.mode[:-1, LENGTH]
    return plan.problem.start_minute + 4 * int(lengths.sum()) + 1440


def _search_dense(run: _Run, generator: Generator, dense: Uniform, until: float) -> None:
    project = _weighted(run, dense)
    dense = replace(dense, project=project)
    pauses = bool(run.plan.arrays.activity[:, SPLITS].any())
    best = Best(0, run.limit.gap, not pauses, stop=run.stop, heard=_hearing(run, dense))
    if not dense.maxima:
        size = max(2, min(_MOST_GUESSES, _FIRST_GUESSES // len(project.release)))
        island = Island(project, priority_rules(project), run.seed, size)
        if run.standing.dates is not None:
            order = order_by_keys(run.plan.arrays, run.standing.dates[:, AT_START])
            island.settle(order, run.standing.dates[:, AT_MODE].copy())
        refute(project, best)
        if island.value > best.bound:
            island.step(size, best.bound)
        if island.value < IMPOSSIBLE:
            best.offer(*island.best())
            refute(project, best)
    if run.limit.seconds:
        search(project, dense.maxima, best, run.limit, run.seed, until)
    run.is_impossible = best.is_impossible
    if best.value is not None:
        _place_as(run, generator, dense, best.starts, best.modes)
    if best.is_closed and not run.is_impossible and not pauses and _counts_alike(run, dense):
        run.is_closed, run.bound = True, run.standing.rank[1]
    elif run.weighs.objective == Objective.FINISH:
        shortest = best.shortest if run.weighs.stability else best.bound // int(project.weight[0])
        run.bound = max(run.bound, _ending(run, dense, shortest))
        if run.weighs.stability and _counts_alike(run, dense):
            run.bound = max(run.bound, _weighed(run, dense, best.bound))
        run.is_closed = run.is_proved


def _counts_alike(run: _Run, dense: Uniform) -> bool:
    """Return whether the dense axis counts what is late or moved as `Appraisal` does: by one calendar and its units."""
    weighs, plan = run.weighs, run.plan
    counts = (
        weighs.has_due == 1 if weighs.objective == Objective.TARDINESS else np.zeros(len(weighs.due), bool)
    )
    if weighs.stability:
        counts |= dense.project.pinned == 0
        if weighs.objective == Objective.FINISH and plan.rows[weighs.of_finish] != plan.rows[dense.time]:
            return False
    dates = [weighs.due[weighs.has_due == 1]] if weighs.objective == Objective.TARDINESS else []
    dates += [weighs.planned[dense.project.pinned == 0]] if weighs.stability else []
    rows = {plan.rows[each] for each in set(weighs.time[counts].tolist())}
    return rows <= {plan.rows[dense.time]} and all(dense.holds(plan, each) for each in dates)


def _weighted(run: _Run, dense: Uniform) -> Dense:
    """Return the dense project with the weights of the objective; the finish decides between equals."""
    weighs, project, n = run.weighs, dense.project, len(run.plan.activities)
    heavy = len(project.free) + 1
    free = 1 - project.pinned
    planned = np.where(free, dense.units_of(run.plan, weighs.planned), project.release)
    weight = project.weight.copy()
    tardy, due = np.zeros(n, dtype=np.int64), dense.units_of(run.plan, weighs.due)
    if weighs.objective == Objective.FINISH:
        share = Fraction(weighs.stability).limit_denominator(1000)
        weight[0], stay = share.denominator, free * share.numerator
    else:
        stay = free * round(
            heavy * weighs.stability * (dense.unit if weighs.objective == Objective.COST else 1)
        )
        weight[0], weight[1] = 1, heavy if weighs.objective == Objective.COST else 0
        tardy = weighs.has_due * (heavy if weighs.objective == Objective.TARDINESS else 0)
    return project._replace(weight=weight, tardy=tardy, due=due, planned=planned, stay=stay)


def _ending(run: _Run, dense: Uniform, units: int) -> int:
    """Return the value of a plan that ends when so many units of its calendar are done, and moves nothing."""
    return max(0, run.weighs.ending(dense.done_at(run.plan, units))) if units > 0 else 0


def _weighed(run: _Run, dense: Uniform, value: int) -> int:
    """Return the value of a plan, finish and moves together, from that of the dense axis, of which it is a multiple."""
    before = run.weighs.ending(dense.minute(run.plan, 0))
    return max(0, before + round(Fraction(value * dense.unit, int(dense.project.weight[0]))))


def _hearing(run: _Run, dense: Uniform) -> Callable[[int, int], None]:
    """Return what tells the listener of dense values, in the measure of the objective; nothing where they differ."""
    weighs = run.weighs
    if not _counts_alike(run, dense):
        return lambda _value, _bound: None

    def heard(value: int, bound: int) -> None:
        if weighs.stability and weighs.objective == Objective.FINISH:
            run.tell(_weighed(run, dense, value), _weighed(run, dense, bound))
        elif weighs.objective == Objective.FINISH:
            run.tell(_ending(run, dense, value), _ending(run, dense, bound))
        else:
            heavy = len(dense.project.free) + 1
            unit = dense.unit if weighs.objective == Objective.TARDINESS else 1
            run.tell(value // heavy * unit, bound // heavy * unit)

    return heard


def _place_as(run: _Run, generator: Generator, dense: Uniform, starts: Ints, modes: Ints) -> None:
    """Place what the dense axis found on the real calendar; nothing lies later there."""
    plan = run.plan
    if dense.maxima or run.weighs.stability:
        activity = plan.arrays.activity.copy()
        exact = ints([dense.minute(plan, int(start)) for start in starts])
        activity[:-1, RELEASE] = np.where(activity[:-1, PINNED] == 1, activity[:-1, RELEASE], exact)
        generator = Generator(plan, plan.arrays._replace(activity=activity))
    if generator.run(order_by_keys(plan.arrays, starts), modes):
        run.standing.offer(generator)


@contextmanager
def _asking(cancelled: Callable[[], bool] | None, stop: threading.Event) -> Iterator[None]:
    """Ask from time to time whether the search is cancelled, and stop it then."""
    if cancelled is None:
        yield
        return
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_ASKING_SECONDS):
            if cancelled():
                stop.set()
                return

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _answer(run: _Run) -> Levelling:
    plan, standing = run.plan, run.standing
    start = plan.problem.start_minute
    seconds = time.monotonic() - run.begun
    if standing.dates is None or standing.pieces is None:
        status = LevelStatus.INFEASIBLE if run.is_impossible and plan.is_whole else LevelStatus.UNKNOWN
        return Levelling(status, start, start, {}, 0, 0, seconds)
    activities = proposal(plan, standing.dates, standing.pieces, run.reference)
    finish = max([start, *(each.finish for each in activities.values())])
    bound = standing.rank[1] if run.is_closed else min(run.bound, standing.rank[1])
    bound = bound if plan.is_whole else min(run.sure, standing.rank[1])
    is_proved = run.is_closed and (plan.is_whole or run.is_proved)
    status = LevelStatus.OPTIMAL if is_proved and bound == standing.rank[1] else LevelStatus.FEASIBLE
    found = Levelling(status, start, finish, activities, standing.rank[1], bound, seconds)
    broken = verify(plan.problem, found)
    if broken:
        first = broken[0]
        msg = f"The proposal was refused by its own check: {first.where}: {first.text}."
        raise PlanError(msg, [first.where] if first.where in activities else [])
    return replace(found, seconds=time.monotonic() - run.begun)
