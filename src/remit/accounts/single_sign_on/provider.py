import hashlib
import json
import secrets
from typing import Any

from allauth.account.models import EmailAddress
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from django.http import HttpRequest, HttpResponse

from remit.accounts.single_sign_on.adapter import Adapter


class Provider(OpenIDConnectProvider):  # type: ignore[misc]  # published without types
    """The one provider of an installation."""

    oauth2_adapter_class = Adapter

    def get_scope_from_request(self, request: HttpRequest) -> list[str]:
        """Return what is asked for: by the settings, never by an address that somebody followed."""
        del request
        scope: list[str] = self.get_scope()
        return scope

    def get_auth_params_from_request(self, request: HttpRequest, action: str) -> dict[str, str]:
        """Return what goes along to the provider: by the settings alone, as the scope."""
        del request, action
        stated: dict[str, str] = self.get_auth_params()
        return stated

    def redirect(
        self, request: HttpRequest, process: str, next_url: str | None = None, data: Any = None, **kwargs: Any
    ) -> HttpResponse:
        """Lead to the provider with a nonce that only this browser's session knows."""
        nonce = secrets.token_urlsafe(32)
        kwargs["auth_params"] = {**self.get_auth_params(), "nonce": nonce}
        answer: HttpResponse = super().redirect(request, process, next_url, data, nonce=nonce, **kwargs)
        return answer

    def extract_uid(self, data: dict[str, Any]) -> str:
        """Return the identity: issuer and subject, as one word of fixed length."""
        claims = data["id_token"]
        return hashlib.sha256(json.dumps([claims["iss"], claims["sub"]]).encode()).hexdigest()

    def extract_email_addresses(self, data: dict[str, Any]) -> list[EmailAddress]:
        """Return the address, verified only where the provider says true and not just something."""
        found: list[EmailAddress] = super().extract_email_addresses(data)
        for each in found:
            each.verified = each.verified is True
        return found
