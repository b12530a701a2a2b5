"""A plan document to Primavera P6 XER, which `read_xer` reads back to the same document where it came from one.

What P6 has no word for is written as what comes nearest: a task scheduled by hand holds its start, a lag by the
clock or in percent becomes hours. Inactive tasks, links of summaries, deadlines and splits are not written.
"""

import html
from collections import Counter
from collections.abc import Iterable, Mapping

from remit.engine.formats.document import DocumentTask, PlanDocument
from remit.engine.formats.primavera_fields import (
    CONSTRAINTS,
    FLOATS,
    KINDS,
    LAG_CALENDARS,
    LINKS,
    PRIORITIES,
)
from remit.engine.formats.safe_xml import clean_text
from remit.engine.formats.xer_ids import Ids, hours, moment
from remit.engine.formats.xer_people import people_tables
from remit.engine.formats.xer_working_time import working_time_text
from remit.engine.model import (
    Activity,
    ActivityKind,
    ConstraintKind,
    LagFromStart,
    LagUnit,
    Link,
    Minute,
    ProgressMode,
    SchedulingOptions,
)

Row = Mapping[str, str]
Tables = dict[str, list[Row]]
VERSION = "20.12"
_CURRENCY = {
    "curr_id": "1",
    "decimal_digit_cnt": "2",
    "decimal_symbol": ".",  # without both symbols others cannot read a figure
    "digit_group_symbol": ",",
    "curr_short_name": "CUR",
    "base_exch_rate": "1",
}
_CONSTRAINTS = {kind: code for code, kind in CONSTRAINTS.items() if code.startswith("CS_")}
_KINDS = {kind: code for code, kind in KINDS.items() if code.startswith("TT_") and code != "TT_Rsrc"}
_LINKS = {kind: code for code, kind in LINKS.items() if code.startswith("PR_")}
_LAGS = {kind: code for code, kind in LAG_CALENDARS.items() if code.startswith("rcal_")}
_FLOATS = {kind: code for code, kind in FLOATS.items() if code.startswith("FT_")}
_LAG_STARTS = {None: "", LagFromStart.EARLY: "Y", LagFromStart.ACTUAL: "N"}
_PROGRESS = {
    None: ("", ""),
    ProgressMode.RETAINED_LOGIC: ("Y", "N"),
    ProgressMode.PROGRESS_OVERRIDE: ("N", "Y"),
    ProgressMode.ACTUAL_DATES: ("N", "N"),
}


def write_xer(document: PlanDocument) -> bytes:
    """Return the document as XER: in Windows-1252 where it holds all letters, as P6 writes it, else in UTF-8."""
    ids = Ids.of(document)
    written = [each for each in document.tasks if each.activity.is_active]
    tables: Tables = {
        "CURRTYPE": [_CURRENCY],
        "PROJECT": _projects(document, ids),
        "CALENDAR": [
            {
                "clndr_id": ids.calendars[each.id],
                "default_flag": _yes(each.id == document.default_calendar_id),
                "clndr_name": each.name,
                "clndr_type": "CA_Base",
                "day_hr_cnt": hours(document.minutes_per_day),
                "week_hr_cnt": hours(document.minutes_per_week),
                "clndr_data": working_time_text(each),
            }
            for each in document.calendars
        ],
        "SCHEDOPTIONS": _options(document.options, ids.project),
        "PROJWBS": _outline(document, ids, written),
        **people_tables(document, ids),
        **_codes(written, ids),
        "TASK": [*_tasks(document, ids, written), *_baselines(written, ids)],
        "TASKPRED": list(_links(document, ids, written)),
        "TASKMEMO": [
            {
                "memo_id": str(number),
                "task_id": ids.activities[each.activity.id],
                "proj_id": ids.project,
                "task_memo": html.escape(each.notes, quote=False).replace("\n", "<br>"),
            }
            for number, each in enumerate(written, 1)
            if each.notes and each.activity.id in ids.activities
        ],
    }
    return _encoded(_lines(tables))


def _yes(value: object) -> str:
    return "Y" if value else "N"


