"""Files of people that cannot be taken in: each says row, column, value and mend, and nothing is written."""

import io
import zipfile
from collections.abc import Callable, Mapping, Sequence

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid
from remit.interchange.compute.sheets import MOST_BYTES, MOST_ROWS, WrongRows
from remit.interchange.operations.people import import_people, preview_people
from remit.interchange.tests.people_tables import Cell, csv_of, sheet_xml, xlsx_of
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.people.operations.units import close_unit

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
ADA = ["Ada", "ada@acme.example"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512)
BOMB_XML = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "ha">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + "]><worksheet><sheetData><row><c t='inlineStr'><is><t>&i;</t></is></c></row></sheetData></worksheet>"
)


def sheet(*rows: Sequence[Cell], after: str = "") -> bytes:
    return xlsx_of(["Name", "E-mail"], *rows, after=after)


def part(name: str, content: str | bytes | None) -> bytes:
    return xlsx_of(["Name", "E-mail"], ADA, parts={name: content})


def zip_of(parts: Mapping[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return file.getvalue()


def encrypted() -> bytes:
    content = bytearray(sheet(ADA))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + offset] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def one_million_rows() -> bytes:
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(2, 1_000_001))
    head = '<row r="1"><c r="A1" t="inlineStr"><is><t>E-mail</t></is></c></row>'
    xml = f"<worksheet><sheetData>{head}{rows}</sheetData></worksheet>"
    return part("xl/worksheets/sheet1.xml", xml)


SHEET = "xl/worksheets/sheet1.xml"
WORKBOOK = "xl/workbook.xml"

