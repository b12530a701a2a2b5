"""What operations on change requests have in common: how the record names one, its row locked, who is told."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor
from remit.audit.recording import About
from remit.changes.models import ChangeRequest
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.operations.parts import locked_seen

GIVEN, WAITS, RATIFY, ANSWERED = "assess", "decide", "ratify", "answered"
SUBJECTS = {
    GIVEN: gettext_lazy("Remit: a change is yours to assess"),
    WAITS: gettext_lazy("Remit: a change waits for your decision"),
    RATIFY: gettext_lazy("Remit: a change was approved in an emergency and waits for you"),
    ANSWERED: gettext_lazy("Remit: a change you asked for was decided on"),
}


def about(change: ChangeRequest) -> About:
    """Return how the record names a change request."""
    project = change.project
    label = f"{change.key} {change.title}"[:300]
    return About("change", f"{project.key}/{change.key}", label, project.organisation_id, project.scope.path)


def locked_change(change: ChangeRequest, version: int, yours: dict[str, Any]) -> ChangeRequest:
    """Return a request, locked, as it stands; `Conflict` where the version that was seen is another."""
    words = _("Somebody changed this request meanwhile.")
    return locked_seen(change, version, yours, words, "owner__organisation")


def tell_of(person: Person | None, what: str, change: ChangeRequest, actor: Actor) -> None:
    """Tell somebody by mail that a request needs them or was answered, unless they did it themselves."""
    if person is None or person.pk == actor.person_id:
        return
    address = settings.BASE_URL + reverse("changes:change", args=[change.project.key, change.key])
    context = {
        "change": change,
        "project": change.project,
        "url": address,
        "by": actor.name,
        "what": what,
    }
    tell(person, SUBJECTS[what], "changes/email/change.txt", context)
