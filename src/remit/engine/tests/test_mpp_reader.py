"""Microsoft Project's own files: read where MPXJ and Java are there, refused with what is missing elsewhere."""

import importlib.util
import shutil
from pathlib import Path

import pytest

from remit.engine.formats import FormatError, format_of, mpp_reader, read_plan
from remit.engine.tests.plan_files import project, task, wait_for

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def test_mpp_is_known_by_how_it_begins() -> None:
    assert format_of(OLE + bytes(100), "plan.xml").name == "mpp"


def test_without_the_extra_it_is_said_what_is_missing_and_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    with pytest.raises(FormatError, match=r"pip install 'remit\[mpp\]'.* Save As and the type XML"):
        read_plan(OLE + bytes(1000))


def test_without_java_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: object())
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    monkeypatch.delenv("JAVA_HOME", raising=False)
    with pytest.raises(FormatError, match="needs Java"):
        read_plan(OLE + bytes(1000))


def with_mpxj() -> None:
    missing = mpp_reader.why_not()
    if missing:
        pytest.skip(f"skipped: {missing}")


def test_what_mpxj_cannot_read_is_refused_in_words() -> None:
    with_mpxj()
    with pytest.raises(FormatError, match="MPXJ cannot read"):
        read_plan(OLE + bytes(5000))


def test_a_plan_comes_through_mpxj(tmp_path: Path) -> None:
    """MPXJ tells formats by their content, so that any plan shows that the way through it works."""
    with_mpxj()
    source, target = tmp_path / "plan.mpp", tmp_path / "plan.xml"
    source.write_bytes(project(task(1, name="Dig"), task(2, wait_for(1), name="Pour")))
    mpp_reader._convert(source, target)
    assert [each.activity.name for each in read_plan(target).tasks] == ["Dig", "Pour"]
