"""`remit risk FILE`: how likely the dates and the cost of the plan in a file are."""

import argparse
import datetime as dt
import importlib
import math
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from remit.engine.formats import PlanDocument
from remit.engine.model import Minute, PlanError, Problem, to_minute
from remit.engine.model.time import DAY_MINUTES
from remit.engine.risk.spreading import spread_over
from remit.engine.warming import RISK
from remit.web.cli.compiling import compiled
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal
from remit.web.cli.plan_files import document_in, losses, moment, problem_in, refusing

if TYPE_CHECKING:  # loads the kernels
    from remit.engine.risk import Ranked, RiskResult

PERCENTILES = (10, 20, 30, 40, 50, 60, 70, 80, 90, 95)
SHOWN = (10, 50, 80, 90)
MOST_LISTED = 10
CENTS = 100
HOUR = 60
NOTHING_UNCERTAIN = (
    "The file states nothing uncertain: every run is the plan itself. "
    "--spread 0.9,1,1.3 spreads every activity that is yet to be done by such factors."
)


def risk(given: argparse.Namespace, console: Console) -> None:
    """Draw the plan in a file many times over and say what comes of it."""
    document = document_in(given.target)
    problem = problem_in(document, rules=given.rules)
    if given.spread:
        problem = _spread(problem, given.spread)
    promised = _promised(given.promised)
    engine = importlib.import_module("remit.engine.risk")
    compiled(RISK, console)
    with refusing(document):
        found = engine.simulate(problem, given.runs, given.seed, mitigated=given.mitigated)
        ranked = engine.rank_risks(problem, given.runs, given.seed) if given.rank else ()
    warnings = [*found.warnings, *([] if _is_uncertain(problem) else [NOTHING_UNCERTAIN]), *losses(document)]
    facts = _facts(document, found, promised, ranked, warnings)
    console.exactly(facts, *_lines(document, found, promised, ranked, warnings))


def _is_uncertain(problem: Problem) -> bool:
    stated = problem.risk
    return stated is not None and any((stated.uncertainties, stated.events, stated.weathers, stated.branches))


def _spread(problem: Problem, text: str) -> Problem:
    try:
        low, likely, high = (float(each) for each in text.split(","))
        return spread_over(problem, low, likely, high)
    except (ValueError, PlanError) as error:  # a PlanError is a ValueError: factors out of order
        msg = f"--spread is '{text[:40]}'. It takes three rising factors, such as 0.9,1,1.3."
        raise Refusal(msg, "usage", ExitCode.USAGE) from error


def _promised(text: str | None) -> Minute | None:
    if text is None:
        return None
    try:
        found = to_minute(dt.datetime.fromisoformat(text).replace(tzinfo=None))
    except ValueError as error:
        msg = f"--promised is '{text[:40]}', which is not a date. Dates look like 2026-03-31 or 2026-03-31T17:00."
        raise Refusal(msg, "usage", ExitCode.USAGE) from error
    return found + DAY_MINUTES if len(text) == len("2026-03-31") else found


def _facts(
    document: PlanDocument,
    found: "RiskResult",
    promised: Minute | None,
    ranked: Sequence["Ranked"],
    warnings: Sequence[str],
) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "runs": found.runs,
        "seed": found.seed,
        "planned": {
            "start": moment(found.planned_start),
            "finish": moment(found.planned_finish),
            "cost": round(found.planned_cost),
            "probability": found.probability_by(found.planned_finish),
            "joint_confidence": found.joint_confidence(found.planned_finish, found.planned_cost),
        },
        **_curves(found),
        "convergence": _convergence(found),
    }
    if promised is not None:
        facts["promised"] = {"date": moment(promised), "probability": found.probability_by(promised)}
    facts["activities"] = _activities(document, found)
    facts["risks"] = [_ranked(each) for each in ranked]
    facts["warnings"] = list(warnings)
    return facts


