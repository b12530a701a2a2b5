"""How the work of the demo's projects is measured, and what was earned from month to month."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from remit.core.plan_time import start_of_day
from remit.costs.models import CostAccount
from remit.earned_value.operations.measures import change_terms, set_measures
from remit.earned_value.operations.snapshots import record_status
from remit.planning.models import Activity, ActivityKind
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.planning import CLOSE_OF_DAY, report_progress
from remit.web.demo.undertakings import Undertaking

KEPT_LAST = dt.date(2026, 6, 26)


@dataclass(frozen=True, slots=True)
class _Measuring:
    """How a project is measured: its own rule, other rules and accounts by words of activities' names."""

    since: dt.date
    default: str = "percent"
    rules: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    accounts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


MEASURED = {
    1: _Measuring(
        dt.date(2025, 10, 6),
        "fifty-fifty",
        {"zero-hundred": ("Users and bookings", "close support", "Survey of the first")},
        {
            "2": ("Hosting contract", "Tenant", "Users and bookings", "Old servers"),
            "3": ("trained", "close support", "Handover to operations"),
        },
    ),
    4: _Measuring(dt.date(2026, 3, 2)),
}


def load_value(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """State how a project is measured; report its progress month by month and keep what was earned by then."""
    measuring = MEASURED.get(number)
    if measuring is None:
        return
    manager = firm.actor(each.manager)
    if measuring.default != "percent":
        change_terms(project, version=1, default_rule=measuring.default, actor=manager)
    for rule, words in measuring.rules.items():
        set_measures(project, _named(project, words), rule=rule, actor=manager)
    for code, words in measuring.accounts.items():
        account = CostAccount.objects.get(project=project, code=code)
        set_measures(project, _named(project, words), account=account, actor=manager)
    for day in _month_ends(measuring.since):
        report_progress(firm, project, each, number, start_of_day(day) + CLOSE_OF_DAY)
        record_status(project, as_of=day, actor=manager)
    report_progress(firm, project, each, number)


def _named(project: Project, words: tuple[str, ...]) -> list[str]:
    rows = Activity.objects.filter(project=project).exclude(kind=ActivityKind.SUMMARY).order_by("position")
    return [key for key, name in rows.values_list("key", "name") if any(word in name for word in words)]


def _month_ends(since: dt.date) -> list[dt.date]:
    days = []
    day = since.replace(day=1)
    while (end := (day + dt.timedelta(days=32)).replace(day=1) - dt.timedelta(days=1)) < KEPT_LAST:
        days.append(end)
        day = end + dt.timedelta(days=1)
    return [*days, KEPT_LAST]
