"""A project's way through its life: which phase may follow which."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.projects.models import Phase, Project
from remit.projects.operations.projects import about
from remit.projects.policies import may_change_phase

_STOPS = frozenset({Phase.ON_HOLD, Phase.TERMINATED})
_OPEN = frozenset(
    {Phase.IDEA, Phase.FEASIBILITY, Phase.CHARTERED, Phase.PLANNING, Phase.EXECUTION, Phase.CLOSING}
)

FOLLOWS: dict[str, frozenset[str]] = {
    Phase.IDEA: frozenset({Phase.FEASIBILITY, Phase.CHARTERED}) | _STOPS,
    Phase.FEASIBILITY: frozenset({Phase.CHARTERED, Phase.PLANNING}) | _STOPS,
    Phase.CHARTERED: frozenset({Phase.PLANNING}) | _STOPS,
    Phase.PLANNING: frozenset({Phase.FEASIBILITY, Phase.CHARTERED, Phase.EXECUTION}) | _STOPS,
    Phase.EXECUTION: frozenset({Phase.PLANNING, Phase.CLOSING}) | _STOPS,
    Phase.CLOSING: frozenset({Phase.EXECUTION, Phase.CLOSED}) | _STOPS,
    Phase.CLOSED: frozenset({Phase.ARCHIVED, Phase.CLOSING}),
    Phase.ARCHIVED: frozenset(),
    Phase.ON_HOLD: _OPEN | {Phase.TERMINATED},
    Phase.TERMINATED: frozenset({Phase.ARCHIVED}),
}


@operation("projects.change_phase")
def change_phase(project: Project, phase: str, *, version: int, actor: Actor, reason: str = "") -> Project:
    """Lead a project into another phase; `FOLLOWS` says which may come next, and an archived one stays so."""
    locked: Project = (
        Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project.pk)
    )
    require(may_change_phase(actor, locked))
    if phase not in Phase.values:
        raise Invalid(_("Choose one of: %(names)s.") % {"names": ", ".join(Phase.values)}, field="phase")
    if locked.version != version:
        current = {"phase": {"yours": phase, "theirs": locked.phase}}
        raise Conflict("stale", _("Somebody changed this project meanwhile."), current={"fields": current})
    if phase not in FOLLOWS[locked.phase]:
        words = {"now": Phase(locked.phase).label, "next": Phase(phase).label}
        raise Conflict("phase_order", _("A project in %(now)s does not go to %(next)s.") % words)
    before, locked.phase = locked.phase, phase
    locked.version += 1
    locked.save(update_fields=["phase", "version", "changed_at"])
    record(actor, about(locked), {"phase": [before, phase]}, reason=reason)
    return locked
