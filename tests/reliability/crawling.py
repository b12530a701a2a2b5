"""Everything that somebody can ask for: every route, every list in every form, every link that a page shows."""

import copy
import html
import re
from collections.abc import Iterator
from urllib.parse import quote

from django.core.cache import cache
from django.db import transaction
from django.test import Client

from tests.permissions import METHODS, SCOPES, address, body, routes
from tests.reliability.canaries import PREFIX
from tests.reliability.entrances import text_of

Values = dict[str, str]
LINK = re.compile(r'(?:href|hx-get|data-url|src)="(/[^"#]*)"')
MOST_LINKS = 1000
LISTS = (
    "/projects/",
    "/people/",
    "/people/sign-ins/",
    "/assignments/",
    "/decisions/",
    "/risks/",
    "/issues/",
    "/changes/",
    "/people/certificates/",
    "/people/skills/list/",
    "/organisation/positions/",
)
API_LISTS = (
    "people",
    "roles",
    "role-advice",
    "commitments",
    "handovers",
    "holidays",
    "products",
    "acknowledgements",
    "assignments",
    "decisions",
    "scopes",
    "projects",
    "audit",
    "archives",
    "lessons",
    "benefits",
    "risks",
    "issues",
    "changes",
    "pool",
    "resource-requests",
    "timesheets",
    "skills",
    "certificates",
    "expectations",
    "training",
)
PLAN_LISTS = (
    "risks",
    "issues",
    "changes",
    "requirements",
    "needs",
    "requirement-sessions",
    "deliverables",
    "stakeholders",
    "actions",
    "meetings",
    "comments",
    "levelling",
    "scenarios",
    "estimates",
    "simulations",
    "risk-drivers",
    "documents",
    "activities",
    "links",
    "plan/edits",
    "baselines",
    "activity-measures",
    "status-snapshots",
    "cost-accounts",
    "cost-entries",
    "budget-moves",
)
# Signing in and second factors know nothing of projects; they are asked for once, not for every place.
OWN_ACCOUNT = ("accounts/", "account/", "invitation/", "reauthenticate")
KINDS = (
    "project",
    "activity",
    "plan",
    "baseline",
    "assignment",
    "person",
    "role",
    "organisation",
    "scope",
    "unit",
    "term",
    "user",
    "matrix",
    "advice",
    "position",
    "structure",
    "skill",
    "expectation",
    "training",
    "commitment",
    "absence",
    "timesheet",
    "decision",
    "handover",
    "deliverable",
    "stakeholder",
    "action",
    "meeting",
    "logged-decision",
    "levelling",
    "scenario",
    "simulation",
    "document",
    "document-template",
    "archive",
    "lesson",
    "benefit",
    "cost account",
    "cost entry",
    "activity measure",
    "status snapshot",
    "risk",
    "issue",
    "change",
    "pool",
    "resource-request",
    "holiday",
    "requirement",
    "need",
    "collection",
    "product",
)


def addresses(values: list[Values], *, brief: bool) -> Iterator[str]:
    """Yield every address that can be read, with the keys of every place, and the lists in all their forms."""
    for route in routes():
        own = route.pattern.startswith(OWN_ACCOUNT)
        if not (brief and own):
            yield from (
                address(route, each) for each in (values[:1] if own or not route.parameters else values)
            )
    yield from _lists()
    for each in values:
        yield from _below(each)


def _lists() -> Iterator[str]:
    for path in LISTS:
        for query in (
            f"q={PREFIX}",
            "export=csv",
            "export=xlsx",
            "page=2",
            "order_by=name",
            "order_by=-name",
        ):
            yield f"{path}?{query}"
        yield path + "?export=csv&" + "&".join(f"show={name}" for name in SHOWN)
    for name in API_LISTS:
        for query in ("limit=500", "limit=1&offset=1", f"q={PREFIX}"):
            yield f"/api/v1/{name}?{query}"
    for typed in (PREFIX, "P-", "T-1", "who is accountable for " + PREFIX, "a", "e"):
        yield f"/palette?q={quote(typed)}"


