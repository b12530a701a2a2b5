"""Steps of an edit that concern resources: each can be taken back like every other."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.core.serializers.python import Serializer
from django.utils.translation import gettext as _

from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.models import PoolEntry, PoolKind
from remit.planning.models import PlanCalendar, Resource, ResourceAssignment, ResourceKind
from remit.planning.operations.editing import Editing, Step, restored, stale
from remit.planning.operations.fields import choice, find_calendar, find_person, find_pool_entry, text, whole
from remit.planning.operations.staffing_steps import find_resource, percent, plain, shown, take_off

KIND = "resource"
MOST_MAXIMUM = 100_000


def _person_id(editing: Editing, value: Any, but: int | None = None) -> int | None:
    if not value:
        return None
    person = find_person(editing.plan.project.organisation_id, value, "person_key")
    twice = Resource.objects.filter(project_id=editing.plan.project_id, person=person).exclude(pk=but)
    if twice.exists():
        message = _("%(name)s is a resource of this plan already.") % {"name": person.name}
        raise Invalid(message, field="person_key", code="twice")
    return person.pk


def _pool_id(editing: Editing, value: Any, but: int | None = None) -> int | None:
    if not value:
        return None
    entry = find_pool_entry(editing.plan.project.organisation_id, value, "pool_key")
    if Resource.objects.filter(project_id=editing.plan.project_id, pool=entry).exclude(pk=but).exists():
        message = _("%(name)s is a resource of this plan already.") % {"name": entry.name}
        raise Invalid(message, field="pool_key", code="twice")
    return entry.pk


def _check_one_thing(resource: Resource) -> None:
    """Raise `Invalid` for what is a person and an entry of the pool at once, or is of another kind than its entry."""
    if resource.pool_id is None:
        return
    if resource.person_id is not None:
        message = _("A resource is a person or an entry of the pool, not both: leave one of them empty.")
        raise Invalid(message, field="pool_key", code="both")
    entry = PoolEntry.objects.get(pk=resource.pool_id)
    wanted = ResourceKind.MATERIAL if entry.kind == PoolKind.MATERIAL else ResourceKind.WORK
    if resource.kind != wanted:
        message = _("%(name)s is of the kind “%(kind)s”: choose that kind.")
        words = {"name": entry.name, "kind": wanted.label}
        raise Invalid(message % words, field="kind", code="kind")


def _values(editing: Editing, stated: dict[str, Any], resource: Resource | None = None) -> dict[str, Any]:
    """Return the columns that `stated` fields stand for; raises `Invalid` for what is wrong or unknown."""
    rules: dict[str, tuple[str, Callable[[Any], Any]]] = {
        "name": ("name", lambda v: text(v, "name", 200, required=True)),
        "kind": ("kind", lambda v: choice(v, "kind", ResourceKind)),
        "person_key": ("person_id", lambda v: _person_id(editing, v, resource.pk if resource else None)),
        "pool_key": ("pool_id", lambda v: _pool_id(editing, v, resource.pk if resource else None)),
        "calendar_key": (
            "calendar_id",
            lambda v: find_calendar(editing.plan.project_id, v, "calendar_key").pk if v else None,
        ),
        "group": ("group", lambda v: text(v, "group", 120)),
        "max_units_percent": (
            "max_units_percent",
            lambda v: percent(v, "max_units_percent", 0, MOST_MAXIMUM),
        ),
    }
    if unknown := sorted(stated.keys() - rules.keys()):
        message = _("A resource has no such field that could be changed.")
        raise Invalid(message, field=unknown[0][:60], code="unknown")
    return {rules[name][0]: rules[name][1](value) for name, value in stated.items()}


def _add(editing: Editing, step: Step) -> None:
    stated = {name: value for name, value in step.items() if name not in {"op", "_key"}}
    stated.setdefault("name", None)
    values = _values(editing, stated)
    resource = Resource(
        project_id=editing.plan.project_id, key=step.get("_key") or next_key(editing.space, "R"), **values
    )
    _check_one_thing(resource)
    if resource.person is not None:
        resource.email = resource.person.email
    resource.save(force_insert=True)
    editing.inverse.append({"op": "remove_resource", "key": resource.key})
    said = _("Added the resource %(name)s") % {"name": resource.name}
    editing.note(resource.key, resource.name, {"name": ["", resource.name]}, said, kind=KIND)


def _set(editing: Editing, resource: Resource, values: dict[str, Any], done: str) -> None:
    before = {name: getattr(resource, name) for name in values}
    after = {name: value for name, value in values.items() if value != before[name]}
    if not after:
        return
    for name, value in after.items():
        setattr(resource, name, value)
    _check_one_thing(resource)
    resource.version += 1
    resource.save(update_fields=[*(name.removesuffix("_id") for name in after), "version"])
    was = {name: before[name] for name in after}
    editing.inverse.append(
        {"op": "restate_resource", "key": resource.key, "values": plain(was), "were": plain(after)}
    )
    pairs = {name: [shown(name, was[name]), shown(name, after[name])] for name in after}
    editing.note(resource.key, resource.name, pairs, done % {"name": resource.name}, kind=KIND)


def _change(editing: Editing, step: Step) -> None:
    resource = find_resource(editing, step.get("key"))
    stated = step.get("fields")
    if not isinstance(stated, dict) or not stated:
        raise Invalid(_("Say which fields change."), field="fields", code="required")
    version = whole(step.get("version"), "version", 1, 2**31)
    if version != resource.version:
        both = {name: {"yours": v, "theirs": _theirs(resource, name)} for name, v in stated.items()}
        raise stale(editing, KIND, resource, version, both)
    _set(editing, resource, _values(editing, stated, resource), _("Changed the resource %(name)s"))


def _theirs(resource: Resource, name: str) -> Any:
    if name in {"person_key", "pool_key", "calendar_key"}:
        other = getattr(resource, name.removesuffix("_key"))
        return other.key if other else None
    value = getattr(resource, name, None)
    return str(value) if isinstance(value, Decimal) else value


def _restate(editing: Editing, step: Step) -> None:
    resource = find_resource(editing, step["key"])
    if plain({name: getattr(resource, name) for name in step["values"]}) != step["were"]:
        message = _("The resource %(name)s was changed again after that edit: undo the later one first.")
        raise Conflict("changed_since", message % {"name": resource.name})
    values = dict(step["values"])
    calendar_id = values.get("calendar_id")
    if calendar_id is not None and not PlanCalendar.objects.filter(pk=calendar_id).exists():
        message = _("The calendar that %(key)s had was removed since: put it back first.")
        raise Conflict("changed_since", message % {"key": resource.key})
    pool_id = values.get("pool_id")
    if pool_id is not None and not PoolEntry.objects.filter(pk=pool_id, closed_on=None).exists():
        message = _("The entry of the pool that %(key)s was is closed: open it again first.")
        raise Conflict("changed_since", message % {"key": resource.key})
    if "max_units_percent" in values:
        values["max_units_percent"] = Decimal(values["max_units_percent"])
    _set(editing, resource, values, _("Changed the resource %(name)s back"))


def _remove(editing: Editing, step: Step) -> None:
    resource = find_resource(editing, step.get("key"))
    if "version" in step and whole(step["version"], "version", 1, 2**31) != resource.version:
        raise stale(editing, KIND, resource, step["version"], {})
    work = list(ResourceAssignment.objects.filter(resource_id=resource.pk).select_related("activity"))
    for row in work:
        take_off(editing, row, exactly=bool(step.get("_exactly")))
    editing.inverse.append({"op": "restore_resource", "rows": Serializer().serialize([resource])})
    resource.delete()
    said = _("Removed the resource %(name)s") % {"name": resource.name}
    editing.note(resource.key, resource.name, {"name": [resource.name, ""]}, said, kind=KIND)


def _restore(editing: Editing, step: Step) -> None:
    (row,) = restored(editing, step["rows"])
    row.save()
    resource: Resource = row.object
    editing.inverse.append({"op": "remove_resource", "key": resource.key, "_exactly": True})
    said = _("Put the resource %(name)s back") % {"name": resource.name}
    editing.note(resource.key, resource.name, {"name": ["", resource.name]}, said, kind=KIND)


RESOURCE_STEPS: dict[str, Callable[[Editing, Step], None]] = {
    "add_resource": _add,
    "change_resource": _change,
    "remove_resource": _remove,
}
# how those are taken back, where another of them does not do it already
RESOURCE_BACK: dict[str, Callable[[Editing, Step], None]] = {
    "restate_resource": _restate,
    "restore_resource": _restore,
}
