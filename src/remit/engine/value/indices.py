"""Earned value: variances, indices and forecasts from five sums.

Formulas: ANSI/EIA-748 practice as stated by its teachers (RHCES, "Earned value management"); none of them
divides by nothing: where that would happen the figure says why it has no value.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from enum import StrEnum
from fractions import Fraction

from remit.engine.value.figure import Figure, Reason, Unit, figure


class Method(StrEnum):
    """How the cost at completion is forecast."""

    AS_SO_FAR = "as-so-far"
    AS_BUDGETED = "as-budgeted"
    COST_AND_SCHEDULE = "cost-and-schedule"
    BOTTOM_UP = "bottom-up"


@dataclass(frozen=True, slots=True)
class Forecast:
    """The cost at completion by one method, what is still to be spent, the variance, and the effort needed."""

    method: Method
    eac: Figure
    etc: Figure
    vac: Figure
    tcpi: Figure


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """All figures of earned value at one date; sums are money in minor units (or minutes of work)."""

    bac: Figure
    pv: Figure
    ev: Figure
    ac: Figure
    cv: Figure
    sv: Figure
    cpi: Figure
    spi: Figure
    percent_complete: Figure
    percent_spent: Figure
    tcpi: Figure
    forecasts: tuple[Forecast, ...]

    def forecast(self, method: Method) -> Forecast:
        """Return the forecast by one method."""
        return next(each for each in self.forecasts if each.method == method)

    def figures(self) -> Iterator[tuple[str, Figure]]:
        """Yield every figure with its key; those of a forecast as `eac.as-so-far`."""
        for each in fields(self):
            if each.name != "forecasts":
                yield each.name, getattr(self, each.name)
        for forecast in self.forecasts:
            for name in ("eac", "etc", "vac", "tcpi"):
                yield f"{name}.{forecast.method}", getattr(forecast, name)


def indices(
    *, bac: int, pv: int, ev: int, ac: int, etc: int | None = None, unit: Unit = Unit.MONEY
) -> EarnedValue:
    """Return every figure of earned value from the sums at one date.

    `bac` is the budget, `pv` what was to be done, `ev` what is done, `ac` what it cost, `etc` what the team says
    is still needed; all in minor units of money or, with `unit`, in minutes.
    """
    cpi = _ratio(ev, ac, Reason.NOTHING_SPENT)
    spi = _ratio(ev, pv, Reason.NOTHING_PLANNED)
    sums = {"bac": bac, "pv": pv, "ev": ev, "ac": ac}
    names = {"bac": "budget at completion", "pv": "planned value", "ev": "earned value", "ac": "actual cost"}
    return EarnedValue(
        **{key: figure(key.upper(), value, unit, names[key]) for key, value in sums.items()},
        cv=figure("CV", ev - ac, unit, "EV - AC", ev=ev, ac=ac),
        sv=figure("SV", ev - pv, unit, "EV - PV", ev=ev, pv=pv),
        cpi=figure("CPI", cpi, Unit.RATIO, "EV / AC", ev=ev, ac=ac),
        spi=figure("SPI", spi, Unit.RATIO, "EV / PV", ev=ev, pv=pv),
        percent_complete=figure(
            "complete", _ratio(ev, bac, Reason.NO_BUDGET), Unit.SHARE, "EV / BAC", ev=ev, bac=bac
        ),
        percent_spent=figure(
            "spent", _ratio(ac, bac, Reason.NO_BUDGET), Unit.SHARE, "AC / BAC", ac=ac, bac=bac
        ),
        tcpi=_to_complete(Fraction(bac), "BAC", sums),
        forecasts=tuple(_forecasts(sums, cpi, spi, etc, unit)),
    )


def _ratio(over: int, under: int, reason: Reason) -> Fraction | Reason:
    return Fraction(over, under) if under else reason


def _to_complete(total: Fraction | Reason, name: str, sums: dict[str, int]) -> Figure:
    """Return the efficiency that the rest of the work needs for the cost to end at `total`."""
    bac, ev, ac = sums["bac"], sums["ev"], sums["ac"]
    exact: Fraction | Reason
    if isinstance(total, Reason):
        exact = total
    elif not bac:
        exact = Reason.NO_BUDGET
    elif ev >= bac:
        exact = Reason.NOTHING_LEFT
    elif ac >= total:
        exact = Reason.NOT_ACHIEVABLE
    else:
        exact = (bac - ev) / (total - ac)
    # a total that is not the budget is one more input
    more = {} if name == "BAC" else {"eac": None if isinstance(total, Reason) else total}
    formula = f"(BAC - EV) / ({name} - AC)"
    return figure("TCPI", exact, Unit.RATIO, formula, bac=bac, ev=ev, ac=ac, **more)


def _forecasts(
    sums: dict[str, int], cpi: Fraction | Reason, spi: Fraction | Reason, etc: int | None, unit: Unit
) -> Iterator[Forecast]:
    bac, ev, ac = sums["bac"], sums["ev"], sums["ac"]
    cost: dict[str, Fraction | int | None] = {"bac": bac, "ev": ev, "ac": ac}
    cpi_in = None if isinstance(cpi, Reason) else cpi
    spi_in = None if isinstance(spi, Reason) else spi
    so_far: Fraction | Reason = Reason.NOTHING_EARNED
    both: Fraction | Reason = Reason.NOTHING_EARNED
    if isinstance(cpi, Reason):
        so_far = both = cpi
    elif isinstance(spi, Reason):
        so_far, both = (bac / cpi if ev else so_far), spi
    elif ev:
        so_far, both = bac / cpi, ac + (bac - ev) / (cpi * spi)
    total = figure("EAC", so_far, unit, "BAC / CPI", bac=bac, cpi=cpi_in)
    yield _forecast(Method.AS_SO_FAR, total, so_far, sums, unit)
    exact = Fraction(ac + bac - ev)
    total = figure("EAC", exact, unit, "AC + BAC - EV", **cost)
    yield _forecast(Method.AS_BUDGETED, total, exact, sums, unit)
    total = figure("EAC", both, unit, "AC + (BAC - EV) / (CPI x SPI)", **cost, cpi=cpi_in, spi=spi_in)
    yield _forecast(Method.COST_AND_SCHEDULE, total, both, sums, unit)
    bottom = Reason.NO_ESTIMATE if etc is None else Fraction(ac + etc)
    total = figure("EAC", bottom, unit, "AC + ETC", ac=ac, etc=etc)
    yield _forecast(Method.BOTTOM_UP, total, bottom, sums, unit)


def _forecast(
    method: Method, eac: Figure, exact: Fraction | Reason, sums: dict[str, int], unit: Unit
) -> Forecast:
    """Return a forecast whose parts add up: what is left and the variance are taken from the rounded total."""
    bac, ac = sums["bac"], sums["ac"]
    whole = exact if isinstance(exact, Reason) else round(exact)
    etc = whole if isinstance(whole, Reason) else whole - ac
    vac = whole if isinstance(whole, Reason) else bac - whole
    return Forecast(
        method,
        eac,
        figure("ETC", etc, unit, "EAC - AC", eac=eac, ac=ac),
        figure("VAC", vac, unit, "BAC - EAC", bac=bac, eac=eac),
        _to_complete(exact, "EAC", sums),
    )
