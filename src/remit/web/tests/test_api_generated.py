"""Requests made up from the document: what it allows and what it does not, always answered as it says."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, seed, settings
from pytest_django import DjangoDbBlocker
from schemathesis import GenerationMode, openapi
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from remit.accounts.permissions import Actor, system_actor
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.tests.making import a_kept_change
from remit.closure.operations.lessons import add_lesson
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.documents.operations.contents import keep_text
from remit.documents.operations.templates import add_template
from remit.documents.tests.made import written
from remit.earned_value.tests.making import a_kept_status
from remit.meetings.tests.making import a_decision, a_meeting, an_action, some_minutes
from remit.people.models import ExpectationTemplate, Person
from remit.people.operations.absences import request_leave
from remit.people.operations.advice import begin_advice
from remit.people.operations.certificates import add_certificate
from remit.people.operations.commitments import promise
from remit.people.operations.decisions import ask_decision
from remit.people.operations.growth import add_growth_action, add_standard_expectations, begin_review
from remit.people.operations.holidays import add_holidays
from remit.people.operations.organisation import create_unit
from remit.people.operations.positions import add_position
from remit.people.operations.skills import Assessment, add_skill, assess_skills
from remit.people.operations.structures import begin_structure, plan_change
from remit.people.operations.training import add_training
from remit.planning.operations.edits import edit_plan
from remit.products.operations.products import create_product
from remit.projects.models import Project
from remit.projects.operations.deliverables import Criterion, add_deliverable
from remit.projects.operations.needs import add_collection, add_need
from remit.projects.operations.requirements import add_requirement
from remit.projects.operations.serving import serve_product
from remit.projects.operations.stakeholders import add_stakeholder
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.resourcing.tests.making import a_pool_entry, a_request, a_unit
from remit.scenarios.tests.making import a_proposal, a_scenario, an_estimate
from remit.simulations.tests.making import a_simulation
from remit.timesheets.tests.making import noted
from remit.web.openapi import document
from remit.web.tests.api_calls import token_of
from remit.web.wsgi import application

CHECKS = (not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance)
SEED = 20_260_601
FEW, MANY = 8, 150

SCHEMA = openapi.from_dict(json.loads(document()))
SCHEMA.app = application
FOUND: list[Any] = [each.ok() for each in SCHEMA.get_all_operations()]  # type: ignore[union-attr]  # the document is sound
OPERATIONS = {each.label: each for each in FOUND}


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Keep the test's own connection, and with it the transaction, from one request to the next."""
    signals = (request_started, request_finished)
    for each in signals:
        each.disconnect(close_old_connections)
    yield
    for each in signals:
        each.connect(close_old_connections)


@pytest.fixture(scope="module")
def token(lasting_world: World, django_db_blocker: DjangoDbBlocker) -> str:
    """Somebody who may do everything, in a plan that is not empty."""
    with django_db_blocker.unblock():
        return _prepared(lasting_world)


def _prepared(world: World) -> str:
    for role in ("administrator", "programme-manager", "project-manager"):
        ada = world.give("Ada", role, world.root)
    edit_plan(world.project, [{"op": "add", "name": "Dig"}, {"op": "add", "name": "Pour"}], actor=ada)
    edit_plan(world.project, [{"op": "link", "predecessor": "T-2", "successor": "T-1"}], actor=ada)
    crew = [{"op": "add_resource", "name": "Crew"}, {"op": "assign", "activity": "T-1", "resource": "R-1"}]
    edit_plan(world.project, crew, actor=ada)
    world.give("Bob", "team-member")
    ask_decision(world.project.scope, title="Buy a pump", amount_minor=1, actor=world.actor("Bob"))
    _about_people(world, ada)
    return token_of(world, "Ada")


def _about_people(world: World, ada: Actor) -> None:
    """A unit with a position, a skill, and what the first person holds, asks for and promises."""
    firm, person, day = world.organisation, world.person("Ada"), dt.date(2026, 1, 1)
    works = create_unit(firm, name="Works", actor=ada)
    add_position(firm, title="Clerk", unit=works, from_date=day, actor=ada)
    structure = begin_structure(firm, name="To be", takes_effect_on=dt.date(2099, 1, 5), actor=ada)
    plan_change(structure, kind="add-unit", values={"name": "Yard"}, version=1, actor=ada)
    skill = add_skill(firm, name="Welding", actor=ada)
    assess_skills(person, [Assessment(skill, 2)], actor=ada)
    add_certificate(person, name="First aid", actor=ada)
    request_leave(person, from_date=dt.date(2099, 1, 5), to_date=dt.date(2099, 1, 9), actor=ada)
    noted(person, project=world.project)
    promise(person, world.project.scope, what="A plan", due_on=dt.date(2099, 1, 5), to_name="All", actor=ada)
    add_standard_expectations(firm, actor=ada)
    add_training(firm, subject="Safety", scope=world.project.scope, actor=ada)
    add_deliverable(world.project, name="Guide", criteria=[Criterion("Short")], actor=ada)
    add_need(world.project, text="To cross", whose="Walkers", actor=ada)
    add_collection(world.project, title="Talk", technique="interview", held_on=dt.date(2026, 6, 1), actor=ada)
    add_requirement(world.project, statement="The gate must open.", actor=ada)
    add_stakeholder(world.project, name="Mayor", actor=ada)
    _about_what_could_be(world.project)
    written(world.project, person, actor=ada)
    add_template(firm, keep_text(firm, "# Plan"), name="Plan", actor=system_actor())
    an_action(world.project, person)
    a_comment(world.project, person)
    a_decision(world.project, person)
    a_review(a_benefit(world.project, person))
    _about_money(world, person)
    a_request(world, ada, pool=a_pool_entry(world, unit=a_unit(world, "Plant")))
    some_minutes(a_meeting(world.project, person))
    for keep in (a_kept_risk, a_kept_issue, a_kept_change):
        keep(world.project, person)
    add_lesson(world.project, title="Dig first", happened="Rock.", advice="Bore.", actor=ada)
    desk = create_product(firm, name="Desk", since=day, actor=system_actor())
    serve_product(world.project, desk, actor=system_actor())
    add_holidays(firm, [(dt.date(2026, 12, 25), "Christmas Day")], actor=system_actor())
    begin_review(person, ExpectationTemplate.objects.get(organisation=firm), actor=ada)
    add_growth_action(person, what="Read", due_on=dt.date(2099, 1, 5), actor=ada)
    begin_advice(firm, name="The firm", facts={"projects": 2}, actor=ada)


