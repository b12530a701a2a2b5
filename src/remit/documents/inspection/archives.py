"""Office files, which are archives: unpacked in memory block by block, to see that they are what they say."""

import io
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import PurePosixPath
from typing import IO
from xml.parsers import expat

from django.utils.translation import gettext as _

from remit.documents.inspection.refusals import refused
from remit.documents.inspection.stowaways import two_at_once

MOST_ENTRIES = 2000
MOST_DIRECTORY = 1024 * 1024
MOST_UNPACKED = 256 * 1024 * 1024
MOST_RATIO = 200
FREE_OF_RATIO = 4 * 1024 * 1024
LONGEST_PROLOG = 64 * 1024
MOST_NESTED = 16 * 1024 * 1024
BLOCK = 256 * 1024
DEEPEST = 1
END = struct.Struct("<4s4H2IH")
_MACROS = ("vbaproject.bin", "vbadata.xml")
_FOLDERS_OF_SCRIPTS = ("basic/", "scripts/", "word/activex/", "xl/activex/", "ppt/activex/")
_BROKEN = (
    zipfile.BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, OverflowError, RuntimeError,
    ValueError,
)  # fmt: skip


class _RootReachedError(Exception):
    """The first element has begun: what could declare something lies behind."""


def office(main: str) -> Callable[[IO[bytes]], list[str]]:
    """Return the check of an Office file whose main part is `main`."""

    def check(file: IO[bytes]) -> list[str]:
        names = _check_archive(file)
        if "[Content_Types].xml" not in names or main not in names:
            raise refused(
                _(
                    "It is an archive, but not the Office file that its ending says: save it anew from its program."
                ),
                "content",
            )
        return []

    return check


def open_document(content_type: str) -> Callable[[IO[bytes]], list[str]]:
    """Return the check of an OpenDocument file of that type."""

    def check(file: IO[bytes]) -> list[str]:
        names = _check_archive(file)
        stated = b""
        if "mimetype" in names and "content.xml" in names:
            with zipfile.ZipFile(file) as archive:
                stated = archive.read("mimetype")[:200]
        if stated.strip() != content_type.encode():
            raise refused(
                _(
                    "It is an archive, but not the document that its ending says: save it anew from its program."
                ),
                "content",
            )
        return []

    return check


def _bomb() -> Exception:
    message = _(
        "Unpacked, the file would be far too large: it is refused as it is. Save it anew, with fewer pictures."
    )
    return refused(message, "bomb")


def _damaged() -> Exception:
    return refused(_("The file is damaged or cut short: save it anew and send it again."), "damaged")


def _check_end(file: IO[bytes]) -> None:
    """Look at the archive's own end before anything lists it: a million entries are never read."""
    size = file.seek(0, os.SEEK_END)
    if size < END.size:
        raise _damaged()
    file.seek(size - END.size)
    mark, _disk, _start, _here, count, directory, offset, comment = END.unpack(file.read(END.size))
    if mark != b"PK\x05\x06" or comment:
        file.seek(max(size - 66_000, 0))
        raise two_at_once() if b"PK\x05\x06" in file.read() else _damaged()
    if count > MOST_ENTRIES or directory > MOST_DIRECTORY:
        raise _bomb()
    if directory + offset + END.size != size:
        raise two_at_once()


def _check_archive(file: IO[bytes], depth: int = 0) -> set[str]:
    """Return the names in an archive; `Invalid` where it is a bomb, damaged, locked, or carries what runs."""
    _check_end(file)
    size = file.seek(0, os.SEEK_END)
    try:
        with zipfile.ZipFile(file) as archive:
            entries = archive.infolist()
            total = sum(each.file_size for each in entries)
            if len(entries) > MOST_ENTRIES or total > MOST_UNPACKED:
                raise _bomb()
            if total > FREE_OF_RATIO and total > size * MOST_RATIO:
                raise _bomb()
            names = [each.filename for each in entries]
            if len(set(names)) != len(names):
                raise _damaged()
            for each in entries:
                _check_name(each)
                _check_entry(archive, each, depth)
            return set(names)
    except _BROKEN as error:
        raise _damaged() from error


def _check_name(entry: zipfile.ZipInfo) -> None:
    name, low = entry.filename, entry.filename.lower()
    path = PurePosixPath(name)
    if (
        path.is_absolute()
        or ".." in path.parts
        or "\\" in name
        or "\0" in name
        or ":" in name.partition("/")[0]
    ):
        raise refused(_("It names a part outside of itself, as no program does: it is refused."), "path")
    if entry.flag_bits & 1:
        message = _("The file is locked by a password, so nobody could review it: save it without one.")
        raise refused(message, "locked")
    if low.rpartition("/")[2] in _MACROS or low.startswith(_FOLDERS_OF_SCRIPTS):
        raise refused(_("The file holds macros: save it without them and send it again."), "macros")


def _check_entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, depth: int) -> None:
    """Read one part to its end, its checksum with it; look into what is XML or an archive itself."""
    with archive.open(entry) as part:
        head = part.read(LONGEST_PROLOG)
        if head.startswith(b"PK\x03\x04"):
            if depth >= DEEPEST or entry.file_size > MOST_NESTED:
                message = _(
                    "It holds an archive in an archive: take what is embedded out and send it by itself."
                )
                raise refused(message, "nested")
            _check_archive(io.BytesIO(head + part.read()), depth + 1)
            return
        if head.startswith((b"MZ", b"\x7fELF")):
            raise refused(_("It holds a program: take it out and save it anew."), "program")
        if entry.filename.lower().endswith((".xml", ".rels")):
            _check_xml(head)
        if entry.filename.lower().endswith(".rels") and _loads_from_outside(head):
            message = _(
                "It loads its template from another server when it is opened: attach a template of its own."
            )
            raise refused(message, "remote")
        while part.read(BLOCK):
            pass


def _loads_from_outside(rels: bytes) -> bool:
    return b"attachedTemplate" in rels and b'TargetMode="External"' in rels


def _check_xml(head: bytes) -> None:
    """Raise `Invalid` where XML declares a type of document, by which small files become large ones."""
    parser = expat.ParserCreate()

    def declared(*_stated: object) -> None:
        message = _(
            "It declares entities, as no Office program does, and could grow without end: it is refused."
        )
        raise refused(message, "entities")

    def begun(*_stated: object) -> None:
        raise _RootReachedError

    parser.StartDoctypeDeclHandler = declared
    parser.StartElementHandler = begun
    try:
        parser.Parse(head, False)
    except _RootReachedError:
        return
    except expat.ExpatError as error:
        raise _damaged() from error
    if head:
        raise _damaged()
