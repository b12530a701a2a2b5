"""What is agreed at a matter of the minutes is recorded while they are written, and stands in them as it was."""

import datetime as dt

import pytest

from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.minutes_queries import minutes_pdf, shown_minutes
from remit.meetings.models import Action, LoggedDecision, Meeting, Minutes
from remit.meetings.operations.actions import add_action, change_action
from remit.meetings.operations.decisions import log_decision
from remit.meetings.operations.minutes import begin_minutes, publish_minutes, sealed
from remit.meetings.outcome_queries import matters_of, one_matter
from remit.meetings.tests.test_minutes import SYSTEM, held, team, written
from remit.projects.models import Project

__all__ = ["team"]
pytestmark = pytest.mark.django_db
DUE = dt.date(2098, 6, 30)


def recorded(world: World, meeting: Meeting, by: str = "Ben", text: str = "Send the list") -> Action:
    return add_action(
        world.project, text=text, owner=world.person("Cai"), due_on=DUE, matter=one_matter(meeting, 2),
        actor=world.actor(by),
    )  # fmt: skip


def agreed(minutes: Minutes) -> list[list[tuple[str, str]]]:
    return [[(each["key"], each["text"]) for each in matter["outcomes"]] for matter in matters_of(minutes)]


def test_a_draft_shows_what_was_agreed_as_it_is_and_published_minutes_as_it_was(team: World) -> None:
    meeting, ben = held(team), team.actor("Ben")
    draft = written(team, meeting)
    made = recorded(team, meeting)
    decided = log_decision(
        team.project, title="Go on", decided_by=team.person("Ada"), matter=one_matter(meeting, 2), actor=ben
    )
    change_action(made, version=1, text="Send the whole list", actor=ben)
    draft.refresh_from_db()
    assert agreed(draft) == [[], [(made.key, "Send the whole list"), (decided.key, "Go on")]]

    published = publish_minutes(draft, version=2, actor=ben)
    change_action(made, version=2, text="Send nothing", actor=team.actor("Ada"))

    stored = Minutes.objects.select_related("meeting").get(pk=published.pk)
    assert agreed(stored)[1][0] == (made.key, "Send the whole list")
    assert sealed(stored) == stored.sha256
    dan = team.actor("Dan")
    shown = shown_minutes(dan, one_meeting(dan, "P-1", meeting.key), 1)
    assert minutes_pdf(shown).startswith(b"%PDF")
    page = team.client("Dan").get(f"/projects/P-1/meetings/{meeting.key}/minutes/1/").content.decode()
    assert "Send the whole list" in page
    assert "Go on" in page
    begin_minutes(meeting, actor=ben)
    corrected = publish_minutes(Minutes.objects.get(number=2), version=1, reason="Named wrongly", actor=ben)
    changes = shown_minutes(dan, one_meeting(dan, "P-1", meeting.key), corrected.number).changes
    assert [(each.label, "Send nothing" in each.after) for each in changes] == [("Risks: agreed", True)]


def test_both_pages_say_at_which_meeting_and_matter_it_was_agreed(team: World) -> None:
    meeting = held(team)
    written(team, meeting)
    made = recorded(team, meeting)
    log_decision(
        team.project,
        title="Go on",
        decided_by=team.person("Ada"),
        matter=one_matter(meeting, 1),
        actor=SYSTEM,
    )
    for address, words in (
        (f"actions/{made.key}", "matter 2: Risks"),
        ("decisions/DN-1", "matter 1: Budget"),
    ):
        page = team.client("Dan").get(f"/projects/P-1/{address}/").content.decode()
        assert words in page
        assert f"/projects/P-1/meetings/{meeting.key}/" in page


def test_a_button_beside_the_matter_saves_the_draft_and_leads_to_the_form_and_back(team: World) -> None:
    meeting = held(team)
    draft = begin_minutes(meeting, actor=team.actor("Ben"))
    ben, address = team.client("Ben"), f"/projects/P-1/meetings/{meeting.key}/minutes/"
    typed = {"version": "1", "said-1": "Typed before", "said-2": "", "rest": "", "then": "action-2"}
    typed |= {f"presence-{team.person(name).key}": "present" for name in ("Ada", "Ben", "Cai")}
    there = ben.post(address, typed)
    assert there["Location"] == f"/projects/P-1/actions/new/?meeting={meeting.key}&matter=2"
    draft.refresh_from_db()
    assert draft.matters[0]["said"] == "Typed before"
    assert "matter 2: Risks" in ben.get(there["Location"]).content.decode()
    sent = {"text": "Send the list", "owner": team.person("Cai").key, "due_on": "2098-06-30"}
    assert ben.post(there["Location"], sent)["Location"] == address
    assert "Send the list" in ben.get(address).content.decode()
    onward = ben.post(address, typed | {"version": "2", "then": "decision-1"})
    sent = {"title": "Go on", "decided_by": team.person("Ada").key, "decided_on": ""}
    assert ben.post(onward["Location"], sent)["Location"] == address
    assert LoggedDecision.objects.get().matter == one_matter(meeting, 1)


