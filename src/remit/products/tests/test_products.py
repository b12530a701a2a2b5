"""Products: begun as ideas, led through their lives along the moves that are allowed, seen by whoever may."""

import datetime as dt

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Assignment, Role
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.training import add_training
from remit.products.models import Product, Stage
from remit.products.operations.products import change_product, create_product, move_stage
from remit.products.queries import life_of
from remit.products.stages import FOLLOWS

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
BEGUN = dt.date(2020, 1, 6)
# section 3 of the rules: every move that is allowed, written down once more
ALLOWED = {
    "idea": {"development", "abandoned"},
    "development": {"introduction", "abandoned"},
    "introduction": {"growth"},
    "growth": {"maturity"},
    "maturity": {"decline", "retired"},
    "decline": {"growth", "retired"},
    "retired": set(),
    "abandoned": set(),
}


def test_only_the_moves_of_the_rules_are_allowed() -> None:
    assert {before: set(after) for before, after in FOLLOWS.items()} == ALLOWED


@pytest.fixture
def product(world: World) -> Product:
    """A product without a manager; Pat heads the portfolio."""
    world.give("Pat", "portfolio-manager", world.root)
    return create_product(world.organisation, name="Desk", since=BEGUN, actor=world.actor("Pat"))


def _appoint(world: World, product: Product, name: str = "Mia") -> None:
    world.give(name, "product-manager", product.scope)


def _move(product: Product, stage: str, on: dt.date, reason: str = "") -> Product:
    fresh = Product.objects.get(pk=product.pk)
    return move_stage(fresh, stage, version=fresh.version, on=on, reason=reason, actor=SYSTEM)


def test_an_idea_is_taken_up_once_somebody_is_its_product_manager(world: World, product: Product) -> None:
    with pytest.raises(Conflict) as refused:
        _move(product, Stage.DEVELOPMENT, BEGUN)
    assert refused.value.code == "no_manager"
    _appoint(world, product)
    assert _move(product, Stage.DEVELOPMENT, BEGUN).stage == Stage.DEVELOPMENT


def test_a_product_has_one_manager_at_a_time(world: World, product: Product) -> None:
    _appoint(world, product)
    role = Role.objects.get(organisation=world.organisation, code="product-manager")
    with pytest.raises(Conflict):
        assign_role(world.person("Max"), role, product.scope, actor=SYSTEM, from_date=BEGUN)


def test_every_move_but_those_allowed_is_refused(world: World, product: Product) -> None:
    _appoint(world, product)
    for before, allowed in ALLOWED.items():
        for after in set(ALLOWED) - allowed:
            Product.objects.filter(pk=product.pk).update(stage=before)
            with pytest.raises(Conflict):
                _move(product, after, BEGUN, "Because.")


def test_the_end_and_a_relaunch_take_a_reason_and_days_follow_one_another(
    world: World, product: Product
) -> None:
    _appoint(world, product)
    for stage, year in (("development", 2020), ("introduction", 2021), ("growth", 2022), ("maturity", 2023)):
        product = _move(product, stage, dt.date(year, 2, 3))
    with pytest.raises(Invalid, match="later day"):
        _move(product, "decline", dt.date(2023, 2, 2))
    with pytest.raises(Invalid, match="still to come"):
        _move(product, "decline", dt.date(2199, 1, 1))
    product = _move(product, "decline", dt.date(2024, 2, 3))
    for last in ("growth", "retired"):
        with pytest.raises(Invalid, match="reason"):
            _move(product, last, dt.date(2025, 2, 3), " ")
    product = _move(product, "retired", dt.date(2025, 2, 3), "Nobody buys it.")

    life = life_of(product)
    assert [each.stage.stage for each in life][-2:] == ["decline", "retired"]
    assert (life[-2].first, life[-2].last, life[-2].days) == (dt.date(2024, 2, 3), dt.date(2025, 2, 3), 366)
    assert life[-1].stage.reason == "Nobody buys it."


