"""Levelling beside its peers: the library's instances with a plain CP-SAT model, generated plans with TaskJuggler.

usage: python benchmarks/engine_levelling.py [--seconds 10] [--workers 2] [--seeds 1] [--sets j60,j120] [--peers]
Instances and best known values come from ../shared/data, the generator of plans from ../shared/bench; what is not
there is skipped. The gap is (makespan - best known) / best known. Both solvers get the same seconds and threads, one
after the other in one run. Times are processor seconds of this program and wall seconds; other work on the machine
makes both solvers worse.
"""

import argparse
import csv
import datetime as dt
import importlib.util
import random
import shutil
import statistics
import subprocess
import tempfile
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

from remit.engine.formats.psplib import read_psplib
from remit.engine.levelling import Levelling, Limit, level, verify
from remit.engine.model import (
    Activity,
    Assignment,
    Calendar,
    Link,
    Problem,
    Resource,
    Shift,
    from_minute,
    to_minute,
)

SHARED = Path(__file__).resolve().parents[1].parent / "shared"
HOURS = (Shift(9 * 60, 12 * 60), Shift(13 * 60, 18 * 60))  # TaskJuggler's own working hours


def plain(problem: Problem, seconds: float, workers: int) -> int | None:
    """Return the makespan of the model that anybody would write: intervals, precedences, cumulatives."""
    from ortools.sat.python import cp_model  # noqa: PLC0415 - loaded when it is used

    model = cp_model.CpModel()
    lengths = {each.id: each.duration_minutes for each in problem.activities}
    horizon = sum(lengths.values())
    starts = {key: model.new_int_var(0, horizon, key) for key in lengths}
    works = {key: model.new_fixed_size_interval_var(starts[key], lengths[key], key) for key in lengths}
    for link in problem.links:
        model.add(starts[link.successor_id] >= starts[link.predecessor_id] + lengths[link.predecessor_id])
    for resource in problem.resources:
        users = [each for each in problem.assignments if each.resource_id == resource.id]
        intervals = [works[each.activity_id] for each in users]
        model.add_cumulative(intervals, [int(each.units) for each in users], int(resource.max_units))
    model.minimize(starts[problem.activities[-1].id])
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    found = solver.solve(model)
    return int(solver.objective_value) if found in {cp_model.OPTIMAL, cp_model.FEASIBLE} else None


def library(given: argparse.Namespace) -> None:
    folder = SHARED / "data" / "psplib"
    if not folder.is_dir():
        print("skipped: data not beside the project")
        return
    rows = list(csv.DictReader((folder / "best_known.csv").read_text(encoding="utf-8").splitlines()))
    for chosen in given.sets.split(","):
        gaps: dict[str, list[float]] = {"remit": [], "plain": []}
        optimal = 0
        for row in (each for each in rows if each["set"] == chosen):
            problem = read_psplib((folder / chosen / f"{row['instance']}.rcp").read_bytes(), ".rcp")
            best = int(row["best_known"])
            for seed in range(given.seeds):
                found = level(problem, Limit(given.seconds, given.workers), seed=seed)
                assert not verify(problem, found)
                gaps["remit"].append(100 * (found.makespan - best) / best)
                optimal += found.status == "optimal"
                text = f"{row['instance']:10} best {best:4}  remit {found.makespan:4} bound {found.bound:4}"
                text += f" {found.status:9} {found.seconds:5.1f} s"
                if given.peers and not seed:
                    other = plain(problem, given.seconds, given.workers)
                    text += f"  plain {other}"
                    if other is not None:
                        gaps["plain"].append(100 * (other - best) / best)
                print(text, flush=True)
        for name, values in gaps.items():
            if values:
                mean, middle = statistics.mean(values), statistics.median(values)
                print(
                    f"{chosen} {name}: n={len(values)} mean gap {mean:.2f} % median {middle:.2f} % "
                    f"worst {max(values):.2f} % at best known {sum(each <= 0 for each in values)}"
                    + (f" proved {optimal}" if name == "remit" else "")
                )


def modes(given: argparse.Namespace) -> None:
    folder = SHARED / "data" / "mmlib"
    if not folder.is_dir():
        print("skipped: data not beside the project")
        return
    rows = list(csv.DictReader((folder / "best_known.csv").read_text(encoding="utf-8").splitlines()))
    as_good = 0
    for row in rows:
        problem = read_psplib((folder / f"{row['instance']}.mm").read_bytes(), ".mm")
        found = level(problem, Limit(given.mode_seconds, given.workers))
        assert not verify(problem, found)
        as_good += bool(found.activities) and found.makespan <= float(row["cpsat_900s"])
        print(
            f"{row['instance']:10} best {row['best_known']}  CP-SAT after 900 s {row['cpsat_900s']}  "
            f"remit {found.makespan} bound {found.bound} {found.status} {found.seconds:.1f} s",
            flush=True,
        )
    print(
        f"mmlib: {as_good} of {len(rows)} no worse than CP-SAT after 900 s, within {given.mode_seconds:g} s"
    )


