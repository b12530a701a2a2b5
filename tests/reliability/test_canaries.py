"""Goal C: 200 canaries in what is private; nobody without the right sees one, whoever has it sees them."""

import re
from collections.abc import Iterator
from itertools import chain

import pytest
from django.core import mail
from django.test import Client

from remit.accounts.feeds import parts_in_order
from remit.accounts.links import hash_of
from remit.accounts.models import CalendarFeed, User
from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.interchange.models import ImportReport
from remit.jobs.models import Job
from remit.people.models import Absence, Certificate, Handover
from remit.people.operations.assignments import end_assignment
from remit.projects.models import Project
from remit.timesheets.models import Timesheet
from tests.reliability.canaries import Canaries, other_organisation, other_project, plant_project
from tests.reliability.crawling import Values, read_all
from tests.reliability.entrances import text_of

pytestmark = pytest.mark.django_db

PROJECT_ROLES = (
    "team-member",
    "project-leader",
    "project-manager",
    "sponsor",
    "project-assurance",
    "acceptor",
)
FOREIGN = frozenset(
    {"foreign", "foreign record", "foreign budget", "foreign stakeholder", "foreign confidence"}
)
OTHER = frozenset({"other", "other record", "other budget", "other stakeholder", "other confidence"})
# The names of programmes and projects are part of how the organisation is built: whoever may see that sees them.
STRUCTURE = frozenset({"structure"})
OWN = frozenset({"own", "own record", "own budget", "own stakeholder", "own confidence"})
CONFIDENCE = frozenset({"own confidence", "other confidence"})
PEOPLE = frozenset({"colleague", "colleague record"})
EVERYTHING = FOREIGN | OTHER | STRUCTURE | OWN | PEOPLE

# What each kind of person must never see. People of the organisation are seen by whoever may see people.
HIDDEN: dict[str, frozenset[str]] = {
    "anonymous": EVERYTHING,
    "disabled": EVERYTHING,
    "nobody": EVERYTHING,
    "removed": EVERYTHING,
    "team-member": FOREIGN | OTHER | STRUCTURE | PEOPLE | (OWN - {"own"}),
    "acceptor": FOREIGN | OTHER | STRUCTURE | PEOPLE | (OWN - {"own"}),
    "project-leader": FOREIGN | OTHER | STRUCTURE | {"own budget", "own confidence", "colleague record"},
    "project-manager": FOREIGN | OTHER | STRUCTURE | {"colleague record"},
    "sponsor": FOREIGN | OTHER | STRUCTURE | {"colleague record"},
    "project-assurance": FOREIGN | OTHER | STRUCTURE | {"own confidence", "colleague record"},
    "administrator": FOREIGN | OTHER | OWN | {"colleague record"},
    "portfolio-manager": FOREIGN | CONFIDENCE,
}
# What each must see, so that a crawl that sees nothing at all does not pass for a good one.
SEEN: dict[str, frozenset[str]] = {
    "team-member": frozenset({"own"}),
    "acceptor": frozenset({"own"}),
    "project-leader": frozenset({"own", "own record", "own stakeholder"}),
    "project-manager": OWN,
    "sponsor": OWN,
    "project-assurance": OWN - CONFIDENCE,
    "administrator": frozenset({"colleague", "structure"}),
    "portfolio-manager": (OWN | OTHER | STRUCTURE | PEOPLE) - CONFIDENCE,
}
FAST = ("team-member", "project-leader")


