"""Expectations, reviews, skills of roles and development actions, for programs."""

from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import changes, creates, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import Seen, compared, created, seen, tagged
from remit.core.errors import Invalid, NotFound
from remit.people.api_growth_schemas import (
    ExpectationsIn,
    ExpectationsOut,
    ExpectationsPage,
    ExpectationsPatch,
    ExpectationsQuery,
    GapLineOut,
    GapOut,
    GrowthActionIn,
    GrowthActionOut,
    GrowthActionPatch,
    GrowthOut,
    NearOut,
    ReviewIn,
    ReviewOut,
    ReviewPatch,
    RoleSkillOut,
    RoleSkillsIn,
    RoleSkillsOut,
    SideOut,
)
from remit.people.expectations import (
    Review,
    growth_of,
    one_action,
    one_review,
    one_template,
    templates_of,
)
from remit.people.guards import own_organisation, visible_person, visible_role
from remit.people.models import ExpectationTemplate, GrowthAction, Role, Skill
from remit.people.operations.growth import (
    add_expectations,
    add_growth_action,
    assess_expectations,
    begin_review,
    change_expectations,
    change_growth_action,
    set_role_skills,
)
from remit.people.policies import may_edit_roles, may_see_growth
from remit.people.role_queries import roles_of
from remit.people.role_skills import profile_of, profiles
from remit.people.skills import skills_of

router = Router(tags=["Expectations and growth"])


def _role_skills(role: Role) -> RoleSkillsOut:
    profile = profile_of(role)
    return RoleSkillsOut(
        role=role.code,
        skills=[
            RoleSkillOut(skill=skill.key, name=skill.name, level=level)
            for skill, level in profiles([role.pk]).get(role.pk, {}).items()
        ],
        version=profile.version if profile else 0,
    )


@router.get(
    "/roles/{code}/skills",
    operation_id="get_role_skills",
    response=reads(RoleSkillsOut),
    summary="The skills that a role takes",
)
def get_role_skills(request: ApiRequest, response: HttpResponse, code: str) -> RoleSkillsOut:
    """Return the skills that a role takes, with their levels."""
    found = _role_skills(visible_role(request.actor, code))
    return tagged(response, found, found.version)


@router.put(
    "/roles/{code}/skills",
    operation_id="set_role_skills",
    response=changes(RoleSkillsOut),
    summary="State the skills that a role takes",
)
def put_role_skills(
    request: ApiRequest, response: HttpResponse, code: str, body: RoleSkillsIn
) -> RoleSkillsOut:
    """State all of them at once; nobody has to read the role again for it."""
    role = visible_role(request.actor, code)
    require(may_edit_roles(request.actor))
    present = profile_of(role)
    is_first = present is None and body.version is None and "If-Match" not in request.headers
    saw = Seen(0, by_header=False) if is_first else seen(request, body.version)
    skills = {skill.key: skill for skill in Skill.objects.filter(request.actor.within())}
    levels: dict[Skill, int] = {}
    for each in body.skills:
        if each.skill not in skills:
            raise Invalid(f"There is nothing here with the key {each.skill}.", field="skills", code="unknown")
        levels[skills[each.skill]] = each.level
    with saw.checked():
        set_role_skills(role, levels, version=saw.version, actor=request.actor)
    found = _role_skills(role)
    return tagged(response, found, found.version)


def _template(template: ExpectationTemplate) -> ExpectationsOut:
    return ExpectationsOut(
        key=template.key,
        name=template.name,
        role=template.role.code,
        seniority=template.seniority,
        items=template.items,
        is_retired=template.retired_on is not None,
        version=template.version,
    )


@router.get(
    "/expectations",
    operation_id="list_expectations",
    response=reads(ExpectationsPage),
    summary="List expectations",
)
def list_expectations(request: ApiRequest, query: Query[ExpectationsQuery]) -> Page[ExpectationsOut]:
    """Return what is expected of roles, retired ones included."""
    rows = ordered(templates_of(request.actor), query)
    return paged(request, rows, query, ExpectationsPage, lambda part: map(_template, part))


