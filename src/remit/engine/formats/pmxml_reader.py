"""Primavera P6 XML (PMXML) to a plan document: the same records as XER has, under other names."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from typing import IO

from lxml import etree

from remit.engine.formats import primavera_fields as fields
from remit.engine.formats.document import FormatError, PlanDocument
from remit.engine.formats.primavera_document import Gathered, document_of
from remit.engine.formats.primavera_fields import PMXML, Names, Record
from remit.engine.formats.safe_xml import MOST_BYTES, Facts, elements, local_name

_KINDS: Mapping[str, Callable[[int], Names]] = {
    "Project": fields.project_names,
    "BaselineProject": fields.project_names,
    "WBS": fields.wbs_names,
    "Activity": fields.activity_names,
    "Relationship": fields.link_names,
    "Resource": fields.resource_names,
    "ResourceRate": fields.rate_names,
    "Role": fields.role_names,
    "ResourceCurve": fields.curve_names,
    "ResourceAssignment": fields.assignment_names,
    "ActivityCodeType": fields.code_names,
    "ActivityCode": fields.code_names,
    "ActivityNote": fields.note_names,
}
_LOSSES = {
    "UDF": ("custom field values", "custom fields are not kept yet"),
    "ActivityStep": ("steps of activities", "a plan keeps activities, not their steps"),
    "ActivityExpense": ("expenses", "a plan keeps the cost of assignments, not expenses"),
    "ActivityPeriodActual": ("figures of past periods", "a plan keeps totals, not periods"),
    "ResourceAssignmentPeriodActual": ("figures of past periods", "a plan keeps totals, not periods"),
    "ProjectIssue": ("issues", "they do not belong to the plan"),
    "Risk": ("risks", "what P6 states of risks does not fit the plan's"),
    "ProjectThreshold": ("thresholds", "they do not belong to the plan"),
}
_PLANS = ("Project", "BaselineProject")
_WANTED = frozenset({*_KINDS, *_LOSSES, "Calendar", "ScheduleOptions"})


class _Reading:
    """What was read so far; activities and what belongs to them by the project that they stand in."""

    def __init__(self) -> None:
        self.gathered = Gathered(share_is_percent=False)
        self.projects: list[Record] = []
        self.options: dict[str, Record] = {}
        self.by_project: dict[str, dict[str, list[Record]]] = defaultdict(lambda: defaultdict(list))
        self.global_ones: dict[str, list[Record]] = defaultdict(list)
        self.baselines: list[Record] = []
        self.coded: list[tuple[str, list[str]]] = []


def read_pmxml(file: IO[bytes], *, limit: int = MOST_BYTES, project: str = "") -> PlanDocument:
    """Return the plan in a PMXML file of at most `limit` bytes: of `project` (its id), or the main one.

    Main is the project with the most activities. Raises `FormatError`, which names the line and the activity,
    for whatever cannot be a plan.
    """
    reading = _Reading()
    inside: dict[str, list[Record]] = defaultdict(list)
    for element in elements(file, _WANTED, limit=limit):
        above = element.getparent()
        if above is None:
            continue
        place, name = local_name(above), local_name(element)
        if name in _PLANS:
            if place == "APIBusinessObjects":
                _read_project(reading, name, element, inside)
                inside = defaultdict(list)
        elif place in {"APIBusinessObjects", *_PLANS}:
            _read(reading, inside, name, element, in_plan=place in _PLANS)
        elif name in _LOSSES and place in {"Activity", "ResourceAssignment", "WBS"}:
            loss = _LOSSES[name]
            reading.gathered.skipped[loss] += 1
    return document_of(_gathered(reading, project))


def _read(
    reading: _Reading, inside: dict[str, list[Record]], name: str, element: etree._Element, *, in_plan: bool
) -> None:
    facts = Facts(element)
    if name == "Calendar":
        reading.gathered.calendars.read_pmxml(facts)
    elif name == "ScheduleOptions":
        reading.options[facts.text("ProjectObjectId")] = Record(facts, fields.option_names(PMXML))
    elif name in _LOSSES:
        loss = _LOSSES[name]
        reading.gathered.skipped[loss] += 1
    else:
        record = Record(facts, _KINDS[name](PMXML))
        if name == "Activity":
            values = [Facts(each).text("ValueObjectId") for each in facts.children("Code")]
            if values:
                reading.coded.append((facts.text("ObjectId"), values))
        (inside if in_plan else reading.global_ones)[name].append(record)
    if name != "Calendar":
        element.clear()


def _read_project(
    reading: _Reading, name: str, element: etree._Element, inside: dict[str, list[Record]]
) -> None:
    record = Record(Facts(element), fields.project_names(PMXML))
    reading.by_project[record.text("id")] = inside
    (reading.projects if name == "Project" else reading.baselines).append(record)
    if "ScheduleOptions" not in inside and record.text("id") not in reading.options:
        stated = Record(record.row, fields.option_names(PMXML))
        if stated.text("lag_calendar") or stated.text("retained") or stated.text("float_kind"):
            reading.options[record.text("id")] = stated


def _gathered(reading: _Reading, name: str) -> Gathered:
    gathered = reading.gathered
    stated = [each for each in reading.projects if not name or name in {each.text("code"), each.text("id")}]
    if not stated:
        msg = f"the file holds no project '{name[:40]}'." if name else "the file holds no project."
        raise FormatError(msg)
    chosen = max(stated, key=lambda each: len(reading.by_project[each.text("id")]["Activity"]))
    chosen.row.task = f"project '{chosen.text('code')[:60]}'"
    if len(reading.projects) > 1:
        reason = "a plan is one project: export the others by themselves"
        gathered.skipped["other projects", reason] += len(reading.projects) - 1
    key = chosen.text("id")
    own, everywhere = reading.by_project[key], reading.global_ones
    gathered.project, gathered.options = chosen, reading.options.get(key)
    gathered.activities, gathered.wbs = own["Activity"], own["WBS"]
    gathered.root_wbs = _root(chosen, own["WBS"])
    gathered.links = own["Relationship"] + everywhere["Relationship"]
    gathered.assignments = own["ResourceAssignment"]
    gathered.resources, gathered.rates = everywhere["Resource"], everywhere["ResourceRate"]
    gathered.roles, gathered.curves = everywhere["Role"], everywhere["ResourceCurve"]
    gathered.notes = own["ActivityNote"]
    gathered.codes = _codes(reading, own)
    for each in reading.baselines:
        if each.text("baseline_of") in {"", key}:
            gathered.baselines[each.text("id")] = reading.by_project[each.text("id")]["Activity"]
    return gathered


def _root(project: Record, wbs: list[Record]) -> str:
    """Return the element of the outline that is the project itself: named, or the only one without a parent."""
    named = project.row.text("WBSObjectId")
    ids = {each.text("id") for each in wbs}
    if named:
        return named
    tops = [each.text("id") for each in wbs if each.text("parent") not in ids]
    return tops[0] if len(tops) == 1 else ""


def _codes(reading: _Reading, own: Mapping[str, list[Record]]) -> dict[str, list[tuple[str, str]]]:
    every = {
        name: [*reading.global_ones[name], *own.get(name, [])]
        for name in ("ActivityCodeType", "ActivityCode")
    }
    types = {each.text("type_id"): each.text("type_name") for each in every["ActivityCodeType"]}
    values = {
        each.text("value_id"): (types.get(each.text("value_type"), ""), each.text("value_name"))
        for each in every["ActivityCode"]
    }
    return {
        activity: [values[each] for each in chosen if each in values] for activity, chosen in reading.coded
    }
