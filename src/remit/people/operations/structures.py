"""To-be structures: planned apart from what stands, and made what stands on their transition date."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import (
    Organisation,
    Person,
    PlannedChange,
    PlannedKind,
    Position,
    Structure,
    StructureState,
    Unit,
)
from remit.people.operations.organisation import root_scope, space_of
from remit.people.policies import may_edit_organisation
from remit.people.structure_queries import FIELDS, OPEN, Prospect, changes_of, planned, prospect

log = logging.getLogger(__name__)

KEYS = "TB"
LONGEST_NAME = 120
MOST_CHANGES = 500
SETTINGS = ("name", "reason", "takes_effect_on")


def about_structure(structure: Structure) -> About:
    """Return how the record names a to-be structure."""
    path = root_scope(structure.organisation).path
    return About("structure", structure.key, structure.name, structure.organisation_id, path)


@operation("people.begin_structure")
def begin_structure(
    organisation: Organisation, *, name: str, takes_effect_on: dt.date, actor: Actor, reason: str = ""
) -> Structure:
    """Begin the draft of a to-be structure; nothing changes before its transition date."""
    require(may_edit_organisation(actor))
    structure = Structure(
        organisation=organisation, name=name.strip(), reason=reason.strip(), takes_effect_on=takes_effect_on
    )
    _check_settings(structure)
    structure.key = next_key(space_of(organisation.pk), KEYS)
    structure.save(force_insert=True)
    record(
        actor,
        about_structure(structure),
        {"name": ["", structure.name], "takes_effect_on": ["", takes_effect_on.isoformat()]},
    )
    return structure


@operation("people.change_structure")
def change_structure(structure: Structure, *, version: int, actor: Actor, **changes: Any) -> Structure:
    """Change fields of `SETTINGS` of a draft; a stale `version` is refused with both values."""
    require(may_edit_organisation(actor))
    if unknown := sorted(changes.keys() - set(SETTINGS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    locked = locked_structure(structure, version, changes)
    before = {name: str(getattr(locked, name)) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value.strip() if isinstance(value, str) else value)
    _check_settings(locked)
    after = {name: [before[name], str(getattr(locked, name))] for name in changes}
    return _saved(locked, actor, after, *changes)


def _check_settings(structure: Structure) -> None:
    if not structure.name:
        raise Invalid(_("Give the structure a name."), field="name", code="required")
    if len(structure.name) > LONGEST_NAME:
        message = _("At most %(longest)d characters, these are %(count)d.")
        words = {"longest": LONGEST_NAME, "count": len(structure.name)}
        raise Invalid(message % words, field="name", code="long")
    today = day_of(structure.organisation)
    if structure.takes_effect_on < today:
        message = _("The transition date lies before today, %(day)s: choose a later one.")
        raise Invalid(message % {"day": today.isoformat()}, field="takes_effect_on", code="past")


def locked_structure(
    structure: Structure, version: int, wanted: Mapping[str, Any], *states: str
) -> Structure:
    """Return the structure, locked, in one of `states` (a draft where none is named)."""
    rows: Any = Structure.objects.select_for_update(of=("self",)).select_related("organisation")
    locked: Structure = rows.get(pk=structure.pk)
    if locked.version != version:
        raise stale(_("Somebody changed this structure meanwhile: load the page again."), wanted, locked, str)
    if locked.state not in (states or (StructureState.DRAFT,)):
        message = _("%(name)s is %(state)s: that cannot be done with it now.")
        raise Conflict("state", message % {"name": locked.name, "state": locked.get_state_display()})
    return locked


def _saved(structure: Structure, actor: Actor, changed: Mapping[str, Any], *fields: str) -> Structure:
    structure.version += 1
    structure.save(update_fields=[*fields, "version"])
    record(actor, about_structure(structure), changed)
    return structure


@operation("people.plan_change")
def plan_change(
    structure: Structure,
    *,
    kind: str,
    target: str = "",
    values: Mapping[str, Any],
    version: int,
    actor: Actor,
    number: int | None = None,
) -> PlannedChange:
    """Plan what becomes of a unit or position, or a new one; with `number`, state a planned change anew.

    `target` is the key of what stands. `values` maps fields of `FIELDS` to a name, a reference (a key, or `+` and
    a change's number) or a person's key; what it leaves out stays. One change a unit or position: another about
    the same takes its place.
    """
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {})
    if kind not in FIELDS:
        raise Invalid(_("There is no change of this kind."), field="kind", code="unknown")
    if unknown := sorted(set(values) - set(FIELDS[kind])):
        message = _("A change of this kind has no %(names)s.")
        raise Invalid(message % {"names": ", ".join(unknown)}, field=unknown[0], code="unknown")
    row = _row(locked, kind, target, number)
    before = dict(planned(row).values) if row.pk else {}
    row.kind, row.stated = kind, [name for name in FIELDS[kind] if name in values]
    _fill(row, values)
    row.save()
    after = dict(planned(row).values)
    shown = {name: [before.get(name) or "", after.get(name) or ""] for name in {**before, **after}}
    _saved(locked, actor, {"change": ["", f"{row.get_kind_display()} {target}".strip()], **shown})
    return row


def _row(structure: Structure, kind: str, target: str, number: int | None) -> PlannedChange:
    """Return the row of a change: one of that number or about the same thing, or a new one."""
    rows = structure.changes.select_related(
        "unit", "position", "into", "into_new", "person", "above", "above_new"
    )
    if number is not None:
        found: PlannedChange | None = rows.filter(number=number).first()
        if found is None:
            raise Invalid(_("There is no planned change of this number."), field="number", code="unknown")
        if found.kind != kind:
            raise Invalid(_("A planned change keeps its kind: drop it and plan another."), field="kind")
        return found
    row = PlannedChange(structure=structure)
    if kind in {PlannedKind.CHANGE_UNIT, PlannedKind.CLOSE_UNIT}:
        row.unit = _standing(Unit.objects.filter(closed_on=None), structure, target, "target")
    elif kind in {PlannedKind.CHANGE_POSITION, PlannedKind.END_POSITION}:
        row.position = _standing(_lasting(structure), structure, target, "target")
    earlier = rows.filter(unit=row.unit, position=row.position).first() if row.unit or row.position else None
    if earlier is not None:
        return earlier
    last = rows.aggregate(last=Max("number"))["last"] or 0
    if rows.count() >= MOST_CHANGES:
        message = _("At most %(most)d changes in one structure: plan the rest in another.")
        raise Invalid(message % {"most": MOST_CHANGES}, code="many")
    row.number = last + 1
    return row


def _lasting(structure: Structure) -> Any:
    """Return the positions that still stand on the transition date."""
    return Position.objects.exclude(to_date__lt=structure.takes_effect_on)


def _standing(rows: Any, structure: Structure, key: Any, field: str) -> Any:
    found = rows.filter(organisation_id=structure.organisation_id, key=str(key or "")).first()
    if found is None:
        message = _("There is nothing here with the key %(key)s.")
        raise Invalid(message % {"key": key or "-"}, field=field, code="unknown")
    return found


def _fill(row: PlannedChange, values: Mapping[str, Any]) -> None:
    """Put what is stated into the row, and nothing where nothing is stated."""
    structure = row.structure
    row.name = str(values.get("name") or "").strip()
    if "name" in values or row.kind.startswith("add-"):
        if not row.name:
            raise Invalid(_("Give it a name."), field="name", code="required")
        if len(row.name) > LONGEST_NAME:
            message = _("At most %(longest)d characters, these are %(count)d.")
            words = {"longest": LONGEST_NAME, "count": len(row.name)}
            raise Invalid(message % words, field="name", code="long")
    units = Unit.objects.filter(closed_on=None)
    row.into, row.into_new = _reference(row, units, values.get("into"), "into", PlannedKind.ADD_UNIT)
    places = _lasting(structure)
    row.above, row.above_new = _reference(row, places, values.get("above"), "above", PlannedKind.ADD_POSITION)
    person = values.get("person")
    row.person = _standing(Person.objects.all(), structure, person, "person") if person else None
    needs_unit = row.kind == PlannedKind.ADD_POSITION or (
        row.kind == PlannedKind.CHANGE_POSITION and "into" in values
    )
    if needs_unit and row.into is None and row.into_new is None:
        raise Invalid(_("Name the unit in which the position stands."), field="into", code="required")


def _reference(row: PlannedChange, rows: Any, ref: Any, field: str, adds: str) -> tuple[Any, Any]:
    """Return what a reference names: what stands, or the change of this structure that adds it."""
    if not ref:
        return None, None
    if not str(ref).startswith("+"):
        return _standing(rows, row.structure, ref, field), None
    number = str(ref)[1:]
    added = row.structure.changes.filter(
        kind=adds,
        number=int(number) if number.isascii() and number.isdecimal() and len(number) < 6 else 0,  # noqa: PLR2004 - no change has a longer number
    ).first()
    if added is None or added.pk == row.pk:
        message = _("No other change of this structure adds %(ref)s.")
        raise Invalid(message % {"ref": ref}, field=field, code="unknown")
    return None, added


@operation("people.drop_change")
def drop_change(structure: Structure, number: int, *, version: int, actor: Actor) -> None:
    """Take a planned change back; one that another change builds on stays until that one is changed."""
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {})
    row = locked.changes.filter(number=number).first()
    if row is None:
        raise Invalid(_("There is no planned change of this number."), field="number", code="unknown")
    upon = [each for each in changes_of(locked) if row.pk in {each.into_new_id, each.above_new_id}]
    if upon:
        names = ", ".join(each.name or planned(each).target for each in upon)
        message = _("%(names)s are planned to stand below it: change those first.")
        raise Conflict("in_use", message % {"names": names})
    shown = f"{row.get_kind_display()} {row.name or planned(row).target}"
    row.delete()
    _saved(locked, actor, {"change": [shown, ""]})


@operation("people.schedule_structure")
def schedule_structure(structure: Structure, *, version: int, actor: Actor) -> Structure:
    """Let a draft come into effect on its transition date by itself; one with faults is refused with the first."""
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {})
    _check_settings(locked)
    found = prospect(locked)
    if not found.plan:
        raise Conflict("empty", _("Nothing is planned yet: plan a change first."))
    refuse_faults(found)
    return in_state(locked, StructureState.SCHEDULED, actor)


def refuse_faults(found: Prospect) -> None:
    """Refuse what has faults, with the first of them."""
    if found.faults:
        message = _("It cannot come into effect as it is. %(first)s")
        raise Conflict("faults", message % {"first": found.faults[0].text})


def in_state(structure: Structure, state: StructureState, actor: Actor, *fields: str) -> Structure:
    """Save the structure in another state inside a running operation, with more `fields`."""
    before, structure.state = structure.state, state
    return _saved(structure, actor, {"state": [before, str(state)]}, "state", *fields)


@operation("people.reopen_structure")
def reopen_structure(structure: Structure, *, version: int, actor: Actor) -> Structure:
    """Make a scheduled structure a draft again, so that it can be changed."""
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {}, StructureState.SCHEDULED)
    return in_state(locked, StructureState.DRAFT, actor)


@operation("people.discard_structure")
def discard_structure(structure: Structure, *, version: int, actor: Actor) -> Structure:
    """Give a to-be structure up; what was planned can still be read."""
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {}, *OPEN)
    return in_state(locked, StructureState.DISCARDED, actor)
