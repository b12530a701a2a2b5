"""What allauth changes in an account, put on record: it tells by signals, each noted by an operation."""

from typing import Any

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from remit.accounts.models import SecurityKind, User
from remit.accounts.operations.users import end_sessions
from remit.accounts.queries import about_user, actor_of
from remit.accounts.security_log import note
from remit.audit.recording import operation, record


@operation("accounts.change_password")
def note_password_changed(user: User) -> None:
    """Put on record that a password was changed by its owner."""
    record(actor_of(user), about_user(user), {"password": ["set", "changed"]})


@operation("accounts.reset_password")
def note_password_reset(user: User) -> None:
    """Put on record that a password was set by a link from e-mail, and end every session."""
    end_sessions(user)
    record(actor_of(user), about_user(user), {"password": ["set", "reset"]})


@operation("accounts.change_email")
def note_email_changed(user: User, *, before: str, after: str) -> None:
    """Put on record that the address of a sign-in was changed."""
    record(actor_of(user), about_user(user), {"email": [before, after]})


@operation("accounts.change_second_factor")
def note_second_factor(user: User, *, before: str, after: str) -> None:
    """Put on record that a second factor was added, removed or made anew."""
    record(actor_of(user), about_user(user), {"second_factor": [before, after]})


def on_password_changed(*, user: User, **_: Any) -> None:
    """Hear of a changed password."""
    note_password_changed(user)


def on_password_reset(*, user: User, request: HttpRequest | None = None, **_: Any) -> None:
    """Hear of a reset password."""
    note_password_reset(user)
    note(SecurityKind.PASSWORD_RESET, request, user)


def on_signed_in(*, user: User, request: HttpRequest, **_: Any) -> None:
    """Hear of somebody who signed in, and by what."""
    records = get_authentication_records(request, user)
    means = [str(each.get("method", "")) for each in records if not each.get("reauthenticated")]
    note(SecurityKind.SIGNED_IN, request, user, " + ".join(means))


def on_signed_out(*, user: User | None, request: HttpRequest | None, **_: Any) -> None:
    """Hear of somebody who signed out."""
    if user is not None:
        note(SecurityKind.SIGNED_OUT, request, user)


def on_second_factor_failed(*, user: User, request: HttpRequest, authenticator: Any, **_: Any) -> None:
    """Hear of a wrong code."""
    note(SecurityKind.SECOND_FACTOR_FAILED, request, user, str(authenticator.type))


def on_email_changed(*, user: User, from_email_address: Any, to_email_address: Any, **_: Any) -> None:
    """Hear of a changed address."""
    before = from_email_address.email if from_email_address else ""
    note_email_changed(user, before=before, after=to_email_address.email)


def on_authenticator_added(*, user: User, authenticator: Any, **_: Any) -> None:
    """Hear of a new second factor."""
    note_second_factor(user, before="", after=str(authenticator.type))


def on_authenticator_removed(*, user: User, authenticator: Any, **_: Any) -> None:
    """Hear of a removed second factor."""
    note_second_factor(user, before=str(authenticator.type), after="")


def on_authenticator_reset(*, user: User, authenticator: Any, **_: Any) -> None:
    """Hear of recovery codes made anew."""
    note_second_factor(user, before=str(authenticator.type), after=str(authenticator.type))