# name -> (file, row or 0 where the file as a whole is at fault, words that the message must hold)
CORPUS: dict[str, tuple[bytes | Callable[[], bytes], int, tuple[str, ...]]] = {
    "nothing": (b"", 0, ("empty", "first row")),
    "only a byte order mark": (b"\xef\xbb\xbf", 0, ("empty",)),
    "only blank lines": (b"\r\n , \r\n\r\n", 2, ("no column says who",)),
    "only a head": (csv_of(), 0, ("names columns and nobody",)),
    "too large": (b"Name,E-mail\r\n" + b"x" * MOST_BYTES, 0, ("larger than 16 MB", "split")),
    "Latin-1": ("Name,E-mail\r\nJosé,j@a.example\r\n".encode("latin-1"), 2, ("0xE9", "UTF-8", "Jos")),
    "cut inside a character": ("Name,E-mail\nZoë".encode()[:-1], 2, ("UTF-8",)),
    "UTF-16 without a mark": ("Name,E-mail\r\nAda,a@a.example".encode("utf-16-le"), 1, ("NUL",)),
    "NUL in a value": (b"Name,E-mail\r\nA\0da,a@a.example\r\n", 2, ("NUL", "CSV UTF-8")),
    "an old Excel file": (OLE, 0, ("old Excel file", "XLSX")),
    "a PDF": (b"%PDF-1.7 ...", 0, ("PDF", "XLSX or CSV")),
    "a web page": (b"<html><table><tr><td>Name</td></tr></table>", 0, ("HTML",)),
    "JSON": (b'[{"name": "Ada"}]'[1:], 0, ("JSON",)),
    "no head": (b"Ada,ada@a.example\r\nBen,ben@a.example\r\n", 1, ("no column says who", "E-mail")),
    "no column for the address": (csv_of("Ada,Dr", head="Name,Title"), 1, ("neither 'E-mail' nor 'Key'",)),
    "the same column twice": (
        csv_of("Ada,a@a.example,b@a.example", head="Name,E-mail,Mail"),
        1,
        ("E-mail", "two columns"),
    ),
    "unknown delimiter": (b"Name#E-mail\r\nAda#a@a.example\r\n", 1, ("no column says who",)),
    "too few values": (csv_of("Ada"), 2, ("1 values", "2 columns")),
    "too many values": (csv_of("Ada, Dr,a@a.example"), 2, ("3 values", "quotation marks")),
    "a quotation that never ends": (csv_of('"Ada,a@a.example'), 2, ("quotation marks",)),
    "text after a quotation": (csv_of('"Ada"x,a@a.example'), 2, ("quotation marks",)),
    "a huge cell": (csv_of(f"{'A' * 200_000},a@a.example"), 2, ("longer than",)),
    "a long name": (csv_of(f"{'A' * 201},a@a.example"), 2, ("Name", "201", "at most 200")),
    "a formula in CSV": (csv_of("=cmd|'/c calc'!A0,a@a.example"), 2, ("=cmd", "formula", "apostrophe")),
    "another formula": (csv_of("@SUM(A1),a@a.example"), 2, ("@SUM", "formula")),
    "text turned round": (csv_of("Ada\u202egpj,a@a.example"), 2, ("U+202E", "Name")),
    "no address": (csv_of("Ada,nowhere"), 2, ("E-mail", "'nowhere'", "name@example.org")),
    "nobody named": (csv_of("Ada,"), 2, ("E-mail", "nobody is named")),
    "nobody new without a name": (csv_of(",new@a.example"), 2, ("Name", "no name")),
    "the same address twice": (
        csv_of("Ada,a@a.example", "Ben,A@A.example"),
        3,
        ("row 2", "'A@A.example'", "Remove one"),
    ),
    "a key that is none": (csv_of("Ada,a@a.example,12", head="Name,E-mail,Key"), 2, ("Key", "'12'", "U-12")),
    "a key of nobody": (csv_of("Ada,a@a.example,U-999", head="Name,E-mail,Key"), 2, ("'U-999'", "nobody here")),
    "an address of somebody else": (
        csv_of("Ann,ben@acme.example,U-1", head="Name,E-mail,Key"),
        2,
        ("belongs to Ben",),
    ),
    "an unknown unit": (
        csv_of("Ada,a@a.example,Enginering", head="Name,E-mail,Unit"),
        2,
        ("Unit", "'Enginering'", "Did you mean 'Engineering'"),
    ),
    "a closed unit": (csv_of("Ada,a@a.example,Attic", head="Name,E-mail,Unit"), 2, ("'Attic'", "closed")),
    "an unknown manager": (
        csv_of("Ada,a@a.example,nobody@a.example", head="Name,E-mail,Line manager"),
        2,
        ("Line manager", "'nobody@a.example'", "nobody of this address"),
    ),
    "a manager of whom there are two": (
        csv_of("Ada,a@a.example,Sam", "Sam,s1@a.example,", "Sam,s2@a.example,", head="Name,E-mail,Line manager"),
        2,
        ("2 people", "e-mail address"),
    ),
    "one's own manager": (
        csv_of("Ada,a@a.example,a@a.example", head="Name,E-mail,Line manager"),
        2,
        ("own line manager",),
    ),
    "managers in a circle": (
        csv_of(
            "Ada,a@a.example,b@a.example",
            "Bo,b@a.example,c@a.example",
            "Cy,c@a.example,a@a.example",
            head="Name,E-mail,Line manager",
        ),
        2,
        ("circle", "Ada → Bo → Cy → Ada"),
    ),
    "a circle through somebody here": (
        csv_of("Ann,ann@acme.example,ben@acme.example", head="Name,E-mail,Line manager"),
        2,
        ("circle", "Ann", "Ben"),
    ),
    "a manager who left": (
        csv_of("Ada,a@a.example,gone@acme.example", head="Name,E-mail,Line manager"),
        2,
        ("Gone has left",),
    ),
    "a day of another order": (
        csv_of("Ada,a@a.example,12/18/2026", head="Name,E-mail,First day"),
        2,
        ("First day", "'12/18/2026'", "2026-12-18"),
    ),
    "a day that never is": (
        csv_of("Ada,a@a.example,2026-02-30", head="Name,E-mail,First day"),
        2,
        ("'2026-02-30'", "no day"),
    ),
    "a day of another age": (
        csv_of("Ada,a@a.example,0026-02-03", head="Name,E-mail,First day"),
        2,
        ("between 1900 and 2200",),
    ),
    "left before coming": (
        csv_of("Ada,a@a.example,2026-02-03,2026-02-02", head="Name,E-mail,First day,Last day"),
        2,
        ("Last day", "before the first day"),
    ),
    "hours that are words": (csv_of("Ada,a@a.example,full", head="Name,E-mail,Hours a week"), 2, ("'full'", "37.5")),
    "hours beyond a week": (csv_of("Ada,a@a.example,169", head="Name,E-mail,Hours a week"), 2, ("0 and 168",)),
    "hours that are no number": (csv_of("Ada,a@a.example,NaN", head="Name,E-mail,Hours a week"), 2, ("'NaN'",)),
    "neither yes nor no": (csv_of("Ada,a@a.example,maybe", head="Name,E-mail,External"), 2, ("'maybe'", "yes")),
    "no workbook": (zip_of({"plan.txt": b"hello"}), 0, ("ZIP", "XLSX or CSV")),
    "OpenDocument": (zip_of({"content.xml": b"<x/>", "mimetype": b"a"}), 0, ("OpenDocument",)),
    "Word": (zip_of({"word/document.xml": b"<x/>"}), 0, ("Word",)),
    "a binary workbook": (zip_of({"xl/workbook.bin": b"x"}), 0, ("XLSB",)),
    "a workbook cut off": (lambda: sheet(ADA)[:-200], 0, ("damaged", "save it again")),
    "a part overwritten": (lambda: sheet(ADA).replace(b"xl/workbook", b"xl/w\0\0kbook"), 0, ("XLSX",)),
    "a password": (encrypted, 0, ("password",)),
    "a bomb of zeros": (lambda: part("xl/media/image1.png", bytes(130 * 1024 * 1024)), 0, ("130 MB", "new workbook")),
    "a bomb of parts": (lambda: zip_of({f"xl/{n}": b"" for n in range(2001)}), 0, ("2001 parts",)),
    "a bomb of entities": (part(SHEET, BOMB_XML), 0, ("damaged", "sheet1.xml")),
    "a sheet that is no XML": (part(SHEET, "Name;E-mail"), 0, ("damaged", "sheet1.xml")),
    "a sheet that is missing": (part(SHEET, None), 0, ("damaged", "sheet1.xml")),
    "a workbook without sheets": (part(WORKBOOK, "<workbook><sheets/></workbook>"), 0, ("no sheet",)),
    "an empty sheet": (part(SHEET, sheet_xml([])), 0, ("empty",)),
    "a string that is not there": (
        part(SHEET, '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>7</v></c></row></sheetData></worksheet>'),
        0,
        ("damaged",),
    ),
    "a number that is none": (
        part(SHEET, '<worksheet><sheetData><row r="1"><c r="A1"><v>1e999</v></c></row></sheetData></worksheet>'),
        0,
        ("damaged",),
    ),
    "merged cells": (
        lambda: sheet(ADA, after='<mergeCells count="1"><mergeCell ref="A2:A3"/></mergeCells>'),
        2,
        ("A2:A3", "merged", "Unmerge"),
    ),
    "a formula in a workbook": (
        part(
            SHEET,
            sheet_xml([["Name", "E-mail"]]).replace(
                "</sheetData>", '<row r="2"><c r="A2"><f>HYPERLINK("http://x")</f><v>1</v></c></row></sheetData>'
            ),
        ),
        2,
        ("A2", "=HYPERLINK", "paste it as values"),
    ),
    "an error of the spreadsheet": (
        part(
            SHEET,
            sheet_xml([["Name", "E-mail"]]).replace(
                "</sheetData>", '<row r="2"><c r="B2" t="e"><v>#REF!</v></c></row></sheetData>'
            ),
        ),
        2,
        ("B2", "#REF!"),
    ),
    "the day that never was": (xlsx_of(["E-mail", "Name", "First day"], ["a@a.example", "Ada", 60]), 2, ("'60'",)),
    "a day with an hour": (xlsx_of(["E-mail", "Name", "First day"], ["a@a.example", "Ada", 46000.5]), 2, ("no day",)),
    "a value far to the right": (
        lambda: xlsx_of(["E-mail", "Name"], ["a@a.example", "Ada", *[""] * 300, "x"]),
        2,
        ("column 200", "'x'"),
    ),
    "a million rows": (one_million_rows, MOST_ROWS + 2, (f"more than {MOST_ROWS} rows", "several files")),
}  # fmt: skip


