"""Which skills a role takes: what two roles have in common, and what somebody lacks for one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from remit.people.models import Person, Role, RoleProfile, RoleSkill, Skill, SkillLevel

Levels = Mapping[int, int]
WHOLE = 100


def overlap(first: Levels, second: Levels) -> int | None:
    """Return how much of two profiles is in common, in percent: of each skill the lower level of the higher.

    100 where they are the same, 0 where they share nothing; None where one states nothing. Levels by skill; this is
    the weighted Jaccard index, sum of minima by sum of maxima.
    """
    if not any(first.values()) or not any(second.values()):
        return None
    skills = first.keys() | second.keys()
    shared = sum(min(first.get(each, 0), second.get(each, 0)) for each in skills)
    whole = sum(max(first.get(each, 0), second.get(each, 0)) for each in skills)
    return round(WHOLE * shared / whole)


def coverage(held: Levels, wanted: Levels) -> int | None:
    """Return how much of what is wanted is there, in percent; more than is wanted counts for nothing."""
    whole = sum(wanted.values())
    if not whole:
        return None
    return WHOLE * sum(min(held.get(each, 0), level) for each, level in wanted.items()) // whole


@dataclass(frozen=True, slots=True)
class Wanted:
    """A skill that a role takes at a level, and the level that somebody has."""

    skill: Skill
    level: int
    held: int

    @property
    def missing(self) -> int:
        """Return by how many levels it falls short."""
        return max(0, self.level - self.held)


@dataclass(frozen=True, slots=True)
class Gap:
    """What somebody has and lacks for a role, the largest gap first; `percent` of what is wanted is there."""

    role: Role
    lines: tuple[Wanted, ...]
    percent: int | None

    @property
    def lacking(self) -> tuple[Wanted, ...]:
        """Return the skills that fall short."""
        return tuple(each for each in self.lines if each.missing)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two roles and how much of their skills they share, in percent; None where one states none."""

    first: Role
    second: Role
    percent: int | None


@dataclass(frozen=True, slots=True)
class SkillsCompared:
    """The skills of several roles side by side, None where a role does not take one, and each pair's overlap."""

    roles: tuple[Role, ...]
    rows: tuple[tuple[Skill, tuple[int | None, ...]], ...]
    pairs: tuple[Pair, ...]


def profiles(role_ids: Sequence[int]) -> dict[int, dict[Skill, int]]:
    """Return the skills that roles take, by the role: one query. Retired skills are left out."""
    rows = RoleSkill.objects.filter(profile__role_id__in=role_ids, skill__retired_on=None)
    found: dict[int, dict[Skill, int]] = {}
    for each in rows.select_related("skill", "profile").order_by("skill__area", "skill__name"):
        found.setdefault(each.profile.role_id, {})[each.skill] = each.level
    return found


def _by_id(levels: Mapping[Skill, int]) -> dict[int, int]:
    return {skill.pk: level for skill, level in levels.items()}


def skills_compared(roles: Sequence[Role]) -> SkillsCompared | None:
    """Return the skills of roles side by side; None where none of them states any: one query."""
    found = profiles([role.pk for role in roles])
    if not found:
        return None
    skills = {skill.pk: skill for levels in found.values() for skill in levels}
    ordered = sorted(skills.values(), key=lambda skill: (skill.area, skill.name))
    held = {role.pk: _by_id(found.get(role.pk, {})) for role in roles}
    rows = tuple((skill, tuple(held[role.pk].get(skill.pk) for role in roles)) for skill in ordered)
    pairs = tuple(
        Pair(one, other, overlap(held[one.pk], held[other.pk])) for one, other in combinations(roles, 2)
    )
    return SkillsCompared(tuple(roles), rows, pairs)


def levels_held(person: Person) -> dict[int, int]:
    """Return somebody's levels by skill: one query."""
    return dict(SkillLevel.objects.filter(person=person).values_list("skill_id", "level"))


def gap_to(person: Person, role: Role) -> Gap:
    """Return what somebody has and lacks for a role: two queries."""
    held = levels_held(person)
    wanted = profiles([role.pk]).get(role.pk, {})
    lines = [Wanted(skill, level, held.get(skill.pk, 0)) for skill, level in wanted.items()]
    lines.sort(key=lambda each: (-each.missing, each.skill.area, each.skill.name))
    return Gap(role, tuple(lines), coverage(held, _by_id(wanted)))


def nearness(person: Person, roles: Sequence[Role]) -> list[tuple[Role, int]]:
    """Return the roles that state skills with how much of each somebody has, the nearest first: two queries."""
    held = levels_held(person)
    found = profiles([role.pk for role in roles])
    told: list[tuple[Role, int]] = []
    for role in roles:
        percent = coverage(held, _by_id(found.get(role.pk, {})))
        if percent is not None:
            told.append((role, percent))
    return sorted(told, key=lambda pair: (-pair[1], pair[0].name))


def profile_of(role: Role) -> RoleProfile | None:
    """Return what a role states of skills; None where nobody has stated any."""
    found: RoleProfile | None = RoleProfile.objects.filter(role=role).first()
    return found


def stated_levels(role: Role) -> dict[int, Any]:
    """Return the levels that a role states by skill, retired ones included: one query."""
    return dict(RoleSkill.objects.filter(profile__role=role).values_list("skill_id", "level"))
