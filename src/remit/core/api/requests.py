from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from remit.accounts.permissions import Actor  # the layer above; named for the type checker alone


class ApiRequest(HttpRequest):
    """A request as the operations of the API get it: whoever sent it has been found out."""

    actor: "Actor"
    reference: str
