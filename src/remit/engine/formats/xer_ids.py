"""The numbers by which rows of XER refer to each other, and how XER spells dates and hours."""

from collections.abc import Iterable
from dataclasses import dataclass

from remit.engine.formats.document import PlanDocument
from remit.engine.model import ActivityKind, Minute, from_minute

LONGEST_NUMBER = 9


def moment(minute: Minute | None) -> str:
    """Return plan time as XER writes it, '' for none."""
    return "" if minute is None else f"{from_minute(minute):%Y-%m-%d %H:%M}"


def hours(minutes: int) -> str:
    """Return minutes as hours with as many digits as name the minute."""
    return f"{minutes / 60:.6f}".rstrip("0").rstrip(".")


@dataclass(frozen=True, slots=True)
class Ids:
    """The numbers of everything in a document: its own where it has one, fresh ones otherwise."""

    project: str
    root: str
    calendars: dict[str, str]
    wbs: dict[str, str]
    activities: dict[str, str]
    resources: dict[str, str]
    baselines: dict[int, str]
    first_free: int

    @classmethod
    def of(cls, document: PlanDocument) -> "Ids":
        """Return the numbers for a document."""
        summaries = [
            each.activity.id for each in document.tasks if each.activity.kind == ActivityKind.SUMMARY
        ]
        leaves = [
            each.activity.id
            for each in document.tasks
            if each.activity.kind != ActivityKind.SUMMARY and each.activity.is_active
        ]
        activities = _numbered(leaves)
        wbs = _numbered(summaries, "W")
        numbers = sorted({each.number for task in document.tasks for each in task.baselines})
        return cls(
            project="1",
            root=str(max((int(each) for each in wbs.values()), default=0) + 1),
            calendars=_numbered(each.id for each in document.calendars),
            wbs=wbs,
            activities=activities,
            resources=_numbered((each.resource.id for each in document.resources), "R"),
            baselines={number: str(number + 2) for number in numbers},
            first_free=max((int(each) for each in activities.values()), default=0),
        )


def _numbered(names: Iterable[str], prefix: str = "") -> dict[str, str]:
    """Return a number for each name; what has the prefix before a number keeps that number."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    waiting = list(names)
    for name in waiting:
        number = name.removeprefix(prefix)
        if number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER and number not in taken:
            found[name] = number
            taken.add(number)
    fresh = max((int(each) for each in taken), default=0)
    for name in waiting:
        if name not in found:
            fresh += 1
            found[name] = str(fresh)
    return found
