"""What an import of people writes beside them, by the operations that pages use, and how it is taken back."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.errors import Conflict
from remit.interchange.compute.people_extras import Extras
from remit.people.models import Absence, AbsenceState, Organisation, Person, Position, Skill, SkillLevel
from remit.people.operations.absences import cancel_leave, request_leave
from remit.people.operations.positions import change_position
from remit.people.operations.skills import Assessment, assess_many, assess_skills


def write_skills(
    organisation: Organisation, people: Sequence[tuple[Person, Extras]], *, actor: Actor
) -> dict[int, list[list[Any]]]:
    """State the levels of everybody at once; return by person what takes them back: skill, version, level before."""
    wanted = [
        (person, [Assessment(skill, level, extras.seen[skill.pk]) for skill, level in extras.skills.items()])
        for person, extras in people
        if extras.skills
    ]
    if not wanted:
        return {}
    ids = {person.pk for person, _assessments in wanted}
    before = {
        (person_id, skill_id): level
        for person_id, skill_id, level in SkillLevel.objects.filter(
            person__organisation=organisation
        ).values_list("person_id", "skill_id", "level")
        if person_id in ids
    }
    done = assess_many(organisation, wanted, actor=actor)
    return {
        pk: [[each.skill_id, each.version, before.get((pk, each.skill_id))] for each in levels]
        for pk, levels in done.items()
    }


def write_extras(person: Person, extras: Extras, *, actor: Actor) -> dict[str, Any]:
    """Fill the position and note the leave of one person; return what takes it back."""
    done: dict[str, Any] = {}
    if extras.position is not None:
        place = Position.objects.get(pk=extras.position.pk)
        left = place.holder_id
        place = change_position(place, version=place.version, actor=actor, holder=person)
        done["position"] = [place.pk, place.version, left]
    done["leave"] = [
        request_leave(person, kind=each.kind, from_date=each.first, to_date=each.last, actor=actor).pk
        for each in extras.leave
    ]
    return done


def refuse_changed_extras(lines: Iterable[Mapping[str, Any]]) -> None:
    """Refuse to take back what somebody has built on since: a position, a level, leave that was changed."""
    names = [line["name"] for line in lines if _is_changed(line["person"], line.get("extras") or {})]
    if names:
        message = _("Changed since the import: %(names)s. Taking it back would lose that.")
        raise Conflict("edited_since", message % {"names": ", ".join(names[:5])})


def _is_changed(person_id: int, done: Mapping[str, Any]) -> bool:
    if "position" in done:
        pk, version, _left = done["position"]
        if not Position.objects.filter(pk=pk, version=version, holder_id=person_id).exists():
            return True
    for skill_id, version, _before in done.get("skills", ()):
        if not SkillLevel.objects.filter(person_id=person_id, skill_id=skill_id, version=version).exists():
            return True
    leave = done.get("leave", [])
    return Absence.objects.filter(pk__in=leave, version=1).count() != len(leave)


def undo_extras(person: Person, done: Mapping[str, Any], *, is_added: bool, actor: Actor) -> None:
    """Take back what an import wrote beside one person; of whoever it added nothing stays behind."""
    if "position" in done:
        pk, version, left = done["position"]
        holder = Person.objects.filter(pk=left, left_on=None).first() if left else None
        change_position(Position.objects.get(pk=pk), version=version, actor=actor, holder=holder)
    if done.get("skills"):
        skills = Skill.objects.in_bulk([skill_id for skill_id, _version, _before in done["skills"]])
        assessments = [
            Assessment(skills[skill_id], before, version) for skill_id, version, before in done["skills"]
        ]
        assess_skills(person, assessments, actor=actor)
    for absence in Absence.objects.filter(pk__in=done.get("leave", []), state=AbsenceState.APPROVED):
        cancel_leave(absence, version=absence.version, actor=actor)
        if is_added:
            absence.delete()
