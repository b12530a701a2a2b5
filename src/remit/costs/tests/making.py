"""Accounts and costs for tests."""

from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.costs.models import CostAccount, CostEntry
from remit.costs.operations.accounts import move_budget, open_account
from remit.costs.operations.entries import enter_cost
from remit.people.models import Person
from remit.projects.models import Project

BUDGET = 100_000_00


def with_budget(project: Project, minor: int = BUDGET) -> Project:
    """Return the project with a budget, as its charter would state it."""
    project.budget_minor = minor
    project.save(update_fields=["budget_minor"])
    return project


def an_account(
    project: Project,
    owner: Person,
    *,
    code: str = "1",
    minor: int = 0,
    actor: Actor | None = None,
    **stated: Any,
) -> CostAccount:
    """Return an account, with budget where `minor` is stated."""
    who = actor or system_actor()
    made = open_account(
        project, code=code, name=stated.pop("name", "Hardware"), owner=owner, actor=who, **stated
    )
    if minor:
        move_budget(project, source=None, target=made, amount_minor=minor, reason="Plan", actor=who)
        made.refresh_from_db()
    return made


def a_cost(account: CostAccount, minor: int, kind: str = "actual", **stated: Any) -> CostEntry:
    """Return a line of costs."""
    actor = stated.pop("actor", None) or system_actor()
    text = stated.pop("text", "Sensors")
    return enter_cost(
        account.project, account=account, kind=kind, amount_minor=minor, text=text, actor=actor, **stated
    )
