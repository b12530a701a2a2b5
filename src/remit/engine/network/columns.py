"""From a problem to records: every column at once."""

from collections.abc import Sequence
from operator import attrgetter
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.layout import NONE, Array
from remit.engine.model import Activity, Link, Problem
from remit.engine.network.crews import crews_of, gap_minutes
from remit.engine.network.records import (
    ACTIVITY,
    CONSTRAINTS,
    DATES,
    FLAGS,
    KINDS,
    LINK,
    LINKS,
    UNITS,
    WHOLE,
    PlanColumns,
)


def activity_columns(count: int) -> Array:
    """Return `count` activities of type ACTIVITY that state nothing: ASAP, active, on the plan's calendar."""
    made = np.zeros(count, dtype=ACTIVITY)
    for name in DATES:
        made[name] = NONE
    made["calendar"] = made["parent"] = -1
    made["is_active"] = True
    return made


def columns_of(problem: Problem) -> PlanColumns:
    """Return the columns of a problem."""
    places = {each.id: place for place, each in enumerate(problem.activities)}
    calendars = {each.id: place for place, each in enumerate(problem.calendars)}
    kept = [place for place, link in enumerate(problem.links) if not link.maximum]
    return PlanColumns(
        start_minute=problem.start_minute,
        calendars=problem.calendars,
        default_calendar=calendars[problem.default_calendar_id],
        ids=tuple(places),
        names=tuple(each.name for each in problem.activities),
        activities=activity_records(problem.activities, places, calendars),
        links=link_records([problem.links[place] for place in kept], places, calendars),
        crews=crews_of(problem, places, calendars),
        rules=problem.rules,
        status_minute=problem.status_minute,
        options=problem.options,
        link_of=np.array(kept, dtype=np.int32),
        stated_links=problem.links,
    )


def _column(stated: Sequence[Any], name: str) -> list[Any]:
    return list(map(attrgetter(name), stated))


def activity_records(
    stated: Sequence[Activity], places: dict[str, int], calendars: dict[str, int]
) -> NDArray[np.void]:
    """Return activities as records."""
    made = activity_columns(len(stated))
    for name in (*WHOLE, *FLAGS):
        made[name] = _column(stated, name)
    for name in DATES:
        values = _column(stated, name)
        if any(value is not None for value in values):
            made[name] = [NONE if value is None else value for value in values]
    for name, codes in (("kind", KINDS), ("constraint", CONSTRAINTS), ("second_constraint", CONSTRAINTS)):
        numbers = {kind: number for number, kind in enumerate(codes)}
        made[name] = [numbers[value] for value in _column(stated, name)]
    for name, field_name, known in (("calendar", "calendar_id", calendars), ("parent", "parent_id", places)):
        made[name] = [-1 if value is None else known[value] for value in _column(stated, field_name)]
    for place, splits in enumerate(_column(stated, "splits")):
        if splits:
            made["gap_minutes"][place] = gap_minutes(splits, stated[place].duration_minutes)
    return made


def link_records(
    stated: Sequence[Link], places: dict[str, int], calendars: dict[str, int]
) -> NDArray[np.void]:
    """Return links as records."""
    made = np.zeros(len(stated), dtype=LINK)
    kinds = {kind: number for number, kind in enumerate(LINKS)}
    units = {unit: number for number, unit in enumerate(UNITS)}
    made["before"] = [places[each.predecessor_id] for each in stated]
    made["after"] = [places[each.successor_id] for each in stated]
    made["kind"] = [kinds[each.kind] for each in stated]
    lags = _column(stated, "lag")
    made["unit"] = [units[each.unit] for each in lags]
    made["lag"] = [each.amount for each in lags]
    made["lag_calendar"] = [
        -1 if each.lag_calendar_id is None else calendars[each.lag_calendar_id] for each in stated
    ]
    return made
