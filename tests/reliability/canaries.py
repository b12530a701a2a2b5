"""Strings that stand nowhere but in one private place: whoever reads one has seen that place."""

import datetime as dt
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone

from remit.accounts.permissions import system_actor
from remit.benefits.operations.reviews import do_review, move_review
from remit.benefits.tests.making import a_benefit, a_review
from remit.changes.tests.making import a_kept_change
from remit.closure.models import Archive
from remit.closure.operations.checklists import answer_item
from remit.closure.operations.closing_records import begin_record, change_record
from remit.closure.operations.lessons import add_lesson
from remit.closure.operations.service_handovers import begin_service_handover, change_service_handover
from remit.closure.service_content import NAMES as SERVICE_PARTS
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.core.keys import next_key
from remit.costs.models import BudgetMove, CostAccount
from remit.costs.tests.making import a_cost
from remit.documents.models import Confidentiality, Document
from remit.documents.operations.contents import keep_text
from remit.documents.operations.versions import add_version
from remit.earned_value.tests.making import a_kept_status
from remit.interchange.models import ImportReport
from remit.meetings.tests.making import a_decision, a_meeting, an_action, some_minutes
from remit.people.models import DecisionRequest, HandoverCause, Person, Role, Unit
from remit.people.operations.absences import request_leave
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.certificates import add_certificate
from remit.people.operations.glossary import Meaning, add_term
from remit.people.operations.handovers import begin_handover
from remit.people.operations.matrices import begin_matrix
from remit.people.operations.matrix_edits import add_party, add_responsibility
from remit.people.operations.organisation import create_programme, create_unit, root_scope, space_of
from remit.people.operations.people import add_person, change_person
from remit.people.operations.positions import add_position
from remit.people.operations.skills import add_skill
from remit.people.operations.structures import begin_structure
from remit.planning.models import PlanCalendar, Resource
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.projects.models import Phase, Project
from remit.projects.operations.phases import change_phase
from remit.projects.operations.projects import change_project, create_project
from remit.projects.operations.stakeholders import add_stakeholder, note_contact
from remit.registers.tests.making import a_kept_issue, a_kept_risk
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.lights import set_light
from remit.reporting.operations.reports import report_status
from remit.resourcing.operations.answering import Terms, accept_terms, propose_terms
from remit.resourcing.operations.asking import ask_for_resources
from remit.resourcing.operations.pool import add_pool_entry
from remit.resourcing.operations.releasing import release_allocation
from remit.resourcing.tests.making import a_pool_entry
from remit.scenarios.tests.making import a_proposal, a_scenario, an_estimate
from remit.simulations.tests.making import a_simulation
from remit.timesheets.tests.making import noted

PREFIX = "Zq"
_TEXT = re.compile(r"zq[0-9a-f]{10}", re.IGNORECASE)
_GROUPING = re.compile(r"(?<=\d)[,.'’\s\u00a0\u202f](?=\d{3})")
_SUM = re.compile(r"73[0-9]{6}")
MONDAY = dt.date(2026, 6, 1)
SYSTEM = system_actor()


@dataclass
class Canaries:
    """Every canary with the place where it was planted and what it is."""

    planted: dict[str, tuple[str, str]] = field(default_factory=dict)

    def text(self, place: str, kind: str) -> str:
        """Return a new string to plant."""
        made = f"{PREFIX}{(len(self.planted) * 2654435761) % 16**10:010x}"
        self.planted[made.lower()] = (place, kind)
        return made

    def budget(self, place: str) -> int:
        """Return a new sum to plant, in minor units; it is recognised without its last two figures."""
        major = f"73{(len(self.planted) * 7919 + 104729) % 10**6:06d}"
        self.planted[major] = (place, "budget")
        return int(major) * 100 + 19

    def seen(self, text: str) -> set[str]:
        """Return the canaries in what somebody could read."""
        found = {each.lower() for each in _TEXT.findall(text)}
        found |= set(_SUM.findall(_GROUPING.sub("", text)))
        return found & self.planted.keys()

    def places(self, found: set[str]) -> dict[str, int]:
        """Return how many were found of each place."""
        counted: dict[str, int] = {}
        for each in found:
            place = self.planted[each][0]
            counted[place] = counted.get(place, 0) + 1
        return counted

    def kinds(self, found: set[str]) -> set[str]:
        """Return what was found."""
        return {self.planted[each][1] for each in found}


