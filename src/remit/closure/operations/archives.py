"""Archives of projects: made, kept, put on hold, and deleted after their time by two people; never changed."""

import datetime as dt
import hashlib
import json
import tempfile
import uuid
from collections.abc import Callable, Collection, Mapping
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.closure.archive_building import build
from remit.closure.archive_format import SCHEMA_VERSION, write_archive
from remit.closure.models import Archive, ArchiveState
from remit.closure.policies import may_confirm_deletion, may_keep_archive, may_make_archive
from remit.closure.registries import Kept
from remit.core.errors import Conflict, Invalid, NotFound, stale
from remit.core.keys import next_key
from remit.core.progress import Progress
from remit.jobs.models import Job
from remit.jobs.operations.jobs import start_job
from remit.people.grids import day_of
from remit.people.operations.organisation import space_of
from remit.projects.models import Project
from remit.projects.operations.parts import clean
from remit.projects.operations.records import locked_project

KIND = "closure.make_archive"
FOLDER = "archives"
LEAST_YEARS, MOST_YEARS, USUAL_YEARS = 1, 99, 7
LONGEST_REASON = 2000


def about(archive: Archive) -> About:
    """Return how the record names an archive."""
    project = archive.project
    label = f"{archive.key} {project.key} {project.name}"
    return About("archive", archive.key, label, archive.organisation_id, project.scope.path)


def checked_holds(holds: Collection[str]) -> list[str]:
    """Return what an archive is to hold, in one order; `Invalid` where that is not known."""
    if unknown := sorted(set(holds) - set(Kept.values)):
        message = _("Choose among: %(names)s.") % {"names": ", ".join(Kept.values)}
        raise Invalid(f"{message} ({unknown[0][:40]})", field="holds", code="choice")
    return sorted(set(holds))


def check_years(years: int) -> None:
    """Raise `Invalid` for a time that no archive is kept."""
    if not LEAST_YEARS <= years <= MOST_YEARS:
        words = {"least": LEAST_YEARS, "most": MOST_YEARS}
        message = _("Choose from %(least)d to %(most)d years.") % words
        raise Invalid(message, field="years", code="range")


def begin_archive(project: Project, *, holds: Collection[str], years: int, actor: Actor) -> Job:
    """Start the making of an archive as long work; what is refused whatever it holds is refused now."""
    chosen = checked_holds(holds)
    check_years(years)
    require(may_make_archive(actor, project, chosen))
    stated = {"project": project.pk, "project_key": project.key, "holds": chosen, "years": years}
    label = _("Archive of %(key)s") % {"key": project.key}
    return start_job(KIND, label=label, scope_path=project.scope.path, parameters=stated, actor=actor)


def make_archive(
    project: Project,
    *,
    holds: Collection[str],
    years: int,
    actor: Actor,
    progress: Progress,
    conclude: Callable[[Archive], None] = lambda _archive: None,
) -> Archive:
    """Make the archive of a closed project and keep it; nothing is kept where something goes wrong."""
    chosen = checked_holds(holds)
    check_years(years)
    require(may_make_archive(actor, project, chosen))
    until = _years_after(day_of(project.organisation), years)
    with transaction.atomic():
        built = build(actor, project, chosen, retain_until=until, progress=progress)
    with tempfile.TemporaryFile() as out:
        try:
            manifest = write_archive(out, built.files, built.facts)
        except ValueError as error:
            raise Conflict("too_large", str(error)) from None
        name = uuid.uuid4().hex
        size, sha256 = out.tell(), _hash_of(out)
        default_storage.save(f"{FOLDER}/{name}", File(out))
    kept: Archive | None = None
    facts = {
        "file_name": name, "size": size, "sha256": sha256, "files": len(built.files), "holds": chosen,
        "manifest_sha256": json.loads(manifest)["manifest_sha256"], "retain_until": until,
    }  # fmt: skip
    try:
        kept = _keep(project, facts, actor=actor, conclude=conclude)
    finally:
        if kept is None:
            default_storage.delete(f"{FOLDER}/{name}")
    return kept


@operation("closure.make_archive")
def _keep(
    project: Project, facts: Mapping[str, Any], *, actor: Actor, conclude: Callable[[Archive], None]
) -> Archive:
    locked = locked_project(project)
    require(may_make_archive(actor, locked, facts["holds"]))
    made = Archive.objects.create(
        organisation_id=locked.organisation_id,
        project=locked,
        key=next_key(space_of(locked.organisation_id), "AR"),
        made_on=day_of(locked.organisation),
        made_by_id=actor.person_id,
        made_by_name=actor.name[:200],
        schema_version=SCHEMA_VERSION,
        **facts,
    )
    told = {"sha256": ["", made.sha256], "retain_until": ["", made.retain_until.isoformat()]}
    record(actor, about(made), told | {"holds": [[], made.holds]})
    conclude(made)
    return made


def _hash_of(file: IO[bytes]) -> str:
    file.seek(0)
    digest = hashlib.file_digest(file, "sha256")  # type: ignore[arg-type]  # IO does not say that it reads into
    file.seek(0)
    return digest.hexdigest()


