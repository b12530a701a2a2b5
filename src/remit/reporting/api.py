"""How a project stands, for programs: lights, range of the end, cost, reports."""

from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router, Status

from remit.accounts.permissions import Actor, require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import acts, begins, changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.core.plan_time import to_day
from remit.costs.policies import may_keep_costs, may_see_costs
from remit.jobs.api import JobOut, job_out
from remit.people.guards import visible_person
from remit.people.models import Person
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.signing import sponsor_of
from remit.reporting.api_schemas import (
    AskOut,
    CostIn,
    CostOut,
    CostPage,
    CostQuery,
    LightAnswerIn,
    LightIn,
    LightOut,
    OverrideOut,
    RangeOut,
    StatusOut,
    StatusReportIn,
    StatusReportOut,
    StatusReportPage,
    StatusReportQuery,
    TermsOut,
    TermsPatch,
)
from remit.reporting.guards import report_at, waiting_light
from remit.reporting.models import Colour, CostReport, LightCode, OverrideState, StatusReport, StatusTerms
from remit.reporting.operations.costs import report_cost
from remit.reporting.operations.lights import answer_light, end_light, set_light
from remit.reporting.operations.reports import begin_range, change_terms, report_status
from remit.reporting.policies import (
    may_countersign,
    may_report,
    may_set_terms,
)
from remit.reporting.queries import Status as Standing
from remit.reporting.queries import status_of, terms_of
from remit.reporting.shown import verdict

router = Router(tags=["Status"])

BASE = "/projects/{key}"


def _status_out(actor: Actor, project: Project) -> StatusOut:
    status = status_of(actor, project)
    return StatusOut(
        project=project.key,
        verdict=verdict(status),
        lights=_lights_out(status),
        promised=status.promised,
        expected=status.expected,
        range=_range_out(status),
        asks=[
            AskOut(words=each.words, person=each.person.key if each.person else None) for each in status.asks
        ],
    )


def _lights_out(status: Standing) -> list[LightOut]:
    return [
        LightOut(
            code=each.light.code,
            colour=each.colour,
            words=each.words,
            rule=each.light.colour,
            rule_words=each.light.words,
            by_hand=OverrideOut(
                colour=Colour(each.override.colour),
                reason=each.override.reason,
                until=each.override.until,
                state=OverrideState(each.override.state),
                by=each.override.by_name,
                version=each.override.version,
            )
            if each.override
            else None,
        )
        for each in status.lights
    ]


def _range_out(status: Standing) -> RangeOut | None:
    found = status.range
    if found is None:
        return None
    p10, p50, p80, p90 = (
        to_day(minute - 1)
        for minute in (found.p10_minute, found.p50_minute, found.p80_minute, found.p90_minute)
    )
    return RangeOut(
        p10=p10, p50=p50, p80=p80, p90=p90, percent_kept=found.percent_kept, is_old=status.is_range_old
    )


def _terms_out(terms: StatusTerms) -> TermsOut:
    return TermsOut(**{name: getattr(terms, name) for name in TermsOut.model_fields})


def _cost_out(report: CostReport) -> CostOut:
    names = set(CostOut.model_fields) - {"by"}
    return CostOut(by=report.by_name, **{name: getattr(report, name) for name in names})


def _report_out(report: StatusReport) -> StatusReportOut:
    content: dict[str, Any] = report.content
    return StatusReportOut(
        number=report.number,
        as_of=report.as_of,
        reported_at=report.reported_at,
        by=report.by_name,
        words=report.words,
        told=report.told,
        lights={each["code"]: Colour(each["colour"]) for each in content["lights"]},
        promised=content["promised"],
        expected=content["expected"],
        changes=content["changes"],
    )


@router.get(
    f"{BASE}/status", operation_id="get_status", response=reads(StatusOut), summary="How a project stands"
)
def get_status(request: ApiRequest, key: str) -> StatusOut:
    """Return the five lights with their reasons, when the project ends, and what waits for a decision."""
    return _status_out(request.actor, visible_project(request.actor, key))


@router.get(
    f"{BASE}/status-terms", operation_id="get_status_terms", response=reads(TermsOut),
    summary="By what a status is judged",
)  # fmt: skip
def get_terms(request: ApiRequest, response: HttpResponse, key: str) -> TermsOut:
    """Return tolerances, the spread of durations, and how often the status is reported by itself."""
    terms = terms_of(visible_project(request.actor, key))
    return tagged(response, _terms_out(terms), terms.version)


@router.patch(
    f"{BASE}/status-terms", operation_id="change_status_terms", response=changes(TermsOut),
    summary="Change by what a status is judged",
)  # fmt: skip
def patch_terms(request: ApiRequest, response: HttpResponse, key: str, body: TermsPatch) -> TermsOut:
    """Change tolerances and reporting; for the sponsor."""
    project = visible_project(request.actor, key)
    require(may_set_terms(request.actor, project, sponsor_of(project)))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _terms_out(terms_of(project)))):
        terms = change_terms(project, version=saw.version, actor=request.actor, **sent)
    return tagged(response, _terms_out(terms), terms.version)


