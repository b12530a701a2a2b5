"""How a week is shown: its lines with what the plan proposes, sums, days off, and where the week stands."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.projects.models import Project
from remit.timesheets.compute import Off, WeekPlan
from remit.timesheets.forms import Row, code_of
from remit.timesheets.hours import hour_text
from remit.timesheets.models import SheetState, Timesheet
from remit.timesheets.queries import Held, day_sums

COLOURS = {
    SheetState.OPEN: "grey",
    SheetState.SUBMITTED: "amber",
    SheetState.RETURNED: "red",
    SheetState.APPROVED: "green",
    SheetState.LOCKED: "green",
}
# so much may differ from the plan before it is said
LEAST_DIFFERENCE, SHARE_OF_PLAN = 240, 4


def hidden() -> str:
    """Return what stands in place of a project that the reader may not see."""
    return _("Work in a project that you may not see")


def outside() -> str:
    """Return how work outside of projects is called."""
    return _("Work outside of projects")


def standing(sheet: Timesheet) -> tuple[str, str]:
    """Return colour and words of a sheet's state."""
    words = str(sheet.get_state_display())
    if sheet.state == SheetState.SUBMITTED and sheet.approver is not None:
        words = _("waits for %(name)s") % {"name": sheet.approver.name}
    return COLOURS[SheetState(sheet.state)], words


def odd_of(sheet: Timesheet) -> list[str]:
    """Return what is odd about a week that was handed in: too much, work on what is finished, not as planned."""
    found = []
    over = sheet.total_minutes - sheet.capacity_minutes
    if not sheet.number and over > 0:
        found.append(_("%(hours)s h more than the working time") % {"hours": hour_text(over)})
    if sheet.finished_minutes:
        words = _("%(hours)s h on work that is finished")
        found.append(words % {"hours": hour_text(sheet.finished_minutes)})
    plan = sheet.planned_minutes
    differs = abs(sheet.total_minutes - plan)
    if not sheet.number and plan and differs > max(LEAST_DIFFERENCE, plan // SHARE_OF_PLAN):
        words = _("%(hours)s h planned")
        found.append(words % {"hours": hour_text(sheet.planned_minutes)})
    if sheet.number:
        found.append(_("corrects: %(reason)s") % {"reason": sheet.reason})
    return found


@dataclass(frozen=True, slots=True)
class Shown:
    """A line of a week as somebody may read it."""

    project: Project | None
    name: str
    minutes: tuple[int, ...]
    note: str

    @property
    def texts(self) -> list[str]:
        """Return the hours of each day, nothing where there are none."""
        return [hour_text(each) if each else "" for each in self.minutes]

    @property
    def total(self) -> str:
        """Return the hours of the week."""
        return hour_text(sum(self.minutes))


def shown_lines(actor: Actor, sheet: Timesheet, lines: Iterable[Any]) -> list[Shown]:
    """Return lines as the actor may read them: without names where the actor may not see the project."""
    own = actor.person_id == sheet.person_id
    found = []
    for each in lines:
        sees = own or each.project is None or actor.can("project.view", each.project.scope.path)
        name = each.activity_name or (outside() if each.project is None else _("the project as a whole"))
        note = each.note if sees else ""
        found.append(Shown(each.project if sees else None, name if sees else hidden(), each.minutes, note))
    return found


def rows_of(held: Sequence[Held], planned: WeekPlan, typed: Sequence[Row] = ()) -> list[Row]:
    """Return the lines of the form: what is held or was typed, then what the plan proposes beside it."""
    rows = {code_of(each.project.key if each.project else "", each.activity_key): _row(each) for each in held}
    if typed:
        names = rows
        rows = {}
        for row in typed:
            known = names.get(row.code)
            row.project, row.name = (known.project, known.name) if known else (row.code.partition("/")[0], "")
            rows[row.code] = row
    for plan in planned.planned:
        code = code_of(plan.project.key, plan.activity_key)
        row = rows.setdefault(code, Row(code))
        row.project, row.name, row.planned = plan.project.name, plan.activity_name, plan.minutes
    for row in rows.values():
        row.name = row.name or (outside() if row.code == "/" else row.code)
    return list(rows.values())


def _row(held: Held) -> Row:
    project, activity = held.project, held.activity_key
    name = held.activity_name or (_("the project as a whole") if project is not None else outside())
    return Row(
        code_of(project.key if project else "", activity), project.name if project else "", name, held.note,
        held.minutes,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Day:
    """A day as the head of a column."""

    date: dt.date
    off: Off | None
    sum: str
    is_today: bool


def days_of(monday: dt.date, today: dt.date, off: Sequence[Off | None], rows: Iterable[Any]) -> list[Day]:
    """Return the days of a week with their sums."""
    sums = day_sums(rows)
    found = []
    for number in range(7):
        date = monday + dt.timedelta(days=number)
        found.append(Day(date, off[number] if off else None, hour_text(sums[number]), date == today))
    return found
