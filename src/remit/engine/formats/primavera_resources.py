"""Resources, roles, rates and assignments of Primavera in the engine's words."""

from collections import Counter, defaultdict
from typing import Protocol

from remit.engine.formats.document import DocumentAssignment, DocumentCosts, DocumentResource
from remit.engine.formats.primavera_fields import CURVES, RESOURCES, Record
from remit.engine.model import Assignment, Contour, Minute, PlanError, Resource, ResourceKind

MOST_UNITS = 100_000.0
_CENTS = 100


class Reading(Protocol):
    """What was gathered of a file about who does the work."""

    resources: list[Record]
    rates: list[Record]
    roles: list[Record]
    curves: list[Record]
    assignments: list[Record]
    skipped: Counter[tuple[str, str]]


def resources_of(reading: Reading, known: set[str]) -> tuple[DocumentResource, ...]:
    """Return the resources, and each role that an assignment asks for without naming anybody."""
    rates: dict[str, list[tuple[Minute, Record]]] = defaultdict(list)
    for each in reading.rates:
        rates[each.text("resource")].append((each.moment("start") or 0, each))
    found: dict[str, DocumentResource] = {}
    for each in reading.resources:
        id_ = each.text("id")
        each.row.task = f"resource '{each.text('name')[:60]}'"
        if not id_ or id_ in found:
            raise each.wrong(f"two resources have the id {id_[:40]}." if id_ else "it has no id.")
        found[id_] = _resource(reading, each, known, sorted(rates[id_], key=lambda pair: pair[0]))
    wanted = {each.text("role") for each in reading.assignments if not each.text("resource")}
    for each in reading.roles:
        id_ = f"R{each.text('id')}"
        if each.text("id") in wanted and id_ not in found:
            name = (each.text("name") or f"Role {each.text('id')}")[:200]
            found[id_] = DocumentResource(Resource(id_, name), group="Role")
    return tuple(found.values())


def _resource(
    reading: Reading, record: Record, known: set[str], rates: list[tuple[Minute, Record]]
) -> DocumentResource:
    calendar = record.text("calendar")
    if calendar and calendar not in known:
        raise record.wrong(f"it refers to calendar {calendar[:40]}, which the file does not have.")
    units = _units(rates[0][1], "units") if rates else 1.0
    steps: list[tuple[Minute, float]] = []
    for minute, rate in rates[1:]:
        now = _units(rate, "units")
        if now != (steps[-1][1] if steps else units) and (not steps or minute > steps[-1][0]):
            steps.append((minute, now))
    prices = [round(rate.number("price") * _CENTS) for _minute, rate in rates]
    if len(set(prices)) > 1:
        reading.skipped["later rates of resources", "the first rate holds throughout"] += len(prices) - 1
    resource = Resource(
        record.text("id"),
        (record.text("name") or record.text("code") or f"Resource {record.text('id')}")[:200],
        RESOURCES.get(record.text("type"), ResourceKind.WORK),
        calendar or None,
        units,
        tuple(steps),
        rate=prices[0] if prices else 0,
    )
    return DocumentResource(resource, record.text("email")[:254], record.text("title")[:120])


def _units(record: Record, name: str) -> float:
    units = record.number(name, 1.0)
    if not 0 <= units <= MOST_UNITS:
        raise record.wrong(f"{record.names[name]} is {units:g}, which no crew has.")
    return units


def assignments_of(
    reading: Reading, activities: set[str], resources: set[str]
) -> tuple[DocumentAssignment, ...]:
    """Return who works on what; raises `FormatError` where an end is not in the file."""
    curves = {each.text("id"): each.text("name") for each in reading.curves}
    found = []
    for each in reading.assignments:
        activity, resource, role = each.text("activity"), each.text("resource"), each.text("role")
        if activity not in activities:
            raise each.wrong(
                f"an assignment refers to activity {activity[:40]}, which the file does not have."
            )
        who = resource or (f"R{role}" if role else "")
        if who and who not in resources:
            if resource:
                raise each.wrong(
                    f"an assignment refers to resource {who[:40]}, which the file does not have."
                )
            who = ""
        contour = _contour(reading, curves.get(each.text("curve"), ""))
        try:
            assignment = Assignment(
                activity,
                who or None,
                _units(each, "rate"),
                each.length("planned"),
                each.length("delay"),
                contour,
                actual_work_minutes=each.length("actual") + each.length("overtime"),
                remaining_work_minutes=each.length("remaining"),
                cost=round(each.number("cost") * _CENTS),
            )
        except PlanError as error:
            raise each.wrong(str(error)) from error
        spent = round((each.number("spent") + each.number("spent_overtime")) * _CENTS)
        found.append(DocumentAssignment(assignment, actual_cost=spent))
    return tuple(found)


def costs_of(reading: Reading) -> dict[str, DocumentCosts]:
    """Return planned and actual cost by activity: the sums of its assignments in minor units."""
    planned: Counter[str] = Counter()
    spent: Counter[str] = Counter()
    for each in reading.assignments:
        activity = each.text("activity")
        planned[activity] += round(each.number("cost") * _CENTS)
        spent[activity] += round((each.number("spent") + each.number("spent_overtime")) * _CENTS)
    return {key: DocumentCosts(cost=planned[key], actual_cost=spent[key]) for key in planned}


def _contour(reading: Reading, name: str) -> Contour:
    if not name:
        return Contour.FLAT
    if name.strip().lower() not in CURVES:
        reading.skipped["resource curves of their own", "work is spread evenly"] += 1
    return CURVES.get(name.strip().lower(), Contour.FLAT)
