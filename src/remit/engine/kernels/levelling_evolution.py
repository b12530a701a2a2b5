"""Evolution of schedules on the dense axis: lists of activities crossed, mutated, decoded and justified.

Source of the method: Hartmann 1998 (activity lists, two-point crossover), Alcaraz and Maroto 2001 (lists read
from either end), Valls, Ballestín and Quintanilla 2008 (justified individuals).
"""

from typing import NamedTuple

import numpy as np

from remit.engine.kernels.compiling import kernel
from remit.engine.kernels.levelling_bounds import parallel
from remit.engine.kernels.levelling_dense import (
    NO_PLACE,
    Dense,
    Ints,
    Small,
    forward,
    justify,
    order_by,
    price,
)

IMPOSSIBLE = 1 << 60
_MOST_PARALLEL = 200_000
_FIRST = 2147483563  # L'Ecuyer 1988: two short generators combined; products stay below 2^63
_SECOND = 2147483399


class Population(NamedTuple):
    """Individuals of a project of n activities: `orders`, `modes`, `starts` int64[p, n], `values` int64[p].

    `random` int64[2] is the state of the generator. `best_order`, `best_modes`, `best_starts` int64[n] and
    `best` int64[2] (value, makespan) hold what is best of all. `free` int32[h, k], `scratch` int64[6 n] are scratch.
    """

    orders: Ints
    modes: Ints
    starts: Ints
    values: Ints
    random: Ints
    best_order: Ints
    best_modes: Ints
    best_starts: Ints
    best: Ints
    free: Small
    scratch: Ints


@kernel
def draw(random: Ints, bound: int) -> int:
    """Return a number from 0 to `bound` - 1 and move the generator on."""
    random[0] = random[0] * 40014 % _FIRST
    random[1] = random[1] * 40692 % _SECOND
    return int(((random[0] - random[1]) % (_FIRST - 1)) % bound)


@kernel
def sample_order(project: Dense, keys: Ints, random: Ints, width: int, order: Ints, scratch: Ints) -> None:
    """Fill `order` with activities after what they wait for, the lower of `width` random candidates by key first."""
    n = len(order)
    ready, waiting = scratch[:n], scratch[n : 2 * n]
    before_first, after_first, afters = project.before_first, project.after_first, project.after
    count = 0
    for activity in range(n):
        waiting[activity] = before_first[activity + 1] - before_first[activity]
        if waiting[activity] == 0:
            ready[count] = activity
            count += 1
    for position in range(n):
        pick = draw(random, count)
        for _again in range(width - 1):
            other = draw(random, count)
            if keys[ready[other]] < keys[ready[pick]]:
                pick = other
        activity = ready[pick]
        order[position] = activity
        count -= 1
        ready[pick] = ready[count]
        for each in range(after_first[activity], after_first[activity + 1]):
            after = afters[each]
            waiting[after] -= 1
            if waiting[after] == 0:
                ready[count] = after
                count += 1


@kernel
def sample_modes(project: Dense, random: Ints, modes: Ints) -> None:
    """Fill `modes` by chance, then change them until the budgets hold, if a few thousand changes do."""
    n = len(modes)
    for activity in range(n):
        low = project.first_mode[activity]
        modes[activity] = low + draw(random, project.first_mode[activity + 1] - low)
    mend_modes(project, random, modes)


@kernel
def excess(project: Dense, modes: Ints, left: Ints) -> int:
    """Return by how much the budgets are overdrawn in all; fill `left` with what is left of each."""
    left[:] = project.budget
    for activity in range(len(modes)):
        left -= project.use[modes[activity]]
    total = 0
    for each in left:
        total -= min(0, each)
    return total


@kernel
def mend_modes(project: Dense, random: Ints, modes: Ints) -> bool:
    """Change modes one at a time, never for the worse, until the budgets hold; say whether they do."""
    n, budgets = len(modes), len(project.budget)
    if budgets == 0:
        return True
    use, first_mode = project.use, project.first_mode
    left = np.empty(budgets, np.int64)
    over = excess(project, modes, left)
    for _attempt in range(40 * n):
        if over == 0:
            return True
        activity = draw(random, n)
        low, old = first_mode[activity], modes[activity]
        mode = low + draw(random, first_mode[activity + 1] - low)
        after = 0
        for each in range(budgets):
            after -= min(0, left[each] + use[old, each] - use[mode, each])
        if after <= over:
            for each in range(budgets):
                left[each] += use[old, each] - use[mode, each]
            modes[activity] = mode
            over = after
    return over == 0


