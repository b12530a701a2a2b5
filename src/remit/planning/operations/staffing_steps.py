"""Steps of an edit that say who works on what: each can be taken back like every other."""

from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Any

from django.core.serializers.python import Serializer
from django.utils.translation import gettext as _

from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.models import PoolEntry
from remit.planning.compute.spreading import scaled, with_work
from remit.planning.models import (
    Activity,
    ActivityKind,
    Contour,
    Delegation,
    PlanCalendar,
    Resource,
    ResourceAssignment,
    ResourceKind,
)
from remit.planning.operations.editing import STAFFING, Editing, Step, restored, stale
from remit.planning.operations.fields import LONGEST_MINUTES, choice, state, whole
from remit.planning.operations.work import duration_of_work, work_of

MOST_UNITS = 10_000
LONGEST_DELAY = 366 * 1440
_COLUMNS = ("units_percent", "work_minutes", "delay_minutes", "contour", "pieces", "delegation")
MOST_PIECES = 1000


def shown(name: str, value: Any) -> Any:
    """Return a stated value as people read it."""
    if name == "calendar_id":
        return PlanCalendar.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    if name == "pool_id":
        return PoolEntry.objects.filter(pk=value).values_list("name", flat=True).first() or ""
    if name == "contour":
        return str(Contour(value).label)
    if name == "delegation":
        return str(Delegation(value).label) if value else ""
    if name == "pieces":
        return len(value)
    return str(value) if isinstance(value, Decimal) else value


def plain(values: dict[str, Any]) -> dict[str, Any]:
    """Return values as they come back from JSON, so that they can be compared with what stands."""
    return {name: str(value) if isinstance(value, Decimal) else value for name, value in values.items()}


def percent(value: Any, field: str, low: int, high: int) -> Decimal:
    """Return `value` as per cent with two places; raises `Invalid` naming `field`."""
    try:
        amount = Decimal(str(value)) if not isinstance(value, bool | None) else None
    except InvalidOperation:
        amount = None
    if amount is None or not amount.is_finite():
        raise Invalid(_("Give a number."), field=field, code="number")
    if not low <= amount <= high:
        message = _("Give a number from %(low)d to %(high)d.") % {"low": low, "high": high}
        raise Invalid(message, field=field, code="range")
    return amount.quantize(Decimal("0.01"))


def find_resource(editing: Editing, key: Any, name: str = "key") -> Resource:
    """Return the resource with `key`; raises `Invalid` naming the field otherwise."""
    found: Resource | None = Resource.objects.filter(
        project_id=editing.plan.project_id, key=str(key)[:16]
    ).first()
    if found is None:
        message = _("There is no resource %(key)s in this plan.") % {"key": str(key)[:40]}
        raise Invalid(message, field=name, code="unknown")
    return found


def _assign(editing: Editing, step: Step) -> None:
    activity = editing.activity(step.get("activity"), "activity")
    resource = find_resource(editing, step.get("resource"), "resource")
    if activity.kind == ActivityKind.SUMMARY:
        message = _("%(key)s is a summary: assign what stands below it.") % {"key": activity.key}
        raise Invalid(message, field="activity", code="summary")
    if ResourceAssignment.objects.filter(activity=activity, resource=resource).exists():
        words = {"resource": resource.name, "activity": activity.key}
        message = _("%(resource)s works on %(activity)s already.") % words
        raise Invalid(message, field="resource", code="twice")
    units = percent(step.get("units_percent", 100), "units_percent", 1, MOST_UNITS)
    works = resource.kind == ResourceKind.WORK
    work = work_of(activity.duration_minutes, units) if works else 0
    stated = step.get("work_minutes")
    if stated is not None and works:
        work = whole(stated, "work_minutes", 0, LONGEST_MINUTES)
    row = ResourceAssignment.objects.create(
        project_id=activity.project_id,
        key=step.get("_key") or next_key(editing.space, STAFFING),
        activity=activity,
        resource=resource,
        units_percent=units,
        work_minutes=work,
        delay_minutes=whole(step.get("delay_minutes", 0), "delay_minutes", 0, LONGEST_DELAY),
        delegation=_level(resource, step.get("delegation")),
    )
    before = activity.work_minutes
    editing.inverse.append({"op": "unassign", "key": row.key, "_exactly": True, "_work": before})
    _settle(editing, activity, exactly=stated is None and not row.delay_minutes)
    editing.touched.add(activity.key)
    said = _("Put %(resource)s on %(key)s") % {"resource": resource.name, "key": activity.key}
    editing.note(activity.key, activity.name, {"resource": ["", _row_words(row)]}, said)


def _level(resource: Resource | None, stated: Any) -> str:
    """Return how far the person of a resource decides; raises `Invalid` where the resource is nobody."""
    if not stated:
        return ""
    if resource is None or resource.person_id is None:
        message = _("Only a person decides: this resource is none.")
        raise Invalid(message, field="delegation", code="nobody")
    return choice(stated, "delegation", Delegation)


