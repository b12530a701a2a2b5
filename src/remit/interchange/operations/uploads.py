"""Files that were sent and wait for their import: kept under a name of ours, and removed when it has ended."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.utils import timezone

FOLDER = "uploads"
# A file that nobody waits for any more: its import could not even be started.
FORGOTTEN_AFTER = dt.timedelta(days=1)


def keep_upload(file: File[bytes]) -> str:
    """Lay a file aside and return the name under which it is found: never one that somebody sent."""
    name = uuid.uuid4().hex
    default_storage.save(f"{FOLDER}/{name}", file)
    return name


def open_upload(name: str) -> IO[Any]:
    """Return a file that was laid aside, open for reading; `FileNotFoundError` where it is gone."""
    return default_storage.open(f"{FOLDER}/{name}")


def remove_upload(name: str) -> None:
    """Remove a file that was laid aside; nothing where it is gone already."""
    default_storage.delete(f"{FOLDER}/{name}")


def remove_forgotten(waited_for: Iterable[str]) -> int:
    """Remove files older than a day that are not among those waited for; return how many."""
    if not default_storage.exists(FOLDER):
        return 0
    kept = set(waited_for)
    before = timezone.now() - FORGOTTEN_AFTER
    forgotten = [
        name
        for name in default_storage.listdir(FOLDER)[1]
        if name not in kept and default_storage.get_modified_time(f"{FOLDER}/{name}") < before
    ]
    for name in forgotten:
        remove_upload(name)
    return len(forgotten)
