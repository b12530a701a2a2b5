"""Archives as pages and programs show them."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.closure.models import Archive, ArchiveState
from remit.closure.registries import RIGHTS, Kept
from remit.core.errors import NotFound
from remit.core.templatetags.remit import day as day_words
from remit.people.grids import day_of
from remit.projects.models import Project


@dataclass(frozen=True, slots=True)
class ArchiveLine:
    """An archive with how it stands, in words and as a colour."""

    archive: Archive
    words: str
    colour: str

    @property
    def holds(self) -> list[str]:
        """Return what it holds that is not for everybody."""
        return [str(Kept(each).label) for each in self.archive.holds]


def line_of(archive: Archive) -> ArchiveLine:
    """Return how an archive stands today."""
    today = day_of(archive.project.organisation)
    if archive.state == ArchiveState.DELETED:
        words = _("deleted on %(day)s") % {"day": day_words(archive.deleted_on)}
        return ArchiveLine(archive, words, "grey")
    if archive.hold_reason:
        return ArchiveLine(archive, _("on legal hold"), "red")
    if archive.state == ArchiveState.PROPOSED:
        return ArchiveLine(archive, _("a second person decides on its deletion"), "amber")
    if today > archive.retain_until:
        return ArchiveLine(archive, _("its time is over: it may be deleted"), "amber")
    words = _("kept until %(day)s") % {"day": day_words(archive.retain_until)}
    return ArchiveLine(archive, words, "green")


def archives_of(project: Project) -> list[Archive]:
    """Return the archives of a project, the latest first: one query."""
    found = list(Archive.objects.filter(project=project).order_by("-pk"))
    for each in found:
        each.project = project
    return found


def archive_lines(rows: Sequence[Archive]) -> list[ArchiveLine]:
    """Return archives, whose projects were fetched along, with how they stand."""
    return [line_of(each) for each in rows]


def visible_archive(actor: Actor, key: str) -> Archive:
    """Return the archive with `key` if the actor may see it; `NotFound` otherwise."""
    rows = Archive.objects.visible_to(actor).select_related(
        "project__scope", "project__organisation", "made_by", "proposed_by", "deleted_by"
    )
    found: Archive | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def may_be_held(actor: Actor, project: Project) -> list[tuple[str, str]]:
    """Return what the actor may put into an archive of the project besides what everybody there sees."""
    path = project.scope.path
    return [(kept.value, str(kept.label)) for kept in Kept if actor.can(RIGHTS[kept], path)]
