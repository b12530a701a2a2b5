"""Settings of sign-in: passwords, second factor, passkeys, single sign-on."""

import os

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# An OpenID Connect provider by settings: three variables and its button stands on the sign-in page.
_oidc_id = os.environ.get("REMIT_OIDC_CLIENT_ID", "")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "sso",
                    "name": os.environ.get("REMIT_OIDC_NAME", "Single sign-on"),
                    "client_id": _oidc_id,
                    "secret": os.environ.get("REMIT_OIDC_SECRET", ""),
                    "settings": {"server_url": os.environ.get("REMIT_OIDC_URL", "")},
                }
            ],
        }
    }
    if _oidc_id
    else {}
)
