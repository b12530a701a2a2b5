"""How long a simulation takes: a seeded plan, beside what a user would write in numpy.

    python benchmarks/engine_risk.py                    # 1,000 activities, 10,000 runs
    python benchmarks/engine_risk.py --activities 200 --runs 2000 --repeats 3

Each activity waits for one to three of the twenty before it and lasts 2 to 10 days, triangular. Remit's plan has
three calendars, 20 risk events on a twentieth of the activities each, correlation in groups of fifty, and says how
often each activity is critical. The peer (../shared/bench, where it lies beside the project) has none of these; with
"criticality" it counts that as well. Both take turns in one run: quote the ratio, and the processor time where other
work shares the machine. "Ready" is from a problem to arrays, with the schedule without uncertainty.
"""

import argparse
import datetime as dt
import importlib.util
import random
import resource
import statistics
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from types import ModuleType

from remit.engine.model import (
    Activity,
    Calendar,
    Correlation,
    Impact,
    Link,
    Problem,
    RiskEvent,
    RiskModel,
    Shift,
    Triangular,
    Uncertainty,
    to_minute,
)
from remit.engine.risk import Simulation, simulate

PEER = Path(__file__).resolve().parents[2] / "shared" / "bench" / "peer_montecarlo_numpy.py"
START = to_minute(dt.datetime(2026, 1, 5, 8))  # noqa: DTZ001 - plan time has no zone
DAY = 480
SIX_DAYS = Calendar("six", "Six days", (*([(Shift(420, 720), Shift(780, 960))] * 6), ()))
CALENDARS = (Calendar.standard(), SIX_DAYS, Calendar("early", "Early", (*([(Shift(360, 840),)] * 5), (), ())))

Timed = tuple[float, float]
WHAT = ("median", "best", "processor")


def plan(count: int, seed: int = 7) -> Problem:
    """Return the plan that is simulated."""
    chance = random.Random(seed)
    before = [
        sorted(chance.sample(range(max(0, each - 20), each), min(each, chance.randint(1, 3))))
        for each in range(count)
    ]
    activities = tuple(
        Activity(
            str(each),
            f"Activity {each}",
            chance.randint(2, 10) * DAY,
            calendar_id=chance.choice(CALENDARS).id,
        )
        for each in range(count)
    )
    events = tuple(
        RiskEvent(
            f"R{number}",
            f"Risk {number}",
            chance.uniform(0.1, 0.6),
            tuple(
                Impact(str(each), Triangular(1.0, 1.1, 1.4))
                for each in chance.sample(range(count), max(1, count // 20))
            ),
        )
        for number in range(20)
    )
    groups = [range(first, min(first + 50, count)) for first in range(0, count, 50)]
    return Problem(
        START,
        CALENDARS,
        "standard",
        activities,
        tuple(Link(str(a), str(each)) for each, predecessors in enumerate(before) for a in predecessors),
        risk=RiskModel(
            tuple(Uncertainty(str(each), Triangular(0.8, 1, 1.6)) for each in range(count)),
            events,
            tuple(Correlation(tuple(map(str, group)), 0.3) for group in groups if len(group) > 1),
        ),
    )


def peer() -> ModuleType | None:
    """Return the peer's script, None where it does not lie beside the project."""
    if not PEER.is_file():
        return None
    spec = importlib.util.spec_from_file_location("peer_montecarlo_numpy", PEER)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def timed(work: Callable[[], object]) -> Timed:
    """Return seconds by the clock and of processor time."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - clock, time.process_time() - processor


def shown(name: str, times: list[Timed], base: list[Timed] | None = None) -> None:
    clock, processor = (statistics.median(column) for column in zip(*times, strict=True))
    best = min(each[0] for each in times)
    figures = (
        f"{what} {seconds * 1000:.0f} ms"
        for what, seconds in zip(WHAT, (clock, best, processor), strict=True)
    )
    line = f"  {name:34} {', '.join(figures)}"
    if base:
        ratios = [b[0] / a[0] for a, b in zip(times, base, strict=True)]
        work = statistics.median(b[1] / a[1] for a, b in zip(times, base, strict=True))
        line += (
            f"; the peer takes {statistics.median(ratios):.2f} times as long, {work:.2f} times the processor"
        )
    print(line)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--activities", type=int, default=1000)
    options.add_argument("--runs", type=int, default=10_000)
    options.add_argument("--repeats", type=int, default=7)
    given = options.parse_args()
    problem, other = plan(given.activities), peer()
    first = timed(lambda: simulate(problem, 32))
    print(f"{given.activities:,} activities, {given.runs:,} runs; first call {first[0]:.2f} s")
    memory(problem)  # before the peer takes its own
    preds, modes = other.network(given.activities) if other else ([], [])
    own: list[Timed] = []
    ready: list[Timed] = []
    peers: dict[bool, list[Timed]] = {False: [], True: []}
    for seed in range(given.repeats):
        own.append(timed(partial(simulate, problem, given.runs, seed)))
        ready.append(timed(lambda: Simulation(plan(given.activities))))
        for whole, times in peers.items():
            if other:
                times.append(timed(partial(other.simulate, preds, modes, given.runs, seed, whole)))
    if other:
        for whole, times in peers.items():
            shown("numpy" + (" with criticality" if whole else ""), times)
    else:
        print("  skipped: ../shared/bench/peer_montecarlo_numpy.py is not beside the project")
    shown("Remit, everything", own, peers[False] or None)
    if other:
        shown("the same beside numpy with criticality", own, peers[True])
    shown("of that: making ready, the plan too", ready)


def memory(problem: Problem) -> None:
    """Print how the peak of memory grows with ten times the runs, curves kept or not."""
    for keep in ((), ("finish", "cost")):
        peaks = []
        for runs in (20_000, 200_000):
            simulate(problem, runs, 1, keep=keep, criticality=False)
            peaks.append(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
        what = "with curves" if keep else "without curves"
        print(f"  peak memory {what}: {peaks[0]:.0f} MB after 20,000 runs, {peaks[1]:.0f} MB after 200,000")


if __name__ == "__main__":
    main()
