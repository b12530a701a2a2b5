"""Outcomes and their reviews, for programs."""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from django.http import HttpResponse
from ninja import Query, Router, Status
from pydantic import Field, StringConstraints

from remit.accounts.permissions import Actor, require
from remit.benefits.figures import share
from remit.benefits.models import Benefit, Following
from remit.benefits.operations.benefits import add_benefit, change_benefit, hand_over_benefit, remove_benefit
from remit.benefits.operations.reviews import MOST_REVIEWS, do_review, move_review, plan_reviews
from remit.benefits.policies import may_care_for, may_keep_benefits, may_review, may_see_benefits
from remit.benefits.queries import (
    benefits_for,
    one_benefit,
    one_review,
    review_lines,
    standing_of,
    with_reviews,
)
from remit.core.api.fields import LEFT_OUT, Day, Input, Key, Output, Version, stated
from remit.core.api.lists import ListQuery, Page, ordered, paged
from remit.core.api.problems import changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.figures import plain_figure
from remit.people.grids import day_of
from remit.projects.api_deliverables import person_named
from remit.projects.guards import visible_project
from remit.projects.models import Project

router = Router(tags=["Outcomes"])
ONE = "/benefits/{benefit}"
REVIEW = f"{ONE}/reviews/{{review_number}}"
FIGURES = ("baseline_value", "target_value")
Figure = Annotated[
    str,
    StringConstraints(pattern=r"^-?[0-9]{1,14}(\.[0-9]{1,4})?$"),
    Field(description="A decimal number as text.", examples=["5.2"]),
]
Sentence = Annotated[str, StringConstraints(min_length=1, max_length=500, strip_whitespace=True)]
Measure = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Unit = Annotated[str, StringConstraints(min_length=1, max_length=40, strip_whitespace=True)]
Words = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Source = Annotated[str, StringConstraints(max_length=1000)]


class BenefitMoveOut(Output):
    """That a review was moved, and why."""

    from_day: dt.date
    to_day: dt.date
    reason: str
    by: str
    moved_on: dt.date


class BenefitReviewOut(Output):
    """A review: planned, or done with what was measured; `reviewer` is null where the owner does it."""

    number: int
    due_on: dt.date
    reviewer: str | None
    is_late: bool
    done_on: dt.date | None
    value: str | None
    evidence: str
    follows: Following | None
    words: str
    by: str
    moves: list[BenefitMoveOut]


class BenefitOut(Output):
    """An outcome with its reviews; `percent` is how much of the way to the target is gone, null where unmeasured."""

    key: str
    project: str | None = Field(description="Null for whom the project is not.")
    statement: str
    owner: str
    measure: str
    unit: str
    baseline_value: str
    baseline_on: dt.date
    target_value: str
    target_on: dt.date
    method: str
    source: str
    next_review_on: dt.date | None
    last_value: str | None
    percent: int | None
    standing: str = Field(description="How it stands, in words.")
    stopped_on: dt.date | None
    reviews: list[BenefitReviewOut]
    version: int


class BenefitPage(Page[BenefitOut]):
    """Outcomes."""


class BenefitQuery(ListQuery):
    """How to list and filter outcomes."""

    ORDERS: ClassVar = {
        "key": ("pk",),
        "target_on": ("target_on", "pk"),
        "next_review_on": ("next_first", "pk"),
    }
    order_by: Literal["key", "-key", "target_on", "-target_on", "next_review_on", "-next_review_on"] = "key"
    project: Annotated[str | None, Field(description="The key of a project.")] = None
    owner: Annotated[str | None, Field(description="The key of a person.")] = None


class BenefitIn(Input):
    """An outcome."""

    statement: Sentence
    owner: Key
    measure: Measure
    unit: Unit
    baseline_value: Figure
    baseline_on: Day
    target_value: Figure
    target_on: Day
    method: Words
    source: Source = ""


class BenefitPatch(Input):
    """What changes about an outcome; what is left out stays."""

    version: Version | None = None
    statement: Sentence = LEFT_OUT
    owner: Key = LEFT_OUT
    measure: Measure = LEFT_OUT
    unit: Unit = LEFT_OUT
    baseline_value: Figure = LEFT_OUT
    baseline_on: Day = LEFT_OUT
    target_value: Figure = LEFT_OUT
    target_on: Day = LEFT_OUT
    method: Words = LEFT_OUT
    source: Source = LEFT_OUT


class BenefitOwnerIn(Input):
    """Who answers for an outcome from now on, and why."""

    version: Version | None = None
    owner: Key
    reason: Sentence


class BenefitReviewsIn(Input):
    """On which days an outcome is reviewed; by its owner unless a reviewer is named."""

    days: Annotated[list[Day], Field(min_length=1, max_length=MOST_REVIEWS)]
    reviewer: Key | None = None


