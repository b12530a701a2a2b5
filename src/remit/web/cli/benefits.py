"""The command on the outcomes of a project."""

import argparse

from remit.benefits.queries import benefits_of, late_reviews, standing_of, stated_figures
from remit.core.figures import in_unit
from remit.people.grids import day_of
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def benefits(given: argparse.Namespace, console: Console) -> None:
    """Say of each outcome of a project who answers for it, how it stands and when it is reviewed next."""
    _actor, project = named_project(given)
    today = day_of(project.organisation)
    rows = list(benefits_of(project))
    late = late_reviews(project)
    lines = [f"{project.key} {project.name}: outcomes: {len(rows)}, reviews late: {len(late)}"]
    told = []
    for each in rows:
        words = standing_of(each, today)[1]
        after = f", next review {each.next_on.isoformat()}" if each.next_on else ""
        lines.append(f"  {each.key} {each.statement}")
        wanted = f"{in_unit(each.target_value, each.unit)} by {each.target_on.isoformat()}"
        lines.append(f"    {each.owner.name}; {wanted}; {words}{after}")
        told.append(
            {
                "key": each.key,
                "statement": each.statement,
                "owner": each.owner.name,
                "unit": each.unit,
                **stated_figures(each),
                "target_on": each.target_on.isoformat(),
                "next_review_on": each.next_on.isoformat() if each.next_on else None,
                "standing": words,
            }
        )
    facts = {
        "project": project.key,
        "benefits": told,
        "late": [{"key": each.benefit.key, "due_on": each.due_on.isoformat()} for each in late],
    }
    console.result(facts, *lines)
