"""One example of every operation: what it needs is there before, and it can be done again after it was undone.

An operation that is new gets its line here, or `test_faults.py` fails; what stands after a space tells several
examples of one operation apart. An example reads what it changes anew each
time, because a run that failed may have left its mark on what was in memory.
"""

import copy
import datetime as dt
import io
from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from remit.accounts import links
from remit.accounts.models import ApiToken, CalendarFeed, Purpose, User
from remit.accounts.operations import feeds, invitations, profile, security, tokens, users
from remit.accounts.permissions import system_actor
from remit.accounts.queries import about_user
from remit.benefits.operations import benefits, reviews
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.operations import covering
from remit.changes.operations import decisions as granting
from remit.changes.operations import plans as planning_of
from remit.changes.operations import requests as changing
from remit.changes.tests.making import IMPACT, a_change, a_kept_change
from remit.closure.checklist_queries import checklist_of
from remit.closure.models import Archive, ClosingRecord
from remit.closure.operations import archives, checklists, closing_records, lessons, service_handovers
from remit.closure.service_content import NAMES as SERVICE_PARTS
from remit.comments.operations import comments
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.core.progress import Unwatched
from remit.costs.operations import accounts, entries
from remit.costs.tests.making import a_cost, an_account, with_budget
from remit.documents.models import Document, DocumentTemplate, DocumentVersion
from remit.documents.operations import documents, versions
from remit.documents.operations import templates as document_templates
from remit.documents.operations.contents import keep_text
from remit.documents.operations.upkeep import remind_of_review
from remit.documents.tests.made import written
from remit.earned_value.operations import measures, snapshots
from remit.earned_value.tests.making import a_kept_status
from remit.interchange.models import ImportReport, PeopleImport, RequirementImport
from remit.interchange.operations.imports import import_plan
from remit.interchange.operations.people import import_people, undo_people_import
from remit.interchange.operations.requirements import take_in_file, undo_requirement_import
from remit.interchange.operations.undo import undo_import
from remit.interchange.tasks import IMPORT
from remit.jobs.models import Job, JobState
from remit.jobs.operations import jobs
from remit.meetings.operations import actions, meetings, minutes, series
from remit.meetings.operations import decisions as logged
from remit.meetings.tests.making import a_draft, a_meeting, a_series
from remit.people.models import (
    Absence,
    Advice,
    Assignment,
    Certificate,
    Commitment,
    DecisionRequest,
    ExpectationTemplate,
    GrowthAction,
    Handover,
    HandoverCause,
    Organisation,
    Person,
    Position,
    ResponsibilityMatrix,
    Role,
    SeparationReview,
    Skill,
    Structure,
    Term,
    Training,
    Unit,
)
from remit.people.operations import (
    absences,
    certificates,
    decisions,
    handovers,
    holidays,
    matrices,
    matrix_edits,
    people,
    positions,
    separation,
    skills,
    structure_transition,
    structures,
    thresholds,
    training,
)
from remit.people.operations import advice as advices
from remit.people.operations import commitments as promises
from remit.people.operations import growth as growing
from remit.people.operations import organisation as organisations
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import (
    acknowledge_role,
    assign_role,
    end_assignment,
    end_elapsed,
)
from remit.people.operations.glossary import Meaning, add_standard_terms, add_term, change_term, remove_term
from remit.people.operations.invitations import invite_person
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.operations.reminders import remind_to_acknowledge
from remit.people.operations.roles import (
    add_role,
    bring_catalogue,
    change_role,
    reinstate_role,
    retire_role,
)
from remit.people.operations.second_factor import require_second_factor
from remit.people.operations.sign_ins import give_sign_in
from remit.people.operations.successors import name_successor
from remit.people.operations.units import change_unit, close_unit, name_head, reopen_unit
from remit.people.tests.staffed import read_by_all
from remit.planning.operations import plans, resources
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.planning.operations.scheduling import schedule_plan
from remit.products.models import Product
from remit.products.operations import products
from remit.projects.life_content import standard_methods
from remit.projects.models import (
    Charter,
    Collection,
    Deliverable,
    FeasibilityStudy,
    GateCondition,
    GateReview,
    LifeStep,
    Need,
    Project,
    Requirement,
)
from remit.projects.operations import (
    charters,
    deliverable_states,
    deliverables,
    feasibility,
    gates,
    lives,
    needs,
    stakeholders,
)
from remit.projects.operations import requirements as wanted
from remit.projects.operations.phases import change_phase
from remit.projects.operations.projects import change_project, create_project
from remit.projects.operations.serving import serve_product, stop_serving
from remit.registers.models import Risk
from remit.registers.operations import assessing, issues, risks
from remit.registers.operations import reviews as watching
from remit.registers.tests.making import LEFT, SIZE, a_kept_issue, a_kept_risk, a_risk, an_issue
from remit.reporting.models import LightOverride
from remit.reporting.operations import costs, lights, reports
from remit.resourcing.models import ResourceRequest
from remit.resourcing.operations import answering, asking, pool, releasing, stock
from remit.resourcing.tests.making import a_pool_entry
from remit.scenarios.compute import Wish
from remit.scenarios.models import LevellingProposal, Scenario
from remit.scenarios.operations import estimates, levelling, scenarios
from remit.scenarios.tests.making import a_proposal, a_scenario
from remit.simulations.compute import Wish as Draws
from remit.simulations.operations.drivers import state_driver
from remit.simulations.operations.simulations import simulate_plan
from remit.timesheets.models import Timesheet
from remit.timesheets.operations import approving, keeping, reminding
from remit.timesheets.tests.making import noted, reports_to
from remit.web.administrators import create_administrator

MONDAY = dt.date(2026, 6, 1)
SYSTEM = system_actor()
LINES = ("in_scope", "out_of_scope", "deliverables", "assumptions", "constraints", "risks", "stakeholders")
CHARTER: dict[str, Any] = {
    **{name: ["One"] for name in (*LINES, "success_criteria", "stop_criteria")},
    "purpose": "A way across",
    "objectives": ["In 2 minutes"],
    "milestones": ["2026-12-18 Open"],
    "budget_minor": 1,
    "reserve_minor": 0,
}
PASSWORD = "a wholly different sentence"
GARDEN = Path(__file__).parents[1] / "browser" / "data" / "garden.xml"
WEEK: list[list[list[int]]] = [[[480, 960]]] * 5 + [[], []]
Example = Callable[[], Any]


def prepared(world: World) -> World:
    """Fill the world with one of everything that an example changes."""
    for name in ("Ada", "Bob"):
        world.person(name)
    world.give("Ada", "project-manager")
    edit_plan(world.project, [{"op": "add", "name": "Dig"}, {"op": "add", "name": "Pour"}], actor=SYSTEM)
    edit_plan(world.project, [{"op": "link", "predecessor": "T-1", "successor": "T-2"}], actor=SYSTEM)
    resources.add_resource(world.project, name="Crew", actor=SYSTEM)
    organisations.create_unit(world.organisation, name="Roads", actor=SYSTEM)
    for name in ("new", "guest"):
        people.add_person(world.organisation, name=name, email=f"{name}@acme.example", actor=SYSTEM)
    invite_person(Person.objects.get(name="guest"), actor=SYSTEM)
    feeds.create_feed(_user(world), name="F", parts=["leave"], actor=world.actor("Ada"))
    tokens.create_token(_user(world), name="T", may_write=True, days=1, actor=world.actor("Ada"))
    return world


def _user(world: World, name: str = "Ada") -> User:
    return User.objects.get(person__name=name, person__organisation=world.organisation)


def _project() -> Project:
    return Project.objects.get(key="P-1")


def _role(code: str) -> Role:
    found: Role = Role.objects.get(code=code)
    return found


def _organisation() -> Organisation:
    return Organisation.objects.get()


def of_accounts(world: World) -> dict[str, Example]:
    """Return the examples of accounts."""
    guest = User.objects.get(person__name="guest")
    link = links.issue(Purpose.INVITATION, guest)
    users.disable_user(_user(world, "Bob"), actor=SYSTEM)
    return {
        "accounts.accept_invitation": lambda: invitations.accept_invitation(link, PASSWORD),
        "accounts.change_email": lambda: security.note_email_changed(_user(world), before="a", after="b"),
        "accounts.change_password": lambda: security.note_password_changed(_user(world)),
        "accounts.change_profile": lambda: profile.change_profile(
            _user(world), name="A", language="de", theme="dark", version=1, actor=world.actor("Ada")
        ),
        "accounts.change_second_factor": lambda: security.note_second_factor(
            _user(world), before="", after="totp"
        ),
        "accounts.create_feed": lambda: feeds.create_feed(
            _user(world), name="N", parts=["leave", "gates"], actor=world.actor("Ada")
        ),
        "accounts.create_token": lambda: tokens.create_token(
            _user(world), name="N", may_write=True, days=1, actor=world.actor("Ada")
        ),
        "accounts.disable_user": lambda: users.disable_user(_user(world), actor=SYSTEM),
        "accounts.enable_user": lambda: users.enable_user(_user(world, "Bob"), actor=SYSTEM),
        "accounts.invite_user": lambda: invitations.invite_user(
            "more@acme.example", "More", about=about_user(_user(world)), actor=SYSTEM
        ),
        "accounts.resend_invitation": lambda: invitations.resend_invitation(
            User.objects.get(person__name="guest"), actor=SYSTEM
        ),
        "accounts.reset_password": lambda: security.note_password_reset(_user(world)),
        "accounts.revoke_feed": lambda: feeds.revoke_feed(CalendarFeed.objects.get(), actor=SYSTEM),
        "accounts.revoke_token": lambda: tokens.revoke_token(ApiToken.objects.get(), actor=SYSTEM),
    }


