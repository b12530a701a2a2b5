"""Duties that one person should not have together, and how strongly: separation of duties."""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Pair:
    """Two roles, by their codes, that one person should not hold at one place; `is_blocked` or only warned of."""

    first: str
    second: str
    is_blocked: bool = True

    @property
    def roles(self) -> frozenset[str]:
        """Return both codes."""
        return frozenset({self.first, self.second})


# who owns and who runs; who runs and who checks; who makes and who accepts; who orders and who coaches
PAIRS = (
    Pair("sponsor", "project-manager"),
    Pair("programme-sponsor", "programme-manager"),
    Pair("project-manager", "project-assurance"),
    Pair("project-manager", "acceptor"),
    Pair("project-leader", "acceptor"),
    Pair("team-member", "acceptor"),
    Pair("product-owner", "scrum-master", is_blocked=False),
    Pair("administrator", "auditor", is_blocked=False),
)


def clashing(code: str, held: Iterable[str]) -> list[str]:
    """Return the codes among `held` that nobody may hold together with the role `code`."""
    others = set(held)
    return sorted(
        other
        for pair in PAIRS
        if pair.is_blocked and code in pair.roles
        for other in (pair.roles - {code}) & others
    )
