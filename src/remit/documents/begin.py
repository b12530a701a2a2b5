"""What a new document can begin with: the lines of the life that lack one, and the templates."""

from typing import Any

from remit.accounts.permissions import Actor
from remit.documents.models import Document, DocumentTemplate
from remit.documents.queries import needed_of
from remit.documents.storage import store
from remit.people.models import Organisation
from remit.projects.models import Project


def free_places(actor: Actor, project: Project, document: Document | None = None) -> list[tuple[str, str]]:
    """Return the lines of the project's life that no document takes, as choices: stage/name with words."""
    found = []
    for stage in needed_of(actor, project):
        for each in stage.needed:
            is_own = document is not None and (document.stage, document.place) == (stage.code, each.name)
            if is_own or (each.line is None and not each.is_taken):
                found.append((f"{stage.code}/{each.name}", f"{stage.name}: {each.name}"))
    return found


def templates_for(organisation: Organisation, place: str = "") -> list[DocumentTemplate]:
    """Return the templates, those first that suit a document of the method: one query."""
    rows = list(DocumentTemplate.objects.filter(organisation=organisation).order_by("name", "pk"))
    return sorted(rows, key=lambda each: not place or each.suits.lower() != place.lower())


def text_of_template(template: DocumentTemplate) -> str:
    """Return the text of a template that is one; nothing for a file, or where the store lost it."""
    if template.file_name:
        return ""
    try:
        with store().open(template.sha256) as file:
            return file.read().decode("utf-8")
    except FileNotFoundError:
        return ""


def initial_for(actor: Actor, project: Project, asked: Any) -> dict[str, Any]:
    """Return what the form of a new document begins with, by the place and the template that the address names."""
    places = dict(free_places(actor, project))
    placed = asked.get("placed", "")
    initial: dict[str, Any] = {"phase": project.phase}
    if placed in places:
        initial |= {"placed": placed, "title": placed.partition("/")[2]}
    key = asked.get("template", "")
    rows = DocumentTemplate.objects.filter(organisation=project.organisation)
    chosen = rows.filter(key=key).first() if key and "\0" not in key else None
    if chosen is None and not key and placed in places:
        name = placed.partition("/")[2]
        chosen = rows.exclude(suits="").filter(suits__iexact=name, file_name="").order_by("pk").first()
    if chosen is not None:
        initial |= {"kind": chosen.kind, "text": text_of_template(chosen), "template": chosen}
        initial.setdefault("title", chosen.name)
    return initial
