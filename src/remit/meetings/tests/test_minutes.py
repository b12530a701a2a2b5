"""Minutes: owed by one, read by others once published, never changed from then on, corrected by the next version."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.minutes_queries import (
    is_late,
    minutes_of,
    minutes_pdf,
    owed_minutes,
    parked_at,
    shown_minutes,
)
from remit.meetings.models import Meeting, Minutes
from remit.meetings.operations.meetings import Item, hold_meeting, plan_meeting
from remit.meetings.operations.minutes import (
    Said,
    begin_minutes,
    drop_minutes,
    publish_minutes,
    sealed,
    write_minutes,
)
from remit.people.grids import day_of
from remit.projects.models import Project

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def team(lasting_world: World) -> World:
    """Ada manages the project; Ben, Cai and Dan work in it. Olaf is of the firm and sees nothing of it."""
    lasting_world.people.clear()  # whom another test made is not there any more
    for name, role in {
        "Ada": "project-manager",
        "Ben": "team-member",
        "Cai": "team-member",
        "Dan": "team-member",
    }.items():
        lasting_world.give(name, role)
    lasting_world.person("Olaf")
    return lasting_world


def held(world: World, *, days: int = -1, agenda: tuple[str, ...] = ("Budget", "Risks")) -> Meeting:
    """Hold a meeting so many days from now; Ada leads it, Ben minutes it, Cai is invited."""
    made = plan_meeting(
        world.project, kind="review", title="Weekly", day=day_of(world.organisation) + dt.timedelta(days=days),
        begins=dt.time(10), length_minutes=60, chair=world.person("Ada"), minute_taker=world.person("Ben"),
        invited=[world.person("Cai")], agenda=[Item(title) for title in agenda], actor=SYSTEM,
    )  # fmt: skip
    return hold_meeting(made, version=1, actor=SYSTEM)


def written(world: World, meeting: Meeting, **stated: Any) -> Minutes:
    draft = begin_minutes(meeting, actor=world.actor("Ben"))
    given = {"matters": [Said(1, "Twelve thousand are left.")], **stated}
    return write_minutes(draft, version=1, actor=world.actor("Ben"), **given)


def seen(world: World, name: str, meeting: Meeting) -> list[tuple[int, str]]:
    actor = world.actor(name)
    return [(each.number, each.state) for each in minutes_of(actor, one_meeting(actor, "P-1", meeting.key))]


def test_a_draft_is_read_by_whoever_writes_it_and_by_all_once_it_is_published(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    meeting = held(team)
    draft = written(team, meeting, attendance={team.person("Cai").key: "excused"}, rest="It rained.")
    assert seen(team, "Ben", meeting) == seen(team, "Ada", meeting) == [(1, "draft")]
    assert seen(team, "Cai", meeting) == []
    with pytest.raises(NotFound):
        shown_minutes(team.actor("Cai"), one_meeting(team.actor("Cai"), "P-1", meeting.key), 1)

    with django_capture_on_commit_callbacks(execute=True):
        publish_minutes(draft, version=2, actor=team.actor("Ben"))

    assert seen(team, "Cai", meeting) == seen(team, "Dan", meeting) == [(1, "published")]
    assert sorted(to for each in mail.outbox for to in each.to) == sorted(
        team.person(name).email for name in ("Ada", "Cai")
    ), "whoever was invited, but for whoever publishes"
    page = team.client("Dan").get(f"/projects/P-1/meetings/{meeting.key}/minutes/1/").content.decode()
    for words in ("Twelve thousand are left.", "It rained.", "sent apologies"):
        assert words in page
    paper = minutes_pdf(
        shown_minutes(team.actor("Dan"), one_meeting(team.actor("Dan"), "P-1", meeting.key), 1)
    )
    assert paper.startswith(b"%PDF")


def test_minutes_are_of_a_meeting_that_was_held_and_written_by_one_draft_at_a_time(team: World) -> None:
    planned = plan_meeting(
        team.project, kind="review", title="Later", day=day_of(team.organisation), begins=dt.time(10),
        length_minutes=60, chair=team.person("Ada"), minute_taker=team.person("Ben"), actor=SYSTEM,
    )  # fmt: skip
    with pytest.raises(Conflict, match="that was held"):
        begin_minutes(planned, actor=team.actor("Ben"))
    meeting = held(team)
    begin_minutes(meeting, actor=team.actor("Ben"))
    with pytest.raises(Conflict, match="being written already"):
        begin_minutes(meeting, actor=team.actor("Ada"))


@pytest.mark.parametrize("name", ["Cai", "Dan"])
def test_nobody_else_writes_publishes_or_drops_them(team: World, name: str) -> None:
    meeting, other = held(team), team.actor(name)
    draft = written(team, meeting)
    with pytest.raises(NotAllowed, match="minute-taker"):
        begin_minutes(held(team), actor=other)
    with pytest.raises(NotAllowed):
        write_minutes(draft, version=2, rest="x", actor=other)
    with pytest.raises(NotAllowed):
        publish_minutes(draft, version=2, actor=other)
    with pytest.raises(NotAllowed):
        drop_minutes(draft, version=2, actor=other)
    assert Minutes.objects.get(pk=draft.pk).version == 2


def test_a_closed_project_takes_no_minutes_any_more(team: World) -> None:
    meeting = held(team)
    draft = written(team, meeting)
    Project.objects.update(phase="closed")
    with pytest.raises(NotAllowed, match="closed"):
        publish_minutes(draft, version=2, actor=team.actor("Ben"))


def test_published_minutes_stay_as_they_are_and_a_correction_says_why_and_what_it_changes(
    team: World,
) -> None:
    meeting, ben = held(team), team.actor("Ben")
    first = publish_minutes(written(team, meeting), version=2, actor=ben)
    for act in (
        lambda: write_minutes(first, version=3, rest="x", actor=ben),
        lambda: publish_minutes(first, version=3, actor=ben),
        lambda: drop_minutes(first, version=3, actor=ben),
    ):
        with pytest.raises(Conflict, match="published"):
            act()
    second = begin_minutes(meeting, actor=ben)
    write_minutes(
        second, version=1, matters=[Said(1, "Ten thousand are left."), Said(2, "", is_parked=True)],
        attendance={team.person("Cai").key: "absent"}, actor=ben,
    )  # fmt: skip
    with pytest.raises(Invalid, match="why the minutes are corrected"):
        publish_minutes(second, version=2, actor=ben)
    publish_minutes(second, version=2, reason="The figure was wrong", actor=ben)

    dan = team.actor("Dan")
    shown = shown_minutes(dan, one_meeting(dan, "P-1", meeting.key), 2)
    assert [(each.label, each.before, each.after) for each in shown.changes] == [
        ("Cai", "present", "absent"),
        ("1. Budget", "Twelve thousand are left.", "Ten thousand are left."),
        ("Risks: left for later", "no", "yes"),
    ]
    assert Minutes.objects.get(number=1).matters[0]["said"] == "Twelve thousand are left."
    assert seen(team, "Dan", meeting) == [(2, "published"), (1, "published")]


def test_a_seal_tells_whether_anything_of_published_minutes_was_altered(team: World) -> None:
    made = publish_minutes(written(team, held(team)), version=2, actor=team.actor("Ben"))
    stored = Minutes.objects.select_related("meeting").get(pk=made.pk)
    assert sealed(stored) == stored.sha256
    stored.matters[0]["said"] = "Nothing is left."
    assert sealed(stored) != stored.sha256


def test_who_writes_second_is_shown_both_texts_and_nothing_is_lost(team: World) -> None:
    meeting = held(team)
    draft = begin_minutes(meeting, actor=team.actor("Ben"))
    write_minutes(draft, version=1, matters=[Said(1, "By Ada")], actor=team.actor("Ada"))
    with pytest.raises(Conflict) as refused:
        write_minutes(draft, version=1, matters=[Said(1, "By Ben")], actor=team.actor("Ben"))
    assert refused.value.current["fields"]["said-1"] == {"yours": "By Ben", "theirs": "By Ada"}

    typed = {"version": "1", "said-1": "By Ben", "said-2": "", "rest": ""}
    typed |= {f"presence-{team.person(name).key}": "present" for name in ("Ada", "Ben", "Cai")}
    address = f"/projects/P-1/meetings/{meeting.key}/minutes/"
    page = team.client("Ben").post(address, typed)
    assert page.status_code in {409, 422}
    assert "By Ada" in page.content.decode()
    assert "By Ben" in page.content.decode()
    assert team.client("Ben").post(address, typed | {"version": "2"}).status_code == 302
    assert Minutes.objects.get().matters[0]["said"] == "By Ben"


def test_what_the_agenda_does_not_have_and_who_was_not_invited_are_refused(team: World) -> None:
    ben = team.actor("Ben")
    draft = begin_minutes(held(team), actor=ben)
    for stated in (
        {"matters": [Said(3, "x")]},
        {"attendance": {team.person("Olaf").key: "present"}},
        {"attendance": {team.person("Cai").key: "asleep"}},
        {"rest": "x" * 20_001},
    ):
        with pytest.raises(Invalid):
            write_minutes(draft, version=1, actor=ben, **stated)
    with pytest.raises(Invalid, match="Nothing is written yet"):
        publish_minutes(draft, version=1, actor=ben)


def test_a_draft_is_thrown_away_and_what_is_published_stays(team: World) -> None:
    meeting, ben = held(team), team.actor("Ben")
    publish_minutes(written(team, meeting), version=2, actor=ben)
    drop_minutes(begin_minutes(meeting, actor=ben), version=1, actor=ben)
    assert seen(team, "Ben", meeting) == [(1, "published")]


def test_the_minute_taker_owes_them_from_the_day_on_until_they_are_published(team: World) -> None:
    meeting = held(team, days=-20)
    for name, owes in (("Ben", [meeting.key]), ("Ada", []), ("Cai", [])):
        found = owed_minutes(team.actor(name))
        assert [each.meeting.key for each in found["lines"]] == owes if found else owes == []
    assert "Minutes that you owe" in team.client("Ben").get("/").content.decode()
    draft = written(team, meeting)
    owed = owed_minutes(team.actor("Ben"))
    assert owed is not None
    assert owed["lines"][0].is_late
    publish_minutes(draft, version=2, actor=team.actor("Ben"))
    assert owed_minutes(team.actor("Ben")) is None


@pytest.mark.parametrize(
    ("held_on", "today", "late"),
    [
        ((11, 26), (11, 30), False),
        ((11, 26), (12, 1), True),
        ((11, 27), (12, 1), False),
        ((11, 27), (12, 2), True),
    ],
)
def test_they_are_late_after_two_working_days(
    held_on: tuple[int, int], today: tuple[int, int], *, late: bool
) -> None:
    """26 November 2026 is a Thursday."""
    assert is_late(dt.date(2026, *held_on), dt.date(2026, *today)) is late


def test_what_was_left_for_later_is_offered_until_it_stands_on_a_later_agenda(team: World) -> None:
    ben = team.actor("Ben")
    meeting = held(team, days=-9)
    draft = written(team, meeting, matters=[Said(1, "Done"), Said(2, "", is_parked=True)])
    assert parked_at(team.project) == [], "a draft promises nothing"
    publish_minutes(draft, version=2, actor=ben)
    assert parked_at(team.project) == ["Risks"]
    page = team.client("Ada").get("/projects/P-1/meetings/new/").content.decode()
    assert "One matter was left for a later meeting" in page
    assert ">\nRisks</textarea>" in page
    held(team, days=-3, agenda=("Risks",))
    assert parked_at(team.project) == []
