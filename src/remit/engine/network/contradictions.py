"""Constraints of one activity that nothing could keep both of, whatever the rest of the plan is.

A window that is merely too short for the work, and a date that logic cannot keep, are late and no contradiction:
the schedule answers them with float below zero.
"""

import numpy as np
from numpy.typing import NDArray

from remit.engine.calendars.time_table import TimeTable
from remit.engine.kernels import working_time as wt
from remit.engine.kernels.layout import ASAP, NONE, Net
from remit.engine.kernels.spans import finish_from, settle
from remit.engine.model import ConstraintKind, ContradictionError, Minute, from_minute
from remit.engine.model.time import DAY_MINUTES
from remit.engine.network.records import CONSTRAINTS, PRIMAVERA, SPANS, PlanColumns

_MANDATORY = {ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH}
_FIXED_START = {ConstraintKind.MSO, ConstraintKind.MANDATORY_START}
_FIXED_FINISH = {ConstraintKind.MFO, ConstraintKind.MANDATORY_FINISH}
_NO_EARLIER = {
    "start": _FIXED_START | {ConstraintKind.SNET},
    "finish": _FIXED_FINISH | {ConstraintKind.FNET},
}
_NO_LATER = {
    "start": _FIXED_START | {ConstraintKind.SNLT},
    "finish": _FIXED_FINISH | {ConstraintKind.FNLT},
}
_WORDS = {
    ConstraintKind.SNET: "start no earlier than",
    ConstraintKind.SNLT: "start no later than",
    ConstraintKind.FNET: "finish no earlier than",
    ConstraintKind.FNLT: "finish no later than",
    ConstraintKind.MSO: "must start on",
    ConstraintKind.MFO: "must finish on",
    ConstraintKind.MANDATORY_START: "mandatory start",
    ConstraintKind.MANDATORY_FINISH: "mandatory finish",
}
_MOST_TOLD = 5

_Dated = tuple[ConstraintKind, Minute]


def refuse_contradictions(
    plan: PlanColumns, net: Net, table: TimeTable, node_of: NDArray[np.int32], leaves: NDArray[np.bool_]
) -> None:
    """Raise `ContradictionError` naming every activity whose two constraints exclude each other.

    They do where one lets an end be no later than a date at which the other lets it be no earlier, where the last
    finish lies before the first start, and where both ends are fixed and the work takes more or less than lies
    between. What has begun, lies where people put it by hand or where others do, or is inactive is not asked;
    `leaves` are those that do work.
    """
    stated = plan.activities
    asked = (stated["constraint"] != ASAP) & (stated["second_constraint"] != ASAP)
    asked &= (stated["actual_start"] == NONE) & (stated["actual_finish"] == NONE)
    asked &= leaves & ~stated["is_manual"] & ~np.isin(stated["kind"], SPANS)
    found = []
    for place in np.flatnonzero(asked).tolist():
        it = stated[place]
        pair: tuple[_Dated, _Dated] = (
            (CONSTRAINTS[it["constraint"]], int(it["constraint_minute"])),
            (CONSTRAINTS[it["second_constraint"]], int(it["second_constraint_minute"])),
        )
        if _exclude(pair) or (
            _fixes_both(pair, plan.rules) and not _fits(pair, net, table, int(node_of[place]))
        ):
            found.append((place, pair))
    if found:
        raise _error(plan, found)


def _exclude(pair: tuple[_Dated, _Dated]) -> bool:
    """Return whether one constraint wants an end later than the other allows it, or the finish before the start."""
    for (one, early), (other, late) in (pair, pair[::-1]):
        latest = _last_meant(late)
        if early > latest and any(one in _NO_EARLIER[end] and other in _NO_LATER[end] for end in _NO_LATER):
            return True
        if early > latest and one in _NO_EARLIER["start"] and other in _NO_LATER["finish"]:
            return True
    return False


def _last_meant(minute: Minute) -> Minute:
    """Return the last minute that a date may mean: one at midnight may stand for its whole day."""
    return minute + DAY_MINUTES if minute % DAY_MINUTES == 0 else minute


def _fixes_both(pair: tuple[_Dated, _Dated], rules: str) -> bool:
    kinds = {kind for kind, _minute in pair}
    if rules == PRIMAVERA:  # its Start On and Finish On give way
        return kinds == _MANDATORY
    return bool(kinds & _FIXED_START and kinds & _FIXED_FINISH)


def _fits(pair: tuple[_Dated, _Dated], net: Net, table: TimeTable, node: int) -> bool:
    """Return whether the work ends at the fixed finish where it begins at the fixed start."""
    (start,) = (minute for kind, minute in pair if kind in _FIXED_START)
    (finish,) = (minute for kind, minute in pair if kind in _FIXED_FINISH)
    if node < 0:
        return True
    beyond = np.zeros(1, dtype=np.int64)
    calendar = net.nodes[node]["calendar"]
    ends = finish_from(net, table, node, settle(net, table, node, start, beyond), beyond)
    if beyond[0]:  # the days laid out reach years beyond every date that is stated
        return False
    same = {wt.count(table, calendar, each, beyond) for each in (finish, _last_meant(finish))}
    return wt.count(table, calendar, ends, beyond) in same


def _error(plan: PlanColumns, found: list[tuple[int, tuple[_Dated, _Dated]]]) -> ContradictionError:
    told = [
        f"{plan.ids[place]} '{plan.names[place]}' ({' and '.join(_shown(each) for each in pair)})"
        for place, pair in found[:_MOST_TOLD]
    ]
    more = f"; and {len(found) - _MOST_TOLD} more" if len(found) > _MOST_TOLD else ""
    msg = f"Two constraints of one activity exclude each other: {'; '.join(told)}{more}."
    return ContradictionError(msg, [str(plan.ids[place]) for place, _pair in found])


def _shown(dated: _Dated) -> str:
    kind, minute = dated
    return f"{_WORDS[kind]} {from_minute(minute):%Y-%m-%d %H:%M}"
