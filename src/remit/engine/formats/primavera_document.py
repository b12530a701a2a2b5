"""From the records of a Primavera file, of either format, to a plan document."""

import html
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace

from remit.engine.formats.document import (
    DocumentBaseline,
    DocumentTask,
    FormatError,
    LeftOut,
    PlanDocument,
)
from remit.engine.formats.primavera_activities import activity_of, length_of_work
from remit.engine.formats.primavera_calendars import PrimaveraCalendars
from remit.engine.formats.primavera_fields import (
    FLOATS,
    LAG_CALENDARS,
    LINKS,
    LONGEST_PATH,
    PROGRESS,
    Record,
)
from remit.engine.formats.primavera_resources import assignments_of, costs_of, resources_of
from remit.engine.model import (
    Activity,
    ActivityKind,
    Calendar,
    Lag,
    LagFromStart,
    Link,
    PlanError,
    ProgressMode,
    SchedulingOptions,
)

MOST_ACTIVITIES = 200_000
DEEPEST = 30
HIGHEST_BASELINE = 10
LONGEST_LAG_MINUTES = 1_300_000
RULES = "primavera-p6"
_DIGITS = re.compile(r"([0-9]{1,18})")
_TAG = re.compile(r"</?(?:br|p|div|li)\b[^<>]*>|(<[^<>]*>)", re.IGNORECASE)


@dataclass(slots=True)
class Gathered:
    """The records of a file by what they are; `skipped` counts what will not be kept, with the reason."""

    project: Record | None = None
    options: Record | None = None
    other_projects: list[Record] = field(default_factory=list)
    calendars: PrimaveraCalendars = field(default_factory=PrimaveraCalendars)
    wbs: list[Record] = field(default_factory=list)
    activities: list[Record] = field(default_factory=list)
    links: list[Record] = field(default_factory=list)
    resources: list[Record] = field(default_factory=list)
    rates: list[Record] = field(default_factory=list)
    roles: list[Record] = field(default_factory=list)
    curves: list[Record] = field(default_factory=list)
    assignments: list[Record] = field(default_factory=list)
    codes: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    notes: list[Record] = field(default_factory=list)
    baselines: dict[str, list[Record]] = field(default_factory=dict)
    root_wbs: str = ""
    share_is_percent: bool = True
    skipped: Counter[tuple[str, str]] = field(default_factory=Counter)


def document_of(gathered: Gathered) -> PlanDocument:
    """Return the plan that the records state; raises `FormatError` with line and activity."""
    project = gathered.project
    if project is None:
        msg = "the file holds no project."
        raise FormatError(msg)
    if len(gathered.activities) > MOST_ACTIVITIES:
        raise project.wrong(f"the plan has more than {MOST_ACTIVITIES} activities.")
    used = {each.text("calendar") for each in (project, *gathered.activities, *gathered.resources)}
    calendars = gathered.calendars.calendars(used) or (Calendar.standard("1"),)
    known = {each.id for each in calendars}
    default = project.text("calendar")
    default = default if default in known else calendars[0].id
    per_day, per_week = gathered.calendars.lengths(default)
    for each in gathered.activities:
        _name_place(each)
    tasks = _tasks(gathered, known)
    ids = {each.activity.id for each in tasks}
    resources = resources_of(gathered, known)
    start, status = project.moment("start"), project.moment("status")
    starts = [each.stored_start for each in tasks if each.stored_start is not None]
    begin = next((each for each in (start, status) if each is not None), min(starts, default=0))
    document = PlanDocument(
        name=(_root_name(gathered) or project.text("name") or project.text("code"))[:200],
        start_minute=begin,
        status_minute=status,
        minutes_per_day=per_day,
        minutes_per_week=per_week,
        default_calendar_id=default,
        calendars=calendars,
        tasks=_with_costs(tasks, gathered),
        links=tuple(_links(gathered, ids)),
        resources=resources,
        assignments=assignments_of(gathered, ids, {each.resource.id for each in resources}),
        rules=RULES,
        options=_options(gathered, project),
        code=project.text("code")[:60],
    )
    left = [LeftOut(what, count, why) for (what, why), count in sorted(gathered.skipped.items())]
    return _with_losses(document, (*left, *gathered.calendars.left_out()))


def _with_costs(tasks: list[DocumentTask], gathered: Gathered) -> tuple[DocumentTask, ...]:
    costs = costs_of(gathered)
    return tuple(
        replace(each, costs=costs[each.activity.id]) if each.activity.id in costs else each for each in tasks
    )


def _with_losses(document: PlanDocument, left_out: tuple[LeftOut, ...]) -> PlanDocument:
    kept = {name: getattr(document, name) for name in PlanDocument.__slots__}
    return PlanDocument(**{**kept, "left_out": left_out})


