"""The command on the earned value of a project."""

import argparse
from collections.abc import Iterator

from remit.accounts.permissions import require
from remit.costs.policies import may_see_costs
from remit.earned_value.compute.keeping import doubts_kept, figures_kept, parts_kept
from remit.earned_value.compute.standing import Nothing, Standing, standing_of
from remit.earned_value.shown import Figures, doubt_lines, in_words
from remit.web.cli.console import Console
from remit.web.cli.exit_codes import Refusal
from remit.web.cli.organisations import named_project


def value(given: argparse.Namespace, console: Console) -> None:
    """Say what the work of a project has earned on its status date, what it will cost, and when it will end."""
    actor, project = named_project(given)
    require(may_see_costs(actor, project))
    found = standing_of(project)
    if isinstance(found, Nothing):
        raise Refusal(found.words, "no_value")
    kept = figures_kept(found)
    figures = in_words(kept, project.organisation.currency, found.ends_on)
    facts = {
        "project": project.key,
        "as_of": found.as_of.isoformat(),
        "baseline": found.baseline.number,
        "currency": project.organisation.currency,
        **kept,
        "ends_on": found.ends_on.isoformat() if found.ends_on else None,
        **parts_kept(found),
        "doubts": doubts_kept(found),
    }
    title = f"{project.key} {project.name}, as of {found.as_of.isoformat()}, baseline {found.baseline.number}"
    console.result(facts, title, *_lines(found, figures))


def _lines(found: Standing, figures: Figures) -> Iterator[str]:
    yield f"  {figures.finding}"
    for each in (figures.bac, *figures.in_all, *figures.in_time):
        why = each.note or (each.formula if each.inputs else "")
        yield f"  {each.name:44}{each.value:>20}   {why}".rstrip()
    for row in figures.forecasts:
        yield f"  EAC: {row.method:39}{row.eac.value:>20}   {row.eac.formula}"
    if figures.ends_on:
        yield f"  If it goes on as so far, the work ends on {figures.ends_on}."
    accounts = {each.key: f"{each.code} {each.name}" for each in found.accounts} | {"": ""}
    activities = {each.key: each.name for each in found.promises}
    for what, words in doubt_lines(doubts_kept(found), accounts, activities):
        yield f"  warning: {words}" + (f" {what}" if what else "")
