"""`remit level FILE`: where activities would lie so that no resource has more to do than it can."""

import argparse
import importlib
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from remit.engine.formats import PlanDocument
from remit.engine.warming import LEVEL
from remit.web.cli.compiling import compiled
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal
from remit.web.cli.plan_files import document_in, losses, moment, problem_in, refusing

if TYPE_CHECKING:
    from remit.engine.levelling import LevelledActivity, Levelling

MOST_LISTED = 20


def level(given: argparse.Namespace, console: Console) -> None:
    """Level the plan in a file; nothing is written, what would move is printed."""
    document = document_in(given.target)
    problem = problem_in(document, rules=given.rules)
    levelling = importlib.import_module("remit.engine.levelling")
    try:
        limit = levelling.Limit(given.time_limit, given.workers, given.gap)
    except ValueError as error:
        raise Refusal(str(error), "usage", ExitCode.USAGE) from error
    compiled(LEVEL, console)
    with refusing(document):
        found = levelling.level(
            problem,
            limit,
            seed=given.seed,
            objective=levelling.Objective(given.objective),
            stability=given.stability,
        )
    console.exactly(_facts(document, found), *_lines(document, found))


def _facts(document: PlanDocument, found: "Levelling") -> dict[str, Any]:
    return {
        "makespan": found.makespan,
        "bound": found.bound,
        "status": found.status.value,
        "starts": {key: each.start - found.start for key, each in found.activities.items()},
        "seconds": round(found.seconds, 3),
        "value": found.value,
        "project": {"start": moment(found.start), "finish": moment(found.finish)},
        "activities": [_row(key, each) for key, each in found.activities.items()],
        "warnings": losses(document),
    }


def _row(key: str, each: "LevelledActivity") -> dict[str, Any]:
    cause = each.cause
    return {
        "uid": key,
        "start": moment(each.start),
        "finish": moment(each.finish),
        "delay_minutes": each.delay_minutes,
        "mode": each.mode,
        "resources": list(each.resources),
        "pieces": [[moment(start), moment(finish)] for start, finish in each.pieces],
        "overloaded": each.is_overloaded,
        "cause": cause
        and {
            "kind": cause.kind.value,
            "resource": cause.resource_id or None,
            "until": moment(cause.until),
            "by": list(cause.by),
        },
    }


def _lines(document: PlanDocument, found: "Levelling") -> Iterator[str]:
    named = {
        each.activity.id: f"{each.code or each.activity.id} {each.activity.name}" for each in document.tasks
    }
    yield document.name or "Plan"
    yield f"  {found.status.value} after {found.seconds:.1f} s"
    if not found.activities:
        return
    yield f"  finish    {moment(found.finish)}"
    yield f"  value {found.value}, nothing is below {found.bound}: at most {found.gap:.1%} better"
    moved = found.moved
    yield f"  {len(moved)} of {len(found.activities)} activities move"
    for key in moved[:MOST_LISTED]:
        each = found.activities[key]
        yield f"    {moment(each.start)}  {each.delay_minutes:+} min  {named[key]}{_why(each, named)}"
    if len(moved) > MOST_LISTED:
        yield f"    and {len(moved) - MOST_LISTED} more: --json lists all"
    over = [key for key, each in found.activities.items() if each.is_overloaded]
    for key in over[:MOST_LISTED]:
        yield f"  warning: {named[key]} needs more than there is where it lies"
    for text in losses(document):
        yield f"  warning: {text}"


def _why(each: "LevelledActivity", named: dict[str, str]) -> str:
    cause = each.cause
    if cause is None:
        return ""
    by = ", ".join(named[one] for one in cause.by)
    if cause.resource_id:
        return f": {cause.resource_id} is taken until {moment(cause.until)}{f' by {by}' if by else ''}"
    return f": waits for {by}"