class Scene:
    """Both organisations with their canaries, and where each place's objects are found."""

    def __init__(self, world: World, stranger: World, *, tasks: int, people: int) -> None:
        self.world, self.canaries = world, Canaries()
        plant_project(world.project, "own", self.canaries, tasks=tasks)
        other = other_project(world, self.canaries, tasks=tasks, people=people)
        other_organisation(stranger, self.canaries, tasks=tasks, people=people)
        world.give("Petra", "team-member")
        self.values = [
            self._values(world.project, "Petra", "O-1"),
            self._values(other, "", "G-1"),
            self._values(stranger.project, "", "O-1"),
        ]

    def _values(self, project: Project, name: str, parent: str) -> Values:
        held = project.scope.assignments.first()
        assert held is not None, name
        report = ImportReport.objects.filter(project=project).first()
        assert report is not None
        job = Job.objects.create(
            organisation=project.organisation,
            key=f"J-{project.pk}",
            owner_key=held.person.key,
            owner_name=held.person.name,
            kind="interchange.import_plan",
            label="plan.xml",
            scope_path=project.scope.path,
        )
        certificate = (
            Certificate.objects.filter(person=held.person).values_list("key", flat=True).first() or "CE-1"
        )
        absence = Absence.objects.filter(person=held.person).values_list("key", flat=True).first() or "LV-1"
        sheet = Timesheet.objects.filter(person=held.person).values_list("key", flat=True).first() or "TS-1"
        handed = Handover.objects.filter(assignment__scope=project.scope).values_list("key", flat=True)
        begun = handed.first() or "HO-1"
        common = {
            "job": job.key,
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
            "certificate_key": certificate,
            "certificate": certificate,
            "absence_key": absence,
            "absence": absence,
            "timesheet_key": sheet,
            "timesheet": sheet,
            "week": "2026-06-01",
            "expectation_key": "EX-1",
            "expectation": "EX-1",
            "review_key": "RV-1",
            "training_key": "TR-1",
            "training": "TR-1",
            "review": "RV-1",
            "action_key": "GA-1",
            "growth_action": "GA-1",
            "slug": "gate",
            "requirement_key": "RQ-1",
            "requirement": "RQ-1",
            "need_key": "ND-1",
            "need": "ND-1",
            "collection_key": "SE-1",
            "session": "SE-1",
            "deliverable_key": "DL-1",
            "deliverable": "DL-1",
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
            "lesson_key": project.lessons.values_list("key", flat=True).first() or "LE-1",
            "lesson": project.lessons.values_list("key", flat=True).first() or "LE-1",
            "benefit_key": project.benefits.values_list("key", flat=True).first() or "BE-1",
            "benefit": project.benefits.values_list("key", flat=True).first() or "BE-1",
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
            "request_key": project.resource_requests.values_list("key", flat=True).first() or "RR-1",
            "resource_request": project.resource_requests.values_list("key", flat=True).first() or "RR-1",
            "allocation_number": "1",
            "delivery_number": "1",
            "account_key": "CA-1",
            "cost_account": "CA-1",
            "snapshot_key": "SS-1",
            "snapshot": "SS-1",
            "entry_key": "CX-1",
            "cost_entry": "CX-1",
            "archive_key": project.archives.values_list("key", flat=True).first() or "AR-1",
            "archive": project.archives.values_list("key", flat=True).first() or "AR-1",
            "activity_key": "T-1",
            "activity": "T-1",
            "link_key": "L-1",
            "link": "L-1",
            "code": "sponsor",
            "method": "predictive",
            "holiday": "2026-12-25",
            "product_key": "PR-1",
            "product": "PR-1",
        }
        return common | {
            "key": project.key,
            "scope_key": project.key,
            "scope": project.key,
            "row_key": project.scope.matrices.get().rows.get().key,
            "row": project.scope.matrices.get().rows.get().key,
            "column": "role:sponsor",
            "kind": "project",
            "number": str(report.number),
            "assignment_key": held.key,
            "person": held.person.key,
            "person_key": held.person.key,
            "parent": parent,
            "handover_key": begun,
            "handover": begun,
            "decision_key": project.scope.decisions.get().key,
            "decision": project.scope.decisions.get().key,
        }

    def client(self, persona: str) -> Client:
        """Sign in as one kind of person."""
        name = "X" + persona.title().replace("-", "")
        if persona == "anonymous":
            return Client(raise_request_exception=False)
        if persona in {"removed", "disabled"} or persona in PROJECT_ROLES:
            self.world.give(name, "project-leader" if persona in {"removed", "disabled"} else persona)
        elif persona != "nobody":
            self.world.give(name, persona, self.world.root)
        client = self.world.client(name)
        client.raise_request_exception = False
        held = self.world.person(name).assignments.first()
        if persona == "removed" and held is not None:
            end_assignment(held, actor=system_actor(), version=held.version)
        user = self.world.person(name).user
        if persona == "disabled" and user is not None:
            user.is_active = False
            user.save()
        return client

    def calendar(self, persona: str) -> Iterator[tuple[str, str]]:
        """Yield the calendar feed of one kind of person, who has asked for everything that one can carry."""
        user = User.objects.filter(person__name="X" + persona.title().replace("-", "")).first()
        if user is None:
            return
        secret = f"canary-{persona}"
        parts = [each.code for each in parts_in_order()]
        CalendarFeed.objects.create(user=user, name="Phone", secret_hash=hash_of(secret), parts=parts)
        yield "feed", text_of(Client().get(f"/feeds/{secret}.ics"))


