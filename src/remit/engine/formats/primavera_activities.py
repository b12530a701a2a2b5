"""One activity of Primavera in the engine's words."""

from collections import Counter
from typing import Protocol

from remit.engine.formats.primavera_fields import (
    CONSTRAINTS,
    KINDS,
    PRIORITIES,
    RESOURCE_DEPENDENT,
    Record,
)
from remit.engine.model import Activity, ActivityKind, ConstraintKind, Minute
from remit.engine.model.activity import UNDATED

MILESTONES = frozenset({ActivityKind.MILESTONE, ActivityKind.FINISH_MILESTONE})
PHYSICAL = frozenset({"CP_Phys", "Physical"})
BY_UNITS = frozenset({"CP_Units", "Units"})


class Reading(Protocol):
    """What is known of the file while one activity is read."""

    skipped: Counter[tuple[str, str]]
    share_is_percent: bool


def activity_of(record: Record, parent: str | None, known: set[str], reading: Reading) -> Activity:
    """Return the activity that a record states; raises `FormatError`, and the model's errors."""
    type_ = record.text("type") or "TT_Task"
    if type_ not in KINDS:
        raise record.wrong(f"its type is '{type_[:30]}', which Remit does not know.")
    kind = KINDS[type_]
    calendar = record.text("calendar")
    if calendar and calendar not in known:
        raise record.wrong(f"it refers to calendar {calendar[:40]}, which the file does not have.")
    planned = 0 if kind in MILESTONES else record.length("planned")
    started, finished, remaining = _progress(record, kind)
    constraint, date = _constraint(record, "constraint", reading)
    second, second_date = _constraint(record, "second", reading)
    if constraint == ConstraintKind.ASAP:
        constraint, date, second, second_date = second, second_date, constraint, date
    return Activity(
        id=record.text("id"),
        name=(record.text("name") or record.text("code") or f"Activity {record.text('id')}")[:300],
        duration_minutes=planned,
        kind=kind,
        calendar_id=calendar or None,
        parent_id=parent,
        constraint=constraint,
        constraint_minute=date,
        fixed_duration=type_ not in RESOURCE_DEPENDENT,
        ignores_resource_calendars=type_ not in RESOURCE_DEPENDENT,
        priority=PRIORITIES.get(record.text("priority"), 500),
        percent_complete=_percent(record, planned, remaining, finished, reading),
        actual_start=started,
        actual_finish=finished,
        actual_duration_minutes=max(planned - (remaining or 0), 0) if started is not None else 0,
        remaining_duration_minutes=remaining,
        second_constraint=second,
        second_constraint_minute=second_date,
        expected_finish=record.moment("expected_finish"),
        external_early_start=record.moment("external_start"),
        external_late_finish=record.moment("external_finish"),
        suspended_minute=record.moment("suspended"),
        resumed_minute=record.moment("resumed"),
    )


def _progress(record: Record, kind: ActivityKind) -> tuple[Minute | None, Minute | None, int | None]:
    """Return when it started and finished, and the minutes that remain where the file says so."""
    started, finished = record.moment("actual_start"), record.moment("actual_finish")
    if finished is not None and started is None:
        started = finished
    remaining = record.minutes("remaining")
    if remaining is not None:
        remaining = 0 if finished is not None or kind in MILESTONES else max(remaining, 0)
    return started, finished, remaining


def _constraint(record: Record, name: str, reading: Reading) -> tuple[ConstraintKind, Minute | None]:
    stated = record.text(name)
    if not stated:
        return ConstraintKind.ASAP, None
    if stated not in CONSTRAINTS:
        raise record.wrong(f"it has the constraint '{stated[:30]}', which Remit does not know.")
    kind = CONSTRAINTS[stated]
    date = record.moment(f"{name}_date")
    if kind in UNDATED:
        return kind, None
    if date is None:
        reading.skipped["constraints", "they have no date"] += 1
        return ConstraintKind.ASAP, None
    return kind, date


def _percent(
    record: Record, planned: int, remaining: int | None, finished: Minute | None, reading: Reading
) -> float:
    """Return how much is done, by the measure that the activity names: duration, units or by hand."""
    if finished is not None:
        return 100
    type_ = record.text("percent_type")
    if type_ in PHYSICAL:
        share = record.number("physical") * (1 if reading.share_is_percent else 100)
    elif type_ in BY_UNITS:
        done = record.number("actual_labour") + record.number("actual_other")
        whole = done + record.number("remaining_labour") + record.number("remaining_other")
        share = done / whole * 100 if whole > 0 else 0
    elif record.moment("actual_start") is None or not planned or remaining is None:
        share = 0
    else:
        share = (planned - remaining) / planned * 100
    return round(min(max(share, 0), 100), 2)


def length_of_work(record: Record) -> int:
    """Return the planned work of people and machines in minutes."""
    return record.length("planned_labour") + record.length("planned_other")
