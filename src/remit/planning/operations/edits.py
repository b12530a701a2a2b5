"""Edits of a plan: steps, a new schedule, a number to undo by; all of it in one transaction or none of it."""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.statements import Statement
from remit.planning.compute import Rescheduled, Shift
from remit.planning.models import Plan, PlanEdit
from remit.planning.news import NEWS, Change
from remit.planning.operations.delegated import judged, judged_back, keep_within, tell_manager
from remit.planning.operations.editing import Editing, Step
from remit.planning.operations.steps import ALL, KEYED, PUBLIC, apply_steps
from remit.planning.policies import may_edit_plan
from remit.projects.models import Project

MOST_STEPS = 1000
MOST_RECORDED = 200

# warnings are many, and only written
_LOCKED = Statement(
    lambda project_id: Plan.objects.select_for_update().defer("warnings").filter(project_id=project_id), int
)
_LAST_NUMBER = Statement(
    lambda project_id: (
        PlanEdit.objects.filter(project_id=project_id).order_by("-number").values_list("number")[:1]
    ),
    int,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit did: `touched` are the keys of activities stated or computed anew, `number` undoes it.

    Of `shifts` among them a row shows nothing new but what is given.
    """

    plan_version: int
    number: int | None
    label: str
    touched: tuple[str, ...]
    shifts: Mapping[str, Shift]
    removed: tuple[str, ...]
    outline_changed: bool
    links_changed: bool
    rescheduled: Rescheduled


def about_part(project: Project, kind: str, key: str, name: str) -> About:
    """Return how the record names an activity, a calendar or a resource: its key follows the project's."""
    return About(kind, f"{project.key}/{key}", name, project.organisation_id, project.scope.path)


def about_plan(project: Project) -> About:
    """Return how the record names a plan."""
    return About("plan", project.key, project.name, project.organisation_id, project.scope.path)


def locked_plan(project: Project) -> Plan:
    """Return the plan of a project, locked until the transaction ends; `NotFound` where there is none."""
    plan: Plan | None = _LOCKED.first(project.pk)
    if plan is None:
        raise NotFound(_("This project has no plan yet."))
    return plan


@operation("planning.edit_plan")
def edit_plan(
    project: Project,
    steps: Any,
    *,
    actor: Actor,
    label: str = "",
    most: int = MOST_STEPS,
    keyed: bool = False,
) -> Edited:
    """Apply `steps`, `most` at most, and schedule the plan anew; every stated version must be the present one.

    Whoever may not change the plan changes what is left to them of activities that they work on. The edit is called
    by its `label`, else by what its steps did. Steps that are `keyed` bring the keys of what they add.
    """
    may = may_edit_plan(actor, project)
    bounds = None if may else judged(project, steps, may, actor=actor)
    editing = Editing(locked_plan(project))
    apply_steps(editing, _counted(steps, most), table=KEYED if keyed else PUBLIC)
    edited = _finished(editing, project, actor, label=label)
    if bounds is not None:
        keep_within(bounds, edited.rescheduled)
        tell_manager(project, bounds, edited.label, actor=actor)
    return edited


@operation("planning.undo_edit")
def undo_edit(project: Project, number: int, *, actor: Actor) -> Edited:
    """Take an edit back by its number; undoing the undoing does it again."""
    may = may_edit_plan(actor, project)
    editing = Editing(locked_plan(project))
    edit: PlanEdit | None = PlanEdit.objects.filter(project_id=project.pk, number=number).first()
    if edit is None:
        require(may)  # what there is not is told to nobody who may not change the plan
        raise NotFound(_("This plan has no edit %(number)d.") % {"number": number})
    bounds = None if may else judged_back(project, edit, may, actor=actor)
    if PlanEdit.objects.filter(undoes=edit).exists():
        raise Conflict("undone", _("Edit %(number)d has been undone already.") % {"number": number})
    apply_steps(editing, list(reversed(edit.inverse)), table=ALL)
    edited = _finished(editing, project, actor, undoes=edit)
    if bounds is not None:
        keep_within(bounds, edited.rescheduled)
        tell_manager(project, bounds, edited.label, actor=actor)
    return edited


def preview_edits(
    project: Project, steps: Any, *, actor: Actor, read: Callable[[Edited], T], most: int = MOST_STEPS
) -> T:
    """Return what `read` finds after `steps`, then take everything back: nothing is saved or recorded."""
    require(may_edit_plan(actor, project))
    return as_if(project, _counted(steps, most), read=read)


def as_if(
    project: Project,
    steps: list[Step],
    *,
    read: Callable[[Edited], T],
    then: Sequence[Step] = (),
    keyed: bool = False,
) -> T:
    """Return what `read` finds as if `steps` were done, and `then` others, by which it is called; nothing stays.

    Whether its reader may see the plan, the caller has asked. Steps that are `keyed` bring the keys of what they add.
    """
    table = KEYED if keyed else PUBLIC
    with transaction.atomic():
        editing = Editing(locked_plan(project))
        apply_steps(editing, steps, table=table)
        first = len(editing.labels) if then else 0
        apply_steps(editing, then, table=table)
        edited = _edited(editing, editing.reschedule(), number=None)
        found = read(replace(edited, label=_label(editing.labels[first:])))
        transaction.set_rollback(True)
    return found


def _counted(steps: Any, most: int) -> list[Step]:
    if not isinstance(steps, list) or not 1 <= len(steps) <= most:
        raise Invalid(_("Give between 1 and %(most)d edits.") % {"most": most}, field="edits", code="count")
    return steps


def _edited(editing: Editing, result: Rescheduled, *, number: int | None) -> Edited:
    touched = editing.touched | set(result.changed_keys)
    # what a link states is said of all that it drives
    shifts = {} if editing.links_changed else result.shifts
    stated = editing.touched.union(editing.removed)
    return Edited(
        plan_version=editing.plan.version,
        number=number,
        label=_label(editing.labels),
        touched=tuple(touched.difference(editing.removed)),
        shifts={key: shift for key, shift in shifts.items() if key not in stated},
        removed=tuple(editing.removed),
        outline_changed=editing.outline_changed,
        links_changed=editing.links_changed,
        rescheduled=result,
    )


def _label(labels: list[str]) -> str:
    if len(labels) <= 1:
        return "".join(labels)[:300]
    words = _("%(first)s and %(more)d more") % {"first": labels[0], "more": len(labels) - 1}
    return words[:300]


def _finished(
    editing: Editing, project: Project, actor: Actor, *, undoes: PlanEdit | None = None, label: str = ""
) -> Edited:
    if not editing.inverse:
        raise Invalid(_("Nothing would change: the plan says so already."), code="unchanged")
    editing.plan.version += 1
    result = editing.reschedule(saving=("version",))
    label = label[:300] or _label(editing.labels)
    if undoes is not None:
        label = (_("Undid: %(label)s") % {"label": undoes.label})[:300]
    last = _LAST_NUMBER.first(project.pk)
    edit = PlanEdit.objects.create(
        project_id=project.pk,
        number=last[0] + 1 if last else 1,
        label=label,
        actor_key=actor.key,
        actor_name=actor.name[:200],
        # decimals and dates of removed rows become text, which the deserialiser reads again
        inverse=json.loads(json.dumps(editing.inverse, cls=DjangoJSONEncoder)),
        undoes=undoes,
    )
    _record(editing, project, actor, edit, result)
    edited = replace(_edited(editing, result, number=edit.number), label=label)
    transaction.on_commit(partial(NEWS.note, editing.plan.pk, _news(edited, actor)))
    return edited


def _news(edited: Edited, actor: Actor) -> Change:
    return Change(
        edited.plan_version, edited.touched, edited.removed, edited.outline_changed, edited.links_changed,
        actor.key, actor.name, edited.label, edited.rescheduled.driving, edited.shifts.keys(),
    )  # fmt: skip


def _record(editing: Editing, project: Project, actor: Actor, edit: PlanEdit, result: Rescheduled) -> None:
    for each in editing.changes[:MOST_RECORDED]:
        record(actor, about_part(project, each.kind, each.key, each.label), each.changes)
    consequence: dict[str, Any] = {"edit": ["", f"{edit.number} {edit.label}"], **editing.plan_changes}
    if result.finish_before != result.finish_minute:
        consequence["finish_minute"] = [result.finish_before, result.finish_minute]
    if len(editing.changes) > MOST_RECORDED:
        consequence["activities"] = ["", len(editing.changes)]
    record(actor, about_plan(project), consequence)
