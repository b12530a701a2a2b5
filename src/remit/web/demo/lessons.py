"""Lessons of the demo: stated by whoever manages the project, as they were learnt, and shared."""

import tomllib
from pathlib import Path

from remit.closure.operations.lessons import add_lesson
from remit.projects.models import Project
from remit.web.demo.firm import Firm
from remit.web.demo.undertakings import Undertaking

FILE = Path(__file__).parent / "lessons.toml"
STATED = ("title", "kind", "phase", "happened", "cause", "advice", "tags")


def load_lessons(firm: Firm, project: Project, each: Undertaking, number: int) -> None:
    """State what was learnt in project `number`."""
    for row in tomllib.loads(FILE.read_text(encoding="utf-8"))["lesson"]:
        if row["project"] == number:
            add_lesson(
                project,
                learnt_on=row["on"],
                is_shared=True,
                actor=firm.actor(each.manager),
                **{name: row[name] for name in STATED},
            )
