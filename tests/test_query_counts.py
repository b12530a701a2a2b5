"""Every page, list and file takes the same number of queries for 10 rows and for 60: the number in the golden file.

`REMIT_WRITE_QUERY_COUNTS=1 pytest tests/test_query_counts.py` writes `tests/query_counts.json` anew, to be read
line by line before it is committed: a number that rises has a reason.
"""

import datetime as dt
import json
import os
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client

from remit.accounts.feeds import parts_in_order
from remit.accounts.links import hash_of
from remit.accounts.models import CalendarFeed
from remit.accounts.operations.feeds import MOST_FEEDS, create_feed
from remit.accounts.operations.tokens import create_token
from remit.accounts.permissions import system_actor
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.tests.making import a_kept_change
from remit.closure.checklist import code_of
from remit.closure.models import Archive
from remit.closure.operations.checklists import answer_item, edit_checklist
from remit.closure.operations.closing_records import begin_record
from remit.closure.operations.lessons import add_lesson, note_lesson
from remit.closure.operations.service_handovers import begin_service_handover
from remit.comments.tests.making import a_comment
from remit.conftest import World, make_world
from remit.costs.operations.entries import reverse_entry
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.documents.operations.contents import keep_text
from remit.documents.operations.documents import change_document
from remit.documents.operations.templates import add_template
from remit.documents.operations.versions import add_version, send_to_review
from remit.documents.tests.made import written
from remit.earned_value.operations.measures import set_measures
from remit.earned_value.tests.making import a_kept_status
from remit.interchange.models import ImportReport, PeopleImport, RequirementImport
from remit.jobs.operations.jobs import start_job
from remit.meetings.tests.making import a_decision, a_meeting, an_action, some_minutes
from remit.people.models import Handover, Role, Skill, Unit
from remit.people.operations.absences import request_leave
from remit.people.operations.advice import begin_advice
from remit.people.operations.assignments import assign_role
from remit.people.operations.certificates import add_certificate
from remit.people.operations.commitments import promise
from remit.people.operations.decisions import ask_decision
from remit.people.operations.glossary import Meaning, add_term
from remit.people.operations.growth import (
    add_expectations,
    add_growth_action,
    begin_review,
    set_role_skills,
)
from remit.people.operations.matrices import activate_matrix, begin_matrix
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.operations.organisation import create_programme, create_unit
from remit.people.operations.people import change_person
from remit.people.operations.positions import add_position
from remit.people.operations.skills import Assessment, add_skill, assess_skills
from remit.people.operations.structures import begin_structure, plan_change
from remit.people.operations.training import add_training, add_training_session, note_training
from remit.people.operations.units import name_head
from remit.people.tests.staffed import read_by_all
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.products.operations.products import create_product
from remit.projects.models import GateCondition, LifeStep, Project
from remit.projects.operations.deliverable_states import advance_deliverable, note_check
from remit.projects.operations.deliverables import Criterion, add_deliverable
from remit.projects.operations.gates import ask_gate, withdraw_gate
from remit.projects.operations.lives import choose_method
from remit.projects.operations.needs import add_collection, add_need
from remit.projects.operations.projects import change_project, create_project
from remit.projects.operations.requirements import add_requirement, change_requirement
from remit.projects.operations.serving import serve_product
from remit.projects.operations.stakeholders import add_stakeholder, note_contact
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.reporting.models import LightOverride
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.reports import report_status
from remit.resourcing.operations.answering import approve_request
from remit.resourcing.tests.making import a_pool_entry, a_request
from remit.scenarios.tests.making import a_proposal, a_scenario, an_estimate
from remit.simulations.tests.making import a_simulation
from remit.timesheets.tests.making import noted
from tests.permissions import Route, address, noting, routes

pytestmark = pytest.mark.django_db

