"""The file that a backup is: a ZIP whose manifest names every part with its size and hash."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path, PurePosixPath
from typing import IO

from remit.core.errors import Invalid
from remit.web.backups.tables import TableFacts

FORMAT = 1
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
TABLES = "tables/"
FILES = "files/"
DOCUMENTS = "files/documents/"
BLOCK = 1024 * 1024
LONGEST_MANIFEST = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the archive: its size and the SHA-256 of its content."""

    bytes: int
    sha256: str


@dataclass(slots=True)
class Manifest:
    """What a backup holds: versions, migrations seen, facts of each table, and its parts."""

    remit: str
    made_at: str
    database: str
    migrations: list[list[str]]
    tables: dict[str, TableFacts] = field(default_factory=dict)
    parts: dict[str, Part] = field(default_factory=dict)
    format: int = FORMAT

    @property
    def rows(self) -> int:
        """Return the rows of all tables."""
        return sum(each.rows for each in self.tables.values())

    @property
    def files(self) -> list[str]:
        """Return the names of the uploaded files among the parts."""
        return [name for name in self.parts if name.startswith(FILES)]


def damaged(what: str) -> Invalid:
    """Return the refusal of a backup that is not what was once written."""
    return Invalid(f"This backup is damaged and was not used: {what}.", field="file", code="damaged")


class Writer:
    """Writes an archive part by part and the manifest last."""

    def __init__(self, file: IO[bytes], manifest: Manifest) -> None:
        self.manifest = manifest
        self._zip = zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=6)

    def add(self, name: str, blocks: Iterator[bytes]) -> None:
        """Write one part from its blocks."""
        digest, size = hashlib.sha256(), 0
        with self._zip.open(name, "w", force_zip64=True) as part:
            for block in blocks:
                part.write(block)
                digest.update(block)
                size += len(block)
        self.manifest.parts[name] = Part(size, digest.hexdigest())

    def close(self) -> None:
        """Write the manifest and end the archive."""
        self._zip.writestr(MANIFEST, json.dumps(asdict(self.manifest), indent=1))
        self._zip.close()


class Reader:
    """Reads an archive; nothing of it is believed before its hash was checked."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._zip = archive
        self.manifest = self._read_manifest()
        inside = set(archive.namelist()) - {MANIFEST}
        if len(archive.namelist()) != len(inside) + 1 or inside != set(self.manifest.parts):
            raise damaged("its parts are not those that its manifest names")
        for name in inside:
            path = PurePosixPath(name)
            if path.is_absolute() or ".." in path.parts or "\\" in name:
                raise damaged(f"it holds a part with a forbidden name, {name[:80]!r}")

    def _read_manifest(self) -> Manifest:
        try:
            info = self._zip.getinfo(MANIFEST)
            if info.file_size > LONGEST_MANIFEST:
                raise damaged("its manifest is too long")
            stated = json.loads(self._zip.read(info))
            if stated.get("format") != FORMAT:
                raise Invalid(
                    f"This backup has format {stated.get('format')}, and this Remit reads format {FORMAT}.",
                    field="file",
                    code="format",
                )
            stated["tables"] = {name: TableFacts(**each) for name, each in stated["tables"].items()}
            stated["parts"] = {name: Part(**each) for name, each in stated["parts"].items()}
            return Manifest(**stated)
        except (KeyError, TypeError, AttributeError, ValueError, zipfile.BadZipFile) as error:
            raise damaged("it has no manifest that can be read") from error

    def extract(self, name: str, target: Path) -> None:
        """Write one part to `target`; raises `Invalid` unless it is what the manifest says."""
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for block in self._blocks(name):
                file.write(block)

    def lines(self, name: str) -> Iterator[bytes]:
        """Return the lines of a part; it is checked when the last one was read."""
        rest = b""
        for block in self._blocks(name):
            *whole, rest = (rest + block).split(b"\n")
            for line in whole:
                yield line + b"\n"
        if rest:
            raise damaged(f"{name} ends in the middle of a line")

    def _blocks(self, name: str) -> Iterator[bytes]:
        stated = self.manifest.parts[name]
        digest, size = hashlib.sha256(), 0
        try:
            with self._zip.open(name) as part:
                while block := part.read(BLOCK):
                    size += len(block)
                    if size > stated.bytes:
                        raise damaged(f"{name} is longer than its manifest says")
                    digest.update(block)
                    yield block
        except (zipfile.BadZipFile, EOFError, OSError, ValueError) as error:
            if isinstance(error, OSError) and error.errno:
                raise
            raise damaged(f"{name} cannot be read") from error
        if (size, digest.hexdigest()) != (stated.bytes, stated.sha256):
            raise damaged(f"{name} is not what was written")


@contextmanager
def open_archive(path: Path) -> Iterator[Reader]:
    """Open a backup for reading; raises `Invalid` where it is none."""
    try:
        archive = zipfile.ZipFile(path)
    except zipfile.BadZipFile as error:
        raise damaged("it is no backup of Remit, or it was cut short") from error
    with archive:
        yield Reader(archive)
