"""The charter of one assignment: what its holder answers for and decides, how far, and by which version."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.paper import pdf
from remit.core.templatetags.remit import day as day_words
from remit.core.templatetags.remit import money
from remit.people.decision_limits import days_limit, money_limit
from remit.people.grids import ORDER, day_of
from remit.people.letters import letters_at
from remit.people.models import Assignment, Letter, Role, Scope
from remit.people.role_content import area_words, in_order
from remit.people.threshold_queries import reach_of
from remit.people.thresholds import Reach

TEMPLATE = Path(__file__).with_name("paper") / "charter.typ"


@dataclass(frozen=True, slots=True)
class Limit:
    """How far somebody decides: an amount in minor units or working days, None without bound; stated or by the role."""

    value: int | None
    is_stated: bool
    words: str


@dataclass(frozen=True, slots=True)
class Duty:
    """A responsibility of the matrix in force, with the letters that the assignment has there."""

    key: str
    text: str
    letters: str


@dataclass(frozen=True, slots=True)
class Charter:
    """What an assignment says, in full; `version` counts changes of the role and of the assignment."""

    assignment: Assignment
    day: dt.date
    money: Limit
    days: Limit
    duties: tuple[Duty, ...]
    responsibilities: tuple[tuple[str, tuple[str, ...]], ...]
    decisions: tuple[str, ...]
    exclusions: tuple[tuple[str, str], ...]

    @property
    def version(self) -> str:
        """Return the version that stands on the paper: of the role, then of the assignment."""
        return f"{self.assignment.role.version}.{self.assignment.version}"

    @property
    def is_read(self) -> bool:
        """Return whether its holder has read the role as it stands now."""
        return self.assignment.acknowledged_version == self.assignment.role.version


def charter_of(actor: Actor, assignment: Assignment) -> Charter:
    """Return the charter of an assignment that the actor may see: at most five queries."""
    role, organisation = assignment.role, assignment.scope.organisation
    day = day_of(organisation)
    names = dict(Role.objects.filter(organisation=organisation).values_list("code", "name"))
    reach = reach_of(organisation)
    by_area: dict[str, list[str]] = {}
    for line in in_order(role.responsibilities):
        by_area.setdefault(line["area"], []).append(line["text"])
    return Charter(
        assignment,
        day,
        _money(assignment, reach),
        _days(assignment, reach),
        tuple(_duties(actor, assignment, day)),
        tuple((area_words(area) or _("Without an area"), tuple(lines)) for area, lines in by_area.items()),
        tuple(role.decisions),
        tuple((each["text"], names.get(each["role"], "")) for each in role.exclusions),
    )


def _money(assignment: Assignment, reach: Reach) -> Limit:
    value = money_limit(assignment, reach)
    words = _("any amount") if value is None else money(value, assignment.scope.organisation.currency)
    return Limit(value, assignment.money_limit_minor is not None, words)


def _days(assignment: Assignment, reach: Reach) -> Limit:
    value = days_limit(assignment, reach)
    words = _("any delay") if value is None else ngettext("%(n)d day", "%(n)d days", value) % {"n": value}
    return Limit(value, assignment.days_limit is not None, words)


def _duties(actor: Actor, assignment: Assignment, day: dt.date) -> Iterable[Duty]:
    """Return the rows in force at the scope in which the assignment has a letter, the own answers first."""
    seen = list(Scope.objects.answering_to(actor).filter(pk=assignment.scope_id))
    own = Q(party__role_id=assignment.role_id) | Q(party__assignment_id=assignment.pk)
    found: dict[str, Duty] = {}
    for each in letters_at(seen, day, own | Q(letter=Letter.ACCOUNTABLE), [assignment.role_id]):
        if assignment.pk in each.holders:
            before = found.get(each.row.key)
            letters = (before.letters if before else "") + each.row.letter
            found[each.row.key] = Duty(each.row.key, each.row.text, "".join(sorted(letters, key=ORDER.index)))
    return sorted(found.values(), key=lambda duty: ORDER.index(duty.letters[0]))


def charter_pdf(charter: Charter) -> bytes:
    """Return a charter on paper, in the language that is set."""
    return pdf(TEMPLATE, _on_paper(charter))


def _on_paper(charter: Charter) -> dict[str, Any]:
    held, role = charter.assignment, charter.assignment.role
    names = {"role": role.name, "scope": held.scope.name}
    version = _("Version %(number)s") % {"number": charter.version}
    return {
        "language": (get_language() or "en")[:2],
        "title": _("Charter: %(role)s, %(scope)s") % names,
        "organisation": held.scope.organisation.name,
        "heading": role.name,
        "person": held.person.name,
        "purpose": role.purpose,
        "facts": [list(fact) for fact in facts_of(charter)],
        "sections": [*_sections(charter)],
        "agreement": _("Both have read this version and agree to it."),
        "signatures": [
            _("%(name)s, day") % {"name": held.person.name},
            _("For %(organisation)s: name, day") % {"organisation": held.scope.organisation.name},
        ],
        "footer": f"{held.key} · {version} · {day_words(charter.day)}",
    }


def facts_of(charter: Charter) -> Sequence[tuple[str, str]]:
    """Return what stands at the head of a charter: labels and words."""
    held = charter.assignment
    until = day_words(held.to_date) if held.to_date else _("open")
    read = (
        _("version %(number)d on %(day)s")
        % {"number": held.acknowledged_version or 0, "day": day_words(held.acknowledged_at)}
        if held.acknowledged_at
        else _("not yet")
    )
    return (
        (_("Holds at"), f"{held.scope.key} {held.scope.name} ({held.scope.get_kind_display()})"),
        (_("From, until"), f"{day_words(held.from_date)} – {until}"),
        (_("Share of working time"), f"{held.allocation_percent} %"),
        (_("Decides up to"), f"{limit_words(charter.money)}; {limit_words(charter.days)}"),
        (_("Deputy"), held.deputy.name if held.deputy else _("nobody")),
        (_("Authority"), _("%(level)d of 5") % {"level": held.role.authority}),
        (_("Version"), charter.version),
        (_("Acknowledged"), read),
    )


def limit_words(limit: Limit) -> str:
    """Return a limit with where it comes from."""
    return limit.words if limit.is_stated else _("%(limit)s by the role's authority") % {"limit": limit.words}


LETTER_WORDS: Mapping[str, Any] = dict(Letter.choices)


def _sections(charter: Charter) -> Iterable[dict[str, Any]]:
    nothing = _("Nothing is stated.")
    letters = [[duty.letters, duty.text] for duty in charter.duties]
    key = ", ".join(f"{letter} {LETTER_WORDS[letter]}" for letter in ORDER)
    marked = _section(_("Letters in the matrix in force"), [(key, letters)], _("None."))
    yield marked | {"is_marked": True}
    yield _section(_("Responsibilities"), charter.responsibilities, nothing)
    yield _section(_("Decides"), [("", charter.decisions)], nothing)
    told = [f"{text}: {name}" if name else text for text, name in charter.exclusions]
    yield _section(_("Does not answer for"), [("", told)], nothing)


def _section(title: str, groups: Iterable[tuple[str, Sequence[Any]]], none: str) -> dict[str, Any]:
    lines = [{"head": head, "items": list(items)} for head, items in groups if items]
    return {"title": title, "none": none, "lines": lines, "is_marked": False}