def _projects(document: PlanDocument, ids: Ids) -> list[Row]:
    options = document.options
    main = {
        "proj_id": ids.project,
        "proj_short_name": document.code or document.name[:20] or "PLAN",
        "clndr_id": ids.calendars[document.default_calendar_id],
        "plan_start_date": moment(document.start_minute),
        "last_recalc_date": moment(document.status_minute),
        "plan_end_date": moment(options.must_finish_by),
        "critical_drtn_hr_cnt": hours(options.critical_float_minutes),
        "critical_path_type": "CT_DrivPath" if options.critical_by_longest_path else "CT_TotFloat",
        "project_flag": "Y",
        "export_flag": "Y",
        "orig_proj_id": "",
        "sum_base_proj_id": ids.baselines.get(0, ""),
    }
    promised = [
        {"proj_id": key, "proj_short_name": f"B{number}", "project_flag": "N", "orig_proj_id": ids.project}
        for number, key in ids.baselines.items()
    ]
    return [main, *promised]


def _options(options: SchedulingOptions, project: str) -> list[Row]:
    retained, override = _PROGRESS[options.progress]
    return [
        {
            "schedoptions_id": "1",
            "proj_id": project,
            "sched_retained_logic": retained,
            "sched_progress_override": override,
            "sched_lag_early_start_flag": _LAG_STARTS[options.lag_from_start],
            "sched_float_type": _FLOATS[options.total_float] if options.total_float else "",
            "sched_calendar_on_relationship_lag": _LAGS[options.lag_calendar] if options.lag_calendar else "",
            "sched_use_expect_end_flag": _yes(options.use_expected_finish),
        }
    ]


def _outline(document: PlanDocument, ids: Ids, written: Iterable[DocumentTask]) -> list[Row]:
    rows: list[Row] = [
        {
            "wbs_id": ids.root,
            "proj_id": ids.project,
            "proj_node_flag": "Y",
            "wbs_short_name": document.code or "PLAN",
            "wbs_name": document.name,
        }
    ]
    for number, each in enumerate(written, 1):
        activity = each.activity
        if activity.kind == ActivityKind.SUMMARY:
            rows.append(
                {
                    "wbs_id": ids.wbs[activity.id],
                    "proj_id": ids.project,
                    "seq_num": str(number),
                    "proj_node_flag": "N",
                    "status_code": "WS_Open",
                    "wbs_short_name": each.code or str(number),
                    "wbs_name": activity.name,
                    "parent_wbs_id": ids.wbs[activity.parent_id] if activity.parent_id else ids.root,
                }
            )
    return rows


def _tasks(document: PlanDocument, ids: Ids, written: Iterable[DocumentTask]) -> Iterable[Row]:
    for each in written:
        a = each.activity
        if a.kind == ActivityKind.SUMMARY:
            continue
        calendar = ids.calendars[a.calendar_id] if a.calendar_id else ""
        remaining = a.remaining_duration_minutes
        if remaining is None and document.rules != "primavera-p6":
            remaining = (
                0 if a.actual_finish is not None else max(a.duration_minutes - a.actual_duration_minutes, 0)
            )
        yield {
            "task_id": ids.activities[a.id],
            "proj_id": ids.project,
            "wbs_id": ids.wbs[a.parent_id] if a.parent_id else ids.root,
            "clndr_id": calendar,
            "complete_pct_type": "CP_Phys",
            "phys_complete_pct": f"{a.percent_complete:.15g}",
            "task_type": "TT_Rsrc"
            if a.kind == ActivityKind.TASK and not a.fixed_duration
            else _KINDS[a.kind],
            "duration_type": "DT_FixedDUR2",
            "status_code": _status(a),
            "task_code": each.code or ids.activities[a.id],
            "task_name": a.name,
            "remain_drtn_hr_cnt": "" if remaining is None else hours(remaining),
            "target_work_qty": hours(each.work_minutes),
            "target_drtn_hr_cnt": hours(a.duration_minutes),
            **_dates(each),
            **_constraints(a),
            "priority_type": _priority(a.priority),
        }


def _status(activity: Activity) -> str:
    if activity.actual_finish is not None:
        return "TK_Complete"
    return "TK_Active" if activity.actual_start is not None else "TK_NotStart"


def _dates(task: DocumentTask) -> Row:
    a = task.activity
    return {
        "act_start_date": moment(a.actual_start),
        "act_end_date": moment(a.actual_finish),
        "early_start_date": moment(task.stored_start),
        "early_end_date": moment(task.stored_finish),
        "target_start_date": moment(task.stored_start),
        "target_end_date": moment(task.stored_finish),
        "expect_end_date": moment(a.expected_finish),
        "suspend_date": moment(a.suspended_minute),
        "resume_date": moment(a.resumed_minute),
        "external_early_start_date": moment(a.external_early_start),
        "external_late_end_date": moment(a.external_late_finish),
    }


