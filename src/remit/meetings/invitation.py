"""A meeting for calendar programs: an invitation, a change of it, or that it is off (RFC 5546)."""

import datetime as dt
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from remit.core.icalendar import calendar, quoted, text
from remit.meetings.models import Meeting
from remit.people.models import Person

INVITED, OFF = "REQUEST", "CANCEL"


def starts_at(meeting: Meeting) -> dt.datetime:
    """Return when a meeting begins, in UTC: its wall-clock time where the organisation is."""
    zone = ZoneInfo(meeting.project.organisation.time_zone)
    return dt.datetime.combine(meeting.day, meeting.begins, zone).astimezone(dt.UTC)


def invitation(
    meeting: Meeting, person: Person, *, method: str, url: str, agenda: str, stamp: dt.datetime
) -> bytes:
    """Return the file for one of those invited, who stands in it alone beside the chair.

    `method` is `INVITED` or `OFF`; `agenda` is in words; `stamp` is when it is sent, in UTC.
    """
    begins = starts_at(meeting)
    ends = begins + dt.timedelta(minutes=meeting.length_minutes)
    told = "\n\n".join(each for each in (meeting.purpose, agenda, url) if each)
    lines = [
        "BEGIN:VEVENT",
        f"UID:{meeting.uid}@{urlsplit(url).hostname or 'remit'}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART:{begins:%Y%m%dT%H%M%SZ}",
        f"DTEND:{ends:%Y%m%dT%H%M%SZ}",
        f"SUMMARY:{text(meeting.title)}",
        f"DESCRIPTION:{text(told)}",
        *([f"LOCATION:{text(meeting.place)}"] if meeting.place else []),
        f"ORGANIZER;CN={quoted(meeting.chair.name)}:mailto:{meeting.chair.email}",
        f"ATTENDEE;CN={quoted(person.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:{person.email}",
        "STATUS:CANCELLED" if method == OFF else "STATUS:CONFIRMED",
        "END:VEVENT",
    ]
    return calendar("", method, lines, made_by="Meeting")
