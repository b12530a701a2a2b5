"""Meetings: one chair and one minute-taker, invitations that calendars read, and states that never go back."""

import datetime as dt
import email
import email.policy
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.meetings.forms_meetings import parse_agenda
from remit.meetings.invitation import INVITED, OFF, invitation, starts_at
from remit.meetings.meeting_queries import my_meetings, one_meeting, parts_of
from remit.meetings.models import Meeting, MeetingState
from remit.meetings.operations.meetings import (
    Item,
    cancel_meeting,
    change_meeting,
    hold_meeting,
    plan_meeting,
)
from remit.meetings.tests.making import a_meeting
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.projects.models import Project
from remit.projects.operations.stakeholders import add_stakeholder

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def team(lasting_world: World) -> World:
    """Ada manages the project, Ben leads its team, Cai works in it; Olaf is of the firm and sees nothing of it."""
    lasting_world.people.clear()  # whom another test made is not there any more
    for name, role in {"Ada": "project-manager", "Ben": "project-leader", "Cai": "team-member"}.items():
        lasting_world.give(name, role)
    lasting_world.person("Olaf")
    return lasting_world


def planned(world: World, *, days: int = 2, **stated: Any) -> Meeting:
    """Plan a meeting so many days from now; Ada leads it, Ben minutes it."""
    given = {
        "kind": "steering", "title": "Steering", "day": day_of(world.organisation) + dt.timedelta(days=days),
        "begins": dt.time(10), "length_minutes": 60, "chair": world.person("Ada"),
        "minute_taker": world.person("Ben"),
    }  # fmt: skip
    return plan_meeting(world.project, actor=world.actor("Ada"), **{**given, **stated})


def attached(message: Any) -> tuple[str, str]:
    """Return method and text of the calendar file of a mail, as a mail program reads it."""
    parsed = email.message_from_bytes(message.message().as_bytes(), policy=email.policy.default)
    part = next(each for each in parsed.walk() if each.get_content_type() == "text/calendar")
    return str(part.get_param("method")), part.get_content().replace("\r\n", "\n")


