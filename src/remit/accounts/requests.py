from django.http import HttpRequest

from remit.accounts.models import User
from remit.accounts.permissions import Actor
from remit.core.errors import NotSignedIn


class ActorRequest(HttpRequest):
    """A request as views get it: the middleware has put the actor on it."""

    actor: Actor


def user_of(request: HttpRequest) -> User:
    """Return who is signed in; raises `NotSignedIn` where nobody is."""
    if not isinstance(request.user, User):
        raise NotSignedIn("")
    return request.user
