"""A plan made from a seed, as the server answers it to the chart: the same size and seed give the same plan."""

import random
from dataclasses import dataclass
from typing import Any

DAY = 1440
FIRST_DAY = 20_605  # Monday, 1 June 2026
WORK_DAY = 450
PER_PHASE = 60
PER_GROUP = 10
HOLIDAYS = (24, 140, 141, 206, 207, 208)  # days after the first
PEOPLE = (
    "Ada Berger",
    "Ben Okafor",
    "Chiara Conti",
    "Dmitri Volkov",
    "Elif Aydın",
    "Farah Haddad",
    "Jan Lind",
)
VERBS = ("Survey", "Design", "Approve", "Order", "Build", "Inspect", "Install", "Test", "Document", "Clear")
THINGS = (
    "foundation",
    "north pier",
    "steel girders",
    "drainage",
    "bearings",
    "deck",
    "railings",
    "access road",
)
LENGTHS = (1, 2, 2, 3, 3, 5, 5, 8, 10, 15)
BLANK: dict[str, Any] = {
    "key": "",
    "parent_key": None,
    "name": "",
    "kind": "task",
    "level": 0,
    "wbs": "",
    "start": 0,
    "finish": 0,
    "duration_minutes": 0,
    "total_float_minutes": 0,
    "free_float_minutes": 0,
    "critical": False,
    "percent_complete": 0,
    "accountable": "",
    "constraint": "asap",
    "constraint_minute": None,
    "deadline_minute": None,
    "is_manual": False,
    "baseline_start": None,
    "baseline_finish": None,
    "version": 1,
    "driver": "",
}


def morning(working_day: int) -> int:
    """Return the plan minute at which a working day, counted from the first Monday, begins."""
    weeks, day = divmod(working_day, 5)
    return (FIRST_DAY + weeks * 7 + day) * DAY + 540


def evening(working_day: int) -> int:
    """Return the plan minute at which the working day before `working_day` ends."""
    return morning(working_day - 1) + 510


@dataclass(frozen=True, slots=True)
class Spans:
    """Of each task its length, start and latest finish in working days; and the pairs that are linked."""

    lengths: list[int]
    starts: list[int]
    late: list[int]
    pairs: list[tuple[int, int]]


