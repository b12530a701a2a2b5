"""Certificates: what expires, who is told, and that a paper gives no right."""

import datetime as dt

import pytest
from django.core import mail

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Certificate
from remit.people.operations.certificates import (
    add_certificate,
    change_certificate,
    remind_of_certificate,
    remind_of_certificates,
    remove_certificate,
)
from remit.people.operations.people import change_person

pytestmark = pytest.mark.django_db(transaction=False)

SYSTEM = system_actor()
END = dt.date(2026, 9, 1)


def certified(world: World, who: str = "Ada", expires: dt.date | None = END) -> Certificate:
    return add_certificate(world.person(who), name="PMP", issuer="PMI", expires_on=expires, actor=SYSTEM)


def told(world: World, days_before: int, capture: object) -> int:
    del world
    with capture(execute=True):  # type: ignore[operator]  # pytest-django's fixture
        return remind_of_certificates(END - dt.timedelta(days=days_before), actor=SYSTEM)


def test_a_holder_is_told_once_at_each_of_three_steps(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    certified(world)
    days = [90, 61, 60, 59, 31, 30, 29, 8, 7, 6, 1, 0]
    counts = [told(world, each, django_capture_on_commit_callbacks) for each in days]
    assert counts == [0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 0]
    assert [message.to for message in mail.outbox] == [[world.person("Ada").email]] * 3
    assert "in 60 days" in mail.outbox[0].body
    assert mail.outbox[0].subject == "Remit: a certificate of yours expires soon"
    assert "PMP" in mail.outbox[0].body


def test_a_step_that_nobody_took_is_not_made_up_for_twice(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    certified(world)
    assert told(world, 5, django_capture_on_commit_callbacks) == 1
    assert told(world, 4, django_capture_on_commit_callbacks) == 0


def test_a_renewed_certificate_is_reminded_of_anew(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    held = certified(world)
    assert told(world, 50, django_capture_on_commit_callbacks) == 1
    change_certificate(held, version=1, actor=SYSTEM, expires_on=END + dt.timedelta(days=5))
    assert told(world, 50, django_capture_on_commit_callbacks) == 1


def test_nobody_is_told_who_left_or_of_what_never_expires_or_in_a_demo(
    world: World, django_capture_on_commit_callbacks: object
) -> None:
    certified(world, "Ada", None)
    certified(world, "Bob")
    bob = world.person("Bob")
    change_person(bob, version=bob.version, actor=SYSTEM, left_on=dt.date(2026, 6, 2))
    assert told(world, 30, django_capture_on_commit_callbacks) == 0
    certified(world, "Cem")
    world.organisation.is_demo = True
    world.organisation.save()
    assert told(world, 30, django_capture_on_commit_callbacks) == 0


def test_two_workers_tell_a_holder_once(world: World) -> None:
    held = certified(world)
    day = END - dt.timedelta(days=30)
    remind_of_certificate(held, day=day, actor=SYSTEM)
    with pytest.raises(Conflict):
        remind_of_certificate(held, day=day, actor=SYSTEM)


def test_a_certificate_is_noted_by_its_holder_and_by_whoever_stands_above(world: World) -> None:
    ada = world.person("Ada")
    change_person(ada, version=ada.version, actor=SYSTEM, line_manager=world.person("Mona"))
    for who in ("Ada", "Mona"):
        add_certificate(ada, name="PMP", actor=world.actor(who))
    with pytest.raises(NotAllowed):
        add_certificate(ada, name="PMP", actor=world.give("Pim", "project-manager"))
    assert world.actor("Ada").grants == ()


def test_a_certificate_does_not_expire_before_it_was_issued(world: World) -> None:
    with pytest.raises(Invalid, match="before it was issued"):
        add_certificate(
            world.person("Ada"), name="PMP", issued_on=END, expires_on=END - dt.timedelta(1), actor=SYSTEM
        )


def test_a_stale_change_and_a_stale_removal_are_refused(world: World) -> None:
    held = certified(world)
    change_certificate(held, version=1, actor=SYSTEM, issuer="Axelos")
    with pytest.raises(Conflict):
        change_certificate(held, version=1, actor=SYSTEM, issuer="PeopleCert")
    with pytest.raises(Conflict):
        remove_certificate(held, version=1, actor=SYSTEM)
    remove_certificate(held, version=2, actor=SYSTEM)
    assert not Certificate.objects.exists()


def test_the_list_names_what_expires_within_60_days(world: World) -> None:
    today = dt.datetime.now(tz=dt.UTC).date()
    for who, days in (("Ada", 59), ("Bob", 61), ("Cem", -1)):
        certified(world, who, today + dt.timedelta(days=days))
    world.give("Petra", "portfolio-manager", world.root)
    client = world.client("Petra")
    soon = client.get("/people/certificates/?state=soon").content.decode()
    table = soon[soon.index("<tbody>") :]
    assert "Ada" in table
    assert "Bob" not in table
    assert "Cem" not in table
    by = (today + dt.timedelta(days=60)).isoformat()
    names = client.get(f"/api/v1/certificates?expires_by={by}").json()["items"]
    assert [each["person"] for each in names] == [world.person("Cem").key, world.person("Ada").key]


def test_the_interface_notes_changes_and_removes_a_certificate(world: World) -> None:
    world.give("Ada", "team-member")
    client = world.client("Ada")
    made = client.post(
        f"/api/v1/people/{world.person('Ada').key}/certificates",
        {"name": "PMP", "certificate_number": "7", "expires_on": "2026-09-01"},
        content_type="application/json",
    )
    assert made.status_code == 201
    path = f"/api/v1/certificates/{made.json()['key']}"
    changed = client.patch(path, {"version": 1, "issuer": "PMI"}, content_type="application/json").json()
    assert (changed["issuer"], changed["certificate_number"]) == ("PMI", "7")
    world.give("Bob", "team-member")
    assert world.client("Bob").get(path).status_code == 404
    assert client.delete(path).status_code == 200
    assert client.get(path).status_code == 404
