"""The status of a project as it is read: lights with what stands behind them, when it ends, what it costs."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.plan_time import MINUTES_PER_DAY, to_day
from remit.earned_value.models import StatusSnapshot
from remit.earned_value.queries import latest_snapshot
from remit.people.catalogue import PROJECT_MANAGER, SPONSOR
from remit.people.findings_kept import judged_anew
from remit.people.grids import day_of, in_office
from remit.people.models import Assignment, Person
from remit.planning.models import Activity, ActivityKind, Plan, ResourceAssignment
from remit.projects.gating import way_of_gate
from remit.projects.life_rules import OVER
from remit.projects.lives import stage_documents
from remit.projects.models import (
    Charter,
    FeasibilityStudy,
    GateReview,
    GateState,
    Project,
    ProjectLife,
    RecordState,
)
from remit.projects.signing import signatory, sponsor_of, way_of
from remit.reporting.lights import Facts, Light, lights, worst_of
from remit.reporting.models import (
    Colour,
    CostReport,
    FinishRange,
    LightOverride,
    OverrideState,
    StatusReport,
    StatusTerms,
)
from remit.resourcing.compute import heat_of
from remit.resourcing.queries import people_of_project

AHEAD_DAYS = 28
MOST_LISTED = 20


@dataclass(frozen=True, slots=True)
class ShownLight:
    """A light as it is shown: what its rule says, and what somebody set by hand."""

    light: Light
    override: LightOverride | None

    @property
    def colour(self) -> Colour:
        """Return what is shown: what was set by hand where that is in force."""
        if self.override is not None and self.override.state == OverrideState.IN_FORCE:
            return Colour(self.override.colour)
        return self.light.colour

    @property
    def words(self) -> str:
        """Return why, in one sentence."""
        if self.override is not None and self.override.state == OverrideState.IN_FORCE:
            return self.override.reason
        return self.light.words


@dataclass(frozen=True, slots=True)
class Ask:
    """Something that waits for a decision: what, of whom, and the page where it is made."""

    words: str
    person: Person | None
    url_name: str
    args: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CostForecast:
    """What a project has cost up to a day and what is still to come, in minor units: reported, or by earned value."""

    as_of: dt.date
    spent_minor: int
    low_minor: int
    likely_minor: int
    high_minor: int
    by_value: bool = False


@dataclass(frozen=True, slots=True)
class Status:
    """How a project stands now."""

    project: Project
    today: dt.date
    lights: tuple[ShownLight, ...]
    terms: StatusTerms
    promised: dt.date | None
    expected: dt.date | None
    range: FinishRange | None
    is_range_old: bool
    cost: CostForecast | None
    asks: tuple[Ask, ...]
    last: StatusReport | None

    @property
    def worst(self) -> Colour:
        """Return the worst colour of the lights."""
        return worst_of(each.colour for each in self.lights)


def terms_of(project: Project) -> StatusTerms:
    """Return by what a project is judged: as it was stated, else as the terms begin."""
    return StatusTerms.objects.filter(project=project).first() or StatusTerms(project=project)


def latest_cost(project: Project) -> CostReport | None:
    """Return the latest report of a project's cost."""
    found: CostReport | None = CostReport.objects.filter(project=project).first()
    return found


def estimated(project: Project) -> int | None:
    """Return what was last reported as still to come, in minor units; None where nothing was."""
    found = latest_cost(project)
    return None if found is None else found.likely_minor


def forecast_of(project: Project) -> CostForecast | None:
    """Return the latest forecast of the cost: what somebody reported, or of a later day what earned value says.

    Earned value takes the rest to cost as the work so far did (EAC = BAC / CPI); best and worst are the lowest and the
    highest of its methods.
    """
    report, kept = latest_cost(project), latest_snapshot(project)
    if kept is not None and kept.eac_minor is not None and (report is None or kept.as_of > report.as_of):
        return _by_value(kept, kept.eac_minor)
    if report is None:
        return None
    return CostForecast(
        report.as_of, report.spent_minor, report.low_minor, report.likely_minor, report.high_minor
    )


