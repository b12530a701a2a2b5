"""The matter of a meeting from which an action or a decision is recorded."""

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.core.errors import Conflict, Invalid
from remit.meetings.models import AgendaItem, MinutesState
from remit.meetings.policies import may_record_outcome
from remit.projects.models import Project
from remit.projects.operations.parts import locked_part


def check_recording(actor: Actor, project: Project, matter: AgendaItem | None) -> None:
    """Require that the actor may record an outcome, and refuse a matter whose minutes nobody writes.

    The meeting is locked, so that its minutes are not published while something is recorded: they state all of it.
    """
    if matter is None:
        require(may_record_outcome(actor, project))
        return
    meeting = locked_part(matter.meeting)
    require(may_record_outcome(actor, project, meeting))
    if meeting.project_id != project.pk:
        raise Invalid(_("That meeting is of another project."), field="meeting", code="unknown")
    if not meeting.minutes.filter(state=MinutesState.DRAFT).exists():
        message = _(
            "Nobody writes the minutes of %(key)s now: begin them, or a correction, on its page first."
        )
        raise Conflict("no_draft", message % {"key": meeting.key})