def _constraints(activity: Activity) -> Row:
    first: tuple[ConstraintKind, Minute | None] = activity.constraint, activity.constraint_minute
    if activity.is_manual and activity.manual_start is not None:
        first = ConstraintKind.MANDATORY_START, activity.manual_start
    found = {}
    second = activity.second_constraint, activity.second_constraint_minute
    for (kind, minute), suffix in ((first, ""), (second, "2")):
        if kind != ConstraintKind.ASAP:
            found[f"cstr_type{suffix}"] = _CONSTRAINTS[kind]
            found[f"cstr_date{suffix}"] = moment(minute)
    return found


def _priority(priority: int) -> str:
    by_distance = {
        code: abs(value - priority) for code, value in PRIORITIES.items() if code.startswith("PT_")
    }
    return min(by_distance, key=lambda code: by_distance[code])


def _links(document: PlanDocument, ids: Ids, written: Iterable[DocumentTask]) -> Iterable[Row]:
    lengths = {each.activity.id: each.activity.duration_minutes for each in written}
    for number, each in enumerate(document.links, 1):
        ends = (each.predecessor_id, each.successor_id)
        if all(end in lengths and end in ids.activities for end in ends):
            yield {
                "task_pred_id": str(number),
                "task_id": ids.activities[each.successor_id],
                "pred_task_id": ids.activities[each.predecessor_id],
                "proj_id": ids.project,
                "pred_proj_id": ids.project,
                "pred_type": _LINKS[each.kind],
                "lag_hr_cnt": hours(_lag(each, lengths[each.predecessor_id])),
            }


def _lag(link: Link, length: int) -> int:
    if link.lag.unit == LagUnit.PERCENT:
        return round(length * link.lag.amount / 100)
    return link.lag.amount


def _codes(written: Iterable[DocumentTask], ids: Ids) -> Tables:
    types: dict[str, str] = {}
    values: dict[tuple[str, str], str] = {}
    uses: list[Row] = []
    for task in written:
        for type_, value in task.codes:
            kind = types.setdefault(type_, str(len(types) + 1))
            code = values.setdefault((type_, value), str(len(values) + 1))
            if task.activity.id in ids.activities:
                key = ids.activities[task.activity.id]
                uses.append(
                    {"task_id": key, "actv_code_type_id": kind, "actv_code_id": code, "proj_id": ids.project}
                )
    return {
        "ACTVTYPE": [{"actv_code_type_id": key, "actv_code_type": name} for name, key in types.items()],
        "ACTVCODE": [
            {
                "actv_code_id": key,
                "actv_code_type_id": types[type_],
                "short_name": name,
                "actv_code_name": name,
            }
            for (type_, name), key in values.items()
        ],
        "TASKACTV": uses,
    }


def _baselines(written: Iterable[DocumentTask], ids: Ids) -> Iterable[Row]:
    counted: Counter[str] = Counter()
    for task in written:
        for each in task.baselines:
            if task.activity.id in ids.activities:
                counted["rows"] += 1
                yield {
                    "task_id": str(ids.first_free + counted["rows"]),
                    "proj_id": ids.baselines[each.number],
                    "task_code": task.code or ids.activities[task.activity.id],
                    "task_name": task.activity.name,
                    "target_start_date": moment(each.start),
                    "target_end_date": moment(each.finish),
                    "target_drtn_hr_cnt": hours(each.duration_minutes),
                    "target_work_qty": hours(each.work_minutes),
                }


def _lines(tables: Tables) -> Iterable[str]:
    yield f"ERMHDR\t{VERSION}\t\tProject\tremit\tRemit\tremit\tProject Management\tCUR"
    for name, rows in tables.items():
        if rows:
            fields = list(dict.fromkeys(field for row in rows for field in row))
            yield f"%T\t{name}"
            yield "\t".join(["%F", *fields])
            for row in rows:
                yield "\t".join(["%R", *(_cell(row.get(field, "")) for field in fields)])
    yield "%E"


def _cell(text: str) -> str:
    """Return a value that breaks neither its line nor its row; the end of a line is written as two DEL."""
    return clean_text(text).replace("\t", " ").replace("\n", "\x7f\x7f")


def _encoded(lines: Iterable[str]) -> bytes:
    text = "\r\n".join([*lines, ""])
    try:
        narrow = text.encode("cp1252")
    except UnicodeEncodeError:
        return text.encode("utf-8", errors="replace")
    for line in narrow.split(b"\r\n"):
        if not line.isascii() and _is_utf8(line):
            return text.encode("utf-8")  # it would be taken for other letters
    return narrow


def _is_utf8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True