def of_people(world: World) -> dict[str, Example]:
    """Return the examples of people, roles and the organisation."""

    def new() -> Person:
        return Person.objects.get(name="new")

    def unit(name: str) -> Unit:
        found: Unit = Unit.objects.get(name=name)
        return found

    def term() -> Term:
        found: Term = Term.objects.get(slug="float")
        return found

    def held() -> Assignment:
        held_here = Assignment.objects.filter(scope=_project().scope).select_related("person")
        found: Assignment = held_here.get(role__code="project-manager")
        return found

    assign_role(
        new(), _role("developer"), world.root, actor=SYSTEM, from_date=MONDAY - dt.timedelta(7),
        to_date=MONDAY - dt.timedelta(1),
    )  # fmt: skip

    def structure(name: str) -> Structure:
        found: Structure = Structure.objects.select_related("organisation").get(name=name)
        return found

    def paper() -> Certificate:
        found: Certificate = Certificate.objects.get()
        return found

    organisations.create_unit(world.organisation, name="Yard", actor=SYSTEM)
    positions.add_position(
        world.organisation, title="Clerk", unit=unit("Yard"), from_date=MONDAY, actor=SYSTEM
    )
    skills.add_skill(world.organisation, name="Welding", actor=SYSTEM)
    far = dt.date(2098, 1, 1)
    for name in ("Draft", "Planned", "Scheduled", "Due"):
        made = structures.begin_structure(world.organisation, name=name, takes_effect_on=far, actor=SYSTEM)
        if name != "Draft":
            structures.plan_change(
                made, kind="add-unit", values={"name": f"{name} yard"}, version=1, actor=SYSTEM
            )
        if name in {"Scheduled", "Due"}:
            made.refresh_from_db()
            structures.schedule_structure(made, version=2, actor=SYSTEM)
    Structure.objects.filter(name="Due").update(takes_effect_on=MONDAY)
    absences.request_leave(world.person("Ada"), from_date=MONDAY, to_date=MONDAY, actor=world.actor("Ada"))
    certificates.add_certificate(
        Person.objects.get(name="guest"), name="Crane licence", expires_on=dt.date(2026, 6, 20), actor=SYSTEM
    )
    float_means = [Meaning("Spare time.", "Us"), Meaning("What may slip.", "Remit")]
    add_term(world.organisation, name="Float", definitions=float_means, actor=SYSTEM)
    organisations.create_unit(world.organisation, name="Old", actor=SYSTEM)
    close_unit(unit("Old"), version=1, on=MONDAY, actor=SYSTEM)
    retire_role(_role("hr-partner"), version=1, actor=SYSTEM)
    Role.objects.filter(code="it-manager").delete()
    return {
        "people.acknowledge_role": lambda: acknowledge_role(
            Assignment.objects.get(role__code="developer"), version=1, actor=SYSTEM
        ),
        "people.request_leave": lambda: absences.request_leave(
            new(), from_date=MONDAY, to_date=MONDAY, actor=SYSTEM
        ),
        "people.decide_leave": lambda: absences.decide_leave(
            Absence.objects.get(), is_approved=True, version=1, actor=SYSTEM
        ),
        "people.cancel_leave": lambda: absences.cancel_leave(Absence.objects.get(), version=1, actor=SYSTEM),
        "people.add_certificate": lambda: certificates.add_certificate(new(), name="First aid", actor=SYSTEM),
        "people.change_certificate": lambda: certificates.change_certificate(
            paper(), version=1, actor=SYSTEM, issuer="Red Cross"
        ),
        "people.remind_of_certificate": lambda: certificates.remind_of_certificate(
            paper(), day=MONDAY, actor=SYSTEM
        ),
        "people.remove_certificate": lambda: certificates.remove_certificate(
            paper(), version=1, actor=SYSTEM
        ),
        "people.add_position": lambda: positions.add_position(
            _organisation(), title="Mason", unit=unit("Roads"), from_date=MONDAY, actor=SYSTEM
        ),
        "people.change_position": lambda: positions.change_position(
            Position.objects.get(), version=1, actor=SYSTEM, title="Clerk of works", holder=new()
        ),
        "people.begin_structure": lambda: structures.begin_structure(
            _organisation(), name="To be", takes_effect_on=far, actor=SYSTEM
        ),
        "people.change_structure": lambda: structures.change_structure(
            structure("Draft"), version=1, actor=SYSTEM, name="Other", takes_effect_on=far
        ),
        "people.plan_change": lambda: structures.plan_change(
            structure("Draft"), kind="add-unit", values={"name": "Gang"}, version=1, actor=SYSTEM
        ),
        "people.drop_change": lambda: structures.drop_change(
            structure("Planned"), 1, version=2, actor=SYSTEM
        ),
        "people.schedule_structure": lambda: structures.schedule_structure(
            structure("Planned"), version=2, actor=SYSTEM
        ),
        "people.reopen_structure": lambda: structures.reopen_structure(
            structure("Scheduled"), version=3, actor=SYSTEM
        ),
        "people.discard_structure": lambda: structures.discard_structure(
            structure("Draft"), version=1, actor=SYSTEM
        ),
        "people.put_structure_into_effect": lambda: structure_transition.put_structure_into_effect(
            structure("Due"), version=3, actor=SYSTEM
        ),
        "people.add_skill": lambda: skills.add_skill(_organisation(), name="Masonry", actor=SYSTEM),
        "people.change_skill": lambda: skills.change_skill(
            Skill.objects.get(), version=1, actor=SYSTEM, area="Site"
        ),
        "people.assess_skills": lambda: skills.assess_skills(
            new(), [skills.Assessment(Skill.objects.get(), 3)], actor=SYSTEM
        ),
        "people.assess_many": lambda: skills.assess_many(
            _organisation(), [(new(), [skills.Assessment(Skill.objects.get(), 4)])], actor=SYSTEM
        ),
        "people.add_role": lambda: add_role(
            _organisation(), name="Clerk", family="Site", purpose="Keeps papers.", actor=SYSTEM
        ),
        "people.bring_catalogue": lambda: bring_catalogue(_organisation(), actor=SYSTEM),
        "people.change_role": lambda: change_role(_role("acceptor"), version=1, actor=SYSTEM, focus="Papers"),
        "people.reinstate_role": lambda: reinstate_role(_role("hr-partner"), version=1, actor=SYSTEM),
        "people.retire_role": lambda: retire_role(_role("acceptor"), version=1, actor=SYSTEM),
        "people.add_person": lambda: people.add_person(
            _organisation(), name="X", email="x@acme.example", actor=SYSTEM
        ),
        "people.add_standard_terms": lambda: add_standard_terms(_organisation(), actor=SYSTEM),
        "people.add_term": lambda: add_term(
            _organisation(), name="Gate", definitions=[Meaning("A decision.", "Us")], actor=SYSTEM
        ),
        "people.assign_role": lambda: assign_role(
            new(), Role.objects.get(code="team-member"), _project().scope, actor=SYSTEM, from_date=MONDAY
        ),
        "people.change_person": lambda: people.change_person(
            new(), version=1, actor=SYSTEM, name="Newer", title="Engineer"
        ),
        "people.change_term": lambda: change_term(
            term(), version=1, actor=SYSTEM, name="Slack", definitions=float_means[::-1]
        ),
        "people.create_organisation": lambda: organisations.create_organisation("Globex", actor=SYSTEM),
        "people.create_programme": lambda: organisations.create_programme(
            _organisation(), name="Roads", actor=SYSTEM
        ),
        "people.create_unit": lambda: organisations.create_unit(_organisation(), name="Rails", actor=SYSTEM),
        "people.name_successor": lambda: name_successor(
            held(), new(), last_day=dt.date(2098, 1, 1), version=1, actor=SYSTEM
        ),
        "people.end_assignment": lambda: end_assignment(held(), actor=SYSTEM, version=1),
        "people.change_assignment": lambda: change_assignment(
            held(), actor=SYSTEM, version=1, money_limit_minor=2_500_000, deputy=new()
        ),
        "people.end_elapsed": lambda: end_elapsed(Assignment.objects.get(role__code="developer")),
        "people.remind_to_acknowledge": lambda: remind_to_acknowledge(held().person, [held()]),
        "people.give_sign_in": lambda: give_sign_in(new(), actor=SYSTEM, password=PASSWORD),
        "people.invite_person": lambda: invite_person(new(), actor=SYSTEM),
        "people.name_head": lambda: name_head(unit("Roads"), new(), version=1, actor=SYSTEM),
        "people.change_unit": lambda: change_unit(unit("Roads"), version=1, actor=SYSTEM, name="Tracks"),
        "people.close_unit": lambda: close_unit(unit("Roads"), version=1, on=MONDAY, actor=SYSTEM),
        "people.reopen_unit": lambda: reopen_unit(unit("Old"), version=2, actor=SYSTEM),
        "people.remove_term": lambda: remove_term(term(), version=1, actor=SYSTEM),
        "people.require_second_factor": lambda: require_second_factor(
            _organisation(), of="everybody", version=1, actor=SYSTEM
        ),
        "web.create_administrator": lambda: create_administrator(
            "root@acme.example", PASSWORD, actor=SYSTEM, name="Root"
        ),
    }


