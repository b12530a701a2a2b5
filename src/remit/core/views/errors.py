"""Error pages and problem documents: what happened, what was saved, what to do, and a reference."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from remit.core.errors import Busy, Conflict, Invalid, NotAllowed, NotFound, RemitError, TooMany


def problem(error: RemitError, *, reference: str = "") -> dict[str, Any]:
    """Return the problem document (RFC 9457) of `error`."""
    document: dict[str, Any] = {
        "type": f"about:blank#{error.code}",
        "title": error.title,
        "status": error.status,
        "detail": error.message,
        "reference": reference,
    }
    if isinstance(error, Invalid):
        document["errors"] = [
            {"field": each.field, "message": each.message, "code": each.code} for each in error.errors
        ]
    if isinstance(error, Conflict):
        document["code"] = error.code
        document["current"] = error.current
    if isinstance(error, NotAllowed) and error.who_may:
        document["who_may"] = error.who_may
    return document


def wants_json(request: HttpRequest) -> bool:
    """Return whether the answer goes to a program: the API, or a script that asks for JSON."""
    accept = request.headers.get("Accept", "")
    return request.path.startswith("/api/") or ("json" in accept and "text/html" not in accept)


def error_response(request: HttpRequest, error: RemitError) -> HttpResponse:
    """Return `error` as a problem document or a page, with its status and headers."""
    reference = getattr(request, "reference", "")
    response: HttpResponse
    if wants_json(request):
        response = JsonResponse(
            problem(error, reference=reference), status=error.status, content_type="application/problem+json"
        )
    else:
        htmx = getattr(request, "htmx", None)
        template = "core/error_fragment.html" if htmx and not htmx.boosted else "core/error.html"
        context = {"error": error, "reference": reference, "status": error.status}
        response = render(request, template, context, status=error.status)
    if isinstance(error, TooMany | Busy):
        response.headers["Retry-After"] = str(error.retry_after_seconds)
    return response


class _Plain(RemitError):
    def __init__(self, status: int, title: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self._title = title

    @property
    def title(self) -> str:
        return self._title


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that could not be read."""
    del exception
    message = _("The request could not be read. Nothing was saved. Go back and try again.")
    return error_response(request, _Plain(400, _("Bad request"), message))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer a request that is refused by the framework."""
    del exception
    return error_response(request, NotAllowed(_("You may not do this.")))


def csrf_failed(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose proof of origin is missing or old."""
    del reason
    message = _(
        "This form was open for too long or came from elsewhere. Nothing was saved. Load the page again."
    )
    return error_response(request, NotAllowed(message))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer an address that leads nowhere, or nowhere that the actor may see."""
    del exception
    return error_response(request, NotFound())


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer a fault of ours, without a word about its inside."""
    message = _("This is a fault in Remit. What you sent was not saved. Please report the reference below.")
    return error_response(request, _Plain(500, _("Something went wrong"), message))
