"""A plan as an iCalendar file (RFC 5545): an event of whole days for each activity, milestone and deadline."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from remit.core.icalendar import calendar, text


def icalendar(
    name: str, rows: Iterable[Mapping[str, Any]], *, domain: str, stamp: dt.datetime, deadline: str
) -> bytes:
    """Return the file. `rows` are those of `dated_rows`; `deadline` is the word before the name of one.

    An event keeps its UID, made of the activity's key and `domain`, so that a program that reads the file again
    moves it. `stamp` is when the file was made, in UTC.
    """
    lines: list[str] = []
    for row in rows:
        lines += _event(row, domain, stamp, deadline)
    return calendar(name, "PUBLISH", lines, made_by="Plan")


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
        f"SUMMARY:{text(what)}",
        "TRANSP:TRANSPARENT",
    ]
    told = [each for each in (row["who"], row["notes"]) if each]
    if told:
        lines.append(f"DESCRIPTION:{text(chr(10).join(told))}")
    if row["critical"]:
        lines.append("PRIORITY:1")
    lines.append("END:VEVENT")
    return lines
