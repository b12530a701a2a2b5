"""The money of projects, for programs; all sums are in minor units of the organisation's currency."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import LEFT_OUT, Flag, Input, Key, Output, Version, Whole, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.costs.models import AccountKind, BudgetMove, CostAccount
from remit.costs.operations.accounts import (
    LARGEST,
    change_account,
    move_budget,
    open_account,
    set_account_closed,
)
from remit.costs.policies import may_keep_costs
from remit.costs.queries import (
    accounts_of,
    money_project,
    moves_of,
    one_account,
    totals_of,
)
from remit.projects.api_deliverables import person_named
from remit.projects.models import Project

router = Router(tags=["Costs"])
ACCOUNTS = "/projects/{key}/cost-accounts"
ACCOUNT = f"{ACCOUNTS}/{{cost_account}}"
MOVES = "/projects/{key}/budget-moves"
Sum = Annotated[Whole, Field(ge=1, le=LARGEST, description="In minor units.", examples=[125000])]
Code = Annotated[str, StringConstraints(min_length=1, max_length=30, strip_whitespace=True)]
Title = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]


class BudgetOut(Output):
    """The money of a project; `budget_minor` and `undistributed_minor` are null where no budget is stated."""

    currency: str
    budget_minor: int | None
    baseline_minor: int = Field(description="In accounts of work and of contingency.")
    contingency_minor: int
    reserve_minor: int = Field(description="The management reserve, outside the baseline.")
    undistributed_minor: int | None
    actual_minor: int
    accrued_minor: int
    committed_minor: int
    left_minor: int = Field(description="baseline - actual - accrued - committed.")


class CostAccountOut(Output):
    """An account with its figures: left = budget - actual - accrued - committed."""

    key: str
    code: str
    name: str
    kind: AccountKind
    owner: str
    budget_minor: int
    actual_minor: int
    accrued_minor: int
    committed_minor: int
    left_minor: int
    closed_on: dt.date | None
    version: int


class CostAccountPage(Page[CostAccountOut]):
    """Accounts."""


class CostAccountQuery(ListQuery):
    """How to list accounts."""

    ORDERS: ClassVar = {"code": ("code", "pk"), "left": ("left", "pk"), "budget": ("budget_minor", "pk")}
    order_by: Literal["code", "-code", "left", "-left", "budget", "-budget"] = "code"
    kind: AccountKind | None = None


class CostAccountIn(Input):
    """An account."""

    code: Code
    name: Title
    kind: AccountKind = AccountKind.WORK
    owner: Key


class CostAccountPatch(Input):
    """What changes about an account; what is left out stays."""

    version: Version | None = None
    code: Code = LEFT_OUT
    name: Title = LEFT_OUT
    kind: AccountKind = LEFT_OUT
    owner: Key = LEFT_OUT


class CostAccountClosedIn(Input):
    """Whether an account is closed."""

    version: Version | None = None
    is_closed: Flag


class BudgetMoveOut(Output):
    """That budget moved; null is what of the project's budget is not distributed."""

    number: int
    from_account: str | None
    to_account: str | None
    amount_minor: int
    reason: str
    by: str
    moved_on: dt.date


class BudgetMovePage(Page[BudgetMoveOut]):
    """Moves of budget."""


class BudgetMoveQuery(ListQuery):
    """How to list moves of budget."""

    ORDERS: ClassVar = {"number": ("number",)}
    order_by: Literal["number", "-number"] = "-number"


class BudgetMoveIn(Input):
    """Budget that moves between accounts, named by key; null is what is not distributed."""

    from_account: Key | None = None
    to_account: Key | None = None
    amount_minor: Sum
    reason: Reason


def _account(row: Any) -> CostAccountOut:
    return CostAccountOut(
        key=row.key,
        code=row.code,
        name=row.name,
        kind=AccountKind(row.kind),
        owner=row.owner.key,
        budget_minor=row.budget_minor,
        actual_minor=row.actual,
        accrued_minor=row.accrued,
        committed_minor=row.committed,
        left_minor=row.left,
        closed_on=row.closed_on,
        version=row.version,
    )


def _move(row: BudgetMove) -> BudgetMoveOut:
    return BudgetMoveOut(
        number=row.number,
        from_account=row.source.key if row.source else None,
        to_account=row.target.key if row.target else None,
        amount_minor=row.amount_minor,
        reason=row.reason,
        by=row.by_name,
        moved_on=row.moved_on,
    )


def account_named(project: Project, key: str, field: str) -> CostAccount:
    """Return the account of a project with a key; `Invalid` naming `field` where there is no such one."""
    found: CostAccount | None = CostAccount.objects.filter(project=project, key=key).first()
    if found is None:
        message = _("There is no account %(key)s in this project.")
        raise Invalid(message % {"key": key}, field=field, code="unknown")
    return found