def of_separation(world: World) -> dict[str, Example]:
    """Return the examples of duties that one person holds together and a second looks at."""
    world.give("Hal", "team-member")
    both = Assignment.objects.get(person=world.person("Hal"))
    SeparationReview.objects.create(assignment=both, due_on=MONDAY)
    holidays.add_holidays(world.organisation, [(dt.date(2026, 12, 25), "Christmas Day")], actor=SYSTEM)
    desk = products.create_product(world.organisation, name="Desk", actor=SYSTEM)
    products.create_product(world.organisation, name="Chair", actor=SYSTEM)
    serve_product(world.project, desk, actor=SYSTEM)

    def product(name: str = "Desk") -> Product:
        found: Product = Product.objects.get(organisation=world.organisation, name=name)
        return found

    second = world.give("Ivy", "project-assurance")

    def review() -> SeparationReview:
        rows = SeparationReview.objects.select_related("assignment__scope__organisation")
        return rows.get(assignment=both)

    return {
        "people.review_separation": lambda: separation.review_separation(
            both, is_kept=False, reason="Too much.", version=1, actor=second
        ),
        "products.create_product": lambda: products.create_product(
            world.organisation, name="Lamp", actor=SYSTEM
        ),
        "products.change_product": lambda: products.change_product(
            product(), version=product().version, purpose="x", actor=SYSTEM
        ),
        "products.move_stage": lambda: products.move_stage(
            product(), "abandoned", version=product().version, reason="x", actor=SYSTEM
        ),
        "projects.serve_product": lambda: serve_product(
            Project.objects.get(pk=world.project.pk), product("Chair"), actor=SYSTEM
        ),
        "projects.stop_serving": lambda: stop_serving(
            Project.objects.get(pk=world.project.pk), product(), actor=SYSTEM
        ),
        "people.add_holidays": lambda: holidays.add_holidays(
            world.organisation, [(MONDAY, "Whit Monday")], actor=SYSTEM
        ),
        "people.remove_holiday": lambda: holidays.remove_holiday(
            world.organisation, dt.date(2026, 12, 25), actor=SYSTEM
        ),
        "people.remind_of_review": lambda: separation.remind_of_review(review(), day=MONDAY),
    }


def of_handovers(world: World) -> dict[str, Example]:
    """Return the examples of handovers: one that has begun, and a role that is held."""
    leader = assign_role(
        Person.objects.get(name="new"),
        _role("project-leader"),
        _project().scope,
        actor=SYSTEM,
        from_date=MONDAY - dt.timedelta(7),
    )
    begun = handovers.begin_handover(leader, cause=HandoverCause.ENDED, last_day=None)
    handovers.add_handover_item(begun, label="Badge", actor=SYSTEM)

    def given_over() -> Handover:
        found: Handover = Handover.objects.get(pk=begun.pk)
        return found

    def managing() -> Assignment:
        held_here = Assignment.objects.filter(scope=_project().scope).select_related("person")
        found: Assignment = held_here.get(role__code="project-manager")
        return found

    return {
        "people.begin_handover": lambda: handovers.begin_handover(
            managing(), cause=HandoverCause.ENDED, last_day=None
        ),
        "people.add_handover_item": lambda: handovers.add_handover_item(
            given_over(), label="Keys", actor=SYSTEM
        ),
        "people.tick_handover_item": lambda: handovers.tick_handover_item(
            given_over(), 2, is_done=True, actor=SYSTEM
        ),
    }


def of_advice(world: World) -> dict[str, Example]:
    """Return the examples of the advisor: one advice that is open."""
    open_one = advices.begin_advice(world.organisation, name="Firm", facts={"teams": 2}, actor=SYSTEM)
    seen: dict[str, Any] = {"version": 1, "actor": SYSTEM}

    def mine() -> Advice:
        found: Advice = Advice.objects.select_related("organisation").get(pk=open_one.pk)
        return found

    def picks() -> list[advices.Pick]:
        return [advices.Pick(Person.objects.get(name="new"), _role("delivery-manager"), world.root)]

    return {
        "people.begin_advice": lambda: advices.begin_advice(
            _organisation(), name="Next year", facts={"projects": 3}, actor=SYSTEM
        ),
        "people.change_advice": lambda: advices.change_advice(mine(), facts={"projects": 4}, **seen),
        "people.decide_advice": lambda: advices.decide_advice(mine(), decision="Yes.", **seen),
        "people.discard_advice": lambda: advices.discard_advice(mine(), **seen),
        "people.staff_advice": lambda: advices.staff_advice(mine(), picks(), from_date=MONDAY, **seen),
        "people.change_advice_bounds": lambda: advices.change_advice_bounds(
            _organisation(), stated={"trades": 4}, **seen
        ),
        "people.change_thresholds": lambda: thresholds.change_thresholds(
            _organisation(), stated={"items": 9}, **seen
        ),
    }


def of_deliverables(world: World) -> dict[str, Example]:
    """Return the examples of deliverables: one to change, one to lead on, one to check, one to answer."""
    world.give("Cleo", "acceptor")
    plan = {"producer": world.person("Ada"), "acceptor": world.person("Cleo"), "actor": SYSTEM}
    line = [deliverables.Criterion("Short")]
    one, begun, checked, given, gone = (
        deliverables.add_deliverable(world.project, name=name, criteria=line, **plan) for name in "ABCDE"
    )
    states = ("in-work", "ready", "under-check")
    for version, state in enumerate(states, 1):
        for each in (checked, given):
            deliverable_states.advance_deliverable(each, state, version=version, actor=SYSTEM)
    deliverable_states.note_check(given, given.criteria.get(), method="Look", is_met=True, actor=SYSTEM)
    for version, state in enumerate(("checked", "submitted"), 4):
        deliverable_states.advance_deliverable(given, state, version=version, actor=SYSTEM)

    def again(each: Deliverable) -> Deliverable:
        return Deliverable.objects.select_related("project__scope").get(pk=each.pk)

    return {
        "projects.add_deliverable": lambda: deliverables.add_deliverable(world.project, name="New", **plan),
        "projects.change_deliverable": lambda: deliverables.change_deliverable(
            again(one), version=1, name="Other", criteria=[], actor=SYSTEM
        ),
        "projects.remove_deliverable": lambda: deliverables.remove_deliverable(
            again(gone), version=1, actor=SYSTEM
        ),
        "projects.advance_deliverable": lambda: deliverable_states.advance_deliverable(
            again(begun), "in-work", version=1, actor=SYSTEM
        ),
        "projects.note_check": lambda: deliverable_states.note_check(
            again(checked), checked.criteria.get(), method="Look", is_met=True, actor=SYSTEM
        ),
        "projects.decide_deliverable": lambda: deliverable_states.decide_deliverable(
            again(given), "accepted", version=6, actor=world.actor("Cleo")
        ),
    }


def of_timesheets(world: World) -> dict[str, Example]:
    """Return the examples of hours: a week for each step, of people who answer to one."""
    lead, today = world.person("Lena"), dt.date(2026, 6, 1)
    world.give("Timo", "team-member")
    timo = world.person("Timo")
    reports_to(timo, lead)
    weeks = [today - dt.timedelta(days=7 * number) for number in range(8)]
    waits = {"state": "submitted", "approver": lead, "submitted_on": today}
    handed, kept, back, late, gone = (
        noted(timo, weeks[number], **stated)
        for number, stated in enumerate((waits, {}, waits, {"state": "approved"}, waits))
    )
    done = noted(timo, weeks[5], state="locked")
    wrong = noted(timo, weeks[6], state="open", number=1, reason="So")
    return {
        "timesheets.keep_week": lambda: keeping.keep_week(
            timo, weeks[7], [keeping.Entry("P-1", "", (60,) * 7)], version=0, actor=world.actor("Timo")
        ),
        "timesheets.submit_sheet": lambda: keeping.submit_sheet(kept, version=1, actor=world.actor("Timo")),
        "timesheets.withdraw_sheet": lambda: keeping.withdraw_sheet(
            handed, version=1, actor=world.actor("Timo")
        ),
        "timesheets.begin_correction": lambda: keeping.begin_correction(
            done, reason="So", actor=world.actor("Timo")
        ),
        "timesheets.drop_correction": lambda: keeping.drop_correction(
            wrong, version=1, actor=world.actor("Timo")
        ),
        "timesheets.approve_sheet": lambda: approving.approve_sheet(
            Timesheet.objects.get(pk=back.pk), version=1, actor=world.actor("Lena")
        ),
        "timesheets.return_sheet": lambda: approving.return_sheet(
            handed, reason="So", version=1, actor=world.actor("Lena")
        ),
        "timesheets.lock_sheet": lambda: approving.lock_sheet(late, actor=SYSTEM),
        "timesheets.remind_of_weeks": lambda: reminding.remind_of_weeks(timo, [today], today=today),
        "timesheets.pass_on_sheet": lambda: approving.pass_on_sheet(gone, actor=SYSTEM),
    }


def of_requirements(world: World) -> dict[str, Example]:
    """Return the examples of needs, sessions and requirements."""
    project = world.project
    met = deliverables.add_deliverable(project, name="Gate", actor=SYSTEM)
    need = needs.add_need(project, text="To cross", whose="Walkers", actor=SYSTEM)
    held = needs.add_collection(project, title="Talk", technique="survey", held_on=MONDAY, actor=SYSTEM)
    one, two = (wanted.add_requirement(project, statement=text, actor=SYSTEM) for text in ("Opens", "Closes"))

    def again(each: Requirement) -> Requirement:
        return Requirement.objects.select_related("project__scope").get(pk=each.pk)

    return {
        "projects.add_need": lambda: needs.add_need(project, text="To stand", whose="All", actor=SYSTEM),
        "projects.change_need": lambda: needs.change_need(
            Need.objects.get(pk=need.pk), version=1, whose="Cyclists", actor=SYSTEM
        ),
        "projects.add_collection": lambda: needs.add_collection(
            project, title="Walk", technique="observation", held_on=MONDAY, actor=SYSTEM
        ),
        "projects.change_collection": lambda: needs.change_collection(
            Collection.objects.get(pk=held.pk), version=1, people=[world.person("Ada")], actor=SYSTEM
        ),
        "projects.add_requirement": lambda: wanted.add_requirement(
            project, statement="Stands", needs=[need], deliverables=[met], actor=SYSTEM
        ),
        "projects.change_requirement": lambda: wanted.change_requirement(
            again(one), version=1, statement="Opens at once", actor=SYSTEM
        ),
        "projects.move_requirement": lambda: wanted.move_requirement(
            again(two), "clarified", version=1, actor=SYSTEM
        ),
        "projects.trace_requirement": lambda: wanted.trace_requirement(
            again(one), needs=[need], deliverables=[met], actor=SYSTEM
        ),
        "projects.link_requirement": lambda: wanted.link_requirement(
            again(one), met, is_linked=True, actor=SYSTEM
        ),
        "projects.take_in_requirements": lambda: wanted.take_in_requirements(
            project, [{"statement": "Swings"}, {"statement": "Locks", "needs": [need]}], actor=SYSTEM
        ),
    }


