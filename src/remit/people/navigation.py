"""What this app puts into the menu."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from remit.accounts.permissions import Actor
from remit.core.registries import NavigationEntry, Text
from remit.people.models import Person
from remit.people.policies import may_see_growth, may_see_skills


def sees_whole(actor: Actor) -> bool:
    """Return whether the actor sees the whole organisation: by a role that is held at its root."""
    root = 2  # such as /1/
    grants = (grant for grant in actor.grants if grant.scope_path.count("/") == root)
    return any("organisation.view" in grant.capabilities for grant in grants)


ENTRIES = (
    NavigationEntry(_("My remit"), "home", "home", 10, lambda _actor: True, "h"),
    NavigationEntry(
        _("People"), "people:people", "people", 40, lambda actor: actor.person_id is not None, "e"
    ),
    NavigationEntry(_("Roles"), "people:roles", "role", 50, lambda actor: actor.person_id is not None, "r"),
    NavigationEntry(
        pgettext_lazy("of roles", "Assignments"),
        "people:assignments",
        "key",
        56,
        lambda actor: actor.person_id is not None,
        "t",
    ),
    NavigationEntry(
        _("Responsibilities"),
        "people:matrices",
        "columns",
        55,
        lambda actor: actor.can_anywhere("project.view") or actor.can_anywhere("organisation.view"),
        "a",
    ),
    NavigationEntry(
        _("Accountability map"),
        "people:map",
        "map",
        57,
        lambda actor: actor.can_anywhere("project.view") or actor.can_anywhere("organisation.view"),
        "m",
    ),
    NavigationEntry(
        _("Promises"),
        "people:commitments",
        "promise",
        58,
        lambda actor: actor.person_id is not None,
        "k",
    ),
    NavigationEntry(
        _("Decisions"), "people:decisions", "flag", 58, lambda actor: actor.person_id is not None, "d"
    ),
    NavigationEntry(
        _("Organisation"),
        "people:organisation",
        "organisation",
        60,
        lambda actor: actor.can_anywhere("organisation.view"),
        "o",
    ),
    NavigationEntry(
        _("Role advisor"),
        "people:advisor",
        "flag",
        62,
        sees_whole,
        "v",
    ),
    NavigationEntry(
        _("Glossary"), "people:glossary", "glossary", 95, lambda actor: actor.person_id is not None, "g"
    ),
    NavigationEntry(_("Help"), "help", "help", 90, lambda _actor: True),
)


@dataclass(frozen=True, slots=True)
class PageTab:
    """One of several pages about the same: `is_current` is the one that is shown."""

    label: Text
    url: str
    is_current: bool


_OF_PEOPLE = {
    "people": (_("People"), "people:people"),
    "skills": (_("Skills"), "people:skills"),
    "certificates": (_("Certificates"), "people:certificates"),
    "absences": (_("Absences"), "people:absences"),
}
_OF_PERSON = {
    "person": (_("Person"), "people:person"),
    "remit": (_("Remit"), "people:remit"),
    "growth": (_("Growth"), "people:growth"),
}
_OF_ROLES = {
    "roles": (_("Roles"), "people:roles"),
    "expectations": (_("Expectations"), "people:expectations"),
    "training": (_("Training"), "people:trainings"),
}
_OF_ORGANISATION = {
    "organisation": (_("Units"), "people:organisation"),
    "positions": (_("Positions"), "people:positions"),
    "chart": (_("Org chart"), "people:chart"),
    "structures": (_("To-be structures"), "people:structures"),
    "thresholds": (_("Thresholds"), "people:thresholds"),
}


_OF_ASSIGNMENTS = {
    "assignments": (pgettext_lazy("of roles", "Assignments"), "people:assignments"),
    "handovers": (_("Handovers"), "people:handovers"),
}


def assignment_tabs(current: str) -> list[PageTab]:
    """Return the pages about assignments, which everybody sees as far as they see assignments."""
    return _tabs(_OF_ASSIGNMENTS, current)


def people_tabs(actor: Actor, current: str) -> list[PageTab]:
    """Return the pages about people that the actor may see."""
    hidden = set() if may_see_skills(actor) else {"skills"}
    return _tabs({code: each for code, each in _OF_PEOPLE.items() if code not in hidden}, current)


def organisation_tabs(current: str) -> list[PageTab]:
    """Return the pages about the organisation; who sees one of them sees all."""
    return _tabs(_OF_ORGANISATION, current)


def person_tabs(actor: Actor, person: Person, current: str) -> list[PageTab]:
    """Return the pages about one person that the actor may see."""
    hidden = set() if may_see_growth(actor, person) else {"growth"}
    return [
        PageTab(label, reverse(name, args=[person.key]), code == current)
        for code, (label, name) in _OF_PERSON.items()
        if code not in hidden
    ]


def role_tabs(current: str) -> list[PageTab]:
    """Return the pages about roles in general."""
    return _tabs(_OF_ROLES, current)


def _tabs(pages: Mapping[str, tuple[Text, str]], current: str) -> list[PageTab]:
    return [PageTab(label, reverse(name), code == current) for code, (label, name) in pages.items()]
