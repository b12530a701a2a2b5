"""The one family of errors that operations raise and that the edges (pages, API, command line) translate once."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _


@dataclass(frozen=True, slots=True)
class FieldError:
    """One thing wrong with one field: `message` says what and how to mend it."""

    field: str
    message: str
    code: str = "invalid"


class RemitError(Exception):
    """Base of what an operation may answer instead of doing its work; `status` is the HTTP status."""

    status = 500
    code = "error"

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message

    @property
    def title(self) -> str:
        """Return the short heading that pages and problem documents show."""
        return _("Something went wrong")


class NotFound(RemitError):
    """The thing does not exist, or the actor may not know that it does: both answer alike."""

    status = 404
    code = "not_found"

    def __init__(self, message: str = "") -> None:
        super().__init__(message or _("There is nothing here, or nothing that you may see."))

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Not found")


class NotSignedIn(RemitError):
    """Nobody is signed in, or the sign-in has ended."""

    status = 401
    code = "not_signed_in"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Please sign in")


class NotAllowed(RemitError):
    """The actor sees the thing but may not do this; `who_may` names the people who may."""

    status = 403
    code = "not_allowed"

    def __init__(self, reason: str, who_may: str = "") -> None:
        super().__init__(reason)
        self.who_may = who_may

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Not allowed")


class Conflict(RemitError):
    """The state does not permit it; for a stale write `current` holds what stands now beside what was sent."""

    status = 409
    code = "conflict"

    def __init__(self, code: str, message: str, *, current: Mapping[str, Any] | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.current: dict[str, Any] = dict(current or {})

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("It has changed meanwhile") if self.code == "stale" else _("Not possible as things stand")


def plain(value: Any) -> str:
    """Return a value as a conflict and the record state it: nothing for None."""
    return "" if value is None else str(value)


def stale(
    message: str, yours: Mapping[str, Any], row: object, shown: Callable[[Any], str] = plain
) -> Conflict:
    """Return the conflict of a write that saw another version of `row`: each field as sent and as it stands."""
    fields = {
        name: {"yours": shown(value), "theirs": shown(getattr(row, name))} for name, value in yours.items()
    }
    return Conflict("stale", message, current={"fields": fields})


class Invalid(RemitError):
    """The input breaks a rule; `errors` names each field with its message."""

    status = 422
    code = "invalid"

    def __init__(
        self,
        message: str,
        *,
        field: str = "",
        code: str = "invalid",
        errors: Sequence[FieldError] = (),
        status: int = 422,
    ) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.errors = tuple(errors) or ((FieldError(field, message, code),) if field else ())

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Please check what was entered")


class TooLarge(RemitError):
    """More was sent than is read here; nothing of it was kept."""

    status = 413
    code = "large"

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Too large")


class TooMany(RemitError):
    """Too many tries; `retry_after_seconds` says when the next may succeed."""

    status = 429
    code = "too_many"

    def __init__(self, message: str, retry_after_seconds: int = 60) -> None:
        super().__init__(message)
        self.retry_after_seconds = retry_after_seconds

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Too many tries")


class Busy(RemitError):
    """Somebody else writes for longer than one can wait; nothing was done, and soon it will be possible."""

    status = 503
    code = "busy"
    retry_after_seconds = 10

    def __init__(self) -> None:
        message = _(
            "Remit is busy writing something large, such as a long import. Nothing of yours was saved: "
            "try again in a moment."
        )
        super().__init__(message)

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("Busy for a moment")


def is_busy(error: Exception) -> bool:
    """Return whether a database says that it waited in vain for its turn to write."""
    return type(error).__name__ == "OperationalError" and "database is locked" in str(error)
