"""Generated plan documents, within what a format can hold: whatever comes out of them must come back the same."""

from dataclasses import dataclass, replace
from typing import Any

from hypothesis import strategies as st

from remit.engine.calendars import working_time
from remit.engine.formats import (
    DocumentAssignment,
    DocumentBaseline,
    DocumentCosts,
    DocumentResource,
    DocumentTask,
    PlanDocument,
)
from remit.engine.formats.mspdi_spread import splits_of
from remit.engine.model import (
    Activity,
    ActivityKind,
    Assignment,
    Calendar,
    CalendarException,
    ConstraintKind,
    Contour,
    FloatKind,
    Lag,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    Mode,
    ProgressMode,
    Resource,
    ResourceKind,
    SchedulingOptions,
    Shift,
    SkillNeed,
    Split,
    day_of,
)
from remit.engine.tests.building import at, day

START = at("2026-01-05 08:00")
MINUTES = st.integers(at("2026-01-01 00:00"), at("2027-12-31 23:59"))
LENGTHS = st.sampled_from([60, 240, 480, 2400]) | st.integers(1, 20_000)
AMOUNTS = st.integers(0, 20_000)
MONEY = st.integers(0, 10_000_000)
UNITS = st.sampled_from([0.0, 0.25, 0.5, 1.0, 1.5, 3.0, 12.345])
LETTERS = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Zs", "Zl", "Zp"], exclude_characters="\x7f")
NAMES = st.text(LETTERS, min_size=1, max_size=20)
WORDS = st.text(st.sampled_from("abcdeÄß "), max_size=30).map(lambda text: " ".join(text.split()))
MSPDI_CONSTRAINTS = [
    each
    for each in ConstraintKind
    if each not in {ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH}
]
LOWER = {ConstraintKind.ASAP, ConstraintKind.ALAP}
P6_KINDS = [
    ActivityKind.TASK,
    ActivityKind.MILESTONE,
    ActivityKind.FINISH_MILESTONE,
    ActivityKind.LEVEL_OF_EFFORT,
    ActivityKind.WBS_SUMMARY,
]
MILESTONES = {ActivityKind.MILESTONE, ActivityKind.FINISH_MILESTONE}


@dataclass(frozen=True)
class Dialect:
    """What a format can hold beyond what all can."""

    name: str
    constraints: tuple[ConstraintKind, ...] = tuple(ConstraintKind)

    @property
    def is_microsoft(self) -> bool:
        return self.name == "mspdi"

    @property
    def is_primavera(self) -> bool:
        return self.name == "xer"

    @property
    def is_whole(self) -> bool:
        return self.name == "json"


MSPDI = Dialect("mspdi", tuple(MSPDI_CONSTRAINTS))
XER = Dialect("xer")
JSON = Dialect("json")


@st.composite
def shifts(draw: st.DrawFn) -> tuple[Shift, ...]:
    ends = sorted(draw(st.sets(st.integers(0, 1440), max_size=6)))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    return tuple(Shift(a, b) for a, b in pairs)


@st.composite
def calendars(draw: st.DrawFn, dialect: Dialect, id_: str) -> Calendar:
    week = [draw(shifts()) for _ in range(6)]
    days = sorted(draw(st.sets(st.integers(day("2026-01-01"), day("2027-01-01")), max_size=4)))
    exceptions = []
    for first in days:
        last = first if dialect.is_primavera else first + draw(st.integers(0, 3))
        name = "" if dialect.is_primavera else draw(WORDS)
        exceptions.append(CalendarException(first, last, draw(shifts()), name))
    return Calendar(id_, draw(NAMES), ((Shift(480, 720), Shift(780, 1020)), *week), tuple(exceptions))


def _minutes_or_none() -> st.SearchStrategy[int | None]:
    return st.none() | MINUTES


@st.composite
def constrained(draw: st.DrawFn, allowed: tuple[ConstraintKind, ...]) -> tuple[ConstraintKind, int | None]:
    kind = draw(st.sampled_from(allowed))
    return kind, None if kind in LOWER else draw(MINUTES)


@st.composite
def progress(draw: st.DrawFn, dialect: Dialect, duration: int) -> dict[str, Any]:
    started = draw(_minutes_or_none())
    finished = None if started is None else draw(st.none() | st.integers(started, started + 20_000))
    if not dialect.is_primavera:
        percent = draw(st.integers(0, 100))
        actual, remaining = draw(AMOUNTS), draw(st.none() | AMOUNTS)
    else:
        remaining = 0 if finished is not None else draw(st.integers(0, duration))
        actual = duration - remaining if started is not None else 0
        percent = 100 if finished is not None else draw(st.integers(0, 100))
    return {
        "percent_complete": percent,
        "actual_start": started,
        "actual_finish": finished,
        "actual_duration_minutes": actual,
        "remaining_duration_minutes": remaining,
    }