GOLDEN = Path(__file__).with_name("query_counts.json")
FEW, MANY = 10, 60
SYSTEM = system_actor()
MONDAY = dt.date(2026, 6, 1)
# Pages of signing in hold no list; that of one's sessions does.
NOT_OURS = ("accounts/", "invitation/")
NO_LISTS = {"api/v1/openapi.json", "api/v1/docs", "api/v1/"}


def _fill_what_could_be(world: World, rows: int) -> None:
    for number in range(1, rows + 1):
        a_proposal(world.project, number)
        a_simulation(world.project)
        a_scenario(world.project, number)
        an_estimate(world.project, number - 1)


def filled(name: str, rows: int) -> World:
    """Return an organisation with about `rows` of everything that a list can hold."""
    world = make_world(name)
    for role in ("administrator", "portfolio-manager", "project-leader"):
        world.give("Petra", role, world.root)
    world.give("Petra", "project-manager")
    member = Role.objects.get(organisation=world.organisation, code="team-member")
    for number in range(rows):
        person = world.person(f"N{number}")
        unit = create_unit(world.organisation, name=f"Unit {number}", actor=SYSTEM)
        meanings = [Meaning(f"Meaning {each}", "Us") for each in range(min(rows, 12))]
        add_term(world.organisation, name=f"Word {number}", definitions=meanings, actor=SYSTEM)
        name_head(unit, person, version=1, actor=SYSTEM)
        change_person(
            person, version=person.version, actor=SYSTEM, unit=unit, line_manager=world.person("Petra")
        )
        assign_role(person, member, world.project.scope, actor=SYSTEM, from_date=MONDAY)
        programme = create_programme(world.organisation, name=f"Programme {number}", actor=SYSTEM)
        project = create_project(programme, name=f"Project {number}", starts_on=MONDAY, actor=SYSTEM)
        create_plan(project, actor=SYSTEM)
    for number in range(rows):
        due = dt.date(2098, 1, 1)
        petra = world.person("Petra")
        promise(
            petra, world.project.scope, what=f"Draft {number}", due_on=due, to_name="Client", actor=SYSTEM
        )
        begin_advice(world.organisation, name=f"Advice {number}", facts={"projects": number}, actor=SYSTEM)
    _fill_plan(world, rows)
    _fill_account(world, rows)
    _fill_jobs(world, rows)
    _fill_matrices(world, rows)
    _fill_abilities(world, rows)
    _fill_growth(world, rows)
    _fill_timesheets(world, rows)
    for number in range(rows):
        ask_decision(
            world.project.scope, title=f"Pump {number}", amount_minor=number, actor=world.actor("N0")
        )
    _fill_handovers(world, rows)
    _fill_products(world, rows)
    _fill_lives(world, rows)
    _fill_deliverables(world, rows)
    _fill_requirements(world, rows)
    _fill_stakeholders(world, rows)
    _fill_outcomes(world, rows)
    _fill_closing(world, rows)
    _fill_what_could_be(world, rows)
    _fill_documents(world, rows)
    _fill_status(world, rows)
    return world


def _fill_status(world: World, rows: int) -> None:
    """Report cost and status that many times, and set every light by hand, one of which waits."""
    for _time in range(rows):
        report_cost(world.project, spent_minor=4, low_minor=1, likely_minor=2, high_minor=3, actor=SYSTEM)
        report_status(world.project, words="So", actor=SYSTEM)
    LightOverride.objects.bulk_create(
        LightOverride(
            project=world.project, light=light, colour="red", ruled="green", reason="So", state="waiting",
            until=dt.date(2098, 1, 1), by=world.person("N0"), by_name="N0",
        )
        for light in ("schedule", "deadlines", "documentation", "staffing", "budget")
    )  # fmt: skip


