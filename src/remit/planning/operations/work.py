"""Assigned work, which is what decides how long an activity takes once somebody is assigned."""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from remit.planning.compute.spreading import duration_of_row, interrupted, lies_by_hand, scaled
from remit.planning.models import Activity, ActivityKind, ResourceAssignment, ResourceKind


def work_of(duration_minutes: int, units_percent: Decimal) -> int:
    """Return the work of a resource that works so many percent of a full unit for a duration."""
    return round(duration_minutes * units_percent / 100)


def total_work(rows: Sequence[ResourceAssignment]) -> None:
    """Store the sum of the assigned work with each activity of `rows`."""
    for activity_id in {row.activity_id for row in rows}:
        work = ResourceAssignment.objects.filter(activity_id=activity_id).values_list(
            "work_minutes", flat=True
        )
        Activity.objects.filter(pk=activity_id).update(work_minutes=sum(work))


def rows_with_work(activity: Activity) -> list[ResourceAssignment]:
    """Return the assignments of an activity that work, as those do for which nobody has been found."""
    rows = ResourceAssignment.objects.filter(activity_id=activity.pk).select_related("resource")
    return [row for row in rows if row.resource is None or row.resource.kind == ResourceKind.WORK]


def follow_duration(activity: Activity, before: int, *, splits_changed: bool = False) -> dict[str, list[Any]]:
    """Give the assignments of an activity whose duration was `before` the work that goes with the new one.

    Assigned work decides the dates of an activity: without this a new duration would move nothing. Work that is
    spread by hand lies as much longer, and around the gaps of the activity where those changed. Returns work and
    pieces as they stood before, by the keys of the assignments that changed.
    """
    rows = rows_with_work(activity)
    were: dict[str, list[Any]] = {row.key: [row.work_minutes, row.pieces] for row in rows}
    after = activity.duration_minutes
    for row in rows:
        if before and after != before and lies_by_hand(row):
            row.pieces = scaled(row.pieces, Fraction(after, before))
        if row.pieces and splits_changed:
            row.pieces = interrupted(row.pieces, activity.splits)
        if after != before:
            row.work_minutes = _work_after(row, before, after)
    changed = [row for row in rows if were[row.key] != [row.work_minutes, row.pieces]]
    if changed:
        ResourceAssignment.objects.bulk_update(changed, ["work_minutes", "pieces"])
        total_work(changed)
    return {row.key: were[row.key] for row in changed}


def _work_after(row: ResourceAssignment, before: int, after: int) -> int:
    if row.work_minutes == work_of(before, row.units_percent) or not before:
        return work_of(after, row.units_percent)
    return round(row.work_minutes * after / before)


def duration_of_work(activity: Activity, rows: Sequence[ResourceAssignment]) -> int | None:
    """Return how long the assigned work takes, delays included; None where work does not decide the duration.

    Work divided by units for each resource, longer where a contour spreads it, the longest of them; resources must
    have been read with the rows.
    """
    if activity.fixed_duration or activity.duration_is_elapsed or activity.ignores_resource_calendars:
        return None
    if activity.kind != ActivityKind.TASK or not activity.duration_minutes:
        return None
    lengths = [
        duration_of_row(row, activity)
        for row in rows
        if row.resource is not None
        and row.resource.kind == ResourceKind.WORK
        and row.units_percent
        and row.work_minutes
    ]
    return max(lengths, default=None)
