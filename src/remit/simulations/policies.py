"""Who may let a plan be drawn. Pure functions."""

from remit.accounts.permissions import Actor, Decision
from remit.planning.policies import may_view_plan
from remit.projects.models import Project
from remit.registers.policies import may_keep_registers


def may_simulate(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may let a plan be drawn many times over: whoever keeps its risks and reads its plan."""
    allowed = may_keep_registers(actor, project)
    return may_view_plan(actor, project) if allowed else allowed
