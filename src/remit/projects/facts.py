"""What Remit judges of a project by itself: apps that know something register it, gates ask for it by its code."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.core.registries import Registry, Text
from remit.projects.models import Project


@dataclass(frozen=True, slots=True)
class Judgement:
    """What Remit finds of a fact: whether it holds, why in words, and the page where it is seen or mended."""

    is_met: bool
    words: str
    url_name: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """Something of a project that Remit judges by itself, named by `code` in criteria of gates and documents."""

    code: str
    label: Text
    judge: Callable[[Project], Judgement]


def named(rows: Iterable[object], most: int = 3, between: str = "; ") -> str:
    """Return the names of the first `most` of `rows`, and that there are others where there are."""
    names = [str(each) for each in rows]
    found = between.join(names[:most])
    return _("%(names)s and others") % {"names": found} if len(names) > most else found


project_facts: Registry[Fact] = Registry()


def judged(project: Project, code: str) -> Judgement | None:
    """Return what Remit finds of a fact; None where nothing here judges it."""
    found = next((each for each in project_facts if each.code == code), None)
    return found.judge(project) if found else None


@dataclass(frozen=True, slots=True)
class PlacedDocument:
    """A document that takes a place in a project's life: `words` say how far it is, `url` is its page or nothing."""

    is_there: bool
    is_approved: bool
    words: str
    url: str


PlaceFinder = Callable[[Project], Mapping[tuple[str, str], PlacedDocument]]
document_places: Registry[PlaceFinder] = Registry()


def placed_documents(project: Project) -> dict[tuple[str, str], PlacedDocument]:
    """Return the documents that take places in a project's life, by the stage's code and the document's name."""
    found: dict[tuple[str, str], PlacedDocument] = {}
    for finder in document_places:
        found.update(finder(project))
    return found