@router.post(
    "/expectations",
    operation_id="add_expectations",
    response=creates(ExpectationsOut),
    summary="State expectations",
)
def post_expectations(
    request: ApiRequest, response: HttpResponse, body: ExpectationsIn
) -> Status[ExpectationsOut]:
    """State what is expected of a role at a seniority."""
    require(may_edit_roles(request.actor))
    role = roles_of(request.actor).filter(code=body.role).first()
    if role is None:
        raise Invalid(f"There is nothing here with the key {body.role}.", field="role", code="unknown")
    sent = body.model_dump(exclude={"role"})
    made = add_expectations(own_organisation(request.actor), role=role, actor=request.actor, **sent)
    created(response, f"/api/v1/expectations/{made.key}")
    return Status(201, tagged(response, _template(made), made.version))


@router.get(
    "/expectations/{expectation}",
    operation_id="get_expectations",
    response=reads(ExpectationsOut),
    summary="One set of expectations",
)
def get_expectations(request: ApiRequest, response: HttpResponse, expectation: str) -> ExpectationsOut:
    """Return what is expected of a role at a seniority."""
    found = one_template(request.actor, expectation)
    return tagged(response, _template(found), found.version)


@router.patch(
    "/expectations/{expectation}",
    operation_id="change_expectations",
    response=changes(ExpectationsOut),
    summary="Change expectations",
)
def patch_expectations(
    request: ApiRequest, response: HttpResponse, expectation: str, body: ExpectationsPatch
) -> ExpectationsOut:
    """Word them anew, or retire them; reviews keep the words that they began with."""
    found = one_template(request.actor, expectation)
    require(may_edit_roles(request.actor))
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _template(one_template(request.actor, expectation)))):
        change_expectations(found, version=saw.version, actor=request.actor, **sent)
    changed = one_template(request.actor, expectation)
    return tagged(response, _template(changed), changed.version)


def _side(side: Any) -> SideOut | None:
    if side is None:
        return None
    return SideOut(levels=side.levels, note=side.note, by_name=side.by_name, done_on=side.done_on)


def _review(shown: Review, person: str) -> ReviewOut:
    return ReviewOut(
        key=shown.review.key,
        person=person,
        name=shown.review.name,
        begun_on=shown.review.begun_on,
        items=shown.review.items,
        is_own=shown.is_own,
        mine=_side(shown.mine),
        theirs=_side(shown.theirs),
        differences=[each.difference for each in shown.lines],
        is_complete=shown.is_complete,
        version=_version(shown),
    )


def _version(shown: Review) -> int:
    return shown.mine.version if shown.mine is not None else 1


def _action(action: GrowthAction) -> GrowthActionOut:
    return GrowthActionOut(
        key=action.key,
        person=action.person.key,
        what=action.what,
        skill=action.skill.key if action.skill else None,
        due_on=action.due_on,
        done_on=action.done_on,
        agreed_by_name=action.agreed_by_name,
        version=action.version,
    )


