"""Assigned work, which is what decides how long an activity takes once somebody is assigned."""

from collections.abc import Sequence
from decimal import Decimal

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


def follow_duration(activity: Activity, before: int) -> None:
    """Give the assignments of an activity whose duration was `before` the work that goes with the new one.

    Assigned work decides the dates of an activity: without this a new duration would move nothing.
    """
    rows = [
        row
        for row in ResourceAssignment.objects.filter(activity_id=activity.pk).select_related("resource")
        if row.resource is None or row.resource.kind == ResourceKind.WORK
    ]
    after = activity.duration_minutes
    for row in rows:
        if row.work_minutes == work_of(before, row.units_percent) or not before:
            row.work_minutes = work_of(after, row.units_percent)
        else:
            row.work_minutes = round(row.work_minutes * after / before)
    if rows:
        ResourceAssignment.objects.bulk_update(rows, ["work_minutes"])
        total_work(rows)


def duration_of_work(activity: Activity, rows: Sequence[ResourceAssignment]) -> int | None:
    """Return how long the assigned work takes, delays included; None where work does not decide the duration.

    Work divided by units for each resource, the longest of them; resources must have been read with the rows.
    """
    if activity.fixed_duration or activity.duration_is_elapsed or not activity.duration_minutes:
        return None
    if activity.kind != ActivityKind.TASK:
        return None
    lengths = [
        row.delay_minutes + round(row.work_minutes * 100 / row.units_percent)
        for row in rows
        if row.resource is not None
        and row.resource.kind == ResourceKind.WORK
        and row.units_percent
        and row.work_minutes
    ]
    return max(lengths, default=None)
