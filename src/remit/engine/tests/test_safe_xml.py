"""XML from strangers: every way to hurt the reader ends in a refusal, quickly, and reads nothing else."""

import io
import time
from pathlib import Path

import pytest

from remit.engine.formats import FormatError, read_mspdi, safe_xml
from remit.engine.tests.plan_files import project, read, task


def bomb(inside: str) -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE Project [<!ENTITY a0 "ha">{entities}]>\n{inside}'.encode()


@pytest.mark.parametrize(
    "data",
    [
        bomb("<Project><Title>&a11;</Title></Project>"),
        bomb('<Project title="&a11;"/>'),
        b'<!DOCTYPE Project SYSTEM "http://127.0.0.1:9/plan.dtd"><Project/>',
        b"<!DOCTYPE Project><Project/>",
    ],
    ids=["bomb in text", "bomb in an attribute", "outside", "plain"],
)
def test_a_document_type_is_refused_at_once(data: bytes) -> None:
    begun = time.perf_counter()
    with pytest.raises(FormatError, match=r"DOCTYPE|amplification"):
        read(data)
    assert time.perf_counter() - begun < 1


def test_an_entity_never_reads_another_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    data = (
        f'<!DOCTYPE Project [<!ENTITY x SYSTEM "{secret.as_uri()}">]>\n<Project><Title>&x;</Title></Project>'
    )
    with pytest.raises(FormatError, match="DOCTYPE") as caught:
        read(data.encode())
    assert caught.value.line == 1
    assert "the secret" not in str(caught.value)


def test_an_inclusion_is_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret", encoding="utf-8")
    include = (
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" parse="text" href="{secret.as_uri()}"/>'
    )
    assert "the secret" not in read(project(task(1), Notes=include)).name


def test_a_file_over_the_limit_is_refused_without_being_read_to_its_end() -> None:
    class Endless(io.RawIOBase):
        taken = 0

        def read(self, size: int = -1) -> bytes:
            assert size > 0
            Endless.taken += size
            return b"<Project>" if Endless.taken == size else b" " * size

    with pytest.raises(FormatError, match=r"larger than 2 MB\. Split the plan") as caught:
        read_mspdi(Endless(), limit=2 * 1024 * 1024)  # type: ignore[arg-type]  # only read() is needed
    assert Endless.taken < 4 * 1024 * 1024
    assert caught.value.line is None


def test_a_file_just_within_the_limit_is_read() -> None:
    data = project(task(1))
    assert read(data, limit=len(data)).tasks
    with pytest.raises(FormatError, match="larger than"):
        read(data, limit=len(data) - 1)


def test_a_deeply_nested_file_is_refused_with_its_line() -> None:
    data = b"<Project>\n" + b"<a>" * safe_xml.DEEPEST + b"</a>" * safe_xml.DEEPEST + b"</Project>"
    with pytest.raises(FormatError, match="nested too deeply") as caught:
        read(data)
    assert caught.value.line == 2


def test_a_file_that_never_closes_what_it_opens_is_refused() -> None:
    with pytest.raises(FormatError, match="nested too deeply"):
        read(b"<Project>" + b"<a>" * 100_000)


def test_too_many_elements_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(safe_xml, "MOST_ELEMENTS", 100)
    with pytest.raises(FormatError, match="too many elements"):
        read(project(*(task(number) for number in range(1, 30))))


@pytest.mark.parametrize(
    ("data", "line", "message"),
    [
        (b"", None, "no element found"),
        (b"plan", 1, "Start tag expected"),
        (b"PK\x03\x04\x14\x00", 1, "not well-formed XML"),
        (b"<Project>\n<Tasks>\n<Task></Tasks>\n</Project>", 3, "mismatch"),
        (b"<Project>\n<Title>&#0;</Title></Project>", 2, "not well-formed XML"),
        (b'<?xml version="1.0" encoding="klingon"?><Project/>', 1, "Unsupported encoding"),
        (
            b'<?xml version="1.0" encoding="UTF-8"?>\n<Project><Title>\xff\xfe</Title></Project>',
            2,
            "Invalid bytes",
        ),
        (b"<Project><Title>" + b"x" * 11_000_000 + b"</Title></Project>", 1, "too long"),
    ],
)
def test_what_is_not_well_formed_is_refused_with_its_line(
    data: bytes, line: int | None, message: str
) -> None:
    with pytest.raises(FormatError, match=message) as caught:
        read(data)
    assert caught.value.line == line
    assert "Export the plan again" in str(caught.value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "windows-1252", "iso-8859-1"])
def test_a_file_is_read_in_the_encoding_that_it_states(encoding: str) -> None:
    text = project(task(1, name="Café für Ärzte")).decode().replace("UTF-8", encoding)
    assert read(text.encode(encoding)).tasks[0].activity.name == "Café für Ärzte"


def test_a_byte_order_mark_is_no_part_of_the_plan() -> None:
    assert read("\ufeff".encode() + project(task(1))).name == "Plan"


def test_comments_and_instructions_are_passed_over() -> None:
    data = project(task(1, name="Dig<!-- a note -->ging")).replace(
        b"<Tasks>", b"<?hint x?><!-- note --><Tasks>"
    )
    assert read(data).tasks[0].activity.name == "Digging"


@pytest.mark.parametrize("raw", ["9" * 30, "1e3", "0x10", "١٢x"])
def test_a_number_that_is_none_is_refused(raw: str) -> None:
    with pytest.raises(FormatError, match="which is not a whole number"):
        read(project(task(1, Priority=raw)))
