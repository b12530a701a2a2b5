from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.products.models import Product, Stage
from remit.products.queries import product_lines


def _prepare(products: list[Any]) -> None:
    for line in product_lines(products):
        line.product.line = line  # type: ignore[attr-defined]  # read by the columns below


def _manager(product: Any) -> Cell:
    person = product.line.manager
    if person is None:
        return Cell(_("nobody"), kind="status", state="red")
    return Cell(person.name, reverse("people:person", args=[person.key]), kind="person", ring=person.pk)


COLUMNS = (
    Column("key", _("Key"), lambda product: Cell(product.key, kind="key"), "id", "minor"),
    Column(
        "name",
        _("Name"),
        lambda product: Cell(product.name, reverse("products:detail", args=[product.key])),
        "name",
        "wide",
    ),
    Column("manager", _("Accountable"), _manager),
    Column("stage", _("Stage"), lambda product: Cell(Stage(product.stage).label), "stage"),
    Column("since", _("Since"), lambda product: Cell(day(product.stage_since)), "stage_since", "minor num"),
)


def product_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the list of the products that the actor may see."""
    return Table(
        request,
        "products",
        _("Products"),
        Product.objects.visible_to(actor).select_related("scope", "organisation"),
        COLUMNS,
        search=("name", "key"),
        choices_offered=(Choice("stage", _("Any stage"), Stage.choices, "stage"),),
        order="key",
        filter_hint=_("Filter by name or key"),
        prepare=_prepare,
    )
