"""How the tests of the API call it: with a token, as somebody of the world."""

import itertools
import json
from dataclasses import dataclass
from typing import Any

from django.test import Client

from remit.accounts.links import hash_of
from remit.accounts.models import ApiToken
from remit.accounts.tokens import PREFIX_LENGTH, new_token
from remit.conftest import World

_numbers = itertools.count(1)


@dataclass(frozen=True)
class Caller:
    """Somebody with a token; answers come as Django's test client gives them."""

    token: str
    client: Client

    def call(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        payload = b"" if body is None else json.dumps(body).encode()
        return self.client.generic(
            method,
            f"/api/v1{path}" if not path.startswith("/api/") else path,
            payload,
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.token}", **sent},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.call("GET", path, **headers)

    def post(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("POST", path, body, **headers)

    def patch(self, path: str, body: Any, **headers: str) -> Any:
        return self.call("PATCH", path, body, **headers)

    def delete(self, path: str, **headers: str) -> Any:
        return self.call("DELETE", path, **headers)


def token_of(world: World, name: str, *, may_write: bool = True) -> str:
    raw = new_token()
    ApiToken.objects.create(
        user_id=world.person(name).user_id or 0,
        name=f"token {next(_numbers)}",
        prefix=raw[:PREFIX_LENGTH],
        token_hash=hash_of(raw),
        may_write=may_write,
    )
    return raw


def caller(
    world: World, name: str, role: str = "", *, at_root: bool = False, may_write: bool = True
) -> Caller:
    """Return somebody with a token, after giving them a role at the project or the whole organisation."""
    if role:
        world.give(name, role, world.root if at_root else None)
    else:
        world.person(name)
    return Caller(token_of(world, name, may_write=may_write), Client())


def assert_problem(response: Any, status: int, code: str = "") -> dict[str, Any]:
    """Return the problem document of a refusal, after checking that it is one."""
    assert response.status_code == status, response.content[:500]
    assert response.headers["Content-Type"] == "application/problem+json"
    document: dict[str, Any] = json.loads(response.content)
    assert document["status"] == status
    assert {"type", "title", "detail", "reference"} <= document.keys()
    assert document["detail"]
    if code:
        assert document["type"].endswith(f"#{code}"), document
    return document