def of_outcomes(world: World) -> dict[str, Example]:
    """Return the examples of meetings, actions and the log of decisions: some to change, some to end."""
    owner, due_on = world.person("Ada"), dt.date(2026, 6, 30)
    one, done = (
        actions.add_action(world.project, text=text, owner=owner, due_on=due_on, actor=SYSTEM)
        for text in ("Call", "Write")
    )
    world.give("Chaim", "team-member")
    sees = world.person("Chaim")
    moved, held, off, *over = (a_meeting(world.project, sees, day=dt.date(2026, 1, 5)) for _each in range(7))
    for each in over:
        meetings.hold_meeting(each, version=1, actor=SYSTEM)
    drafts = [a_draft(each) for each in over[1:]]
    repeated = [a_series(world.project, sees)[0] for _each in range(2)]
    return {
        "meetings.plan_meeting": lambda: meetings.plan_meeting(
            world.project,
            kind="review",
            title="Monthly",
            day=due_on,
            begins=dt.time(10),
            length_minutes=60,
            chair=sees,
            minute_taker=sees,
            invited=[sees],
            agenda=[meetings.Item("Budget", 15, sees)],
            actor=SYSTEM,
        ),
        "meetings.plan_series": lambda: series.plan_series(
            world.project,
            rhythm="weekly",
            times=3,
            kind="review",
            title="Weekly",
            day=due_on,
            begins=dt.time(10),
            length_minutes=60,
            chair=sees,
            minute_taker=sees,
            invited=[sees],
            agenda=[meetings.Item("Budget", 15, sees)],
            actor=SYSTEM,
        ),
        "meetings.change_following": lambda: series.change_following(
            repeated[0], version=1, title="Two", actor=SYSTEM
        ),
        "meetings.cancel_following": lambda: series.cancel_following(
            repeated[1], reason="Ill", version=1, actor=SYSTEM
        ),
        "meetings.change_meeting": lambda: meetings.change_meeting(
            moved, version=1, title="Two", actor=SYSTEM
        ),
        "meetings.hold_meeting": lambda: meetings.hold_meeting(held, version=1, actor=SYSTEM),
        "meetings.begin_minutes": lambda: minutes.begin_minutes(over[0], actor=SYSTEM),
        "meetings.write_minutes": lambda: minutes.write_minutes(
            drafts[0], version=1, rest="Rain", actor=SYSTEM
        ),
        "meetings.drop_minutes": lambda: minutes.drop_minutes(drafts[1], version=1, actor=SYSTEM),
        "meetings.publish_minutes": lambda: minutes.publish_minutes(drafts[2], version=1, actor=SYSTEM),
        "meetings.cancel_meeting": lambda: meetings.cancel_meeting(
            off, reason="Ill", version=1, actor=SYSTEM
        ),
        "meetings.add_action": lambda: actions.add_action(
            world.project, text="Ask", owner=owner, due_on=due_on, actor=SYSTEM
        ),
        "meetings.change_action": lambda: actions.change_action(one, version=1, text="Visit", actor=SYSTEM),
        "meetings.finish_action": lambda: actions.finish_action(done, words="Done", version=1, actor=SYSTEM),
        "meetings.log_decision": lambda: logged.log_decision(
            world.project, title="Go on", decided_by=owner, actor=SYSTEM
        ),
    }


def of_comments(world: World) -> dict[str, Example]:
    """Return the examples of comments: one to change, one to withdraw, one to settle, one that calls."""
    otis = world.give("Otis", "team-member")
    person = world.person("Otis")
    one, gone, done = (a_comment(world.project, person, text) for text in ("One", "Two", "Three"))
    mention = a_comment(world.project, person, calls=person).mentions.get()
    return {
        "comments.write_comment": lambda: comments.write_comment(world.project, text="Why?", actor=otis),
        "comments.change_comment": lambda: comments.change_comment(one, text="How?", version=1, actor=otis),
        "comments.withdraw_comment": lambda: comments.withdraw_comment(gone, version=1, actor=otis),
        "comments.settle_comment": lambda: comments.settle_comment(done, settled=True, version=1, actor=otis),
        "comments.see_mention": lambda: comments.see_mention(mention, actor=otis),
    }


def of_stakeholders(world: World) -> dict[str, Example]:
    """Return the examples of stakeholders: one to change, one to speak with, one to remove."""
    one, told, gone = (
        stakeholders.add_stakeholder(world.project, name=name, actor=SYSTEM)
        for name in ("Mayor", "Press", "Club")
    )
    return {
        "projects.add_stakeholder": lambda: stakeholders.add_stakeholder(
            world.project, name="New", owner=world.person("Ada"), actor=SYSTEM
        ),
        "projects.change_stakeholder": lambda: stakeholders.change_stakeholder(
            one, version=1, power=5, actor=SYSTEM
        ),
        "projects.note_contact": lambda: stakeholders.note_contact(
            told, channel="Call", engagement="leading", actor=SYSTEM
        ),
        "projects.remove_stakeholder": lambda: stakeholders.remove_stakeholder(gone, version=1, actor=SYSTEM),
    }


def of_simulations(world: World) -> dict[str, Example]:
    """Return the examples of plans drawn many times over."""
    project, owner = world.begin("Culvert", world.root), world.person("Odile")
    world.give("Odile", "team-member", project.scope)
    plans.create_plan(project, actor=SYSTEM)
    risk = a_kept_risk(project, owner)
    return {
        "simulations.state_driver": lambda: state_driver(risk, [], version=0, actor=SYSTEM),
        "simulations.simulate_plan": lambda: simulate_plan(project, Draws(runs=1_000), None, actor=SYSTEM),
    }


def of_scenarios(world: World) -> dict[str, Example]:
    """Return the examples of what a plan could be: proposals of levelling."""
    edit_plan(world.project, [{"op": "add", "name": "Level"}], actor=SYSTEM)
    one, two = (a_proposal(world.project, number) for number in (901, 902))

    def again(proposal: LevellingProposal) -> LevellingProposal:
        return LevellingProposal.objects.select_related("project__scope").get(pk=proposal.pk)

    tried, taken_back, gone = (a_scenario(world.project, number) for number in (901, 902, 903))
    Scenario.objects.filter(pk=taken_back.pk).update(undone=taken_back.edits)

    def scenario(made: Scenario) -> Scenario:
        return Scenario.objects.select_related("project__scope").get(pk=made.pk)

    first = world.project.activities.exclude(kind="summary").exclude(kind="milestone").first()
    assert first is not None
    return {
        "scenarios.estimate_activity": lambda: estimates.estimate_activity(
            world.project, first, method="pert", low=60, likely=90, high=120, actor=SYSTEM
        ),
        "scenarios.create_scenario": lambda: scenarios.create_scenario(
            world.project, name="New", steps=[{"op": "add", "name": "Rest"}], actor=SYSTEM
        ),
        "scenarios.edit_scenario": lambda: scenarios.edit_scenario(
            scenario(tried), [{"op": "add", "name": "Rest"}], actor=SYSTEM
        ),
        "scenarios.undo_in_scenario": lambda: scenarios.undo_in_scenario(scenario(taken_back), actor=SYSTEM),
        "scenarios.refresh_scenario": lambda: scenarios.refresh_scenario(scenario(tried), actor=SYSTEM),
        "scenarios.take_over_scenario": lambda: scenarios.take_over_scenario(scenario(tried), actor=SYSTEM),
        "scenarios.remove_scenario": lambda: scenarios.remove_scenario(scenario(gone), actor=SYSTEM),
        "scenarios.propose_levelling": lambda: levelling.propose_levelling(
            world.project, Wish(seconds=1), actor=SYSTEM
        ),
        "scenarios.accept_levelling": lambda: levelling.accept_levelling(again(one), actor=SYSTEM),
        "scenarios.refuse_levelling": lambda: levelling.refuse_levelling(again(two), actor=SYSTEM),
    }


def of_documents(world: World) -> dict[str, Example]:
    """Return the examples of documents: a draft, one in review, one that waits for its approver, one in force."""
    project, firm = world.project, world.organisation
    lea, sam = world.give("Lea", "project-leader"), world.give("Sam", "sponsor")
    owner, reviewer, approver = (world.person(each) for each in ("Ada", "Lea", "Sam"))
    drafted, asked, sent, held = (
        written(project, owner, title=each) for each in ("One", "Two", "Three", "Four")
    )
    empty = documents.begin_document(project, title="Empty", owner=owner, actor=SYSTEM)

    def again(document: Document) -> DocumentVersion:
        rows = DocumentVersion.objects.select_related(
            "document__project__scope", "document__project__organisation"
        )
        return rows.get(document=document)

    stated: dict[str, Any] = {"approver": approver, "seen": 1, "actor": SYSTEM}
    versions.send_to_review(again(asked), reviewers=[reviewer], **stated)
    for each in (sent, held):
        versions.send_to_review(again(each), reviewers=[], **stated)
    versions.approve_version(again(held), seen=2, actor=sam)
    words = keep_text(firm, "# Words")
    kept, gone = (
        document_templates.add_template(firm, words, name=each, actor=SYSTEM) for each in ("Letter", "Note")
    )
    return {
        "documents.begin_document": lambda: documents.begin_document(
            project, title="New", owner=owner, readers=[reviewer], actor=SYSTEM
        ),
        "documents.change_document": lambda: documents.change_document(
            Document.objects.get(pk=drafted.pk), version=1, title="Other", actor=SYSTEM
        ),
        "documents.remove_document": lambda: documents.remove_document(
            Document.objects.get(pk=empty.pk), version=1, actor=SYSTEM
        ),
        "documents.add_version": lambda: versions.add_version(drafted, words, seen=1, actor=SYSTEM),
        "documents.send_to_review": lambda: versions.send_to_review(
            again(drafted), reviewers=[reviewer], **stated
        ),
        "documents.answer_review": lambda: versions.answer_review(
            again(asked).reviews.get(), "fine", actor=lea
        ),
        "documents.approve_version": lambda: versions.approve_version(again(sent), seen=2, actor=sam),
        "documents.send_back": lambda: versions.send_back(again(sent), words="x", seen=2, actor=sam),
        "documents.withdraw_version": lambda: versions.withdraw_version(
            again(held), words="x", seen=3, actor=SYSTEM
        ),
        "documents.note_reading": lambda: versions.note_reading(again(held), actor=lea),
        "documents.remind_of_review": lambda: remind_of_review(again(asked), today=MONDAY),
        "documents.add_template": lambda: document_templates.add_template(
            firm, words, name="New", actor=SYSTEM
        ),
        "documents.change_template": lambda: document_templates.change_template(
            DocumentTemplate.objects.get(pk=kept.pk), version=1, name="Other", actor=SYSTEM
        ),
        "documents.remove_template": lambda: document_templates.remove_template(
            DocumentTemplate.objects.get(pk=gone.pk), version=1, actor=SYSTEM
        ),
    }


