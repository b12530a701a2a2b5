"""For which organisation and project a command works, and in whose name."""

import argparse

from remit.accounts.permissions import Actor, system_actor
from remit.core.errors import Invalid, NotFound
from remit.people.models import Organisation
from remit.projects.guards import visible_project
from remit.projects.models import Project


def command_actor(organisation_id: int) -> Actor:
    """Return the actor of the command line within one organisation."""
    return system_actor("Command line", organisation_id)


def only_organisation(name: str | None) -> Organisation:
    """Return the organisation of that name, or the only one; `NotFound` or `Invalid` where that is not clear."""
    found = Organisation.objects.all()
    if name:
        found = found.filter(name__iexact=name)
    candidates = list(found[:2])
    if not candidates:
        message = f"There is no organisation {name}." if name else "There is no organisation yet."
        raise NotFound(f"{message} `remit create-admin` makes one, `remit demo` loads one to try.")
    if len(candidates) > 1:
        message = "There are several organisations: say which with --organisation NAME."
        raise Invalid(message, field="organisation", code="several")
    return candidates[0]


def named_project(given: argparse.Namespace) -> tuple[Actor, Project]:
    """Return the project that a command names by its key, and the actor who works on it."""
    actor = command_actor(only_organisation(given.organisation).pk)
    return actor, visible_project(actor, given.key.upper())
