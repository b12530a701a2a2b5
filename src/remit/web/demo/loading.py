"""Loads the demo, through the operations that everybody else goes through as well."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from remit.core.errors import Conflict
from remit.people.models import Organisation
from remit.people.operations.handovers import begin_for_absent_of
from remit.projects.models import Project
from remit.web.demo.abilities import load_abilities, load_absences, load_holidays, load_positions
from remit.web.demo.advice import load_advice
from remit.web.demo.benefits import load_benefits
from remit.web.demo.changes import load_changes
from remit.web.demo.charters import load_charter
from remit.web.demo.commitments import load_commitments
from remit.web.demo.decisions import load_decisions
from remit.web.demo.deliverables import load_deliverables
from remit.web.demo.documents import load_documents
from remit.web.demo.drivers import load_drivers
from remit.web.demo.firm import load_firm
from remit.web.demo.growth import load_growth
from remit.web.demo.hours import load_hours
from remit.web.demo.lessons import load_lessons
from remit.web.demo.lives import begin_life, load_lives
from remit.web.demo.money import load_money
from remit.web.demo.outcomes import load_outcomes
from remit.web.demo.planning import load_plan
from remit.web.demo.pool import load_pool
from remit.web.demo.products import load_products
from remit.web.demo.projects import load_programmes, load_project
from remit.web.demo.registers import load_registers
from remit.web.demo.requests import load_requests
from remit.web.demo.requirements import load_requirements
from remit.web.demo.responsibilities import load_responsibilities
from remit.web.demo.roles import settle_roles
from remit.web.demo.scenarios import load_scenarios
from remit.web.demo.services import load_service
from remit.web.demo.stakeholders import load_stakeholders
from remit.web.demo.statuses import load_cost, load_statuses
from remit.web.demo.structure import load_structure
from remit.web.demo.talk import load_comments
from remit.web.demo.training import load_training
from remit.web.demo.undertakings import UNDERTAKINGS
from remit.web.demo.value import load_value

Progress = Callable[[str, float], None]
# what each project has, before its life begins
OF_EACH = (
    load_money,
    load_value,
    load_cost,
    load_deliverables,
    load_requirements,
    load_stakeholders,
    load_scenarios,
    load_lessons,
    load_service,
    load_benefits,
)
BEFORE_LIVES = (
    load_products,
    settle_roles,
    load_positions,
    load_structure,
    load_abilities,
    load_holidays,
    load_absences,
    load_responsibilities,
)
AFTER_LIVES = (
    load_advice,
    load_commitments,
    load_decisions,
    load_growth,
    load_training,
    load_registers,
    load_hours,
    load_drivers,
    load_changes,
    load_statuses,
)


@dataclass(frozen=True, slots=True)
class DemoResult:
    """What was loaded, in figures."""

    organisation: Organisation
    people: int
    projects: int
    activities: int
    links: int


@transaction.atomic
def load_demo(*, progress: Progress | None = None) -> DemoResult:
    """Make Northlight Works with its people, projects and plans, or nothing at all.

    `progress` is told what is being made and how much of the whole is done, from 0 to 1. `Conflict` where
    a demo stands already.
    """
    tell = progress or (lambda _what, _share: None)
    if Organisation.objects.filter(is_demo=True).exists():
        raise Conflict("demo_exists", _("The demo is loaded already."))
    tell("Northlight Works and its people", 0.0)
    firm = load_firm()
    programmes = load_programmes(firm)
    load_pool(firm)
    activities = links = 0
    projects: list[Project] = []
    for number, undertaking in enumerate(UNDERTAKINGS, start=1):
        tell(undertaking.name, number / (len(UNDERTAKINGS) + 1))
        project = load_project(firm, undertaking, programmes)
        load_charter(firm, project, undertaking)
        planned = load_plan(firm, project, undertaking, number)
        activities, links = activities + planned.activities, links + planned.links
        for load_part in OF_EACH:
            load_part(firm, project, undertaking, number)
        begin_life(firm, project, undertaking, number)
        projects.append(project)
    for load in BEFORE_LIVES:
        load(firm)
    load_documents(firm, projects)
    load_lives(firm, projects)
    for load in AFTER_LIVES:
        load(firm)
    load_requests(firm, projects)
    load_outcomes(firm, projects)
    load_comments(firm, projects)
    begin_for_absent_of(firm.organisation)
    tell("", 1.0)
    return DemoResult(firm.organisation, len(firm.people), len(UNDERTAKINGS), activities, links)