@pytest.fixture
def firm(world: World) -> World:
    """Ann manages Ben; Gone has left; Engineering is open, Attic closed."""
    for name in ("Ann", "Ben", "Gone"):
        person = world.person(name)
        change_person(person, version=person.version, actor=SYSTEM, email=f"{name.lower()}@acme.example")
        person.refresh_from_db()
    ben, gone = world.person("Ben"), world.person("Gone")
    change_person(ben, version=ben.version, actor=SYSTEM, line_manager=world.person("Ann"))
    left_on = world.project.starts_on
    change_person(gone, version=gone.version, actor=SYSTEM, left_on=left_on)
    create_unit(world.organisation, name="Engineering", actor=SYSTEM)
    attic = create_unit(world.organisation, name="Attic", actor=SYSTEM)
    close_unit(attic, version=1, on=left_on, actor=SYSTEM)
    return world


@pytest.mark.parametrize("name", CORPUS)
def test_a_file_that_cannot_be_taken_in_says_where_and_how_to_mend_it_and_writes_nothing(
    firm: World, census: Callable[[], dict[str, int]], name: str
) -> None:
    made, row, words = CORPUS[name]
    content = made if isinstance(made, bytes) else made()
    before = census()
    for act in (preview_people, import_people):
        with pytest.raises(Invalid) as refusal:
            act(io.BytesIO(content), "staff.csv", firm.organisation, actor=SYSTEM)
        error = refusal.value
        if row:
            assert isinstance(error, WrongRows)
            assert [fault.row for fault in error.faults][:1] == [row], error.faults
            message = error.faults[0].words
            assert message.startswith(f"Row {row}")
            assert error.faults[0].wrong
            assert error.faults[0].mend
        else:
            assert not isinstance(error, WrongRows)
            message = error.message
            assert error.errors[0].field == "file"
        assert [word for word in words if word not in message] == [], message
    assert census() == before


def test_the_corpus_has_at_least_thirty_files() -> None:
    assert len(CORPUS) >= 60


def test_every_value_at_fault_is_named_at_once(firm: World) -> None:
    content = csv_of("Ada,nowhere,169", "Bo,b@a.example,x", ",c@,1", head="Name,E-mail,Hours a week")
    with pytest.raises(WrongRows) as refusal:
        preview_people(io.BytesIO(content), "staff.csv", firm.organisation, actor=SYSTEM)
    found = [(fault.row, fault.column) for fault in refusal.value.faults]
    assert found == [(2, "E-mail"), (2, "Hours a week"), (3, "Hours a week"), (4, "E-mail")]
