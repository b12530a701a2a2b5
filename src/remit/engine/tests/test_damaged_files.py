"""Files that were damaged or made to do harm: each is read whole or refused in words, in bounded time and memory."""

import io
import signal
import sys
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from random import Random

import pytest

from remit.engine.formats import FormatError, read_plan, write_json
from remit.engine.model import PlanError
from remit.engine.tests.plan_files import element, project, task, wait_for
from remit.engine.tests.primavera_files import PMXML, TABLES, changed, xer

LONGEST_SECONDS = 60  # far above what any of them takes: it ends a hang
MOST_MEMORY = 60_000_000
SPREAD = element(
    "Assignment",
    UID=1,
    TaskUID=1,
    ResourceUID=1,
    WorkContour=8,
    TimephasedData="<Type>1</Type><Start>2026-01-05T08:00:00</Start><Finish>2026-01-06T08:00:00</Finish><Value>PT8H0M0S</Value>",
)
MSPDI = project(
    task(
        1, name="Dig", Deadline="2026-02-02T17:00:00", ConstraintType=4, ConstraintDate="2026-01-07T08:00:00"
    ),
    task(
        2,
        wait_for(1, LinkLag=4800, LagFormat=8),
        name="Pour",
        PercentComplete=50,
        ActualStart="2026-01-08T08:00:00",
    ),
    task(3, wait_for(2), name="Dry", OutlineLevel=2),
    resources=element("Resource", UID=1, Name="Ann", Type=1, MaxUnits=2),
    assignments=SPREAD,
)
WHOLE = {
    "mspdi": MSPDI,
    "xer": xer(),
    "xer-wide": xer(encoding="utf-16"),
    "pmxml": PMXML,
    "json": write_json(read_plan(xer())),
}
NUMBERS = [b"-1", b"0", b"9" * 20, b"1e308", b"NaN", b"inf", b"2147483648", b"1.5", b"", b"\x00", b"9" * 5000]