def of_commitments(world: World) -> dict[str, Example]:
    """Return the examples of promises: one that is open."""
    due = dt.date(2098, 1, 1)
    by = world.person("Prom")
    stated: dict[str, Any] = {"due_on": due, "to_name": "Client", "actor": SYSTEM}
    made = promises.promise(by, world.root, what="A draft", **stated)

    def mine() -> Commitment:
        found: Commitment = Commitment.objects.get(pk=made.pk)
        return found

    seen: dict[str, Any] = {"version": 1, "actor": SYSTEM}
    return {
        "people.promise": lambda: promises.promise(by, world.root, what="Another", **stated),
        "people.close_promise": lambda: promises.close_promise(mine(), note="Thanks.", **seen),
        "people.renegotiate_promise": lambda: promises.renegotiate_promise(
            mine(), due_on=dt.date(2098, 2, 1), reason="Later.", **seen
        ),
    }


def of_growth(world: World) -> dict[str, Example]:
    """Return the examples of expectations, reviews, actions and skills of roles: Grete looks at her own work."""
    firm, person, by = world.organisation, world.person("Grete"), world.actor("Grete")
    role, due = Role.objects.get(organisation=firm, code="sponsor"), dt.date(2098, 1, 1)
    skill = Skill.objects.filter(organisation=firm).first() or skills.add_skill(
        firm, name="Art", actor=SYSTEM
    )
    stated = growing.add_expectations(firm, role=role, name="Sponsor", items=["Decides"], actor=SYSTEM)
    other = growing.add_expectations(
        firm, role=role, seniority="junior", name="New sponsor", items=["Learns"], actor=SYSTEM
    )
    review = growing.begin_review(person, stated, actor=by)
    action = growing.add_growth_action(person, what="Read", due_on=due, actor=by)
    lesson = training.add_training(firm, subject="Safety", scope=world.project.scope, actor=SYSTEM)
    taught: dict[str, Example] = {
        "people.add_training": lambda: training.add_training(firm, subject="Law", role=role, actor=SYSTEM),
        "people.change_training": lambda: training.change_training(
            Training.objects.get(pk=lesson.pk), version=1, subject="Safety first", actor=SYSTEM
        ),
        "people.add_training_session": lambda: training.add_training_session(
            lesson, held_on=due, place="Site", actor=SYSTEM
        ),
        "people.note_training": lambda: training.note_training(lesson, world.person("Ada"), actor=SYSTEM),
    }
    return taught | {
        "people.add_expectations": lambda: growing.add_expectations(
            firm, role=role, seniority="senior", name="Old sponsor", items=["Teaches"], actor=SYSTEM
        ),
        "people.add_standard_expectations": lambda: growing.add_standard_expectations(firm, actor=SYSTEM),
        "people.change_expectations": lambda: growing.change_expectations(
            ExpectationTemplate.objects.get(pk=stated.pk), version=1, items=["Decides soon"], actor=SYSTEM
        ),
        "people.set_role_skills": lambda: growing.set_role_skills(role, {skill: 3}, version=0, actor=SYSTEM),
        "people.begin_review": lambda: growing.begin_review(person, other, actor=by),
        "people.assess_expectations": lambda: growing.assess_expectations(
            review, levels=[3], version=1, is_done=True, actor=by
        ),
        "people.add_growth_action": lambda: growing.add_growth_action(
            person, what="Write", due_on=due, skill=skill, actor=by
        ),
        "people.change_growth_action": lambda: growing.change_growth_action(
            GrowthAction.objects.get(pk=action.pk), version=1, is_done=True, actor=by
        ),
    }


def of_decisions(world: World) -> dict[str, Example]:
    """Return the examples of decisions: Bob asks, and it waits for Ada."""
    world.give("Bob", "team-member")
    asked = decisions.ask_decision(
        world.project.scope, title="Pump", amount_minor=1, actor=world.actor("Bob")
    )

    def mine() -> DecisionRequest:
        found: DecisionRequest = DecisionRequest.objects.get(pk=asked.pk)
        return found

    def by(name: str) -> dict[str, Any]:
        return {"version": 1, "actor": world.actor(name)}

    return {
        "people.ask_decision": lambda: decisions.ask_decision(
            _project().scope, title="Crane", days=3, actor=world.actor("Bob")
        ),
        "people.change_decision": lambda: decisions.change_decision(mine(), days=1, **by("Bob")),
        "people.withdraw_decision": lambda: decisions.withdraw_decision(mine(), **by("Bob")),
        "people.decide": lambda: decisions.decide(mine(), approve=True, **by("Ada")),
    }


def of_matrices(world: World) -> dict[str, Example]:
    """Return the examples of who answers for what: a draft at the project, another project's sound and ready."""
    roles = {role.code: role for role in Role.objects.filter(organisation=world.organisation)}
    draft = matrices.begin_matrix(_project().scope, actor=SYSTEM)
    for code in ("project-manager", "sponsor"):
        matrix_edits.add_party(draft, role=roles[code], actor=SYSTEM)
    for text in ("Reports", "Budget"):
        row = matrix_edits.add_responsibility(draft, text=text, area="scope", actor=SYSTEM)
        letters = {"role:project-manager": "AR"}
        matrix_edits.change_responsibility(draft, row.key, version=row.version, letters=letters, actor=SYSTEM)
    above = matrices.begin_matrix(world.root, actor=SYSTEM)
    matrix_edits.add_party(above, role=roles["project-manager"], actor=SYSTEM)
    default = matrix_edits.add_responsibility(
        above, text="Standards", area="quality", kind="project", actor=SYSTEM
    )
    matrix_edits.change_responsibility(
        above, default.key, version=default.version, letters={"role:project-manager": "AR"}, actor=SYSTEM
    )
    above.refresh_from_db()
    matrices.activate_matrix(above, version=above.version, reason="So be it.", actor=SYSTEM)
    read_by_all(world.organisation, "project-manager")
    bare = create_project(world.root, name="Unsaid", starts_on=MONDAY, actor=SYSTEM)

    def mine() -> ResponsibilityMatrix:
        found: ResponsibilityMatrix = ResponsibilityMatrix.objects.get(pk=draft.pk)
        return found

    def seen() -> dict[str, Any]:
        return {"version": mine().version, "actor": SYSTEM}

    def row_seen() -> dict[str, Any]:
        return {"version": mine().rows.get(key=row.key).version, "actor": SYSTEM}

    return {
        "people.begin_matrix": lambda: matrices.begin_matrix(bare.scope, template="agile", actor=SYSTEM),
        "people.discard_matrix": lambda: matrices.discard_matrix(mine(), **seen()),
        "people.activate_matrix": lambda: matrices.activate_matrix(mine(), reason="So be it.", **seen()),
        "people.add_responsibility": lambda: matrix_edits.add_responsibility(
            mine(), text="Schedule", area="schedule", actor=SYSTEM
        ),
        "people.change_responsibility": lambda: matrix_edits.change_responsibility(
            mine(), row.key, text="Costs", letters={"role:sponsor": "R"}, **row_seen()
        ),
        "people.remove_responsibility": lambda: matrix_edits.remove_responsibility(
            mine(), row.key, **row_seen()
        ),
        "people.move_responsibility": lambda: matrix_edits.move_responsibility(
            mine(), row.key, up=True, **row_seen()
        ),
        "people.override_responsibility": lambda: matrix_edits.override_responsibility(
            mine(), default.key, actor=SYSTEM
        ),
        "people.add_party": lambda: matrix_edits.add_party(mine(), role=roles["acceptor"], actor=SYSTEM),
        "people.remove_party": lambda: matrix_edits.remove_party(mine(), "role:sponsor", actor=SYSTEM),
        "people.paste_letters": lambda: matrix_edits.paste_letters(
            mine(), row=row.key, party="role:sponsor", block=[["C"]], **seen()
        ),
        "people.paste_matrix": lambda: paste_matrix(
            mine(), text="\tacceptor\tSponsor\nNeeds\tA\tR", area="customer", **seen()
        ),
        "people.undo_matrix_edit": lambda: matrix_edits.undo_matrix_edit(mine(), **seen()),
    }


def _people_file(name: str) -> io.BytesIO:
    return io.BytesIO(f"name,e-mail,line manager\n{name},{name}@acme.example,new@acme.example\n".encode())


