"""Populations of schedules on the dense axis, and the rules by which the first are drawn."""

import numpy as np

from remit.engine.kernels.levelling_bounds import followers, heads, reach, tails, topological
from remit.engine.kernels.levelling_dense import Dense
from remit.engine.kernels.levelling_evolution import IMPOSSIBLE, Population, decode, evolve, found
from remit.engine.levelling.columns import Ints, ints

SIZE = 200
PERMILLE = 30  # chance in a thousand of a swap at each place of a list
_FIRST, _SECOND = 2147483561, 2147483397  # states of the generator lie from 1 to these


def priority_rules(project: Dense) -> Ints:
    """Return keys int64[6, n] by which activities are taken, lower first.

    Latest finish, latest start, least slack, greatest rank positional weight, most total successors, earliest start.
    Source: Kolisch 1996, "Efficient priority rules for the resource-constrained project scheduling problem".
    """
    order = topological(project)
    early, tail = heads(project, order), tails(project, order)
    last_start = (early + tail).max(initial=0) - tail
    length = project.length[project.first_mode[:-1]]
    rules = (
        last_start + length,
        last_start,
        last_start - early,
        -reach(project, order),
        -followers(project, order),
        early,
    )
    return np.stack(rules)


class Island:
    """A population that evolves by itself; the same seed and number of children give the same."""

    def __init__(self, project: Dense, rules: Ints, seed: int, size: int = SIZE) -> None:
        n = len(project.release)
        self.project, self.rules, self.children = project, rules, 0
        state = np.random.default_rng(seed).integers(1, (_FIRST, _SECOND))
        self.population = Population(
            orders=np.zeros((size, n), dtype=np.int64),
            modes=np.zeros((size, n), dtype=np.int64),
            starts=np.zeros((size, n), dtype=np.int64),
            values=np.full(size, IMPOSSIBLE, dtype=np.int64),
            random=state.astype(np.int64),
            best_order=np.zeros(n, dtype=np.int64),
            best_modes=np.zeros(n, dtype=np.int64),
            best_starts=np.zeros(n, dtype=np.int64),
            best=ints([IMPOSSIBLE, 0]),
            free=np.zeros_like(project.free),
            scratch=np.zeros(6 * n, dtype=np.int64),
        )
        self._founded = 0

    @property
    def value(self) -> int:
        """Return the best value so far."""
        return int(self.population.best[0])

    @property
    def is_stale(self) -> bool:
        """Return whether all have become alike: nothing new comes of crossing them."""
        values = self.population.values
        return self._founded == len(values) and bool((values == values[0]).all())

    def best(self) -> tuple[int, Ints, Ints]:
        """Return value, starts and modes of the best so far."""
        return self.value, self.population.best_starts.copy(), self.population.best_modes.copy()

    def step(self, children: int, target: int) -> None:
        """Found so many individuals, then make so many children, until `target` is reached."""
        size = len(self.population.values)
        if self._founded < size:
            last = min(size, self._founded + children)
            found(self.project, self.population, self.rules, self._founded, last)
            self._founded = last
        else:
            evolve(self.project, self.population, children, PERMILLE, target)
        self.children += children

    def settle(self, order: Ints, modes: Ints) -> None:
        """Let the first individual be a list that is known to be good, justified."""
        population = self.population
        population.orders[0], population.modes[0] = order, modes
        population.values[0] = decode(
            self.project, population, population.orders[0], population.modes[0], population.starts[0]
        )
        self._founded = max(1, self._founded)

    def begin_anew(self) -> None:
        """Forget everybody but the best."""
        self._founded = 0
        self.population.values[:] = IMPOSSIBLE
