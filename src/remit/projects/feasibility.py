"""A feasibility study as it is read: figures of each option, a chart of its money, what moves it, a verdict."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor
from remit.core.money import Money
from remit.core.templatetags.remit import money
from remit.people.models import Person
from remit.people.routing import Route
from remit.projects.compute import Worth, worths
from remit.projects.feasibility_content import LOWEST, STOP, TESTS, missing, verdict
from remit.projects.formal_records import numbered, versions_of
from remit.projects.models import FeasibilityStudy, Project, RecordState
from remit.projects.signing import way_of

REASONS: dict[str, Promise] = {
    "never-paid-back": gettext_lazy("not in these years"),
    "no-cost": gettext_lazy("no cost"),
}
MOVES: dict[str, Promise] = {
    "costs": gettext_lazy("Costs"),
    "benefits": gettext_lazy("Benefits"),
    "rate": gettext_lazy("Discount rate"),
}
MOST_EXACT = 100_000
HEIGHT, BAR, GAP, LEFT, TOP = 120, 28, 20, 8, 22


@dataclass(frozen=True, slots=True)
class Told:
    """A figure in words, and why it is that."""

    words: str
    why: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One year of a chart: a bar from the line at zero, up or down."""

    year: int
    x: int
    y: int
    height: int
    is_cost: bool
    words: str
    words_y: int


