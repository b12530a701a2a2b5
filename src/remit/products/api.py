"""Products."""

import datetime as dt
from typing import Annotated, ClassVar, Literal

from django.db.models import Q
from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Day, Input, Name, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.people.guards import own_organisation
from remit.products.guards import visible_product
from remit.products.models import Product, Stage
from remit.products.operations.products import change_product, create_product, move_stage
from remit.products.policies import may_create_products
from remit.products.queries import ProductLine, life_of, manager_of, product_lines

router = Router(tags=["Products"])

ONE = "/products/{product}"
Purpose = Annotated[str, StringConstraints(max_length=20_000)]


class ProductOut(Output):
    """A product with the one person who answers for it."""

    key: str
    name: str
    purpose: str
    stage: Stage
    stage_since: dt.date
    manager: str | None = Field(description="The key of the product manager.")
    version: int


class SpellOut(Output):
    """A stage of a product's life, `last` is the day of the next move and null while it lasts."""

    stage: Stage
    first: dt.date
    last: dt.date | None
    reason: str
    by: str


class ProductLifeOut(Output):
    """The stages that a product went through, the first first."""

    product: str
    stages: list[SpellOut]


class ProductPage(Page[ProductOut]):
    """Products."""


class ProductQuery(ListQuery):
    """How to list products."""

    ORDERS: ClassVar = {"key": ("pk",), "name": ("name", "pk"), "stage_since": ("stage_since", "pk")}
    order_by: Literal["key", "-key", "name", "-name", "stage_since", "-stage_since"] = "key"
    q: Annotated[str | None, Field(max_length=200, description="A part of the name, or a key.")] = None
    stage: Stage | None = None


class ProductIn(Input):
    """A new product; it begins as an idea."""

    name: Name
    purpose: Purpose = ""


class ProductPatch(Input):
    """What changes about a product; what is left out stays."""

    version: Version | None = None
    name: Name = LEFT_OUT
    purpose: Purpose = LEFT_OUT


class StageIn(Input):
    """The stage that a product enters, on a day, today unless stated."""

    version: Version | None = None
    stage: Stage
    on: Day | None = None
    reason: Annotated[str, StringConstraints(max_length=2000)] = ""


def _of_line(line: ProductLine) -> ProductOut:
    product = line.product
    return ProductOut(
        key=product.key,
        name=product.name,
        purpose=product.purpose,
        stage=Stage(product.stage),
        stage_since=product.stage_since,
        manager=line.manager.key if line.manager else None,
        version=product.version,
    )


def _out(product: Product) -> ProductOut:
    return _of_line(ProductLine(product, manager_of(product)))


@router.get("/products", operation_id="list_products", response=reads(ProductPage), summary="List products")
def list_products(request: ApiRequest, query: Query[ProductQuery]) -> Page[ProductOut]:
    """Return the products that the caller may see."""
    rows = Product.objects.visible_to(request.actor)
    if query.q:
        rows = rows.filter(Q(name__icontains=query.q) | Q(key__iexact=query.q))
    if query.stage is not None:
        rows = rows.filter(stage=query.stage)
    return paged(
        request,
        ordered(rows, query),
        query,
        ProductPage,
        lambda part: map(_of_line, product_lines(list(part))),
    )


@router.get(ONE, operation_id="get_product", response=reads(ProductOut), summary="One product")
def get_product(request: ApiRequest, response: HttpResponse, product: str) -> ProductOut:
    """Return one product."""
    found = visible_product(request.actor, product)
    return tagged(response, _out(found), found.version)


@router.get(
    f"{ONE}/life", operation_id="get_product_life", response=reads(ProductLifeOut), summary="A product's life"
)
def get_life(request: ApiRequest, product: str) -> ProductLifeOut:
    """Return the stages that a product went through."""
    found = visible_product(request.actor, product)
    spells = [
        SpellOut(
            stage=Stage(each.stage.stage),
            first=each.first,
            last=each.last,
            reason=each.stage.reason,
            by=each.stage.by_name,
        )
        for each in life_of(found)
    ]
    return ProductLifeOut(product=found.key, stages=spells)


@router.post(
    "/products", operation_id="create_product", response=creates(ProductOut), summary="Begin a product"
)
def post_product(request: ApiRequest, response: HttpResponse, body: ProductIn) -> Status[ProductOut]:
    """Begin a product as an idea, with a scope of its own for roles."""
    require(may_create_products(request.actor))
    product = create_product(own_organisation(request.actor), actor=request.actor, **body.model_dump())
    created(response, f"/api/v1/products/{product.key}")
    return Status(201, tagged(response, _out(product), product.version))


@router.patch(ONE, operation_id="change_product", response=changes(ProductOut), summary="Change a product")
def patch_product(
    request: ApiRequest, response: HttpResponse, product: str, body: ProductPatch
) -> ProductOut:
    """Change what a product states about itself."""
    found = visible_product(request.actor, product)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _out(visible_product(request.actor, product)))):
        change_product(found, version=saw.version, actor=request.actor, **sent)
    changed = visible_product(request.actor, product)
    return tagged(response, _out(changed), changed.version)


@router.post(
    f"{ONE}/stage",
    operation_id="move_product_stage",
    response=changes(ProductOut),
    summary="Lead a product into another stage",
)
def post_stage(request: ApiRequest, response: HttpResponse, product: str, body: StageIn) -> ProductOut:
    """Enter the next stage of a product's life; only some stages follow one another."""
    found = visible_product(request.actor, product)
    saw = seen(request, body.version)
    with saw.checked():
        move_stage(
            found, body.stage, version=saw.version, actor=request.actor, on=body.on, reason=body.reason
        )
    moved = visible_product(request.actor, product)
    return tagged(response, _out(moved), moved.version)
