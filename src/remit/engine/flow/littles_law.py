"""Little's law: on average, work in progress is throughput times cycle time; and whether it may be used."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from statistics import fmean

ARRIVALS_WITHIN = 0.10
STEADY_WITHIN = 0.20


class Assumption(StrEnum):
    """What the law supposes: as many arrive as leave, all that arrives leaves, and neither work nor age grows."""

    ARRIVALS_MATCH_DEPARTURES = "arrivals-match-departures"
    ALL_ITEMS_LEAVE = "all-items-leave"
    WORK_IS_STEADY = "work-is-steady"
    AGE_IS_STEADY = "age-is-steady"


@dataclass(frozen=True, slots=True)
class LittlesLaw:
    """Averages over the days observed; `expected_wip` is throughput times cycle time, None where nothing left.

    `broken` names the assumptions that do not hold; while there are any, the law says nothing.
    """

    wip: float
    throughput: float
    cycle_time: float | None
    expected_wip: float | None
    broken: tuple[Assumption, ...]

    @property
    def is_valid(self) -> bool:
        """Return whether all assumptions hold."""
        return not self.broken


def littles_law(
    *,
    wip: Sequence[int],
    arrivals: Sequence[int],
    departures: Sequence[int],
    cycle_times: Sequence[float],
    ages: Sequence[float] = (),
    abandoned: int = 0,
) -> LittlesLaw:
    """Return what the law says of items in work on each day, of arrivals and departures a day.

    `cycle_times` in days are of the items that left, `ages` the mean age of items in work on each day, where it is
    known. Steady means that the two halves of the time differ by at most a fifth. Items alike are counted alike.
    """
    if not wip or not len(wip) == len(arrivals) == len(departures):
        raise ValueError("Work in progress, arrivals and departures are needed for the same days.")
    throughput = fmean(departures)
    cycle_time = fmean(cycle_times) if cycle_times else None
    came, left = sum(arrivals), sum(departures)
    broken = []
    if abs(came - left) > ARRIVALS_WITHIN * max(came, left):
        broken.append(Assumption.ARRIVALS_MATCH_DEPARTURES)
    if abandoned:
        broken.append(Assumption.ALL_ITEMS_LEAVE)
    if not _is_steady(wip):
        broken.append(Assumption.WORK_IS_STEADY)
    if not _is_steady(ages):
        broken.append(Assumption.AGE_IS_STEADY)
    expected = throughput * cycle_time if cycle_time is not None else None
    return LittlesLaw(fmean(wip), throughput, cycle_time, expected, tuple(broken))


def _is_steady(values: Sequence[float]) -> bool:
    middle = len(values) // 2
    if not middle:
        return True
    first, second = fmean(values[:middle]), fmean(values[-middle:])
    return abs(second - first) <= STEADY_WITHIN * max(first, second)
