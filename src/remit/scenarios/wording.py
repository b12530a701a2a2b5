"""What people read where the record names a field or an operation of this app."""

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

FIELDS: dict[str, Any] = {}
OPERATIONS = {
    "scenarios.propose_levelling": _("let levelling be proposed"),
    "scenarios.accept_levelling": _("accepted a levelling"),
    "scenarios.refuse_levelling": _("put a levelling aside"),
}
VALUES: dict[str, Callable[[Any], str]] = {}
