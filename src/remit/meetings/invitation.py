"""A meeting for calendar programs: an invitation, a change of it, or that it is off (RFC 5546)."""

import datetime as dt
from collections.abc import Iterable
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from remit.core.icalendar import calendar, quoted, text
from remit.meetings.models import Meeting
from remit.people.models import Person

INVITED, OFF, SEVERAL = "REQUEST", "CANCEL", "PUBLISH"


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
    attendee = (
        f"ATTENDEE;CN={quoted(person.name)};ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION:mailto:{person.email}"
    )
    lines = _event(meeting, url=url, agenda=agenda, stamp=stamp, is_off=method == OFF, more=[attendee])
    return calendar("", method, lines, made_by="Meeting")


def occurrences(events: Iterable[tuple[Meeting, str, str, bool]], *, stamp: dt.datetime) -> bytes:
    """Return a file with several meetings: each with its address, its agenda in words, and whether it is off.

    An invitation holds one event or those of one UID alone (RFC 5546, 3.2.2), so that several are published: they are
    entered and moved by their UIDs, and nobody is asked for an answer.
    """
    lines = [
        line
        for meeting, url, agenda, is_off in events
        for line in _event(meeting, url=url, agenda=agenda, stamp=stamp, is_off=is_off)
    ]
    return calendar("", SEVERAL, lines, made_by="Meeting")


def _event(
    meeting: Meeting, *, url: str, agenda: str, stamp: dt.datetime, is_off: bool, more: Iterable[str] = ()
) -> list[str]:
    begins = starts_at(meeting)
    ends = begins + dt.timedelta(minutes=meeting.length_minutes)
    told = "\n\n".join(each for each in (meeting.purpose, agenda, url) if each)
    return [
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
        *more,
        "STATUS:CANCELLED" if is_off else "STATUS:CONFIRMED",
        "END:VEVENT",
    ]
