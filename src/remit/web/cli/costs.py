"""The command on the money of a project."""

import argparse

from remit.accounts.permissions import require
from remit.core.templatetags.remit import money
from remit.costs.policies import may_see_costs
from remit.costs.queries import accounts_of, totals_of
from remit.costs.tables import standing
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project

FIGURES = ("actual", "accrued", "committed", "left")


def costs(given: argparse.Namespace, console: Console) -> None:
    """Say how the budget of a project is distributed, what is used of each account and what is left."""
    actor, project = named_project(given)
    require(may_see_costs(actor, project))
    currency, sums = project.organisation.currency, totals_of(project)
    budget = money(sums.budget, currency) or "none stated"
    used = ", ".join(f"{name} {money(getattr(sums, name), currency)}" for name in FIGURES[:3])
    lines = [
        f"{project.key} {project.name}: budget {budget}, left of the baseline {money(sums.left, currency)}",
        f"  {used}",
    ]
    told = []
    for each in accounts_of(project):
        words = standing(each)[1]
        lines.append(f"  {each.code} {each.name}: {each.owner.name}; {words}")
        lines.append(
            f"    {money(each.budget_minor, currency)}, used {money(each.used, currency)}, "
            f"left {money(each.left, currency)}"
        )
        told.append(
            {
                "key": each.key,
                "code": each.code,
                "name": each.name,
                "owner": each.owner.name,
                "budget_minor": each.budget_minor,
                **{f"{name}_minor": getattr(each, name) for name in FIGURES},
                "standing": words,
            }
        )
    names = ("budget", "baseline", "reserve", "undistributed", *FIGURES)
    facts = {f"{name}_minor": getattr(sums, name) for name in names}
    console.result({"project": project.key, "currency": currency, **facts, "accounts": told}, *lines)