def test_the_product_manager_changes_the_own_product_until_the_role_ends(
    world: World, product: Product
) -> None:
    _appoint(world, product)
    change_product(product, version=1, purpose="Desks.", actor=world.actor("Mia"))
    other = create_product(world.organisation, name="Chair", since=BEGUN, actor=world.actor("Pat"))
    with pytest.raises(NotAllowed):
        change_product(other, version=1, purpose="x", actor=world.actor("Mia"))
    with pytest.raises(NotAllowed):
        create_product(world.organisation, name="Lamp", actor=world.actor("Mia"))
    held = Assignment.objects.get(person=world.person("Mia"))
    end_assignment(held, version=held.version, actor=SYSTEM)
    with pytest.raises(NotAllowed):
        change_product(product, version=2, purpose="x", actor=world.actor("Mia"))


def test_a_stale_change_is_refused_with_both_values(world: World, product: Product) -> None:
    change_product(product, version=1, purpose="Desks.", actor=SYSTEM)
    with pytest.raises(Conflict) as refused:
        change_product(product, version=1, purpose="Tables.", actor=SYSTEM)
    assert refused.value.current["fields"]["purpose"] == {"yours": "Tables.", "theirs": "Desks."}


def test_nobody_sees_a_product_of_another_organisation_or_without_the_right(
    world: World, product: Product, stranger: World
) -> None:
    stranger.give("Eve", "portfolio-manager", stranger.root)
    world.give("Tom", "team-member")
    for client in (stranger.client("Eve"), world.client("Tom")):
        assert client.get(f"/products/{product.key}/").status_code == 404
        assert client.get(f"/api/v1/products/{product.key}").status_code == 404
        assert client.get("/api/v1/products").json()["items"] == []


def test_pages_begin_change_and_move_a_product(world: World) -> None:
    world.give("Pat", "portfolio-manager", world.root)
    pat = world.client("Pat")
    assert pat.post("/products/new/", {"name": "Lamp", "purpose": "Light."}).status_code == 302
    product = Product.objects.get(name="Lamp")
    address = f"/products/{product.key}/"

    refused = pat.post(f"{address}stage", {"version": 1, "stage": "development", "on": "", "reason": ""})
    assert refused.status_code == 409
    assert "product manager" in refused.content.decode()
    _appoint(world, product)
    moved = pat.post(f"{address}stage", {"version": 1, "stage": "development", "on": "", "reason": ""})
    assert moved.status_code == 302
    assert pat.post(f"{address}edit/", {"version": 2, "name": "Lamp 2", "purpose": ""}).status_code == 302
    assert "Lamp 2" in pat.get("/products/").content.decode()
    assert "Lamp 2" in pat.get(f"/responsibilities/{product.key}/").content.decode()


def test_programs_begin_change_and_move_a_product(world: World) -> None:
    world.give("Pat", "portfolio-manager", world.root)
    pat = world.client("Pat")
    made = pat.post("/api/v1/products", {"name": "Lamp"}, content_type="application/json")
    assert (made.status_code, made.json()["stage"], made.json()["manager"]) == (201, "idea", None)
    address = f"/api/v1/products/{made.json()['key']}"
    stop = {"version": 1, "stage": "abandoned", "reason": "Too dear."}
    assert pat.post(f"{address}/stage", stop, content_type="application/json").json()["stage"] == "abandoned"
    assert pat.patch(address, {"version": 1, "name": "x"}, content_type="application/json").status_code == 409
    stages = pat.get(f"{address}/life").json()["stages"]
    assert [(each["stage"], each["by"]) for each in stages] == [("idea", "Pat"), ("abandoned", "Pat")]


def test_the_page_says_who_is_untrained_on_the_product(world: World, product: Product) -> None:
    world.give("Ada", "project-manager")
    role = Role.objects.get(organisation=world.organisation, code="project-manager")
    add_training(world.organisation, subject="Selling desks", role=role, scope=product.scope, actor=SYSTEM)

    page = world.client("Pat").get(f"/products/{product.key}/").content.decode()

    assert "Selling desks" in page
    assert "1 untrained" in page
    assert "Ada" in page
