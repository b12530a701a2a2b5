"""Each piece of work to one person at least cost, within what everybody has room for."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

RATIO = 1000


@dataclass(frozen=True, slots=True)
class Pairs:
    """The costs of allowed pairs (work, person) by place, the minutes of work, and the room of each person.

    `load` is minutes planned and minutes of time of each person; `peak` the cost of the highest ratio of them after
    all. Of the `special` work nobody gets more than `most_special` pieces.
    """

    costs: Mapping[tuple[int, int], int]
    minutes: tuple[int, ...]
    room: tuple[int, ...]
    load: tuple[tuple[int, int], ...]
    peak: int = 0
    special: tuple[int, ...] = ()
    most_special: int = 0


def assign(pairs: Pairs, *, time_limit: float = 10.0, seed: int = 0) -> tuple[tuple[int | None, ...], bool]:
    """Return for each piece of work the place of its doer, None for nobody, and whether nothing is better.

    First as much work as possible is given, then the cost is least; the ratio counts in thousandths, rounded up.
    """
    module = importlib.import_module("ortools.sat.python.cp_model")
    model = module.CpModel()
    given = {key: model.new_bool_var(f"{key[0]} {key[1]}") for key in pairs.costs}
    people = range(len(pairs.room))
    for at in range(len(pairs.minutes)):
        model.add_at_most_one(given[at, who] for who in people if (at, who) in given)
    top = max((-(-RATIO * (load + sum(pairs.minutes)) // time) for load, time in pairs.load), default=0)
    highest = model.new_int_var(0, top, "highest")
    for who in people:
        own = [(at, var) for (at, person), var in given.items() if person == who]
        taken = sum(pairs.minutes[at] * var for at, var in own)
        model.add(taken <= max(0, pairs.room[who]))
        load, time = pairs.load[who]
        model.add(RATIO * (load + taken) <= time * highest)
        model.add(sum(var for at, var in own if at in pairs.special) <= pairs.most_special)
        # who has no room gets nothing, not even what takes no time
        if pairs.room[who] < 0:
            model.add(sum(var for _at, var in own) == 0)
    spread = sum(abs(each) for each in pairs.costs.values()) + pairs.peak * (top // RATIO + 1) + 1
    cost = sum((pairs.costs[key] - spread) * var for key, var in given.items())
    # the peak is a cost of a whole ratio; thousandths of it are made whole by counting all else a thousandfold
    model.minimize(RATIO * cost + pairs.peak * highest)
    solver = module.CpSolver()
    solver.parameters.max_time_in_seconds = time_limit
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = seed
    status = solver.solve(model)
    if status not in {module.OPTIMAL, module.FEASIBLE}:
        return (None,) * len(pairs.minutes), status == module.INFEASIBLE
    doers: list[int | None] = [None] * len(pairs.minutes)
    for (at, who), var in given.items():
        if solver.value(var):
            doers[at] = who
    return tuple(doers), status == module.OPTIMAL


def total_cost(pairs: Pairs, doers: tuple[int | None, ...]) -> Fraction:
    """Return what an assignment costs, its highest ratio rounded up to thousandths; counted apart from the solver."""
    added = [0] * len(pairs.room)
    cost = 0
    for at, who in enumerate(doers):
        if who is not None:
            added[who] += pairs.minutes[at]
            cost += pairs.costs[at, who]
    ratios = (-(-RATIO * (load + more) // time) for (load, time), more in zip(pairs.load, added, strict=True))
    return cost + Fraction(pairs.peak * max(ratios, default=0), RATIO)