def _curves(found: "RiskResult") -> dict[str, Any]:
    return {
        "finish": {
            **{f"p{each}": moment(found.finish_at(each / 100)) for each in PERCENTILES},
            "mean": moment(round(found.mean_finish)),
            "sd_minutes": found.sd_finish_minutes,
        },
        "cost": {
            **{f"p{each}": round(found.cost_at(each / 100)) for each in PERCENTILES},
            "mean": found.mean_cost,
            "sd": found.sd_cost,
        },
        "contingency": {
            f"p{each}": dict(zip(("minutes", "cost"), found.contingency(each / 100), strict=True))
            for each in SHOWN
        },
    }


def _convergence(found: "RiskResult") -> dict[str, float | None]:
    """Return errors as JSON can say them: None where so few runs tell nothing."""
    sure = found.convergence()
    return {
        "mean_error_minutes": sure.mean_error if math.isfinite(sure.mean_error) else None,
        "p80_error_minutes": sure.percentile_error if math.isfinite(sure.percentile_error) else None,
        "within_minutes": sure.within_minutes,
        "runs_needed": sure.runs_needed,
    }


def _activities(document: PlanDocument, found: "RiskResult") -> list[dict[str, Any]]:
    rows = []
    for task in document.tasks:
        each = found.activities.get(task.activity.id)
        if each is not None:
            rows.append(
                {
                    "uid": task.activity.id,
                    "id": task.code or task.activity.id,
                    "name": task.activity.name,
                    "criticality": each.criticality,
                    "cruciality": each.cruciality,
                    "sensitivity": each.sensitivity,
                    "mean_minutes": each.mean_minutes,
                    "sd_minutes": each.sd_minutes,
                    "share_done": each.share_done,
                }
            )
    return rows


def _ranked(each: "Ranked") -> dict[str, Any]:
    return {
        "kind": each.kind.value,
        "id": each.id,
        "name": each.name,
        "p80_minutes": each.finish_minutes,
        "mean_minutes": each.mean_finish_minutes,
        "p80_cost": each.cost,
        "mean_cost": each.mean_cost,
    }


def _lines(
    document: PlanDocument,
    found: "RiskResult",
    promised: Minute | None,
    ranked: Sequence["Ranked"],
    warnings: Sequence[str],
) -> Iterator[str]:
    yield document.name or "Plan"
    yield f"  {found.runs:,} runs, seed {found.seed}"
    chance = found.probability_by(found.planned_finish)
    yield f"  planned   {moment(found.planned_finish)}   kept in {chance:.0%} of runs"
    if promised is not None:
        yield f"  promised  {moment(promised)}   kept in {found.probability_by(promised):.0%} of runs"
    for each in SHOWN:
        minutes, money = found.contingency(each / 100)
        cost = (
            f"   cost {found.cost_at(each / 100) / CENTS:,.2f} ({money / CENTS:+,.2f})"
            if found.mean_cost
            else ""
        )
        line = f"  P{each}       {moment(found.finish_at(each / 100))}   {minutes / DAY_MINUTES:+.1f} days"
        yield line + cost
    sure = found.convergence()
    if not sure.is_enough:
        yield f"  for P80 to within {sure.within_minutes / HOUR:.0f} hours some {sure.runs_needed:,} runs are needed"
    names = {each.activity.id: each.activity.name for each in document.tasks}
    decisive = sorted(found.activities.items(), key=lambda pair: (-pair[1].cruciality, pair[0]))[:MOST_LISTED]
    for key, figures in decisive:
        if figures.cruciality:
            text = f"critical in {figures.criticality:.0%}, cruciality {figures.cruciality:.2f}"
            yield f"  {text}   {key} {names[key]}"
    for risk_ in ranked[:MOST_LISTED]:
        yield f"  without {risk_.name}: P80 {-risk_.finish_minutes / DAY_MINUTES:+.1f} days"
    yield from (f"  warning: {text}" for text in warnings)
