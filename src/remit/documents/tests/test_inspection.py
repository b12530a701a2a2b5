"""What is kept of files and what is refused, by name and by content; nothing here needs a database."""

import contextlib
import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.core.errors import Invalid
from remit.documents.inspection import KINDS, inspect_file, inspect_text
from remit.documents.inspection.names import LONGEST, RESERVED, clean_name
from remit.documents.tests.hostile import GIF, PDF, REFUSED, TAKEN, Hostile, docx, jpeg, odt, packed, png

MOST = 50 * 1024 * 1024


def webp() -> bytes:
    body = b"VP8L" + struct.pack("<I", 6) + b"\x2f" + struct.pack("<I", 1 | 1 << 14) + b"\0"
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


@pytest.mark.parametrize("each", REFUSED, ids=lambda each: each.what)
def test_it_is_refused_with_what_is_wrong(each: Hostile) -> None:
    with pytest.raises(Invalid) as refusal:
        inspect_file(io.BytesIO(each.content), each.name, most_bytes=MOST)
    assert refusal.value.errors[0].code == each.code
    assert refusal.value.errors[0].field == "file"


@pytest.mark.parametrize("each", TAKEN, ids=lambda each: each.what)
def test_it_is_taken_under_a_harmless_name_and_told(each: Hostile) -> None:
    found = inspect_file(io.BytesIO(each.content), each.name, most_bytes=MOST)
    assert found.name == each.kept_as
    assert found.told == each.told


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.pdf", PDF),
        ("a.png", png()),
        ("a.jpeg", jpeg()),
        ("a.gif", GIF),
        ("a.webp", webp()),
        ("a.txt", "Grüße\r\n".encode()),
        ("a.txt", b"\xef\xbb\xbfwith a mark"),
        ("a.csv", b"when,what\n2026-06-01,-5.2\n"),
        ("A.DOCX", docx()),
        ("chart.docx", docx(word__embeddings__sheet_xlsx=packed({"xl/workbook.xml": "<a/>"}))),
        ("a.odt", odt()),
    ],
)
def test_honest_files_are_taken(name: str, content: bytes) -> None:
    found = inspect_file(io.BytesIO(content), name, most_bytes=MOST)
    assert (found.size, found.told) == (len(content), ())
    assert found.content_type == KINDS[name.rpartition(".")[2].lower()].content_type


def test_a_file_beyond_the_limit_is_refused_before_it_is_looked_at() -> None:
    with pytest.raises(Invalid, match="larger than 1 MB"):
        inspect_file(io.BytesIO(b"x" * (1024 * 1024 + 1)), "a.pdf", most_bytes=1024 * 1024)


def test_a_webp_that_goes_on_behind_its_end_is_two_things() -> None:
    with pytest.raises(Invalid) as refusal:
        inspect_file(io.BytesIO(webp() + b"more"), "a.webp", most_bytes=MOST)
    assert refusal.value.errors[0].code == "polyglot"


@given(st.text(max_size=300))
def test_a_cleaned_name_is_one_name_without_a_path_and_stays_as_it_is(name: str) -> None:
    cleaned = clean_name(name + ".pdf")
    assert cleaned == clean_name(cleaned)
    assert not set(cleaned) & set('/\\\0\r\n"<>|:*?')
    assert not cleaned.startswith(".")
    assert cleaned.partition(".")[0].lower() not in RESERVED
    assert 1 < len(cleaned) <= LONGEST


@given(
    st.sampled_from(sorted(KINDS)),
    st.binary(max_size=400),
    st.sampled_from([PDF, png(), jpeg(), GIF, docx(), b""]),
)
def test_any_bytes_are_taken_or_refused_and_nothing_else(ending: str, noise: bytes, begins: bytes) -> None:
    for content in (noise, begins + noise, begins[: len(noise)] + noise):
        # every other kind of exception fails the test
        with contextlib.suppress(Invalid):
            assert inspect_file(io.BytesIO(content), f"a.{ending}", most_bytes=MOST).size == len(content)


def test_a_text_is_kept_as_markdown_with_its_lines_as_they_are() -> None:
    found, content = inspect_text("# Plan\r\n\r\n  indented\n\n")
    assert content == b"# Plan\n\n  indented\n"
    assert (found.content_type, found.name) == ("text/markdown", "")
    with pytest.raises(Invalid, match="Write something"):
        inspect_text(" \n ")
