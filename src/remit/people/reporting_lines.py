"""Who reports to whom: data of each organisation, in any order, but never in a circle."""

from collections.abc import Mapping
from typing import TypeVar

T = TypeVar("T")


def circle_through(above: Mapping[T, T | None], start: T) -> list[T]:
    """Return the circle that leads from `start` back to it, or nothing; `above` maps each to the next one up."""
    way = [start]
    seen = {start}
    at = above.get(start)
    while at is not None and at not in seen:
        way.append(at)
        seen.add(at)
        at = above.get(at)
    return way if at == start else []


def circles(above: Mapping[T, T | None]) -> list[list[T]]:
    """Return every circle in `above` once, beginning with the first of its members; linear in their number."""
    done: set[T] = set()
    found = []
    for start in above:
        way: dict[T, int] = {}
        at: T | None = start
        while at is not None and at not in done and at not in way:
            way[at] = len(way)
            at = above.get(at)
        if at is not None and at in way:
            found.append(list(way)[way[at] :])
        done.update(way)
    return found