def _fill_money(world: World, rows: int) -> None:
    """Open accounts, each with budget, an order, its invoice, and one that is taken back."""
    project, petra = with_budget(world.project, 10**9), world.person("Petra")
    accounts = [an_account(project, petra, code=f"{n}", minor=1000) for n in range(min(rows, 40))]
    for account in accounts:
        order = a_cost(accounts[0], 5, "commitment")
        a_cost(accounts[0], 5, settles=order)
        reverse_entry(a_cost(account, 5), reason="Wrong", actor=SYSTEM)


def _fill_closing(world: World, rows: int) -> None:
    """Begin a closing record, and answer that many items of a list of the organisation's own."""
    lines = [f"Item {number}" for number in range(min(rows, 40))]
    edit_checklist(world.organisation, lines, number=0, reason="Ours", actor=SYSTEM)
    for line in lines:
        answer_item(world.project, code_of(line), state="done", evidence="x", version=0, actor=SYSTEM)
    begin_record(world.project, actor=SYSTEM)
    begin_service_handover(world.project, actor=SYSTEM)
    made = [a_benefit(world.project, world.person("Petra")) for _number in range(rows)]
    for day in range(min(rows, 20)):
        a_review(made[0], MONDAY + dt.timedelta(days=day))
    _fill_money(world, rows)
    _fill_value(world, rows)
    own = [{"title": f"Lesson {number}", "happened": "x", "advice": "x"} for number in range(rows)]
    for each in own:
        add_lesson(world.project, actor=SYSTEM, **each)
    other = world.begin("Learnt", world.root)
    for each in own:
        made = add_lesson(other, is_shared=True, actor=SYSTEM, **each)
        note_lesson(world.project, made, state="noted", words="x", version=0, actor=SYSTEM)
    name = default_storage.save("archives/counted", ContentFile(b"PK"))
    for number in range(1, rows + 1):
        Archive.objects.create(
            organisation=world.organisation, project=world.project, key=f"AR-{number}", made_on=MONDAY,
            made_by_name="x", file_name=Path(name).name, sha256="0" * 64, manifest_sha256="0" * 64, size=2,
            files=1, schema_version=1, retain_until=MONDAY,
        )  # fmt: skip


def _fill_documents(world: World, rows: int) -> None:
    """Keep that many documents and templates; the first has as many versions, its last one waits for reviews."""
    people = [world.person(f"N{number}") for number in range(rows)]
    made = [written(world.project, each, title=f"Paper {each.name}") for each in people]
    for number in range(rows):
        content = keep_text(world.organisation, f"# Words {number}")
        version = add_version(made[0], content, seen=number + 1, actor=SYSTEM)
        add_template(world.organisation, content, name=f"Template {number}", actor=SYSTEM)
    change_document(made[0], version=1, readers=people, actor=SYSTEM)
    petra = world.person("Petra")
    send_to_review(version, reviewers=people[:10], approver=petra, seen=1, actor=SYSTEM)
    for each in made[1:]:
        draft = each.versions.get()
        send_to_review(draft, reviewers=[petra], approver=people[0], seen=1, actor=SYSTEM)


def _fill_outcomes(world: World, rows: int) -> None:
    """Give that many actions, and log that many decisions, each in the place of the one before."""
    earlier = None
    for number in range(rows):
        person = world.person(f"N{number}")
        an_action(world.project, person)
        some_minutes(a_meeting(world.project, person))
        a_kept_risk(world.project, person, emv_minor=-number)
        a_kept_issue(world.project, person)
        a_kept_change(world.project, person)
        first = a_comment(world.project, person, calls=person)
        a_comment(world.project, person, answers=first)
        a_comment(world.project, person, about="T-1", calls=person)
        earlier = a_decision(world.project, person, supersedes=earlier)


def _fill_stakeholders(world: World, rows: int) -> None:
    """Note that many stakeholders, all overdue by now, the first spoken with as often."""
    made = [
        add_stakeholder(
            world.project,
            name=f"Group {number}",
            owner=world.person(f"N{number}"),
            every_days=1,
            actor=SYSTEM,
        )
        for number in range(rows)
    ]
    for _time in range(rows):
        note_contact(made[0], channel="Call", actor=SYSTEM)


