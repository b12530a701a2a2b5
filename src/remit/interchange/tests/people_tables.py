"""Tables of people for tests: CSV by hand, XLSX part by part so that each part can be wrong."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

Cell = str | float | bool
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
HEAD = ["Name", "E-mail", "Title", "Unit", "Line manager", "Hours a week", "First day", "Last day"]


def csv_of(*rows: str, head: str = "Name,E-mail") -> bytes:
    return "\r\n".join([head, *rows, ""]).encode()


def letters(place: int) -> str:
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(ord("A") + rest) + text
    return text


def cell_xml(place: int, row: int, cell: Cell) -> str:
    at = f"{letters(place)}{row}"
    if isinstance(cell, bool):
        return f'<c r="{at}" t="b"><v>{int(cell)}</v></c>'
    if isinstance(cell, float | int):
        return f'<c r="{at}"><v>{cell}</v></c>'
    return f'<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'


def sheet_xml(rows: Sequence[Sequence[Cell]], after: str = "") -> str:
    lines = [
        f'<row r="{number}">{"".join(cell_xml(place, number, cell) for place, cell in enumerate(row))}</row>'
        for number, row in enumerate(rows, 1)
    ]
    return f'<worksheet xmlns="{MAIN}"><sheetData>{"".join(lines)}</sheetData>{after}</worksheet>'


def xlsx_of(
    *rows: Sequence[Cell],
    after: str = "",
    properties: str = "",
    parts: Mapping[str, str | bytes | None] | None = None,
) -> bytes:
    """Return a workbook of one sheet; `parts` replaces whole parts, or leaves them out with None."""
    relation = f'<Relationships xmlns="{RELATIONS.replace("officeDocument", "package")}">'
    stated: dict[str, str | bytes | None] = {
        "[Content_Types].xml": "<Types/>",
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}">{properties}<sheets>'
        '<sheet name="Old" sheetId="2" state="hidden" r:id="rId9"/><sheet name="People" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'{relation}<Relationship Id="rId1" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_xml(rows, after),
        **(parts or {}),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in stated.items():
            if content is not None:
                archive.writestr(name, content)
    return file.getvalue()
