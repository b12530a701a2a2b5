"""Commands on plans: in from a file, out to a file, computed and compared."""

import argparse
import sys
from pathlib import Path
from typing import Any

from remit.core.errors import Conflict, NotFound
from remit.core.plan_time import from_minute
from remit.interchange.exports import export_file
from remit.interchange.models import ImportReport
from remit.interchange.operations.imports import import_plan
from remit.interchange.queries import difference_rows
from remit.interchange.tasks import IMPORT
from remit.people.catalogue import PROJECT_MANAGER
from remit.people.grids import day_of
from remit.people.models import Organisation, Person, Role, Scope, ScopeKind
from remit.people.operations.assignments import assign_role
from remit.people.queries import holder
from remit.planning.compute import solve
from remit.planning.models import Activity, Plan
from remit.planning.operations.scheduling import schedule_plan
from remit.projects.models import Project
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, only_organisation
from remit.web.files import write_whole

MOST_LISTED = 20


def import_file(given: argparse.Namespace, console: Console) -> None:
    """Read a plan file into a new project, or into the empty plan of an existing one."""
    path = Path(given.file)
    where: dict[str, Any]
    if given.project:
        project = _project(given.project, given.organisation)
        where = {"project": project}
        organisation = project.organisation
    else:
        organisation = only_organisation(given.organisation)
        where = {"parent": Scope.objects.get(organisation=organisation, kind=ScopeKind.ORGANISATION)}
    actor = command_actor(organisation.pk)
    manager = _person(organisation, given.manager) if given.manager else None

    def scope_of(report: ImportReport) -> Scope:
        return Scope.objects.get(organisation=organisation, key=report.project_key)

    def appoint(report: ImportReport) -> None:
        if manager is not None:
            role = Role.objects.get(organisation=organisation, code=PROJECT_MANAGER)
            assign_role(manager, role, scope_of(report), actor=actor, from_date=day_of(organisation))

    console.note(f"Reading {path.name} ...")
    with path.open("rb") as source:
        watcher = console.watcher(IMPORT.stages)
        report = import_plan(source, path.name, actor=actor, progress=watcher, conclude=appoint, **where)
    accountable = holder(scope_of(report).pk)
    facts = {
        "project": report.project_key,
        "accountable": accountable and accountable.name,
        "counts": report.counts,
        "left_out": report.left_out,
        "differences": len(report.differences),
        "differing": report.differences,
    }
    counts = ", ".join(f"{number} {what}" for what, number in report.counts.items() if number)
    lines = [f"{report.project_key}: {counts}."]
    if accountable is None:
        lines.append(
            "  nobody is accountable for it yet: name a project manager on its page, or with --manager"
        )
    lines += [f"  left out: {each['count']} {each['what']} ({each['reason']})" for each in report.left_out]
    if report.differences:
        lines += _differing(report)
    console.result(facts, *lines)


def _person(organisation: Organisation, email: str) -> Person:
    found: Person | None = Person.objects.filter(
        organisation=organisation, email__iexact=email, left_on=None
    ).first()
    if found is None:
        raise NotFound(f"Nobody in {organisation.name} has the address {email}: see `remit people export`.")
    return found


def _differing(report: ImportReport) -> list[str]:
    rows = difference_rows(report)
    lines = [f"  {len(rows)} dates differ from those in the file:"]
    lines += [
        f"    {row.key} {row.name}, {row.field.lower()} {row.computed} (in the file {row.stored}): {row.reason}"
        for row in rows[:MOST_LISTED]
    ]
    if len(rows) > MOST_LISTED:
        lines.append(f"    and {len(rows) - MOST_LISTED} more: the report lists all, --json too")
    return lines


def export(given: argparse.Namespace, console: Console) -> None:
    """Write the plan of a project, in the format that is named or that the file's name ends like."""
    project = _project(given.key, given.organisation)
    content = export_file(project, given.format or _format_for(given.file)).content
    if given.file:
        write_whole(Path(given.file), content)
        facts = {"project": project.key, "file": given.file, "bytes": len(content)}
        console.result(facts, f"{project.key} {project.name}: {len(content)} bytes in {given.file}.")
    elif console.as_json:
        named = "content" if given.format else "xml"
        console.result({"project": project.key, named: content.decode("utf-8", errors="replace")})
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def _format_for(name: str | None) -> str:
    """Return the format that files ending like this are in, '' for Microsoft Project XML."""
    return {".xer": "xer", ".json": "json", ".csv": "csv"}.get(Path(name or "").suffix.lower(), "")


def schedule(given: argparse.Namespace, console: Console) -> None:
    """Compute the plan of a project, say its figures, and where what is stored differs from them."""
    project = _project(given.target, given.organisation)
    plan: Plan | None = Plan.objects.filter(project=project).first()
    if plan is None:
        raise NotFound(f"{project.key} has no plan yet.")
    if given.store:
        schedule_plan(project, actor=command_actor(project.organisation_id))
        plan.refresh_from_db()
    result = solve(plan)
    rows = Activity.objects.filter(project=project).order_by("position")
    stored = {
        key: (start, finish, critical)
        for key, start, finish, critical in rows.values_list(
            "key", "start_minute", "finish_minute", "is_critical"
        )
    }
    differing = [
        key
        for key, each in result.activities.items()
        if stored.get(key) != (each.start, each.finish, each.critical)
    ]
    critical = [key for key in stored if key in result.activities and result.activities[key].critical]
    facts = {
        "project": project.key,
        "start": from_minute(result.start).isoformat(),
        "finish": from_minute(result.finish).isoformat(),
        "activities": len(result.activities),
        "critical": critical,
        "warnings": [str(warning) for warning in result.warnings],
        "stored_differs": differing,
    }
    lines = [
        f"{project.key} {project.name}",
        f"  start     {from_minute(result.start):%Y-%m-%d %H:%M}",
        f"  finish    {from_minute(result.finish):%Y-%m-%d %H:%M}",
        f"  {len(result.activities)} activities, {len(critical)} critical: {_some(critical)}",
        *(f"  warning: {warning}" for warning in result.warnings[:MOST_LISTED]),
    ]
    if len(result.warnings) > MOST_LISTED:
        lines.append(f"  and {len(result.warnings) - MOST_LISTED} more warnings: --json lists all")
    if differing:
        lines.append(
            f"  What is stored differs for {_some(differing)}: `remit schedule {project.key} --store`"
        )
    else:
        lines.append("  What is stored is what was computed.")
    console.result(facts, *lines)


def _some(keys: list[str]) -> str:
    more = f" and {len(keys) - MOST_LISTED} more" if len(keys) > MOST_LISTED else ""
    return (", ".join(keys[:MOST_LISTED]) or "none") + more


def _project(key: str, organisation: str | None) -> Project:
    found = Project.objects.select_related("scope", "organisation").filter(key=key.upper())
    if organisation:
        found = found.filter(organisation=only_organisation(organisation))
    candidates = list(found[:2])
    if not candidates:
        raise NotFound(f"There is no project {key}.")
    if len(candidates) > 1:
        message = f"Several organisations have a project {key}: say which with --organisation NAME."
        raise Conflict("several", message)
    project: Project = candidates[0]
    return project