@contextmanager
def ending() -> Iterator[None]:
    """Fail where something hangs."""

    def late(*_given: object) -> None:
        pytest.fail(f"still at it after {LONGEST_SECONDS} seconds")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(LONGEST_SECONDS)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def cut(data: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def flip(data: bytes, random: Random) -> bytes:
    changed_ = bytearray(data)
    for _ in range(random.randint(1, 8)):
        changed_[random.randrange(len(changed_))] ^= 1 << random.randrange(8)
    return bytes(changed_)


def drop(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    return data[:start] + data[start + random.randint(1, 200) :]


def repeat(data: bytes, random: Random) -> bytes:
    start = random.randrange(len(data))
    piece = data[start : start + random.randint(1, 400)]
    return data[:start] + piece * random.randint(2, 20) + data[start:]


def renumber(data: bytes, random: Random) -> bytes:
    """Replace a run of digits with a number that nobody would write."""
    places = [number for number, byte in enumerate(data) if 48 <= byte <= 57]
    if not places:
        return data
    start = random.choice(places)
    end = start
    while end < len(data) and 48 <= data[end] <= 57:
        end += 1
    return data[:start] + random.choice(NUMBERS) + data[end:]


def exchange(data: bytes, random: Random) -> bytes:
    lines = data.split(b"\n")
    a, b = random.randrange(len(lines)), random.randrange(len(lines))
    lines[a], lines[b] = lines[b], lines[a]
    return b"\n".join(lines)


def recode(data: bytes, random: Random) -> bytes:
    return data.decode("latin-1").encode(random.choice(["utf-16", "utf-32", "utf-8", "utf-16-be"]))


DAMAGES: list[Callable[[bytes, Random], bytes]] = [
    cut,
    flip,
    drop,
    repeat,
    renumber,
    renumber,
    exchange,
    recode,
]


def is_answered(data: bytes) -> bool:
    """Return whether a damaged file was read; anything but a plan or a typed refusal is an error."""
    refused: Exception | None = None
    with ending():
        try:
            plan = read_plan(data)
        except FormatError as error:
            refused = error
        else:
            with suppress(PlanError):
                plan.problem()
    assert refused is None or 0 < len(str(refused)) < 2000
    return refused is None


def damaged(name: str, seed: int) -> bytes:
    random = Random(f"{name} {seed}")
    data = WHOLE[name]
    for _ in range(random.randint(1, 3)):
        data = random.choice(DAMAGES)(data, random) or b" "
    return data


def test_the_files_are_whole_before_they_are_damaged() -> None:
    assert all(is_answered(data) for data in WHOLE.values())


@pytest.mark.parametrize("name", WHOLE)
def test_a_damaged_file_is_read_or_refused_in_words(name: str) -> None:
    answers = [is_answered(damaged(name, seed)) for seed in range(60)]
    assert not all(answers)


@pytest.mark.soak
@pytest.mark.parametrize("name", WHOLE)
def test_500_damaged_files_of_each_format_are_read_or_refused_in_words(name: str) -> None:
    for seed in range(1000, 1500):
        is_answered(damaged(name, seed))


LAUGHS = '<!ENTITY a0 "haha">' + "".join(f'<!ENTITY a{n} "&a{n - 1};&a{n - 1};">' for n in range(1, 40))
BOMBS: dict[str, bytes] = {
    "entities": f'<?xml version="1.0"?><!DOCTYPE x [{LAUGHS}]><APIBusinessObjects>&a39;</APIBusinessObjects>'.encode(),
    "deep xml": b"<APIBusinessObjects>" + b"<Project>" * 100_000,
    "deep json": b'{"format": "remit-plan", "version": 1, "plan": ' + b"[" * 1_000_000,
    "wide brackets": xer(changed("CALENDAR", 0, clndr_data="(0||a()())" * 40_000)),
    "deep brackets": xer(changed("CALENDAR", 0, clndr_data="(0||a()(" * 40_000)),
    "open bracket": xer(changed("CALENDAR", 0, clndr_data="(0||" + "a" * 400_000)),
    "many tags": xer(changed("TASKMEMO", 0, task_memo="<" * 400_000)),
    "long row": xer(more="\n" * 400_000),
    "many fields": b"ERMHDR\t1\n%T\tTASK\n%F\t" + b"\t".join(b"f%d" % n for n in range(100_000)) + b"\n%E\n",
    "exceptions": xer(
        changed(
            "CALENDAR",
            0,
            clndr_data="(0||CalendarData()((0||Exceptions()(" + "(0||0(d|46112)())" * 20_000 + "))))",
        )
    ),
    "many weeks": project(
        task(1, Start="1900-01-01T08:00:00", Finish="1900-01-01T17:00:00"),
        assignments=SPREAD.replace("2026-01-06T08", "2199-12-31T08"),
    ),
    "long number": b'{"format": "remit-plan", "version": 1, "plan": ' + b"9" * 1_000_000 + b"}",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_file_that_was_made_to_do_harm_is_answered_in_bounded_memory(name: str) -> None:
    content = BOMBS[name]
    tracemalloc.start()
    try:
        is_answered(content)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < MOST_MEMORY + 12 * len(content), f"{most:,} bytes for {len(content):,}"


class Stream(io.RawIOBase):
    """A file without an end, of lines that could belong to the format."""

    def __init__(self, start: bytes, line: bytes) -> None:
        self.rest, self.line, self.given = start, line, 0

    def read(self, size: int = -1) -> bytes:
        size = size if size > 0 else 1 << 16
        while len(self.rest) < size:
            self.rest += self.line * (size // len(self.line) + 1)
        data, self.rest = self.rest[:size], self.rest[size:]
        self.given += len(data)
        return data


@pytest.mark.parametrize(
    ("start", "line"),
    [
        (xer()[:-4], b"%R\t1\t2\n"),
        (b"ERMHDR\t1\n%T\tTASK\n%F\ttask_id\n", b"%R\t1\n"),
        (b"ERMHDR\t1\n%T\tTASK\n%F\ttask_id\n%R\t1\n", b"x" * 99 + b"\n"),
        (b"<APIBusinessObjects><Project>", b"<Activity><Name>x</Name></Activity>\n"),
        (b"<Project><Tasks>", b"<Task><UID>1</UID></Task>\n"),
        (b'{"format": [', b'"x",\n'),
    ],
)
def test_a_file_without_an_end_is_refused_at_the_limit(start: bytes, line: bytes) -> None:
    source = Stream(start, line)
    with ending(), pytest.raises(FormatError):
        read_plan(source, limit=1_000_000)  # type: ignore[arg-type]  # only `read` is used
    assert source.given < 4_000_000


def test_five_hundred_megabytes_are_refused_without_being_read(tmp_path: object) -> None:
    path = f"{tmp_path}/large.xer"
    with open(path, "wb") as file:  # noqa: PTH123 - sparse: a file that takes no place
        file.write(xer()[:200])
        file.truncate(600 * 1024 * 1024)
    before = sys.getallocatedblocks()
    with pytest.raises(FormatError, match="larger than 512 MB"):
        read_plan(path)
    assert sys.getallocatedblocks() - before < 100_000


def test_activities_that_wait_for_each_other_are_left_to_the_schedule_to_refuse() -> None:
    circle = [
        *TABLES["TASKPRED"],
        {"task_id": "1", "pred_task_id": "2", "pred_type": "PR_FS", "lag_hr_cnt": "0"},
    ]
    assert len(read_plan(xer({**TABLES, "TASKPRED": circle})).links) == 6
