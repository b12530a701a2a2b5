"""Settings of sign-in: passwords, second factor, passkeys, sessions, limits, single sign-on."""

import os

_is_https = os.environ.get("REMIT_BASE_URL", "").startswith("https://")

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]

LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

# Sign-in by e-mail address; nobody signs up: people are invited.
ACCOUNT_ADAPTER = "remit.accounts.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_FORMS = {
    "login": "remit.accounts.forms.SignInForm",
    "reset_password": "remit.accounts.forms.AskForResetForm",
    "add_email": "remit.accounts.forms.ChangeAddressForm",
}
# An administrator makes every sign-in for an address, so nothing is to be verified before the first one;
# a new address replaces the old one only after the link sent to it was followed.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 1
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Remit: "
ACCOUNT_EMAIL_NOTIFICATIONS = True

# A forgotten password: the same answer and the same mail traffic whether or not the address is known.
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "remit.accounts.reset_tokens.ResetTokens"  # noqa: S105 - a class, no password
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False

# Length counts, composition does not; the longest allowed is refused in words, never cut off.
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "remit.accounts.passwords.MaximumLength", "OPTIONS": {"max_length": 256}},
    {"NAME": "remit.accounts.passwords.NotCommon"},
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
]

# How often, by whom: "5/300s/key" is five in 300 seconds for one address. Kept in the shared cache, so that
# several processes count together.
ACCOUNT_RATE_LIMITS = {
    "login": "30/m/ip",
    "login_failed": "20/m/ip,5/300s/key",
    "reset_password": "20/m/ip,5/h/key",
    "reset_password_from_key": "20/m/ip",
    "reauthenticate": "10/m/user",
    "change_password": "5/m/user",
    "manage_email": "10/m/user",
    "confirm_email": "1/180s/key",
    "signup": "5/m/ip",
}
# How many reverse proxies stand before Remit: their entry in X-Forwarded-For names the client.
ALLAUTH_TRUSTED_PROXY_COUNT = int(os.environ.get("REMIT_TRUSTED_PROXIES", "0"))

# Sensitive changes ask for the password, or the second factor, again after five minutes.
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300

MFA_ADAPTER = "remit.accounts.adapters.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "Remit"
MFA_TOTP_TOLERANCE = 1  # one step either way: clocks of phones differ
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up, so no foreign address can be occupied
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not _is_https  # http://localhost while trying Remit out

# An OpenID Connect provider by settings: three variables and its button stands on the sign-in page.
SOCIALACCOUNT_ADAPTER = "remit.accounts.adapters.SingleSignOnAdapter"
# The one provider is the organisation's own: an address it vouches for joins its subject to the user with this
# address, once. From then on issuer and subject are who it is.
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
# By link: a browser holds the redirect after a form against `form-action 'self'`. State, nonce and PKCE guard it.
SOCIALACCOUNT_LOGIN_ON_GET = True
_oidc_id = os.environ.get("REMIT_OIDC_CLIENT_ID", "")
_oidc_app = {
    "provider_id": "sso",
    "name": os.environ.get("REMIT_OIDC_NAME", "Single sign-on"),
    "client_id": _oidc_id,
    "secret": os.environ.get("REMIT_OIDC_SECRET", ""),
    "settings": {"server_url": os.environ.get("REMIT_OIDC_URL", "").rstrip("/")},
}
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "provider_class": "remit.accounts.single_sign_on.provider.Provider",
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [_oidc_app] if _oidc_id else [],
    }
}
