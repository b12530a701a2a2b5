"""Plans from files: a new project, or the empty plan of one that is there; all of it or nothing."""

import datetime as dt
import io
from collections.abc import Callable
from typing import IO, Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from remit.accounts.permissions import Actor, require
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_numbers
from remit.core.plan_time import start_of_day, to_day
from remit.core.progress import UNWATCHED, WHOLE, Part, Progress
from remit.engine.formats import PlanDocument
from remit.interchange.compute.differences import Computed, differences
from remit.interchange.compute.losses import losses
from remit.interchange.compute.reading import PlanFile, check, read_plan
from remit.interchange.models import ImportReport
from remit.interchange.operations.rows import Written, write_rows
from remit.interchange.policies import may_bring_baselines, may_fill_plan, may_import_below
from remit.interchange.queries import has_plan_content
from remit.people.models import Scope
from remit.people.operations.organisation import space_of
from remit.planning.compute import OPTIONS, reschedule, stated_options
from remit.planning.models import Activity, Plan, PlanCalendar
from remit.planning.operations.edits import about_plan
from remit.projects.models import Project
from remit.projects.operations.projects import create_project

LONGEST_NAME = 200
PLAN_FIELDS = (
    "calendar_id",
    "start_minute",
    "status_minute",
    "minutes_per_day",
    "minutes_per_week",
    "rules",
    *OPTIONS,
)
CALENDAR_FIELDS = ("id", "key", "uid", "name", "week", "exceptions", "version")

Conclude = Callable[[ImportReport], None]


def keep_to_yourself(_report: ImportReport) -> None:
    """Tell nobody of a report."""


def import_plan(
    source: IO[bytes],
    file_name: str,
    *,
    actor: Actor,
    project: Project | None = None,
    parent: Scope | None = None,
    name: str = "",
    progress: Progress = UNWATCHED,
    conclude: Conclude = keep_to_yourself,
) -> ImportReport:
    """Make a project below `parent`, or fill the empty plan of `project`, from a Microsoft Project XML file.

    The file is read and scheduled before the database is touched, so that nobody waits for a long file.
    `progress` hears how far it is and may stop it; `conclude` is called with the report inside the transaction.
    Raises `Invalid`, which names line or task, for what is no plan; `Conflict` where the plan is not empty.
    """
    if (project is None) == (parent is None):
        msg = "An import needs either a project or a parent, and not both."
        raise TypeError(msg)
    allow(actor, project, parent)
    reading, checking = Part(progress, 0, 30, "reading"), Part(progress, 30, 45, "checking")
    size = _size_of(source)
    read = read_plan(
        source, file_name, limit=settings.IMPORT_LIMIT_BYTES, told=lambda count: reading.at(count, size)
    )
    checking.at(0, 1)
    check(read.document)
    return _store(
        read, actor=actor, project=project, parent=parent, name=name, progress=progress, conclude=conclude
    )


def _size_of(source: IO[bytes]) -> int:
    """Return how long a file is; 0 for one that does not know."""
    try:
        here = source.tell()
        size = source.seek(0, io.SEEK_END)
        source.seek(here)
    except (OSError, AttributeError):
        return 0
    return size


def allow(actor: Actor, project: Project | None, parent: Scope | None) -> None:
    """Refuse what the actor may not do, and a plan that is not empty."""
    if project is not None:
        require(may_fill_plan(actor, project))
        _require_empty(project)
    elif parent is not None:
        require(may_import_below(actor, parent))


def _require_empty(project: Project) -> None:
    if has_plan_content(project):
        message = _("This project has a plan already: import the file as a new project instead.")
        raise Conflict("plan_not_empty", message)


@operation("interchange.import_plan")
def _store(
    read: PlanFile,
    *,
    actor: Actor,
    project: Project | None,
    parent: Scope | None,
    name: str,
    progress: Progress,
    conclude: Conclude,
) -> ImportReport:
    document = read.document
    start = _start(document, project)
    if parent is not None:
        target = create_project(parent, name=_name(read, name), starts_on=to_day(start), actor=actor)
    elif project is not None:
        target = Project.objects.select_for_update(of=("self",)).select_related("scope").get(pk=project.pk)
    allow(actor, project, None)
    plan: Plan | None = Plan.objects.select_for_update().filter(project_id=target.pk).first()
    before = _before(plan)
    writing, scheduling = Part(progress, 45, 85, "writing"), Part(progress, 85, WHOLE, "scheduling")
    with_baselines = may_bring_baselines(actor, target)
    written = write_rows(target, document, actor=actor, with_baselines=with_baselines, told=writing.at)
    plan = _stated_plan(target, plan, document, written, start)
    scheduling.at(0, 1)
    reschedule(plan)
    scheduling.at(4, 5)
    report = _report(target, read, actor)
    report.made_project = parent is not None
    report.before, report.plan_version = before, plan.version
    report.left_out = _left_out(document, written, with_baselines=with_baselines)
    report.differences = differences(document, _computed(target, written))
    report.counts = {**written.counts(), "differences": len(report.differences)}
    report.save()
    stated = {kind: ["", count] for kind, count in written.counts().items() if count}
    record(actor, about_plan(target), {"import": ["", f"{report.number} {report.file_name}"], **stated})
    conclude(report)
    return report


