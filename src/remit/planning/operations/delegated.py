"""Edits by whoever works on an activity and may not change the plan: as far as its level of delegation leaves it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor, Decision, refuse, require
from remit.core.errors import NotAllowed
from remit.people.operations.mails import tell
from remit.people.queries import holder
from remit.planning.compute import Rescheduled
from remit.planning.models import Activity, Delegation, Plan, PlanEdit, ResourceAssignment
from remit.planning.policies import LEAVES, REPORTS, Moves, may_move, may_state, may_take_back
from remit.planning.queries.delegation import Say, say_of
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


@dataclass(frozen=True, slots=True)
class Bounds:
    """One activity whose dates somebody may move: by which level, and from when to when its summary goes."""

    activity: Activity
    level: str
    start: int | None
    finish: int | None


@dataclass(frozen=True, slots=True)
class _Asked:
    """A step as it is judged: whose activity, the levels that the asker has there, and what it states."""

    activity: Activity
    say: Say
    fields: frozenset[str]
    is_own_part: bool

    def level(self, *, is_report: bool) -> str:
        """Return the level that decides: what concerns everybody on an activity goes by the lowest of theirs."""
        return self.say.own if self.is_own_part or is_report else self.say.shared


def judged(project: Project, steps: Any, refusal: Decision, *, actor: Actor) -> Bounds | None:
    """Return within what the dates may move by `steps`, None where they only report; refuses what is not left."""
    if project.phase in READ_ONLY or not isinstance(steps, list):
        require(refusal)
    asked = [_asked(project, step, refusal, actor) for step in steps]
    return _bounds(asked, may_state, lambda fields: fields <= REPORTS)


def judged_back(project: Project, edit: PlanEdit, refusal: Decision, *, actor: Actor) -> Bounds | None:
    """Return within what the dates may move when somebody takes their own edit back; refuses what is not left."""
    if project.phase in READ_ONLY or edit.actor_key != actor.key:
        require(refusal)
    forward = {"restate": "change", "restate_assignment": "change_assignment"}
    asked = [
        _asked(project, {**step, "op": forward.get(step["op"]), "fields": step.get("values")}, refusal, actor)
        for step in edit.inverse
        if step["op"] != "respread"  # follows from another of them
    ]
    return _bounds(asked, may_take_back, lambda columns: bool(may_take_back(Delegation.SELL, columns)))


def _asked(project: Project, step: Any, refusal: Decision, actor: Actor) -> _Asked:
    """Return what a step asks for; refuses what concerns nothing that the actor has a say in."""
    stated = step.get("fields") if isinstance(step, dict) else None
    if isinstance(stated, dict):
        key, fields = str(step.get("key"))[:16], frozenset(map(str, stated))
        activity = None
        if step.get("op") == "change":
            activity = (
                Activity.objects.filter(project_id=project.pk, key=key).select_related("parent").first()
            )
        elif step.get("op") == "change_assignment":
            rows = ResourceAssignment.objects.filter(project_id=project.pk, key=key)
            row = rows.filter(resource__person_id=actor.person_id).select_related("activity__parent").first()
            activity = row and row.activity
        say = say_of(actor, activity.pk) if activity is not None else Say()
        if activity is not None and say.own:
            return _Asked(activity, say, fields, step["op"] == "change_assignment")
    raise NotAllowed(refusal.reason, refusal.who_may)


def _bounds(
    asked: Iterable[_Asked],
    may: Callable[[str, frozenset[str]], Decision],
    is_report: Callable[[frozenset[str]], bool],
) -> Bounds | None:
    found: dict[int, tuple[Activity, str]] = {}
    for each in asked:
        reports = is_report(each.fields)
        level = each.level(is_report=reports)
        require(may(level, each.fields))
        if not reports:
            found[each.activity.pk] = (each.activity, level)
    if len(found) > 1:
        require(refuse(_("Change what is left to you one activity at a time."), _("the project manager")))
    for activity, level in found.values():
        above = activity.parent
        if above is None:
            finish = Plan.objects.values_list("finish_minute", flat=True).get(project_id=activity.project_id)
            return Bounds(activity, level, None, finish)
        return Bounds(activity, level, above.start_minute, above.finish_minute)
    return None


def keep_within(bounds: Bounds, result: Rescheduled) -> None:
    """Refuse an edit whose dates go further than the level of whoever made it: raises `NotAllowed`."""
    require(may_move(bounds.level, _moves(bounds, result)))


def _moves(bounds: Bounds, result: Rescheduled) -> Moves:
    activity = bounds.activity
    others = set(result.moved_keys) - {activity.key}
    above = Activity.objects.filter(children=activity.pk).first()
    if above is None:
        widens = bounds.finish is not None and result.finish_minute > bounds.finish
        return Moves(activity.key in result.moved_keys, beside=len(others), widens=widens)
    rows = Activity.objects.filter(project_id=activity.project_id, position__gt=above.position)
    end = rows.filter(level__lte=above.level).order_by("position").values_list("position", flat=True).first()
    inside = rows.filter(key__in=others) if end is None else rows.filter(key__in=others, position__lt=end)
    beside = inside.count()
    return Moves(
        activity.key in result.moved_keys,
        beside=beside,
        elsewhere=len(others) - beside,
        widens=_before(above.start_minute, bounds.start) or _before(bounds.finish, above.finish_minute),
    )


def _before(minute: int | None, other: int | None) -> bool:
    return minute is not None and other is not None and minute < other


def tell_manager(project: Project, bounds: Bounds, label: str, *, actor: Actor) -> None:
    """Tell the project manager what somebody decided by themselves, where their level says so."""
    manager = holder(project.scope_id)
    if LEAVES[bounds.level].is_told and manager is not None and manager.pk != actor.person_id:
        about = {"project": project, "activity": bounds.activity, "label": label, "who": actor.name}
        tell(manager, _("Decided on an activity of your project"), "planning/email/decided.txt", about)