def _taken(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    if "owner" not in sent:
        return sent
    return {**sent, "owner": person_named(actor, project, sent["owner"], "owner")}


@router.get(
    "/projects/{key}/budget", operation_id="get_budget", response=reads(BudgetOut), summary="The budget"
)
def get_budget(request: ApiRequest, key: str) -> BudgetOut:
    """Return how the budget of a project is distributed and what is left of it."""
    project = money_project(request.actor, key)
    sums = totals_of(project)
    names = (
        "budget", "baseline", "contingency", "reserve", "undistributed", "actual", "accrued", "committed", "left",
    )  # fmt: skip
    return BudgetOut(
        currency=project.organisation.currency, **{f"{name}_minor": getattr(sums, name) for name in names}
    )


@router.get(
    ACCOUNTS, operation_id="list_cost_accounts", response=reads(CostAccountPage), summary="List accounts"
)
def list_accounts(request: ApiRequest, key: str, query: Query[CostAccountQuery]) -> Page[CostAccountOut]:
    """Return the accounts of a project with their figures."""
    rows = accounts_of(money_project(request.actor, key))
    if query.kind is not None:
        rows = rows.filter(kind=query.kind)
    return paged(
        request, ordered(rows, query), query, CostAccountPage, lambda part: [_account(each) for each in part]
    )


@router.post(
    ACCOUNTS, operation_id="open_cost_account", response=creates(CostAccountOut), summary="Open an account"
)
def post_account(
    request: ApiRequest, response: HttpResponse, key: str, body: CostAccountIn
) -> Status[CostAccountOut]:
    """Open an account; budget is moved into it afterwards."""
    project = money_project(request.actor, key)
    require(may_keep_costs(request.actor, project))
    made = open_account(project, actor=request.actor, **_taken(request.actor, project, body.model_dump()))
    created(response, f"/api/v1/projects/{project.key}/cost-accounts/{made.key}")
    return Status(201, _one(request, response, key, made.key))


def _one(request: ApiRequest, response: HttpResponse, key: str, cost_account: str) -> CostAccountOut:
    row = one_account(request.actor, key, cost_account)
    return tagged(response, _account(row), row.version)


@router.get(ACCOUNT, operation_id="get_cost_account", response=reads(CostAccountOut), summary="One account")
def get_account(request: ApiRequest, response: HttpResponse, key: str, cost_account: str) -> CostAccountOut:
    """Return an account with its figures."""
    return _one(request, response, key, cost_account)


@router.patch(
    ACCOUNT, operation_id="change_cost_account", response=changes(CostAccountOut), summary="Change an account"
)
def patch_account(
    request: ApiRequest, response: HttpResponse, key: str, cost_account: str, body: CostAccountPatch
) -> CostAccountOut:
    """Change an account; one that has budget or costs keeps its kind."""
    row = one_account(request.actor, key, cost_account)
    require(may_keep_costs(request.actor, row.project))
    saw, sent = seen(request, body.version), stated(body)
    taken = _taken(request.actor, row.project, sent)
    with saw.checked(lambda: compared(sent, _account(one_account(request.actor, key, cost_account)))):
        change_account(row, version=saw.version, actor=request.actor, **taken)
    return _one(request, response, key, cost_account)


@router.post(
    f"{ACCOUNT}/closed",
    operation_id="close_cost_account",
    response=changes(CostAccountOut),
    summary="Close or reopen an account",
)
def post_closed(
    request: ApiRequest, response: HttpResponse, key: str, cost_account: str, body: CostAccountClosedIn
) -> CostAccountOut:
    """Close an account of which nothing is open, so that it takes no more costs, or open it again."""
    row = one_account(request.actor, key, cost_account)
    require(may_keep_costs(request.actor, row.project))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _account(one_account(request.actor, key, cost_account)))):
        set_account_closed(row, is_closed=body.is_closed, version=saw.version, actor=request.actor)
    return _one(request, response, key, cost_account)


@router.get(
    MOVES, operation_id="list_budget_moves", response=reads(BudgetMovePage), summary="List moves of budget"
)
def list_moves(request: ApiRequest, key: str, query: Query[BudgetMoveQuery]) -> Page[BudgetMoveOut]:
    """Return how the budget of a project moved, and why."""
    rows = moves_of(money_project(request.actor, key))
    return paged(
        request, ordered(rows, query), query, BudgetMovePage, lambda part: [_move(each) for each in part]
    )


@router.post(MOVES, operation_id="move_budget", response=creates(BudgetMoveOut), summary="Move budget")
def post_move(
    request: ApiRequest, response: HttpResponse, key: str, body: BudgetMoveIn
) -> Status[BudgetMoveOut]:
    """Move budget between accounts, as far as the caller's role lets them; the management reserve is the sponsor's."""
    project = money_project(request.actor, key)
    made = move_budget(
        project,
        source=account_named(project, body.from_account, "from_account")
        if body.from_account is not None
        else None,
        target=account_named(project, body.to_account, "to_account") if body.to_account is not None else None,
        amount_minor=body.amount_minor,
        reason=body.reason,
        actor=request.actor,
    )
    created(response, f"/api/v1/projects/{project.key}/budget-moves")
    return Status(201, _move(made))
