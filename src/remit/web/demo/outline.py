"""Reads the demo's plans from text: one line per activity, indented as the outline is.

A line is `name | id | duration | accountable | waits for | crew | dates`; what is empty at the end may be
left away. Durations: `10d`, `4h`, `7ed` by the clock, `0` a milestone. Waits: `id`, `id SS+2d`, `id FF+50%`.
Crew: `name` or `name 50%`; without one the accountable person works on it, `-` means nobody does. Dates:
`deadline 2026-07-03` or a constraint such as `snet 2026-03-16`. The section `[happened]` says what came
otherwise than planned (`id | duration 12d`, `id | start 2026-05-11`, `id | notes why`), `[progress]` how far
begun work is where it is not as far as its time (`id | 40`), `[resources]` what works besides people
(`name | kind | 400`).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

DAY = 450
CLOCK_DAY = 1440
_WAIT = re.compile(r"^(?P<on>[\w.]+)(?: (?P<kind>FS|SS|FF|SF))?(?: ?(?P<amount>[+-]\d+)(?P<unit>d|h|ed|%))?$")
_CREW = re.compile(r"^(?P<name>.+?)(?: (?P<units>\d+)%)?$")
_LAGS = {"d": (DAY, "working"), "h": (60, "working"), "ed": (CLOCK_DAY, "elapsed"), "%": (1, "percent")}
_ENDS = frozenset({"deadline", "fnet", "fnlt", "mfo"})
_COLUMNS = 7


@dataclass(frozen=True, slots=True)
class Wait:
    """What an activity waits for; a lag in the unit that the plan counts it in."""

    on: str
    kind: str
    lag_amount: int
    lag_unit: str


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a plan."""

    name: str
    id: str
    level: int
    minutes: int | None
    is_elapsed: bool
    accountable: str
    waits: tuple[Wait, ...]
    crew: tuple[tuple[str, int], ...]
    fields: dict[str, Any]


@dataclass(slots=True)
class Outline:
    """A plan as written: its lines, what came otherwise, how far work is, what works besides people."""

    rows: list[Row] = field(default_factory=list)
    happened: dict[str, dict[str, Any]] = field(default_factory=dict)
    progress: dict[str, int] = field(default_factory=dict)
    resources: list[tuple[str, str, int]] = field(default_factory=list)


def read_outline(text: str) -> Outline:
    """Return the plan that `text` states; raises `ValueError` naming the line that cannot be read."""
    outline = Outline()
    section = "plan"
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if line.startswith("["):
            section = line.strip("[] ")
            continue
        try:
            _read_line(outline, section, line)
        except (ValueError, KeyError, IndexError) as error:
            msg = f"Line {number} of the plan cannot be read: {line.strip()} ({error})"
            raise ValueError(msg) from error
    return outline


def _read_line(outline: Outline, section: str, line: str) -> None:
    cells = [cell.strip() for cell in line.split("|")]
    if section == "plan":
        outline.rows.append(_row(line, cells, len(outline.rows)))
    elif section == "happened":
        outline.happened.setdefault(cells[0], {}).update(_happened(cells[1]))
    elif section == "progress":
        outline.progress[cells[0]] = int(cells[1])
    else:
        outline.resources.append((cells[0], cells[1], int(cells[2])))


def _happened(cell: str) -> dict[str, Any]:
    what, value = cell.split(" ", 1)
    if what == "notes":
        return {"notes": value}
    return {"duration_minutes": duration(value)[0]} if what == "duration" else {"start": f"{value}T09:00"}


def _row(line: str, cells: list[str], number: int) -> Row:
    name, ident, length, accountable, waits, crew, dates = (*cells, *([""] * _COLUMNS))[:_COLUMNS]
    minutes, is_elapsed = duration(length) if length else (None, False)
    if length and not accountable:
        msg = "nobody is accountable"
        raise ValueError(msg)
    return Row(
        name=name,
        id=ident or f"line{number}",
        level=(len(line) - len(line.lstrip())) // 2,
        minutes=minutes,
        is_elapsed=is_elapsed,
        accountable=accountable,
        waits=tuple(_wait(each) for each in _parts(waits)),
        crew=_crew(crew, accountable, minutes),
        fields=_dates(dates),
    )


def _parts(cell: str) -> Iterator[str]:
    return (part.strip() for part in cell.split(",") if part.strip())


def duration(text: str) -> tuple[int, bool]:
    """Return minutes and whether they run by the clock, of `10d`, `4h`, `7ed` or `0`."""
    if text == "0":
        return 0, False
    unit = "ed" if text.endswith("ed") else text[-1]
    return int(text.removesuffix(unit)) * _LAGS[unit][0], unit == "ed"


def _wait(text: str) -> Wait:
    found = _WAIT.match(text)
    if found is None:
        msg = f"'{text}' is no dependency"
        raise ValueError(msg)
    size, unit = _LAGS[found["unit"] or "d"]
    return Wait(found["on"], found["kind"] or "FS", int(found["amount"] or 0) * size, unit)


def _crew(text: str, accountable: str, minutes: int | None) -> tuple[tuple[str, int], ...]:
    if not minutes or text == "-":
        return ()
    crew = []
    for part in _parts(text or accountable):
        found = _CREW.match(part)
        if found is not None:
            crew.append((found["name"], int(found["units"] or 100)))
    return tuple(crew)


def _dates(text: str) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for each in _parts(text):
        what, day = each.split()
        moment = f"{day}T{'17:30' if what in _ENDS else '09:00'}"
        if what == "deadline":
            fields["deadline_minute"] = moment
        else:
            fields.update(constraint=what, constraint_minute=moment)
    return fields
