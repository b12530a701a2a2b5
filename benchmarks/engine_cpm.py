"""The critical path method at size, beside peers in the same run; times of the processor and of the clock.

    python benchmarks/engine_cpm.py                               # 100,000 activities, 300,000 links
    python benchmarks/engine_cpm.py --peer-python /path/python    # an interpreter with networkx, mpxj and JPype1

The network: every activity waits for three of the twenty before it on average, by links of all four kinds, three in
ten of them with a lag of any unit, on eight calendars, six of them with fifty exceptions. The chain: each waits for
the one before it. Both passes and all floats are computed from the compiled plan; compiling it is told apart. The
peers' networks are smaller (two links an activity, whole days, no calendars but MPXJ's): the ratio flatters them.
Peers are the scripts of ../shared/bench, where they are. No time is asserted anywhere.
"""

import argparse
import datetime as dt
import os
import random
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

from remit.engine.model import (
    Activity,
    Calendar,
    CalendarException,
    Link,
    LinkKind,
    Problem,
    Shift,
    to_minute,
)
from remit.engine.network.columns import activity_columns
from remit.engine.network.compiled import Compiled, compile_plan
from remit.engine.network.live import LiveSchedule
from remit.engine.network.passes import Passes
from remit.engine.network.records import LINK, PlanColumns
from remit.engine.network.results import result_of

START = to_minute(dt.datetime(1990, 1, 1, 8))  # noqa: DTZ001 - plan time has no zone
PEERS = Path(__file__).resolve().parents[2] / "shared" / "bench"
FIRST_CALL = """
import time; begun = time.perf_counter()
from remit.engine.warming import warm; warm()
print(time.perf_counter() - begun, time.process_time())
"""


def calendars() -> tuple[Calendar, ...]:
    """Return eight calendars: the standard one, the clock, and six with their own hours and fifty exceptions."""
    made = [Calendar.standard(), Calendar.around_the_clock()]
    for number in range(6):
        day = (Shift(360 + 30 * number, 720), Shift(750, 1000 + 20 * number))
        free = [7305 + 11 * number + 40 * place for place in range(50)]
        exceptions = tuple(CalendarException(each, each + number) for each in free)
        works = 5 + number % 2
        made.append(
            Calendar(f"c{number}", f"Calendar {number}", (day,) * works + ((),) * (7 - works), exceptions)
        )
    return tuple(made)


def network(count: int, *, chain: bool) -> PlanColumns:
    """Return a plan as columns."""
    chance = np.random.default_rng(7)
    activities = activity_columns(count)
    activities["duration_minutes"] = 60 if chain else chance.integers(1, 11, count) * 60
    activities["calendar"] = chance.integers(0, 8, count)
    links = np.zeros(count - 1 if chain else 3 * count, dtype=LINK)
    if chain:
        links["before"], links["after"] = np.arange(count - 1), np.arange(1, count)
    else:
        links["after"] = chance.integers(1, count, len(links))
        links["before"] = np.maximum(links["after"] - chance.integers(1, 21, len(links)), 0)
        links["kind"] = chance.integers(0, 4, len(links))
        lagged = chance.random(len(links)) < 0.3
        links["lag"] = np.where(lagged, chance.integers(-4, 9, len(links)) * 60, 0)
        links["unit"] = np.where(lagged, chance.integers(0, 3, len(links)), 0)
    links["lag_calendar"] = -1
    ids = [str(each) for each in range(count)]
    return PlanColumns(START, calendars(), 0, ids, ids, activities, links)


def peers_network(count: int) -> PlanColumns:
    """Return the network that the peers are given, finish to start, on the standard calendar.

    Hours stand for its days, which would end after the year 2199.
    """
    chance = random.Random(7)
    before = [
        sorted(chance.sample(range(max(0, each - 20), each), min(each, chance.randint(1, 3)))) if each else []
        for each in range(count)
    ]
    activities = activity_columns(count)
    activities["duration_minutes"] = [chance.randint(1, 10) * 60 for _each in range(count)]
    pairs = [(first, each) for each, firsts in enumerate(before) for first in firsts]
    links = np.zeros(len(pairs), dtype=LINK)
    links["before"], links["after"], links["lag_calendar"] = *zip(*pairs, strict=True), -1
    ids = [str(each) for each in range(count)]
    return PlanColumns(START, calendars(), 0, ids, ids, activities, links)


def timed(work: Callable[[], object], repeats: int) -> tuple[float, float, float]:
    """Return the median and the best time by the clock, and the median time of the processor, in seconds."""
    clock, processor = [], []
    for _number in range(repeats):
        begun, used = time.perf_counter(), time.thread_time()
        work()
        clock.append(time.perf_counter() - begun)
        processor.append(time.thread_time() - used)
    return statistics.median(clock), min(clock), statistics.median(processor)


def passes_of(compiled: Compiled) -> Passes:
    passes = Passes(compiled)
    passes.run()
    return passes