@st.composite
def microsoft_facts(draw: st.DrawFn) -> dict[str, Any]:
    manual = draw(st.booleans())
    start = draw(MINUTES)
    return {
        "deadline_minute": draw(_minutes_or_none()),
        "is_manual": manual,
        "manual_start": start if manual else None,
        "manual_finish": start + draw(AMOUNTS) if manual else None,
        "is_active": draw(st.booleans()),
        "duration_is_elapsed": draw(st.booleans()),
        "fixed_duration": draw(st.booleans()),
        "ignores_resource_calendars": draw(st.booleans()),
        "levelling_delay_minutes": draw(AMOUNTS),
        "can_split": draw(st.booleans()),
        "priority": draw(st.integers(0, 1000)),
    }


@st.composite
def primavera_facts(draw: st.DrawFn, kind: ActivityKind) -> dict[str, Any]:
    constraint, date = draw(constrained(tuple(ConstraintKind)))
    second, second_date = (ConstraintKind.ASAP, None)
    if constraint != ConstraintKind.ASAP:
        second, second_date = draw(constrained(tuple(ConstraintKind)))
    suspended = draw(_minutes_or_none())
    alone = kind != ActivityKind.TASK or draw(st.booleans())
    return {
        "constraint": constraint,
        "constraint_minute": date,
        "second_constraint": second,
        "second_constraint_minute": second_date,
        "expected_finish": draw(_minutes_or_none()),
        "external_early_start": draw(_minutes_or_none()),
        "external_late_finish": draw(_minutes_or_none()),
        "suspended_minute": suspended,
        "resumed_minute": None if suspended is None else suspended + draw(AMOUNTS),
        "fixed_duration": alone,
        "ignores_resource_calendars": alone,
        "priority": draw(st.sampled_from([100, 300, 500, 700, 900])),
    }


@st.composite
def whole_facts(draw: st.DrawFn, resources: list[str]) -> dict[str, Any]:
    modes = st.builds(
        Mode, LENGTHS, st.lists(st.tuples(st.sampled_from(resources), UNITS), max_size=2).map(tuple), WORDS
    )
    return {
        "modes": tuple(draw(st.lists(modes, max_size=2))),
        "skills": tuple(draw(st.lists(st.builds(SkillNeed, NAMES, st.integers(1, 5), UNITS), max_size=2))),
        "splits": tuple(draw(st.lists(st.builds(Split, AMOUNTS, LENGTHS), max_size=2))),
        "can_level": draw(st.booleans()),
    }


@st.composite
def activities(
    draw: st.DrawFn,
    dialect: Dialect,
    id_: str,
    parent: str | None,
    calendar_ids: list[str],
    resources: list[str],
) -> Activity:
    kinds = P6_KINDS if not dialect.is_microsoft else [ActivityKind.TASK, ActivityKind.MILESTONE]
    kind = draw(st.sampled_from(kinds))
    duration = 0 if kind in MILESTONES else draw(LENGTHS)
    facts: dict[str, Any] = draw(progress(dialect, duration))
    if not dialect.is_primavera:
        facts |= draw(microsoft_facts())
        kind_, date = draw(constrained(dialect.constraints))
        facts |= {"constraint": kind_, "constraint_minute": date}
    if not dialect.is_microsoft:
        facts |= draw(primavera_facts(kind))
    if dialect.is_whole:
        facts |= draw(whole_facts(resources))
    calendar = draw(st.none() | st.sampled_from(calendar_ids))
    return Activity(id_, draw(NAMES), duration, kind, calendar_id=calendar, parent_id=parent, **facts)


def _dated(draw: st.DrawFn) -> tuple[int | None, int | None]:
    start = draw(_minutes_or_none())
    return start, (None if start is None else start + draw(AMOUNTS))


