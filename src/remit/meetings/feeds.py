"""What calendar feeds show of meetings: those that the actor takes part in, and the open actions that they own."""

import datetime as dt

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.icalendar import Event
from remit.meetings.invitation import starts_at
from remit.meetings.meeting_queries import taken_part_in
from remit.meetings.models import Meeting, MeetingState
from remit.meetings.queries import open_actions


def meeting_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the meetings that the actor leads, minutes or is invited to, those cancelled left out: one query."""
    rows = Meeting.objects.visible_to(actor).filter(taken_part_in(actor), day__range=(first, last))
    rows = rows.exclude(state=MeetingState.CANCELLED).select_related("project__organisation", "chair")
    return [_meeting(each) for each in rows.order_by("day", "begins", "pk")[:most]]


def _meeting(row: Meeting) -> Event:
    begins = starts_at(row)
    led = _("Led by %(name)s") % {"name": row.chair.name}
    told = (f"{row.project.key} {row.project.name}", led, row.purpose)
    return Event(
        # the same as in the invitation that was sent
        uid=row.uid,
        summary=f"{row.title} ({row.project.key})",
        first=begins,
        last=begins + dt.timedelta(minutes=row.length_minutes),
        sequence=row.sequence,
        told="\n".join(each for each in told if each),
        path=reverse("meetings:meeting", args=[row.project.key, row.key]),
        place=row.place,
        category=_("Meeting"),
        is_busy=True,
    )


def action_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return the open actions of the actor on the days on which they are due: one query."""
    rows = open_actions(actor).filter(due_on__range=(first, last)).select_related("project")
    return [
        Event(
            uid=f"{each.key}-action.{each.project.key}",
            summary=_("Due: %(what)s") % {"what": f"{each.text} ({each.project.key})"},
            first=each.due_on,
            last=each.due_on,
            sequence=each.version,
            told=f"{each.project.key} {each.project.name}",
            path=reverse("meetings:action", args=[each.project.key, each.key]),
            category=_("Action"),
        )
        for each in rows.order_by("due_on", "pk")[:most]
    ]
