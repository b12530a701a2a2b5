"""By which rules the five lights of a project are lit. Pure: facts in, lights out."""

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.reporting.models import Colour, LightCode

AMBER_SHARE = Fraction(7, 10)
"""Amber is what has used more than this share of its tolerance."""
STALE_DAYS, UNKNOWN_DAYS = 10, 20
"""Working days after which what is known is amber, and after which nothing is known."""
NEAR_DAYS = 5
HUNDRED = 100
WEEKEND = 5
ORDER = (Colour.GREY, Colour.GREEN, Colour.AMBER, Colour.RED)


@dataclass(frozen=True, slots=True)
class Light:
    """One light as its rule lights it: the colour, why in one sentence, and the page where it is seen and mended."""

    code: LightCode
    colour: Colour
    words: str
    url_name: str
    details: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """Return what the light speaks of, in words."""
        return str(self.code.label)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules look at. Days are local days, sums minor units; `today` is the organisation's day.

    `deadlines` are (name, deadline, expected end) of open activities; `late_documents` are missing in stages that
    are over, `missing_documents` in the present one; `unstaffed` are activities of the next four weeks without
    anybody; `overloaded` are people with more work than time in them, in all projects together; `faults` says how many
    findings stand against the responsibilities of the project.
    """

    today: dt.date
    is_over: bool = False
    promised: dt.date | None = None
    expected: dt.date | None = None
    planned_on: dt.date | None = None
    days_tolerance: int = 10
    cost_tolerance: int = 10
    deadlines: Sequence[tuple[str, dt.date, dt.date]] = ()
    budget: int | None = None
    spent: int | None = None
    likely: int | None = None
    high: int | None = None
    cost_on: dt.date | None = None
    cost_by_value: bool = False
    has_life: bool = False
    late_documents: Sequence[str] = ()
    missing_documents: Sequence[str] = ()
    vacant: Sequence[str] = ()
    unstaffed: Sequence[str] = ()
    overloaded: Sequence[str] = ()
    faults: int = 0


def worse(one: Colour, other: Colour) -> bool:
    """Return whether `one` is worse news than `other`."""
    return ORDER.index(one) > ORDER.index(other)


def worst_of(colours: Iterable[Colour]) -> Colour:
    """Return the worst of colours, grey where there are none."""
    return max(colours, key=ORDER.index, default=Colour.GREY)


def working_days(since: dt.date, until: dt.date) -> int:
    """Return how many weekdays lie after `since` up to `until`."""
    if until <= since:
        return 0
    weeks, rest = divmod((until - since).days, 7)
    extra = sum((since + dt.timedelta(days=each)).weekday() < WEEKEND for each in range(1, rest + 1))
    return weeks * WEEKEND + extra


def lights(facts: Facts) -> tuple[Light, ...]:
    """Return the five lights in their order; those of a project that is over are grey."""
    if facts.is_over:
        words = _("The project is over.")
        return tuple(Light(code, Colour.GREY, words, URLS[code]) for code in LightCode)
    return (
        budget_light(facts),
        schedule_light(facts),
        deadlines_light(facts),
        documentation_light(facts),
        staffing_light(facts),
    )


URLS = {
    LightCode.BUDGET: "reporting:costs",
    LightCode.SCHEDULE: "planning:workspace",
    LightCode.DEADLINES: "planning:workspace",
    LightCode.DOCUMENTATION: "projects:life",
    LightCode.STAFFING: "projects:people",
}


def _aged(light: Light, since: dt.date | None, today: dt.date) -> Light:
    """Return a light that grows amber, then grey, with the age of what it rests on; red stays red."""
    age = working_days(since, today) if since else 0
    if age <= STALE_DAYS or light.colour == Colour.RED:
        return light
    told = ngettext(
        "What it rests on is %(n)d working day old.", "What it rests on is %(n)d working days old.", age
    )
    words = f"{told % {'n': age}} {light.words}"
    colour = Colour.GREY if age > UNKNOWN_DAYS else Colour.AMBER
    return Light(light.code, colour, words, light.url_name, light.details)


def budget_light(facts: Facts) -> Light:
    """Return the light of the budget: the likely cost at completion against the budget and its tolerance."""
    url = "earned_value:value" if facts.cost_by_value else URLS[LightCode.BUDGET]
    if facts.budget is None:
        return Light(LightCode.BUDGET, Colour.GREY, _("No budget is stated."), url)
    if facts.spent is None or facts.likely is None or facts.high is None:
        return Light(LightCode.BUDGET, Colour.GREY, _("No cost was reported yet."), url)
    why = (_("The likely cost is that of earned value: EAC = BAC / CPI."),) if facts.cost_by_value else ()
    over = _percent_over(facts.likely, facts.budget)
    over_at_worst = _percent_over(facts.high, facts.budget)
    told = {"over": round(over), "tolerance": facts.cost_tolerance, "worst": round(over_at_worst)}
    if over > facts.cost_tolerance:
        words = _("The likely cost is %(over)s %% over the budget; the tolerance is %(tolerance)s %%.") % told
        return Light(LightCode.BUDGET, Colour.RED, words, url, why)
    if over > AMBER_SHARE * facts.cost_tolerance:
        words = _(
            "The likely cost is %(over)s %% over the budget: most of the tolerance of %(tolerance)s %% is used."
        )
        found = Light(LightCode.BUDGET, Colour.AMBER, words % told, url, why)
    elif over_at_worst > facts.cost_tolerance:
        words = (
            _("At worst the cost is %(worst)s %% over the budget; the tolerance is %(tolerance)s %%.") % told
        )
        found = Light(LightCode.BUDGET, Colour.AMBER, words, url, why)
    else:
        found = Light(
            LightCode.BUDGET,
            Colour.GREEN,
            _("The likely cost stays within the budget's tolerance."),
            url,
            why,
        )
    return _aged(found, facts.cost_on, facts.today)


def _percent_over(cost: int, budget: int) -> Fraction:
    """Return by how many per cent a cost is over the budget; any cost is twice a budget of nothing."""
    if budget:
        return Fraction((cost - budget) * HUNDRED, budget)
    return Fraction(HUNDRED if cost else 0)


def schedule_light(facts: Facts) -> Light:
    """Return the light of the schedule: the expected end against the promised one and its tolerance."""
    url = URLS[LightCode.SCHEDULE]
    if facts.expected is None:
        return Light(LightCode.SCHEDULE, Colour.GREY, _("There is no plan yet."), url)
    if facts.promised is None:
        return Light(LightCode.SCHEDULE, Colour.GREY, _("No end was promised."), url)
    late = (facts.expected - facts.promised).days
    told = {"late": late, "tolerance": facts.days_tolerance, "early": -late}
    if late > facts.days_tolerance:
        words = (
            _("The end is expected %(late)s days after the promise; the tolerance is %(tolerance)s days.")
            % told
        )
        return Light(LightCode.SCHEDULE, Colour.RED, words, url)
    if late > AMBER_SHARE * facts.days_tolerance:
        words = _(
            "The end is expected %(late)s days after the promise: most of the tolerance of %(tolerance)s is used."
        )
        found = Light(LightCode.SCHEDULE, Colour.AMBER, words % told, url)
    elif late > 0:
        words = (
            _("The end is expected %(late)s days after the promise, within the tolerance of %(tolerance)s.")
            % told
        )
        found = Light(LightCode.SCHEDULE, Colour.GREEN, words, url)
    else:
        found = Light(LightCode.SCHEDULE, Colour.GREEN, _("The end is expected by the promised day."), url)
    return _aged(found, facts.planned_on, facts.today)


def deadlines_light(facts: Facts) -> Light:
    """Return the light of the deadlines: red where one will be missed, amber where one is near."""
    url = URLS[LightCode.DEADLINES]
    if facts.expected is None:
        return Light(LightCode.DEADLINES, Colour.GREY, _("There is no plan yet."), url)
    if not facts.deadlines:
        return Light(LightCode.DEADLINES, Colour.GREEN, _("No open activity has a deadline."), url)
    missed = [name for name, deadline, end in facts.deadlines if end > deadline]
    if missed:
        words = ngettext("%(n)d deadline will be missed.", "%(n)d deadlines will be missed.", len(missed))
        return Light(LightCode.DEADLINES, Colour.RED, words % {"n": len(missed)}, url, tuple(missed))
    near = [name for name, deadline, end in facts.deadlines if (deadline - end).days < NEAR_DAYS]
    if near:
        words = ngettext(
            "%(n)d deadline is kept with less than %(days)d days to spare.",
            "%(n)d deadlines are kept with less than %(days)d days to spare.",
            len(near),
        )
        told = {"n": len(near), "days": NEAR_DAYS}
        found = Light(LightCode.DEADLINES, Colour.AMBER, words % told, url, tuple(near))
    else:
        found = Light(LightCode.DEADLINES, Colour.GREEN, _("All deadlines will be kept."), url)
    return _aged(found, facts.planned_on, facts.today)


def documentation_light(facts: Facts) -> Light:
    """Return the light of the documents: what the stages ask for and is not there."""
    url = URLS[LightCode.DOCUMENTATION]
    if not facts.has_life:
        return Light(
            LightCode.DOCUMENTATION, Colour.GREY, _("No method says yet which documents it takes."), url
        )
    late, missing = tuple(facts.late_documents), tuple(facts.missing_documents)
    if late:
        words = ngettext(
            "%(n)d document of a stage that is over is missing.",
            "%(n)d documents of stages that are over are missing.",
            len(late),
        )
        return Light(LightCode.DOCUMENTATION, Colour.RED, words % {"n": len(late)}, url, late + missing)
    if missing:
        words = ngettext(
            "%(n)d document of the present stage is still missing.",
            "%(n)d documents of the present stage are still missing.",
            len(missing),
        )
        return Light(LightCode.DOCUMENTATION, Colour.AMBER, words % {"n": len(missing)}, url, missing)
    return Light(LightCode.DOCUMENTATION, Colour.GREEN, _("All documents asked for so far are there."), url)


def staffing_light(facts: Facts) -> Light:
    """Return the light of the people: vacant roles, work without people or time, faults of responsibility."""
    url = URLS[LightCode.STAFFING]
    if facts.vacant:
        words = _("Nobody holds: %(roles)s.") % {"roles": ", ".join(facts.vacant)}
        return Light(LightCode.STAFFING, Colour.RED, words, url)
    parts = list(_staffing_words(facts))
    if parts:
        if facts.overloaded and not facts.unstaffed:
            url = "resourcing:project"
        details = (*facts.unstaffed, *facts.overloaded)
        return Light(LightCode.STAFFING, Colour.AMBER, " ".join(parts), url, details)
    return Light(
        LightCode.STAFFING,
        Colour.GREEN,
        _("Roles are held, and the work of the next four weeks has people."),
        url,
    )


def _staffing_words(facts: Facts) -> Iterator[str]:
    """Yield what is amiss with the people, in words."""
    if count := len(facts.unstaffed):
        told = ngettext(
            "%(n)d activity of the next four weeks has nobody.",
            "%(n)d activities of the next four weeks have nobody.",
            count,
        )
        yield told % {"n": count}
    if count := len(facts.overloaded):
        told = ngettext(
            "%(n)d person has more work than time in the next four weeks.",
            "%(n)d people have more work than time in the next four weeks.",
            count,
        )
        yield told % {"n": count}
    if facts.faults:
        told = ngettext(
            "%(n)d fault stands against its responsibilities.",
            "%(n)d faults stand against its responsibilities.",
            facts.faults,
        )
        yield told % {"n": facts.faults}
