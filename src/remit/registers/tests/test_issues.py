"""Issues: one owner, led to their end by steps, closed by somebody else, escalated when they lie."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor
from remit.closure.checklist_queries import checklist_of
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of
from remit.projects.models import Phase, Project
from remit.projects.operations.phases import change_phase
from remit.registers.models import Issue, IssueState
from remit.registers.operations.issues import (
    advance_issue,
    change_issue,
    escalate_issue,
    escalate_late_issues,
)
from remit.registers.queries import escalated_to, issue_standing, my_registers, one_issue
from remit.registers.tests.making import FAR, an_issue

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def tom(world: World) -> Actor:
    return world.give("Tom", "team-member")


def led(issue: Issue, steps: str, actor: Actor) -> Issue:
    for step in steps.split():
        issue = advance_issue(issue, step, words="So", version=issue.version, actor=actor)
    return issue


def test_anybody_who_sees_the_project_raises_an_issue_and_its_owner_is_told(
    world: World, petra: Actor, tom: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = an_issue(world.project, world.person("Petra"), actor=tom)
    assert (made.key, made.state, made.raised_by_id) == ("IS-1", IssueState.OPEN, tom.person_id)
    assert [each.to for each in mail.outbox] == [[world.person("Petra").email]]
    for person in (world.person("Norbert"),):
        with pytest.raises(Invalid):
            an_issue(world.project, person, actor=petra)
    with pytest.raises(NotAllowed):
        an_issue(world.project, world.person("Petra"), actor=world.actor("Norbert"))


def test_steps_follow_each_other_and_say_what_came_of_it(world: World, petra: Actor, tom: Actor) -> None:
    made = an_issue(world.project, world.person("Tom"), actor=petra)
    with pytest.raises(Conflict):
        led(made, "resolve", tom)
    with pytest.raises(Invalid):
        advance_issue(made, "assess", words=" ", version=1, actor=tom)
    with pytest.raises(Invalid):
        advance_issue(made, "sleep", words="", version=1, actor=tom)
    done = led(made, "assess begin assess resolve", tom)
    assert (done.state, done.assessment, done.resolution) == (IssueState.RESOLVED, "So", "So")
    with pytest.raises(NotAllowed, match="somebody else"):
        led(done, "close", tom)
    closed = led(done, "close", petra)
    assert closed.closed_on == day_of(world.organisation)
    with pytest.raises(Conflict):
        change_issue(closed, version=closed.version, title="x", actor=petra)
    again = led(closed, "reopen", petra)
    assert (again.state, again.closed_on) == (IssueState.OPEN, None)
    with pytest.raises(Conflict):
        advance_issue(again, "assess", words="So", version=1, actor=tom)


def test_it_is_closed_by_who_raised_it_or_whom_the_owner_answers_to(
    world: World, petra: Actor, tom: Actor
) -> None:
    una = world.give("Una", "team-member")
    done = led(an_issue(world.project, world.person("Tom"), actor=una), "assess begin resolve", tom)
    with pytest.raises(NotAllowed):
        led(done, "close", world.give("Ute", "team-member"))
    assert led(done, "close", una).state == IssueState.CLOSED


def test_owner_and_day_are_for_whoever_keeps_the_register(world: World, petra: Actor, tom: Actor) -> None:
    made = an_issue(world.project, world.person("Tom"), actor=petra)
    assert change_issue(made, version=1, title="Broken again", actor=tom).title == "Broken again"
    with pytest.raises(NotAllowed):
        change_issue(made, version=2, due_on=dt.date(2099, 1, 5), actor=tom)
    assert change_issue(made, version=2, owner=world.person("Petra"), actor=petra).owner.name == "Petra"


def test_an_issue_is_escalated_to_the_manager_and_past_the_manager_to_the_sponsor(
    world: World, petra: Actor, tom: Actor, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    made = an_issue(world.project, world.person("Tom"), actor=tom)
    with django_capture_on_commit_callbacks(execute=True):
        up = escalate_issue(made, reason="No crane in town", version=1, actor=tom)
    assert up.escalated_to == world.person("Petra")
    assert mail.outbox[-1].to == [world.person("Petra").email]
    found = escalated_to(petra)
    assert found is not None
    assert [each.key for each in found["rows"]] == ["IS-1"]
    with pytest.raises(Conflict, match="already"):
        escalate_issue(up, reason="Again", version=2, actor=tom)
    # its work goes on, and ends the call
    assert led(up, "assess begin resolve", tom).escalated_on is None
    theirs = an_issue(world.project, world.person("Petra"), actor=tom)
    with pytest.raises(Conflict, match="Nobody"):
        escalate_issue(theirs, reason="Help", version=1, actor=petra)
    world.give("Sam", "sponsor")
    assert escalate_issue(theirs, reason="Help", version=1, actor=petra).escalated_to == world.person("Sam")


def test_what_nobody_assesses_in_two_working_days_or_is_overdue_goes_up_by_itself_once(
    world: World, petra: Actor, tom: Actor
) -> None:
    today = day_of(world.organisation)
    fresh, lies, late = (an_issue(world.project, world.person("Tom"), actor=tom) for _number in range(3))
    led(late, "assess", tom)
    Issue.objects.filter(pk=lies.pk).update(raised_on=today - dt.timedelta(days=7))
    Issue.objects.filter(pk=late.pk).update(due_on=today - dt.timedelta(days=1))
    assert escalate_late_issues() == 2
    assert escalate_late_issues() == 0
    assert not Issue.objects.get(pk=fresh.pk).escalated_on
    assert "two working days" in Issue.objects.get(pk=lies.pk).escalated_words
    assert issue_standing(Issue.objects.get(pk=late.pk), today)[0] == "red"
    codes = [each.code for each in judged_anew(world.organisation, [world.project.scope])[0].findings]
    assert codes.count("issue-late") == 1
    found = my_registers(tom)
    assert found is not None
    assert found["overdue"] == 1


def test_a_project_with_an_open_issue_is_not_closed(world: World, petra: Actor, tom: Actor) -> None:
    made = an_issue(world.project, world.person("Tom"), actor=petra)

    def item() -> Any:
        return next(each for each in checklist_of(world.project) if each.code == "issues-closed")

    assert not item().is_settled
    assert "IS-1" in item().why
    sam = world.give("Sam", "sponsor")
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSING)
    world.project.refresh_from_db()
    with pytest.raises(Conflict, match="IS-1"):
        change_phase(world.project, Phase.CLOSED, version=world.project.version, reason="End", actor=sam)
    led(led(made, "assess begin resolve", tom), "close", petra)
    assert item().is_settled


def test_pages_lead_an_issue_to_its_end(world: World, petra: Actor, tom: Actor) -> None:
    client = world.client("Tom")
    typed = {
        "kind": "problem", "title": "No power", "severity": "1-critical", "owner": world.person("Tom").key,
        "due_on": FAR.isoformat(),
    }  # fmt: skip
    assert client.post("/projects/P-1/issues/new/", typed | {"title": ""}).status_code == 422
    assert client.post("/projects/P-1/issues/new/", typed).status_code == 302
    base = "/projects/P-1/issues/IS-1/"
    assert client.post(f"{base}steps/assess/", {"words": "", "version": "1"}).status_code == 422
    assert client.post(f"{base}steps/assess/", {"words": "A day lost", "version": "1"}).status_code == 302
    assert client.post(f"{base}escalate/", {"reason": "Ask the town", "version": "2"}).status_code == 302
    assert client.get(f"{base}steps/sleep/").status_code == 404
    page = client.get(base).content.decode()
    assert "A day lost" in page
    assert "Escalated to Petra" in page
    assert "steps/close" not in page
    stale = client.post(f"{base}edit/", typed | {"title": "Dark", "version": "1"})
    assert stale.status_code == 409
    for address in ("/issues/", "/projects/P-1/issues/", "/issues/?export=xlsx", "/projects/P-1/", "/"):
        assert client.get(address).status_code == 200
    assert "No power" in world.client("Petra").get("/").content.decode()


def test_strangers_see_no_issue(world: World, petra: Actor) -> None:
    an_issue(world.project, world.person("Petra"), actor=petra)
    with pytest.raises(NotFound):
        one_issue(world.actor("Norbert"), "P-1", "IS-1")
    assert world.client("Norbert").get("/issues/").status_code == 403
