"""The list of archives."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.closure.archive_queries import line_of
from remit.closure.models import Archive, ArchiveState
from remit.core.tables import Cell, Choice, Column, Table
from remit.core.templatetags.remit import day


def _key(row: Any) -> Cell:
    return Cell(row.key, reverse("closure:archive", args=[row.key]), kind="key")


def _project(row: Any) -> Cell:
    return Cell(f"{row.project.key} {row.project.name}", reverse("closure:archive", args=[row.key]))


def _standing(row: Any) -> Cell:
    line = line_of(row)
    return Cell(line.words, kind="status", state=line.colour)


COLUMNS = (
    Column("key", _("Key"), lambda row: Cell(row.key, kind="key"), "id", "minor"),
    Column("project", _("Project"), _project, "project__name", "wide"),
    Column("made_on", _("Made on"), lambda row: Cell(day(row.made_on)), "made_on", "minor"),
    Column("made_by", _("Made by"), lambda row: Cell(row.made_by_name), "made_by_name", "minor"),
    Column("standing", _("State"), _standing, "retain_until"),
    Column("files", _("Files"), lambda row: Cell(row.files), "files", "num minor"),
    Column("size", _("kB"), lambda row: Cell(-(-row.size // 1024)), "size", "num minor"),
    Column("sha256", _("SHA-256"), lambda row: Cell(row.sha256), "", "minor", is_default=False),
)


def archive_table(request: HttpRequest, actor: Actor) -> Table:
    """Return the archives that the actor may see."""
    return Table(
        request,
        "archives",
        _("Archives"),
        Archive.objects.visible_to(actor).select_related("project__organisation"),
        COLUMNS,
        search=("project__name", "project__key", "key"),
        choices_offered=(Choice("state", _("State"), ArchiveState.choices, "state"),),
        order="-key",
        filter_hint=_("Project or key"),
    )
