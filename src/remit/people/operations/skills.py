"""Skills: what people can do, how well, and who says so."""

import datetime as dt
from collections.abc import Sequence
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
    changes: dict[str, Any] = {}
    kept = []
    for each in assessments:
        _check_assessment(person, each, present.get(each.skill.pk))
        found = present.get(each.skill.pk)
        if each.level == (found.level if found else None):
            continue
        changes[each.skill.name] = [
            "" if found is None else found.level,
            "" if each.level is None else each.level,
        ]
        saved = _assessed(person, each, found, actor, on or day_of(organisation))
        if saved is not None:
            kept.append(saved)
    if not changes:
        raise Conflict("nothing_to_do", _("Nothing is different from what was said before."))
    record(actor, about_person(person), changes)
    return kept


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
) -> SkillLevel | None:
    if each.level is None:
        if found is not None:
            found.delete()
        return None
    row = found or SkillLevel(person=person, skill=each.skill, version=0)
    row.level, row.assessed_on = each.level, on
    row.assessed_by_id, row.assessed_by_name = actor.person_id, actor.name[:200]
    row.version += 1
    row.save()
    return row
