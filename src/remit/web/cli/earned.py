"""`remit evm FILE`: earned value and earned schedule of the plan in a file."""

import argparse
import datetime as dt
import importlib
from collections.abc import Iterator
from typing import Any

from remit.engine.calendars import working_time
from remit.engine.formats import PlanDocument
from remit.engine.model import Minute, PlanError, Problem, day_of, to_minute
from remit.engine.model.time import DAY_MINUTES
from remit.engine.value.figure import Figure, Unit, figures_as_json
from remit.engine.value.indices import EarnedValue
from remit.engine.value.measuring import Measurement
from remit.engine.value.packages import WorkPackage
from remit.engine.value.plan_files import Assumed, Basis, basis_of
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import ExitCode, Refusal
from remit.web.cli.plan_files import document_in, losses, moment, problem_in, refusing

MOST_LISTED = 12
CENTS = 100
HOUR = 60
SUMS = ("bac", "pv", "ev", "ac")
INDICES = ("cv", "sv", "cpi", "spi")


def evm(given: argparse.Namespace, console: Console) -> None:
    """Measure the plan in a file by its baseline, progress and cost at its status date."""
    document = document_in(given.target)
    status = _status(document, given.status)
    problem = problem_in(document)
    value = importlib.import_module("remit.engine.value")
    basis = _basis(document, problem)
    calendar = next(each for each in problem.calendars if each.id == problem.default_calendar_id)
    clock = working_time(calendar, day_of(problem.start_minute))
    with refusing(document):
        try:
            found = value.measure(
                basis.packages, status=status, every=value.Period(given.period), clock=clock, unit=basis.unit
            )
        except ValueError as error:
            if isinstance(error, PlanError):
                raise
            raise Refusal(str(error), "unmeasurable") from error
    console.exactly(_facts(document, basis, found), *_lines(document, basis, found))


def _basis(document: PlanDocument, problem: Problem) -> Basis:
    """Return what is measured; what has no dates in the file gets those of its schedule, if it has one."""
    basis = basis_of(document)
    if all(assumed != Assumed.NO_DATES for assumed, _key in basis.assumed):
        return basis
    try:
        return basis_of(document, importlib.import_module("remit.engine.network").schedule(problem))
    except PlanError:  # then it is said of each activity that it has no dates
        return basis


def _status(document: PlanDocument, stated: str | None) -> Minute:
    """Return the status date that is stated, a day at its end, or that of the file."""
    if stated is None:
        if document.status_minute is None:
            msg = "The file has no status date. State one, such as --status 2026-03-31."
            raise Refusal(msg, "no_status_date")
        return document.status_minute
    try:
        found = to_minute(dt.datetime.fromisoformat(stated).replace(tzinfo=None))
    except ValueError as error:
        msg = f"--status is '{stated[:40]}', which is not a date. Dates look like 2026-03-31 or 2026-03-31T17:00."
        raise Refusal(msg, "usage", ExitCode.USAGE) from error
    return found + DAY_MINUTES if len(stated) == len("2026-03-31") else found


def _facts(document: PlanDocument, basis: Basis, found: Measurement) -> dict[str, Any]:
    return {
        "status": moment(found.status),
        "unit": found.unit.value,
        "total": figures_as_json(dict(found.total.figures())),
        "earned_schedule": figures_as_json(dict(found.schedule.figures())) if found.schedule else None,
        "groups": {
            key: {name: figures_as_json(dict(each.figures())) for name, each in groups.items()}
            for key, groups in found.groups.items()
        },
        "activities": [_row(package, found.packages[package.id]) for package in basis.packages],
        "curve": [{"date": moment(each.minute), "planned": each.planned} for each in found.curve],
        "level_of_effort": found.level_of_effort,
        "flags": [
            {"flag": each.doubt.value, "uid": each.package_id or None, "text": each.doubt.sentence}
            for each in found.flags
        ],
        "warnings": [*_assumed(document, basis), *losses(document)],
    }


def _row(package: WorkPackage, figures: EarnedValue) -> dict[str, Any]:
    values = {key: getattr(figures, key).value for key in (*SUMS, *INDICES)}
    return {"uid": package.id, "name": package.name, "rule": package.rule.value, **values}


def _assumed(document: PlanDocument, basis: Basis) -> Iterator[str]:
    named = {
        each.activity.id: f"{each.code or each.activity.id} '{each.activity.name}'" for each in document.tasks
    }
    for assumed, key in basis.assumed:
        yield f"{named[key]} {assumed.sentence}" if key else assumed.sentence


def _lines(document: PlanDocument, basis: Basis, found: Measurement) -> Iterator[str]:
    yield document.name or "Plan"
    unit = "in money" if found.unit == Unit.MONEY else "in hours of work"
    yield f"  status {moment(found.status)}, {len(basis.packages)} activities, {unit}"
    total = dict(found.total.figures())
    for key in (*SUMS, *INDICES, "percent_complete", "percent_spent", "tcpi"):
        yield _line(total[key])
    for forecast in found.total.forecasts:
        yield f"  {'EAC ' + forecast.method.value:28}{_shown(forecast.eac):>16}   VAC {_shown(forecast.vac)}"
    if found.schedule:
        yield "  in time (periods)"
        for _key, figure in found.schedule.figures():
            yield _line(figure)
    for groups in found.groups.values():
        yield f"  {'part':24}{'BAC':>14}{'PV':>14}{'EV':>14}{'AC':>14}{'CPI':>8}{'SPI':>8}"
        for name, each in groups.items():
            sums = "".join(f"{_shown(getattr(each, key)):>14}" for key in SUMS)
            yield f"  {name[:23] or '(top)':24}{sums}{_shown(each.cpi):>8}{_shown(each.spi):>8}"
    texts = [
        each.doubt.sentence + (f" ({each.package_id})" if each.package_id else "") for each in found.flags
    ]
    texts += [*_assumed(document, basis), *losses(document)]
    yield from (f"  warning: {text}" for text in texts[:MOST_LISTED])
    if len(texts) > MOST_LISTED:
        yield f"  and {len(texts) - MOST_LISTED} more warnings: --json lists all"


def _line(figure: Figure) -> str:
    return f"  {figure.name:28}{_shown(figure):>16}   {figure.formula}" + (
        f" ({figure.reason.sentence})" if figure.reason else ""
    )


def _shown(figure: Figure) -> str:
    if figure.value is None:
        return "n/a"
    if figure.unit == Unit.MONEY:
        return f"{figure.value / CENTS:,.2f}"
    if figure.unit == Unit.MINUTES:
        return f"{figure.value / HOUR:,.1f} h"
    return f"{figure.value:.1%}" if figure.unit == Unit.SHARE else f"{figure.value:.3f}"
