"""The steps that edits of a plan consist of. Each says how it is taken back, so that every edit can be undone."""

from collections.abc import Callable, Sequence
from typing import Any

from django.core.serializers.python import Serializer
from django.db.models import Q
from django.utils.translation import gettext as _

from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.core.statements import Statement
from remit.planning.models import (
    Activity,
    ActivityKind,
    LagUnit,
    Link,
    LinkKind,
    PlanCalendar,
    ResourceAssignment,
)
from remit.planning.operations.calendar_steps import CALENDAR_BACK, CALENDAR_STEPS
from remit.planning.operations.editing import STAFFING, Editing, Step, restored, stale
from remit.planning.operations.fields import LONGEST_MINUTES, LONGEST_NAME, choice, state, text, whole
from remit.planning.operations.naming import new_ref, with_keys
from remit.planning.operations.outline import Place
from remit.planning.operations.plan_steps import PLAN_BACK, PLAN_STEPS
from remit.planning.operations.resource_steps import RESOURCE_BACK, RESOURCE_STEPS
from remit.planning.operations.staffing_steps import STAFFING_BACK, STAFFING_STEPS
from remit.planning.operations.wording import field_words, readable, theirs
from remit.planning.operations.work import follow_duration, total_work
from remit.projects.models import Deliverable

_PASSED_ON = frozenset({"accountable_id", "deliverable_id"})


def _change(editing: Editing, step: Step) -> None:
    activity = editing.activity(step.get("key"))
    fields = step.get("fields")
    if not isinstance(fields, dict) or not fields:
        raise Invalid(_("Say which fields change."), field="fields", code="required")
    version = whole(step.get("version"), "version", 1, 2**31)
    if version != activity.version:
        both = {name: {"yours": value, "theirs": theirs(activity, name)} for name, value in fields.items()}
        raise stale(editing, "activity", activity, version, both)
    before = state(activity, fields)
    editing.touched.add(activity.key)
    if not before:
        return
    after = {name: getattr(activity, name) for name in before}
    editing.columns.update(before)
    activity.version += 1
    activity.save(update_fields=[*(name.removesuffix("_id") for name in before), "version"])
    back = {
        "op": "restate",
        "key": activity.key,
        "version": activity.version,
        "values": before,
        "were": after,
    }
    if _respread_with(editing, activity, before):
        back["keeps_work"] = True
    editing.inverse.append(back)
    _pass_on(editing, activity, before)
    pairs = {name: [readable(name, before[name]), readable(name, after[name])] for name in before}
    what = field_words(set(fields))
    editing.note(
        activity.key,
        activity.name,
        pairs,
        _("Changed %(what)s of %(key)s") % {"what": what, "key": activity.key},
    )


def _pass_on(editing: Editing, activity: Activity, before: dict[str, Any]) -> None:
    """Count those below a summary as touched where it passes on to them what changed."""
    if activity.kind == ActivityKind.SUMMARY and not _PASSED_ON.isdisjoint(before):
        at = editing.outline.index(activity.key)
        below = editing.outline.places[at + 1 : editing.outline.end(at)]
        editing.touched.update(each.key for each in below)


def _respread_with(editing: Editing, activity: Activity, before: dict[str, Any]) -> bool:
    """Let work follow what changed about its activity, and note how it lay; return whether any changed."""
    if not {"duration_minutes", "splits"} & before.keys():
        return False
    editing.work_changed = True
    length = before.get("duration_minutes", activity.duration_minutes)
    were = follow_duration(activity, length, splits_changed="splits" in before)
    if were:
        editing.inverse.append({"op": "respread", "key": activity.key, "rows": were})
    return bool(were)


def _respread(editing: Editing, step: Step) -> None:
    """Put work and its pieces back as they lay."""
    rows = list(ResourceAssignment.objects.filter(project_id=editing.plan.project_id, key__in=step["rows"]))
    were = {row.key: [row.work_minutes, row.pieces] for row in rows}
    for row in rows:
        row.work_minutes, row.pieces = step["rows"][row.key]
    ResourceAssignment.objects.bulk_update(rows, ["work_minutes", "pieces"])
    total_work(rows)
    editing.work_changed = True
    editing.touched.add(editing.activity(step["key"]).key)
    editing.inverse.append({"op": "respread", "key": step["key"], "rows": were})


