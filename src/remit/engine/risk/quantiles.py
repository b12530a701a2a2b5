"""Distributions as tables over normal scores: what turns a random number into a value by two looks.

A distribution is standardised (shape, offset, scale), so that activities with estimates of one shape share a table.
Between the SHAPE_STEPS steps of a table values are taken on a straight line: the error is below 1/10,000 of the
range of a bounded shape, and of the value for a lognormal one with sigma up to 1. The table of normal scores
themselves errs by less than 0.0001. Both are tested against exact quantiles.
"""

import functools
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.sampling import OCTAVES, SCORE_LIMIT, SHAPE_STEPS, STEPS_BITS
from remit.engine.kernels.simulation_draws import CONSTANT, SHAPED, STEPPED, Shapes
from remit.engine.model import Discrete, Distribution, Fixed, History, Lognormal, Pert, Triangular, Uniform

Floats = NDArray[np.float64]
Shape = tuple[object, ...]


@functools.cache
def normal_quantiles() -> NDArray[np.float32]:
    """Return the table that `normal_scores` reads: scores of the lower half at steps of each doubling."""
    from scipy.special import ndtri  # noqa: PLC0415 - scipy is loaded where it is used

    steps = 1 << STEPS_BITS
    place = np.arange(OCTAVES * steps + 1)
    chance = np.ldexp(1 + (place % steps) / steps, place // steps - 1) * 2.0**-32
    return np.asarray(ndtri(np.minimum(chance, 0.5)), dtype=np.float32)


def score_of(chance: Floats | float) -> Floats:
    """Return the normal score of a probability, SCORE_LIMIT at the most."""
    from scipy.special import ndtri  # noqa: PLC0415 - as above

    return np.clip(np.asarray(ndtri(chance), dtype=np.float64), -SCORE_LIMIT, SCORE_LIMIT)


def quantile(distribution: Distribution, chance: Floats) -> Floats:
    """Return the exact value below which a distribution lies with `chance`, element by element."""
    if isinstance(distribution, Discrete | History):
        values, upper = _steps(distribution)
        place = np.minimum(np.searchsorted(upper, chance, side="left"), len(values) - 1)
        return np.asarray(values[place])
    shape, offset, scale = _standard(distribution)
    if shape is None:
        return np.full_like(chance, offset)
    return np.asarray(offset + scale * _exact(shape)(chance))


def _standard(distribution: Distribution) -> tuple[Shape | None, float, float]:
    """Return shape, offset and scale of a continuous distribution; no shape where it is one value."""
    if isinstance(distribution, Fixed) or (isinstance(distribution, Lognormal) and distribution.sd == 0):
        return None, distribution.mean, 0.0
    if isinstance(distribution, Lognormal):
        return ("lognormal", distribution.sigma), 0.0, float(np.exp(distribution.mu))
    assert isinstance(distribution, Pert | Triangular | Uniform)  # noqa: S101 - the others have steps
    low, width = distribution.low, distribution.high - distribution.low
    if width == 0:
        return None, low, 0.0
    if isinstance(distribution, Uniform):
        return ("uniform",), low, width
    # estimates of one shape stated in other units differ in the last digit
    top = round((distribution.likely - low) / width, 12)
    if isinstance(distribution, Triangular):
        return ("triangular", top), low, width
    return ("pert", top, distribution.weight), low, width


def _exact(shape: Shape) -> Callable[[Floats], Floats]:
    """Return the quantile function of a standard shape."""
    from scipy.special import betaincinv, ndtri  # noqa: PLC0415 - as above

    name, *sizes = shape
    numbers = [float(each) for each in sizes]  # type: ignore[arg-type] # a shape is a name and numbers
    if name == "uniform":
        return lambda chance: chance
    if name == "lognormal":
        return lambda chance: np.exp(numbers[0] * ndtri(chance))
    if name == "triangular":
        top = numbers[0]
        return lambda chance: np.where(
            chance < top, np.sqrt(chance * top), 1 - np.sqrt((1 - chance) * (1 - top))
        )
    top, weight = numbers
    return lambda chance: betaincinv(1 + weight * top, 1 + weight * (1 - top), chance)


@functools.lru_cache(maxsize=4096)
def shape_table(shape: Shape) -> NDArray[np.float32]:
    """Return the values of a standard shape at the steps of normal scores."""
    from scipy.special import ndtr  # noqa: PLC0415 - as above

    scores = np.linspace(-SCORE_LIMIT, SCORE_LIMIT, SHAPE_STEPS + 1)
    return np.asarray(_exact(shape)(ndtr(scores)), dtype=np.float32)


def _steps(distribution: Discrete | History) -> tuple[Floats, Floats]:
    """Return rising values and, for each, the probability of it or less."""
    if isinstance(distribution, History):
        values, counts = np.unique(np.asarray(distribution.values, dtype=np.float64), return_counts=True)
        return values, np.cumsum(counts) / counts.sum()
    order = np.argsort(distribution.values, kind="stable")
    values = np.asarray(distribution.values, dtype=np.float64)[order]
    return values, np.cumsum(np.asarray(distribution.probabilities, dtype=np.float64)[order])


@dataclass(slots=True)
class Specs:
    """Collects distributions as rows for the kernels; equal shapes are kept once."""

    kinds: list[tuple[int, int, int, int]] = field(default_factory=list)
    sizes: list[tuple[float, float]] = field(default_factory=list)
    limits: list[Floats] = field(default_factory=list)
    values: list[Floats] = field(default_factory=list)
    _shapes: dict[Shape, int] = field(default_factory=dict)
    _length: int = 0

    def add(self, distribution: Distribution, scale: float = 1.0) -> int:
        """Return the row of `distribution` times `scale`."""
        if isinstance(distribution, Discrete | History):
            values, upper = _steps(distribution)
            self.limits.append(score_of(np.minimum(upper, 1.0)))
            self.values.append(values)
            first, self._length = self._length, self._length + len(values)
            return self._row((STEPPED, 0, first, self._length), (0.0, scale))
        shape, offset, width = _standard(distribution)
        if shape is None:
            return self._row((CONSTANT, 0, 0, 0), (offset * scale, 0.0))
        number = self._shapes.setdefault(shape, len(self._shapes))
        return self._row((SHAPED, number, 0, 0), (offset * scale, width * scale))

    def _row(self, kinds: tuple[int, int, int, int], sizes: tuple[float, float]) -> int:
        self.kinds.append(kinds)
        self.sizes.append(sizes)
        return len(self.kinds) - 1

    def bounds(self, row: int) -> tuple[float, float]:
        """Return the least and the greatest value that a row is ever drawn with."""
        kind, shape, first, last = self.kinds[row]
        offset, scale = self.sizes[row]
        ends: Floats | NDArray[np.float32] = np.zeros(2)
        if kind == STEPPED:
            ends = np.concatenate(self.values)[first:last]
        elif kind == SHAPED:
            ends = shape_table([*self._shapes][shape])
        values = offset + scale * ends[[0, -1]].astype(np.float64)
        return float(values.min()), float(values.max())

    def shapes(self) -> Shapes:
        """Return the arrays that the kernels draw from."""
        tables = [shape_table(shape) for shape in self._shapes] or [
            np.zeros(SHAPE_STEPS + 1, dtype=np.float32)
        ]
        none = [np.zeros(0)]
        return Shapes(
            quantiles=normal_quantiles(),
            tables=np.stack(tables),
            kinds=np.array(self.kinds or [(CONSTANT, 0, 0, 0)], dtype=np.int64),
            sizes=np.array(self.sizes or [(0.0, 0.0)], dtype=np.float64),
            limits=np.concatenate(self.limits or none),
            values=np.concatenate(self.values or none),
        )
