"""Which format a file is in is told by what it holds, whatever it is called."""

import io
from pathlib import Path
from typing import Any

import pytest

from remit.engine.formats import FORMATS, FormatError, format_named, format_of, read_plan
from remit.engine.tests.plan_files import project, task

PLAN = project(task(1, name="Dig"), task(2, name="Pour"))


@pytest.mark.parametrize(
    "head",
    [
        b"<Project>",
        b'<?xml version="1.0"?>\n<!-- a > comment --> <Project xmlns="x">',
        b"\xef\xbb\xbf<?xml version='1.0'?><p:Project xmlns:p='x'>",
        '<?xml version="1.0" encoding="UTF-16"?><Project>'.encode("utf-16"),
    ],
)
def test_microsoft_project_xml_is_known_by_its_root(head: bytes) -> None:
    assert format_of(head, "plan.xer").name == "mspdi"


@pytest.mark.parametrize("kind", ["path", "text", "bytes", "file"])
def test_a_plan_is_read_from_a_path_from_bytes_and_from_an_open_file(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.dat"
    path.write_bytes(PLAN)
    sources: dict[str, Any] = {"path": path, "text": str(path), "bytes": PLAN, "file": io.BytesIO(PLAN)}
    assert [each.activity.name for each in read_plan(sources[kind]).tasks] == ["Dig", "Pour"]


def test_a_large_file_is_read_on_after_its_beginning() -> None:
    many = project(*(task(number) for number in range(1, 400)))
    assert len(read_plan(many).tasks) == 399


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"  \n", "empty"),
        (b"%PDF-1.7", "neither well-formed XML"),
        (b"\x00" * 5000, "neither well-formed XML"),
    ],
)
def test_what_is_no_plan_is_refused_with_the_formats_that_are_read(content: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_plan(content)


def test_a_file_above_the_limit_is_refused_before_it_is_opened(tmp_path: Path) -> None:
    path = tmp_path / "large.xml"
    with path.open("wb") as file:
        file.truncate(2_000_000)  # sparse: holds nothing
    with pytest.raises(FormatError, match="larger than 1 MB"):
        read_plan(path, limit=1024 * 1024)


def test_formats_have_names_of_their_own_and_are_found_by_them() -> None:
    assert len({each.name for each in FORMATS}) == len(FORMATS)
    assert all(format_named(each.name) is each for each in FORMATS)
    with pytest.raises(FormatError, match="mspdi"):
        format_named("nonsense")
