"""Training: whom it is for, who is missing it, who may note that somebody had it."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Role, ScopeKind, Training
from remit.people.operations.assignments import end_assignment
from remit.people.operations.organisation import add_scope, create_programme
from remit.people.operations.training import (
    add_training,
    add_training_session,
    change_training,
    note_training,
)
from remit.people.training import Report, missing, one_training, reports

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def firm(world: World) -> World:
    """Ada manages the bridge, Tom works in it; Zed manages a tunnel below a programme."""
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    other = world.begin("Tunnel", programme)
    world.give("Ada", "project-manager")
    world.give("Tom", "team-member")
    world.give("Zed", "project-manager", other.scope)
    world.give("Pia", "portfolio-manager", world.root)
    world.give("Adam", "administrator", world.root)
    return world


def role(world: World, code: str) -> Role:
    found: Role = Role.objects.get(organisation=world.organisation, code=code)
    return found


def made(world: World, **more: Any) -> Training:
    return add_training(world.organisation, subject="Forecasts", actor=SYSTEM, **more)


def report(world: World, training: Training, by: str = "Pia") -> Report:
    actor = world.actor(by)
    (found,) = reports(actor, [one_training(actor, training.key)], world.organisation)
    return found


def names(found: Report) -> list[str]:
    return [person.name for person in found.untrained]


def test_an_audience_is_a_role_a_scope_with_what_lies_below_or_both(firm: World) -> None:
    programme = firm.organisation.scopes.get(kind="programme")
    manager = role(firm, "project-manager")
    assert names(report(firm, made(firm, role=manager))) == ["Ada", "Zed"]
    assert names(report(firm, made(firm, scope=firm.project.scope))) == ["Ada", "Tom"]
    assert names(report(firm, made(firm, scope=programme))) == ["Zed"]
    assert names(report(firm, made(firm, role=manager, scope=firm.project.scope))) == ["Ada"]
    with pytest.raises(Invalid):
        made(firm)


def test_whoever_had_it_is_untrained_no_more_and_whose_role_ended_is_not_asked(firm: World) -> None:
    training = made(firm, scope=firm.project.scope)
    note_training(training, firm.person("Ada"), actor=firm.actor("Ada"))
    assert names(report(firm, training)) == ["Tom"]
    held = firm.person("Tom").assignments.get()
    end_assignment(held, version=held.version, actor=SYSTEM)
    assert names(report(firm, training)) == []
    with pytest.raises(Conflict):
        note_training(training, firm.person("Ada"), actor=SYSTEM)
    with pytest.raises(Invalid):
        note_training(training, firm.person("Zed"), actor=SYSTEM)


def test_one_notes_it_for_oneself_and_whoever_keeps_the_training_for_others(firm: World) -> None:
    training = made(firm, scope=firm.project.scope)
    with pytest.raises(NotAllowed):
        note_training(training, firm.person("Ada"), actor=firm.actor("Tom"))
    with pytest.raises(NotAllowed):
        note_training(training, firm.person("Ada"), actor=firm.actor("Zed"))
    note_training(training, firm.person("Tom"), actor=firm.actor("Ada"))
    with pytest.raises(Invalid):
        note_training(training, firm.person("Ada"), done_on=dt.date(2099, 1, 1), actor=SYSTEM)


def test_training_at_a_scope_is_kept_by_who_gives_roles_there_and_of_a_role_by_who_changes_it(
    firm: World,
) -> None:
    stated: dict[str, Any] = {"subject": "x", "scope": firm.project.scope}
    add_training(firm.organisation, actor=firm.actor("Ada"), **stated)
    for name in ("Tom", "Zed", "Adam"):
        with pytest.raises(NotAllowed):
            add_training(firm.organisation, actor=firm.actor(name), **stated)
    add_training(firm.organisation, subject="x", role=role(firm, "sponsor"), actor=firm.actor("Adam"))
    with pytest.raises(NotAllowed):
        add_training(firm.organisation, subject="x", role=role(firm, "sponsor"), actor=firm.actor("Ada"))


@pytest.mark.parametrize(
    "material", ["javascript:alert(1)", "ftp://x.example", "https://", "x", "http://[", "https://a b"]
)
def test_material_is_a_web_address_or_nothing(firm: World, material: str) -> None:
    with pytest.raises(Invalid):
        made(firm, scope=firm.project.scope, material=material)


def test_the_pages_show_who_is_missing_what_and_let_one_say_that_one_had_it(
    firm: World, stranger: World
) -> None:
    sent = {"subject": "Safety", "material": "https://x.example/a", "role": "", "scope": "P-1"}
    assert firm.client("Ada").post("/training/new/", sent).status_code == 302
    assert firm.client("Tom").post("/training/new/", sent).status_code == 403
    assert firm.client("Ada").post("/training/new/", sent | {"material": "x"}).status_code == 422
    assert "Safety" in firm.client("Tom").get("/").content.decode()
    assert missing(firm.actor("Zed")) is None
    day = {"held_on": "2099-01-05", "place": "Site"}
    assert firm.client("Ada").post("/training/TR-1/sessions", day).status_code == 302
    assert firm.client("Ada").post("/training/TR-1/sessions", day).status_code == 422
    own = {"person": firm.person("Tom").key}
    assert firm.client("Tom").post("/training/TR-1/trained", own).status_code == 302
    assert "Safety" not in firm.client("Tom").get("/").content.decode()
    page = firm.client("Pia").get("/training/").content.decode()
    assert "1 untrained" in page
    change = {"subject": "Safety first", "material": "", "version": "1"}
    assert firm.client("Ada").post("/training/TR-1/", change).status_code == 302
    assert firm.client("Ada").post("/training/TR-1/", change | {"subject": "x"}).status_code == 409
    stranger.give("Yan", "portfolio-manager", stranger.root)
    assert stranger.client("Yan").get("/training/TR-1/").status_code == 404


def test_a_training_at_a_scope_is_seen_by_whoever_sees_the_scope(firm: World) -> None:
    key = made(firm, scope=firm.project.scope).key
    seen = {name: firm.client(name).get(f"/training/{key}/").status_code for name in ("Tom", "Pia", "Zed")}
    assert seen == {"Tom": 200, "Pia": 200, "Zed": 404}


def test_whom_one_may_not_see_one_does_not_see_in_a_report(firm: World) -> None:
    training = made(firm, role=role(firm, "project-manager"))
    assert names(report(firm, training, "Tom")) == ["Ada"]


def test_a_retired_training_misses_nobody_and_keeps_who_had_it(firm: World) -> None:
    training = made(firm, scope=firm.project.scope)
    add_training_session(training, held_on=dt.date(2026, 1, 5), place="Site", actor=SYSTEM)
    note_training(training, firm.person("Ada"), actor=SYSTEM)
    change_training(training, version=1, is_retired=True, actor=firm.actor("Ada"))
    assert missing(firm.actor("Tom")) is None
    training.refresh_from_db()
    with pytest.raises(Conflict):
        note_training(training, firm.person("Tom"), actor=SYSTEM)
    told = firm.client("Ada").get("/api/v1/training/TR-1").json()
    assert (told["is_retired"], told["trained"]) == (True, [firm.person("Ada").key])


def test_the_api_adds_notes_and_tells_who_is_untrained(firm: World) -> None:
    ada, json = firm.client("Ada"), "application/json"
    body = {"subject": "Safety", "scope": "P-1"}
    assert ada.post("/api/v1/training", body, content_type=json).status_code == 201
    trained = {"person": firm.person("Tom").key}
    told = ada.post("/api/v1/training/TR-1/trained", trained, content_type=json).json()
    assert (told["untrained"], told["trained"]) == ([firm.person("Ada").key], [firm.person("Tom").key])
    session = {"held_on": "2099-01-05", "place": "Site"}
    assert len(ada.post("/api/v1/training/TR-1/sessions", session, content_type=json).json()["sessions"]) == 1
    assert ada.get("/api/v1/training").json()["count"] == 1


def test_a_training_on_a_product_for_a_role_is_for_whoever_holds_it_anywhere(firm: World) -> None:
    scope = add_scope(firm.organisation, ScopeKind.PRODUCT, key="PR-1", name="Desk", parent=firm.root)
    firm.give("Mia", "product-manager", scope)
    manager = role(firm, "project-manager")

    assert names(report(firm, made(firm, role=manager, scope=scope))) == ["Ada", "Zed"]
    assert names(report(firm, made(firm, scope=scope))) == ["Mia"]
    wanted = missing(firm.actor("Zed"))
    assert wanted is not None
    assert [(each.role_id, each.scope_id) for each in wanted["trainings"]] == [(manager.pk, scope.pk)]


def test_a_product_manager_keeps_the_training_on_the_own_product_alone(firm: World) -> None:
    scope = add_scope(firm.organisation, ScopeKind.PRODUCT, key="PR-1", name="Desk", parent=firm.root)
    other = add_scope(firm.organisation, ScopeKind.PRODUCT, key="PR-2", name="Chair", parent=firm.root)
    mia = firm.give("Mia", "product-manager", scope)

    assert add_training(firm.organisation, subject="Desk", scope=scope, actor=mia).scope == scope
    with pytest.raises(NotAllowed):
        add_training(firm.organisation, subject="Chair", scope=other, actor=mia)