def _fill_requirements(world: World, rows: int) -> None:
    """State that many requirements with as many needs and sessions, all of which the first is traced to."""
    met = list(world.project.deliverables.all())
    people = [world.person(f"N{number}") for number in range(rows)]
    needs = []
    for number in range(rows):
        held = add_collection(
            world.project,
            title=f"Talk {number}",
            technique="interview",
            held_on=MONDAY,
            people=people,
            actor=SYSTEM,
        )
        needs.append(
            add_need(world.project, text=f"Need {number}", whose="Walkers", collection=held, actor=SYSTEM)
        )
    for number in range(rows):
        one = add_requirement(
            world.project, statement=f"The gate must open {number}.", needs=needs[: None if not number else 1],
            deliverables=met[: None if not number else 1], collection=held, actor=SYSTEM,
        )  # fmt: skip
        for version in range(1, (rows if not number else 2)):
            one = change_requirement(one, version=version, statement=f"Gate {number} {version}", actor=SYSTEM)


def _fill_deliverables(world: World, rows: int) -> None:
    """Describe that many deliverables, the first with as many criteria, checks and steps."""
    for number in range(rows):
        criteria = [Criterion(f"Line {line}") for line in range(min(rows, 40) if not number else 2)]
        made = add_deliverable(
            world.project,
            name=f"Part {number}",
            producer=world.person(f"N{number}"),
            criteria=criteria,
            actor=SYSTEM,
        )
        for state in ("in-work", "ready", "under-check"):
            made = advance_deliverable(made, state, version=made.version, actor=SYSTEM)
        for criterion in made.criteria.all():
            note_check(made, criterion, method="Review", is_met=True, actor=SYSTEM)


def _fill_products(world: World, rows: int) -> None:
    for number in range(rows):
        crane = a_pool_entry(world, f"Crane {number}")
        asked = a_request(world, world.actor("Petra"), pool=crane, person=None)
        approve_request(asked, version=1, actor=world.actor("Mona"))
        product = create_product(world.organisation, name=f"Desk {number}", actor=system_actor())
        serve_product(world.project, product, actor=system_actor())
        for other in (
            Project.objects.filter(organisation=world.organisation).exclude(pk=world.project.pk)[:rows]
            if not number
            else ()
        ):
            serve_product(other, product, actor=system_actor())


def _fill_lives(world: World, rows: int) -> None:
    """Give the project a method, that many reviews of gates, and steps; the last review waits."""
    choose_method(world.project, "predictive", actor=SYSTEM)
    for number in range(rows):
        review = ask_gate(world.project, actor=SYSTEM)
        if number < rows - 1:
            withdraw_gate(review, version=1, actor=SYSTEM)
        owner = world.person("N0")
        GateCondition.objects.create(review=review, number=1, text="More", owner=owner, due_on=MONDAY)
        LifeStep.objects.create(
            project=world.project, day=MONDAY, from_phase="planning", to_phase="planning", by_key="U-1",
            by_name="Ada",
        )  # fmt: skip


def _fill_handovers(world: World, rows: int) -> None:
    """Hand over that many roles of the project, the first with as many lines."""
    for number, held in enumerate(world.project.scope.assignments.order_by("pk")[:rows], 1):
        made = Handover.objects.create(
            organisation=world.organisation, key=f"HO-{number}", assignment=held, cause="ended",
            begun_on=MONDAY, due_on=MONDAY,
        )  # fmt: skip
        for line in range(rows if number == 1 else 1):
            made.items.create(number=line + 1, kind="own", label=f"Line {line}")


