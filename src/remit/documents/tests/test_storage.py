"""The store on disk: whole or not there, found by its hash alone."""

import datetime as dt
import hashlib
import io
import os
from pathlib import Path
from typing import IO

import pytest

from remit.documents.storage import DiskStore

WORDS = b"what holds"
HASH = hashlib.sha256(WORDS).hexdigest()


class Breaks(io.BytesIO):
    """Gives a part and then fails, as a disk or a line does."""

    def read(self, size: int | None = -1) -> bytes:
        del size
        if self.tell():
            raise OSError(5, "broke off")
        return super().read(4)


def test_what_is_put_is_found_by_its_hash_and_readable_by_the_owner_alone(own_store: DiskStore) -> None:
    own_store.put(io.BytesIO(WORDS), HASH)
    with own_store.open(HASH) as file:
        assert file.read() == WORDS
    assert [each for each, _at in own_store.kept()] == [HASH]
    assert own_store.path(HASH).stat().st_mode & 0o077 == 0


def test_what_breaks_off_leaves_nothing(own_store: DiskStore) -> None:
    with pytest.raises(OSError, match="broke off"):
        own_store.put(Breaks(WORDS), HASH)
    assert list(own_store.kept()) == []
    assert list(own_store.beside.iterdir()) == []


def test_the_same_content_is_kept_once_and_counts_as_put_now(own_store: DiskStore) -> None:
    own_store.put(io.BytesIO(WORDS), HASH)
    os.utime(own_store.path(HASH), (0, 0))
    own_store.put(io.BytesIO(WORDS), HASH)
    ((_hash, at),) = own_store.kept()
    assert dt.datetime.now(tz=dt.UTC) - at < dt.timedelta(minutes=1)


@pytest.mark.parametrize("name", ["../../etc/passwd", "", HASH.upper(), HASH + "0", f"{HASH[:-1]}/"])
def test_nothing_but_a_hash_becomes_a_path(own_store: DiskStore, name: str) -> None:
    with pytest.raises(ValueError, match="no SHA-256"):
        own_store.open(name)


def test_what_is_not_there_is_said_and_removing_it_is_nothing(own_store: DiskStore) -> None:
    own_store.remove(HASH)
    with pytest.raises(FileNotFoundError):
        own_store.open(HASH)


def test_halves_of_the_day_before_are_removed(own_store: DiskStore) -> None:
    own_store.beside.mkdir(parents=True)
    old, new = (Path(own_store.beside / name) for name in ("old", "new"))
    for each in (old, new):
        each.write_bytes(b"half")
    os.utime(old, (0, 0))
    assert own_store.remove_half(dt.datetime.now(tz=dt.UTC) - dt.timedelta(days=1)) == 1
    assert new.exists()


def test_a_source_that_was_read_already_is_kept_from_its_beginning(own_store: DiskStore) -> None:
    source: IO[bytes] = io.BytesIO(WORDS)
    source.read()
    own_store.put(source, HASH)
    assert own_store.path(HASH).read_bytes() == WORDS
