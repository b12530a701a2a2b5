"""What the apps above add to a product's page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.registries import Registry
from remit.products.models import Product


@dataclass(frozen=True, slots=True)
class ProductSection:
    """A part of a product's page: `context` returns what `template` shows, or None where there is nothing."""

    position: int
    template: str
    context: Callable[[Actor, Product], dict[str, Any] | None]


product_sections: Registry[ProductSection] = Registry()
