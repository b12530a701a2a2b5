"""Earned schedule: how late work is in time, where the schedule index in money drifts to one at the end.

Formulas: Lipke and Henderson, "Earned Schedule" (slides). C is the last period whose planned value does not
exceed the earned value, so that a plateau of the plan cannot divide by nothing.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from fractions import Fraction
from itertools import pairwise

from remit.engine.value.figure import Figure, Reason, Unit, figure


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """Figures of earned schedule in periods of the plan.

    `es` earned schedule, `at` time passed, `pd` planned duration, `sv_t` and `spi_t` variance and index,
    `ieac_t` the duration forecast at the index so far, `ieac_t_planned` with the rest as planned (divided by
    the performance factor given), `tspi` the index that the rest needs to end as planned.
    """

    es: Figure
    at: Figure
    pd: Figure
    sv_t: Figure
    spi_t: Figure
    ieac_t: Figure
    ieac_t_planned: Figure
    tspi: Figure

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield every figure with its key."""
        for each in fields(self):
            yield each.name, getattr(self, each.name)


def earned_schedule(
    planned: Sequence[int],
    *,
    earned: int,
    time: Fraction | float,
    finished: Fraction | float | None = None,
    performance_factor: Fraction | float = 1,
) -> EarnedSchedule:
    """Return earned schedule from the planned value at the end of each period, `planned[0]` at the start.

    `planned` is cumulative and ends at the budget; `earned` is the value earned when `time` periods have passed.
    Once all is earned, `finished` says when that was: time stands still then. Raises `ValueError` where the plan
    falls, is empty or states no work.
    """
    _check(planned, performance_factor)
    budget = planned[-1]
    duration = bisect_left(planned, budget)
    is_done = earned >= budget
    passed = Fraction(finished if is_done and finished is not None else time)
    es = Fraction(duration) if is_done else _earned_time(planned, earned)
    count = _count(planned, earned)
    return EarnedSchedule(
        es=figure("ES", es, Unit.PERIODS, "C + (EV - PV[C]) / (PV[C+1] - PV[C])", ev=earned, c=count),
        at=figure(
            "AT", passed, Unit.PERIODS, "periods from the start to the status date or the actual finish"
        ),
        pd=figure("PD", duration, Unit.PERIODS, "the first period at whose end PV = BAC", bac=budget),
        **_in_time(es, passed, duration, Fraction(performance_factor)),
    )


def _in_time(es: Fraction, at: Fraction, pd: int, pf: Fraction) -> dict[str, Figure]:
    """Return the figures that follow from earned schedule, time passed and planned duration."""
    spi: Fraction | Reason = es / at if at > 0 else Reason.NO_TIME_PASSED
    whole: Fraction | Reason = spi
    if not isinstance(spi, Reason):
        whole = pd / spi if spi else Reason.NOTHING_EARNED
    known = None if isinstance(spi, Reason) else spi
    left = _to_complete(es, at, pd)
    return {
        "sv_t": figure("SV(t)", es - at, Unit.PERIODS, "ES - AT", es=es, at=at),
        "spi_t": figure("SPI(t)", spi, Unit.RATIO, "ES / AT", es=es, at=at),
        "ieac_t": figure("IEAC(t)", whole, Unit.PERIODS, "PD / SPI(t)", pd=pd, spi_t=known),
        "ieac_t_planned": figure(
            "IEAC(t) as planned",
            at + (pd - es) / pf,
            Unit.PERIODS,
            "AT + (PD - ES) / PF",
            at=at,
            pd=pd,
            es=es,
            pf=pf,
        ),
        "tspi": figure("TSPI", left, Unit.RATIO, "(PD - ES) / (PD - AT)", pd=pd, es=es, at=at),
    }


def _check(planned: Sequence[int], performance_factor: Fraction | float) -> None:
    if len(planned) < 2 or any(after < before for before, after in pairwise(planned)):  # noqa: PLR2004 - start, end
        raise ValueError("Planned value needs two dates or more and never falls from one to the next.")
    if planned[-1] <= 0 or planned[0] < 0:
        raise ValueError("Planned value is never below zero and ends at the budget, which is above it.")
    if performance_factor <= 0:
        raise ValueError("The performance factor must be above zero.")


def _count(planned: Sequence[int], earned: int) -> int:
    return max(0, bisect_right(planned, earned) - 1)


def _earned_time(planned: Sequence[int], earned: int) -> Fraction:
    """Return when so much was to be earned; `earned` is below the budget, so that a period follows."""
    whole = _count(planned, earned)
    if earned <= planned[0]:
        return Fraction(whole)
    return whole + Fraction(earned - planned[whole], planned[whole + 1] - planned[whole])


def _to_complete(es: Fraction, passed: Fraction, duration: int) -> Fraction | Reason:
    if es >= duration:
        return Reason.NOTHING_LEFT
    return (duration - es) / (duration - passed) if passed < duration else Reason.NO_TIME_LEFT
