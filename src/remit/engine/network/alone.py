"""The dates of an activity that nothing holds, in a plan whose other dates stand."""

from dataclasses import replace

import numpy as np

from remit.engine.model import ActivityKind, Minute, ScheduleColumns
from remit.engine.network import schedule
from remit.engine.network.columns import activity_columns
from remit.engine.network.records import KINDS, PlanColumns

_KINDS = [KINDS.index(ActivityKind.TASK), KINDS.index(ActivityKind.MILESTONE)]
# all that an activity may state to be placed by itself
_STATED = ("duration_minutes", "duration_is_elapsed", "fixed_duration", "calendar", "kind")


def schedule_alone(plan: PlanColumns, finish: Minute) -> ScheduleColumns | None:
    """Return the schedule of a plan of one activity as it comes out beside others that end at `finish`.

    `plan` has the calendars, the start and the rules of the larger plan, and holds that one activity: a task or
    milestone below nothing, linked with nothing, done by nobody. None of the others may lie as late as possible.
    Where it ends no later than `finish` nothing else moves: the end of the larger plan stays, and its own late dates
    follow from that end, as those of every open end do. Otherwise, and where it states more, the answer is None.
    """
    options = plan.options
    if options.from_finish or options.must_finish_by is not None or options.critical_by_longest_path:
        return None
    if not _is_plain(plan):
        return None
    found = schedule(replace(plan, options=replace(options, must_finish_by=finish), compiled={}))
    return found.columns if found.finish <= finish else None


def _is_plain(plan: PlanColumns) -> bool:
    activities = plan.activities
    if len(activities) != 1 or len(plan.links) or len(plan.crews):
        return False
    blank = activity_columns(1)
    for name in _STATED:
        blank[name] = activities[name]
    return bool((blank == activities).all() and np.isin(activities["kind"], _KINDS).all())