@router.post(
    f"{BASE}/status-range", operation_id="work_out_status_range", response=begins(JobOut),
    summary="Work out between which days a project ends",
)  # fmt: skip
def post_range(request: ApiRequest, response: HttpResponse, key: str) -> Status[JobOut]:
    """Simulate the plan as long work: the answer is the job, whose result stands in the status."""
    job = begin_range(visible_project(request.actor, key), actor=request.actor)
    created(response, f"/api/v1/jobs/{job.key}")
    return Status(202, job_out(job))


def _light(light: str) -> str:
    if light not in LightCode.values:
        raise NotFound
    return light


@router.post(
    f"{BASE}/lights/{{light}}", operation_id="set_light", response=creates(StatusOut),
    summary="Set a light by hand",
)  # fmt: skip
def post_light(request: ApiRequest, key: str, light: str, body: LightIn) -> Status[StatusOut]:
    """Set a light by hand: worse than its rule at once, better once the sponsor has agreed."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    set_light(project, _light(light), actor=request.actor, **body.model_dump())
    return Status(201, _status_out(request.actor, project))


@router.delete(
    f"{BASE}/lights/{{light}}", operation_id="end_light", response=acts(StatusOut),
    summary="Let a light follow its rule",
)  # fmt: skip
def delete_light(request: ApiRequest, key: str, light: str) -> StatusOut:
    """Let a light follow its rule again."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    end_light(project, _light(light), actor=request.actor)
    return _status_out(request.actor, project)


@router.post(
    f"{BASE}/lights/{{light}}/answer", operation_id="answer_light", response=changes(StatusOut),
    summary="Answer a light set by hand",
)  # fmt: skip
def post_answer(request: ApiRequest, key: str, light: str, body: LightAnswerIn) -> StatusOut:
    """Agree to a light that is better than its rule, or refuse it; for the sponsor."""
    project = visible_project(request.actor, key)
    waiting = waiting_light(project, _light(light))
    require(may_countersign(request.actor, waiting, sponsor_of(project)))
    saw = seen(request, body.version)
    with saw.checked():
        answer_light(waiting, agree=body.agree, version=saw.version, actor=request.actor, answer=body.answer)
    return _status_out(request.actor, project)


@router.get(
    f"{BASE}/cost-reports", operation_id="list_cost_reports", response=reads(CostPage),
    summary="What was reported of a project's cost",
)  # fmt: skip
def list_costs(request: ApiRequest, key: str, query: Query[CostQuery]) -> Page[CostOut]:
    """Return the reports of a project's cost, for whoever may see money."""
    project = visible_project(request.actor, key)
    require(may_see_costs(request.actor, project))
    rows = CostReport.objects.filter(project=project)
    return paged(request, ordered(rows, query), query, CostPage, lambda part: map(_cost_out, part))


@router.post(
    f"{BASE}/cost-reports", operation_id="report_cost", response=creates(CostOut), summary="Report the cost"
)
def post_cost(request: ApiRequest, key: str, body: CostIn) -> Status[CostOut]:
    """Report what was spent and what is still to come; a report is never changed, a later one counts."""
    project = visible_project(request.actor, key)
    require(may_keep_costs(request.actor, project))
    return Status(201, _cost_out(report_cost(project, actor=request.actor, **body.model_dump())))


@router.get(
    f"{BASE}/status-reports", operation_id="list_status_reports", response=reads(StatusReportPage),
    summary="What was reported of a project's status",
)  # fmt: skip
def list_reports(request: ApiRequest, key: str, query: Query[StatusReportQuery]) -> Page[StatusReportOut]:
    """Return the statuses of a project as they were reported."""
    rows = StatusReport.objects.filter(project=visible_project(request.actor, key))
    return paged(request, ordered(rows, query), query, StatusReportPage, lambda part: map(_report_out, part))


@router.get(
    f"{BASE}/status-reports/{{int:number}}", operation_id="get_status_report",
    response=reads(StatusReportOut), summary="One report of status",
)  # fmt: skip
def get_report(request: ApiRequest, key: str, number: int) -> StatusReportOut:
    """Return a status as it was reported."""
    return _report_out(report_at(visible_project(request.actor, key), number))


@router.post(
    f"{BASE}/status-reports", operation_id="report_status", response=creates(StatusReportOut),
    summary="Report the status",
)  # fmt: skip
def post_report(
    request: ApiRequest, response: HttpResponse, key: str, body: StatusReportIn
) -> Status[StatusReportOut]:
    """Keep how a project stands now, and tell its sponsor and those named."""
    project = visible_project(request.actor, key)
    require(may_report(request.actor, project))
    made = report_status(project, actor=request.actor, words=body.words, to=_people(request.actor, body.to))
    created(response, f"/api/v1/projects/{project.key}/status-reports/{made.number}")
    return Status(201, _report_out(made))


def _people(actor: Actor, keys: list[str]) -> list[Person]:
    try:
        return [visible_person(actor, each) for each in keys]
    except NotFound:
        raise Invalid(_("Nobody here has this key."), field="to", code="unknown") from None