def _row_words(row: ResourceAssignment) -> str:
    name = row.resource.name if row.resource else _("nobody yet")
    return f"{name} {row.units_percent.normalize():f} %"


def _find_row(editing: Editing, key: Any) -> ResourceAssignment:
    rows = ResourceAssignment.objects.select_related("activity", "resource")
    row: ResourceAssignment | None = rows.filter(
        project_id=editing.plan.project_id, key=str(key)[:16]
    ).first()
    if row is None:
        message = _("There is no assignment %(key)s in this plan.") % {"key": str(key)[:40]}
        raise Invalid(message, field="key", code="unknown")
    return row


def _settle(editing: Editing, activity: Activity, *, exactly: bool = False, work: int | None = None) -> None:
    """Give the activity the sum of its work, and the duration that this work takes.

    With `exactly` the duration stays: an undo puts it back by itself.
    """
    rows = list(ResourceAssignment.objects.filter(activity=activity).select_related("resource"))
    total = sum(row.work_minutes for row in rows) if work is None else work
    if total != activity.work_minutes:
        activity.work_minutes = total
        activity.save(update_fields=["work_minutes"])
    needed = None if exactly else duration_of_work(activity, rows)
    if needed is None or needed == activity.duration_minutes:
        return
    before = state(activity, {"duration_minutes": needed})
    after = {name: getattr(activity, name) for name in before}
    activity.version += 1
    activity.save(update_fields=[*before, "version"])
    editing.inverse.append(
        {
            "op": "restate",
            "key": activity.key,
            "version": activity.version,
            "values": before,
            "were": after,
            "keeps_work": True,
        }
    )


def _change_row(editing: Editing, step: Step) -> None:
    row = _find_row(editing, step.get("key"))
    stated = step.get("fields")
    if not isinstance(stated, dict) or not stated or stated.keys() - set(_COLUMNS):
        message = _("Say which fields change: %(names)s.") % {"names": ", ".join(_COLUMNS)}
        raise Invalid(message, field="fields", code="required")
    version = whole(step.get("version"), "version", 1, 2**31)
    if version != row.version:
        both = {name: {"yours": v, "theirs": str(getattr(row, name))} for name, v in stated.items()}
        raise stale(editing, "assignment", row, version, both)
    values = _row_values(row, stated)
    # more units for the same time move nothing, nor does who decides; what else is stated does
    _set_row(editing, row, values, moves=bool(stated.keys() - {"units_percent", "delegation"}))


def _row_values(row: ResourceAssignment, stated: dict[str, Any]) -> dict[str, Any]:
    """Return the columns that stated fields of an assignment lead to."""
    values: dict[str, Any] = {}
    works = row.resource is None or row.resource.kind == ResourceKind.WORK
    if not works and (wrong := stated.keys() & {"work_minutes", "contour", "pieces"}):
        message = _("What only costs or is used up does no work.")
        raise Invalid(message, field=min(wrong), code="kind")
    if "units_percent" in stated:
        values["units_percent"] = percent(stated["units_percent"], "units_percent", 1, MOST_UNITS)
    if "work_minutes" in stated:
        values["work_minutes"] = whole(stated["work_minutes"], "work_minutes", 0, LONGEST_MINUTES)
    elif "units_percent" in values and row.units_percent:
        # more units do more work in the same time: the dates stay unless the work is stated
        values["work_minutes"] = round(row.work_minutes * values["units_percent"] / row.units_percent)
    if "delay_minutes" in stated:
        values["delay_minutes"] = whole(stated["delay_minutes"], "delay_minutes", 0, LONGEST_DELAY)
    if "delegation" in stated:
        values["delegation"] = _level(row.resource, stated["delegation"])
    values.update(_spread_values(row, stated, values.get("work_minutes", row.work_minutes)))
    return values


def _spread_values(row: ResourceAssignment, stated: dict[str, Any], work: int) -> dict[str, Any]:
    """Return how work is spread: pieces are work by hand and say how much it is, other contours have none."""
    if stated.get("pieces"):
        pieces = checked_pieces(stated["pieces"])
        if stated.get("contour", Contour.CONTOURED) != Contour.CONTOURED:
            message = _("Either state the pieces, or a contour that lays the work out.")
            raise Invalid(message, field="contour", code="pieces")
        total = sum(each[2] for each in pieces)
        return {"contour": str(Contour.CONTOURED), "pieces": pieces, "work_minutes": total}
    contour = choice(stated.get("contour", row.contour), "contour", Contour)
    if contour == Contour.CONTOURED and not row.pieces and row.contour != Contour.CONTOURED:
        message = _("Work that is spread by hand needs its pieces.")
        raise Invalid(message, field="pieces", code="required")
    if contour != Contour.CONTOURED or "pieces" in stated:
        return {"contour": contour, "pieces": []} if {"contour", "pieces"} & stated.keys() else {}
    if not row.pieces or not row.work_minutes or work == row.work_minutes:
        return {}
    factor = Fraction(work, row.work_minutes)
    # stated work takes longer or shorter, more units do more of it in the same time
    return {"pieces": (scaled if "work_minutes" in stated else with_work)(row.pieces, factor)}


