"""Handover to operations: proposed whole, accepted by its service owner and nobody else, or waived from above."""

import datetime as dt

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor
from remit.audit.models import AuditEvent
from remit.closure.facts import handover_accepted
from remit.closure.models import ServiceHandover, ServiceState
from remit.closure.operations.service_handovers import (
    answer_service_handover,
    begin_service_handover,
    change_service_handover,
    propose_service_handover,
    waive_service_handover,
)
from remit.closure.service_content import NAMES
from remit.closure.service_policies import may_answer_service, may_see_run_cost
from remit.closure.service_queries import service_pdf, shown_service, to_answer
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Person
from remit.projects.models import Phase, Project

PARTS = {name: f"{name}: none" for name in NAMES}


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def olaf(world: World) -> Actor:
    return world.give("Olaf", "team-member")


def written(world: World, petra: Actor) -> ServiceHandover:
    row = begin_service_handover(world.project, actor=petra)
    return change_service_handover(row, version=1, actor=petra, owner=world.person("Olaf"), **PARTS)


def proposed(world: World, petra: Actor) -> ServiceHandover:
    return propose_service_handover(written(world, petra), version=2, actor=petra)


def test_it_is_proposed_only_to_somebody_who_sees_the_project(world: World, petra: Actor) -> None:
    row = written(world, petra)
    with pytest.raises(Conflict, match="Olaf does not see the project"):
        propose_service_handover(row, version=2, actor=petra)
    world.give("Olaf", "team-member")
    assert propose_service_handover(row, version=2, actor=petra).state == ServiceState.PROPOSED


@pytest.mark.parametrize("lacks", ["owner", *NAMES])
def test_it_is_proposed_only_as_a_whole(world: World, petra: Actor, olaf: Actor, lacks: str) -> None:
    row = written(world, petra)
    row = change_service_handover(row, version=2, actor=petra, **{lacks: None if lacks == "owner" else "  "})
    with pytest.raises(Conflict, match="Still missing"):
        propose_service_handover(row, version=3, actor=petra)


def test_its_owner_accepts_it_and_nobody_else(world: World, petra: Actor, olaf: Actor) -> None:
    row = proposed(world, petra)
    assert not handover_accepted(world.project).is_met
    assert to_answer(petra) is None
    assert to_answer(olaf) == {"projects": [world.project]}
    with pytest.raises(NotAllowed):
        answer_service_handover(row, accept=True, answer="", version=3, actor=petra)
    with pytest.raises(Conflict):
        change_service_handover(row, version=3, actor=petra, support="Other")
    answer_service_handover(row, accept=True, answer="", version=3, actor=olaf)
    judged = handover_accepted(world.project)
    assert judged.is_met
    assert "Olaf" in judged.words
    assert to_answer(olaf) is None


def test_a_refusal_says_why_and_it_is_proposed_anew(world: World, petra: Actor, olaf: Actor) -> None:
    row = proposed(world, petra)
    with pytest.raises(Invalid):
        answer_service_handover(row, accept=False, answer=" ", version=3, actor=olaf)
    row = answer_service_handover(row, accept=False, answer="No spares", version=3, actor=olaf)
    assert (row.state, handover_accepted(world.project).is_met) == (ServiceState.REFUSED, False)
    row = change_service_handover(row, version=4, actor=petra, spares="Two pumps")
    assert propose_service_handover(row, version=5, actor=petra).state == ServiceState.PROPOSED
    event = AuditEvent.objects.filter(operation="closure.answer_service_handover").get()
    assert event.reason == "No spares"


def test_only_whoever_stands_above_the_owner_waives_it(world: World, petra: Actor, olaf: Actor) -> None:
    row, head = proposed(world, petra), world.give("Hedda", "team-member")
    for actor in (head, olaf, petra):
        with pytest.raises(NotAllowed):
            waive_service_handover(row, answer="Small", version=3, actor=actor)
    Person.objects.filter(name="Olaf").update(line_manager_id=head.person_id)
    with pytest.raises(Invalid):
        waive_service_handover(row, answer="", version=3, actor=head)
    assert waive_service_handover(row, answer="Small", version=3, actor=head).state == ServiceState.WAIVED
    assert handover_accepted(world.project).is_met


def test_whoever_proposes_it_does_not_accept_it(world: World, petra: Actor) -> None:
    row = begin_service_handover(world.project, actor=petra)
    row = change_service_handover(row, version=1, actor=petra, owner=world.person("Petra"), **PARTS)
    with pytest.raises(Conflict, match="does not accept"):
        propose_service_handover(row, version=2, actor=petra)
    seen = ServiceHandover(project=world.project, owner=row.owner, proposed_by=row.owner)
    assert not may_answer_service(petra, seen)


def test_a_project_has_one_and_a_closed_one_keeps_it_as_it_is(
    world: World, petra: Actor, olaf: Actor
) -> None:
    row = proposed(world, petra)
    with pytest.raises(Conflict):
        begin_service_handover(world.project, actor=petra)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    with pytest.raises(NotAllowed):
        answer_service_handover(row, accept=True, answer="", version=3, actor=olaf)


