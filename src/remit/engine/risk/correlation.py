"""Correlated durations: from what a plan states to sums of independent normal scores."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from remit.engine.model import Correlation

Matrix = NDArray[np.float64]

_LEAST = 1e-10  # eigenvalues below are taken for zero or less
_ROUNDS = 200
_CLOSE = 1e-9
_WORTH_SAYING = 1e-4
"""Coefficients that had to move by less are as stated, to all ends."""


@dataclass(frozen=True, slots=True)
class Joint:
    """Scores that go together: member m is the sum of `weights[m]` (source, weight) over independent scores.

    A source is an activity of its own, or (as a number) what a whole group has in common. `moved` is by how much
    a stated coefficient had to change at the most, for all to be possible at once.
    """

    members: tuple[str, ...]
    sources: tuple[str | int, ...]
    weights: tuple[tuple[tuple[int, float], ...], ...]
    moved: float = 0.0


def nearest_correlation(matrix: Matrix) -> Matrix:
    """Return the correlation matrix nearest to a symmetric `matrix` in the sum of squared differences.

    Alternating projections with Dykstra's correction: N. J. Higham, "Computing the nearest correlation matrix",
    IMA Journal of Numerical Analysis 22 (2002).
    """
    found, correction = matrix.copy(), np.zeros_like(matrix)
    for _ in range(_ROUNDS):
        shifted = found - correction
        values, vectors = np.linalg.eigh(shifted)
        possible = (vectors * np.maximum(values, 0)) @ vectors.T
        correction = possible - shifted
        before, found = found, possible.copy()
        np.fill_diagonal(found, 1.0)
        if np.abs(found - before).max() < _CLOSE:
            break
    return found


def _square_root(matrix: Matrix) -> Matrix:
    """Return a lower triangle whose rows have length 1 and whose square is `matrix`, which may be singular."""
    values, vectors = np.linalg.eigh(matrix)
    root = vectors * np.sqrt(np.maximum(values, 0))
    lower: Matrix = np.linalg.qr(root.T)[1].T
    lower = lower * np.where(np.diag(lower) < 0, -1.0, 1.0)
    rows: Matrix = lower / np.linalg.norm(lower, axis=1, keepdims=True)
    return rows


def joint_scores(correlations: Sequence[Correlation]) -> tuple[Joint, ...]:
    """Return, for each set of activities tied together, how their scores are made; later statements win."""
    found = []
    for number, (members, tied) in enumerate(_components(correlations)):
        if len(tied) == 1 and tied[0].coefficient >= 0:
            found.append(_in_common(members, tied[0].coefficient, number))
        else:
            found.append(_by_matrix(members, tied))
    return tuple(found)


def _components(correlations: Iterable[Correlation]) -> list[tuple[tuple[str, ...], list[Correlation]]]:
    """Return sets of activities that no correlation crosses, in order of their ids."""
    root: dict[str, str] = {}

    def find(each: str) -> str:
        while root.setdefault(each, each) != each:
            root[each] = root[root[each]]
            each = root[each]
        return each

    listed = list(correlations)
    for correlation in listed:
        first, *others = correlation.activity_ids
        for other in others:
            root[find(other)] = find(first)
    members: dict[str, list[str]] = {}
    for each in sorted(root):
        members.setdefault(find(each), []).append(each)
    tied: dict[str, list[Correlation]] = {}
    for correlation in listed:
        tied.setdefault(find(correlation.activity_ids[0]), []).append(correlation)
    return [(tuple(each), tied[name]) for name, each in members.items()]


def _in_common(members: tuple[str, ...], coefficient: float, number: int) -> Joint:
    """One group: each is a share of what all have in common, and a rest of its own."""
    share, rest = float(np.sqrt(coefficient)), float(np.sqrt(1 - coefficient))
    weights = tuple(((0, share), (place, rest)) for place in range(1, len(members) + 1))
    return Joint(members, (number, *members), weights)


def _by_matrix(members: tuple[str, ...], tied: Iterable[Correlation]) -> Joint:
    place = {each: number for number, each in enumerate(members)}
    matrix = np.eye(len(members))
    for correlation in tied:
        rows = [place[each] for each in correlation.activity_ids]
        own = np.ix_(rows, rows)
        matrix[own] = np.where(np.eye(len(rows), dtype=bool), 1.0, correlation.coefficient)
    moved = 0.0
    if np.linalg.eigvalsh(matrix)[0] < -_LEAST:
        nearest = nearest_correlation(matrix)
        moved = float(np.abs(nearest - matrix).max())
        matrix = nearest
    root = _square_root(matrix)
    weights = tuple(
        tuple((column, float(root[row, column])) for column in range(row + 1) if root[row, column])
        for row in range(len(members))
    )
    return Joint(members, members, weights, moved if moved > _WORTH_SAYING else 0.0)
