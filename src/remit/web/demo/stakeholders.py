"""Stakeholders of the demo: noted, and spoken with, by whoever manages the project."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from remit.projects.models import Project
from remit.projects.operations.stakeholders import FIELDS, add_stakeholder, note_contact
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

FILE = Path(__file__).parent / "stakeholders.toml"


@cache
def _stated() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads(FILE.read_text(encoding="utf-8"))["stakeholder"]
    return rows


def load_stakeholders(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """Note whom project `number` concerns, and what was spoken with them."""
    manager, owner = firm.actor(each.manager), firm.people[each.manager]
    for row in _stated():
        if row["project"] != number:
            continue
        facts = {name: row[name] for name in FIELDS if name in row}
        person = firm.people.get(row["name"])
        made = add_stakeholder(project, person=person, owner=owner, actor=manager, **facts)
        for told in row.get("contacts", ()):
            note_contact(
                made,
                held_on=told["on"],
                channel=told["channel"],
                summary=told["summary"],
                engagement=told["engagement"],
                actor=manager,
            )
