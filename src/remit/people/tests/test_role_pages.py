"""The form of a role and the pages around it: what was typed stays, what follows is shown first."""

from typing import Any

import pytest
from django.test import Client

from remit.conftest import World
from remit.people.models import Role
from remit.people.role_forms import RoleForm

pytestmark = pytest.mark.django_db

CLERK = {
    "name": "Site clerk",
    "aliases": "Clerk of works\nCoW",
    "family": "Site",
    "purpose": "Keeps the papers of the site.",
    "scope_kind": "site",
    "authority": "1",
    "holders_per_scope": "0",
    "responsibilities_quality": "Keep delivery notes\n\n Check invoices ",
    "decisions": "Where papers lie",
    "exclusions": "The sequence of work | construction-manager\nThe weather",
    "capabilities": ["project.view"],
}


@pytest.fixture
def adam(world: World) -> Client:
    world.give("Adam", "administrator", world.root)
    return world.client("Adam")


def sent(role: Role, **changes: Any) -> dict[str, Any]:
    """Return what the form of a role sends, unless changed."""
    form = RoleForm(role=role)
    values = {name: form.initial.get(name, "") for name in form.fields if name not in {"note", "rights_seen"}}
    return {**values, "note": "", **changes}


def test_a_role_is_added_by_its_form(world: World, adam: Client) -> None:
    answer = adam.post("/roles/new/", CLERK)
    assert answer.headers["Location"] == "/roles/site-clerk/"
    clerk = Role.objects.get(code="site-clerk")
    assert clerk.aliases == ["Clerk of works", "CoW"]
    assert clerk.responsibilities == [
        {"area": "quality", "text": "Keep delivery notes"},
        {"area": "quality", "text": "Check invoices"},
    ]
    assert clerk.exclusions == [
        {"text": "The sequence of work", "role": "construction-manager"},
        {"text": "The weather", "role": ""},
    ]
    page = adam.get("/roles/site-clerk/").content.decode()
    assert '<a class="nowrap" href="/roles/construction-manager/">' in page
    assert "Site clerk" in adam.get("/roles/").content.decode()


def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(world: World, adam: Client) -> None:
    answer = adam.post("/roles/new/", {**CLERK, "exclusions": "The weather | rain-maker"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "There is no role with the code rain-maker." in page
    assert "Keep delivery notes" in page
    assert not Role.objects.filter(code="site-clerk").exists()


def test_the_form_of_a_role_sends_back_what_it_shows(world: World, adam: Client) -> None:
    for role in Role.objects.all():
        answer = adam.post(f"/roles/{role.code}/edit/", sent(role))
        assert answer.status_code == 422, role.code
        assert "Nothing has changed." in answer.content.decode()


def test_a_change_of_rights_shows_its_effects_and_waits_for_a_yes(world: World, adam: Client) -> None:
    world.give("Ann", "team-member")
    role = Role.objects.get(code="team-member")
    wanted = [*role.capabilities, "plan.edit"]

    answer = adam.post("/roles/team-member/edit/", sent(role, capabilities=wanted))

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "1 person gains “Change plans”." in page
    assert "Ann" in page
    answer = adam.post("/roles/team-member/edit/", sent(role, capabilities=wanted, rights_seen="on"))
    assert answer.status_code == 302
    assert world.actor("Ann").can("plan.edit", world.project.scope.path)


def test_more_rights_for_a_role_of_ones_own_are_refused_and_what_was_typed_stays(
    world: World, adam: Client
) -> None:
    role = Role.objects.get(code="administrator")
    wanted = sent(role, capabilities=[*role.capabilities, "plan.edit"], focus="That all is well")
    answer = adam.post("/roles/administrator/edit/", wanted)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "nobody gives more rights to a role of their own" in page
    assert "That all is well" in page
    assert not world.actor("Adam").can("plan.edit", world.project.scope.path)


def test_a_stale_form_shows_both_values(world: World, adam: Client) -> None:
    role = Role.objects.get(code="acceptor")
    assert adam.post("/roles/acceptor/edit/", sent(role, focus="Needs")).status_code == 302
    answer = adam.post("/roles/acceptor/edit/", sent(role, focus="Acceptance"))
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "<ins>Acceptance</ins>" in page
    assert "<del>Needs</del>" in page


def test_versions_are_listed_with_what_each_changed(world: World, adam: Client) -> None:
    role = Role.objects.get(code="acceptor")
    adam.post("/roles/acceptor/edit/", sent(role, focus="Needs", note="As agreed"))
    page = adam.get("/roles/acceptor/versions/").content.decode()
    assert "As agreed" in page
    assert "<del>Needs and acceptance</del>" in page
    assert "The first version." in page


def test_a_role_is_retired_and_brought_back_by_its_page(world: World, adam: Client) -> None:
    assert adam.post("/roles/acceptor/retire", {"version": "1"}).status_code == 302
    page = adam.get("/roles/acceptor/").content.decode()
    assert "Bring it back" in page
    assert "/roles/acceptor/edit/" not in page
    world.give("Mia", "project-manager")
    assert ">Customer or acceptor<" not in world.client("Mia").get("/projects/P-1/people/").content.decode()
    assert adam.post("/roles/acceptor/reinstate", {"version": "1"}).status_code == 302
    assert ">Customer or acceptor<" in world.client("Mia").get("/projects/P-1/people/").content.decode()


def test_an_area_lists_what_each_role_answers_for_in_it(world: World, adam: Client) -> None:
    page = adam.get("/roles/?area=cost").content.decode()
    assert "Provide funds" in page
    assert "Sign the charter" not in page
    assert adam.get("/roles/?area=weather").status_code == 400


def test_without_the_right_there_is_no_button_and_no_form(world: World) -> None:
    world.give("Mia", "project-manager")
    client = world.client("Mia")
    assert "/roles/new/" not in client.get("/roles/").content.decode()
    assert "/roles/sponsor/edit/" not in client.get("/roles/sponsor/").content.decode()
    for path in ("/roles/new/", "/roles/sponsor/edit/"):
        assert client.get(path).status_code == 403
