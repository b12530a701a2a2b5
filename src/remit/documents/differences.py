"""What differs between two texts, line by line, and word by word where a line was changed."""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from remit.projects.requirement_queries import Piece, changed_words

MOST_LINES = 4000
AROUND = 3


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """A line of the difference: `change` is kept, removed, added, changed or left (so many lines without a change)."""

    change: str
    pieces: tuple[Piece, ...]
    left: int = 0


def differing_lines(before: str, after: str) -> list[DifferenceLine]:
    """Return two texts as one run of lines, those far from any change left out; no more than `MOST_LINES` each."""
    old, new = before.splitlines()[:MOST_LINES], after.splitlines()[:MOST_LINES]
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) + len(new) > MOST_LINES)
    found: list[DifferenceLine] = []
    codes = matcher.get_opcodes()
    for place, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            found += _kept(old[a:b], is_first=place == 0, is_last=place == len(codes) - 1)
        elif tag == "replace" and b - a == d - c:
            found += [
                DifferenceLine("changed", tuple(changed_words(one, other)))
                for one, other in zip(old[a:b], new[c:d], strict=True)
            ]
        else:
            found += [DifferenceLine("removed", (Piece("removed", each),)) for each in old[a:b]]
            found += [DifferenceLine("added", (Piece("added", each),)) for each in new[c:d]]
    return found


def _kept(lines: Sequence[str], *, is_first: bool, is_last: bool) -> Iterator[DifferenceLine]:
    """Yield lines without a change: those near one, and how many are left out between."""
    head = 0 if is_first else AROUND
    tail = 0 if is_last else AROUND
    if len(lines) <= head + tail + 1:
        yield from (DifferenceLine("kept", (Piece("kept", each),)) for each in lines)
        return
    yield from (DifferenceLine("kept", (Piece("kept", each),)) for each in lines[:head])
    yield DifferenceLine("left", (), len(lines) - head - tail)
    yield from (DifferenceLine("kept", (Piece("kept", each),)) for each in lines[len(lines) - tail :])
