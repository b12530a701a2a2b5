"""Goal R: whatever ends somebody's rights ends them at every entrance, on the very next request."""

import copy
import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from remit.accounts.models import ApiToken, CalendarFeed, User
from remit.accounts.operations.feeds import create_feed, revoke_feed
from remit.accounts.operations.security import note_password_reset
from remit.accounts.operations.tokens import create_token, revoke_token
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.meetings.tests.making import a_meeting
from remit.people.models import Assignment, Role
from remit.people.operations.assignments import end_assignment
from remit.people.operations.people import change_person
from tests.reliability.entrances import ENTRANCES, Visitor

pytestmark = pytest.mark.django_db

YESTERDAY = dt.date.today() - dt.timedelta(days=1)  # noqa: DTZ011 - the server's own day is UTC
PASSWORD = "correct horse battery staple"
ALL = frozenset({"session", "token", "feed"})


@pytest.fixture
def visitor(world: World) -> Visitor:
    """Return somebody who runs the project: signed in, with a token that may write, with a calendar that shows it."""
    world.give("Petra", "project-manager")
    a_meeting(world.project, world.person("Petra"), day=YESTERDAY)
    _feed, secret = create_feed(user(world), name="Phone", parts=["meetings"], actor=world.actor("Petra"))
    _row, raw = create_token(user(world), name="Export", may_write=True, days=30, actor=world.actor("Petra"))
    return Visitor(signed_in(world), raw, f"/feeds/{secret}.ics")


def user(world: World) -> User:
    found = world.person("Petra").user
    assert found is not None
    return User.objects.get(pk=found.pk)


def signed_in(world: World) -> Client:
    """Sign in as people do, so that the session is one that the list of sessions knows."""
    browser = Client()
    answer = browser.post("/accounts/login/", {"login": world.person("Petra").email, "password": PASSWORD})
    assert answer.status_code == 302
    assert browser.get("/").status_code == 200
    return browser


def held(world: World) -> Assignment:
    found: Assignment = world.person("Petra").assignments.get()
    return found


def disabled(world: World, _visitor: Visitor) -> None:
    disable_user(user(world), actor=system_actor())


def disabled_and_enabled_again(world: World, _visitor: Visitor) -> None:
    disable_user(user(world), actor=system_actor())
    enable_user(user(world), actor=system_actor())


def role_ended(world: World, _visitor: Visitor) -> None:
    end_assignment(held(world), actor=system_actor(), version=held(world).version)


def last_day_passed(world: World, _visitor: Visitor) -> None:
    Assignment.objects.filter(pk=held(world).pk).update(to_date=YESTERDAY)


def role_lost_its_rights(world: World, _visitor: Visitor) -> None:
    Role.objects.filter(organisation=world.organisation, code="project-manager").update(capabilities=[])


def left(world: World, _visitor: Visitor) -> None:
    person = world.person("Petra")
    person.refresh_from_db()
    change_person(person, version=person.version, actor=system_actor(), left_on=YESTERDAY)


def token_revoked(world: World, _visitor: Visitor) -> None:
    revoke_token(ApiToken.objects.get(user=user(world)), actor=world.actor("Petra"))


def feed_revoked(world: World, _visitor: Visitor) -> None:
    revoke_feed(CalendarFeed.objects.get(user=user(world)), actor=world.actor("Petra"))


def token_expired(world: World, _visitor: Visitor) -> None:
    ApiToken.objects.filter(user=user(world)).update(expires_at=timezone.now() - dt.timedelta(seconds=1))


def signed_out(_world: World, visitor: Visitor) -> None:
    kept = copy.deepcopy(visitor.browser.cookies)
    assert visitor.browser.post("/accounts/logout/").status_code == 302
    visitor.browser.cookies = kept  # a thief keeps the cookie


def signed_out_elsewhere(world: World, visitor: Visitor) -> None:
    kept = copy.deepcopy(visitor.browser.cookies)
    assert signed_in(world).post("/accounts/sessions/").status_code == 302
    visitor.browser.cookies = kept


def password_changed_elsewhere(world: World, _visitor: Visitor) -> None:
    new = "another horse battery staple"
    sent = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    assert signed_in(world).post("/accounts/password/change/", sent).status_code == 302


def password_reset(world: World, _visitor: Visitor) -> None:
    someone = user(world)
    someone.set_password("another horse battery staple")
    someone.save()
    note_password_reset(someone)


ENDINGS: dict[Callable[[World, Visitor], None], frozenset[str]] = {
    disabled: ALL,
    disabled_and_enabled_again: ALL,
    role_ended: ALL,
    last_day_passed: ALL,
    role_lost_its_rights: ALL,
    left: ALL,
    token_revoked: frozenset({"token"}),
    token_expired: frozenset({"token"}),
    feed_revoked: frozenset({"feed"}),
    signed_out: frozenset({"session"}),
    signed_out_elsewhere: frozenset({"session"}),
    password_changed_elsewhere: frozenset({"session"}),
    password_reset: frozenset({"session"}),
}


@pytest.mark.parametrize("end", ENDINGS, ids=lambda end: end.__name__)
def test_what_ended_opens_nothing_on_the_next_request(
    world: World, visitor: Visitor, end: Callable[[World, Visitor], None]
) -> None:
    closed = [entrance.name for entrance in ENTRANCES if not entrance.opens(visitor)]
    assert closed == [], "what does not open before cannot show that it is shut afterwards"
    end(world, visitor)
    tried = [entrance for entrance in ENTRANCES if entrance.by in ENDINGS[end]]
    opened = [entrance.name for entrance in tried if entrance.opens(visitor)]
    print(f"R: {end.__name__}: {len(tried)} entrances tried, {len(opened)} opened")
    assert opened == []
    spared = [entrance for entrance in ENTRANCES if entrance.by not in ENDINGS[end]]
    assert [entrance.name for entrance in spared if not entrance.opens(visitor)] == []
