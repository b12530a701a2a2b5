"""Lines of projects' costs, for programs; all sums are in minor units of the organisation's currency."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import Day, Input, Key, Output
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import created
from remit.core.errors import Invalid
from remit.costs.api import Sum, account_named
from remit.costs.models import EntryKind
from remit.costs.operations.entries import enter_cost, reverse_entry
from remit.costs.policies import may_keep_costs
from remit.costs.queries import entries_of, money_project, one_entry

router = Router(tags=["Costs"])
ENTRIES = "/projects/{key}/cost-entries"
ENTRY = f"{ENTRIES}/{{cost_entry}}"
Line = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True)]


class CostEntryOut(Output):
    """A line of costs; `open_minor` is what of a commitment or an accrual is neither settled nor taken back."""

    key: str
    account: str
    kind: EntryKind
    on: dt.date
    amount_minor: int
    open_minor: int
    text: str
    supplier: str
    reference: str
    settles: str | None
    reverses: str | None
    reversed_by: str | None
    by: str
    entered_on: dt.date


class CostEntryPage(Page[CostEntryOut]):
    """Lines of costs."""


class CostEntryQuery(ListQuery):
    """How to list and filter lines of costs."""

    ORDERS: ClassVar = {"on": ("on", "pk"), "key": ("pk",), "amount": ("amount_minor", "pk")}
    order_by: Literal["on", "-on", "key", "-key", "amount", "-amount"] = "-on"
    kind: EntryKind | None = None
    account: Annotated[str | None, Field(description="The key of an account.")] = None


class CostEntryIn(Input):
    """A line of costs; an actual cost may settle a commitment or an accrual of the same account."""

    account: Key
    kind: EntryKind
    on: Day | None = None
    amount_minor: Sum
    text: Line
    supplier: Annotated[str, StringConstraints(max_length=200)] = ""
    reference: Annotated[str, StringConstraints(max_length=100)] = ""
    settles: Key | None = None


class CostReversalIn(Input):
    """Why a line is taken back."""

    reason: Line


def _entry(row: Any) -> CostEntryOut:
    back = getattr(row, "reversed_by", None)
    return CostEntryOut(
        key=row.key,
        account=row.account.key,
        kind=EntryKind(row.kind),
        on=row.on,
        amount_minor=row.amount_minor,
        open_minor=row.open_minor,
        text=row.text,
        supplier=row.supplier,
        reference=row.reference,
        settles=row.settles.key if row.settles else None,
        reverses=row.reverses.key if row.reverses else None,
        reversed_by=back.key if back is not None else None,
        by=row.by_name,
        entered_on=row.entered_on,
    )


@router.get(ENTRIES, operation_id="list_cost_entries", response=reads(CostEntryPage), summary="List costs")
def list_entries(request: ApiRequest, key: str, query: Query[CostEntryQuery]) -> Page[CostEntryOut]:
    """Return the lines of a project's costs."""
    rows = entries_of(money_project(request.actor, key))
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    if query.account is not None:
        rows = rows.filter(account__key=query.account)
    return paged(
        request, ordered(rows, query), query, CostEntryPage, lambda part: [_entry(each) for each in part]
    )


@router.post(ENTRIES, operation_id="enter_cost", response=creates(CostEntryOut), summary="Enter a cost")
def post_entry(
    request: ApiRequest, response: HttpResponse, key: str, body: CostEntryIn
) -> Status[CostEntryOut]:
    """Enter what was promised, is owed or was paid."""
    project = money_project(request.actor, key)
    require(may_keep_costs(request.actor, project))
    sent = body.model_dump(exclude={"amount_minor", "account", "settles"})
    account = account_named(project, body.account, "account")
    settles = None
    if body.settles is not None:
        settles = entries_of(project).filter(key=body.settles).first()
        if settles is None:
            message = _("There is no cost %(key)s in this project.")
            raise Invalid(message % {"key": body.settles}, field="settles", code="unknown")
    made = enter_cost(
        project, account=account, settles=settles, amount_minor=body.amount_minor, actor=request.actor, **sent
    )
    created(response, f"/api/v1/projects/{project.key}/cost-entries/{made.key}")
    return Status(201, _entry(one_entry(request.actor, key, made.key)))


@router.get(ENTRY, operation_id="get_cost_entry", response=reads(CostEntryOut), summary="One cost")
def get_entry(request: ApiRequest, key: str, cost_entry: str) -> CostEntryOut:
    """Return a line of costs."""
    return _entry(one_entry(request.actor, key, cost_entry))


@router.post(
    f"{ENTRY}/reversal",
    operation_id="reverse_cost_entry",
    response=creates(CostEntryOut),
    summary="Take a cost back",
)
def post_reversal(
    request: ApiRequest, response: HttpResponse, key: str, cost_entry: str, body: CostReversalIn
) -> Status[CostEntryOut]:
    """Take a line back by a line against it, which is answered."""
    row = one_entry(request.actor, key, cost_entry)
    require(may_keep_costs(request.actor, row.project))
    made = reverse_entry(row, reason=body.reason, actor=request.actor)
    created(response, f"/api/v1/projects/{row.project.key}/cost-entries/{made.key}")
    return Status(201, _entry(one_entry(request.actor, key, made.key)))