def _report(project: Project, read: PlanFile, actor: Actor) -> ImportReport:
    return ImportReport(
        organisation_id=project.organisation_id,
        project=project,
        project_key=project.key,
        number=next_numbers(space_of(project.organisation_id), "I")[0],
        file_name=read.name,
        file_size=read.size,
        sha256=read.sha256,
        imported_by_key=actor.key,
        imported_by_name=actor.name[:200],
    )


def _name(read: PlanFile, given: str) -> str:
    stem = read.name.rsplit(".", 1)[0]
    return check_name(given.strip() or read.document.name.strip() or stem.strip() or read.name)


def check_name(name: str) -> str:
    """Return the name of a project; `Invalid` where it is too long."""
    if len(name) > LONGEST_NAME:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": LONGEST_NAME, "count": len(name)}, field="name", code="long")
    return name


def _start(document: PlanDocument, project: Project | None) -> int:
    """Return where the plan begins; a file that names no date at all begins with the project, or today."""
    if document.start_minute:
        return document.start_minute
    return start_of_day(project.starts_on if project is not None else dt.datetime.now(tz=dt.UTC).date())


def _before(plan: Plan | None) -> dict[str, Any]:
    """Return what undoing must restore: what the empty plan stated, and its calendars."""
    if plan is None:
        return {}
    calendars = PlanCalendar.objects.filter(project_id=plan.project_id).values(*CALENDAR_FIELDS)
    return {"plan": {name: getattr(plan, name) for name in PLAN_FIELDS}, "calendars": list(calendars)}


def _stated_plan(
    project: Project, plan: Plan | None, document: PlanDocument, written: Written, start: int
) -> Plan:
    stated = {
        "calendar": written.calendars[document.default_calendar_id],
        "start_minute": start,
        "status_minute": document.status_minute,
        "minutes_per_day": document.minutes_per_day,
        "minutes_per_week": document.minutes_per_week,
        "rules": document.rules,
        **stated_options(document.options),
    }
    if plan is None:
        return Plan.objects.create(project=project, **stated)
    for name, value in stated.items():
        setattr(plan, name, value)
    plan.version += 1
    plan.save(update_fields=[*stated, "version"])
    # the calendar that the empty plan came with goes, unless somebody has stated something in it
    first = min(calendar.pk for calendar in written.calendars.values())
    PlanCalendar.objects.filter(project_id=project.pk, version=1, pk__lt=first).delete()
    return plan


def _computed(project: Project, written: Written) -> dict[str, Computed]:
    """Return what was computed for every task, read back from the plan as it is stored."""
    rows = Activity.objects.filter(project_id=project.pk).values_list(
        "uid", "key", "start_minute", "finish_minute", "driver_kind", "driver_key"
    )
    found = {}
    for uid, key, start, finish, kind, link_key in rows:
        link = written.links.get(link_key)
        driver, link_kind = (link.predecessor_id, str(link.kind)) if link is not None else (None, "")
        found[uid] = Computed(key, start, finish, kind, driver, link_kind)
    return found


def _left_out(document: PlanDocument, written: Written, *, with_baselines: bool) -> list[dict[str, Any]]:
    rows = [{"what": each.what, "count": each.count, "reason": each.reason} for each in document.left_out]
    stated = sum(len(task.baselines) for task in document.tasks)
    if stated and not with_baselines:
        rows.append(
            {
                "what": gettext_noop("baselines"),
                "count": stated,
                "reason": gettext_noop("you may not set baselines here"),
            }
        )
    if written.repeated_baselines:
        reason = gettext_noop("a task states the same baseline twice: the first is kept")
        rows.append(
            {"what": gettext_noop("baselines"), "count": written.repeated_baselines, "reason": reason}
        )
    return rows + losses(document)
