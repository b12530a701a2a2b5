"""Turns a written plan into the plan of a project: outline, people, promise, changes, progress."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from remit.core.plan_time import start_of_day
from remit.planning.models import Activity, ActivityKind, Delegation, Link
from remit.planning.operations.baselines import set_baseline
from remit.planning.operations.edits import edit_plan
from remit.planning.operations.plans import create_plan
from remit.projects.models import Project
from remit.web.demo.firm import STATUS_DATE, Firm
from remit.web.demo.holidays import calendar_exceptions
from remit.web.demo.outline import Outline, Row, read_outline
from remit.web.demo.projects import join_project
from remit.web.demo.rollout import with_sites
from remit.web.demo.undertakings import Undertaking

PLANS = Path(__file__).parent / "plans"
CLOSE_OF_DAY = 17 * 60 + 30
STATUS_MINUTE = start_of_day(STATUS_DATE) + CLOSE_OF_DAY
DONE = 100
STEP_OF_PROGRESS = 5
MONTH_BY_MONTH = frozenset({1, 4})
"""Projects whose progress is reported in the order of months, with what was earned by then: `value` does so."""

Steps = list[dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Planned:
    """How large a plan became."""

    activities: int
    links: int


def load_plan(firm: Firm, project: Project, each: Undertaking, number: int) -> Planned:
    """Make the plan of project `number`: promised first, then changed and reported on."""
    outline = read_outline(_text(number))
    manager = firm.actor(each.manager)
    create_plan(project, actor=manager, exceptions=calendar_exceptions(), status_minute=STATUS_MINUTE)
    keys = {row.id: f"T-{place}" for place, row in enumerate(outline.rows, start=1)}
    edit_plan(
        project, [*_adding(outline.rows, keys), *_stating(firm, each, outline.rows, keys)], actor=manager
    )
    _staff(firm, project, each, outline, keys)
    set_baseline(project, "Approved plan", actor=firm.actor(each.sponsor))
    if outline.happened:
        changes = {keys[ident]: fields for ident, fields in outline.happened.items()}
        edit_plan(project, _changing(project, changes), actor=manager)
    if number not in MONTH_BY_MONTH:
        report_progress(firm, project, each, number)
    return Planned(
        Activity.objects.filter(project=project).count(), Link.objects.filter(project=project).count()
    )


def _text(number: int) -> str:
    return with_sites((PLANS / f"project-{number}.txt").read_text(encoding="utf-8"))


def _adding(rows: Iterable[Row], keys: dict[str, str]) -> Steps:
    """Return the steps that build the outline, every line behind its last sibling."""
    steps: Steps = []
    above: list[str] = []
    last: dict[tuple[str, ...], str] = {}
    for row in rows:
        del above[row.level :]
        place = tuple(above)
        step: dict[str, Any] = {"op": "add", "name": row.name}
        step["kind"] = ActivityKind.MILESTONE if row.minutes == 0 else ActivityKind.TASK
        if row.minutes is not None:
            step["duration_minutes"] = row.minutes
        if place:
            step["parent"] = place[-1]
        if place in last:
            step["after"] = last[place]
        steps.append(step)
        last[place] = keys[row.id]
        above.append(keys[row.id])
    return steps


def _stating(firm: Firm, each: Undertaking, rows: Iterable[Row], keys: dict[str, str]) -> Steps:
    """Return the steps that name the accountable, constrain and link."""
    changes: Steps = []
    links: Steps = []
    for row in rows:
        person = firm.people[row.accountable or each.manager]
        fields = {"accountable_key": person.key, **row.fields}
        if row.is_elapsed:
            fields["duration_is_elapsed"] = True
        changes.append({"op": "change", "key": keys[row.id], "version": 1, "fields": fields})
        links.extend(
            {
                "op": "link",
                "predecessor": keys[wait.on],
                "successor": keys[row.id],
                "kind": wait.kind,
                "lag_amount": wait.lag_amount,
                "lag_unit": wait.lag_unit,
            }
            for wait in row.waits
        )
    return [*changes, *links]


def _changing(project: Project, changes: dict[str, dict[str, Any]]) -> Steps:
    versions = dict(Activity.objects.filter(project=project).values_list("key", "version"))
    return [
        {"op": "change", "key": key, "version": versions[key], "fields": fields}
        for key, fields in changes.items()
    ]


def _staff(firm: Firm, project: Project, each: Undertaking, outline: Outline, keys: dict[str, str]) -> None:
    """Make resources of those who work in the plan, put them on their activities and into the team."""
    people = dict.fromkeys(name for row in outline.rows for name, _units in row.crew)
    things = {name: (kind, units) for name, kind, units in outline.resources}
    names = list(dict.fromkeys([*things, *people]))
    found = {name: f"R-{number}" for number, name in enumerate(names, start=1)}
    steps: Steps = []
    for name in names:
        kind, units = things.get(name, ("work", 100))
        step = {"op": "add_resource", "name": name, "kind": kind, "max_units_percent": units}
        if name not in things:
            step["person_key"] = firm.people[name].key
        elif name in firm.pool:
            step["pool_key"] = firm.pool[name].key
        steps.append(step)
    for name in dict.fromkeys([*found, *(row.accountable for row in outline.rows if row.accountable)]):
        if name in firm.people:
            join_project(firm, project, name)
    steps += [
        {
            "op": "assign",
            "activity": keys[row.id],
            "resource": found[name],
            "units_percent": units,
            "delegation": _level(each, row, name) if name in people and name not in things else None,
        }
        for row in outline.rows
        for name, units in row.crew
    ]
    edit_plan(project, steps, actor=firm.actor(each.manager))


def _level(each: Undertaking, row: Row, name: str) -> str | None:
    """Return how far somebody decides about their work here: whoever answers for it far, others little."""
    if name in {each.manager, each.leader}:
        return None  # they change the plan
    return Delegation.INQUIRE if name == row.accountable else Delegation.SELL


def report_progress(
    firm: Firm, project: Project, each: Undertaking, number: int, until: int = STATUS_MINUTE
) -> None:
    """Report on all work that lies before a minute: done where it is past, and on the status date what is begun."""
    outline = read_outline(_text(number))
    keys = {row.id: f"T-{place}" for place, row in enumerate(outline.rows, start=1)}
    stated = {keys[ident]: percent for ident, percent in outline.progress.items()}
    changes: dict[str, dict[str, Any]] = {}
    rows = Activity.objects.filter(project=project).exclude(kind=ActivityKind.SUMMARY).order_by("position")
    for key, start, finish, so_far in rows.values_list(
        "key", "start_minute", "finish_minute", "percent_complete"
    ):
        percent = stated.get(key, _percent(start or 0, finish or 0, until))
        if until < STATUS_MINUTE and percent < DONE:
            percent = 0  # what is begun is reported on the status date alone: each report fixes what is left
        if percent and percent != so_far:
            changes[key] = {"percent_complete": percent}
    if changes:
        edit_plan(project, _changing(project, changes), actor=firm.actor(each.leader))


def _percent(start: int, finish: int, until: int) -> int:
    if finish <= until:
        return DONE
    if start >= until:
        return 0
    steps = DONE // STEP_OF_PROGRESS
    share = steps * (until - start) // (finish - start)
    return min(max(share, 1), steps - 1) * STEP_OF_PROGRESS
