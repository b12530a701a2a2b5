"""Django's settings, all of them from the environment; see docs/howto/settings.md for the list."""

import os
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from remit.web.settings.database import database_from_url, sqlite_in
from remit.web.settings.documents import bucket_from, kinds_from, megabytes
from remit.web.settings.limits import limits_from
from remit.web.settings.mail import mail_from_url
from remit.web.settings.secret import secret_key_in
from remit.web.settings.sign_in import *  # noqa: F403 - allauth's settings are one long list of their own

DATA_DIR = Path(os.environ.get("REMIT_DATA_DIR", "data")).resolve()
DATA_DIR.mkdir(parents=True, exist_ok=True)
os.environ.setdefault("REMIT_KERNEL_CACHE", str(DATA_DIR / "kernels"))

DEBUG = False
SECRET_KEY = secret_key_in(DATA_DIR)
BASE_URL = os.environ.get("REMIT_BASE_URL", "http://127.0.0.1:8000").rstrip("/")
IS_HTTPS = BASE_URL.startswith("https://")
ALLOWED_HOSTS = [
    host
    for host in os.environ.get("REMIT_HOSTS", "127.0.0.1,localhost,[::1]").split(",")
    if host and host != "*"
]
CSRF_TRUSTED_ORIGINS = [BASE_URL]

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.humanize",
    "remit.accounts",  # before allauth: its templates stand before those of allauth
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "remit.core",
    "remit.audit",
    "remit.people",
    "remit.jobs",
    "remit.products",
    "remit.projects",
    "remit.comments",
    "remit.meetings",
    "remit.documents",
    "remit.planning",
    "remit.closure",
    "remit.registers",
    "remit.benefits",
    "remit.costs",
    "remit.earned_value",
    "remit.scenarios",
    "remit.simulations",
    "remit.changes",
    "remit.resourcing",
    "remit.timesheets",
    "remit.interchange",
    "remit.reporting",
    "remit.web",
]

MIDDLEWARE = [
    "remit.core.middleware.SecurityHeaders",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "remit.accounts.middleware.NoteAtTheDoors",
    "django.middleware.common.CommonMiddleware",
    "remit.core.middleware.RefuseLarge",  # before anything reads the body
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "remit.accounts.languages.SpeakTheUsersLanguage",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "remit.people.middleware.ActorOfRequest",
    "remit.core.middleware.TranslateErrors",
    "remit.accounts.middleware.SignInRequired",
    "remit.people.middleware.SecondFactorFirst",
    "remit.web.limits.Limits",
]

ROOT_URLCONF = "remit.web.urls"
WSGI_APPLICATION = "remit.web.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "remit.core.context.frame",
                "remit.people.context.organisation",
                "remit.jobs.context.open_jobs",
            ],
        },
    }
]

_url = os.environ.get("REMIT_DATABASE_URL", "")
DATABASES = {"default": database_from_url(_url) if _url else sqlite_in(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "remit_cache"},
    "memory": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "LOCATION": "limits",
        "max_entries": "20000",
    },
}
LIMITS = limits_from(os.environ)

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", _("English")), ("de", _("German"))]
LOCALE_PATHS = [Path(__file__).resolve().parents[2] / "locale"]
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(DATA_DIR / "files")},
    },
    "staticfiles": {"BACKEND": "remit.web.static_files.HashedStaticFiles"},
}

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 14 * 24 * 3600
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "remit_session"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "remit_csrf"
CSRF_FAILURE_VIEW = "remit.core.views.errors.csrf_failed"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "remit.core.uploads.LimitUploads",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
# About a second of work: what is larger is imported by the worker, with progress.
IMPORT_AT_ONCE_BYTES = 1024 * 1024
IMPORT_LIMIT_BYTES = int(os.environ.get("REMIT_IMPORT_LIMIT_MB", "64")) * 1024 * 1024
DOCUMENT_LIMIT_BYTES = megabytes(os.environ, "REMIT_DOCUMENT_LIMIT_MB", 50)
# of one organisation; 0 is no limit
DOCUMENT_TOTAL_BYTES = megabytes(os.environ, "REMIT_DOCUMENT_TOTAL_MB", 0)
DOCUMENT_BUCKET = bucket_from(os.environ)
DOCUMENT_KINDS = kinds_from(os.environ.get("REMIT_DOCUMENT_KINDS", ""))

vars().update(mail_from_url(os.environ.get("REMIT_SMTP_URL", ""), DATA_DIR))
DEFAULT_FROM_EMAIL = os.environ.get("REMIT_MAIL_FROM", "remit@localhost")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "remit.core.log_lines.OneLine",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": os.environ.get("REMIT_LOG_LEVEL", "WARNING")},
}
