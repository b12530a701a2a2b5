"""The search on the dense axis: evolution first, then the exact model from where it ended; better at any time."""

import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

from remit.engine.kernels.levelling_dense import Dense
from remit.engine.levelling.bounds import destructive_bound, objective_bound, path_and_work
from remit.engine.levelling.columns import Ints, ints
from remit.engine.levelling.evolution import Island, priority_rules
from remit.engine.levelling.result import Limit
from remit.engine.levelling.solver import Maximum, Model

_STEP_SECONDS = 0.04
# shares of the time: a little evolution, a short proof until then, evolution again, the rest for the proof
_FIRST_EVOLUTION, _FIRST_PROOF, _EVOLUTION_SHARE = 0.04, 0.12, 0.45
_FEW = 60  # activities below which few rounds of evolution find what there is to find
_ROUNDS = 4

Heard = Callable[[int, int], None]
"""Called with the best value and the bound whenever one of them has become better."""


@dataclass(slots=True)
class Best:
    """The best solution so far and the bound below it, offered by several threads.

    `shortest` is a makespan that no schedule beats. `is_exact` is False where the plan allows what the project does
    not state, pauses of work: then the exact model finds solutions and proves nothing.
    """

    bound: int
    gap: float = 0.0
    is_exact: bool = True
    shortest: int = 0
    heard: Heard | None = None
    stop: threading.Event = field(default_factory=threading.Event)
    value: int | None = None
    starts: Ints = field(default_factory=lambda: ints([]))
    modes: Ints = field(default_factory=lambda: ints([]))
    is_impossible: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def offer(self, value: int, starts: Ints | Sequence[int], modes: Ints | Sequence[int]) -> None:
        """Keep a solution if it is better than what there is."""
        with self._lock:
            if self.value is not None and value >= self.value:
                return
            self.value = value
            self.starts, self.modes = ints(list(starts)), ints(list(modes))
            self._tell()

    def raise_bound(self, bound: int) -> None:
        """Keep a bound if it is higher than what there is."""
        with self._lock:
            if bound > self.bound and (self.value is None or bound <= self.value):
                self.bound = bound
                self._tell()

    def bound_makespan(self, project: Dense, shortest: int) -> None:
        """Keep a bound of the makespan, and what follows from it for the objective."""
        self.shortest = max(self.shortest, shortest)
        self.raise_bound(objective_bound(project, self.shortest))

    @property
    def is_closed(self) -> bool:
        """Return whether nothing better can be found, or nothing at all."""
        return self.is_impossible or (self.value is not None and self.value <= self.bound)

    @property
    def is_enough(self) -> bool:
        """Return whether the search may end."""
        near = self.value is not None and self.value - self.bound <= self.gap * self.value
        return near or self.is_impossible or self.stop.is_set()

    def _tell(self) -> None:
        if self.heard and self.value is not None:
            self.heard(self.value, self.bound)


def search(
    project: Dense, maxima: Sequence[Maximum], best: Best, limit: Limit, seed: int, until: float
) -> None:
    """Make `best` better until the moment `until` of the monotonic clock, or until it is enough."""
    refute(project, best)
    if best.is_enough:
        return
    if not maxima:
        # most plans are easy: a short try at both comes first, so that they do not take the time of hard ones
        begun, whole = time.monotonic(), until - time.monotonic()
        several = len(project.length) > len(project.release)
        rules = priority_rules(project)
        islands = [Island(project, rules, seed * 1000 + each) for each in range(limit.workers)]
        _evolve(islands, best, begun + whole * _FIRST_EVOLUTION)
        refute(project, best)
        _prove(project, maxima, best, limit, seed, begun + whole * _FIRST_PROOF)
        share = _EVOLUTION_SHARE / 2 if several else _EVOLUTION_SHARE
        _evolve(islands, best, begun + whole * (_FIRST_PROOF + share))
    _prove(project, maxima, best, limit, seed, until)


def refute(project: Dense, best: Best) -> None:
    """Raise the bound by what needs no exact model: links, work, and makespans below the best one refuted."""
    if not best.shortest:
        best.bound_makespan(project, path_and_work(project))
    if best.is_exact and best.value is not None and not best.is_enough:
        makespan = int((best.starts + project.length[best.modes]).max(initial=0))
        found = destructive_bound(project, best.shortest, makespan, lambda: not best.stop.is_set())
        best.bound_makespan(project, found)


def _evolve(islands: Sequence[Island], best: Best, until: float) -> None:
    """Let the populations evolve, each in a thread; all stop at the bound."""

    def live(island: Island) -> None:
        project = island.project
        children, rounds = 4, 0
        while not best.is_enough and time.monotonic() < until:
            begun, before = time.monotonic(), island.value
            island.step(children, best.bound)
            if island.value < before:
                best.offer(*island.best())
            if time.monotonic() - begun < _STEP_SECONDS:
                children = min(2 * children, 10_000)
            if island.is_stale:
                rounds += 1
                if rounds > _ROUNDS and len(project.release) <= _FEW:
                    return
                island.begin_anew()

    with ThreadPoolExecutor(len(islands)) as pool:
        for done in [pool.submit(live, each) for each in islands]:
            done.result()


def _prove(
    project: Dense, maxima: Sequence[Maximum], best: Best, limit: Limit, seed: int, until: float
) -> None:
    """Search the exact model from the best so far, for better solutions and a better bound."""
    left = until - time.monotonic()
    if best.is_enough or left <= 0:
        return
    horizon = len(project.free) - 1
    if (
        best.value is not None
        and not project.stay.any()
        and not project.weight[1]
        and not project.tardy.any()
    ):
        horizon = min(horizon, best.value // int(project.weight[0]))
    model = Model(project, maxima, horizon)
    if best.value is not None:
        model.hint(best.starts, best.modes)
    bounded = best.raise_bound if best.is_exact else _nothing_follows
    proof = model.solve(
        until - time.monotonic(), limit.workers, seed, best.offer, bounded, best.stop, limit.gap
    )
    best.is_impossible = proof.is_impossible and best.value is None and best.is_exact
    bounded(best.value if proof.is_closed and best.value is not None else proof.bound)


def _nothing_follows(_bound: int) -> None:
    """A bound of the model says nothing of the plan."""
