"""Who may do what with timesheets. Pure functions.

Hours are entered by whoever worked them and approved by one other person; no right takes the place of either.
"""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.people.models import Person
from remit.projects.models import Project
from remit.timesheets.models import Timesheet


def may_keep_time(actor: Actor, person: Person) -> Decision:
    """Return whether the actor may enter hours of a person and hand them in: their own alone."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == person.pk:
        return ALLOWED
    return refuse(_("Hours are entered by whoever worked them."), person.name)


def may_approve(actor: Actor, sheet: Timesheet) -> Decision:
    """Return whether the actor may approve a timesheet or send it back: its approver, never its owner."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    who = sheet.approver.name if sheet.approver is not None else str(_("whoever stands above its owner"))
    if actor.person_id is not None and actor.person_id == sheet.person_id:
        return refuse(_("Nobody approves their own hours."), who)
    if actor.person_id is not None and actor.person_id == sheet.approver_id:
        return ALLOWED
    return refuse(_("This waits for somebody else."), who)


def may_see_project_time(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may read who worked how long on a project: whoever manages it or its plan."""
    path = project.scope.path
    if actor.can("project.edit", path) or actor.can("plan.edit", path):
        return ALLOWED
    return refuse(_("The hours of a project are for whoever manages it."), _("the project manager"))
