"""The file of an archive: the same input makes the same bytes, and no byte of it can change unseen."""

import io
import random
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.closure.archive_format import MANIFEST, safe_path, stated, verify_archive, write_archive

FILES = {"index.html": b"<p>Bridge</p>", "tables/deliverables.csv": b"key\nDL-1\n", "empty.txt": b""}
FACTS = {"project": "P-1", "made_on": "2026-06-29"}


def made(files: dict[str, bytes] | None = None) -> bytes:
    out = io.BytesIO()
    write_archive(out, FILES if files is None else files, FACTS)
    return out.getvalue()


def proved(folder: Path, content: bytes) -> tuple[list[tuple[str, str]], int]:
    path = folder / "archive.zip"
    path.write_bytes(content)
    proof = verify_archive(path)
    return [(each.path, each.what) for each in proof.faults], proof.files


def test_it_verifies_and_any_other_program_reads_it(tmp_path: Path) -> None:
    content = made()
    assert proved(tmp_path, content) == ([], 3)
    with zipfile.ZipFile(io.BytesIO(content)) as read:
        assert read.testzip() is None
        assert {name: read.read(name) for name in FILES} == FILES
        assert read.namelist()[0] == MANIFEST


def test_the_same_input_makes_the_same_bytes_in_whatever_order_it_comes() -> None:
    assert made() == made(dict(reversed(FILES.items())))


def test_every_single_byte_that_is_altered_is_found_and_most_name_their_file(tmp_path: Path) -> None:
    content = made()
    for place in range(len(content)):
        altered = bytearray(content)
        altered[place] ^= 0x41
        faults, _count = proved(tmp_path, bytes(altered))
        assert faults, place
    at = content.index(b"DL-1\n")
    other = content[:at] + b"X" + content[at + 1 :]
    assert proved(tmp_path, other)[0] == [("tables/deliverables.csv", "its content was altered")]


@pytest.mark.parametrize("name", list(FILES)[:2])
def test_a_byte_that_is_added_or_taken_away_is_found_and_its_file_named(tmp_path: Path, name: str) -> None:
    content = made()
    at = content.index(FILES[name]) + 3
    added = proved(tmp_path, content[:at] + b"!" + content[at:])[0]
    assert added[0] == (name, "its content was altered: 1 byte more than written")
    taken = proved(tmp_path, content[:at] + content[at + 1 :])[0]
    assert taken[0] == (name, "its content was altered: 1 byte fewer than written")
    assert {path for path, _what in added + taken} <= {name, ""}


def test_a_file_that_is_missing_or_was_slipped_in_is_named(tmp_path: Path) -> None:
    content = made()
    name = "tables/deliverables.csv"
    short = content.replace(stated(name, FILES[name]).head + FILES[name], b"")
    assert len(short) < len(content)
    assert "tables/deliverables.csv" in [path for path, _what in proved(tmp_path, short)[0]]
    slipped = io.BytesIO(content)
    with zipfile.ZipFile(slipped, "a") as more:
        more.writestr("extra.txt", "slipped in")
    assert proved(tmp_path, slipped.getvalue())[0]


def test_bytes_before_and_behind_are_found(tmp_path: Path) -> None:
    content = made()
    assert proved(tmp_path, content + b"\0")[0] == [("", "1 byte stand behind its end")]
    assert proved(tmp_path, content[:-2])[0] == [("", "2 bytes of its end are missing")]
    assert proved(tmp_path, b"#!" + content)[0][0][0] == MANIFEST
    assert proved(tmp_path, b"")[0] == [("", "it is empty")]
    assert proved(tmp_path, b"PK\x03\x04" + b"\xff" * 40)[0][0][0] == MANIFEST


def test_a_manifest_that_was_altered_is_found_even_where_every_file_agrees(tmp_path: Path) -> None:
    content = made().replace(b"2026-06-29", b"2036-06-29")
    assert (MANIFEST, "its content was altered") in proved(tmp_path, content)[0]


@pytest.mark.parametrize("path", ["../up", "/root", "a//b", "a/../b", MANIFEST, "", "über.txt", "a\\b", "a/"])
def test_no_path_leads_out_of_an_archive(path: str) -> None:
    with pytest.raises(ValueError, match="holds no file"):
        made({path: b""})


@given(st.text(max_size=60))
@settings(max_examples=60)
def test_whatever_a_file_is_called_its_safe_name_can_stand_in_an_archive(name: str) -> None:
    assert len(made({safe_path(f"documents/{name}"): b"x"})) > 100


@given(
    st.dictionaries(st.sampled_from(["a", "b/c", "b/d.html", "e.csv"]), st.binary(max_size=60)), st.randoms()
)
@settings(max_examples=40)
def test_a_random_change_of_random_archives_is_found(files: dict[str, bytes], chance: random.Random) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis takes no folder of pytest's

    content = made(files)
    with tempfile.TemporaryDirectory() as folder:
        assert proved(Path(folder), content) == ([], len(files))
        place = chance.randrange(len(content) + 1)
        kind = chance.choice(["alter", "add", "take"])
        rest = content[place + (kind != "add") :]
        new = bytes([chance.randrange(256)]) if kind != "take" else b""
        changed = content[:place] + new + rest
        if changed != content:
            assert proved(Path(folder), changed)[0]
