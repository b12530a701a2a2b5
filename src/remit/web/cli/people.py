"""Commands on people: in from a table, out to one, and an import taken back."""

import argparse
import sys
from pathlib import Path

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.interchange.models import PeopleImport
from remit.interchange.operations.people import import_people, preview_people, undo_people_import
from remit.interchange.people_export import export_people
from remit.interchange.people_lines import PersonLine, preview_lines
from remit.people.assignment_queries import one_assignment
from remit.people.charters import charter_of, charter_pdf
from remit.projects.charters import charter_pdf as charter_pdf_of_project
from remit.projects.charters import shown_charter
from remit.projects.guards import visible_project
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, only_organisation
from remit.web.files import write_whole

MOST_LISTED = 20


def import_file(given: argparse.Namespace, console: Console) -> None:
    """Take people in from a CSV or XLSX file, or say what that would change."""
    path = Path(given.file)
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    with path.open("rb") as source:
        if given.preview:
            lines = preview_lines(preview_people(source, path.name, organisation, actor=actor))
            _say_preview(lines["added"], lines["changed"], lines["same"], list(lines["ignored"]), console)
            return
        done = import_people(source, path.name, organisation, actor=actor)
    facts = {
        "import": done.number,
        "added": done.added,
        "changed": done.changed,
        "same": done.same,
        "ignored": done.ignored,
    }
    words = [f"Import {done.number}: {done.added} added, {done.changed} changed, {done.same} as they were."]
    if done.ignored:
        words.append(f"  columns not read: {', '.join(done.ignored)}")
    words.append(f"  `remit people undo {done.number}` takes it back.")
    console.result(facts, *words)


def _say_preview(
    added: list[PersonLine], changed: list[PersonLine], same: int, ignored: list[str], console: Console
) -> None:
    def told(line: PersonLine) -> dict[str, object]:
        return {"row": line.row, "key": line.key or None, "name": line.name, "fields": dict(line.fields)}

    facts = {
        "added": [told(line) for line in added],
        "changed": [told(line) for line in changed],
        "same": same,
        "ignored": ignored,
    }
    words = [f"{len(added)} added, {len(changed)} changed, {same} as they are. Nothing is changed yet."]
    for word, lines in (("add", added), ("change", changed)):
        for line in lines[:MOST_LISTED]:
            what = "; ".join(f"{each.field} {each.before!r} to {each.after!r}" for each in line.changes)
            words.append(f"  row {line.row}: {word} {line.name} ({what})")
        if len(lines) > MOST_LISTED:
            words.append(f"  and {len(lines) - MOST_LISTED} more to {word}: --json lists all")
    if ignored:
        words.append(f"  columns not read: {', '.join(ignored)}")
    console.result(facts, *words)


def export(given: argparse.Namespace, console: Console) -> None:
    """Write everybody to a CSV or XLSX file, in the format that is named or that the file's name ends like."""
    organisation = only_organisation(given.organisation)
    suffix = Path(given.file or "").suffix.lower().removeprefix(".")
    kind = given.format or ("xlsx" if suffix == "xlsx" else "csv")
    content = export_people(command_actor(organisation.pk), kind).content
    if given.file:
        write_whole(Path(given.file), content)
        facts = {"file": given.file, "bytes": len(content)}
        console.result(facts, f"{organisation.name}: {len(content)} bytes in {given.file}.")
    elif console.as_json and kind == "csv":
        console.result({"content": content.decode("utf-8-sig")})
    else:
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()


def undo(given: argparse.Namespace, console: Console) -> None:
    """Take an import of people back as a whole."""
    organisation = only_organisation(given.organisation)
    done = PeopleImport.objects.filter(organisation=organisation, number=given.number).first()
    if done is None:
        raise NotFound(f"There is no import {given.number} of people.")
    undo_people_import(done, actor=command_actor(organisation.pk))
    facts = {"import": done.number, "added": done.added, "changed": done.changed}
    console.result(facts, f"Import {done.number} of {done.file_name} is taken back.")


def _project_charter(given: argparse.Namespace, console: Console, actor: Actor) -> None:
    project = visible_project(actor, given.key.upper())
    shown = shown_charter(actor, project)
    if shown is None:
        raise NotFound(f"{project.key} {project.name} has no charter yet.")
    path = Path(given.file or f"charter-{project.key}.pdf")
    content = charter_pdf_of_project(shown)
    write_whole(path, content)
    row = shown.charter
    facts = {
        "project": project.key,
        "version": row.number,
        "state": row.state,
        "missing": [words for _name, words in shown.missing],
        "file": str(path),
        "bytes": len(content),
    }
    words = f"{project.key} {project.name}: charter, version {row.number} ({row.state}), in {path}."
    console.result(facts, words, *([f"  next: {shown.next_step}"] if shown.next_step else []))


def charter(given: argparse.Namespace, console: Console) -> None:
    """Write the charter of an assignment or of a project as a PDF."""
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    held = one_assignment(actor, given.key)
    if held is None:
        if given.key.upper().startswith("P-"):
            _project_charter(given, console, actor)
            return
        raise NotFound(f"There is no assignment {given.key} in {organisation.name}.")
    shown = charter_of(actor, held)
    path = Path(given.file or f"charter-{held.key}.pdf")
    content = charter_pdf(shown)
    write_whole(path, content)
    facts = {"assignment": held.key, "version": shown.version, "file": str(path), "bytes": len(content)}
    words = f"{held.person.name}, {held.role.name} of {held.scope.name}: version {shown.version} in {path}."
    console.result(facts, words)
