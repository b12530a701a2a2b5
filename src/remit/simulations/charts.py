"""Curves of a simulation as small pictures. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

WIDTH, HEIGHT = 520, 240
LEFT, RIGHT, TOP, BOTTOM = 40, 16, 14, 40
_QUARTERS = (0, 25, 50, 75, 100)
_APART = 76  # words nearer than this are put one below the other


@dataclass(frozen=True, slots=True)
class Mark:
    """A value on the axis: its kind, where it stands, at which height its words do, and on which side."""

    kind: str
    x: int
    label: str
    label_y: int
    anchor: str


@dataclass(frozen=True, slots=True)
class Curve:
    """How likely it is that a value is not exceeded: lines as points of a picture in `width` by `height`."""

    line: str
    after: str
    marks: tuple[Mark, ...]
    shares: tuple[tuple[int, int], ...]
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    top: int = TOP
    bottom: int = HEIGHT - BOTTOM


def curve_of(
    values: Sequence[float], after: Sequence[float] | None, marks: Sequence[tuple[str, float, str]]
) -> Curve:
    """Return the picture of quantiles in equal steps from 0 to 1; `marks` are kind, value and words."""
    all_values = [*values, *(after or ()), *(value for _kind, value, _words in marks)]
    low, high = min(all_values), max(all_values)
    span = high - low or 1

    def x(value: float) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (value - low) / span)

    def y(share: float) -> int:
        return TOP + round((HEIGHT - TOP - BOTTOM) * (1 - share))

    def line(quantiles: Sequence[float]) -> str:
        steps = len(quantiles) - 1
        return " ".join(f"{x(value)},{y(place / steps)}" for place, value in enumerate(quantiles))

    placed = sorted((x(value), kind, words) for kind, value, words in marks)
    rows = [0] * len(placed)
    for place, (one, other) in enumerate(pairwise(placed), 1):
        rows[place] = 0 if other[0] - one[0] > _APART or rows[place - 1] else 1
    return Curve(
        line(values),
        line(after) if after else "",
        tuple(
            Mark(kind, at, words, HEIGHT - BOTTOM + 16 + 14 * row, _anchor(at))
            for (at, kind, words), row in zip(placed, rows, strict=True)
        ),
        tuple((each, y(each / 100)) for each in _QUARTERS),
    )


def _anchor(at: int) -> str:
    if at < LEFT + _APART // 2:
        return "start"
    return "end" if at > WIDTH - RIGHT - _APART // 2 else "middle"


def bars_of(values: Sequence[float]) -> list[int]:
    """Return how long a bar is for each value, in hundredths of the longest; 1 at least where there is any."""
    longest = max((abs(each) for each in values), default=0)
    return [max(1, round(100 * abs(each) / longest)) if each and longest else 0 for each in values]
