"""Certificates of people."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Input, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.people.leads import by_standing
from remit.people.models import Certificate, Person
from remit.people.operations.certificates import add_certificate, change_certificate, remove_certificate
from remit.people.policies import may_keep_certificates, may_see_skills

router = Router(tags=["Skills and certificates"])

Words = Annotated[str, StringConstraints(max_length=120, strip_whitespace=True)]
Number = Annotated[str, StringConstraints(max_length=80, strip_whitespace=True)]
CertificateName = Annotated[str, StringConstraints(min_length=1, max_length=120, strip_whitespace=True)]


class CertificateOut(Output):
    """A certificate that somebody holds; it is no role and gives no right."""

    key: str
    person: str
    name: str
    issuer: str
    certificate_number: str
    issued_on: dt.date | None
    expires_on: dt.date | None
    version: int


class CertificatePage(Page[CertificateOut]):
    """Certificates."""


class CertificateQuery(ListQuery):
    """How to list certificates."""

    ORDERS: ClassVar = {"expires_on": ("expires_on", "pk"), "name": ("name", "pk")}
    order_by: Literal["expires_on", "-expires_on", "name", "-name"] = "expires_on"
    person: str | None = None
    expires_by: Annotated[Day | None, Field(description="Only those that expire by this day.")] = None


class CertificateIn(Input):
    """A certificate that somebody holds."""

    name: CertificateName
    issuer: Words = ""
    certificate_number: Number = ""
    issued_on: Day | None = None
    expires_on: Day | None = None


class CertificatePatch(Input):
    """What changes about a certificate; what is left out stays."""

    version: Version | None = None
    name: CertificateName = LEFT_OUT
    issuer: Words = LEFT_OUT
    certificate_number: Number = LEFT_OUT
    issued_on: Day | None = LEFT_OUT
    expires_on: Day | None = LEFT_OUT


def _out(held: Certificate) -> CertificateOut:
    return CertificateOut(
        key=held.key,
        person=held.person.key,
        name=held.name,
        issuer=held.issuer,
        certificate_number=held.number,
        issued_on=held.issued_on,
        expires_on=held.expires_on,
        version=held.version,
    )


def _named(sent: dict[str, Any]) -> dict[str, Any]:
    found = dict(sent)
    if "certificate_number" in found:
        found["number"] = found.pop("certificate_number")
    return found


def _rows(request: ApiRequest) -> Any:
    """Return the certificates that the actor may see: colleagues', or one's own alone."""
    people = Person.objects.visible_to(request.actor)
    if not may_see_skills(request.actor):
        people = people.filter(pk=request.actor.person_id)
    return Certificate.objects.filter(person__in=people).select_related("person__organisation")


def _found(request: ApiRequest, key: str) -> Certificate:
    found: Certificate | None = _rows(request).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def _require(request: ApiRequest, person: Person) -> None:
    require(by_standing(may_keep_certificates, request.actor, person))


@router.get(
    "/certificates",
    operation_id="list_certificates",
    response=reads(CertificatePage),
    summary="List certificates",
)
def list_certificates(request: ApiRequest, query: Query[CertificateQuery]) -> Page[CertificateOut]:
    """Return certificates, those that expire first at the top."""
    rows = _rows(request)
    if query.person is not None:
        rows = rows.filter(person__key=query.person)
    if query.expires_by is not None:
        rows = rows.filter(expires_on__lte=query.expires_by)
    return paged(request, ordered(rows, query), query, CertificatePage, lambda part: map(_out, part))


@router.get(
    "/certificates/{certificate}",
    operation_id="get_certificate",
    response=reads(CertificateOut),
    summary="One certificate",
)
def get_certificate(request: ApiRequest, response: HttpResponse, certificate: str) -> CertificateOut:
    """Return one certificate."""
    found = _found(request, certificate)
    return tagged(response, _out(found), found.version)


@router.post(
    "/people/{person}/certificates",
    operation_id="add_certificate",
    response=creates(CertificateOut),
    summary="Note a certificate",
)
def post_certificate(
    request: ApiRequest, response: HttpResponse, person: str, body: CertificateIn
) -> Status[CertificateOut]:
    """Note a certificate of somebody: oneself, whoever stands above, or an administrator."""
    rows: Any = Person.objects.visible_to(request.actor).select_related("organisation")
    found: Person | None = rows.filter(key=person).first()
    if found is None:
        raise NotFound
    _require(request, found)
    made = add_certificate(found, actor=request.actor, **_named(body.model_dump()))
    created(response, f"/api/v1/certificates/{made.key}")
    return Status(201, tagged(response, _out(made), made.version))


@router.patch(
    "/certificates/{certificate}",
    operation_id="change_certificate",
    response=changes(CertificateOut),
    summary="Change a certificate",
)
def patch_certificate(
    request: ApiRequest, response: HttpResponse, certificate: str, body: CertificatePatch
) -> CertificateOut:
    """Change what is noted of a certificate."""
    found = _found(request, certificate)
    _require(request, found.person)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(_found(request, certificate)))):
        change_certificate(found, version=saw.version, actor=request.actor, **_named(sent))
    changed = _found(request, certificate)
    return tagged(response, _out(changed), changed.version)


@router.delete(
    "/certificates/{certificate}",
    operation_id="remove_certificate",
    response=removes(CertificateOut),
    summary="Remove a certificate",
)
def delete_certificate(request: ApiRequest, certificate: str) -> CertificateOut:
    """Remove a certificate that was noted by mistake; the answer is what it said."""
    found = _found(request, certificate)
    _require(request, found.person)
    said = _out(found)
    saw = seen(request, None if "If-Match" in request.headers else found.version)
    with saw.checked():
        remove_certificate(found, version=saw.version, actor=request.actor)
    return said
