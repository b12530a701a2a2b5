"""Readers of the project scheduling library's files: .sm and .mm, Patterson's .rcp, ProGen/max's .sch.

Each file becomes a `Problem` on the 24-hour calendar that starts at minute 0: one unit of time is one minute. The
first mode of an activity is the stated one, with its needs as assignments; `Activity.modes` holds the others.
A non-renewable resource is a budget. Activities keep the numbers of the file, source and sink included.

Source of the formats: Kolisch and Sprecher, "PSPLIB - a project scheduling problem library", 1996; Schwindt,
"ProGen/max", 1998.
"""

from dataclasses import dataclass, field

from remit.engine.formats.document import FormatError
from remit.engine.formats.psplib_tokens import MOST_ACTIVITIES, MOST_RESOURCES, Numbers, whole
from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    Lag,
    Link,
    LinkKind,
    Mode,
    PlanError,
    Problem,
    Resource,
    ResourceKind,
)

SUFFIXES = (".sm", ".mm", ".rcp", ".sch")


@dataclass(slots=True)
class _Stated:
    """What a file states: capacities by resource id, and by activity number its modes."""

    capacities: dict[str, int] = field(default_factory=dict)
    budgets: dict[str, int] = field(default_factory=dict)
    modes: dict[int, list[Mode]] = field(default_factory=dict)
    links: list[Link] = field(default_factory=list)

    def names(self) -> list[str]:
        return [*self.capacities, *self.budgets]

    def problem(self) -> Problem:
        clock = Calendar.around_the_clock()
        resources = [Resource(each, each, max_units=float(units)) for each, units in self.capacities.items()]
        resources += [
            Resource(each, each, ResourceKind.BUDGET, max_units=float(units))
            for each, units in self.budgets.items()
        ]
        activities, assignments = [], []
        for number, (first, *others) in self.modes.items():
            key = str(number)
            activities.append(
                Activity(key, key, first.duration_minutes, fixed_duration=True, modes=tuple(others))
            )
            for resource, units in first.demands:
                work = 0 if resource in self.budgets else round(units) * first.duration_minutes
                assignments.append(Assignment(key, resource, units, work))
        return Problem(
            start_minute=0,
            calendars=(clock,),
            default_calendar_id=clock.id,
            activities=tuple(activities),
            links=tuple(self.links),
            resources=tuple(resources),
            assignments=tuple(assignments),
        )


def read_psplib(source: bytes, suffix: str) -> Problem:
    """Return the problem of a file of the library; `suffix` says which format it has ('.sm' and so on).

    Raises `FormatError` with the line where the file is not of the format or contradicts itself.
    """
    try:
        text = source.decode("ascii")
    except UnicodeDecodeError as error:
        raise FormatError("the file holds bytes that are no plain text") from error
    readers = {".sm": _read_tables, ".mm": _read_tables, ".rcp": _read_patterson, ".sch": _read_max}
    reader = readers.get(suffix.lower())
    if reader is None:
        raise FormatError(f"'{suffix}' is not a format of the project scheduling library")
    try:
        return reader(text).problem()
    except PlanError as error:
        raise FormatError(str(error)) from error


def _read_patterson(text: str) -> _Stated:
    """Read .rcp: sizes, capacities, then of each activity duration, needs, successors."""
    numbers = Numbers(text)
    stated = _Stated()
    count = numbers.next("the number of activities", 1, MOST_ACTIVITIES)
    kinds = numbers.next("the number of resources", 0, MOST_RESOURCES)
    for each in range(1, kinds + 1):
        stated.capacities[f"R{each}"] = numbers.next(f"the capacity of resource {each}")
    for number in range(1, count + 1):
        duration = numbers.next(f"the duration of activity {number}")
        stated.modes[number] = [_mode(numbers, duration, stated.names(), f"activity {number}")]
        for _successor in range(numbers.next(f"the number of successors of activity {number}", 0, count)):
            after = numbers.next(f"a successor of activity {number}", 1, count)
            stated.links.append(Link(str(number), str(after)))
    if not numbers.is_done:
        raise FormatError("something follows the last activity", line=numbers.line)
    return stated


