import re
from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.translation import gettext as _

from remit.accounts.models import SecurityKind, User
from remit.accounts.security_log import note
from remit.core.errors import NotSignedIn
from remit.core.views.errors import error_response, wants_json


class SignInRequired(LoginRequiredMiddleware):
    """Sends whoever is not signed in to the sign-in page; a program gets a problem document instead.

    The API answers for itself: it also knows tokens.
    """

    def process_view(
        self,
        request: HttpRequest,
        view_func: Callable[..., HttpResponseBase],
        view_args: tuple[Any, ...],
        view_kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        """Let through what needs no sign-in, and whoever is signed in."""
        if request.path.startswith("/api/"):
            return None
        answer: HttpResponseBase | None = super().process_view(request, view_func, view_args, view_kwargs)
        if answer is not None and (wants_json(request) or getattr(request, "htmx", None)):
            return error_response(
                request, NotSignedIn(_("You are signed out. Sign in and try again; nothing was saved."))
            )
        return answer


class NoteAtTheDoors:
    """Notes what every answer says about itself: a refusal, a token that does not hold, a limit, a file."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        response = self.get_response(request)
        kind = _kind(request, response)
        if kind is not None:
            note(kind, request, _user(request), f"{request.method} {place(request)}")
        return response


def _kind(request: HttpRequest, response: HttpResponse) -> SecurityKind | None:
    if response.status_code == 401 and "Authorization" in request.headers:  # noqa: PLR2004 - not signed in
        return SecurityKind.TOKEN_REFUSED
    handed_out = response.status_code == 200 and "attachment" in response.get("Content-Disposition", "")  # noqa: PLR2004 - ok
    kinds = {403: SecurityKind.REFUSED, 429: SecurityKind.LIMITED}
    return SecurityKind.EXPORTED if handed_out else kinds.get(response.status_code)


def _user(request: HttpRequest) -> User | None:
    actor = getattr(request, "actor", None)
    number = actor.user_id if actor is not None else None
    if number is None:
        return None
    known = getattr(request, "user", None)
    if isinstance(known, User) and known.pk == number:
        return known
    return User.objects.filter(pk=number).first()


_KEY = re.compile(r"[A-Z]{1,3}-[0-9]{1,9}")
_PART = re.compile(r"\(\?P<(\w+)>(?:[^()]|\([^()]*\))*\)|<(?:\w+:)?(\w+)>|\{(\w+)\}")


def place(request: HttpRequest) -> str:
    """Return where a request went by the route it took: keys of things are told, anything else typed is not.

    An address may hold a token or a link that works once; those must stand in no log.
    """
    match = request.resolver_match
    if match is None:
        return ""

    def told(found: re.Match[str]) -> str:
        name = found[1] or found[2] or found[3]
        value = str(match.kwargs.get(name, ""))
        return value if _KEY.fullmatch(value) else f"<{name}>"

    route = str(match.route).replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")
    asked = request.GET.get("export", "")
    return "/" + _PART.sub(told, route) + (f"?export={asked}" if asked in {"csv", "xlsx"} else "")
