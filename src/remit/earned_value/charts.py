"""Earned value as pictures: planned, earned and spent over time with where it leads, and both indices. Pure."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money

WIDTH, HEIGHT = 760, 340
LEFT, RIGHT, TOP, BOTTOM = 16, 130, 22, 30
NEAR = 15  # labels at the right stand at least so far apart
THOUSAND, MILLION = 1_000_00, 1_000_000_00
SIDE, EDGE, LOW, HIGH = 320, 24, 0.7, 1.3
MOST_TICKS = 8

Points = Sequence[tuple[dt.date, int]]


@dataclass(frozen=True, slots=True)
class Curve:
    """A line of the picture: what it is, its points, and where its words stand."""

    kind: str
    points: str
    label: str
    x: int
    y: int
    label_y: int = 0


@dataclass(frozen=True, slots=True)
class Tick:
    """A mark of a scale, at `at`, with its words."""

    at: int
    label: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """What the picture shows of one day, in words."""

    day: str
    planned: str
    earned: str
    cost: str


@dataclass(frozen=True, slots=True)
class CurveData:
    """What is drawn, in minor units: values by day, the forecasts with their day, and the budget."""

    as_of: dt.date
    planned: Points
    earned: Points
    cost: Points
    forecasts: Sequence[tuple[str, int]]
    ends_on: dt.date | None
    budget: int


@dataclass(frozen=True, slots=True)
class ValueChart:
    """The picture over time in `width` by `height`."""

    title: str
    curves: tuple[Curve, ...]
    fan: tuple[Curve, ...]
    months: tuple[Tick, ...]
    sums: tuple[Tick, ...]
    status_x: int
    rows: tuple[ValueRow, ...] = field(default=())
    width: int = WIDTH
    height: int = HEIGHT
    left: int = LEFT
    right: int = WIDTH - RIGHT
    bottom: int = HEIGHT - BOTTOM
    top: int = TOP


class _Scale:
    """Places days and sums in the picture."""

    def __init__(self, data: CurveData) -> None:
        days = [day for line in (data.planned, data.earned, data.cost) for day, _sum in line]
        days += [data.as_of, *([data.ends_on] if data.ends_on else [])]
        self.first, self.last = min(days), max(days)
        self.span = (self.last - self.first).days or 1
        sums = [amount for line in (data.planned, data.earned, data.cost) for _day, amount in line]
        self.most = max([*sums, data.budget, *(eac for _name, eac in data.forecasts), 1])

    def x(self, day: dt.date) -> int:
        return LEFT + round((WIDTH - LEFT - RIGHT) * (day - self.first).days / self.span)

    def y(self, amount: int) -> int:
        return HEIGHT - BOTTOM - round((HEIGHT - TOP - BOTTOM) * amount / self.most)

    def points(self, line: Points) -> str:
        return " ".join(f"{self.x(day)},{self.y(amount)}" for day, amount in line)


def value_chart(data: CurveData, currency: str) -> ValueChart:
    """Return the picture of what was planned, earned and spent over time, and of where each forecast leads."""
    scale = _Scale(data)
    named = (
        ("planned", _("Planned"), data.planned),
        ("earned", _("Earned"), data.earned),
        ("cost", _("Cost"), data.cost),
    )
    curves = [_curve(scale, kind, name, line, currency) for kind, name, line in named if line]
    return ValueChart(
        finding(data, currency),
        tuple(_apart(each for each in curves if each.kind != "planned")),
        tuple(_apart([*(each for each in curves if each.kind == "planned"), *_fan(scale, data, currency)])),
        tuple(_months(scale)),
        tuple(_sums(scale, currency)),
        scale.x(data.as_of),
        tuple(_rows(data, currency)),
    )


def _curve(scale: _Scale, kind: str, name: str, line: Points, currency: str) -> Curve:
    day, amount = line[-1]
    x, y = scale.x(day), scale.y(amount)
    return Curve(kind, scale.points(line), f"{name} {short(amount, currency)}", x, y, y)


def _apart(curves: Iterable[Curve]) -> Iterator[Curve]:
    """Yield curves with their words so far apart that all can be read."""
    below = -HEIGHT
    for each in sorted(curves, key=lambda curve: curve.y):
        below = max(each.y, below + NEAR)
        yield Curve(each.kind, each.points, each.label, each.x, each.y, below)


def _fan(scale: _Scale, data: CurveData, currency: str) -> Iterator[Curve]:
    """Yield the lines from what was spent to what it will cost, by each forecast, where the end is foreseen."""
    if not data.ends_on or data.ends_on <= data.as_of:
        return
    begin = (data.as_of, data.cost[-1][1] if data.cost else 0)
    for amount in sorted({amount for _name, amount in data.forecasts}):
        words, x, y = (
            _("EAC %(sum)s") % {"sum": short(amount, currency)},
            scale.x(data.ends_on),
            scale.y(amount),
        )
        yield Curve("forecast", scale.points([begin, (data.ends_on, amount)]), words, x, y, y)


def short(amount: int, currency: str) -> str:
    """Return a sum in thousands or millions, as it stands in a picture."""
    for unit, words in ((MILLION, _("%(n)s m")), (THOUSAND, _("%(n)s k"))):
        if abs(amount) >= unit * 10 or (unit == MILLION and abs(amount) >= unit):
            decimals = 2 if unit == MILLION else 0
            return words % {"n": number_format(round(amount / unit, decimals), decimals)}
    return money(amount, currency)


def finding(data: CurveData, currency: str) -> str:
    """Return in a sentence what the curves say."""
    planned = _upto(data.planned, data.as_of)
    earned, cost = (line[-1][1] if line else 0 for line in (data.earned, data.cost))
    told = {"late": short(abs(planned - earned), currency), "over": short(abs(cost - earned), currency)}
    if earned < planned and cost > earned:
        return (
            _("%(late)s less is earned than planned, and it cost %(over)s more than it was budgeted for")
            % told
        )
    if earned < planned:
        return (
            _("%(late)s less is earned than planned, and it cost %(over)s less than it was budgeted for")
            % told
        )
    if cost > earned:
        return _("Nothing is late, and it cost %(over)s more than it was budgeted for") % told
    return _("Nothing is late, and it cost no more than it was budgeted for")


def _upto(line: Points, day: dt.date) -> int:
    """Return the value of a line on a day: straight between the days that it knows."""
    before = [point for point in line if point[0] <= day]
    if not before:
        return 0
    (start, amount), after = before[-1], next((point for point in line if point[0] > day), None)
    if after is None:
        return amount
    return amount + (after[1] - amount) * (day - start).days // (after[0] - start).days


def _months(scale: _Scale) -> Iterator[Tick]:
    months = []
    day = scale.first.replace(day=1)
    while (day := (day + dt.timedelta(days=32)).replace(day=1)) <= scale.last:
        months.append(day)
    every = max(1, -(-len(months) // MOST_TICKS))
    for each in months[::every]:
        yield Tick(scale.x(each), date_format(each, "M Y"))


def _sums(scale: _Scale, currency: str) -> Iterator[Tick]:
    for quarter in range(1, 5):
        amount = scale.most * quarter // 4
        yield Tick(scale.y(amount), short(amount, currency))


def _rows(data: CurveData, currency: str) -> Iterator[ValueRow]:
    earned = dict(data.earned)
    days = sorted({day for day, _amount in data.planned} | set(earned) | {data.as_of})
    for day in days:
        cost = money(_last(data.cost, day), currency) if day <= data.as_of else ""
        value = money(earned[day], currency) if day in earned else ""
        yield ValueRow(day_words(day), money(_upto(data.planned, day), currency), value, cost)


def _last(line: Points, day: dt.date) -> int:
    """Return the value of a line that stays until it changes."""
    return next((amount for at, amount in reversed(line) if at <= day), 0)


@dataclass(frozen=True, slots=True)
class Mark:
    """One day in the picture of both indices."""

    x: int
    y: int
    day: str
    cpi: str
    spi: str
    is_last: bool


@dataclass(frozen=True, slots=True)
class IndexChart:
    """Both indices over time: right is early, up is cheap; the middle is as promised."""

    title: str
    marks: tuple[Mark, ...]
    way: str
    side: int = SIDE
    middle: int = SIDE // 2
    edge: int = EDGE
    far: int = SIDE - EDGE


def index_chart(readings: Sequence[tuple[dt.date, float | None, float | None]]) -> IndexChart | None:
    """Return the picture of (day, cost index, schedule index); None where no day has both."""
    known = [(day, cpi, spi) for day, cpi, spi in readings if cpi is not None and spi is not None]
    if not known:
        return None
    marks = tuple(
        Mark(
            _place(spi), SIDE - _place(cpi), day_words(day), number_format(round(cpi, 3), 3),
            number_format(round(spi, 3), 3), number == len(known),
        )
        for number, (day, cpi, spi) in enumerate(known, start=1)
    )  # fmt: skip
    _day, cpi, spi = known[-1]
    words = {
        (True, True): _("Cheaper and earlier than promised"),
        (True, False): _("Cheaper, but later than promised"),
        (False, True): _("Dearer, but earlier than promised"),
        (False, False): _("Dearer and later than promised"),
    }[cpi >= 1, spi >= 1]
    return IndexChart(words, marks, " ".join(f"{each.x},{each.y}" for each in marks))


def _place(index: float) -> int:
    share = (min(max(index, LOW), HIGH) - LOW) / (HIGH - LOW)
    return EDGE + round((SIDE - 2 * EDGE) * share)
