"""Errors of the API as problem documents (RFC 9457), and the answers that every operation may give."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.db import DataError, IntegrityError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from pydantic import BaseModel, Field

from remit.core.errors import Busy, Conflict, FieldError, Invalid, NotFound, NotSignedIn, RemitError, is_busy
from remit.core.views.errors import error_response

log = logging.getLogger(__name__)

MOST_NAMED = 50


class ProblemField(BaseModel):
    """One field that is wrong, and how to mend it."""

    field: str
    message: str
    code: str


class Problem(BaseModel):
    """Why the request was not done (RFC 9457). `current` holds both values of a stale write."""

    type: str
    title: str
    status: int
    detail: str
    reference: str = Field(description="Give it to whoever runs the server: it stands in the log as well.")
    code: str | None = None
    errors: list[ProblemField] | None = None
    current: dict[str, Any] | None = None
    who_may: str | None = None


class _Simple(RemitError):
    def __init__(self, status: int, code: str, title: str, message: str) -> None:
        super().__init__(message)
        self.status, self.code, self._title = status, code, title

    @property
    def title(self) -> str:
        return self._title


def method_not_allowed(allowed: str) -> RemitError:
    """Return the error for a method that the address does not have."""
    message = _("This address takes %(methods)s.") % {"methods": allowed}
    return _Simple(405, "method", _("Not a method of this address"), message)


def answer(request: HttpRequest, error: RemitError) -> HttpResponse:
    """Return `error` as a problem document with its headers."""
    response = error_response(request, error)
    if error.status == NotSignedIn.status:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Remit"'
    return response


# What an error looks like is stated in the document once (`Problem`): a schema of its own for each error of each
# operation would be two thousand classes, which take 25 MB and half a second of every start.
READ: dict[int, None] = dict.fromkeys((400, 401, 403, 404, 429))
WRITE: dict[int, None] = {**READ, **dict.fromkeys((409, 413, 415, 422))}
CHANGE: dict[int, None] = {**WRITE, **dict.fromkeys((412, 428))}


def reads(schema: Any) -> dict[int, Any]:
    """Return the answers of an operation that reads."""
    return {200: schema, **READ}


def creates(schema: Any) -> dict[int, Any]:
    """Return the answers of an operation that makes something."""
    return {201: schema, **WRITE}


def accepts(schema: Any, later: Any) -> dict[int, Any]:
    """Return the answers of an operation that makes something at once, or later as long work."""
    return {201: schema, 202: later, **WRITE}


def begins(later: Any) -> dict[int, Any]:
    """Return the answers of an operation that begins long work."""
    return {202: later, **WRITE}


def acts(schema: Any) -> dict[int, Any]:
    """Return the answers of an operation that does something without a version."""
    return {200: schema, **WRITE}


def removes(schema: Any) -> dict[int, Any]:
    """Return the answers of an operation that takes away, whatever the version unless one was stated."""
    return {200: schema, **WRITE, 412: None}


def changes(schema: Any) -> dict[int, Any]:
    """Return the answers of an operation that needs the version its sender saw."""
    return {200: schema, **CHANGE}


def _of_ninja(error: HttpError) -> RemitError:
    if isinstance(error.__cause__, RemitError):  # what our parser raised, wrapped
        return error.__cause__
    return _Simple(error.status_code, "http", _("Not possible"), error.message)


def _race(error: Exception) -> RemitError:
    log.warning("A constraint refused a write that the rules had let pass: %s", error)
    message = _("Somebody did something alike at the same moment: look what stands now, then try again.")
    return Conflict("race", message)


def _operational(error: Exception) -> RemitError:
    if not is_busy(error):
        raise error  # a fault of ours or of the machine, for which there is an answer of its own
    return Busy()


def _validation(error: ValidationError) -> RemitError:
    sources = {str(each["loc"][0]) for each in error.errors if each.get("loc")}
    if sources == {"path"}:
        return NotFound()
    status = 400 if sources & {"query", "header"} else 422
    named = error.errors[:MOST_NAMED]
    errors = [FieldError(_place(each["loc"]), str(each["msg"]), str(each["type"])) for each in named]
    first = errors[0]
    message = f"{first.field}: {first.message}" if first.field else first.message
    return Invalid(message, errors=errors, status=status)


def _place(loc: tuple[str | int, ...]) -> str:
    """Return where in body or query the fault lies, behind the source and our argument's name."""
    parts = [str(part)[:40] for part in loc]
    return ".".join(parts[2:] if len(parts) > 2 else parts[1:])  # noqa: PLR2004 - source and argument


MEANINGS: dict[type[Exception], Callable[[Any], RemitError]] = {
    RemitError: lambda error: error,
    ValidationError: _validation,
    AuthenticationError: lambda _error: NotSignedIn(
        _("Send a token as 'Authorization: Bearer …', or sign in with the browser.")
    ),
    HttpError: _of_ninja,
    Http404: lambda _error: NotFound(),
    RequestDataTooBig: lambda _error: _Simple(
        413, "large", _("Too large"), _("The body is larger than this server reads.")
    ),
    UnreadablePostError: lambda _error: Invalid(_("The body broke off."), code="body", status=400),
    DataError: lambda _error: Invalid(_("A value is larger than can be kept."), code="range"),
    IntegrityError: _race,
    OperationalError: _operational,
}


def translate_errors(api: NinjaAPI) -> None:
    """Make `api` answer every error that is not a fault of ours with a problem document."""
    for kind, meaning in MEANINGS.items():

        def handler(
            request: HttpRequest, error: Any, meaning: Callable[[Any], RemitError] = meaning
        ) -> HttpResponse:
            return answer(request, meaning(error))

        api.add_exception_handler(kind, handler)
