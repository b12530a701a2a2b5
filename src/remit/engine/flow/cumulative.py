"""The cumulative flow diagram: how many items had entered each state by the end of each day."""

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class CumulativeFlow:
    """The bands of the diagram in the order of states, from where work enters to where it is done."""

    bands: tuple[tuple[str, tuple[int, ...]], ...]

    def wip(self, day: int) -> int:
        """Return the items in work at the end of a day: the vertical gap between the outer bands."""
        return self.bands[0][1][day] - self.bands[-1][1][day]

    def in_state(self, day: int) -> tuple[tuple[str, int], ...]:
        """Return how many items are in each state at the end of a day; in the last one, how many are done."""
        counts = [(name, band[day]) for name, band in self.bands]
        after = [count for _name, count in counts[1:]] + [0]
        return tuple((name, count - next_) for (name, count), next_ in zip(counts, after, strict=True))

    def cycle_time(self, day: int) -> int | None:
        """Return about how many days the last item done had taken: the horizontal gap between the outer bands.

        Exact where the first to come is the first to leave; None while nothing is done.
        """
        done = self.bands[-1][1][day]
        return day - bisect_left(self.bands[0][1], done) if done else None


def cumulative_flow(entered: Mapping[str, Sequence[int]]) -> CumulativeFlow:
    """Return the diagram of the counts of items that had entered each state, by day, states in their order.

    Raises `ValueError` where a band falls, a state has more than the one before it, or days are missing.
    """
    bands = tuple((name, tuple(counts)) for name, counts in entered.items())
    if not bands or not bands[0][1] or len({len(counts) for _name, counts in bands}) > 1:
        raise ValueError("Each state needs a count for each of the same days.")
    for name, counts in bands:
        if counts[0] < 0 or any(after < before for before, after in pairwise(counts)):
            msg = f"The band '{name}' falls: what has entered a state has entered it for ever."
            raise ValueError(msg)
    for (before, earlier), (after, later) in pairwise(bands):
        if any(second > first for first, second in zip(earlier, later, strict=True)):
            msg = f"More items have entered '{after}' than '{before}' before it."
            raise ValueError(msg)
    return CumulativeFlow(bands)
