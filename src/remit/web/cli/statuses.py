"""The command on how a project stands."""

import argparse

from remit.reporting.queries import status_of
from remit.reporting.shown import verdict
from remit.web.cli.console import Console
from remit.web.cli.organisations import named_project


def status(given: argparse.Namespace, console: Console) -> None:
    """Say how a project stands: its five lights with their reasons, and what waits for a decision."""
    actor, project = named_project(given)
    found = status_of(actor, project)
    lines = [f"{project.key} {project.name}: {verdict(found)}"]
    lines += [f"  {each.light.label}: {each.colour.label}. {each.words}" for each in found.lights]
    lines += [f"  ! {each.words}" + (f" ({each.person.name})" if each.person else "") for each in found.asks]
    facts = {
        "project": project.key,
        "verdict": verdict(found),
        "promised": found.promised.isoformat() if found.promised else None,
        "expected": found.expected.isoformat() if found.expected else None,
        "lights": {
            each.light.code: {"colour": each.colour, "rule": each.light.colour, "words": each.words}
            for each in found.lights
        },
        "asks": [
            {"words": each.words, "person": each.person.key if each.person else None} for each in found.asks
        ],
    }
    console.result(facts, *lines)
