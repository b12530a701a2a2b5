"""The firm itself: organisation, units, people, sign-ins."""

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any

from remit.accounts.permissions import Actor, system_actor
from remit.people.actors import actor_for
from remit.people.models import Organisation, Person, PoolEntry, Role, Scope, StructureType
from remit.people.operations.assignments import assign_role
from remit.people.operations.glossary import add_standard_terms
from remit.people.operations.growth import add_standard_expectations
from remit.people.operations.organisation import create_organisation, create_unit, root_scope
from remit.people.operations.people import add_person, change_person
from remit.people.operations.sign_ins import give_sign_in
from remit.people.operations.units import name_head
from remit.web.demo.sign_ins import SIGN_INS
from remit.web.demo.staff import OUTSIDE, STAFF, UNITS, Member
from remit.web.demo.time_kept import APPROVING_TIME, KEEPING_TIME
from remit.web.demo.undertakings import LIMITS, PROGRAMMES, UNDERTAKINGS

SEED = 20260105
STATUS_DATE = dt.date(2026, 6, 29)
FOUNDED = dt.date(2014, 4, 1)
FULL_WEEK = 2250
PART_WEEKS = {"Anjali Desai": 1350, "Orla Kennedy": 1800, "Hiroshi Sato": 1800}

# roles held for the whole firm
STANDING = (
    ("portfolio-manager", ("Seun Bakare",)),
    ("administrator", ("Adam Greaves",)),
    ("department-head", tuple(head for _unit, head, _rows in UNITS)),
    ("delivery-manager", ("Declan Byrne", "Leila Haddad", "Victor Lindqvist")),
    ("operations-manager", ("Patience Moyo",)),
    ("hr-partner", ("Simone Baptiste",)),
)


@dataclass(slots=True)
class Firm:
    """The organisation while it is being made: its people and its pool by name, its roles by code."""

    organisation: Organisation
    roles: dict[str, Role]
    people: dict[str, Person] = field(default_factory=dict)
    pool: dict[str, PoolEntry] = field(default_factory=dict)
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))  # noqa: S311 - same data every time
    _actors: dict[str, Actor] = field(default_factory=dict)

    @property
    def system(self) -> Actor:
        """Return the actor who sets the firm up, before anybody holds a role."""
        return system_actor("Remit", self.organisation.pk)

    def actor(self, name: str) -> Actor:
        """Return somebody as the actor that person's roles make of them now."""
        user = self.people[name].user
        if user is None:
            msg = f"{name} acts in the demo but has no sign-in."
            raise ValueError(msg)
        return actor_for(user)

    def assign(self, name: str, role: str, scope: Scope, since: dt.date, **more: Any) -> None:
        """Give somebody a role, with limits and a deputy where `more` states them; the system gives it."""
        assign_role(self.people[name], self.roles[role], scope, actor=self.system, from_date=since, **more)


def load_firm() -> Firm:
    """Make the organisation with its units, people, line managers, heads, sign-ins and standing roles."""
    organisation = create_organisation(
        "Northlight Works Ltd",
        actor=system_actor(),
        currency="GBP",
        country="GB",
        structure=StructureType.BALANCED_MATRIX,
        minutes_per_day=450,
        minutes_per_week=FULL_WEEK,
        fiscal_month=4,
        status_date=STATUS_DATE,
        is_demo=True,
    )
    add_standard_terms(organisation, actor=system_actor())
    add_standard_expectations(organisation, actor=system_actor())
    roles = {role.code: role for role in Role.objects.filter(organisation=organisation)}
    firm = Firm(organisation, roles)
    _add_people(firm)
    _connect(firm)
    _give_sign_ins(firm)
    root = root_scope(organisation)
    for role, names in STANDING:
        for name in names:
            firm.assign(name, role, root, dt.date(2025, 4, 1), **_limits(role))
    return firm


def _limits(role: str) -> dict[str, int]:
    if role not in LIMITS:
        return {}
    money, days = LIMITS[role]
    return {"money_limit_minor": money * 100, "days_limit": days}


def _add_people(firm: Firm) -> None:
    units = {
        name: create_unit(firm.organisation, name=name, actor=firm.system) for name, _head, _rows in UNITS
    }
    for member in STAFF:
        unit = units[member.unit]
        _add(firm, member, unit=unit, joined_on=_joined(firm, member))
    for member in OUTSIDE:
        _add(firm, member, is_external=True)
    for name, head, _rows in UNITS:
        name_head(units[name], firm.people[head], version=1, actor=firm.system)


def _add(firm: Firm, member: Member, **more: Any) -> None:
    firm.people[member.name] = add_person(
        firm.organisation,
        name=member.name,
        email=member.email,
        title=member.title,
        actor=firm.system,
        capacity_minutes_per_week=PART_WEEKS.get(member.name, FULL_WEEK),
        **more,
    )


def _joined(firm: Firm, member: Member) -> dt.date:
    """Return a first day at work: a Monday since the firm was founded, the director's the first of all."""
    if not member.manager:
        return FOUNDED
    day = FOUNDED + dt.timedelta(days=firm.chance.randrange(365, 3950))
    return day - dt.timedelta(days=day.weekday())


def _connect(firm: Firm) -> None:
    for member in STAFF:
        if member.manager:
            person = firm.people[member.name]
            firm.people[member.name] = change_person(
                person, version=person.version, actor=firm.system, line_manager=firm.people[member.manager]
            )


def _give_sign_ins(firm: Firm) -> None:
    """Personas get the demo's password; others who act in the demo get a sign-in that opens by reset only."""
    passwords = {each.name: each.password for each in SIGN_INS}
    acting = [each.manager for each in UNDERTAKINGS]
    acting += [each.sponsor for each in UNDERTAKINGS]
    acting += [each.leader for each in UNDERTAKINGS]
    acting += [name for _name, *leads in PROGRAMMES for name in leads]
    acting += [*KEEPING_TIME, *APPROVING_TIME]
    for name in dict.fromkeys([*passwords, *acting]):
        person = firm.people[name]
        firm.people[name] = give_sign_in(person, password=passwords.get(name), actor=firm.system)
