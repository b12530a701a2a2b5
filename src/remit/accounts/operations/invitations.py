"""How somebody comes to a sign-in: by a link in an e-mail, good once and for seven days."""

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from remit.accounts import links
from remit.accounts.addresses import keep_present
from remit.accounts.mail import MailNotSent, deliver
from remit.accounts.models import OneTimeLink, Purpose, User
from remit.accounts.permissions import Actor, require
from remit.accounts.policies import may_manage_account
from remit.accounts.queries import about_user, actor_of
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound, RemitError


@operation("accounts.invite_user")
def invite_user(email: str, name: str, *, about: About, actor: Actor) -> User:
    """Make a sign-in without a password for `email` and send the invitation; `about` says who it is."""
    require(may_manage_account(actor, about))
    address = email.strip().lower()
    if User.objects.filter(email__iexact=address).exists():
        message = _("%(email)s cannot be invited: the address is in use for a sign-in.") % {"email": address}
        raise Invalid(message, field="email", code="taken")
    user = User.objects.create_user(address, name=name.strip())
    record(actor, about, {"sign_in": ["", address]})
    _send(user, actor)
    return user


@operation("accounts.resend_invitation")
def resend_invitation(user: User, *, actor: Actor) -> None:
    """Send the invitation again with a new link; the earlier link ends."""
    about = about_user(user)
    require(may_manage_account(actor, about))
    if not user.is_active:
        raise Conflict("disabled", _("This sign-in is disabled: enable it first."))
    if user.has_usable_password():
        raise Conflict(
            "accepted", _("The invitation was accepted: a forgotten password is reset on the sign-in page.")
        )
    record(actor, about, {"invitation": ["", user.email]})
    _send(user, actor)


@operation("accounts.accept_invitation")
def accept_invitation(token: str, password: str) -> User:
    """Set the first password of the user invited by `token`; the link is used up and every other one ends."""
    link = invitation(token)
    user = link.user
    assert user is not None  # noqa: S101 - `invitation` finds only links of users; said for the type checker
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Invalid(" ".join(error.messages), field="password", code="password") from error
    if not links.take(link):
        raise _gone()
    user.set_password(password)
    user.save(update_fields=["password"])
    links.close_all(user)
    keep_present(user)
    record(actor_of(user), about_user(user), {"invitation": [user.email, ""]})
    return user


def invitation(token: str) -> OneTimeLink:
    """Return the invitation behind `token`; raises `NotFound` alike for a wrong, used or expired one."""
    link = links.find(Purpose.INVITATION, token)
    if link is None or link.user is None or link.user.has_usable_password():
        raise _gone()
    return link


def _gone() -> RemitError:
    return NotFound(_("This invitation is no longer valid. Ask an administrator to send it again."))


def _send(user: User, actor: Actor) -> None:
    token = links.issue(Purpose.INVITATION, user)
    url = f"{settings.BASE_URL}{reverse('accounts:invitation', args=[token])}"
    context = {"user": user, "invited_by": "" if actor.is_system else actor.name, "url": url, "days": 7}
    with translation.override(user.language or translation.get_language()):
        message = EmailMessage(
            subject=_("Remit: your invitation"),
            body=render_to_string("accounts/email/invitation.txt", context),
            to=[user.email],
        )
    transaction.on_commit(lambda: _deliver(message))


def _deliver(message: EmailMessage) -> None:
    try:
        deliver(message)
    except MailNotSent as error:
        text = _("The sign-in stands, but the invitation could not be sent. Send it again in a few minutes.")
        raise MailNotSent(text) from error
