"""Pictures, judged by their own structure; none is drawn here."""

import os
import struct
from typing import IO

from django.utils.translation import gettext as _

from remit.documents.inspection.refusals import refused
from remit.documents.inspection.stowaways import check_alone, two_at_once
from remit.documents.inspection.told import LOCATION

MOST_PIXELS = 120_000_000
MOST_CHUNKS = 100_000
LONGEST_EXIF = 1024 * 1024
GPS_TAG = 0x8825
MOST_TAGS = 1000
# frames of a JPEG that state its size: SOF0 to SOF15 but for the tables among them
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN, _EXIF_SEGMENT, _FILLING = 0xDA, 0xE1, 0xFF


def _damaged() -> Exception:
    return refused(_("The picture is damaged or cut short: save it anew and send it again."), "damaged")


def _check_size(width: int, height: int) -> None:
    if width < 1 or height < 1:
        raise _damaged()
    if width * height > MOST_PIXELS:
        message = _("The picture has %(count)d million pixels; at most %(most)d are kept: make it smaller.")
        words = {"count": width * height // 1_000_000, "most": MOST_PIXELS // 1_000_000}
        raise refused(message % words, "pixels")


def has_place(exif: bytes) -> bool:
    """Return whether an EXIF block (a TIFF header and its first directory) says where a picture was taken."""
    if exif[:2] not in {b"II", b"MM"}:
        return False
    order = "<" if exif[:2] == b"II" else ">"
    try:
        (start,) = struct.unpack_from(f"{order}I", exif, 4)
        (count,) = struct.unpack_from(f"{order}H", exif, start)
        tags = [
            struct.unpack_from(f"{order}H", exif, start + 2 + 12 * each)[0]
            for each in range(min(count, MOST_TAGS))
        ]
    except struct.error:
        return False
    return GPS_TAG in tags


def check_png(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless it is a whole PNG and nothing else; return what is to be told of it."""
    check_alone(file)
    size = file.seek(0, os.SEEK_END)
    place, told, is_first = 8, set[str](), True
    for _number in range(MOST_CHUNKS):
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004 - length and type of a chunk
            raise _damaged()
        length, kind = struct.unpack(">I4s", head)
        if is_first and (kind != b"IHDR" or length != 13):  # noqa: PLR2004 - fixed by the format
            raise _damaged()
        if is_first:
            _check_size(*struct.unpack(">II", file.read(8)))
        elif kind == b"eXIf" and has_place(file.read(min(length, LONGEST_EXIF))):
            told.add(LOCATION)
        is_first = False
        place += 12 + length
        if kind == b"IEND":
            if place != size:
                raise two_at_once() if place < size else _damaged()
            return sorted(told)
    raise _damaged()


def check_jpeg(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless it is a whole JPEG and nothing else; return what is to be told of it."""
    check_alone(file)
    size = file.seek(0, os.SEEK_END)
    file.seek(max(size - 4096, 0))
    if not file.read().rstrip(b"\0").endswith(b"\xff\xd9"):
        raise _damaged()
    file.seek(2)
    told, seen = set[str](), False
    for _number in range(MOST_CHUNKS):
        marker = file.read(2)
        if len(marker) < 2 or marker[0] != 0xFF:  # noqa: PLR2004 - each segment begins so
            raise _damaged()
        if marker[1] == _FILLING:
            file.seek(-1, os.SEEK_CUR)
            continue
        stated = file.read(2)
        if len(stated) < 2 or (length := struct.unpack(">H", stated)[0]) < 2:  # noqa: PLR2004 - the length counts itself
            raise _damaged()
        body = file.read(length - 2)
        if marker[1] in _FRAMES and len(body) > 5:  # noqa: PLR2004 - precision, height, width
            height, width = struct.unpack_from(">HH", body, 1)
            _check_size(width, height)
            seen = True
        elif marker[1] == _EXIF_SEGMENT and body.startswith(b"Exif\0\0") and has_place(body[6:]):
            told.add(LOCATION)
        if marker[1] == _START_OF_SCAN:
            break
    if not seen:
        raise _damaged()
    return sorted(told)


def check_gif(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless it has the head and the end of a GIF and is nothing else."""
    check_alone(file)
    file.seek(6)
    stated = file.read(4)
    if len(stated) < 4:  # noqa: PLR2004 - width and height
        raise _damaged()
    _check_size(*struct.unpack("<HH", stated))
    file.seek(-1, os.SEEK_END)
    if file.read(1) != b";":
        raise _damaged()
    return []


def check_webp(file: IO[bytes]) -> list[str]:
    """Raise `Invalid` unless it is a whole WebP and nothing else; return what is to be told of it."""
    check_alone(file)
    size = file.seek(0, os.SEEK_END)
    file.seek(4)
    (stated,) = struct.unpack("<I", file.read(4))
    if stated + 8 != size:
        raise two_at_once() if stated + 8 < size else _damaged()
    place, told = 12, set[str]()
    for _number in range(MOST_CHUNKS):
        if place >= size:
            return sorted(told)
        file.seek(place)
        head = file.read(8)
        if len(head) < 8:  # noqa: PLR2004 - type and length of a chunk
            raise _damaged()
        kind, length = struct.unpack("<4sI", head)
        body = file.read(min(length, LONGEST_EXIF))
        if kind == b"EXIF" and has_place(body.removeprefix(b"Exif\0\0")):
            told.add(LOCATION)
        _check_size(*_webp_size(kind, body))
        place += 8 + length + length % 2
    raise _damaged()


def _webp_size(kind: bytes, body: bytes) -> tuple[int, int]:
    """Return the size that a chunk states; of one that states none the smallest there is."""
    try:
        if kind == b"VP8X":
            return 1 + int.from_bytes(body[4:7], "little"), 1 + int.from_bytes(body[7:10], "little")
        if kind == b"VP8L":
            (bits,) = struct.unpack_from("<I", body, 1)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        if kind == b"VP8 ":
            width, height = struct.unpack_from("<HH", body, 6)
            return width & 0x3FFF, height & 0x3FFF
    except struct.error as error:
        raise _damaged() from error
    return 1, 1
