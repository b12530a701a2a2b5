"""Products of the demo: their lives so far, who manages each, and which projects serve them."""

import datetime as dt
from dataclasses import dataclass

from remit.products.models import Product, Stage
from remit.products.operations.products import create_product, move_stage
from remit.projects.models import Project
from remit.projects.operations.serving import serve_product
from remit.web.demo.firm import Firm

APPOINTED = dt.date(2025, 4, 1)
HEAD = "Seun Bakare"


@dataclass(frozen=True, slots=True)
class Life:
    """A product: its manager, the stages it entered with their days, and the projects that serve it by name."""

    name: str
    purpose: str
    manager: str
    since: str
    moves: tuple[tuple[str, str], ...]
    projects: tuple[str, ...]


LIVES = (
    Life(
        "Deskwise",
        "Booking of desks and rooms in the browser, for firms whose people are not at their desks every day.",
        "Caleb Osei",
        "2015-02-02",
        (
            (Stage.DEVELOPMENT, "2015-09-07"),
            (Stage.INTRODUCTION, "2016-10-03"),
            (Stage.GROWTH, "2018-04-02"),
            (Stage.MATURITY, "2024-01-08"),
        ),
        ("Deskwise cloud rollout to 14 customer sites", "Norway expansion study"),
    ),
    Life(
        "Deskwise Sense",
        "A sensor below the desk that knows whether somebody sits there, so that bookings tell the truth.",
        "Farah Siddiqui",
        "2021-11-01",
        (
            (Stage.DEVELOPMENT, "2022-03-07"),
            (Stage.INTRODUCTION, "2023-06-05"),
            (Stage.GROWTH, "2024-09-02"),
        ),
        ("Sense 2.0 firmware and panel",),
    ),
    Life(
        "Roomcast",
        "A display at the door of a meeting room that shows who has booked it.",
        "Mateusz Zielinski",
        "2016-05-09",
        (
            (Stage.DEVELOPMENT, "2016-11-07"),
            (Stage.INTRODUCTION, "2017-09-04"),
            (Stage.GROWTH, "2018-10-01"),
            (Stage.MATURITY, "2021-03-01"),
            (Stage.DECLINE, "2024-07-01"),
        ),
        (),
    ),
)


def load_products(firm: Firm) -> None:
    """Begin each product as an idea, give it its manager, and lead it through its life to where it stands."""
    for life in LIVES:
        product = create_product(
            firm.organisation,
            name=life.name,
            purpose=life.purpose,
            since=dt.date.fromisoformat(life.since),
            actor=firm.actor(HEAD),
        )
        firm.assign(life.manager, "product-manager", product.scope, APPOINTED)
        for stage, day in life.moves:
            on = dt.date.fromisoformat(day)
            product = move_stage(product, stage, on=on, version=product.version, actor=firm.actor(HEAD))
        _serve(firm, product, life)


def _serve(firm: Firm, product: Product, life: Life) -> None:
    for project in Project.objects.filter(name__in=life.projects):
        serve_product(project, product, actor=firm.system)
