"""The advisor: which roles an organisation needs, by which rule, from which facts."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from remit.accounts.permissions import require
from remit.core.api.fields import stated
from remit.core.api.lists import Page, ordered, paged
from remit.core.api.problems import acts, changes, creates, reads, removes
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import compared, created, seen, tagged
from remit.core.errors import Invalid
from remit.people.advice import Line, Wanted, advise, differences, structure
from remit.people.advice_bounds import BOUNDS
from remit.people.advice_counts import bounds_for, bounds_of, counted_facts
from remit.people.advice_facts import FACTS, checked_facts
from remit.people.advice_queries import advice_of, lines_of
from remit.people.api_advice_schemas import (
    AdviceAnswer,
    AdviceIn,
    AdviceLine,
    AdviceOut,
    AdvicePage,
    AdvicePatch,
    AdviceQuery,
    AdviceSummary,
    AdvisedRole,
    AnsweredFact,
    BoundOut,
    BoundsOut,
    BoundsPatch,
    DecisionIn,
    DifferencesOut,
    DifferingRole,
    FactsIn,
    KindOut,
    KindQuery,
    KindsOut,
    PicksIn,
    PicksOut,
    QuestionOut,
    QuestionsOut,
)
from remit.people.guards import own_organisation
from remit.people.kind_of_work import QUESTIONS, kind_of_work
from remit.people.models import Advice, AdviceBounds, Organisation, Person, Role, Scope
from remit.people.operations.advice import (
    Pick,
    begin_advice,
    change_advice,
    change_advice_bounds,
    decide_advice,
    discard_advice,
    staff_advice,
)
from remit.people.operations.organisation import root_scope
from remit.people.policies import may_advise, may_see_advice, may_set_thresholds

router = Router(tags=["Role advisor"])
ONE = "/role-advice/{number}"


def _organisation(request: ApiRequest) -> Organisation:
    found = own_organisation(request.actor)
    require(may_see_advice(request.actor, root_scope(found)))
    return found


def _advice(request: ApiRequest, number: int, *, to_change: bool = False) -> Advice:
    organisation = _organisation(request)
    found = advice_of(request.actor, number)
    if to_change:
        require(may_advise(request.actor, root_scope(organisation)))
    return found


def _role_out(wanted: Wanted) -> AdvisedRole:
    return AdvisedRole(
        role=wanted.role,
        outcome=wanted.outcome.value,
        count=wanted.count,
        combined_with=wanted.combined_with or None,
        rules=list(wanted.rules),
    )


def _line_out(line: Line) -> AdviceLine:
    return AdviceLine(
        rule=line.rule,
        rule_text=line.rule_text,
        role=line.role or None,
        outcome=line.outcome.value,
        says=line.says,
        count=line.count,
        combined_with=line.combined_with or None,
        facts=[
            AnsweredFact(code=each.fact, value=each.value, bound=each.bound, words=each.words)
            for each in line.facts
        ],
    )


def _answer(lines: Iterable[Line]) -> dict[str, Any]:
    told = list(lines)
    return {"structure": [_role_out(each) for each in structure(told)], "lines": list(map(_line_out, told))}


def _advice_out(advice: Advice) -> AdviceOut:
    return AdviceOut(
        number=advice.number,
        name=advice.name,
        facts=advice.facts,
        counted=advice.counted,
        internal_factors=advice.internal_factors,
        external_factors=advice.external_factors,
        decision=advice.decision or None,
        decided_by=advice.decided_by or None,
        decided_on=advice.decided_on,
        review_on=advice.review_on,
        version=advice.version,
        **_answer(lines_of(advice)),
    )


@router.get(
    "/role-advice-questions",
    operation_id="get_advice_questions",
    response=reads(QuestionsOut),
    summary="What the advisor asks",
)
def get_questions(request: ApiRequest) -> QuestionsOut:
    """Return every question with what Remit counts of it itself."""
    counted = counted_facts(_organisation(request))
    return QuestionsOut(
        questions=[
            QuestionOut(
                code=fact.code, kind=fact.kind.value, words=str(fact.name), counted=counted.get(fact.code)
            )
            for fact in FACTS
        ]
    )


@router.post(
    "/role-advice-answer",
    operation_id="compute_advice",
    response=acts(AdviceAnswer),
    summary="What the rules say to facts",
)
def post_answer(request: ApiRequest, body: FactsIn) -> AdviceAnswer:
    """Return what the rules say to facts by the organisation's thresholds; nothing is kept."""
    bounds = bounds_of(_organisation(request))
    return AdviceAnswer(**_answer(advise(checked_facts(body.model_dump()), bounds)))


