from typing import Any

from django.db import models
from django.db.models import Q

from remit.accounts.permissions import Actor

UNSEEN = "open"
"""What its owner has not handed in is nobody else's to read."""


class TimesheetQuerySet(models.QuerySet[Any]):
    """Reads of timesheets."""

    def visible_to(self, actor: Actor) -> "TimesheetQuerySet":
        """Return the actor's own, and once handed in those that the actor approves, of direct reports, or keeps."""
        rows: TimesheetQuerySet = self.filter(actor.within())
        if actor.is_system:
            return rows
        if actor.person_id is None:
            return rows.none()
        handed_in = ~Q(state=UNSEEN)
        if actor.can_anywhere("people.edit"):
            return rows.filter(Q(person_id=actor.person_id) | handed_in)
        led = Q(approver_id=actor.person_id) | Q(person__line_manager_id=actor.person_id)
        return rows.filter(Q(person_id=actor.person_id) | (led & handed_in))
