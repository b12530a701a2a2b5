"""Change requests: asked for by whoever sees the project, assessed by one owner, decided by their size."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor
from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.operations.decisions import approve_in_emergency, decide_change, ratify_change
from remit.changes.operations.plans import Carried, implement_change
from remit.changes.operations.requests import advance_change, assess_change, edit_change
from remit.changes.queries import my_changes, one_change
from remit.changes.tests.making import IMPACT, STATED, a_change, a_submitted_change, an_assessed_change
from remit.closure.checklist_queries import checklist_of
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of
from remit.people.models import Assignment

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(world: World) -> Actor:
    """Return the project manager, who decides on up to 25,000 and ten days."""
    made = world.give("Petra", "project-manager")
    held = Assignment.objects.filter(person=world.person("Petra"))
    held.update(money_limit_minor=2_500_000, days_limit=10)
    return made


@pytest.fixture
def sam(world: World) -> Actor:
    return world.give("Sam", "sponsor")


@pytest.fixture
def tom(world: World) -> Actor:
    return world.give("Tom", "team-member")


def decided(change: ChangeRequest, actor: Actor, answer: str = "approve", **more: Any) -> ChangeRequest:
    return decide_change(change, answer, words="So be it", version=change.version, actor=actor, **more)


def led(change: ChangeRequest, steps: str, actor: Actor) -> ChangeRequest:
    for step in steps.split():
        if step == "implement":
            change = implement_change(change, Carried(), words="Done", version=change.version, actor=actor)
            continue
        change = advance_change(change, step, words="Done", version=change.version, actor=actor)
    return change


def test_whoever_sees_the_project_asks_and_its_owner_is_told_once_it_is_submitted(
    world: World, petra: Actor, tom: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = a_change(world.project, world.person("Petra"), actor=tom)
    assert (made.key, made.state, made.raised_by_id) == ("CR-1", ChangeState.DRAFT, tom.person_id)
    assert mail.outbox == []
    with django_capture_on_commit_callbacks(execute=True):
        led(made, "submit", tom)
    assert [each.to for each in mail.outbox] == [[world.person("Petra").email]]
    with pytest.raises(Invalid):
        a_change(world.project, world.person("Norbert"), actor=tom)
    with pytest.raises(NotAllowed):
        a_change(world.project, world.person("Petra"), actor=world.actor("Norbert"))
    with pytest.raises(NotFound):
        one_change(world.actor("Norbert"), "P-1", "CR-1")


def test_states_follow_each_other_from_draft_to_closed(
    world: World, petra: Actor, sam: Actor, tom: Actor
) -> None:
    made = a_change(world.project, world.person("Petra"), actor=tom)
    for step in ("implement", "verify", "close"):
        with pytest.raises(Conflict):
            led(made, step, petra)
    with pytest.raises(Conflict):
        assess_change(made, IMPACT, version=1, actor=petra)
    sent = led(made, "submit", tom)
    with pytest.raises(NotAllowed):
        assess_change(sent, IMPACT, version=2, actor=tom)
    seen = assess_change(sent, IMPACT, version=2, actor=petra)
    with pytest.raises(Conflict, match="another request"):
        edit_change(seen, version=3, title="Two doors", actor=tom)
    granted = decided(seen, petra)
    with pytest.raises(Conflict):
        decided(granted, petra)
    with pytest.raises(Invalid):
        implement_change(granted, Carried(), words=" ", version=granted.version, actor=petra)
    with pytest.raises(NotAllowed):
        led(granted, "implement", tom)
    there = led(granted, "implement", petra)
    with pytest.raises(NotAllowed, match="somebody else"):
        led(there, "verify", petra)
    done = led(there, "verify close", tom)
    assert (done.state, done.closed_on) == (ChangeState.CLOSED, day_of(world.organisation))


@pytest.mark.parametrize(
    ("cost", "days", "who"),
    [
        (2_500_000, 0, "Petra"),
        (2_500_001, 0, "Sam"),
        (-2_500_001, 0, "Sam"),
        (0, 10, "Petra"),
        (0, 11, "Sam"),
        (0, -30, "Petra"),
    ],
)
def test_it_goes_to_the_nearest_whose_limits_suffice(
    world: World, petra: Actor, sam: Actor, tom: Actor, cost: int, days: int, who: str
) -> None:
    impact = replace(IMPACT, cost_minor=cost, days=days)
    seen = an_assessed_change(world.project, world.person("Petra"), impact, actor=tom)
    right, wrong = (petra, sam) if who == "Petra" else (sam, petra)
    with pytest.raises(NotAllowed):
        decided(seen, wrong)
    told = my_changes(right)
    assert told is not None
    assert told["decide"] == [seen]
    granted = decided(seen, right)
    assert granted.decided_by_id == right.person_id
    assert granted.decision is not None
    assert (granted.decision.amount_minor, granted.decision.days) == (abs(cost), max(days, 0))
    assert granted.decision.facts["phase"] == world.project.phase
    assert granted.decided_facts["cost_minor"] == cost


def test_whoever_asked_never_decides_on_page_in_api_or_in_an_operation(
    world: World, petra: Actor, sam: Actor
) -> None:
    seen = an_assessed_change(world.project, world.person("Sam"), actor=petra)
    with pytest.raises(NotAllowed, match="request of their own"):
        decided(seen, petra)
    with pytest.raises(NotAllowed):
        approve_in_emergency(seen, IMPACT, reason="Now", version=seen.version, actor=petra)
    client, typed = world.client("Petra"), {"answer": "approve", "words": "x", "version": "3"}
    for name in ("decide", "emergency", "ratify"):
        assert client.get(f"/projects/P-1/changes/CR-1/{name}/").status_code == 403
        assert client.post(f"/projects/P-1/changes/CR-1/{name}/", typed).status_code == 403
    seen.refresh_from_db()
    assert seen.state == ChangeState.ASSESSED
    assert decided(seen, sam).state == ChangeState.APPROVED


def test_deferring_states_a_day_and_what_was_deferred_is_assessed_anew(
    world: World, petra: Actor, tom: Actor
) -> None:
    seen = an_assessed_change(world.project, world.person("Petra"), actor=tom)
    with pytest.raises(Invalid):
        decided(seen, petra, "defer")
    with pytest.raises(Invalid):
        decided(seen, petra, "perhaps")
    later = decided(seen, petra, "defer", deferred_to=dt.date(2098, 6, 2))
    assert later.deferred_to == dt.date(2098, 6, 2)
    again = assess_change(later, IMPACT, version=later.version, actor=petra)
    gone = decided(again, petra, "reject")
    assert gone.state == ChangeState.REJECTED
    with pytest.raises(Conflict):
        assess_change(gone, IMPACT, version=gone.version, actor=petra)


def test_an_emergency_is_approved_by_the_manager_and_ratified_by_whoever_decides_but_them(
    world: World, petra: Actor, sam: Actor, tom: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    made = a_submitted_change(world.project, world.person("Tom"), actor=tom)
    with pytest.raises(NotAllowed, match="project manager"):
        approve_in_emergency(made, IMPACT, reason="Water", version=2, actor=sam)
    with django_capture_on_commit_callbacks(execute=True):
        hurried = approve_in_emergency(made, IMPACT, reason="Water", version=2, actor=petra)
    assert mail.outbox[-1].to == [world.person("Sam").email]
    assert hurried.state == ChangeState.APPROVED
    done = led(led(hurried, "implement", petra), "verify", tom)
    with pytest.raises(Conflict, match="ratifies"):
        led(done, "close", tom)
    with pytest.raises(NotAllowed):
        ratify_change(done, ratify=True, words="Mine", version=done.version, actor=petra)
    settled = ratify_change(done, ratify=True, words="Right", version=done.version, actor=sam)
    assert settled.decision is not None
    assert led(settled, "close", tom).state == ChangeState.CLOSED
    with pytest.raises(Conflict, match="nothing to ratify"):
        ratify_change(settled, ratify=True, words="Again", version=settled.version + 1, actor=sam)


def test_an_emergency_that_nobody_ratifies_in_five_working_days_is_said_everywhere(
    world: World, petra: Actor, sam: Actor, tom: Actor
) -> None:
    made = a_submitted_change(world.project, world.person("Tom"), actor=tom)
    hurried = approve_in_emergency(made, IMPACT, reason="Water", version=2, actor=petra)
    assert hurried.ratify_by is not None
    assert 5 <= (hurried.ratify_by - day_of(world.organisation)).days <= 7
    ChangeRequest.objects.filter(pk=hurried.pk).update(ratify_by=dt.date(2026, 1, 5))
    told = my_changes(sam)
    assert told is not None
    assert told["overdue"] == 1
    codes = [each.code for each in judged_anew(world.organisation, [world.project.scope])[0].findings]
    assert "change-unratified" in codes
    refused = ratify_change(hurried, ratify=False, words="No", version=hurried.version, actor=sam)
    assert refused.state == ChangeState.REJECTED


def test_the_deputy_approves_what_the_manager_asked_for(world: World, petra: Actor, sam: Actor) -> None:
    dora = world.give("Dora", "team-member")
    held = Assignment.objects.filter(person=world.person("Petra"))
    held.update(deputy=world.person("Dora"), deputy_from=dt.date(2026, 1, 1))
    made = a_change(world.project, world.person("Petra"), actor=petra)
    hurried = approve_in_emergency(made, IMPACT, reason="Water", version=1, actor=dora)
    assert hurried.decided_by_id == dora.person_id


def test_an_open_change_stands_in_the_way_of_closing(world: World, petra: Actor, tom: Actor) -> None:
    made = a_submitted_change(world.project, world.person("Petra"), actor=tom)

    def why() -> Any:
        item = next(each for each in checklist_of(world.project) if each.code == "changes-settled")
        return item.is_settled, item.why

    assert why()[0] is False
    assert "CR-1" in why()[1]
    decided(assess_change(made, IMPACT, version=2, actor=petra), petra, "reject")
    assert why()[0] is True


def test_pages_lead_a_change_to_its_end(world: World, petra: Actor, tom: Actor) -> None:
    asks, manages = world.client("Tom"), world.client("Petra")
    base = "/projects/P-1/changes/"
    typed = STATED | {"owner": world.person("Petra").key}
    assert "No changes yet" in asks.get(base).content.decode()
    assert asks.post(f"{base}new/", typed | {"reason": ""}).status_code == 422
    assert asks.post(f"{base}new/", typed).status_code == 302
    one = f"{base}CR-1/"
    assert asks.post(f"{one}edit/", typed | {"title": "Doors", "version": "1"}).status_code == 302
    assert asks.post(f"{one}edit/", typed | {"title": "Gates", "version": "1"}).status_code == 409
    assert asks.post(f"{one}steps/submit/", {"words": "", "version": "2"}).status_code == 302
    assert asks.get(f"{one}assess/").status_code == 403
    size = {"days": "4", "cost": "1200.50", "work": "7.5", "risk_impact": "None", "version": "3"}
    assert manages.post(f"{one}assess/", size).status_code == 302
    assert "CR-1" in manages.get("/").content.decode() or "Doors" in manages.get("/").content.decode()
    answer = {"answer": "approve", "words": "Needed", "version": "4"}
    assert manages.post(f"{one}decide/", answer | {"words": ""}).status_code == 422
    assert manages.post(f"{one}decide/", answer).status_code == 302
    made = ChangeRequest.objects.get()
    assert (made.cost_minor, made.work_minutes, made.days) == (120_050, 450, 4)
    assert "1,200" in manages.get(one).content.decode()
    assert "1,200" not in asks.get(one).content.decode()
    assert (
        manages.post(f"{one}implement/", {"words": "Hung", "version": str(made.version)}).status_code == 302
    )
    for step, who in (("verify", asks), ("close", asks)):
        made.refresh_from_db()
        sent = {"words": "Seen", "version": str(made.version)}
        assert who.post(f"{one}steps/{step}/", sent).status_code == 302
    assert asks.get(f"{one}steps/sleep/").status_code == 404
    for address in ("/changes/", base, "/changes/?export=xlsx", "/projects/P-1/", "/"):
        assert asks.get(address).status_code == 200
    assert world.client("Norbert").get("/changes/").status_code == 403
