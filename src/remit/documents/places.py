"""What the life of a project is told of its documents: how far each is that takes a place in it."""

from collections.abc import Mapping

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.documents.models import Document
from remit.documents.queries import document_lines
from remit.people.grids import day_of
from remit.projects.facts import Fact, Judgement, PlacedDocument
from remit.projects.life_content import FACT, stage_at
from remit.projects.lives import life_of
from remit.projects.models import Project

PAGE = "documents:list"


def placed_documents_of(project: Project) -> Mapping[tuple[str, str], PlacedDocument]:
    """Return the documents that take a place in the life of a project, by stage and name: two queries."""
    rows = list(Document.objects.filter(project=project).exclude(place="").select_related("project"))
    found = {}
    for line in document_lines(rows, day_of(project.organisation)):
        each = line.document
        url = "" if each.is_restricted else reverse("documents:document", args=[project.key, each.key])
        words = f"{each.key}: {line.words}"
        is_there = line.shown is not None and line.latest is not None and line.latest.state != "withdrawn"
        found[each.stage, each.place] = PlacedDocument(
            is_there=is_there or line.approved is not None,
            is_approved=line.approved is not None,
            words=words,
            url=url,
        )
    return found


def documents_approved(project: Project) -> Judgement:
    """Judge whether each document that people write for the present stage has an approved version here."""
    life = life_of(project)
    if life is None:
        return Judgement(False, _("The project has no method yet."), "projects:life")
    stage = life.content["stages"][stage_at(life.content, life.stage)]
    placed = placed_documents_of(project)
    names = [each for each in stage["documents"] if not each.startswith(FACT)]
    lacking = []
    for name in names:
        found = placed.get((stage["code"], name))
        if found is None or not found.is_approved:
            lacking.append(f"{name} ({found.words})" if found else name)
    if lacking:
        return Judgement(False, _("Not approved yet: %(names)s.") % {"names": ", ".join(lacking)}, PAGE)
    return Judgement(True, _("Each document of the stage is approved."), PAGE)


FACTS = (Fact("documents-approved", gettext_lazy("Documents of the stage approved"), documents_approved),)
