"""The list of a project's documents."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.accounts.permissions import Actor
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day
from remit.documents.models import Confidentiality, DocumentKind
from remit.documents.queries import document_lines, documents_of
from remit.people.grids import day_of
from remit.projects.models import Phase, Project


def _title(row: Any) -> Cell:
    note = str(row.get_confidentiality_display()) if row.is_restricted else ""
    return Cell(row.title, reverse("documents:document", args=[row.project.key, row.key]), note=note)


def _owner(row: Any) -> Cell:
    address = reverse("people:person", args=[row.owner.key])
    return Cell(row.owner.name, address, kind="person", ring=row.owner.pk)


def _number(row: Any) -> Cell:
    shown = row.line.shown
    return Cell(shown.number if shown else "")


def _since(row: Any) -> Cell:
    shown = row.line.shown
    return Cell(day(shown.decided_on or shown.written_on) if shown else "")


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("title", _("Document"), _title, "title", "wide"),
    Column(
        "kind",
        pgettext_lazy("of a document", "Kind"),
        lambda row: Cell(row.get_kind_display()),
        "kind",
        "minor",
    ),
    Column("phase", _("Phase"), lambda row: Cell(row.get_phase_display()), "phase", "minor"),
    Column("state", _("State"), lambda row: Cell(row.line.words, kind="status", state=row.line.light)),
    Column("number", _("Version"), _number, css="num minor"),
    Column("since", _("Since"), _since, css="num minor"),
    Column("owner", pgettext_lazy("of a document", "Owner"), _owner, "owner__name", "minor"),
    Column("place", _("Asked for by"), lambda row: Cell(row.place), "place", is_default=False),
    Column(
        "size",
        _("Bytes"),
        lambda row: Cell(row.line.shown.size if row.line.shown else ""),
        css="num",
        is_default=False,
    ),
    Column(
        "sha256",
        "SHA-256",
        lambda row: Cell(row.line.shown.sha256 if row.line.shown else ""),
        is_default=False,
    ),
)


def document_table(request: HttpRequest, actor: Actor, project: Project) -> Table:
    """Return the list of the documents of a project that the actor may see."""
    today = day_of(project.organisation)

    def prepare(rows: list[Any]) -> None:
        for line in document_lines(rows, today):
            line.document.line = line  # type: ignore[attr-defined]  # read by the columns above

    return Table(
        request,
        f"documents-{project.key}",
        _("Documents"),
        documents_of(actor, project),
        COLUMNS,
        search=("title", "key", "owner__name", "place"),
        choices_offered=(
            Choice("kind", _("Any kind"), DocumentKind.choices, "kind"),
            Choice("phase", _("Any phase"), Phase.choices, "phase"),
            Choice("confidentiality", _("Seen by"), Confidentiality.choices, "confidentiality"),
        ),
        order="key",
        filter_hint=_("Filter by title, key or owner"),
        prepare=prepare,
    )
