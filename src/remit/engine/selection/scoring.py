"""Scores by weighted criteria, and whether the choice hangs on the weights."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from remit.engine.selection.portfolio import Candidate, Limits, Weight, select

SCALE = 1000


@dataclass(frozen=True, slots=True)
class WeightChange:
    """What is chosen when the weight of one criterion is `factor` times as large, the others shrunk or grown to fit."""

    criterion: str
    factor: float
    ids: tuple[str, ...]
    differs: bool


def weighted(
    candidates: Sequence[Candidate], scores: Mapping[str, Mapping[str, Weight]], weights: Mapping[str, Weight]
) -> tuple[Candidate, ...]:
    """Return the candidates with their weighted score, in thousandths, as the value.

    `scores` are by candidate and criterion. Raises `ValueError` where weights do not sum to 1 or are below zero,
    `KeyError` where a score is missing.
    """
    exact = {key: Fraction(each) for key, each in weights.items()}
    if sum(exact.values()) != 1 or any(each < 0 for each in exact.values()):
        raise ValueError("Weights are zero or more and sum to 1.")
    return tuple(
        replace(
            each,
            value=round(
                SCALE * sum(weight * Fraction(scores[each.id][key]) for key, weight in exact.items())
            ),
        )
        for each in candidates
    )


def weight_sensitivity(
    candidates: Sequence[Candidate],
    scores: Mapping[str, Mapping[str, Weight]],
    weights: Mapping[str, Weight],
    limits: Limits,
    *,
    change: Weight = Fraction(1, 5),
) -> tuple[WeightChange, ...]:
    """Return what is chosen with each weight a share smaller and larger; what differs hangs on that weight."""
    base = select(weighted(candidates, scores, weights), limits).ids
    found = []
    for criterion in weights:
        for factor in (1 - Fraction(change), 1 + Fraction(change)):
            moved = _moved(weights, criterion, factor)
            ids = select(weighted(candidates, scores, moved), limits).ids
            found.append(WeightChange(criterion, float(factor), ids, ids != base))
    return tuple(found)


def _moved(weights: Mapping[str, Weight], criterion: str, factor: Fraction) -> dict[str, Weight]:
    changed = {key: Fraction(each) * (factor if key == criterion else 1) for key, each in weights.items()}
    total = sum(changed.values())
    return {key: each / total for key, each in changed.items()}
