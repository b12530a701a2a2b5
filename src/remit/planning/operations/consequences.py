"""What an edit would lead to, told before it is saved."""

from dataclasses import dataclass
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.plan_time import MINUTES_PER_DAY
from remit.planning.models import Activity
from remit.planning.operations.edits import Edited, preview_edits
from remit.projects.models import Project

MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Shift:
    """An activity that would move: its finish before and after."""

    key: str
    name: str
    finish_before: int | None
    finish_after: int | None


@dataclass(frozen=True, slots=True)
class Consequence:
    """What would follow: the plan's finish before and after, and the activities whose dates would differ.

    `days` are calendar days by which the end moves, negative where it comes earlier; `shown` are the first of
    those that move, in their order.
    """

    finish_before: int | None
    finish_after: int
    days: int
    moved: int
    shown: tuple[Shift, ...]

    @property
    def is_nothing(self) -> bool:
        """Return whether no date would change."""
        return not self.moved and not self.days

    @property
    def days_apart(self) -> int:
        """Return by how many days the end moves, whichever way."""
        return abs(self.days)


def consequence(project: Project, steps: list[dict[str, Any]], *, actor: Actor) -> Consequence:
    """Return what `steps` would lead to; nothing is saved. Raises what the edit itself would raise."""
    before = {row[0]: row for row in _dates(project)}

    def read(edited: Edited) -> Consequence:
        result = edited.rescheduled
        moved = []
        for key, name, start, finish in _dates(project):
            was = before.get(key)
            if was is not None and (start, finish) != was[2:]:
                moved.append(Shift(key, name, was[3], finish))
        days = 0
        if result.finish_before is not None:
            days = _day(result.finish_minute) - _day(result.finish_before)
        return Consequence(
            result.finish_before, result.finish_minute, days, len(moved), tuple(moved[:MOST_SHOWN])
        )

    return preview_edits(project, steps, actor=actor, read=read)


def _day(finish: int) -> int:
    """Return the day on which work that ends at `finish` ends: midnight belongs to the day before."""
    return (finish - 1) // MINUTES_PER_DAY


def _dates(project: Project) -> list[tuple[str, str, int | None, int | None]]:
    rows = Activity.objects.filter(project_id=project.pk).exclude(kind="summary").order_by("position")
    return list(rows.values_list("key", "name", "start_minute", "finish_minute"))
