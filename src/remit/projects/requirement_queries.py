"""Reads of requirements: one, the register's extras, the matrix both ways, and the figures over all of them."""

import datetime as dt
import difflib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.grids import day_of
from remit.projects.guards import visible_project
from remit.projects.models import (
    Collection,
    Deliverable,
    Need,
    Priority,
    Project,
    Requirement,
    RequirementState,
    RequirementWording,
)
from remit.projects.querysets import PartQuerySet

MUST_SHARE = 60
MONTHS_SHOWN = 12
OPEN = Q() & ~Q(state=RequirementState.WITHDRAWN)


def requirements_of(project: Project) -> PartQuerySet:
    """Return the requirements of a project."""
    rows: PartQuerySet = Requirement.objects.filter(project=project)
    return rows.select_related("collection")


def _one(model: Any, actor: Actor, project_key: str, key: str) -> Any:
    project = visible_project(actor, project_key)
    found = model.objects.filter(project=project, key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def one_requirement(actor: Actor, project_key: str, key: str) -> Requirement:
    """Return a requirement of a project that the actor may see, or raise `NotFound`."""
    found: Requirement = _one(Requirement, actor, project_key, key)
    return found


def one_need(actor: Actor, project_key: str, key: str) -> Need:
    """Return a need of a project that the actor may see, or raise `NotFound`."""
    found: Need = _one(Need, actor, project_key, key)
    return found


def one_collection(actor: Actor, project_key: str, key: str) -> Collection:
    """Return a session of a project that the actor may see, or raise `NotFound`."""
    found: Collection = _one(Collection, actor, project_key, key)
    return found


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words: kept, added or removed between two versions."""

    change: str
    text: str


def changed_words(before: str, after: str) -> list[Piece]:
    """Return two texts as one run of pieces: `kept`, `removed` and `added`, word by word."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pieces.append(Piece("kept", "".join(old[a:b])))
            continue
        if b > a:
            pieces.append(Piece("removed", "".join(old[a:b])))
        if d > c:
            pieces.append(Piece("added", "".join(new[c:d])))
    return pieces


@dataclass(frozen=True, slots=True)
class WordingLine:
    """A version of a requirement with what differs from the one before."""

    wording: RequirementWording
    statement: list[Piece]
    criteria: list[Piece]


def wordings_of(requirement: Requirement) -> list[WordingLine]:
    """Return the versions of a requirement, the newest first: one query."""
    rows = list(requirement.wordings.order_by("number"))
    lines = []
    for place, each in enumerate(rows):
        old = rows[place - 1] if place else each
        lines.append(
            WordingLine(
                each,
                changed_words(old.statement, each.statement),
                changed_words(old.acceptance_criteria, each.acceptance_criteria),
            )
        )
    return lines[::-1]


@dataclass(frozen=True, slots=True)
class Orphans:
    """What is missing an end of its trace, by key and text."""

    needs: tuple[Need, ...]
    without_need: tuple[Requirement, ...]
    without_deliverable: tuple[Requirement, ...]
    deliverables: tuple[Deliverable, ...]

    @property
    def count(self) -> int:
        """Return how many there are."""
        return (
            len(self.needs) + len(self.without_need) + len(self.without_deliverable) + len(self.deliverables)
        )


def orphans(project: Project) -> Orphans:
    """Return what is missing an end of its trace, withdrawn requirements left out: four queries."""
    open_ = requirements_of(project).filter(OPEN)
    live = ~Q(requirements__state=RequirementState.WITHDRAWN) & Q(requirements__isnull=False)
    needs, deliverables = Need.objects.filter(project=project), Deliverable.objects.filter(project=project)
    return Orphans(
        tuple(needs.exclude(pk__in=needs.filter(live).values("pk"))),
        tuple(open_.filter(needs__isnull=True)),
        tuple(open_.filter(deliverables__isnull=True)),
        tuple(deliverables.exclude(pk__in=deliverables.filter(live).values("pk"))),
    )


@dataclass(frozen=True, slots=True)
class MustShare:
    """How much of the effort, or of the number where an effort is missing, is Must; per cent of what is wanted."""

    percent: int | None
    is_by_effort: bool
    without_effort: int

    @property
    def is_too_much(self) -> bool:
        """Return whether so much is Must that nothing is left to give way."""
        return self.percent is not None and self.percent > MUST_SHARE


def must_share(project: Project) -> MustShare:
    """Return the share of Must among what is wanted this time: one query."""
    rows = requirements_of(project).filter(OPEN).exclude(priority=Priority.WONT)
    found = list(rows.values_list("priority", "effort_minutes"))
    missing = sum(effort is None for _priority, effort in found)
    total = sum(effort or 0 for _priority, effort in found)
    by_effort = missing == 0 and total > 0
    weights = [(priority, effort if by_effort else 1) for priority, effort in found]
    whole = sum(weight or 0 for _priority, weight in weights)
    if not whole:
        return MustShare(None, is_by_effort=False, without_effort=missing)
    must = sum(weight or 0 for priority, weight in weights if priority == Priority.MUST)
    return MustShare(round(100 * must / whole), is_by_effort=by_effort, without_effort=missing)


@dataclass(frozen=True, slots=True)
class Month:
    """What happened to agreed requirements in a month; `base` were agreed before it began.

    `percent` = (added + changed + removed) / base (domain 7, volatility); None where nothing was agreed before.
    """

    first: dt.date
    base: int
    added: int
    changed: int
    removed: int

    @property
    def percent(self) -> float | None:
        """Return the volatility in per cent."""
        moved = self.added + self.changed + self.removed
        return round(100 * moved / self.base, 1) if self.base else None


def volatility(project: Project) -> list[Month]:
    """Return the months since the first agreement, the last twelve at most: two queries."""
    rows = list(requirements_of(project).exclude(agreed_on=None).values_list("agreed_on", "withdrawn_on"))
    if not rows:
        return []
    changes = RequirementWording.objects.filter(requirement__project=project, number__gt=1).values_list(
        "said_on", "requirement__agreed_on"
    )
    changed = [said for said, agreed in changes if agreed is not None and said >= agreed]
    return months(rows, changed, day_of(project.organisation))


def months(
    agreed: Sequence[tuple[dt.date, dt.date | None]], changed: Iterable[dt.date], today: dt.date
) -> list[Month]:
    """Return the months from the first agreement to `today`; `agreed` holds days of agreement and of withdrawal."""
    firsts = []
    each = min(day for day, _gone in agreed).replace(day=1)
    while each <= today:
        firsts.append(each)
        each = (each + dt.timedelta(days=32)).replace(day=1)
    counts: dict[tuple[str, dt.date], int] = defaultdict(int)
    for day, gone in agreed:
        counts["added", day.replace(day=1)] += 1
        if gone is not None:
            counts["removed", gone.replace(day=1)] += 1
    for day in changed:
        counts["changed", day.replace(day=1)] += 1
    return [
        Month(
            first,
            sum(day < first and (gone is None or gone >= first) for day, gone in agreed),
            *(counts[name, first] for name in ("added", "changed", "removed")),
        )
        for first in firsts[-MONTHS_SHOWN:]
    ]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """A requirement with the keys of its needs and, column by column, whether the deliverable meets it."""

    requirement: Requirement
    needs: tuple[Need, ...]
    cells: tuple[tuple[Deliverable, bool], ...]

    @property
    def is_orphan(self) -> bool:
        """Return whether an end of its trace is missing."""
        return not self.needs or not any(linked for _each, linked in self.cells)


def matrix_rows(requirements: Sequence[Requirement], deliverables: Sequence[Deliverable]) -> list[MatrixRow]:
    """Return requirements against deliverables: two queries, however many there are."""
    pks = [each.pk for each in requirements]
    linked = set(
        Requirement.deliverables.through.objects.filter(requirement_id__in=pks).values_list(
            "requirement_id", "deliverable_id"
        )
    )
    needs: Mapping[int, list[Need]] = defaultdict(list)
    joined = Requirement.needs.through.objects.filter(requirement_id__in=pks).select_related("need")
    for each in joined.order_by("need_id"):
        needs[each.requirement_id].append(each.need)
    return [
        MatrixRow(
            each, tuple(needs[each.pk]), tuple((one, (each.pk, one.pk) in linked) for one in deliverables)
        )
        for each in requirements
    ]


@dataclass(frozen=True, slots=True)
class Upward:
    """A deliverable with the requirements it meets, and the needs behind them."""

    deliverable: Deliverable
    requirements: tuple[MatrixRow, ...]


def upward(rows: Sequence[MatrixRow], deliverables: Sequence[Deliverable]) -> list[Upward]:
    """Return the same matrix seen from its deliverables; no query."""
    return [Upward(each, tuple(row for row in rows if (each, True) in row.cells)) for each in deliverables]
