"""How the budget of accounts is spread over the activities of a baseline: to the last minor unit. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from remit.earned_value.facts import SHARED


@dataclass(frozen=True, slots=True)
class Promise:
    """An activity of the baseline: what it weighs (planned work), the cost that the baseline states, its account."""

    key: str
    weight: int
    cost: int | None = None
    account: str = SHARED


def spread(total: int, weights: Sequence[int]) -> list[int]:
    """Return `total` in parts by weight that add up to it; in equal ones where nothing weighs anything."""
    if not weights:
        return []
    weighing = weights if any(weights) else [1] * len(weights)
    whole, so_far, given = sum(weighing), 0, 0
    found = []
    for each in weighing:
        so_far += each
        upto = total * so_far // whole
        found.append(upto - given)
        given = upto
    return found


def _within(budget: int, promises: Sequence[Promise]) -> list[int]:
    """Return what each promise has of one account's budget: what it states itself, the others the rest by work."""
    stated = [max(each.cost or 0, 0) for each in promises]
    open_weights = [0 if cost else each.weight for each, cost in zip(promises, stated, strict=True)]
    if not any(stated):
        return spread(budget, open_weights)
    rest = budget - sum(stated)
    if rest < 0 or not any(open_weights):
        # what is stated does not fit, or nobody else could have the rest: all in proportion
        return spread(budget, stated)
    return [cost + more for cost, more in zip(stated, spread(rest, open_weights), strict=True)]


def budgets_of(accounts: Mapping[str, int], promises: Sequence[Promise]) -> list[tuple[Promise, str, int]]:
    """Return (promise, account, budget) for every share; they add up to the budgets of all `accounts`, by key.

    The budget of an account to which activities are charged is theirs; that of all others together, named `SHARED`,
    belongs to all activities. A cost that the baseline states is taken from the account that the activity is charged
    to, or from what is shared.
    """
    charged: dict[str, list[Promise]] = {}
    for each in promises:
        if each.account in accounts:
            charged.setdefault(each.account, []).append(each)
    found = []
    for account, rows in charged.items():
        shares = _within(accounts[account], rows)
        found += [(row, account, share) for row, share in zip(rows, shares, strict=True)]
    rest = sum(budget for account, budget in accounts.items() if account not in charged)
    if promises and (rest or not charged):
        # what an activity states as its cost is taken once: from its own account where it has one
        rows = [
            Promise(each.key, each.weight, None if each.account in charged else each.cost)
            for each in promises
        ]
        shares = _within(rest, rows)
        found += [(row, SHARED, share) for row, share in zip(promises, shares, strict=True)]
    return found
