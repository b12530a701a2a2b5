from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _

from remit.accounts.requests import ActorRequest
from remit.core.errors import NotAllowed
from remit.core.views.errors import error_response, wants_json
from remit.people.actors import actor_for

GetResponse = Callable[[HttpRequest], HttpResponse]


class ActorOfRequest:
    """Puts `request.actor` on every request: read anew each time, so an ended assignment ends at once."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        request.actor = SimpleLazyObject(lambda: actor_for(request.user))  # type: ignore[attr-defined]  # read through ActorRequest
        return self.get_response(request)


# What setting one up needs: its own pages, proving who one is, and the way out.
OPEN = frozenset(
    {
        "people:second_factor_first",
        "account_logout",
        "account_reauthenticate",
        "account_change_password",
        "account_set_password",
    }
)
OPEN_BELOW = ("mfa_",)


class SecondFactorFirst:
    """Leads whoever must have a second factor and has none to set one up, before anything else is open.

    The API answers for itself: it also knows tokens.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        return self.get_response(request)

    def process_view(
        self, request: ActorRequest, view: Callable[..., HttpResponse], _args: Any, _parts: Any
    ) -> HttpResponse | None:
        """Let through what needs no sign-in, what setting up needs, and whoever need not or has one."""
        match = request.resolver_match
        name = match.view_name if match is not None else ""
        is_open = name in OPEN or name.startswith(OPEN_BELOW) or not getattr(view, "login_required", True)
        if is_open or request.path.startswith("/api/") or not request.actor.must_set_up_second_factor:
            return None
        if wants_json(request) or getattr(request, "htmx", None):
            return error_response(request, second_factor_missing())
        return redirect("people:second_factor_first")


def second_factor_missing() -> NotAllowed:
    """Return the refusal for whoever must set up a second factor first."""
    return NotAllowed(
        _("Your organisation asks for a second factor, and you have none. Sign in and set one up first.")
    )
