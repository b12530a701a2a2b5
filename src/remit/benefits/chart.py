"""The value of an outcome over time: baseline, target and what was measured, as a small picture. Pure."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from remit.benefits.figures import share
from remit.core.figures import in_unit
from remit.core.templatetags.remit import day as day_words

WIDTH, HEIGHT = 360, 160
LEFT, RIGHT, TOP, BOTTOM = 16, 16, 26, 24
REACHED = 100
EDGE = 80  # nearer to a side words run inwards


@dataclass(frozen=True, slots=True)
class Mark:
    """A value in the picture; `anchor` says on which side its words stand, `label_y` at which height."""

    kind: str
    x: int
    y: int
    label: str
    day: str
    anchor: str
    label_y: int


@dataclass(frozen=True, slots=True)
class ValueChart:
    """The picture in `width` by `height`; `measured` are the points of its line, `wanted` of the way to the target."""

    title: str
    marks: tuple[Mark, ...]
    measured: str
    wanted: str
    target_y: int
    width: int = WIDTH
    height: int = HEIGHT


Point = tuple[dt.date, Decimal]


def _is_above(kind: str, height: int, wanted: float, *, falls: bool) -> bool:
    """Return whether words stand above their mark: away from the dashed line, which baseline and target lie upon."""
    if kind == "measured" and round(wanted) != height:
        return height < wanted
    return (kind != "target") == falls


def finding(baseline: Point, target: Point, values: Sequence[Point], unit: str) -> str:
    """Return in a sentence what the values say."""
    wanted = in_unit(target[1], unit)
    if not values:
        return _("Not measured yet: %(target)s are wanted by %(day)s.") % {
            "target": wanted, "day": day_words(target[0]),
        }  # fmt: skip
    day, value = values[-1]
    words = {"value": in_unit(value, unit), "day": day_words(day), "target": wanted}
    percent = share(baseline[1], target[1], value)
    if percent >= REACHED:
        return _("The target is reached: %(value)s on %(day)s, wanted were %(target)s.") % words
    if percent < 0:
        return _("It is worse than before: %(value)s on %(day)s, wanted are %(target)s.") % words
    told = _("%(value)s on %(day)s: %(percent)d %% of the way to %(target)s.")
    return told % (words | {"percent": percent})


def value_chart(baseline: Point, target: Point, values: Sequence[Point], unit: str) -> ValueChart:
    """Return the picture of an outcome's values between the first day and the last of all of them."""
    points = [("baseline", *baseline), *(("measured", *each) for each in values), ("target", *target)]
    days = [day for _kind, day, _value in points]
    heights = [value for _kind, _day, value in points]
    first, span = min(days), (max(days) - min(days)).days or 1
    low, rise = min(heights), (max(heights) - min(heights)) or Decimal(1)

    def x(day: dt.date) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (day - first).days / span)

    def y(value: Decimal) -> int:
        return TOP + round((HEIGHT - TOP - BOTTOM) * float(1 - (value - low) / rise))

    def mark(kind: str, day: dt.date, value: Decimal) -> Mark:
        left, height = x(day), y(value)
        falls = target[1] < baseline[1]
        above = _is_above(kind, height, wanted_at(left), falls=falls)
        # a corner that neither the line of values nor the dashed one goes through, as far as there is room
        free = "start" if above == falls else "end"
        anchor = "start" if left < EDGE else "end" if left > WIDTH - EDGE else free
        return Mark(
            kind, left, height, in_unit(value, unit), day_words(day), anchor,
            height - 10 if above else height + 18,
        )  # fmt: skip

    def wanted_at(left: int) -> float:
        """Return how high the dashed line stands there."""
        begins, ends = x(baseline[0]), x(target[0])
        share_gone = (left - begins) / (ends - begins or 1)
        return y(baseline[1]) + (y(target[1]) - y(baseline[1])) * share_gone

    track = [baseline, *sorted(values)]
    return ValueChart(
        finding(baseline, target, values, unit),
        tuple(mark(*each) for each in points),
        " ".join(f"{x(day)},{y(value)}" for day, value in track) if values else "",
        f"{x(baseline[0])},{y(baseline[1])} {x(target[0])},{y(target[1])}",
        y(target[1]),
    )
