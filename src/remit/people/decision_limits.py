"""How far a role's authority reaches where an assignment states no limit of its own."""

from remit.people.models import Assignment

# money in minor units and working days by authority, from 0 to 5; None has no bound
MONEY: tuple[int | None, ...] = (0, 0, 100_000, 2_500_000, 25_000_000, None)
DAYS: tuple[int | None, ...] = (0, 0, 2, 5, 20, None)


def money_limit(assignment: Assignment) -> int | None:
    """Return up to how much money the holder decides, in minor units; None where there is no bound."""
    stated = assignment.money_limit_minor
    return stated if stated is not None else MONEY[assignment.role.authority]


def days_limit(assignment: Assignment) -> int | None:
    """Return up to how many working days of delay the holder decides; None where there is no bound."""
    stated = assignment.days_limit
    return stated if stated is not None else DAYS[assignment.role.authority]
