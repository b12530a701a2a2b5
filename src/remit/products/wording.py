"""What people read where the record names a field or an operation of products."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from remit.products.models import Stage

FIELDS = {"stage": _("stage"), "entered_on": _("entered on")}
OPERATIONS = {
    "products.create_product": _("began the product"),
    "products.change_product": _("changed the product"),
    "products.move_stage": _("led the product into another stage"),
}


def _stage(value: Any) -> str:
    return str(Stage(value).label) if value in Stage.values else str(value)


VALUES: dict[str, Callable[[Any], str]] = {"stage": _stage}