def _of_records(world: World) -> dict[str, Example]:
    """Return the examples of charters and studies: one that begins, one that is written, one that waits."""
    written, waiting = (world.begin(name, world.root) for name in ("Dam", "Weir"))
    for project in (written, waiting):
        world.give("Simon", "sponsor", project.scope)
        charter = charters.begin_charter(project, actor=SYSTEM)
        charters.change_charter(charter, version=1, actor=SYSTEM, **CHARTER)
        study = feasibility.begin_study(project, actor=SYSTEM)
        feasibility.change_study(study, version=1, actor=SYSTEM, **studied(study.content))
    signer = world.actor("Simon")
    charters.submit_charter(Charter.objects.get(project=waiting), version=2, actor=SYSTEM)
    feasibility.submit_study(FeasibilityStudy.objects.get(project=waiting), version=2, actor=SYSTEM)

    def charter(project: Project) -> Charter:
        return Charter.objects.select_related("project__scope", "project__organisation").get(project=project)

    def study(project: Project) -> FeasibilityStudy:
        rows = FeasibilityStudy.objects.select_related("project__scope", "project__organisation")
        return rows.get(project=project)

    return _of_lives(world) | {
        "projects.begin_charter": lambda: charters.begin_charter(_project(), actor=SYSTEM),
        "projects.change_charter": lambda: charters.change_charter(
            charter(written), version=2, actor=SYSTEM, risks=["Frost"]
        ),
        "projects.submit_charter": lambda: charters.submit_charter(charter(written), version=2, actor=SYSTEM),
        "projects.answer_charter": lambda: charters.answer_charter(
            charter(waiting), sign=True, version=3, actor=signer
        ),
        "projects.begin_study": lambda: feasibility.begin_study(_project(), actor=SYSTEM),
        "projects.change_study": lambda: feasibility.change_study(
            study(written), version=2, actor=SYSTEM, problem="Wider"
        ),
        "projects.submit_study": lambda: feasibility.submit_study(study(written), version=2, actor=SYSTEM),
        "projects.answer_study": lambda: feasibility.answer_study(
            study(waiting), state="agreed", version=3, actor=signer
        ),
    }


def _of_archives(world: World) -> dict[str, Example]:
    """Return the examples of archives of a closed project: one as made, one on hold, one that may go."""
    project = world.begin("Ferry", world.root)
    Project.objects.filter(pk=project.pk).update(phase="closed")
    project = Project.objects.select_related("scope", "organisation").get(pk=project.pk)

    def made() -> Archive:
        return archives.make_archive(project, holds=[], years=7, actor=SYSTEM, progress=Unwatched())

    kept, held, old, going = made(), made(), made(), made()
    archives.hold_archive(held, reason="Suit", version=1, actor=SYSTEM)
    long_ago = {"made_on": dt.date(2001, 1, 1), "retain_until": dt.date(2002, 1, 1)}
    Archive.objects.filter(pk__in=[old.pk, going.pk]).update(**long_ago)
    olga = world.give("Olga", "administrator", world.root)
    ines = world.give("Ines", "administrator", world.root)
    archives.propose_deletion(going, reason="Old", version=1, actor=olga)
    return {
        "closure.make_archive": made,
        "closure.hold_archive": lambda: archives.hold_archive(kept, reason="Suit", version=1, actor=SYSTEM),
        "closure.lift_hold": lambda: archives.lift_hold(held, reason="Settled", version=2, actor=SYSTEM),
        "closure.propose_deletion": lambda: archives.propose_deletion(
            old, reason="Old", version=1, actor=olga
        ),
        "closure.answer_deletion": lambda: archives.answer_deletion(
            going, confirm=True, version=2, actor=ines
        ),
    }


def _of_lessons(world: World) -> dict[str, Example]:
    """Return the examples of lessons: one of another project, which is changed, and taken up here."""
    other = world.begin("Kiln", world.root)
    stated = {"title": "Bore first", "happened": "Rock.", "advice": "Bore."}
    made = lessons.add_lesson(other, is_shared=True, actor=SYSTEM, **stated)
    return {
        "closure.add_lesson": lambda: lessons.add_lesson(other, actor=SYSTEM, **stated),
        "closure.change_lesson": lambda: lessons.change_lesson(
            made, version=1, tags=["ground"], actor=SYSTEM
        ),
        "closure.note_lesson": lambda: lessons.note_lesson(
            world.project, made, state="noted", words="In May", version=0, actor=SYSTEM
        ),
    }


def of_benefits(world: World) -> dict[str, Example]:
    """Return the examples of outcomes: one to change, one to hand over, reviews to move and to do, a late one."""
    project, owner, other = world.begin("Ferry", world.root), world.person("Olof"), world.person("Rut")
    given, changed, moved, late, wrong = (a_benefit(project, owner) for _number in range(5))
    to_move, to_do, waits = a_review(moved), a_review(given), a_review(late, MONDAY)
    return {
        "benefits.add_benefit": lambda: a_benefit(project, owner),
        "benefits.change_benefit": lambda: benefits.change_benefit(
            changed, version=1, unit="h", actor=SYSTEM
        ),
        "benefits.hand_over_benefit": lambda: benefits.hand_over_benefit(
            late, owner=other, reason="Goes", version=2, actor=SYSTEM
        ),
        "benefits.remove_benefit": lambda: benefits.remove_benefit(wrong, version=1, actor=SYSTEM),
        "benefits.plan_reviews": lambda: a_review(changed),
        "benefits.move_review": lambda: reviews.move_review(
            to_move, to_day=dt.date(2028, 1, 5), reason="Later", version=2, actor=SYSTEM
        ),
        "benefits.do_review": lambda: reviews.do_review(
            to_do, value=Decimal(3), evidence="Seen", follows="keep", version=2, actor=SYSTEM
        ),
        "benefits.remind_of_review": lambda: reviews.remind_of_review(
            waits, today=dt.date(2026, 9, 1), escalate_after=14
        ),
    }


def of_costs(world: World) -> dict[str, Example]:
    """Return the examples of money: an account to change, one to close, an order to take back."""
    project, owner = with_budget(world.begin("Jetty", world.root)), world.person("Olof")
    world.give("Olof", "team-member", project.scope)
    changed, closed = (an_account(project, owner, code=code, minor=1000) for code in ("1", "2"))
    order = a_cost(changed, 5, "commitment")
    return {
        "costs.open_account": lambda: an_account(project, owner, code="3"),
        "costs.change_account": lambda: accounts.change_account(
            changed, version=2, name="Masons", actor=SYSTEM
        ),
        "costs.set_account_closed": lambda: accounts.set_account_closed(
            closed, is_closed=True, version=2, actor=SYSTEM
        ),
        "costs.move_budget": lambda: accounts.move_budget(
            project, source=changed, target=closed, amount_minor=5, reason="So", actor=SYSTEM
        ),
        "costs.enter_cost": lambda: a_cost(changed, 5),
        "costs.reverse_entry": lambda: entries.reverse_entry(order, reason="Wrong", actor=SYSTEM),
    }


def of_registers(world: World) -> dict[str, Example]:
    """Return the examples of risks and issues: one for each step, none of which another changes."""
    project, owner = world.begin("Pier", world.root), world.person("Piet")
    for name, role in (("Piet", "team-member"), ("Pia", "sponsor")):
        world.give(name, role, project.scope)
    draft, changed, placed, answered, acted, watched, closed, going, late = (
        a_kept_risk(project, owner) for _number in range(9)
    )
    Risk.objects.filter(pk=draft.pk).update(state="draft")
    Risk.objects.filter(pk=watched.pk).update(state="response-planned")
    first, stepped, raised = (a_kept_issue(project, owner) for _number in range(3))
    return {
        "registers.raise_risk": lambda: a_risk(project, owner),
        "registers.change_risk": lambda: risks.change_risk(changed, version=1, trigger="Rain", actor=SYSTEM),
        "registers.open_risk": lambda: risks.open_risk(draft, version=1, actor=SYSTEM),
        "registers.add_response_action": lambda: risks.add_response_action(
            acted, text="Call", owner=owner, due_on=dt.date(2098, 1, 5), version=1, actor=SYSTEM
        ),
        "registers.assess_risk": lambda: assessing.assess_risk(going, SIZE, version=1, actor=SYSTEM),
        "registers.place_risk": lambda: assessing.place_risk(
            placed, probability_band=5, impact_band=5, version=1, actor=SYSTEM
        ),
        "registers.plan_response": lambda: assessing.plan_response(
            answered, strategy="accept", response="", residual=LEFT, version=1, actor=SYSTEM
        ),
        "registers.review_risk": lambda: watching.review_risk(
            watched, words="Seen", review_on=dt.date(2098, 1, 5), version=1, actor=SYSTEM
        ),
        "registers.close_risk": lambda: watching.close_risk(
            closed, outcome="occurred", words="", version=1, actor=SYSTEM
        ),
        "registers.remind_of_risk": lambda: watching.remind_of_risk(late, today=MONDAY),
        "registers.raise_issue": lambda: an_issue(project, owner),
        "registers.change_issue": lambda: issues.change_issue(first, version=1, title="Dark", actor=SYSTEM),
        "registers.advance_issue": lambda: issues.advance_issue(
            stepped, "assess", words="So", version=1, actor=SYSTEM
        ),
        "registers.escalate_issue": lambda: issues.escalate_issue(
            raised, reason="Help", version=1, actor=SYSTEM
        ),
    }


def of_earned_value(world: World) -> dict[str, Example]:
    """Return the examples of earned value: a project with a promise and budget."""
    project, owner = with_budget(world.begin("Mole", world.root)), world.person("Moira")
    world.give("Moira", "project-manager", project.scope)
    an_account(project, owner, minor=1000)
    a_kept_status(project)
    return {
        "earned_value.set_measures": lambda: measures.set_measures(
            project, ["T-1"], rule="fifty-fifty", actor=SYSTEM
        ),
        "earned_value.change_terms": lambda: measures.change_terms(
            project, version=1, is_weekly=False, actor=SYSTEM
        ),
        "earned_value.record_status": lambda: snapshots.record_status(project, note="Again", actor=SYSTEM),
    }