@router.get(
    "/role-advice", operation_id="list_advice", response=reads(AdvicePage), summary="List advice on roles"
)
def list_advice(request: ApiRequest, query: Query[AdviceQuery]) -> Page[AdviceSummary]:
    """Return what was asked and decided."""
    rows = ordered(Advice.objects.filter(organisation=_organisation(request)), query)
    return paged(request, rows, query, AdvicePage, lambda part: map(_summary, part))


def _summary(advice: Advice) -> AdviceSummary:
    return AdviceSummary(
        number=advice.number,
        name=advice.name,
        decided_by=advice.decided_by or None,
        decided_on=advice.decided_on,
        review_on=advice.review_on,
        version=advice.version,
    )


@router.post(
    "/role-advice",
    operation_id="begin_advice",
    response=creates(AdviceOut),
    summary="Ask for advice on roles",
)
def post_advice(request: ApiRequest, response: HttpResponse, body: AdviceIn) -> Status[AdviceOut]:
    """Keep answers to the advisor's questions; nothing is decided by it."""
    organisation = own_organisation(request.actor)
    require(may_advise(request.actor, root_scope(organisation)))
    advice = begin_advice(organisation, actor=request.actor, **body.model_dump())
    created(response, f"/api/v1/role-advice/{advice.number}")
    return Status(201, tagged(response, _advice_out(advice), advice.version))


@router.get(ONE, operation_id="get_advice", response=reads(AdviceOut), summary="One advice")
def get_advice(request: ApiRequest, response: HttpResponse, number: int) -> AdviceOut:
    """Return one advice with its lines, each with its rule and the facts that fired it."""
    advice = _advice(request, number)
    return tagged(response, _advice_out(advice), advice.version)


@router.patch(ONE, operation_id="change_advice", response=changes(AdviceOut), summary="Change answers")
def patch_advice(request: ApiRequest, response: HttpResponse, number: int, body: AdvicePatch) -> AdviceOut:
    """Change answers on which nothing is decided."""
    advice, saw, sent = _advice(request, number, to_change=True), seen(request, body.version), stated(body)
    with saw.checked(lambda: compared(sent, _advice_out(advice_of(request.actor, number)))):
        changed = change_advice(advice, version=saw.version, actor=request.actor, **sent)
    return tagged(response, _advice_out(changed), changed.version)


@router.delete(ONE, operation_id="discard_advice", response=removes(AdviceOut), summary="Discard answers")
def delete_advice(request: ApiRequest, number: int) -> AdviceOut:
    """Throw away answers on which nothing was decided; the answer is what they said."""
    advice = _advice(request, number, to_change=True)
    said = _advice_out(advice)
    saw = seen(request, None if "If-Match" in request.headers else advice.version)
    with saw.checked():
        discard_advice(advice, version=saw.version, actor=request.actor)
    return said


@router.post(
    f"{ONE}/decide", operation_id="decide_advice", response=changes(AdviceOut), summary="Decide on an advice"
)
def post_decision(request: ApiRequest, response: HttpResponse, number: int, body: DecisionIn) -> AdviceOut:
    """Keep the decision with who decided, when, on which facts, factors and thresholds."""
    advice, saw = _advice(request, number, to_change=True), seen(request, body.version)
    with saw.checked():
        decided = decide_advice(
            advice,
            decision=body.decision,
            review_on=body.review_on,
            version=saw.version,
            actor=request.actor,
        )
    return tagged(response, _advice_out(decided), decided.version)