def _mode(numbers: Numbers, duration: int, names: list[str], where: str, mode: str = "1") -> Mode:
    needs = [(name, float(numbers.next(f"the need of {where} for {name}"))) for name in names]
    return Mode(duration, tuple((name, units) for name, units in needs if units), mode)


def _sections(text: str) -> dict[str, tuple[str, int]]:
    """Return the tables of a .sm or .mm file by their titles: their lines, and the first of these."""
    found: dict[str, tuple[str, int]] = {}
    title, first = "", 1
    lines: list[str] = []
    for number, line in enumerate(text.splitlines(), 1):
        bare = line.strip()
        if bare.rstrip(":") in {"PRECEDENCE RELATIONS", "REQUESTS/DURATIONS"} or "AVAILABILITIES" in bare:
            title, lines, first = bare.split()[0].rstrip(":"), [], number + 1
            if "AVAILABILITIES" in bare:
                title = "AVAILABILITIES"
        elif title:
            lines.append("" if bare.startswith(("*", "-")) else line)
            found[title] = ("\n".join(lines), first)
    return found


def _heads(text: str) -> dict[str, tuple[int, int]]:
    """Return the numbers that stand behind a colon in a file's head, by the first word before it."""
    found: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.splitlines(), 1):
        name, colon, value = line.partition(":")
        words = value.split()
        if colon and words and name.strip():
            key = name.replace("-", " ").split()[0].lower()
            if words[0].lstrip("-").isdigit():
                found.setdefault(key, (whole(words[0], name.strip(), number), number))
        if line.startswith("PRECEDENCE"):
            break
    return found


def _read_tables(text: str) -> _Stated:
    """Read .sm and .mm: a head, then the tables of links, of modes and of capacities."""
    heads, tables = _heads(text), _sections(text)
    for needed in ("jobs", "renewable", "nonrenewable"):
        if needed not in heads:
            raise FormatError(f"the head does not say how many '{needed}' there are")
    for needed in ("PRECEDENCE", "REQUESTS/DURATIONS", "AVAILABILITIES"):
        if needed not in tables:
            raise FormatError(f"the table {needed} is missing")
    doubly, line = heads.get("doubly", (0, 0))
    if doubly:
        raise FormatError("doubly constrained resources are not read", line=line)
    count, _line = heads["jobs"]
    stated = _Stated()
    _capacities(stated, heads, *tables["AVAILABILITIES"])
    modes = _precedence(stated, count, *tables["PRECEDENCE"])
    _requests(stated, modes, *tables["REQUESTS/DURATIONS"])
    return stated


def _capacities(stated: _Stated, heads: dict[str, tuple[int, int]], body: str, first_line: int) -> None:
    title, _newline, below = body.partition("\n")
    if not title.split():
        raise FormatError("the names of the resources are missing", line=first_line)
    numbers = Numbers(below, first_line + 1)
    for name, letter, where in (("renewable", "R", stated.capacities), ("nonrenewable", "N", stated.budgets)):
        for each in range(1, heads[name][0] + 1):
            where[f"{letter}{each}"] = numbers.next(f"the capacity of {letter} {each}")


def _precedence(stated: _Stated, count: int, body: str, first_line: int) -> dict[int, int]:
    """Read the links; return how many modes each activity has."""
    numbers = Numbers(body.partition("\n")[2], first_line + 1)
    modes: dict[int, int] = {}
    for _row in range(count):
        line = numbers.line
        number = numbers.next("the number of an activity", 1, count)
        if number in modes:
            raise FormatError(f"activity {number} is stated twice", line=line)
        modes[number] = numbers.next(f"the number of modes of activity {number}", 1, 1000)
        for _successor in range(numbers.next(f"the number of successors of activity {number}", 0, count)):
            after = numbers.next(f"a successor of activity {number}", 1, count)
            stated.links.append(Link(str(number), str(after)))
    if not numbers.is_done:
        raise FormatError("a row of links too many", line=numbers.line)
    return modes