class BenefitMoveIn(Input):
    """To which day a review is moved, and why; the version is that of the outcome."""

    version: Version | None = None
    to_day: Day
    reason: Sentence


class BenefitReviewIn(Input):
    """What a review found; the version is that of the outcome. `words` are needed to act or stop."""

    version: Version | None = None
    value: Figure
    evidence: Words
    follows: Following
    words: Annotated[str, StringConstraints(max_length=4000)] = ""
    on: Day | None = None


def _reviews(actor: Actor, benefit: Benefit, today: dt.date) -> list[BenefitReviewOut]:
    found = []
    for line in review_lines(actor, benefit):
        row = line.review
        moves = [
            BenefitMoveOut(
                from_day=each.from_day, to_day=each.to_day, reason=each.reason, by=each.by_name,
                moved_on=each.moved_on,
            )
            for each in line.moves
        ]  # fmt: skip
        is_late = row.done_on is None and benefit.stopped_on is None and row.due_on < today
        value = plain_figure(row.measured_value) if row.measured_value is not None else None
        found.append(
            BenefitReviewOut(
                number=row.number, due_on=row.due_on, reviewer=row.reviewer.key if row.reviewer else None,
                is_late=is_late, done_on=row.done_on, value=value, evidence=row.evidence,
                follows=Following(row.follows) if row.follows else None, words=row.words, by=row.by_name,
                moves=moves,
            )
        )  # fmt: skip
    return found


def _out(actor: Actor, benefit: Any) -> BenefitOut:
    project, last = benefit.project, benefit.last_value
    today = day_of(project.organisation)
    names = (
        "key", "statement", "measure", "unit", "baseline_on", "target_on", "method", "source", "stopped_on",
        "version",
    )  # fmt: skip
    told: dict[str, Any] = {name: getattr(benefit, name) for name in names}
    return BenefitOut(
        **told | {name: plain_figure(getattr(benefit, name)) for name in FIGURES},
        project=project.key if actor.can("project.view", project.scope.path) else None,
        owner=benefit.owner.key,
        next_review_on=benefit.next_on,
        last_value=plain_figure(last) if last is not None else None,
        percent=share(benefit.baseline_value, benefit.target_value, last) if last is not None else None,
        standing=standing_of(benefit, today)[1],
        reviews=_reviews(actor, benefit, today),
    )


def _answer(request: ApiRequest, response: HttpResponse, key: str) -> BenefitOut:
    shown = one_benefit(request.actor, key)
    return tagged(response, _out(request.actor, shown), shown.version)


def _taken(actor: Actor, project: Project, sent: dict[str, Any]) -> dict[str, Any]:
    taken = dict(sent)
    if "owner" in taken:
        taken["owner"] = person_named(actor, project, taken["owner"], "owner")
    return taken | {name: Decimal(taken[name]) for name in FIGURES if name in taken}


@router.get("/benefits", operation_id="list_benefits", response=reads(BenefitPage), summary="List outcomes")
def list_benefits(request: ApiRequest, query: Query[BenefitQuery]) -> Page[BenefitOut]:
    """Return the outcomes that the caller may see, with their reviews."""
    require(may_see_benefits(request.actor))
    rows = benefits_for(request.actor)
    if query.project is not None:
        rows = rows.filter(project__key=query.project)
    if query.owner is not None:
        rows = rows.filter(owner__key=query.owner)

    def out(part: list[Any]) -> list[BenefitOut]:
        return [_out(request.actor, each) for each in with_reviews(part)]

    return paged(request, ordered(rows, query), query, BenefitPage, out)


@router.get(ONE, operation_id="get_benefit", response=reads(BenefitOut), summary="One outcome")
def get_benefit(request: ApiRequest, response: HttpResponse, benefit: str) -> BenefitOut:
    """Return an outcome with its reviews."""
    return _answer(request, response, benefit)


@router.post(
    "/projects/{key}/benefits",
    operation_id="add_benefit",
    response=creates(BenefitOut),
    summary="State an outcome",
)
def post_benefit(
    request: ApiRequest, response: HttpResponse, key: str, body: BenefitIn
) -> Status[BenefitOut]:
    """State an outcome of a project."""
    project = visible_project(request.actor, key)
    require(may_keep_benefits(request.actor, project))
    made = add_benefit(project, actor=request.actor, **_taken(request.actor, project, body.model_dump()))
    created(response, f"/api/v1/benefits/{made.key}")
    return Status(201, _answer(request, response, made.key))