def _below(values: Values) -> Iterator[str]:
    key = values["key"]
    yield f"/api/v1/projects?parent={values['parent']}"
    yield f"/api/v1/assignments?scope={key}"
    yield f"/assignments/new/?scope={key}"
    yield f"/decisions/new/?scope={key}"
    yield f"/api/v1/accountable?scope={key}&q={PREFIX}"
    yield f"/responsibilities/{key}/sheet.xlsx?version=draft"
    yield f"/projects/{key}/imports/{values['number']}/?page=1"
    for name in PLAN_LISTS:
        yield f"/api/v1/projects/{key}/{name}?limit=500"
    yield f"/api/v1/projects/{key}/activities?fields=notes&fields=accountable_name"
    for kind in KINDS:
        for tail in _tails(kind, values):
            yield f"/history/{kind}/{tail}/"
            yield f"/api/v1/history/{kind}/{tail}?limit=500"


SHOWN = (
    "key", "name", "manager", "status", "phase", "kind", "start", "promised", "forecast", "progress", "title", "unit",
    "roles", "email", "joined", "state", "last", "factors", "left",
)  # fmt: skip


def _tails(kind: str, values: Values) -> Iterator[str]:
    key = values["key"]
    yield {
        "activity": f"{key}/T-1",
        "baseline": f"{key}/1",
        "assignment": values["assignment_key"],
        "person": values["person"],
        "role": "sponsor",
        "organisation": "O-1",
        "scope": values["parent"],
        "unit": "N-1",
        "position": "PS-1",
        "structure": "TB-1",
        "skill": "K-1",
        "absence": values["absence"],
        "timesheet": values["timesheet"],
        "term": values["slug"],
        "user": values["person"],
        "decision": values["decision"],
    }.get(kind, key)
    if kind == "activity":
        yield from (f"{key}/T-2", f"{key}/T-3")


def writes(values: dict[str, Values]) -> Iterator[tuple[str, str, bytes]]:
    """Yield a write to every route for every place: what a refusal says is read as well."""
    for route in routes():
        if route.pattern.startswith(OWN_ACCOUNT):
            continue
        for scope, each in values.items():
            for method in METHODS[1:] if route.pattern.startswith("api/") else ("POST",):
                yield method, address(route, each), body(route, method, scope)


def read_all(client: Client, values: list[Values], *, brief: bool) -> Iterator[tuple[str, str]]:
    """Yield where somebody looked and what could be read there; nothing that it did is kept.

    `brief` leaves out one's own account, links beyond the first and most writes.
    """
    most_links = 10 if brief else MOST_LINKS
    asked: set[str] = set()
    waiting: list[str] = list(addresses(values, brief=brief))
    links = 0
    while waiting:
        path = waiting.pop(0)
        if path in asked or path.startswith(("/static/", "/accounts/logout")):
            continue
        asked.add(path)
        text = _answered(client, "GET", path, b"")
        yield f"GET {path}", text
        for link in LINK.findall(text):
            if links < most_links and html.unescape(link) not in asked:
                links += 1
                waiting.append(html.unescape(link))
    for path in ("/projects/", "/", "/people/"):
        yield f"fragment {path}", _answered(client, "GET", path, b"", **{"HX-Request": "true"})
    for method, path, sent in writes(
        {"other": values[1]} if brief else dict(zip(SCOPES, values, strict=True))
    ):
        yield f"{method} {path}", _answered(client, method, path, sent)


def _answered(client: Client, method: str, path: str, sent: bytes, **headers: str) -> str:
    cache.clear()
    kept = copy.deepcopy(client.cookies)
    kind = "application/json" if path.startswith("/api/") or not sent else "application/x-www-form-urlencoded"
    with transaction.atomic():
        answer = client.generic(method, path, sent, content_type=kind, headers=headers)
        text = text_of(answer)
        transaction.set_rollback(True)
    client.cookies = kept
    return text
