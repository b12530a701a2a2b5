"""How often something may be done: counted by whoever does it and by the place it comes from."""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import BaseCache

# Several people share an office's address, so a place may do more than one person.
PLACE_FACTOR = 5


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` within `seconds` for one person, `PLACE_FACTOR` times that for one place."""

    most: int
    seconds: int


@dataclass(frozen=True, slots=True)
class Whose:
    """One counter: its name and how high it may go."""

    name: str
    most: int


def wait_for(
    action: str, limit: Limit, *, person: str, place: str, cache: BaseCache, now: float | None = None
) -> int:
    """Count one `action`; return 0, or after how many seconds the next is taken where there were too many.

    Time is cut into windows of `limit.seconds`, so that a counter ends by itself. An empty `person` or `place`
    is not counted.
    """
    moment = time.time() if now is None else now
    window = int(moment // limit.seconds)
    counters = [Whose(f"person:{person}", limit.most), Whose(f"place:{place}", limit.most * PLACE_FACTOR)]
    known = [each for each, stated in zip(counters, (person, place), strict=True) if stated]
    if any(_too_many(action, window, limit, known, cache)):
        return max(1, math.ceil((window + 1) * limit.seconds - moment))
    return 0


def _too_many(
    action: str, window: int, limit: Limit, counters: Iterable[Whose], cache: BaseCache
) -> Iterable[bool]:
    for each in counters:
        name = f"limit:{action}:{window}:{each.name}"
        cache.add(name, 0, limit.seconds * 2)
        try:
            yield cache.incr(name) > each.most
        except ValueError:  # it ended between the two calls
            yield False
