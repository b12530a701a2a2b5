"""Skills with their levels, and certificates."""

import datetime as dt
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StrictInt, StringConstraints

from remit.accounts.permissions import require
from remit.core.api.fields import LEFT_OUT, Flag, Input, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import Seen, compared, created, seen, tagged
from remit.core.errors import NotFound
from remit.people.guards import own_organisation
from remit.people.leads import ladder_of
from remit.people.models import Person, Skill, SkillLevel
from remit.people.operations.skills import Assessment, add_skill, assess_skills, change_skill
from remit.people.policies import may_assess, may_edit_people, may_see_skills
from remit.people.skills import covers

router = Router(tags=["Skills and certificates"])

SkillName = Annotated[str, StringConstraints(min_length=1, max_length=80, strip_whitespace=True)]
SkillArea = Annotated[str, StringConstraints(max_length=60, strip_whitespace=True)]
About = Annotated[str, StringConstraints(max_length=300, strip_whitespace=True)]
SkillGrade = Annotated[
    StrictInt, Field(ge=0, le=5, description="0 not at all … 3 alone … 5 sets the standard.")
]


class SkillOut(Output):
    """Something that people can do; `alone` are those who can do it without others (from level 3)."""

    key: str
    name: str
    area: str
    description: str
    is_retired: bool
    alone: list[str] = Field(description="Keys of people: one is a risk, none a gap.")
    version: int


class SkillPage(Page[SkillOut]):
    """Skills."""


class SkillQuery(ListQuery):
    """How to list skills."""

    ORDERS: ClassVar = {"name": ("name", "pk"), "area": ("area", "name", "pk")}
    order_by: Literal["name", "-name", "area", "-area"] = "name"


class SkillIn(Input):
    """A new skill."""

    name: SkillName
    area: SkillArea = ""
    description: About = ""


class SkillPatch(Input):
    """What changes about a skill; what is left out stays."""

    version: Version | None = None
    name: SkillName = LEFT_OUT
    area: SkillArea = LEFT_OUT
    description: About = LEFT_OUT
    is_retired: Flag = LEFT_OUT


class SkillLevelOut(Output):
    """How well somebody can do something, and who says so."""

    skill: str
    skill_name: str
    level: int
    assessed_on: dt.date
    assessed_by: str | None
    assessed_by_name: str
    version: int


class SkillLevelPage(Page[SkillLevelOut]):
    """Levels of one person."""


class SkillLevelQuery(ListQuery):
    """How to list the levels of a person."""

    ORDERS: ClassVar = {"skill": ("skill__name", "pk"), "level": ("level", "skill__name", "pk")}
    order_by: Literal["skill", "-skill", "level", "-level"] = "skill"


class SkillLevelIn(Input):
    """How well somebody can do something. The version may be left out where nobody has said yet."""

    version: Version | None = None
    level: SkillGrade


def _outs(skills: list[Skill]) -> list[SkillOut]:
    found = covers(skills)
    return [
        SkillOut(
            key=skill.key,
            name=skill.name,
            area=skill.area,
            description=skill.description,
            is_retired=skill.retired_on is not None,
            alone=[person.key for person in found[skill.pk].able],
            version=skill.version,
        )
        for skill in skills
    ]


def _skill(request: ApiRequest, key: str) -> Skill:
    found: Skill | None = Skill.objects.filter(request.actor.within(), key=key).first()
    if found is None:
        raise NotFound
    return found


@router.get("/skills", operation_id="list_skills", response=reads(SkillPage), summary="List skills")
def list_skills(request: ApiRequest, query: Query[SkillQuery]) -> Page[SkillOut]:
    """Return the skills of the organisation, each with who can do it alone."""
    require(may_see_skills(request.actor))
    rows = ordered(Skill.objects.filter(request.actor.within()), query)
    return paged(request, rows, query, SkillPage, _outs)


