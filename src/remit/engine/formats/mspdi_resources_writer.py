"""Resources and assignments as Microsoft Project XML."""

from itertools import pairwise

from lxml import etree

from remit.engine.formats.document import DocumentAssignment, PlanDocument
from remit.engine.formats.mspdi_elements import add, add_all, moment, number, optional
from remit.engine.formats.mspdi_resources import ALWAYS_FROM, ALWAYS_UNTIL, CONTOURS, RESOURCES
from remit.engine.formats.mspdi_spread import REMAINING, Spread, rows_for
from remit.engine.formats.mspdi_values import duration_text
from remit.engine.model import Minute, Resource, ResourceKind

_HOURS, _DAYS = 2, 2  # of rates, and of time-phased rows
_CENTS = 100
# what Microsoft Project has no word for is written as what comes nearest
_NEAREST = {ResourceKind.BUDGET: ResourceKind.COST}


def write_resources(root: etree._Element, document: PlanDocument) -> None:
    """Add the resources of a document."""
    resources = add(root, "Resources")
    for position, each in enumerate(document.resources, 1):
        resource = each.resource
        element = add(resources, "Resource")
        add_all(
            element,
            {
                "UID": resource.id,
                "ID": position,
                "Name": resource.name,
                "Type": RESOURCES.index(_NEAREST.get(resource.kind, resource.kind)),
                "IsNull": 0,
                "Group": each.group or None,
                "EmailAddress": each.email or None,
                "MaxUnits": number(resource.max_units),
                "StandardRate": number(resource.rate / _CENTS) if resource.rate else None,
                "StandardRateFormat": _HOURS if resource.rate else None,
                "CalendarUID": resource.calendar_id or -1,
            },
        )
        _write_availability(element, resource)


def _write_availability(element: etree._Element, resource: Resource) -> None:
    if not resource.availability:
        return
    periods = add(element, "AvailabilityPeriods")
    steps = list(resource.availability)
    if steps[0][0] > ALWAYS_FROM:
        steps.insert(0, (ALWAYS_FROM, resource.max_units))
    ends = [
        *(later - 1 for (_, _before), (later, _after) in pairwise(steps)),
        max(ALWAYS_UNTIL, steps[-1][0]),
    ]
    for (first, units), last in zip(steps, ends, strict=True):
        add_all(
            add(periods, "AvailabilityPeriod"),
            {"AvailableFrom": moment(first), "AvailableTo": moment(last), "AvailableUnits": number(units)},
        )


def write_assignments(root: etree._Element, document: PlanDocument) -> None:
    """Add the assignments of a document, with rows where work is spread by hand."""
    assignments = add(root, "Assignments")
    tasks = {each.activity.id: each for each in document.tasks}
    people = {each.resource.id: each.resource for each in document.resources}
    spread = Spread.of(document.calendars, document.default_calendar_id, document.start_minute)
    for position, row in enumerate(document.assignments, 1):
        element = add(assignments, "Assignment")
        _write_assignment(element, position, row)
        if row.assignment.pieces:
            task = tasks[row.assignment.activity_id]
            who = people[row.assignment.resource_id] if row.assignment.resource_id else None
            start = row.stored_start if row.stored_start is not None else task.stored_start
            start = document.start_minute if start is None else start
            time = spread.time_of(task.activity, who)
            for each in rows_for(row.assignment, start, time):
                _write_row(element, position, each.start, each.finish, each.work)


def _write_assignment(element: etree._Element, position: int, row: DocumentAssignment) -> None:
    assignment = row.assignment
    add_all(
        element,
        {
            "UID": position,
            "TaskUID": assignment.activity_id,
            "ResourceUID": assignment.resource_id or -65535,
            "ActualCost": row.actual_cost or None,
            "ActualWork": duration_text(assignment.actual_work_minutes),
            "Cost": assignment.cost or None,
            "Delay": assignment.delay_minutes * 10,
            "Finish": moment(row.stored_finish),
            "RemainingWork": optional(assignment.remaining_work_minutes),
            "Start": moment(row.stored_start),
            "Units": number(assignment.units),
            "Work": duration_text(assignment.work_minutes),
            "WorkContour": CONTOURS.index(assignment.contour) or None,
        },
    )


def _write_row(element: etree._Element, position: int, start: Minute, finish: Minute, work: int) -> None:
    add_all(
        add(element, "TimephasedData"),
        {
            "Type": REMAINING,
            "UID": position,
            "Start": moment(start),
            "Finish": moment(finish),
            "Unit": _DAYS,
            "Value": duration_text(work),
        },
    )