def _by_value(kept: StatusSnapshot, eac: int) -> CostForecast:
    figures: Mapping[str, Any] = kept.figures["total"]
    ends = [each["value"] for name, each in figures.items() if name.startswith("eac.")]
    known = [int(each) for each in ends if each is not None] or [eac]
    spent = kept.ac_minor
    return CostForecast(kept.as_of, spent, min(known) - spent, eac - spent, max(known) - spent, by_value=True)


def open_overrides(project: Project, today: dt.date) -> dict[str, LightOverride]:
    """Return what was set by hand and still holds or waits, by light."""
    rows = LightOverride.objects.filter(
        project=project, state__in=[OverrideState.WAITING, OverrideState.IN_FORCE], until__gte=today
    )
    return {each.light: each for each in rows.select_related("by")}


def ruled_lights(project: Project) -> tuple[Light, ...]:
    """Return the lights as their rules light them."""
    plan = Plan.objects.filter(project=project).first()
    return lights(_facts(project, terms_of(project), plan, forecast_of(project)))


def status_of(actor: Actor, project: Project) -> Status:
    """Return how a project stands: a constant number of queries, whatever the size of its plan."""
    today = day_of(project.organisation)
    terms = terms_of(project)
    plan = Plan.objects.filter(project=project).first()
    cost = forecast_of(project)
    facts = _facts(project, terms, plan, cost)
    overrides = open_overrides(project, today)
    found: FinishRange | None = FinishRange.objects.filter(project=project).first()
    return Status(
        project,
        today,
        tuple(ShownLight(each, overrides.get(each.code)) for each in lights(facts)),
        terms,
        project.promised_on,
        facts.expected,
        found if plan is not None else None,
        found is not None and plan is not None and _is_old(found, plan, project, terms),
        cost if actor.can("cost.view", project.scope.path) else None,
        tuple(_asks(project, overrides)),
        StatusReport.objects.filter(project=project).first(),
    )


def _is_old(found: FinishRange, plan: Plan, project: Project, terms: StatusTerms) -> bool:
    stands = (plan.version, project.promised_on, terms.low, terms.high)
    return (found.plan_version, found.promised_on, found.low, found.high) != stands


def _facts(project: Project, terms: StatusTerms, plan: Plan | None, cost: CostForecast | None) -> Facts:
    today = day_of(project.organisation)
    late, missing, has_life = _documents(project)
    (judged,) = judged_anew(project.organisation, [project.scope])
    return Facts(
        today=today,
        is_over=project.phase in OVER,
        promised=project.promised_on,
        expected=_end_day(plan.finish_minute) if plan else None,
        planned_on=plan.scheduled_at.date() if plan and plan.scheduled_at else None,
        days_tolerance=terms.days_tolerance,
        cost_tolerance=terms.cost_tolerance,
        deadlines=_deadlines(project) if plan else (),
        budget=project.budget_minor,
        spent=cost.spent_minor if cost else None,
        likely=cost.spent_minor + cost.likely_minor if cost else None,
        high=cost.spent_minor + cost.high_minor if cost else None,
        cost_on=cost.as_of if cost else None,
        cost_by_value=cost is not None and cost.by_value,
        has_life=has_life,
        late_documents=late,
        missing_documents=missing,
        vacant=_vacant(project),
        unstaffed=_unstaffed(project, plan) if plan else (),
        overloaded=_overloaded(project, today) if plan and project.phase not in OVER else (),
        faults=judged.errors,
    )


def _end_day(minute: int | None) -> dt.date | None:
    return None if minute is None else to_day(minute - 1)


def _deadlines(project: Project) -> list[tuple[str, dt.date, dt.date]]:
    rows = (
        Activity.objects.filter(
            project=project,
            deadline_minute__isnull=False,
            finish_minute__isnull=False,
            percent_complete__lt=100,
        )
        .exclude(kind=ActivityKind.SUMMARY)
        .order_by("deadline_minute", "pk")
        .values_list("key", "name", "deadline_minute", "finish_minute")
    )
    return [(f"{key} {name}", to_day(by - 1), to_day(end - 1)) for key, name, by, end in rows[:200]]


def _documents(project: Project) -> tuple[list[str], list[str], bool]:
    """Return the documents missing in stages that are over, those missing in the present one, and if any are asked."""
    stages = stage_documents(project)
    missing = [
        (standing, f"{name}: {each.name}")
        for name, standing, documents in stages
        for each in documents
        if not each.is_there
    ]
    late = [name for standing, name in missing if standing == "done"]
    return late, [name for standing, name in missing if standing == "now"], bool(stages)


