"""Risks and issues of the demo: among them one that occurred, one whose review is late, one that was escalated."""

import datetime as dt
import tomllib
from decimal import Decimal
from pathlib import Path
from typing import Any

from remit.accounts.permissions import Actor
from remit.projects.models import Project
from remit.registers.models import Risk
from remit.registers.operations.assessing import assess_risk, plan_response
from remit.registers.operations.issues import advance_issue, escalate_issue, raise_issue
from remit.registers.operations.reviews import close_risk, review_risk
from remit.registers.operations.risks import add_response_action, raise_risk
from remit.registers.scoring import Size
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import UNDERTAKINGS

ENTRIES: dict[str, list[dict[str, Any]]] = tomllib.loads(
    Path(__file__).with_name("registers.toml").read_text(encoding="utf-8")
)
PENCE = 100
TEXTS = ("kind", "category", "cause", "event", "effect", "trigger")


def load_registers(firm: Firm) -> None:
    """Raise risks and issues in the projects, and lead each of them as far as it has come."""
    rows = Project.objects.filter(organisation=firm.organisation).select_related("scope", "organisation")
    projects = list(rows.order_by("pk"))
    for kind, load in (("risk", _load_risk), ("issue", _load_issue)):
        for row in ENTRIES[kind]:
            place = row["project"] - 1
            load(firm, projects[place], firm.actor(UNDERTAKINGS[place].manager), row)


def _size(stated: list[Any]) -> Size:
    chance, cost, *days = stated
    return Size(Decimal(chance), cost * PENCE or None, *days)


def _load_risk(firm: Firm, project: Project, manager: Actor, row: dict[str, Any]) -> None:
    stated = {name: row[name] for name in TEXTS if name in row}
    if "near" in row:
        stated["near_from"], stated["near_to"] = map(dt.date.fromisoformat, row["near"])
    raiser = firm.actor(row["draft"]) if "draft" in row else manager
    made = raise_risk(project, owner=firm.people[row["owner"]], actor=raiser, **stated)
    if "size" in row:
        made = assess_risk(made, _size(row["size"]), version=made.version, actor=manager)
    if "strategy" in row:
        made = plan_response(
            made, strategy=row["strategy"], response=row.get("response", ""), residual=_size(row["left"]),
            cost_minor=row["cost"] * PENCE if "cost" in row else None, version=made.version, actor=manager,
        )  # fmt: skip
    _watch(firm, made, manager, row)


def _watch(firm: Firm, made: Risk, manager: Actor, row: dict[str, Any]) -> None:
    """Give what answers a risk, review it, and close it, as far as the demo says so."""
    if "action" in row:
        text, who, due = row["action"]
        add_response_action(
            made, text=text, owner=firm.people[who], due_on=dt.date.fromisoformat(due), version=made.version,
            actor=manager,
        )  # fmt: skip
        made.refresh_from_db(fields=["version"])
    if "reviewed" in row:
        on, words, following = row["reviewed"]
        made = review_risk(
            made, words=words, on=dt.date.fromisoformat(on), review_on=dt.date.fromisoformat(following),
            version=made.version, actor=manager,
        )  # fmt: skip
    if "closed" in row:
        outcome, words = row["closed"]
        due = dt.date.fromisoformat(row["due"]) if "due" in row else None
        close_risk(made, outcome=outcome, words=words, due_on=due, version=made.version, actor=manager)


def _load_issue(firm: Firm, project: Project, manager: Actor, row: dict[str, Any]) -> None:
    owner, by = firm.people[row["owner"]], firm.people[row["by"]]
    # whoever has no sign-in says it to the manager
    raiser = firm.actor(row["by"]) if by.user else manager
    made = raise_issue(
        project, title=row["title"], kind=row["kind"], severity=row["severity"], owner=owner,
        description=row.get("description", ""), due_on=dt.date.fromisoformat(row["due"]), actor=raiser,
    )  # fmt: skip
    for step in ("assess", "begin", "resolve"):
        if step in row:
            words = row[step] if isinstance(row[step], str) else ""
            made = advance_issue(made, step, words=words, version=made.version, actor=manager)
    if "escalate" in row:
        escalate_issue(made, reason=row["escalate"], version=made.version, actor=manager)
