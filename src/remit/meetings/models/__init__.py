"""Meetings of a project and what is agreed there: actions and decisions."""

from remit.meetings.models.meeting import AgendaItem, Meeting, MeetingKind, MeetingState
from remit.meetings.models.outcome import Action, LoggedDecision

__all__ = ["Action", "AgendaItem", "LoggedDecision", "Meeting", "MeetingKind", "MeetingState"]