def plant_project(project: Project, place: str, canaries: Canaries, *, tasks: int) -> None:
    """Put canaries wherever a project or its plan keeps something that was typed."""

    def new(kind: str) -> str:
        return canaries.text(place, kind)

    steps = [{"op": "add", "name": new("activity")} for _ in range(tasks)]
    edit_plan(project, steps, actor=SYSTEM)
    keys = [f"T-{number}" for number in range(1, tasks + 1)]
    edit_plan(
        project,
        [
            {
                "op": "change",
                "key": key,
                "version": 1,
                "fields": {"notes": new("note"), "duration_minutes": 450},
            }
            for key in keys
        ],
        actor=SYSTEM,
    )
    # a former name lives on in the log of edits, in the baseline and in the audit record alone
    set_baseline(project, new("baseline"), actor=SYSTEM)
    renamed = {"op": "change", "key": keys[0], "version": 2, "fields": {"name": new("activity")}}
    edit_plan(project, [renamed], actor=SYSTEM)
    edit_plan(project, [{"op": "link", "predecessor": keys[0], "successor": keys[1]}], actor=SYSTEM)
    edit_plan(project, [{"op": "remove", "key": keys[-1]}], actor=SYSTEM)
    set_baseline(project, new("baseline"), actor=SYSTEM)
    Resource.objects.create(
        project=project, key="R-1", name=new("resource"), email=f"{new('resource')}@example.org"
    )
    calendar = PlanCalendar.objects.get(project=project)
    calendar.name = new("calendar")
    calendar.exceptions = [[20700, 20701, [], new("day off")]]
    calendar.save()
    draft = begin_matrix(project.scope, actor=SYSTEM)
    add_party(draft, role=Role.objects.get(organisation=project.organisation, code="sponsor"), actor=SYSTEM)
    add_responsibility(draft, text=new("responsibility"), area="scope", actor=SYSTEM)
    _plant_import(project, place, canaries)
    _plant_stakeholder(project, place, canaries)
    _plant_closing(project, place, canaries)
    _plant_outcomes(project, place, canaries)
    a_proposal(project)
    a_simulation(project)
    a_scenario(project)
    an_estimate(project)
    _plant_documents(project, place, canaries)
    _plant_archive(project, place, canaries)
    _plant_record(project, place, canaries)
    _plant_status(project, place, canaries)


def _plant_outcomes(project: Project, place: str, canaries: Canaries) -> None:
    """Give an action and log a decision: whoever sees the project reads both."""
    address = f"keeper{project.pk}@{project.organisation_id}.example"
    somebody = add_person(project.organisation, name="Keeper", email=address, actor=SYSTEM)
    a_comment(project, somebody, canaries.text(place, "comment"), calls=somebody)
    an_action(project, somebody, canaries.text(place, "action"))
    meeting = a_meeting(
        project, somebody, canaries.text(place, "meeting"), said=canaries.text(place, "agenda")
    )
    some_minutes(meeting, said=canaries.text(place, "minutes"))
    sums = ("cost_minor", "scale_budget_minor", "response_cost_minor", "residual_cost_minor")
    a_kept_risk(
        project, somebody, canaries.text(place, "risk"), emv_minor=-canaries.budget(f"{place} budget"),
        **{name: canaries.budget(f"{place} budget") for name in sums},
    )  # fmt: skip
    a_kept_issue(project, somebody, canaries.text(place, "issue"))
    a_kept_change(
        project, somebody, canaries.text(place, "change"), cost_minor=canaries.budget(f"{place} budget")
    )
    a_decision(project, somebody, canaries.text(place, "decision"), reasons=canaries.text(place, "reasons"))


def _plant_stakeholder(project: Project, place: str, canaries: Canaries) -> None:
    """Note somebody whom the project concerns: not for all who see the project, and some of it for very few."""
    spoken, confided = f"{place} stakeholder", f"{place} confidence"
    made = add_stakeholder(
        project,
        name=canaries.text(spoken, "stakeholder"),
        stake=canaries.text(spoken, "stake"),
        confidential=canaries.text(confided, "confidential note"),
        actor=SYSTEM,
    )
    address = f"sayer{project.pk}@{project.organisation_id}.example"
    sayer = add_person(project.organisation, name="Sayer", email=address, actor=SYSTEM)
    a_comment(project, sayer, canaries.text(spoken, "comment on a stakeholder"), about=made.key)
    for is_confidential in (False, True):
        summary = canaries.text(confided if is_confidential else spoken, "summary")
        note_contact(made, channel="Call", summary=summary, is_confidential=is_confidential, actor=SYSTEM)


