"""Positions of the organisation: places in units, filled or vacant, and what each reports to."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.db.models import Q
from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.guards import own_organisation
from remit.people.models import Person, Position, Unit
from remit.people.operations.positions import add_position, change_position
from remit.people.policies import may_edit_organisation, may_see_organisation

router = Router(tags=["Organisation"])

BASE = "/organisation/positions"
PositionTitle = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class PositionOut(Output):
    """A place in a unit; it gives its holder no right."""

    key: str
    title: str
    unit: str
    holder: str | None = Field(description="The key of whoever fills it; null where it is vacant.")
    reports_to: str | None = Field(description="The key of the position above.")
    from_date: dt.date
    to_date: dt.date | None
    version: int


class PositionPage(Page[PositionOut]):
    """Positions."""


class PositionQuery(ListQuery):
    """How to list positions."""

    ORDERS: ClassVar = {"title": ("title", "pk"), "key": ("pk",)}
    order_by: Literal["title", "-title", "key", "-key"] = "title"
    unit: str | None = None
    holder: str | None = None
    is_vacant: bool | None = None
    standing_on: Annotated[Day | None, Field(description="Only those that stand on this day.")] = None


class PositionIn(Input):
    """A new position."""

    title: PositionTitle
    unit: Key
    holder: Key | None = None
    reports_to: Key | None = None
    from_date: Day
    to_date: Day | None = None


class PositionPatch(Input):
    """What changes about a position; what is left out stays."""

    version: Version | None = None
    title: PositionTitle = LEFT_OUT
    unit: Key = LEFT_OUT
    holder: Key | None = LEFT_OUT
    reports_to: Key | None = LEFT_OUT
    from_date: Day = LEFT_OUT
    to_date: Day | None = LEFT_OUT


def _out(position: Position) -> PositionOut:
    return PositionOut(
        key=position.key,
        title=position.title,
        unit=position.unit.key,
        holder=position.holder.key if position.holder else None,
        reports_to=position.reports_to.key if position.reports_to else None,
        from_date=position.from_date,
        to_date=position.to_date,
        version=position.version,
    )


def _rows(request: ApiRequest) -> Any:
    require(may_see_organisation(request.actor))
    rows = Position.objects.filter(request.actor.within())
    return rows.select_related("organisation", "unit", "holder", "reports_to")


def _found(request: ApiRequest, key: str) -> Position:
    found: Position | None = _rows(request).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def _references(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """Return `sent` with the unit, the person and the position that its keys name."""
    among: dict[str, Any] = {
        "unit": Unit.objects.filter(request.actor.within()),
        "holder": Person.objects.visible_to(request.actor),
        "reports_to": Position.objects.filter(request.actor.within()),
    }
    found = dict(sent)
    for name, rows in among.items():
        if sent.get(name) is not None:
            found[name] = rows.filter(key=sent[name]).first()
            if found[name] is None:
                message = _("There is nothing here with the key %(key)s.") % {"key": sent[name]}
                raise Invalid(message, field=name, code="unknown")
    return found


@router.get(BASE, operation_id="list_positions", response=reads(PositionPage), summary="List positions")
def list_positions(request: ApiRequest, query: Query[PositionQuery]) -> Page[PositionOut]:
    """Return the positions of the organisation, those that ended included unless a day is asked for."""
    rows = _rows(request)
    if query.unit is not None:
        rows = rows.filter(unit__key=query.unit)
    if query.holder is not None:
        rows = rows.filter(holder__key=query.holder)
    if query.is_vacant is not None:
        vacant = Q(holder=None) | Q(holder__left_on__isnull=False)
        rows = rows.filter(vacant if query.is_vacant else ~vacant)
    if query.standing_on is not None:
        rows = rows.filter(from_date__lte=query.standing_on).exclude(to_date__lt=query.standing_on)
    return paged(request, ordered(rows, query), query, PositionPage, lambda part: map(_out, part))


@router.get(
    f"{BASE}/{{position}}", operation_id="get_position", response=reads(PositionOut), summary="One position"
)
def get_position(request: ApiRequest, response: HttpResponse, position: str) -> PositionOut:
    """Return one position."""
    found = _found(request, position)
    return tagged(response, _out(found), found.version)


@router.post(BASE, operation_id="add_position", response=creates(PositionOut), summary="Add a position")
def post_position(request: ApiRequest, response: HttpResponse, body: PositionIn) -> Status[PositionOut]:
    """Add a position to a unit, filled or vacant."""
    require(may_edit_organisation(request.actor))
    organisation = own_organisation(request.actor)
    made = add_position(organisation, actor=request.actor, **_references(request, body.model_dump()))
    created(response, f"/api/v1/organisation/positions/{made.key}")
    return Status(201, tagged(response, _out(_found(request, made.key)), made.version))


@router.patch(
    f"{BASE}/{{position}}",
    operation_id="change_position",
    response=changes(PositionOut),
    summary="Change a position",
)
def patch_position(
    request: ApiRequest, response: HttpResponse, position: str, body: PositionPatch
) -> PositionOut:
    """Fill a position, move it, let it report to another, end it."""
    require(may_edit_organisation(request.actor))
    found = _found(request, position)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(_found(request, position)))):
        change_position(found, version=saw.version, actor=request.actor, **_references(request, sent))
    changed = _found(request, position)
    return tagged(response, _out(changed), changed.version)
