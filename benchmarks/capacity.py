"""How fast Remit says who has too much to do, with 10,000 people and 100,000 activities in 100 plans.

    python benchmarks/capacity.py
    python benchmarks/capacity.py --people 1000 --activities 10000 --plans 20 -n 10

Asked in one process without a network between: each page is the whole answer, from address to HTML. The page is
measured with what the process knows, and after an edit of one plan, whose sums are then computed anew.
"""

import argparse
import datetime as dt
import os
import random
import tempfile
import time
from collections.abc import Callable

GOAL_MS = 150
MONDAY = dt.date(2026, 6, 1)
SEED = 20260105


def measured(
    what: str, call: Callable[[], object], times: int, *, before: Callable[[], object] | None = None
) -> None:
    """Print how long a call takes, wall and processor, beside the goal."""
    wall, cpu = [], []
    for _time in range(times):
        if before is not None:
            before()
        began, used = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    wall.sort()
    cpu.sort()
    slow, half = -(-len(wall) * 95 // 100) - 1, len(wall) // 2
    mark = f"goal p95 {GOAL_MS} ms  {'met' if wall[slow] <= GOAL_MS else 'MISSED'}"
    words = (
        f"p50 {wall[half]:6.0f}  p95 {wall[slow]:6.0f} ms   cpu p50 {cpu[half]:6.0f}  p95 {cpu[slow]:6.0f} ms"
    )
    print(f"{what:<52} {words}   {mark}", flush=True)


def main() -> None:
    """Make the organisation in a folder of its own and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--activities", type=int, default=100_000)
    parser.add_argument("--plans", type=int, default=100)
    parser.add_argument("-n", type=int, default=40, dest="times")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remit-capacity-") as folder:
        os.environ["REMIT_DATA_DIR"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "remit.web.settings"
        _measure(asked)


def _measure(asked: argparse.Namespace) -> None:
    import django  # noqa: PLC0415 - the folder must be named first

    django.setup()
    from django.core.management import call_command  # noqa: PLC0415 - as above
    from django.test import Client  # noqa: PLC0415 - as above
    from django.utils import timezone  # noqa: PLC0415 - as above

    from remit.planning.models import Plan  # noqa: PLC0415 - as above
    from remit.resourcing.compute.demand import KEPT, sums_of  # noqa: PLC0415 - as above

    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    began = time.perf_counter()
    units = _made(asked)
    print(
        f"made in {time.perf_counter() - began:.0f} s: {asked.people} people, {asked.activities} activities"
    )
    client = Client(headers={"host": "localhost"})
    from remit.accounts.models import User  # noqa: PLC0415 - as above

    client.force_login(User.objects.get())
    plans = list(Plan.objects.all())
    began, used = time.perf_counter(), time.process_time()
    sums_of(plans)
    print(f"all plans summed: {time.perf_counter() - began:.2f} s, cpu {time.process_time() - used:.2f} s")
    print(f"sums kept: {KEPT.size}")
    chance = random.Random(SEED)

    def page() -> None:
        answer = client.get(f"/capacity/?unit={chance.choice(units)}&from={MONDAY}")
        assert answer.status_code == 200, answer.status_code

    def whole() -> None:
        assert client.get(f"/capacity/?from={MONDAY}").status_code == 200

    def edited() -> None:
        Plan.objects.filter(pk=chance.choice(plans).pk).update(scheduled_at=timezone.now())

    page()
    measured("a unit, 12 weeks", page, asked.times)
    measured("everybody, the first page, 12 weeks", whole, asked.times)
    measured("a unit, after an edit of one plan", page, asked.times, before=edited)


def _made(asked: argparse.Namespace) -> list[str]:
    """Make people in units and plans with activities that each have one person; return the keys of the units."""
    from remit.accounts.models import User  # noqa: PLC0415 - as in `_measure`
    from remit.accounts.permissions import system_actor  # noqa: PLC0415 - as above
    from remit.people.models import Person, Role, Unit  # noqa: PLC0415 - as above
    from remit.people.operations.assignments import assign_role  # noqa: PLC0415 - as above
    from remit.people.operations.organisation import create_organisation, root_scope  # noqa: PLC0415 - as above
    from remit.planning.models import Activity, Resource, ResourceAssignment  # noqa: PLC0415 - as above
    from remit.planning.operations.plans import create_plan  # noqa: PLC0415 - as above
    from remit.projects.operations.projects import create_project  # noqa: PLC0415 - as above

    system = system_actor()
    firm = create_organisation("Bench", actor=system)
    root = root_scope(firm)
    units = Unit.objects.bulk_create(
        Unit(organisation=firm, key=f"N-{each}", name=f"Unit {each}")
        for each in range(1, asked.people // 60 + 2)
    )
    people = Person.objects.bulk_create(
        Person(
            organisation=firm, key=f"U-{each}", name=f"Person {each}", email=f"p{each}@bench.example",
            unit=units[each % len(units)],
        )
        for each in range(1, asked.people + 1)
    )  # fmt: skip
    reader = people[0]
    reader.user = User.objects.create_user("planner@bench.example", "correct horse battery staple")
    reader.save(update_fields=["user"])
    role = Role.objects.get(organisation=firm, code="portfolio-manager")
    assign_role(reader, role, root, actor=system, from_date=dt.date(2026, 1, 1))
    chance, each_plan = random.Random(SEED), asked.activities // asked.plans
    for number in range(asked.plans):
        project = create_project(root, name=f"Project {number}", starts_on=MONDAY, actor=system)
        plan = create_plan(project, actor=system)
        crew = Resource.objects.bulk_create(
            Resource(project=project, key=f"R-{at}", name=person.name, person=person)
            for at, person in enumerate(chance.sample(people, min(200, len(people))), 1)
        )
        starts = [plan.start_minute + chance.randrange(365) * 1440 for _at in range(each_plan)]
        done = Activity.objects.bulk_create(
            Activity(
                project=project, key=f"T-{at}", position=at, name=f"Activity {at}", duration_minutes=2250,
                start_minute=start, finish_minute=start + 7 * 1440,
            )
            for at, start in enumerate(starts)
        )  # fmt: skip
        ResourceAssignment.objects.bulk_create(
            ResourceAssignment(
                project=project,
                key=f"S-{at}",
                activity=activity,
                resource=chance.choice(crew),
                work_minutes=2250,
            )
            for at, activity in enumerate(done)
        )
    return [unit.key for unit in units]


if __name__ == "__main__":
    main()
