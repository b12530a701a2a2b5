"""What is expected, how it is met, and what somebody does to grow; the record says that, and not how well."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.keys import next_key
from remit.people.grids import day_of
from remit.people.models import (
    ExpectationReview,
    ExpectationTemplate,
    GrowthAction,
    Level,
    Met,
    Organisation,
    Person,
    ReviewSide,
    Role,
    RoleProfile,
    RoleSkill,
    Seniority,
    Skill,
)
from remit.people.operations.organisation import about_person, root_scope, space_of
from remit.people.policies import may_edit_roles, may_grow
from remit.people.standard_expectations import STANDARD

LONGEST_NAME = 120
LONGEST_LINE = 300
LONGEST_NOTE = 4000
MOST_ITEMS = 30
TEMPLATE_FIELDS = ("name", "items", "is_retired")


def _line(value: str, field: str, longest: int, *, needed: bool = True) -> str:
    clean = value.strip() if longest == LONGEST_NOTE else " ".join(value.split())
    if needed and not clean:
        raise Invalid(_("This must not be empty."), field=field, code="required")
    if len(clean) > longest:
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % {"longest": longest, "count": len(clean)}, field=field, code="long")
    return clean


def _items(items: Sequence[str]) -> list[str]:
    lines = [_line(each, "items", LONGEST_LINE) for each in items]
    if not lines:
        raise Invalid(_("State at least one expectation."), field="items", code="required")
    if len(lines) > MOST_ITEMS:
        raise Invalid(_("At most %(most)d lines.") % {"most": MOST_ITEMS}, field="items", code="many")
    plain = [each.casefold() for each in lines]
    twice = next((each for each in lines if plain.count(each.casefold()) > 1), None)
    if twice is not None:
        message = _("'%(line)s' stands there twice.") % {"line": twice[:80]}
        raise Invalid(message, field="items", code="twice")
    return lines


def _about_template(template: ExpectationTemplate) -> About:
    path = root_scope(template.organisation).path
    return About("expectation", template.key, template.name, template.organisation_id, path)


def _check_free(template: ExpectationTemplate) -> None:
    same = ExpectationTemplate.objects.filter(
        role_id=template.role_id, seniority=template.seniority, retired_on=None
    )
    if template.retired_on is None and same.exclude(pk=template.pk).exists():
        message = _("There are expectations of this role and seniority already: change those.")
        raise Invalid(message, field="seniority", code="taken")


def _made(
    organisation: Organisation, role: Role, seniority: str, name: str, items: Sequence[str]
) -> ExpectationTemplate:
    made = ExpectationTemplate(
        organisation=organisation,
        role=role,
        seniority=seniority,
        name=_line(name, "name", LONGEST_NAME),
        items=_items(items),
    )
    _check_free(made)
    made.key = next_key(space_of(organisation.pk), "EX")
    made.save(force_insert=True)
    return made


@operation("people.add_expectations")
def add_expectations(
    organisation: Organisation,
    *,
    role: Role,
    name: str,
    items: Sequence[str],
    actor: Actor,
    seniority: str = Seniority.ANY,
) -> ExpectationTemplate:
    """State what is expected of whoever holds a role; of a role and a seniority once."""
    require(may_edit_roles(actor))
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if role.organisation_id != locked.pk:
        raise Invalid(_("The role belongs to another organisation."), field="role", code="elsewhere")
    if seniority not in Seniority.values:
        raise Invalid(_("There is no such seniority."), field="seniority", code="unknown")
    made = _made(locked, role, seniority, name, items)
    record(actor, _about_template(made), {"name": ["", made.name], "items": ["", "\n".join(made.items)]})
    return made


@operation("people.add_standard_expectations")
def add_standard_expectations(organisation: Organisation, *, actor: Actor) -> int:
    """Add the expectations that Remit brings along where none stand; return how many templates were added."""
    require(may_edit_roles(actor))
    locked = Organisation.objects.select_for_update().get(pk=organisation.pk)
    there = set(
        ExpectationTemplate.objects.filter(organisation=locked).values_list("role__code", "seniority")
    )
    roles = {role.code: role for role in Role.objects.filter(organisation=locked)}
    new = [each for each in STANDARD if (each.role, each.seniority) not in there and each.role in roles]
    if not new:
        raise Conflict("complete", _("All standard expectations are there already."))
    made = [_made(locked, roles[each.role], each.seniority, each.name, each.items) for each in new]
    about = About("expectation", "standard", _("Standard expectations"), locked.pk, root_scope(locked).path)
    record(actor, about, {"name": ["", ", ".join(each.name for each in made)]})
    return len(made)


@operation("people.change_expectations")
def change_expectations(
    template: ExpectationTemplate, *, version: int, actor: Actor, **changes: Any
) -> ExpectationTemplate:
    """Change fields of `TEMPLATE_FIELDS`; reviews that were begun keep the texts that they began with."""
    require(may_edit_roles(actor))
    if unknown := sorted(changes.keys() - set(TEMPLATE_FIELDS)):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    Organisation.objects.select_for_update().get(pk=template.organisation_id)
    locked: ExpectationTemplate = ExpectationTemplate.objects.select_related("organisation").get(
        pk=template.pk
    )
    before = {name: _told(locked, name) for name in changes}
    if locked.version != version:
        current = {
            name: {"yours": _shown(name, value), "theirs": before[name]} for name, value in changes.items()
        }
        message = _("Somebody changed these expectations meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": current})
    if "name" in changes:
        locked.name = _line(changes["name"], "name", LONGEST_NAME)
    if "items" in changes:
        locked.items = _items(changes["items"])
    if "is_retired" in changes:
        today = day_of(locked.organisation)
        locked.retired_on = (locked.retired_on or today) if changes["is_retired"] else None
    _check_free(locked)
    locked.version += 1
    locked.save()
    record(actor, _about_template(locked), {name: [before[name], _told(locked, name)] for name in changes})
    return locked


def _told(template: ExpectationTemplate, name: str) -> Any:
    if name == "is_retired":
        return template.retired_on is not None
    return _shown(name, getattr(template, name))


def _shown(name: str, value: Any) -> Any:
    return "\n".join(value) if name == "items" else value


@operation("people.set_role_skills")
def set_role_skills(role: Role, levels: Mapping[Skill, int], *, version: int, actor: Actor) -> RoleProfile:
    """State which skills a role takes and how well, all at once; `version` is 0 where nobody has stated any.

    Whoever holds the role need not read it again. A level of 0 takes a skill away.
    """
    require(may_edit_roles(actor))
    Role.objects.select_for_update().get(pk=role.pk)
    profile = RoleProfile.objects.filter(role=role).first() or RoleProfile(role=role, version=0)
    present = (
        {each.skill: each.level for each in profile.skills.select_related("skill")} if profile.pk else {}
    )
    wanted = {skill: level for skill, level in levels.items() if level}
    if profile.version != version:
        changed = {*present, *wanted}
        fields = {
            skill.key: {"yours": wanted.get(skill, 0), "theirs": present.get(skill, 0)} for skill in changed
        }
        message = _("Somebody stated the skills of this role meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields, "version": profile.version})
    for skill, level in wanted.items():
        if skill.organisation_id != role.organisation_id:
            raise Invalid(_("The skill belongs to another organisation."), field="skills", code="elsewhere")
        if level not in Level.values:
            raise Invalid(_("Give a level from 0 to 5."), field="skills", code="range")
    if wanted == present:
        raise Conflict("nothing_to_do", _("Nothing is different from what was said before."))
    profile.version += 1
    profile.save()
    profile.skills.all().delete()
    RoleSkill.objects.bulk_create(
        RoleSkill(profile=profile, skill=skill, level=level) for skill, level in wanted.items()
    )
    about = About("role", role.code, role.name, role.organisation_id, root_scope(role.organisation).path)
    changes = {
        skill.name: [present.get(skill, ""), wanted.get(skill, "")]
        for skill in {*present, *wanted}
        if present.get(skill) != wanted.get(skill)
    }
    record(actor, about, changes)
    return profile


@operation("people.begin_review")
def begin_review(person: Person, template: ExpectationTemplate, *, actor: Actor) -> ExpectationReview:
    """Begin to look at how somebody meets what is expected: by themselves or by their line manager."""
    require(may_grow(actor, person))
    if template.organisation_id != person.organisation_id:
        raise Invalid(_("The template belongs to another organisation."), field="template", code="elsewhere")
    if template.retired_on is not None:
        raise Invalid(_("These expectations are retired."), field="template", code="retired")
    locked: Person = Person.objects.select_for_update().get(pk=person.pk)
    if ReviewSide.objects.filter(review__person=locked, review__template=template, done_on=None).exists():
        raise Conflict("open", _("A review by these expectations is open already: finish that first."))
    made = ExpectationReview.objects.create(
        person=locked,
        key=next_key(space_of(person.organisation_id), "RV"),
        template=template,
        name=template.name,
        items=template.items,
        begun_on=day_of(person.organisation),
    )
    ReviewSide.objects.bulk_create(ReviewSide(review=made, is_own=is_own) for is_own in (True, False))
    record(actor, about_person(person), {"review": ["", f"{made.key} {made.name}"]})
    return made


@operation("people.assess_expectations")
def assess_expectations(
    review: ExpectationReview,
    *,
    levels: Sequence[int | None],
    version: int,
    actor: Actor,
    note: str = "",
    is_done: bool = False,
) -> ReviewSide:
    """Say how far each expectation is met, on the actor's own side; `is_done` shows it to the other.

    After both are done neither changes any more. The record tells that somebody assessed, never how.
    """
    person = Person.objects.select_related("organisation").get(pk=review.person_id)
    require(may_grow(actor, person))
    Person.objects.select_for_update().get(pk=person.pk)
    sides = {each.is_own: each for each in ReviewSide.objects.filter(review=review)}
    side = sides[actor.person_id == person.pk]
    if side.version != version:
        raise Conflict("stale", _("This side was changed meanwhile: load the page again."))
    if all(each.done_on is not None for each in sides.values()):
        raise Conflict("closed", _("Both have said what they think: begin a new review."))
    if len(levels) != len(review.items):
        raise Invalid(_("Say something of each expectation."), field="levels", code="count")
    if any(level is not None and level not in Met.values for level in levels):
        raise Invalid(_("Choose one of the levels."), field="levels", code="range")
    if is_done and None in levels:
        raise Invalid(_("Say of each expectation how far it is met."), field="levels", code="required")
    side.levels = list(levels)
    side.note = _line(note, "note", LONGEST_NOTE, needed=False)
    side.by_name = actor.name[:200]
    side.done_on = day_of(person.organisation) if is_done else None
    side.version += 1
    side.save()
    record(actor, about_person(person), {"review": ["", f"{review.key} {review.name}"]})
    return side


@operation("people.add_growth_action")
def add_growth_action(
    person: Person, *, what: str, due_on: dt.date, actor: Actor, skill: Skill | None = None
) -> GrowthAction:
    """Agree on something that somebody does to grow, by a day."""
    require(may_grow(actor, person))
    if skill is not None and skill.organisation_id != person.organisation_id:
        raise Invalid(_("The skill belongs to another organisation."), field="skill", code="elsewhere")
    if due_on < day_of(person.organisation):
        raise Invalid(_("Choose a day that is still to come."), field="due_on", code="past")
    made = GrowthAction.objects.create(
        person=person,
        key=next_key(space_of(person.organisation_id), "GA"),
        what=_line(what, "what", LONGEST_LINE),
        skill=skill,
        due_on=due_on,
        agreed_by_name=actor.name[:200],
    )
    record(actor, about_person(person), {"growth_action": ["", made.key]})
    return made


@operation("people.change_growth_action")
def change_growth_action(action: GrowthAction, *, version: int, actor: Actor, **changes: Any) -> GrowthAction:
    """Change what it is (`what`), by when (`due_on`), or whether it is done (`is_done`)."""
    person = Person.objects.select_related("organisation").get(pk=action.person_id)
    require(may_grow(actor, person))
    if unknown := sorted(changes.keys() - {"what", "due_on", "is_done"}):
        raise Invalid(_("These fields cannot be changed: %(names)s.") % {"names": ", ".join(unknown)})
    locked: GrowthAction | None = GrowthAction.objects.select_for_update().filter(pk=action.pk).first()
    if locked is None:
        raise NotFound
    today = day_of(person.organisation)
    if locked.version != version:
        theirs = {"what": locked.what, "due_on": locked.due_on, "is_done": locked.done_on is not None}
        fields = {name: {"yours": value, "theirs": theirs[name]} for name, value in changes.items()}
        message = _("Somebody changed this action meanwhile: load the page again.")
        raise Conflict("stale", message, current={"fields": fields})
    if "due_on" in changes and changes["due_on"] != locked.due_on and changes["due_on"] < today:
        raise Invalid(_("Choose a day that is still to come."), field="due_on", code="past")
    locked.what = _line(changes.get("what", locked.what), "what", LONGEST_LINE)
    locked.due_on = changes.get("due_on", locked.due_on)
    if "is_done" in changes:
        locked.done_on = (locked.done_on or today) if changes["is_done"] else None
    locked.version += 1
    locked.save()
    record(actor, about_person(person), {"growth_action": ["", locked.key]})
    return locked