def _plant_archive(project: Project, place: str, canaries: Canaries) -> None:
    """Let an archive lie there whose file holds what is for very few."""
    content = canaries.text(f"{place} confidence", "archive").encode()
    name = default_storage.save("archives/canary", ContentFile(content))
    Archive.objects.create(
        organisation=project.organisation, project=project,
        key=next_key(space_of(project.organisation_id), "AR"), made_on=MONDAY, made_by_name="x",
        file_name=Path(name).name, sha256="0" * 64, manifest_sha256="0" * 64, size=len(content), files=1,
        schema_version=1, retain_until=MONDAY, holds=["confidential"],
    )  # fmt: skip


def _plant_closing(project: Project, place: str, canaries: Canaries) -> None:
    """Answer an item of the closing list and begin the closing record, with what the project cost."""
    for _time in range(2):
        told = {name: canaries.text(place, name) for name in ("title", "happened", "cause", "advice")}
        add_lesson(project, actor=SYSTEM, tags=[canaries.text(place, "tag")], **told)
    evidence = canaries.text(place, "evidence")
    answer_item(project, "costs", state="done", evidence=evidence, version=0, actor=SYSTEM)
    told = {name: canaries.text(place, f"outcome {name}") for name in ("statement", "measure", "method")}
    address = f"owen@{project.key}.{project.organisation_id}.example"
    # whose owner sees it by that alone, and is nobody who asks
    owner = add_person(project.organisation, name=f"Owen {place}", email=address, actor=SYSTEM)
    review = a_review(a_benefit(project, owner, **told))
    _resources(project, canaries, place, owner)
    _money(project, canaries, place, owner)
    move_review(review, to_day=MONDAY, reason=canaries.text(place, "review moved"), version=2, actor=SYSTEM)
    do_review(
        review, value=Decimal(3), evidence=canaries.text(place, "review evidence"), follows="act",
        words=canaries.text(place, "review words"), on=MONDAY, version=3, actor=SYSTEM,
    )  # fmt: skip
    service = begin_service_handover(project, actor=SYSTEM)
    parts = {name: canaries.text(place, f"service {name}") for name in SERVICE_PARTS if name != "run_cost"}
    change_service_handover(service, version=1, actor=SYSTEM, **parts)
    row = begin_record(project, actor=SYSTEM)
    stated = {"achieved": canaries.text(place, "achieved"), "salvage": [canaries.text(place, "salvage")]}
    cost = canaries.budget(f"{place} budget")
    change_record(row, version=1, actor=SYSTEM, cost_minor=cost, sunk_cost_minor=cost, **stated)


def _plant_documents(project: Project, place: str, canaries: Canaries) -> None:
    """Keep a document for all who see the project, and a restricted one for very few."""
    address = f"owner{project.pk}@papers.example"
    owner = add_person(project.organisation, name="Olivia", email=address, actor=SYSTEM)
    for number, kept in enumerate((place, f"{place} confidence"), start=1):
        restricted = Confidentiality.RESTRICTED if number > 1 else Confidentiality.PROJECT
        made = Document.objects.create(
            project=project, key=f"DO-{number}", title=canaries.text(kept, "document"), owner=owner,
            phase=project.phase, confidentiality=restricted,
        )  # fmt: skip
        content = keep_text(project.organisation, canaries.text(kept, "content of a document"))
        note = canaries.text(kept, "note of a version")
        add_version(made, content, seen=0, note=note, actor=SYSTEM)


def _plant_status(project: Project, place: str, canaries: Canaries) -> None:
    """Report what a project cost and how it stands, and set a light by hand."""
    cost = canaries.budget(f"{place} budget")
    note = canaries.text(f"{place} budget", "note")
    report_cost(
        project, spent_minor=cost, low_minor=cost, likely_minor=cost, high_minor=cost, note=note, actor=SYSTEM
    )
    set_light(project, "budget", colour="grey", reason=canaries.text(place, "reason"), actor=SYSTEM)
    report_status(project, words=canaries.text(place, "words"), actor=SYSTEM)


