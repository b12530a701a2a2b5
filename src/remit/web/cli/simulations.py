"""The commands on simulations of a project's plan."""

import argparse
from collections.abc import Iterator
from typing import Any

from remit.core.plan_time import to_day
from remit.core.templatetags.remit import money
from remit.simulations.compute import Spread, Wish
from remit.simulations.models import Simulation
from remit.simulations.operations.simulations import simulate_plan
from remit.simulations.queries import money_in, simulations_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project

SPREAD = Spread(0.9, 1.0, 1.3)


def simulate(given: argparse.Namespace, console: Console) -> None:
    """Draw the plan of a project many times over, keep what comes of it and say it."""
    actor, project = named_project(given)
    made = simulate_plan(project, Wish(spread=SPREAD), None, actor=actor)
    sums = money_in(actor, made)
    title = f"{made.key} of {project.key} {project.name}: {made.runs} runs, seed {made.seed}"
    console.result(_facts(made, sums), title, *_lines(made, sums, project.organisation.currency))


def simulations(given: argparse.Namespace, console: Console) -> None:
    """List how the plan of a project was drawn so far, the newest first."""
    actor, project = named_project(given)
    rows = list(simulations_of(actor, project))
    for each in rows:
        each.project = project
    facts = {"project": project.key, "simulations": [_facts(each, money_in(actor, each)) for each in rows]}
    lines = [
        f"  {each.key:8} {each.at.date().isoformat()}   P{round(100 * each.figures['promise'])} of the promise"
        f"   P50 {_day(each.figures['finish']['p50'])}   P80 {_day(each.figures['finish']['p80'])}"
        for each in rows
    ]
    console.result(facts, f"{project.key} {project.name}", *(lines or ["  Not drawn yet."]))


def _day(minute: int) -> str:
    return to_day(minute - 1).isoformat()


def _facts(made: Simulation, sums: dict[str, Any] | None) -> dict[str, Any]:
    figures, marks = made.figures, ("p10", "p50", "p80", "p90")
    return {
        "key": made.key,
        "runs": made.runs,
        "seed": made.seed,
        "planned": _day(figures["planned"]),
        "promised": _day(figures["promised"]),
        "promise": figures["promise"],
        "finish": {each: _day(figures["finish"][each]) for each in marks},
        "money": {each: sums[each] for each in (*marks, "budget", "joint")} if sums else None,
        "risks": [{"key": each["key"], "minutes": each["minutes"]} for each in figures["risks"]],
        "without_driver": figures["inputs"]["without_driver"],
    }


def _lines(made: Simulation, sums: dict[str, Any] | None, currency: str) -> Iterator[str]:
    figures = made.figures
    yield f"  promised {_day(figures['promised'])}   kept in {figures['promise']:.0%} of runs"
    for each in ("p10", "p50", "p80", "p90"):
        cost = f"   {money(sums[each], currency)}" if sums else ""
        yield f"  {each.upper():8} {_day(figures['finish'][each])}{cost}"
    for risk in figures["risks"]:
        yield f"  without {risk['key']}: P80 {-risk['minutes'] / 1440:+.1f} days"
    missing = figures["inputs"]["without_driver"]
    if missing:
        yield f"  warning: nobody said what {', '.join(missing)} act on; their days are left out"
