"""Who may do what with meetings, actions and decisions. Pure functions."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import ALLOWED, Actor, Decision, refuse
from remit.meetings.models import Action, Meeting
from remit.projects.models import Project
from remit.projects.policies import READ_ONLY, closed
from remit.projects.stakeholder_policies import may_see_stakeholders


def may_keep_outcomes(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may plan meetings, give actions and log decisions."""
    if not actor.can("meeting.keep", project.scope.path):
        reason = _("You may read what was agreed here, but not write it.")
        return refuse(reason, _("the project manager or a project leader"))
    if project.phase in READ_ONLY:
        return closed()
    return ALLOWED


def may_record_outcome(actor: Actor, project: Project, meeting: Meeting | None = None) -> Decision:
    """Return whether the actor may give actions and log decisions, those agreed at `meeting` where one is named.

    Whoever writes the minutes of a meeting records what was agreed there, without any further right.
    """
    if meeting is not None and meeting.project_id == project.pk:
        return may_write_minutes(actor, meeting)
    return may_keep_outcomes(actor, project)


def may_change_action(actor: Actor, action: Action) -> Decision:
    """Return whether the actor may change an action: as whoever may have recorded it."""
    return may_record_outcome(actor, action.project, action.matter.meeting if action.matter else None)


def may_finish_action(actor: Actor, action: Action) -> Decision:
    """Return whether the actor may say that an action is done: its owner, and whoever gives actions here."""
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id == action.owner_id:
        return ALLOWED
    if may_keep_outcomes(actor, action.project):
        return ALLOWED
    return refuse(_("This is for its owner to say."), action.owner.name)


def may_write_minutes(actor: Actor, meeting: Meeting) -> Decision:
    """Return whether the actor may write and publish minutes: their taker, the chair, and who plans meetings here."""
    if meeting.project.phase in READ_ONLY:
        return closed()
    if not actor.token_may_write:
        return refuse(_("This token may only read."))
    if actor.person_id is not None and actor.person_id in {meeting.minute_taker_id, meeting.chair_id}:
        return ALLOWED
    if may_keep_outcomes(actor, meeting.project):
        return ALLOWED
    return refuse(_("This is for the minute-taker to write."), meeting.minute_taker.name)


def may_invite_stakeholders(actor: Actor, project: Project) -> Decision:
    """Return whether the actor may see and state which stakeholders are invited from outside."""
    return may_see_stakeholders(actor, project)
