"""How the work of assignments is spread over working time, and how that follows a change of plan."""

from collections import deque
from collections.abc import Sequence
from fractions import Fraction

from remit.engine.model import Contour
from remit.engine.network.crews import gap_minutes, is_by_hand, span_of, spread_of
from remit.planning.compute.problems import assignment_of, splits_of
from remit.planning.models import Activity, ResourceAssignment

Pieces = list[list[int]]
Splits = Sequence[Sequence[int]]


def lies_by_hand(row: ResourceAssignment) -> bool:
    """Return whether the work of an assignment lies where its pieces say."""
    return row.contour == Contour.CONTOURED and bool(row.pieces)


def duration_of_row(row: ResourceAssignment, activity: Activity) -> int:
    """Return how long an assignment works on its activity, its delay included and the activity's gaps not."""
    spread = (row.work_minutes, row.delay_minutes, row.contour, row.pieces)
    work = assignment_of("", None, float(row.units_percent) / 100, spread)
    paused = gap_minutes(splits_of(activity.splits), activity.duration_minutes) if is_by_hand(work) else 0
    return int(row.delay_minutes) + max(span_of(work) - paused, 0)


def stretches_of(
    spread: tuple[float, int, str, Pieces], splits: Splits, duration_minutes: int
) -> list[tuple[int, int, float]]:
    """Return where work falls, as (working minutes from its start, length, work), around the activity's gaps.

    `spread` is units, work, contour and pieces. Work that is spread by hand says itself where it pauses.
    """
    units, work, contour, pieces = spread
    assignment = assignment_of("", None, units, (work, 0, contour, pieces))
    stretches = list(spread_of(assignment))
    if is_by_hand(assignment):
        return stretches
    return _around(stretches, [each for each in splits if each[0] < duration_minutes])


def _around(stretches: Sequence[tuple[int, int, float]], splits: Splits) -> list[tuple[int, int, float]]:
    """Return stretches that follow one another with the gaps of `splits` put between them."""
    found: list[tuple[int, int, float]] = []
    paused, waiting = 0, deque(splits)
    for begin, length, work in stretches:
        done = 0
        while waiting and waiting[0][0] < begin + length:
            after, gap = waiting.popleft()
            if after > begin + done:
                found.append(
                    (begin + done + paused, after - begin - done, work * (after - begin - done) / length)
                )
                done = after - begin
            paused += gap
        # so little work that a part of its contour takes no whole minute
        share = (length - done) / length if length else 1
        found.append((begin + done + paused, length - done, work * share))
    return found


def scaled(pieces: Pieces, factor: Fraction) -> Pieces:
    """Return pieces that lie and last `factor` times as far and long, and hold so many times the work."""
    edges = [
        (round(after * factor), round((after + length) * factor), work) for after, length, work in pieces
    ]
    return [[begin, end - begin, round(work * factor)] for begin, end, work in edges if end > begin]


def with_work(pieces: Pieces, factor: Fraction) -> Pieces:
    """Return pieces that lie where they lay and hold `factor` times the work."""
    return [[after, length, round(work * factor)] for after, length, work in pieces]


def interrupted(pieces: Pieces, splits: Splits) -> Pieces:
    """Return pieces with pauses where the activity now has gaps, and none where it had them."""
    begin = pieces[0][0] if pieces else 0
    closed: list[tuple[int, int, float]] = []
    for _after, length, work in pieces:
        closed.append((begin, length, float(work)))
        begin += length
    reached = 0.0
    found: Pieces = []
    for after, length, share in _around(closed, splits):
        found.append([after, length, round(reached + share) - round(reached)])
        reached += share
    return found
