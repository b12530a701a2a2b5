"""Who held which role when, as bars over time. Pure: tenures in, places in per cent of the width out."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from remit.people.handover_queries import Tenure

LANE = 26
MOST_LANES = 8
MOST_TICKS = 12
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Bar:
    """One tenure: from where to where, in per cent of the width, and in which lane; `is_now` while it lasts."""

    tenure: Tenure
    left: str
    width: str
    lane: int

    @property
    def top(self) -> int:
        """Return where the bar begins, in pixels."""
        return self.lane * LANE + 3

    @property
    def baseline(self) -> int:
        """Return where its words stand, in pixels."""
        return self.lane * LANE + 18


@dataclass(frozen=True, slots=True)
class Band:
    """The bars of one role in as few lanes as they need; `left_out` are those for which there was none."""

    role: str
    bars: tuple[Bar, ...]
    lanes: int
    left_out: int

    @property
    def height(self) -> int:
        """Return how high it is, in pixels."""
        return self.lanes * LANE


@dataclass(frozen=True, slots=True)
class Chart:
    """Tenures of a scope over time, from the first day to the last that is known, with the years."""

    bands: tuple[Band, ...]
    ticks: tuple[tuple[str, int], ...]
    today: str


def chart(roles: Sequence[tuple[str, Sequence[Tenure]]], today: dt.date) -> Chart | None:
    """Return the bars of all roles over one span of time; None where nobody held any."""
    rows = [each for _role, found in roles for each in found]
    if not rows:
        return None
    first = min(each.first for each in rows)
    last = max([today, *(each.last or each.first for each in rows)]) + dt.timedelta(days=1)
    span = max((last - first).days, 1)

    def place(day: dt.date) -> float:
        return (day - first).days * HUNDRED / span

    bands = tuple(_band(role, found, place, last) for role, found in roles)
    years = range(first.year + 1, last.year + 1)
    step = -(-len(years) // MOST_TICKS) or 1
    ticks = tuple((_percent(place(dt.date(year, 1, 1))), year) for year in years[::step])
    return Chart(bands, ticks, _percent(place(today)))


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def _band(role: str, found: Sequence[Tenure], place: Callable[[dt.date], float], last: dt.date) -> Band:
    """Return the bars of a role: each in the first lane that is free on its first day."""
    free: list[dt.date] = []
    bars, left_out = [], 0
    for each in sorted(found, key=lambda tenure: tenure.first):
        end = each.last + dt.timedelta(days=1) if each.last is not None else last
        lane = next((number for number, day in enumerate(free) if day <= each.first), len(free))
        if lane == MOST_LANES:
            left_out += 1
            continue
        free[lane : lane + 1] = [end]
        left = place(each.first)
        bars.append(Bar(each, _percent(left), _percent(max(place(end) - left, 0.2)), lane))
    return Band(role, tuple(bars), max(len(free), 1), left_out)
