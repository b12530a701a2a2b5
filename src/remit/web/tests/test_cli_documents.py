"""Documents on the command line: listed, put in, taken out, approved; and what the doctor finds of them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.documents import storage
from remit.documents.models import DocumentVersion
from remit.documents.operations.versions import send_to_review
from remit.documents.tests.hostile import PDF
from remit.web import cli
from remit.web.cli.doctor import _documents

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


@pytest.fixture(autouse=True)
def own_store(tmp_path: Path) -> Iterator[storage.DiskStore]:
    kept = storage.DiskStore(tmp_path / "documents", tmp_path / "incoming")
    with patch.object(storage, "disk_store", return_value=kept):
        yield kept


@pytest.fixture
def here(lasting_world: World, tmp_path: Path) -> World:
    """The bridge with a manager and a sponsor, and a file to put in."""
    lasting_world.people.clear()
    lasting_world.give("Ada", "project-manager")
    lasting_world.give("Sam", "sponsor")
    (tmp_path / "plan.pdf").write_bytes(PDF)
    return lasting_world


def said(capsys: Capture, *words: str, code: int = 0) -> dict[str, Any]:
    assert cli.main(["--json", *words]) == code
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_a_file_goes_in_is_listed_and_comes_out_as_it_was(
    here: World, capsys: Capture, tmp_path: Path
) -> None:
    plan, out = tmp_path / "plan.pdf", tmp_path / "out.pdf"
    address = here.person("Ada").email
    made = said(capsys, "document", "add", "P-1", str(plan), "--owner", address, "--title", "The plan")
    assert (made["document"], made["version"]) == ("P-1/DO-1", 1)
    listed = said(capsys, "document", "list", "p-1")["documents"]
    assert [(each["key"], each["title"], each["state"]) for each in listed] == [
        ("P-1/DO-1", "The plan", "draft")
    ]
    taken = said(capsys, "document", "get", "p-1/do-1", str(out))
    assert (out.read_bytes(), taken["sha256"]) == (PDF, made["sha256"])
    plan.write_bytes(PDF + b"\n%%EOF\n")
    assert said(capsys, "document", "add", "P-1/DO-1", str(plan), "--note", "More")["version"] == 2
    said(capsys, "document", "get", "P-1/DO-1", str(out), "--version", "1")
    assert out.read_bytes() == PDF


def test_what_is_wrong_is_said_with_its_exit_code(here: World, capsys: Capture, tmp_path: Path) -> None:
    evil = tmp_path / "page.html"
    evil.write_bytes(b"<script>alert(1)</script>")
    address = here.person("Ada").email
    wrong = said(capsys, "document", "add", "P-1", str(evil), "--owner", address, code=1)
    assert "PDF or PNG" in wrong["error"]["message"]
    assert said(capsys, "document", "list", "P-1")["documents"] == []
    assert (
        "--owner"
        in said(capsys, "document", "add", "P-1", str(tmp_path / "plan.pdf"), code=1)["error"]["message"]
    )
    said(capsys, "document", "get", "P-1/DO-9", code=3)
    said(capsys, "document", "get", "DO-9", code=3)
    said(capsys, "document", "list", "P-9", code=3)


def test_an_approval_is_in_the_name_of_the_approver_and_of_nobody_else(
    here: World, capsys: Capture, tmp_path: Path
) -> None:
    ada, sam = here.person("Ada"), here.person("Sam")
    said(capsys, "document", "add", "P-1", str(tmp_path / "plan.pdf"), "--owner", ada.email)
    said(capsys, "document", "approve", "P-1/DO-1", "--by", sam.email, code=3)
    version = DocumentVersion.objects.select_related("document__project__scope").get()
    send_to_review(version, reviewers=[], approver=sam, seen=1, actor=here.actor("Ada"))
    said(capsys, "document", "approve", "P-1/DO-1", "--by", ada.email, code=1)
    assert said(capsys, "document", "approve", "P-1/DO-1", "--by", sam.email)["state"] == "approved"
    event = AuditEvent.objects.filter(operation="documents.approve_version").get()
    assert (event.actor_key, event.actor_name) == (sam.key, "Sam (command line)")


def test_the_doctor_finds_what_is_lost_and_what_was_altered(
    here: World, capsys: Capture, tmp_path: Path, own_store: storage.DiskStore
) -> None:
    said(capsys, "document", "add", "P-1", str(tmp_path / "plan.pdf"), "--owner", here.person("Ada").email)
    assert _documents()[0] == "ok"
    place = own_store.path(DocumentVersion.objects.get().sha256)
    place.write_bytes(b"altered")
    assert _documents()[1].startswith("1 contents are not what they were")
    place.unlink()
    assert _documents()[1].startswith("1 of 1 contents are lost")
