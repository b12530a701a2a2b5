"""What projects share: equipment, places and material, each owned by one unit."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound, stale
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import Organisation, PoolEntry, PoolKind, Unit
from remit.people.operations.organisation import root_scope, space_of
from remit.projects.life_rules import OVER
from remit.projects.operations.parts import check_choice, check_fields, clean, whole
from remit.resourcing.heads import Heads
from remit.resourcing.policies import may_keep_entry

FIELDS = ("name", "kind", "unit", "pieces", "minutes_per_week", "measure")
LONGEST = {"name": 120, "measure": 40}
MOST_PIECES, MOST_MINUTES = 10_000, 7 * 24 * 60


def about_entry(entry: PoolEntry) -> About:
    """Return how the record names an entry of the pool."""
    path = root_scope(entry.organisation).path
    return About("pool", entry.key, entry.name, entry.organisation_id, path)


def _worded(value: Any) -> str:
    return value.name if isinstance(value, Unit) else str(value)


def require_kept(actor: Actor, organisation: Organisation, units: Iterable[Unit]) -> None:
    """Raise `NotAllowed` unless the actor keeps the entries of each of `units`."""
    heads = Heads(organisation, day_of(organisation))
    for unit in units:
        require(may_keep_entry(actor, [each.pk for each in heads.above(unit.pk)], unit.name))


def _check(entry: PoolEntry) -> None:
    entry.name = clean(entry.name, "name", LONGEST["name"], needed=_("Give a name."))
    check_choice(entry.kind, PoolKind, "kind")
    if entry.unit.organisation_id != entry.organisation_id or entry.unit.closed_on is not None:
        raise Invalid(_("Choose an open unit of this organisation."), field="unit", code="unknown")
    same = PoolEntry.objects.filter(organisation_id=entry.organisation_id, name__iexact=entry.name)
    if same.exclude(pk=entry.pk).exists():
        raise Invalid(
            _("The pool has something of this name already: choose another."), field="name", code="taken"
        )
    if entry.is_lent:
        entry.pieces = whole(entry.pieces, "pieces", MOST_PIECES)
        entry.minutes_per_week = whole(entry.minutes_per_week, "minutes_per_week", MOST_MINUTES)
        entry.measure = ""
        return
    needed = _("Say in which unit it is measured, as in “t” or “m²”.")
    entry.measure = clean(entry.measure, "measure", LONGEST["measure"], needed=needed)
    entry.pieces = entry.minutes_per_week = 0


@operation("resourcing.add_pool_entry")
def add_pool_entry(organisation: Organisation, *, actor: Actor, **stated: Any) -> PoolEntry:
    """Add equipment, a place or material that projects share, with `FIELDS`; the head of its unit answers."""
    check_fields(stated, FIELDS)
    made = PoolEntry(organisation=organisation, **stated)
    require_kept(actor, organisation, [made.unit])
    _check(made)
    made.key = next_key(space_of(organisation.pk), "PL")
    made.save(force_insert=True)
    record(actor, about_entry(made), {name: ["", _worded(getattr(made, name))] for name in stated})
    return made


def locked_entry(entry: PoolEntry) -> PoolEntry:
    """Return an entry, locked, as it stands."""
    rows = PoolEntry.objects.select_for_update(of=("self",)).select_related("unit", "organisation")
    locked: PoolEntry | None = rows.filter(pk=entry.pk).first()
    if locked is None:
        raise NotFound
    return locked


def check_seen(locked: PoolEntry, version: int, yours: dict[str, Any]) -> None:
    """Raise `Conflict` with both values where another version was seen."""
    if locked.version != version:
        raise stale(_("Somebody changed this entry of the pool meanwhile."), yours, locked, _worded)


def _is_used(entry: PoolEntry) -> bool:
    return any(rows.exists() for rows in (entry.resources, entry.asked_for, entry.deliveries))


@operation("resourcing.change_pool_entry")
def change_pool_entry(entry: PoolEntry, *, version: int, actor: Actor, **changes: Any) -> PoolEntry:
    """Change fields of `FIELDS`; another unit only by whoever heads both. Its kind stays once a plan uses it."""
    check_fields(changes, FIELDS)
    locked = locked_entry(entry)
    require_kept(actor, locked.organisation, {locked.unit, changes.get("unit", locked.unit)})
    check_seen(locked, version, changes)
    before = {name: getattr(locked, name) for name in changes}
    for name, value in changes.items():
        setattr(locked, name, value)
    _check(locked)
    if locked.kind != before.get("kind", locked.kind) and _is_used(locked):
        message = _("Plans, requests or deliveries use it as what it is: close it and add another.")
        raise Conflict("in_use", message)
    locked.version += 1
    locked.save()
    told = {name: [_worded(was), _worded(getattr(locked, name))] for name, was in before.items()}
    record(actor, about_entry(locked), {name: both for name, both in told.items() if both[0] != both[1]})
    return locked


@operation("resourcing.close_pool_entry")
def close_pool_entry(entry: PoolEntry, *, version: int, actor: Actor) -> PoolEntry:
    """Take an entry out of the pool once no running plan uses it; it can be opened again."""
    locked = locked_entry(entry)
    require_kept(actor, locked.organisation, [locked.unit])
    check_seen(locked, version, {})
    if locked.closed_on is not None:
        raise Conflict("closed", _("%(name)s is closed already.") % {"name": locked.name})
    used = locked.resources.exclude(project__phase__in=OVER).order_by("project__pk")
    keys = list(used.values_list("project__key", flat=True).distinct()[:5])
    if keys:
        message = _("Running plans use it: %(keys)s. Take it out of them first.")
        raise Conflict("in_use", message % {"keys": ", ".join(keys)})
    locked.closed_on = day_of(locked.organisation)
    locked.version += 1
    locked.save(update_fields=["closed_on", "version"])
    record(actor, about_entry(locked), {"closed_on": ["", locked.closed_on.isoformat()]})
    return locked


@operation("resourcing.reopen_pool_entry")
def reopen_pool_entry(entry: PoolEntry, *, version: int, actor: Actor) -> PoolEntry:
    """Open a closed entry of the pool again, if its unit is open."""
    locked = locked_entry(entry)
    require_kept(actor, locked.organisation, [locked.unit])
    check_seen(locked, version, {})
    if locked.closed_on is None:
        raise Conflict("open", _("%(name)s is open.") % {"name": locked.name})
    _check(locked)
    was, locked.closed_on = locked.closed_on, None
    locked.version += 1
    locked.save(update_fields=["closed_on", "version"])
    record(actor, about_entry(locked), {"closed_on": [was.isoformat(), ""]})
    return locked
