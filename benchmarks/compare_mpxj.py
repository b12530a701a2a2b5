"""Schedules of generated plans beside those of MPXJ's schedulers, to the minute.

    python benchmarks/compare_mpxj.py --peer-python /path/python [--plans 300] [--seed 1] [--rules primavera-p6]

The plans hold all types of links, lags and leads, calendars, constraints and progress. Remit writes each as XER or as
XML of Microsoft Project, MPXJ reads that file and schedules it, and the dates of every activity are compared. Agreement
with MPXJ is not agreement with Primavera P6 or Microsoft Project: its authors wrote down what they observed. What
differs, and why, is told in docs/engine/rule-sets.md. `--show` prints the plans that differ.
"""

import argparse
import datetime as dt
import json
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from remit.engine import schedule
from remit.engine.calendars import WorkingTime, working_time
from remit.engine.formats import DocumentTask, PlanDocument, write_mspdi, write_xer
from remit.engine.model import (
    Activity,
    ActivityKind,
    Calendar,
    CalendarException,
    ConstraintKind,
    Lag,
    LagCalendar,
    LagUnit,
    Link,
    LinkKind,
    PlanError,
    Problem,
    SchedulingOptions,
    Shift,
    day_of,
    from_minute,
    to_minute,
)
from remit.engine.model.time import EPOCH

SIZE = 12
MONDAY = to_minute(dt.datetime(2026, 1, 5, 8))  # noqa: DTZ001 - plan time has no zone
DAY = 1440
DATES = ("start", "finish", "early_start", "early_finish", "late_start", "late_finish")
LONG = Calendar(
    "2",
    "Long days",
    (*[(Shift(420, 720), Shift(750, 1110))] * 6, ()),
    (
        CalendarException(20_468, 20_469, (), "Free"),
        CalendarException(20_475, 20_475, (Shift(480, 720),), "Half"),
    ),
)
STANDARD, CLOCK = Calendar.standard("1", "Standard"), Calendar.around_the_clock("3", "Clock")
CONSTRAINTS = {
    "primavera-p6": (
        ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MSO,
        ConstraintKind.MFO, ConstraintKind.MANDATORY_START, ConstraintKind.MANDATORY_FINISH,
    ),
    "microsoft-project": (
        ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MSO,
        ConstraintKind.MFO,
    ),
}  # fmt: skip


