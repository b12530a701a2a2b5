"""Microsoft Project XML to a plan document. Written from the published schema and from files."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import IO, TypedDict

from lxml import etree

from remit.engine.formats.document import (
    DocumentBaseline,
    DocumentTask,
    FormatError,
    LeftOut,
    PlanDocument,
)
from remit.engine.formats.mspdi_calendars import CalendarReader
from remit.engine.formats.mspdi_costs import costs_of, money_of
from remit.engine.formats.mspdi_resources import NO_CALENDAR, People
from remit.engine.formats.mspdi_spread import Spread, with_splits
from remit.engine.formats.mspdi_values import ELAPSED, LONGEST_MINUTES, PERCENT, duration_of, minute_of
from remit.engine.formats.safe_xml import MOST_BYTES, Facts, elements, line_of, local_name
from remit.engine.model import (
    Activity,
    ActivityKind,
    Calendar,
    ConstraintKind,
    Lag,
    LagUnit,
    Link,
    LinkKind,
    Minute,
    PlanError,
    SchedulingOptions,
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
FIXED_DURATION = 1
LONGEST_LAG_MINUTES = 1_300_000
LONGEST_NAME = 300
MOST_TASKS = 200_000
DEEPEST = 30
MOST_SLACK_DAYS = 100_000
_WANTED = frozenset({"Calendar", "Task", "Resource", "Assignment", "Project"})


@dataclass(slots=True)
class _Reading:
    calendars: CalendarReader = field(default_factory=CalendarReader)
    tasks: list[DocumentTask] = field(default_factory=list)
    levels: list[str] = field(default_factory=list)
    uids: set[str] = field(default_factory=set)
    links: dict[tuple[str, str, str], tuple[Link, int]] = field(default_factory=dict)
    people: People = field(default_factory=People)
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
            reading.people.read_resource(Facts(element))
        else:
            reading.people.read_assignment(Facts(element))
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
    if len(facts.text("Name")) > LONGEST_NAME:
        reading.skipped["long names", "only 300 characters of them are kept"] += 1
    if facts.flag("Recurring"):
        reading.skipped["recurring tasks", "their occurrences are kept as tasks, the rule is not"] += 1
    if facts.flag("IsSubproject") or facts.flag("ExternalTask"):
        reading.skipped["links to other files", "the task is kept with its own dates"] += 1


def _activity(reading: _Reading, facts: Facts, uid: str, name: str, parent: str | None) -> Activity:
    minutes = duration_of(facts, "Duration") or 0
    constraint, date = _constraint(reading, facts)
    calendar = facts.text("CalendarUID")
    if calendar not in NO_CALENDAR:
        reading.calendars_used.append((calendar, facts.line, facts.task))
    manual = facts.flag("Manual")
    delay = facts.whole("LevelingDelay")
    if not 0 <= delay <= LONGEST_MINUTES * 10:
        raise facts.wrong(f"LevelingDelay is {delay}: no task waits that long.")
    return Activity(
        id=uid,
        name=(name or f"Task {uid}")[:LONGEST_NAME],
        duration_minutes=minutes,
        kind=ActivityKind.TASK if minutes else ActivityKind.MILESTONE,
        calendar_id=None if calendar in NO_CALENDAR else calendar,
        parent_id=parent,
        constraint=constraint,
        constraint_minute=date,
        deadline_minute=minute_of(facts, "Deadline"),
        is_manual=manual,
        manual_start=(minute_of(facts, "ManualStart") or minute_of(facts, "Start")) if manual else None,
        manual_finish=(minute_of(facts, "ManualFinish") or minute_of(facts, "Finish")) if manual else None,
        is_active=facts.flag("Active", default=True),
        duration_is_elapsed=facts.whole("DurationFormat") in ELAPSED,
        fixed_duration=facts.whole("Type") == FIXED_DURATION,
        ignores_resource_calendars=facts.flag("IgnoreResourceCalendar"),
        priority=min(max(facts.whole("Priority", 500), 0), 1000),
        levelling_delay_minutes=round(delay / 10),
        can_split=facts.flag("LevelingCanSplit"),
        **_progress(facts),
    )


class _Progress(TypedDict):
    percent_complete: float
    actual_start: Minute | None
    actual_finish: Minute | None
    actual_duration_minutes: int
    remaining_duration_minutes: int | None


def _progress(facts: Facts) -> _Progress:
    percent = facts.whole("PercentComplete")
    if not 0 <= percent <= 100:  # noqa: PLR2004 - percent
        raise facts.wrong(f"PercentComplete is {percent}; it must be 0 to 100.")
    start, finish = minute_of(facts, "ActualStart"), minute_of(facts, "ActualFinish")
    if start is not None and finish is not None and finish < start:
        raise facts.wrong("it finished before it started.")
    return {
        "percent_complete": percent,
        "actual_start": start,
        "actual_finish": finish,
        "actual_duration_minutes": duration_of(facts, "ActualDuration") or 0,
        "remaining_duration_minutes": duration_of(facts, "RemainingDuration"),
    }


def _constraint(reading: _Reading, facts: Facts) -> tuple[ConstraintKind, Minute | None]:
    kind = facts.whole("ConstraintType")
    if not 0 <= kind < len(CONSTRAINTS):
        raise facts.wrong(f"ConstraintType is {kind}; it must be 0 to 7.")
    date = minute_of(facts, "ConstraintDate")
    if kind <= 1:
        return CONSTRAINTS[kind], None
    if date is None:
        reading.skipped["constraints", "they have no date"] += 1
        return ConstraintKind.ASAP, None
    return CONSTRAINTS[kind], date


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


def _default_calendar(reading: _Reading, facts: Facts, calendars: Sequence[Calendar]) -> str:
    """Return the id of the project's calendar; a file may name none, but none that it lacks."""
    default = facts.text("CalendarUID")
    if default in {each.id for each in calendars}:
        return default
    if default not in NO_CALENDAR and reading.calendars.calendars():
        msg = f"the project refers to calendar {default}, which the file does not have."
        raise FormatError(msg, line=facts.line)
    return calendars[0].id


