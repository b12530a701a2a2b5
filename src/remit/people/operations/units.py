"""What is changed about a unit once it exists."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.people.models import Person, PoolEntry, Position, Unit
from remit.people.operations.organisation import checked_name, checked_parent, root_scope
from remit.people.policies import may_edit_organisation

FIELDS = ("name", "parent", "head")


def _about(unit: Unit) -> About:
    path = root_scope(unit.organisation).path
    return About("unit", unit.key, unit.name, unit.organisation_id, path)


def _locked(unit: Unit, version: int, wanted: dict[str, Any]) -> Unit:
    """Return the unit, locked; `Conflict` with both values where its version is another."""
    # its tree is changed by one at a time, so that no two moves close a circle
    rows: Any = Unit.objects.select_for_update(of=("self",)).filter(organisation_id=unit.organisation_id)
    locked: Unit = {row.pk: row for row in rows.select_related("head", "parent", "organisation")}[unit.pk]
    if locked.version != version:
        raise stale(_("Somebody changed this unit meanwhile: load the page again."), wanted, locked)
    return locked


@operation("people.name_head")
def name_head(unit: Unit, head: Person | None, *, version: int, actor: Actor) -> Unit:
    """Say who heads a unit, or that nobody does; being head gives no right by itself."""
    require(may_edit_organisation(actor))
    locked = _locked(unit, version, {"head": head})
    return _changed(locked, {"head": head}, actor)


@operation("people.change_unit")
def change_unit(unit: Unit, *, version: int, actor: Actor, **changes: Any) -> Unit:
    """Change `name`, `parent` or `head` of a unit; a stale `version` is refused with both values."""
    require(may_edit_organisation(actor))
    if unknown := sorted(changes.keys() - set(FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    locked = _locked(unit, version, changes)
    return _changed(locked, changes, actor)


def _changed(unit: Unit, changes: dict[str, Any], actor: Actor) -> Unit:
    before = {name: str(getattr(unit, name) or "") for name in changes}
    if "name" in changes:
        unit.name = checked_name(unit.organisation_id, changes["name"], but=unit)
    if "parent" in changes:
        unit.parent = _checked_parent(unit, changes["parent"])
    if "head" in changes:
        unit.head = _checked_head(unit, changes["head"])
    unit.version += 1
    unit.save(update_fields=[*changes, "version"])
    after = {name: str(getattr(unit, name) or "") for name in changes}
    record(actor, _about(unit), {name: [before[name], after[name]] for name in changes})
    return unit


def _checked_parent(unit: Unit, parent: Unit | None) -> Unit | None:
    checked_parent(unit.organisation_id, parent)
    above = dict(Unit.objects.filter(organisation_id=unit.organisation_id).values_list("pk", "parent_id"))
    at = parent.pk if parent else None
    while at is not None:
        if at == unit.pk:
            message = _("A unit cannot stand below itself or below what stands below it.")
            raise Invalid(message, field="parent", code="circle")
        at = above.get(at)
    return parent


def _checked_head(unit: Unit, head: Person | None) -> Person | None:
    if head is not None and head.organisation_id != unit.organisation_id:
        raise Invalid(_("The head of a unit belongs to the same organisation."), field="head")
    return head


@operation("people.close_unit")
def close_unit(unit: Unit, *, version: int, on: dt.date, actor: Actor) -> Unit:
    """Close a unit in which nobody is and below which no open unit stands; its history stays."""
    require(may_edit_organisation(actor))
    locked = _locked(unit, version, {})
    if locked.closed_on is not None:
        raise Conflict("closed", _("%(name)s is closed already.") % {"name": locked.name})
    people = Person.objects.filter(unit=locked, left_on=None).count()
    below = Unit.objects.filter(parent=locked, closed_on=None).count()
    places = Position.objects.filter(unit=locked).exclude(to_date__lte=on).count()
    if places:
        message = _("Open positions of %(name)s: %(count)d. End them or move them first.")
        raise Conflict("in_use", message % {"name": locked.name, "count": places})
    owned = PoolEntry.objects.filter(unit=locked, closed_on=None).count()
    if owned:
        message = _(
            "%(name)s owns entries of the pool: %(count)d. Give them to another unit or close them first."
        )
        raise Conflict("in_use", message % {"name": locked.name, "count": owned})
    if people or below:
        message = _("In %(name)s are %(people)d people and below it %(units)d units: move them first.")
        words = {"name": locked.name, "people": people, "units": below}
        raise Conflict("in_use", message % words)
    locked.closed_on = on
    locked.version += 1
    locked.save(update_fields=["closed_on", "version"])
    record(actor, _about(locked), {"closed_on": ["", on.isoformat()]})
    return locked


@operation("people.reopen_unit")
def reopen_unit(unit: Unit, *, version: int, actor: Actor) -> Unit:
    """Open a closed unit again, at the top if what it stood below is closed."""
    require(may_edit_organisation(actor))
    locked = _locked(unit, version, {})
    if locked.closed_on is None:
        raise Conflict("open", _("%(name)s is open.") % {"name": locked.name})
    before = locked.closed_on.isoformat()
    locked.closed_on = None
    if locked.parent is not None and locked.parent.closed_on is not None:
        locked.parent = None
    locked.version += 1
    locked.save(update_fields=["closed_on", "parent", "version"])
    record(actor, _about(locked), {"closed_on": [before, ""]})
    return locked
