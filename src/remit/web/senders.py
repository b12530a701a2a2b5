"""Who sends a request to the API: whoever holds a token, or whoever is signed in with the browser."""

from typing import Any

from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from remit.accounts.permissions import Actor
from remit.accounts.tokens import user_for_token
from remit.core.api.requests import ApiRequest
from remit.core.errors import NotAllowed, TooMany
from remit.people.actors import actor_for
from remit.people.middleware import second_factor_missing

SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
MOST_WRONG = 30
WRONG_FOR_SECONDS = 300


class Token(HttpBearer):
    """Finds the actor behind `Authorization: Bearer …`; such a request needs no proof of origin."""

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor, if the request carries a token that holds."""
        asked: Any = request
        if not hasattr(asked, "token_actor"):  # asked for twice where an idempotency key is sent
            asked.token_actor = super().__call__(request)
        known: Actor | None = asked.token_actor
        return known

    def authenticate(self, request: Any, token: str) -> Actor | None:
        """Return the actor behind `token`; refuses a token that may only read whatever writes."""
        found = user_for_token(token.strip())
        if found is None:
            _count_wrong(request)
            return None
        user, row = found
        actor = actor_for(user, may_write=row.may_write)
        request.actor = actor
        if not row.may_write and request.method not in SAFE:
            raise NotAllowed(_("This token may only read."), _("whoever holds a token that may write"))
        return _ready(actor)


class Session(APIKeyCookie):
    """Finds the actor behind the cookie of a signed-in browser; whatever writes must prove its origin."""

    param_name = "remit_session"

    def __call__(self, request: HttpRequest) -> Actor | None:
        """Return the actor, if somebody is signed in and no other way to say who sends was chosen."""
        if "Authorization" in request.headers or not request.user.is_authenticated:
            return None
        if check_csrf(request):
            message = _("The request does not prove its origin: send the page's token as X-CSRFToken.")
            raise NotAllowed(message)
        return self.authenticate(request, None)

    def authenticate(self, request: Any, key: str | None) -> Actor | None:
        """Return the actor that the middleware found."""
        del key
        actor = actor_for(request.user)
        request.actor = actor
        return _ready(actor)


def _ready(actor: Actor) -> Actor | None:
    """Return the actor if somebody stands behind it; refuses whoever must set up a second factor first."""
    if actor.must_set_up_second_factor:
        raise second_factor_missing()
    return actor if actor.is_known else None


def _count_wrong(request: ApiRequest) -> None:
    """Slow down whoever tries tokens: only wrong ones count, so that nobody else waits."""
    name = f"api-wrong-token:{request.META.get('REMOTE_ADDR', '')}"
    cache.add(name, 0, WRONG_FOR_SECONDS)
    try:
        count = cache.incr(name)
    except ValueError:  # it ended between the two calls
        return
    if count > MOST_WRONG:
        raise TooMany(_("Too many tokens that do not hold. Wait five minutes."), WRONG_FOR_SECONDS)


SENDERS = (Token(), Session())
