"""Every route with every method for every kind of person at every scope: what is asked, and what came out.

`tests/permissions.csv` holds the expected answers; `python -m tests.permissions` is how it is written anew, to be
read line by line before it is committed. A route that is not in it fails the test.
"""

import copy
import csv
import datetime as dt
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import URLPattern, URLResolver, get_resolver

from remit.accounts.permissions import system_actor
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.tests.making import a_kept_change
from remit.closure.models import Archive
from remit.closure.operations.closing_records import begin_record
from remit.closure.operations.lessons import add_lesson
from remit.closure.operations.service_handovers import begin_service_handover
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.documents.operations.contents import keep_text
from remit.documents.operations.templates import add_template
from remit.documents.tests.made import written
from remit.earned_value.tests.making import a_kept_status
from remit.interchange.models import ImportReport, PeopleImport, RequirementImport
from remit.jobs.models import Job
from remit.meetings.tests.making import a_decision, a_meeting, an_action, some_minutes
from remit.people.models import ExpectationTemplate, Handover, Organisation, Person, PoolEntry, Role, Unit
from remit.people.operations.absences import request_leave
from remit.people.operations.advice import begin_advice
from remit.people.operations.assignments import end_assignment
from remit.people.operations.certificates import add_certificate
from remit.people.operations.commitments import promise
from remit.people.operations.decisions import ask_decision
from remit.people.operations.glossary import Meaning, add_term
from remit.people.operations.growth import add_growth_action, add_standard_expectations, begin_review
from remit.people.operations.matrices import begin_matrix
from remit.people.operations.matrix_edits import add_party, add_responsibility
from remit.people.operations.organisation import create_unit, root_scope
from remit.people.operations.people import add_person
from remit.people.operations.positions import add_position
from remit.people.operations.skills import add_skill
from remit.people.operations.structures import begin_structure, plan_change
from remit.people.operations.training import add_training
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.products.operations.products import create_product
from remit.projects.models import Project
from remit.projects.operations.charters import begin_charter
from remit.projects.operations.deliverables import Criterion, add_deliverable
from remit.projects.operations.feasibility import begin_study
from remit.projects.operations.gates import ask_gate, withdraw_gate
from remit.projects.operations.lives import choose_method
from remit.projects.operations.needs import add_collection, add_need
from remit.projects.operations.projects import create_project
from remit.projects.operations.requirements import add_requirement
from remit.projects.operations.stakeholders import add_stakeholder
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.reporting.models import LightOverride, StatusReport
from remit.reporting.operations.lights import set_light
from remit.reporting.operations.reports import report_status
from remit.resourcing.operations.asking import ask_for_resources
from remit.resourcing.tests.making import a_pool_entry
from remit.scenarios.tests.making import a_proposal, a_scenario, an_estimate
from remit.simulations.tests.making import a_simulation
from remit.timesheets.tests.making import noted

