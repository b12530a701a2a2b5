"""Tables in files of strangers: CSV in its dialects and XLSX become rows, or are refused with the row at fault."""

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import IO

from django.utils.translation import gettext as _

from remit.core.errors import FieldError, Invalid
from remit.interchange.compute.reading import clean_name, refused

MOST_BYTES = 16 * 1024 * 1024
MOST_ROWS = 20_000
MOST_COLUMNS = 200
LONGEST_SHOWN = 60
_DELIMITERS = (",", ";", "\t", "|")
# a spreadsheet would run a cell that begins with one of these
FORMULA = ("=", "+", "-", "@", "\t", "\r")

# what a cell holds: text, a number or a truth of a workbook
SheetCell = str | float | bool


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell of a file: where, what stands there, what is wrong with it, how to mend it."""

    row: int
    column: str
    value: str
    wrong: str
    mend: str

    @property
    def words(self) -> str:
        """Return the fault in one line."""
        place = _("Row %(row)d") % {"row": self.row}
        if self.column:
            place = f"{place}, {self.column}"
        shown = f" '{self.value}'" if self.value else ""
        return f"{place}{shown}: {self.wrong} {self.mend}".strip()

    def error(self) -> FieldError:
        """Return it as the API says it."""
        return FieldError(f"rows.{self.row}.{self.column}".rstrip("."), self.words, "row")


MOST_NAMED = 200


class WrongRows(Invalid):
    """A file that was read and cannot be taken in; `faults` are the first `MOST_NAMED` of `count`."""

    def __init__(self, faults: Sequence[RowFault]) -> None:
        self.count = len(faults)
        self.faults = tuple(faults[:MOST_NAMED])
        message = _("Nothing was taken in: %(count)d values of the file need mending.") % {
            "count": self.count
        }
        super().__init__(message, code="rows", errors=[each.error() for each in self.faults])


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row that holds something; `number` is counted as a spreadsheet counts it, from 1."""

    number: int
    cells: tuple[SheetCell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table as it stood in a file: its rows, the first of which names the columns.

    `from_1904` says that days which stand as numbers count from 1904, as some workbooks have it.
    """

    file_name: str
    size: int
    sha256: str
    rows: tuple[SheetRow, ...]
    from_1904: bool = False


def shown(value: object) -> str:
    """Return a value as a message shows it: short, and without what cannot be printed."""
    text = "".join(c if c.isprintable() else "·" for c in str(value)[: LONGEST_SHOWN + 1])
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def at_row(row: int, wrong: str, mend: str, *, column: str = "", value: object = "") -> WrongRows:
    """Return the refusal of a file for one of its cells."""
    return WrongRows([RowFault(row, column, shown(value), wrong, mend)])


def read_bytes(source: IO[bytes]) -> bytes:
    """Return what a file holds; `Invalid` where it is empty or larger than `MOST_BYTES`."""
    content = source.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        message = _("The file is larger than %(limit)d MB: split it into several.")
        raise refused(message % {"limit": MOST_BYTES // (1024 * 1024)}, "too_large")
    if not content.strip(b"\0 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise refused(_("The file is empty: its first row must name the columns."), "empty")
    return content


def sheet_of(content: bytes, file_name: str, rows: Iterator[SheetRow], *, from_1904: bool = False) -> Sheet:
    """Return the rows of a file that was read; `Invalid` beyond `MOST_ROWS` people."""
    kept: list[SheetRow] = []
    for row in rows:
        if not any(cell != "" for cell in row.cells):
            continue
        if len(kept) > MOST_ROWS:
            wrong = _("the file has more than %(most)d rows.") % {"most": MOST_ROWS}
            raise at_row(row.number, wrong, _("Split it into several files."))
        kept.append(row)
    if not kept:
        raise refused(_("The file is empty: its first row must name the columns."), "empty")
    digest = hashlib.sha256(content).hexdigest()
    return Sheet(clean_name(file_name), len(content), digest, tuple(kept), from_1904)


def csv_rows(content: bytes, known: frozenset[str]) -> Iterator[SheetRow]:
    """Yield the rows of a CSV file with the delimiter under which most of its head is `known`."""
    text = _decoded(content)
    first = text.split("\n", 1)[0].strip("\r")
    skip = first.lower().startswith("sep=") and len(first) == len("sep=,")
    delimiter = first[-1] if skip else _delimiter(text, known)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    width = number = 0
    try:
        for number, cells in enumerate(reader, 1):
            if not any(cells) or (skip and number == 1):
                continue
            width = width or len(cells)
            if len(cells) != width:
                wrong = _("there are %(count)d values where the first row names %(width)d columns.")
                raise at_row(
                    number,
                    wrong % {"count": len(cells), "width": width},
                    _("Put a value that holds the delimiter between quotation marks."),
                    value=delimiter.join(cells),
                )
            yield SheetRow(number, tuple(_csv_cell(number, cell) for cell in cells))
    except csv.Error as error:
        raise _broken(number + 1, str(error)) from None


def _csv_cell(number: int, cell: str) -> str:
    """Return a cell as it was meant: what a spreadsheet would run is refused, an apostrophe before it removed."""
    if cell.startswith("'") and cell[1:].startswith(FORMULA):
        return cell[1:]
    if cell.startswith(FORMULA):
        wrong = _("it begins like a formula, which a spreadsheet would run.")
        raise at_row(number, wrong, _("Remove the sign, or put an apostrophe before it."), value=cell)
    return cell


def _broken(row: int, reason: str) -> WrongRows:
    if "limit" in reason:
        return at_row(row, _("a value is longer than any that is kept."), _("Shorten it."))
    return at_row(
        row,
        _("its quotation marks do not pair."),
        _("Close each, and double those inside a value; or save the file again as CSV."),
    )


def _decoded(content: bytes) -> str:
    """Return the text of a CSV file in UTF-8, or in what its byte order mark says."""
    encoding = "utf-8-sig"
    for mark, name in ((b"\xff\xfe\0\0", "utf-32"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if content.startswith(mark):
            encoding = name
            break
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        row = content.count(b"\n", 0, error.start) + 1
        wrong = _("the file is not in UTF-8: the byte %(byte)s says nothing there.")
        byte = f"0x{content[error.start]:02X}"
        mend = _("Save it as 'CSV UTF-8', or as XLSX.")
        line = content[: error.start].rsplit(b"\n", 1)[-1].decode("ascii", "replace")
        raise at_row(row, wrong % {"byte": byte}, mend, value=line) from None
    if "\0" in text:
        row = text.count("\n", 0, text.index("\0")) + 1
        raise at_row(row, _("there is a NUL character."), _("Save the file again as 'CSV UTF-8'."))
    return text


def _delimiter(text: str, known: frozenset[str]) -> str:
    """Return the delimiter under which most of the first row that is not empty names known columns."""
    head = next((line for line in text.splitlines() if line.strip(" \t,;|")), "")

    def found(delimiter: str) -> tuple[int, int]:
        try:
            cells = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            cells = head.split(delimiter)
        return sum(folded(cell) in known for cell in cells), len(cells)

    return max(_DELIMITERS, key=found)


def folded(head: object) -> str:
    """Return the name of a column such that spelling, case and signs at its end make no difference."""
    text = " ".join(str(head).replace("_", " ").replace("-", " ").casefold().split())
    return text.strip(" *:.'\"")