def test_a_day_that_has_not_come_is_refused_and_a_stale_version_shows_both(
    world: World, petra: Actor, olaf: Actor
) -> None:
    row = proposed(world, petra)
    with pytest.raises(Invalid):
        answer_service_handover(row, accept=True, answer="", version=3, actor=olaf, on=dt.date(2998, 1, 1))
    with pytest.raises(Conflict) as stale:
        answer_service_handover(row, accept=True, answer="", version=2, actor=olaf)
    assert stale.value.code == "stale"


def test_what_it_costs_is_for_those_who_see_costs_and_its_owner(
    world: World, petra: Actor, olaf: Actor
) -> None:
    row = written(world, petra)
    bo = world.give("Bo", "team-member")
    assert [may_see_run_cost(each, row) for each in (petra, olaf, bo)] == [True, True, False]
    page = world.client("Bo").get("/projects/P-1/service-handover/").content.decode()
    assert PARTS["spares"] in page
    assert PARTS["run_cost"] not in page
    shown = shown_service(bo, world.project)
    assert shown is not None
    assert service_pdf(shown).startswith(b"%PDF")


def test_the_owner_is_told_by_mail(
    world: World,
    petra: Actor,
    olaf: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    address = world.person("Olaf").email  # who may sign in
    with django_capture_on_commit_callbacks(execute=True):
        proposed(world, petra)
    assert [message.to for message in mail.outbox] == [[address]]
    assert "/projects/P-1/service-handover/" in mail.outbox[0].body


def test_it_is_written_proposed_and_accepted_on_its_page(world: World, petra: Actor, olaf: Actor) -> None:
    manager, path = world.client("Petra"), "/projects/P-1/service-handover/"
    assert manager.post(f"{path}begin").status_code == 302
    sent = {**PARTS, "owner": world.person("Olaf").key, "version": "1"}
    assert manager.post(f"{path}edit/", sent).status_code == 302
    assert manager.post(f"{path}edit/", sent | {"spares": "Two pumps"}).status_code == 409
    assert manager.post(f"{path}propose", {"version": "2"}).status_code == 302
    owner = world.client("Olaf")
    assert "Handover of" in owner.get("/").content.decode()
    assert owner.post(f"{path}answer", {"version": "3", "state": "refused", "answer": ""}).status_code == 422
    assert owner.post(f"{path}answer", {"version": "3", "state": "accepted", "answer": ""}).status_code == 302
    assert ServiceHandover.objects.get(project=world.project).state == ServiceState.ACCEPTED


def ended(world: World, name: str) -> None:
    world.person(name).assignments.all().update(to_date=dt.date(2026, 5, 31))


@pytest.mark.parametrize("state", ["accepted", "refused"])
def test_an_owner_whose_role_has_ended_reads_and_answers_it_and_sees_nothing_else(
    world: World, petra: Actor, olaf: Actor, state: str
) -> None:
    row = proposed(world, petra)
    ended(world, "Olaf")
    client = world.client("Olaf")
    base = "/projects/P-1/service-handover/"
    page = client.get(base).content.decode()
    assert PARTS["run_cost"] in page
    assert "nothing else of the project" in page
    assert "/projects/P-1/plan" not in page
    assert "/service-handover/" in client.get("/").content.decode(), "it waits on the start page"
    assert client.get(f"{base}file").status_code == 200
    for path in ("/projects/P-1/", "/projects/P-1/plan/", "/projects/P-1/closure/", "/api/v1/projects/P-1"):
        assert client.get(path).status_code == 404
    assert client.get("/api/v1/projects/P-1/service-handover").json()["state"] == "proposed"
    sent = {"state": state, "answer": "No desk", "version": row.version}
    assert client.post(f"{base}answer", sent).status_code == 302
    row.refresh_from_db()
    assert row.state == state
    assert client.get(base).status_code == 200


def test_a_draft_and_what_is_proposed_to_somebody_else_stay_hidden(
    world: World, petra: Actor, olaf: Actor
) -> None:
    row = written(world, petra)
    world.give("Bo", "team-member")
    for name in ("Olaf", "Bo"):
        ended(world, name)
    base = "/projects/P-1/service-handover/"
    assert world.client("Olaf").get(base).status_code == 404
    ServiceHandover.objects.filter(pk=row.pk).update(state=ServiceState.PROPOSED)
    assert world.client("Olaf").get(base).status_code == 200
    assert world.client("Bo").get(base).status_code == 404
    assert world.client("Bo").get("/api/v1/projects/P-1/service-handover").status_code == 404
    assert world.client("Bo").post(f"{base}answer", {"state": "accepted", "version": 2}).status_code == 404
    ServiceHandover.objects.filter(pk=row.pk).update(owner=world.person("Bo"))
    assert world.client("Olaf").get(base).status_code == 404
