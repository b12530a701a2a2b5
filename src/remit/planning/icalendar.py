"""A plan as an iCalendar file (RFC 5545): an event of whole days for each activity, milestone and deadline."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


def icalendar(
    name: str, rows: Iterable[Mapping[str, Any]], *, domain: str, stamp: dt.datetime, deadline: str
) -> bytes:
    """Return the file. `rows` are those of `dated_rows`; `deadline` is the word before the name of one.

    An event keeps its UID, made of the activity's key and `domain`, so that a program that reads the file again
    moves it. `stamp` is when the file was made, in UTC.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Remit//Plan//EN",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
    ]
    for row in rows:
        lines += _event(row, domain, stamp, deadline)
    lines.append("END:VCALENDAR")
    return b"".join(_folded(line) for line in lines)


def _event(row: Mapping[str, Any], domain: str, stamp: dt.datetime, deadline: str) -> list[str]:
    what = f"{deadline}: {row['name']}" if row["is_deadline"] else row["name"]
    kind = "due" if row["is_deadline"] else "work"
    lines = [
        "BEGIN:VEVENT",
        f"UID:{row['key']}-{kind}@{domain}",
        f"DTSTAMP:{stamp:%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{row['first']:%Y%m%d}",
        # the end of whole days is the day after
        f"DTEND;VALUE=DATE:{row['last'] + dt.timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_text(what)}",
        "TRANSP:TRANSPARENT",
    ]
    told = [each for each in (row["who"], row["notes"]) if each]
    if told:
        lines.append(f"DESCRIPTION:{_text(chr(10).join(told))}")
    if row["critical"]:
        lines.append("PRIORITY:1")
    lines.append("END:VEVENT")
    return lines


def _text(value: str) -> str:
    """Return a value of the type TEXT: RFC 5545 section 3.3.11."""
    clean = "".join(each for each in value.replace("\r\n", "\n") if each == "\n" or each.isprintable())
    for what, into in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        clean = clean.replace(what, into)
    return clean


def _folded(line: str) -> bytes:
    """Return a line of at most 75 octets, gone on with after a space: no character is torn."""
    parts, part, room = [], "", LONGEST_LINE
    for each in line:
        if len((part + each).encode()) > room:
            parts.append(part)
            part, room = "", LONGEST_LINE - 1
        part += each
    return "\r\n ".join([*parts, part]).encode() + b"\r\n"