TABLE = Path(__file__).with_suffix(".csv")
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SCOPES = ("own", "other", "missing")
PROJECT_ROLES = ("team-member", "project-leader", "project-manager", "sponsor", "project-assurance")
FIRM_ROLES = ("portfolio-manager", "administrator")
PARTS = 4
PERSONAS = ("anonymous", "nobody", "removed", "disabled", *PROJECT_ROLES, *FIRM_ROLES)
# What a refusal may write: who tried, that it was refused, and the bookkeeping of sessions.
BOOKKEEPING = (
    "django_session",
    "usersessions_usersession",
    "remit_cache",
    "accounts_apitoken",
    "accounts_securityevent",
)
DRAFT = "api/v1/scopes/{scope}/matrix/draft"
VERSION = "api/v1/projects/{key}/documents/{document}/versions/{document_version}"
WRITE = re.compile(r'^\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"?(\w+)', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Route:
    """One address as the resolver knows it: its name, or its pattern where it has none, and its parameters."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


def routes() -> list[Route]:
    """Return every route that answers, below /static/ excepted."""
    found = {each.pattern: each for each in _walk(get_resolver().url_patterns, "", "")}
    return [found[pattern] for pattern in sorted(found)]


def _walk(patterns: list[URLPattern | URLResolver], prefix: str, space: str) -> Iterator[Route]:
    for each in patterns:
        pattern = prefix + str(each.pattern)
        if isinstance(each, URLResolver):
            below = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each.url_patterns, pattern, below)
        else:
            # the API gives each operation a name and one address to several
            named = each.name and not pattern.startswith("api/")
            yield Route(
                f"{space}{each.name}" if named else pattern,
                pattern,
                tuple(re.findall(r"<(?:\w+:)?(\w+)>", pattern)),
            )


def address(route: Route, values: dict[str, str]) -> str:
    """Return the path of a route with `values` for its parameters."""
    if "people/" in route.pattern and route.parameters == ("key",) and "projects/" not in route.pattern:
        values = values | {"key": values["person"]}
    if route.pattern.startswith("methods/"):
        values = values | {"code": values.get("method", "predictive")}
    if "closure/items" in route.pattern:
        values = values | {"code": "costs"}
    if "jobs/" in route.pattern:
        values = values | {"key": values["job"]}
    if "assignments/" in route.pattern:
        values = values | {"key": values["assignment_key"]}
    plain = route.pattern.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
    plain = re.sub(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)", r"<\1>", plain)
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda match: values.get(match[1], "1"), plain)


@dataclass
class Stage:
    """The world in which every request is made, and who makes it."""

    world: World
    clients: dict[str, Client]
    values: dict[str, dict[str, str]]


def stage(world: World) -> Stage:
    """Return `world` with a second project, an activity in each, and one person of every kind."""
    system = system_actor()
    other = create_project(
        root_scope(world.organisation), name="Tunnel", starts_on=dt.date(2026, 6, 1), actor=system
    )
    create_plan(other, actor=system)
    _build(world.organisation)
    create_product(world.organisation, name="Desk", since=dt.date(2026, 1, 5), actor=system)
    a_pool_entry(world, unit=Unit.objects.get(name="Works"))
    for project in (world.project, other):
        edit_plan(project, [{"op": "add", "name": "Survey"}, {"op": "add", "name": "Build"}], actor=system)
        edit_plan(project, [{"op": "link", "predecessor": "T-1", "successor": "T-2"}], actor=system)
        crew = [
            {"op": "add_resource", "name": "Crew"},
            {"op": "assign", "activity": "T-1", "resource": "R-1"},
        ]
        edit_plan(project, crew, actor=system)
        draft = begin_matrix(project.scope, actor=system)
        add_party(draft, role=Role.objects.get(organisation=world.organisation, code="sponsor"), actor=system)
        add_responsibility(draft, text="Reports", area="scope", actor=system)
    clients = {"anonymous": Client(raise_request_exception=False)}
    for role in PROJECT_ROLES:
        world.give(role.title().replace("-", ""), role)
        clients[role] = world.client(role.title().replace("-", ""))
    for role in FIRM_ROLES:
        world.give(role.title().replace("-", ""), role, world.root)
        clients[role] = world.client(role.title().replace("-", ""))
    clients["nobody"] = world.client("Norbert")
    world.give("Remo", "team-member")
    clients["removed"] = world.client("Remo")
    held = world.person("Remo").assignments.get()
    end_assignment(held, actor=system, version=held.version)
    clients["disabled"] = world.client("Disa")
    world.give("Disa", "team-member")
    gone = world.person("Disa").user
    assert gone is not None
    gone.is_active = False
    gone.save()
    for client in clients.values():
        client.raise_request_exception = False
    world.give("Otto", "team-member", other.scope)
    _note_beside(world, "TeamMember", "Otto")
    for project in (world.project, other):
        _promised(world, project)
    for project in (world.project, other):
        _lived(project, 1 if project is world.project else 2)
    for who, project in (("TeamMember", world.project), ("Otto", other)):
        ask_decision(project.scope, title="Buy a pump", amount_minor=1, actor=world.actor(who))
    for who, project in (("ProjectManager", world.project), ("Otto", other)):
        written(project, world.person(who))
        _spent(project, world.person(who))
    add_template(world.organisation, keep_text(world.organisation, "# Plan"), name="Plan", actor=system)
    values = {
        "own": _values(world, "P-1", "TeamMember", _report(world.project, 1))
        | {"job": _job(world.project, world.person("ProjectManager"), 1)},
        "other": _values(world, other.key, "Otto", _report(other, 2))
        | {"job": _job(other, world.person("Otto"), 2)},
        "missing": _missing(),
    }
    return Stage(world, clients, values)


def _spent(project: Project, owner: Person) -> None:
    """Give a project an account with a cost, and keep what was earned for it."""
    a_cost(an_account(with_budget(project, 1000), owner, minor=1000), 100)
    a_kept_status(project)


def _build(organisation: Organisation) -> None:
    """Give an organisation units, a position, a to-be structure, a skill, a term and an advice."""
    system = system_actor()
    create_unit(organisation, name="Engineering", actor=system)
    begin_advice(organisation, name="The firm", facts={"projects": 2}, actor=system)
    works = create_unit(organisation, name="Works", actor=system)
    add_position(organisation, title="Clerk", unit=works, from_date=dt.date(2026, 1, 1), actor=system)
    to_be = begin_structure(organisation, name="To be", takes_effect_on=dt.date(2098, 1, 1), actor=system)
    plan_change(to_be, kind="add-unit", values={"name": "Site"}, version=1, actor=system)
    add_skill(organisation, name="Welding", actor=system)
    add_term(organisation, name="Float", definitions=[Meaning("Spare time.", "Remit")], actor=system)


def _lived(project: Project, reviews: int) -> None:
    """Give a project charter, study and method; the last of its `reviews`, numbered as its report, waits."""
    system = system_actor()
    begin_charter(project, actor=system)
    begin_study(project, actor=system)
    begin_record(project, actor=system)
    _reported(project, reviews)
    add_lesson(project, title="Dig first", happened="Rock.", advice="Bore.", actor=system)
    begin_service_handover(project, actor=system)
    # whose owner is nobody who asks
    owner = add_person(project.organisation, name="Owen", email=f"owen@{project.key}.example", actor=system)
    a_review(a_benefit(project, owner))
    _asked(project)
    _archived(project)
    choose_method(project, "predictive", actor=system)
    for number in range(reviews):
        review = ask_gate(project, actor=system)
        if number < reviews - 1:
            withdraw_gate(review, version=1, actor=system)


def _asked(project: Project) -> None:
    """Let somebody who is nobody who asks ask for the crane."""
    asker = add_person(
        project.organisation, name="Asker", email=f"asker@{project.key}.example", actor=system_actor()
    )
    head = add_person(
        project.organisation, name="Hedy", email=f"hedy@{project.key}.example", actor=system_actor()
    )
    able = replace(system_actor(), person_id=asker.pk)
    crane = PoolEntry.objects.get(organisation=project.organisation)
    Unit.objects.filter(pk=crane.unit_id).update(head=head)
    days = {"from_date": dt.date(2098, 6, 2), "to_date": dt.date(2098, 6, 27)}
    ask_for_resources(project, actor=able, pool=crane, minutes_per_week=600, what_for="Lifting", **days)


def _reported(project: Project, number: int) -> None:
    """Report the status of a project under this number, and let a light wait for its sponsor."""
    report_status(project, actor=system_actor())
    StatusReport.objects.filter(project=project).update(number=number)
    set_light(project, "budget", colour="red", reason="So", actor=system_actor())
    LightOverride.objects.filter(project=project).update(state="waiting")


def _archived(project: Project) -> None:
    """Let an archive of the project lie there, whose time is over."""
    name = default_storage.save("archives/stub", ContentFile(b"PK"))
    Archive.objects.create(
        organisation=project.organisation, project=project, key=project.key.replace("P", "AR"),
        made_on=dt.date(2001, 1, 1), made_by_name="x", file_name=Path(name).name, sha256="0" * 64,
        manifest_sha256="0" * 64, size=2, files=1, schema_version=1, retain_until=dt.date(2008, 1, 1),
    )  # fmt: skip


def _promised(world: World, project: Project) -> None:
    """Let somebody promise something in a project, and state what is to be learnt there."""
    by, due = world.person(f"Promiser{project.key[-1]}"), dt.date(2098, 1, 1)
    promise(by, project.scope, what="Draft", due_on=due, to_name="Client", actor=system_actor())
    add_training(world.organisation, subject="Safety", scope=project.scope, actor=system_actor())
    add_stakeholder(project, name="Mayor", actor=system_actor())
    an_action(project, by)
    a_kept_risk(project, by)
    a_kept_issue(project, by)
    a_kept_change(project, by)
    a_comment(project, by, calls=by)
    a_decision(project, by)
    some_minutes(a_meeting(project, by, day=dt.date(2026, 1, 5)))
    a_proposal(project)
    a_simulation(project)
    a_scenario(project)
    an_estimate(project)
    add_deliverable(project, name="Guide", producer=by, criteria=[Criterion("Short")], actor=system_actor())
    add_need(project, text="To cross", whose="Walkers", actor=system_actor())
    day = dt.date(2026, 6, 1)
    add_collection(project, title="Talk", technique="interview", held_on=day, actor=system_actor())
    add_requirement(project, statement="The gate must open.", actor=system_actor())


def _note_beside(world: World, *names: str) -> None:
    """Give people a certificate, leave that they ask for, a review and something to do."""
    day = dt.date(2026, 6, 1)
    add_standard_expectations(world.organisation, actor=system_actor())
    for name in names:
        add_certificate(world.person(name), name="First aid", actor=system_actor())
        request_leave(world.person(name), from_date=day, to_date=day, actor=world.actor(name))
        noted(world.person(name), day)
        template = ExpectationTemplate.objects.get(organisation=world.organisation)
        begin_review(world.person(name), template, actor=world.actor(name))
        due = dt.date(2098, 1, 1)
        add_growth_action(world.person(name), what="Read", due_on=due, actor=world.actor(name))


def _handover(project: Project) -> None:
    """Begin to hand over what goes with a role of a project, whose key it takes, with two lines."""
    held = project.scope.assignments.order_by("pk").first()
    assert held is not None
    key = project.key.replace("P", "HO")
    made = Handover.objects.create(
        organisation=project.organisation, key=key, assignment=held, cause="ended",
        begun_on=project.starts_on, due_on=project.starts_on,
    )  # fmt: skip
    for number in (1, 2):
        made.items.create(number=number, kind="own", label=f"Line {number}")


def _report(project: Project, number: int) -> int:
    _handover(project)
    report = ImportReport.objects.create(
        organisation=project.organisation,
        project=project,
        project_key=project.key,
        number=number,
        file_name="plan.xml",
        file_size=1,
        sha256="0" * 64,
    )
    PeopleImport.objects.create(
        organisation=project.organisation,
        number=number,
        file_name="staff.csv",
        file_size=1,
        sha256="0" * 64,
    )
    RequirementImport.objects.create(project=project, number=number, file_name="needs.csv")
    return report.number


def _job(project: Project, owner: Person, number: int) -> str:
    """Return long work that waits: its owner's, whoever else may see the project."""
    job = Job.objects.create(
        organisation=project.organisation,
        key=f"J-90{number}",  # the next ones are counted from 1
        owner=owner.user,
        owner_key=owner.key,
        owner_name=owner.name,
        kind="interchange.import_plan",
        label="plan.xml",
        scope_path=project.scope.path,
        parameters={"upload": "0" * 32, "project_key": project.key},
    )
    return job.key


def _values(world: World, key: str, person: str, number: int) -> dict[str, str]:
    return {
        "key": key,
        "scope_key": key,
        "scope": key,
        "row_key": key.replace("P", "D"),  # begun in the order of the projects
        "row": key.replace("P", "D"),
        "column": "role:sponsor",
        "commitment_key": key.replace("P", "CM"),
        "commitment": key.replace("P", "CM"),
        "expectation_key": "EX-1",
        "expectation": "EX-1",
        "review_key": world.person(person).reviews.get().key,
        "review": world.person(person).reviews.get().key,
        "training_key": key.replace("P", "TR"),
        "training": key.replace("P", "TR"),
        "action_key": world.person(person).growth_actions.get().key,
        "growth_action": world.person(person).growth_actions.get().key,
        "deliverable_key": "DL-1",
        "deliverable": "DL-1",
        "requirement_key": "RQ-1",
        "requirement": "RQ-1",
        "need_key": "ND-1",
        "need": "ND-1",
        "collection_key": "SE-1",
        "session": "SE-1",
        "stakeholder_key": "SH-1",
        "stakeholder": "SH-1",
        "comment_key": "CO-1",
        "comment": "CO-1",
        "todo_key": "AC-1",
        "meeting_key": "MT-1",
        "meeting": "MT-1",
        "action": "AC-1",
        "logged_key": "DN-1",
        "logged": "DN-1",
        "proposal_key": "LP-1",
        "proposal": "LP-1",
        "simulation_key": "MC-1",
        "simulation": "MC-1",
        "scenario_key": "WI-1",
        "scenario": "WI-1",
        "document_key": "DO-1",
        "document": "DO-1",
        "template_key": "DT-1",
        "document_template": "DT-1",
        "archive_key": key.replace("P", "AR"),
        "archive": key.replace("P", "AR"),
        "lesson_key": key.replace("P", "LE"),
        "lesson": key.replace("P", "LE"),
        "benefit_key": key.replace("P", "BE"),
        "benefit": key.replace("P", "BE"),
        "review_number": "1",
        "risk_key": "RK-1",
        "risk": "RK-1",
        "issue_key": "IS-1",
        "issue": "IS-1",
        "change_key": "CR-1",
        "change": "CR-1",
        "change_step": "submit",
        "step": "assess",
        "pool_key": "PL-1",
        "pool_entry": "PL-1",
        "request_key": key.replace("P", "RR"),
        "resource_request": key.replace("P", "RR"),
        "allocation_number": "1",
        "delivery_number": "1",
        "account_key": "CA-1",
        "cost_account": "CA-1",
        "snapshot_key": "SS-1",
        "snapshot": "SS-1",
        "entry_key": "CX-1",
        "cost_entry": "CX-1",
        "activity_key": "T-1",
        "activity": "T-1",
        "calendar_key": "C-1",
        "calendar": "C-1",
        "resource_key": "R-1",
        "resource": "R-1",
        "staffing_key": "S-1",
        "staffing": "S-1",
        "unit_key": "N-1",
        "unit": "N-1",
        "position_key": "PS-1",
        "position": "PS-1",
        "structure_key": "TB-1",
        "structure": "TB-1",
        "skill_key": "K-1",
        "skill": "K-1",
        "certificate_key": world.person(person).certificates.get().key,
        "certificate": world.person(person).certificates.get().key,
        "absence_key": world.person(person).absences.get().key,
        "absence": world.person(person).absences.get().key,
        "timesheet_key": world.person(person).timesheets.get().key,
        "timesheet": world.person(person).timesheets.get().key,
        "week": "2026-06-01",
        "slug": "float",
        "kind": "project",
        "suffix": "csv",
        "code": "sponsor",
        "method": "predictive",
        "number": str(number),
        "link_key": "L-1",
        "link": "L-1",
        "assignment_key": world.person(person).assignments.get().key,
        "decision_key": key.replace("P", "Q"),  # asked in the order of the projects
        "decision": key.replace("P", "Q"),
        "handover_key": key.replace("P", "HO"),
        "handover": key.replace("P", "HO"),
        "holiday": "2026-12-25",
        "product_key": "PR-1",
        "product": "PR-1",
        "light": "budget",
        "person": world.person(person).key,
        "person_key": world.person(person).key,
    }


def _missing() -> dict[str, str]:
    names = (
        "key",
        "scope_key",
        "scope",
        "row_key",
        "row",
        "column",
        "commitment_key",
        "commitment",
        "expectation_key",
        "expectation",
        "review_key",
        "training_key",
        "training",
        "review",
        "action_key",
        "growth_action",
        "deliverable_key",
        "deliverable",
        "requirement_key",
        "requirement",
        "need_key",
        "need",
        "collection_key",
        "session",
        "stakeholder_key",
        "stakeholder",
        "comment_key",
        "comment",
        "todo_key",
        "meeting_key",
        "meeting",
        "action",
        "logged_key",
        "logged",
        "proposal_key",
        "proposal",
        "simulation_key",
        "simulation",
        "scenario_key",
        "scenario",
        "document_key",
        "document",
        "template_key",
        "document_template",
        "archive_key",
        "archive",
        "lesson_key",
        "lesson",
        "benefit_key",
        "benefit",
        "risk_key",
        "risk",
        "issue_key",
        "issue",
        "change_key",
        "change",
        "pool_key",
        "pool_entry",
        "request_key",
        "resource_request",
        "account_key",
        "cost_account",
        "snapshot_key",
        "snapshot",
        "entry_key",
        "cost_entry",
        "activity_key",
        "activity",
        "calendar_key",
        "calendar",
        "resource_key",
        "resource",
        "staffing_key",
        "staffing",
        "unit_key",
        "unit",
        "position_key",
        "position",
        "structure_key",
        "structure",
        "skill_key",
        "skill",
        "certificate_key",
        "certificate",
        "absence_key",
        "absence",
        "timesheet_key",
        "timesheet",
        "week",
        "slug",
        "kind",
        "suffix",
        "code",
        "method",
        "light",
        "link_key",
        "link",
        "assignment_key",
        "decision_key",
        "decision",
        "handover_key",
        "handover",
        "holiday",
        "product_key",
        "product",
        "person",
        "person_key",
        "job",
    )
    return dict.fromkeys(names, "X-999") | {"number": "999"}


STAGE = {
    "code": "planning", "name": "Planning", "phase": "planning", "purpose": "", "processes": [], "documents": [],
    "roles": [], "gate": None,
}  # fmt: skip
# What a request must carry so that it is judged by who sends it and not by what it lacks.
BODIES: dict[tuple[str, str], object] = {
    ("POST", "api/v1/people"): {"name": "Zoe", "email": "zoe@acme.example"},
    ("PATCH", "api/v1/people/{key}"): {"title": "Engineer", "version": 1},
    ("POST", "api/v1/organisation/units"): {"name": "Works"},
    ("PATCH", "api/v1/organisation/units/{unit}"): {"name": "Works", "version": 1},
    ("POST", "api/v1/organisation/units/{unit}/close"): {"version": 1},
    ("POST", "api/v1/organisation/units/{unit}/reopen"): {"version": 1},
    ("POST", "api/v1/organisation/positions"): {"title": "Mason", "unit": "N-1", "from_date": "2026-06-01"},
    ("PATCH", "api/v1/organisation/positions/{position}"): {"title": "Mason", "version": 1},
    ("POST", "api/v1/organisation/structures"): {"name": "Two yards", "takes_effect_on": "2098-01-01"},
    ("PATCH", "api/v1/organisation/structures/{structure}"): {"name": "Two yards", "version": 2},
    ("POST", "api/v1/organisation/structures/{structure}/changes"): {
        "kind": "add-unit",
        "name": "Yard",
        "version": 2,
    },
    ("POST", "api/v1/organisation/structures/{structure}/state"): {"to": "discarded", "version": 2},
    ("POST", "api/v1/skills"): {"name": "Masonry"},
    ("PATCH", "api/v1/skills/{skill}"): {"name": "Masonry", "version": 1},
    ("PUT", "api/v1/people/{person}/skills/{skill}"): {"level": 3},
    ("POST", "api/v1/people/{person}/certificates"): {"name": "Crane licence"},
    ("PATCH", "api/v1/certificates/{certificate}"): {"issuer": "Us", "version": 1},
    ("POST", "api/v1/absences"): {"person": "U-1", "from_date": "2026-07-01", "to_date": "2026-07-02"},
    ("POST", "api/v1/absences/{absence}/decide"): {"version": 1, "is_approved": True},
    ("POST", "api/v1/absences/{absence}/cancel"): {"version": 1},
    ("POST", "api/v1/timesheets"): {"week": "2026-06-08", "lines": []},
    ("PATCH", "api/v1/timesheets/{timesheet}"): {"lines": [], "version": 1},
    ("POST", "api/v1/timesheets/{timesheet}/steps"): {"step": "approve", "version": 1},
    ("POST", "api/v1/glossary"): {"name": "Gate", "definitions": [{"text": "A decision.", "source": "Us"}]},
    ("PATCH", "api/v1/glossary/{slug}"): {"name": "Slack", "version": 1},
    ("POST", "api/v1/projects"): {"name": "Canal", "starts_on": "2026-06-01"},
    ("PATCH", "api/v1/projects/{key}"): {"name": "Canal", "version": 1},
    ("POST", "api/v1/projects/{key}/phase"): {"phase": "execution", "version": 1},
    ("PATCH", "api/v1/projects/{key}/charter"): {"purpose": "A way across", "version": 1},
    ("POST", "api/v1/projects/{key}/charter/submit"): {"version": 1},
    ("POST", "api/v1/projects/{key}/charter/answer"): {"sign": True, "version": 1},
    ("POST", "api/v1/projects/{key}/cost-reports"): {
        "spent_minor": 4,
        "low_minor": 1,
        "likely_minor": 2,
        "high_minor": 3,
    },
    ("PATCH", "api/v1/projects/{key}/status-terms"): {"days_tolerance": 5, "version": 1},
    ("POST", "api/v1/projects/{key}/lights/{light}"): {"colour": "red", "reason": "So"},
    ("POST", "api/v1/projects/{key}/lights/{light}/answer"): {"agree": True, "version": 1},
    ("POST", "api/v1/projects/{key}/status-reports"): {"words": "So"},
    ("POST", "api/v1/projects/{key}/closure/items"): {
        "code": "costs",
        "state": "done",
        "evidence": "Bill 7",
        "version": 0,
    },
    ("PATCH", "api/v1/projects/{key}/closing-record"): {"achieved": "It stands", "version": 1},
    ("POST", "api/v1/projects/{key}/closing-record/submit"): {"version": 1},
    ("POST", "api/v1/projects/{key}/closing-record/answer"): {"sign": True, "version": 1},
    ("POST", "api/v1/projects/{key}/lessons"): {"title": "Bore", "happened": "Rock.", "advice": "Bore."},
    ("PATCH", "api/v1/lessons/{lesson}"): {"title": "Bore", "version": 1},
    ("PATCH", "api/v1/projects/{key}/service-handover"): {"support": "Desk", "version": 1},
    ("POST", "api/v1/projects/{key}/service-handover/propose"): {"version": 1},
    ("POST", "api/v1/projects/{key}/service-handover/answer"): {"accept": True, "version": 1},
    ("POST", "api/v1/projects/{key}/service-handover/waive"): {"answer": "Small", "version": 1},
    ("POST", "api/v1/projects/{key}/activity-measures"): {"activities": ["T-1"], "rule": "percent"},
    ("PATCH", "api/v1/projects/{key}/value-settings"): {"is_weekly": False, "version": 1},
    ("POST", "api/v1/projects/{key}/status-snapshots"): {"note": "Once more"},
    ("POST", "api/v1/projects/{key}/cost-accounts"): {"code": "9", "name": "Masons", "owner": "U-1"},
    ("PATCH", "api/v1/projects/{key}/cost-accounts/{cost_account}"): {"name": "Masons", "version": 2},
    ("POST", "api/v1/projects/{key}/cost-accounts/{cost_account}/closed"): {"is_closed": True, "version": 2},
    ("POST", "api/v1/projects/{key}/budget-moves"): {
        "to_account": "CA-1",
        "amount_minor": 100,
        "reason": "Plan",
    },
    ("POST", "api/v1/projects/{key}/cost-entries"): {
        "account": "CA-1",
        "kind": "actual",
        "amount_minor": 5,
        "text": "Bricks",
    },
    ("POST", "api/v1/projects/{key}/cost-entries/{cost_entry}/reversal"): {"reason": "Wrong"},
    ("POST", "api/v1/projects/{key}/risks"): {
        "category": "people",
        "cause": "One knows it",
        "event": "She leaves",
        "effect": "We wait",
        "owner": "U-1",
    },
    ("PATCH", "api/v1/projects/{key}/risks/{risk}"): {"trigger": "She looks around", "version": 1},
    ("POST", "api/v1/projects/{key}/risks/{risk}/open"): {"version": 1},
    ("POST", "api/v1/projects/{key}/risks/{risk}/assessment"): {
        "probability": "0.5",
        "cost_band": 3,
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/risks/{risk}/response"): {
        "strategy": "accept",
        "residual": {"probability": "0.1", "cost_band": 1},
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/risks/{risk}/actions"): {
        "text": "Call",
        "owner": "U-1",
        "due_on": "2098-06-30",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/risks/{risk}/review"): {
        "words": "Seen",
        "review_on": "2098-06-30",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/risks/{risk}/close"): {
        "outcome": "avoided",
        "words": "Done",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/issues"): {
        "title": "No power",
        "severity": "2-high",
        "owner": "U-1",
        "due_on": "2098-06-30",
    },
    ("PATCH", "api/v1/projects/{key}/issues/{issue}"): {"title": "Dark", "version": 1},
    ("POST", "api/v1/projects/{key}/issues/{issue}/steps"): {"step": "assess", "words": "So", "version": 1},
    ("POST", "api/v1/projects/{key}/issues/{issue}/escalation"): {"reason": "Help", "version": 1},
    ("POST", "api/v1/projects/{key}/changes"): {
        "title": "A door",
        "description": "On the north side",
        "reason": "Fire",
        "cause": "regulation",
        "kind": "scope",
        "owner": "U-1",
    },
    ("PATCH", "api/v1/projects/{key}/changes/{change}"): {"title": "Two doors", "version": 1},
    ("POST", "api/v1/projects/{key}/changes/{change}/assessment"): {
        "days": 1,
        "cost_minor": 5,
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/changes/{change}/decision"): {
        "answer": "approve",
        "words": "Good",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/changes/{change}/emergency"): {
        "days": 1,
        "cost_minor": 5,
        "reason": "Water",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/changes/{change}/ratification"): {
        "ratify": True,
        "words": "Good",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/changes/{change}/scenario"): {"scenario": None, "version": 1},
    ("POST", "api/v1/projects/{key}/changes/{change}/implementation"): {"words": "Done", "version": 1},
    ("POST", "api/v1/projects/{key}/scope/corrections"): {"keys": ["T-1"], "reason": "So"},
    ("POST", "api/v1/projects/{key}/changes/{change}/steps"): {"step": "submit", "words": "", "version": 1},
    ("POST", "api/v1/projects/{key}/benefits"): {
        "statement": "Nobody waits",
        "owner": "U-1",
        "measure": "Wait",
        "unit": "min",
        "baseline_value": "42",
        "baseline_on": "2026-01-05",
        "target_value": "2",
        "target_on": "2027-01-05",
        "method": "Counted",
    },
    ("PATCH", "api/v1/benefits/{benefit}"): {"statement": "Nobody waits", "version": 2},
    ("POST", "api/v1/benefits/{benefit}/owner"): {"owner": "U-1", "reason": "Goes", "version": 2},
    ("POST", "api/v1/benefits/{benefit}/reviews"): {"days": ["2028-01-05"]},
    ("POST", "api/v1/benefits/{benefit}/reviews/{review_number}/move"): {
        "to_day": "2028-01-05",
        "reason": "Later",
        "version": 2,
    },
    ("POST", "api/v1/benefits/{benefit}/reviews/{review_number}/result"): {
        "value": "3",
        "evidence": "Counted",
        "follows": "keep",
        "version": 2,
    },
    ("POST", "api/v1/projects/{key}/lesson-notes"): {
        "lesson": "LE-1",
        "state": "noted",
        "words": "Yes",
        "version": 0,
    },
    ("POST", "api/v1/projects/{key}/archives"): {"holds": [], "years": 7},
    ("POST", "api/v1/archives/{archive}/hold"): {"reason": "Suit", "version": 1},
    ("POST", "api/v1/archives/{archive}/lift"): {"reason": "Settled", "version": 1},
    ("POST", "api/v1/archives/{archive}/deletion"): {"reason": "Old", "version": 1},
    ("POST", "api/v1/archives/{archive}/deletion/answer"): {"confirm": True, "version": 1},
    ("PUT", "api/v1/projects/{key}/risk-drivers/{risk}"): {"version": 0, "activities": []},
    ("PUT", "api/v1/closing-list"): {"number": 0, "items": ["Keys are back"], "reason": "So"},
    ("PATCH", "api/v1/projects/{key}/feasibility"): {"problem": "No way across", "version": 1},
    ("POST", "api/v1/projects/{key}/feasibility/submit"): {"version": 1},
    ("POST", "api/v1/projects/{key}/feasibility/answer"): {"state": "agreed", "version": 1},
    ("PUT", "api/v1/methods/{method}"): {"number": 1, "name": "X", "reason": "So", "stages": [STAGE]},
    ("POST", "api/v1/projects/{key}/life"): {"method": "scrum", "reason": "So"},
    ("PATCH", "api/v1/projects/{key}/life"): {"stages": [STAGE], "reason": "So", "version": 1},
    ("POST", "api/v1/projects/{key}/life/advance"): {"version": 1},
    ("POST", "api/v1/projects/{key}/life/documents"): {
        "stage": "planning",
        "document": "Risk register",
        "where": "Shelf",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/gates/{number}/criteria/{criterion}"): {
        "is_met": True,
        "evidence": "Seen",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/gates/{number}/decide"): {
        "answer": "rework",
        "words": "Plan it",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/gates/{number}/withdraw"): {"version": 1},
    ("POST", "api/v1/projects/{key}/gates/{number}/conditions/{condition}"): {"words": "Done", "version": 1},
    ("PATCH", "api/v1/projects/{key}/plan"): {"start": "2026-06-02", "version": 2},
    ("POST", "api/v1/projects/{key}/requirements"): {"statement": "The gate must close."},
    ("PATCH", "api/v1/projects/{key}/requirements/{requirement}"): {"source": "A letter", "version": 1},
    ("POST", "api/v1/projects/{key}/requirements/{requirement}/state"): {"state": "clarified", "version": 1},
    ("POST", "api/v1/projects/{key}/requirement-words"): {"statement": "The gate must be fast."},
    ("POST", "api/v1/projects/{key}/needs"): {"text": "To cross", "whose": "Walkers"},
    ("PATCH", "api/v1/projects/{key}/needs/{need}"): {"whose": "Cyclists", "version": 1},
    ("POST", "api/v1/projects/{key}/requirement-sessions"): {
        "title": "Talk",
        "technique": "interview",
        "held_on": "2026-06-01",
    },
    ("PATCH", "api/v1/projects/{key}/requirement-sessions/{session}"): {"title": "Talks", "version": 1},
    ("POST", "api/v1/projects/{key}/deliverables"): {"name": "Report"},
    ("PATCH", "api/v1/projects/{key}/deliverables/{deliverable}"): {"name": "Report", "version": 1},
    ("POST", "api/v1/projects/{key}/deliverables/{deliverable}/advance"): {"state": "in-work", "version": 1},
    ("POST", "api/v1/projects/{key}/deliverables/{deliverable}/answer"): {"answer": "accepted", "version": 1},
    ("POST", "api/v1/projects/{key}/deliverables/{deliverable}/checks"): {
        "criterion": 1,
        "method": "Review",
        "is_met": True,
    },
    ("POST", "api/v1/projects/{key}/actions"): {"text": "Call", "owner": "U-1", "due_on": "2026-06-30"},
    ("POST", "api/v1/projects/{key}/comments"): {"text": "Why?"},
    ("PATCH", "api/v1/projects/{key}/comments/{comment}"): {"text": "Why?", "version": 1},
    ("POST", "api/v1/projects/{key}/comments/{comment}/withdraw"): {"version": 1},
    ("POST", "api/v1/projects/{key}/comments/{comment}/settle"): {"is_settled": True, "version": 1},
    ("PATCH", "api/v1/projects/{key}/actions/{action}"): {"text": "Visit", "version": 1},
    ("POST", "api/v1/projects/{key}/actions/{action}/done"): {"words": "Done", "version": 1},
    ("POST", "api/v1/projects/{key}/meetings"): {
        "kind": "review",
        "title": "Weekly",
        "day": "2026-06-30",
        "begins": "10:00",
        "length_minutes": 60,
        "chair": "U-1",
        "minute_taker": "U-1",
    },
    ("POST", "api/v1/projects/{key}/meeting-series"): {
        "kind": "review",
        "title": "Weekly",
        "day": "2026-06-30",
        "begins": "10:00",
        "length_minutes": 60,
        "chair": "U-1",
        "minute_taker": "U-1",
        "rhythm": "weekly",
        "times": 3,
    },
    ("PATCH", "api/v1/projects/{key}/meetings/{meeting}"): {"title": "Monthly", "version": 1},
    ("POST", "api/v1/projects/{key}/meetings/{meeting}/held"): {"version": 1},
    ("PATCH", "api/v1/projects/{key}/meetings/{meeting}/minutes/draft"): {"rest": "Rain", "version": 1},
    ("POST", "api/v1/projects/{key}/meetings/{meeting}/minutes/draft/publish"): {
        "reason": "So",
        "version": 1,
    },
    ("POST", "api/v1/projects/{key}/meetings/{meeting}/cancel"): {"reason": "Ill", "version": 1},
    ("POST", "api/v1/projects/{key}/decisions"): {"title": "Go on", "decided_by": "U-1"},
    ("POST", "api/v1/projects/{key}/stakeholders"): {"name": "Residents"},
    ("PATCH", "api/v1/projects/{key}/stakeholders/{stakeholder}"): {"power": 5, "version": 1},
    ("POST", "api/v1/projects/{key}/stakeholders/{stakeholder}/contacts"): {"channel": "Call"},
    ("POST", "api/v1/projects/{key}/activities/{activity}/estimates"): {
        "method": "pert",
        "low": 60,
        "likely": 90,
        "high": 120,
    },
    ("POST", "api/v1/projects/{key}/scenarios"): {"name": "Rain"},
    ("POST", "api/v1/projects/{key}/scenarios/{scenario}/edits"): {"edits": [{"op": "add", "name": "Paint"}]},
    ("POST", "api/v1/projects/{key}/documents"): {"title": "Notes", "owner": "U-1"},
    ("PATCH", "api/v1/projects/{key}/documents/{document}"): {"title": "Notes", "version": 1},
    ("POST", f"{VERSION}/review"): {"approver": "U-1", "version": 1},
    ("POST", f"{VERSION}/answer"): {"verdict": "fine"},
    ("POST", f"{VERSION}/approve"): {"version": 1},
    ("POST", f"{VERSION}/back"): {"words": "x", "version": 1},
    ("POST", f"{VERSION}/withdraw"): {"words": "x", "version": 1},
    ("POST", "api/v1/document-templates"): {"name": "Letter", "text": "# Letter"},
    ("PATCH", "api/v1/document-templates/{document_template}"): {"name": "Letter", "version": 1},
    ("POST", "api/v1/projects/{key}/activities"): {"name": "Paint"},
    ("PATCH", "api/v1/projects/{key}/activities/{activity}"): {"name": "Paint", "version": 1},
    ("POST", "api/v1/projects/{key}/links"): {"predecessor": "T-1", "successor": "T-2", "kind": "SS"},
    ("POST", "api/v1/projects/{key}/plan/edits"): {"edits": [{"op": "add", "name": "Paint"}]},
    ("POST", "api/v1/projects/{key}/plan/undo"): {"edit": 1},
    ("POST", "api/v1/projects/{key}/baselines"): {"name": "Agreed"},
    ("POST", "api/v1/projects/{key}/calendars"): {"name": "Site"},
    ("POST", "api/v1/projects/{key}/resources"): {"name": "Crane"},
    ("PATCH", "api/v1/projects/{key}/resources/{resource}"): {"name": "Crane", "version": 1},
    ("POST", "api/v1/projects/{key}/staffing"): {"activity": "T-2", "resource": "R-1"},
    ("PATCH", "api/v1/projects/{key}/staffing/{staffing}"): {"units_percent": 50, "version": 1},
    ("PATCH", "api/v1/projects/{key}/calendars/{calendar}"): {"name": "Site", "version": 1},
    ("POST", "api/v1/assignments"): {
        "person": "U-1",
        "role": "team-member",
        "scope": "P-1",
        "from_date": "2026-06-01",
    },
    ("PATCH", "api/v1/assignments/{key}"): {"allocation_percent": 50, "version": 1},
    ("POST", "api/v1/assignments/{key}/end"): {"version": 1},
    ("POST", "api/v1/products"): {"name": "Lamp"},
    ("PATCH", "api/v1/products/{product}"): {"purpose": "Desks.", "version": 1},
    ("POST", "api/v1/products/{product}/stage"): {"stage": "abandoned", "reason": "x", "version": 1},
    ("POST", "api/v1/projects/{key}/products"): {"product": "PR-1"},
    ("POST", "api/v1/pool"): {
        "name": "Rig",
        "kind": "equipment",
        "unit": "N-2",
        "pieces": 1,
        "minutes_per_week": 600,
    },
    ("POST", "api/v1/projects/{key}/resource-requests"): {
        "pool_key": "PL-1",
        "minutes_per_week": 600,
        "from_date": "2098-06-02",
        "to_date": "2098-06-27",
        "what_for": "Lifting",
    },
    ("POST", "api/v1/resource-requests/{resource_request}/approve"): {"version": 1},
    ("POST", "api/v1/resource-requests/{resource_request}/propose"): {
        "minutes_per_week": 60,
        "from_date": "2098-06-02",
        "to_date": "2098-06-27",
        "reason": "Less",
        "version": 1,
    },
    ("POST", "api/v1/resource-requests/{resource_request}/refuse"): {"reason": "No", "version": 1},
    ("POST", "api/v1/resource-requests/{resource_request}/accept"): {"version": 1},
    ("POST", "api/v1/resource-requests/{resource_request}/decline"): {"reason": "No", "version": 1},
    ("POST", "api/v1/resource-requests/{resource_request}/withdraw"): {"version": 1},
    ("POST", "api/v1/resource-requests/{resource_request}/allocations/{allocation_number}/release"): {
        "last_on": "2098-06-10",
        "reason": "Done",
        "version": 1,
    },
    ("PATCH", "api/v1/pool/{pool_entry}"): {"name": "Rig", "version": 1},
    ("POST", "api/v1/pool/{pool_entry}/close"): {"version": 1},
    ("POST", "api/v1/pool/{pool_entry}/deliveries"): {"amount": "5.2", "day": "2026-06-01", "version": 1},
    ("POST", "api/v1/pool/{pool_entry}/deliveries/{delivery_number}/remove"): {"version": 1},
    ("POST", "api/v1/pool/{pool_entry}/reopen"): {"version": 1},
    ("POST", "api/v1/holidays"): {"days": [{"day": "2026-12-26", "name": "Boxing Day"}]},
    ("POST", "api/v1/assignments/{key}/review"): {"is_kept": True, "reason": "Small.", "version": 1},
    ("POST", "api/v1/handovers/{handover}/items"): {"label": "Keys"},
    ("POST", "api/v1/handovers/{handover}/items/{number}/tick"): {"is_done": True},
    ("POST", "api/v1/assignments/{key}/successor"): {"person": "U-1", "last_day": "2098-01-01", "version": 1},
    ("POST", "api/v1/decisions"): {"scope": "P-1", "title": "Buy a winch"},
    ("PATCH", "api/v1/decisions/{decision}"): {"title": "Buy a winch", "version": 1},
    ("POST", "api/v1/decisions/{decision}/decide"): {"approve": True, "version": 1},
    ("POST", "api/v1/decisions/{decision}/withdraw"): {"version": 1},
    ("POST", "api/v1/assignments/{key}/acknowledge"): {"role_version": 1},
    ("POST", "api/v1/roles"): {
        "name": "Site clerk",
        "family": "Site",
        "purpose": "Keeps the papers.",
        "scope_kind": "site",
    },
    ("PATCH", "api/v1/roles/{code}"): {"focus": "Papers", "version": 1},
    ("POST", "api/v1/roles/{code}/retire"): {"version": 1},
    ("POST", "api/v1/roles/{code}/reinstate"): {"version": 1},
    ("PUT", "api/v1/roles/{code}/skills"): {"skills": [{"skill": "K-1", "level": 2}]},
    ("POST", "api/v1/expectations"): {"role": "team-member", "name": "Member", "items": ["Tells early"]},
    ("PATCH", "api/v1/expectations/{expectation}"): {"name": "Others", "version": 1},
    ("POST", "api/v1/people/{key}/reviews"): {"expectations": "EX-1"},
    ("POST", "api/v1/training"): {"subject": "Safety", "scope": "P-1"},
    ("PATCH", "api/v1/training/{training}"): {"subject": "Others", "version": 1},
    ("POST", "api/v1/training/{training}/sessions"): {"held_on": "2098-01-05", "place": "Site"},
    ("POST", "api/v1/training/{training}/trained"): {"person": "U-1"},
    ("PATCH", "api/v1/reviews/{review}"): {"levels": [3] * 10, "version": 1},
    ("POST", "api/v1/people/{key}/growth-actions"): {"what": "Read", "due_on": "2098-01-01"},
    ("PATCH", "api/v1/growth-actions/{growth_action}"): {"what": "Read on", "version": 1},
    ("POST", "api/v1/commitments"): {
        "what": "Draft",
        "scope": "P-1",
        "to_name": "Client",
        "due_on": "2098-01-01",
    },
    ("POST", "api/v1/commitments/{commitment}/close"): {"version": 1},
    ("POST", "api/v1/commitments/{commitment}/move"): {
        "due_on": "2098-02-01",
        "reason": "Later.",
        "version": 1,
    },
    ("POST", "api/v1/role-advice"): {"name": "The firm", "facts": {}},
    ("POST", "api/v1/role-advice-answer"): {"projects": 1},
    ("PATCH", "api/v1/thresholds"): {"thresholds": {"items": 9}, "version": 1},
    ("PATCH", "api/v1/role-advice-thresholds"): {"bounds": {"trades": 3}, "version": 1},
    ("PATCH", "api/v1/role-advice/{number}"): {"name": "Others", "version": 1},
    ("POST", "api/v1/role-advice/{number}/decide"): {"decision": "Yes.", "version": 1},
    ("POST", "api/v1/role-advice/{number}/what-if"): {"projects": 20},
    ("POST", "api/v1/role-advice/{number}/assignments"): {
        "picks": [{"role": "sponsor", "scope": "P-1", "person": "U-1"}],
        "from_date": "2026-06-01",
        "version": 1,
    },
    ("POST", f"{DRAFT}/rows"): {"text": "Budget", "area": "cost"},
    ("PATCH", f"{DRAFT}/rows/{{row}}"): {"text": "Budget", "version": 1},
    ("POST", f"{DRAFT}/columns"): {"role": "acceptor"},
    ("POST", f"{DRAFT}/sheet"): {"sheet": "x", "version": 1},
    ("POST", f"{DRAFT}/activate"): {"version": 1},
    ("POST", f"{DRAFT}/undo"): {"version": 1},
}

# What is sent as a file instead: a plan of one task, a table of one person.
FILES = {
    ("POST", "api/v1/imports/people"): b"Name,E-mail\r\nZoe,zoe@acme.example\r\n",
    ("POST", "api/v1/imports/people/preview"): b"Name,E-mail\r\nZoe,zoe@acme.example\r\n",
    ("POST", "api/v1/imports"): (
        b'<Project xmlns="http://schemas.microsoft.com/project"><Tasks><Task><UID>1</UID><ID>1</ID>'
        b"<Name>Dig</Name><OutlineLevel>1</OutlineLevel><Duration>PT8H0M0S</Duration></Task></Tasks></Project>"
    ),
}


def plain(pattern: str) -> str:
    """Return an address as its API description writes it: `{key}` for `<str:key>`."""
    return re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", pattern)


def body(route: Route, method: str, scope: str) -> bytes:
    """Return what a request to `route` carries."""
    if (method, plain(route.pattern)) in FILES:
        file = SimpleUploadedFile("plan.xml", FILES[method, plain(route.pattern)])
        return encode_multipart(BOUNDARY, {"file": file})
    stated = BODIES.get((method, plain(route.pattern)), {})
    if isinstance(stated, dict) and "scope" in stated:
        stated = stated | {"scope": {"own": "P-1", "other": "P-2", "missing": "P-999"}[scope]}
    return json.dumps(stated).encode()


def word(status: int, location: str) -> str:
    """Return what an answer means for permission: signin, hidden (404), refused (403), no method, fault or open."""
    if status in {301, 302} and "/accounts/login/" in location:
        return "signin"
    words = {401: "signin", 403: "refused", 404: "hidden", 405: "-"}
    return words.get(status, "FAULT" if status >= 500 else "open")


class WroteDespiteRefusalError(AssertionError):
    """A refused request changed something."""


def noting(statements: list[str]) -> Callable[..., Any]:
    """Return what notes the SQL of every statement; Django's own list also puts the values in, which takes long."""

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        statements.append(sql)
        return execute(sql, *rest)

    return note


def tables_written(statements: list[str]) -> set[str]:
    """Return the tables that statements write to."""
    return {found[2] for sql in statements if (found := WRITE.match(sql))}


def answer(client: Client, method: str, path: str, sent: bytes) -> str:
    """Return what a request came to; nothing that it did is kept."""
    statements: list[str] = []
    cache.clear()  # limits on tries count here as well, and are not what is asked
    cookies = copy.deepcopy(client.cookies)  # signing out takes them away
    with transaction.atomic():
        with connection.execute_wrapper(noting(statements)):
            response = client.generic(method, path, sent, content_type=_type(method, path))
        transaction.set_rollback(True)
    client.cookies = cookies
    result = word(response.status_code, response.headers.get("Location", ""))
    if result in {"signin", "refused", "hidden"}:
        changed = tables_written(statements) - set(BOOKKEEPING)
        if changed:
            message = f"{method} {path} answered {response.status_code} and wrote {sorted(changed)}"
            raise WroteDespiteRefusalError(message)
    return result


def _type(method: str, path: str) -> str:
    if (method, path.lstrip("/")) in FILES:
        return MULTIPART_CONTENT
    if path.startswith("/api/") or method != "POST":
        return "application/json"
    return "application/x-www-form-urlencoded"


Rows = dict[tuple[str, str, str], dict[str, str]]


def of_part(part: int) -> list[Route]:
    """Return the routes of one of the PARTS in which the table is measured, so that processors can share it."""
    names = sorted({route.name for route in routes()})[part::PARTS]
    return [route for route in routes() if route.name in names]


def measured(on: Stage, of: list[Route]) -> Rows:
    """Return, by route, method and scope, what each kind of person gets; methods that no one may use are left out."""
    found: Rows = {}
    for route in of:
        scopes = SCOPES if route.parameters else ("own",)
        for method in METHODS if route.pattern.startswith("api/") else ("GET", "POST"):
            path = address(route, on.values["own"])
            if answer(on.clients["portfolio-manager"], method, path, body(route, method, "own")) == "-":
                continue
            for scope in scopes:
                path = address(route, on.values[scope])
                found[route.name, method, scope] = {
                    persona: answer(on.clients[persona], method, path, body(route, method, scope))
                    for persona in PERSONAS
                }
    return found


def expected() -> Rows:
    """Return the table of expected answers."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return {
            (row["route"], row["method"], row["scope"]): {p: row[p] for p in PERSONAS}
            for row in csv.DictReader(file)
        }


def write(found: Rows, of: list[Route]) -> None:
    """Write the rows of some routes anew, and leave out those of routes that are gone."""
    names = {route.name for route in of}
    there = {route.name for route in routes()}
    rows = found | {row: got for row, got in expected().items() if row[0] in there - names}
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["route", "method", "scope", *PERSONAS])
        for (route, method, scope), row in sorted(rows.items()):
            out.writerow([route, method, scope, *(row[persona] for persona in PERSONAS)])