def spans(tasks: int, links: int, random_: random.Random) -> Spans:
    """Return when each task lies: each waits for one shortly before it, phases for those five before."""
    lengths = [0 if random_.random() < 0.04 else random_.choice(LENGTHS) for _ in range(tasks)]
    pairs: set[tuple[int, int]] = set()
    for task in range(tasks):
        inside = task % PER_PHASE
        if inside:
            pairs.add((task - min(inside, random_.choice((1, 1, 1, 2, 3, 6))), task))
        elif task >= 5 * PER_PHASE:
            pairs.add((task - 5 * PER_PHASE + random_.randint(20, 50), task))
    while len(pairs) < links:
        after = random_.randrange(40, tasks)
        pairs.add((after - random_.randint(1, 40), after))
    ordered = sorted(pairs, key=lambda pair: pair[1])
    starts = [8 * (task // PER_PHASE) if task < 5 * PER_PHASE else 0 for task in range(tasks)]
    for before, after in ordered:
        starts[after] = max(starts[after], starts[before] + lengths[before])
    late = [max(start + length for start, length in zip(starts, lengths, strict=True))] * tasks
    for before, after in reversed(ordered):
        late[before] = min(late[before], late[after] - lengths[after])
    return Spans(lengths, starts, late, ordered)


class SeededPlan:
    """Makes the rows of a plan: phases of sixty tasks, groups of ten."""

    def __init__(self, tasks: int, links: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.spans = spans(tasks, links, self.random)
        self.rows: list[dict[str, Any]] = []
        self.task_keys: list[str] = []
        for first in range(0, tasks, PER_PHASE):
            self._phase(range(first, min(first + PER_PHASE, tasks)))

    def _add(self, **stated: Any) -> str:
        key = f"T-{len(self.rows) + 1}"
        self.rows.append(BLANK | {"key": key, "accountable": self.random.choice(PEOPLE)} | stated)
        return key

    def _phase(self, members: range) -> None:
        wbs = str(members.start // PER_PHASE + 1)
        phase = self._summary(members, name=f"Section {wbs}", level=0, wbs=wbs)
        for number, first in enumerate(range(members.start, members.stop, PER_GROUP), 1):
            inside = range(first, min(first + PER_GROUP, members.stop))
            name = f"{self.random.choice(THINGS).capitalize()}, part {number}"
            group = self._summary(inside, name=name, level=1, wbs=f"{wbs}.{number}", parent_key=phase)
            for line, task in enumerate(inside, 1):
                self.task_keys.append(self._task(task, group, f"{wbs}.{number}.{line}"))

    def _summary(self, members: range, **stated: Any) -> str:
        begin = min(self.spans.starts[task] for task in members)
        end = max(self.spans.starts[task] + self.spans.lengths[task] for task in members)
        return self._add(
            kind="summary",
            start=morning(begin),
            finish=evening(max(end, begin + 1)),
            duration_minutes=(end - begin) * WORK_DAY,
            percent_complete=30,
            driver="From the activities below it",
            **stated,
        )

    def _task(self, task: int, parent: str, wbs: str) -> str:
        random_ = self.random
        start, length = self.spans.starts[task], self.spans.lengths[task]
        slack = self.spans.late[task] - start - length
        finish = evening(start + length) if length else morning(start)
        slipped = min(start, random_.choice((0, 0, 1, 3)))
        is_promised, is_held = random_.random() < 0.7, random_.random() < 0.05
        has_deadline = random_.random() < 0.04
        return self._add(
            parent_key=parent,
            name=f"{random_.choice(VERBS)} {random_.choice(THINGS)}",
            kind="task" if length else "milestone",
            level=2,
            wbs=wbs,
            start=morning(start),
            finish=finish,
            duration_minutes=length * WORK_DAY,
            total_float_minutes=slack * WORK_DAY,
            critical=slack == 0,
            percent_complete=random_.choice((100, 100, 60, 30)) if start < 50 else 0,
            constraint="snet" if is_held else "asap",
            constraint_minute=morning(start) if is_held else None,
            deadline_minute=finish + random_.choice((-3, 5, 10)) * DAY if has_deadline else None,
            is_manual=random_.random() < 0.03,
            baseline_start=morning(start - slipped) if is_promised else None,
            baseline_finish=evening(start + max(length, 1) - slipped) if is_promised else None,
            driver="Waits for what comes before it" if start else "It begins with the project",
        )

    def link(self, number: int, before: int, after: int) -> list[Any]:
        """Return one link as the server answers it."""
        drives = self.spans.starts[after] == self.spans.starts[before] + self.spans.lengths[before]
        return [f"L-{number}", self.task_keys[before], self.task_keys[after], "FS", 0, "working", drives]


def plan_data(tasks: int, links: int, seed: int = 7) -> dict[str, Any]:
    """Return a plan of `tasks` tasks and `links` links as the server answers it."""
    plan = SeededPlan(tasks, links, seed)
    return {
        "version": 1,
        "project": {
            "key": "P-1",
            "name": "Bridge",
            "start_minute": morning(0),
            "finish_minute": max(row["finish"] for row in plan.rows),
            "status_minute": evening(60),
            "minutes_per_day": WORK_DAY,
            "minutes_per_week": 5 * WORK_DAY,
        },
        "calendar": {
            "week": [[[540, 750], [810, 1050]]] * 5 + [[], []],
            "exceptions": [[FIRST_DAY + day, FIRST_DAY + day, []] for day in HOLIDAYS],
        },
        "may_edit": True,
        "may_edit_reason": "",
        "columns": list(BLANK),
        "rows": [list(row.values()) for row in plan.rows],
        "links": [plan.link(number, *pair) for number, pair in enumerate(plan.spans.pairs, 1)],
    }
