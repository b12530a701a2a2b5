"""Who may say how work is measured and keep the figures. Pure functions; who may see them is who may see costs."""

from remit.accounts.permissions import Actor, Decision
from remit.costs.policies import may_keep_costs
from remit.projects.models import Project


def may_measure(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may say how work is measured, and keep the status: whoever keeps the project's costs."""
    return may_keep_costs(actor, project)
