"""The talk with the provider, and the proof of what it says.

Source: OpenID Connect Core 1.0, sections 3.1.3.7 (ID token) and 5.3.2 (user info); Discovery 1.0, section 4.3.
"""

import hmac
from typing import Any

import jwt
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.models import SocialApp, SocialToken
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.http import HttpRequest

# Keys of two kinds only: nothing that is shared with us, and never none.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "ES256", "ES384", "EdDSA")
CLOCKS_DIFFER_SECONDS = 60


class Adapter(OpenIDConnectOAuth2Adapter):  # type: ignore[misc]  # published without types
    """Fetches tokens and proves them; `nonce` is what this browser's request to the provider carried."""

    nonce = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """Return what the provider states about itself; raises `OAuth2Error` where it speaks for another."""
        config: dict[str, Any] = super().openid_config
        stated = self.get_provider().app.settings["server_url"].partition("/.well-known/")[0]
        if str(config.get("issuer", "")).rstrip("/") != stated.rstrip("/"):
            raise OAuth2Error("The provider states another issuer than the one that is set.")
        return config

    def complete_login(self, request: HttpRequest, app: SocialApp, token: SocialToken, **kwargs: Any) -> Any:
        """Return who signs in; raises `OAuth2Error` where anything that is stated does not hold."""
        claims = self._proved(app, kwargs["response"].get("id_token"))
        stated = self._fetch_user_info(token.token)
        if not isinstance(stated, dict) or stated.get("sub") != claims["sub"]:
            raise OAuth2Error("The user info is about somebody else than the ID token.")
        return self.get_provider().sociallogin_from_response(
            request, {"userinfo": stated, "id_token": claims}
        )

    def _proved(self, app: SocialApp, id_token: Any) -> dict[str, Any]:
        if not isinstance(id_token, str):
            raise OAuth2Error("There is no ID token.")
        try:
            claims: dict[str, Any] = jwt.decode(
                id_token,
                key=self._key(id_token),
                algorithms=list(ALGORITHMS),
                audience=app.client_id,
                issuer=self.openid_config["issuer"],
                leeway=CLOCKS_DIFFER_SECONDS,
                options={"require": ["iss", "sub", "aud", "exp", "iat"]},
            )
        except (jwt.PyJWTError, TypeError, ValueError) as error:
            raise OAuth2Error("The ID token does not hold.") from error
        if not self.nonce or not hmac.compare_digest(
            str(claims.get("nonce", "")).encode(), self.nonce.encode()
        ):
            raise OAuth2Error("The ID token was not made for this sign-in.")
        if claims.get("azp", app.client_id) != app.client_id:
            raise OAuth2Error("The ID token was made for another client.")
        return claims

    def _key(self, id_token: str) -> Any:
        """Return the provider's key by which `id_token` says that it is signed."""
        header = jwt.get_unverified_header(id_token)
        with get_adapter().get_requests_session() as session:
            response = session.get(self.openid_config["jwks_uri"])
            response.raise_for_status()
            keys = jwt.PyJWKSet.from_dict(response.json()).keys
        for each in keys:
            if each.key_id == header.get("kid") and each.algorithm_name == header.get("alg"):
                return each.key
        raise OAuth2Error("The ID token names a key that the provider does not have.")
