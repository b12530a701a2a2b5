"""The audit record: who did what to which object, when, and why."""

import datetime as dt
from collections.abc import Iterable
from typing import Any, ClassVar, Literal

from ninja import Query, Router

from remit.audit.models import AuditEvent
from remit.audit.registries import visible_changes
from remit.core.api.fields import Instant, Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.errors import NotFound

router = Router(tags=["Audit"])


class EventOut(Output):
    """One event; `changes` maps a field to what it was and what it became: both null where the field is not shown."""

    sequence: int
    at: dt.datetime
    actor_key: str
    actor_name: str
    operation: str
    object_kind: str
    object_key: str
    object_label: str
    changes: dict[str, Any]
    reason: str
    hash: str


class EventPage(Page[EventOut]):
    """Events."""


class HistoryQuery(ListQuery):
    """How to list the history of one object."""

    ORDERS: ClassVar = {"sequence": ("sequence",)}
    order_by: Literal["sequence", "-sequence"] = "-sequence"


class AuditQuery(HistoryQuery):
    """How to list and filter the record."""

    actor: str | None = None
    operation: str | None = None
    object_kind: str | None = None
    since: Instant | None = None
    until: Instant | None = None


def _out(request: ApiRequest, rows: Iterable[AuditEvent]) -> Iterable[EventOut]:
    for row in rows:
        stated = {name: getattr(row, name) for name in EventOut.model_fields if name != "changes"}
        yield EventOut(**stated, changes=dict(visible_changes(row, request.actor)))


@router.get(
    "/history/{kind}/{path:key}",
    operation_id="get_history",
    response=reads(EventPage),
    summary="History of one object",
)
def get_history(request: ApiRequest, kind: str, key: str, query: Query[HistoryQuery]) -> Page[EventOut]:
    """Return what happened to one object; an activity's key follows its project's, such as P-1/T-3."""
    rows = ordered(AuditEvent.objects.visible_to(request.actor).about(kind, key), query)
    page = paged(request, rows, query, EventPage, lambda part: _out(request, part))
    if not page.count:
        raise NotFound
    return page


@router.get("/audit", operation_id="list_events", response=reads(EventPage), summary="The audit record")
def list_events(request: ApiRequest, query: Query[AuditQuery]) -> Page[EventOut]:
    """Return the events of all scopes whose audit the caller may read."""
    wanted = {
        "actor_key": query.actor,
        "operation": query.operation,
        "object_kind": query.object_kind,
        "at__gte": query.since,
        "at__lt": query.until,
    }
    rows = AuditEvent.objects.visible_to(request.actor).filter(
        **{name: value for name, value in wanted.items() if value is not None}
    )
    return paged(request, ordered(rows, query), query, EventPage, lambda part: _out(request, part))
