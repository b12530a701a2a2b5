"""The status of a project as it is judged, worked out and reported."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.plan_time import start_of_day
from remit.jobs.models import Job
from remit.jobs.operations.jobs import start_job
from remit.people.catalogue import PROJECT_MANAGER
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.planning.compute.ranges import RUNS, ends_between
from remit.planning.models import Plan
from remit.projects.life_rules import OVER
from remit.projects.models import Project
from remit.projects.operations.parts import check_fields, clean
from remit.projects.operations.projects import about
from remit.projects.operations.records import locked_project
from remit.projects.signing import in_role, sponsor_of
from remit.reporting.contents import content_of
from remit.reporting.models import FinishRange, StatusReport, StatusTerms
from remit.reporting.policies import may_report, may_set_terms
from remit.reporting.queries import status_of, terms_of
from remit.reporting.shown import worded_lights

RANGE = "reporting.range"
LIMITS = {"days_tolerance": 365, "cost_tolerance": 100, "low": 90, "high": 300, "every_weeks": 12}
"""The largest value of each term; the smallest is 0."""
LONGEST_WORDS = 4000
HUNDRED = 100


@operation("reporting.change_terms")
def change_terms(project: Project, *, version: int, actor: Actor, **stated: Any) -> StatusTerms:
    """Change by what a project's status is judged and how often it is reported; `version` is 1 where nothing is stated.

    Fields as in `LIMITS`, and `next_on`, the day of the next report by itself.
    """
    locked = locked_project(project)
    require(may_set_terms(actor, locked, sponsor_of(locked)))
    check_fields(stated, {*LIMITS, "next_on"})
    terms = terms_of(locked)
    if terms.version != version:
        raise stale(_("Somebody changed this meanwhile."), stated, terms, str)
    today = day_of(locked.organisation)
    for name, value in stated.items():
        if name != "next_on" and not 0 <= value <= LIMITS[name]:
            message = _("State a number from 0 to %(most)d.") % {"most": LIMITS[name]}
            raise Invalid(message, field=name, code="range")
    if (day := stated.get("next_on")) is not None and day < today:
        raise Invalid(_("Choose today or a later day."), field="next_on", code="past")
    before = {name: getattr(terms, name) for name in stated}
    for name, value in stated.items():
        setattr(terms, name, value)
    if terms.every_weeks and terms.next_on is None:
        terms.next_on = today + dt.timedelta(weeks=terms.every_weeks)
    terms.version += 1
    terms.save()
    record(
        actor, about(locked), {name: [_plain(before[name]), _plain(value)] for name, value in stated.items()}
    )
    return terms


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else "" if value is None else value


def begin_range(project: Project, *, actor: Actor) -> Job:
    """Start to work out between which days the plan ends; refused at once where `work_out_range` would be."""
    require(may_report(actor, project))
    _plan_with_end(project)
    label = f"{project.key} {project.name}"
    parameters = {"project": project.pk, "project_key": project.key}
    return start_job(RANGE, label=label, scope_path=project.scope.path, parameters=parameters, actor=actor)


def _plan_with_end(project: Project) -> Plan:
    plan: Plan | None = Plan.objects.filter(project=project).first()
    if plan is None or plan.finish_minute is None:
        raise Conflict("no_plan", _("There is no plan yet whose end could be worked out."))
    return plan


@operation("reporting.work_out_range")
def work_out_range(project: Project, *, actor: Actor) -> FinishRange:
    """Work out between which days the plan ends, by simulation, and keep it with the version of the plan."""
    require(may_report(actor, project))
    plan = _plan_with_end(project)
    terms = terms_of(project)
    promised = project.promised_on
    by = None if promised is None else start_of_day(promised + dt.timedelta(days=1))
    ends = ends_between(plan, terms.low, terms.high, by)
    kept = None if ends.kept is None else round(ends.kept * HUNDRED)
    found, _made = FinishRange.objects.update_or_create(
        project=project,
        defaults={
            "plan_version": plan.version,
            "runs": RUNS,
            "low": terms.low,
            "high": terms.high,
            "p10_minute": ends.p10,
            "p50_minute": ends.p50,
            "p80_minute": ends.p80,
            "p90_minute": ends.p90,
            "promised_on": promised,
            "percent_kept": kept,
            "worked_out_at": timezone.now(),
        },
    )
    record(actor, about(project), {"range": ["", f"{plan.version}"]})
    return found


@operation("reporting.report_status")
def report_status(
    project: Project, *, actor: Actor, words: str = "", to: Iterable[Person] = ()
) -> StatusReport:
    """Report how a project stands now: it is kept as it was seen, and told to its sponsor and to those in `to`."""
    locked = locked_project(project)
    require(may_report(actor, locked))
    said = clean(words, "words", LONGEST_WORDS)
    readers = list({each.pk: each for each in to}.values())
    if any(each.organisation_id != locked.organisation_id for each in readers):
        raise Invalid(_("Choose somebody of this organisation."), field="to", code="unknown")
    status = status_of(actor, locked)
    sponsor = sponsor_of(locked)
    if sponsor is not None and sponsor.pk not in {each.pk for each in readers}:
        readers.insert(0, sponsor)
    made: StatusReport = StatusReport.objects.create(
        project=locked,
        number=status.last.number + 1 if status.last else 1,
        as_of=status.today,
        reported_at=timezone.now(),
        by_id=actor.person_id,
        by_name=actor.name[:200],
        words=said,
        content=content_of(status, status.last),
        told=[each.name for each in readers],
    )
    record(actor, about(locked), {"status_report": ["", made.number]})
    _tell(made, readers)
    return made


def _tell(report: StatusReport, readers: Iterable[Person]) -> None:
    path = reverse("reporting:report", args=[report.project.key, report.number])
    context = {
        "report": report,
        "content": report.content,
        "lights": worded_lights(report.content),
        "url": settings.BASE_URL + path,
    }
    subject = format_lazy("{} {}", gettext_lazy("Remit, status:"), report.project.name)
    for each in readers:
        tell(each, subject, "reporting/email/status.txt", context)


def report_due() -> int:
    """Report the status of every project whose day has come; return how many. The demo reports nothing by itself."""
    count = 0
    rows = StatusTerms.objects.filter(
        every_weeks__gt=0, next_on__isnull=False, project__organisation__is_demo=False
    )
    for terms in rows.exclude(project__phase__in=OVER).select_related(
        "project__organisation", "project__scope"
    ):
        today = day_of(terms.project.organisation)
        if terms.next_on is None or terms.next_on > today:
            continue
        with transaction.atomic():
            _report_by_itself(terms, today)
        count += 1
    return count


def _report_by_itself(terms: StatusTerms, today: dt.date) -> None:
    """Report in the name of Remit and say when it does so next."""
    project = terms.project
    manager = in_role(project, PROJECT_MANAGER)
    actor = system_actor("Remit", project.organisation_id)
    report_status(project, actor=actor, to=[manager.person] if manager else [])
    days = terms.every_weeks * 7
    missed = (today - (terms.next_on or today)).days // days
    terms.next_on = (terms.next_on or today) + dt.timedelta(days=days * (missed + 1))
    terms.save(update_fields=["next_on"])
