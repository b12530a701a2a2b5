"""Hostile files by page and by API: each is refused clearly, or taken harmlessly; nothing half-written stays."""

import json
from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.uploads import limit_of
from remit.documents.models import Document, DocumentVersion
from remit.documents.operations.documents import begin_document
from remit.documents.storage import DiskStore
from remit.documents.tests.hostile import PDF, REFUSED, TAKEN, Hostile, png

pytestmark = pytest.mark.django_db
ALL = "/projects/P-1/documents/"
BOUNDARY = "frontier"


@pytest.fixture
def ada(lasting_world: World) -> Client:
    """The manager of the bridge, signed in."""
    lasting_world.people.clear()
    lasting_world.give("Ada", "project-manager")
    begin_document(
        lasting_world.project, title="Plan", owner=lasting_world.person("Ada"), actor=system_actor()
    )
    return lasting_world.client("Ada")


def body(name: str, content: bytes, **fields: str) -> bytes:
    """Return a form as a program sends it: the name stands there as it is, whatever it is."""
    shown = name.replace("\\", "\\\\").replace('"', '\\"')
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="file"; filename="{shown}"\r\n'
    parts.append(head.encode() + b"Content-Type: application/octet-stream\r\n\r\n" + content + b"\r\n")
    return b"".join(parts) + f"--{BOUNDARY}--\r\n".encode()


def send(client: Client, path: str, name: str, content: bytes, **fields: str) -> object:
    return client.generic(
        "POST", path, body(name, content, **fields), content_type=f"multipart/form-data; boundary={BOUNDARY}"
    )


@pytest.mark.parametrize("each", REFUSED, ids=lambda each: each.what)
def test_it_is_refused_by_page_and_by_api_and_nothing_is_kept(
    ada: Client, own_store: DiskStore, each: Hostile
) -> None:
    page = ada.post(f"{ALL}DO-1/versions/new/", {"seen": "0", "file": _file(each)})
    answer = send(ada, "/api/v1/projects/P-1/documents/DO-1/versions", each.name, each.content)
    problem = json.loads(answer.content)  # type: ignore[attr-defined]  # a response of the client
    assert (page.status_code, answer.status_code) == (422, 422)  # type: ignore[attr-defined]  # as above
    assert problem["errors"][0]["field"] == "file"
    assert problem["errors"][0]["code"] == each.code
    assert problem["detail"].endswith(".")
    assert 'id="id_file_error"' in page.content.decode()
    assert not DocumentVersion.objects.exists()
    assert list(own_store.kept()) == []
    assert not own_store.beside.exists() or list(own_store.beside.iterdir()) == []


def _file(each: Hostile) -> object:
    from django.core.files.uploadedfile import SimpleUploadedFile  # noqa: PLC0415 - beside its one use

    return SimpleUploadedFile(each.name, each.content)


@pytest.mark.parametrize(
    "each", [each for each in TAKEN if "\r" not in each.name], ids=lambda each: each.what
)
def test_it_is_taken_and_leaves_only_to_be_saved(ada: Client, each: Hostile) -> None:
    answer = send(ada, "/api/v1/projects/P-1/documents/DO-1/versions", each.name, each.content, note="First")
    assert answer.status_code == 201, answer.content  # type: ignore[attr-defined]  # a response of the client
    kept = DocumentVersion.objects.get()
    assert kept.file_name.endswith(each.kept_as[-20:])
    assert kept.told == list(each.told)
    response = ada.get(f"{ALL}DO-1/versions/1/file")
    assert b"".join(response.streaming_content) == each.content  # type: ignore[attr-defined]  # a file
    assert response.headers["Content-Disposition"].startswith("attachment")
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response.headers["Content-Security-Policy"]
    assert ada.get(f"{ALL}DO-1/").status_code == 200


def test_a_script_in_markdown_is_shown_as_it_was_typed(ada: Client) -> None:
    text = "# Plan\n\n<script>alert(1)</script> [x](javascript:alert(1)) [y](https://remit.example/a)"
    ada.post(f"{ALL}DO-1/versions/new/", {"seen": "0", "text": text})
    page = ada.get(f"{ALL}DO-1/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert 'href="javascript' not in page
    assert '<a href="https://remit.example/a"' in page


def test_only_a_picture_is_shown_by_its_address(ada: Client) -> None:
    send(ada, f"{ALL}upload", "site.png", png())
    send(ada, f"{ALL}upload", "plan.pdf", PDF)
    shown = ada.get(f"{ALL}DO-2/versions/1/picture")
    assert (shown.headers["Content-Type"], shown.headers["Content-Disposition"]) == ("image/png", "inline")
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    shown.close()
    assert ada.get(f"{ALL}DO-3/versions/1/picture").status_code == 404
    assert [each.title for each in Document.objects.order_by("pk")] == ["Plan", "site", "plan"]


class Unread:
    """A body that must not be read."""

    def read(self, size: int = -1) -> bytes:
        del size
        raise AssertionError

    readline = read


@pytest.mark.parametrize(
    "path", [f"{ALL}upload", f"{ALL}DO-1/versions/new/", "/api/v1/projects/P-1/documents/DO-1/versions"]
)
def test_two_gigabytes_are_refused_by_their_stated_length_before_a_byte_is_read(
    ada: Client, path: str
) -> None:
    unread: dict[str, Any] = {"wsgi.input": Unread()}
    answer = ada.post(
        path, data=b"", content_type=f"multipart/form-data; boundary={BOUNDARY}",
        CONTENT_LENGTH=str(2 * 1024**3), **unread,
    )  # fmt: skip
    assert answer.status_code == 413
    assert "larger than 50 MB" in answer.content.decode()


def test_what_grows_beyond_the_limit_while_it_arrives_is_dropped(
    ada: Client, own_store: DiskStore, settings: Settings
) -> None:
    settings.DOCUMENT_LIMIT_BYTES = 1000
    large = PDF + b"x" * 2000
    page = ada.post(f"{ALL}DO-1/versions/new/", {"seen": "0", "file": _file(Hostile("", "a.pdf", large))})
    answer = send(ada, "/api/v1/projects/P-1/documents/DO-1/versions", "a.pdf", large)
    dropped = send(ada, f"{ALL}upload", "a.pdf", large)
    codes = [each.status_code for each in (page, answer, dropped)]  # type: ignore[attr-defined]  # responses
    assert codes == [422, 422, 422]
    assert "larger than 1 MB" in page.content.decode()
    assert list(own_store.kept()) == []


def test_a_plan_file_has_the_limit_of_imports() -> None:
    from django.test import RequestFactory  # noqa: PLC0415 - beside its one use

    made = RequestFactory()
    assert limit_of(made.get("/imports/new/")) == 64 * 1024 * 1024
    assert limit_of(made.get("/document-templates/new/")) == 50 * 1024 * 1024
