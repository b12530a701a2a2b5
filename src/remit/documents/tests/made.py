"""A document that is there, for tests of other apps."""

from remit.accounts.permissions import Actor, system_actor
from remit.documents.models import Document
from remit.documents.operations.contents import keep_text
from remit.documents.operations.documents import begin_document
from remit.documents.operations.versions import add_version
from remit.people.models import Person
from remit.projects.models import Project


def written(project: Project, owner: Person, *, title: str = "Plan", actor: Actor | None = None) -> Document:
    """Return a document of a project with one draft, kept by `owner`, who sees the project."""
    by = actor or system_actor()
    made = begin_document(project, title=title, owner=owner, actor=by)
    add_version(made, keep_text(project.organisation, f"# {title}"), seen=0, actor=by)
    return made
