"""Lists: pages of rows in an order and by filters that the operation names; anything else is refused."""

from collections.abc import Callable, Iterable
from typing import Annotated, Any, ClassVar, Generic, TypeVar
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, QueryDict
from pydantic import BaseModel, ConfigDict, Field, ValidationInfo, model_validator

from remit.core.api.bodies import is_storable
from remit.core.api.fields import Output

T = TypeVar("T")
Row = TypeVar("Row")

MOST = 500


class Page(Output, Generic[T]):
    """A part of a list: `count` is the length of all of it, `next` the address of what follows."""

    items: list[T]
    count: int
    next: str | None = Field(description="Where the list goes on; null at its end.")


class ListQuery(BaseModel):
    """What every list takes. A list adds its filters, `order_by` with its names, and `ORDERS` for them.

    `ORDERS` maps a public name to the columns that it stands for; the last column makes the order total.
    """

    model_config = ConfigDict(extra="forbid")

    ORDERS: ClassVar[dict[str, tuple[str, ...]]] = {}

    limit: Annotated[int, Field(ge=1, le=MOST, description="How many rows at most.")] = 50
    offset: Annotated[
        int, Field(ge=0, le=2**31 - 1, description="How many rows to leave out before them.")
    ] = 0

    @model_validator(mode="before")
    @classmethod
    def _only_known(cls, data: Any, info: ValidationInfo) -> Any:
        sent: QueryDict = (info.context or {"request": HttpRequest()})["request"].GET
        unknown = sorted(set(sent) - set(cls.model_fields))
        if unknown:
            known = ", ".join(cls.model_fields)
            msg = f"There is no parameter {unknown[0][:40]!r} here. Those known are: {known}."
            raise ValueError(msg)
        if not all(is_storable(value) for name in sent for value in sent.getlist(name)):
            msg = "A parameter holds a character that cannot be searched for."
            raise ValueError(msg)
        return data

    def columns(self) -> tuple[str, ...]:
        """Return the columns to order by, turned round where the name begins with a minus."""
        name = str(getattr(self, "order_by", ""))
        columns = self.ORDERS[name.removeprefix("-")]
        return tuple(map(_turned, columns)) if name.startswith("-") else columns


def _turned(column: str) -> str:
    return column[1:] if column.startswith("-") else f"-{column}"


def ordered(rows: "QuerySet[Any]", query: ListQuery) -> "QuerySet[Any]":
    """Return `rows` in the order asked for."""
    return rows.order_by(*query.columns())


def paged(
    request: HttpRequest,
    rows: "QuerySet[Any]",
    query: ListQuery,
    page: type[Page[T]],
    read: Callable[[list[Any]], Iterable[T]],
) -> Page[T]:
    """Return the part of `rows` that is asked for: one query to count, one for the rows, those of `read`."""
    count = rows.count()
    part = list(rows[query.offset : query.offset + query.limit]) if query.offset < count else []
    following = query.offset + query.limit
    return page(
        items=list(read(part)), count=count, next=_address(request, following) if following < count else None
    )


def _address(request: HttpRequest, offset: int) -> str:
    pairs = [(name, value) for name, values in request.GET.lists() if name != "offset" for value in values]
    return f"{request.path}?{urlencode([*pairs, ('offset', offset)])}"
