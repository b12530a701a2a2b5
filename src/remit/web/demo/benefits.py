"""Outcomes of the demo and their reviews: of the payroll one review is done and one to come, of P6 one is late."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from remit.benefits.operations.benefits import add_benefit
from remit.benefits.operations.reviews import do_review, plan_reviews
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking


@dataclass(frozen=True, slots=True)
class _Done:
    """A review that was done: the day, the value, what shows it, and what followed."""

    on: dt.date
    value: str
    evidence: str
    follows: str
    words: str = ""


@dataclass(frozen=True, slots=True)
class _Outcome:
    """An outcome of a project: value and day of baseline and target, days of reviews, those done."""

    project: int
    statement: str
    owner: str
    measure: str
    unit: str
    baseline: tuple[str, dt.date]
    target: tuple[str, dt.date]
    method: str
    reviews: tuple[dt.date, ...]
    done: tuple[_Done, ...] = ()
    source: str = ""


def _day(year: int, month: int, day: int) -> dt.date:
    return dt.date(year, month, day)


OUTCOMES = (
    _Outcome(
        1, "Customers call support less once their site books in the cloud", "Meera Nair",
        "Support calls a site and month", "calls", ("46", _day(2025, 9, 30)), ("32", _day(2027, 3, 31)),
        "Calls in the desk's system with a site's name, mean of the sites live for three months.",
        (_day(2026, 6, 12), _day(2027, 3, 31), _day(2027, 12, 17)),
        (
            _Done(
                _day(2026, 6, 10), "41", "Desk report of May: 246 calls of six sites.", "act",
                "Half of the calls ask for floor plans: Amina Yusuf adds a page on them to the runbook by 10 July.",
            ),
        ),
        "Support calls for each site down by 30 % three months after it went live",
    ),
    _Outcome(
        1, "The old servers cost nothing any more", "Tom Fielding",
        "Hosting and care of the old servers a month", "GBP", ("11800", _day(2025, 9, 30)),
        ("0", _day(2027, 1, 29)), "Ledger, cost centre 4120, month by month.", (_day(2027, 3, 31),),
    ),
    _Outcome(
        1, "Customers of the on-site edition stay when their contract ends", "Ruth Adeyemi",
        "Contracts renewed within twelve months", "%", ("86", _day(2025, 9, 30)), ("95", _day(2027, 9, 30)),
        "Renewals over contracts that ended, from the register of contracts.",
        (_day(2027, 3, 31), _day(2027, 9, 30)),
    ),
    _Outcome(
        6, "Customers get invoices that are right", "Tom Fielding",
        "Invoices with an error, of all sent", "%", ("5.2", _day(2026, 2, 27)), ("1.5", _day(2026, 10, 30)),
        "Credit notes and corrected invoices of a month over all invoices sent in it.",
        (_day(2026, 6, 15), _day(2027, 1, 29)),
        source="Errors from 5.2 % to at most 1.5 % by 30 Oct 2026",
    ),
    _Outcome(
        7, "A pay run takes a day, and finance has the others for its work", "Tom Fielding",
        "Working days from cut-off to payment file", "days", ("3", _day(2025, 4, 7)), ("1", _day(2026, 9, 30)),
        "Time stamps of cut-off and file, mean of the runs of a quarter.",
        (_day(2026, 6, 26), _day(2026, 9, 30)),
        (
            _Done(
                _day(2026, 6, 24), "1.3", "Runs of April, May and June: 2, 1 and 1 day.", "keep",
                "April still needed a second day: the year-end corrections will not come again before next spring.",
            ),
        ),
        "Run takes 1 day, not 3",
    ),
)  # fmt: skip


def load_benefits(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """State the outcomes of project `number`, plan their reviews, and do those that were done."""
    for row in OUTCOMES:
        if row.project == number:
            _load(firm, project, each, row)


def _load(firm: Firm, project: Project, each: Undertaking, row: _Outcome) -> None:
    manager, owner = firm.actor(each.manager), firm.actor(row.owner)
    made = add_benefit(
        project, statement=row.statement, owner=firm.people[row.owner], measure=row.measure, unit=row.unit,
        baseline_value=Decimal(row.baseline[0]), baseline_on=row.baseline[1],
        target_value=Decimal(row.target[0]), target_on=row.target[1], method=row.method, source=row.source,
        actor=manager,
    )  # fmt: skip
    planned = plan_reviews(made, days=row.reviews, actor=manager)
    for review, done in zip(planned, row.done, strict=False):
        made.refresh_from_db(fields=["version"])
        do_review(
            review, value=Decimal(done.value), evidence=done.evidence, follows=done.follows, words=done.words,
            on=done.on, version=made.version, actor=owner,
        )  # fmt: skip