def _about_what_could_be(project: Project) -> None:
    """A plan levelled, drawn, tried otherwise and estimated."""
    a_proposal(project)
    a_simulation(project)
    a_scenario(project)
    an_estimate(project)


def _about_money(world: World, owner: Person) -> None:
    """An account with an order, and what was earned of its budget."""
    a_cost(an_account(with_budget(world.project), owner, minor=1000), 5, "commitment")
    a_kept_status(world.project)


def existing(case: Any) -> None:
    """Let the generated request meet things that exist: an address of nothing tests nothing but that."""
    keys = {
        "/people": "U-1",
        "/assignments": "A-1",
        "/projects": "P-1",
        "/roles": "sponsor",
        "/history": "P-1",
    }
    key = next((each for start, each in keys.items() if case.path.startswith(f"/api/v1{start}")), "X-1")
    known = {
        "key": key,
        "light": "budget",
        "code": key,
        "kind": "project",
        "number": 1,
        "method": "predictive",
        "criterion": 0,
        "condition": 1,
        "activity": "T-1",
        "link": "L-1",
        "calendar": "C-1",
        "resource": "R-1",
        "staffing": "S-1",
        "unit": "N-1",
        "decision": "Q-1",
        "person": "U-1",
        "position": "PS-1",
        "structure": "TB-1",
        "handover": "HO-1",
        "skill": "K-1",
        "certificate": "CE-1",
        "absence": "LV-1",
        "timesheet": "TS-1",
        "commitment": "CM-1",
        "expectation": "EX-1",
        "review": "RV-1",
        "training": "TR-1",
        "deliverable": "DL-1",
        "requirement": "RQ-1",
        "need": "ND-1",
        "session": "SE-1",
        "stakeholder": "SH-1",
        "comment": "CO-1",
        "action": "AC-1",
        "logged": "DN-1",
        "meeting": "MT-1",
        "proposal": "LP-1",
        "simulation": "MC-1",
        "scenario": "WI-1",
        "document": "DO-1",
        "document_version": 1,
        "document_template": "DT-1",
        "archive": "AR-1",
        "lesson": "LE-1",
        "benefit": "BE-1",
        "pool_entry": "PL-1",
        "resource_request": "RR-1",
        "allocation_number": 1,
        "delivery_number": 1,
        "cost_account": "CA-1",
        "snapshot": "SS-1",
        "cost_entry": "CX-1",
        "review_number": 1,
        "risk": "RK-1",
        "issue": "IS-1",
        "change": "CR-1",
        "product": "PR-1",
        "holiday": "2026-12-25",
        "growth_action": "GA-1",
        "scope": "P-1",
        "row": "D-1",
        "column": "role:sponsor",
        "slug": "float",
    }
    for name in case.path_parameters or {}:
        case.path_parameters[name] = known[name]


def run(label: str, token: str, examples: int) -> None:
    operation = OPERATIONS[label]

    def check(prepare: Callable[[Any], None], mode: GenerationMode) -> None:
        @seed(SEED)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.explicit, Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def meets(case: Any) -> None:
            prepare(case)
            case.call_and_validate(headers={"Authorization": f"Bearer {token}"}, checks=CHECKS)

        meets()

    check(existing, GenerationMode.POSITIVE)
    check(lambda _case: None, GenerationMode.POSITIVE)
    check(existing, GenerationMode.NEGATIVE)


@pytest.mark.any_database
@pytest.mark.long
@pytest.mark.django_db
@pytest.mark.parametrize("label", OPERATIONS)
def test_a_few_requests_of_every_operation(label: str, token: str) -> None:
    run(label, token, FEW)


@pytest.mark.soak
@pytest.mark.django_db
@pytest.mark.parametrize("label", OPERATIONS)
def test_many_requests_of_every_operation(label: str, token: str) -> None:
    run(label, token, MANY)
