"""The commands on risks and issues of a project."""

import argparse

from remit.core.templatetags.remit import money
from remit.people.grids import day_of
from remit.registers.models import IssueState, RiskState
from remit.registers.policies import sees_money
from remit.registers.queries import exposure_of, issue_standing, issues_of, risk_standing, risks_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def risks(given: argparse.Namespace, console: Console) -> None:
    """List the risks of a project that are not closed, the highest score first, and what they sum up to."""
    actor, project = named_project(given)
    today, currency = day_of(project.organisation), project.organisation.currency
    rows = risks_of(project).exclude(state=RiskState.CLOSED)
    found = sorted(rows, key=lambda each: (-(each.score or 0), each.pk))
    shown, total = sees_money(actor, project), exposure_of(project)
    lines = [f"{project.key} {project.name}: open risks: {len(found)}"]
    if shown and total.threats_minor is not None:
        after = money(total.threats_after_minor, currency)
        lines.append(f"  threats: {money(total.threats_minor, currency)}, {after} after the responses")
    told = []
    for each in found:
        worth = f", {money(each.emv_minor, currency)}" if shown and each.emv_minor is not None else ""
        score = f"score {each.score}" if each.score is not None else "not assessed"
        lines.append(f"  {each.key} {each.event}")
        lines.append(f"    {each.owner.name}; {score}{worth}; {risk_standing(each, today)[1]}")
        told.append(
            {
                "key": each.key,
                "kind": each.kind,
                "event": each.event,
                "owner": each.owner.name,
                "state": each.state,
                "score": each.score,
                "emv_minor": each.emv_minor if shown else None,
                "review_on": each.review_on.isoformat() if each.review_on else None,
            }
        )
    facts = {
        "project": project.key,
        "threats_minor": total.threats_minor if shown else None,
        "threats_after_minor": total.threats_after_minor if shown else None,
        "risks": told,
    }
    console.result(facts, *lines)


def issues(given: argparse.Namespace, console: Console) -> None:
    """List the issues of a project that are not closed, those due first."""
    _actor, project = named_project(given)
    today = day_of(project.organisation)
    found = list(issues_of(project).exclude(state=IssueState.CLOSED).order_by("due_on", "pk"))
    lines = [f"{project.key} {project.name}: open issues: {len(found)}"]
    told = []
    for each in found:
        words = issue_standing(each, today)[1]
        severity = each.severity.partition("-")[2]
        lines.append(f"  {each.key} {each.title}")
        lines.append(f"    {each.owner.name}; {severity}; due {each.due_on.isoformat()}; {words}")
        told.append(
            {
                "key": each.key,
                "title": each.title,
                "owner": each.owner.name,
                "severity": severity,
                "due_on": each.due_on.isoformat(),
                "state": each.state,
                "is_escalated": each.escalated_on is not None,
            }
        )
    console.result({"project": project.key, "issues": told}, *lines)
