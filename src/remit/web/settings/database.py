from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

# WAL with full synchronisation: an acknowledged write survives a power cut. IMMEDIATE: a transaction that
# reads and then writes waits for its turn instead of failing at once.
SQLITE_OPTIONS: dict[str, Any] = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA temp_store=MEMORY;"
        "PRAGMA mmap_size=134217728;PRAGMA cache_size=-8000;"
    ),
}

# To open a connection and to read the schema costs more than most requests do.
CONNECTION_SECONDS = 600


def sqlite_in(folder: Path) -> dict[str, Any]:
    """Return the settings of the SQLite database in `folder`."""
    return {
        "ENGINE": "remit.web.sqlite",
        "CONN_MAX_AGE": CONNECTION_SECONDS,
        "NAME": folder / "remit.sqlite3",
        "OPTIONS": SQLITE_OPTIONS,
    }


def database_from_url(url: str) -> dict[str, Any]:
    """Return the settings of `url`, such as postgres://user:secret@host:5432/name or sqlite:///path."""
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "remit.web.sqlite",
            "CONN_MAX_AGE": CONNECTION_SECONDS,
            "NAME": unquote(parts.path.removeprefix("/") if parts.path.startswith("//") else parts.path),
            "OPTIONS": SQLITE_OPTIONS,
        }
    if parts.scheme not in {"postgres", "postgresql"}:
        msg = "REMIT_DATABASE_URL must begin with postgres:// or sqlite://."
        raise ValueError(msg)
    query = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.removeprefix("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.pop("host", parts.hostname or ""),
        "PORT": str(parts.port or query.pop("port", "")),
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}, **query},
    }
