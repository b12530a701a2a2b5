"""What this process knows of plans as they are edited: the latest changes of each, and who looks at it now.

Nothing of it is kept in the database, for it is asked for every few seconds by everybody who looks. Behind several
processes each knows what it was told itself: changes that it did not see show as a gap, and whoever asks then reads
the whole plan; of those present one sees those whom the same process answers.
"""

import time
from collections import OrderedDict, deque
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from itertools import takewhile
from threading import Lock

MOST_PLANS = 200
MOST_CHANGES = 400
# so long after the last question somebody counts as present, at least
STAYS_SECONDS = 25.0
SHORTEST_SECONDS, LONGEST_SECONDS = 3.0, 60.0
# however many look at a plan, answering them takes about so much of one processor
SHARE = 0.2
# so much processor time may be saved up for when many ask at once
MOST_SAVED_SECONDS = 2.0
# more is not counted for one answer: what the process does for the first time takes long, and once
MOST_COUNTED_SECONDS = 0.5
# how much the latest answer counts in what an answer usually takes
_LATEST = 0.1


@dataclass(frozen=True, slots=True)
class Change:
    """One edit that holds: which version it made, of which activities, by whom, and in words what it did.

    `links` tells that links were stated, `driving` which of the others drive now or do no more. Of `shifted` among
    `keys` nothing else is new than dates, floats and whether they are critical.
    """

    version: int
    keys: Collection[str]
    removed: Collection[str]
    outline: bool
    links: bool
    by_key: str
    by_name: str
    label: str
    driving: Mapping[str, bool] = field(default_factory=dict)
    shifted: Collection[str] = ()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who looks at a plan, and the activity that they edit, if any."""

    person_id: int
    key: str
    name: str
    at: str = ""


@dataclass(slots=True)
class _Plan:
    changes: deque[Change] = field(default_factory=lambda: deque(maxlen=MOST_CHANGES))
    present: dict[int, tuple[float, Visitor]] = field(default_factory=dict)
    cost: float = 0.005
    saved: float = MOST_SAVED_SECONDS
    counted_at: float = 0.0


class News:
    """The latest changes of the plans edited last, and who looks at them; safe to use from several threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._plans: OrderedDict[int, _Plan] = OrderedDict()

    def note(self, plan_id: int, change: Change) -> None:
        """Note a change once it holds."""
        with self._lock:
            self._plan(plan_id).changes.append(change)

    def since(self, plan_id: int, version: int, now: int) -> list[Change]:
        """Return the changes that led from `version` towards `now`, in order, up to the first that is not known."""
        if now - version > MOST_CHANGES:
            return []
        with self._lock:
            kept = {each.version: each for each in self._plan(plan_id).changes}
        found = map(kept.get, range(version + 1, now + 1))
        return [each for each in takewhile(lambda change: change is not None, found) if each is not None]

    def look(self, plan_id: int, visitor: Visitor) -> tuple[list[Visitor], float]:
        """Note that somebody looks; return who else does, and after how many seconds to ask again.

        The more look, and the more there is to tell them, the more seldom each asks.
        """
        now = self._clock()
        with self._lock:
            plan = self._plan(plan_id)
            plan.present[visitor.person_id] = (now, visitor)
            pause = min(LONGEST_SECONDS, max(SHORTEST_SECONDS, len(plan.present) * plan.cost / SHARE))
            gone = now - max(STAYS_SECONDS, 2.5 * pause)
            plan.present = {pk: each for pk, each in plan.present.items() if each[0] >= gone}
            others = [each for pk, (_at, each) in plan.present.items() if pk != visitor.person_id]
        return sorted(others, key=lambda each: (each.name, each.person_id)), pause

    def may_tell(self, plan_id: int) -> bool:
        """Return whether there is time to tell what changed: if not, whoever asks is told the next time."""
        now = self._clock()
        with self._lock:
            plan = self._plan(plan_id)
            plan.saved = min(MOST_SAVED_SECONDS, plan.saved + (now - plan.counted_at) * SHARE)
            plan.counted_at = now
            return plan.saved > 0

    def took(self, plan_id: int, seconds: float) -> None:
        """Note how much of a processor it took to tell what changed in a plan."""
        with self._lock:
            plan, seconds = self._plan(plan_id), min(seconds, MOST_COUNTED_SECONDS)
            plan.saved -= seconds
            plan.cost += (seconds - plan.cost) * _LATEST

    def clear(self) -> None:
        """Forget everything."""
        with self._lock:
            self._plans.clear()

    def _plan(self, plan_id: int) -> _Plan:
        plan = self._plans.setdefault(plan_id, _Plan())
        self._plans.move_to_end(plan_id)
        while len(self._plans) > MOST_PLANS:
            self._plans.popitem(last=False)
        return plan


NEWS = News()
