"""Skills: what people can do, how well, and who says so."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.leads import by_standing
from remit.people.models import Level, Organisation, Person, Skill, SkillLevel
from remit.people.operations.organisation import about_person, root_scope, space_of
from remit.people.policies import may_assess, may_edit_people

FIELDS = ("name", "area", "description", "is_retired")
_BATCH = 500
LONGEST = {"name": 80, "area": 60, "description": 300}


@dataclass(frozen=True, slots=True)
class Assessment:
    """How well a person can do something; `version` is that of the level which was seen, 0 where there was none.

    A `level` of None takes back what was said.
    """

    skill: Skill
    level: int | None
    version: int = 0


def _about(skill: Skill) -> About:
    path = root_scope(skill.organisation).path
    return About("skill", skill.key, skill.name, skill.organisation_id, path)


@operation("people.add_skill")
def add_skill(
    organisation: Organisation, *, name: str, actor: Actor, area: str = "", description: str = ""
) -> Skill:
    """Add something that people can do to the organisation's list."""
    require(may_edit_people(actor))
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    skill = Skill(organisation=locked, name=name.strip(), area=area.strip(), description=description.strip())
    _check(skill)
    skill.key = next_key(space_of(locked.pk), "K")
    skill.save(force_insert=True)
    record(actor, _about(skill), {"name": ["", skill.name], "area": ["", skill.area]})
    return skill