@router.get("/skills/{skill}", operation_id="get_skill", response=reads(SkillOut), summary="One skill")
def get_skill(request: ApiRequest, response: HttpResponse, skill: str) -> SkillOut:
    """Return one skill."""
    require(may_see_skills(request.actor))
    found = _skill(request, skill)
    return tagged(response, _outs([found])[0], found.version)


@router.post("/skills", operation_id="add_skill", response=creates(SkillOut), summary="Add a skill")
def post_skill(request: ApiRequest, response: HttpResponse, body: SkillIn) -> Status[SkillOut]:
    """Add something that people can do to the list."""
    require(may_edit_people(request.actor))
    made = add_skill(own_organisation(request.actor), actor=request.actor, **body.model_dump())
    created(response, f"/api/v1/skills/{made.key}")
    return Status(201, tagged(response, _outs([made])[0], made.version))


@router.patch(
    "/skills/{skill}", operation_id="change_skill", response=changes(SkillOut), summary="Change a skill"
)
def patch_skill(request: ApiRequest, response: HttpResponse, skill: str, body: SkillPatch) -> SkillOut:
    """Rename a skill, put it into another area, retire it or bring it back."""
    require(may_edit_people(request.actor))
    found, saw, sent = _skill(request, skill), seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _outs([_skill(request, skill)])[0])):
        change_skill(found, version=saw.version, actor=request.actor, **sent)
    changed = _skill(request, skill)
    return tagged(response, _outs([changed])[0], changed.version)


def _person(request: ApiRequest, key: str) -> tuple[Person, bool]:
    """Return the visible person with `key`, and whether the actor stands above."""
    rows: Any = Person.objects.visible_to(request.actor).select_related("organisation")
    found: Person | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found, ladder_of(found.organisation).is_above(request.actor.person_id, found.pk)


def _levels(person: Person) -> Any:
    return SkillLevel.objects.filter(person=person).select_related("skill", "assessed_by")


def _level_out(row: SkillLevel) -> SkillLevelOut:
    return SkillLevelOut(
        skill=row.skill.key,
        skill_name=row.skill.name,
        level=row.level,
        assessed_on=row.assessed_on,
        assessed_by=row.assessed_by.key if row.assessed_by else None,
        assessed_by_name=row.assessed_by_name,
        version=row.version,
    )


@router.get(
    "/people/{person}/skills",
    operation_id="list_skill_levels",
    response=reads(SkillLevelPage),
    summary="What somebody can do",
)
def list_levels(request: ApiRequest, person: str, query: Query[SkillLevelQuery]) -> Page[SkillLevelOut]:
    """Return the levels of a person: one's own, those of whom one stands above, or all who may see colleagues."""
    found, is_lead = _person(request, person)
    if not is_lead and found.pk != request.actor.person_id:
        require(may_see_skills(request.actor))
    rows = ordered(_levels(found), query)
    return paged(request, rows, query, SkillLevelPage, lambda part: map(_level_out, part))


@router.put(
    "/people/{person}/skills/{skill}",
    operation_id="assess_skill",
    response=changes(SkillLevelOut),
    summary="Say how well somebody can do something",
)
def put_level(
    request: ApiRequest, response: HttpResponse, person: str, skill: str, body: SkillLevelIn
) -> SkillLevelOut:
    """State a level: oneself, whoever stands above, or an administrator."""
    found, is_lead = _person(request, person)
    require(may_assess(request.actor, found, is_lead=is_lead))
    named = _skill(request, skill)
    present = _levels(found).filter(skill=named).first()
    is_first = present is None and body.version is None and "If-Match" not in request.headers
    saw = Seen(0, by_header=False) if is_first else seen(request, body.version)
    with saw.checked():
        assess_skills(found, [Assessment(named, body.level, saw.version)], actor=request.actor)
    row = _levels(found).get(skill=named)
    return tagged(response, _level_out(row), row.version)
