"""Calendar files of RFC 5545: texts in shape, lines folded, the frame around events."""

from collections.abc import Iterable

LONGEST_LINE = 75  # octets, RFC 5545 section 3.1


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