def _root_name(gathered: Gathered) -> str:
    for each in gathered.wbs:
        if each.text("id") == gathered.root_wbs:
            return each.text("name")
    return ""


def _name_place(record: Record) -> None:
    record.row.task = f"{record.text('code') or record.text('id')} '{record.text('name')[:60]}'"


def _options(gathered: Gathered, project: Record) -> SchedulingOptions:
    must_finish = project.moment("must_finish")
    critical = project.minutes("critical_hours") or 0
    longest = project.text("critical_path") in LONGEST_PATH
    stated = gathered.options
    if stated is None:
        return SchedulingOptions(
            must_finish_by=must_finish,
            critical_float_minutes=critical,
            critical_by_longest_path=longest,
        )
    if stated.flag("open_ends"):
        gathered.skipped["critical open ends", "float or the longest path says what is critical"] += 1
    return SchedulingOptions(
        lag_calendar=LAG_CALENDARS.get(stated.text("lag_calendar")),
        lag_from_start=_lag_from_start(stated),
        progress=_progress(stated),
        total_float=FLOATS.get(stated.text("float_kind")),
        must_finish_by=must_finish,
        critical_float_minutes=critical,
        critical_by_longest_path=longest,
        use_expected_finish=stated.flag("expected_finish"),
    )


def _lag_from_start(stated: Record) -> LagFromStart | None:
    if not stated.text("lag_from_early"):
        return None
    return LagFromStart.EARLY if stated.flag("lag_from_early") else LagFromStart.ACTUAL


def _progress(stated: Record) -> ProgressMode | None:
    """Return how the rest of what was begun out of sequence is treated: XER says it in two flags."""
    text = stated.text("retained")
    if text in PROGRESS or not text:
        return PROGRESS.get(text)
    if stated.flag("retained"):
        return ProgressMode.RETAINED_LOGIC
    return ProgressMode.PROGRESS_OVERRIDE if stated.flag("override") else ProgressMode.ACTUAL_DATES


@dataclass(slots=True)
class _Outline:
    """What stands below each element of the outline, and which elements hold activities at all."""

    elements: dict[str, Record] = field(default_factory=dict)
    children: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    activities: dict[str, list[Record]] = field(default_factory=lambda: defaultdict(list))
    filled: set[str] = field(default_factory=set)


def _outline(gathered: Gathered) -> _Outline:
    outline = _Outline()
    for each in gathered.wbs:
        id_ = each.text("id")
        each.row.task = f"WBS {each.text('code')[:40]}"
        if not id_ or id_ in outline.elements:
            raise each.wrong(f"two elements of the outline have the id {id_[:40]}.")
        outline.elements[id_] = each
    for each in sorted(outline.elements.values(), key=lambda one: (one.number("order"), one.text("id"))):
        if each.text("id") != gathered.root_wbs:
            parent = each.text("parent")
            parent = parent if parent in outline.elements else gathered.root_wbs
            outline.children[parent].append(each.text("id"))
    for each in gathered.activities:
        wbs = each.text("wbs")
        wbs = wbs if wbs in outline.elements else gathered.root_wbs
        outline.activities[wbs].append(each)
        trail = 0
        while wbs in outline.elements and wbs not in outline.filled:
            outline.filled.add(wbs)
            wbs = outline.elements[wbs].text("parent")
            trail += 1
            if trail > DEEPEST + 1:
                raise each.wrong(f"it stands deeper than {DEEPEST} levels in the outline.")
    return outline


def _tasks(gathered: Gathered, known: set[str]) -> list[DocumentTask]:
    """Return the outline from top to bottom: of each element its activities, then what stands below it."""
    outline = _outline(gathered)
    empty = len(outline.elements.keys() - outline.filled - {gathered.root_wbs})
    if empty:
        gathered.skipped["elements of the outline", "they hold no activities"] += empty
    notes, baselines = _notes(gathered), _baselines(gathered)
    tasks: list[DocumentTask] = []
    ids: set[str] = set()
    waiting = [(gathered.root_wbs, 0)]
    while waiting:
        wbs, level = waiting.pop()
        if level > DEEPEST:
            raise outline.elements[wbs].wrong(f"it stands deeper than {DEEPEST} levels in the outline.")
        if wbs != gathered.root_wbs:
            tasks.append(_summary(outline.elements[wbs], level - 1, gathered.root_wbs))
        parent = f"W{wbs}" if wbs != gathered.root_wbs else None
        for record in sorted(outline.activities[wbs], key=_by_code):
            if record.text("id") in ids or not record.text("id"):
                raise record.wrong(f"two activities have the id {record.text('id')[:40]}.")
            ids.add(record.text("id"))
            tasks.append(_task(gathered, record, known, parent, level, notes, baselines))
        below = [each for each in outline.children[wbs] if each in outline.filled]
        waiting.extend((each, level + 1) for each in reversed(below))
    if len(ids) < len(gathered.activities):
        msg = "the outline runs in a circle: some activities stand below themselves."
        raise FormatError(msg)
    return tasks