def _fill_abilities(world: World, rows: int) -> None:
    """Give people positions, skills and certificates; whoever has a skill alone and whoever has not."""
    unit = Unit.objects.get(organisation=world.organisation, key="N-1")
    petra = world.person("Petra")
    top = add_position(
        world.organisation, title="Head", unit=unit, holder=petra, from_date=MONDAY, actor=SYSTEM
    )
    planned = begin_structure(
        world.organisation, name="To be", takes_effect_on=dt.date(2098, 1, 1), actor=SYSTEM
    )
    for number in range(rows + 1):
        plan_change(
            planned, kind="add-unit", values={"name": f"Yard {number}"}, version=number + 1, actor=SYSTEM
        )
    stated = []
    for number in range(rows):
        person = world.person(f"N{number}")
        add_position(
            world.organisation, title=f"Place {number}", unit=unit, holder=person, reports_to=top,
            from_date=MONDAY, actor=SYSTEM,
        )  # fmt: skip
        skill = add_skill(world.organisation, name=f"Skill {number}", area=f"Area {number % 3}", actor=SYSTEM)
        stated.append(Assessment(skill, 3 + number % 3))
        assess_skills(person, [Assessment(skill, 2)], actor=SYSTEM)
        for who in (person, petra):
            add_certificate(who, name=f"Paper {number}", expires_on=dt.date(2027, 1, 1), actor=SYSTEM)
        day = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=14 * number)
        for who in (person, petra):
            request_leave(who, from_date=day, to_date=day + dt.timedelta(days=3), actor=SYSTEM)
        request_leave(
            person, from_date=day + dt.timedelta(days=5), to_date=day + dt.timedelta(days=6),
            actor=world.actor(f"N{number}"),
        )  # fmt: skip
    assess_skills(petra, stated, actor=SYSTEM)


def _fill_timesheets(world: World, rows: int) -> None:
    """Let Petra have a week of many lines, weeks before it, and as many that wait for her."""
    petra = world.person("Petra")
    noted(petra, project=world.project, lines=min(rows, 50), note="Dug")
    for number in range(1, rows):
        week = MONDAY - dt.timedelta(days=7 * number)
        noted(petra, week, project=world.project, state="returned")
        who = world.person(f"N{number}")
        noted(who, week, project=world.project, state="submitted", approver=petra, submitted_on=MONDAY)


def _fill_growth(world: World, rows: int) -> None:
    """State the skills of roles, and let Petra be reviewed and agree on actions."""
    petra, by = world.person("Petra"), world.actor("Petra")
    skills = list(Skill.objects.filter(organisation=world.organisation))
    for role in Role.objects.filter(organisation=world.organisation)[: 8 if rows == FEW else 24]:
        set_role_skills(role, dict.fromkeys(skills, 3), version=0, actor=SYSTEM)
        lines = [f"Line {number}" for number in range(min(rows, 30))]
        stated = add_expectations(world.organisation, role=role, name=role.name, items=lines, actor=SYSTEM)
        begin_review(petra, stated, actor=by)
    for number in range(rows):
        taught = add_training(
            world.organisation, subject=f"Lesson {number}", scope=world.project.scope, actor=SYSTEM
        )
        add_training_session(taught, held_on=MONDAY, place="Site", actor=SYSTEM)
        note_training(taught, world.person("N0"), actor=SYSTEM)
    for number in range(rows):
        due = dt.date(2098, 1, 1)
        add_growth_action(petra, what=f"Read {number}", due_on=due, skill=skills[number % 5], actor=by)


def _fill_matrices(world: World, rows: int) -> None:
    """Put rows for which Petra answers into force at the project and at the organisation, then begin drafts."""
    for scope in (world.root, world.project.scope):
        draft = begin_matrix(scope, actor=SYSTEM)
        person = "Project manager" if scope.kind == "project" else "Portfolio manager"
        lines = [f"Step {number} of {scope.key}\tA\tR" for number in range(rows)]
        text = "\n".join([f"\t{person}\tProject leader", *lines])
        paste_matrix(draft, text=text, area="scope", version=1, actor=SYSTEM)
        read_by_all(world.organisation, "project-manager", "portfolio-manager")
        activate_matrix(draft, version=2, reason="One answers for all.", actor=SYSTEM)
        begin_matrix(scope, actor=SYSTEM)