def measure(what: str, plan: PlanColumns, repeats: int) -> float:
    """Print what one plan takes; return the best time by the clock."""
    begun = time.perf_counter()
    compiled = compile_plan(plan)
    made = time.perf_counter() - begun
    passes = passes_of(compiled)
    median, best, processor = timed(lambda: passes_of(compiled), repeats)
    shown, _best, _processor = timed(lambda: result_of(passes), 3)
    result = result_of(passes).columns.nbytes
    held = result + sum(each.nbytes for each in compiled.net) + passes.dates.nbytes + passes.held.nbytes
    count = len(plan.ids)
    print(
        f"engine_cpm: {what}, {len(plan.links)} links: both passes and floats {1000 * median:.1f} ms"
        f" (best {1000 * best:.1f}, processor {1000 * processor:.1f}); compiling {made:.2f} s, result"
        f" {1000 * shown:.1f} ms; {result / count:.0f} bytes an activity in the result, {held / count:.0f} with"
        " the network",
        flush=True,
    )
    return best


def measure_edits(count: int, edits: int) -> None:
    """Print how long single edits take in a plan of `count` activities."""
    chance = random.Random(7)
    activities = tuple(Activity(str(each), str(each), chance.randint(1, 10) * 60) for each in range(count))
    links = [
        Link(str(before), str(each))
        for each in range(1, count)
        for before in chance.sample(range(max(0, each - 20), each), min(each, chance.randint(1, 3)))
    ]
    made = calendars()
    live = LiveSchedule(Problem(START, made, made[0].id, activities, tuple(links)))

    def one() -> str:
        return str(chance.randrange(100, count))

    added: list[Link] = []

    def add() -> object:
        after = chance.randrange(100, count)
        added.append(Link(str(after - chance.randint(21, 60)), str(after), LinkKind.SS))
        return live.add_link(added[-1])

    kinds: dict[str, Callable[[], object]] = {
        "duration": lambda: live.change(one(), duration_minutes=chance.randint(1, 10) * 60),
        "calendar": lambda: live.change(one(), calendar_id=made[0].id),
        "deadline": lambda: live.change(one(), deadline_minute=START + 60_000_000 // 8),
        "link added": add,
        "link removed": lambda: live.remove_link(added.pop()),
    }
    for what, edit in kinds.items():
        median, best, processor = timed(edit, edits)
        print(
            f"engine_cpm: edit, {what}: median {1000 * median:.2f} ms (best {1000 * best:.2f}, processor"
            f" {1000 * processor:.2f}) in {count} activities",
            flush=True,
        )


def measure_first_call() -> None:
    """Print how long a new process takes from importing the engine to its first schedule."""
    found = []
    for _number in range(3):
        run = subprocess.run([sys.executable, "-c", FIRST_CALL], capture_output=True, text=True, check=True)
        found.append([float(each) for each in run.stdout.split()])
    clock, processor = (min(times) for times in zip(*found, strict=True))
    print(
        f"engine_cpm: import and first call {clock:.2f} s (processor, with Python's start, {processor:.2f} s)"
    )


def peer(script: str, python: str, count: int) -> dict[str, float]:
    """Run a peer's script and return its times by name; say where it cannot be run."""
    path = PEERS / script
    if not path.is_file():
        print(f"skipped: {script} is not beside the project")
        return {}
    # MPXJ goes down the network by recursion: it needs more stack than a process is given
    environment = {**os.environ, "JAVA_TOOL_OPTIONS": "-Xss900m"}
    roomy = ["sh", "-c", 'ulimit -s 1000000 2>/dev/null; exec "$0" "$@"']
    command = [*roomy, python, str(path), "--sizes", str(count), "--repeats", "3"]
    run = subprocess.run(command, capture_output=True, text=True, check=False, env=environment)
    if run.returncode:
        print(f"skipped: {script}: {run.stderr.strip().splitlines()[-1][:120]}")
        return {}
    print(run.stdout.strip())
    found = re.findall(r"(plain_python|networkx[-\w.]*|best_s)=([0-9.]+)", run.stdout)
    return {name.split("-")[0]: float(value) for name, value in found}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--size", type=int, default=100_000)
    parser.add_argument("--repeats", type=int, default=15)
    parser.add_argument("--edits", type=int, default=100)
    parser.add_argument("--peer-python", default=sys.executable)
    asked = parser.parse_args()
    best = measure(f"network of {asked.size}", network(asked.size, chain=False), asked.repeats)
    measure(f"chain of {asked.size}", network(asked.size, chain=True), asked.repeats)
    same = measure(f"the peers' network of {asked.size}", peers_network(asked.size), asked.repeats)
    measure_first_call()
    measure_edits(asked.size, asked.edits)
    times = peer("peer_cpm_python.py", asked.peer_python, asked.size)
    java = peer("peer_mpxj_cpm.py", asked.peer_python, asked.size)
    if java:
        times["mpxj"] = java["best_s"]
    for name, seconds in times.items():
        ratios = f"ratio {seconds / best:.0f}, on its own network {seconds / same:.0f}"
        print(f"engine_cpm: {name} {seconds:.3f} s, {ratios}")


if __name__ == "__main__":
    main()
