"""What there is of material, for programs: deliveries, what was given, and what is left day by day."""

import datetime as dt
from decimal import Decimal
from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import StringConstraints

from remit.core.api.fields import Day, Input, Output, Version
from remit.core.api.problems import changes, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen, tagged
from remit.core.figures import plain_figure
from remit.resourcing.api_pool import ONE, PoolVersionIn, kept_entry
from remit.resourcing.api_request_schemas import Amount
from remit.resourcing.operations.stock import LONGEST_WORDS, add_delivery, remove_delivery
from remit.resourcing.pool_queries import one_entry
from remit.resourcing.stock_queries import stock_of

router = Router(tags=["Resources"])
DeliveryWords = Annotated[str, StringConstraints(max_length=LONGEST_WORDS)]


class StockLineOut(Output):
    """A delivery, or what was given: `amount` is less than nothing then; `request` for whoever may see its project."""

    day: dt.date
    amount: str
    left: str
    delivery: int | None
    words: str
    request: str | None


class StockOut(Output):
    """What there is of material; `free` is what can be given today so that nothing is missing later."""

    pool_entry: str
    measure: str
    free: str
    lines: list[StockLineOut]
    version: int


class DeliveryIn(Input):
    """An amount that is there from a day on, and what it is."""

    version: Version | None = None
    amount: Amount
    day: Day
    words: DeliveryWords = ""


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> StockOut:
    entry = one_entry(request.actor, key)
    stock = stock_of(request.actor, entry)
    lines = [
        StockLineOut(
            day=each.day, amount=plain_figure(each.amount), left=plain_figure(each.left),
            delivery=each.delivery.number if each.delivery else None,
            words=each.delivery.words if each.delivery else "", request=each.request_key or None,
        )
        for each in stock.lines
    ]  # fmt: skip
    answer = StockOut(
        pool_entry=entry.key,
        measure=stock.measure,
        free=plain_figure(stock.free),
        lines=lines,
        version=entry.version,
    )
    return tagged(response, answer, entry.version)


@router.get(
    f"{ONE}/stock", operation_id="get_stock", response=reads(StockOut), summary="What there is of material"
)
def get_stock(request: ApiRequest, response: HttpResponse, pool_entry: str) -> StockOut:
    """Return deliveries and what was given, by day, with what is left; nothing for what is lent."""
    return _answer(request, response, pool_entry)


@router.post(
    f"{ONE}/deliveries",
    operation_id="add_delivery",
    response=changes(StockOut),
    summary="State a delivery of material",
)
def post_delivery(request: ApiRequest, response: HttpResponse, pool_entry: str, body: DeliveryIn) -> StockOut:
    """State that an amount is there from a day on."""
    row, saw = kept_entry(request.actor, pool_entry), seen(request, body.version)
    with saw.checked():
        add_delivery(
            row, amount=Decimal(body.amount), day=body.day, words=body.words, version=saw.version,
            actor=request.actor,
        )  # fmt: skip
    return _answer(request, response, pool_entry)


@router.post(
    f"{ONE}/deliveries/{{delivery_number}}/remove",
    operation_id="remove_delivery",
    response=changes(StockOut),
    summary="Take a delivery back",
)
def post_remove_delivery(
    request: ApiRequest, response: HttpResponse, pool_entry: str, delivery_number: int, body: PoolVersionIn
) -> StockOut:
    """Take a delivery back, while what is given does not need it."""
    row, saw = kept_entry(request.actor, pool_entry), seen(request, body.version)
    with saw.checked():
        remove_delivery(row, delivery_number, version=saw.version, actor=request.actor)
    return _answer(request, response, pool_entry)
