"""A firm with two projects and a stranger beside it, whose keys never coincide; and what stands in the database."""

import datetime as dt
from dataclasses import dataclass

from django.apps import apps
from django.utils import timezone

from remit.accounts.operations.feeds import create_feed
from remit.accounts.operations.tokens import create_token
from remit.accounts.permissions import system_actor
from remit.benefits.tests.making import a_benefit
from remit.changes.tests.making import a_kept_change
from remit.closure.operations.lessons import add_lesson
from remit.conftest import World
from remit.core.keys import next_key, next_numbers
from remit.costs.tests.making import an_account, with_budget
from remit.documents.tests.made import written
from remit.interchange.models import ImportReport
from remit.people.models import (
    DecisionRequest,
    ExpectationTemplate,
    HandoverCause,
    Person,
    Role,
    Skill,
    SkillLevel,
    Unit,
)
from remit.people.operations.absences import request_leave
from remit.people.operations.assignments import assign_role
from remit.people.operations.certificates import add_certificate
from remit.people.operations.glossary import Meaning, add_term
from remit.people.operations.growth import add_growth_action, add_standard_expectations, begin_review
from remit.people.operations.handovers import begin_handover
from remit.people.operations.matrices import begin_matrix
from remit.people.operations.matrix_edits import add_responsibility
from remit.people.operations.organisation import create_programme, create_unit, space_of
from remit.people.operations.people import add_person
from remit.people.operations.positions import add_position
from remit.people.operations.skills import add_skill
from remit.people.operations.structures import begin_structure
from remit.people.operations.training import add_training
from remit.planning.models import Resource
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.products.operations.products import create_product
from remit.projects.models import Project
from remit.projects.operations.gates import ask_gate
from remit.projects.operations.lives import choose_method
from remit.projects.operations.projects import create_project
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.resourcing.tests.making import a_pool_entry, a_request, a_unit
from remit.scenarios.operations.scenarios import create_scenario
from remit.timesheets.tests.making import noted
from remit.web.backups.tables import TableFacts, facts_of, tables_of

SYSTEM = system_actor()
MONDAY = dt.date(2026, 6, 1)
PREFIXES = (
    "PR", "P", "U", "A", "N", "G", "R", "D", "PS", "K", "CM", "CE", "LV", "Q", "EX", "RV", "GA", "TB", "TR", "HO", "DT",
    "PR", "P", "U", "A", "N", "G", "R", "D", "PS", "K", "CM", "CE", "LV", "Q", "EX", "RV", "GA", "TB", "TR", "HO", "LE",
    "BE", "PL", "RR", "TS",
)  # fmt: skip
# What a refused request may still note: sessions, the use of a token, an answer kept for a key, the refusal.
BOOKKEEPING = (
    "django_session",
    "usersessions_usersession",
    "core_idempotentanswer",
    "accounts_apitoken",
    "accounts_securityevent",
)


@dataclass(frozen=True, slots=True)
class Place:
    """One place's objects by kind, as a body names them; `pk` holds the same as numbers of rows."""

    keys: dict[str, str]
    pks: dict[str, int]


def snapshot() -> dict[str, TableFacts]:
    """Return number of rows and hash of every table."""
    tables = tables_of(apps)
    return {name: facts_of(model, "default") for name, model in tables.items() if name not in BOOKKEEPING}


