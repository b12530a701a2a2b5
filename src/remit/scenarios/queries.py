"""Proposals, ready to show."""

from dataclasses import dataclass
from typing import Any

from remit.planning.models import Plan, PlanEdit
from remit.scenarios.models import LevellingProposal, ProposalState

MOST_EDITS = 3
SHOWN_WEEKS = 26


@dataclass(frozen=True, slots=True)
class Since:
    """What was done to a plan since something was computed from it: the first edits, and how many there are."""

    edits: tuple[PlanEdit, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Cell:
    """A week of a resource: the share of its time that is taken, in percent, None where it has none."""

    work_minutes: int
    capacity_minutes: int
    days_over: int

    @property
    def percent(self) -> int | None:
        """Return the share of the week's capacity that is taken; None where there is none."""
        return round(100 * self.work_minutes / self.capacity_minutes) if self.capacity_minutes else None


@dataclass(frozen=True, slots=True)
class LoadLine:
    """A resource before and after, week by week."""

    key: str
    name: str
    over: int
    to_over: int
    before: tuple[Cell, ...]
    after: tuple[Cell, ...]


def since(plan: Plan, edit: int) -> Since:
    """Return which edits came after the one with number `edit`: two queries."""
    rows = PlanEdit.objects.filter(project_id=plan.project_id, number__gt=edit).defer("inverse")
    return Since(tuple(rows.order_by("number")[:MOST_EDITS]), rows.count())


def is_stale(proposal: LevellingProposal, plan: Plan) -> bool:
    """Return whether the plan was changed after an open proposal was computed."""
    return bool(proposal.state == ProposalState.OPEN and proposal.plan_version != plan.version)


def load_lines(loads: dict[str, Any]) -> tuple[list[int], list[LoadLine]]:
    """Return the first weeks of a proposal's loads, as days from 1970-01-01, and the resources in them."""
    lines = [
        LoadLine(
            each["key"],
            each["name"],
            each["over"],
            each["to_over"],
            tuple(Cell(*week) for week in each["before"][:SHOWN_WEEKS]),
            tuple(Cell(*week) for week in each["after"][:SHOWN_WEEKS]),
        )
        for each in loads["resources"]
    ]
    return loads["weeks"][:SHOWN_WEEKS], lines


def proposals_of(plan: Plan) -> list[tuple[LevellingProposal, bool]]:
    """Return the proposals of a plan, the newest first, and whether each is stale: one query."""
    rows = LevellingProposal.objects.filter(project_id=plan.project_id).defer("rows", "loads")
    return [(each, is_stale(each, plan)) for each in rows.order_by("-pk")]
