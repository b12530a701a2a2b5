"""What calendar feeds show of meetings and actions."""

import datetime as dt

import pytest

from remit.conftest import World
from remit.meetings.models import Action, Meeting, MeetingState
from remit.meetings.tests.making import a_meeting, an_action
from remit.people.models import Organisation
from remit.people.tests.feeding import a_feed, events_at

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(tz=dt.UTC).date()


def test_a_meeting_stands_there_with_its_time_in_utc_and_the_uid_of_its_invitation(world: World) -> None:
    Organisation.objects.update(time_zone="Europe/Berlin")
    world.give("Ada", "project-manager")
    day = dt.date(TODAY.year + 1, 1, 15)
    meeting = a_meeting(world.project, world.person("Ada"), "Weekly", day=day, said="Room 7, left")
    Meeting.objects.update(sequence=4)
    (event,) = events_at(a_feed(world, "Ada", "meetings")[1])
    assert event["UID"] == f"{meeting.uid}@127.0.0.1"
    assert event["SEQUENCE"] == "4"
    assert event["DTSTART"] == f"{day:%Y%m%d}T090000Z"  # ten o'clock in Berlin in winter
    assert event["DTEND"] == f"{day:%Y%m%d}T100000Z"
    assert event["LOCATION"] == "Room 7\\, left"
    assert event["TRANSP"] == "OPAQUE"
    assert "Led by Ada" in event["DESCRIPTION"]


def test_meetings_of_others_and_cancelled_ones_are_not_there(world: World) -> None:
    for name in ("Ada", "Bob", "Cem"):
        world.give(name, "team-member")
    own = a_meeting(world.project, world.person("Ada"), day=TODAY)
    off = a_meeting(world.project, world.person("Ada"), day=TODAY)
    Meeting.objects.filter(pk=off.pk).update(state=MeetingState.CANCELLED)
    own.invited.add(world.person("Bob"))
    found = {name: len(events_at(a_feed(world, name, "meetings")[1])) for name in ("Ada", "Bob", "Cem")}
    assert found == {"Ada": 1, "Bob": 1, "Cem": 0}


def test_an_open_action_stands_on_the_day_on_which_it_is_due(world: World) -> None:
    world.give("Ada", "project-manager")
    action = an_action(world.project, world.person("Ada"), "Call the town")
    done = an_action(world.project, world.person("Ada"), "Write")
    an_action(world.project, world.person("Bob"), "Sing")
    Action.objects.update(due_on=TODAY)
    Action.objects.filter(pk=done.pk).update(done_on=TODAY)
    (event,) = events_at(a_feed(world, "Ada", "actions")[1])
    assert event["UID"] == f"{action.key}-action.P-1@127.0.0.1"
    assert event["SUMMARY"] == "Due: Call the town (P-1)"
    assert event["DTSTART;VALUE=DATE"] == f"{TODAY:%Y%m%d}"


def test_they_end_with_the_role(world: World) -> None:
    world.give("Ada", "project-manager")
    a_meeting(world.project, world.person("Ada"), day=TODAY)
    an_action(world.project, world.person("Ada"))
    Action.objects.update(due_on=TODAY)
    _feed, address = a_feed(world, "Ada")
    assert len(events_at(address)) == 2
    world.person("Ada").assignments.all().update(to_date=TODAY - dt.timedelta(days=1))
    assert events_at(address) == []
