"""Documents: begun, described, and given to those who are to read them."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.core.keys import next_key
from remit.documents.models import Confidentiality, Document, DocumentKind, DocumentReader
from remit.documents.policies import may_change_document, may_keep_documents, may_restrict
from remit.people.models import Person
from remit.projects.life_content import FACT
from remit.projects.lives import life_of
from remit.projects.models import Phase, Project
from remit.projects.operations.parts import (
    check_choice,
    check_fields,
    check_sees,
    clean,
    locked_part,
    space_in,
    worded,
)

FIELDS = (
    "title",
    "kind",
    "owner",
    "confidentiality",
    "phase",
    "stage",
    "place",
    "is_for_everybody",
    "readers",
)
LONGEST_TITLE = 200
LONGEST_PLACE = 300
MOST_READERS = 200
TOLD_RESTRICTED = frozenset({"title", "place", "note", "answer", "remarks", "file"})


def about(document: Document) -> About:
    """Return how the record names a document: by its key alone, for not every title is for everybody."""
    project = document.project
    key = f"{project.key}/{document.key}"
    return About("document", key, document.key, project.organisation_id, project.scope.path)


def told(document: Document, changes: dict[str, Any]) -> dict[str, Any]:
    """Return changes as the record keeps them: what a restricted document says, under names that take the right."""
    if not document.is_restricted:
        return changes
    return {
        (f"restricted_{name}" if name in TOLD_RESTRICTED else name): both for name, both in changes.items()
    }


@operation("documents.begin_document")
def begin_document(project: Project, *, title: str, owner: Person, actor: Actor, **stated: Any) -> Document:
    """Begin a document without a version, with fields of `FIELDS`; a place of the life is taken by one document."""
    require(may_keep_documents(actor, project))
    check_fields(stated, FIELDS)
    made = Document(project=project, owner=owner, phase=project.phase)
    readers = list(stated.pop("readers", ()))
    _set(made, {"title": title, "owner": owner, **stated}, actor)
    made.key = next_key(space_in(project), "DO")
    made.save(force_insert=True)
    _name_readers(made, readers)
    facts = {name: worded(getattr(made, name)) for name in FIELDS if name != "readers"}
    changes = {name: ["", value] for name, value in facts.items() if value not in {"", "False"}}
    if readers:
        changes["readers"] = ["", _names(readers)]
    record(actor, about(made), told(made, changes))
    return made


def _set(document: Document, stated: dict[str, Any], actor: Actor) -> None:
    """Set stated fields and look whether the whole can stand."""
    was = document.confidentiality
    for name, value in stated.items():
        setattr(document, name, value)
    document.title = clean(document.title, "title", LONGEST_TITLE, needed=_("Give the document a title."))
    document.place = clean(document.place, "place", LONGEST_PLACE)
    check_choice(document.kind, DocumentKind, "kind")
    check_choice(document.confidentiality, Confidentiality, "confidentiality")
    check_choice(document.phase, Phase, "phase")
    if document.confidentiality != was:
        require(may_restrict(actor, document.project))
    if "owner" in stated:
        check_sees(document.project, [document.owner], "owner")
    if {"stage", "place"} & set(stated):
        _check_place(document)


def _check_place(document: Document) -> None:
    """Look whether the life of the project asks for such a document, and nothing else stands there."""
    if not document.place:
        document.stage = ""
        return
    life = life_of(document.project)
    stages = life.content["stages"] if life is not None else []
    stage = next((each for each in stages if each["code"] == document.stage), None)
    if stage is None or document.place not in stage["documents"] or document.place.startswith(FACT):
        message = _("The life of the project asks for no such document in that stage.")
        raise Invalid(message, field="place", code="unknown")
    document.phase = stage["phase"]
    others = Document.objects.filter(project=document.project, stage=document.stage, place=document.place)
    other = others.exclude(pk=document.pk).first()
    if other is not None:
        message = _("%(key)s is the document for this already.")
        raise Invalid(message % {"key": other.key}, field="place", code="taken")


def _name_readers(document: Document, readers: list[Person]) -> None:
    if len(readers) > MOST_READERS:
        message = _("At most %(most)d readers by name: let everybody in the project read it.")
        raise Invalid(message % {"most": MOST_READERS}, field="readers", code="long")
    check_sees(document.project, readers, "readers")
    kept = {each.pk for each in readers}
    document.readers.exclude(person_id__in=kept).delete()
    there = set(document.readers.values_list("person_id", flat=True))
    rows = [DocumentReader(document=document, person=each) for each in readers if each.pk not in there]
    DocumentReader.objects.bulk_create(rows)


def _names(people: Iterable[Person]) -> str:
    return ", ".join(sorted(each.name for each in people))


def locked_document(document: Document) -> Document:
    """Return a document, locked, as it stands, with its project and its owner."""
    return locked_part(document, "owner")


@operation("documents.change_document")
def change_document(document: Document, *, version: int, actor: Actor, **changes: Any) -> Document:
    """Change fields of `FIELDS`; a stale `version` is refused with both values."""
    locked = locked_document(document)
    require(may_change_document(actor, locked))
    check_fields(changes, FIELDS)
    readers = changes.pop("readers", None)
    if locked.version != version:
        raise stale(_("Somebody changed this document meanwhile."), changes, locked, worded)
    before = {name: worded(getattr(locked, name)) for name in changes}
    _set(locked, changes, actor)
    locked.version += 1
    locked.save()
    both = {name: [was, worded(getattr(locked, name))] for name, was in before.items()}
    if readers is not None:
        old = _names(each.person for each in locked.readers.select_related("person"))
        _name_readers(locked, list(readers))
        both["readers"] = [old, _names(readers)]
    record(
        actor, about(locked), told(locked, {name: each for name, each in both.items() if each[0] != each[1]})
    )
    return locked


@operation("documents.remove_document")
def remove_document(document: Document, *, version: int, actor: Actor) -> None:
    """Remove a document that never had a version; what was written once is withdrawn, not removed."""
    locked = locked_document(document)
    require(may_change_document(actor, locked))
    if locked.version != version:
        raise stale(_("Somebody changed this document meanwhile."), {}, locked, worded)
    if locked.versions.exists():
        raise Conflict("kept", _("It has versions, which are kept: withdraw the last one instead."))
    record(actor, about(locked), told(locked, {"title": [locked.title, ""]}))
    locked.delete()
