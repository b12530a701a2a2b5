"""What an estimate says: three points, units times rate, sizes by what they took, and others that resemble."""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

from remit.engine.flow.sizes import Size, calibrate

LEAST_ALIKE = 0.34
MOST_ALIKE = 5
_WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True, slots=True)
class Said:
    """What an estimate says, in working minutes; `minutes` is None where too little is known."""

    minutes: int | None
    deviation: int | None = None
    low: int | None = None
    high: int | None = None


def pert(low: int, likely: int, high: int) -> Said:
    """Return (O + 4M + P) / 6 with the deviation (P - O) / 6."""
    return Said(round((low + 4 * likely + high) / 6), round((high - low) / 6), low, high)


def triangular(low: int, likely: int, high: int) -> Said:
    """Return the mean (O + M + P) / 3 of a triangular distribution, and its deviation."""
    variance = (low**2 + likely**2 + high**2 - low * likely - low * high - likely * high) / 18
    return Said(round((low + likely + high) / 3), round(math.sqrt(variance)), low, high)


def by_units(units: float, each: int) -> Said:
    """Return units times the minutes of each."""
    return Said(round(units * each))


def by_size(size: str, sizes: Sequence[Size]) -> Said:
    """Return the median of what items of a size took, up to what nineteen of twenty took; nothing of too few."""
    found = next(each for each in sizes if each.name == size)
    if found.p50 is None:
        return Said(None)
    return Said(round(found.p50), None, round(min(found.samples)), round(found.p95 or found.p50))


def calibrated(names: Sequence[str], taken: Iterable[tuple[str, int]]) -> tuple[Size, ...]:
    """Return each size with its figures, from pairs of a size and the minutes that an item of it took."""
    history: dict[str, list[float]] = {name: [] for name in names}
    for name, minutes in taken:
        if name in history:
            history[name].append(minutes)
    return calibrate(history)


@dataclass(frozen=True, slots=True)
class Alike:
    """A finished activity that resembles one: how much, from 0 to 1, by the words of their names."""

    project: str
    key: str
    name: str
    minutes: int
    share: float


def alike(name: str, done: Iterable[tuple[str, str, str, int]]) -> list[Alike]:
    """Return those of `done` (project, key, name, minutes) that resemble most: words in both, of all their words."""
    own = set(_WORD.findall(name.lower()))
    found = []
    for project, key, other, minutes in done:
        theirs = set(_WORD.findall(other.lower()))
        share = len(own & theirs) / len(own | theirs) if own | theirs else 0.0
        if share >= LEAST_ALIKE:
            found.append(Alike(project, key, other, minutes, share))
    found.sort(key=lambda each: (-each.share, each.project, each.key))
    return found[:MOST_ALIKE]


def by_others(found: Sequence[Alike]) -> Said:
    """Return the median of what others took, and the least and the most."""
    if not found:
        return Said(None)
    taken = [each.minutes for each in found]
    return Said(round(median(taken)), None, min(taken), max(taken))
