"""The command on the end of a project."""

import argparse

from remit.closure.checklist_queries import checklist_of, open_words
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def closure(given: argparse.Namespace, console: Console) -> None:
    """Say how every item of the closing list stands at a project, and what is in the way."""
    _actor, project = named_project(given)
    lines = checklist_of(project)
    told = [
        f"  [{'x' if each.is_settled else ' '}] {each.text}" + (f": {each.why}" if each.why else "")
        for each in lines
    ]
    said = [f"{project.key} {project.name}: {project.get_phase_display()}", *told]
    blocking = open_words(lines)
    said.append(f"  {blocking or 'Nothing stands in the way.'}")
    facts = {
        "project": project.key,
        "phase": project.phase,
        "items": [
            {
                "code": each.code,
                "text": each.text,
                "state": each.state,
                "why": each.why,
                "judged": each.is_fact,
            }
            for each in lines
        ],
        "blocking": blocking,
    }
    console.result(facts, *said)