def _requests(stated: _Stated, modes: dict[int, int], body: str, first_line: int) -> None:
    numbers = Numbers(body.partition("\n")[2], first_line + 1)
    for _activity in modes:
        line = numbers.line
        number = numbers.next("the number of an activity", 1, len(modes))
        if number in stated.modes:
            raise FormatError(f"the modes of activity {number} are stated twice", line=line)
        stated.modes[number] = []
        for _mode_of_it in range(modes[number]):
            mode = numbers.word(f"the number of a mode of activity {number}")
            duration = numbers.next(f"the duration of activity {number} in mode {mode}")
            stated.modes[number].append(
                _mode(numbers, duration, stated.names(), f"activity {number} in mode {mode}", mode)
            )
    if not numbers.is_done:
        raise FormatError("a row of modes too many", line=numbers.line)
    stated.modes = dict(sorted(stated.modes.items()))


def _read_max(text: str) -> _Stated:
    """Read .sch: links from start to start with lags in brackets, a negative one back being a maximum."""
    numbers = Numbers(text.replace("[", " [ ").replace("]", " ] "))
    count = numbers.next("the number of activities", 0, MOST_ACTIVITIES) + 2
    kinds = [
        numbers.next(f"the number of {what} resources", 0, MOST_RESOURCES) for what in ("renewable", "other")
    ]
    doubly = numbers.rest_of_line()
    if any(word.strip("0") for word in doubly):
        raise FormatError("doubly constrained resources are not read", line=1)
    stated, modes = _Stated(), {}
    for number in range(count):
        modes[number] = _lagged(stated, numbers, number, count)
    names = [f"R{each}" for each in range(1, kinds[0] + 1)], [f"N{each}" for each in range(1, kinds[1] + 1)]
    for number in range(count):
        line = numbers.line
        if numbers.next("the number of an activity", 0, count - 1) != number:
            raise FormatError(f"the modes of activity {number} should stand here", line=line)
        for _mode_of_it in range(modes[number]):
            mode = numbers.word(f"the number of a mode of activity {number}")
            duration = numbers.next(f"the duration of activity {number}")
            row = _mode(numbers, duration, [*names[0], *names[1]], f"activity {number}", mode)
            stated.modes.setdefault(number, []).append(row)
    for group, where in zip(names, (stated.capacities, stated.budgets), strict=True):
        for name in group:
            where[name] = numbers.next(f"the capacity of {name}")
    return stated


def _lagged(stated: _Stated, numbers: Numbers, number: int, count: int) -> int:
    """Read one row of links of a .sch file; return how many modes the activity has."""
    line = numbers.line
    if numbers.next("the number of an activity", 0, count - 1) != number:
        raise FormatError(f"the links of activity {number} should stand here", line=line)
    modes = numbers.next(f"the number of modes of activity {number}", 1, 1000)
    successors = [
        numbers.next(f"a successor of activity {number}", 0, count - 1)
        for _each in range(numbers.next(f"the number of successors of activity {number}", 0, count))
    ]
    for after in successors:
        lags = set(_bracket(numbers, number))
        if len(lags) != 1:
            raise FormatError("a lag that depends on the mode is not read", line=line)
        lag = lags.pop()
        if lag < 0:  # a bound from above on this activity: it starts at most so long after the other
            stated.links.append(Link(str(after), str(number), LinkKind.SS, Lag(-lag), maximum=True))
        else:
            stated.links.append(Link(str(number), str(after), LinkKind.SS, Lag(lag)))
    return modes


def _bracket(numbers: Numbers, number: int) -> list[int]:
    what = f"a lag of activity {number}"
    line = numbers.line
    if numbers.word(what) != "[":
        raise FormatError(f"{what} should stand in brackets", line=line)
    found: list[int] = []
    while (word := numbers.word(what)) != "]":
        found.append(whole(word, what, line, -10_000_000))
    if not found:
        raise FormatError(f"{what} is missing", line=line)
    return found
