"""Risks of projects, what answers them, and issues."""

from remit.registers.models.issue import Issue, IssueKind, IssueState, Severity
from remit.registers.models.risk import Category, Outcome, Risk, RiskAction, RiskKind, RiskState, Strategy

__all__ = [
    "Category",
    "Issue",
    "IssueKind",
    "IssueState",
    "Outcome",
    "Risk",
    "RiskAction",
    "RiskKind",
    "RiskState",
    "Severity",
    "Strategy",
]
