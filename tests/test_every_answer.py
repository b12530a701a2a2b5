"""What holds for the answer of every route: its headers, and that reading changes nothing."""

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.conftest import World
from tests.permissions import BOOKKEEPING, WRITE, address, routes, stage

pytestmark = pytest.mark.django_db

EXPECTED = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
# Asking for a mail or a challenge is what these pages are for; they keep a note of it.
NOTES = {"django_session", *BOOKKEEPING}


def test_every_answer_carries_the_headers_and_no_reading_writes(world: World) -> None:
    on = stage(world)
    wrong = []
    for route in routes():
        for persona in ("anonymous", "project-manager"):
            cache.clear()
            connection.queries_log.clear()
            with CaptureQueriesContext(connection) as queries:
                answer = on.clients[persona].get(address(route, on.values["own"]))
            where = (route.name, persona, answer.status_code)
            wrong += [(*where, name) for name, value in EXPECTED.items() if answer.headers.get(name) != value]
            policy = answer.headers.get("Content-Security-Policy", "")
            if (
                "script-src 'self'" not in policy
                or "frame-ancestors 'none'" not in policy
                or "unsafe" in policy
            ):
                wrong.append((*where, policy))
            if "Access-Control-Allow-Origin" in answer.headers:
                wrong.append((*where, "another origin may read it"))
            written = {found[2] for query in queries if (found := WRITE.match(query["sql"]))} - NOTES
            if written:
                wrong.append((*where, f"writes {sorted(written)}"))
    assert wrong == []
