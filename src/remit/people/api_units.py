"""Units of the organisation: added, renamed, moved, headed, closed."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from ninja import Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.api_schemas import CloseIn, UnitIn, UnitOut, UnitPatch
from remit.people.guards import own_organisation
from remit.people.models import Person, Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.units import change_unit, close_unit, reopen_unit
from remit.people.policies import may_edit_organisation, may_see_organisation

router = Router(tags=["Organisation"])

BASE = "/organisation/units"


def unit_out(unit: Unit) -> UnitOut:
    """Return a unit; what it stands below and its head must have been read with it."""
    return UnitOut(
        key=unit.key,
        name=unit.name,
        parent=unit.parent.key if unit.parent else None,
        head=unit.head.key if unit.head else None,
        closed_on=unit.closed_on,
        version=unit.version,
    )


def _found(request: ApiRequest, unit: str) -> Unit:
    rows = Unit.objects.filter(request.actor.within(), key=unit)
    found: Unit | None = rows.select_related("parent", "head", "organisation").first()
    if found is None:
        raise NotFound
    return found


def _references(request: ApiRequest, sent: dict[str, Any]) -> dict[str, Any]:
    """Return `sent` with the unit and the person that its keys name."""
    found = dict(sent)
    rows: dict[str, Any] = {
        "parent": Unit.objects.filter(request.actor.within()),
        "head": Person.objects.visible_to(request.actor),
    }
    for name, among in rows.items():
        if sent.get(name) is not None:
            found[name] = among.filter(key=sent[name]).first()
            if found[name] is None:
                message = _("There is nothing here with the key %(key)s.") % {"key": sent[name]}
                raise Invalid(message, field=name, code="unknown")
    return found


@router.get(f"{BASE}/{{unit}}", operation_id="get_unit", response=reads(UnitOut), summary="One unit")
def get_unit(request: ApiRequest, response: HttpResponse, unit: str) -> UnitOut:
    """Return one unit."""
    require(may_see_organisation(request.actor))
    found = _found(request, unit)
    return tagged(response, unit_out(found), found.version)


@router.post(BASE, operation_id="add_unit", response=creates(UnitOut), summary="Add a unit")
def post_unit(request: ApiRequest, response: HttpResponse, body: UnitIn) -> Status[UnitOut]:
    """Add a department or team to the organisation."""
    require(may_edit_organisation(request.actor))
    organisation = own_organisation(request.actor)
    unit = create_unit(organisation, actor=request.actor, **_references(request, body.model_dump()))
    created(response, f"/api/v1/organisation/units/{unit.key}")
    return Status(201, tagged(response, unit_out(unit), unit.version))


@router.patch(
    f"{BASE}/{{unit}}", operation_id="change_unit", response=changes(UnitOut), summary="Change a unit"
)
def patch_unit(request: ApiRequest, response: HttpResponse, unit: str, body: UnitPatch) -> UnitOut:
    """Rename a unit, put it below another, or name its head."""
    require(may_edit_organisation(request.actor))
    found = _found(request, unit)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, unit_out(_found(request, unit)))):
        change_unit(found, version=saw.version, actor=request.actor, **_references(request, sent))
    changed = _found(request, unit)
    return tagged(response, unit_out(changed), changed.version)


@router.post(
    f"{BASE}/{{unit}}/close", operation_id="close_unit", response=changes(UnitOut), summary="Close a unit"
)
def post_close(request: ApiRequest, response: HttpResponse, unit: str, body: CloseIn) -> UnitOut:
    """Close a unit in which nobody is and below which no open unit stands."""
    require(may_edit_organisation(request.actor))
    found, saw = _found(request, unit), seen(request, body.version)
    with saw.checked():
        close_unit(found, version=saw.version, on=timezone.localdate(), actor=request.actor)
    changed = _found(request, unit)
    return tagged(response, unit_out(changed), changed.version)


@router.post(
    f"{BASE}/{{unit}}/reopen",
    operation_id="reopen_unit",
    response=changes(UnitOut),
    summary="Open a unit again",
)
def post_reopen(request: ApiRequest, response: HttpResponse, unit: str, body: CloseIn) -> UnitOut:
    """Open a closed unit again."""
    require(may_edit_organisation(request.actor))
    found, saw = _found(request, unit), seen(request, body.version)
    with saw.checked():
        reopen_unit(found, version=saw.version, actor=request.actor)
    changed = _found(request, unit)
    return tagged(response, unit_out(changed), changed.version)