def _document(reading: _Reading, facts: Facts) -> PlanDocument:
    calendars = reading.calendars.calendars() or (Calendar.standard("1"),)
    known = {each.id for each in calendars}
    for calendar, line, what in (*reading.calendars_used, *reading.people.calendars_used):
        if calendar not in known:
            raise FormatError(
                f"it refers to calendar {calendar}, which the file does not have.", line=line, task=what
            )
    default = _default_calendar(reading, facts, calendars)
    starts = [each.stored_start for each in reading.tasks if each.stored_start is not None]
    start = minute_of(facts, "StartDate")
    if start is None:
        start = min(starts, default=None) or _some_date(facts)
    per_day = _within(facts, "MinutesPerDay", 480, 1440)
    tasks = _with_kinds(reading.tasks)
    begin = {each.activity.id: start if each.stored_start is None else each.stored_start for each in tasks}
    assignments = reading.people.finish(
        (each.activity for each in tasks), reading.uids, Spread.of(calendars, default, start), begin
    )
    skipped = reading.skipped + reading.people.skipped
    left_out = [LeftOut(what, count, reason) for (what, reason), count in sorted(skipped.items())]
    return PlanDocument(
        name=(facts.text("Title") or facts.text("Name").removesuffix(".xml"))[:200],
        start_minute=start,
        status_minute=minute_of(facts, "StatusDate"),
        minutes_per_day=per_day,
        minutes_per_week=_within(facts, "MinutesPerWeek", 2400, 10_080),
        default_calendar_id=default,
        calendars=calendars,
        tasks=tuple(with_splits(tasks, assignments)),
        links=tuple(_links(reading, set(begin))),
        resources=tuple(reading.people.resources.values()),
        assignments=tuple(assignments),
        left_out=(*left_out, *reading.calendars.left_out()),
        options=_options(facts, per_day),
    )


def _some_date(facts: Facts) -> Minute:
    """Return a date from when a plan without a start and without dates of tasks may be, 0 where it names none."""
    dates = (minute_of(facts, name) for name in ("StatusDate", "CurrentDate", "CreationDate", "FinishDate"))
    return next((each for each in dates if each is not None), 0)


def _options(facts: Facts, minutes_per_day: int) -> SchedulingOptions:
    from_finish = not facts.flag("ScheduleFromStart", default=True)
    slack = facts.whole("CriticalSlackLimit")
    if not 0 <= slack <= MOST_SLACK_DAYS:
        raise facts.wrong(f"CriticalSlackLimit is {slack}; it must be 0 to {MOST_SLACK_DAYS}.")
    return SchedulingOptions(
        from_finish=from_finish,
        finish_minute=minute_of(facts, "FinishDate") if from_finish else None,
        critical_float_minutes=slack * minutes_per_day,
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
            activity = replace(activity, kind=ActivityKind.SUMMARY, is_manual=False)
            answer.append(replace(each, activity=activity))
        else:
            answer.append(each)
    return answer


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
