"""Where the bytes of documents lie: each under the SHA-256 of its content, on disk or in an S3-compatible store."""

import datetime as dt
import os
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Protocol

from django.conf import settings

BLOCK = 1024 * 1024
HASH = re.compile(r"^[0-9a-f]{64}$")


class ContentStore(Protocol):
    """A place of bytes that are found by their hash; what is put there is whole or not there at all."""

    @property
    def where(self) -> str:
        """Return in words where it lies."""

    def put(self, source: IO[bytes], sha256: str) -> None:
        """Keep what `source` holds from its beginning; what is there already counts as put now."""

    def open(self, sha256: str) -> IO[bytes]:
        """Return the content, open for reading; `FileNotFoundError` where there is none."""

    def kept(self) -> Iterator[tuple[str, dt.datetime]]:
        """Yield each hash that is kept, and when it was last put."""

    def remove(self, sha256: str) -> None:
        """Remove a content; nothing where it is gone already."""


class DiskStore:
    """A folder: two letters of the hash, then the rest; written beside, synced, and only then given its name."""

    def __init__(self, folder: Path, beside: Path) -> None:
        self.folder, self.beside = folder, beside

    @property
    def where(self) -> str:
        """Return in words where it lies."""
        return str(self.folder)

    def path(self, sha256: str) -> Path:
        """Return where a content lies; nothing but a hash becomes a path."""
        if not HASH.match(sha256):
            msg = f"This is no SHA-256: {sha256[:80]!r}"
            raise ValueError(msg)
        return self.folder / sha256[:2] / sha256[2:]

    def put(self, source: IO[bytes], sha256: str) -> None:
        """Keep what `source` holds from its beginning; what is there already counts as put now."""
        target = self.path(sha256)
        try:
            os.utime(target)
        except FileNotFoundError:
            pass
        else:
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        self.beside.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.beside)
        try:
            with os.fdopen(handle, "wb") as file:
                source.seek(0)
                shutil.copyfileobj(source, file, BLOCK)
                file.flush()
                os.fsync(file.fileno())
            Path(name).replace(target)
        finally:
            Path(name).unlink(missing_ok=True)
        for folder in (target.parent, self.folder):
            _sync(folder)

    def open(self, sha256: str) -> IO[bytes]:
        """Return the content, open for reading; `FileNotFoundError` where there is none."""
        return self.path(sha256).open("rb")

    def kept(self) -> Iterator[tuple[str, dt.datetime]]:
        """Yield each hash that is kept, and when it was last put."""
        for path in sorted(self.folder.glob("??/*")):
            name = path.parent.name + path.name
            if HASH.match(name):
                yield name, dt.datetime.fromtimestamp(path.stat().st_mtime, tz=dt.UTC)

    def remove(self, sha256: str) -> None:
        """Remove a content; nothing where it is gone already."""
        self.path(sha256).unlink(missing_ok=True)

    def remove_half(self, before: dt.datetime) -> int:
        """Remove what was begun before then and never became whole; return how many."""
        count = 0
        for path in self.beside.glob("*"):
            if path.is_file() and path.stat().st_mtime < before.timestamp():
                path.unlink(missing_ok=True)
                count += 1
        return count


def _sync(folder: Path) -> None:
    """Make the names in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def disk_store() -> DiskStore:
    """Return the store in the data folder."""
    folder = Path(settings.DATA_DIR)
    return DiskStore(folder / "files" / "documents", folder / "incoming")


@lru_cache(maxsize=1)
def _bucket(bucket: str, prefix: str, stated: tuple[tuple[str, str], ...]) -> ContentStore:
    from remit.documents.s3 import S3Store  # noqa: PLC0415 - only where a bucket is set

    return S3Store(bucket, prefix, dict(stated))


def store() -> ContentStore:
    """Return the store that the settings name."""
    if settings.DOCUMENT_BUCKET is not None:
        return _bucket(*settings.DOCUMENT_BUCKET)
    return disk_store()