def _vacant(project: Project) -> list[str]:
    named = ((PROJECT_MANAGER, _("project manager")), (SPONSOR, _("sponsor")))
    held = Assignment.objects.filter(in_office(day_of(project.organisation)), scope_id=project.scope_id)
    there = set(held.filter(role__code__in=dict(named)).values_list("role__code", flat=True))
    return [words for code, words in named if code not in there]


def _unstaffed(project: Project, plan: Plan) -> list[str]:
    now = plan.status_minute if plan.status_minute is not None else plan.start_minute
    staffed = ResourceAssignment.objects.filter(activity=OuterRef("pk"))
    rows = (
        Activity.objects.filter(
            project=project,
            percent_complete__lt=100,
            duration_minutes__gt=0,
            accountable=None,
            finish_minute__gte=now,
            start_minute__lte=now + AHEAD_DAYS * MINUTES_PER_DAY,
        )
        .exclude(kind=ActivityKind.SUMMARY)
        .exclude(Exists(staffed))
        .order_by("start_minute", "pk")
    )
    return [f"{key} {name}" for key, name in rows.values_list("key", "name")[:MOST_LISTED]]


def _overloaded(project: Project, today: dt.date) -> list[str]:
    """Return the people of the project with more work than time in the next four weeks, all projects together."""
    people = people_of_project(project, today)
    heat = heat_of(project.organisation, people, today, AHEAD_DAYS // 7)
    return [row.whose.name for row in heat.over][:MOST_LISTED]


def _asks(project: Project, overrides: Mapping[str, LightOverride]) -> Sequence[Ask]:
    """Return what waits for a decision about a project, each with the one person it waits for."""
    found = []
    key = project.key
    joins = ("project__scope", "project__organisation")
    if Charter.objects.filter(project=project, state=RecordState.WAITING).exists():
        found.append(Ask(_("Sign the charter."), signatory(project), "projects:charter", (key,)))
    studies = FeasibilityStudy.objects.filter(project=project, state=RecordState.WAITING)
    found += [
        Ask(_("Decide on the feasibility study."), way_of(study).decider, "projects:study", (key,))
        for study in studies.select_related(*joins)
    ]
    reviews = list(GateReview.objects.filter(project=project, state=GateState.OPEN).select_related(*joins))
    if reviews:
        life = ProjectLife.objects.filter(project=project).first()
        for review in reviews:
            words = _("Decide at gate %(code)s.") % {"code": review.gate}
            found.append(Ask(words, way_of_gate(review, life).decider, "projects:life", (key,)))
    waiting = [each for each in overrides.values() if each.state == OverrideState.WAITING]
    sponsor = sponsor_of(project) if waiting else None
    for each in waiting:
        words = _("Agree to the light %(light)s, or refuse it.") % {"light": each.get_light_display()}
        found.append(Ask(words, sponsor, "reporting:status", (key,)))
    return found


def reports_of(project: Project) -> list[StatusReport]:
    """Return the reports of a project, the latest first."""
    return list(StatusReport.objects.filter(project=project))


def costs_of(project: Project) -> list[CostReport]:
    """Return what was reported of a project's cost, the latest first."""
    return list(CostReport.objects.filter(project=project))


def waiting_lights(actor: Actor) -> dict[str, Any] | None:
    """Return the lights that wait for the actor, who is sponsor of their projects; None where nothing waits."""
    if actor.person_id is None:
        return None
    rows = LightOverride.objects.filter(
        actor.reach("project.view", "project__scope__path"),
        actor.within("project__organisation_id"),
        state=OverrideState.WAITING,
    ).select_related("project__scope", "project__organisation")
    others = [each for each in rows if each.by_id != actor.person_id]
    if not others:
        return None
    day = day_of(others[0].project.organisation)
    others = [each for each in others if each.until >= day]
    held = Assignment.objects.filter(in_office(day), role__code=SPONSOR, person_id=actor.person_id)
    sponsored = set(held.values_list("scope_id", flat=True))
    mine = [each for each in others if each.project.scope_id in sponsored]
    return {"waiting": mine} if mine else None
