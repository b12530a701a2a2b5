"""A plan while it is edited, and what the steps of an edit share: versions that are stale, rows that come back."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from django.core.serializers.python import Deserializer
from django.db.models import ForeignKey, Model
from django.utils.translation import gettext as _

from remit.audit.queries import last_actor
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.core.statements import Statement
from remit.planning.compute import Rescheduled, Touched, reschedule
from remit.planning.models import Activity, Plan, ResourceAssignment
from remit.planning.operations.outline import Outline, length_of_outline

STAFFING = "S"


Step = dict[str, Any]


_ACTIVITY = Statement(
    lambda project_id, key: (
        Activity.objects.select_related("project").filter(project_id=project_id, key=key).order_by()
    ),
    int,
    str,
)


@dataclass(frozen=True, slots=True)
class Noted:
    """What happened to one activity, calendar or resource, as the record keeps it."""

    kind: str
    key: str
    label: str
    changes: dict[str, list[Any]]


@dataclass(slots=True)
class Editing:
    """A plan while it is edited: what was touched, what was removed, and the steps that take it all back.

    `added` are those of `touched` that were not there before. `knows_all_touched` says that nothing else that dates
    are computed from was changed, but what `links_changed` and `work_changed` tell. `columns` are all that changed of
    the activities, unless `does_more`. `plan_changes` are of the plan as a whole.
    """

    plan: Plan
    inverse: list[Step] = field(default_factory=list)
    touched: set[str] = field(default_factory=set)
    added: set[str] = field(default_factory=set)
    removed: list[str] = field(default_factory=list)
    outline_changed: bool = False
    links_changed: bool = False
    work_changed: bool = False
    knows_all_touched: bool = True
    columns: set[str] = field(default_factory=set)
    does_more: bool = False
    labels: list[str] = field(default_factory=list)
    changes: list[Noted] = field(default_factory=list)
    plan_changes: dict[str, list[Any]] = field(default_factory=dict)
    _outline: Outline | None = None
    _outline_waits: bool = False
    _length: int | None = None

    @property
    def space(self) -> str:
        """Return the space in which the project's keys are unique."""
        return f"project:{self.plan.project_id}"

    @property
    def outline(self) -> Outline:
        """Return the plan's outline, read once."""
        if self._outline is None:
            self._outline = Outline(self.plan.project_id)
        return self._outline

    def save_outline(self) -> None:
        """Write the outline and forget it: what follows reads it anew."""
        if self._outline is not None:
            self.touched.update(self._outline.save())
            self._outline = None
            self.outline_changed = True
        self._outline_waits = False

    def save_outline_later(self) -> None:
        """Let the outline be written before whatever else than an addition follows: a hundred cost as one."""
        self._outline_waits = True

    def catch_up(self) -> None:
        """Write the outline if it waits for that; what follows may change how long it is."""
        self._length = None
        if self._outline_waits:
            self.save_outline()

    def next_position(self) -> int | None:
        """Return the position behind the last line, for something that is put there; None where the outline waits.

        To put something at the end needs nothing else of the outline: only this is read, once for many.
        """
        if self._outline is not None:
            return None
        if self._length is None:
            self._length = length_of_outline(self.plan.project_id)
        self._length += 1
        self.outline_changed = True
        return self._length - 1

    def reschedule(self, *, saving: Collection[str] = ()) -> Rescheduled:
        """Compute the plan anew after the steps, and write its columns `saving` along."""
        if not self.knows_all_touched:
            return reschedule(self.plan, saving=saving)
        touched = Touched(
            self.touched.difference(self.removed),
            self.removed,
            self.added.difference(self.removed),
            links=self.links_changed,
            work=self.work_changed,
            columns=None if self.does_more else frozenset(self.columns),
        )
        return reschedule(self.plan, touched, saving=saving)

    def activity(self, key: Any, name: str = "key") -> Activity:
        """Return the activity with `key`; raises `Invalid` naming the field otherwise."""
        found: Activity | None = _ACTIVITY.first(self.plan.project_id, str(key)[:16])
        if found is None:
            message = _("There is no activity %(key)s in this plan.") % {"key": str(key)[:40]}
            raise Invalid(message, field=name, code="unknown")
        return found

    def note(
        self, key: str, label: str, changes: dict[str, list[Any]], done: str, *, kind: str = "activity"
    ) -> None:
        """Note what happened to one thing of the plan, for the record and for the label of the edit."""
        self.changes.append(Noted(kind, key, label, changes))
        self.labels.append(done)


class Versioned(Protocol):
    """Something of a plan that is found by its key and grows a version with each statement."""

    key: Any
    version: Any


def stale(
    editing: Editing, kind: str, stands: Versioned, version: int, fields: Mapping[str, Mapping[str, Any]]
) -> Conflict:
    """Return the refusal of a change to what somebody else changed meanwhile, with both values of each field."""
    project = editing.plan.project
    changed_by = last_actor(project.organisation_id, kind, f"{project.key}/{stands.key}")
    message = _("%(who)s changed %(key)s meanwhile: you saw version %(seen)d, it is version %(now)d.")
    words = {
        "key": stands.key,
        "seen": version,
        "now": stands.version,
        "who": changed_by or _("Somebody"),
    }
    current = {
        "key": stands.key,
        "version": stands.version,
        "fields": {name: dict(both) for name, both in fields.items()},
        "changed_by": changed_by,
    }
    return Conflict("stale", message % words, current=current)


def restored(editing: Editing, rows: list[dict[str, Any]]) -> list[Any]:
    """Return removed rows ready to be saved; `Conflict` where something that they refer to was removed since."""
    found = list(Deserializer(rows))
    inside = {(type(each.object), each.object.pk) for each in found}
    needed: dict[type[Model], set[Any]] = {}
    for each in found:
        for column in each.object._meta.fields:
            value = getattr(each.object, column.attname)
            if isinstance(column, ForeignKey) and value is not None:
                model = column.related_model
                if (model, value) not in inside:
                    needed.setdefault(model, set()).add(value)
        if isinstance(each.object, ResourceAssignment) and not each.object.key:
            each.object.key = next_key(editing.space, STAFFING)  # removed before assignments had keys
    for model, keys in needed.items():
        rows_there = model._base_manager.filter(pk__in=keys)  # noqa: SLF001 - the manager that hides nothing
        if rows_there.count() != len(keys):
            message = _("Something that it refers to was removed since: take the later edit back first.")
            raise Conflict("changed_since", message)
    return found
