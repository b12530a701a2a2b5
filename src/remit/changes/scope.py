"""What stands in a plan otherwise than in its baseline, what of it a change let in, and what came in without one."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from remit.changes.models import ChangeItem, ScopeCorrection
from remit.changes.steps import GRANTED
from remit.planning.models import (
    Activity,
    ActivityKind,
    Baseline,
    BaselineActivity,
    PlanEdit,
    ResourceAssignment,
)
from remit.projects.models import Project

HUNDRED = 100
WATCH, ACT = Decimal(5), Decimal(10)
What = Literal["added", "grown", "shrunk", "removed"]
Band = Literal["none", "watch", "act", "exception"]
ADDED: What = "added"
GROWN: What = "grown"
SHRUNK: What = "shrunk"
REMOVED: What = "removed"
# fields of an activity that say what is delivered and how much work it is; dates and progress do not
OF_SCOPE = frozenset({"name", "duration_minutes", "work_minutes", "kind", "is_active"})


@dataclass(frozen=True, slots=True)
class Line:
    """An activity that is not as the baseline has it; minutes are of effort, below zero where less."""

    key: str
    name: str
    what: What
    minutes: int
    approved: int = 0
    corrected: int = 0
    changes: tuple[str, ...] = ()
    is_named: bool = False
    since: dt.datetime | None = None

    @property
    def left(self) -> int:
        """Return the effort that neither a change nor a correction lets in."""
        rest = self.minutes - self.approved - self.corrected
        return max(rest, 0) if self.minutes >= 0 else min(rest, 0)

    @property
    def is_open(self) -> bool:
        """Return whether nobody let it in: what is without effort is open until it is named."""
        return self.left != 0 if self.minutes else not self.is_named

    @property
    def granted(self) -> int:
        """Return the effort more that changes let in, as far as it is in the plan."""
        return max(min(self.minutes, self.approved), 0)


@dataclass(frozen=True, slots=True)
class Month:
    """What became otherwise in a month: how many items, per cent of the baseline's, and the index at its end."""

    first: dt.date
    items: int
    volatility: Decimal
    index: Decimal


@dataclass(frozen=True, slots=True)
class Scope:
    """A plan beside its current baseline."""

    baseline: Baseline
    by_work: bool
    effort: int
    items: int
    lines: tuple[Line, ...]
    months: tuple[Month, ...] = field(default=())

    @property
    def open(self) -> tuple[Line, ...]:
        """Return what nobody let in."""
        return tuple(each for each in self.lines if each.is_open)

    @property
    def unapproved(self) -> int:
        """Return the effort that was added and that nobody let in."""
        return sum(max(each.left, 0) for each in self.lines)

    @property
    def granted(self) -> int:
        """Return the effort that changes added."""
        return sum(each.granted for each in self.lines)

    @property
    def index(self) -> Decimal:
        """Return the scope creep index: unapproved added effort as per cent of the baseline's."""
        return per_cent(self.unapproved, self.effort)

    @property
    def growth(self) -> Decimal:
        """Return the approved growth as per cent of the baseline's effort."""
        return per_cent(self.granted, self.effort)

    @property
    def band(self) -> Band:
        """Return in which band the index lies."""
        return band_of(self.index)


def per_cent(part: int, whole: int) -> Decimal:
    """Return a share as per cent with one decimal; 0 where there is no whole."""
    return round(Decimal(part) * HUNDRED / whole, 1) if whole else Decimal(0)


def band_of(index: Decimal) -> Band:
    """Return what an index asks for: watch up to 5 per cent, act up to 10, an exception above; none at 0."""
    if index <= 0:
        return "none"
    if index <= WATCH:
        return "watch"
    return "act" if index <= ACT else "exception"


