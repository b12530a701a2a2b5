"""What holds for every answer: security headers, and Remit's errors turned into pages or problem documents once."""

import secrets
from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from remit.core.api.bodies import is_storable
from remit.core.errors import Busy, NotFound, RemitError, TooLarge, is_busy
from remit.core.uploads import limit_of
from remit.core.views.errors import error_response

GetResponse = Callable[[HttpRequest], HttpResponse]

CONTENT_SECURITY_POLICY = (
    "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'"
)


class SecurityHeaders:
    """Sets the headers of docs/security.md on every answer, errors and files included."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        agent = request.META.get("HTTP_USER_AGENT", "")
        if not is_storable(agent):  # kept with the session: PostgreSQL stores no NUL
            request.META["HTTP_USER_AGENT"] = agent.replace("\0", "")
        request.reference = secrets.token_hex(6)  # type: ignore[attr-defined]  # shown on error pages and in logs
        response = self.get_response(request)
        headers = response.headers
        headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
        headers.setdefault("X-Content-Type-Options", "nosniff")
        headers.setdefault("X-Frame-Options", "DENY")
        headers.setdefault("Referrer-Policy", "same-origin")
        headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")
        if request.is_secure():
            headers.setdefault("Strict-Transport-Security", "max-age=31536000; includeSubDomains")
        if not request.path.startswith("/static/"):
            headers.setdefault("Cache-Control", "private, no-cache")
        return response


class RefuseLarge:
    """Refuses a body by its stated length, before anything reads a byte of it."""

    slack_bytes = 1024 * 1024  # what a form states besides its file

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: Callable[..., HttpResponse], _args: Any, _parts: Any
    ) -> HttpResponse | None:
        """Answer 413 where more is on its way than any upload may have."""
        stated = request.META.get("CONTENT_LENGTH") or "0"
        limit = limit_of(request)
        if not (stated.isascii() and stated.isdecimal()) or int(stated[:20]) <= limit + self.slack_bytes:
            return None
        message = _("This is larger than %(limit)d MB, which is the most here: make it smaller, or part it.")
        response = error_response(request, TooLarge(message % {"limit": max(limit // (1024 * 1024), 1)}))
        response.headers["Connection"] = "close"
        return response


class TranslateErrors:
    """Turns a RemitError that a view lets pass into the right page, fragment or problem document."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:  # noqa: D102 - the contract is Django's
        return self.get_response(request)

    def process_view(
        self,
        request: HttpRequest,
        _view: Callable[..., HttpResponse],
        _args: tuple[Any, ...],
        parts: dict[str, Any],
    ) -> HttpResponse | None:
        """Answer an address that no row can have: a database would refuse to look for it."""
        if request.path.startswith("/api/"):  # answers for itself, in its own form
            return None
        if all(is_storable(part) for part in parts.values() if isinstance(part, str)):
            return None
        return error_response(request, NotFound())

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a RemitError; leave every other exception to Django."""
        if isinstance(exception, RemitError):
            return error_response(request, exception)
        if is_busy(exception):
            return error_response(request, Busy())
        if isinstance(exception, PermissionDenied):
            return None
        return None
