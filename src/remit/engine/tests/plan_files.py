"""Microsoft Project files for tests, one element a line, so that a line can be counted."""

import io

from remit.engine.formats import PlanDocument, read_mspdi

CALENDAR = """<Calendar>
<UID>1</UID>
<Name>Standard</Name>
</Calendar>"""


def element(name: str, **children: object) -> str:
    """Return an element with its children on one line."""
    inside = "".join(f"<{key}>{value}</{key}>" for key, value in children.items())
    return f"<{name}>{inside}</{name}>"


def task(uid: int, *more: str, name: str = "", **facts: object) -> str:
    """Return a task of one day; `facts` replace or add children, `more` are whole elements."""
    stated = {"UID": uid, "ID": uid, "Name": name or f"Task {uid}", "OutlineLevel": 1, "Duration": "PT8H0M0S"}
    children = "".join(f"<{key}>{value}</{key}>" for key, value in {**stated, **facts}.items())
    return f"<Task>{children}{''.join(more)}</Task>"


def wait_for(uid: object, **facts: object) -> str:
    """Return the link to a predecessor."""
    return element("PredecessorLink", PredecessorUID=uid, **facts)


def project(
    *tasks: str, calendars: str = CALENDAR, resources: str = "", assignments: str = "", **facts: object
) -> bytes:
    """Return a file: line 1 the declaration, line 2 the root, line 3 facts, then one thing a line."""
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<Project xmlns="http://schemas.microsoft.com/project">',
        "".join(
            f"<{key}>{value}</{key}>"
            for key, value in {
                "Title": "Plan",
                "StartDate": "2026-01-05T08:00:00",
                "CalendarUID": 1,
                **facts,
            }.items()
        ),
        f"<Calendars>{calendars}</Calendars>" if calendars else "",
        "<Tasks>",
        *tasks,
        "</Tasks>",
        f"<Resources>{resources}</Resources>",
        f"<Assignments>{assignments}</Assignments>",
        "</Project>",
    ]
    return "\n".join(lines).encode()


def read(data: bytes, **limits: int) -> PlanDocument:
    """Return the document in a file."""
    return read_mspdi(io.BytesIO(data), **limits)
