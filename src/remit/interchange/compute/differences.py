"""Where our dates differ from those that a file carries, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from remit.engine.calendars import WorkingTime, around_the_clock, working_time
from remit.engine.formats import DocumentTask, PlanDocument
from remit.engine.model import ActivityKind, ConstraintKind, LinkKind, PlanError, day_of
from remit.interchange.models import Reason


@dataclass(frozen=True, slots=True)
class Computed:
    """What became of one task: its key, its dates, what holds it and the task it waits for, if any."""

    key: str
    start: int | None
    finish: int | None
    driver_kind: str = ""
    driver_id: str | None = None
    link_kind: str = ""


def differences(document: PlanDocument, computed: Mapping[str, Computed]) -> list[dict[str, Any]]:
    """Return a row for every stored start or finish that the computed one differs from, in outline order."""
    return _Comparison(document, computed).rows()


class _Comparison:
    def __init__(self, document: PlanDocument, computed: Mapping[str, Computed]) -> None:
        self._document = document
        self._computed = computed
        self._calendars = {each.id: each for each in document.calendars}
        self._times: dict[str, WorkingTime] = {}
        self._origin = day_of(document.start_minute)
        own = {each.resource.id for each in document.resources if each.resource.calendar_id is not None}
        self._on_resource_time = {
            each.assignment.activity_id for each in document.assignments if each.assignment.resource_id in own
        }
        self._differing = {task.activity.id for task in document.tasks if any(self._fields(task))}

    def _fields(self, task: DocumentTask) -> Iterable[tuple[str, int, int | None]]:
        ours = self._computed[task.activity.id]
        pairs = (("start", task.stored_start, ours.start), ("finish", task.stored_finish, ours.finish))
        return [(name, stored, now) for name, stored, now in pairs if stored is not None and stored != now]

    def rows(self) -> list[dict[str, Any]]:
        """Return all rows."""
        found = []
        for task in self._document.tasks:
            ours = self._computed[task.activity.id]
            for name, stored, now in self._fields(task):
                reason, by = self._reason(task, name, stored, now)
                found.append(
                    {
                        "key": ours.key,
                        "name": task.activity.name,
                        "field": name,
                        "stored": stored,
                        "computed": now,
                        "reason": str(reason),
                        "by": by,
                    }
                )
        return found

    def _reason(self, task: DocumentTask, field: str, stored: int, now: int | None) -> tuple[Reason, str]:
        for applies, reason, by in self._possible(task, field, stored, now):
            if applies:
                return reason, by
        return Reason.UNEXPLAINED, ""

    def _possible(
        self, task: DocumentTask, field: str, stored: int, now: int | None
    ) -> Iterator[tuple[bool, Reason, str]]:
        """Yield the reasons that there can be, the most telling first, and whether each applies."""
        activity, ours = task.activity, self._computed[task.activity.id]
        yield activity.kind == ActivityKind.SUMMARY, Reason.SUMMARY, ""
        yield (
            now is not None and self._between(task, min(stored, now), max(stored, now)) == 0,
            Reason.SAME_MOMENT,
            "",
        )
        yield not activity.is_active, Reason.INACTIVE, ""
        length = self._length(task)
        other_length = field == "finish" and length is not None and length != activity.duration_minutes
        on_resource_time = activity.id in self._on_resource_time
        yield other_length and on_resource_time, Reason.RESOURCES, ""
        yield other_length and (length or 0) > activity.duration_minutes, Reason.SPLIT, ""
        yield other_length, Reason.SHORTER, ""
        yield activity.actual_start is not None, Reason.ACTUAL, ""
        by = self._computed[ours.driver_id].key if ours.driver_id is not None else ""
        yield ours.driver_id in self._differing, Reason.FOLLOWS, by
        yield activity.constraint == ConstraintKind.ALAP, Reason.AS_LATE_AS_POSSIBLE, ""
        yield ours.link_kind in {LinkKind.FF, LinkKind.SF}, Reason.FINISH_LINK, by
        yield on_resource_time, Reason.RESOURCES, ""
        yield now is not None and stored > now, Reason.HELD_LATER, ""

    def _length(self, task: DocumentTask) -> int | None:
        """Return the working time from the stored start to the stored finish."""
        if task.stored_start is None or task.stored_finish is None:
            return None
        return self._between(task, task.stored_start, task.stored_finish)

    def _between(self, task: DocumentTask, start: int, finish: int) -> int | None:
        name = "" if task.activity.duration_is_elapsed else task.activity.calendar_id
        name = self._document.default_calendar_id if name is None else name
        if name not in self._times:
            made = around_the_clock(self._origin)
            self._times[name] = working_time(self._calendars[name], self._origin) if name else made
        try:
            return self._times[name].between(start, finish)
        except PlanError:  # a calendar that has run out of working time before 2200
            return None
