"""What is agreed at a project: actions and decisions."""

from remit.meetings.models.outcome import Action, LoggedDecision

__all__ = ["Action", "LoggedDecision"]
