"""Fetch and authorise in one call, so that no page can forget it."""

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.products.models import Product


def visible_product(actor: Actor, key: str) -> Product:
    """Return the product with `key` if the actor may see it; `NotFound` otherwise."""
    rows = Product.objects.visible_to(actor).select_related("scope", "organisation")
    found: Product | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found
