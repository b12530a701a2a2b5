from typing import TYPE_CHECKING

from django.http import HttpRequest

if TYPE_CHECKING:
    from remit.accounts.permissions import Actor  # the layer above; named for the type checker alone


class ActorRequest(HttpRequest):
    """A request as the middleware of a layer above hands it over."""

    actor: "Actor"
