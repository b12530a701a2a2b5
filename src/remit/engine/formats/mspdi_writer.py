"""A plan document to Microsoft Project XML, as its schema orders the elements."""

import datetime as dt
from typing import Any

from lxml import etree

from remit.engine.formats.document import DocumentTask, PlanDocument
from remit.engine.formats.mspdi_costs import earning
from remit.engine.formats.mspdi_reader import CONSTRAINTS, LINKS, RESOURCES
from remit.engine.formats.mspdi_values import duration_text
from remit.engine.formats.safe_xml import clean_text
from remit.engine.model import Calendar, LagUnit, Link, from_minute
from remit.engine.model.calendar import Shifts
from remit.engine.model.time import DAY_MINUTES, EPOCH, Minute

NAMESPACE = "http://schemas.microsoft.com/project"
_DAYS, _ELAPSED_DAYS, _PERCENT = 7, 8, 19


def _moment(minute: Minute | None) -> str | None:
    return None if minute is None else from_minute(minute).isoformat(timespec="seconds")


def _add(parent: etree._Element, name: str, value: Any = None) -> etree._Element:
    element = etree.SubElement(parent, f"{{{NAMESPACE}}}{name}")
    if value is not None:
        element.text = str(int(value)) if isinstance(value, bool) else clean_text(str(value))
    return element


def _add_all(parent: etree._Element, values: dict[str, Any]) -> None:
    for name, value in values.items():
        if value is not None:
            _add(parent, name, value)


def write_mspdi(document: PlanDocument) -> bytes:
    """Return the document as Microsoft Project XML, which `read_mspdi` reads back to the same document."""
    root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml means the default namespace by None
    _add_all(
        root,
        {
            "SaveVersion": 14,
            "Name": f"{document.name}.xml",
            "Title": document.name,
            "ScheduleFromStart": 1,
            "StartDate": _moment(document.start_minute),
            "CalendarUID": document.default_calendar_id,
            "MinutesPerDay": document.minutes_per_day,
            "MinutesPerWeek": document.minutes_per_week,
            "DaysPerMonth": 20,
            "StatusDate": _moment(document.status_minute),
        },
    )
    calendars = _add(root, "Calendars")
    for calendar in document.calendars:
        _write_calendar(calendars, calendar)
    tasks = _add(root, "Tasks")
    links: dict[str, list[Link]] = {}
    for link in document.links:
        links.setdefault(link.successor_id, []).append(link)
    for number, task in enumerate(document.tasks, 1):
        _write_task(tasks, number, task, links.get(task.activity.id, []))
    _write_resources(root, document)
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)
    )


def _write_calendar(parent: etree._Element, calendar: Calendar) -> None:
    element = _add(parent, "Calendar")
    _add_all(element, {"UID": calendar.id, "Name": calendar.name, "IsBaseCalendar": 1, "BaseCalendarUID": -1})
    days = _add(element, "WeekDays")
    for index in (6, 0, 1, 2, 3, 4, 5):
        day = _add(days, "WeekDay")
        _add(day, "DayType", (index + 1) % 7 + 1)
        _write_shifts(day, calendar.week[index])
    if not calendar.exceptions:
        return
    exceptions = _add(element, "Exceptions")
    for each in calendar.exceptions:
        exception = _add(exceptions, "Exception")
        _add(exception, "EnteredByOccurrences", 0)
        period = _add(exception, "TimePeriod")
        _add(period, "FromDate", (EPOCH + dt.timedelta(days=each.first_day)).isoformat())
        _add(
            period, "ToDate", (EPOCH + dt.timedelta(days=each.last_day, minutes=DAY_MINUTES - 1)).isoformat()
        )
        _add(exception, "Occurrences", each.last_day - each.first_day + 1)
        _add(exception, "Name", each.name)
        _add(exception, "Type", 1)
        _write_shifts(exception, each.shifts)


def _write_shifts(parent: etree._Element, shifts: Shifts) -> None:
    _add(parent, "DayWorking", bool(shifts))
    if not shifts:
        return
    times = _add(parent, "WorkingTimes")
    for shift in shifts:
        time = _add(times, "WorkingTime")
        for name, minute in (("FromTime", shift.start), ("ToTime", shift.finish % DAY_MINUTES)):
            _add(time, name, f"{minute // 60:02d}:{minute % 60:02d}:00")