@router.post(
    f"{ONE}/what-if",
    operation_id="vary_advice",
    response=acts(DifferencesOut),
    summary="What if an answer were another",
)
def post_what_if(request: ApiRequest, number: int, body: FactsIn) -> DifferencesOut:
    """Return which roles would be advised otherwise with the answers that are sent; nothing is kept."""
    advice = _advice(request, number)
    sent = body.model_dump(exclude_unset=True)
    other = {code: value for code, value in {**advice.facts, **sent}.items() if value is not None}
    found = differences(lines_of(advice), advise(checked_facts(other), bounds_for(advice)))
    return DifferencesOut(
        differences=[
            DifferingRole(
                role=each.role,
                before=_role_out(each.before) if each.before else None,
                after=_role_out(each.after) if each.after else None,
            )
            for each in found
        ]
    )


@router.post(
    f"{ONE}/assignments",
    operation_id="staff_advice",
    response=changes(PicksOut),
    summary="Give the advised roles",
)
def post_assignments(request: ApiRequest, number: int, body: PicksIn) -> PicksOut:
    """Give advised roles to people, all or none, by the rules by which any role is given."""
    advice, saw = _advice(request, number, to_change=True), seen(request, body.version)
    people = Person.objects.visible_to(request.actor)
    scopes = Scope.objects.visible_to(request.actor)
    roles = Role.objects.filter(request.actor.within())
    picks = [
        Pick(
            _named(people, f"picks.{place}.person", key=each.person),
            _named(roles, f"picks.{place}.role", code=each.role),
            _named(scopes, f"picks.{place}.scope", key=each.scope),
        )
        for place, each in enumerate(body.picks)
    ]
    with saw.checked():
        given = staff_advice(
            advice, picks, from_date=body.from_date, version=saw.version, actor=request.actor
        )
    return PicksOut(assignments=[each.key for each in given])


def _named(rows: Any, field: str, **by: str) -> Any:
    found = rows.filter(**by).first()
    if found is None:
        raise Invalid(
            f"There is nothing here with the key {next(iter(by.values()))}.", field=field, code="unknown"
        )
    return found


def _bounds_out(organisation: Organisation) -> BoundsOut:
    held = bounds_of(organisation)
    own = AdviceBounds.objects.filter(organisation=organisation).first()
    return BoundsOut(
        bounds=[
            BoundOut(
                code=each.code,
                rule=each.rule,
                words=str(each.name),
                value=held[each.code],
                default=each.default,
            )
            for each in BOUNDS
        ],
        version=own.version if own is not None else 1,
    )


@router.get(
    "/role-advice-thresholds",
    operation_id="get_advice_thresholds",
    response=reads(BoundsOut),
    summary="The advisor's thresholds",
)
def get_bounds(request: ApiRequest, response: HttpResponse) -> BoundsOut:
    """Return from when on each rule fires."""
    answer = _bounds_out(_organisation(request))
    return tagged(response, answer, answer.version)


@router.patch(
    "/role-advice-thresholds",
    operation_id="change_advice_thresholds",
    response=changes(BoundsOut),
    summary="Set the advisor's thresholds",
)
def patch_bounds(request: ApiRequest, response: HttpResponse, body: BoundsPatch) -> BoundsOut:
    """Set thresholds; what was decided stays by those of its day."""
    organisation = _organisation(request)
    require(may_set_thresholds(request.actor))
    saw = seen(request, body.version)
    with saw.checked():
        change_advice_bounds(
            organisation,
            stated={**bounds_of(organisation), **body.bounds},
            version=saw.version,
            actor=request.actor,
        )
    answer = _bounds_out(organisation)
    return tagged(response, answer, answer.version)


@router.get(
    "/kind-of-work",
    operation_id="get_kind_of_work",
    response=reads(KindsOut),
    summary="Project, programme, operations or product?",
)
def get_kind(request: ApiRequest, query: Query[KindQuery]) -> KindsOut:
    """Return what something is by what is true of it."""
    own_organisation(request.actor)
    verdict = kind_of_work({each.code: getattr(query, each.code) for each in QUESTIONS})
    return KindsOut(
        kinds=[
            KindOut(kind=each.code, because=str(each.because), roles=list(each.roles))
            for each in verdict.kinds
        ],
        is_torn=verdict.is_torn,
    )
