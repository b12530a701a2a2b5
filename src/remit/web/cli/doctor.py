"""The command that looks at everything Remit needs and says what to do where it is not in order."""

import argparse
import importlib.metadata
import re
import shutil
import socket
import sqlite3
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import get_connection
from django.db import DEFAULT_DB_ALIAS, Error, connections, transaction

from remit.audit.queries import verify_chains
from remit.core.models import KeySequence
from remit.documents.checking import check_contents
from remit.documents.storage import store
from remit.engine.warming import PARTS, is_warm
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode
from remit.web.obstacles import Obstacle
from remit.web.presence import SERVING, WORKER, holder
from remit.web.serving import Address
from remit.web.upkeep import missing_migrations, unknown_migrations

OLDEST_PYTHON = (3, 11)
SCARCE_BYTES = 500_000_000
TOO_SCARCE_BYTES = 100_000_000
# what a look at documents reads at most: some seconds of work
MOST_READ_BYTES = 500_000_000
PIN = r"^([\w.-]+)==([\w.]+)"
FINE, WARNING, FAULT = "ok", "warning", "fault"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one look found: `state` is ok, warning or fault; `text` says what is, and what to do."""

    name: str
    state: str
    text: str


def doctor(given: argparse.Namespace, console: Console) -> ExitCode:
    """Look at everything; a fault ends in exit code 5."""
    looks: list[tuple[str, Callable[[], tuple[str, str]]]] = [
        ("Python", _python),
        ("packages", _packages),
        ("disk", _disk),
        ("data folder", _folder),
        ("database", _database),
        ("migrations", _migrations),
        ("cache", _cache),
        ("mail", _mail),
        ("audit record", _audit),
        ("documents", _documents),
        ("worker", _worker),
        ("compiled code", _kernels),
        ("port", lambda: _port(given.port)),
    ]
    findings = [_found(name, look) for name, look in looks]
    width = max(len(each.name) for each in findings)
    lines = [f"{each.state:<8} {each.name:<{width}}  {each.text}" for each in findings]
    in_order = all(each.state != FAULT for each in findings)
    console.result({"ok": in_order, "findings": [asdict(each) for each in findings]}, *lines)
    return ExitCode.OK if in_order else ExitCode.ENVIRONMENT


def _found(name: str, look: Callable[[], tuple[str, str]]) -> Finding:
    try:
        return Finding(name, *look())
    except (OSError, Error) as error:
        first = (str(error).strip() or type(error).__name__).splitlines()[0]
        return Finding(name, FAULT, first)


def _python() -> tuple[str, str]:
    version = ".".join(str(part) for part in sys.version_info[:3])
    state = FINE if sys.version_info >= OLDEST_PYTHON else FAULT
    return state, f"{version}, SQLite {sqlite3.sqlite_version}"


def _packages() -> tuple[str, str]:
    path = Path(__file__).resolve().parents[4] / "requirements" / "run.txt"
    if not path.exists():
        return FINE, f"Django {importlib.metadata.version('django')}"
    pinned: dict[str, set[str]] = {}
    for name, version in re.findall(PIN, path.read_text(), re.MULTILINE):
        pinned.setdefault(name, set()).add(version)
    installed = {each.name.lower(): each.version for each in importlib.metadata.distributions()}
    # one that is pinned and not there is meant for another system: without it Remit would not have started
    other = sorted(name for name in pinned if installed.get(name.lower(), "") not in {"", *pinned[name]})
    if other:
        return WARNING, f"{', '.join(other[:5])} are not the tested versions: run make again"
    return FINE, f"{len(pinned)} packages as tested"


def _disk() -> tuple[str, str]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    text = f"{free // 1_000_000} MB free for {settings.DATA_DIR}"
    if free < TOO_SCARCE_BYTES:
        return FAULT, f"{text}: free some space now"
    return (WARNING, f"{text}: free some space") if free < SCARCE_BYTES else (FINE, text)


def _folder() -> tuple[str, str]:
    with tempfile.TemporaryFile(dir=settings.DATA_DIR) as file:
        file.write(b"remit")
    secret = Path(settings.DATA_DIR) / "secret-key"
    if secret.exists() and secret.stat().st_mode & 0o077:
        return WARNING, f"others on this machine can read {secret}: chmod 600 {secret}"
    return FINE, str(settings.DATA_DIR)


def _database() -> tuple[str, str]:
    connection = connections[DEFAULT_DB_ALIAS]
    with transaction.atomic():
        KeySequence.objects.create(space="doctor", prefix="X", last_number=0)
        transaction.set_rollback(True)
    if connection.vendor != "sqlite":
        return FINE, f"{connection.vendor}, writable"
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()
    if found is None or found[0] != "ok":
        return FAULT, f"it is damaged ({found and found[0]}): restore the last backup"
    return FINE, f"sqlite, writable and sound: {connection.settings_dict['NAME']}"


def _migrations() -> tuple[str, str]:
    unknown = unknown_migrations()
    if unknown:
        return FAULT, f"the database is of a newer Remit ({unknown[-1]}): start that version"
    missing = missing_migrations()
    if missing:
        return FAULT, f"{len(missing)} missing: run `remit migrate`"
    return FINE, "all applied"


def _cache() -> tuple[str, str]:
    cache.set("doctor", "here", 10)
    return (
        (FINE, "answers") if cache.get("doctor") == "here" else (FAULT, "does not keep: run `remit migrate`")
    )


def _mail() -> tuple[str, str]:
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        folder = Path(settings.DATA_DIR) / "mail"
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return FINE, f"no server is set: mail is written into {folder}"
    connection = get_connection(fail_silently=False)
    connection.open()
    connection.close()
    return FINE, f"{settings.EMAIL_HOST}:{settings.EMAIL_PORT} answers"


def _audit() -> tuple[str, str]:
    found = verify_chains()
    if not found.holds:
        return FAULT, f"{len(found.faults)} faults: `remit audit verify` names them"
    return FINE, f"{found.events} events in {found.chains} chains hold"


def _documents() -> tuple[str, str]:
    found = check_contents(MOST_READ_BYTES)
    if found.altered:
        return FAULT, f"{len(found.altered)} contents are not what they were: restore them from a backup"
    if found.lost:
        return FAULT, f"{len(found.lost)} of {found.contents} contents are lost: restore them from a backup"
    return (
        FINE,
        f"{found.contents} contents in {store().where}, {found.read_bytes // 1_000_000} MB of them read",
    )


def _worker() -> tuple[str, str]:
    folder = Path(settings.DATA_DIR)
    if holder(folder, WORKER) is not None:
        return FINE, "alive"
    if holder(folder, SERVING) is None:
        return FINE, "Remit does not serve, so there is none"
    return WARNING, "Remit serves and its worker is not alive: it is started again within a minute"


def _kernels() -> tuple[str, str]:
    missing = [each for each in PARTS if not is_warm(each)]
    if not missing:
        return FINE, "everything that the engine needs"
    what = f"{len(PARTS) - len(missing)} of {len(PARTS)} parts; {', '.join(missing)} not yet"
    if holder(Path(settings.DATA_DIR), SERVING) is not None:
        return FINE, f"{what}: Remit compiles them beside its work"
    return FINE, f"{what}: their first use takes up to a minute longer, or `remit serve` compiles them"


def _port(port: int) -> tuple[str, str]:
    url = holder(Path(settings.DATA_DIR), SERVING)
    if url:
        place = urlsplit(url)
        with socket.create_connection((place.hostname, place.port), 5):
            return FINE, f"Remit listens on {url}"
    try:
        Address("127.0.0.1", port).check_free()
    except Obstacle as obstacle:
        return WARNING, obstacle.message
    return FINE, f"{port} is free"