def test_whoever_is_invited_gets_an_entry_for_the_calendar_and_follows_what_changes(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        made = planned(team, invited=[team.person("Cai")], agenda=[Item("Budget", 15, team.person("Ben"))])
    assert sorted(to for each in mail.outbox for to in each.to) == sorted(
        team.person(name).email for name in ("Ada", "Ben", "Cai")
    )
    method, text = attached(mail.outbox[0])
    assert (method, "METHOD:REQUEST\n" in text, "SEQUENCE:0\n" in text) == ("REQUEST", True, True)
    mail.outbox.clear()

    with django_capture_on_commit_callbacks(execute=True):
        change_meeting(made, version=1, begins=dt.time(11), invited=[], actor=team.actor("Ada"))

    told = {each.to[0]: attached(each) for each in mail.outbox}
    assert {to: method for to, (method, _text) in told.items()} == {
        team.person("Ada").email: "REQUEST", team.person("Ben").email: "REQUEST",
        team.person("Cai").email: "CANCEL",
    }  # fmt: skip
    assert all("SEQUENCE:1\n" in text for _method, text in told.values())
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        cancel_meeting(made, version=2, reason="Two are ill", actor=team.actor("Ben"))
    assert {attached(each)[0] for each in mail.outbox} == {"CANCEL"}
    assert "Two are ill" in mail.outbox[0].body


def test_a_change_that_changes_nothing_and_a_meeting_that_is_over_write_to_nobody(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    over = planned(team, days=-1)
    made = planned(team)
    with django_capture_on_commit_callbacks(execute=True):
        change_meeting(made, version=1, title="Steering", actor=team.actor("Ada"))
        change_meeting(over, version=1, title="Other", actor=team.actor("Ada"))
    assert mail.outbox == []


def test_only_whoever_sees_the_project_is_invited_and_only_whoever_keeps_meetings_plans(team: World) -> None:
    for field in ("chair", "minute_taker"):
        stated: dict[str, Any] = {field: team.person("Olaf")}
        with pytest.raises(Invalid, match="Olaf does not see this project") as refused:
            planned(team, **stated)
        assert refused.value.errors[0].field == field
    stated = {"invited": [team.person("Olaf")]}
    with pytest.raises(Invalid, match="Olaf does not see this project"):
        planned(team, **stated)
    with pytest.raises(Invalid, match="Olaf does not see this project"):
        planned(team, agenda=[Item("Budget", 5, team.person("Olaf"))])
    made = planned(team)
    assert one_meeting(team.actor("Cai"), "P-1", made.key) == made
    cai = team.actor("Cai")
    with pytest.raises(NotAllowed):
        change_meeting(made, version=1, title="Mine", actor=cai)
    with pytest.raises(NotAllowed):
        hold_meeting(made, version=1, actor=cai)
    with pytest.raises(NotAllowed):
        cancel_meeting(made, version=1, reason="No", actor=cai)
    with pytest.raises(NotFound):
        one_meeting(team.actor("Olaf"), "P-1", made.key)


def test_a_meeting_is_held_from_its_day_on_and_neither_held_nor_cancelled_twice(team: World) -> None:
    early, held, off = planned(team, days=1), planned(team, days=0), planned(team)
    ada = team.actor("Ada")
    with pytest.raises(Conflict, match="day has not come"):
        hold_meeting(early, version=1, actor=ada)
    assert hold_meeting(held, version=1, actor=ada).state == MeetingState.HELD
    with pytest.raises(Invalid, match="why it is cancelled"):
        cancel_meeting(off, version=1, reason=" ", actor=ada)
    assert cancel_meeting(off, version=1, reason="Ill", actor=ada).state == MeetingState.CANCELLED
    for each, words in ((held, "was held"), (off, "was cancelled")):
        with pytest.raises(Conflict, match=words):
            hold_meeting(each, version=2, actor=ada)
        with pytest.raises(Conflict, match=words):
            cancel_meeting(each, version=2, reason="Again", actor=ada)
        with pytest.raises(Conflict, match=words):
            change_meeting(each, version=2, title="Other", actor=ada)


def test_whoever_saves_later_sees_both_values(team: World) -> None:
    made = planned(team, agenda=[Item("Budget", 15)])
    change_meeting(made, version=1, title="Board", agenda=[Item("Risks")], actor=team.actor("Ada"))
    with pytest.raises(Conflict) as refused:
        change_meeting(made, version=1, title="Panel", agenda=[Item("Staff", 5)], actor=team.actor("Ben"))
    assert refused.value.current["fields"] == {
        "title": {"yours": "Panel", "theirs": "Board"}, "agenda": {"yours": "Staff | 5", "theirs": "Risks"},
    }  # fmt: skip


def test_stakeholders_who_are_invited_are_seen_and_named_only_by_who_sees_stakeholders(team: World) -> None:
    guest = add_stakeholder(team.project, name="Mayor Quimby", actor=SYSTEM)
    made = planned(team, stakeholders=[guest])
    assert parts_of(team.actor("Ada"), made).stakeholders == [guest]
    assert parts_of(team.actor("Cai"), made).stakeholders is None
    page = team.client("Cai").get(f"/projects/P-1/meetings/{made.key}/").content.decode()
    assert "Steering" in page
    assert "Quimby" not in page
    elsewhere = add_stakeholder(team.begin("Weir", team.root), name="Wolf", actor=SYSTEM)
    with pytest.raises(Invalid, match="stakeholders of this project"):
        planned(team, stakeholders=[elsewhere])


def test_the_start_page_names_the_meetings_of_the_next_seven_days_of_whoever_takes_part(team: World) -> None:
    soon = planned(team, days=7, invited=[team.person("Cai")])
    planned(team, days=8)
    planned(team, days=-1)
    cancel_meeting(planned(team), version=1, reason="Ill", actor=team.actor("Ada"))
    for name in ("Ada", "Ben", "Cai"):
        seen = my_meetings(team.actor(name))
        assert seen is not None
        assert seen["lines"] == [soon]
    assert my_meetings(team.actor("Olaf")) is None


def test_pages_plan_change_hold_and_cancel(team: World) -> None:
    ada = team.client("Ada")
    own, other = team.person("Ada").key, team.person("Ben").key
    sent = {
        "kind": "review", "title": "Weekly", "day": day_of(team.organisation).isoformat(), "begins": "09:30",
        "length_minutes": "30", "chair": own, "minute_taker": other, "invited": [other], "place": "Room 4",
        "agenda": "Budget | 20 | Ben\nRisks | 20\n\nAny other business",
    }  # fmt: skip
    assert ada.post("/projects/P-1/meetings/new/", sent).status_code == 302
    made = Meeting.objects.get(title="Weekly")
    assert [(each.number, each.title, each.minutes) for each in made.agenda.all()] == [
        (1, "Budget", 20), (2, "Risks", 20), (3, "Any other business", None),
    ]  # fmt: skip
    address = f"/projects/P-1/meetings/{made.key}/"
    assert "takes 40 of 30 minutes" in ada.get(address).content.decode()
    changed = ada.post(f"{address}edit/", {**sent, "version": "1", "agenda": "Budget | soon"})
    assert (changed.status_code, "write the minutes as a number" in changed.content.decode()) == (422, True)
    assert ada.post(f"{address}edit/", {**sent, "version": "1", "title": "Monthly"}).status_code == 302
    assert ada.post(f"{address}held", {"version": "2"}).status_code == 302
    assert "Monthly" in ada.get("/projects/P-1/meetings/").content.decode()
    assert ada.post(f"{address}cancel", {"version": "3", "reason": "Late"}).status_code == 409


def unsaved(**stated: Any) -> Meeting:
    """Return a meeting that no database has seen, in the summer of London."""
    project = Project(key="P-1")
    project.organisation = Organisation(name="Acme", time_zone="Europe/London")
    ada = Person(name='Ada "A"; B\r\nX', email="ada@acme.example")
    given = {"key": "MT-1", "uid": "u1", "title": "A, B; C", "place": "Room", "purpose": "", "chair": ada,
             "day": dt.date(2026, 7, 1), "begins": dt.time(10), "length_minutes": 90}  # fmt: skip
    return Meeting(project=project, **{**given, **stated})


@pytest.mark.parametrize(("day", "hour"), [(dt.date(2026, 7, 1), 9), (dt.date(2026, 12, 1), 10)])
def test_the_hour_of_a_calendar_entry_follows_summer_time(day: dt.date, hour: int) -> None:
    assert starts_at(unsaved(day=day)) == dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)


@pytest.mark.parametrize(("method", "status"), [(INVITED, "CONFIRMED"), (OFF, "CANCELLED")])
def test_a_calendar_entry_escapes_what_people_typed(method: str, status: str) -> None:
    made, stamp = unsaved(), dt.datetime(2026, 6, 1, 8, tzinfo=dt.UTC)
    ben = Person(name="Ben", email="ben@acme.example")
    content = invitation(made, ben, method=method, url="https://r.example/x", agenda="1. Pay", stamp=stamp)
    lines = content.decode().replace("\r\n ", "").split("\r\n")
    assert lines[:5] == [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Remit//Meeting//EN", "CALSCALE:GREGORIAN", f"METHOD:{method}",
    ]  # fmt: skip
    assert {
        "UID:u1@r.example", "SUMMARY:A\\, B\\; C", "DTSTART:20260701T090000Z", "DTEND:20260701T103000Z",
        'ORGANIZER;CN="Ada A; BX":mailto:ada@acme.example', f"STATUS:{status}",
        "DESCRIPTION:1. Pay\\n\\nhttps://r.example/x",
    } <= set(lines)  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Budget | x", "number"),
        ("Budget | 5 | Zoe", "Zoe"),
        ("A | 1 | Ada | more", "bars"),
        ("A | 5 | Sam", "one person"),
    ],
)
def test_a_line_of_an_agenda_that_cannot_be_read_is_named(typed: str, words: str) -> None:
    people = [Person(name="Ada", key="U-1"), Person(name="Sam", key="U-2"), Person(name="Sam", key="U-3")]
    assert parse_agenda("Pay | | ada\r\n\r\nStaff || u-3", people) == [
        Item("Pay", None, people[0]), Item("Staff", None, people[2]),
    ]  # fmt: skip
    with pytest.raises(Invalid, match=f"Line 2.*{words}"):
        parse_agenda(f"Pay\n{typed}", people)


def test_a_program_reads_a_meeting_by_its_state(team: World) -> None:
    made = a_meeting(team.project, team.person("Ada"), day=dt.date(2026, 1, 5))
    hold_meeting(made, version=1, actor=team.actor("Ada"))
    client = team.client("Cai")
    found = client.get("/api/v1/projects/P-1/meetings?state=held").json()["items"]
    assert [(each["key"], each["state"], each["stakeholders"]) for each in found] == [
        (made.key, "held", None)
    ]
    assert client.get("/api/v1/projects/P-1/meetings?state=planned").json()["items"] == []


def test_a_program_plans_a_meeting_whose_matters_state_a_title_alone(team: World) -> None:
    ada = team.person("Ada").key
    sent = {
        "kind": "review", "title": "Weekly", "day": "2098-01-06", "begins": "10:00", "length_minutes": 30,
        "chair": ada, "minute_taker": ada, "agenda": [{"title": "Budget"}],
    }  # fmt: skip
    made = team.client("Ada").post("/api/v1/projects/P-1/meetings", sent, content_type="application/json")
    assert made.status_code == 201
    assert made.json()["agenda"] == [{"title": "Budget", "minutes": None, "leader": None}]
