"""How the demo's projects stand: what they cost so far, lights set by hand, what was reported to their sponsors."""

import datetime as dt
from typing import NamedTuple

from remit.projects.models import Project
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.lights import set_light
from remit.reporting.operations.reports import report_status
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS, Undertaking


class Spent(NamedTuple):
    """What a project has cost up to a day, and what is still to come at best, likely and at worst, in pounds."""

    number: int
    as_of: dt.date
    spent: int
    low: int
    likely: int
    high: int
    note: str


COSTS = (
    Spent(
        1, dt.date(2026, 5, 29), 311_000, 310_000, 338_000, 372_000, "Ledger of May; sites 9 to 14 as priced."
    ),
    Spent(
        1,
        dt.date(2026, 6, 26),
        344_000,
        318_000,
        348_000,
        395_000,
        "Ledger of June; wave three once more by hand.",
    ),
    Spent(
        2, dt.date(2026, 6, 26), 208_000, 176_000, 195_000, 230_000, "Twelve sprints booked; eleven to come."
    ),
    Spent(
        3,
        dt.date(2026, 6, 26),
        561_000,
        402_000,
        431_000,
        470_000,
        "Applications for payment 1 to 4; lift as ordered.",
    ),
    Spent(
        4,
        dt.date(2026, 6, 26),
        121_000,
        58_000,
        74_000,
        92_000,
        "Hours of the five additions are in, without a price.",
    ),
    Spent(5, dt.date(2026, 6, 26), 63_000, 27_000, 28_000, 31_000, "Seven months of the retainer."),
    Spent(6, dt.date(2026, 6, 26), 19_000, 22_000, 26_000, 30_000, "Measure has ended; Analyse is staffed."),
    Spent(7, dt.date(2026, 3, 27), 241_000, 0, 0, 0, "Last invoice paid."),
)
WAITS_FOR_GATEWAYS, UNPAID_ADDITIONS = 2, 4
WORDS = {
    1: "Wave two is in use at eight sites. Wave three slips because two sites move house; the exception of 18 June "
    "still waits for an answer, and each week without one costs a week at the end.",
    3: "The lift comes fifteen days late. Partitions go first now, which saves six of them. The gateways for Sense "
    "are promised for 10 July.",
}


def load_cost(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Report what a project has cost, in the order of days."""
    for row in COSTS:
        if row.number == number:
            report_cost(
                project, as_of=row.as_of, spent_minor=row.spent * 100, low_minor=row.low * 100,
                likely_minor=row.likely * 100, high_minor=row.high * 100, note=row.note,
                actor=firm.actor(each.manager),
            )  # fmt: skip


def load_statuses(firm: Firm) -> None:
    """Set two lights by hand and report the status of two projects."""
    projects = {each.key: each for each in Project.objects.filter(organisation=firm.organisation)}
    for number, each in enumerate(UNDERTAKINGS, start=1):
        project, manager = projects[f"P-{number}"], firm.actor(each.manager)
        if number == WAITS_FOR_GATEWAYS:
            set_light(
                project, "schedule", colour="amber", actor=manager, until=dt.date(2026, 7, 17),
                reason="Two epics wait for the gateways of the fit-out; the plan does not know it yet.",
            )  # fmt: skip
        if number == UNPAID_ADDITIONS:
            set_light(
                project, "budget", colour="green", actor=manager, until=dt.date(2026, 7, 17),
                reason="The university has agreed by word of mouth to pay for the additions.",
            )  # fmt: skip
        if number in WORDS:
            report_status(project, actor=manager, words=WORDS[number])
