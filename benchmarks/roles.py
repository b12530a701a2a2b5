"""How fast Remit answers about roles with 10,000 people and 100,000 assignments.

    python benchmarks/roles.py
    python benchmarks/roles.py --people 1000 --assignments 10000 --projects 200 -n 10

Asked in one process without a network between: each page is the whole answer, from address to HTML. Every figure is
the median and the slowest twentieth of `-n` calls, as time on the wall and as processor time. Detectors are measured
for 200 scopes, as many as the page shows: all judged anew, after one change, and with nothing changed.
"""

import argparse
import gc
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

GOAL_MS = 300


def measured(what: str, call: Callable[[], object], times: int, *, goal: int | None = GOAL_MS) -> None:
    """Print how long a call takes beside its goal."""
    call()
    wall, cpu = [], []
    for _time in range(times):
        began, used = time.perf_counter(), time.process_time()
        call()
        wall.append((time.perf_counter() - began) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    wall.sort()
    cpu.sort()
    slow = -(-len(wall) * 95 // 100) - 1
    mark = "" if goal is None else f"goal p95 {goal} ms  {'met' if wall[slow] <= goal else 'MISSED'}"
    half = len(wall) // 2
    words = (
        f"p50 {wall[half]:6.0f}  p95 {wall[slow]:6.0f} ms   cpu p50 {cpu[half]:6.0f}  p95 {cpu[slow]:6.0f} ms"
    )
    print(f"{what:<58} {words}   {mark}", flush=True)


def main() -> None:
    """Make the organisation in a folder of its own and measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--assignments", type=int, default=100_000)
    parser.add_argument("--projects", type=int, default=2_000)
    parser.add_argument("-n", type=int, default=40, dest="times")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="remit-roles-") as folder:
        os.environ["REMIT_DATA_DIR"] = str(Path(folder))
        os.environ["DJANGO_SETTINGS_MODULE"] = "remit.web.settings"
        import django  # noqa: PLC0415 - the settings stand only now
        from django.core.management import call_command  # noqa: PLC0415 - as above

        django.setup()
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        run(asked)


def run(asked: argparse.Namespace) -> None:  # noqa: PLR0915 - a list of what is measured
    """Fill the database and print every figure."""
    from django.test import Client  # noqa: PLC0415 - the settings stand only now
    from django.test.utils import override_settings  # noqa: PLC0415 - as above

    from _roles import made  # noqa: PLC0415 - as above
    from remit.accounts.permissions import system_actor  # noqa: PLC0415 - as above
    from remit.people.actors import actor_for  # noqa: PLC0415 - as above
    from remit.people.findings import judged  # noqa: PLC0415 - as above
    from remit.people.findings_kept import forget, judged_anew  # noqa: PLC0415 - as above
    from remit.people.models import Role, Scope, ScopeKind  # noqa: PLC0415 - as above
    from remit.people.operations.assignments import assign_role, end_assignment  # noqa: PLC0415 - as above

    began = time.perf_counter()
    firm = made(asked.people, asked.assignments, asked.projects)
    print(
        f"{firm.people:,} people, {firm.assignments:,} assignments, {firm.projects:,} projects, "
        f"{firm.rows:,} responsibilities in force; written in {time.perf_counter() - began:.0f} s"
    )
    # as the server does: what stands there already is not collected again and again
    gc.collect()
    gc.freeze()
    manager, busy = Client(), Client()
    manager.force_login(firm.manager.user)
    busy.force_login(firm.busy.user)

    def page(client: Client, path: str) -> Callable[[], object]:
        def call() -> object:
            answer = client.get(path)
            if answer.status_code != 200:
                raise RuntimeError(path, answer.status_code)
            return answer

        return call

    with override_settings(ALLOWED_HOSTS=["testserver"]):
        measured("My remit, portfolio manager", page(manager, "/"), asked.times)
        measured("My remit, sponsor of 50 projects", page(busy, "/"), asked.times)
        measured(
            "Page of a person, sponsor of 50 projects",
            page(manager, f"/people/{firm.busy.key}/"),
            asked.times,
        )
        measured(
            "Remit, portfolio manager's own", page(manager, f"/people/{firm.manager.key}/remit/"), asked.times
        )
        measured(
            "Remit, sponsor of 50 projects", page(manager, f"/people/{firm.busy.key}/remit/"), asked.times
        )
        measured("Map, all scopes", page(manager, "/map/"), asked.times)
        measured("Map, searched", page(manager, "/map/?q=Person+77"), asked.times)
        measured("Map, one project with its rows", page(manager, "/map/?top=P-7"), asked.times)
        measured(
            "Map, everything of a sponsor of 50", page(manager, f"/map/?person={firm.busy.key}"), asked.times
        )
        measured(
            "Map, everything of the portfolio manager",
            page(manager, f"/map/?person={firm.manager.key}"),
            asked.times,
        )
        measured(
            "API, way up from a row", page(manager, "/api/v1/scopes/P-7/accountability?row=D-61"), asked.times
        )
        measured(
            "API, who is accountable", page(manager, "/api/v1/accountable?q=budget&scope=P-7"), asked.times
        )
        measured("Responsibilities with all findings, page", page(manager, "/responsibilities/"), asked.times)
    actor = actor_for(firm.manager.user)
    scopes = list(Scope.objects.answering_to(actor).select_related("organisation", "parent")[:200])

    def full() -> object:
        return judged(firm.organisation, scopes, writer=actor)

    def kept() -> object:
        return judged_anew(firm.organisation, scopes, actor)

    touched = next(each for each in reversed(scopes) if each.kind == ScopeKind.PROJECT)
    member = Role.objects.get(organisation=firm.organisation, code="team-member")

    def changed() -> object:
        held = assign_role(
            firm.busy, member, touched, actor=system_actor(), from_date=touched.project.starts_on
        )
        end_assignment(held, version=held.version, actor=system_actor())
        return kept()

    forget()
    measured("Detectors, 200 scopes, all judged", full, asked.times, goal=None)
    measured("Detectors, 200 scopes, nothing changed", kept, asked.times)
    measured("Detectors, a role given and ended, then 200 scopes", changed, asked.times)


if __name__ == "__main__":
    main()
