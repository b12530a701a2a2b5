"""The commands on changes and the scope of a project."""

import argparse

from remit.changes.deciding import ways_of_changes
from remit.changes.models import ChangeState
from remit.changes.queries import change_standing, changes_of
from remit.changes.scope import scope_of
from remit.changes.steps import OPEN
from remit.core.errors import NotFound
from remit.core.figures import plain_figure
from remit.core.templatetags.remit import money
from remit.core.words import hour_words
from remit.people.grids import day_of
from remit.registers.policies import sees_money
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def changes(given: argparse.Namespace, console: Console) -> None:
    """List the changes of a project that are not settled, and for whom each waits."""
    actor, project = named_project(given)
    today, currency = day_of(project.organisation), project.organisation.currency
    rows = list(changes_of(project).filter(state__in=OPEN).order_by("pk"))
    for each in rows:
        each.project = project
    routes = ways_of_changes([each for each in rows if each.state == ChangeState.ASSESSED])
    shown = sees_money(actor, project)
    lines = [f"{project.key} {project.name}: open changes: {len(rows)}"]
    told = []
    for each in rows:
        decider = routes[each.pk].decider if each.pk in routes else None
        size = [f"{each.days:+d} days"] if each.days is not None else []
        if shown and each.cost_minor is not None:
            size.append(money(each.cost_minor, currency))
        waits = f"; waits for {decider.name}" if decider else ""
        lines.append(f"  {each.key} {each.title}")
        lines.append(f"    {each.owner.name}; {', '.join([change_standing(each, today)[1], *size])}{waits}")
        told.append(
            {
                "key": each.key,
                "title": each.title,
                "owner": each.owner.name,
                "state": each.state,
                "days": each.days,
                "cost_minor": each.cost_minor if shown else None,
                "decider": decider.name if decider else None,
            }
        )
    console.result({"project": project.key, "changes": told}, *lines)


def scope(given: argparse.Namespace, console: Console) -> None:
    """Say what stands in a plan otherwise than in its baseline, and the scope creep index."""
    _actor, project = named_project(given)
    found = scope_of(project)
    if found is None:
        raise NotFound("This plan has no baseline yet.")
    sums = f"{hour_words(found.unapproved)} of {hour_words(found.effort)}"
    lines = [
        f"{project.key} {project.name}: scope creep index {plain_figure(found.index)} % ({sums}): {found.band}",
        f"  approved growth: {plain_figure(found.growth)} % ({hour_words(found.granted)})",
        *(f"  {each.key} {each.name}: {each.what}, {hour_words(each.left)}" for each in found.open),
    ]
    facts = {
        "project": project.key,
        "index_percent": plain_figure(found.index),
        "band": found.band,
        "unapproved_minutes": found.unapproved,
        "effort_minutes": found.effort,
        "approved_minutes": found.granted,
        "open": [{"key": each.key, "what": each.what, "minutes": each.left} for each in found.open],
    }
    console.result(facts, *lines)