def of_changes(world: World) -> dict[str, Example]:
    """Return the examples of changes: one for each step, none of which another changes."""
    project, owner = world.begin("Weir", world.root), world.person("Wanda")
    manager, sponsor = (
        world.give(name, role, project.scope)
        for name, role in (("Wanda", "project-manager"), ("Will", "sponsor"))
    )
    worded, submitted, urgent = (a_kept_change(project, owner, state="draft") for _number in range(3))
    lying = a_kept_change(project, owner, state="submitted")
    assessed, tried = (a_kept_change(project, owner) for _number in range(2))
    done = a_kept_change(project, owner, state="approved")
    plans.create_plan(project, actor=SYSTEM)
    edit_plan(project, [{"op": "add", "name": "Dig", "duration_minutes": 450}], actor=SYSTEM)
    set_baseline(project, "Agreed", actor=SYSTEM)
    longer = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 900}}
    scenario = scenarios.create_scenario(project, name="Longer", steps=[longer], actor=SYSTEM)
    edit_plan(project, [{"op": "add", "name": "Fence"}], actor=SYSTEM)
    hurried = a_kept_change(
        project, owner, state="approved", is_emergency=True, ratify_by=MONDAY, decided_by=owner
    )
    return {
        "changes.raise_change": lambda: a_change(project, owner),
        "changes.edit_change": lambda: changing.edit_change(worded, version=1, title="Gate", actor=SYSTEM),
        "changes.advance_change": lambda: changing.advance_change(
            submitted, "submit", words="", version=1, actor=SYSTEM
        ),
        "changes.assess_change": lambda: changing.assess_change(lying, IMPACT, version=1, actor=SYSTEM),
        "changes.decide_change": lambda: granting.decide_change(
            assessed, "approve", words="Good", version=1, actor=manager
        ),
        "changes.approve_in_emergency": lambda: granting.approve_in_emergency(
            urgent, IMPACT, reason="Water", version=1, actor=manager
        ),
        "changes.try_change": lambda: planning_of.try_change(tried, scenario, version=1, actor=SYSTEM),
        "changes.implement_change": lambda: planning_of.implement_change(
            done, planning_of.Carried(covers=("T-2",)), words="Done", version=1, actor=SYSTEM
        ),
        "changes.accept_corrections": lambda: covering.accept_corrections(
            project, ["T-2"], reason="So", actor=SYSTEM
        ),
        "changes.ratify_change": lambda: granting.ratify_change(
            hurried, ratify=True, words="Good", version=1, actor=sponsor
        ),
    }


def of_resourcing(world: World) -> dict[str, Example]:
    """Return the examples of what projects share: an entry to change, one to close, one that is closed."""
    changed, closing, closed = (a_pool_entry(world, name) for name in ("Crane", "Rig", "Press"))
    lent = a_pool_entry(world, "Mixer", pieces=9)
    sand = a_pool_entry(world, "Sand", kind="material", pieces=0, minutes_per_week=0, measure="t")
    stated = {"amount": Decimal(5), "day": dt.date(2026, 6, 1), "actor": SYSTEM}
    stock.add_delivery(sand, version=1, **stated)
    project = world.begin("Quay", world.root)
    asker = replace(SYSTEM, person_id=world.person("Rut").pk)
    head = world.actor("Mona")

    def made() -> ResourceRequest:
        days = {"from_date": dt.date(2098, 6, 2), "to_date": dt.date(2098, 6, 27)}
        return asking.ask_for_resources(
            project, actor=asker, pool=lent, minutes_per_week=60, what_for="Mixing", **days
        )

    asked = [made() for _number in range(7)]
    less = answering.Terms(30, dt.date(2098, 6, 2), dt.date(2098, 6, 27))
    for each in asked[3:5]:
        answering.propose_terms(each, less, version=1, reason="Less", actor=head)
    for each in asked[5:7]:
        answering.approve_request(each, version=1, actor=head)
    pool.close_pool_entry(closed, version=1, actor=SYSTEM)
    return {
        "resourcing.add_pool_entry": lambda: a_pool_entry(world, "Laser"),
        "resourcing.change_pool_entry": lambda: pool.change_pool_entry(
            changed, version=1, pieces=3, actor=SYSTEM
        ),
        "resourcing.close_pool_entry": lambda: pool.close_pool_entry(closing, version=1, actor=SYSTEM),
        "resourcing.reopen_pool_entry": lambda: pool.reopen_pool_entry(closed, version=2, actor=SYSTEM),
        "resourcing.add_delivery": lambda: stock.add_delivery(sand, version=2, **stated),
        "resourcing.remove_delivery": lambda: stock.remove_delivery(sand, 1, version=2, actor=SYSTEM),
        "resourcing.ask_for_resources": made,
        "resourcing.approve_request": lambda: answering.approve_request(asked[0], version=1, actor=head),
        "resourcing.propose_terms": lambda: answering.propose_terms(
            asked[1], less, version=1, reason="Less", actor=head
        ),
        "resourcing.refuse_request": lambda: answering.refuse_request(
            asked[2], version=1, reason="None is free", actor=head
        ),
        "resourcing.withdraw_request": lambda: asking.withdraw_request(asked[2], version=1, actor=asker),
        "resourcing.accept_terms": lambda: answering.accept_terms(asked[3], version=2, actor=asker),
        "resourcing.decline_terms": lambda: answering.decline_terms(
            asked[4], version=2, reason="Too little", actor=asker
        ),
        "resourcing.release_allocation": lambda: releasing.release_allocation(
            asked[5], 1, last_on=dt.date(2098, 6, 9), reason="Done", version=2, actor=asker
        ),
        "resourcing.end_allocation": lambda: releasing.end_allocation(asked[6], 1, today=dt.date(2098, 7, 1)),
    }


def _of_services(world: World) -> dict[str, Example]:
    """Return the examples of handovers to operations: one as begun, one complete, one proposed, one to be waived."""
    begin, change = service_handovers.begin_service_handover, service_handovers.change_service_handover
    first, *others = (world.begin(name, world.root) for name in ("Weir", "Lock", "Quay", "Slip", "Buoy"))
    told = dict.fromkeys(SERVICE_PARTS, "none") | {"owner": world.person("Olaf")}
    world.give("Olaf", "team-member", world.root)
    olaf, head = world.actor("Olaf"), world.actor("Hedda")
    Person.objects.filter(pk=olaf.person_id).update(line_manager_id=head.person_id)
    draft, complete, proposed, waived = (begin(each, actor=SYSTEM) for each in others)
    for row in (complete, proposed, waived):
        change(row, version=1, actor=SYSTEM, **told)
    service_handovers.propose_service_handover(proposed, version=2, actor=SYSTEM)
    return {
        "closure.begin_service_handover": lambda: begin(first, actor=SYSTEM),
        "closure.change_service_handover": lambda: change(draft, version=1, support="Desk", actor=SYSTEM),
        "closure.propose_service_handover": lambda: service_handovers.propose_service_handover(
            complete, version=2, actor=SYSTEM
        ),
        "closure.answer_service_handover": lambda: service_handovers.answer_service_handover(
            proposed, accept=True, answer="", version=3, actor=olaf
        ),
        "closure.waive_service_handover": lambda: service_handovers.waive_service_handover(
            waived, answer="Nothing to run", version=2, actor=head
        ),
    }


def of_closing(world: World) -> dict[str, Example]:
    """Return the examples of closing: a project whose list is open, one whose record is written, one where it waits."""
    made = {name: world.begin(name, world.root) for name in ("Mill", "Mole", "Pier")}
    stated: dict[str, Any] = {"achieved": "a", "differences": "b", "cost_minor": 0, "contracts": ["none"]}
    stated |= {"end_reason": "c", "salvage": ["none"], "sunk_cost_minor": 0}
    for project in made.values():
        world.give("Simon", "sponsor", project.scope)
        LifeStep.objects.create(
            project=project, day=MONDAY, from_phase="idea", to_phase="terminated", by_key="x", by_name="x"
        )
    Project.objects.filter(pk__in=[each.pk for each in made.values()]).update(phase="closing")
    rows = Project.objects.select_related("scope", "organisation")
    open_one, written, waits = (rows.get(pk=each.pk) for each in made.values())
    for project in (written, waits):
        lessons.add_lesson(project, title="Dig", happened="Rock.", advice="Bore.", actor=SYSTEM)
        for line in checklist_of(project):
            if not line.is_fact:
                checklists.answer_item(
                    project, line.code, state="done", evidence="Seen", version=0, actor=SYSTEM
                )
        row = closing_records.begin_record(project, actor=SYSTEM)
        closing_records.change_record(row, version=1, actor=SYSTEM, **stated)
    closing_records.submit_record(ClosingRecord.objects.get(project=waits), version=2, actor=SYSTEM)
    signer = world.actor("Simon")

    def of(project: Project) -> ClosingRecord:
        return ClosingRecord.objects.select_related("project__scope", "project__organisation").get(
            project=project
        )

    return (
        _of_archives(world)
        | _of_lessons(world)
        | _of_services(world)
        | {
            "closure.edit_checklist": lambda: checklists.edit_checklist(
                world.organisation, ["Keys are back"], number=0, reason="Ours", actor=SYSTEM
            ),
            "closure.answer_item": lambda: checklists.answer_item(
                open_one, "costs", state="done", evidence="Paid", version=0, actor=SYSTEM
            ),
            "closure.begin_record": lambda: closing_records.begin_record(open_one, actor=SYSTEM),
            "closure.change_record": lambda: closing_records.change_record(
                of(written), version=2, actor=SYSTEM, achieved="More"
            ),
            "closure.submit_record": lambda: closing_records.submit_record(
                of(written), version=2, actor=SYSTEM
            ),
            "closure.answer_record": lambda: closing_records.answer_record(
                of(waits), sign=True, version=3, actor=signer
            ),
        }
    )


