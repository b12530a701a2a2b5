"""Accounts of a project's budget: opened, changed, closed; and budget that moves between them."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.costs.models import AccountKind, BudgetMove, CostAccount
from remit.costs.policies import may_keep_costs
from remit.costs.queries import may_move, totals_of
from remit.people.grids import day_of
from remit.projects.models import Project
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_sees,
    clean,
    differences,
    locked_part,
    locked_seen,
    space_in,
    worded,
)
from remit.projects.operations.records import locked_project

FIELDS = ("code", "name", "kind", "owner")
LONGEST = {"code": 30, "name": 200, "reason": 500}
LARGEST = 10**14


def about(account: CostAccount) -> About:
    """Return how the record names an account."""
    project = account.project
    key, label = f"{project.key}/{account.key}", f"{account.code} {account.name}"[:300]
    return About("cost account", key, label, account.organisation_id, project.scope.path)


def amount(value: Any, field: str = "amount_minor") -> int:
    """Return an amount in minor units; `Invalid` naming `field` where it is not above zero, or too large."""
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= LARGEST:
        raise Invalid(_("State a sum above zero, and no larger than a project."), field=field, code="range")
    return value


def _check(account: CostAccount, changed: Iterable[str]) -> None:
    account.code = clean(account.code, "code", LONGEST["code"], needed=_("Give the account a short code."))
    account.name = clean(account.name, "name", LONGEST["name"], needed=_("Say what the account is for."))
    check_choice(account.kind, AccountKind, "kind")
    if "owner" in changed:
        check_sees(account.project, [account.owner], "owner")
    others = CostAccount.objects.filter(project=account.project).exclude(pk=account.pk)
    if others.filter(code=account.code).exists():
        message = _("The code %(code)s is taken: each account has its own.")
        raise Invalid(message % {"code": account.code}, field="code", code="taken")


@operation("costs.open_account")
def open_account(project: Project, *, actor: Actor, **stated: Any) -> CostAccount:
    """Open an account with fields of `FIELDS`; its budget is moved into it afterwards."""
    locked = locked_project(project)
    require(may_keep_costs(actor, locked))
    check_fields(stated, FIELDS)
    made = CostAccount(organisation_id=locked.organisation_id, project=locked, **stated)
    _check(made, stated)
    made.key = next_key(space_in(locked), "CA")
    made.save()
    record(actor, about(made), {name: ["", worded(getattr(made, name))] for name in stated})
    return made


def locked_account(account: CostAccount, version: int, yours: dict[str, Any]) -> CostAccount:
    """Return an account, locked, as it stands; `Conflict` where the version that was seen is another."""
    return locked_seen(account, version, yours, _("Somebody changed this account meanwhile."), "owner")


@operation("costs.change_account")
def change_account(account: CostAccount, *, version: int, actor: Actor, **changes: Any) -> CostAccount:
    """Change fields of `FIELDS`; one that has budget or costs keeps its kind."""
    check_fields(changes, FIELDS)
    require(may_keep_costs(actor, locked_project(account.project)))
    locked = locked_account(account, version, changes)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked, changes)
    told = differences(before, locked)
    if "kind" in told and (locked.budget_minor or locked.entries.exists()):
        message = _("It has budget or costs: move the budget to an account of the other kind instead.")
        raise Conflict("used", message)
    locked.version += 1
    locked.save()
    record(actor, about(locked), told)
    return locked


@operation("costs.set_account_closed")
def set_account_closed(account: CostAccount, *, is_closed: bool, version: int, actor: Actor) -> CostAccount:
    """Close an account, which then takes no costs, or open it again; open commitments stand in the way."""
    require(may_keep_costs(actor, locked_project(account.project)))
    locked = locked_account(account, version, {})
    if is_closed == (locked.closed_on is not None):
        raise Conflict("same", _("It is so already: load the page again."))
    if is_closed and any(each.open_minor for each in locked.entries.with_open()):
        message = _("Commitments or accruals of it are still open: settle them or take them back first.")
        raise Conflict("open", message)
    was = locked.closed_on
    locked.closed_on = day_of(locked.project.organisation) if is_closed else None
    locked.version += 1
    locked.save(update_fields=["closed_on", "version"])
    record(actor, about(locked), {"closed_on": [worded(was), worded(locked.closed_on)]})
    return locked


@operation("costs.move_budget")
def move_budget(
    project: Project,
    *,
    source: CostAccount | None,
    target: CostAccount | None,
    amount_minor: int,
    reason: str,
    actor: Actor,
) -> BudgetMove:
    """Move budget from one account to another, saying why; None is what of the project's budget is not distributed.

    A manager moves as much as the role lets them, the sponsor any sum, and the reserve of management only the sponsor.
    """
    locked = locked_project(project)
    amount(amount_minor)
    both = [_locked_end(locked, each, name) for each, name in ((source, "source"), (target, "target"))]
    of_reserve = any(each is not None and each.kind == AccountKind.RESERVE for each in both)
    require(may_move(actor, locked, amount_minor, of_reserve=of_reserve))
    why = clean(reason, "reason", LONGEST["reason"], needed=_("Say why the budget moves."))
    _check_ends(locked, both[0], both[1], amount_minor)
    return _moved(locked, (both[0], both[1]), amount_minor, why, actor)


def _moved(
    project: Project,
    ends: tuple[CostAccount | None, CostAccount | None],
    sum_minor: int,
    why: str,
    actor: Actor,
) -> BudgetMove:
    for account, sign in zip(ends, (-1, 1), strict=True):
        if account is not None:
            before = account.budget_minor
            account.budget_minor += sign * sum_minor
            account.version += 1
            account.save(update_fields=["budget_minor", "version"])
            record(actor, about(account), {"budget_minor": [before, account.budget_minor]}, reason=why)
    last = BudgetMove.objects.filter(project=project).aggregate(last=Max("number"))["last"] or 0
    made: BudgetMove = BudgetMove.objects.create(
        project=project,
        number=last + 1,
        source=ends[0],
        target=ends[1],
        amount_minor=sum_minor,
        reason=why,
        by_id=actor.person_id,
        by_name=actor.name[:200],
        moved_on=day_of(project.organisation),
    )
    return made


def _locked_end(project: Project, account: CostAccount | None, field: str) -> CostAccount | None:
    if account is None:
        return None
    if account.project_id != project.pk:
        raise Invalid(_("Choose an account of this project."), field=field, code="unknown")
    found = locked_part(account, "owner")
    if found.closed_on is not None:
        raise Conflict("closed", _("%(name)s is closed: open it again first.") % {"name": found})
    return found


def _check_ends(
    project: Project, source: CostAccount | None, target: CostAccount | None, amount_minor: int
) -> None:
    """Refuse a move that leads nowhere, or takes what is not there or is used already."""
    if source == target:
        message = _("Choose two accounts, or one and what is not distributed.")
        raise Invalid(message, field="target", code="same")
    if source is None:
        rest = totals_of(project).undistributed
        if rest is None:
            message = _("The project has no budget yet: its charter or its form states it.")
            raise Conflict("no_budget", message)
    else:
        used: Any = CostAccount.objects.filter(pk=source.pk).with_figures().values_list("left", flat=True)
        rest = used.get()
    if amount_minor > rest:
        message = _("So much is not there: what is neither moved nor used is less.")
        raise Invalid(message, field="amount_minor", code="beyond")
