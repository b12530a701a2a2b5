"""Calendar feeds: an address that is shown once, shows what its owner may see now, and ends at once."""

import datetime as dt
import re

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from remit.accounts.links import hash_of
from remit.accounts.models import CalendarFeed, SecurityEvent, SecurityKind, User
from remit.accounts.operations.feeds import MOST_FEEDS, create_feed, revoke_feed
from remit.accounts.operations.users import disable_user, enable_user
from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.limits import Limit
from remit.people.models import Absence, AbsenceState
from remit.people.operations.second_factor import require_second_factor
from remit.people.tests.feeding import a_feed, events_at

pytestmark = pytest.mark.django_db
TODAY = dt.datetime.now(tz=dt.UTC).date()
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _no_limits_from_earlier_tests() -> None:
    for name in ("default", "memory"):
        caches[name].clear()


@pytest.fixture
def ada(world: World) -> User:
    world.give("Ada", "project-manager")
    user = world.person("Ada").user
    assert user is not None
    return user


def leave(world: World, name: str, state: str = AbsenceState.APPROVED, **more: object) -> Absence:
    number = Absence.objects.count() + 1
    return Absence.objects.create(
        person=world.person(name), key=f"LV-{number}", kind="sick", from_date=TODAY,
        to_date=TODAY + dt.timedelta(days=2), state=state, **more,
    )  # fmt: skip


