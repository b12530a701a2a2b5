"""XLSX workbooks of strangers: the first sheet that is not hidden, as rows; damage and bombs are refused."""

import io
import math
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import IO, Any

from django.utils.translation import gettext as _

from remit.core.errors import Invalid
from remit.engine.formats import FormatError
from remit.engine.formats.safe_xml import elements, local_name
from remit.interchange.compute.reading import refused
from remit.interchange.compute.sheets import MOST_COLUMNS, SheetCell, SheetRow, at_row

MOST_PARTS = 2000
MOST_UNPACKED = 128 * 1024 * 1024
LARGEST_PART = 96 * 1024 * 1024
_MEGABYTE = 1024 * 1024
_REFERENCE = re.compile(r"^([A-Z]{1,3})([1-9][0-9]{0,6})$")
_LETTERS = 26
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, OSError, RuntimeError, ValueError)


def is_zip(content: bytes) -> bool:
    """Return whether a file begins as workbooks do."""
    return content.startswith(b"PK\x03\x04")


def workbook_rows(content: bytes) -> tuple[Iterator[SheetRow], bool]:
    """Return the rows of the first sheet that is not hidden, and whether its days count from 1904.

    Raises `Invalid` for what is no workbook, for a damaged one, and for one that unpacks to too much.
    """
    try:
        book = zipfile.ZipFile(io.BytesIO(content))
        _check_size(book)
    except _DAMAGE:
        raise _damaged("") from None
    _check_kind(book)
    sheet, from_1904 = _first_sheet(book)
    return _rows(book, sheet, _strings(book)), from_1904