def _fill_value(world: World, rows: int) -> None:
    """Keep the figures that many times, and say of as many activities how they are measured."""
    keys = list(world.project.activities.values_list("key", flat=True)[:rows])
    set_measures(world.project, keys, rule="fifty-fifty", actor=SYSTEM)
    for _number in range(rows):
        a_kept_status(world.project)


def _fill_plan(world: World, rows: int) -> None:
    project = world.project
    steps = [{"op": "add", "name": f"Step {number}", "duration_minutes": 450} for number in range(rows)]
    edit_plan(project, steps, actor=SYSTEM)
    days = [[20_605 + number, 20_605 + number, [], f"Day {number}"] for number in range(rows)]
    crew = [{"op": "add_resource", "name": f"Crew {number}"} for number in range(1, rows + 1)]
    work = [{"op": "assign", "activity": "T-1", "resource": f"R-{number}"} for number in range(1, rows + 1)]
    work += [{"op": "assign", "activity": f"T-{number}", "resource": "R-1"} for number in range(2, rows)]
    edit_plan(project, [*crew, *work], actor=SYSTEM)
    calendars = [{"op": "add_calendar", "name": f"Calendar {number}"} for number in range(rows)]
    edit_plan(project, [*calendars, {"op": "add_exceptions", "key": "C-1", "exceptions": days}], actor=SYSTEM)
    keys = [f"T-{number}" for number in range(1, rows + 1)]
    chain = [{"op": "link", "predecessor": a, "successor": b} for a, b in pairwise(keys)]
    fan = [{"op": "link", "predecessor": keys[0], "successor": key, "kind": "SS"} for key in keys[2:]]
    edit_plan(project, [*chain, *fan], actor=SYSTEM)
    late = {"constraint": "snet", "constraint_minute": "2026-06-02", "deadline_minute": "2026-06-02"}
    for number, key in enumerate(keys):
        named = late | {"accountable_key": world.person(f"N{number}").key}
        if number % 2:
            named = late | {"accountable_key": world.person("Petra").key}
        edit_plan(project, [{"op": "change", "key": key, "version": 1, "fields": named}], actor=SYSTEM)
        set_baseline(project, f"Baseline {number}", actor=SYSTEM)
        ImportReport.objects.create(
            organisation=project.organisation, project=project, project_key=project.key, number=number + 1,
            file_name="plan.xml", file_size=1, sha256=f"{number:064d}", counts={"activities": rows},
            differences=[
                {"key": key, "name": key, "field": "start", "stored": 1, "computed": 2, "reason": "summary", "by": ""}
                for key in keys
            ],
        )  # fmt: skip
        RequirementImport.objects.create(project=project, number=number + 1, file_name="wanted.csv")
        PeopleImport.objects.create(
            organisation=project.organisation, number=number + 1, file_name="staff.csv", file_size=1,
            sha256=f"{number:064d}", added=rows,
            changes=[
                {"person": 1, "key": "U-1", "name": each, "row": 2, "added": True, "version": 1,
                 "fields": {"name": ["", each]}} for each in keys
            ],
        )  # fmt: skip
        project.refresh_from_db()
        change_project(project, version=project.version, actor=SYSTEM, unique_result=f"Result {number}")


def _fill_account(world: World, rows: int) -> None:
    user = world.person("Petra").user
    assert user is not None
    for number in range(min(rows, 20)):  # there may be 20 at most
        create_token(user, name=f"Token {number}", may_write=False, days=30, actor=world.actor("Petra"))
    parts = [each.code for each in parts_in_order()]
    for number in range(min(rows, MOST_FEEDS)):
        create_feed(user, name=f"Phone {number}", parts=parts, actor=world.actor("Petra"))
    first = CalendarFeed.objects.filter(user=user).first()
    assert first is not None
    CalendarFeed.objects.filter(pk=first.pk).update(secret_hash=hash_of(f"feed{rows}"))