@kernel
def cross(
    mother: Ints, father: Ints, mother_modes: Ints, father_modes: Ints, random: Ints, child: Ints, modes: Ints
) -> None:
    """Fill `child` with a piece of the father's list between two pieces of the mother's; modes come along."""
    n = len(child)
    first = draw(random, n)
    second = first + draw(random, n - first) + 1
    taken = np.zeros(n, np.uint8)
    count = 0
    for activity in mother[:first]:
        child[count] = activity
        modes[activity] = mother_modes[activity]
        taken[activity] = 1
        count += 1
    for activity in father:
        if count == second:
            break
        if taken[activity] == 0:
            child[count] = activity
            modes[activity] = father_modes[activity]
            taken[activity] = 1
            count += 1
    for activity in mother:
        if taken[activity] == 0:
            child[count] = activity
            modes[activity] = mother_modes[activity]
            count += 1


@kernel
def waits_for(befores: Ints, other: int) -> bool:
    """Return whether `other` is among `befores`."""
    for each in befores:  # noqa: SIM110 - compiled: a generator would not be
        if each == other:
            return True
    return False


@kernel
def mutate(project: Dense, random: Ints, child: Ints, modes: Ints, permille: int) -> None:
    """Swap neighbours of the list where no link forbids it, and change modes, each with the given chance."""
    n = len(child)
    first, befores, first_mode = project.before_first, project.before, project.first_mode
    for position in range(n - 1):
        if draw(random, 1000) < permille:
            activity, after = child[position], child[position + 1]
            if not waits_for(befores[first[after] : first[after + 1]], activity):
                child[position], child[position + 1] = after, activity
    if len(project.length) > n:
        for activity in range(n):
            if draw(random, 1000) < permille:
                low = first_mode[activity]
                modes[activity] = low + draw(random, first_mode[activity + 1] - low)


@kernel
def decode(project: Dense, population: Population, order: Ints, modes: Ints, starts: Ints) -> int:
    """Schedule a list, justify it, and return its price; `order` ends sorted by start."""
    if not mend_modes(project, population.random, modes):
        return IMPOSSIBLE
    makespan = forward(project, order, modes, population.free, starts)
    if makespan == NO_PLACE:
        return IMPOSSIBLE
    if project.weight[0] > 0:
        makespan = justify(project, order, modes, population.free, starts, population.scratch, makespan)
    else:
        order_by(project, starts, order, population.scratch)
    value = price(project, modes, starts, makespan)
    if value < population.best[0]:
        population.best[0], population.best[1] = value, makespan
        population.best_order[:] = order
        population.best_modes[:] = modes
        population.best_starts[:] = starts
    return value


@kernel
def found(project: Dense, population: Population, keys: Ints, first: int, last: int) -> None:
    """Fill individuals `first` to `last` - 1; `keys` int64[r, n] are priorities, lower first.

    The first of all, one for each priority, are parallel schedules where that is no great work; the others are
    lists by biased sampling.
    """
    n, horizon = population.starts.shape[1], len(project.free)
    for each in range(first, last):
        order, modes, starts = population.orders[each], population.modes[each], population.starts[each]
        rule = keys[draw(population.random, len(keys))]
        width = 1 + draw(population.random, 6)
        sample_modes(project, population.random, modes)
        sample_order(project, rule, population.random, width, order, population.scratch)
        if (
            each < len(keys)
            and n * horizon <= _MOST_PARALLEL
            and (parallel(project, keys[each], modes, population.free, starts) != NO_PLACE)
        ):
            order_by(project, starts, order, population.scratch)
        population.values[each] = decode(project, population, order, modes, starts)


@kernel
def is_twin(values: Ints, all_starts: Ints, value: int, starts: Ints) -> bool:
    """Return whether somebody has the same value and the same starts."""
    for each in range(len(values)):
        if values[each] == value:
            same = True
            for activity in range(len(starts)):
                if all_starts[each, activity] != starts[activity]:
                    same = False
                    break
            if same:
                return True
    return False


@kernel
def better_of_two(population: Population) -> int:
    """Return the better of two individuals drawn."""
    size = len(population.values)
    one, other = draw(population.random, size), draw(population.random, size)
    return one if population.values[one] <= population.values[other] else other


@kernel
def evolve(project: Dense, population: Population, children: int, permille: int, target: int) -> int:
    """Make `children` one after the other, each in place of the worst if better; stop at `target`.

    Returns how many of them took a place.
    """
    n = population.orders.shape[1]
    order, modes, starts = np.empty(n, np.int64), np.empty(n, np.int64), np.empty(n, np.int64)
    placed = 0
    for _child in range(children):
        if population.best[0] <= target:
            break
        mother, father = better_of_two(population), better_of_two(population)
        cross(
            population.orders[mother],
            population.orders[father],
            population.modes[mother],
            population.modes[father],
            population.random,
            order,
            modes,
        )
        mutate(project, population.random, order, modes, permille)
        value = decode(project, population, order, modes, starts)
        worst = np.argmax(population.values)
        if value <= population.values[worst] and not is_twin(
            population.values, population.starts, value, starts
        ):
            population.orders[worst] = order
            population.modes[worst] = modes
            population.starts[worst] = starts
            population.values[worst] = value
            placed += 1
    return placed
