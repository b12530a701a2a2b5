"""How far values of outcomes have come from the baseline to the target. Pure."""

from decimal import Decimal

HUNDRED = 100


def share(baseline: Decimal, target: Decimal, value: Decimal) -> int:
    """Return how much of the way from baseline to target is gone, in per cent; below 0 where it went the other way.

    The source is (value - baseline) / (target - baseline), cut to whole per cent so that 100 means reached.
    """
    return int(((value - baseline) / (target - baseline) * HUNDRED).to_integral_value("ROUND_FLOOR"))