def plan(chance: random.Random, rules: str, parts: set[str]) -> PlanDocument:
    """Return a plan of a dozen activities with the parts asked for: links, lags, calendars, constraints, progress."""
    is_primavera = rules == "primavera-p6"
    count = chance.randint(3, SIZE)
    calendars = (STANDARD, LONG, CLOCK) if "calendars" in parts else (STANDARD,)
    status = MONDAY + DAY * chance.randint(0, 6) + (0 if is_primavera else 540)
    tasks = [
        DocumentTask(_activity(chance, number, calendars, status, rules, parts), 0, code=f"A{number}")
        for number in range(1, count + 1)
    ]
    kinds = tuple(LinkKind) if "links" in parts else (LinkKind.FS,)
    pairs = [(str(a), str(b)) for b in range(2, count + 1) for a in range(1, b)]
    links = []
    for before, after in chance.sample(pairs, min(len(pairs), chance.randint(count // 2, 2 * count))):
        lag = chance.randint(-10, 30) * 60 if "lags" in parts and chance.random() < 0.5 else 0
        links.append(Link(before, after, chance.choice(kinds), Lag(lag, LagUnit.WORKING)))
    counted = chance.choice(
        [LagCalendar.PREDECESSOR, LagCalendar.SUCCESSOR, LagCalendar.PROJECT, LagCalendar.CLOCK]
    )
    options = (
        SchedulingOptions(lag_calendar=counted)
        if is_primavera and "calendars" in parts
        else SchedulingOptions()
    )
    return PlanDocument(
        name="Generated", start_minute=MONDAY,
        status_minute=status if is_primavera or "progress" in parts else None,
        minutes_per_day=480, minutes_per_week=2400, default_calendar_id="1", calendars=calendars, tasks=tuple(tasks),
        links=tuple(sorted(links, key=lambda each: int(each.successor_id))), rules=rules, options=options,
    )  # fmt: skip


def _activity(
    chance: random.Random,
    number: int,
    calendars: tuple[Calendar, ...],
    status: int,
    rules: str,
    parts: set[str],
) -> Activity:
    length = chance.choice([60, 120, 480, 960, 1440, 2400, chance.randint(1, 60) * 30])
    kind = ActivityKind.TASK
    if "milestones" in parts and chance.random() < 0.15:
        length = 0
        kind = chance.choice([ActivityKind.MILESTONE, ActivityKind.FINISH_MILESTONE])
        if rules != "primavera-p6":
            kind = ActivityKind.MILESTONE
    facts: dict[str, Any] = {"remaining_duration_minutes": length}
    if "constraints" in parts and chance.random() < 0.25:
        chosen = chance.choice(CONSTRAINTS[rules])
        at_end = chosen in {
            ConstraintKind.FNET,
            ConstraintKind.FNLT,
            ConstraintKind.MFO,
            ConstraintKind.MANDATORY_FINISH,
        }
        date = MONDAY + DAY * chance.randint(0, 20) + (540 if at_end else 0)
        facts |= {"constraint": chosen, "constraint_minute": date}
    elif "progress" in parts and number <= 3 and length and status > MONDAY + DAY:
        done = chance.randint(1, length // 30) * 30
        if chance.random() < 0.5 and done < length:
            facts |= {
                "actual_start": MONDAY, "actual_duration_minutes": done,
                "remaining_duration_minutes": length - done, "percent_complete": round(100 * done / length),
            }  # fmt: skip
        else:
            facts |= {
                "actual_start": MONDAY, "actual_finish": MONDAY + 540, "actual_duration_minutes": length,
                "remaining_duration_minutes": 0, "percent_complete": 100,
            }  # fmt: skip
    calendar = chance.choice(calendars).id if len(calendars) > 1 else "1"
    return Activity(
        str(number), f"T{number}", length, kind, calendar_id=calendar, fixed_duration=rules == "primavera-p6",
        ignores_resource_calendars=rules == "primavera-p6", **facts,
    )  # type: ignore[arg-type] # fmt: skip # facts are named as in Activity


def peer(python: str, folder: Path, rules: str) -> Iterator[dict[str, Any]]:
    """Yield what the peer answers for each file."""
    script = Path(__file__).with_name("_mpxj_dates.py")
    run = subprocess.run(
        [python, str(script), str(folder), rules], capture_output=True, text=True, check=False
    )
    if run.returncode:
        print(f"skipped: the peer cannot be run: {run.stderr.strip().splitlines()[-1][:200]}")
        sys.exit(0)
    yield from (json.loads(line) for line in run.stdout.splitlines() if line.startswith("{"))


def ours(problem: Problem) -> dict[str, list[str]] | str:
    try:
        answer = schedule(problem)
    except PlanError as error:
        return str(error)
    names = {each.id: each.name for each in problem.activities}
    return {
        names[key]: [from_minute(getattr(each, date)).isoformat(timespec="minutes") for date in DATES]
        for key, each in answer.activities.items()
    }


def minute_of(text: str | None) -> int | None:
    return None if text is None else round((dt.datetime.fromisoformat(text) - EPOCH).total_seconds() / 60)


def shown(document: PlanDocument) -> Iterable[str]:
    for each in document.tasks:
        a = each.activity
        facts = (
            [f"{a.constraint} {from_minute(a.constraint_minute or 0)}"]
            if a.constraint != ConstraintKind.ASAP
            else []
        )
        facts += (
            [f"actual {a.actual_start} {a.actual_finish} left {a.remaining_duration_minutes}"]
            if a.actual_start
            else []
        )
        yield f"    {a.name} {a.duration_minutes} min calendar {a.calendar_id} {a.kind} {' '.join(facts)}"
    for link in document.links:
        yield f"    T{link.predecessor_id} {link.kind} T{link.successor_id} {link.lag.amount}"


@dataclass
class Tally:
    """What was found: activities whose date is the same by the clock, and with no work between."""

    plans: int = 0
    refused: int = 0
    askew: int = 0
    early: int = 0
    same_plans: int = 0
    activities: int = 0
    on_clock: Counter[str] = field(default_factory=Counter)
    in_work: Counter[str] = field(default_factory=Counter)


def is_askew(document: PlanDocument, theirs: dict[str, list[str | None]]) -> bool:
    """Return whether the peer lets an activity that has not begun last longer or shorter than it states."""
    for task in document.tasks:
        start, finish = (minute_of(each) for each in theirs[task.activity.name][:2])
        if task.activity.actual_start is None and start is not None and finish is not None:
            time = clock_of(document, task.activity)
            if time.between(start, finish) != task.activity.duration_minutes:
                return True
    return False


def clock_of(document: PlanDocument, activity: Activity) -> WorkingTime:
    calendar = next(each for each in document.calendars if each.id == activity.calendar_id)
    return working_time(calendar, day_of(MONDAY))


def differences(
    document: PlanDocument, found: dict[str, list[str]], theirs: dict[str, list[str | None]], tally: Tally
) -> list[str]:
    """Return the dates that are not the same working instant, and count those that are the same."""
    told = []
    for task in document.tasks:
        name, done = task.activity.name, task.activity.actual_finish is not None
        time = clock_of(document, task.activity)
        tally.activities += 1
        for what, mine, other in zip(DATES, found[name], theirs[name], strict=True):
            one, two = minute_of(mine), minute_of(other)
            # early and late dates of what is done mean nothing any more
            skipped = one is None or two is None or (done and what not in {"start", "finish"})
            tally.on_clock[what] += skipped or one == two
            equal = skipped or time.between(one or 0, two or 0) == 0
            tally.in_work[what] += equal
            if not equal:
                told.append(f"    {name} {what}: {mine} here, {other} there")
    return told


def compare(python: str, rules: str, parts: set[str], count: int, seed: int, show: int) -> None:
    """Print how many plans and dates are the same; `show` plans that differ are printed."""
    chance = random.Random(seed)
    documents = [plan(chance, rules, parts) for _number in range(count)]
    write, suffix = (write_xer, "xer") if rules == "primavera-p6" else (write_mspdi, "xml")
    tally = Tally(count)
    with tempfile.TemporaryDirectory() as made:
        for number, document in enumerate(documents):
            (Path(made) / f"{number:05d}.{suffix}").write_bytes(write(document))
        for document, answer in zip(documents, peer(python, Path(made), rules), strict=True):
            found, theirs = ours(document.problem()), answer.get("dates")
            if theirs is None or isinstance(found, str):
                tally.refused += 1
                told = [f"  refused: {answer.get('error', '')} {found if isinstance(found, str) else ''}"]
            elif is_askew(document, theirs):
                tally.askew += 1
                told = []
            elif any((minute_of(each[0]) or MONDAY) < MONDAY for each in theirs.values()):
                tally.early += 1
                told = []
            else:
                told = differences(document, found, theirs, tally)
                tally.same_plans += not told
            if told and show > 0:
                show -= 1
                print("\n".join(["  plan", *shown(document), *told]))
    asked = max(tally.activities, 1)
    shares = ", ".join(
        f"{what} {100 * tally.in_work[what] / asked:.1f} ({100 * tally.on_clock[what] / asked:.1f})"
        for what in DATES
    )
    left = count - tally.refused - tally.askew - tally.early
    print(
        f"compare_mpxj: {rules}, {'+'.join(sorted(parts)) or 'finish to start'}: {tally.same_plans} of {left} plans the"
        f" same in working time; {tally.askew} in which the peer's lengths are not those stated, {tally.early} that it"
        f" begins before their start, {tally.refused} refused; of {tally.activities} activities, percent in working"
        f" time (by the clock): {shares}",
        flush=True,
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--peer-python", default=sys.executable)
    parser.add_argument("--rules", choices=sorted(CONSTRAINTS))
    parser.add_argument("--plans", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--parts")
    asked = parser.parse_args()
    all_parts = "links lags calendars milestones constraints progress"
    stages = (
        "",
        "links",
        "links lags",
        "links constraints",
        "links progress",
        "links lags calendars",
        all_parts,
    )
    for rules in [asked.rules] if asked.rules else sorted(CONSTRAINTS):
        for parts in [asked.parts] if asked.parts is not None else stages:
            compare(asked.peer_python, rules, set(parts.split()), asked.plans, asked.seed, asked.show)


if __name__ == "__main__":
    main()
