"""Meetings of a project and what is agreed there: minutes, actions and decisions."""

from remit.meetings.models.meeting import AgendaItem, Meeting, MeetingKind, MeetingState
from remit.meetings.models.minutes import Minutes, MinutesState, Presence
from remit.meetings.models.outcome import Action, LoggedDecision
from remit.meetings.models.series import MeetingSeries

__all__ = [
    "Action",
    "AgendaItem",
    "LoggedDecision",
    "Meeting",
    "MeetingKind",
    "MeetingSeries",
    "MeetingState",
    "Minutes",
    "MinutesState",
    "Presence",
]
