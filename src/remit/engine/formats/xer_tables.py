"""The lines of an XER file: its header, tables, fields and rows, whatever the encoding."""

import codecs
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import IO

from remit.engine.formats.document import FormatError
from remit.engine.formats.registry import MOST_BYTES, too_large
from remit.engine.formats.safe_xml import clean_text

MOST_ROWS = 5_000_000
MOST_FIELDS = 500
LONGEST_LINE = 64 * 1024 * 1024
_CHUNK = 1 << 20
_WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class XerRow:
    """One row of a table: texts by field, and errors that name the line."""

    __slots__ = ("_places", "_values", "line", "task")

    def __init__(self, places: Mapping[str, int], values: list[str], line: int) -> None:
        self._places = places
        self._values = values
        self.line = line
        self.task = ""

    def wrong(self, message: str) -> FormatError:
        """Return the error that says what is wrong here."""
        return FormatError(message, line=self.line, task=self.task)

    def stated(self, name: str) -> str:
        """Return a field as it stands, '' where the table does not have it."""
        place = self._places.get(name)
        return self._values[place] if place is not None and place < len(self._values) else ""

    def text(self, name: str, default: str = "") -> str:
        """Return a field as `clean_text` leaves it; Primavera writes the end of a line as two DEL."""
        return clean_text(self.stated(name).replace("\x7f\x7f", "\n")).strip() or default

    def number(self, name: str, default: float = 0.0) -> float:
        """Return a field as a number; some versions write a comma where others write a point."""
        stated = self.stated(name).strip()
        if not stated:
            return default
        if "," in stated:
            stated = stated.replace(",", "" if "." in stated else ".")
        try:
            value = float(stated)
        except ValueError:
            raise self.wrong(f"{name} is '{clean_text(stated)[:40]}', which is not a number.") from None
        if not -1e12 < value < 1e12:  # noqa: PLR2004 - not a number, infinity and nonsense alike
            raise self.wrong(f"{name} is '{stated[:40]}', which no plan needs.")
        return value


@dataclass(slots=True)
class XerTables:
    """What an XER file holds: its header, the rows of tables that are read, how many rows the others have."""

    header: list[str] = field(default_factory=list)
    rows: dict[str, list[XerRow]] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)

    def of(self, table: str) -> list[XerRow]:
        """Return the rows of a table, none where the file does not have it."""
        return self.rows.get(table, [])


@dataclass(slots=True)
class _Table:
    """The table that is being read, and where its wanted fields stand."""

    name: str = ""
    width: int = 0
    places: dict[str, int] = field(default_factory=dict)
    kept: list[int] = field(default_factory=list)


def read_tables(
    file: IO[bytes], wanted: Mapping[str, frozenset[str]], *, limit: int = MOST_BYTES
) -> XerTables:
    """Return the wanted fields of the wanted tables; raises `FormatError` for what is not XER."""
    tables, at, total = XerTables(), _Table(), 0
    for number, line in _rows(file, limit):
        mark, *values = line.split("\t")
        if mark == "%R":
            total += 1
            if total > MOST_ROWS:
                msg = f"the file has more than {MOST_ROWS} rows."
                raise FormatError(msg, line=number)
            _read_row(tables, at, values, number)
        elif mark == "%T":
            at = _Table(values[0].strip() if values else "")
            if not at.name or at.name in tables.counts:
                msg = f"the table '{at.name[:40]}' begins twice." if at.name else "a table has no name."
                raise FormatError(msg, line=number)
            tables.counts[at.name] = 0
        elif mark == "%F":
            _read_fields(at, values, wanted.get(at.name, frozenset()), number)
        elif mark == "ERMHDR" and not tables.header:
            tables.header = values
        elif mark == "%E":
            return tables
        elif line.strip():
            msg = f"a line begins with '{clean_text(mark)[:20]}'; lines of XER begin with %T, %F, %R or %E."
            raise FormatError(msg, line=number)
    msg = "the file breaks off: its last line, %E, is missing. Export the plan again."
    raise FormatError(msg)


def _read_fields(at: _Table, values: list[str], wanted: frozenset[str], number: int) -> None:
    names = [each.strip() for each in values]
    while names and not names[-1]:
        names.pop()
    if not at.name or at.width or len(names) > MOST_FIELDS or len(set(names)) < len(names):
        msg = f"the fields of the table '{at.name[:40]}' cannot be read: too many, or one of them twice."
        raise FormatError(msg, line=number)
    at.width = len(names)
    at.kept = [place for place, name in enumerate(names) if name in wanted]
    at.places = {names[place]: ours for ours, place in enumerate(at.kept)}


def _read_row(tables: XerTables, at: _Table, values: list[str], number: int) -> None:
    if not at.width:
        msg = "a row stands before the names of its fields."
        raise FormatError(msg, line=number)
    if len(values) > at.width and any(each.strip() for each in values[at.width :]):
        msg = f"a row of {at.name[:40]} has {len(values)} values for {at.width} fields."
        raise FormatError(msg, line=number)
    tables.counts[at.name] += 1
    if at.kept:
        kept = [values[place] if place < len(values) else "" for place in at.kept]
        tables.rows.setdefault(at.name, []).append(XerRow(at.places, kept, number))


def _rows(file: IO[bytes], limit: int) -> Iterator[tuple[int, str]]:
    """Yield logical lines with their numbers: what does not begin with a mark goes on the row before."""
    parts: list[str] = []
    first = length = 0
    for number, line in enumerate(_lines(file, limit), 1):
        if parts and parts[0].startswith("%R") and not line.startswith(("%", "ERMHDR")):
            parts.append(line)
            length += len(line) + 1
            if length > LONGEST_LINE:
                raise _too_long(number)
            continue
        if parts:
            yield first, "\n".join(parts)
        parts, first, length = [line], number, len(line)
    if parts:
        yield first, "\n".join(parts)


def _lines(file: IO[bytes], limit: int) -> Iterator[str]:
    """Yield lines as text: by their byte order mark, else as UTF-8 line by line, else as Windows-1252."""
    left, rest, decoder = limit, b"", None
    for data in iter(lambda: file.read(_CHUNK), b""):
        left -= len(data)
        if left < 0:
            raise too_large(limit)
        if left + len(data) == limit and data[:2] in _WIDE:
            decoder = codecs.getincrementaldecoder("utf-16")("replace")
        chunk = decoder.decode(data).encode() if decoder else data
        *whole, rest = (rest + chunk).split(b"\n")
        if len(rest) > LONGEST_LINE:
            raise _too_long(0)
        yield from map(_decoded, whole)
    if rest:
        yield _decoded(rest)


def _decoded(line: bytes) -> str:
    line = line.removesuffix(b"\r")
    try:
        return line.decode("utf-8-sig")
    except UnicodeDecodeError:
        return line.decode("cp1252", errors="replace")


def _too_long(number: int) -> FormatError:
    msg = "a line is longer than any of a plan."
    return FormatError(msg, line=number or None)
