"""Mail to whoever is invited to a meeting, with the file that their calendar reads."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from remit.meetings.invitation import OFF, invitation
from remit.meetings.models import Meeting
from remit.people.models import Person
from remit.people.operations.mails import Attached, tell

SUBJECTS = {True: _("Remit, cancelled:"), False: _("Remit, a meeting:")}


def invited_to(meeting: Meeting) -> list[Person]:
    """Return chair, minute-taker and who else is invited, each once, by name."""
    found = {each.pk: each for each in meeting.invited.all()}
    found |= {each.pk: each for each in (meeting.chair, meeting.minute_taker)}
    return sorted(found.values(), key=lambda each: (each.name, each.pk))


def send(meeting: Meeting, people: Iterable[Person], method: str) -> None:
    """Send each of `people` the meeting as it stands, or that it is off for them, once what is written holds."""
    url = settings.BASE_URL + reverse("meetings:meeting", args=[meeting.project.key, meeting.key])
    agenda = list(meeting.agenda.select_related("leader"))
    listed = "\n".join(str(each) for each in agenda)
    context = {"meeting": meeting, "agenda": agenda, "url": url, "is_off": method == OFF}
    subject = format_lazy("{} {}", SUBJECTS[method == OFF], " ".join(meeting.title.split()))
    for each in people:
        content = invitation(meeting, each, method=method, url=url, agenda=listed, stamp=timezone.now())
        kind = f"text/calendar; method={method}"
        attached = Attached(f"{meeting.key}.ics", content.decode(), kind)
        tell(each, subject, "meetings/email/meeting.txt", context, attached=attached)
