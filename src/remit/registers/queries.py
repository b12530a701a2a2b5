"""Reads of risks and issues: of a project, of all that one may see, of one's own, and what they sum up to."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q, Sum
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.core.templatetags.remit import money
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.guards import visible_project
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY
from remit.projects.querysets import PartQuerySet
from remit.registers.models import Issue, IssueState, Risk, RiskKind, RiskState
from remit.registers.policies import sees_money

MOST_AT_HOME, MOST_IN_OVERVIEW, AHEAD_DAYS = 20, 5, 7
DONE = (IssueState.RESOLVED, IssueState.CLOSED)


def risks_of(project: Project) -> PartQuerySet:
    """Return the risks of a project, with their owners."""
    rows: PartQuerySet = Risk.objects.filter(project=project).select_related("owner", "issue")
    return rows


def risks_for(actor: Actor) -> PartQuerySet:
    """Return the risks of all projects that the actor may see."""
    rows: PartQuerySet = Risk.objects.visible_to(actor)
    return rows.select_related("owner", "issue", "project__scope", "project__organisation")


def one_risk(actor: Actor, project_key: str, key: str) -> Risk:
    """Return a risk of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    found: Risk | None = risks_of(project).select_related("raised_by").filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def issues_of(project: Project) -> PartQuerySet:
    """Return the issues of a project, with their owners."""
    rows: PartQuerySet = Issue.objects.filter(project=project).select_related("owner", "risk")
    return rows


def issues_for(actor: Actor) -> PartQuerySet:
    """Return the issues of all projects that the actor may see."""
    rows: PartQuerySet = Issue.objects.visible_to(actor)
    return rows.select_related("owner", "risk", "project__scope", "project__organisation")


def one_issue(actor: Actor, project_key: str, key: str) -> Issue:
    """Return an issue of a project that the actor may see; `NotFound` otherwise."""
    project = visible_project(actor, project_key)
    rows = issues_of(project).select_related("raised_by", "escalated_to")
    found: Issue | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    found.project = project
    return found


def risk_standing(risk: Risk, today: dt.date) -> tuple[str, str]:
    """Return colour and words of how a risk is dealt with."""
    if risk.state == RiskState.CLOSED:
        return "grey", str(risk.get_outcome_display())
    if risk.review_on is not None and risk.review_on < today:
        return "red", _("review overdue")
    if risk.state in {RiskState.DRAFT, RiskState.OPEN}:
        return "amber", str(risk.get_state_display())
    return "green" if risk.state == RiskState.MONITORED else "amber", str(risk.get_state_display())


def issue_standing(issue: Issue, today: dt.date) -> tuple[str, str]:
    """Return colour and words of how an issue is dealt with."""
    if issue.state == IssueState.CLOSED:
        return "grey", str(issue.get_state_display())
    if issue.state == IssueState.RESOLVED:
        return "green", str(issue.get_state_display())
    if issue.due_on < today:
        return "red", _("overdue")
    if issue.escalated_on is not None:
        return "red", _("escalated")
    return "amber", str(issue.get_state_display())


@dataclass(frozen=True, slots=True)
class Exposure:
    """The expected values of open risks, before and after their responses; None where no sum was stated."""

    open: int
    threats_minor: int | None
    threats_after_minor: int | None
    opportunities_minor: int | None
    opportunities_after_minor: int | None
    unassessed: int


def exposure_of(project: Project) -> Exposure:
    """Return what the open risks of a project sum up to; one without a response counts after it as before it."""
    rows = Risk.objects.filter(project=project).exclude(state__in=(RiskState.CLOSED, RiskState.DRAFT))
    found = rows.aggregate(open=Count("pk"), unassessed=Count("pk", filter=Q(probability=None)))
    # none of it where nothing was stated, and as before where no response says otherwise
    of_money = rows.exclude(emv_minor=None).values("kind").order_by("kind")
    sums = {}
    for each in of_money.annotate(
        before=Sum("emv_minor"),
        left=Sum("residual_emv_minor"),
        bare=Sum("emv_minor", filter=Q(residual_emv_minor=None)),
    ):
        sums[each["kind"]] = (each["before"], (each["left"] or 0) + (each["bare"] or 0))
    threats = sums.get(RiskKind.THREAT, (None, None))
    chances = sums.get(RiskKind.OPPORTUNITY, (None, None))
    return Exposure(found["open"], *threats, *chances, found["unassessed"])


