"""`remit check FILE`: how healthy the plan in a file is."""

import argparse
import importlib
from collections.abc import Iterator
from typing import Any

from remit.engine.formats import PlanDocument
from remit.engine.network.health_results import Check, CheckName, Health, PracticeName, Verdict
from remit.web.cli.console import Console
from remit.web.cli.plan_files import document_in, losses, problem_in, refusing

MOST_NAMED = 8

TITLES = {
    CheckName.LOGIC: "missing predecessor or successor",
    CheckName.LEADS: "links with a lead",
    CheckName.LAGS: "links with a lag",
    CheckName.FINISH_TO_START: "links from finish to start",
    CheckName.HARD_CONSTRAINTS: "hard constraints",
    CheckName.HIGH_FLOAT: "high total float",
    CheckName.NEGATIVE_FLOAT: "float below zero",
    CheckName.HIGH_DURATION: "long durations",
    CheckName.INVALID_DATES: "dates on the wrong side of the status date",
    CheckName.RESOURCES: "work without resources",
    CheckName.MISSED: "missed against the baseline",
    CheckName.CRITICAL_PATH_TEST: "critical path test (days the end moves)",
    CheckName.CRITICAL_PATH_LENGTH_INDEX: "critical path length index",
    CheckName.BASELINE_EXECUTION_INDEX: "baseline execution index",
}
PRACTICES = {
    PracticeName.CAPTURING_ALL_ACTIVITIES: "Capturing all activities",
    PracticeName.SEQUENCING_ALL_ACTIVITIES: "Sequencing all activities",
    PracticeName.ASSIGNING_RESOURCES: "Assigning resources to all activities",
    PracticeName.ESTABLISHING_DURATIONS: "Establishing the durations of all activities",
    PracticeName.TRACING_HORIZONTALLY_AND_VERTICALLY: "Tracing the schedule horizontally and vertically",
    PracticeName.CONFIRMING_THE_CRITICAL_PATH: "Confirming that the critical path is valid",
    PracticeName.ENSURING_REASONABLE_FLOAT: "Ensuring reasonable total float",
    PracticeName.CONDUCTING_A_RISK_ANALYSIS: "Conducting a schedule risk analysis",
    PracticeName.UPDATING_WITH_PROGRESS_AND_LOGIC: "Updating the schedule with progress and logic",
    PracticeName.MAINTAINING_A_BASELINE: "Maintaining a baseline schedule",
}
MARKS = {Verdict.PASSED: "ok  ", Verdict.FAILED: "FAIL", Verdict.UNKNOWN: "?   "}
SHARES = frozenset(CheckName) - {
    CheckName.CRITICAL_PATH_TEST,
    CheckName.CRITICAL_PATH_LENGTH_INDEX,
    CheckName.BASELINE_EXECUTION_INDEX,
}


def check(given: argparse.Namespace, console: Console) -> None:
    """Check the plan in a file by the DCMA's fourteen points and the GAO's ten practices."""
    document = document_in(given.target)
    problem = problem_in(document, rules=given.rules)
    promises = importlib.import_module("remit.engine.value.plan_files").promises_of(document)
    with refusing(document):
        health = importlib.import_module("remit.engine.network.health").check_health(
            problem, baselines=promises
        )
    console.exactly(_facts(document, health), *_lines(document, health))


def _facts(document: PlanDocument, health: Health) -> dict[str, Any]:
    return {
        "checks": [_check_facts(each) for each in health.checks],
        "practices": [
            {
                "number": each.name.number,
                "name": each.name.value,
                "title": PRACTICES[each.name],
                "verdict": each.verdict.value,
                "evidence": [
                    {
                        "key": part.key,
                        "verdict": part.verdict.value,
                        "activities": list(part.activity_ids),
                        "missing": part.missing.sentence if part.missing else None,
                    }
                    for part in each.evidence
                ],
                "ask": each.ask,
            }
            for each in health.practices
        ],
        "warnings": losses(document),
    }


def _check_facts(check: Check) -> dict[str, Any]:
    return {
        "number": check.name.number,
        "name": check.name.value,
        "title": TITLES[check.name],
        "verdict": check.verdict.value,
        "value": check.value,
        "limit": check.limit,
        "at_least": check.is_floor,
        "count": check.count,
        "of": check.of,
        "activities": list(check.activity_ids),
        "links": [
            {"predecessor": each.predecessor_id, "successor": each.successor_id, "kind": each.kind.value}
            for each in check.links
        ],
        "missing": check.missing.sentence if check.missing else None,
    }


def _lines(document: PlanDocument, health: Health) -> Iterator[str]:
    codes = {each.activity.id: each.code or each.activity.id for each in document.tasks}
    yield document.name or "Plan"
    yield "  DCMA, fourteen checks"
    for each in health.checks:
        yield f"    {each.name.number:2} {MARKS[each.verdict]} {TITLES[each.name]:44} {_figure(each)}"
        if each.verdict == Verdict.FAILED and each.activity_ids:
            named = ", ".join(codes[one] for one in each.activity_ids[:MOST_NAMED])
            more = len(each.activity_ids) - MOST_NAMED
            yield f"              {named}{f' and {more} more' if more > 0 else ''}"
    yield "  GAO, ten practices as far as data can tell"
    for practice in health.practices:
        mark = MARKS[practice.verdict]
        yield f"    {practice.name.number:2} {mark} {PRACTICES[practice.name]}"
        yield f"              ask: {practice.ask}"
    for text in losses(document):
        yield f"  warning: {text}"


def _figure(check: Check) -> str:
    if check.value is None:
        return check.missing.sentence if check.missing else ""
    limit = "at least" if check.is_floor else "at most"
    if check.name in SHARES:
        count = check.of - check.count if check.is_floor else check.count
        return f"{check.value:7.1%} ({count} of {check.of}), {limit} {check.limit:.0%}"
    return f"{check.value:7.2f}, {limit} {check.limit:g}"
