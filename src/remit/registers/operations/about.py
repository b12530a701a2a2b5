"""What operations on risks and issues have in common: how the record names them, their row locked, who is told."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.audit.recording import About
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.operations.parts import locked_seen
from remit.registers.models import Issue, Risk

RISK_GIVEN = gettext_lazy("Remit: you own a risk")
ISSUE_GIVEN = gettext_lazy("Remit: you own an issue")


def about(row: Risk | Issue) -> About:
    """Return how the record names a risk or an issue."""
    project = row.project
    kind, text = ("risk", row.event) if isinstance(row, Risk) else ("issue", row.title)
    label = f"{row.key} {text}"[:300]
    return About(kind, f"{project.key}/{row.key}", label, project.organisation_id, project.scope.path)


def page_of(row: Risk | Issue) -> str:
    """Return the whole address of the page of a risk or an issue, for mails."""
    name = "registers:risk" if isinstance(row, Risk) else "registers:issue"
    return settings.BASE_URL + reverse(name, args=[row.project.key, row.key])


def locked_risk(risk: Risk, version: int, yours: dict[str, Any]) -> Risk:
    """Return a risk, locked, as it stands; `Conflict` where the version that was seen is another."""
    return locked_seen(
        risk, version, yours, _("Somebody changed this risk meanwhile."), "owner__organisation"
    )


def locked_issue(issue: Issue, version: int, yours: dict[str, Any]) -> Issue:
    """Return an issue, locked, as it stands; `Conflict` where the version that was seen is another."""
    words = _("Somebody changed this issue meanwhile.")
    return locked_seen(issue, version, yours, words, "owner__organisation")


def tell_owner(row: Risk | Issue, by: str, by_person: int | None) -> None:
    """Tell somebody by mail that a risk or an issue is theirs, unless they did it themselves."""
    if row.owner_id == by_person:
        return
    context = {"row": row, "project": row.project, "url": page_of(row), "by": by}
    if isinstance(row, Risk):
        tell(row.owner, RISK_GIVEN, "registers/email/risk.txt", context)
    else:
        tell(row.owner, ISSUE_GIVEN, "registers/email/issue.txt", context)


def tell_about(person: Person, subject: Any, template: str, row: Risk | Issue, **more: Any) -> None:
    """Send a mail about a risk or an issue."""
    tell(person, subject, template, {"row": row, "project": row.project, "url": page_of(row)} | more)