def _years_after(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def find_archive(archive: Archive) -> str:
    """Return the name under which the file of an archive is stored; `NotFound` where it is deleted or gone."""
    if archive.state == ArchiveState.DELETED:
        raise NotFound(_("This archive was deleted after its time."))
    name = f"{FOLDER}/{archive.file_name}"
    if not default_storage.exists(name):
        raise NotFound(_("The file of this archive is not where it was laid: look into the backups."))
    return name


def open_archive(archive: Archive) -> IO[Any]:
    """Return the file of an archive, open for reading; `NotFound` where it is deleted or gone."""
    return default_storage.open(find_archive(archive))


def _locked(archive: Archive, version: int) -> Archive:
    rows = Archive.objects.select_for_update(of=("self",))
    locked: Archive = rows.select_related("project__scope", "project__organisation").get(pk=archive.pk)
    if locked.version != version:
        raise stale(_("Somebody changed this archive meanwhile: load the page again."), {}, locked)
    if locked.state == ArchiveState.DELETED:
        raise Conflict("state", _("This archive was deleted after its time."))
    return locked


def _saved(archive: Archive, actor: Actor, changes: Mapping[str, Any], reason: str) -> Archive:
    archive.version += 1
    archive.save()
    record(actor, about(archive), changes, reason=reason)
    return archive


@operation("closure.hold_archive")
def hold_archive(archive: Archive, *, reason: str, version: int, actor: Actor) -> Archive:
    """Put an archive on legal hold: nothing deletes it until the hold is lifted, a proposal to do so is dropped."""
    locked = _locked(archive, version)
    require(may_keep_archive(actor, locked))
    reason = clean(reason, "reason", LONGEST_REASON, needed=_("Say why."))
    if locked.hold_reason:
        raise Conflict("held", _("It is on hold already."))
    before = locked.state
    _drop_proposal(locked)
    locked.hold_reason, locked.hold_by_name = reason, actor.name[:200]
    locked.hold_on = day_of(locked.project.organisation)
    return _saved(locked, actor, {"hold": ["", reason], "state": [before, locked.state]}, reason)


@operation("closure.lift_hold")
def lift_hold(archive: Archive, *, reason: str, version: int, actor: Actor) -> Archive:
    """Lift the legal hold of an archive, with the reason."""
    locked = _locked(archive, version)
    require(may_keep_archive(actor, locked))
    reason = clean(reason, "reason", LONGEST_REASON, needed=_("Say why."))
    if not locked.hold_reason:
        raise Conflict("held", _("It is not on hold."))
    before, locked.hold_reason, locked.hold_by_name, locked.hold_on = locked.hold_reason, "", "", None
    return _saved(locked, actor, {"hold": [before, ""]}, reason)


@operation("closure.propose_deletion")
def propose_deletion(archive: Archive, *, reason: str, version: int, actor: Actor) -> Archive:
    """Propose to delete an archive whose time is over; a second person decides."""
    locked = _locked(archive, version)
    require(may_keep_archive(actor, locked))
    reason = clean(reason, "reason", LONGEST_REASON, needed=_("Say why."))
    _may_go(locked)
    if locked.state != ArchiveState.KEPT:
        raise Conflict("state", _("Its deletion is proposed already."))
    if actor.person_id is None:
        raise Conflict("nobody", _("Somebody proposes it by name, so that a second person can confirm it."))
    locked.state, locked.deletion_reason = ArchiveState.PROPOSED, reason
    locked.proposed_by_id, locked.proposed_on = actor.person_id, day_of(locked.project.organisation)
    return _saved(locked, actor, {"state": [ArchiveState.KEPT.value, locked.state]}, reason)


def _drop_proposal(archive: Archive) -> None:
    archive.state, archive.deletion_reason = ArchiveState.KEPT, ""
    archive.proposed_by_id = archive.proposed_on = None


def _may_go(archive: Archive) -> None:
    if archive.hold_reason:
        raise Conflict("held", _("It is on legal hold: nothing deletes it until that is lifted."))
    if day_of(archive.project.organisation) <= archive.retain_until:
        message = _("It is kept until %(day)s: until then nobody deletes it.")
        raise Conflict("retained", message % {"day": archive.retain_until.isoformat()})


@operation("closure.answer_deletion")
def answer_deletion(archive: Archive, *, confirm: bool, version: int, actor: Actor) -> Archive:
    """Delete the file of an archive, as a second person, or drop the proposal; the row stays and says so."""
    locked = _locked(archive, version)
    require(may_confirm_deletion(actor, locked))
    if locked.state != ArchiveState.PROPOSED:
        raise Conflict("state", _("Nobody has proposed to delete it."))
    if not confirm:
        _drop_proposal(locked)
        return _saved(locked, actor, {"state": [ArchiveState.PROPOSED.value, locked.state]}, "")
    _may_go(locked)
    locked.state, locked.deleted_by_id = ArchiveState.DELETED, actor.person_id
    locked.deleted_on = day_of(locked.project.organisation)
    name = f"{FOLDER}/{locked.file_name}"
    # the file goes only once it is certain that the row says so
    transaction.on_commit(lambda: default_storage.delete(name))
    reason = locked.deletion_reason
    return _saved(locked, actor, {"state": [ArchiveState.PROPOSED.value, locked.state]}, reason)
