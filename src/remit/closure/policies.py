"""Who may do what at the end of a project. Pure functions."""

from collections.abc import Collection

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.closure.models import Archive
from remit.closure.registries import RIGHTS, Kept
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY


def may_read_checklist(actor: Actor) -> Decision:
    """Return whether the actor may read the list by which projects are closed: whoever sees one, or edits it."""
    if actor.can_anywhere("project.view") or actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You hold no role here."), _("whoever holds a role here"))


def may_edit_checklist(actor: Actor) -> Decision:
    """Return whether the actor may edit the list by which projects are closed: whoever may edit roles."""
    if actor.can_anywhere("role.edit"):
        return ALLOWED
    return refuse(_("You may not edit the list."), _("the administrator"))


def may_make_archive(actor: Actor, project: Project, holds: Collection[str] = ()) -> Decision:
    """Return whether the actor may make an archive of the project that holds these things not for everybody."""
    path = project.scope.path
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if not (actor.can("project.archive", path) and actor.can("plan.view", path)):
        return refuse(_("You may not make archives of this project."), _("the project manager"))
    if project.phase not in READ_ONLY:
        return refuse(_("A project is archived once it is closed: until then it changes."))
    return _may_see(actor, path, holds)


def _may_see(actor: Actor, path: str, holds: Collection[str]) -> Decision:
    lacking = [str(Kept(each).label) for each in holds if not actor.can(RIGHTS[Kept(each)], path)]
    if lacking:
        words = _("It holds what you may not see: %(names)s.") % {"names": ", ".join(lacking)}
        return refuse(words, _("the project manager or the sponsor"))
    return ALLOWED


def may_read_archive(actor: Actor, archive: Archive) -> Decision:
    """Return whether the actor may have the file: whoever may see all that it holds."""
    path = archive.project.scope.path
    if not (actor.can("project.view", path) and actor.can("plan.view", path)):
        return refuse(
            _("You keep this archive and may not read it."), _("whoever may see the project and its plan")
        )
    return _may_see(actor, path, archive.holds)


def may_keep_archive(actor: Actor, archive: Archive) -> Decision:
    """Return whether the actor may put an archive on hold, lift that, and propose to delete it."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.can("archive.keep", archive.project.scope.path):
        return ALLOWED
    return refuse(_("You do not keep archives."), _("an administrator"))


def may_confirm_deletion(actor: Actor, archive: Archive) -> Decision:
    """Return whether the actor is a second person who may have an archive deleted that the first has proposed."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    path = archive.project.scope.path
    if not (actor.can("archive.keep", path) or actor.can("project.archive", path)):
        return refuse(_("You do not keep archives."), _("an administrator or the portfolio manager"))
    if actor.person_id is None or actor.person_id == archive.proposed_by_id:
        return refuse(_("A second person confirms it, not the one who proposed it."), _("somebody else"))
    return ALLOWED


def may_see_archives(actor: Actor) -> Decision:
    """Return whether the actor may see archives at all."""
    if actor.can_anywhere("project.view") or actor.can_anywhere("archive.keep"):
        return ALLOWED
    return refuse(_("None of your roles sees archives."), _("whoever gives you a role"))
