from collections.abc import Callable
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext as _

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
