from django.http import HttpRequest

from remit.accounts.permissions import Actor


class ActorRequest(HttpRequest):
    """A request as views get it: the middleware has put the actor on it."""

    actor: Actor
