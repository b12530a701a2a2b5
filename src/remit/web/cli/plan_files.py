"""Commands on plan files: they need neither a database nor Django, and import nothing of either.

Each is a function like `schedule` below: read with `document_in`, make the problem with `problem_in`,
compute within `refusing`, and hand facts and lines to `Console.exactly`. Its arguments stand in `arguments.py`.
"""

import argparse
import importlib
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

from remit.engine.formats import DocumentTask, FormatError, PlanDocument, read_plan
from remit.engine.model import ActivityKind, PlanError, Problem, Schedule, from_minute
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal

MOST_LISTED = 20
MOST_NAMED = 12
_KEY = re.compile(r"^[A-Za-z][A-Za-z0-9]{0,15}-[0-9]{1,9}\Z")


def document_in(name: str) -> PlanDocument:
    """Return the plan in the file called `name`; raises `Refusal` with the line or task that is wrong."""
    try:
        return read_plan(Path(name))
    except FileNotFoundError as error:
        msg = f"There is no file {name}."
        raise Refusal(msg, "not_found", ExitCode.NOT_FOUND) from error
    except OSError as error:
        msg = f"{name} cannot be read: {error.strerror or error}."
        raise Refusal(msg, "environment", ExitCode.ENVIRONMENT) from error
    except (FormatError, PlanError) as error:
        msg = f"{name}: {error}"
        raise Refusal(msg, "format") from error


@contextmanager
def refusing(document: PlanDocument) -> Iterator[None]:
    """Answer what is wrong with a plan in one line that names its activities."""
    try:
        yield
    except PlanError as error:
        names = {each.activity.id: each.activity.name for each in document.tasks}
        named = [f"{each} '{names[each][:60]}'" for each in error.activity_ids if each in names]
        more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
        where = f" Activities: {', '.join(named[:MOST_NAMED])}{more}." if named else ""
        msg = f"{str(error).rstrip('.')}.{where}"
        raise Refusal(msg, "unschedulable") from error


def problem_in(document: PlanDocument, *, rules: str | None = None, from_scratch: bool = False) -> Problem:
    """Return the problem of a document, by its own rules or by those that are named."""
    stated = document if rules is None else replace(document, rules=rules)
    with refusing(document):
        return stated.problem(from_scratch=from_scratch)


def moment(minute: int) -> str:
    """Return plan time as local ISO text without a zone."""
    return from_minute(minute).isoformat(timespec="seconds")


def losses(document: PlanDocument) -> list[str]:
    """Return in words what the reader could not keep."""
    return [f"not kept: {each.count} {each.what} ({each.reason})" for each in document.left_out]


def schedule(given: argparse.Namespace, console: Console) -> None:
    """Compute the plan in a file; a project's key instead of a file computes the plan of that project."""
    if is_key(given.target):
        _schedule_project(given, console)
        return
    if given.store or given.organisation:
        msg = "--store and --organisation go with the key of a project, not with a file."
        raise Refusal(msg, "usage", ExitCode.USAGE)
    document = document_in(given.target)
    problem = problem_in(document, rules=given.rules, from_scratch=given.from_scratch)
    with refusing(document):
        answer = importlib.import_module("remit.engine.network").schedule(problem)
    console.exactly(_facts(document, answer), *_lines(document, answer))


def is_key(target: str) -> bool:
    """Return whether an argument means a project: it looks like a key, and no file has that name."""
    return _KEY.match(target) is not None and not Path(target).exists()


def _schedule_project(given: argparse.Namespace, console: Console) -> None:
    if given.rules or given.from_scratch:
        msg = "--rules and --from-scratch go with a file, not with the key of a project."
        raise Refusal(msg, "usage", ExitCode.USAGE)
    # imported here: only projects need Django
    importlib.import_module("remit.web.cli.django_setup").start_django()
    importlib.import_module("remit.web.cli.plans").schedule(given, console)


def _facts(document: PlanDocument, answer: Schedule) -> dict[str, Any]:
    is_dated = bool(
        document.tasks or document.start_minute
    )  # an empty plan of no date has neither start nor finish
    dates = (moment(answer.start), moment(answer.finish)) if is_dated else (None, None)
    return {
        "project": {"start": dates[0], "finish": dates[1]},
        "activities": [_row(each, answer) for each in document.tasks],
        "warnings": [*(str(each) for each in answer.warnings), *losses(document)],
    }


def _row(task: DocumentTask, answer: Schedule) -> dict[str, Any]:
    activity = task.activity
    found = answer.activities[activity.id]
    return {
        "uid": activity.id,
        "id": task.code or activity.id,
        "name": activity.name,
        "start": moment(found.start),
        "finish": moment(found.finish),
        "early_start": moment(found.early_start),
        "early_finish": moment(found.early_finish),
        "late_start": moment(found.late_start),
        "late_finish": moment(found.late_finish),
        "total_float_minutes": found.total_float_minutes,
        "free_float_minutes": found.free_float_minutes,
        "critical": found.critical,
        "summary": activity.kind == ActivityKind.SUMMARY,
    }


def _lines(document: PlanDocument, answer: Schedule) -> Iterable[str]:
    named = {each.activity.id: each for each in document.tasks}
    leaves = [each for each in document.tasks if each.activity.kind != ActivityKind.SUMMARY]
    critical = [each for each in leaves if answer.activities[each.activity.id].critical]
    yield document.name or "Plan"
    yield f"  start     {_shown(answer.start)}"
    yield f"  finish    {_shown(answer.finish)}"
    yield f"  {len(leaves)} activities, {len(critical)} critical; rules: {document.rules}"
    path = [named[each] for each in answer.critical_path if each in named]
    for each in path[-MOST_LISTED:]:
        found = answer.activities[each.activity.id]
        dates = f"{_shown(found.start)}  {_shown(found.finish)}"
        yield f"    {dates}  {each.code or each.activity.id} {each.activity.name}"
    if len(path) > MOST_LISTED:
        yield f"    and {len(path) - MOST_LISTED} before them on the critical path: --json lists all activities"
    warnings = [*(str(each) for each in answer.warnings), *losses(document)]
    for text in warnings[:MOST_LISTED]:
        yield f"  warning: {text}"
    if len(warnings) > MOST_LISTED:
        yield f"  and {len(warnings) - MOST_LISTED} more warnings: --json lists all"


def _shown(minute: int) -> str:
    return f"{from_minute(minute):%Y-%m-%d %H:%M}"
