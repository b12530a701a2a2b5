"""What holds for the answer of every route: its headers, and that reading changes nothing."""

from collections.abc import Iterable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import Model

from remit.conftest import World
from remit.planning.models import Activity, Plan, ResourceAssignment
from tests.permissions import BOOKKEEPING, address, noting, routes, stage, tables_written

pytestmark = [pytest.mark.django_db, pytest.mark.any_database]

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Asking for a mail or a challenge is what these pages are for; they keep a note of it.
NOTES = {"django_session", *BOOKKEEPING}

# What a plan could be is computed by editing it within a transaction that is rolled back: nothing of it may be left.
ROLLED_BACK = {"scenarios:data": (Plan, Activity, ResourceAssignment)}


def _stored(tables: Iterable[type[Model]]) -> list[list[dict[str, Any]]]:
    return [list(table._default_manager.order_by("pk").values()) for table in tables]


def test_every_answer_carries_the_headers_and_no_reading_writes(world: World) -> None:
    on = stage(world)
    wrong = []
    for route in routes():
        for persona in ("anonymous", "project-manager"):
            cache.clear()
            before = _stored(ROLLED_BACK.get(route.name, ()))
            statements: list[str] = []
            with connection.execute_wrapper(noting(statements)):
                answer = on.clients[persona].get(address(route, on.values["own"]))
            where = (route.name, persona, answer.status_code)
            wrong += [(*where, name) for name, value in EXPECTED.items() if answer.headers.get(name) != value]
            policy = answer.headers.get("Content-Security-Policy", "")
            # what people put in may run no script at all, not even ours
            runs_ours_at_most = "script-src 'self'" in policy or (
                "default-src 'none'" in policy and "script-src" not in policy
            )
            if not runs_ours_at_most or "frame-ancestors 'none'" not in policy or "unsafe" in policy:
                wrong.append((*where, policy))
            if "Access-Control-Allow-Origin" in answer.headers:
                wrong.append((*where, "another origin may read it"))
            changed = tables_written(statements) - NOTES
            if route.name in ROLLED_BACK and _stored(ROLLED_BACK[route.name]) == before:
                continue
            if changed:
                wrong.append((*where, f"writes {sorted(changed)}"))
    assert wrong == []
