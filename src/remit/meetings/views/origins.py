"""The matter of a meeting that an address names, from which an action or a decision is recorded."""

from django.urls import reverse

from remit.accounts.requests import ActorRequest
from remit.core.errors import NotFound
from remit.meetings.meeting_queries import one_meeting
from remit.meetings.models import AgendaItem
from remit.meetings.outcome_queries import one_matter


def origin(request: ActorRequest, key: str) -> AgendaItem | None:
    """Return the matter that `?meeting=MT-3&matter=2` names, None without; `NotFound` where there is none."""
    meeting_key, number = request.GET.get("meeting", ""), request.GET.get("matter", "")
    if not meeting_key:
        return None
    if not (number.isascii() and number.isdecimal()):
        raise NotFound
    return one_matter(one_meeting(request.actor, key, meeting_key[:16]), int(number[:4]))


def draft_address(matter: AgendaItem) -> str:
    """Return where the minutes of a matter are written."""
    meeting = matter.meeting
    return reverse("meetings:write_minutes", args=[meeting.project.key, meeting.key])
