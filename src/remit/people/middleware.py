from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.functional import SimpleLazyObject

from remit.people.actors import actor_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorOfRequest:
    """Puts `request.actor` on every request: read anew each time, so an ended assignment ends at once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]  # read through ActorRequest
        return self.get_response(request)
