"""How far a role's authority reaches where an assignment states no limit of its own."""

from remit.people.models import Assignment
from remit.people.thresholds import Reach


def money_limit(assignment: Assignment, reach: Reach) -> int | None:
    """Return up to how much money the holder decides, in minor units; None where there is no bound."""
    stated = assignment.money_limit_minor
    return stated if stated is not None else reach.money[assignment.role.authority]


def days_limit(assignment: Assignment, reach: Reach) -> int | None:
    """Return up to how many working days of delay the holder decides; None where there is no bound."""
    stated = assignment.days_limit
    return stated if stated is not None else reach.days[assignment.role.authority]