def _fill_jobs(world: World, rows: int) -> None:
    petra = world.actor("Petra")
    for number in range(min(rows, 40)):  # a page shows 50
        stated = {"upload": f"{number:032d}", "project_key": "P-1"}
        start_job(
            "interchange.import_plan", label=f"plan {number}.xml", scope_path=world.project.scope.path,
            parameters=stated, actor=petra,
        )  # fmt: skip


def addresses(world: World, rows: int) -> Iterator[tuple[str, str]]:
    """Yield every page, list and file with the name it has in the golden file."""
    held = world.project.scope.assignments.first()
    assert held is not None
    values = {
        "key": "P-1", "suffix": "csv", "scope_key": "P-1", "scope": "P-1",
        "row_key": f"D-{2 * rows}", "row": f"D-{2 * rows}",
        "column": "role:project-manager", "commitment_key": "CM-1",
        "commitment": "CM-1", "expectation_key": "EX-1", "expectation": "EX-1", "review_key": "RV-1",
        "review": "RV-1", "training_key": "TR-1", "training": "TR-1", "action_key": "GA-1", "growth_action": "GA-1",
        "stakeholder_key": "SH-1", "stakeholder": "SH-1", "proposal_key": "LP-1", "proposal": "LP-1",
        "simulation_key": "MC-1", "simulation": "MC-1",
        "scenario_key": "WI-1", "scenario": "WI-1",
        "document_key": "DO-1", "document": "DO-1", "template_key": "DT-1", "document_template": "DT-1",
        "comment_key": "CO-1", "comment": "CO-1",
        "todo_key": "AC-1", "action": "AC-1", "logged_key": "DN-1", "logged": "DN-1",
        "meeting_key": "MT-1", "meeting": "MT-1",
        "risk_key": "RK-1", "risk": "RK-1", "issue_key": "IS-1", "issue": "IS-1", "step": "assess",
        "change_key": "CR-1", "change": "CR-1", "change_step": "submit",
        "archive_key": "AR-1", "archive": "AR-1",
        "lesson_key": "LE-1", "lesson": "LE-1", "benefit_key": "BE-1", "benefit": "BE-1", "review_number": "1",
        "pool_key": "PL-1", "pool_entry": "PL-1", "request_key": "RR-1", "resource_request": "RR-1",
        "allocation_number": "1", "delivery_number": "1",
        "snapshot_key": "SS-1", "snapshot": "SS-1", "account_key": "CA-1", "cost_account": "CA-1", "entry_key": "CX-1",
        "cost_entry": "CX-1",
        "deliverable_key": "DL-1", "deliverable": "DL-1", "requirement_key": "RQ-1",
        "requirement": "RQ-1", "need_key": "ND-1", "need": "ND-1", "collection_key": "SE-1", "session": "SE-1",
        "activity_key": f"T-{rows}", "activity": f"T-{rows}", "calendar_key": "C-1",
        "calendar": "C-1", "resource_key": "R-1", "resource": "R-1", "staffing_key": "S-1", "staffing": "S-1",
        "unit_key": "N-1", "unit": "N-1", "position_key": "PS-1", "position": "PS-1",
        "structure_key": "TB-1", "structure": "TB-1", "skill_key": "K-1",
        "skill": "K-1", "certificate_key": "CE-1", "certificate": "CE-1", "absence_key": "LV-1",
        "absence": "LV-1", "slug": "word-0", "timesheet_key": "TS-1", "timesheet": "TS-1", "week": "2026-06-01",
        "kind": "project", "code": "team-member",
        "number": "1", "method": "predictive", "link_key": "L-1", "link": "L-1", "assignment_key": held.key,
        "person": world.person("Petra").key, "person_key": "U-1",
        "job": "J-1", "decision_key": "Q-1", "decision": "Q-1",
        "handover_key": "HO-1", "handover": "HO-1", "holiday": "2026-12-25",
        "product_key": "PR-1", "product": "PR-1", "light": "budget", "secret": f"feed{rows}",
    }  # fmt: skip
    for route in routes():
        if route.pattern not in NO_LISTS and not route.pattern.startswith(NOT_OURS):
            yield route.name, address(route, values)
    yield (
        "planning:activity with many links",
        address(_named("planning:activity"), values | {"activity_key": "T-1"}),
    )
    yield "planning:why with many links", address(_named("planning:why"), values | {"activity_key": "T-1"})
    yield "audit:history of an activity", "/history/activity/P-1/T-1/"
    yield "usersessions_list", "/accounts/sessions/"
    for typed in ("Step", "Project", "N1", "word", "who is accountable for step"):
        yield f"palette: {typed}", f"/palette?q={typed}"
    yield "people:give_role at a project", "/assignments/new/?scope=P-1"
    yield "people:ask_decision at a project", "/decisions/new/?scope=P-1"
    yield "two roles compared", "/roles/compare/?role=sponsor&role=team-member"
    yield "growth towards a role", f"/people/{world.person('Petra').key}/growth/?role=sponsor"
    yield "is it in my role", "/roles/ask/?q=approve+the+budget"
    yield "api/v1/role-comparison", "/api/v1/role-comparison?role=sponsor&role=team-member"
    yield "api/v1/role-answers", "/api/v1/role-answers?q=approve+the+budget"
    lists = (
        "/projects/",
        "/people/",
        "/people/sign-ins/",
        "/assignments/",
        "/decisions/",
        "/organisation/positions/",
        "/people/skills/list/",
    )
    yield "/people/skills/ as xlsx", "/people/skills/?export=xlsx"
    yield "/people/absences/ as csv", "/people/absences/?export=csv"
    yield "/time/sheets/ as csv", "/time/sheets/?export=csv"
    for path in (*lists, "/people/certificates/"):
        yield from ((f"{path} as {kind}", f"{path}?export={kind}") for kind in ("csv", "xlsx"))
        yield f"{path} by name, filtered", f"{path}?order_by=-name&q=e"


