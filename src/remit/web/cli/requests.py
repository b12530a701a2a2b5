"""The command on requests for resources."""

import argparse

from remit.core.figures import plain_figure
from remit.people.grids import day_of
from remit.resourcing.heads import Heads
from remit.resourcing.request_queries import answerers, requests_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def requests(given: argparse.Namespace, console: Console) -> None:
    """Say what a project asks for, how far each request is, and who answers it."""
    _actor, project = named_project(given)
    organisation = project.organisation
    rows = requests_of(project).order_by("pk")
    found = list(rows)
    who = answerers(found, Heads(organisation, day_of(organisation)))
    waiting = sum(each.is_waiting for each in found)
    lines = [f"{project.key} {project.name}: requests: {len(found)}, waiting: {waiting}"]
    told = []
    for each in found:
        answers = who[each.pk]
        name = answers.name if answers else "nobody: the unit has no head"
        days = f"{each.from_date.isoformat()} to {each.to_date.isoformat()}"
        lines.append(f"  {each.key} {each.wanted}, {days}, {each.how_much}: {each.state}; answers: {name}")
        told.append(
            {
                "key": each.key,
                "wanted": each.wanted,
                "unit": each.unit.key,
                "from_date": each.from_date.isoformat(),
                "to_date": each.to_date.isoformat(),
                "minutes_per_week": each.minutes_per_week,
                "amount": None if each.amount is None else plain_figure(each.amount),
                "periods": each.periods,
                "state": each.state,
                "answerer": answers.key if answers else None,
            }
        )
    console.result({"project": project.key, "requests": told}, *lines)
