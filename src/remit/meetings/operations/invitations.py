"""Mail to whoever is invited to a meeting, with the file that their calendar reads."""

from collections.abc import Iterable

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from remit.meetings.invitation import OFF, SEVERAL, invitation, occurrences
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


def send_several(person: Person, held: list[Meeting], off: list[Meeting]) -> None:
    """Send somebody one mail with all meetings that take place for them, and those that do not any more."""
    named = [*((each, False) for each in held), *((each, True) for each in off)]
    named.sort(key=lambda each: (each[0].day, each[0].begins, each[0].pk))
    events, urls = [], []
    for each, is_off in named:
        url = settings.BASE_URL + reverse("meetings:meeting", args=[each.project.key, each.key])
        urls.append(url)
        events.append((each, url, "\n".join(str(item) for item in each.agenda.all()), is_off))
    first = named[0][0]
    subject = format_lazy("{} {}", SUBJECTS[not held], " ".join(first.title.split()))
    context = {"meeting": first, "held": held, "off": off, "url": urls[0]}
    content = occurrences(events, stamp=timezone.now()).decode()
    attached = Attached(f"{first.key}.ics", content, f"text/calendar; method={SEVERAL}")
    tell(person, subject, "meetings/email/series.txt", context, attached=attached)