def generated(size: int, seed: int = 7) -> Problem:
    """Return the plan that the generator for TaskJuggler writes, drawn in the same order."""
    draw = random.Random(seed)
    people = max(10, size // 10)
    activities, links, work = [], [], []
    for number in range(size):
        befores: list[int] = []
        if number:
            wanted = min(number, draw.randint(1, 3))
            befores = sorted(draw.sample(range(max(0, number - 20), number), wanted))
        days, who = draw.randint(1, 5), draw.randrange(people)
        key = f"t{number}"
        activities.append(Activity(key, key, days * 480))
        work.append(Assignment(key, f"r{who}", 1.0, days * 480))
        links += [Link(f"t{before}", key) for before in befores]
    calendar = Calendar("hours", "Hours", (*([HOURS] * 5), (), ()))
    return Problem(
        to_minute(dt.datetime(2026, 1, 5)),  # noqa: DTZ001 - plan time has no zone
        (calendar,),
        calendar.id,
        tuple(activities),
        tuple(links),
        tuple(Resource(f"r{each}", f"r{each}") for each in range(people)),
        tuple(work),
    )


def peer() -> Any:
    path = SHARED / "bench" / "peer_taskjuggler.py"
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("peer_taskjuggler", path)
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def taskjuggler(text: str) -> tuple[float, str]:
    """Return wall seconds and the last day of TaskJuggler's schedule."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "p.tjp").write_text(text, encoding="utf-8")
        before = time.perf_counter()
        subprocess.run(["tj3", "--silent", "p.tjp"], cwd=folder, check=True, capture_output=True)
        seconds = time.perf_counter() - before
        lines = Path(folder, "tasks.csv").read_text(encoding="utf-8").splitlines()[1:]
    return seconds, max(each.split(";")[2].strip('"') for each in lines)


def measured(problem: Problem) -> tuple[float, float, Levelling]:
    """Return wall seconds and processor seconds of the first schedule, the best of three times, and the schedule."""
    found = level(problem, Limit(0))
    wall, processor = [], []
    for _again in range(3):
        begun, used = time.perf_counter(), time.thread_time()
        found = level(problem, Limit(0))
        wall.append(time.perf_counter() - begun)
        processor.append(time.thread_time() - used)
    return min(wall), min(processor), found


def plans(given: argparse.Namespace) -> None:
    seeds = [int(each) for each in given.plan_seeds.split(",")]
    for size in map(int, given.sizes.split(",")):
        no_longer = dict.fromkeys(("whole", "may pause"), 0)
        beside = 0
        for seed in seeds:
            best, finishes = one_plan(size, seed)
            last = beside_taskjuggler(given, size, seed, best)
            beside += last is not None
            for name, finish in finishes.items():
                no_longer[name] += last is not None and f"{from_minute(finish):%Y-%m-%d}" <= last
        if beside:
            text = ", ".join(f"{name} {count} of {beside}" for name, count in no_longer.items())
            print(f"plans of {size} that end no later than TaskJuggler's: {text}", flush=True)


def one_plan(size: int, seed: int) -> tuple[float, dict[str, int]]:
    """Print the first schedule of a generated plan, whole and pausing; return the least time and the finishes."""
    problem = generated(size, seed)
    # TaskJuggler lets work pause where its people are needed elsewhere
    pausing = replace(problem, activities=tuple(replace(each, can_split=True) for each in problem.activities))
    best, finishes = 0.0, {}
    for name, each in (("whole", problem), ("may pause", pausing)):
        wall, processor, found = measured(each)
        best, finishes[name] = min(best or wall, wall), found.finish
        print(
            f"plan of {size}, seed {seed}, {name:9}: {wall:.3f} s wall, {processor:.3f} s processor, "
            f"finish {from_minute(found.finish):%Y-%m-%d}, {found.status}, gap {found.gap:.2%}",
            flush=True,
        )
    return best, finishes


def beside_taskjuggler(given: argparse.Namespace, size: int, seed: int, best: float) -> str | None:
    """Print TaskJuggler's time beside ours and return its last day, None where it is not asked."""
    other = peer()
    if other is None or shutil.which("tj3") is None:
        print("skipped: TaskJuggler or its generator is not there")
        return None
    if size > given.most_for_taskjuggler:
        return None
    seconds, last = taskjuggler(other.generate(size, seed))
    print(
        f"plan of {size}, seed {seed}, TaskJuggler: {seconds:.1f} s wall, finish {last}, ratio {seconds / best:.0f}"
    )
    return last


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sets", default="j60,j120")
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--mode-seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seeds", type=int, default=1)
    parser.add_argument("--peers", action="store_true", help="solve the plain model too")
    parser.add_argument("--sizes", default="100,1000,5000,10000")
    parser.add_argument("--plan-seeds", default="7,1,2,3,4", help="seeds of the generated plans")
    parser.add_argument("--most-for-taskjuggler", type=int, default=1000)
    parser.add_argument("--only", choices=("library", "modes", "plans"))
    given = parser.parse_args()
    for name, part in (("plans", plans), ("library", library), ("modes", modes)):
        if given.only in {None, name}:
            part(given)


if __name__ == "__main__":
    main()