@dataclass(frozen=True, slots=True)
class Chart:
    """What flows in and out year by year, as bars."""

    width: int
    height: int
    zero: int
    bars: tuple[Bar, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """One option as it is shown."""

    name: str
    about: str
    is_recommended: bool
    npv: Told
    irr: Told
    payback: Told
    discounted_payback: Told
    ratio: Told
    years: tuple[tuple[int, str, str, str], ...]
    swings: tuple[tuple[str, str, str, str], ...]
    chart: Chart
    npv_minor: int
    has_flows: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a study as somebody may read it; without sight of money there are no cases."""

    study: FeasibilityStudy
    cases: tuple[Case, ...]
    tests: tuple[dict[str, Any], ...]
    verdict: Decimal | None
    recommended: str
    versions: tuple[FeasibilityStudy, ...]
    missing: tuple[tuple[str, str], ...]
    route: Route | None

    @property
    def decider(self) -> Person | None:
        """Return for whom it waits."""
        return self.route.decider if self.route else None

    @property
    def next_step(self) -> str:
        """Return in one line what comes next."""
        if self.study.state == RecordState.DRAFT:
            return self.missing[0][1] if self.missing else _("It is complete: hand it in to be decided on.")
        if self.study.state == RecordState.WAITING:
            if self.decider is None:
                return _("It waits, and nobody's limits suffice to decide on it.")
            return _("It waits for the decision of %(name)s.") % {"name": self.decider.name}
        return ""

    @property
    def finding(self) -> str:
        """Return what the money says, in one line."""
        worth = [each for each in self.cases if each.has_flows]
        if not worth:
            return ""
        best = max(worth, key=lambda each: each.npv_minor)
        if best.npv_minor < 0:
            return _("No option is worth its money: “%(name)s” loses least.") % {"name": best.name}
        words = {"name": best.name, "worth": best.npv.words}
        return _("“%(name)s” is worth most: %(worth)s today.") % words


def studies_of(project: Project) -> list[FeasibilityStudy]:
    """Return every version of a project's study, the latest first: one query."""
    return versions_of(FeasibilityStudy, project)


def shown_study(actor: Actor, project: Project, number: int | None = None) -> Shown | None:
    """Return a version of the study (the latest where no number is named); None where there is none."""
    versions = studies_of(project)
    study = numbered(versions, number)
    if study is None:
        return None
    content = study.content
    sees = actor.can("cost.view", project.scope.path)
    recommended = content["recommended"]
    return Shown(
        study,
        tuple(_cases(content, project.organisation.currency)) if sees else (),
        tuple(_tests(content)),
        verdict(content),
        str(_("Stop: none of them")) if recommended == STOP else recommended,
        tuple(versions),
        tuple(missing(content)) if study.state == RecordState.DRAFT else (),
        way_of(study) if study.state == RecordState.WAITING else None,
    )


def _tests(content: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for code, (label, question) in TESTS.items():
        each = content["tests"][code]
        colour = {None: "grey", 1: "red", 2: "amber", 3: "amber"}.get(each["score"], "green")
        is_open = each["score"] == LOWEST and not each["remedy"]
        yield {"label": label, "question": question, "colour": colour, "is_open": is_open, **each}


def _cases(content: Mapping[str, Any], currency: str) -> Iterable[Case]:
    found = worths(content)
    for option, worth in zip(content["options"], found, strict=True):
        yield Case(
            worth.name,
            option["about"],
            content["recommended"] == worth.name,
            Told(_worth(int(worth.npv.value or 0), currency), worth.npv.why),
            Told(_irr(worth), worth.irr.figure.why),
            _periods(worth, worth.payback),
            _periods(worth, worth.discounted_payback),
            _ratio(worth.ratio),
            tuple(_years(option, worth, currency)),
            tuple(_swings(worth, currency)),
            _chart(worth.flows, currency),
            int(worth.npv.value or 0),
            any(worth.flows),
        )


def _worth(minor: int, currency: str) -> str:
    """Return a computed amount: without its hundredths where it is large, since the flows are estimates."""
    return money(round(minor / 100) * 100 if abs(minor) >= MOST_EXACT else minor, currency)


def percent(rate: float) -> str:
    """Return a rate as percent to three figures behind the point."""
    return f"{number_format(round(rate * 100, 3), 3)} %"


def _irr(worth: Worth) -> str:
    if worth.irr.figure.value is not None:
        return percent(worth.irr.figure.value)
    if worth.irr.rates:
        rates = ", ".join(percent(each) for each in worth.irr.rates)
        return _("several: %(rates)s") % {"rates": rates}
    return str(_("none"))


def _periods(worth: Worth, figure: Any) -> Told:
    if not any(worth.flows):
        return Told("–", figure.why)
    if figure.value is None:
        return Told(str(REASONS[figure.reason.value]), figure.why)
    return Told(_("%(number)s years") % {"number": number_format(round(figure.value, 1), 1)}, figure.why)


def _ratio(figure: Any) -> Told:
    if figure.value is None:
        return Told(str(REASONS[figure.reason.value]), figure.why)
    return Told(number_format(round(figure.value, 2), 2), figure.why)


def _years(option: Mapping[str, Any], worth: Worth, currency: str) -> Iterable[tuple[int, str, str, str]]:
    so_far = 0
    for year, flow in enumerate(worth.flows):
        so_far += flow
        cost = option["costs"][year] if year < len(option["costs"]) else 0
        yield year, money(-cost, currency), money(cost + flow, currency), money(so_far, currency)


def _swings(worth: Worth, currency: str) -> Iterable[tuple[str, str, str, str]]:
    for each in worth.swings:
        edge = ""
        if each.break_even is not None and each.break_even > 0:
            edge = f"{number_format(round(each.break_even * 100), 0)} %"
        yield (
            str(MOVES[each.what]),
            _worth(each.less_minor, currency),
            _worth(each.more_minor, currency),
            edge,
        )


def _chart(flows: Sequence[int], currency: str) -> Chart:
    """Return bars to one scale, with room for words above and below."""
    highest, lowest = max(0, *flows), min(0, *flows)
    scale = HEIGHT / ((highest - lowest) or 1)
    zero = TOP + round(highest * scale)
    bars = []
    for year, flow in enumerate(flows):
        height = max(round(abs(flow) * scale), 1 if flow else 0)
        y = zero - height if flow > 0 else zero
        words_y = y - 6 if flow >= 0 else y + height + 14
        x = LEFT + year * (BAR + GAP) + GAP
        bars.append(Bar(year, x, y, height, flow < 0, _short(flow, currency), words_y))
    width = LEFT * 2 + len(flows) * (BAR + GAP) + GAP
    return Chart(width, TOP + HEIGHT + 36, zero, tuple(bars))


def _short(minor: int, currency: str) -> str:
    """Return an amount short enough to stand at a bar: in thousands where it is large."""
    major = int(Money(minor, currency).major)
    if abs(major) >= 10_000:  # noqa: PLR2004 - below that the whole amount fits
        return f"{number_format(round(major / 1000), 0)}k"
    return number_format(major, 0) if major else ""
