"""Microsoft Project XML to a plan document. Written from the published schema and from files."""

from collections import Counter
from dataclasses import dataclass, field
from typing import IO

from lxml import etree

from remit.engine.formats.document import (
    DocumentAssignment,
    DocumentBaseline,
    DocumentResource,
    DocumentTask,
    FormatError,
    LeftOut,
    PlanDocument,
)
from remit.engine.formats.mspdi_calendars import CalendarReader
from remit.engine.formats.mspdi_costs import costs_of, money_of
from remit.engine.formats.mspdi_values import ELAPSED, PERCENT, duration_of, minute_of
from remit.engine.formats.safe_xml import MOST_BYTES, Facts, elements, line_of, local_name
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    Calendar,
    ConstraintKind,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    PlanError,
    Resource,
    ResourceKind,
)

CONSTRAINTS = (
    ConstraintKind.ASAP,
    ConstraintKind.ALAP,
    ConstraintKind.MSO,
    ConstraintKind.MFO,
    ConstraintKind.SNET,
    ConstraintKind.SNLT,
    ConstraintKind.FNET,
    ConstraintKind.FNLT,
)
LINKS = (LinkKind.FF, LinkKind.FS, LinkKind.SF, LinkKind.SS)
RESOURCES = (ResourceKind.MATERIAL, ResourceKind.WORK, ResourceKind.COST)
FIXED_DURATION = 1
UNASSIGNED = {"", "-65535", "-65534"}
NO_CALENDAR = {"", "-1"}
LONGEST_LAG_MINUTES = 1_300_000
MOST_TASKS = 200_000
DEEPEST = 30
_WANTED = frozenset({"Calendar", "Task", "Resource", "Assignment", "Project"})


@dataclass(slots=True)
class _Reading:
    calendars: CalendarReader = field(default_factory=CalendarReader)
    tasks: list[DocumentTask] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)
    links: dict[tuple[str, str, str], tuple[Link, int]] = field(default_factory=dict)
    resources: dict[str, DocumentResource] = field(default_factory=dict)
    assignments: list[tuple[DocumentAssignment, Facts]] = field(default_factory=list)
    calendars_used: list[tuple[str, int, str]] = field(default_factory=list)
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)
    project: Facts | None = None


