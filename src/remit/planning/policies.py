"""Who may do what with a plan. Pure functions."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import IntEnum

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.planning.models import Delegation
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_view_plan(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may read the plan."""
    if actor.can("plan.view", project.scope.path):
        return ALLOWED
    return refuse(_("You may see the project but not its plan."), _("the project manager"))


def may_edit_plan(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may change activities and links."""
    if not actor.can("plan.edit", project.scope.path):
        return refuse(
            _("You may read this plan but not change it."), _("the project manager or a project leader")
        )
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: its plan can be read but not changed."))
    return ALLOWED


def may_set_baseline(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may freeze the plan as a baseline."""
    if not actor.can("plan.baseline", project.scope.path):
        return refuse(_("You may not set a baseline."), _("the project manager or the sponsor"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: no baseline can be set any more."))
    return ALLOWED


# what is delegated to whoever works on an activity


class Reach(IntEnum):
    """How far the dates may lie that somebody's own change moves."""

    NOTHING = 0
    ITSELF = 1
    SUMMARY = 2


@dataclass(frozen=True, slots=True)
class Leave:
    """What a level of delegation leaves to somebody: fields to state, how far dates move, whether others are told."""

    fields: frozenset[str]
    reach: Reach = Reach.NOTHING
    is_told: bool = False


# facts: whoever states them decides nothing, whatever dates follow
REPORTS = frozenset({"percent_complete", "notes"})
METHOD = frozenset({"contour", "pieces"})
EFFORT = frozenset({"splits", "delay_minutes", "work_minutes", "units_percent"})
LENGTH = frozenset({"duration_minutes"})
_ALL = REPORTS | METHOD | EFFORT | LENGTH

LEAVES: Mapping[str, Leave] = {
    Delegation.TELL: Leave(frozenset({"percent_complete"})),
    Delegation.SELL: Leave(REPORTS),
    Delegation.CONSULT: Leave(REPORTS | METHOD),
    Delegation.AGREE: Leave(REPORTS | METHOD | EFFORT),
    Delegation.ADVISE: Leave(_ALL, Reach.ITSELF),
    Delegation.INQUIRE: Leave(_ALL, Reach.SUMMARY, is_told=True),
    Delegation.DELEGATE: Leave(_ALL, Reach.SUMMARY),
}

_PROGRESS = frozenset(
    {
        "percent_complete",
        "actual_start_minute",
        "actual_finish_minute",
        "actual_duration_minutes",
        "remaining_duration_minutes",
    }
)
# the columns of an activity that follow from a field
_COLUMNS = {
    "percent_complete": _PROGRESS,
    "duration_minutes": _PROGRESS | {"duration_minutes", "kind", "manual_finish_minute"},
}


@dataclass(frozen=True, slots=True)
class Moves:
    """What a change moved: the activity itself, others below the same summary, others elsewhere, the summary's ends."""

    itself: bool = False
    beside: int = 0
    elsewhere: int = 0
    widens: bool = False


def lowest(levels: Collection[str]) -> str:
    """Return the lowest of the levels that are stated; empty where none is."""
    stated = [each for each in Delegation.values if each in levels]
    return stated[0] if stated else ""


def may_state(level: str, fields: Collection[str]) -> Decision:
    """Return whether somebody at `level` of an activity states `fields` of it, or of their own part in it."""
    if level not in LEAVES:
        return refuse(_("Nothing about this activity is left to you."), _("the project manager"))
    if set(fields) <= LEAVES[level].fields:
        return ALLOWED
    words = {"level": Delegation(level).label}
    reason = _("At the level '%(level)s' this is not yours to decide.") % words
    return refuse(reason, _("the project manager or a project leader"))


def may_take_back(level: str, columns: Collection[str]) -> Decision:
    """Return whether somebody at `level` may state `columns` of an activity anew, as they were before their edit."""
    allowed = LEAVES[level].fields if level in LEAVES else frozenset()
    known = {column for name in allowed for column in _COLUMNS.get(name, {name})}
    return ALLOWED if set(columns) <= known else may_state(level, {*columns, ""})


def may_move(level: str, moves: Moves) -> Decision:
    """Return whether somebody at `level` decides what moves these dates."""
    reach = LEAVES[level].reach
    who = _("the project manager or a project leader")
    words = {"level": Delegation(level).label}
    if reach == Reach.NOTHING and (moves.itself or moves.beside or moves.elsewhere):
        reason = _("This would move dates, which at the level '%(level)s' is not yours to decide.")
        return refuse(reason % words, who)
    if reach == Reach.ITSELF and (moves.beside or moves.elsewhere or moves.widens):
        reason = _("This would move other activities, which at the level '%(level)s' is not yours to decide.")
        return refuse(reason % words, who)
    if moves.elsewhere or moves.widens:
        return refuse(_("This would go beyond the dates of what the activity stands below."), who)
    return ALLOWED