def _restate(editing: Editing, step: Step) -> None:
    activity = editing.activity(step["key"])
    now = {name: getattr(activity, name) for name in step["values"]}
    if now != step["were"]:
        message = _("%(key)s was changed again after that edit: undo the later one first.")
        raise Conflict(
            "changed_since", message % {"key": activity.key}, current={"key": activity.key, "fields": now}
        )
    calendar_id = step["values"].get("calendar_id")
    if calendar_id is not None and not PlanCalendar.objects.filter(pk=calendar_id).exists():
        message = _("The calendar that %(key)s had was removed since: put it back first.")
        raise Conflict("changed_since", message % {"key": activity.key})
    deliverable_id = step["values"].get("deliverable_id")
    if deliverable_id is not None and not Deliverable.objects.filter(pk=deliverable_id).exists():
        message = _("The deliverable that %(key)s led to was removed since.")
        raise Conflict("changed_since", message % {"key": activity.key})
    for name, value in step["values"].items():
        setattr(activity, name, value)
    editing.columns.update(now)
    activity.version += 1
    activity.save(update_fields=[*(name.removesuffix("_id") for name in step["values"]), "version"])
    if "duration_minutes" in now and not step.get("keeps_work"):
        editing.work_changed = True
        follow_duration(activity, now["duration_minutes"])
    editing.touched.add(activity.key)
    back = {
        "op": "restate",
        "key": activity.key,
        "version": activity.version,
        "values": now,
        "were": step["values"],
    }
    if step.get("keeps_work"):
        back["keeps_work"] = True
    editing.inverse.append(back)
    _pass_on(editing, activity, now)
    pairs = {
        name: [readable(name, now[name]), readable(name, value)] for name, value in step["values"].items()
    }
    editing.note(activity.key, activity.name, pairs, _("Changed %(key)s back") % {"key": activity.key})


def _link(editing: Editing, step: Step) -> None:
    predecessor = editing.activity(step.get("predecessor"), "predecessor")
    successor = editing.activity(step.get("successor"), "successor")
    kind = choice(step.get("kind", LinkKind.FS), "kind", LinkKind)
    if predecessor.pk == successor.pk:
        raise Invalid(_("An activity cannot wait for itself."), field="successor", code="self")
    if _is_above(editing, predecessor, successor) or _is_above(editing, successor, predecessor):
        raise Invalid(
            _("An activity cannot be linked with what it stands below."), field="successor", code="above"
        )
    if _ALIKE.first(predecessor.pk, successor.pk, str(kind)) is not None:
        raise Invalid(_("These two are linked so already."), field="successor", code="twice")
    link = Link.objects.create(
        project_id=editing.plan.project_id,
        key=step.get("_key") or next_key(editing.space, "L"),
        predecessor=predecessor,
        successor=successor,
        kind=kind,
        lag_amount=_lag(step.get("lag_amount", 0)),
        lag_unit=choice(step.get("lag_unit", LagUnit.WORKING), "lag_unit", LagUnit),
    )
    editing.links_changed = True
    editing.touched.add(successor.key)
    editing.inverse.append({"op": "unlink", "key": link.key})
    words = {"from": predecessor.key, "to": successor.key}
    said = _("Linked %(from)s to %(to)s") % words
    editing.note(successor.key, successor.name, {"link": ["", f"{predecessor.key} {kind}"]}, said)


_ALIKE = Statement(
    lambda before, after, kind: (
        Link.objects.filter(predecessor_id=before, successor_id=after, kind=kind).order_by().values_list("pk")
    ),
    int,
    int,
    str,
)


def _is_above(editing: Editing, upper: Activity, lower: Activity) -> bool:
    parents = {place.pk: place.parent_id for place in editing.outline.places}
    above = lower.parent_id
    while above is not None:
        if above == upper.pk:
            return True
        above = parents.get(above)
    return False


