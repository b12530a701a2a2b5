"""Rows of plans as they were told last, shared by everybody who asks: each is read once, however many look.

Kept for seconds and in this process alone; what is not known is read. A row holds what the plan's versions do not tell
of, such as the name of whoever answers for it: that may be as old as the rows are kept.
"""

import time
from collections import OrderedDict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from threading import Lock

from remit.planning.news import Change

MOST_PLANS = 20
LONGEST_SECONDS = 10.0

# a plan, and what is told of it: rows in a language, or something without words
Place = tuple[int, str]
Between = Callable[[int, int], list[Change]]


@dataclass(slots=True)
class _Kept:
    version: int
    since: float
    rows: dict[str, str] = field(default_factory=dict)
    is_reading: bool = False


class ToldRows:
    """Rows of the plans asked for last, each as JSON, at the version of its plan; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._plans: OrderedDict[Place, _Kept] = OrderedDict()

    def of(
        self,
        place: Place,
        version: int,
        keys: Collection[str],
        *,
        between: Between,
        read: Callable[[Collection[str]], Mapping[str, str]],
    ) -> dict[str, str] | None:
        """Return the rows with `keys`, at least as new as `version`; None where another thread reads them just now.

        `between` tells what changed from one version to another, `read` reads rows by their keys.
        """
        with self._lock:
            kept = self._kept(place, version, between)
            found = {key: kept.rows[key] for key in keys if key in kept.rows}
            missing = [key for key in keys if key not in found]
            if not missing:
                return found
            if kept.is_reading:
                return None
            kept.is_reading = True
        try:
            new = read(missing)
            with self._lock:
                _add(kept, version, new, between)
        finally:
            kept.is_reading = False
        return {**found, **new}

    def keep(self, place: Place, version: int, rows: Mapping[str, str], *, between: Between) -> None:
        """Keep rows that were read when the plan had `version` or later: whoever asks next need not read them."""
        with self._lock:
            _add(self._kept(place, version, between), version, rows, between)

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._plans.clear()

    def _kept(self, place: Place, version: int, between: Between) -> _Kept:
        """Return what is kept of a plan, without what changed up to `version`."""
        now, kept = self._clock(), self._plans.get(place)
        if kept is None or now - kept.since > LONGEST_SECONDS or not _follows(kept, version, between):
            kept = self._plans[place] = _Kept(version, now)
        self._plans.move_to_end(place)
        while len(self._plans) > MOST_PLANS:
            self._plans.popitem(last=False)
        return kept


def _follows(kept: _Kept, version: int, between: Between) -> bool:
    """Forget the rows that changed up to `version`; return False where that is not known, or is about all rows."""
    touched = _touched(kept.version, version, between)
    if touched is None:
        return False
    for key in touched:
        kept.rows.pop(key, None)
    kept.version = max(kept.version, version)
    return True


def _add(kept: _Kept, version: int, rows: Mapping[str, str], between: Between) -> None:
    """Keep rows that were read at `version` or later, but those that changed since: older ones may not come back."""
    touched = _touched(version, kept.version, between)
    if touched is not None:
        kept.rows.update({key: row for key, row in rows.items() if key not in touched})


def _touched(old: int, new: int, between: Between) -> set[str] | None:
    """Return the keys of what changed from one version to a later one; None where it is not known, or is all."""
    if old >= new:
        return set()
    made = between(old, new)
    if len(made) < new - old or any(each.outline or each.links for each in made):
        return None
    return {key for each in made for key in each.keys}


TOLD = ToldRows()