def _plant_import(project: Project, place: str, canaries: Canaries) -> None:
    for number in range(2):
        ImportReport.objects.create(
            organisation=project.organisation,
            project=project,
            project_key=project.key,
            number=project.pk * 10 + number,
            file_name=f"{canaries.text(place, 'file name')}.xml",
            file_size=1,
            sha256=f"{project.pk * 10 + number:064d}",
            imported_by_name=canaries.text(place, "importer"),
            counts={"activities": 3},
            left_out=[
                {
                    "what": canaries.text(place, "left out"),
                    "count": 2,
                    "reason": canaries.text(place, "left out"),
                }
            ],
            differences=[
                {
                    "key": "T-1",
                    "name": canaries.text(place, "difference"),
                    "field": "start",
                    "stored": 1,
                    "computed": 2,
                    "reason": "follows",
                    "by": canaries.text(place, "difference"),
                }
            ],
        )


def _plant_record(project: Project, place: str, canaries: Canaries) -> None:
    for phase in (Phase.ON_HOLD, Phase.PLANNING, Phase.ON_HOLD, Phase.PLANNING):
        project.refresh_from_db()
        reason = canaries.text(f"{place} record", "reason")
        change_phase(project, phase, version=project.version, actor=SYSTEM, reason=reason)
    for _ in range(3):
        project.refresh_from_db()
        sums = {"budget_minor": canaries.budget(f"{place} budget")}
        change_project(project, version=project.version, actor=SYSTEM, **sums)
    _plant_decision(project, place, canaries)


def _plant_decision(project: Project, place: str, canaries: Canaries) -> None:
    """Let somebody without a sign-in ask for money: only whoever may see money may read of it."""
    asker = add_person(
        project.organisation, name="Asker", email=f"asker{project.pk}@example.org", actor=SYSTEM
    )
    DecisionRequest.objects.create(
        organisation=project.organisation,
        scope=project.scope,
        key=next_key(space_of(project.organisation_id), "Q"),
        title=canaries.text(f"{place} budget", "decision"),
        reason=canaries.text(f"{place} budget", "why"),
        asked_by=asker,
        asked_at=timezone.now(),
    )


def plant_people(world: World, project: Project, place: str, canaries: Canaries, *, count: int) -> None:
    """Put canaries into people who hold a role at `project` alone, and into the end of a role."""
    role = Role.objects.get(organisation=world.organisation, code="team-member")
    for number in range(count):
        person = add_person(
            world.organisation,
            name=canaries.text(place, "person"),
            email=f"{canaries.text(place, 'address')}@example.org",
            title=canaries.text(place, "title"),
            actor=SYSTEM,
        )
        add_certificate(person, name=canaries.text(f"{place} paper", "certificate"), actor=SYSTEM)
        note = canaries.text(f"{place} note", "note")
        request_leave(person, from_date=MONDAY, to_date=MONDAY, note=note, actor=SYSTEM)
        hours = canaries.text(f"{place} hours", "note")
        noted(person, project=project, note=hours, state="submitted")
        given = assign_role(person, role, project.scope, actor=SYSTEM, from_date=MONDAY)
        if number == 0:
            end_assignment(given, actor=SYSTEM, version=1, reason=canaries.text(f"{place} record", "reason"))
            begun = begin_handover(given, cause=HandoverCause.ENDED, last_day=None)
            begun.items.create(number=99, kind="own", label=canaries.text(place, "handover"))


def other_project(world: World, canaries: Canaries, *, tasks: int, people: int) -> Project:
    """Make a second project in the organisation, with canaries in all of it."""
    programme = create_programme(
        world.organisation, name=canaries.text("structure", "programme"), actor=SYSTEM
    )
    project = create_project(
        programme,
        name=canaries.text("structure", "project"),
        unique_result=canaries.text("other", "result"),
        starts_on=MONDAY,
        actor=SYSTEM,
    )
    create_plan(project, actor=SYSTEM)
    plant_project(project, "other", canaries, tasks=tasks)
    plant_people(world, project, "colleague", canaries, count=people)
    return project