def _lag(value: Any) -> int:
    return whole(value, "lag_amount", -LONGEST_MINUTES // 40, LONGEST_MINUTES // 40)


def _find_link(editing: Editing, key: Any) -> Link:
    links = Link.objects.select_related("predecessor", "successor")
    link: Link | None = links.filter(project_id=editing.plan.project_id, key=str(key)[:16]).first()
    if link is None:
        raise Invalid(
            _("There is no link %(key)s in this plan.") % {"key": str(key)[:40]}, field="key", code="unknown"
        )
    return link


def _change_link(editing: Editing, step: Step) -> None:
    link = _find_link(editing, step.get("key"))
    back = {
        "op": "change_link",
        "key": link.key,
        "kind": link.kind,
        "lag_amount": link.lag_amount,
        "lag_unit": link.lag_unit,
    }
    link.kind = choice(step.get("kind", link.kind), "kind", LinkKind)
    link.lag_amount = _lag(step.get("lag_amount", link.lag_amount))
    link.lag_unit = choice(step.get("lag_unit", link.lag_unit), "lag_unit", LagUnit)
    twin = Link.objects.filter(predecessor=link.predecessor, successor=link.successor, kind=link.kind)
    if twin.exclude(pk=link.pk).exists():
        raise Invalid(_("These two are linked so already."), field="kind", code="twice")
    link.version += 1
    link.save(update_fields=["kind", "lag_amount", "lag_unit", "version"])
    editing.links_changed = True
    editing.touched.add(link.successor.key)
    editing.inverse.append(back)
    was, now = (
        f"{v['kind']} {v['lag_amount']} {v['lag_unit']}"
        for v in (back, {**back, "kind": link.kind, "lag_amount": link.lag_amount, "lag_unit": link.lag_unit})
    )
    editing.note(
        link.successor.key,
        link.successor.name,
        {"link": [was, now]},
        _("Changed link %(key)s") % {"key": link.key},
    )


def _unlink(editing: Editing, step: Step) -> None:
    link = _find_link(editing, step.get("key"))
    editing.inverse.append(
        {
            "op": "link",
            "_key": link.key,
            "predecessor": link.predecessor.key,
            "successor": link.successor.key,
            "kind": link.kind,
            "lag_amount": link.lag_amount,
            "lag_unit": link.lag_unit,
        }
    )
    editing.links_changed = True
    editing.touched.add(link.successor.key)
    words = {"from": link.predecessor.key, "to": link.successor.key}
    said = _("Removed the link from %(from)s to %(to)s") % words
    editing.note(
        link.successor.key, link.successor.name, {"link": [f"{link.predecessor.key} {link.kind}", ""]}, said
    )
    link.delete()


def _beside(step: Step) -> tuple[str | None, str | None]:
    """Return behind and below what something is to stand; what is no key at all is looked for and not found."""
    after, parent = (None if step.get(name) is None else str(step[name]) for name in ("after", "parent"))
    return after, parent


def _add(editing: Editing, step: Step) -> None:
    _after, parent = _beside(step)
    kind = choice(step.get("kind", ActivityKind.TASK), "kind", ActivityKind)
    minutes = whole(
        step.get("duration_minutes", editing.plan.minutes_per_day), "duration_minutes", 0, LONGEST_MINUTES
    )
    name = text(step.get("name"), "name", LONGEST_NAME, required=True)
    stands = {
        "project_id": editing.plan.project_id,
        "name": name,
        "kind": ActivityKind.TASK if kind == ActivityKind.SUMMARY else kind,
        "duration_minutes": 0 if kind == ActivityKind.MILESTONE else minutes,
    }
    position = editing.next_position() if "after" not in step and parent is None else None
    if position is None:
        activity = _put_in(editing, stands, step)
    else:
        key = step.get("_key") or next_key(editing.space, "T")
        activity = Activity.objects.create(**stands, key=key, position=position)
    editing.touched.add(activity.key)
    editing.added.add(activity.key)
    editing.inverse.append({"op": "remove", "key": activity.key})
    editing.note(activity.key, name, {"name": ["", name]}, _("Added %(key)s") % {"key": activity.key})


def _put_in(editing: Editing, stands: dict[str, Any], step: Step) -> Activity:
    """Return a new activity after it was put where the step says."""
    after, parent = _beside(step)
    if "after" not in step:
        after = editing.outline.last_child(parent)
    editing.outline.spot(after, parent)  # a wrong place is refused before anything is written
    key = step.get("_key") or next_key(editing.space, "T")
    activity: Activity = Activity.objects.create(**stands, key=key, position=len(editing.outline.places))
    place = Place(
        activity.pk, activity.key, None, 0, activity.kind, activity.duration_minutes, (-1, 0, None, "")
    )
    editing.outline.put([place], after, parent)
    editing.save_outline_later()
    return activity


def _remove(editing: Editing, step: Step) -> None:
    outline = editing.outline
    index = outline.index(str(step.get("key")))
    block = outline.places[index : outline.end(index)]
    ids = [place.pk for place in block]
    named = editing.activity(block[0].key)
    if "version" in step and whole(step["version"], "version", 1, 2**31) != named.version:
        raise stale(editing, "activity", named, step["version"], {})
    previous, parent = outline.previous_sibling(index), outline.parent(index)
    rows = [
        *Activity.objects.filter(pk__in=ids).order_by("position"),
        *Link.objects.filter(Q(predecessor_id__in=ids) | Q(successor_id__in=ids)),
        *ResourceAssignment.objects.filter(activity_id__in=ids),
    ]
    editing.inverse.append(
        {
            "op": "restore",
            "key": block[0].key,
            "keys": [place.key for place in block],
            "after": previous.key if previous else None,
            "parent": parent.key if parent else None,
            "rows": Serializer().serialize(rows),
        }
    )
    outline.take(index)
    Activity.objects.filter(pk__in=ids).delete()
    editing.save_outline()
    editing.links_changed = editing.work_changed = True
    editing.removed.extend(place.key for place in block)
    editing.touched.difference_update(editing.removed)
    said = _("Removed %(key)s") % {"key": named.key}
    editing.note(named.key, named.name, {"name": [named.name, ""]}, said)


def _restore(editing: Editing, step: Step) -> None:
    for row in restored(editing, step["rows"]):
        row.save()
    ids = dict(
        Activity.objects.filter(key__in=step["keys"], project_id=editing.plan.project_id).values_list(
            "pk", "key"
        )
    )
    outline = editing.outline
    block = [place for place in outline.places if place.pk in ids]
    outline.places[:] = [place for place in outline.places if place.pk not in ids]
    outline.put(block, step["after"], step["parent"])
    editing.save_outline()
    editing.links_changed = editing.work_changed = True
    editing.touched.update(step["keys"])
    editing.inverse.append({"op": "remove", "key": step["key"]})
    named = editing.activity(step["key"])
    editing.note(
        named.key, named.name, {"name": ["", named.name]}, _("Put %(key)s back") % {"key": named.key}
    )


def _moved(editing: Editing, index: int, after: str | None, parent: str | None, said: str) -> None:
    outline = editing.outline
    place = outline.places[index]
    previous, above = outline.previous_sibling(index), outline.parent(index)
    back = {
        "op": "move",
        "key": place.key,
        "after": previous.key if previous else None,
        "parent": above.key if above else None,
    }
    block = outline.take(index)
    outline.put(block, after, parent)
    editing.save_outline()
    editing.touched.update(each.key for each in block)
    _unlink_from_above(editing, [each.pk for each in block], block[0].parent_id)
    editing.inverse.append(back)
    label = editing.activity(place.key).name
    changes = {"place": [f"{back['parent']}/{back['after']}", f"{parent}/{after}"]}
    editing.note(place.key, label, changes, said)


def _unlink_from_above(editing: Editing, block: list[int], parent_id: int | None) -> None:
    """What now stands below an activity no longer waits for it: such a link would be a circle."""
    parents = {place.pk: place.parent_id for place in editing.outline.places}
    above: list[int] = []
    while parent_id is not None:
        above.append(parent_id)
        parent_id = parents.get(parent_id)
    down = Q(predecessor_id__in=above, successor_id__in=block)
    up = Q(predecessor_id__in=block, successor_id__in=above)
    for key in Link.objects.filter(down | up).values_list("key", flat=True):
        _unlink(editing, {"key": key})


def _move(editing: Editing, step: Step) -> None:
    index = editing.outline.index(str(step.get("key")))
    inside = {place.key for place in editing.outline.places[index : editing.outline.end(index)]}
    after, parent = _beside(step)
    if {after, parent} & inside:
        raise Invalid(_("An activity cannot be put below itself."), field="parent", code="inside")
    key = editing.outline.places[index].key
    _moved(editing, index, after, parent, _("Moved %(key)s") % {"key": key})


def _indent(editing: Editing, step: Step) -> None:
    outline = editing.outline
    index = outline.index(str(step.get("key")))
    previous = outline.previous_sibling(index)
    if previous is None:
        raise Invalid(_("Nothing stands above it that it could be put below."), field="key", code="first")
    children = [place for place in outline.places if place.parent_id == previous.pk]
    said = _("Indented %(key)s") % {"key": outline.places[index].key}
    _moved(editing, index, children[-1].key if children else None, previous.key, said)


def _outdent(editing: Editing, step: Step) -> None:
    outline = editing.outline
    index = outline.index(str(step.get("key")))
    parent = outline.parent(index)
    if parent is None:
        raise Invalid(_("It stands at the top already."), field="key", code="top")
    _moved(editing, index, parent.key, None, _("Outdented %(key)s") % {"key": outline.places[index].key})


PUBLIC: dict[str, Callable[[Editing, Step], None]] = {
    "change": _change,
    "link": _link,
    "change_link": _change_link,
    "unlink": _unlink,
    "add": _add,
    "remove": _remove,
    "move": _move,
    "indent": _indent,
    "outdent": _outdent,
    **CALENDAR_STEPS,
    **RESOURCE_STEPS,
    **STAFFING_STEPS,
    **PLAN_STEPS,
}
KEYED = dict(PUBLIC)
"""What scenarios are made of: what anybody may ask for, and what is added brings its key in `_key`."""
PREFIXES = {"add": "T", "link": "L", "add_calendar": "C", "add_resource": "R", "assign": STAFFING}
ALL = {
    **PUBLIC,
    **CALENDAR_BACK,
    **RESOURCE_BACK,
    **STAFFING_BACK,
    **PLAN_BACK,
    "restate": _restate,
    "respread": _respread,
    "restore": _restore,
}

# these change nothing that the schedule is computed from but the activities that they touch, and links
_KNOWN = frozenset(
    {
        _change,
        _link,
        _change_link,
        _unlink,
        _add,
        _remove,
        _move,
        _indent,
        _outdent,
        _restate,
        _respread,
        _restore,
    }
)

# these change columns of activities and nothing else
_STATES = frozenset({_change, _restate})


def apply_steps(
    editing: Editing, steps: Sequence[Any], *, table: dict[str, Callable[[Editing, Step], None]]
) -> None:
    """Apply `steps` one after the other; raises `Invalid` or `Conflict` at the first that does not hold.

    A step that adds an activity may give it a `ref`, by which later steps name it, with a @ before it: its key is
    not known yet to whoever writes them.
    """
    refs: dict[str, str] = {}
    for step in steps:
        run = table.get(str(step.get("op"))) if isinstance(step, dict) else None
        if run is None:
            raise Invalid(
                _("An edit says what it does: one of %(ops)s.") % {"ops": ", ".join(PUBLIC)}, field="op"
            )
        if run is not _add:
            editing.catch_up()
        editing.knows_all_touched &= run in _KNOWN
        editing.does_more |= run not in _STATES
        # what begins with an underscore is ours: how an undo puts back exactly what there was
        is_public = table is PUBLIC
        stated = {k: v for k, v in step.items() if k[:1] != "_"} if is_public else step
        run(editing, with_keys(stated, refs))
        if "ref" in step and run is _add:
            refs[new_ref(step["ref"], refs)] = editing.changes[-1].key
    editing.catch_up()
