"""Actions have one owner and a day; decisions are logged once, by whoever has the authority, with the facts as seen."""

import datetime as dt

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import MONDAY, World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.meetings.models import Action, LoggedDecision
from remit.meetings.operations.actions import add_action, change_action, finish_action
from remit.meetings.operations.decisions import Option, log_decision
from remit.meetings.queries import decision_log, my_actions, outcome_overview
from remit.meetings.tests.making import a_decision
from remit.people.operations.decisions import ask_decision, decide
from remit.projects.models import Project
from remit.projects.operations.projects import change_project

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def team(lasting_world: World) -> World:
    """Ada manages the project, Ben leads its team, Cai works in it, Sue sponsors it."""
    lasting_world.people.clear()  # whom another test made is not there any more
    roles = {"Ada": "project-manager", "Ben": "project-leader", "Cai": "team-member", "Sue": "sponsor"}
    for name, role in roles.items():
        lasting_world.give(name, role)
    return lasting_world


def action(world: World, owner: str = "Cai", due: dt.date = MONDAY) -> Action:
    return add_action(
        world.project, text="Send the list", owner=world.person(owner), due_on=due, actor=world.actor("Ada")
    )


def test_whoever_gets_an_action_is_told_sees_it_at_home_and_says_what_came_of_it(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = action(team, due=dt.date(2020, 1, 1))
    assert [each.to for each in mail.outbox] == [[team.person("Cai").email]]
    seen = my_actions(team.actor("Cai"))
    assert seen is not None
    assert (seen["lines"], seen["overdue"]) == ([(made, True)], 1)
    assert my_actions(team.actor("Ben")) is None

    done = finish_action(made, words="Sent on Monday.", version=1, actor=team.actor("Cai"))

    assert done.done_on is not None
    assert my_actions(team.actor("Cai")) is None
    with pytest.raises(Conflict, match="done already"):
        finish_action(made, words="Again", version=2, actor=team.actor("Cai"))


def test_an_action_is_changed_by_those_who_give_them_and_never_by_two_unseen(team: World) -> None:
    made = action(team)
    with pytest.raises(NotAllowed):
        change_action(made, version=1, text="Less", actor=team.actor("Cai"))
    change_action(made, version=1, owner=team.person("Ben"), actor=team.actor("Ada"))
    with pytest.raises(Conflict) as refused:
        change_action(made, version=1, text="Other", actor=team.actor("Ben"))
    assert refused.value.current["fields"]["text"] == {"yours": "Other", "theirs": "Send the list"}
    with pytest.raises(NotAllowed):
        finish_action(made, words="Not mine any more", version=2, actor=team.actor("Cai"))


def test_a_decision_keeps_the_facts_of_its_moment_whatever_comes_later(team: World) -> None:
    team.baseline()
    made = log_decision(
        team.project,
        title="Rent a second pump",
        decided_by=team.person("Ada"),
        options=[Option("Wait"), Option("Rent one", is_taken=True)],
        reasons="Waiting costs a week.",
        actor=team.actor("Ben"),
    )
    kept = dict(LoggedDecision.objects.get(pk=made.pk).facts)
    assert kept["critical"] == 1
    version = Project.objects.get(pk=team.project.pk).version
    promised = dt.date(2027, 1, 29)
    moved = change_project(team.project, version=version, promised_on=promised, actor=SYSTEM)
    again = LoggedDecision.objects.get(pk=made.pk)
    assert again.facts == kept
    assert [each["text"] for each in again.options if each["is_taken"]] == ["Rent one"]
    later = log_decision(moved, title="Two pumps", decided_by=team.person("Ada"), actor=SYSTEM)
    assert (kept["promised_on"], later.facts["promised_on"]) == (None, "2027-01-29")


@pytest.mark.parametrize(("name", "amount", "is_taken"), [
    ("Ada", None, True), ("Sue", None, True), ("Cai", None, False), ("Ben", None, False), ("Ada", 10**12, False),
])  # fmt: skip
def test_a_decision_is_that_of_somebody_whose_limits_suffice_from_the_project_upward(
    team: World,
    name: str,
    amount: int | None,
    is_taken: bool,  # noqa: FBT001 - a parameter of the test
) -> None:
    def log() -> LoggedDecision:
        return log_decision(
            team.project, title="Buy", decided_by=team.person(name), amount_minor=amount, actor=SYSTEM
        )

    if is_taken:
        assert log().decided_by == team.person(name)
    else:
        with pytest.raises(Invalid) as refused:
            log()
        assert refused.value.code == "authority"


def test_a_later_decision_takes_the_place_of_an_earlier_one_and_of_each_only_one_does(team: World) -> None:
    def log(title: str, supersedes: LoggedDecision | None = None) -> LoggedDecision:
        return log_decision(
            team.project, title=title, decided_by=team.person("Ada"), supersedes=supersedes, actor=SYSTEM
        )

    first = log("Paint it red")
    second = log("Paint it blue", first)
    with pytest.raises(Conflict, match=second.key):
        log("Paint it green", first)
    lines = {each.key: each for each in decision_log(team.actor("Cai"), team.project)}
    assert lines[first.key].superseded_by == second.key
    assert lines[second.key].superseded_by == ""


def test_what_limits_sent_up_the_line_stands_in_the_same_log_once(team: World) -> None:
    asked = ask_decision(team.project.scope, title="More time", days=1, actor=team.actor("Ben"))
    decide(asked, approve=True, version=1, answer="Yes", actor=team.actor("Ada"))
    lines = [each for each in decision_log(team.actor("Ada"), team.project) if each.key == asked.key]
    assert [(each.source, each.decided_by, each.words) for each in lines] == [("limit", "Ada", "Yes")]
    overview = outcome_overview(team.actor("Ada"), team.project)
    assert overview is not None
    assert overview["decided"][0].key == asked.key


def test_the_pages_lead_from_the_list_to_what_is_done_and_from_the_log_to_its_facts(team: World) -> None:
    client = team.client("Ada")
    base = f"/projects/{team.project.key}"
    given = {"text": "Call the mayor", "owner": team.person("Cai").key, "due_on": "2026-06-30"}
    assert client.post(f"{base}/actions/new/", given).status_code == 302
    made = Action.objects.get(text="Call the mayor")
    assert "Call the mayor" in client.get(f"{base}/actions/").content.decode()
    page = f"{base}/actions/{made.key}/"
    assert client.post(f"{page}done", {"words": "", "version": "1"}).status_code == 422
    assert team.client("Cai").post(f"{page}done", {"words": "She agrees.", "version": "1"}).status_code == 302
    assert "She agrees." in client.get(page).content.decode()
    typed = {"title": "Go on", "decided_by": team.person("Ada").key, "options": "Stop\n* Go on"}
    answer = client.post(f"{base}/decisions/new/", typed)
    assert answer.status_code == 302
    shown = client.get(answer["Location"]).content.decode()
    assert "The facts as they were seen" in shown
    typed["decided_by"] = team.person("Cai").key
    refused = client.post(f"{base}/decisions/new/", typed)
    assert refused.status_code == 422
    assert "whoever stands above" in refused.content.decode()
    assert team.client("Cai").get(f"{base}/decisions/new/").status_code == 403


def test_nobody_and_nothing_of_another_place_is_named(world: World, stranger: World) -> None:
    for each in (world, stranger):
        each.give("Ada", "project-manager")
    foreign = a_decision(stranger.project, stranger.person("Ada"))
    client, base = world.client("Ada"), f"/api/v1/projects/{world.project.key}"
    own = {"title": "Go on", "decided_by": world.person("Ada").key}
    other = stranger.person("Zoe")
    for wrong in ({"decided_by": other.key + "0"}, {"supersedes": foreign.key}):
        answer = client.post(f"{base}/decisions", {**own, **wrong}, content_type="application/json")
        assert answer.status_code == 422, answer.content
        assert [each["field"] for each in answer.json()["errors"]] == list(wrong)
    with pytest.raises(Invalid):
        log_decision(world.project, title="x", decided_by=stranger.person("Ada"), actor=SYSTEM)
    with pytest.raises(Invalid):
        log_decision(
            world.project, title="x", decided_by=world.person("Ada"), supersedes=foreign, actor=SYSTEM
        )
    with pytest.raises(Invalid):
        add_action(world.project, text="x", owner=other, due_on=MONDAY, actor=SYSTEM)
    page = {"title": "x", "decided_by": other.pk, "supersedes": foreign.key}
    assert client.post(f"/projects/{world.project.key}/decisions/new/", page).status_code == 422
    assert LoggedDecision.objects.filter(project=world.project).count() == 0