def crawl(scene: Scene, persona: str, *, brief: bool) -> tuple[dict[str, str], set[str], int]:
    """Return every canary that was wrongly seen and where first, all that were seen, and how much was read."""
    wrong: dict[str, str] = {}
    seen: set[str] = set()
    count = 0
    client = scene.client(persona)
    for where, text in chain(read_all(client, scene.values, brief=brief), scene.calendar(persona)):
        count += 1
        found = scene.canaries.seen(text)
        seen |= found
        for each in found - wrong.keys():
            if scene.canaries.planted[each][0] in HIDDEN[persona]:
                wrong[each] = f"{' '.join(scene.canaries.planted[each])}: {where}"
    return wrong, seen, count


def check(scene: Scene, persona: str, *, brief: bool) -> set[str]:
    wrong, seen, count = crawl(scene, persona, brief=brief)
    hidden = sum(place in HIDDEN[persona] for place, _kind in scene.canaries.planted.values())
    print(
        f"C: {persona}: {count} answers, {hidden} canaries without right, {len(wrong)} seen; {len(seen)} with right"
    )
    assert sorted(wrong.values()) == []
    assert SEEN.get(persona, frozenset()) <= set(scene.canaries.places(seen))
    return seen


@pytest.mark.any_database
@pytest.mark.long(20)
def test_no_canary_is_seen_without_right(world: World, stranger: World) -> None:
    scene = Scene(world, stranger, tasks=4, people=2)
    for persona in FAST:
        check(scene, persona, brief=True)


@pytest.mark.soak
def test_none_of_200_canaries_is_seen_without_right(world: World, stranger: World) -> None:
    scene = Scene(world, stranger, tasks=22, people=8)
    assert len(scene.canaries.planted) >= 200
    everything: set[str] = set()
    for persona in HIDDEN:
        everything |= check(scene, persona, brief=False)
    kinds = scene.canaries.kinds(
        {each for each, (place, _) in scene.canaries.planted.items() if place not in FOREIGN}
    )
    print(f"C: {len(scene.canaries.planted)} planted, {len(everything)} seen by those with right")
    assert scene.canaries.kinds(everything) == kinds, "a kind that nobody sees is not reached by the crawl"
    for message in mail.outbox:
        assert scene.canaries.seen(str(message.message())) == set()


def test_a_canary_is_recognised_in_every_dress() -> None:
    canaries = Canaries()
    text = canaries.text("own", "note")
    major = str(canaries.budget("own budget"))[:-2]
    grouped = re.sub(r"(?<=\d)(?=(\d{3})+$)", ",", major)
    for dressed in (
        text,
        text.upper(),
        f"<td>{text}</td>",
        f"{major}.19",
        f"{major}19",
        grouped,
        grouped.replace(",", "\u202f"),
    ):
        assert len(canaries.seen(dressed)) == 1, dressed
    assert canaries.seen("Zq0000000000zz 7312") <= {text.lower()}
