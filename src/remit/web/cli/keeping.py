"""Commands that keep an installation: the proof of the record, backups, the first administrator."""

import argparse
import getpass
import sys
from dataclasses import asdict
from pathlib import Path

from remit.accounts.permissions import system_actor
from remit.audit.queries import verify_chains
from remit.core.errors import Conflict, Invalid
from remit.people.operations.second_factor import require_second_factor
from remit.people.second_factor import without_one
from remit.web.administrators import create_administrator, the_organisation
from remit.web.backups import make_backup, restore_backup
from remit.web.cli.console import Console

MOST_FAULTS = 50


def audit_verify(_given: argparse.Namespace, console: Console) -> None:
    """Prove the audit record; a fault is a refusal that names the first events that do not hold."""
    console.note("Reading every event ...")
    found = verify_chains()
    if not found.holds:
        faults = [
            f"organisation {each.organisation_id}, event {each.sequence}: {each.fault}"
            for each in found.faults
        ]
        message = f"The audit record does not hold: {'; '.join(faults[:MOST_FAULTS])}."
        raise Invalid(message, code="audit_chain")
    facts = {"events": found.events, "chains": found.chains, "faults": []}
    console.result(
        facts, f"The audit record holds: {found.events} events in {found.chains} chains, none altered."
    )


def backup(given: argparse.Namespace, console: Console) -> None:
    """Write a backup, while Remit serves or not."""
    made = make_backup(Path(given.file), progress=console.progress)
    facts = asdict(made)
    megabytes = made.bytes / 1_000_000
    console.result(
        facts,
        f"{given.file}: {made.rows} rows of {made.tables} tables and {made.files} files, {megabytes:.1f} MB.",
    )


def restore(given: argparse.Namespace, console: Console) -> None:
    """Bring back a backup, proved against its manifest."""
    done = restore_backup(Path(given.file), replace=given.replace, progress=console.progress)
    lines = [
        f"Restored {done.rows} rows of {done.tables} tables and {done.files} files, made {done.made_at}.",
        f"Every count and hash is that of the backup; the audit record holds ({done.events} events).",
        "Everybody signs in anew.",
    ]
    if done.kept_aside:
        lines.append(f"What was here before is kept in {done.kept_aside}.")
    console.result(asdict(done), *lines)


def create_admin(given: argparse.Namespace, console: Console) -> None:
    """Make an administrator who can sign in."""
    name = given.name or given.email.partition("@")[0].replace(".", " ").title()
    person = create_administrator(
        given.email,
        _password(stdin=given.password_stdin),
        actor=system_actor("Command line"),
        name=name,
        organisation=given.organisation,
        also=given.also,
    )
    facts = {"key": person.key, "email": person.email, "organisation": person.organisation.name}
    lines = [f"{person.name} ({person.email}) administers {person.organisation.name} and can sign in."]
    if not given.also:
        lines.append("Administration gives no right to projects: for that add --also portfolio-manager.")
    console.result(facts, *lines)


def second_factor(given: argparse.Namespace, console: Console) -> None:
    """Say who must have a second factor, and name those who have none yet."""
    organisation = the_organisation(given.organisation)
    done = require_second_factor(
        organisation,
        of=given.of,
        roles=given.role,
        version=organisation.version,
        actor=system_actor("Command line", organisation.pk),
    )
    lacking = [f"{person.name} ({person.email})" for person in without_one(done)]
    facts = {"organisation": done.name, "of": given.of, "roles": done.second_factor_roles, "without": lacking}
    lines = [
        f"{done.name}: a second factor is demanded of {', '.join(done.second_factor_roles) or given.of}."
    ]
    if lacking:
        lines.append(f"Led to set one up at their next request: {', '.join(lacking)}.")
    console.result(facts, *lines)


def _password(*, stdin: bool) -> str:
    if stdin:
        return sys.stdin.readline().rstrip("\n")
    if not sys.stdin.isatty():
        raise Invalid("Give the password on standard input: --password-stdin.", field="password")
    first = getpass.getpass("Password: ")
    if getpass.getpass("Once more: ") != first:
        raise Conflict("passwords_differ", "The two passwords differ: try again.")
    return first
