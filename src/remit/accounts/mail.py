"""How accounts sends mail: a failure is an answer of its own."""

import logging

from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from remit.core.errors import RemitError

log = logging.getLogger(__name__)


class MailNotSent(RemitError):
    """The mail server did not take a message; what was saved before stays saved."""

    status = 503
    code = "mail_not_sent"

    def __init__(self, message: str = "") -> None:
        super().__init__(
            message
            or _(
                "The e-mail could not be sent just now. Try again in a few minutes, or tell an administrator."
            )
        )

    @property
    def title(self) -> str:
        """Return the short heading."""
        return _("The e-mail was not sent")


def deliver(message: EmailMessage) -> None:
    """Send `message`; raises `MailNotSent` where the mail server or the folder for mail refuses it."""
    try:
        message.send()
    except OSError as error:  # errors of SMTP are OSErrors too
        log.exception("A message could not be sent.")
        raise MailNotSent from error
