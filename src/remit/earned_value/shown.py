"""Figures of earned value in words: their names, values, why they are so, and what is doubtful."""

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money

NAMES: dict[str, Promise] = {
    "bac": gettext_lazy("Budget at completion (BAC)"),
    "pv": gettext_lazy("Planned value (PV)"),
    "ev": gettext_lazy("Earned value (EV)"),
    "ac": gettext_lazy("Actual cost (AC)"),
    "cv": gettext_lazy("Cost variance (CV)"),
    "sv": gettext_lazy("Schedule variance (SV)"),
    "cpi": gettext_lazy("Cost index (CPI)"),
    "spi": gettext_lazy("Schedule index (SPI)"),
    "percent_complete": gettext_lazy("Earned of the budget"),
    "percent_spent": gettext_lazy("Spent of the budget"),
    "tcpi": gettext_lazy("Index needed to end at the budget (TCPI)"),
    "es": gettext_lazy("Earned schedule (ES)"),
    "at": gettext_lazy("Time passed (AT)"),
    "pd": gettext_lazy("Planned duration (PD)"),
    "sv_t": gettext_lazy("Schedule variance in time, SV(t)"),
    "spi_t": gettext_lazy("Schedule index in time, SPI(t)"),
    "ieac_t": gettext_lazy("Duration at completion, IEAC(t)"),
    "ieac_t_planned": gettext_lazy("Duration if the rest goes as planned"),
    "tspi": gettext_lazy("Index needed to end in time (TSPI)"),
}
METHODS: dict[str, Promise] = {
    "as-so-far": gettext_lazy("The rest costs as the work so far did"),
    "as-budgeted": gettext_lazy("The rest costs what was budgeted for it"),
    "cost-and-schedule": gettext_lazy("Being late costs money too"),
    "bottom-up": gettext_lazy("As people estimate the rest"),
}
REASONS: dict[str, Promise] = {
    "nothing-spent": gettext_lazy("Nothing has been spent, so it cannot be divided by."),
    "nothing-earned": gettext_lazy("Nothing has been earned, so it cannot be divided by."),
    "nothing-planned": gettext_lazy("Nothing was to be done by this day, so it cannot be divided by."),
    "no-budget": gettext_lazy("There is no budget."),
    "no-estimate": gettext_lazy("Nobody has estimated what is left: the cost forecast states it."),
    "not-achievable": gettext_lazy("Not achievable: work is left, but no money within this total."),
    "nothing-left": gettext_lazy("All the work is done: no effort is left to be better or worse."),
    "no-time-passed": gettext_lazy("No time has passed yet."),
    "no-time-left": gettext_lazy("Not achievable: work is left, but no time within this plan."),
}
DOUBTS: dict[str, Promise] = {
    "earned-value-fell": gettext_lazy("The earned value is lower than on an earlier day."),
    "planned-value-fell": gettext_lazy(
        "Less was to be done by now than by an earlier day: the baseline or the budget was changed."
    ),
    "actual-cost-fell": gettext_lazy("The actual cost is lower than on an earlier day."),
    "cost-without-progress": gettext_lazy("It cost something, but nothing is earned."),
    "progress-without-cost": gettext_lazy("Something is earned, but it cost nothing."),
    "percent-out-of-range": gettext_lazy("The percentage done is below 0 or above 100."),
    "more-units-than-planned": gettext_lazy("More units are done than planned: the plan may be out of date."),
    "actual-in-future": gettext_lazy("An actual date lies after the status date."),
    "finished-but-incomplete": gettext_lazy("It has an actual finish but is not wholly done."),
    "complete-but-unfinished": gettext_lazy("It is wholly done but has no actual finish."),
    "spent-beyond-budget": gettext_lazy("More is spent than its whole budget while work is left."),
    "cost-without-budget": gettext_lazy("It cost something but has no budget."),
}
PERIODS: dict[str, Promise] = {
    "day": gettext_lazy("days"), "week": gettext_lazy("weeks"), "month": gettext_lazy("months"),
}  # fmt: skip
SOURCES: dict[str, Promise] = {
    "pv": gettext_lazy(
        "Of each activity the share of its budget that was to be done by the end of this day: by its rule, the dates "
        "of the baseline and the calendar of the plan."
    ),
    "ev": gettext_lazy(
        "Of each activity the share of its budget that is done: by its rule, from its progress and actual dates."
    ),
    "ac": gettext_lazy("What the lines of costs up to this day say was paid, and was owed and not yet paid."),
    "bac": gettext_lazy("What the accounts of work and the contingency reserve hold."),
}
IN_ALL = ("pv", "ev", "ac", "cv", "sv", "cpi", "spi", "percent_complete", "percent_spent", "tcpi")
IN_TIME = ("es", "at", "pd", "sv_t", "spi_t", "ieac_t", "ieac_t_planned", "tspi")
OF_MONEY = frozenset({"BAC", "PV", "EV", "AC", "ETC", "EAC", "CV", "SV"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A figure as it is read: its name, its value, its formula and what went into it; `note` says why there is none."""

    name: str
    value: str
    formula: str
    inputs: str
    note: str = ""
    colour: str = ""


class Words:
    """Puts figures into words in one currency and one kind of period; takes them as they are kept, as plain values."""

    def __init__(self, currency: str, period: str) -> None:
        self._currency = currency
        self.period = str(PERIODS[period])

    def value(self, figure: Mapping[str, Any]) -> str:
        """Return the value of a figure, n/a where it has none."""
        value = figure["value"]
        if value is None:
            return _("n/a")
        unit = figure["unit"]
        if unit == "money":
            return money(int(value), self._currency)
        if unit == "share":
            return f"{number_format(round(100 * value, 1), 1)} %"
        if unit == "periods":
            return f"{number_format(round(value, 1), 1)} {self.period}"
        return number_format(round(value, 3), 3)

    def shown(self, name: str, figure: Mapping[str, Any], colour: str = "") -> Shown:
        """Return a figure as it is read."""
        reason = figure.get("reason")
        note = str(REASONS[reason]) if reason else ""
        inputs = ", ".join(f"{key} = {self._input(key, value)}" for key, value in figure["inputs"].items())
        return Shown(name, self.value(figure), figure["formula"], inputs, note, colour)

    def _input(self, name: str, value: float | None) -> str:
        if value is None:
            return _("n/a")
        if name in OF_MONEY:
            return money(int(value), self._currency)
        return number_format(round(value, 3), 0 if float(value).is_integer() else 3)


@dataclass(frozen=True, slots=True)
class ForecastRow:
    """A forecast of the cost at completion, by one method."""

    method: str
    eac: Shown
    etc: Shown
    vac: Shown
    tcpi: Shown


@dataclass(frozen=True, slots=True)
class Figures:
    """All figures in words: in all, in time, forecasts; `finding` says in one sentence what they mean."""

    finding: str
    bac: Shown
    in_all: tuple[Shown, ...]
    forecasts: tuple[ForecastRow, ...]
    in_time: tuple[Shown, ...]
    ends_on: str = ""


def colour_of(index: float | None) -> str:
    """Return the colour of an index: green from 1, amber from 0.9, red below; none where it has no value."""
    if index is None:
        return ""
    return "green" if index >= 1 else "amber" if index >= NEAR else "red"


NEAR = 0.9


def in_words(kept: Mapping[str, Any], currency: str, ends_on: dt.date | None) -> Figures:
    """Return figures as they are kept in words."""
    words = Words(currency, kept["period"])
    total, time = kept["total"], kept["time"] or {}

    def each(name: str, figures: Mapping[str, Any]) -> Shown:
        figure = figures[name]
        colour = colour_of(figure["value"]) if name in {"cpi", "spi", "spi_t"} else ""
        shown = words.shown(str(NAMES[name]), figure, colour)
        return replace(shown, formula=str(SOURCES[name])) if name in SOURCES else shown

    return Figures(
        finding(total, currency),
        each("bac", total),
        tuple(each(name, total) for name in IN_ALL),
        tuple(
            ForecastRow(
                str(label),
                *(
                    words.shown(part.upper(), total[f"{part}.{method}"])
                    for part in ("eac", "etc", "vac", "tcpi")
                ),
            )
            for method, label in METHODS.items()
        ),
        tuple(each(name, time) for name in IN_TIME if time),
        day_words(ends_on) if ends_on else "",
    )


def finding(total: Mapping[str, Any], currency: str) -> str:
    """Return in a sentence what was done for the money, and what of what was to be done."""
    earned, planned, cost = (int(total[name]["value"]) for name in ("ev", "pv", "ac"))
    told = {
        "earned": money(earned, currency),
        "planned": money(planned, currency),
        "cost": money(cost, currency),
    }
    return _("Work worth %(earned)s is done: %(planned)s was to be done by now, and it cost %(cost)s.") % told


def doubt_lines(
    doubts: Iterable[Mapping[str, Any]], accounts: Mapping[str, str], activities: Mapping[str, str]
) -> Iterator[tuple[str, str]]:
    """Yield what is doubtful as (of what, words), each kind of doubt in one line."""
    by_doubt: dict[str, list[str]] = {}
    for each in doubts:
        key = each["key"]
        if key in accounts:
            named = accounts[key]
        elif key:
            named = f"{key} {activities.get(key, '')}".strip()
        else:
            named = ""
        by_doubt.setdefault(each["doubt"], []).append(named)
    for doubt, names in by_doubt.items():
        listed = [name for name in names if name]
        more = len(listed) - MOST_NAMED
        words = ", ".join(listed[:MOST_NAMED])
        if more > 0:
            words += " " + ngettext("and %(n)d more", "and %(n)d more", more) % {"n": more}
        yield words, str(DOUBTS[doubt])


MOST_NAMED = 5


@dataclass(frozen=True, slots=True)
class PartRow:
    """The sums of a part of the work in words, with its indices."""

    name: str
    url: str
    bac: str
    pv: str
    ev: str
    ac: str
    cpi: str
    cpi_colour: str
    spi: str
    spi_colour: str
    plain: tuple[object, ...] = ()