def _write_task(parent: etree._Element, number: int, task: DocumentTask, links: list[Link]) -> None:
    activity = task.activity
    element = _add(parent, "Task")
    _add_all(
        element,
        {
            "UID": activity.id,
            "ID": task.code or number,
            "Name": activity.name,
            "Active": activity.is_active,
            "Manual": activity.is_manual,
            "Type": int(activity.fixed_duration),
            "IsNull": 0,
            "OutlineLevel": task.level + 1,
            "Priority": activity.priority,
            "Start": _moment(task.stored_start),
            "Finish": _moment(task.stored_finish),
            "Duration": duration_text(activity.duration_minutes),
            "ManualStart": None if task.manual_is_stored else _moment(activity.manual_start),
            "ManualFinish": None if task.manual_is_stored else _moment(activity.manual_finish),
            "DurationFormat": _ELAPSED_DAYS if activity.duration_is_elapsed else _DAYS,
            "Work": duration_text(task.work_minutes),
            "Estimated": task.is_estimate,
            "Milestone": activity.duration_minutes == 0,
            "Summary": activity.kind == "summary",
            "FixedCost": task.costs.fixed_cost or None,
            "PercentComplete": round(activity.percent_complete),
            "Cost": task.costs.cost or None,
            "ActualStart": _moment(activity.actual_start),
            "ActualFinish": _moment(activity.actual_finish),
            "ActualDuration": duration_text(activity.actual_duration_minutes),
            "ActualCost": task.costs.actual_cost or None,
            "RemainingDuration": _optional(activity.remaining_duration_minutes),
            "ConstraintType": CONSTRAINTS.index(activity.constraint),
            "CalendarUID": activity.calendar_id or -1,
            "ConstraintDate": _moment(activity.constraint_minute),
            "Deadline": _moment(activity.deadline_minute),
            **earning(task.costs),
            "IgnoreResourceCalendar": activity.ignores_resource_calendars,
            "Notes": task.notes or None,
        },
    )
    for link in links:
        _write_link(element, link)
    for each in task.baselines:
        baseline = _add(element, "Baseline")
        _add_all(
            baseline,
            {
                "Number": each.number,
                "Start": _moment(each.start),
                "Finish": _moment(each.finish),
                "Duration": duration_text(each.duration_minutes),
                "Work": duration_text(each.work_minutes),
                "Cost": each.cost or None,
            },
        )


def _optional(minutes: int | None) -> str | None:
    return None if minutes is None else duration_text(minutes)


def _write_link(parent: etree._Element, link: Link) -> None:
    unit = link.lag.unit
    formats = {LagUnit.WORKING: _DAYS, LagUnit.ELAPSED: _ELAPSED_DAYS, LagUnit.PERCENT: _PERCENT}
    _add_all(
        _add(parent, "PredecessorLink"),
        {
            "PredecessorUID": link.predecessor_id,
            "Type": LINKS.index(link.kind),
            "CrossProject": 0,
            "LinkLag": link.lag.amount if unit == LagUnit.PERCENT else link.lag.amount * 10,
            "LagFormat": formats[unit],
        },
    )


def _write_resources(root: etree._Element, document: PlanDocument) -> None:
    resources = _add(root, "Resources")
    for number, each in enumerate(document.resources, 1):
        resource = each.resource
        _add_all(
            _add(resources, "Resource"),
            {
                "UID": resource.id,
                "ID": number,
                "Name": resource.name,
                "Type": RESOURCES.index(resource.kind),
                "IsNull": 0,
                "Group": each.group or None,
                "EmailAddress": each.email or None,
                "MaxUnits": f"{resource.max_units:g}",
                "CalendarUID": resource.calendar_id or -1,
            },
        )
    assignments = _add(root, "Assignments")
    for number, row in enumerate(document.assignments, 1):
        assignment = row.assignment
        _add_all(
            _add(assignments, "Assignment"),
            {
                "UID": number,
                "TaskUID": assignment.activity_id,
                "ResourceUID": assignment.resource_id or -65535,
                "ActualWork": duration_text(assignment.actual_work_minutes),
                "Delay": assignment.delay_minutes * 10,
                "RemainingWork": _optional(assignment.remaining_work_minutes),
                "Units": f"{assignment.units:g}",
                "Work": duration_text(assignment.work_minutes),
            },
        )