@st.composite
def tasks(
    draw: st.DrawFn, dialect: Dialect, calendar_ids: list[str], resources: list[str]
) -> list[DocumentTask]:
    """Return an outline: summaries with one or two activities below them, then some that stand alone."""
    found: list[DocumentTask] = []

    def leaf(parent: str | None, level: int) -> None:
        id_ = str(len(found) + 1)
        activity = draw(activities(dialect, id_, parent, calendar_ids, resources))
        start, finish = _dated(draw)
        if dialect.is_primavera:
            start, finish = activity.actual_start, activity.actual_finish
        cost = 0 if dialect.is_primavera else draw(MONEY)
        promised = [DocumentBaseline(0, *_dated(draw), draw(AMOUNTS), draw(AMOUNTS), cost)]
        found.append(
            DocumentTask(
                activity,
                level,
                notes=draw(WORDS),
                work_minutes=draw(AMOUNTS),
                is_estimate=not dialect.is_primavera and draw(st.booleans()),
                stored_start=start,
                stored_finish=finish,
                baselines=tuple(promised[: draw(st.integers(0, 1))]),
                code=id_ if dialect.is_microsoft else f"A{id_}0",
                codes=() if dialect.is_microsoft else (("Area", "N"),)[: draw(st.integers(0, 1))],
                costs=DocumentCosts() if dialect.is_primavera else DocumentCosts(draw(MONEY), draw(MONEY)),
            )
        )

    def summary(parent: str | None, level: int) -> str:
        number = len(found) + 1
        id_ = f"W{number}" if dialect.is_primavera else str(number)
        activity = Activity(id_, draw(NAMES), 0, ActivityKind.SUMMARY, parent_id=parent)
        code = str(number) if dialect.is_microsoft else f"S{number}"
        found.append(DocumentTask(activity, level, code=code))
        return id_

    if dialect.is_primavera:
        leaf(None, 0)  # activities of the project itself stand before the phases
    for _ in range(draw(st.integers(0, 2))):
        phase = summary(None, 0)
        leaf(phase, 1)
        if draw(st.booleans()):
            leaf(summary(phase, 1), 2)
    if not dialect.is_primavera:
        leaf(None, 0)
    return found


@st.composite
def links(draw: st.DrawFn, dialect: Dialect, ids: list[str], calendar_ids: list[str]) -> tuple[Link, ...]:
    found: dict[tuple[str, str, LinkKind], Link] = {}
    for _ in range(draw(st.integers(0, 4))):
        before, after = draw(st.integers(0, len(ids) - 1)), draw(st.integers(0, len(ids) - 1))
        if before >= after:
            continue
        unit = LagUnit.WORKING if dialect.is_primavera else draw(st.sampled_from(LagUnit))
        link = Link(
            ids[before],
            ids[after],
            draw(st.sampled_from(LinkKind)),
            Lag(draw(st.integers(-3000, 3000)), unit),
            draw(st.none() | st.sampled_from(calendar_ids)) if dialect.is_whole else None,
            maximum=dialect.is_whole and draw(st.booleans()),
        )
        found[link.predecessor_id, link.successor_id, link.kind] = link
    order = {id_: place for place, id_ in enumerate(ids)}
    return tuple(sorted(found.values(), key=lambda each: order[each.successor_id]))


@st.composite
def people(draw: st.DrawFn, dialect: Dialect, calendar_ids: list[str]) -> tuple[DocumentResource, ...]:
    found = []
    kinds = {
        "mspdi": [ResourceKind.WORK, ResourceKind.MATERIAL, ResourceKind.COST],
        "xer": [ResourceKind.WORK, ResourceKind.MATERIAL],
        "json": list(ResourceKind),
    }[dialect.name]
    for number in range(1, draw(st.integers(1, 3)) + 1):
        units = draw(UNITS)
        moments = sorted(draw(st.sets(MINUTES, max_size=3)))
        steps: list[tuple[int, float]] = []
        for minute in moments:
            now = draw(UNITS)
            if now != (steps[-1][1] if steps else units):
                steps.append((minute, now))
        found.append(
            DocumentResource(
                Resource(
                    str(number),
                    draw(NAMES),
                    draw(st.sampled_from(kinds)),
                    draw(st.none() | st.sampled_from(calendar_ids)),
                    units,
                    tuple(steps),
                    skills=(("weld", draw(st.integers(1, 5))),) if dialect.is_whole else (),
                    rate=draw(MONEY),
                ),
                email="who@example.org" if draw(st.booleans()) else "",
                group=draw(WORDS),
            )
        )
    return tuple(found)


