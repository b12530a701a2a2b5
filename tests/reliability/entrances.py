"""The ways in which somebody gets at a project: pages, files, programs; with a session, with a token."""

import io
import json
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.test import Client

SECRET = "Bridge"  # the name of the project in every world


def text_of(answer: Any) -> str:
    """Return what somebody can read of an answer: headers, body, and what a zipped table holds."""
    body = b"".join(answer.streaming_content) if getattr(answer, "streaming", False) else answer.content
    headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as file:
            body = b"\n".join(file.read(name) for name in file.namelist())
    read: str = body.decode("utf-8", "replace")
    return f"{headers}\n{read}"


@dataclass(frozen=True, slots=True)
class Visitor:
    """A browser that is signed in, a program with a token, and a calendar program, of the same person."""

    browser: Client
    token: str
    feed: str

    def bearer(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}


@dataclass(frozen=True, slots=True)
class Entrance:
    """One way in: what it needs, and whether somebody got what lies behind it."""

    name: str
    by: str
    opens: Callable[[Visitor], bool]


def _read(name: str, path: str, **headers: str) -> Entrance:
    def opens(visitor: Visitor) -> bool:
        answer = visitor.browser.get(path, headers=headers)
        return answer.status_code == 200 and SECRET in text_of(answer)

    return Entrance(name, "session", opens)


def _program(name: str, path: str) -> Entrance:
    def opens(visitor: Visitor) -> bool:
        answer = Client().get(path, headers=visitor.bearer())
        return answer.status_code == 200 and SECRET in text_of(answer)

    return Entrance(name, "token", opens)


def _edit_in_chart(visitor: Visitor) -> bool:
    body = json.dumps({"edits": [{"op": "add", "name": "Paint"}]})
    answer = visitor.browser.post("/projects/P-1/plan/edits", body, content_type="application/json")
    return answer.status_code == 200


def _edit_by_program(visitor: Visitor) -> bool:
    body = json.dumps({"name": "Paint"})
    path = "/api/v1/projects/P-1/activities"
    answer = Client().post(path, body, content_type="application/json", headers=visitor.bearer())
    return answer.status_code == 201


def _calendar(visitor: Visitor) -> bool:
    answer = Client().get(visitor.feed)
    return answer.status_code == 200 and SECRET in text_of(answer)


ENTRANCES = (
    _read("page", "/projects/P-1/"),
    _read("list", "/projects/"),
    _read("fragment", "/projects/", **{"HX-Request": "true"}),
    _read("home", "/"),
    _read("palette", "/palette?q=Bridge"),
    _read("CSV", "/projects/?export=csv"),
    _read("XLSX", "/projects/?export=xlsx"),
    _read("chart's data", "/projects/P-1/plan/data"),
    _read("plan as XML", "/projects/P-1/plan/export.xml"),
    _read("history", "/history/project/P-1/"),
    _read("API by session", "/api/v1/projects/P-1"),
    _read("API list by session", "/api/v1/projects"),
    Entrance("edit in the chart", "session", _edit_in_chart),
    _program("API by token", "/api/v1/projects/P-1"),
    _program("API list by token", "/api/v1/projects"),
    _program("scopes by token", "/api/v1/scopes"),
    _program("audit by token", "/api/v1/audit"),
    Entrance("edit by token", "token", _edit_by_program),
    Entrance("calendar feed", "feed", _calendar),
)
