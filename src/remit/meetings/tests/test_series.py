"""A meeting that comes again: each occurrence is a meeting, changed alone or with those after it, told once."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.meetings.models import Meeting, MeetingSeries
from remit.meetings.operations.actions import add_action, finish_action
from remit.meetings.operations.meetings import Item, cancel_meeting, hold_meeting
from remit.meetings.operations.minutes import Said, begin_minutes, publish_minutes, write_minutes
from remit.meetings.operations.series import cancel_following, change_following, plan_series
from remit.meetings.outcome_queries import one_matter
from remit.meetings.rhythms import MOST_OCCURRENCES, Rhythm, days_of, moved, same_weekday
from remit.meetings.tests.test_minutes import SYSTEM, team
from remit.people.grids import day_of
from remit.people.models import Holiday

__all__ = ["team"]
pytestmark = pytest.mark.django_db
MONDAY = dt.date(2098, 6, 2)


def stated(world: World, **more: Any) -> dict[str, Any]:
    return {
        "kind": "review", "title": "Weekly", "day": MONDAY, "begins": dt.time(10), "length_minutes": 60,
        "chair": world.person("Ada"), "minute_taker": world.person("Ben"), "invited": [world.person("Cai")],
        "agenda": [Item("Budget", 10), Item("Risks")], "rhythm": "weekly", "times": 4, **more,
    }  # fmt: skip


def planned(world: World, **more: Any) -> list[Meeting]:
    series = plan_series(world.project, actor=world.actor("Ada"), **stated(world, **more))
    return list(series.meetings.order_by("day"))


def days(series: MeetingSeries | None) -> list[str]:
    assert series is not None
    return [f"{each.day:%m-%d}" for each in series.meetings.filter(state="planned").order_by("day")]


@pytest.mark.parametrize(
    ("rhythm", "first", "found"),
    [
        ("weekly", (2026, 12, 23), ["12-23", "12-30", "01-06", "01-13"]),
        ("fortnightly", (2026, 12, 23), ["12-23", "01-06", "01-20", "02-03"]),
        ("monthly", (2026, 12, 8), ["12-08", "01-12", "02-09", "03-09"]),  # the second Tuesday
        ("monthly", (2026, 12, 31), ["12-31", "01-28", "02-25", "03-25"]),  # a fifth one is the last
    ],
)
def test_days_come_in_their_rhythm(rhythm: str, first: tuple[int, int, int], found: list[str]) -> None:
    made = days_of(Rhythm(rhythm), dt.date(*first), times=4)
    assert [f"{each:%m-%d}" for each in made] == found
    assert days_of(Rhythm(rhythm), dt.date(*first), until=made[2]) == made[:3]


def test_the_end_of_the_calendar_ends_a_series() -> None:
    assert len(days_of(Rhythm.WEEKLY, dt.date(9999, 12, 20), times=9)) == 2
    assert len(days_of(Rhythm.MONTHLY, dt.date(9999, 11, 1), times=9)) == 2


def test_a_moved_month_takes_the_weekday_and_its_place_of_the_new_day() -> None:
    assert same_weekday(dt.date(2026, 1, 5), 13) == dt.date(2027, 2, 1)  # the first Monday
    second, third = dt.date(2026, 12, 8), dt.date(2026, 12, 17)  # the second Tuesday, the third Thursday
    assert moved(Rhythm.MONTHLY, second, third, dt.date(2027, 1, 12)) == dt.date(2027, 1, 21)
    assert moved(Rhythm.WEEKLY, second, third, dt.date(2026, 12, 15)) == dt.date(2026, 12, 24)


def test_each_occurrence_is_a_meeting_of_its_own_and_everybody_gets_one_mail_with_all_of_them(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        rows = planned(team)
    assert [f"{each.day:%m-%d}" for each in rows] == ["06-02", "06-09", "06-16", "06-23"]
    assert len({each.uid for each in rows} | {each.key for each in rows}) == 8
    for each in rows:
        assert [str(item) for item in each.agenda.all()] == ["1. Budget", "2. Risks"]
        assert [person.name for person in each.invited.all()] == ["Cai"]
    assert sorted(each.to[0] for each in mail.outbox) == sorted(
        team.person(name).email for name in ("Ada", "Ben", "Cai")
    )
    name, content, kind = mail.outbox[0].attachments[0]
    assert (name, kind) == (f"{rows[0].key}.ics", "text/calendar; method=PUBLISH")
    assert content.count("BEGIN:VEVENT") == 4
    assert "RRULE" not in content
    assert all(each.uid in content.replace("\r\n ", "") for each in rows)
    assert "06-02" not in mail.outbox[0].body
    assert rows[3].key in mail.outbox[0].body


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"times": MOST_OCCURRENCES + 1}, "At most 104"),
        ({"times": None, "until": dt.date(2200, 1, 1)}, "At most 104"),
        ({"times": 1}, "at least two"),
        ({"times": None, "until": dt.date(2098, 6, 8)}, "at least two"),
        ({"times": None}, "either the last day"),
        ({"until": dt.date(2098, 7, 1)}, "either the last day"),
        ({"skip": [dt.date(2098, 6, 3)]}, "no day of this series"),
        ({"times": 2, "skip": [MONDAY]}, "at least two"),
        ({"rhythm": "daily"}, "Choose"),
        ({"title": " "}, "what the meeting is about"),
    ],
)
def test_a_series_that_cannot_be_is_refused_whole(team: World, more: dict[str, Any], words: str) -> None:
    with pytest.raises(Invalid, match=words):
        planned(team, **more)
    assert Meeting.objects.count() == MeetingSeries.objects.count() == 0


def test_as_many_as_may_be_are_planned_in_few_queries(
    team: World, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(150):
        assert len(planned(team, times=MOST_OCCURRENCES)) == MOST_OCCURRENCES


def test_days_that_are_left_out_have_no_meeting(team: World) -> None:
    rows = planned(team, skip=[dt.date(2098, 6, 9)])
    assert days(rows[0].series) == ["06-02", "06-16", "06-23"]


def test_the_page_shows_the_days_first_with_public_holidays_to_be_left_out(team: World) -> None:
    Holiday.objects.create(organisation=team.organisation, day=dt.date(2098, 6, 9), name="Whit Monday")
    ada, address = team.client("Ada"), "/projects/P-1/meetings/new/"
    typed = {
        "title": "Weekly", "kind": "review", "day": "2098-06-02", "begins": "10:00", "length_minutes": "60",
        "chair": team.person("Ada").key, "minute_taker": team.person("Ben").key, "agenda": "Budget",
        "rhythm": "weekly", "until": "", "times": "3",
    }  # fmt: skip
    shown = ada.post(address, typed)
    page = shown.content.decode()
    assert shown.status_code == 200
    assert "Whit Monday" in page
    assert 'value="2098-06-09" checked' in page
    assert Meeting.objects.count() == 0
    seen = {"days_seen": "2098-06-02 2098-06-09 2098-06-16", "skip": ["2098-06-09"]}
    other = ada.post(address, typed | seen | {"times": "4"})
    assert "Nothing is planned yet" in other.content.decode(), "other days than those that were seen"
    assert Meeting.objects.count() == 0
    there = ada.post(address, typed | seen)
    assert there.status_code == 302
    first, second = Meeting.objects.order_by("day")
    assert (first.day, second.day) == (dt.date(2098, 6, 2), dt.date(2098, 6, 16))
    page = ada.get(there["Location"]).content.decode()
    assert "1 of 2" in page
    assert f"/projects/P-1/meetings/{second.key}/" in page
    once = ada.post(address, typed | {"rhythm": ""})
    assert once.status_code == 422
    assert "how often it comes again" in once.content.decode()
    wrong = ada.post(address, typed | {"times": ""})
    assert wrong.status_code == 422
    assert "either the last day" in wrong.content.decode()


def test_this_one_and_those_after_change_in_what_differs_and_are_told_in_one_mail(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    first, second, third, fourth = planned(team)
    Meeting.objects.filter(pk=third.pk).update(place="Room 9")
    changes = stated(team, day=dt.date(2098, 6, 11), begins=dt.time(14), invited=[team.person("Dan")])
    for name in ("rhythm", "times", "agenda"):
        del changes[name]
    with django_capture_on_commit_callbacks(execute=True):
        change_following(second, version=1, actor=team.actor("Ada"), **changes, place="")
    assert days(first.series) == ["06-02", "06-11", "06-18", "06-25"]
    rows = {each.pk: each for each in Meeting.objects.all()}
    assert [f"{rows[each.pk].begins:%H}" for each in (first, second, third, fourth)] == [
        "10",
        "14",
        "14",
        "14",
    ]
    assert [rows[each.pk].sequence for each in (first, second, third, fourth)] == [0, 1, 1, 1]
    assert rows[third.pk].place == "Room 9", "what was not changed here stays there"
    told = {each.to[0]: each for each in mail.outbox}
    assert len(mail.outbox) == len(told) == 4
    content = told[team.person("Cai").email].attachments[0][1]
    assert content.count("STATUS:CANCELLED") == 3
    assert told[team.person("Dan").email].attachments[0][1].count("STATUS:CONFIRMED") == 3


def test_this_one_and_those_after_are_cancelled_and_what_was_held_stays(
    team: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    start = day_of(team.organisation) - dt.timedelta(days=7)
    first, second, third = planned(team, times=3, day=start)
    hold_meeting(first, version=1, actor=SYSTEM)
    with django_capture_on_commit_callbacks(execute=True):
        cancel_following(second, reason="The phase is over.", version=1, actor=team.actor("Ada"))
    states = [Meeting.objects.get(pk=each.pk).state for each in (first, second, third)]
    assert states == ["held", "cancelled", "cancelled"]
    assert len(mail.outbox) == 3
    assert "The phase is over." in mail.outbox[0].body


def test_who_is_invited_in_another_order_is_no_change_for_those_after(team: World) -> None:
    first, second, *_rest = planned(team, invited=[team.person("Cai"), team.person("Dan")])
    second.invited.set([team.person("Cai")])
    again = [team.person("Dan"), team.person("Cai")]
    change_following(first, version=1, invited=again, place="Room 2", actor=SYSTEM)
    second.refresh_from_db()
    assert [each.name for each in second.invited.all()] == ["Cai"]
    assert second.place == "Room 2"


@pytest.mark.parametrize("rhythm", ["weekly", "monthly"])
def test_those_after_are_not_moved_beyond_the_calendar(team: World, rhythm: str) -> None:
    first, *_rest = planned(team, rhythm=rhythm)
    with pytest.raises(Invalid, match="beyond the calendar"):
        change_following(first, version=1, day=dt.date(9999, 12, 30), actor=SYSTEM)
    assert not Meeting.objects.filter(day__gt=dt.date(2099, 1, 1)).exists()


def test_alone_only_this_one_is_changed_or_cancelled(team: World) -> None:
    first, second, *_rest = planned(team)
    client, address = team.client("Ada"), f"/projects/P-1/meetings/{second.key}/"
    typed = {
        "title": "Moved", "kind": "review", "day": "2098-06-10", "begins": "10:00", "length_minutes": "60",
        "chair": team.person("Ada").key, "minute_taker": team.person("Ben").key, "invited": team.person("Cai").key,
        "agenda": "Budget | 10\nRisks", "version": "1",
    }  # fmt: skip
    assert "all planned ones after it" in client.get(f"{address}edit/").content.decode()
    assert client.post(f"{address}edit/", typed | {"reach": "this"}).status_code == 302
    assert days(first.series) == ["06-02", "06-10", "06-16", "06-23"]
    typed |= {"reach": "following", "title": "All", "version": "2"}
    assert client.post(f"{address}edit/", typed).status_code == 302
    assert [each.title for each in Meeting.objects.order_by("day")] == ["Weekly", "All", "All", "All"]
    assert client.post(f"{address}cancel", {"reason": "Ill", "version": "3"}).status_code == 302
    assert days(first.series) == ["06-02", "06-16", "06-23"]
    last = Meeting.objects.filter(state="planned").latest("day")
    off = {"reason": "Ill", "version": str(last.version), "reach": "following"}
    assert client.post(f"/projects/P-1/meetings/{last.key}/cancel", off).status_code == 302
    assert days(first.series) == ["06-02", "06-16"]


def test_a_single_meeting_has_none_after_it_and_who_changed_first_is_not_overwritten(team: World) -> None:
    rows = planned(team)
    Meeting.objects.update(series=None)
    with pytest.raises(Conflict, match="no series"):
        change_following(rows[0], version=1, title="x", actor=SYSTEM)
    Meeting.objects.update(series=rows[0].series, version=2)
    with pytest.raises(Conflict, match="meanwhile"):
        change_following(rows[0], version=1, title="x", actor=SYSTEM)
    for name in ("Ben", "Cai"):
        with pytest.raises(NotAllowed):
            cancel_following(rows[0], reason="x", version=2, actor=team.actor(name))
        with pytest.raises(NotAllowed):
            plan_series(team.project, actor=team.actor(name), **stated(team))


def test_what_was_left_for_later_and_open_actions_stand_on_the_agenda_of_the_next_one(team: World) -> None:
    ben, today = team.actor("Ben"), day_of(team.organisation)
    first, second, third = planned(team, day=today - dt.timedelta(days=3), times=3)
    hold_meeting(first, version=1, actor=SYSTEM)
    draft = begin_minutes(first, actor=ben)
    write_minutes(draft, version=1, matters=[Said(1, "Later", is_parked=True), Said(2, "x")], actor=ben)
    open_one, done = (
        add_action(
            team.project, text=text, owner=team.person("Cai"), due_on=MONDAY, matter=one_matter(first, 2), actor=ben
        )
        for text in ("Send the list", "Call")
    )  # fmt: skip
    finish_action(done, words="Called", version=1, actor=SYSTEM)
    second.agenda.filter(title="Budget").update(title="Money")
    second.agenda.model.objects.filter(meeting=third, title="Budget").delete()
    publish_minutes(draft, version=2, actor=ben)
    carried = [str(each) for each in second.agenda.all()]
    assert carried == ["1. Money", "2. Risks", "3. Budget", f"4. {open_one.key} Send the list"]
    assert second.agenda.get(number=4).leader == team.person("Cai")
    assert third.agenda.count() == 1, "only the next one"
    correction = begin_minutes(first, actor=ben)
    publish_minutes(correction, version=1, reason="Named wrongly", actor=ben)
    assert second.agenda.count() == 4, "each once"
    second.refresh_from_db()
    cancel_meeting(second, reason="Ill", version=second.version, actor=SYSTEM)
    assert [each.title for each in third.agenda.all()][-2:] == ["Budget", f"{open_one.key} Send the list"]


def test_programs_plan_a_series_without_holidays_and_change_those_after(team: World) -> None:
    Holiday.objects.create(organisation=team.organisation, day=dt.date(2098, 6, 9), name="Whit Monday")
    ada, base = team.client("Ada"), "/api/v1/projects/P-1"
    sent = {
        "kind": "review", "title": "Weekly", "day": "2098-06-02", "begins": "10:00", "length_minutes": 60,
        "chair": team.person("Ada").key, "minute_taker": team.person("Ben").key, "rhythm": "weekly", "times": 4,
    }  # fmt: skip
    whole = ada.post(f"{base}/meeting-series", sent, content_type="application/json").json()
    assert [each["holiday"] for each in whole["occurrences"]] == [None, "Whit Monday", None, None]
    answer = ada.post(
        f"{base}/meeting-series", sent | {"skip_holidays": True}, content_type="application/json"
    )
    made = answer.json()
    assert (answer.status_code, made["rhythm"], len(made["occurrences"])) == (201, "weekly", 3)
    listed = ada.get(answer["Location"]).json()
    assert {each["series"] for each in listed["items"]} == {made["key"]}
    second = made["occurrences"][1]["meeting"]
    changed = ada.patch(
        f"{base}/meetings/{second}", {"version": 1, "title": "Less", "following": True},
        content_type="application/json",
    )  # fmt: skip
    assert changed.status_code == 200
    titles = [each["title"] for each in ada.get(answer["Location"]).json()["items"]]
    assert titles == ["Weekly", "Less", "Less"]
    off = ada.post(
        f"{base}/meetings/{second}/cancel", {"version": 2, "reason": "Ill", "following": True},
        content_type="application/json",
    )  # fmt: skip
    assert off.json()["state"] == "cancelled"
    assert [each["state"] for each in ada.get(answer["Location"]).json()["items"]] == [
        "planned", "cancelled", "cancelled",
    ]  # fmt: skip
