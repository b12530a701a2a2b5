"""Projects serve products: stated on the project, shown on both."""

import datetime as dt

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotFound
from remit.products.models import Product
from remit.products.operations.products import create_product
from remit.projects.models import ServedProduct
from remit.projects.operations.serving import serve_product, stop_serving

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()


@pytest.fixture
def product(world: World) -> Product:
    """A product; Pat heads the portfolio, Ada manages the project."""
    world.give("Pat", "portfolio-manager", world.root)
    world.give("Ada", "project-manager")
    return create_product(world.organisation, name="Desk", since=dt.date(2020, 1, 6), actor=SYSTEM)


def test_a_project_serves_a_product_once_and_both_pages_say_so(world: World, product: Product) -> None:
    ada = world.client("Ada")
    assert ada.post("/projects/P-1/products", {"product": product.key}).status_code == 302
    assert "Bridge" in ada.get(f"/products/{product.key}/").content.decode()
    assert "Desk" in ada.get("/projects/P-1/").content.decode()
    with pytest.raises(Conflict):
        serve_product(world.project, product, actor=SYSTEM)
    assert ada.post(f"/projects/P-1/products/{product.key}/remove").status_code == 302
    assert not ServedProduct.objects.exists()
    with pytest.raises(NotFound):
        stop_serving(world.project, product, actor=SYSTEM)


def test_two_projects_after_one_another_serve_one_product(world: World, product: Product) -> None:
    later = world.begin("Bridge again", world.root)
    for project in (world.project, later):
        serve_product(project, product, actor=SYSTEM)
    page = world.client("Pat").get(f"/products/{product.key}/").content.decode()
    assert page.index("Bridge again") < page.index(">Bridge<")


def test_a_product_of_another_organisation_is_served_by_nobody_here(
    world: World, product: Product, stranger: World
) -> None:
    with pytest.raises(Invalid):
        serve_product(stranger.project, product, actor=SYSTEM)


def test_programs_state_it_and_take_it_back(world: World, product: Product) -> None:
    ada, address = world.client("Ada"), "/api/v1/projects/P-1/products"
    made = ada.post(address, {"product": product.key}, content_type="application/json")
    assert (made.status_code, made.json()["products"]) == (201, [product.key])
    assert ada.get(address).json()["products"] == [product.key]
    assert ada.delete(f"{address}/{product.key}").json()["products"] == []
    missing = ada.post(address, {"product": "PR-99"}, content_type="application/json")
    assert missing.status_code == 422
