"""How allauth works in Remit: nobody signs up, links lead to the installation, secrets are sealed."""

import base64
import hashlib
import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context as allauth_context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import translation

from remit.accounts import links
from remit.accounts.mail import MailNotSent, deliver
from remit.accounts.models import SecurityKind, User
from remit.accounts.registries import keep_second_factor
from remit.accounts.security_log import note, source_of
from remit.core.api.bodies import is_storable

if TYPE_CHECKING:
    from allauth.account.models import EmailConfirmation

SINGLE_SIGN_ON = "single sign-on"

log = logging.getLogger(__name__)


def absolute(path: str) -> str:
    """Return the address of `path` for a mail: from the settings, not from the request's host."""
    return f"{settings.BASE_URL}{path}"


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # published without types
    """Sign-in, passwords and the mail about them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Refuse: people are invited by an administrator."""
        del request
        return False

    def set_password(self, user: User, password: str) -> None:
        """Set the password and end every open link that could set another."""
        user.set_password(password)
        user.save(update_fields=["password"])
        links.close_all(user)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Return the link of a reset mail."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return absolute(path.replace("UID-KEY", quote(key)))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: "EmailConfirmation") -> str:
        """Return the link that confirms a new address."""
        del request
        return absolute(reverse("account_confirm_email", args=[emailconfirmation.key]))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send one of allauth's messages in the reader's language; raises `MailNotSent`."""
        site = SimpleNamespace(name="Remit", domain=urlsplit(settings.BASE_URL).netloc)
        user = context.get("user")
        language = user.language if isinstance(user, User) and user.language else translation.get_language()
        with translation.override(language):
            values = {"request": allauth_context.request, "current_site": site, "base_url": settings.BASE_URL}
            message = self.render_mail(template_prefix, email, {**values, "email": email, **context})
        deliver(message)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """Tell `user` what changed; the change stands even where the notice cannot be sent."""
        try:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)
        except MailNotSent:
            log.warning("The notice %s to user %s was not sent.", template_prefix, user.pk)

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        """Note a failed sign-in: whose it would have been where somebody has the address; the address never."""
        tried = str(credentials.get("email", "")).strip().lower()
        user = User.objects.filter(email=tried).first() if is_storable(tried) else None
        note(SecurityKind.SIGN_IN_FAILED, request, user, "password")
        log.warning("A sign-in failed from %s.", source_of(request))


class SingleSignOnAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # published without types
    """Single sign-on: the provider says who it is, Remit decides who may come in."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:
        """Refuse those for whom no sign-in was made."""
        del request, sociallogin
        return False

    def can_authenticate_by_email(self, login: Any, email: str) -> bool:
        """Return whether an address may join a subject to its user: only where no other subject is joined yet."""
        joined = SocialAccount.objects.filter(provider=login.account.provider, user__email=email.lower())
        return super().can_authenticate_by_email(login, email) and not joined.exists()

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Note whoever comes from the provider and has no sign-in here."""
        if not sociallogin.is_existing:
            note(SecurityKind.SIGN_IN_FAILED, request, None, SINGLE_SIGN_ON)

    def on_authentication_error(self, request: HttpRequest, provider: Any, **details: Any) -> None:
        """Note a sign-in whose proof does not hold, and say why in the process's log."""
        del provider
        note(SecurityKind.SIGN_IN_FAILED, request, None, SINGLE_SIGN_ON)
        log.warning("A single sign-on failed from %s: %s", source_of(request), details.get("exception"))


def _sealer() -> MultiFernet:
    secrets = [settings.SECRET_KEY, *map(str, settings.SECRET_KEY_FALLBACKS)]
    keys = (hashlib.sha256(f"remit.accounts.second-factor:{secret}".encode()).digest() for secret in secrets)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # published without types
    """The second factor; its secrets are encrypted, so that a stolen database alone opens nothing."""

    def encrypt(self, text: str) -> str:
        """Return `text` sealed with a key made from the installation's secret."""
        return _sealer().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was sealed; raises where the installation's secret is another than then."""
        return _sealer().decrypt(encrypted_text.encode()).decode()

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Return whether this factor may be given up: not the last one of somebody who must have one."""
        factors = Authenticator.objects.filter(user_id=authenticator.user_id)
        others = factors.exclude(pk=authenticator.pk).exclude(type=Authenticator.Type.RECOVERY_CODES)
        return others.exists() or not any(must(authenticator.user) for must in keep_second_factor)

    def _get_site_name(self) -> str:
        return "Remit"
