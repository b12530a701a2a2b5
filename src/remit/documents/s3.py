"""Contents of documents in an S3-compatible store; needs what requirements/s3.txt names."""

import datetime as dt
import importlib
from collections.abc import Iterator
from contextlib import suppress
from typing import IO, Any, Self, cast

from remit.documents.storage import HASH


class S3Store:
    """A bucket, or a part of one: each content is one object under its hash. A put is whole or not there at all."""

    def __init__(self, bucket: str, prefix: str, config: dict[str, str]) -> None:
        self._library: Any = importlib.import_module("obstore")
        stores: Any = importlib.import_module("obstore.store")
        options = {"allow_http": config.get("endpoint", "").startswith("http://"), "timeout": "60s"}
        self.bucket, self.prefix = bucket, prefix.strip("/")
        self._store = stores.S3Store(
            bucket, prefix=self.prefix or None, config=config, client_options=options
        )

    @property
    def where(self) -> str:
        """Return in words where it lies."""
        return f"s3://{self.bucket}/{self.prefix}"

    def put(self, source: IO[bytes], sha256: str) -> None:
        """Keep what `source` holds from its beginning; what is there already is put again, and counts as put now."""
        source.seek(0)
        self._library.put(self._store, _key(sha256), source)

    def open(self, sha256: str) -> IO[bytes]:
        """Return the content, open for reading; `FileNotFoundError` where there is none."""
        return cast("IO[bytes]", Reader(self._library.open_reader(self._store, _key(sha256))))

    def kept(self) -> Iterator[tuple[str, dt.datetime]]:
        """Yield each hash that is kept, and when it was last put."""
        for page in self._library.list(self._store):
            for each in page:
                name = each["path"].rpartition("/")[2]
                if HASH.match(name):
                    yield name, each["last_modified"]

    def remove(self, sha256: str) -> None:
        """Remove a content; nothing where it is gone already."""
        with suppress(FileNotFoundError):
            self._library.delete(self._store, _key(sha256))


class Reader:
    """A content of a bucket, read as a file is."""

    def __init__(self, reader: Any) -> None:
        self._reader = reader

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, all that are left where no size is given."""
        return bytes(self._reader.read() if size < 0 else self._reader.read(size))

    def close(self) -> None:
        """End reading."""
        self._reader.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()


def _key(sha256: str) -> str:
    if not HASH.match(sha256):
        msg = f"This is no SHA-256: {sha256[:80]!r}"
        raise ValueError(msg)
    return sha256
