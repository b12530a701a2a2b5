"""The charter of a project as it is read: on a page, on paper, beside the version before."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money
from remit.people.grids import day_of
from remit.people.models import Person
from remit.projects.charter_content import MONEY, PARTS, Difference, differences, milestone, missing
from remit.projects.formal_records import (
    COLOURS,
    TEMPLATE,
    Section,
    answered_for,
    numbered,
    signatures,
    signed_words,
    versions_of,
    waits_to_be_signed,
)
from remit.projects.models import Charter, Project, RecordState
from remit.projects.signing import signatory


@dataclass(frozen=True, slots=True)
class Shown:
    """One version of a charter as somebody may read it; `before` is the number that it is compared with."""

    charter: Charter
    facts: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
    versions: tuple[Charter, ...]
    before: int | None
    differences: tuple[Difference, ...]
    missing: tuple[tuple[str, str], ...]
    signer: Person | None

    @property
    def next_step(self) -> str:
        """Return in one line what comes next."""
        state = self.charter.state
        if state == RecordState.DRAFT:
            return self.missing[0][1] if self.missing else _("It is complete: hand it in to be signed.")
        if state == RecordState.WAITING:
            return waits_to_be_signed(self.signer)
        return ""

    @property
    def colour(self) -> str:
        """Return the colour of its state."""
        return COLOURS[RecordState(self.charter.state)]


def charters_of(project: Project) -> list[Charter]:
    """Return every version of a project's charter, the latest first: one query."""
    return versions_of(Charter, project)


def shown_charter(actor: Actor, project: Project, number: int | None = None) -> Shown | None:
    """Return a version of the charter (the latest where no number is named); None where there is none."""
    versions = charters_of(project)
    charter = numbered(versions, number)
    if charter is None:
        return None
    before = next((each for each in versions if each.number < charter.number), None)
    words = readable(actor, charter)
    compared = differences(readable(actor, before), words) if before else []
    return Shown(
        charter,
        tuple(facts_of(actor, charter)),
        tuple(Section.of(str(part.label), words[part.name]) for part in PARTS if part.name in words),
        tuple(versions),
        before.number if before else None,
        tuple(compared),
        tuple(missing(charter.content)) if charter.state == RecordState.DRAFT else (),
        signatory(project) if charter.is_open else None,
    )


def readable(actor: Actor, charter: Charter) -> dict[str, Any]:
    """Return what a charter states as people read it; sums only for whoever may see money."""
    currency = charter.project.organisation.currency
    sees = actor.can("cost.view", charter.project.scope.path)
    found: dict[str, Any] = {}
    for part in PARTS:
        value = charter.content.get(part.name)
        if part.name in MONEY:
            if sees:
                found[part.name] = money(value, currency)
        elif part.name == "milestones":
            found[part.name] = [_milestone(line) for line in value or ()]
        else:
            found[part.name] = value if value is not None else []
    return found


def _milestone(line: str) -> str:
    parsed = milestone(line)
    return line if parsed is None else f"{day_words(parsed[0])}: {parsed[1]}"


def facts_of(actor: Actor, charter: Charter) -> Iterable[tuple[str, str]]:
    """Yield who answers for the project, as it stood when the charter was signed, or as it stands while it is open."""
    project = charter.project
    held = answered_for(charter)
    yield _("Sponsor"), held.get("sponsor") or _("nobody")
    yield _("Project manager"), held.get("manager") or _("nobody")
    if held.get("manager"):
        yield _("Decides alone"), _reach(actor, project, held)
    if charter.written_by:
        yield _("Written by"), charter.written_by.name
    if words := signed_words(charter):
        yield _("Signed"), _("%(name)s, %(day)s") % words


def _reach(actor: Actor, project: Project, held: Mapping[str, Any]) -> str:
    days = held.get("manager_days")
    time = _("any delay") if days is None else ngettext("%(n)d day", "%(n)d days", days) % {"n": days}
    if not actor.can("cost.view", project.scope.path):
        return time
    minor = held.get("manager_money_minor")
    sum_words = _("any amount") if minor is None else money(minor, project.organisation.currency)
    return f"{sum_words}; {time}"


def charter_pdf(shown: Shown) -> bytes:
    """Return a charter on paper with its lines to sign on, in the language that is set."""
    charter = shown.charter
    project = charter.project
    version = _("Version %(number)d, %(state)s")
    words = version % {"number": charter.number, "state": charter.get_state_display()}
    data: dict[str, Any] = {
        "language": (get_language() or "en")[:2],
        "title": _("Charter: %(name)s") % {"name": project.name},
        "organisation": project.organisation.name,
        "heading": project.name,
        "subheading": f"{project.key} · {words}",
        "facts": [list(fact) for fact in shown.facts],
        "sections": [asdict(each) for each in shown.sections],
        "none": _("Nothing is stated."),
        "agreement": _("The sponsor agrees to this version; a change needs a new one and a new signature."),
        "signatures": signatures(charter),
        "footer": f"{project.key} · {words} · {day_words(day_of(project.organisation))}",
    }
    return pdf(TEMPLATE, data)
