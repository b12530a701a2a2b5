"""Mail to people here, in their language, once what is written holds: one that fails is logged and holds nothing up."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise

from remit.accounts.mail import deliver
from remit.core.errors import RemitError
from remit.people.models import Person


@dataclass(frozen=True, slots=True)
class Attached:
    """A text that goes with a mail as a file of a media type."""

    name: str
    content: str
    media_type: str


def tell(
    person: Person,
    subject: Promise,
    template: str,
    context: Mapping[str, Any],
    *,
    attached: Attached | None = None,
) -> None:
    """Send a mail to somebody who may sign in; nothing to anybody else, and nothing in the demo."""
    user = person.user
    if user is None or not user.is_active or person.organisation.is_demo:
        return
    with translation.override(user.language or translation.get_language()):
        body = render_to_string(template, {"person": person, **context})
        # what somebody typed is never read as an encoded word (RFC 2047)
        plain = str(subject).replace("=?", "= ?")
        message = EmailMessage(subject=plain, body=body, to=[user.email])
    if attached is not None:
        message.attach(attached.name, attached.content, attached.media_type)
    transaction.on_commit(partial(_send, message))


def _send(message: EmailMessage) -> None:
    try:
        deliver(message)
    except RemitError:
        return  # it was logged where it failed; pages tell it too
