"""The money of a project as it is read: accounts with their figures, what is distributed, and the lines of costs."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from remit.accounts.permissions import Actor, Decision, require
from remit.core.errors import NotFound
from remit.costs.models import AccountKind, BudgetMove, CostAccount, CostEntry
from remit.costs.policies import may_move_budget, may_see_costs
from remit.costs.querysets import AccountQuerySet, EntryQuerySet
from remit.people.threshold_queries import reach_of
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.signing import sponsor_of


@dataclass(frozen=True, slots=True)
class Totals:
    """The money of a project, in minor units; `budget` and `undistributed` are None where no budget is stated.

    `baseline` is what the accounts of work and the contingency reserve hold, `reserve` what management keeps outside.
    """

    budget: int | None
    baseline: int
    contingency: int
    reserve: int
    actual: int
    accrued: int
    committed: int

    @property
    def used(self) -> int:
        """Return what was paid, is owed or is promised."""
        return self.actual + self.accrued + self.committed

    @property
    def left(self) -> int:
        """Return what of the baseline is not used, negative where more is used."""
        return self.baseline - self.used

    @property
    def undistributed(self) -> int | None:
        """Return what of the budget stands in no account, negative where the accounts hold more."""
        return None if self.budget is None else self.budget - self.baseline - self.reserve


def money_project(actor: Actor, key: str) -> Project:
    """Return a project that the actor may see, money and all; `NotFound` or `NotAllowed` otherwise."""
    project = visible_project(actor, key)
    require(may_see_costs(actor, project))
    return project


def accounts_of(project: Project) -> AccountQuerySet:
    """Return the accounts of a project with their figures and owners."""
    rows: AccountQuerySet = CostAccount.objects.filter(project=project)
    return rows.with_figures().select_related("owner")


def one_account(actor: Actor, project_key: str, key: str) -> Any:
    """Return an account of a project whose money the actor may see, with its figures; or raise `NotFound`."""
    project = money_project(actor, project_key)
    found = accounts_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def entries_of(project: Project) -> EntryQuerySet:
    """Return the lines of a project's costs with what is open of them."""
    rows: EntryQuerySet = CostEntry.objects.filter(project=project)
    return rows.with_open().select_related("account", "settles", "reverses", "reversed_by")


def one_entry(actor: Actor, project_key: str, key: str) -> Any:
    """Return a line of a project whose money the actor may see; or raise `NotFound`."""
    project = money_project(actor, project_key)
    found = entries_of(project).filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def open_entries(project: Project) -> "QuerySet[Any]":
    """Return commitments and accruals of which something is still open."""
    return entries_of(project).filter(open_minor__gt=0)


def moves_of(project: Project) -> "QuerySet[BudgetMove]":
    """Return how budget moved, the latest first."""
    return BudgetMove.objects.filter(project=project).select_related("source", "target")


def may_move(actor: Actor, project: Project, amount_minor: int, *, of_reserve: bool = False) -> Decision:
    """Return whether the actor may move so much budget, by the sponsor and the limits as they stand today."""
    sponsor, reach = sponsor_of(project), reach_of(project.organisation)
    return may_move_budget(actor, project, amount_minor, of_reserve=of_reserve, sponsor=sponsor, reach=reach)


def spent_of(project: Project) -> int | None:
    """Return what the lines of costs say was paid and is owed, in minor units; None where there are none."""
    if not CostEntry.objects.filter(project=project).exists():
        return None
    sums = totals_of(project)
    return sums.actual + sums.accrued


def totals_of(project: Project) -> Totals:
    """Return the sums of a project's money: one query."""
    rows = list(accounts_of(project).order_by())

    def held(*kinds: str) -> int:
        return sum(each.budget_minor for each in rows if each.kind in kinds)

    return Totals(
        project.budget_minor,
        held(AccountKind.WORK, AccountKind.CONTINGENCY),
        held(AccountKind.CONTINGENCY),
        held(AccountKind.RESERVE),
        *(sum(getattr(each, name) for each in rows) for name in ("actual", "accrued", "committed")),
    )
