"""The administrators' list of sign-ins: invite, send again, disable, enable."""

import re

import pytest
from django.core import mail
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.people.models import Person
from remit.people.operations.people import add_person

ACTIONS = ("invite", "disable", "enable")


@pytest.fixture
def cy(world: World) -> Person:
    """Somebody without a sign-in."""
    return add_person(world.organisation, name="Cy", email="cy@acme.example", actor=system_actor())


@pytest.fixture
def root(world: World) -> Client:
    """The browser of an administrator."""
    world.give("Root", "administrator", world.root)
    return world.client("Root")


def states(browser: Client) -> dict[str, str]:
    page = browser.get("/people/sign-ins/?export=csv").content.decode("utf-8-sig")
    rows = [line.split(",") for line in page.splitlines()[1:]]
    return {row[0]: row[2] for row in rows}


def test_the_list_shows_who_can_sign_in(world: World, root: Client, cy: Person) -> None:
    world.person("Ada")
    assert states(root) == {"Ada": "can sign in", "Cy": "no sign-in", "Root": "can sign in"}
    assert root.get("/people/sign-ins/?state=none").content.decode().count("<tr>") == 2
    assert cy.name in root.get("/people/sign-ins/?q=cy").content.decode()


def test_inviting_makes_a_sign_in_for_the_person(
    world: World,
    root: Client,
    cy: Person,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert root.post(f"/people/{cy.key}/invite/").status_code == 302
    assert states(root)["Cy"] == "no password yet"
    assert "Root invites you" in str(mail.outbox[-1].body)

    with django_capture_on_commit_callbacks(execute=True):
        root.post(f"/people/{cy.key}/invite/")
    assert len(mail.outbox) == 2

    browser = Client()
    path = "/" + re.findall(r"http://\S+", str(mail.outbox[-1].body))[0].split("/", 3)[3]
    browser.get(path)
    password = "kettle brass fog"
    browser.post("/invitation/", {"password": password, "again": password})
    assert states(root)["Cy"] == "can sign in"
    assert browser.get("/account/").status_code == 200
    events = AuditEvent.objects.filter(organisation_id=world.organisation.pk, object_key=cy.key)
    assert {"people.invite_person", "accounts.invite_user", "accounts.accept_invitation"} & set(
        events.values_list("operation", flat=True)
    ) == {"people.invite_person", "accounts.invite_user", "accounts.accept_invitation"}


def test_disabling_and_enabling_hold_at_once(world: World, root: Client) -> None:
    ada, browser = world.person("Ada"), world.client("Ada")
    assert browser.get("/account/").status_code == 200

    root.post(f"/people/{ada.key}/disable/")

    assert states(root)["Ada"] == "disabled"
    assert browser.get("/account/").status_code == 302
    root.post(f"/people/{ada.key}/enable/")
    assert states(root)["Ada"] == "can sign in"
    assert browser.get("/account/").status_code == 302


def test_nobody_disables_the_own_sign_in(world: World, root: Client) -> None:
    assert root.post(f"/people/{world.person('Root').key}/disable/").status_code == 409
    assert root.get("/account/").status_code == 200


def test_whoever_left_is_not_invited(root: Client, cy: Person) -> None:
    Person.objects.filter(pk=cy.pk).update(left_on="2026-01-31")
    assert root.post(f"/people/{cy.key}/invite/").status_code == 409


@pytest.mark.parametrize("role", ["project-manager", "sponsor", "team-member", None])
def test_nobody_but_an_administrator_sees_or_changes_sign_ins(
    world: World, cy: Person, role: str | None
) -> None:
    if role:
        world.give("Ada", role)
    browser = world.client("Ada")
    assert browser.get("/people/sign-ins/").status_code == 403
    for action in ACTIONS:
        assert browser.post(f"/people/{cy.key}/{action}/").status_code == 403
    cy.refresh_from_db()
    assert cy.user is None


def test_people_of_another_organisation_are_not_there(stranger: World, root: Client) -> None:
    mallory = add_person(
        stranger.organisation, name="Mallory", email="m@globex.example", actor=system_actor()
    )
    Person.objects.filter(pk=mallory.pk).update(key="U-999")
    for action in ACTIONS:
        assert root.post(f"/people/U-999/{action}/").status_code == 404
    assert "Mallory" not in root.get("/people/sign-ins/").content.decode()


def test_changes_need_a_form(root: Client, cy: Person) -> None:
    for action in ACTIONS:
        assert root.get(f"/people/{cy.key}/{action}/").status_code == 405
