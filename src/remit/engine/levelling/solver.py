"""The exact model: what the dense project states, as constraints for OR-Tools' CP-SAT."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.levelling_dense import Dense
from remit.engine.levelling.columns import Ints

_WATCH_SECONDS = 0.05

Found = Callable[[int, list[int], list[int]], None]
"""Called with the value, the starts and the modes of a better solution."""


@dataclass(frozen=True, slots=True)
class Maximum:
    """`after` may lie no later than `lag` after `before`; the flags say whether finishes are meant."""

    before: int
    after: int
    from_end: int
    to_end: int
    lag: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What the solver showed: the best value and the bound below it; `is_closed` where nothing is better."""

    value: int | None
    bound: int
    is_closed: bool
    is_impossible: bool = False


class Model:
    """The constraint model of a dense project; a solution is a start and a mode for each activity."""

    def __init__(self, project: Dense, maxima: Sequence[Maximum], horizon: int) -> None:
        from ortools.sat.python import cp_model  # noqa: PLC0415 - loaded when it is used

        self._library: Any = cp_model
        self.project = project
        self.horizon = horizon
        self.model: Any = cp_model.CpModel()
        self.starts: list[Any] = []
        self.ends: list[Any] = []
        self.present: list[Any] = []  # by mode; 1 where an activity has no other
        self._intervals: list[Any] = []  # by mode
        for activity in range(len(project.release)):
            self._add_activity(activity)
        self._link()
        for each in maxima:
            after = self.ends[each.after] if each.to_end else self.starts[each.after]
            before = self.ends[each.before] if each.from_end else self.starts[each.before]
            self.model.add(after <= before + each.lag)
        self._limit_resources()
        self._limit_budgets()
        self.makespan = self.model.new_int_var(0, horizon, "makespan")
        self.model.add_max_equality(self.makespan, self.ends)
        self.objective = self._price()
        self.model.minimize(self.objective)

    def _add_activity(self, activity: int) -> None:
        """An activity starts no earlier than its release and is done in one of its modes."""
        project, model = self.project, self.model
        low, high = int(project.first_mode[activity]), int(project.first_mode[activity + 1])
        lengths = [int(project.length[mode]) for mode in range(low, high)]
        release = int(project.release[activity])
        last = release if project.pinned[activity] else self.horizon - min(lengths)
        start = model.new_int_var(release, max(release, last), f"start {activity}")
        self.starts.append(start)
        if high - low == 1:
            self.ends.append(start + lengths[0])
            self.present.append(1)
            self._intervals.append(model.new_fixed_size_interval_var(start, lengths[0], f"work {activity}"))
            return
        end = model.new_int_var(release + min(lengths), self.horizon, f"end {activity}")
        self.ends.append(end)
        chosen = [model.new_bool_var(f"mode {mode}") for mode in range(low, high)]
        model.add_exactly_one(chosen)
        for literal, length in zip(chosen, lengths, strict=True):
            interval = model.new_optional_interval_var(start, length, end, literal, f"work {activity}")
            self._intervals.append(interval)
            self.present.append(literal)
        model.add(end == start + sum(a * b for a, b in zip(chosen, lengths, strict=True)))

    def _link(self) -> None:
        """Every link holds between the ends that it names."""
        project = self.project
        for after in range(len(project.release)):
            for link in range(int(project.before_first[after]), int(project.before_first[after + 1])):
                before, lag = int(project.before[link]), int(project.before_lag[link])
                left = self.ends[after] if project.before_to[link] else self.starts[after]
                right = self.ends[before] if project.before_from[link] else self.starts[before]
                self.model.add(left >= right + lag)

    def _limit_resources(self) -> None:
        """No resource is used beyond what is free of it; where less is free, a fixed interval takes the rest."""
        project = self.project
        free = project.free[: self.horizon]
        users: dict[int, list[tuple[Any, int]]] = {}
        for mode, interval in enumerate(self._intervals):
            for need in range(int(project.need_first[mode]), int(project.need_first[mode + 1])):
                units = int(project.need_units[need])
                if units and project.length[mode]:
                    users.setdefault(int(project.need_resource[need]), []).append((interval, units))
        for resource, wanted in users.items():
            column = free[:, resource]
            most = int(column.max(initial=0))
            for start, finish, units in runs(column):
                if units < most:
                    gap = self.model.new_fixed_size_interval_var(
                        start, finish - start, f"less {resource} {start}"
                    )
                    wanted.append((gap, most - units))
            if most == 1 and all(units == 1 for _interval, units in wanted):
                self.model.add_no_overlap([interval for interval, _units in wanted])
            else:
                self.model.add_cumulative(
                    [each for each, _units in wanted], [units for _each, units in wanted], most
                )

    def _limit_budgets(self) -> None:
        """The modes chosen take no more from a budget than it holds."""
        project = self.project
        for budget in range(len(project.budget)):
            used = sum(
                int(units) * each for units, each in zip(project.use[:, budget], self.present, strict=True)
            )
            self.model.add(used <= int(project.budget[budget]))

    def _price(self) -> Any:
        """Return the weighted objective, as `levelling_dense.price` counts it."""
        project, model = self.project, self.model
        total = int(project.weight[0]) * self.makespan
        dear = int(project.weight[1])
        if dear:
            total += dear * sum(
                int(cost) * each for cost, each in zip(project.cost, self.present, strict=True)
            )
        for activity, (start, end) in enumerate(zip(self.starts, self.ends, strict=True)):
            if project.tardy[activity]:
                late = model.new_int_var(0, self.horizon, f"late {activity}")
                model.add(late >= end - int(project.due[activity]))
                total += int(project.tardy[activity]) * late
            if project.stay[activity]:
                moved = model.new_int_var(0, self.horizon, f"moved {activity}")
                model.add_abs_equality(moved, start - int(project.planned[activity]))
                total += int(project.stay[activity]) * moved
        return total

    def hint(self, starts: Ints, modes: Ints) -> None:
        """Begin from a solution."""
        self.model.clear_hints()
        for variable, start in zip(self.starts, starts, strict=True):
            self.model.add_hint(variable, int(start))
        for activity, mode in enumerate(modes):
            low, high = int(self.project.first_mode[activity]), int(self.project.first_mode[activity + 1])
            if high - low > 1:
                self.model.add_hint(self.ends[activity], int(starts[activity] + self.project.length[mode]))
                for each in range(low, high):
                    self.model.add_hint(self.present[each], int(each == mode))

    def mode_of(self, activity: int, value: Callable[[Any], int]) -> int:
        """Return the mode that a solution has chosen for an activity."""
        low, high = int(self.project.first_mode[activity]), int(self.project.first_mode[activity + 1])
        return next((mode for mode in range(low, high - 1) if value(self.present[mode])), high - 1)

    def solve(
        self,
        seconds: float,
        workers: int,
        seed: int,
        found: Found,
        bounded: Callable[[int], None],
        stop: threading.Event,
        gap: float = 0.0,
    ) -> Proof:
        """Search for at most `seconds`, until the gap is reached or `stop` is set.

        `found` hears of each better solution, `bounded` of each better bound.
        """
        solver = self._library.CpSolver()
        parameters = solver.parameters
        parameters.max_time_in_seconds = max(0.01, seconds)
        parameters.num_workers = workers
        parameters.random_seed = seed % (1 << 31)
        parameters.relative_gap_limit = gap
        solver.best_bound_callback = lambda bound: bounded(int(np.ceil(bound - 1e-6)))
        with _stopping(solver, stop):
            status = solver.solve(self.model, _listener(self, found))
        if status in {self._library.OPTIMAL, self._library.FEASIBLE}:
            bound = int(np.ceil(solver.best_objective_bound - 1e-6))
            return Proof(int(solver.objective_value), bound, status == self._library.OPTIMAL and not gap)
        is_impossible = status == self._library.INFEASIBLE
        bound = 0 if is_impossible else int(np.ceil(max(0.0, solver.best_objective_bound) - 1e-6))
        return Proof(None, bound, is_impossible, is_impossible)


def runs(column: NDArray[Any]) -> list[tuple[int, int, int]]:
    """Return the stretches of equal values of a column as (first, behind the last, value)."""
    edges = [0, *(np.flatnonzero(np.diff(column)) + 1).tolist(), len(column)]
    return [(a, b, int(column[a])) for a, b in pairwise(edges) if b > a]


@contextmanager
def _stopping(solver: Any, stop: threading.Event) -> Iterator[None]:
    """Stop the solver soon after `stop` is set, whatever it does meanwhile."""
    done = threading.Event()

    def watch() -> None:
        while not done.wait(_WATCH_SECONDS):
            if stop.is_set():
                solver.stop_search()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()


def _listener(model: Model, found: Found) -> Any:
    class Listener(model._library.CpSolverSolutionCallback):  # type: ignore[name-defined, misc]  # noqa: SLF001 - loaded late
        def on_solution_callback(self) -> None:
            starts = [self.value(each) for each in model.starts]
            modes = [model.mode_of(activity, self.value) for activity in range(len(starts))]
            found(int(self.objective_value), starts, modes)

    return Listener()
