"""From a baseline, accounts and progress to the packages that the engine measures. Reads no database."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from remit.core.plan_time import MINUTES_PER_DAY, start_of_day
from remit.costs.models import AccountKind
from remit.earned_value.compute.shares import Promise, budgets_of, spread
from remit.earned_value.facts import SHARED, Account, Measured, Promised
from remit.engine.value import Doubt, Milestone, Rule, WorkPackage, earned_value, planned_value
from remit.engine.value.doubts import DataFlag, doubts_of
from remit.engine.value.packages import WorkingClock
from remit.planning.models import ActivityKind

OF_COST = frozenset(
    {
        Doubt.COST_WITHOUT_PROGRESS,
        Doubt.PROGRESS_WITHOUT_COST,
        Doubt.SPENT_BEYOND_BUDGET,
        Doubt.COST_WITHOUT_BUDGET,
    }
)


def rule_of(promised: Promised, default: str) -> Rule:
    """Return by which rule an activity earns: what takes no time at its finish, else as stated, else as the project."""
    if promised.kind == ActivityKind.LEVEL_OF_EFFORT and not promised.measured.rule:
        return Rule.LEVEL_OF_EFFORT
    rule = Rule(promised.measured.rule or default)
    if rule == Rule.MILESTONES and not promised.measured.steps:
        return Rule.PERCENT
    if rule == Rule.UNITS and promised.measured.units_planned <= 0:
        return Rule.PERCENT
    if not promised.duration and not promised.measured.rule:
        return Rule.ZERO_HUNDRED
    return rule


def packages_of(promises: Sequence[Promised], accounts: Iterable[Account], default: str) -> list[WorkPackage]:
    """Return the packages: for each activity one of its own account, and one of what all activities share.

    Their budgets add up to those of the accounts. What an activity weighs is its planned work, or its duration where
    it states none.
    """
    stated = {each.key: each.budget for each in accounts}
    by_key = {each.key: each for each in promises}
    rows = [
        Promise(each.key, each.work or each.duration, each.cost, each.measured.account) for each in promises
    ]
    return [
        _package(by_key[row.key], account, budget, default)
        for row, account, budget in budgets_of(stated, rows)
    ]


def _package(each: Promised, account: str, budget: int, default: str) -> WorkPackage:
    return WorkPackage(
        id=f"{each.key}/{account}",
        name=each.name,
        budget=budget,
        start=each.start,
        finish=each.finish,
        rule=rule_of(each, default),
        percent_complete=each.percent,
        units_planned=each.measured.units_planned,
        units_done=each.measured.units_done,
        milestones=tuple(_steps(each.measured)),
        actual_start=each.actual_start,
        actual_finish=each.actual_finish,
        groups=(("account", account), ("element", each.element), ("person", each.person)),
    )


def _steps(measured: Measured) -> Iterable[Milestone]:
    for _name, weight, planned, reached in measured.steps:
        yield Milestone(weight, day_end(planned), day_end(reached) if reached else None)


def day_end(day: str) -> int:
    """Return the minute at which an ISO day ends."""
    return start_of_day(dt.date.fromisoformat(day)) + MINUTES_PER_DAY


def with_costs(
    packages: Sequence[WorkPackage], spent: Mapping[str, int], status: int, clock: WorkingClock
) -> list[WorkPackage]:
    """Return the packages with what was spent on their account, in proportion to what each has earned of it.

    Costs are entered on accounts, not on activities: where nothing is earned yet, what was to be earned counts, then
    the budget. What was spent on accounts to which no activity is charged falls to what all share.
    """
    by_account: dict[str, list[int]] = {}
    for place, each in enumerate(packages):
        by_account.setdefault(account_of(each), []).append(place)
    sums: dict[str, int] = {}
    for account, amount in spent.items():
        group = account if account in by_account else SHARED
        sums[group] = sums.get(group, 0) + amount
    if SHARED in sums and SHARED not in by_account:
        by_account[SHARED] = list(range(len(packages)))
    costs = [0] * len(packages)
    for account, amount in sums.items():
        places = by_account[account]
        weights = _weights([packages[place] for place in places], status, clock)
        for place, share in zip(places, spread(amount, weights), strict=True):
            costs[place] += share
    return [_costing(each, cost) for each, cost in zip(packages, costs, strict=True)]


def _weights(packages: Sequence[WorkPackage], status: int, clock: WorkingClock) -> list[int]:
    for read in (earned_value, planned_value):
        found = [read(each, status, clock) for each in packages]
        if any(found):
            return found
    return [each.budget for each in packages]


def _costing(package: WorkPackage, cost: int) -> WorkPackage:
    return replace(package, actual_cost=cost)


def account_of(package: WorkPackage) -> str:
    """Return the key of the account whose budget a package holds."""
    return dict(package.groups)["account"]


def activity_of(package_id: str) -> str:
    """Return the key of the activity that a package is part of."""
    return package_id.partition("/")[0]


def doubts_in(
    flags: Iterable[DataFlag],
    sums: Mapping[str, tuple[int, int, int]],
    status: int,
    accounts: Iterable[Account],
) -> list[DataFlag]:
    """Return the doubts: of progress by activity, each once, and of cost by account, of which alone cost is known.

    `sums` are budget, earned value and actual cost by account. A reserve earns without costing: that is no doubt.
    """
    found: dict[tuple[Doubt, str], DataFlag] = {}
    for each in flags:
        if each.doubt not in OF_COST:
            key = activity_of(each.package_id)
            found.setdefault((each.doubt, key), DataFlag(each.doubt, key, each.value))
    takes_costs = {each.key for each in accounts if each.kind == AccountKind.WORK}
    if takes_costs - set(sums):
        takes_costs.add(SHARED)
    for account, (budget, earned, cost) in sums.items():
        whole = WorkPackage(account, account, budget, 0, 0, actual_cost=cost)
        for flag in doubts_of(whole, status, earned):
            if flag.doubt in OF_COST and account in takes_costs:
                found[flag.doubt, account or "*"] = DataFlag(flag.doubt, account, flag.value)
    return list(found.values())
