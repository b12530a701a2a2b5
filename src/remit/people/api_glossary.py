"""The organisation's words and what they mean here and elsewhere."""

from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Flag, Input, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.people.guards import own_organisation
from remit.people.models import Term
from remit.people.operations.glossary import Meaning, add_term, change_term, remove_term
from remit.people.policies import may_edit_glossary
from remit.people.queries import told_terms

router = Router(tags=["Glossary"])

Word = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
Words = Annotated[list[Word], Field(max_length=12)]


class DefinitionOut(Output):
    """One meaning of a term."""

    text: str
    source: str
    is_chosen: bool = Field(description="Whether this one holds in the organisation.")


class DefinitionIn(Input):
    """One meaning of a term, with who says so."""

    text: Annotated[str, StringConstraints(min_length=1, max_length=2000, strip_whitespace=True)]
    source: Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
    is_chosen: Flag = False


Meanings = Annotated[list[DefinitionIn], Field(min_length=1, max_length=12)]


class TermOut(Output):
    """A term with its definitions."""

    slug: str
    name: str
    aliases: list[str]
    definitions: list[DefinitionOut]
    version: int


class TermPage(Page[TermOut]):
    """Terms."""


class TermQuery(ListQuery):
    """How to list terms."""

    ORDERS: ClassVar = {"name": ("name", "pk")}
    order_by: Literal["name", "-name"] = "name"
    q: Annotated[str | None, Field(max_length=200, description="A part of the term or a definition.")] = None


class TermIn(Input):
    """A new term. Where no definition is marked, the first holds."""

    name: Word
    aliases: Words = []
    definitions: Meanings


class TermPatch(Input):
    """What changes about a term; definitions are stated as a whole."""

    version: Version | None = None
    name: Word = LEFT_OUT
    aliases: Words = LEFT_OUT
    definitions: Meanings = LEFT_OUT


def _term_out(term: Term) -> TermOut:
    return TermOut(
        slug=term.slug,
        name=term.name,
        aliases=term.aliases,
        definitions=[
            DefinitionOut(text=each.text, source=each.source, is_chosen=each.is_chosen)
            for each in term.definitions.all()
        ],
        version=term.version,
    )


def _found(request: ApiRequest, slug: str) -> Term:
    term: Term | None = told_terms(request.actor).filter(slug=slug).first()
    if term is None:
        raise NotFound
    return term


def _taken(sent: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent with its definitions as the operations take them."""
    if "definitions" in sent:
        sent["definitions"] = [Meaning(**each) for each in sent["definitions"]]
    return sent


@router.get("/glossary", operation_id="list_terms", response=reads(TermPage), summary="List terms")
def list_terms(request: ApiRequest, query: Query[TermQuery]) -> Page[TermOut]:
    """Return the terms of the organisation with all their definitions."""
    rows = ordered(told_terms(request.actor, query.q or ""), query)
    return paged(request, rows, query, TermPage, lambda part: map(_term_out, part))


@router.get("/glossary/{slug}", operation_id="get_term", response=reads(TermOut), summary="One term")
def get_term(request: ApiRequest, response: HttpResponse, slug: str) -> TermOut:
    """Return one term."""
    term = _found(request, slug)
    return tagged(response, _term_out(term), term.version)


@router.post("/glossary", operation_id="add_term", response=creates(TermOut), summary="Add a term")
def post_term(request: ApiRequest, response: HttpResponse, body: TermIn) -> Status[TermOut]:
    """Add a term with its definitions."""
    require(may_edit_glossary(request.actor))
    organisation = own_organisation(request.actor)
    term = add_term(organisation, actor=request.actor, **_taken(body.model_dump()))
    created(response, f"/api/v1/glossary/{term.slug}")
    return Status(201, tagged(response, _term_out(_found(request, term.slug)), term.version))


@router.patch(
    "/glossary/{slug}", operation_id="change_term", response=changes(TermOut), summary="Change a term"
)
def patch_term(request: ApiRequest, response: HttpResponse, slug: str, body: TermPatch) -> TermOut:
    """Change what is stated of a term."""
    require(may_edit_glossary(request.actor))
    term, saw, sent = _found(request, slug), seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _term_out(_found(request, slug)))):
        change_term(term, version=saw.version, actor=request.actor, **_taken(dict(sent)))
    changed = _found(request, slug)
    return tagged(response, _term_out(changed), changed.version)


@router.delete(
    "/glossary/{slug}", operation_id="remove_term", response=removes(TermOut), summary="Remove a term"
)
def delete_term(request: ApiRequest, slug: str) -> TermOut:
    """Remove a term; the answer is what it said."""
    require(may_edit_glossary(request.actor))
    term = _found(request, slug)
    said = _term_out(term)
    saw = seen(request, None if "If-Match" in request.headers else term.version)
    with saw.checked():
        remove_term(term, version=saw.version, actor=request.actor)
    return said
