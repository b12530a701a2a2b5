"""Who may do what with products. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Scope
from remit.products.models import Product


def may_see_products(actor: Actor) -> Decision:
    """Return whether the actor may see products at all."""
    if actor.can_anywhere("product.view"):
        return ALLOWED
    return refuse(_("None of your roles sees products."), _("whoever gives you a role"))


def may_create_products(actor: Actor) -> Decision:
    """Return whether the actor may begin a product anywhere."""
    if actor.can_anywhere("product.create"):
        return ALLOWED
    return refuse(_("You may not begin products."), _("the portfolio manager"))


def may_create_product(actor: Actor, root: Scope) -> Decision:
    """Return whether the actor may begin a product of the organisation."""
    if actor.can("product.create", root.path):
        return ALLOWED
    return refuse(_("You may not begin products."), _("the portfolio manager"))


def may_edit_product(actor: Actor, product: Product) -> Decision:
    """Return whether the actor may change what a product states, and lead it into another stage."""
    if actor.can("product.edit", product.scope.path):
        return ALLOWED
    return refuse(_("You may see this product but not change it."), _("the product manager"))
