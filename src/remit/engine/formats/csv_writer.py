"""Activities and links of a plan as CSV, for spreadsheets: to read and to count, not to read back."""

import csv
import io
from collections.abc import Iterable
from itertools import groupby
from typing import Any

from remit.engine.formats.document import DocumentTask, PlanDocument
from remit.engine.model import LagUnit, Link, LinkKind, Minute, from_minute

ACTIVITIES = (
    "id",
    "code",
    "outline level",
    "name",
    "kind",
    "duration minutes",
    "start",
    "finish",
    "percent complete",
    "actual start",
    "actual finish",
    "constraint",
    "constraint date",
    "deadline",
    "calendar",
    "work minutes",
    "predecessors",
    "notes",
)
LINKS = ("predecessor", "predecessor name", "successor", "successor name", "kind", "lag", "lag unit")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNITS = {LagUnit.WORKING: "min", LagUnit.ELAPSED: "emin", LagUnit.PERCENT: "%"}


def write_activities_csv(document: PlanDocument) -> bytes:
    """Return one row for each activity, its predecessors in one cell as '12FS+60min'."""
    calendars = {each.id: each.name for each in document.calendars}
    ordered = sorted(document.links, key=lambda each: each.successor_id)
    before = {key: list(links) for key, links in groupby(ordered, lambda each: each.successor_id)}
    codes = {each.activity.id: each.code or each.activity.id for each in document.tasks}
    rows = (_activity(each, before.get(each.activity.id, []), codes, calendars) for each in document.tasks)
    return _written(ACTIVITIES, rows)


def write_links_csv(document: PlanDocument) -> bytes:
    """Return one row for each link."""
    tasks = {each.activity.id: each for each in document.tasks}
    rows = []
    for each in document.links:
        before, after = tasks[each.predecessor_id], tasks[each.successor_id]
        names = (before.code or each.predecessor_id, before.activity.name)
        others = (after.code or each.successor_id, after.activity.name)
        rows.append((*names, *others, each.kind.value, each.lag.amount, each.lag.unit.value))
    return _written(LINKS, rows)


def _activity(
    task: DocumentTask, links: list[Link], codes: dict[str, str], calendars: dict[str, str]
) -> tuple[Any, ...]:
    a = task.activity
    return (
        a.id,
        task.code,
        task.level,
        a.name,
        a.kind.value,
        a.duration_minutes,
        _moment(task.stored_start),
        _moment(task.stored_finish),
        f"{a.percent_complete:g}",
        _moment(a.actual_start),
        _moment(a.actual_finish),
        a.constraint.value,
        _moment(a.constraint_minute),
        _moment(a.deadline_minute),
        calendars.get(a.calendar_id or "", ""),
        task.work_minutes,
        "; ".join(f"{codes[each.predecessor_id]}{_link(each)}" for each in links),
        task.notes,
    )


def _link(link: Link) -> str:
    lag = link.lag
    if not lag.amount:
        return "" if link.kind == LinkKind.FS else link.kind.value
    return f"{link.kind.value}{lag.amount:+d}{_UNITS[lag.unit]}"


def _moment(minute: Minute | None) -> str:
    return "" if minute is None else from_minute(minute).isoformat(sep=" ", timespec="minutes")


def _written(heads: Iterable[str], rows: Iterable[Iterable[Any]]) -> bytes:
    """Return rows as UTF-8 with a byte order mark; what a spreadsheet would compute is marked as text."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(heads)
    for row in rows:
        writer.writerow(
            [f"'{each}" if isinstance(each, str) and each.startswith(_FORMULA) else each for each in row]
        )
    return out.getvalue().encode("utf-8-sig", errors="replace")