def of_reporting(world: World) -> dict[str, Example]:
    """Return the examples of a status, with a light that waits for its answer and one that is ended."""
    project = world.begin("Jetty", world.root)
    world.give("Simon", "sponsor", project.scope)
    plans.create_plan(project, actor=SYSTEM)
    edit_plan(project, [{"op": "add", "name": "Dig"}], actor=SYSTEM)
    signer = world.actor("Simon")
    made = {
        light: lights.set_light(project, light, colour="amber", reason="So", actor=SYSTEM)
        for light in ("schedule", "staffing")
    }
    LightOverride.objects.filter(pk=made["schedule"].pk).update(state="waiting")
    sums = {"spent_minor": 4, "low_minor": 1, "likely_minor": 2, "high_minor": 3}
    return {
        "reporting.report_cost": lambda: costs.report_cost(project, actor=SYSTEM, **sums),
        "reporting.set_light": lambda: lights.set_light(
            project, "budget", colour="red", reason="So", actor=SYSTEM
        ),
        "reporting.answer_light": lambda: lights.answer_light(
            LightOverride.objects.get(pk=made["schedule"].pk), agree=True, version=1, actor=signer
        ),
        "reporting.end_light": lambda: lights.end_light(project, "staffing", actor=SYSTEM),
        "reporting.change_terms": lambda: reports.change_terms(
            project, version=1, actor=signer, days_tolerance=5
        ),
        "reporting.work_out_range": lambda: reports.work_out_range(project, actor=SYSTEM),
        "reporting.report_status": lambda: reports.report_status(project, actor=SYSTEM, words="So"),
    }


def _of_lives(world: World) -> dict[str, Example]:
    """Return the examples of methods, lives and gates: projects before a gate, without one, and under review."""
    phases = {"Sluice": "idea", "Lock": "chartered", "Quay": "feasibility"}
    idea, ahead, under = (world.begin(name, world.root) for name in phases)
    for project in (idea, ahead, under):
        world.give("Simon", "sponsor", project.scope)
        Project.objects.filter(pk=project.pk).update(phase=phases[project.name])
        lives.choose_method(project, "predictive", actor=SYSTEM)
    signer = world.actor("Simon")
    review = gates.ask_gate(under, actor=SYSTEM)
    condition = GateCondition.objects.create(
        review=review, number=1, text="More", owner=world.person("Ada"), due_on=MONDAY
    )
    stages = copy.deepcopy(standard_methods()["predictive"])
    stages["stages"][0]["purpose"] = "Is it worth a look?"

    def found(project: Project) -> Project:
        return Project.objects.select_related("scope", "organisation").get(pk=project.pk)

    def waiting() -> GateReview:
        rows = GateReview.objects.select_related("project__scope", "project__organisation")
        return rows.get(pk=review.pk)

    return {
        "projects.edit_method": lambda: lives.edit_method(
            _organisation(), "predictive", stages, number=1, reason="Ours", actor=SYSTEM
        ),
        "projects.choose_method": lambda: lives.choose_method(_project(), "scrum", actor=SYSTEM),
        "projects.tailor_life": lambda: lives.tailor_life(
            found(ahead), stages["stages"], reason="Ours", version=1, actor=SYSTEM
        ),
        "projects.advance_stage": lambda: lives.advance_stage(found(ahead), version=1, actor=SYSTEM),
        "projects.provide_document": lambda: lives.provide_document(
            found(ahead), "planning", "Risk register", where="Shelf", version=1, actor=SYSTEM
        ),
        "projects.ask_gate": lambda: gates.ask_gate(found(idea), actor=SYSTEM),
        "projects.judge_criterion": lambda: gates.judge_criterion(
            waiting(), 3, is_met=True, evidence="Seen", version=1, actor=SYSTEM
        ),
        "projects.withdraw_gate": lambda: gates.withdraw_gate(waiting(), version=1, actor=SYSTEM),
        "projects.decide_gate": lambda: gates.decide_gate(
            waiting(), "hold", version=1, words="Not now", actor=signer
        ),
        "projects.meet_condition": lambda: gates.meet_condition(
            GateCondition.objects.get(pk=condition.pk), words="Done", version=1, actor=SYSTEM
        ),
    }


def studied(content: dict[str, Any]) -> dict[str, Any]:
    """Return a study in which nothing is missing, from what one states when it begins."""
    option = {"name": "Build", "about": "", "costs": [100_000], "benefits": [0, 120_000]}
    scored = {"score": 4, "weight": 20, "evidence": "Trial", "remedy": ""}
    return content | {
        "problem": "No way across",
        "options": [*content["options"], option],
        "tests": dict.fromkeys(content["tests"], scored),
        "uncertainties": ["Ground"],
        "recommended": "Build",
        "because": "It pays",
    }


def of_plans(world: World) -> dict[str, Example]:
    """Return the examples of projects, plans and files."""
    bare = create_project(world.root, name="Bare", starts_on=MONDAY, actor=SYSTEM)
    content = GARDEN.read_bytes()
    taken_in = import_people(_people_file("Udo"), "people.csv", world.organisation, actor=SYSTEM)
    report = import_plan(io.BytesIO(content), "garden.xml", actor=SYSTEM, parent=world.root)
    take_in_file(world.project, [{"statement": "It closes."}], "wanted.csv", actor=SYSTEM)
    listed = RequirementImport.objects.get(file_name="wanted.csv")
    staffing = [resources.Staffing("T-1", "R-1")]
    steps = [
        {"op": "add", "name": "Roof", "parent": "T-1"},
        {
            "op": "change",
            "key": "T-2",
            "version": 1,
            "fields": {"name": "Pour more", "duration_minutes": 900},
        },
        {"op": "unlink", "key": "L-1"},
    ]
    calendars = [
        {"op": "add_calendar", "name": "Nights", "week": WEEK},
        {"op": "change_calendar", "key": "C-1", "version": 1, "fields": {"name": "Site", "week": WEEK}},
    ]
    crews = [{"op": "add_resource", "name": "Crane"}, {"op": "remove_resource", "key": "R-1"}]
    return {
        "interchange.import_plan": lambda: import_plan(
            io.BytesIO(content), "garden.xml", actor=SYSTEM, parent=world.root
        ),
        "interchange.import_people": lambda: import_people(
            _people_file("Vera"), "people.csv", _organisation(), actor=SYSTEM
        ),
        "interchange.undo_people_import": lambda: undo_people_import(
            PeopleImport.objects.get(pk=taken_in.pk), actor=SYSTEM
        ),
        "interchange.import_requirements": lambda: take_in_file(
            _project(), [{"statement": "It opens."}], "wanted.csv", actor=SYSTEM
        ),
        "interchange.undo_requirement_import": lambda: undo_requirement_import(
            RequirementImport.objects.get(pk=listed.pk), actor=SYSTEM
        ),
        "interchange.undo_import": lambda: undo_import(ImportReport.objects.get(pk=report.pk), actor=SYSTEM),
        "planning.edit_plan of the plan": lambda: plans.change_plan(
            _project(), actor=SYSTEM, version=_project().plan.version, start_minute=1440 * 20610
        ),
        "planning.create_plan": lambda: plans.create_plan(Project.objects.get(pk=bare.pk), actor=SYSTEM),
        "planning.edit_plan": lambda: edit_plan(_project(), steps, actor=SYSTEM),
        "planning.edit_plan of calendars": lambda: edit_plan(_project(), calendars, actor=SYSTEM),
        "planning.edit_plan of staffing": lambda: resources.assign_resources(
            _project(), staffing, actor=SYSTEM
        ),
        "planning.edit_plan of resources": lambda: edit_plan(_project(), crews, actor=SYSTEM),
        "planning.schedule_plan": lambda: schedule_plan(_project(), actor=SYSTEM),
        "planning.set_baseline": lambda: set_baseline(_project(), "Agreed", actor=SYSTEM),
        "planning.undo_edit": lambda: undo_edit(_project(), 1, actor=SYSTEM),
        **_of_records(world),
        "projects.change_phase": lambda: change_phase(
            _project(), "on-hold", version=1, actor=SYSTEM, reason="Flood"
        ),
        "projects.change_project": lambda: change_project(_project(), version=1, actor=SYSTEM, name="Canal"),
        "projects.create_project": lambda: create_project(
            world.root, name="More", starts_on=MONDAY, actor=SYSTEM
        ),
    }


def of_jobs(world: World) -> dict[str, Example]:
    """Return the examples of long work."""
    waiting = _started(world)
    running = _started(world)
    Job.objects.filter(pk=running.pk).update(state=JobState.RUNNING, attempts=1)

    def job(number: int) -> Job:
        found: Job = Job.objects.get(pk=number)
        return found

    return {
        "jobs.start_job": lambda: _started(world),
        "jobs.cancel_job": lambda: jobs.cancel_job(job(waiting.pk), actor=world.actor("Ada")),
        "jobs.end_job": lambda: jobs.end_job(job(running.pk), JobState.DONE),
        "jobs.repeat_job": lambda: jobs.repeat_job(job(running.pk)),
    }


def _started(world: World) -> Job:
    return jobs.start_job(
        IMPORT.code,
        label="X",
        scope_path=world.root.path,
        parameters={"upload": "0" * 32},
        actor=world.actor("Ada"),
    )


def examples(world: World) -> dict[str, Example]:
    """Return an example of every operation, in a world that is filled for them."""
    prepared(world)
    return (
        of_accounts(world)
        | of_people(world)
        | of_decisions(world)
        | of_matrices(world)
        | of_advice(world)
        | of_handovers(world)
        | of_separation(world)
        | of_commitments(world)
        | of_growth(world)
        | of_deliverables(world)
        | of_stakeholders(world)
        | of_documents(world)
        | of_outcomes(world)
        | of_comments(world)
        | of_benefits(world)
        | of_costs(world)
        | of_earned_value(world)
        | of_registers(world)
        | of_simulations(world)
        | of_changes(world)
        | of_resourcing(world)
        | of_timesheets(world)
        | of_requirements(world)
        | of_closing(world)
        | of_reporting(world)
        | of_plans(world)
        | of_scenarios(world)
        | of_jobs(world)
    )
