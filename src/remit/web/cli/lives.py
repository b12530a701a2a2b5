"""The command on a project's life."""

import argparse

from remit.projects.lives import shown_life
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project

MARKS = {"done": "x", "now": ">", "ahead": " "}


def life(given: argparse.Namespace, console: Console) -> None:
    """Say where a project stands between its gates, and what comes next."""
    actor, project = named_project(given)
    shown = shown_life(actor, project)
    lines = [f"{project.key} {project.name}: {project.get_phase_display()}"]
    for stage in shown.stages:
        gate = f", {stage.gate.code} {stage.gate.name}: {stage.gate.words}" if stage.gate else ""
        lines.append(f"  [{MARKS[stage.standing]}] {stage.name}{gate}")
    if shown.next_step:
        lines.append(f"  next: {shown.next_step}")
    facts = {
        "project": project.key,
        "phase": project.phase,
        "method": shown.life.method if shown.life else None,
        "stage": shown.life.stage if shown.life else None,
        "class": shown.project_class,
        "next": shown.next_step,
        "conditions": [
            {
                "text": each.text,
                "owner": each.owner.name,
                "due_on": each.due_on.isoformat(),
                "overdue": is_late,
            }
            for each, is_late in shown.conditions
        ],
    }
    console.result(facts, *lines)
