"""Requests to change what was agreed, and what came in without one."""

from remit.changes.models.change import (
    Cause,
    ChangeItem,
    ChangeKind,
    ChangeRequest,
    ChangeState,
    ScopeCorrection,
)

__all__ = ["Cause", "ChangeItem", "ChangeKind", "ChangeRequest", "ChangeState", "ScopeCorrection"]
