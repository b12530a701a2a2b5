"""Rules that find what is not chance on a control chart.

Western Electric: Statistical Quality Control Handbook (1956). Nelson: Journal of Quality Technology 16 (1984).
Each rule looks at standardised values: how many standard deviations a point lies from the centre line. The more
rules, the more false alarms: choose few.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

NEAR = 1e-9  # a point on a line, within rounding, lies on neither side of it
LONGEST = 15  # no rule looks further back


class RunRule(StrEnum):
    """The rules, by whose they are; W1 is N1 and W2, W3 are N5, N6: the same rule under both names."""

    W1 = "western-electric-1"
    W2 = "western-electric-2"
    W3 = "western-electric-3"
    W4 = "western-electric-4"
    N1 = "nelson-1"
    N2 = "nelson-2"
    N3 = "nelson-3"
    N4 = "nelson-4"
    N5 = "nelson-5"
    N6 = "nelson-6"
    N7 = "nelson-7"
    N8 = "nelson-8"


WESTERN_ELECTRIC = (RunRule.W1, RunRule.W2, RunRule.W3, RunRule.W4)
NELSON = (
    RunRule.N1,
    RunRule.N2,
    RunRule.N3,
    RunRule.N4,
    RunRule.N5,
    RunRule.N6,
    RunRule.N7,
    RunRule.N8,
)
DEFAULT_RULES = (RunRule.W1, RunRule.W4)


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule that is fulfilled at the point `at`, counted from 0: the last of the points that fulfil it."""

    rule: RunRule
    at: int


Deviations = Sequence[float]


def signals(deviations: Deviations, rules: Iterable[RunRule] = DEFAULT_RULES) -> tuple[Signal, ...]:
    """Return where points that lie so many standard deviations from the centre fulfil a rule, by point."""
    wanted = tuple(rules)
    found = []
    for at in range(len(deviations)):
        so_far = deviations[max(0, at + 1 - LONGEST) : at + 1]
        found += [Signal(rule, at) for rule in wanted if _RULES[rule](so_far)]
    return tuple(found)


def _beyond(limit: float, of: int, among: int) -> Callable[[Deviations], bool]:
    """Return the rule: `of` of the last `among` points beyond `limit` on one side, the last of them one."""

    def rule(so_far: Deviations) -> bool:
        side = 1 if so_far[-1] > 0 else -1
        last = [side * each > limit + NEAR for each in so_far[-among:]]
        return last[-1] and sum(last) >= of

    return rule


def _same_side(length: int) -> Callable[[Deviations], bool]:
    return _beyond(0.0, length, length)


def _monotone(length: int) -> Callable[[Deviations], bool]:
    def rule(so_far: Deviations) -> bool:
        steps = [after - before for before, after in pairwise(so_far[-length:])]
        rising, falling = (all(side * each > NEAR for each in steps) for side in (1, -1))
        return len(steps) == length - 1 and (rising or falling)

    return rule


def _alternating(length: int) -> Callable[[Deviations], bool]:
    def rule(so_far: Deviations) -> bool:
        steps = [after - before for before, after in pairwise(so_far[-length:])]
        turns = all(before * after < -NEAR * NEAR for before, after in pairwise(steps))
        return len(steps) == length - 1 and turns

    return rule


def _within(limit: float, length: int) -> Callable[[Deviations], bool]:
    def rule(so_far: Deviations) -> bool:
        last = so_far[-length:]
        return len(last) == length and all(abs(each) < limit - NEAR for each in last)

    return rule


def _outside(limit: float, length: int) -> Callable[[Deviations], bool]:
    """Return the rule: so many points in a row outside `limit`, on both sides."""

    def rule(so_far: Deviations) -> bool:
        last = so_far[-length:]
        far = len(last) == length and all(abs(each) > limit + NEAR for each in last)
        return far and min(last) < 0 < max(last)

    return rule


_RULES: dict[RunRule, Callable[[Deviations], bool]] = {
    RunRule.W1: _beyond(3, 1, 1),
    RunRule.W2: _beyond(2, 2, 3),
    RunRule.W3: _beyond(1, 4, 5),
    RunRule.W4: _same_side(8),
    RunRule.N1: _beyond(3, 1, 1),
    RunRule.N2: _same_side(9),
    RunRule.N3: _monotone(6),
    RunRule.N4: _alternating(14),
    RunRule.N5: _beyond(2, 2, 3),
    RunRule.N6: _beyond(1, 4, 5),
    RunRule.N7: _within(1, 15),
    RunRule.N8: _outside(1, 8),
}
