"""Whose capacity is asked for: people by unit and skill, the pool, those of a project, and one's own."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q, QuerySet

from remit.accounts.permissions import Actor
from remit.people.models import Absence, AbsenceState, Organisation, Person, PoolEntry, PoolKind, Unit
from remit.people.skills import ALONE
from remit.projects.models import Project
from remit.resourcing.heads import with_those_below
from remit.resourcing.policies import may_see_all

MOST_PEOPLE, PAGE_ROWS = 200, 100


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose weeks are asked for: a unit with those below it, a skill with its least level, words in a name or title.

    With `of_pool` those of what is lent, else of people; with `given` what was given, not what is planned.
    Pages have `PAGE_ROWS` rows and count from 1; with `whole` there is one page of all.
    """

    unit: str = ""
    skill: str = ""
    words: str = ""
    level: int = ALONE
    of_pool: bool = False
    given: bool = False
    page: int = 1
    whole: bool = False

    @property
    def query(self) -> str:
        """Return the rest of an address that asks for the same."""
        stated = {
            "of": "pool" if self.of_pool else "",
            "unit": self.unit,
            "skill": self.skill,
            "q": self.words,
        }
        if self.given:
            stated["show"] = "given"
        if self.skill and self.level != ALONE:
            stated["level"] = str(self.level)
        return "".join(f"&{urlencode({name: value})}" for name, value in stated.items() if value)

    @property
    def rows(self) -> slice:
        """Return which of all rows the page shows."""
        return slice(None) if self.whole else slice((self.page - 1) * PAGE_ROWS, self.page * PAGE_ROWS)


def units_of(organisation: Organisation) -> list[Unit]:
    """Return the open units of an organisation by name: one query."""
    return list(Unit.objects.filter(organisation=organisation, closed_on=None).order_by("name"))


def below(units: Sequence[Unit], chosen: Sequence[int]) -> set[int]:
    """Return the chosen units and all that lie below them, by primary key."""
    return with_those_below(chosen, ((unit.pk, unit.parent_id) for unit in units))


def led_by(actor: Actor, units: Sequence[Unit]) -> Q:
    """Return the filter that keeps the actor's own people: of units that the actor heads, and the direct reports."""
    headed = below(units, [unit.pk for unit in units if unit.head_id == actor.person_id])
    return (Q(unit_id__in=headed) | Q(line_manager_id=actor.person_id)) & ~Q(pk=actor.person_id)


def leads_anybody(actor: Actor) -> bool:
    """Return whether the actor heads a unit or is somebody's line manager: one query."""
    if actor.person_id is None:
        return False
    leads = Q(heads_units__closed_on=None, heads_units__isnull=False) | Q(
        reports__left_on=None, reports__isnull=False
    )
    return bool(Person.objects.filter(leads, pk=actor.person_id).exists())


def seen_people(actor: Actor, units: Sequence[Unit], day: dt.date) -> QuerySet[Person]:
    """Return whose capacity the actor may see: everybody's by right, else one's own people's and one's own."""
    rows = Person.objects.filter(actor.within()).present(day)
    if may_see_all(actor):
        found: QuerySet[Person] = rows
        return found
    if actor.person_id is None:
        return Person.objects.none()
    return rows.filter(led_by(actor, units) | Q(pk=actor.person_id))


def chosen_people(
    actor: Actor, units: Sequence[Unit], asked: Asked, day: dt.date
) -> tuple[list[Person], int]:
    """Return a page of the people that are asked for, by name, and how many there are in all: two queries."""
    rows = seen_people(actor, units, day)
    if asked.unit:
        rows = rows.filter(unit_id__in=below(units, [unit.pk for unit in units if unit.key == asked.unit]))
    if asked.skill:
        rows = rows.filter(skill_levels__skill__key=asked.skill, skill_levels__level__gte=asked.level)
    if asked.words:
        rows = rows.filter(Q(name__icontains=asked.words) | Q(title__icontains=asked.words))
    return list(rows.select_related("unit").order_by("name", "pk")[asked.rows]), rows.count()


def chosen_entries(actor: Actor, units: Sequence[Unit], asked: Asked) -> tuple[list[PoolEntry], int]:
    """Return a page of what is lent and asked for, by name, and how many there are in all: two queries."""
    rows = lent(actor)
    if asked.unit:
        rows = rows.filter(unit_id__in=below(units, [unit.pk for unit in units if unit.key == asked.unit]))
    if asked.words:
        rows = rows.filter(name__icontains=asked.words)
    return list(rows.select_related("unit").order_by("name", "pk")[asked.rows]), rows.count()


def lent(actor: Actor) -> "QuerySet[PoolEntry]":
    """Return what the pool lends and the actor may see."""
    rows: QuerySet[PoolEntry] = PoolEntry.objects.visible_to(actor).filter(closed_on=None)
    return rows.exclude(kind=PoolKind.MATERIAL)


def people_of_project(project: Project, day: dt.date) -> list[Person]:
    """Return the people who stand as resources in the plan of a project, by name: one query."""
    rows = Person.objects.filter(resources__project=project).present(day)
    return list(rows.select_related("unit").distinct().order_by("name", "pk")[:MOST_PEOPLE])


def pool_of_project(project: Project) -> list[PoolEntry]:
    """Return what of the pool stands as a resource in the plan of a project and is lent, by name: one query."""
    rows = PoolEntry.objects.filter(resources__project=project).exclude(kind=PoolKind.MATERIAL)
    return list(rows.select_related("unit").distinct().order_by("name", "pk")[:MOST_PEOPLE])


def agreed_absences(people: Sequence[Person], first: dt.date, last: dt.date) -> list[Absence]:
    """Return the agreed absences of people that touch the days from `first` to `last`: one query."""
    rows = Absence.objects.filter(
        person__in=[each.pk for each in people],
        state=AbsenceState.APPROVED,
        from_date__lte=last,
        to_date__gte=first,
    )
    return list(rows)


def named_plan_rows(actor: Actor, project_ids: Sequence[int]) -> dict[int, dict[str, Any]]:
    """Return key, name and what the actor may do at those of the projects whose plan the actor may see: one query."""
    rows = Project.objects.filter(actor.reach("plan.view", "scope__path"), pk__in=project_ids)
    return {
        pk: {"key": key, "name": name, "may_edit": actor.can("plan.edit", path)}
        for pk, key, name, path in rows.values_list("pk", "key", "name", "scope__path")
    }
