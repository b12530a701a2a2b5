"""What operations on risks and issues have in common: how the record names them, their row locked, who is told."""

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.audit.recording import About
from remit.core.errors import stale
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.operations.parts import locked_part, worded
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
    locked = locked_part(risk, "owner__organisation")
    if locked.version != version:
        raise stale(_("Somebody changed this risk meanwhile."), yours, locked, worded)
    return locked


def locked_issue(issue: Issue, version: int, yours: dict[str, Any]) -> Issue:
    """Return an issue, locked, as it stands; `Conflict` where the version that was seen is another."""
    locked = locked_part(issue, "owner__organisation")
    if locked.version != version:
        raise stale(_("Somebody changed this issue meanwhile."), yours, locked, worded)
    return locked


def changes_of(before: dict[str, Any], row: Risk | Issue) -> dict[str, list[str]]:
    """Return what differs from `before` in a row, as the record keeps it."""
    now = {name: worded(getattr(row, name)) for name in before}
    return {name: [worded(was), now[name]] for name, was in before.items() if worded(was) != now[name]}


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