def read_mspdi(file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
    """Return the plan in a Microsoft Project XML file of at most `limit` bytes.

    Raises `FormatError`, which names the line and the task, for whatever cannot be a plan.
    """
    reading = _Reading()
    parents = {"Calendar": "Calendars", "Task": "Tasks", "Resource": "Resources", "Assignment": "Assignments"}
    for element in elements(file, _WANTED, limit=limit):
        name = local_name(element)
        above = element.getparent()
        if name == "Project" and above is None:
            reading.project = Facts(element)
        elif above is not None and local_name(above) == parents.get(name):
            _read(reading, name, element)
            element.clear()
    if reading.project is None:
        msg = "this is not a Microsoft Project XML file: its root is not 'Project'."
        raise FormatError(msg, line=1)
    return _document(reading, reading.project)


def _read(reading: _Reading, name: str, element: etree._Element) -> None:
    try:
        if name == "Calendar":
            reading.calendars.read(element)
        elif name == "Task":
            _read_task(reading, Facts(element))
        elif name == "Resource":
            _read_resource(reading, Facts(element))
        else:
            _read_assignment(reading, Facts(element))
    except PlanError as error:  # what the model refuses on construction
        raise FormatError(str(error), line=line_of(element)) from error


def _read_task(reading: _Reading, facts: Facts) -> None:
    uid, name = facts.text("UID"), facts.text("Name")
    facts.task = f"{facts.text('ID') or uid} '{name[:60]}'"
    level = facts.whole("OutlineLevel", 1)
    if facts.flag("IsNull") or not uid:
        reading.skipped["blank rows", "they hold nothing"] += 1
        return
    if uid in reading.uids:
        raise facts.wrong(f"two tasks have the UID {uid}.")
    reading.uids.add(uid)
    if level == 0:
        reading.skipped["project summary task", "the project itself stands for it"] += 1
        return
    if len(reading.tasks) >= MOST_TASKS:
        raise facts.wrong(f"the plan has more than {MOST_TASKS} tasks.")
    if not 1 <= level <= DEEPEST or level > len(reading.levels) + 1:
        raise facts.wrong(f"OutlineLevel is {level}, but the task before stands at {len(reading.levels)}.")
    del reading.levels[level - 1 :]
    parent = reading.levels[-1] if reading.levels else None
    reading.levels.append(uid)
    reading.tasks.append(_document_task(reading, facts, parent, level - 1))
    for each in facts.children("PredecessorLink"):
        _read_link(reading, Facts(each, facts.task), uid)
    _note_losses(reading, facts)


def _document_task(reading: _Reading, facts: Facts, parent: str | None, level: int) -> DocumentTask:
    start, finish = minute_of(facts, "Start"), minute_of(facts, "Finish")
    if start is not None and finish is not None and finish < start:
        raise facts.wrong("it finishes before it starts.")
    return DocumentTask(
        activity=_activity(reading, facts, facts.text("UID"), facts.text("Name"), parent),
        level=level,
        notes=facts.text("Notes")[:20_000],
        work_minutes=duration_of(facts, "Work") or 0,
        costs=costs_of(facts),
        is_estimate=facts.flag("Estimated"),
        stored_start=start,
        stored_finish=finish,
        baselines=tuple(_baseline(Facts(each, facts.task)) for each in facts.children("Baseline")),
        line=facts.line,
        code=facts.text("ID")[:60],
        manual_is_stored=facts.flag("Manual") and not facts.text("ManualStart"),
    )


def _note_losses(reading: _Reading, facts: Facts) -> None:
    if facts.children("TimephasedData"):
        reading.skipped["time-phased rows of tasks", "work is spread evenly"] += len(
            facts.children("TimephasedData")
        )
    if facts.children("ExtendedAttribute"):
        reason = "custom fields are not kept yet"
        reading.skipped["custom field values", reason] += len(facts.children("ExtendedAttribute"))
    if facts.flag("Recurring"):
        reading.skipped["recurring tasks", "their occurrences are kept as tasks, the rule is not"] += 1
    if facts.flag("IsSubproject") or facts.flag("ExternalTask"):
        reading.skipped["links to other files", "the task is kept with its own dates"] += 1


def _activity(reading: _Reading, facts: Facts, uid: str, name: str, parent: str | None) -> Activity:
    minutes = duration_of(facts, "Duration") or 0
    kind = facts.whole("ConstraintType")
    if not 0 <= kind < len(CONSTRAINTS):
        raise facts.wrong(f"ConstraintType is {kind}; it must be 0 to 7.")
    date = minute_of(facts, "ConstraintDate")
    constraint = CONSTRAINTS[kind]
    if kind > 1 and date is None:
        reading.skipped["constraints", "they have no date"] += 1
        constraint = ConstraintKind.ASAP
    calendar = facts.text("CalendarUID")
    if calendar not in NO_CALENDAR:
        reading.calendars_used.append((calendar, facts.line, facts.task))
    percent = facts.whole("PercentComplete")
    if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
        raise facts.wrong(f"PercentComplete is {percent}; it must be 0 to 100.")
    manual = facts.flag("Manual")
    actual_start, actual_finish = minute_of(facts, "ActualStart"), minute_of(facts, "ActualFinish")
    if actual_start is not None and actual_finish is not None and actual_finish < actual_start:
        raise facts.wrong("it finished before it started.")
    return Activity(
        id=uid,
        name=(name or f"Task {uid}")[:300],
        duration_minutes=minutes,
        kind=ActivityKind.TASK if minutes else ActivityKind.MILESTONE,
        calendar_id=None if calendar in NO_CALENDAR else calendar,
        parent_id=parent,
        constraint=constraint,
        constraint_minute=date if kind > 1 else None,
        deadline_minute=minute_of(facts, "Deadline"),
        is_manual=manual,
        manual_start=(minute_of(facts, "ManualStart") or minute_of(facts, "Start")) if manual else None,
        manual_finish=(minute_of(facts, "ManualFinish") or minute_of(facts, "Finish")) if manual else None,
        is_active=facts.flag("Active", default=True),
        duration_is_elapsed=facts.whole("DurationFormat") in ELAPSED,
        fixed_duration=facts.whole("Type") == FIXED_DURATION,
        ignores_resource_calendars=facts.flag("IgnoreResourceCalendar"),
        priority=min(max(facts.whole("Priority", 500), 0), 1000),
        percent_complete=percent,
        actual_start=actual_start,
        actual_finish=actual_finish,
        actual_duration_minutes=duration_of(facts, "ActualDuration") or 0,
        remaining_duration_minutes=duration_of(facts, "RemainingDuration"),
    )


def _baseline(facts: Facts) -> DocumentBaseline:
    start, finish = minute_of(facts, "Start"), minute_of(facts, "Finish")
    if start is not None and finish is not None and finish < start:
        raise facts.wrong("a baseline finishes before it starts.")
    number = facts.whole("Number")
    work, duration = duration_of(facts, "Work") or 0, duration_of(facts, "Duration") or 0
    return DocumentBaseline(number, start, finish, duration, work, money_of(facts, "Cost"))


def _read_link(reading: _Reading, facts: Facts, successor: str) -> None:
    if facts.flag("CrossProject"):
        reading.skipped["links to other projects", "the other project is not in this file"] += 1
        return
    kind, lag_format = facts.whole("Type", 1), facts.whole("LagFormat", 7)
    if not 0 <= kind < len(LINKS):
        raise facts.wrong(f"a link has the type {kind}; it must be 0 to 3.")
    raw = facts.whole("LinkLag")
    unit = LagUnit.ELAPSED if lag_format in ELAPSED else LagUnit.WORKING
    unit = LagUnit.PERCENT if lag_format in PERCENT else unit
    amount = raw if unit == LagUnit.PERCENT else round(raw / 10)
    if abs(amount) > LONGEST_LAG_MINUTES:
        raise facts.wrong(f"a link has a lag of {raw / 10:.0f} minutes, which is more than two years.")
    link = Link(facts.text("PredecessorUID"), successor, LINKS[kind], Lag(amount, unit))
    ends = (link.predecessor_id, successor, link.kind.value)
    if ends in reading.links:
        reading.skipped["repeated links", "the same two tasks were linked twice in the same way"] += 1
    reading.links.setdefault(ends, (link, facts.line))


def _read_resource(reading: _Reading, facts: Facts) -> None:
    uid, name = facts.text("UID"), facts.text("Name")
    if uid in UNASSIGNED or facts.flag("IsNull") or (uid == "0" and not name):
        return
    if uid in reading.resources:
        raise facts.wrong(f"two resources have the UID {uid}.")
    kind = facts.whole("Type", 1)
    if not 0 <= kind < len(RESOURCES):
        raise facts.wrong(f"a resource has the type {kind}; it must be 0 to 2.")
    calendar = facts.text("CalendarUID")
    if calendar not in NO_CALENDAR:
        reading.calendars_used.append((calendar, facts.line, f"resource '{name[:60]}'"))
    units = facts.number("MaxUnits", 1.0)
    if not 0 <= units <= 100_000:  # noqa: PLR2004 - more than any crew
        raise facts.wrong(f"a resource has {units:g} units.")
    reading.resources[uid] = DocumentResource(
        Resource(
            uid,
            name[:200] or f"Resource {uid}",
            RESOURCES[kind],
            None if calendar in NO_CALENDAR else calendar,
            units,
        ),
        email=facts.text("EmailAddress")[:254],
        group=facts.text("Group")[:120],
    )


def _read_assignment(reading: _Reading, facts: Facts) -> None:
    task, resource = facts.text("TaskUID"), facts.text("ResourceUID")
    units = facts.number("Units", 1.0)
    if not 0 <= units <= 100_000:  # noqa: PLR2004 - as above
        raise facts.wrong(f"an assignment has {units:g} units.")
    if facts.children("TimephasedData"):
        reading.skipped["time-phased rows of assignments", "work is spread evenly"] += len(
            facts.children("TimephasedData")
        )
    if facts.whole("WorkContour"):
        reading.skipped["work contours", "work is spread evenly"] += 1
    assignment = Assignment(
        task,
        None if resource in UNASSIGNED else resource,
        units,
        duration_of(facts, "Work") or 0,
        round(facts.whole("Delay") / 10),
        actual_work_minutes=duration_of(facts, "ActualWork") or 0,
        remaining_work_minutes=duration_of(facts, "RemainingWork"),
    )
    reading.assignments.append((DocumentAssignment(assignment), facts))


def _document(reading: _Reading, facts: Facts) -> PlanDocument:
    calendars = reading.calendars.calendars() or (Calendar.standard("1"),)
    known = {each.id for each in calendars}
    for calendar, line, what in reading.calendars_used:
        if calendar not in known:
            raise FormatError(
                f"it refers to calendar {calendar}, which the file does not have.", line=line, task=what
            )
    default = facts.text("CalendarUID")
    starts = [each.stored_start for each in reading.tasks if each.stored_start is not None]
    start = minute_of(facts, "StartDate")
    if start is None:
        start = min(starts, default=0)
    if not facts.flag("ScheduleFromStart", default=True):
        reading.skipped["scheduling from the finish", "the plan is scheduled forward from its start"] += 1
    kept = {each.activity.id for each in reading.tasks}
    left_out = [LeftOut(what, count, reason) for (what, reason), count in sorted(reading.skipped.items())]
    return PlanDocument(
        name=(facts.text("Title") or facts.text("Name").removesuffix(".xml"))[:200],
        start_minute=start,
        status_minute=minute_of(facts, "StatusDate"),
        minutes_per_day=_within(facts, "MinutesPerDay", 480, 1440),
        minutes_per_week=_within(facts, "MinutesPerWeek", 2400, 10_080),
        default_calendar_id=default if default in known else calendars[0].id,
        calendars=calendars,
        tasks=tuple(_with_kinds(reading.tasks)),
        links=tuple(_links(reading, kept)),
        resources=tuple(reading.resources.values()),
        assignments=tuple(_assignments(reading, kept)),
        left_out=(*left_out, *reading.calendars.left_out()),
    )


def _within(facts: Facts, name: str, default: int, most: int) -> int:
    value = facts.whole(name, default)
    if not 1 <= value <= most:
        raise facts.wrong(f"{name} is {value}; it must be 1 to {most}.")
    return value


def _with_kinds(tasks: list[DocumentTask]) -> list[DocumentTask]:
    """Return the tasks, those that others stand below as summaries."""
    parents = {each.activity.parent_id for each in tasks}
    answer = []
    for each in tasks:
        activity = each.activity
        if activity.id in parents:
            kept = {name: getattr(activity, name) for name in Activity.__slots__}
            activity = Activity(**{**kept, "kind": ActivityKind.SUMMARY, "is_manual": False})
            answer.append(_replaced(each, activity))
        else:
            answer.append(each)
    return answer


def _replaced(task: DocumentTask, activity: Activity) -> DocumentTask:
    kept = {name: getattr(task, name) for name in DocumentTask.__slots__}
    return DocumentTask(**{**kept, "activity": activity})


def _links(reading: _Reading, kept: set[str]) -> list[Link]:
    links = []
    names = {each.activity.id: each.activity.name for each in reading.tasks}
    for link, line in reading.links.values():
        if link.predecessor_id not in kept:
            if link.predecessor_id in reading.uids:
                continue  # the project summary task: it holds nothing
            msg = f"it waits for task {link.predecessor_id[:40]}, which the file does not have."
            raise FormatError(msg, line=line, task=f"'{names[link.successor_id][:60]}'")
        links.append(link)
    return links


def _assignments(reading: _Reading, kept: set[str]) -> list[DocumentAssignment]:
    answer = []
    for each, facts in reading.assignments:
        assignment = each.assignment
        if assignment.activity_id not in kept:
            if assignment.activity_id in reading.uids:
                continue
            raise facts.wrong(
                f"an assignment refers to task {assignment.activity_id[:40]}, which the file does not have."
            )
        if assignment.resource_id is not None and assignment.resource_id not in reading.resources:
            resource = assignment.resource_id[:40]
            raise facts.wrong(f"an assignment refers to resource {resource}, which the file does not have.")
        answer.append(each)
    return answer
