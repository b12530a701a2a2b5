"""Risks and issues that somebody owns, as lines of a handover when they go."""

from collections.abc import Sequence

from remit.people.registries import HeldWork
from remit.registers.models import Issue, IssueState, Risk, RiskState


def held_registers(person_id: int, path: str) -> Sequence[HeldWork]:
    """Return the open risks and issues that a person owns at and below a scope: two queries."""
    within = {"owner_id": person_id, "project__scope__path__startswith": path}
    risks = Risk.objects.filter(**within).exclude(state=RiskState.CLOSED).select_related("project")
    issues = Issue.objects.filter(**within).exclude(state=IssueState.CLOSED).select_related("project")
    found = [(each, each.event) for each in risks.order_by("pk")]
    told = [*found, *((each, each.title) for each in issues.order_by("pk"))]
    return [
        HeldWork(f"{each.project.key}/{each.key}", f"{each.project.key}/{each.key} {text}")
        for each, text in told
    ]
