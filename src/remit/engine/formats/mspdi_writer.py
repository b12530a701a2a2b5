"""A plan document to Microsoft Project XML, as its schema orders the elements."""

import datetime as dt
from typing import Any

from lxml import etree

from remit.engine.formats.document import DocumentTask, PlanDocument
from remit.engine.formats.mspdi_costs import earning
from remit.engine.formats.mspdi_elements import NAMESPACE, add, add_all, moment, optional
from remit.engine.formats.mspdi_reader import CONSTRAINTS, LINKS
from remit.engine.formats.mspdi_resources_writer import write_assignments, write_resources
from remit.engine.formats.mspdi_values import duration_text
from remit.engine.model import Calendar, ConstraintKind, LagUnit, Link
from remit.engine.model.calendar import Shifts
from remit.engine.model.time import DAY_MINUTES, EPOCH

_DAYS, _ELAPSED_DAYS, _PERCENT = 7, 8, 19
# what Microsoft Project has no word for is written as what comes nearest
_NEAREST = {
    ConstraintKind.MANDATORY_START: ConstraintKind.MSO,
    ConstraintKind.MANDATORY_FINISH: ConstraintKind.MFO,
}


def write_mspdi(document: PlanDocument) -> bytes:
    """Return the document as Microsoft Project XML, which `read_mspdi` reads back to the same document."""
    root = etree.Element(f"{{{NAMESPACE}}}Project", nsmap={None: NAMESPACE})  # type: ignore[dict-item]  # lxml means the default namespace by None
    add_all(
        root,
        {
            "SaveVersion": 14,
            "Name": f"{document.name}.xml",
            "Title": document.name,
            "ScheduleFromStart": not document.options.from_finish,
            "StartDate": moment(document.start_minute),
            "FinishDate": moment(document.options.finish_minute),
            "CriticalSlackLimit": document.options.critical_float_minutes // document.minutes_per_day or None,
            "CalendarUID": document.default_calendar_id,
            "MinutesPerDay": document.minutes_per_day,
            "MinutesPerWeek": document.minutes_per_week,
            "DaysPerMonth": 20,
            "StatusDate": moment(document.status_minute),
        },
    )
    calendars = add(root, "Calendars")
    for calendar in document.calendars:
        _write_calendar(calendars, calendar)
    tasks = add(root, "Tasks")
    links: dict[str, list[Link]] = {}
    for link in document.links:
        links.setdefault(link.successor_id, []).append(link)
    for number, task in enumerate(document.tasks, 1):
        _write_task(tasks, number, task, links.get(task.activity.id, []))
    write_resources(root, document)
    write_assignments(root, document)
    return bytes(
        etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True, pretty_print=True)
    )


def _write_calendar(parent: etree._Element, calendar: Calendar) -> None:
    element = add(parent, "Calendar")
    add_all(element, {"UID": calendar.id, "Name": calendar.name, "IsBaseCalendar": 1, "BaseCalendarUID": -1})
    days = add(element, "WeekDays")
    for index in (6, 0, 1, 2, 3, 4, 5):
        day = add(days, "WeekDay")
        add(day, "DayType", (index + 1) % 7 + 1)
        _write_shifts(day, calendar.week[index])
    if not calendar.exceptions:
        return
    exceptions = add(element, "Exceptions")
    for each in calendar.exceptions:
        exception = add(exceptions, "Exception")
        add(exception, "EnteredByOccurrences", 0)
        period = add(exception, "TimePeriod")
        add(period, "FromDate", (EPOCH + dt.timedelta(days=each.first_day)).isoformat())
        add(period, "ToDate", (EPOCH + dt.timedelta(days=each.last_day, minutes=DAY_MINUTES - 1)).isoformat())
        add(exception, "Occurrences", each.last_day - each.first_day + 1)
        add(exception, "Name", each.name)
        add(exception, "Type", 1)
        _write_shifts(exception, each.shifts)


