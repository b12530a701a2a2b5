from typing import Any

from django.db import models

from remit.accounts.permissions import Actor


class ProductQuerySet(models.QuerySet[Any]):
    """Reads of products."""

    def visible_to(self, actor: Actor) -> "ProductQuerySet":
        """Return the products of the actor's organisation for whoever may see products anywhere in it."""
        if not actor.can_anywhere("product.view"):
            return self.none()
        return self.filter(actor.within())
