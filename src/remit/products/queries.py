"""Products ready to show: who answers for each, and its life so far."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.people.grids import day_of
from remit.people.models import Person, Scope
from remit.people.policies import may_keep_training
from remit.people.queries import holder, holders
from remit.people.training import at_scope
from remit.products.models import OVER, Product, ProductStage

MANAGER = "product-manager"


@dataclass(frozen=True, slots=True)
class ProductLine:
    """A product with the one person who answers for it."""

    product: Product
    manager: Person | None


@dataclass(frozen=True, slots=True)
class Spell:
    """A stage of a product's life from a day to a day, open while it lasts."""

    stage: ProductStage
    first: dt.date
    last: dt.date | None
    days: int


def product_lines(products: Sequence[Product]) -> list[ProductLine]:
    """Return products each with its product manager: one query."""
    managers = holders((each.scope_id for each in products), MANAGER)
    return [ProductLine(each, managers.get(each.scope_id)) for each in products]


def manager_of(product: Product) -> Person | None:
    """Return who is the product manager now, if anybody."""
    return holder(product.scope_id, MANAGER)


def life_of(product: Product) -> list[Spell]:
    """Return the stages that a product went through, the first first: one query; what is over has no days."""
    rows = list(product.stages.order_by("pk"))
    today = day_of(product.organisation)
    found = []
    for each, following in zip(rows, [*rows[1:], None], strict=True):
        last = following.from_date if following is not None else None
        days = 0 if each.stage in OVER else ((last or today) - each.from_date).days
        found.append(Spell(each, each.from_date, last, days))
    return found


def training_on(actor: Actor, product: Product) -> dict[str, Any] | None:
    """Return the trainings on a product with who is untrained, None where there are none and none may be added."""
    found = at_scope(actor, product.scope)
    may = bool(may_keep_training(actor, product.scope))
    return {"reports": found, "product": product, "may_add": may} if found or may else None


def head_of(actor: Actor, product: Product) -> dict[str, Any]:
    """Return what every page of a product opens with: who answers, and which tabs there are: two queries."""
    sees = Scope.objects.answering_to(actor).filter(pk=product.scope_id).exists()
    return {"product": product, "scope": product.scope, "manager": manager_of(product), "sees_letters": sees}


def product_frame(actor: Actor, scope: Scope) -> dict[str, Any]:
    """Return what the frame of pages about a product's scope needs, the plain one for whoever sees no products."""
    product = (
        Product.objects.visible_to(actor).select_related("scope", "organisation").filter(scope=scope).first()
    )
    if product is None:
        return {"frame": "people/matrix/frame.html"}
    return {"product": product, "manager": manager_of(product), "sees_letters": True}