def _named(name: str) -> Route:
    return next(route for route in routes() if route.name == name)


def counted(world: World, rows: int) -> dict[str, int]:
    """Return how many queries each address takes that answers with 200, once everything is warm."""
    client = world.client("Petra")
    client.raise_request_exception = False
    found = {}
    for name, path in addresses(world, rows):
        if _asked(client, path)[0] == 200:
            found[name] = _asked(client, path)[1]
    return found


def _asked(client: Client, path: str) -> tuple[int, int]:
    statements: list[str] = []
    with connection.execute_wrapper(noting(statements)):
        status = client.get(path).status_code
    return status, len(statements)


@pytest.mark.any_database
@pytest.mark.long(30)
def test_no_list_takes_more_queries_for_more_rows() -> None:
    few = counted(filled("Acme", FEW), FEW)
    many = counted(filled("Globex", MANY), MANY)
    growing = {name: (few[name], many[name]) for name in few.keys() & many.keys() if few[name] != many[name]}
    print(
        f"queries: {len(few)} pages, lists and files; {len(growing)} take another number for {MANY} rows than for {FEW}"
    )
    assert growing == {}
    assert few.keys() == many.keys()
    if os.environ.get("REMIT_WRITE_QUERY_COUNTS"):
        GOLDEN.write_text(
            json.dumps(dict(sorted(few.items())), indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert {name: number for name, number in few.items() if golden.get(name) != number} == {}
    assert golden.keys() == few.keys()
    assert len(few) > 40