def scope_of(project: Project) -> Scope | None:
    """Return a plan beside its current baseline, or None where there is none: eight queries."""
    baseline = Baseline.objects.filter(project=project, is_current=True).first()
    if baseline is None:
        return None
    was = {
        key: (name, work, duration)
        for key, name, work, duration in BaselineActivity.objects.filter(baseline=baseline)
        .order_by("pk")
        .values_list("activity_key", "name", "work_minutes", "duration_minutes")
    }
    rows = Activity.objects.filter(project=project, is_active=True).order_by("position")
    now: dict[str, tuple[str, int, int]] = {}
    summaries: set[str] = set()
    for key, name, work, duration, kind in rows.values_list(
        "key", "name", "work_minutes", "duration_minutes", "kind"
    ):
        now[key] = (name, work, duration)
        if kind == ActivityKind.SUMMARY:
            summaries.add(key)
    by_work = any(work for _name, work, _duration in was.values())
    place = 1 if by_work else 2
    before = {key: (each[0], int(each[place])) for key, each in was.items() if key not in summaries}
    after = {key: (each[0], int(each[place])) for key, each in now.items() if key not in summaries}
    seen = _history(project, baseline)
    lines = tuple(_lines(before, after, _let_in(project, baseline), seen))
    effort = sum(minutes for _name, minutes in before.values())
    found = Scope(baseline, by_work, effort, len(before), lines)
    return Scope(baseline, by_work, effort, len(before), lines, tuple(_months(found, seen)))


@dataclass(slots=True)
class _LetIn:
    approved: int = 0
    corrected: int = 0
    changes: list[str] = field(default_factory=list)
    is_named: bool = False


def _let_in(project: Project, baseline: Baseline) -> Mapping[str, _LetIn]:
    """Return what changes that no baseline holds yet, and corrections of this one, let in by activity."""
    found: defaultdict[str, _LetIn] = defaultdict(_LetIn)
    items = ChangeItem.objects.filter(
        change__project=project, change__state__in=GRANTED, change__baseline=None
    )
    for key, minutes, change in items.values_list("activity_key", "minutes", "change__key"):
        each = found[key]
        each.approved += minutes
        each.changes.append(change)
        each.is_named = True
    corrections = ScopeCorrection.objects.filter(project=project, baseline=baseline)
    for key, minutes in corrections.values_list("activity_key", "minutes"):
        found[key].corrected += minutes
        found[key].is_named = True
    return found


def _lines(
    before: Mapping[str, tuple[str, int]],
    after: Mapping[str, tuple[str, int]],
    let_in: Mapping[str, _LetIn],
    seen: Iterable[tuple[dt.datetime, str]],
) -> Iterable[Line]:
    first: dict[str, dt.datetime] = {}
    for at, key in seen:
        first.setdefault(key, at)
    for key in [*after, *(key for key in before if key not in after)]:
        name, minutes = after.get(key) or before[key]
        what: What
        if key not in before:
            what = ADDED
        elif key not in after:
            what, minutes = REMOVED, -before[key][1]
        else:
            minutes -= before[key][1]
            if not minutes:
                continue
            what = GROWN if minutes > 0 else SHRUNK
        own = let_in.get(key) or _LetIn()
        yield Line(
            key, name, what, minutes, own.approved, own.corrected, tuple(own.changes), own.is_named,
            first.get(key),
        )  # fmt: skip


def _history(project: Project, baseline: Baseline) -> list[tuple[dt.datetime, str]]:
    """Return when which activity was added, removed or changed in scope since the baseline, in order."""
    rows = PlanEdit.objects.filter(project=project, at__gte=baseline.set_at).order_by("number")
    assigned = dict(
        ResourceAssignment.objects.filter(project_id=project.pk).values_list("key", "activity__key")
    )
    return [
        (at, key)
        for at, inverse in rows.values_list("at", "inverse")
        for key in dict.fromkeys(_touched(inverse, assigned))
    ]


def _touched(inverse: Iterable[Mapping[str, Any]], assigned: Mapping[str, str]) -> Iterable[str]:
    """Return the activities whose scope an edit changed, by the steps that would take it back."""
    for step in inverse:
        op = step.get("op")
        if op == "remove" or (op == "restate" and OF_SCOPE & set(step.get("values", ()))):
            yield str(step["key"])
        elif op == "restore":
            yield from map(str, step.get("keys", ()))
        elif op in {"unassign", "reassign", "restate_assignment"} and step.get("key") in assigned:
            yield assigned[step["key"]]


def _months(scope: Scope, seen: Iterable[tuple[dt.datetime, str]]) -> Iterable[Month]:
    """Return the months in which something became otherwise, each with the index as it came to be by its end."""
    touched: defaultdict[dt.date, set[str]] = defaultdict(set)
    for at, key in seen:
        touched[at.date().replace(day=1)].add(key)
    for first in sorted(touched):
        count = len(touched[first])
        came = [each for each in scope.lines if each.since and each.since.date().replace(day=1) <= first]
        index = per_cent(sum(max(each.left, 0) for each in came), scope.effort)
        yield Month(first, count, per_cent(count, scope.items), index)