def in_browser(user: User) -> Client:
    """Return a browser whose user has signed in and has just proved again who they are."""
    client = Client()
    client.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    asked = client.post("/account/feeds/new/", {"name": "Phone", "parts": ["leave"]})
    assert asked.headers["Location"].startswith("/accounts/reauthenticate/")
    client.get("/account/feeds/new/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    return client


def test_a_feed_is_made_on_its_page_and_its_address_is_shown_once(ada: User) -> None:
    browser = in_browser(ada)
    answer = browser.post("/account/feeds/new/", {"name": "Phone", "parts": ["leave", "meetings"]})
    address = re.search(r"http[^\"]+/feeds/([\w-]{43})\.ics", answer.content.decode())
    assert address is not None
    assert answer.headers["Cache-Control"] == "no-store"
    feed = CalendarFeed.objects.get()
    assert feed.secret_hash == hash_of(address[1])
    assert feed.parts == ["meetings", "leave"]
    page = browser.get("/account/feeds/").content.decode()
    assert "Phone" in page
    assert address[1] not in page
    assert Client().get(f"/feeds/{address[1]}.ics").status_code == 200
    assert browser.post(f"/account/feeds/{feed.pk}/revoke/").status_code == 302
    assert Client().get(f"/feeds/{address[1]}.ics").status_code == 404


def test_making_and_revoking_stand_in_record_and_security_log_without_the_secret(ada: User) -> None:
    browser = in_browser(ada)
    page = browser.post("/account/feeds/new/", {"name": "Phone", "parts": ["leave"]}).content.decode()
    secret = re.findall(r"/feeds/([\w-]{43})\.ics", page)[0]
    browser.post(f"/account/feeds/{CalendarFeed.objects.get().pk}/revoke/")
    noted = SecurityEvent.objects.filter(kind__in=[SecurityKind.FEED_MADE, SecurityKind.FEED_REVOKED])
    assert [(each.kind, each.what) for each in noted.order_by("pk")] == [
        ("feed-made", "Phone"),
        ("feed-revoked", "Phone"),
    ]
    told = list(AuditEvent.objects.filter(operation__endswith="_feed").values_list("operation", flat=True))
    assert told == ["accounts.create_feed", "accounts.revoke_feed"]
    everything = repr(list(AuditEvent.objects.values_list())) + repr(
        list(SecurityEvent.objects.values_list())
    )
    assert secret not in everything


def test_the_calendar_is_a_file_that_is_kept_private_and_opens_no_session(world: World, ada: User) -> None:
    _feed, address = a_feed(world, "Ada")
    client = Client()
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "text/calendar; charset=utf-8"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert not answer.cookies
    assert answer.content.startswith(b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert answer.content.endswith(b"END:VCALENDAR\r\n")
    assert client.get("/projects/").status_code == 302
    assert {client.generic(each, address).status_code for each in ("POST", "PUT", "DELETE")} == {405}


def test_what_has_not_changed_is_not_sent_again(world: World, ada: User) -> None:
    leave(world, "Ada")
    _feed, address = a_feed(world, "Ada")
    tag = Client().get(address).headers["ETag"]
    again = Client().get(address, headers={"If-None-Match": tag})
    assert (again.status_code, again.content, again.headers["ETag"]) == (304, b"", tag)
    leave(world, "Ada")
    changed = Client().get(address, headers={"If-None-Match": tag})
    assert changed.status_code == 200
    assert changed.headers["ETag"] != tag


def test_agreed_leave_stands_there_without_its_reason(world: World, ada: User) -> None:
    shown = leave(world, "Ada", from_midday=True, note="Fever", version=3)
    for state in (AbsenceState.REQUESTED, AbsenceState.DECLINED, AbsenceState.CANCELLED):
        leave(world, "Ada", state)
    leave(world, "Bob")
    _feed, address = a_feed(world, "Ada", "leave")
    (event,) = events_at(address)
    assert event["UID"] == f"leave-{shown.pk}@127.0.0.1"
    assert event["SEQUENCE"] == "3"
    assert event["SUMMARY"] == "Away"
    assert event["DTSTART;VALUE=DATE"] == f"{TODAY:%Y%m%d}"
    assert event["DTEND;VALUE=DATE"] == f"{TODAY + dt.timedelta(days=3):%Y%m%d}"
    assert "from midday" in event["DESCRIPTION"]
    assert "ever" not in repr(event)
    assert "ick" not in repr(event)


def test_a_part_that_was_not_chosen_is_not_shown(world: World, ada: User) -> None:
    leave(world, "Ada")
    _feed, address = a_feed(world, "Ada", "meetings", "actions")
    assert events_at(address) == []


def test_it_speaks_the_language_of_its_owner(world: World, ada: User) -> None:
    leave(world, "Ada")
    User.objects.filter(pk=ada.pk).update(language="de")
    _feed, address = a_feed(world, "Ada", "leave")
    assert Client().get(address, headers={"Accept-Language": "en"}).content.find(b"SUMMARY:Abwesend") > 0


def answer_of(address: str) -> tuple[int, bytes, list[str]]:
    answer = Client().get(address)
    return answer.status_code, answer.content, sorted(answer.headers)


def test_unknown_revoked_and_disabled_read_the_same(world: World, ada: User) -> None:
    unknown = answer_of(f"/feeds/{'A' * 43}.ics")
    assert unknown[0] == 404
    feed, revoked = a_feed(world, "Ada")
    revoke_feed(feed, actor=world.actor("Ada"))
    assert answer_of(revoked) == unknown
    _feed, disabled = a_feed(world, "Ada")
    disable_user(ada, actor=system_actor())
    assert answer_of(disabled) == unknown
    enable_user(ada, actor=system_actor())
    assert answer_of(disabled) == unknown, "what was shut stays shut"


def test_it_ends_with_whoever_leaves_and_waits_for_a_second_factor(world: World, ada: User) -> None:
    _feed, address = a_feed(world, "Ada")
    organisation = world.organisation
    organisation.refresh_from_db()
    require_second_factor(
        organisation, of="everybody", roles=(), version=organisation.version, actor=system_actor()
    )
    assert Client().get(address).status_code == 404
    organisation.refresh_from_db()
    require_second_factor(
        organisation, of="nobody", roles=(), version=organisation.version, actor=system_actor()
    )
    assert Client().get(address).status_code == 200
    person = world.person("Ada")
    person.left_on = TODAY - dt.timedelta(days=1)
    person.save(update_fields=["left_on"])
    assert Client().get(address).status_code == 404


def test_the_hash_and_a_token_are_no_addresses(world: World, ada: User) -> None:
    feed, _address = a_feed(world, "Ada")
    assert Client().get(f"/feeds/{feed.secret_hash}.ics").status_code == 404


def test_use_is_noted_at_most_once_a_minute(world: World, ada: User) -> None:
    feed, address = a_feed(world, "Ada")
    Client().get(address)
    feed.refresh_from_db()
    first = feed.last_used_at
    assert first is not None
    Client().get(address)
    feed.refresh_from_db()
    assert feed.last_used_at == first
    CalendarFeed.objects.update(last_used_at=timezone.now() - dt.timedelta(seconds=61))
    Client().get(address)
    feed.refresh_from_db()
    assert feed.last_used_at >= first


def test_whoever_asks_too_often_waits_and_others_do_not(world: World, ada: User) -> None:
    _feed, address = a_feed(world, "Ada")
    _other, second = a_feed(world, "Ada")
    with override_settings(LIMITS={"feed": Limit(2, 600)}):
        assert [Client().get(address).status_code for _ in range(3)] == [200, 200, 429]
        assert Client().get(second).status_code == 200
        guesses = [Client().get(f"/feeds/{number:043}.ics").status_code for number in range(10)]
    assert set(guesses[:6]) == {404}
    assert guesses[-1] == 429, "one place cannot try secrets without end"


def test_as_many_queries_for_much_as_for_little(world: World, ada: User) -> None:
    leave(world, "Ada")
    _feed, address = a_feed(world, "Ada")
    Client().get(address)
    with CaptureQueriesContext(connection) as little:
        Client().get(address)
    for _ in range(5):
        leave(world, "Ada")
    with CaptureQueriesContext(connection) as much:
        Client().get(address)
    assert len(much) == len(little)


def test_a_part_that_is_cut_off_says_so(world: World, ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("remit.people.feeds.MOST_OF_A_PART", 2)
    for _ in range(3):
        leave(world, "Ada")
    _feed, address = a_feed(world, "Ada", "leave")
    assert [each["SUMMARY"] for each in events_at(address)][2:] == [
        "Not shown in full: only the first 2 of “Leave”"
    ]


def test_nobody_makes_or_revokes_a_feed_of_somebody_else(world: World, ada: User) -> None:
    world.give("Bob", "team-member")
    feed, _address = a_feed(world, "Ada")
    with pytest.raises(NotAllowed):
        create_feed(ada, name="Mine", parts=["leave"], actor=world.actor("Bob"))
    with pytest.raises(NotAllowed):
        revoke_feed(feed, actor=world.actor("Bob"))
    assert world.client("Bob").post(f"/account/feeds/{feed.pk}/revoke/").status_code == 404
    reading = Actor(key="P-1", name="Ada", user_id=ada.pk, token_may_write=False)
    with pytest.raises(NotAllowed):
        create_feed(ada, name="Mine", parts=["leave"], actor=reading)
    with pytest.raises(NotAllowed):
        revoke_feed(feed, actor=reading)


@pytest.mark.parametrize(
    ("name", "parts", "field"),
    [
        ("  ", ["leave"], "name"),
        ("x" * 81, ["leave"], "name"),
        ("Phone", [], "parts"),
        ("Phone", ["leave", "budgets"], "parts"),
    ],
)
def test_what_is_wrong_is_said(world: World, ada: User, name: str, parts: list[str], field: str) -> None:
    with pytest.raises(Invalid) as raised:
        create_feed(ada, name=name, parts=parts, actor=world.actor("Ada"))
    assert raised.value.errors[0].field == field


def test_there_is_a_most_number_of_live_feeds_and_each_ends_once(world: World, ada: User) -> None:
    feeds = [a_feed(world, "Ada")[0] for _ in range(MOST_FEEDS)]
    with pytest.raises(Conflict):
        a_feed(world, "Ada")
    revoke_feed(feeds[0], actor=world.actor("Ada"))
    with pytest.raises(Conflict):
        revoke_feed(feeds[0], actor=world.actor("Ada"))
    a_feed(world, "Ada")


def test_a_long_name_is_folded_and_special_characters_are_kept(world: World, ada: User) -> None:
    name = "Wörk; home, and\\phone " + "é" * 50
    _feed, secret = create_feed(ada, name=name, parts=["leave"], actor=world.actor("Ada"))
    content = Client().get(f"/feeds/{secret}.ics").content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    stated = name.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    assert f"X-WR-CALNAME:{stated}" in content.decode().replace("\r\n ", "")
