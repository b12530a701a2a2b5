"""Calendar files of RFC 5545: texts in shape, lines folded, the frame around events."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


@dataclass(frozen=True, slots=True)
class Event:
    """Something with a day, or with a time: then `first` and `last` are moments in UTC and `last` is its end.

    Of days both are the event's own, `last` included. `uid` is the same at every reading, `sequence` only grows,
    `path` leads to its page. Only what `is_busy` blocks its time.
    """

    uid: str
    summary: str
    first: dt.date | dt.datetime
    last: dt.date | dt.datetime
    sequence: int = 0
    modified: dt.datetime | None = None
    told: str = ""
    path: str = ""
    place: str = ""
    category: str = ""
    is_busy: bool = False


def calendar(name: str, method: str, events: Iterable[str], *, made_by: str) -> bytes:
    """Return a file with the lines of `events`; `method` is that of RFC 5546, `name` is left out where empty."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:-//Remit//{made_by}//EN",
        "CALSCALE:GREGORIAN",
        f"METHOD:{method}",
        *([f"X-WR-CALNAME:{text(name)}"] if name else []),
        *events,
        "END:VCALENDAR",
    ]
    return b"".join(_folded(line) for line in lines)


def event_lines(event: Event, *, site: str, domain: str, stamp: dt.datetime) -> list[str]:
    """Return the lines of one event; `site` stands before its path, `domain` behind its UID."""
    told = "\n\n".join(each for each in (event.told, f"{site}{event.path}" if event.path else "") if each)
    return [
        "BEGIN:VEVENT",
        f"UID:{event.uid}@{domain}",
        f"SEQUENCE:{event.sequence}",
        f"DTSTAMP:{_utc(stamp)}",
        *([f"LAST-MODIFIED:{_utc(event.modified)}"] if event.modified else []),
        *_span(event),
        f"SUMMARY:{text(event.summary)}",
        *([f"DESCRIPTION:{text(told)}"] if told else []),
        *([f"LOCATION:{text(event.place)}"] if event.place else []),
        *([f"URL:{site}{event.path}"] if event.path else []),
        *([f"CATEGORIES:{text(event.category)}"] if event.category else []),
        f"TRANSP:{'OPAQUE' if event.is_busy else 'TRANSPARENT'}",
        "END:VEVENT",
    ]


def _span(event: Event) -> list[str]:
    if isinstance(event.first, dt.datetime) and isinstance(event.last, dt.datetime):
        return [f"DTSTART:{_utc(event.first)}", f"DTEND:{_utc(event.last)}"]
    # the end of whole days is the day after
    after = event.last + dt.timedelta(days=1)
    return [f"DTSTART;VALUE=DATE:{event.first:%Y%m%d}", f"DTEND;VALUE=DATE:{after:%Y%m%d}"]


def _utc(moment: dt.datetime) -> str:
    return f"{moment.astimezone(dt.UTC):%Y%m%dT%H%M%SZ}"


def text(value: str) -> str:
    """Return a value of the type TEXT: RFC 5545 section 3.3.11."""
    clean = "".join(each for each in value.replace("\r\n", "\n") if each == "\n" or each.isprintable())
    for what, into in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(what, into)
    return clean


def quoted(value: str) -> str:
    """Return a value of a parameter in quotes, which it cannot hold itself: RFC 5545 section 3.2."""
    return '"' + "".join(each for each in value if each.isprintable() and each != '"') + '"'


def _folded(line: str) -> bytes:
    """Return a line of at most 75 octets, gone on with after a space: no character is torn."""
    parts, part, room = [], "", LONGEST_LINE
    for each in line:
        if len((part + each).encode()) > room:
            parts.append(part)
            part, room = "", LONGEST_LINE - 1
        part += each
    return "\r\n ".join([*parts, part]).encode() + b"\r\n"
