"""The end of the payroll replacement: the closing list answered, the closing record signed."""

import datetime as dt
from typing import Any

from remit.closure.checklist_queries import checklist_of
from remit.closure.operations.archives import make_archive
from remit.closure.operations.checklists import answer_item
from remit.closure.operations.closing_records import (
    answer_record,
    begin_record,
    change_record,
    submit_record,
)
from remit.closure.registries import Kept
from remit.core.progress import Unwatched
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.meetings import closing_meeting
from remit.web.demo.services import hand_over
from remit.web.demo.undertakings import Undertaking

SETTLED_ON, SIGNED_ON = dt.date(2026, 3, 27), dt.date(2026, 3, 30)
# by the code of the item: how it stands and what shows it
ANSWERS = {
    "concessions": ("not-needed", "Nothing was accepted with a concession."),
    "costs": ("done", "GBP 241,000; last invoice of 24 March, paid on the 27th."),
    "contracts": ("done", "The consultant's contract ended on 31 March; licences went to operations."),
    "thanked": ("done", "Dinner of 26 March; a letter to each, with what they did."),
}
RECORD: dict[str, Any] = {
    "achieved": "Everybody has been paid from the new payroll since January. Three parallel runs agreed to the penny. "
    "A run takes one day; before it took three.",
    "differences": "Ready on the day that was promised. GBP 21,000 over budget: the interface to the ledger was built "
    "twice, because only one person knew the old one and fell ill in November.",
    "cost_minor": 241_000_00,
    "contracts": [
        "Supplier's consultant: ended on 31 March 2026, nothing owed",
        "Licences: run on, paid by operations from April",
    ],
    "follow_ons": [
        "2026-05-29 Patience Moyo: a second person of operations runs the interface alone",
        "2026-06-26 Grace Chen: the old payroll is switched off and its data is kept for six years",
    ],
}


def close_payroll(firm: Firm, project: Project, each: Undertaking) -> None:
    """Settle the closing list of a project that is in closing, and let its sponsor sign."""
    manager = firm.actor(each.manager)
    hand_over(firm, project, each)
    closing_meeting(firm, project, each)
    for line in checklist_of(project):
        if not line.is_fact:
            state, evidence = ANSWERS[line.code]
            answer_item(
                project, line.code, state=state, evidence=evidence, version=line.version, actor=manager,
                on=SETTLED_ON,
            )  # fmt: skip
    row = begin_record(project, actor=manager)
    row = change_record(row, version=row.version, actor=manager, **RECORD)
    row = submit_record(row, version=row.version, actor=manager)
    answer_record(
        row, sign=True, version=row.version, actor=firm.actor(each.sponsor), on=SIGNED_ON,
        answer="Well ended. The second person for the interface comes first.",
    )  # fmt: skip


def archive_payroll(firm: Firm, project: Project, each: Undertaking) -> None:
    """Make the archive of a project that is closed: payroll papers are kept for six years, here for seven."""
    holds = [kept.value for kept in Kept if kept != Kept.CONFIDENTIAL]
    make_archive(project, holds=holds, years=7, actor=firm.actor(each.manager), progress=Unwatched())
