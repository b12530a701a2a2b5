"""The file of an archive: a ZIP in which every byte is accounted for, written and verified without anything else.

Files lie in it uncompressed and one after the other, the manifest first, in the layout of the ZIP application note
(APPNOTE 6.3.3, sections 4.3.7, 4.3.12 and 4.3.16) with no choice left: fixed times, no extra fields, no comments. The
manifest states size, CRC-32 and SHA-256 of each file and the SHA-256 of itself, so the whole layout follows from it.
"""

import hashlib
import json
import mmap
import re
import struct
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

FORMAT, SCHEMA_VERSION = "remit-archive", 1
MANIFEST = "manifest.json"
# without the 64-bit form: sizes, places and counts fit its fields
LARGEST, MOST_FILES = 2**32 - 1, 2**16 - 1
_UTF8, _STORED, _VERSION, _TIME, _DAY = (
    0x800,
    0,
    20,
    0,
    0x21,
)  # 1 January 1980, the first day that a ZIP knows
_HEAD = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_PATH = re.compile(r"[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*")
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Stated:
    """What the manifest states of one file."""

    path: str
    size: int
    crc: int
    sha256: str

    @property
    def head(self) -> bytes:
        """Return the bytes that stand before its content."""
        name = self.path.encode()
        return (
            _HEAD.pack(
                b"PK\x03\x04", _VERSION, _UTF8, _STORED, _TIME, _DAY, self.crc, self.size, self.size, len(name), 0
            )
            + name
        )  # fmt: skip

    def entry(self, place: int) -> bytes:
        """Return its line of the table at the end, where `place` is that of its head."""
        name = self.path.encode()
        return (
            _ENTRY.pack(
                b"PK\x01\x02", _VERSION, _VERSION, _UTF8, _STORED, _TIME, _DAY, self.crc, self.size, self.size,
                len(name), 0, 0, 0, 0, 0, place,
            )
            + name
        )  # fmt: skip


def stated(path: str, content: bytes) -> Stated:
    """Return what the manifest states of a file with this content."""
    return Stated(path, len(content), zlib.crc32(content), hashlib.sha256(content).hexdigest())


def safe_path(path: str) -> str:
    """Return a path as it may stand in an archive: plain letters, figures, dots, hyphens; never out of its folder."""
    parts = [re.sub(r"[^A-Za-z0-9._-]+", "-", part).strip(".-") or "file" for part in path.split("/")]
    return "/".join(part[-100:].lstrip(".-") or "file" for part in parts)


def canonical(manifest: Mapping[str, Any]) -> bytes:
    """Return a manifest as bytes, with the hash of itself over everything else that it states."""
    bare = {name: value for name, value in manifest.items() if name != "manifest_sha256"}
    digest = hashlib.sha256(_dumped(bare)).hexdigest()
    return _dumped({**bare, "manifest_sha256": digest})


def _dumped(value: Mapping[str, Any]) -> bytes:
    return (json.dumps(value, indent=1, sort_keys=True, ensure_ascii=False) + "\n").encode()


def write_archive(out: IO[bytes], files: Mapping[str, bytes], facts: Mapping[str, Any]) -> bytes:
    """Write an archive of `files` by path and return its manifest; the same input makes the same bytes.

    Raises `ValueError` for a path that may not stand in it and for what exceeds the format.
    """
    for path in files:
        if _PATH.fullmatch(path) is None or path == MANIFEST or ".." in path.split("/"):
            msg = f"An archive holds no file {path!r}."
            raise ValueError(msg)
    if len(files) >= MOST_FILES or sum(map(len, files.values())) > LARGEST - (1 << 26):
        msg = "An archive holds at most 4 GB in 65,534 files."
        raise ValueError(msg)
    listed = [stated(path, files[path]) for path in sorted(files)]
    manifest = canonical(
        {
            "format": FORMAT,
            "schema_version": SCHEMA_VERSION,
            **facts,
            "files": [
                {"path": each.path, "bytes": each.size, "crc32": f"{each.crc:08x}", "sha256": each.sha256}
                for each in listed
            ],
        }
    )
    contents = {MANIFEST: manifest, **files}
    place, table = 0, b""
    for each in (stated(MANIFEST, manifest), *listed):
        out.write(each.head)
        out.write(contents[each.path])
        table += each.entry(place)
        place += len(each.head) + each.size
    out.write(table + _end(len(listed) + 1, len(table), place))
    return manifest


def _end(count: int, size: int, place: int) -> bytes:
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, size, place, 0)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with an archive: `path` is the file in it, or nothing for the whole; `what` says how."""

    path: str
    what: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What the verification of a file found; `sha256` is that of the whole, to be compared with what Remit keeps."""

    sha256: str
    files: int
    faults: tuple[Fault, ...]
    manifest: Mapping[str, Any] = field(default_factory=dict)

    @property
    def holds(self) -> bool:
        """Return whether every byte is as it was written."""
        return not self.faults