@operation("people.change_skill")
def change_skill(skill: Skill, *, version: int, actor: Actor, **changes: Any) -> Skill:
    """Change fields of `FIELDS`; a retired skill keeps its levels and is assessed no more."""
    require(may_edit_people(actor))
    if unknown := sorted(changes.keys() - set(FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    organisation = Organisation.objects.select_for_update().get(pk=skill.organisation_id)
    locked: Skill = Skill.objects.select_for_update().get(pk=skill.pk)
    before: dict[str, Any] = {name: _of(locked, name) for name in changes}
    if locked.version != version:
        current = {name: {"yours": value, "theirs": before[name]} for name, value in changes.items()}
        message = _("Somebody changed this skill meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": current})
    for name, value in changes.items():
        if name == "is_retired":
            locked.retired_on = (locked.retired_on or day_of(organisation)) if value else None
        else:
            setattr(locked, name, value.strip())
    _check(locked)
    locked.version += 1
    locked.save()
    record(actor, _about(locked), {name: [before[name], _of(locked, name)] for name in changes})
    return locked


def _of(skill: Skill, name: str) -> Any:
    return skill.retired_on is not None if name == "is_retired" else getattr(skill, name)


def _check(skill: Skill) -> None:
    if not skill.name:
        raise Invalid(_("Give a name."), field="name", code="required")
    for name, longest in LONGEST.items():
        count = len(getattr(skill, name))
        if count > longest:
            message = _("At most %(longest)d characters, these are %(count)d.")
            raise Invalid(message % {"longest": longest, "count": count}, field=name, code="long")
    same = Skill.objects.filter(organisation_id=skill.organisation_id, name__iexact=skill.name)
    if same.exclude(pk=skill.pk).exists():
        message = _("There is a skill of this name already: choose another.")
        raise Invalid(message, field="name", code="taken")


@operation("people.assess_skills")
def assess_skills(
    person: Person, assessments: Sequence[Assessment], *, actor: Actor, on: dt.date | None = None
) -> list[SkillLevel]:
    """Say how well somebody can do something: oneself, whoever stands above, or whoever keeps people's data.

    What is as it was is left alone. Raises `Conflict` where a level was changed since it was seen, and where
    nothing changes.
    """
    organisation = Organisation.objects.get(pk=person.organisation_id)
    require(by_standing(may_assess, actor, person))
    Person.objects.select_for_update().get(pk=person.pk)
    present = {each.skill_id: each for each in SkillLevel.objects.filter(person=person)}
    day = on or day_of(organisation)
    stated, gone, changes = _differing(person, assessments, present, actor, day)
    SkillLevel.objects.filter(pk__in=[each.pk for each in gone]).delete()
    for row in stated:
        row.save()
    if not changes:
        raise Conflict("nothing_to_do", _("Nothing is different from what was said before."))
    record(actor, about_person(person), changes)
    return stated


@operation("people.assess_many")
def assess_many(
    organisation: Organisation, wanted: Sequence[tuple[Person, Sequence[Assessment]]], *, actor: Actor
) -> dict[int, list[SkillLevel]]:
    """Say of many at once how well they can do something, by the rules of `assess_skills`; return levels by person.

    The number of queries does not grow with every person, so that a file of thousands is taken in within seconds.
    Whoever has nothing different is left alone.
    """
    for person, _assessments in wanted:
        person.organisation = organisation
        require(by_standing(may_assess, actor, person))
    ids = [person.pk for person, _assessments in wanted]
    present: dict[int, dict[int, SkillLevel]] = {}
    for start in range(0, len(ids), _BATCH):
        part = ids[start : start + _BATCH]
        list(Person.objects.select_for_update().filter(pk__in=part).values_list("pk"))
        for level in SkillLevel.objects.filter(person_id__in=part):
            present.setdefault(level.person_id, {})[level.skill_id] = level
    day, path = day_of(organisation), root_scope(organisation).path
    done: dict[int, list[SkillLevel]] = {}
    gone: list[SkillLevel] = []
    for person, assessments in wanted:
        stated, left, changes = _differing(person, assessments, present.get(person.pk, {}), actor, day)
        done[person.pk] = stated
        gone += left
        if changes:
            record(actor, About("person", person.key, person.name, organisation.pk, path), changes)
    _write_levels([row for rows in done.values() for row in rows], gone)
    return done


def _write_levels(stated: Sequence[SkillLevel], gone: Sequence[SkillLevel]) -> None:
    SkillLevel.objects.filter(pk__in=[each.pk for each in gone]).delete()
    SkillLevel.objects.bulk_create([row for row in stated if row.version == 1], batch_size=_BATCH)
    SkillLevel.objects.bulk_update(
        [row for row in stated if row.version > 1],
        ["level", "assessed_on", "assessed_by", "assessed_by_name", "version"],
        batch_size=100,
    )


def _differing(
    person: Person,
    assessments: Sequence[Assessment],
    present: Mapping[int, SkillLevel],
    actor: Actor,
    day: dt.date,
) -> tuple[list[SkillLevel], list[SkillLevel], dict[str, Any]]:
    """Return the levels to be written, those to be removed, and what the record says; what is the same is left out."""
    stated, gone, changes = [], [], {}
    for each in assessments:
        found = present.get(each.skill.pk)
        _check_assessment(person, each, found)
        before = found.level if found else None
        if each.level == before:
            continue
        changes[each.skill.name] = [
            "" if before is None else before,
            "" if each.level is None else each.level,
        ]
        if each.level is not None:
            stated.append(_assessed(person, each, found, actor, day))
        elif found is not None:
            gone.append(found)
    return stated, gone, changes


def _check_assessment(person: Person, each: Assessment, found: SkillLevel | None) -> None:
    if each.skill.organisation_id != person.organisation_id:
        raise Invalid(_("The skill belongs to another organisation."), field="skill", code="elsewhere")
    if each.level is not None and each.level not in Level.values:
        raise Invalid(_("Give a level from 0 to 5."), field="level", code="range")
    stands = found.version if found else 0
    if each.version != stands:
        theirs = "" if found is None else found.level
        message = _("Somebody assessed %(skill)s meanwhile: load the page again.") % {
            "skill": each.skill.name
        }
        current = {"fields": {"level": {"yours": each.level, "theirs": theirs}}, "version": stands}
        raise Conflict("stale", message, current=current)
    if each.skill.retired_on is not None and each.level != (found.level if found else None):
        message = _("%(skill)s is retired and is assessed no more.") % {"skill": each.skill.name}
        raise Invalid(message, field="skill", code="retired")


def _assessed(
    person: Person, each: Assessment, found: SkillLevel | None, actor: Actor, on: dt.date
) -> SkillLevel:
    """Return the row that a stated level becomes, not yet written."""
    row = found or SkillLevel(person=person, skill=each.skill, version=0)
    row.level, row.assessed_on = each.level or 0, on
    row.assessed_by_id, row.assessed_by_name = actor.person_id, actor.name[:200]
    row.version += 1
    return row
