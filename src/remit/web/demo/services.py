"""Handovers to operations: that of the payroll was accepted, that of the cloud rollout is being written."""

import datetime as dt

from remit.closure.operations.service_handovers import (
    answer_service_handover,
    begin_service_handover,
    change_service_handover,
    propose_service_handover,
)
from remit.people.models import Assignment
from remit.people.operations.assignments import end_assignment
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

OWNER, ROLLOUT = "Patience Moyo", 1
ACCEPTED_ON = dt.date(2026, 3, 25)
PAYROLL = {
    "service_levels": "Everybody is paid by the 28th. Questions are answered within one working day, 8:00 to 17:00.",
    "run_cost": "GBP 19,000 a year: licences 14,500, support of the supplier 4,500.",
    "known_errors": "Hours of somebody who changes unit within a month are split by hand: two or three cases a month.",
    "support": "The service desk first, then Grace Chen; the supplier from 8:00 to 18:00 on working days.",
    "training": "Simone Baptiste and Adam Greaves, three days each, in January 2026.",
    "spares": "None: the software runs at the supplier's.",
    "warranty": "The supplier mends faults of its own without charge until 31 March 2027.",
    "acceptance_test": "Runs of January, February and March beside the old payroll: equal to the penny.",
}
CLOUD = {
    "service_levels": "Available for 99.5 % of working hours; the desk answers within thirty minutes, 7:00 to 19:00.",
    "known_errors": "Maps of buildings with half floors show both halves as one.",
    "support": "Service desk with the runbook, then the two support engineers, then the developer on call.",
    "training": "Dylan Rees and Anjali Desai work along at every site; one more support engineer is to follow.",
}


def hand_over(firm: Firm, project: Project, each: Undertaking) -> None:
    """Hand what a project leaves over to operations, who accept it and are released from the project."""
    manager = firm.actor(each.manager)
    firm.assign(OWNER, "acceptor", project.scope, each.starts_on)
    row = begin_service_handover(project, actor=manager)
    row = change_service_handover(
        row, version=row.version, actor=manager, owner=firm.people[OWNER], **PAYROLL
    )
    row = propose_service_handover(row, version=row.version, actor=manager)
    answer_service_handover(
        row, accept=True, version=row.version, actor=firm.actor(OWNER), on=ACCEPTED_ON,
        answer="Accepted. A second person for the interface to the ledger follows by the end of May.",
    )  # fmt: skip
    held = Assignment.objects.get(person=firm.people[OWNER], scope=project.scope, ended_at=None)
    end_assignment(held, version=held.version, reason="Accepted for operations", actor=firm.system)


def load_service(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Begin the handover of the cloud rollout, which lacks what only the last sites will show."""
    if number == ROLLOUT:
        manager = firm.actor(each.manager)
        row = begin_service_handover(project, actor=manager)
        change_service_handover(row, version=row.version, actor=manager, owner=firm.people[OWNER], **CLOUD)