def _write_shifts(parent: etree._Element, shifts: Shifts) -> None:
    add(parent, "DayWorking", bool(shifts))
    if not shifts:
        return
    times = add(parent, "WorkingTimes")
    for shift in shifts:
        time = add(times, "WorkingTime")
        for name, minute in (("FromTime", shift.start), ("ToTime", shift.finish % DAY_MINUTES)):
            add(time, name, f"{minute // 60:02d}:{minute % 60:02d}:00")


def _write_task(parent: etree._Element, position: int, task: DocumentTask, links: list[Link]) -> None:
    element = add(parent, "Task")
    add_all(element, _stated(task, position))
    add_all(element, _computed(task))
    for link in links:
        _write_link(element, link)
    for each in task.baselines:
        add_all(
            add(element, "Baseline"),
            {
                "Number": each.number,
                "Start": moment(each.start),
                "Finish": moment(each.finish),
                "Duration": duration_text(each.duration_minutes),
                "Work": duration_text(each.work_minutes),
                "Cost": each.cost or None,
            },
        )


def _stated(task: DocumentTask, position: int) -> dict[str, Any]:
    activity = task.activity
    return {
        "UID": activity.id,
        "ID": task.code if task.code.isdigit() else position,
        "Name": activity.name,
        "Active": activity.is_active,
        "Manual": activity.is_manual,
        "Type": int(activity.fixed_duration),
        "IsNull": 0,
        "OutlineLevel": task.level + 1,
        "Priority": activity.priority,
        "Start": moment(task.stored_start),
        "Finish": moment(task.stored_finish),
        "Duration": duration_text(activity.duration_minutes),
        "ManualStart": None if task.manual_is_stored else moment(activity.manual_start),
        "ManualFinish": None if task.manual_is_stored else moment(activity.manual_finish),
        "DurationFormat": _ELAPSED_DAYS if activity.duration_is_elapsed else _DAYS,
        "Work": duration_text(task.work_minutes),
        "Estimated": task.is_estimate,
        "Milestone": activity.duration_minutes == 0,
        "Summary": activity.kind == "summary",
        "FixedCost": task.costs.fixed_cost or None,
    }


def _computed(task: DocumentTask) -> dict[str, Any]:
    activity = task.activity
    constraint = _NEAREST.get(activity.constraint, activity.constraint)
    delay = activity.levelling_delay_minutes * 10
    return {
        "PercentComplete": round(activity.percent_complete),
        "Cost": task.costs.cost or None,
        "ActualStart": moment(activity.actual_start),
        "ActualFinish": moment(activity.actual_finish),
        "ActualDuration": duration_text(activity.actual_duration_minutes),
        "ActualCost": task.costs.actual_cost or None,
        "RemainingDuration": optional(activity.remaining_duration_minutes),
        "ConstraintType": CONSTRAINTS.index(constraint),
        "CalendarUID": activity.calendar_id or -1,
        "ConstraintDate": moment(activity.constraint_minute),
        "Deadline": moment(activity.deadline_minute),
        "LevelingCanSplit": activity.can_split,
        "LevelingDelay": delay or None,
        "LevelingDelayFormat": _ELAPSED_DAYS if delay else None,
        "IgnoreResourceCalendar": activity.ignores_resource_calendars,
        "Notes": task.notes or None,
        **earning(task.costs),
    }


def _write_link(parent: etree._Element, link: Link) -> None:
    unit = link.lag.unit
    formats = {LagUnit.WORKING: _DAYS, LagUnit.ELAPSED: _ELAPSED_DAYS, LagUnit.PERCENT: _PERCENT}
    add_all(
        add(parent, "PredecessorLink"),
        {
            "PredecessorUID": link.predecessor_id,
            "Type": LINKS.index(link.kind),
            "CrossProject": 0,
            "LinkLag": link.lag.amount if unit == LagUnit.PERCENT else link.lag.amount * 10,
            "LagFormat": formats[unit],
        },
    )
