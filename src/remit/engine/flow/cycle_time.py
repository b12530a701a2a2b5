"""How long items take, what can be promised from that, and which of those in work are getting old."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

FEWEST_ITEMS = 8


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the least of the values that a share of them, 0 to 1, does not exceed; None of none.

    This is the nearest rank: an answer that somebody really had, not one between two.
    """
    if not 0 < share <= 1:
        raise ValueError("A share lies above 0 and at most at 1.")
    if not values:
        return None
    return sorted(values)[math.ceil(share * len(values) - 1e-9) - 1]


@dataclass(frozen=True, slots=True)
class ServiceLevel:
    """What can be expected: a share of items is done within `days`; None while fewer than eight are done."""

    share: float
    days: float | None
    samples: int


def service_level(cycle_times: Sequence[float], share: float = 0.85) -> ServiceLevel:
    """Return within how many days a share of items was done; `cycle_times` in days, of the team's own items."""
    enough = len(cycle_times) >= FEWEST_ITEMS
    return ServiceLevel(share, percentile(cycle_times, share) if enough else None, len(cycle_times))


@dataclass(frozen=True, slots=True)
class Item:
    """An item in work: since which day, counted from 1970-01-01."""

    id: str
    started_day: int


@dataclass(frozen=True, slots=True)
class Age:
    """How old an item in work is; `older_than` is the share of done items that took less time.

    `is_late` says that it is older than the service level; None while there is none.
    """

    id: str
    days: int
    older_than: float | None
    is_late: bool | None


def ages(
    items: Iterable[Item], today: int, cycle_times: Sequence[float], share: float = 0.85
) -> tuple[Age, ...]:
    """Return the ages of items in work, the oldest first; the day of starting counts as one.

    Raises `ValueError` for an item that starts after `today`.
    """
    level = service_level(cycle_times, share)
    known = level.days is not None
    found = []
    for item in items:
        days = today - item.started_day + 1
        if days < 1:
            msg = f"Item {item.id} starts after today."
            raise ValueError(msg)
        faster = sum(each < days for each in cycle_times)
        found.append(
            Age(
                item.id,
                days,
                faster / len(cycle_times) if known else None,
                days > level.days if level.days is not None else None,
            )
        )
    return tuple(sorted(found, key=lambda each: (-each.days, each.id)))


def flow_efficiency(touched: int, waited: int) -> float | None:
    """Return touch time over touch and waiting time, both in minutes; None where there was neither."""
    if touched < 0 or waited < 0:
        raise ValueError("Time is never below zero.")
    return float(Fraction(touched, touched + waited)) if touched + waited else None
