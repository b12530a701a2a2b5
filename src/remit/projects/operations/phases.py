"""A project's way through its life: which phase may follow which, what must be so first, and who may say so."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.grids import day_of
from remit.projects.facts import judged
from remit.projects.life_content import Stage, after, first_in
from remit.projects.life_rules import FOLLOWS, GUARDS
from remit.projects.models import GateReview, LifeStep, Phase, Project, ProjectLife
from remit.projects.operations.projects import about
from remit.projects.operations.records import locked_project
from remit.projects.policies import may_change_phase
from remit.projects.signing import signatory

NEEDS_REASON = frozenset({Phase.ON_HOLD, Phase.TERMINATED})
LONGEST_REASON = 2000


@operation("projects.change_phase")
def change_phase(project: Project, phase: str, *, version: int, actor: Actor, reason: str = "") -> Project:
    """Lead a project into another phase: `FOLLOWS` says which may come next, `GUARDS` what must be so first.

    Where the project's method has a gate on the way, only the gate's decision leads on.
    """
    locked = locked_project(project)
    if phase not in Phase.values:
        raise Invalid(_("Choose one of: %(names)s.") % {"names": ", ".join(Phase.values)}, field="phase")
    require(may_change_phase(actor, locked, phase, signatory(locked)))
    if locked.version != version:
        current = {"phase": {"yours": phase, "theirs": locked.phase}}
        raise Conflict("stale", _("Somebody changed this project meanwhile."), current={"fields": current})
    _allowed(locked, phase)
    if phase in NEEDS_REASON and not reason.strip():
        raise Invalid(_("Say why."), field="reason", code="required")
    life = locked_life(locked)
    stage = _stage_for(life, locked.phase, phase)
    move(locked, phase, actor=actor, reason=reason, life=life, stage=stage)
    return locked


def _allowed(project: Project, phase: str) -> None:
    """Refuse an illegal move with what may come instead, and one for which something is missing with what that is."""
    back = held_phase(project)
    follows = FOLLOWS[project.phase]
    if project.phase == Phase.ON_HOLD and back:
        follows = frozenset({back, Phase.TERMINATED})
    if phase not in follows:
        words = {"now": Phase(project.phase).label, "next": Phase(phase).label}
        message = _("A project in %(now)s does not go to %(next)s.") % words
        if follows:
            names = ", ".join(str(Phase(each).label) for each in Phase.values if each in follows)
            message += " " + _("It may go to: %(names)s.") % {"names": names}
        raise Conflict("phase_order", message)
    if project.phase == Phase.ON_HOLD:
        return
    for gap in missing_for(project, phase):
        raise Conflict("phase_guard", gap)


def missing_for(project: Project, phase: str) -> list[str]:
    """Return why a project may not go into a phase yet, in words; a project that ends early owes no acceptance."""
    if project.phase == Phase.TERMINATED:
        return []
    found = [judged(project, code) for code in GUARDS.get(phase, ())]
    return [each.words for each in found if each is not None and not each.is_met]


def held_phase(project: Project) -> str:
    """Return the phase in which a project was when it was put on hold; nothing where that is not known."""
    if project.phase != Phase.ON_HOLD:
        return ""
    step = LifeStep.objects.filter(project=project, to_phase=Phase.ON_HOLD).order_by("-pk").first()
    return step.from_phase if step is not None else ""


def locked_life(project: Project) -> ProjectLife | None:
    """Return the life of a project, locked; None where no method was chosen."""
    found: ProjectLife | None = (
        ProjectLife.objects.select_for_update(of=("self",)).filter(project=project).first()
    )
    return found


def _stage_for(life: ProjectLife | None, now: str, phase: str) -> Stage | None:
    """Return the stage into which a move leads; refuses where a gate or another stage comes first."""
    if life is None or phase in {Phase.ON_HOLD, Phase.TERMINATED, Phase.ARCHIVED} or now == Phase.ON_HOLD:
        return None
    if now == Phase.TERMINATED:
        return first_in(life.content, phase)
    present = next(each for each in life.content["stages"] if each["code"] == life.stage)
    if present["gate"] is not None:
        words = {"code": present["gate"]["code"], "name": present["gate"]["name"]}
        raise Conflict("gate", _("Gate %(code)s, %(name)s, decides on that: ask for its review.") % words)
    following = after(life.content, life.stage)
    if following is not None and following["phase"] == now:
        message = _("The stage “%(name)s” comes first.") % {"name": following["name"]}
        raise Conflict("stage_order", message)
    return following


def move(
    project: Project, phase: str, *, actor: Actor, reason: str = "", life: ProjectLife | None = None,
    stage: Stage | None = None, review: GateReview | None = None, day: dt.date | None = None,
) -> None:  # fmt: skip
    """Lead a locked project into a phase and a stage inside a running operation, and note the step with its day."""
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        words = {"longest": LONGEST_REASON, "count": len(reason)}
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % words, field="reason", code="long")
    before, project.phase = project.phase, phase
    project.version += 1
    project.save(update_fields=["phase", "version", "changed_at"])
    changes: dict[str, Any] = {"phase": [before, phase]} if before != phase else {}
    if life is not None and stage is not None:
        changes["stage"] = [life.stage, stage["code"]]
        life.stage = stage["code"]
        life.version += 1
        life.save(update_fields=["stage", "version"])
    LifeStep.objects.create(
        project=project,
        day=day or day_of(project.organisation),
        from_phase=before,
        to_phase=phase,
        stage=stage["name"] if stage else "",
        reason=reason,
        by_key=actor.key,
        by_name=actor.name[:200],
        review=review,
    )
    record(actor, about(project), changes, reason=reason)
