"""Commands on documents: listed, taken out, put in, approved."""

import argparse
import shutil
import sys
from dataclasses import replace
from pathlib import Path

from remit.accounts.permissions import Actor
from remit.core.errors import Invalid, NotFound
from remit.documents.guards import visible_document, visible_version
from remit.documents.models import Document, DocumentVersion, VersionState
from remit.documents.operations.contents import keep_file
from remit.documents.operations.documents import begin_document
from remit.documents.operations.versions import add_version, approve_version
from remit.documents.queries import document_lines, documents_of
from remit.documents.storage import store
from remit.people.actors import actor_for
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.projects.guards import visible_project
from remit.web.cli.console import Console
from remit.web.cli.organisations import command_actor, named_project, only_organisation
from remit.web.files import whole_file


def list_all(given: argparse.Namespace, console: Console) -> None:
    """List the documents of a project, each with the version in force and how far the latest one is."""
    actor, project = named_project(given)
    rows = list(documents_of(actor, project).order_by("pk"))
    lines = document_lines(rows, day_of(project.organisation))
    facts = [
        {
            "key": f"{project.key}/{line.document.key}",
            "title": line.document.title,
            "owner": line.document.owner.name,
            "approved": line.approved.number if line.approved else None,
            "latest": line.latest.number if line.latest else None,
            "state": line.latest.state if line.latest else None,
            "sha256": line.shown.sha256 if line.shown else None,
            "overdue": line.is_overdue,
        }
        for line in lines
    ]
    words = [f"{line.document.key:<6} {line.document.title} ({line.words})" for line in lines]
    console.result({"project": project.key, "documents": facts}, f"{project.key} {project.name}:", *words)


def _found(given: argparse.Namespace) -> tuple[Actor, Organisation, Document]:
    """Return the document that P-1/DO-3 names, and in whose name it is found."""
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    project, slash, key = given.key.upper().partition("/")
    if not slash:
        raise NotFound(f"Name a document by project and key, such as P-1/DO-3, not {given.key}.")
    return actor, organisation, visible_document(actor, project, key)


def get(given: argparse.Namespace, console: Console) -> None:
    """Write the version in force, or another one, into a file, or to standard output for `-`."""
    actor, _organisation, document = _found(given)
    (line,) = document_lines([document], day_of(document.project.organisation))
    if given.version is not None:
        shown: DocumentVersion | None = visible_version(
            actor, document.project.key, document.key, given.version
        )
    else:
        shown = line.shown
    if shown is None:
        raise NotFound(f"{document.key} {document.title} has no version yet.")
    if given.file == "-":
        with store().open(shown.sha256) as content:
            shutil.copyfileobj(content, sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    path = Path(given.file or shown.file_name or f"{document.project.key}-{document.key}.md")
    with store().open(shown.sha256) as content, whole_file(path) as file:
        shutil.copyfileobj(content, file)
    facts = {"file": str(path), "version": shown.number, "bytes": shown.size, "sha256": shown.sha256}
    console.result(facts, f"{document.key} {document.title}, version {shown.number}, in {path}.")


def add(given: argparse.Namespace, console: Console) -> None:
    """Put a file in: as the next version of a document, or as the first one of a new document of a project."""
    path = Path(given.file)
    organisation = only_organisation(given.organisation)
    actor = command_actor(organisation.pk)
    # the file first: one that is refused leaves nothing behind
    with path.open("rb") as file:
        content = keep_file(organisation, file, path.name)
    if "/" in given.key:
        _actor, _organisation, document = _found(given)
    else:
        project = visible_project(actor, given.key.upper())
        document = begin_document(
            project, title=given.title or path.stem, owner=_person(organisation, given.owner), actor=actor
        )
    seen = document.versions.order_by("-number").values_list("number", flat=True).first() or 0
    made = add_version(document, content, seen=seen, note=given.note or "", actor=actor)
    key = f"{document.project.key}/{document.key}"
    facts = {"document": key, "version": made.number, "sha256": made.sha256, "told": made.told}
    console.result(facts, f"{key} {document.title}: version {made.number} is a draft.")


def _person(organisation: Organisation, address: str | None) -> Person:
    if not address:
        raise Invalid("Say who answers for the new document: --owner E-MAIL.", field="owner", code="required")
    found: Person | None = Person.objects.filter(organisation=organisation, email__iexact=address).first()
    if found is None:
        raise NotFound(f"There is nobody with the address {address} in {organisation.name}.")
    return found


def approve(given: argparse.Namespace, console: Console) -> None:
    """Approve the version in review, in the name of its approver, which the record says."""
    _actor, organisation, document = _found(given)
    person = _person(organisation, given.by)
    if person.user is None:
        raise Invalid(f"{person.name} has no sign-in and approves nothing.", field="by", code="unknown")
    acting = actor_for(person.user)
    version = document.versions.filter(state=VersionState.REVIEW).select_related("approver").first()
    if version is None:
        raise NotFound(f"No version of {document.key} {document.title} is in review.")
    version.document = document
    by = replace(acting, name=f"{acting.name} (command line)")
    done = approve_version(version, seen=version.version, words=given.words or "", actor=by)
    facts = {
        "document": f"{document.project.key}/{document.key}",
        "version": done.number,
        "state": done.state,
    }
    console.result(facts, f"{document.key} {document.title}: version {done.number} is approved.")