@pytest.mark.parametrize("matter", ["99", "x", ""])
def test_a_matter_that_is_not_on_the_agenda_is_not_found(team: World, matter: str) -> None:
    meeting = held(team)
    written(team, meeting)
    address = f"/projects/P-1/actions/new/?meeting={meeting.key}&matter={matter}"
    assert team.client("Ben").get(address).status_code == 404
    assert team.client("Ben").get(f"{address[:-1]}&meeting=MT-99").status_code == 404


def test_minutes_that_are_published_take_nothing_more_until_a_correction_is_begun(team: World) -> None:
    meeting, ben = held(team), team.actor("Ben")
    with pytest.raises(Conflict, match="Nobody writes the minutes"):
        recorded(team, meeting)
    publish_minutes(written(team, meeting), version=2, actor=ben)
    with pytest.raises(Conflict, match="Nobody writes the minutes"):
        recorded(team, meeting)
    address = f"/projects/P-1/actions/new/?meeting={meeting.key}&matter=2"
    sent = {"text": "Send", "owner": team.person("Cai").key, "due_on": "2098-06-30"}
    page = team.client("Ben").post(address, sent)
    assert page.status_code == 422
    assert "Nobody writes the minutes" in page.content.decode()
    begin_minutes(meeting, actor=ben)
    assert recorded(team, meeting).matter is not None


def test_only_whoever_writes_the_minutes_or_keeps_actions_records_from_a_matter(team: World) -> None:
    meeting = held(team)
    written(team, meeting)
    for name in ("Cai", "Dan"):
        with pytest.raises(NotAllowed):
            recorded(team, meeting, name)
        address = f"/projects/P-1/actions/new/?meeting={meeting.key}&matter=2"
        assert team.client(name).get(address).status_code == 403
    made = recorded(team, meeting, "Ben")
    with pytest.raises(NotAllowed):
        change_action(made, version=1, text="Less", actor=team.actor("Dan"))
    with pytest.raises(NotAllowed):
        add_action(team.project, text="x", owner=team.person("Cai"), due_on=DUE, actor=team.actor("Ben"))
    recorded(team, meeting, "Ada")
    Project.objects.update(phase="closed")
    with pytest.raises(NotAllowed, match="closed"):
        recorded(team, meeting)


def test_writing_minutes_elsewhere_gives_no_right_here(team: World) -> None:
    meeting = held(team)
    written(team, meeting)
    other = team.begin("Tunnel", team.root)
    with pytest.raises(NotAllowed):
        add_action(
            other, text="x", owner=team.person("Cai"), due_on=DUE, matter=one_matter(meeting, 1),
            actor=team.actor("Ben"),
        )  # fmt: skip
    with pytest.raises(Invalid, match="another project"):
        log_decision(
            other, title="x", decided_by=team.person("Ada"), matter=one_matter(meeting, 1), actor=SYSTEM
        )


def test_programs_name_meeting_and_matter_and_read_them_back(team: World) -> None:
    meeting = held(team)
    written(team, meeting)
    ben = team.client("Ben")
    sent = {"text": "Send", "owner": team.person("Cai").key, "due_on": "2098-06-30"}
    base = "/api/v1/projects/P-1"

    def post(**more: object) -> tuple[int, dict[str, object]]:
        answer = ben.post(f"{base}/actions", sent | more, content_type="application/json")
        return answer.status_code, answer.json()

    status, made = post(meeting=meeting.key, matter=2)
    assert (status, made["meeting"], made["matter"]) == (201, meeting.key, 2)
    minutes = ben.get(f"{base}/meetings/{meeting.key}/minutes/draft").json()
    (outcome,) = minutes["matters"][1]["outcomes"]
    assert outcome == {
        "kind": "action", "key": made["key"], "text": "Send", "person": "Cai", "day": "2098-06-30",
    }  # fmt: skip
    assert post(meeting=meeting.key, matter=3)[0] == 404
    assert post(meeting=meeting.key)[0] == 422
    assert post(matter=2)[0] == 403, "without the meeting it is not for whoever only writes minutes"
    assert post(meeting="MT-99", matter=1)[0] == 404
