"""Primavera P6 XER to a plan document."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import IO

from remit.engine.formats import primavera_fields as fields
from remit.engine.formats.document import FormatError, PlanDocument
from remit.engine.formats.primavera_document import Gathered, document_of
from remit.engine.formats.primavera_fields import XER, Names, Record
from remit.engine.formats.registry import MOST_BYTES
from remit.engine.formats.xer_tables import XerTables, read_tables

_TABLES: Mapping[str, Callable[[int], Names]] = {
    "PROJECT": fields.project_names,
    "SCHEDOPTIONS": fields.option_names,
    "PROJWBS": fields.wbs_names,
    "TASK": fields.activity_names,
    "TASKPRED": fields.link_names,
    "RSRC": fields.resource_names,
    "RSRCRATE": fields.rate_names,
    "ROLES": fields.role_names,
    "RSRCCURV": fields.curve_names,
    "TASKRSRC": fields.assignment_names,
    "ACTVTYPE": fields.code_names,
    "ACTVCODE": fields.code_names,
    "TASKACTV": fields.code_names,
    "TASKMEMO": fields.note_names,
}
_CALENDAR = frozenset(
    {"clndr_id", "clndr_name", "base_clndr_id", "day_hr_cnt", "week_hr_cnt", "clndr_data", "default_flag"}
)
# tables that hold nothing of a plan, or what other tables say again
_NOTHING_OF_A_PLAN = frozenset(
    {"CURRTYPE", "OBS", "FINTMPL", "MEMOTYPE", "UDFTYPE", "PCATTYPE", "RCATTYPE", "ACCOUNT", "SCHEDOPTIONS"}
    | {"ROLERATE", "ROLELIMIT", "RSRCROLE", "SHIFT", "SHIFTPER", "UMEASURE", "LOCATION", "NONWORK", "RCATVAL"}
)
_LOSSES = {
    "": ("rows of other tables", "Remit does not know what they say"),
    "UDFVALUE": ("custom field values", "custom fields are not kept yet"),
    "TASKPROC": ("steps of activities", "a plan keeps activities, not their steps"),
    "PROJCOST": ("expenses", "a plan keeps the cost of assignments, not expenses"),
    "TASKFIN": ("figures of past periods", "a plan keeps totals, not periods"),
    "TRSRCFIN": ("figures of past periods", "a plan keeps totals, not periods"),
    "TASKDOC": ("documents", "only their names stood in the file"),
    "PROJPCAT": ("codes of the project", "a plan has codes for activities alone"),
    "RSRCRCAT": ("codes of resources", "a plan has codes for activities alone"),
    "PROJISSU": ("issues", "they do not belong to the plan"),
    "RISK": ("risks", "what P6 states of risks does not fit the plan's"),
    "PROJTHRS": ("thresholds", "they do not belong to the plan"),
    "RSRCHOUR": ("hours of timesheets", "a plan keeps totals, not periods"),
}


def read_xer(file: IO[bytes], *, limit: int = MOST_BYTES, project: str = "") -> PlanDocument:
    """Return the plan in an XER file of at most `limit` bytes: of `project` (its short name), or the main one.

    Main is the exported project with the most activities. Raises `FormatError`, which names the line and the
    activity, for whatever cannot be a plan.
    """
    wanted = {table: frozenset(names(XER).values()) for table, names in _TABLES.items()}
    tables = read_tables(file, {**wanted, "CALENDAR": _CALENDAR}, limit=limit)
    return document_of(_gathered(tables, project))


def _records(tables: XerTables, table: str) -> list[Record]:
    names = _TABLES[table](XER)
    return [Record(row, names) for row in tables.of(table)]


def _gathered(tables: XerTables, name: str) -> Gathered:
    gathered = Gathered(share_is_percent=True)
    activities: dict[str, list[Record]] = defaultdict(list)
    for each in _records(tables, "TASK"):
        activities[each.text("project")].append(each)
    _choose_project(gathered, tables, activities, name)
    for row in tables.of("CALENDAR"):
        gathered.calendars.read_xer(row)
    key = gathered.project.text("id") if gathered.project else ""
    gathered.activities = activities[key]
    gathered.wbs = [each for each in _records(tables, "PROJWBS") if each.text("project") == key]
    gathered.root_wbs = next((each.text("id") for each in gathered.wbs if each.flag("is_root")), "")
    gathered.options = next(
        (each for each in _records(tables, "SCHEDOPTIONS") if each.text("project") == key), None
    )
    own = {each.text("id") for each in gathered.activities}
    gathered.links = [
        each
        for each in _records(tables, "TASKPRED")
        if own & {each.text("successor"), each.text("predecessor")}
    ]
    gathered.assignments = [each for each in _records(tables, "TASKRSRC") if each.text("project") == key]
    gathered.resources, gathered.rates = _records(tables, "RSRC"), _records(tables, "RSRCRATE")
    gathered.roles, gathered.curves = _records(tables, "ROLES"), _records(tables, "RSRCCURV")
    gathered.notes = _records(tables, "TASKMEMO")
    gathered.codes = _codes(tables)
    _note_losses(gathered, tables)
    return gathered


def _choose_project(
    gathered: Gathered, tables: XerTables, activities: Mapping[str, list[Record]], name: str
) -> None:
    projects = _records(tables, "PROJECT")
    stated = [each for each in projects if name in {each.text("code"), each.text("id")}] if name else projects
    if not stated:
        msg = f"the file holds no project '{name[:40]}'." if name else "the file holds no project."
        raise FormatError(msg)
    plans = [each for each in stated if not each.text("baseline_of")] or stated
    exported = [each for each in plans if each.text("exported") != "N"] or plans
    chosen = max(exported, key=lambda each: len(activities.get(each.text("id"), [])))
    chosen.row.task = f"project '{chosen.text('code')[:60]}'"
    gathered.project = chosen
    others = 0
    for each in projects:
        if each.text("baseline_of") == chosen.text("id"):
            gathered.baselines[each.text("id")] = activities.get(each.text("id"), [])
        elif each is not chosen:
            others += 1
    if others:
        gathered.skipped["other projects", "a plan is one project: export the others by themselves"] += others


def _codes(tables: XerTables) -> dict[str, list[tuple[str, str]]]:
    types = {each.text("type_id"): each.text("type_name") for each in _records(tables, "ACTVTYPE")}
    values = {
        each.text("value_id"): (types.get(each.text("value_type"), ""), each.text("value_name"))
        for each in _records(tables, "ACTVCODE")
    }
    found: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for each in _records(tables, "TASKACTV"):
        if each.text("used_value") in values:
            found[each.text("used_by")].append(values[each.text("used_value")])
    return found


def _note_losses(gathered: Gathered, tables: XerTables) -> None:
    for table, count in tables.counts.items():
        if table in _TABLES or table == "CALENDAR" or table in _NOTHING_OF_A_PLAN or not count:
            continue
        loss = _LOSSES.get(table, _LOSSES[""])
        gathered.skipped[loss] += count