def _check_size(book: zipfile.ZipFile) -> None:
    parts = book.infolist()
    unpacked = sum(part.file_size for part in parts)
    if len(parts) > MOST_PARTS or unpacked > MOST_UNPACKED:
        message = _(
            "Unpacked the workbook has %(size)d MB in %(parts)d parts, more than a table of people needs: "
            "copy the table into a new workbook."
        )
        raise refused(message % {"size": unpacked // _MEGABYTE, "parts": len(parts)}, "bomb")
    if any(part.flag_bits & 1 for part in parts):
        raise refused(_("The file is protected by a password: save it without one."), "encrypted")


def _check_kind(book: zipfile.ZipFile) -> None:
    names = set(book.namelist())
    if "xl/workbook.xml" in names:
        return
    if "xl/workbook.bin" in names:
        kind = "XLSB"
    elif "content.xml" in names:
        kind = "OpenDocument"
    elif any(name.startswith("word/") for name in names):
        kind = "Word"
    else:
        kind = "ZIP"
    message = _("This is a %(kind)s file and no XLSX workbook: save the table as XLSX or CSV.")
    raise refused(message % {"kind": kind}, "format")


def _damaged(part: str) -> Invalid:
    where = f" ({part})" if part else ""
    message = _("The workbook is damaged%(where)s: open it in a spreadsheet and save it again as XLSX.")
    return refused(message % {"where": where}, "damaged")


def _part(book: zipfile.ZipFile, name: str, *wanted: str) -> Iterator[Any]:
    """Yield the wanted elements of a part; `Invalid` where it is missing, damaged or too large."""
    try:
        with book.open(name) as file:
            part: IO[bytes] = file
            yield from elements(part, frozenset(wanted), limit=LARGEST_PART)
    except (FormatError, KeyError, *_DAMAGE):
        raise _damaged(name) from None


def _attribute(element: Any, name: str) -> str:
    """Return an attribute by its local name."""
    return next((str(v) for k, v in element.attrib.items() if str(k).rsplit("}", 1)[-1] == name), "")


def _first_sheet(book: zipfile.ZipFile) -> tuple[str, bool]:
    from_1904, relation = False, ""
    for element in _part(book, "xl/workbook.xml", "workbookPr", "sheet"):
        if local_name(element) == "workbookPr":
            from_1904 = element.get("date1904") in {"1", "true"}
        elif not relation and element.get("state", "visible") == "visible":
            relation = _attribute(element, "id")
    for element in _part(book, "xl/_rels/workbook.xml.rels", "Relationship"):
        if relation and element.get("Id") == relation:
            target = element.get("Target", "")
            name = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            return name, from_1904
    raise refused(_("The workbook has no sheet that is not hidden."), "empty")


def _strings(book: zipfile.ZipFile) -> list[str]:
    name = "xl/sharedStrings.xml"
    if name not in book.namelist():
        return []
    found = []
    for element in _part(book, name, "si"):
        found.append(_text_of(element))
        element.clear()
    return found


def _text_of(element: Any) -> str:
    """Return the text of a string; what says only how it is pronounced is left out."""
    texts = (t for t in element.iter() if local_name(t) == "t" and local_name(t.getparent()) != "rPh")
    return "".join(t.text or "" for t in texts)


def _rows(book: zipfile.ZipFile, sheet: str, strings: list[str]) -> Iterator[SheetRow]:
    number = 0
    for element in _part(book, sheet, "row", "mergeCell"):
        if local_name(element) == "mergeCell":
            raise _merged(element.get("ref", ""))
        stated = element.get("r") or ""
        number = int(stated) if stated.isascii() and stated.isdigit() and len(stated) < 8 else number + 1  # noqa: PLR2004 - of a spreadsheet's rows
        yield SheetRow(number, _cells(element, number, strings, sheet))
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]


def _merged(place: str) -> Invalid:
    match = re.match(r"[A-Z]{1,3}([0-9]{1,7})", place)
    row = int(match[1]) if match else 1
    wrong = _("the cells %(cells)s are merged: which row they belong to cannot be told.") % {"cells": place}
    return at_row(row, wrong, _("Unmerge them and fill each."))


def _cells(row: Any, number: int, strings: list[str], sheet: str) -> tuple[SheetCell, ...]:
    found: dict[int, SheetCell] = {}
    place = -1
    for cell in row:
        if local_name(cell) != "c":
            continue
        place = _column(cell.get("r"), place + 1)
        value = _value(cell, number, strings, sheet)
        if value == "":
            continue
        if place >= MOST_COLUMNS:
            wrong = _("there is a value beyond column %(most)d.") % {"most": MOST_COLUMNS}
            raise at_row(number, wrong, _("Remove what does not belong to the table."), value=value)
        found[place] = value
    return tuple(found.get(place, "") for place in range(max(found, default=-1) + 1))


def _column(reference: str | None, following: int) -> int:
    match = _REFERENCE.match(reference or "")
    if match is None:
        return following
    column = 0
    for letter in match[1]:
        column = column * _LETTERS + ord(letter) - ord("A") + 1
    return column - 1


def _value(cell: Any, number: int, strings: list[str], sheet: str) -> SheetCell:
    kind = cell.get("t", "n")
    parts = {local_name(each): each for each in cell}
    if "f" in parts:
        wrong = _("there is a formula, whose result may be old.")
        mend = _("Copy the column and paste it as values.")
        raise at_row(number, wrong, mend, column=cell.get("r", ""), value=f"={parts['f'].text or ''}")
    if kind == "inlineStr":
        return _text_of(parts["is"]) if "is" in parts else ""
    raw = (parts["v"].text or "") if "v" in parts else ""
    if kind == "e":
        wrong = _("there is an error of the spreadsheet.")
        raise at_row(
            number, wrong, _("Mend the formula, or empty the cell."), column=cell.get("r", ""), value=raw
        )
    if raw == "" or kind in {"str", "d"}:
        return raw
    try:
        if kind == "s":
            return strings[int(raw)] if 0 <= int(raw) < len(strings) else _no(sheet)
        if kind == "b":
            return raw.strip() in {"1", "true"}
        number_of = float(raw)
    except ValueError:
        raise _damaged(sheet) from None
    return number_of if math.isfinite(number_of) else _no(sheet)


def _no(sheet: str) -> str:
    raise _damaged(sheet)