def fill(project: Project, *, skip: int) -> dict[str, str]:
    """Give a project activities, links, edits, a baseline and an import, each `skip` numbers on."""
    space = f"project:{project.pk}"
    for prefix in ("T", "L", "C", "R"):
        if skip:
            next_numbers(space, prefix, skip)
    edit_plan(
        project, [{"op": "add", "name": name} for name in ("Dig", "Pour", "Dry", "Paint")], actor=SYSTEM
    )
    keys = [f"T-{skip + number}" for number in range(1, 5)]
    edit_plan(project, [{"op": "link", "predecessor": keys[0], "successor": keys[1]}], actor=SYSTEM)
    edit_plan(project, [{"op": "add", "name": "Prime", "parent": keys[3]}], actor=SYSTEM)
    for number in range(skip // 10):
        change = {
            "op": "change",
            "key": keys[0],
            "version": number + 1,
            "fields": {"notes": f"edit {number}"},
        }
        edit_plan(project, [change], actor=SYSTEM)
    set_baseline(project, "Agreed", actor=SYSTEM)
    report = ImportReport.objects.create(
        organisation=project.organisation,
        project=project,
        project_key=project.key,
        number=project.pk * 100,
        file_name="plan.xml",
        file_size=1,
        sha256="0" * 64,
    )
    # after the edits whose numbers are told: what these begin with does not matter
    edit_plan(
        project,
        [{"op": "add_calendar", "name": "Nights"}, {"op": "add_resource", "name": "Crew"}],
        actor=SYSTEM,
    )
    last = 4 + skip // 10
    return {
        "activity": keys[0],
        "second": keys[1],
        "third": keys[2],
        "fourth": keys[3],
        "link": f"L-{skip + 1}",
        "calendar": project.calendars.latest("pk").key,
        "resource": Resource.objects.filter(project=project).latest("pk").key,
        "edit": str(last),
        "report": str(report.number),
    }


def _person(world: World, name: str) -> Person:
    address = f"{name.lower()}@people{world.organisation.pk}.example"
    return add_person(world.organisation, name=name, email=address, actor=SYSTEM)


def people_of(world: World, project: Project) -> tuple[dict[str, str], dict[str, int]]:
    """Give a project somebody with a role; return keys and rows of the project's objects."""
    person = _person(world, f"Holder{project.pk}")
    role = Role.objects.get(organisation=world.organisation, code="team-member")
    held = assign_role(person, role, project.scope, actor=SYSTEM, from_date=MONDAY)
    row = add_responsibility(
        begin_matrix(project.scope, actor=SYSTEM), text="Reports", area="scope", actor=SYSTEM
    )
    asked = DecisionRequest.objects.create(
        organisation=project.organisation,
        scope=project.scope,
        key=next_key(space_of(world.organisation.pk), "Q"),
        title="Pump",
        asked_by=person,
        asked_at=timezone.now(),
    )
    keys = {"project": project.key, "scope": project.key, "assignment": held.key, "row": row.key}
    keys["decision"] = asked.key
    keys["lesson"] = add_lesson(project, title="Dig", happened="Rock.", advice="Bore.", actor=SYSTEM).key
    keys["benefit"] = a_benefit(project, person).key
    keys["account"] = an_account(with_budget(project, 1000), person, minor=1000).key
    keys["risk"] = a_kept_risk(project, person).key
    keys["draft_risk"] = a_kept_risk(project, person, state="draft").key
    keys["issue"] = a_kept_issue(project, person).key
    keys["change"] = a_kept_change(project, person, state="submitted").key
    keys["handover"] = begin_handover(held, cause=HandoverCause.ENDED, last_day=None).key
    return keys, {"scope": project.scope_id, "assignment": held.pk}


def own_place(world: World) -> Place:
    """Fill the project of `world`, in which Petra runs everything and Gina runs a programme."""
    keys, pks = people_of(world, world.project)
    unit = create_unit(world.organisation, name="Works", actor=SYSTEM)
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    add_term(world.organisation, name="Float", definitions=[Meaning("Spare time.", "Us")], actor=SYSTEM)
    world.give("Petra", "project-manager")
    world.give("Adam", "administrator", world.root)
    world.give("Gina", "programme-manager", programme)
    person = _person(world, "Paula")
    manager = _person(world, "Mona")
    role = Role.objects.get(organisation=world.organisation, code="project-leader")
    mine = {"person": person.key, "unit": unit.key, "parent": programme.key, "role": role.code}
    rows = {"person": person.pk, "unit": unit.pk, "parent": programme.pk, "role": role.pk}
    rows["manager"] = manager.pk
    _abilities(person, unit, mine, rows)
    mine["petra"] = world.person("Petra").key
    lesson = add_training(world.organisation, subject="Safety", scope=world.project.scope, actor=SYSTEM)
    mine["training"] = lesson.key
    mine["product"] = create_product(world.organisation, name="Desk", actor=SYSTEM).key
    crane = a_pool_entry(world, unit=a_unit(world, "Yard", "Mona"))
    mine["pool_entry"] = crane.key
    mine["request"] = a_request(world, world.actor("Petra"), pool=crane).key
    welder = SkillLevel.objects.create(
        person=manager,
        skill=Skill.objects.get(organisation=world.organisation, key=mine["skill"]),
        level=5,
        assessed_on=MONDAY,
        assessed_by_name="x",
    )
    Person.objects.filter(pk=manager.pk).update(unit=crane.unit)
    able = {"skill": welder.skill, "level": 3, "unit": crane.unit, "person": None}
    mine["skilled"] = a_request(world, world.actor("Petra"), **able).key
    mine["manager"] = manager.key
    mine["owning"] = crane.unit.key
    world.give("Acacia", "acceptor")
    choose_method(world.project, "predictive", actor=SYSTEM)
    ask_gate(world.project, actor=SYSTEM)
    mine["accepting"] = world.person("Acacia").key
    filled = fill(world.project, skip=0)
    create_scenario(world.project, name="Rain", actor=SYSTEM)
    mine["document"] = written(world.project, world.person("Petra")).key
    return Place(keys | filled | mine, pks | rows)


def other_place(world: World) -> Place:
    """Make a second project beside it, below another programme."""
    programme = create_programme(world.organisation, name="Rails", actor=SYSTEM)
    project = create_project(programme, name="Tunnel", starts_on=MONDAY, actor=SYSTEM)
    create_plan(project, actor=SYSTEM)
    keys, pks = people_of(world, project)
    return Place(keys | fill(project, skip=50) | {"parent": programme.key}, pks | {"parent": programme.pk})


def foreign_place(stranger: World) -> Place:
    """Fill another organisation, whose keys lie far from ours."""
    for prefix in PREFIXES:
        next_numbers(space_of(stranger.organisation.pk), prefix, 500)
    stranger.give("Frida", "project-manager")
    project = create_project(stranger.root, name="Dam", starts_on=MONDAY, actor=SYSTEM)
    create_plan(project, actor=SYSTEM)
    keys, pks = people_of(stranger, project)
    unit = create_unit(stranger.organisation, name="Their works", actor=SYSTEM)
    programme = create_programme(stranger.organisation, name="Their roads", actor=SYSTEM)
    role = Role.objects.get(organisation=stranger.organisation, code="project-leader")
    role.code = "their-leader"
    role.save()
    person = stranger.person("Frida")
    assert person.user is not None
    token, _raw = create_token(
        person.user, name="Theirs", may_write=True, days=30, actor=stranger.actor("Frida")
    )
    feed, _secret = create_feed(person.user, name="Theirs", parts=["leave"], actor=stranger.actor("Frida"))
    mine = {"person": person.key, "unit": unit.key, "parent": programme.key, "role": role.code}
    rows = {"person": person.pk, "unit": unit.pk, "parent": programme.pk, "role": role.pk, "token": token.pk}
    rows["feed"] = feed.pk
    _abilities(person, unit, mine, rows)
    by = stranger.actor("Frida")
    stated = ExpectationTemplate.objects.get(organisation=stranger.organisation)
    mine["product"] = create_product(stranger.organisation, name="Their desk", actor=SYSTEM).key
    mine["pool_entry"] = a_pool_entry(stranger, "Their crane", unit=unit).key
    mine["review"] = begin_review(person, stated, actor=by).key
    lesson = add_training(stranger.organisation, subject="Safety", scope=project.scope, actor=SYSTEM)
    mine["training"] = lesson.key
    due = dt.date(2098, 1, 1)
    mine["growth_action"] = add_growth_action(person, what="Read", due_on=due, actor=by).key
    return Place(keys | fill(project, skip=100) | mine, pks | rows)


def _abilities(person: Person, unit: Unit, keys: dict[str, str], pks: dict[str, int]) -> None:
    """Add a position, a skill and a certificate to an organisation and to what is known of it."""
    position = add_position(unit.organisation, title="Clerk", unit=unit, from_date=MONDAY, actor=SYSTEM)
    structure = begin_structure(
        unit.organisation, name="To be", takes_effect_on=dt.date(2098, 1, 1), actor=SYSTEM
    )
    skill = add_skill(unit.organisation, name="Welding", actor=SYSTEM)
    certificate = add_certificate(person, name="First aid", actor=SYSTEM)
    absence = request_leave(person, from_date=MONDAY, to_date=MONDAY, actor=SYSTEM)
    add_standard_expectations(unit.organisation, actor=SYSTEM)
    stated = ExpectationTemplate.objects.get(organisation=unit.organisation)
    keys |= {
        "expectations": stated.key,
        "absence": absence.key,
        "timesheet": noted(person).key,
        "position": position.key,
        "structure": structure.key,
        "skill": skill.key,
        "certificate": certificate.key,
    }
    pks |= {"position": position.pk}
