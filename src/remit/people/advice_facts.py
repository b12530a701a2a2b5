"""What the advisor asks about an organisation: each fact with its kind, its bounds and the words of the question."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from remit.core.errors import FieldError, Invalid
from remit.people.models.organisation import StructureType

Value = int | bool | str
MOST = 100_000


class FactKind(StrEnum):
    """What an answer may be."""

    COUNT = "count"
    PERCENT = "percent"
    FLAG = "flag"
    CHOICE = "choice"


@dataclass(frozen=True, slots=True)
class Fact:
    """One question. `name` says what is counted, in a sentence that a figure follows; `help` how to count it."""

    code: str
    group: str
    name: Promise
    kind: FactKind = FactKind.COUNT
    help: Promise | str = ""
    most: int = MOST


GROUPS: dict[str, Promise] = {
    "size": _("People and structure"),
    "projects": _("Projects and programmes"),
    "products": _("Products"),
    "teams": _("Teams"),
    "clients": _("Clients and money"),
    "work": _("The work itself"),
}

FACTS = (
    Fact("people", "size", _("People in the organisation"), help=_("Those who are employed now.")),
    Fact("structure", "size", _("Who has the say over people's time"), FactKind.CHOICE),
    Fact("projects", "projects", _("Projects running at the same time")),
    Fact("project_team", "projects", _("People in the largest project team")),
    Fact("workstreams", "projects", _("Workstreams of the project that has the most")),
    Fact("projects_per_manager", "projects", _("Projects of the manager who runs the most")),
    Fact("related_projects", "projects", _("Projects that belong together")),
    Fact(
        "dependencies",
        "projects",
        _("Dependencies between those projects"),
        help=_("One waits for what another delivers."),
    ),
    Fact("shared_benefit", "projects", _("They bring one benefit together"), FactKind.FLAG),
    Fact("programmes", "projects", _("Programmes running")),
    Fact(
        "demand_percent",
        "projects",
        _("Work asked for, in percent of what people can do"),
        FactKind.PERCENT,
        help=_("100 means that demand and capacity meet."),
        most=10_000,
    ),
    Fact("contested", "projects", _("It is disputed which work gets the money"), FactKind.FLAG),
    Fact("products", "products", _("Products in use or in development")),
    Fact(
        "product_years", "products", _("Years that the longest-lived product is expected to live"), most=200
    ),
    Fact("releases_a_year", "products", _("Releases a year of the product that has the most")),
    Fact("teams", "teams", _("Standing teams"), help=_("Teams that stay when a project ends.")),
    Fact("team_people", "teams", _("People in the largest standing team")),
    Fact("scrum_teams", "teams", _("Scrum teams")),
    Fact("clients", "clients", _("Clients")),
    Fact(
        "client_income_percent",
        "clients",
        _("Income from client work, in percent"),
        FactKind.PERCENT,
        most=100,
    ),
    Fact(
        "combined_clients",
        "clients",
        _("Clients of the project manager who also keeps accounts"),
        help=_("Of the one who keeps the most; 0 where nobody does both."),
    ),
    Fact("combined_projects", "clients", _("Projects of that same person")),
    Fact("construction", "work", _("There is building work"), FactKind.FLAG),
    Fact("trades", "work", _("Trades on the largest site")),
    Fact("permit", "work", _("It takes a building permit"), FactKind.FLAG),
    Fact("enters_service", "work", _("Results go into regular service"), FactKind.FLAG),
    Fact("systems", "work", _("Systems that exchange data with one another")),
    Fact("requirements", "work", _("Requirements of the largest project")),
    Fact(
        "regulated",
        "work",
        _("The work is regulated"),
        FactKind.FLAG,
        help=_("Health, finance or safety, for example."),
    ),
)
BY_CODE = {fact.code: fact for fact in FACTS}


def value_in_words(code: str, value: Value | None) -> str:
    """Return an answer as people read it."""
    if value is None:
        return gettext("not answered")
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if BY_CODE[code].kind is FactKind.CHOICE:
        return str(dict(StructureType.choices).get(str(value), value))
    return f"{value} %" if BY_CODE[code].kind is FactKind.PERCENT else str(value)


def checked_facts(stated: dict[str, Any]) -> dict[str, Value]:
    """Return the facts that are answered; `Invalid` names each that is unknown, of the wrong kind or out of bounds."""
    wrong = []
    for code, value in stated.items():
        fact = BY_CODE.get(code)
        if fact is None:
            wrong.append(FieldError(code, gettext("There is no such question."), "unknown"))
        elif value is not None and (why := _wrong(fact, value)):
            wrong.append(FieldError(code, why, "value"))
    if wrong:
        raise Invalid(wrong[0].message, errors=wrong)
    return {fact.code: stated[fact.code] for fact in FACTS if stated.get(fact.code) is not None}


def _wrong(fact: Fact, value: Any) -> str:
    if fact.kind is FactKind.FLAG:
        return "" if isinstance(value, bool) else gettext("Answer with yes or no.")
    if fact.kind is FactKind.CHOICE:
        return "" if value in StructureType.values else gettext("Choose one of the answers.")
    if type(value) is not int or not 0 <= value <= fact.most:
        return gettext("Give a whole number from 0 to %(most)d.") % {"most": fact.most}
    return ""