def _money(project: Project, canaries: Canaries, place: str, owner: Person) -> None:
    """Keep an account with a move of budget and a cost: its words are the project's, its sums only for some."""
    words = {name: canaries.text(place, f"cost {name}") for name in ("text", "supplier", "reference")}
    sums = [canaries.budget(f"{place} budget") for _number in range(2)]
    account = CostAccount.objects.create(
        organisation=project.organisation, project=project, key="CA-1", code=canaries.text(place, "code"),
        name=canaries.text(place, "account"), owner=owner, budget_minor=sums[0],
    )  # fmt: skip
    BudgetMove.objects.create(
        project=project, number=1, target=account, amount_minor=sums[0], moved_on=MONDAY,
        reason=canaries.text(place, "move of budget"), by_name="x",
    )  # fmt: skip
    a_cost(account, sums[1], "commitment", **words)
    a_kept_status(project, canaries.text(place, "note on figures"))


def _resources(project: Project, canaries: Canaries, place: str, asker: Person) -> None:
    """Ask for a crane that the organisation shares: its head, who is nobody who asks, gives it."""
    firm = project.organisation
    head = add_person(firm, name=f"Hedy {place}", email=f"hedy@{project.key}.{firm.pk}.example", actor=SYSTEM)
    unit = create_unit(firm, name=f"Yard of {project.key}", head=head, actor=SYSTEM)
    crane = add_pool_entry(
        firm, name=f"Crane of {project.key}", kind="equipment", unit=unit, pieces=1, minutes_per_week=600,
        actor=SYSTEM,
    )  # fmt: skip
    able, answers = replace(SYSTEM, person_id=asker.pk), replace(SYSTEM, person_id=head.pk)
    first, last = dt.date(2098, 6, 2), dt.date(2098, 6, 27)
    made = ask_for_resources(
        project, actor=able, pool=crane, minutes_per_week=60, from_date=first, to_date=last,
        what_for=canaries.text(place, "asked for"),
    )  # fmt: skip
    why, over = canaries.text(place, "other terms"), canaries.text(place, "more than there is")
    terms = Terms(6000, first, last)
    propose_terms(made, terms, version=1, reason=why, over_reason=over, actor=answers)
    accept_terms(made, version=2, actor=able)
    gone = canaries.text(place, "released")
    release_allocation(made, 1, last_on=first, reason=gone, version=3, actor=able)


def other_organisation(world: World, canaries: Canaries, *, tasks: int, people: int) -> None:
    """Put canaries into all of another organisation."""
    place = "foreign"
    organisation = world.organisation
    organisation.name = canaries.text(place, "organisation")
    organisation.save()
    root = root_scope(organisation)
    root.name = organisation.name
    root.save()
    unit: Unit = create_unit(organisation, name=canaries.text(place, "unit"), actor=SYSTEM)
    a_pool_entry(world, canaries.text(place, "pool"), unit=unit)
    add_position(
        organisation, title=canaries.text(place, "position"), unit=unit, from_date=MONDAY, actor=SYSTEM
    )
    begin_structure(
        organisation,
        name=canaries.text(place, "structure"),
        reason=canaries.text(place, "reason"),
        takes_effect_on=dt.date(2098, 1, 1),
        actor=SYSTEM,
    )
    add_skill(
        organisation,
        name=canaries.text(place, "skill"),
        area=canaries.text(place, "area"),
        description=canaries.text(place, "skill"),
        actor=SYSTEM,
    )
    word = Meaning(canaries.text(place, "definition"), canaries.text(place, "source"))
    add_term(
        organisation, name="Gate", aliases=[canaries.text(place, "word")], definitions=[word], actor=SYSTEM
    )
    Role.objects.filter(organisation=organisation, code="acceptor").update(
        name=canaries.text(place, "role"), purpose=canaries.text(place, "role")
    )
    stated = {"name": canaries.text(place, "project"), "unique_result": canaries.text(place, "result")}
    change_project(world.project, version=1, actor=SYSTEM, **stated)
    plant_project(world.project, place, canaries, tasks=tasks)
    plant_people(world, world.project, place, canaries, count=people)
    for person in Person.objects.filter(organisation=organisation):
        change_person(person, version=person.version, actor=SYSTEM, unit=unit)
