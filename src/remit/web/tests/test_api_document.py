"""The document that describes the API: the copy in docs/ is the present one, and the page shows all of it."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from pydantic import BaseModel

from remit.core.api.fields import Input, Output
from remit.core.middleware import CONTENT_SECURITY_POLICY
from remit.web.openapi import document

GOLDEN = Path(__file__).resolve().parents[4] / "docs" / "openapi.json"
FOUND: dict[str, Any] = json.loads(document())


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in FOUND["paths"].items():
        for method, details in methods.items():
            yield method, path, details


def test_the_copy_in_docs_is_the_present_document() -> None:
    stale = "The API has changed. If that is meant: python -m remit.web.openapi > docs/openapi.json"
    assert GOLDEN.read_text(encoding="utf-8") == document(), stale


def test_the_server_gives_the_same_document() -> None:
    assert Client().get("/api/v1/openapi.json").json() == FOUND


def test_every_operation_has_a_name_of_its_own_and_words() -> None:
    names = [details["operationId"] for _method, _path, details in operations()]
    assert len(names) == len(set(names)) >= 30
    for _method, path, details in operations():
        assert re.fullmatch(r"[a-z]+(_[a-z]+)*", details["operationId"])
        assert details["summary"], path
        assert details["description"], path
        assert details["tags"], path


def test_no_two_schemas_share_a_name() -> None:
    """The document would describe one of them by the other."""
    found: dict[str, set[str]] = {}
    waiting: list[type[BaseModel]] = [Input, Output]
    while waiting:
        each = waiting.pop()
        if each.__module__.startswith("remit.") and "[" not in each.__name__:
            found.setdefault(each.__name__, set()).add(each.__module__)
        waiting.extend(each.__subclasses__())
    assert {name: sorted(modules) for name, modules in found.items() if len(modules) > 1} == {}


def test_every_answer_has_a_schema_and_every_refusal_is_a_problem() -> None:
    for _method, path, details in operations():
        assert {"400", "401", "403", "404", "429"} <= {str(status) for status in details["responses"]}, path
        for status, answer in details["responses"].items():
            kind = "application/json" if int(status) < 400 else "application/problem+json"
            assert "schema" in answer["content"][kind], (path, status)


def test_changes_state_that_they_need_a_version() -> None:
    for method, path, details in operations():
        if method == "patch":
            assert {"412", "428"} <= {str(status) for status in details["responses"]}, path
            assert any(each["name"] == "If-Match" for each in details["parameters"]), path
        if method == "post":
            assert any(each["name"] == "Idempotency-Key" for each in details["parameters"]), path


def test_choices_are_named_and_no_object_takes_unknown_names() -> None:
    schemas = FOUND["components"]["schemas"]
    assert "construction" in schemas["ProjectKind"]["enum"]
    for name, schema in schemas.items():
        if schema.get("type") == "object" and name not in {"Problem", "ProblemField"}:
            assert schema["additionalProperties"] is False, name


@pytest.mark.django_db
class TestThePage:
    def test_it_shows_every_operation_and_schema_without_anything_from_elsewhere(self) -> None:
        answer = Client().get("/api/v1/docs")
        assert answer.status_code == 200
        text = answer.content.decode()
        for _method, path, details in operations():
            assert path in text
            assert f'id="{details["operationId"]}"' in text
        for name in FOUND["components"]["schemas"]:
            assert f'id="schema-{name}"' in text
        assert answer.headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert not re.findall(r'(?:src|href)="(?:https?:)?//', text)
        assert not re.findall(r"<script(?![^>]*src=)|<style|\sstyle=|\son[a-z]+=", text)

    def test_every_link_inside_it_leads_somewhere(self) -> None:
        text = Client().get("/api/v1/docs").content.decode()
        targets = set(re.findall(r'id="([^"]+)"', text))
        assert set(re.findall(r'href="#([^"]+)"', text)) <= targets