def worth_words(risk: Risk, currency: str) -> str:
    """Return in a sentence whether the response of a risk is worth its cost; nothing where money does not say."""
    if risk.emv_minor is None or risk.residual_emv_minor is None or risk.response_cost_minor is None:
        return ""
    gain, cost = risk.residual_emv_minor - risk.emv_minor, risk.response_cost_minor
    words = {"cost": money(cost, currency), "gain": money(gain, currency)}
    if cost < gain:
        return _("Worth it: it costs %(cost)s and improves the expected value by %(gain)s.") % words
    return (
        _("Not worth it by money alone: it costs %(cost)s and improves the expected value by %(gain)s.")
        % words
    )


def top_risks(actor: Actor, project: Project, most: int = MOST_IN_OVERVIEW) -> list[Risk]:
    """Return the largest open risks of a project: by their sums where the actor may see them, else by their score."""
    rows = risks_of(project).exclude(state__in=(RiskState.CLOSED, RiskState.DRAFT)).exclude(score=None)
    if sees_money(actor, project):
        return list(rows.order_by(F("emv_minor").asc(nulls_last=True), "-score", "pk")[:most])
    return list(rows.order_by("-score", "pk")[:most])


def overview(actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its risks and issues, or None where it has none: three queries."""
    today = day_of(project.organisation)
    risks = top_risks(actor, project)
    issues = list(issues_of(project).exclude(state__in=DONE).order_by("severity", "due_on", "pk"))
    if not risks and not issues:
        return None
    return {
        "project": project,
        "risks": risks,
        "issues": [(each, *issue_standing(each, today)) for each in issues[:MOST_IN_OVERVIEW]],
        "open": len(issues),
        "late": sum(each.due_on < today for each in issues),
        "sees_money": sees_money(actor, project),
        "currency": project.organisation.currency,
    }


def my_registers(actor: Actor) -> dict[str, Any] | None:
    """Return the issues of the actor, and the risks of theirs to be assessed or reviewed soon, or None."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    today = day_of(Organisation.objects.get(pk=actor.organisation_id))
    issues = Issue.objects.visible_to(actor).filter(owner_id=actor.person_id).exclude(state__in=DONE)
    issues = issues.exclude(project__phase__in=READ_ONLY).select_related("project").order_by("due_on", "pk")
    risks = Risk.objects.visible_to(actor).filter(owner_id=actor.person_id)
    risks = risks.filter(
        Q(state=RiskState.OPEN) | Q(review_on__lte=today + dt.timedelta(days=AHEAD_DAYS))
    ).exclude(state=RiskState.CLOSED)
    risks = risks.exclude(project__phase__in=READ_ONLY).select_related("project")
    found: Sequence[Issue] = list(issues[:MOST_AT_HOME])
    watched: Sequence[Risk] = list(risks.order_by("review_on", "pk")[:MOST_AT_HOME])
    if not found and not watched:
        return None
    late = [each.due_on < today for each in found]
    unseen = [each.review_on is not None and each.review_on < today for each in watched]
    return {
        "issues": list(zip(found, late, strict=True)),
        "risks": list(zip(watched, unseen, strict=True)),
        "overdue": sum(late) + sum(unseen),
    }


def escalated_to(actor: Actor) -> dict[str, Any] | None:
    """Return the issues that were escalated to the actor and are not resolved, or None."""
    if actor.person_id is None:
        return None
    rows = Issue.objects.visible_to(actor).filter(escalated_to_id=actor.person_id).exclude(state__in=DONE)
    rows = rows.exclude(project__phase__in=READ_ONLY).select_related("project", "owner")
    found = list(rows.order_by("escalated_on", "pk")[:MOST_AT_HOME])
    return {"rows": found} if found else None
