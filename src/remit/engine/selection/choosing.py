"""Yes or no for each of many things, at most worth: the one place that speaks to the solver about selection."""

import importlib
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import Any

LARGEST = 2**60


@dataclass(frozen=True, slots=True)
class Rows:
    """What to choose from, by place: the worth of each, sums with their caps, and what goes or does not go together.

    `implied` pairs (a, b): whoever takes a takes b. `ruled_out` are whole choices that are not to be found again.
    """

    worth: tuple[Fraction, ...]
    capped: tuple[tuple[tuple[int, ...], int], ...] = ()
    fixed: tuple[int, ...] = ()
    exclusive: tuple[tuple[int, ...], ...] = ()
    implied: tuple[tuple[int, int], ...] = ()
    ruled_out: tuple[tuple[bool, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What was chosen, by place; None where nothing could be. `is_proved` says that there is nothing better."""

    chosen: tuple[bool, ...] | None
    worth: Fraction
    bound: Fraction
    is_proved: bool


def choose(rows: Rows, *, time_limit: float = 10.0, seed: int = 0) -> Choice:
    """Return the choice of most worth; raises `ValueError` for numbers too large to be exact."""
    scale = lcm(*(each.denominator for each in rows.worth)) if rows.worth else 1
    worth = [int(each * scale) for each in rows.worth]
    if sum(abs(each) for each in worth) > LARGEST or any(
        sum(sums) + cap > LARGEST for sums, cap in rows.capped
    ):
        raise ValueError("The numbers are too large to be counted exactly: state them in larger units.")
    # imported when used: it costs a third of a second
    solver_module = importlib.import_module("ortools.sat.python.cp_model")
    model, taken = _model(solver_module, rows)
    model.maximize(sum(each * var for each, var in zip(worth, taken, strict=True)))
    solver = solver_module.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in {solver_module.OPTIMAL, solver_module.FEASIBLE}:
        return Choice(None, Fraction(0), Fraction(0), status == solver_module.INFEASIBLE)
    chosen = tuple(bool(solver.value(var)) for var in taken)
    total = sum((each for each, is_in in zip(rows.worth, chosen, strict=True) if is_in), Fraction(0))
    is_proved = status == solver_module.OPTIMAL
    bound = total if is_proved else Fraction(round(solver.best_objective_bound), scale)
    return Choice(chosen, total, bound, is_proved)


def _model(solver_module: Any, rows: Rows) -> tuple[Any, list[Any]]:
    model = solver_module.CpModel()
    taken = [model.new_bool_var(str(at)) for at in range(len(rows.worth))]
    for sums, cap in rows.capped:
        model.add(sum(each * var for each, var in zip(sums, taken, strict=True)) <= cap)
    for place in rows.fixed:
        model.add(taken[place] == 1)
    for group in rows.exclusive:
        model.add_at_most_one(taken[place] for place in set(group))
    for one, other in rows.implied:
        model.add_implication(taken[one], taken[other])
    for before in rows.ruled_out:
        model.add_bool_or([~var if is_in else var for var, is_in in zip(taken, before, strict=True)])
    return model, taken
