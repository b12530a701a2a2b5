"""The settings under which the tests run: fast hashes, mail in memory, a database of its own."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("REMIT_DATA_DIR", tempfile.mkdtemp(prefix="remit-test-"))
# kept from run to run: compiling takes longer than many a test
os.environ.setdefault("REMIT_KERNEL_CACHE", str(Path.home() / ".cache" / "remit"))
os.environ["REMIT_DATABASE_URL"] = os.environ.get("REMIT_TEST_DATABASE_URL", "")

from remit.web.settings import *  # noqa: F403 - the environment must be set first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}  # noqa: F405 - from the settings above
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    "memory": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "limits"},
}
# Tests ask more often than people do; those of the limits set some.
LIMITS.clear()  # noqa: F405 - from the settings above
# Nothing is done by itself: tests do what waits when they want it done.
TASKS = {"default": {"BACKEND": "django_tasks.backends.dummy.DummyBackend"}}
WHITENOISE_AUTOREFRESH = True
if DATABASES["default"]["ENGINE"] == "remit.web.sqlite":  # noqa: F405 - from the settings above
    # In memory, one for each worker: turns of writers are tested through servers that run.
    DATABASES["default"] |= {"ENGINE": "django.db.backends.sqlite3", "CONN_MAX_AGE": 0}  # noqa: F405 - as above
# Tables are made from the models, a fourth of the time: that migrations make the same is shown by tests of their own.
DATABASES["default"]["TEST"] = {**DATABASES["default"].get("TEST", {}), "MIGRATE": False}  # noqa: F405 - as above
