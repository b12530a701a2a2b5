from collections.abc import Iterable

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.registries import Command
from remit.products.models import Product
from remit.products.queries import product_lines

MOST = 8


def product_commands(actor: Actor, typed: str) -> Iterable[Command]:
    """Return the products whose key or name holds what was typed, each with who answers for it."""
    if not typed:
        return
    match = Q(name__icontains=typed) | Q(key__iexact=typed)
    for line in product_lines(list(Product.objects.visible_to(actor).filter(match)[:MOST])):
        hint = (
            _("accountable: %(name)s") % {"name": line.manager.name}
            if line.manager
            else _("nobody is accountable")
        )
        address = reverse("products:detail", args=[line.product.key])
        yield Command(f"{line.product.key} {line.product.name}", address, _("Product"), hint)
