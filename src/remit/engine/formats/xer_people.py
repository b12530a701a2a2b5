"""Resources, roles, rates and assignments as tables of XER."""

from collections.abc import Iterable, Mapping

from remit.engine.formats.document import DocumentAssignment, DocumentResource, PlanDocument
from remit.engine.formats.primavera_fields import CURVES
from remit.engine.formats.xer_ids import Ids, hours, moment
from remit.engine.model import Contour, ResourceKind
from remit.engine.model.time import DAY_MINUTES

Row = Mapping[str, str]
ROLE = "Role"
_CENTS = 100
_CURVES: dict[Contour, str] = {
    kind: name.title() for name, kind in reversed(CURVES.items()) if kind != Contour.FLAT
}


def people_tables(document: PlanDocument, ids: Ids) -> dict[str, list[Row]]:
    """Return the tables that say who works on what."""
    roles = {each.resource.id for each in document.resources if _is_role(each)}
    assignments = [each for each in document.assignments if each.assignment.activity_id in ids.activities]
    used = dict.fromkeys(
        each.assignment.contour for each in assignments if each.assignment.contour in _CURVES
    )
    curves: dict[Contour, str] = {kind: str(number) for number, kind in enumerate(used, 1)}
    return {
        "RSRC": [_resource(each, ids) for each in document.resources if not _is_role(each)],
        "RSRCRATE": [
            row for each in document.resources if not _is_role(each) for row in _rates(document, each, ids)
        ],
        "ROLES": [
            {"role_id": ids.resources[each.resource.id], "role_name": each.resource.name}
            for each in document.resources
            if _is_role(each)
        ],
        "RSRCCURV": [{"curv_id": key, "curv_name": _CURVES[kind]} for kind, key in curves.items()],
        "TASKRSRC": [
            _assignment(number, each, ids, roles, curves) for number, each in enumerate(assignments, 1)
        ],
    }


def _is_role(each: DocumentResource) -> bool:
    return each.group == ROLE and each.resource.id.startswith("R")


def _resource(each: DocumentResource, ids: Ids) -> Row:
    resource = each.resource
    return {
        "rsrc_id": ids.resources[resource.id],
        "clndr_id": ids.calendars[resource.calendar_id] if resource.calendar_id else "",
        "rsrc_name": resource.name,
        "rsrc_short_name": f"R{ids.resources[resource.id]}",
        "rsrc_title_name": each.group,
        "email_addr": each.email,
        "rsrc_type": "RT_Labor" if resource.kind == ResourceKind.WORK else "RT_Mat",
    }


def _rates(document: PlanDocument, each: DocumentResource, ids: Ids) -> Iterable[Row]:
    """Yield a row for each change of availability; the first begins before the second."""
    resource = each.resource
    steps = list(resource.availability)
    first = min([document.start_minute, *(minute for minute, _units in steps)]) - DAY_MINUTES
    for number, (minute, units) in enumerate([(first, resource.max_units), *steps]):
        yield {
            "rsrc_rate_id": f"{ids.resources[resource.id]}{number:03d}",
            "rsrc_id": ids.resources[resource.id],
            "max_qty_per_hr": f"{units:.15g}",
            "cost_per_qty": _money(resource.rate),
            "start_date": moment(minute),
        }


def _assignment(
    number: int, each: DocumentAssignment, ids: Ids, roles: set[str], curves: Mapping[Contour, str]
) -> Row:
    a = each.assignment
    who = ids.resources[a.resource_id] if a.resource_id else ""
    remaining = a.remaining_work_minutes
    if remaining is None:
        remaining = max(a.work_minutes - a.actual_work_minutes, 0)
    return {
        "taskrsrc_id": str(number),
        "task_id": ids.activities[a.activity_id],
        "proj_id": ids.project,
        "role_id": who if a.resource_id in roles else "",
        "rsrc_id": "" if a.resource_id in roles else who,
        "target_qty": hours(a.work_minutes),
        "target_qty_per_hr": f"{a.units:.15g}",
        "remain_qty": hours(remaining),
        "act_reg_qty": hours(a.actual_work_minutes),
        "target_lag_drtn_hr_cnt": hours(a.delay_minutes),
        "target_cost": _money(a.cost),
        "act_reg_cost": _money(each.actual_cost),
        "curv_id": curves.get(a.contour, ""),
    }


def _money(minor: int) -> str:
    return f"{minor / _CENTS:.2f}"
