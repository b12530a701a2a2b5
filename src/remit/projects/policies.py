"""Who may do what with projects. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person, Scope
from remit.projects.models import FormalRecord, Phase, Project

READ_ONLY = frozenset({Phase.ARCHIVED, Phase.CLOSED})


def may_create_project(actor: Actor, parent: Scope) -> Decision:
    """Return whether the actor may start a project below `parent`."""
    if actor.can("project.create", parent.path):
        return ALLOWED
    return refuse(_("You may not start projects here."), _("the programme manager or the portfolio manager"))


def may_edit_project(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may change what a project states about itself."""
    if not actor.can("project.edit", project.scope.path):
        return refuse(_("Only the project manager changes the project."), _("the project manager"))
    if project.phase in READ_ONLY:
        return refuse(_("The project is closed: it can be read but not changed."))
    return ALLOWED


def may_change_phase(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may lead the project into another phase; a closed one can be archived."""
    if not actor.can("project.edit", project.scope.path):
        return refuse(_("Only the project manager changes the phase."), _("the project manager"))
    return ALLOWED


def may_create_anywhere(actor: Actor) -> Decision:
    """Return whether the actor may start a project anywhere at all."""
    if actor.can_anywhere("project.create"):
        return ALLOWED
    return refuse(_("You may not start projects."), _("the programme manager or the portfolio manager"))


def may_decide_record(actor: Actor, record: FormalRecord, decider: Person | None) -> Decision:
    """Return whether the actor is the one person who signs or decides on a formal record."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if decider is None:
        return refuse(_("Nobody holds the role that decides on this."), _("whoever gives roles above"))
    if actor.person_id is None or actor.person_id != decider.pk:
        return refuse(_("This waits for somebody else."), decider.name)
    if record.project.phase in READ_ONLY:
        return refuse(_("The project is closed: it can be read but not changed."))
    return ALLOWED
