"""Proposals, ready to show."""

from dataclasses import dataclass
from typing import Any

from remit.planning.models import Plan, PlanEdit
from remit.scenarios.models import LevellingProposal, ProposalState, Scenario

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


MOST_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Column:
    """The plan, or one scenario, in a table side by side: its figures, and whether they are of an older plan."""

    name: str
    figures: dict[str, Any]
    scenario: Scenario | None = None
    is_stale: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """An activity that some scenario has elsewhere: as planned, then by each scenario in turn; None is not there."""

    key: str
    name: str
    was: list[Any] | None
    then: tuple[list[Any] | None, ...]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """A plan and its scenarios: a column each, and the activities that differ anywhere; `more` are not shown."""

    columns: tuple[Column, ...]
    lines: tuple[Line, ...]
    more: int


def side_by_side(plan: Plan) -> SideBySide:
    """Return the scenarios of a plan that were not taken over, beside it: one query."""
    rows = Scenario.objects.filter(project_id=plan.project_id, edit_number=None).defer("edits", "undone")
    there = list(rows.order_by("pk"))
    if not there:
        return SideBySide((), (), 0)
    newest = max(there, key=lambda each: each.plan_version)
    columns = [Column("", newest.result["plan"], None, newest.plan_version != plan.version)]
    columns += [
        Column(each.name, each.result["then"], each, each.plan_version != plan.version) for each in there
    ]
    return SideBySide(tuple(columns), *_lines(there))


def _lines(there: list[Scenario]) -> tuple[tuple[Line, ...], int]:
    by_key = [{row["key"]: row for row in each.result["rows"]} for each in there]
    keys = list(dict.fromkeys(key for rows in by_key for key in rows))
    lines = []
    for key in keys[:MOST_SHOWN]:
        stated = next(rows[key] for rows in by_key if key in rows)
        then = tuple(rows[key]["will"] if key in rows else stated["was"] for rows in by_key)
        named = stated["was"] or stated["will"]
        lines.append(Line(key, named[0], stated["was"], then))
    return tuple(lines), len(keys) - len(lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """An activity as planned and as the scenario has it; None where it is not there."""

    key: str
    name: str
    was: list[Any] | None
    will: list[Any] | None
    days: int


def differences(scenario: Scenario) -> list[Difference]:
    """Return what a scenario has otherwise than the plan."""
    found = []
    for row in scenario.result["rows"][:MOST_SHOWN]:
        was, will = row["was"], row["will"]
        days = 0
        if was and will and was[2] is not None and will[2] is not None:
            days = (will[2] - 1) // 1440 - (was[2] - 1) // 1440
        found.append(Difference(row["key"], (will or was)[0], was, will, days))
    return found
