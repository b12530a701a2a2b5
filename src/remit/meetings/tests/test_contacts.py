"""A meeting that was held is the contact with the stakeholders who were invited; one that is planned is announced."""

import datetime as dt

import pytest

from remit.conftest import World
from remit.meetings.models import Meeting
from remit.meetings.operations.meetings import cancel_meeting, hold_meeting, plan_meeting
from remit.meetings.tests.test_minutes import SYSTEM, team
from remit.people.grids import day_of
from remit.projects.models import Stakeholder, StakeholderContact
from remit.projects.operations.stakeholders import add_stakeholder, remove_stakeholder
from remit.projects.stakeholder_queries import stakeholder_lines, stakeholders_of

__all__ = ["team"]
pytestmark = pytest.mark.django_db
OLD = dt.date(2020, 1, 1)


@pytest.fixture
def mayor(team: World) -> Stakeholder:
    made = add_stakeholder(team.project, name="The mayor", every_days=14, engagement="neutral", actor=SYSTEM)
    Stakeholder.objects.update(since=OLD)
    return made


def meeting_with(world: World, *who: Stakeholder, days: int) -> Meeting:
    return plan_meeting(
        world.project, kind="client", title="Visit", day=day_of(world.organisation) + dt.timedelta(days=days),
        begins=dt.time(10), length_minutes=60, chair=world.person("Ada"), minute_taker=world.person("Ben"),
        stakeholders=list(who), actor=SYSTEM,
    )  # fmt: skip


def overdue(world: World) -> dict[str, bool]:
    lines = stakeholder_lines(stakeholders_of(world.project), day_of(world.organisation))
    return {each.stakeholder.name: each.is_overdue for each in lines}


def test_a_meeting_that_was_held_is_the_contact_of_its_day_with_all_who_were_invited(
    team: World, mayor: Stakeholder
) -> None:
    press = add_stakeholder(team.project, name="The press", every_days=14, actor=SYSTEM)
    Stakeholder.objects.update(since=OLD)
    made = meeting_with(team, mayor, days=-2)
    assert overdue(team) == {"The mayor": True, "The press": True}
    hold_meeting(made, version=1, actor=team.actor("Ada"))
    assert overdue(team) == {"The mayor": False, "The press": True}
    contact = StakeholderContact.objects.get()
    assert (contact.stakeholder, contact.held_on, contact.channel) == (mayor, made.day, f"{made.key} Visit")
    assert (contact.engagement, contact.by_name) == ("neutral", "Ada")
    page = team.client("Ada").get(f"/projects/P-1/stakeholders/{mayor.key}/").content.decode()
    assert f"{made.key} Visit" in page
    remove_stakeholder(press, version=1, actor=SYSTEM)


def test_a_meeting_that_is_planned_or_cancelled_is_no_contact(team: World, mayor: Stakeholder) -> None:
    made = meeting_with(team, mayor, days=0)
    assert overdue(team) == {"The mayor": True}
    cancel_meeting(made, reason="Ill", version=1, actor=SYSTEM)
    assert overdue(team) == {"The mayor": True}
    assert StakeholderContact.objects.count() == 0


def test_the_communication_plan_shows_the_next_meeting_to_which_somebody_is_invited(
    team: World, mayor: Stakeholder
) -> None:
    meeting_with(team, mayor, days=-1)
    later, sooner = meeting_with(team, mayor, days=9), meeting_with(team, mayor, days=2)
    for address in ("stakeholders/communication/", f"stakeholders/{mayor.key}/"):
        page = team.client("Ada").get(f"/projects/P-1/{address}").content.decode()
        assert f"/projects/P-1/meetings/{sooner.key}/" in page
        assert f"/projects/P-1/meetings/{later.key}/" not in page
    assert team.client("Cai").get("/projects/P-1/stakeholders/communication/").status_code == 403
