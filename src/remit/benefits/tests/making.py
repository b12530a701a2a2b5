"""Outcomes made for tests whose matter they are not."""

import datetime as dt
from decimal import Decimal
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.benefits.models import Benefit, BenefitReview
from remit.benefits.operations.benefits import add_benefit
from remit.benefits.operations.reviews import plan_reviews
from remit.people.models import Person
from remit.projects.models import Project

DUE = dt.date(2027, 3, 31)
STATED: dict[str, Any] = {
    "statement": "Nobody waits for a ferry",
    "measure": "Minutes waited at the bank",
    "unit": "min",
    "baseline_value": Decimal("42.5"),
    "baseline_on": dt.date(2026, 1, 5),
    "target_value": Decimal(2),
    "target_on": dt.date(2027, 1, 5),
    "method": "Counted on ten days at noon.",
}


def a_benefit(project: Project, owner: Person, *, actor: Actor | None = None, **more: Any) -> Benefit:
    return add_benefit(project, owner=owner, actor=actor or system_actor(), **STATED | more)


def a_review(
    benefit: Benefit, due_on: dt.date = DUE, reviewer: Person | None = None, actor: Actor | None = None
) -> BenefitReview:
    (made,) = plan_reviews(benefit, days=[due_on], reviewer=reviewer, actor=actor or system_actor())
    return made
