"""How long the critical path method takes: seeded networks, beside two plain passes over integers.

    python benchmarks/engine.py                         # 1,000, 10,000 and 100,000 activities
    python benchmarks/engine.py --sizes 1000 --repeats 5

In a network each activity waits for one to three of the twenty before it and lasts one to ten hours; in a chain
each waits for the one before it. Days have eight hours, Monday to Friday. The plain passes know neither calendars
nor lags nor constraints nor drivers: they are the least that any answer costs in Python, and the oracle. On a
calendar that always works both must name the same early and late dates for every activity; the run stops where
they do not. Engine and plain passes take turns, so that other load on the machine meets both: quote the ratio.
"""

import argparse
import datetime as dt
import random
import statistics
import time
from collections.abc import Callable

from remit.engine.model import Activity, Calendar, Link, Problem, to_minute
from remit.engine.network import schedule

START = to_minute(dt.datetime(1990, 1, 1, 8))  # noqa: DTZ001 - plan time has no zone
HOUR = 60
CALENDARS = (Calendar.standard(), Calendar.around_the_clock())

Network = tuple[list[list[int]], list[int]]
Passes = tuple[list[int], list[int]]


def network(count: int, seed: int = 7) -> Network:
    """Return for every activity whom it waits for, and how many hours it lasts."""
    chance = random.Random(seed)
    before = [
        sorted(chance.sample(range(max(0, each - 20), each), min(each, chance.randint(1, 3))))
        for each in range(count)
    ]
    return before, [chance.randint(1, 10) for _ in range(count)]


def chain(count: int) -> Network:
    """Return activities of one hour, every one waiting for the one before it."""
    return [[each - 1] if each else [] for each in range(count)], [1] * count


def two_passes(before: list[list[int]], hours: list[int]) -> Passes:
    """Return early and late starts in hours: the whole method where nothing but links counts."""
    count = len(before)
    after: list[list[int]] = [[] for _ in range(count)]
    waiting = [len(each) for each in before]
    for each, predecessors in enumerate(before):
        for predecessor in predecessors:
            after[predecessor].append(each)
    order = [each for each in range(count) if not waiting[each]]
    early = [0] * count
    for each in order:
        finish = early[each] + hours[each]
        for successor in after[each]:
            early[successor] = max(early[successor], finish)
            waiting[successor] -= 1
            if not waiting[successor]:
                order.append(successor)
    end = max(start + length for start, length in zip(early, hours, strict=True))
    late = [end - length for length in hours]
    for each in reversed(order):
        for successor in after[each]:
            late[each] = min(late[each], late[successor] - hours[each])
    return early, late


def problem(before: list[list[int]], hours: list[int], calendar: str) -> Problem:
    """Return the network as a plan on a calendar."""
    activities = tuple(
        Activity(str(each), f"Activity {each}", length * HOUR) for each, length in enumerate(hours)
    )
    links = tuple(Link(str(a), str(each)) for each, predecessors in enumerate(before) for a in predecessors)
    return Problem(START, CALENDARS, calendar, activities, links)


def seconds(work: Callable[[], object]) -> float:
    """Return how long one run takes."""
    begun = time.perf_counter()
    work()
    return time.perf_counter() - begun


def agree(plan: Problem, passes: Passes) -> bool:
    """Return whether the engine, around the clock, names the same hours as the plain passes."""
    found = schedule(plan).activities
    return all(
        ((found[str(each)].early_start - START) // HOUR, (found[str(each)].late_start - START) // HOUR)
        == dates
        for each, dates in enumerate(zip(*passes, strict=True))
    )


def measure(what: str, before: list[list[int]], hours: list[int], repeats: int) -> None:
    """Print the times of the engine and of the plain passes, and their ratio; stop where they disagree."""
    if not agree(problem(before, hours, CALENDARS[1].id), two_passes(before, hours)):
        raise SystemExit(f"engine: {what}: the engine and the plain passes disagree")
    plan = problem(before, hours, CALENDARS[0].id)
    turns = [
        (seconds(lambda: schedule(plan)), seconds(lambda: two_passes(before, hours))) for _ in range(repeats)
    ]
    engine, plain = (statistics.median(times) for times in zip(*turns, strict=True))
    made = seconds(lambda: problem(before, hours, CALENDARS[0].id))
    print(
        f"engine: {what}, {len(plan.links)} links: schedule {engine:.3f} s, plain passes {plain:.4f} s, "
        f"ratio {engine / plain:.1f}; making the problem {made:.3f} s; dates agree",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sizes", default="1000,10000,100000")
    parser.add_argument("--repeats", type=int, default=3)
    asked = parser.parse_args()
    for count in map(int, asked.sizes.split(",")):
        for shape, (before, hours) in (("network", network(count)), ("chain", chain(count))):
            measure(f"{shape} of {count}", before, hours, asked.repeats)


if __name__ == "__main__":
    main()
