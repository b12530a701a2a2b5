"""Every figure of earned value of a project on one day: between the tables and the engine."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.core.plan_time import MINUTES_PER_DAY, start_of_day, to_day
from remit.earned_value.compute.packages import account_of, doubts_in, packages_of, with_costs
from remit.earned_value.compute.spending import Spending, spending
from remit.earned_value.facts import SHARED, Account, Promised
from remit.earned_value.models import StatusSnapshot, ValueTerms
from remit.earned_value.queries import (
    baseline_accounts,
    cost_lines,
    current_baseline,
    estimate_of,
    outline_of,
    over_time,
    promises_of,
    snapshots_of,
    status_day,
    terms_of,
)
from remit.engine.value import (
    EarnedSchedule,
    EarnedValue,
    Measurement,
    Period,
    Reading,
    WorkPackage,
    indices,
    measure,
    minute_after,
)
from remit.engine.value.doubts import DataFlag
from remit.planning.models import Baseline, Plan
from remit.planning.queries.calendars import working_time_of
from remit.projects.models import Project

MOST_PACKAGES = 3000
"""With more packages than this the curve is drawn by month: each week of each package is worked out."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """That there is nothing to measure, why, and the page where that is mended."""

    words: str
    url_name: str


@dataclass(frozen=True, slots=True)
class Standing:
    """All figures of a project on `as_of`; `total` holds what people estimate is left, where somebody does."""

    project: Project
    as_of: dt.date
    baseline: Baseline
    terms: ValueTerms
    period: Period
    total: EarnedValue
    measurement: Measurement
    packages: tuple[WorkPackage, ...]
    promises: tuple[Promised, ...]
    accounts: tuple[Account, ...]
    spent: Spending
    flags: tuple[DataFlag, ...]
    added: tuple[tuple[str, str], ...]
    snapshots: tuple[StatusSnapshot, ...]
    elements: Mapping[str, str]

    @property
    def schedule(self) -> EarnedSchedule | None:
        """Return the figures of earned schedule; None where nothing is promised over time."""
        return self.measurement.schedule

    def day_after(self, periods: float | None) -> dt.date | None:
        """Return the day on which so many periods of the plan have passed."""
        curve = self.measurement.curve
        if periods is None or len(curve) < 2:  # noqa: PLR2004 - a start and an end
            return None
        minute = minute_after([point.minute for point in curve], periods)
        return to_day(minute - 1) if minute < LAST else None

    @property
    def ends_on(self) -> dt.date | None:
        """Return when the work ends if it goes on as so far: IEAC(t) as a day."""
        return self.day_after(self.schedule.ieac_t.value) if self.schedule else None

    @property
    def promised_on(self) -> dt.date:
        """Return when the baseline ends."""
        return to_day(max(each.finish for each in self.promises) - 1)


LAST = start_of_day(dt.date(9998, 1, 1))


def standing_of(project: Project, as_of: dt.date | None = None) -> Standing | Nothing:
    """Return all figures of a project on a day, that of its plan's status date unless stated: progress as it is now.

    A constant number of queries, whatever the size of the plan. `Nothing` where no plan, baseline or budget is there.
    """
    plan = Plan.objects.filter(project=project).select_related("calendar").first()
    if plan is None:
        return Nothing(
            _("There is no plan yet: what was promised is measured against it."), "planning:workspace"
        )
    baseline = current_baseline(project)
    if baseline is None:
        words = _("No baseline is set: it says what was promised, and by when.")
        return Nothing(words, "planning:baselines")
    accounts = baseline_accounts(project)
    if not sum(each.budget for each in accounts):
        words = _("No account of the baseline holds budget: work earns what was budgeted for it.")
        return Nothing(words, "costs:budget")
    outline = outline_of(project)
    promises = promises_of(baseline, outline, outline.measures)
    if not promises:
        words = _("The baseline holds no activity with dates: set a new one.")
        return Nothing(words, "planning:baselines")
    known = {each.key for each in promises}
    added = tuple(
        (key, row["name"])
        for key, row in outline.by_key.items()
        if key not in known and row["kind"] != "summary"
    )
    names = {key: row["name"] for key, row in outline.by_key.items()}
    return _stands(
        project, plan, baseline, accounts, promises, as_of or status_day(project, plan), added, names
    )


def _stands(
    project: Project,
    plan: Plan,
    baseline: Baseline,
    accounts: list[Account],
    promises: list[Promised],
    as_of: dt.date,
    added: tuple[tuple[str, str], ...],
    names: Mapping[str, str],
) -> Standing:
    terms, clock = terms_of(project), working_time_of(plan.calendar)
    status = start_of_day(as_of) + MINUTES_PER_DAY
    spent = spending(cost_lines(project), as_of)
    packages = with_costs(
        packages_of(promises, accounts, terms.default_rule), spent.by_account, status, clock
    )
    kept = over_time(list(snapshots_of(project)))
    period = Period.WEEK if len(packages) <= MOST_PACKAGES else Period.MONTH
    found = measure(
        packages, status=status, every=period, clock=clock,
        history=[_reading(each) for each in kept if each.as_of < as_of],
    )  # fmt: skip
    sums = {
        account: tuple(int(getattr(each, name).value or 0) for name in ("bac", "ev", "ac"))
        for account, each in found.groups["account"].items()
    }
    flags = doubts_in(found.flags, sums, status, accounts)  # type: ignore[arg-type]  # three sums each
    return Standing(
        project, as_of, baseline, terms, period, _with_estimate(found, estimate_of(project)), found,
        tuple(packages), tuple(promises), tuple(accounts), spent, tuple(flags), added, tuple(kept), names,
    )  # fmt: skip


def _reading(snapshot: StatusSnapshot) -> Reading:
    return Reading(
        start_of_day(snapshot.as_of) + MINUTES_PER_DAY,
        snapshot.ev_minor,
        snapshot.ac_minor,
        snapshot.pv_minor,
    )


def _with_estimate(found: Measurement, estimate: int | None) -> EarnedValue:
    """Return the figures in all with what people estimate is left: they state it of the whole, not of each package."""
    sums = {name: int(getattr(found.total, name).value or 0) for name in ("bac", "pv", "ev", "ac")}
    return indices(**sums, etc=estimate, unit=found.unit)


def shared_names(standing: Standing) -> list[str]:
    """Return the accounts whose budget all activities share, by code and name."""
    charged = {account_of(each) for each in standing.packages} - {SHARED}
    return [f"{each.code} {each.name}" for each in standing.accounts if each.key not in charged]
