"""What the apps around add to the archive of a project: tables, and files of their own."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from remit.accounts.permissions import Actor
from remit.core.registries import Registry, Text
from remit.projects.models import Project


class Kept(models.TextChoices):
    """What not everybody who sees a project may see: an archive holds it where its maker chose so and may see it."""

    MONEY = "money", _("Money")
    RECORD = "record", _("History with reasons")
    STAKEHOLDERS = "stakeholders", _("Stakeholders")
    CONFIDENTIAL = "confidential", _("Confidential notes")


RIGHTS = {
    Kept.MONEY: "cost.view",
    Kept.RECORD: "audit.view",
    Kept.STAKEHOLDERS: "stakeholder.view",
    Kept.CONFIDENTIAL: "stakeholder.confide",
}
"""The right that it takes to put it into an archive, and to read an archive that holds it."""


@dataclass(frozen=True, slots=True)
class ArchiveTable:
    """One table of a project as rows of a model: a page and a CSV file in its archive.

    `path` leads from the model to the project (or to its scope, where it ends in "scope"), `columns` are lookups,
    `order` makes the rows come in one order. Columns in `guarded` are left out where the archive does not hold what
    they name; `needs` is asked of the whole table; `hides` keeps rows out that match where it lacks what is named;
    `only` are lookups that every row must meet.
    """

    code: str
    title: Text
    model: type[models.Model]
    path: str
    columns: Sequence[str]
    order: Sequence[str] = ("pk",)
    guarded: Sequence[tuple[str, Kept]] = ()
    needs: Kept | None = None
    hides: Sequence[tuple[Kept, str]] = ()
    only: Sequence[tuple[str, Any]] = ()


@dataclass(frozen=True, slots=True)
class ArchivedFile:
    """A file of an archive: where it lies in it, how it is called on the front page, and its content."""

    path: str
    title: Text
    content: bytes


@dataclass(frozen=True, slots=True)
class ArchiveSource:
    """Files that an app adds: `files` gets whoever makes the archive, the project, and what the archive holds."""

    position: int
    files: Callable[[Actor, Project, frozenset[Any]], Iterable[ArchivedFile]]


archive_tables: Registry[ArchiveTable] = Registry()
archive_sources: Registry[ArchiveSource] = Registry()