@router.get(
    "/people/{key}/growth",
    operation_id="get_growth",
    response=reads(GrowthOut),
    summary="How somebody grows",
)
def get_growth(request: ApiRequest, key: str, role: str | None = None) -> GrowthOut:
    """Return reviews, actions and, with `role`, what is lacking for it: to the person and their line manager alone."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    wanted = None
    if role is not None:
        wanted = roles_of(request.actor).filter(code=role, retired_on=None).first()
        if wanted is None:
            raise NotFound
    found = growth_of(request.actor, person, wanted)
    gap = None
    if found.gap is not None:
        lines = [
            GapLineOut(skill=each.skill.key, level=each.level, held=each.held, missing=each.missing)
            for each in found.gap.lines
        ]
        gap = GapOut(role=found.gap.role.code, percent=found.gap.percent, lines=lines)
    actions = [*found.actions, *found.done]
    for each in actions:
        each.person = person
    return GrowthOut(
        person=person.key,
        reviews=[_review(each, person.key) for each in found.reviews],
        actions=[_action(each) for each in actions],
        near=[NearOut(role=role.code, percent=percent) for role, percent in found.near],
        gap=gap,
    )


@router.post(
    "/people/{key}/reviews",
    operation_id="begin_review",
    response=creates(ReviewOut),
    summary="Begin a review",
)
def post_review(request: ApiRequest, response: HttpResponse, key: str, body: ReviewIn) -> Status[ReviewOut]:
    """Begin to look at how somebody meets what is expected: by themselves or by their line manager."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    template = templates_of(request.actor).filter(key=body.expectations).first()
    if template is None:
        raise Invalid(
            f"There is nothing here with the key {body.expectations}.", field="expectations", code="unknown"
        )
    made = one_review(request.actor, begin_review(person, template, actor=request.actor).key)
    created(response, f"/api/v1/reviews/{made.review.key}")
    return Status(201, tagged(response, _review(made, person.key), _version(made)))


@router.get("/reviews/{review}", operation_id="get_review", response=reads(ReviewOut), summary="One review")
def get_review(request: ApiRequest, response: HttpResponse, review: str) -> ReviewOut:
    """Return a review as the caller, who is one of the two, may see it."""
    found = one_review(request.actor, review)
    return tagged(response, _review(found, found.review.person.key), _version(found))


@router.patch(
    "/reviews/{review}",
    operation_id="assess_expectations",
    response=changes(ReviewOut),
    summary="Say how far expectations are met",
)
def patch_review(request: ApiRequest, response: HttpResponse, review: str, body: ReviewPatch) -> ReviewOut:
    """Fill the caller's own side; the other sees it once it is done."""
    found = one_review(request.actor, review)
    saw = seen(request, body.version)
    with saw.checked():
        assess_expectations(
            found.review,
            levels=body.levels,
            note=body.note,
            is_done=body.is_done,
            version=saw.version,
            actor=request.actor,
        )
    changed = one_review(request.actor, review)
    return tagged(response, _review(changed, changed.review.person.key), _version(changed))


@router.post(
    "/people/{key}/growth-actions",
    operation_id="add_growth_action",
    response=creates(GrowthActionOut),
    summary="Agree on a development action",
)
def post_action(
    request: ApiRequest, response: HttpResponse, key: str, body: GrowthActionIn
) -> Status[GrowthActionOut]:
    """Agree on something that somebody does to grow."""
    person = visible_person(request.actor, key)
    require(may_see_growth(request.actor, person))
    skill = None
    if body.skill is not None:
        skill = skills_of(request.actor).filter(key=body.skill).first()
        if skill is None:
            raise Invalid(f"There is nothing here with the key {body.skill}.", field="skill", code="unknown")
    made = add_growth_action(person, what=body.what, due_on=body.due_on, skill=skill, actor=request.actor)
    created(response, f"/api/v1/growth-actions/{made.key}")
    return Status(201, tagged(response, _action(made), made.version))


@router.patch(
    "/growth-actions/{growth_action}",
    operation_id="change_growth_action",
    response=changes(GrowthActionOut),
    summary="Change a development action",
)
def patch_action(
    request: ApiRequest, response: HttpResponse, growth_action: str, body: GrowthActionPatch
) -> GrowthActionOut:
    """Change it, or say that it is done."""
    found = one_action(request.actor, growth_action)
    saw, sent = seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _action(one_action(request.actor, growth_action)))):
        change_growth_action(found, version=saw.version, actor=request.actor, **sent)
    changed = one_action(request.actor, growth_action)
    return tagged(response, _action(changed), changed.version)
