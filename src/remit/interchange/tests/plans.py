"""Small plans in Microsoft Project XML, written for one rule each."""

import io
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "data"
NAMESPACE = "http://schemas.microsoft.com/project"


def example(name: str) -> Path:
    """Return one of our own files."""
    return HERE / f"{name}.xml"


def plan_xml(tasks: str = "", *, head: str = "", tail: str = "") -> bytes:
    """Return a plan from Monday 1 June 2026, 8:00; `head` and `tail` stand before and after the tasks."""
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Project xmlns="{NAMESPACE}">\n'
        f"<Title>Shed</Title>\n<StartDate>2026-06-01T08:00:00</StartDate>\n<CalendarUID>1</CalendarUID>\n"
        f"<Calendars>\n<Calendar><UID>1</UID><Name>Standard</Name><IsBaseCalendar>1</IsBaseCalendar></Calendar>\n{head}"
        f"</Calendars>\n<Tasks>\n{tasks}\n</Tasks>\n{tail}</Project>\n"
    ).encode()


def task(uid: int, name: str, inside: str = "", *, level: int = 1, days: int = 1) -> str:
    """Return one task of `days`, with whatever else stands `inside`."""
    return (
        f"<Task><UID>{uid}</UID><ID>{uid}</ID><Name>{name}</Name><OutlineLevel>{level}</OutlineLevel>"
        f"<Duration>PT{days * 8}H0M0S</Duration>{inside}</Task>\n"
    )


def after(uid: int, *, kind: int = 1, lag: int = 0) -> str:
    """Return a link that waits for task `uid`; the lag is in tenths of minutes."""
    return (
        f"<PredecessorLink><PredecessorUID>{uid}</PredecessorUID><Type>{kind}</Type>"
        f"<LinkLag>{lag}</LinkLag><LagFormat>7</LagFormat></PredecessorLink>"
    )


def chain(count: int) -> bytes:
    """Return `count` tasks below one summary, each after the one before, with resources and a baseline."""
    tasks = [task(1, "All of it")]
    promise = "<Baseline><Number>0</Number><Finish>2026-06-01T17:00:00</Finish></Baseline>"
    for uid in range(2, count + 2):
        link = after(uid - 1) if uid > 2 else ""
        tasks.append(task(uid, f"Step {uid}", link + promise, level=2))
    people = "".join(f"<Resource><UID>{n}</UID><Name>Worker {n}</Name></Resource>" for n in range(1, 6))
    work = "".join(
        f"<Assignment><TaskUID>{uid}</TaskUID><ResourceUID>{uid % 5 + 1}</ResourceUID>"
        f"<Work>PT8H0M0S</Work></Assignment>"
        for uid in range(2, count + 2)
    )
    return plan_xml("".join(tasks), tail=f"<Resources>{people}</Resources><Assignments>{work}</Assignments>")


def file_of(content: bytes) -> Any:
    """Return content as an open file."""
    return io.BytesIO(content)
