"""What people can do: the matrix of people and skills, and the skills that hang on one person."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from remit.accounts.permissions import Actor
from remit.people.models import Level, Person, Skill, SkillLevel

# from this level on somebody can do it without others, so that work does not stop
ALONE = Level.ALONE
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Asked:
    """What of the matrix is asked for: words in name, title or unit; an area; a skill with its least level; a unit."""

    words: str = ""
    area: str = ""
    skill: str = ""
    level: int = 1
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Cover:
    """Who can do something alone, and who comes next: one name is a risk, none a gap."""

    skill: Skill
    able: tuple[Person, ...]
    following: tuple[tuple[Person, int], ...]

    @property
    def is_alone(self) -> bool:
        """Return whether the organisation hangs on one person here."""
        return len(self.able) == 1


@dataclass(frozen=True, slots=True)
class Row:
    """One person of the matrix with a level, or None, for each skill."""

    person: Person
    levels: tuple[SkillLevel | None, ...]


@dataclass(frozen=True, slots=True)
class SkillMatrix:
    """People by skills; `count` is how many people match, of whom at most `MOST_ROWS` are shown."""

    skills: tuple[Skill, ...]
    rows: tuple[Row, ...]
    count: int
    covers: Mapping[int, Cover]

    @property
    def heads(self) -> list[Cover]:
        """Return the cover of each column."""
        return [self.covers[skill.pk] for skill in self.skills]


def skills_of(actor: Actor) -> QuerySet[Skill]:
    """Return the skills of the actor's organisation that are assessed, by area and name."""
    if actor.organisation_id is None:
        return Skill.objects.none()
    return Skill.objects.filter(actor.within(), retired_on=None)


def covers(skills: Sequence[Skill]) -> dict[int, Cover]:
    """Return by skill who can do it alone and who comes next, of all who are here: one query."""
    able: defaultdict[int, list[Person]] = defaultdict(list)
    following: defaultdict[int, list[tuple[Person, int]]] = defaultdict(list)
    rows = SkillLevel.objects.filter(skill__in=skills, person__left_on=None, level__gte=1)
    for each in rows.select_related("person").order_by("-level", "person__name"):
        if each.level >= ALONE:
            able[each.skill_id].append(each.person)
        else:
            following[each.skill_id].append((each.person, each.level))
    return {skill.pk: Cover(skill, tuple(able[skill.pk]), tuple(following[skill.pk])) for skill in skills}


def hanging(actor: Actor) -> list[Cover]:
    """Return the skills that only one person can do alone, and those that nobody can: two queries."""
    skills = list(skills_of(actor))
    found = covers(skills)
    at_risk = [found[skill.pk] for skill in skills if len(found[skill.pk].able) < 2]  # noqa: PLR2004 - one or none
    return sorted(at_risk, key=lambda each: (not each.able, each.skill.name))


def skill_matrix(actor: Actor, asked: Asked) -> SkillMatrix:
    """Return the matrix as far as it is asked for: a constant number of queries."""
    skills = list(skills_of(actor))
    found = covers(skills)
    people: Any = Person.objects.visible_to(actor).filter(left_on=None).select_related("unit")
    for word in asked.words.casefold().split():
        people = people.filter(_holding(word))
    if asked.unit:
        people = people.filter(unit__key=asked.unit)
    if asked.skill:
        able = SkillLevel.objects.filter(skill__key=asked.skill, level__gte=asked.level)
        people = people.filter(pk__in=able.values("person"))
    count = people.count()
    shown = list(people.order_by("name", "pk")[:MOST_ROWS])
    columns = [skill for skill in skills if not asked.area or skill.area == asked.area]
    if asked.skill:
        columns = [skill for skill in columns if skill.key == asked.skill] or columns
    held = {
        (each.person_id, each.skill_id): each
        for each in SkillLevel.objects.filter(person__in=shown, skill__in=columns)
    }
    rows = tuple(Row(person, tuple(held.get((person.pk, skill.pk)) for skill in columns)) for person in shown)
    return SkillMatrix(tuple(columns), rows, count, found)


def _holding(word: str) -> Q:
    return Q(name__icontains=word) | Q(title__icontains=word) | Q(unit__name__icontains=word)


def levels_of(person: Person) -> list[SkillLevel]:
    """Return what is said of somebody's skills, the strongest first: one query."""
    rows = SkillLevel.objects.filter(person=person, level__gte=1).select_related("skill")
    return sorted(rows, key=lambda each: (-each.level, each.skill.name))