@st.composite
def pieces(draw: st.DrawFn, duration: int) -> tuple[tuple[int, int, int], ...]:
    """Return work in two or three stretches with gaps between them that together take the duration."""
    cuts = sorted(draw(st.sets(st.integers(1, duration), max_size=2)) | {duration})
    found, reached, done = [], 0, 0
    for cut in cuts:
        length = cut - done
        found.append((reached, length, length * draw(st.integers(1, 3))))
        reached += length + draw(st.integers(1, 2000))
        done = cut
    return tuple(found)


@st.composite
def assignments(
    draw: st.DrawFn, dialect: Dialect, outline: list[DocumentTask], staff: tuple[DocumentResource, ...]
) -> tuple[list[DocumentTask], tuple[DocumentAssignment, ...]]:
    """Return assignments, and the tasks with the splits that these make."""
    found = []
    answer = []
    for task in outline:
        a = task.activity
        if a.kind == ActivityKind.SUMMARY or not draw(st.booleans()):
            answer.append(task)
            continue
        contours = [each for each in Contour if each != Contour.CONTOURED or not dialect.is_primavera]
        contour = draw(st.sampled_from(contours))
        spread = (
            draw(pieces(a.duration_minutes)) if contour == Contour.CONTOURED and a.duration_minutes else ()
        )
        start, finish = (None, None) if dialect.is_primavera else _dated(draw)
        who = (
            None if dialect.is_microsoft and draw(st.booleans()) else draw(st.sampled_from(staff)).resource.id
        )
        found.append(
            DocumentAssignment(
                Assignment(
                    a.id,
                    who,
                    draw(UNITS),
                    draw(AMOUNTS),
                    draw(AMOUNTS),
                    contour,
                    spread,
                    draw(AMOUNTS),
                    draw(AMOUNTS),
                    draw(MONEY),
                ),
                start,
                finish,
                draw(MONEY),
            )
        )
        gaps = splits_of(spread) or a.splits
        last = found[-1]
        # P6 states the cost of an activity by its assignments
        paid = DocumentCosts(cost=last.assignment.cost, actual_cost=last.actual_cost)
        costs = paid if dialect.is_primavera else task.costs
        answer.append(replace(task, activity=replace(a, splits=gaps), costs=costs))
    return answer, tuple(found)


@st.composite
def options(draw: st.DrawFn, dialect: Dialect) -> SchedulingOptions:
    if dialect.is_microsoft:
        backward = draw(st.booleans())
        days = draw(st.integers(0, 5))
        return SchedulingOptions(
            from_finish=backward,
            finish_minute=draw(MINUTES) if backward else None,
            critical_float_minutes=days * 450,
        )
    return SchedulingOptions(
        lag_calendar=draw(st.sampled_from(LagCalendar)),
        progress=draw(st.sampled_from(ProgressMode)),
        total_float=draw(st.sampled_from(FloatKind)),
        must_finish_by=draw(_minutes_or_none()),
        critical_float_minutes=draw(AMOUNTS),
        critical_by_longest_path=draw(st.booleans()),
        use_expected_finish=draw(st.booleans()),
    )


@st.composite
def documents(draw: st.DrawFn, dialect: Dialect) -> PlanDocument:
    """Return a document that the format can hold whole."""
    calendar_ids = ["1", "2"]
    laid = tuple(draw(calendars(dialect, each)) for each in calendar_ids)
    staff = draw(people(dialect, calendar_ids))
    outline = draw(tasks(dialect, calendar_ids, [each.resource.id for each in staff]))
    outline, work = draw(assignments(dialect, outline, staff))
    ids = [each.activity.id for each in outline if each.activity.kind != ActivityKind.SUMMARY]
    return PlanDocument(
        name=draw(NAMES),
        start_minute=START,
        status_minute=draw(_minutes_or_none()),
        minutes_per_day=450,
        minutes_per_week=2250,
        default_calendar_id=draw(st.sampled_from(calendar_ids)),
        calendars=laid,
        tasks=tuple(outline),
        links=draw(links(dialect, ids, calendar_ids)),
        resources=staff,
        assignments=work,
        rules="microsoft-project" if dialect.is_microsoft else "primavera-p6",
        options=draw(options(dialect)),
        code="" if dialect.is_microsoft else "P1",
    )


def without_lines(plan: PlanDocument) -> PlanDocument:
    """Return a document without the lines of the file that it was read from."""
    return replace(plan, tasks=tuple(replace(each, line=0) for each in plan.tasks))


def works(calendar: Calendar, start: int, finish: int) -> int:
    """Return the working minutes of a calendar between two moments."""
    return working_time(calendar, day_of(start)).between(start, finish)