def checked_pieces(pieces: Any) -> list[list[int]]:
    """Return stretches of work in their order; raises `Invalid` where they overlap or are none."""
    if not isinstance(pieces, list) or len(pieces) > MOST_PIECES:
        message = _("Give a list of at most %(most)d pieces.") % {"most": MOST_PIECES}
        raise Invalid(message, field="pieces", code="list")
    reached = 0
    for each in pieces:
        if not isinstance(each, list) or len(each) != 3:  # noqa: PLR2004 - where, how long, how much
            message = _("A piece says where it begins, how long it lasts and how much work it is.")
            raise Invalid(message, field="pieces", code="piece")
        begin, length, _work = (whole(part, "pieces", 0, LONGEST_MINUTES) for part in each)
        if begin < reached or not length or begin + length > LONGEST_MINUTES:
            message = _("Pieces follow one another, do not overlap and take time.")
            raise Invalid(message, field="pieces", code="order")
        reached = begin + length
    return pieces


def _set_row(
    editing: Editing, row: ResourceAssignment, values: dict[str, Any], *, moves: bool, work: int | None = None
) -> None:
    """State `values` of an assignment; with `moves` the activity takes as long as its work then does."""
    before = {name: getattr(row, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return
    for name, value in after.items():
        setattr(row, name, value)
    row.version += 1
    row.save(update_fields=[*after, "version"])
    was = {name: before[name] for name in after}
    inverse: Step = {"op": "restate_assignment", "key": row.key, "values": plain(was), "were": plain(after)}
    inverse["_work"] = row.activity.work_minutes
    editing.inverse.append(inverse)
    activity = editing.activity(row.activity.key)
    _settle(editing, activity, exactly=not moves, work=work)
    editing.touched.add(activity.key)
    pairs = {name: [shown(name, was[name]), shown(name, after[name])] for name in after}
    words = {"resource": row.resource.name if row.resource else _("nobody yet"), "key": activity.key}
    said = _("Changed what %(resource)s does on %(key)s") % words
    editing.note(activity.key, activity.name, pairs, said)


def _restate_row(editing: Editing, step: Step) -> None:
    row = _find_row(editing, step["key"])
    if plain({name: getattr(row, name) for name in step["values"]}) != step["were"]:
        message = _("%(key)s was changed again after that edit: undo the later one first.")
        raise Conflict("changed_since", message % {"key": row.activity.key})
    values = dict(step["values"])
    if "units_percent" in values:
        values["units_percent"] = Decimal(values["units_percent"])
    _set_row(editing, row, values, moves=False, work=step["_work"])


def _unassign(editing: Editing, step: Step) -> None:
    row = _find_row(editing, step.get("key"))
    if "version" in step and whole(step["version"], "version", 1, 2**31) != row.version:
        raise stale(editing, "assignment", row, step["version"], {})
    take_off(editing, row, exactly=bool(step.get("_exactly")), work=step.get("_work"))


def take_off(
    editing: Editing, row: ResourceAssignment, *, exactly: bool = False, work: int | None = None
) -> None:
    """Take a resource off an activity; with `exactly` the activity keeps its duration, with `work` its stated work."""
    activity: Activity = editing.activity(row.activity.key)
    words = _row_words(row)
    rows = Serializer().serialize([row])
    editing.inverse.append({"op": "reassign", "rows": rows, "_work": activity.work_minutes})
    row.delete()
    _settle(editing, activity, exactly=exactly, work=work)
    editing.touched.add(activity.key)
    name = row.resource.name if row.resource else _("nobody yet")
    said = _("Took %(resource)s off %(key)s") % {"resource": name, "key": activity.key}
    editing.note(activity.key, activity.name, {"resource": [words, ""]}, said)


def _reassign(editing: Editing, step: Step) -> None:
    (back,) = restored(editing, step["rows"])
    back.save()
    row: ResourceAssignment = back.object
    activity = editing.activity(row.activity.key)
    inverse = {"op": "unassign", "key": row.key, "_exactly": True, "_work": activity.work_minutes}
    editing.inverse.append(inverse)
    _settle(editing, activity, exactly=True, work=step["_work"])
    editing.touched.add(activity.key)
    name = row.resource.name if row.resource else _("nobody yet")
    said = _("Put %(resource)s on %(key)s") % {"resource": name, "key": activity.key}
    editing.note(activity.key, activity.name, {"resource": ["", _row_words(row)]}, said)


STAFFING_STEPS: dict[str, Callable[[Editing, Step], None]] = {
    "assign": _assign,
    "change_assignment": _change_row,
    "unassign": _unassign,
}
# how those are taken back, where another of them does not do it already
STAFFING_BACK: dict[str, Callable[[Editing, Step], None]] = {
    "restate_assignment": _restate_row,
    "reassign": _reassign,
}