def verify_archive(path: Path) -> Proof:
    """Compare every byte of a file with what its manifest demands, and name each file in it that differs."""
    digest = hashlib.sha256()
    with path.open("rb") as source:
        while block := source.read(_BLOCK):
            digest.update(block)
        if not source.tell():
            return Proof(digest.hexdigest(), 0, (Fault("", "it is empty"),))
        with mmap.mmap(source.fileno(), 0, access=mmap.ACCESS_READ) as held:
            return _verified(held, digest.hexdigest())


def _verified(held: mmap.mmap, sha256: str) -> Proof:
    opening = _opened(held)
    if isinstance(opening, Fault):
        return Proof(sha256, 0, (opening,))
    manifest, listed, own = opening
    faults = list(_of_manifest(manifest, held[len(own.head) : len(own.head) + own.size]))
    faults += _of_files(held, own, listed)
    return Proof(sha256, len(listed), tuple(faults), manifest)


def _opened(held: mmap.mmap) -> tuple[dict[str, Any], list[Stated], Stated] | Fault:
    """Return the manifest, the files that it states and what it is itself; a fault where it cannot be read."""
    name = MANIFEST.encode()
    if held[:4] != b"PK\x03\x04" or held[_HEAD.size : _HEAD.size + len(name)] != name:
        return Fault(
            MANIFEST,
            "it does not stand at the beginning: no archive of Remit, or its head was altered",
        )
    size = int(_HEAD.unpack(held[: _HEAD.size])[7])
    start = _HEAD.size + len(name)
    content = held[start : start + size]
    try:
        manifest = json.loads(content)
        if manifest["format"] != FORMAT or manifest["schema_version"] != SCHEMA_VERSION:
            return Fault(MANIFEST, "it is of a kind or version that is not known here")
        listed = [
            Stated(str(each["path"]), int(each["bytes"]), int(each["crc32"], 16), str(each["sha256"]))
            for each in manifest["files"]
        ]
        if not all(0 <= each.size <= LARGEST and 0 <= each.crc <= LARGEST for each in listed):
            return Fault(MANIFEST, "it states sizes that cannot be")
    except (ValueError, KeyError, TypeError, RecursionError):
        return Fault(MANIFEST, "it cannot be read")
    return manifest, listed, stated(MANIFEST, content)


def _of_manifest(manifest: Mapping[str, Any], content: bytes) -> Iterator[Fault]:
    if canonical(manifest) != content:
        yield Fault(MANIFEST, "its content was altered")


def _of_files(held: mmap.mmap, own: Stated, listed: Sequence[Stated]) -> Iterator[Fault]:
    """Walk through the file in the order that the manifest demands; after a fault go on at the next known head."""
    if held[: len(own.head)] != own.head:
        yield Fault(MANIFEST, "its head was altered")
    place = len(own.head) + own.size
    places = [0]
    for number, each in enumerate(listed):
        following = listed[number + 1].head if number + 1 < len(listed) else b"PK\x01\x02"
        start = place + len(each.head)
        if held[place:start] != each.head:
            found = held.find(each.head, place)
            if found < 0:
                yield Fault(each.path, "it is missing, or its head was altered")
                places.append(place)
                place = _next(held, following, place, start + each.size)
                continue
            if found > place:
                yield Fault(each.path, f"{found - place} bytes were added before it")
            place, start = found, found + len(each.head)
        places.append(place)
        content = held[start : start + each.size]
        place = start + each.size
        if hashlib.sha256(content).hexdigest() != each.sha256:
            after = _next(held, following, start, place)
            lacks = after - start - each.size
            yield Fault(each.path, _altered(lacks))
            place = after
    yield from _of_end(held, own, listed, places, place)


def _next(held: mmap.mmap, following: bytes, place: int, usual: int) -> int:
    """Return where the next head stands: at its usual place, or where it is found."""
    if held[usual : usual + len(following)] == following:
        return usual
    found = held.find(following, place)
    return found if found >= 0 else min(usual, len(held))


def _altered(surplus: int) -> str:
    if surplus > 0:
        return f"its content was altered: {surplus} byte{'s' if surplus > 1 else ''} more than written"
    if surplus < 0:
        return f"its content was altered: {-surplus} byte{'s' if surplus < -1 else ''} fewer than written"
    return "its content was altered"


def _of_end(
    held: mmap.mmap, own: Stated, listed: Sequence[Stated], places: Sequence[int], place: int
) -> Iterator[Fault]:
    """Compare the table at the end, and find what stands in or behind it that nobody wrote."""
    table = b"".join(each.entry(at) for each, at in zip((own, *listed), places, strict=True))
    wanted = table + _end(len(listed) + 1, len(table), place)
    tail = held[place:]
    if tail == wanted:
        return
    if tail.startswith(wanted):
        surplus = len(tail) - len(wanted)
        yield Fault("", f"{surplus} byte{'s' if surplus > 1 else ''} stand behind its end")
    elif len(tail) < len(wanted) and wanted.startswith(tail):
        lacks = len(wanted) - len(tail)
        yield Fault("", f"{lacks} byte{'s' if lacks > 1 else ''} of its end are missing")
    else:
        yield Fault("", f"the table of its files at byte {place} was altered")
