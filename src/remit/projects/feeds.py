"""What calendar feeds show of projects: gates of those in which the actor has a role, and conditions left to them."""

import datetime as dt

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.icalendar import Event
from remit.projects.life_rules import OVER
from remit.projects.models import GateCondition, GateReview, GateState, Project


def gate_events(actor: Actor, first: dt.date, last: dt.date, most: int) -> list[Event]:
    """Return open and decided gates, and what the actor must still do after a conditional go: two queries."""
    seen = Project.objects.visible_to(actor).exclude(phase__in=OVER)
    held = seen.filter(scope__path__in={grant.scope_path for grant in actor.grants})
    reviews = (
        GateReview.objects.filter(project__in=held)
        .select_related("project")
        .filter(
            Q(state=GateState.OPEN, asked_at__date__range=(first, last))
            | Q(state=GateState.DECIDED, decided_on__range=(first, last))
        )
    )
    due = GateCondition.objects.filter(
        review__project__in=seen, owner_id=actor.person_id, met_on=None, due_on__range=(first, last)
    )
    conditions = due.select_related("review__project").order_by("due_on", "pk")[:most]
    return [
        *(_gate(each) for each in reviews.order_by("-asked_at", "-pk")[:most]),
        *(_condition(each) for each in conditions),
    ]


def _gate(row: GateReview) -> Event:
    day = row.decided_on or row.asked_at.date()
    words = row.get_answer_display() if row.decided_on else _("waits for a decision")
    return Event(
        uid=f"gate-{row.number}.{row.project.key}",
        summary=f"{row.name}: {words} ({row.project.key})",
        first=day,
        last=day,
        sequence=row.version,
        modified=row.asked_at if row.decided_on is None else None,
        told=f"{row.project.key} {row.project.name}",
        path=reverse("projects:gate", args=[row.project.key, row.number]),
        category=_("Gate"),
    )


def _condition(row: GateCondition) -> Event:
    project = row.review.project
    return Event(
        uid=f"gate-{row.review.number}-condition-{row.number}.{project.key}",
        summary=_("Due: %(what)s") % {"what": f"{row.text} ({project.key})"},
        first=row.due_on,
        last=row.due_on,
        sequence=row.version,
        told=f"{project.key} {project.name}\n{row.review.name}",
        path=reverse("projects:gate", args=[project.key, row.review.number]),
        category=_("Gate"),
    )