@router.patch(ONE, operation_id="change_benefit", response=changes(BenefitOut), summary="Change an outcome")
def patch_benefit(
    request: ApiRequest, response: HttpResponse, benefit: str, body: BenefitPatch
) -> BenefitOut:
    """Change fields of an outcome until its project is closed; once measured, what it is measured by stays."""
    row = one_benefit(request.actor, benefit)
    require(may_keep_benefits(request.actor, row.project))
    saw, sent = seen(request, body.version), stated(body)
    taken = _taken(request.actor, row.project, sent)
    with saw.checked(lambda: compared(sent, _out(request.actor, one_benefit(request.actor, benefit)))):
        change_benefit(row, version=saw.version, actor=request.actor, **taken)
    return _answer(request, response, benefit)


@router.delete(ONE, operation_id="remove_benefit", response=removes(BenefitOut), summary="Remove an outcome")
def delete_benefit(request: ApiRequest, benefit: str) -> BenefitOut:
    """Remove an outcome that was entered by mistake and never measured, and return it as it was."""
    row = one_benefit(request.actor, benefit)
    require(may_keep_benefits(request.actor, row.project))
    saw = seen(request, None if "If-Match" in request.headers else row.version)
    was = _out(request.actor, row)
    with saw.checked():
        remove_benefit(row, version=saw.version, actor=request.actor)
    return was


@router.post(
    f"{ONE}/owner",
    operation_id="hand_over_benefit",
    response=changes(BenefitOut),
    summary="Hand an outcome over",
)
def post_owner(request: ApiRequest, response: HttpResponse, benefit: str, body: BenefitOwnerIn) -> BenefitOut:
    """Hand an outcome over to another owner, also when its project is closed."""
    row = one_benefit(request.actor, benefit)
    require(may_care_for(request.actor, row))
    saw = seen(request, body.version)
    owner = person_named(request.actor, row.project, body.owner, "owner")
    with saw.checked(
        lambda: compared({"owner": body.owner}, _out(request.actor, one_benefit(request.actor, benefit)))
    ):
        changed = hand_over_benefit(
            row, owner=owner, reason=body.reason, version=saw.version, actor=request.actor
        )
    # what the caller handed over may be out of their sight now
    shown = benefits_for(request.actor).filter(pk=changed.pk).first() or _still(row, changed)
    return tagged(response, _out(request.actor, shown), changed.version)


def _still(seen_before: Benefit, changed: Benefit) -> Benefit:
    """Return what was seen before with what its caller changed."""
    seen_before.owner, seen_before.version = changed.owner, changed.version
    return seen_before


@router.post(
    f"{ONE}/reviews",
    operation_id="plan_benefit_reviews",
    response=creates(BenefitOut),
    summary="Plan reviews of an outcome",
)
def post_reviews(
    request: ApiRequest, response: HttpResponse, benefit: str, body: BenefitReviewsIn
) -> Status[BenefitOut]:
    """Plan reviews on days; a day that has one planned already is left out."""
    row = one_benefit(request.actor, benefit)
    require(may_care_for(request.actor, row))
    reviewer = None
    if body.reviewer is not None:
        reviewer = person_named(request.actor, row.project, body.reviewer, "reviewer")
    plan_reviews(row, days=body.days, reviewer=reviewer, actor=request.actor)
    created(response, f"/api/v1/benefits/{benefit}")
    return Status(201, _answer(request, response, benefit))


@router.post(
    f"{REVIEW}/move",
    operation_id="move_benefit_review",
    response=changes(BenefitOut),
    summary="Move a review",
)
def post_move(
    request: ApiRequest, response: HttpResponse, benefit: str, review_number: int, body: BenefitMoveIn
) -> BenefitOut:
    """Move a review that is not done to another day, with the reason."""
    row = one_review(request.actor, benefit, review_number)
    require(may_care_for(request.actor, row.benefit))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _out(request.actor, one_benefit(request.actor, benefit)))):
        move_review(row, to_day=body.to_day, reason=body.reason, version=saw.version, actor=request.actor)
    return _answer(request, response, benefit)


@router.post(
    f"{REVIEW}/result",
    operation_id="do_benefit_review",
    response=changes(BenefitOut),
    summary="Do a review",
)
def post_result(
    request: ApiRequest, response: HttpResponse, benefit: str, review_number: int, body: BenefitReviewIn
) -> BenefitOut:
    """State what a review measured, with evidence and what follows, as its owner or whoever is named for it."""
    row = one_review(request.actor, benefit, review_number)
    require(may_review(request.actor, row))
    saw = seen(request, body.version)
    with saw.checked(lambda: compared({}, _out(request.actor, one_benefit(request.actor, benefit)))):
        do_review(
            row, value=Decimal(body.value), evidence=body.evidence, follows=body.follows, words=body.words,
            on=body.on, version=saw.version, actor=request.actor,
        )  # fmt: skip
    return _answer(request, response, benefit)