def _by_code(record: Record) -> tuple[object, ...]:
    """Return what activities are ordered by: their code, numbers in it by their size."""
    parts = _DIGITS.split(record.text("code"))
    return (
        *((int(part), "") if part.isascii() and part.isdigit() else (-1, part) for part in parts),
        (0, record.text("id")),
    )


def _summary(record: Record, level: int, root: str) -> DocumentTask:
    parent = record.text("parent")
    return DocumentTask(
        Activity(
            f"W{record.text('id')}",
            (record.text("name") or record.text("code") or "WBS")[:300],
            0,
            ActivityKind.SUMMARY,
            parent_id=f"W{parent}" if parent != root and level else None,
        ),
        level,
        line=record.row.line,
        code=record.text("code")[:60],
    )


def _task(
    gathered: Gathered,
    record: Record,
    known: set[str],
    parent: str | None,
    level: int,
    notes: dict[str, str],
    baselines: dict[str, tuple[DocumentBaseline, ...]],
) -> DocumentTask:
    try:
        activity = activity_of(record, parent, known, gathered)
    except PlanError as error:  # what the model refuses on construction
        raise record.wrong(str(error)) from error
    start = _first(record, "actual_start", "remaining_start", "early_start", "planned_start")
    finish = _first(record, "actual_finish", "remaining_finish", "early_finish", "planned_finish")
    return DocumentTask(
        activity,
        level,
        notes=notes.get(activity.id, ""),
        work_minutes=length_of_work(record),
        stored_start=start,
        stored_finish=finish if start is None or finish is None or finish >= start else start,
        baselines=baselines.get(record.text("code"), ()),
        line=record.row.line,
        code=record.text("code")[:60],
        codes=tuple(gathered.codes.get(activity.id, ())),
    )


def _first(record: Record, *names: str) -> int | None:
    return next((found for name in names if (found := record.moment(name)) is not None), None)


def _notes(gathered: Gathered) -> dict[str, str]:
    found: dict[str, list[str]] = defaultdict(list)
    for each in gathered.notes:
        text = plain(each.text("text"))
        if text:
            found[each.text("activity")].append(text)
    return {key: "\n".join(texts)[:20_000] for key, texts in found.items()}


def plain(text: str) -> str:
    """Return the text of a note without its HTML."""
    spaced = _TAG.sub(lambda match: "" if match[1] else "\n", text[:200_000])
    lines = (" ".join(line.split()) for line in html.unescape(spaced).splitlines())
    return "\n".join(line for line in lines if line)


def _baselines(gathered: Gathered) -> dict[str, tuple[DocumentBaseline, ...]]:
    """Return promises by the code of the activity: the current baseline is number 0."""
    current = gathered.project.text("current_baseline") if gathered.project else ""
    order = sorted(gathered.baselines, key=lambda each: (each != current, each))
    if len(order) > HIGHEST_BASELINE + 1:
        gathered.skipped["baselines", "a plan has at most eleven"] += len(order) - HIGHEST_BASELINE - 1
    found: dict[str, list[DocumentBaseline]] = defaultdict(list)
    for number, key in enumerate(order[: HIGHEST_BASELINE + 1]):
        for each in gathered.baselines[key]:
            start, finish = each.moment("planned_start"), each.moment("planned_finish")
            if start is None or finish is None or finish >= start:
                promise = DocumentBaseline(
                    number, start, finish, each.length("planned"), length_of_work(each)
                )
                found[each.text("code")].append(promise)
    return {code: tuple(each) for code, each in found.items()}


def _links(gathered: Gathered, ids: set[str]) -> list[Link]:
    found: dict[tuple[str, str, str], Link] = {}
    for each in gathered.links:
        before, after, kind = each.text("predecessor"), each.text("successor"), each.text("type")
        if each.text("other") and each.text("project") and each.text("other") != each.text("project"):
            gathered.skipped["links to other projects", "the other project is not in this file"] += 1
            continue
        if kind not in LINKS:
            raise each.wrong(f"a link has the type '{kind[:30]}', which is none of the four.")
        for end in (before, after):
            if end not in ids:
                raise each.wrong(f"a link refers to activity {end[:40]}, which the file does not have.")
        lag = each.minutes("lag") or 0
        if abs(lag) > LONGEST_LAG_MINUTES:
            raise each.wrong(f"a link has a lag of {lag} minutes, which is more than two years.")
        key = (before, after, kind)
        if key in found:
            reason = "the same two tasks were linked twice in the same way"
            gathered.skipped["repeated links", reason] += 1
            continue
        try:
            found[key] = Link(before, after, LINKS[kind], Lag(lag))
        except PlanError as error:
            raise each.wrong(str(error)) from error
    return list(found.values())
