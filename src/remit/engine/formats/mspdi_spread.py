"""How work is spread: the time-phased rows of Microsoft Project XML to pieces of working time, and back.

A row says how much work falls between two moments. Pieces count working minutes from the start of the
assignment, so that they move along with it; where no piece lies, nothing is done: the task is split there.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from remit.engine.calendars import WorkingTime, around_the_clock, intersection, working_time
from remit.engine.formats.document import DocumentAssignment, DocumentTask
from remit.engine.formats.mspdi_values import duration_of, minute_of
from remit.engine.formats.safe_xml import Facts
from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    Contour,
    Minute,
    Resource,
    ResourceKind,
    Split,
    day_of,
)
from remit.engine.model.time import DAY_MINUTES

REMAINING, ACTUAL = 1, 2
MOST_ROWS_OF_A_PIECE = 1000
Pieces = tuple[tuple[int, int, int], ...]


class WorkRow(NamedTuple):
    """Work between two moments, as a time-phased row says it."""

    start: Minute
    finish: Minute
    work: int


def rows_of(facts: Facts) -> tuple[list[WorkRow], int]:
    """Return the rows of an assignment that say where its work falls, and how many other rows it has."""
    rows, others = [], 0
    for element in facts.children("TimephasedData"):
        stated = Facts(element, facts.task)
        if stated.whole("Type") not in {REMAINING, ACTUAL}:
            others += 1
            continue
        start, finish = minute_of(stated, "Start"), minute_of(stated, "Finish")
        if start is not None and finish is not None and finish > start:
            rows.append(WorkRow(start, finish, duration_of(stated, "Value") or 0))
    return sorted(rows), others


@dataclass(slots=True)
class Spread:
    """The working time in which work of a plan is spread."""

    calendars: Mapping[str, Calendar]
    default: str
    origin: int
    times: dict[tuple[str, ...], WorkingTime]

    @classmethod
    def of(cls, calendars: Iterable[Calendar], default: str, start: Minute) -> "Spread":
        """Return the spread of a plan that begins at `start`."""
        return cls({each.id: each for each in calendars}, default, day_of(start), {})

    def time_of(self, activity: Activity, resource: Resource | None) -> WorkingTime:
        """Return when an assignment is worked on: in the time of the task and of the resource both."""
        names = [activity.calendar_id or ""]
        if (
            resource is not None
            and resource.kind == ResourceKind.WORK
            and not activity.ignores_resource_calendars
        ):
            names.append(resource.calendar_id or "")
        stated = tuple(dict.fromkeys(each for each in names if each)) or (self.default,)
        if activity.duration_is_elapsed:
            stated = ()
        if stated not in self.times:
            self.times[stated] = self._laid_out(stated)
        return self.times[stated]

    def _laid_out(self, names: tuple[str, ...]) -> WorkingTime:
        if not names:
            return around_the_clock(self.origin)
        first, *others = (self.calendars[each] for each in names)
        return intersection(first, others[0], self.origin) if others else working_time(first, self.origin)


def pieces_of(rows: Iterable[WorkRow], start: Minute, time: WorkingTime) -> Pieces:
    """Return rows as (working minutes from `start`, length, work); neighbours of one rate become one piece."""
    found: list[tuple[int, int, int]] = []
    for row in rows:
        if not row.work:
            continue
        begin, end = time.between(start, row.start), time.between(start, row.finish)
        if found:
            begin = max(begin, found[-1][0] + found[-1][1])
        if begin < 0 or end <= begin:
            continue
        if found:
            before, length, work = found[-1]
            if before + length == begin and work * (end - begin) == row.work * length:
                found[-1] = (before, length + end - begin, work + row.work)
                continue
        found.append((begin, end - begin, row.work))
    return tuple(found)


def rows_for(assignment: Assignment, start: Minute, time: WorkingTime) -> Iterator[WorkRow]:
    """Yield the rows that `pieces_of` reads back to the pieces: a day at most each, gaps without work."""
    reached = 0
    for offset, length, work in assignment.pieces:
        if offset > reached:
            gap = time.finish_after(start, reached), time.start_after(start, offset)
            yield WorkRow(*gap, 0)
        yield from _daily(time, start, (offset, length, work))
        reached = offset + length


def _daily(time: WorkingTime, start: Minute, piece: tuple[int, int, int]) -> Iterator[WorkRow]:
    offset, length, work = piece
    begin, finish = time.start_after(start, offset), time.finish_after(start, offset + length)
    cuts = range(begin, finish, DAY_MINUTES)
    if len(cuts) <= MOST_ROWS_OF_A_PIECE:
        counts = [*(time.between(begin, cut) for cut in cuts), length]
        if all(work * (after - before) % length == 0 for before, after in pairwise(counts)):
            for cut, (before, after) in zip(cuts, pairwise(counts), strict=True):
                share = work * (after - before) // length
                yield WorkRow(cut, min(cut + DAY_MINUTES, finish), share)
            return
    yield WorkRow(begin, finish, work)


def splits_of(pieces: Pieces) -> tuple[Split, ...]:
    """Return the gaps between pieces."""
    found, done = [], 0
    for (offset, length, _work), (following, _length, _more) in pairwise(pieces):
        done += length
        if following > offset + length:
            found.append(Split(done, following - offset - length))
    return tuple(found)


def with_splits(
    tasks: Iterable[DocumentTask], assignments: Iterable[DocumentAssignment]
) -> list[DocumentTask]:
    """Return the tasks, split where all work that is spread by hand leaves the same gaps."""
    spread: dict[str, list[Pieces]] = {}
    for each in assignments:
        if each.assignment.contour == Contour.CONTOURED and each.assignment.pieces:
            spread.setdefault(each.assignment.activity_id, []).append(each.assignment.pieces)
    answer = []
    for task in tasks:
        found = spread.get(task.activity.id, [])
        gaps = {splits_of(pieces) for pieces in found}
        lengths = {sum(length for _offset, length, _work in pieces) for pieces in found}
        if len(gaps) == 1 and gaps != {()} and lengths == {task.activity.duration_minutes}:
            answer.append(replace(task, activity=replace(task.activity, splits=gaps.pop())))
        else:
            answer.append(task)
    return answer
