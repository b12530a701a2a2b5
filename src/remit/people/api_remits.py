"""Remits and charters, for programs."""

import datetime as dt
from typing import Any

from django.http import HttpResponse
from ninja import Router
from pydantic import Field

from remit.core.api.fields import Output
from remit.core.api.problems import reads
from remit.core.api.requests import ApiRequest
from remit.core.downloads import PDF, download
from remit.people.charters import Charter, Limit, charter_of, charter_pdf
from remit.people.guards import held_assignment, visible_person
from remit.people.profile import sees_profile
from remit.people.remit import Held, Remit, remit_of

router = Router(tags=["Remits"])


class LettersOut(Output):
    """How many rows of the matrices in force give which letter."""

    A: int
    R: int
    C: int
    I: int  # noqa: E741 - the letter is its name


class HeldOut(Output):
    """One assignment in a remit; limits as they hold, null without bound."""

    assignment: str
    role: str
    scope: str
    is_led: bool = Field(description="Whether the role runs or owns the scope.")
    from_date: dt.date
    to_date: dt.date | None
    allocation_percent: int
    money_limit_minor: int | None
    days_limit: int | None
    deputy: str | None
    is_acknowledged: bool
    letters: LettersOut


class UndertakingOut(Output):
    """A running project in a remit; the budget is null as well where it may not be seen."""

    key: str
    name: str
    is_led: bool
    starts_on: dt.date
    promised_on: dt.date | None
    phase: str
    state: str = Field(description="green, amber, red or grey.")
    budget_minor: int | None


class RightOut(Output):
    """What is left to somebody of one activity by its level of delegation."""

    project: str
    activity: str
    level: str


class RemitOut(Output):
    """Everything under somebody's remit that the caller may see; totals are the sums over the assignments."""

    person: str
    day: dt.date
    allocation_percent: int
    letters: LettersOut
    unacknowledged: int
    budget_minor: int
    budgets: int = Field(description="How many led projects state a budget that the caller may see.")
    budgets_hidden: int
    held: list[HeldOut]
    projects: list[UndertakingOut]
    project_count: int
    waiting_decisions: list[str]
    open_promises: list[str]
    activities: int
    delegated: list[RightOut] = Field(description="Decisions left to them by whoever plans.")


class LimitOut(Output):
    """How far somebody decides, null without bound; `is_stated` unless it follows from the role's authority."""

    value: int | None
    is_stated: bool


class DutyOut(Output):
    """A responsibility of the matrix in force with the letters of the assignment."""

    key: str
    text: str
    letters: str


class CharterOut(Output):
    """What an assignment says, in full."""

    assignment: str
    person: str
    role: str
    scope: str
    version: str
    is_acknowledged: bool
    purpose: str
    money_limit: LimitOut
    days_limit: LimitOut
    duties: list[DutyOut]
    responsibilities: list[str]
    decisions: list[str]
    exclusions: list[str]


def _letters(letters: Any) -> LettersOut:
    return LettersOut(**letters)


def _held(each: Held) -> HeldOut:
    held = each.assignment
    return HeldOut(
        assignment=held.key,
        role=held.role.code,
        scope=held.scope.key,
        is_led=each.is_led,
        from_date=held.from_date,
        to_date=held.to_date,
        allocation_percent=held.allocation_percent,
        money_limit_minor=each.money_minor,
        days_limit=each.days,
        deputy=held.deputy.key if held.deputy else None,
        is_acknowledged=each.is_read,
        letters=_letters(each.letters),
    )


def remit_out(remit: Remit) -> RemitOut:
    """Return a remit as programs read it."""
    totals, under = remit.totals, remit.undertakings
    return RemitOut(
        person=remit.person.key,
        day=remit.day,
        allocation_percent=totals.share_percent,
        letters=_letters(totals.letters),
        unacknowledged=totals.unread,
        budget_minor=under.budget_minor,
        budgets=under.budgets,
        budgets_hidden=under.hidden,
        held=[_held(each) for each in remit.held],
        projects=[
            UndertakingOut(
                key=each.key,
                name=each.name,
                is_led=each.is_led,
                starts_on=each.starts_on,
                promised_on=each.promised_on,
                phase=each.phase,
                state=each.state,
                budget_minor=each.budget_minor,
            )
            for each in under.shown
        ],
        project_count=under.count,
        waiting_decisions=[each.key for each in remit.waiting],
        open_promises=[each.commitment.key for each in remit.promises],
        activities=len(remit.work),
        delegated=[
            RightOut(project=each.scope_key, activity=each.key, level=each.level) for each in remit.rights
        ],
    )


def _limit(limit: Limit) -> LimitOut:
    return LimitOut(value=limit.value, is_stated=limit.is_stated)


def charter_out(charter: Charter) -> CharterOut:
    """Return a charter as programs read it."""
    held = charter.assignment
    return CharterOut(
        assignment=held.key,
        person=held.person.key,
        role=held.role.code,
        scope=held.scope.key,
        version=charter.version,
        is_acknowledged=charter.is_read,
        purpose=held.role.purpose,
        money_limit=_limit(charter.money),
        days_limit=_limit(charter.days),
        duties=[DutyOut(key=each.key, text=each.text, letters=each.letters) for each in charter.duties],
        responsibilities=[text for _area, lines in charter.responsibilities for text in lines],
        decisions=list(charter.decisions),
        exclusions=[text for text, _name in charter.exclusions],
    )


@router.get(
    "/people/{key}/remit",
    operation_id="get_remit",
    response=reads(RemitOut),
    summary="Everything under somebody's remit",
)
def get_remit(request: ApiRequest, key: str) -> RemitOut:
    """Return roles, letters, limits, projects and what waits, as far as the caller may see them."""
    person = visible_person(request.actor, key)
    sees = sees_profile(request.actor, person)
    return remit_out(remit_of(request.actor, person, sees_certificates=sees))


@router.get(
    "/assignments/{key}/charter",
    operation_id="get_charter",
    response=reads(CharterOut),
    summary="The charter of an assignment",
)
def get_charter(request: ApiRequest, key: str) -> CharterOut:
    """Return what an assignment says, in full."""
    return charter_out(charter_of(request.actor, held_assignment(request.actor, key)))


@router.get(
    "/assignments/{key}/charter.pdf",
    operation_id="export_charter",
    response=reads(dict[str, Any]),
    summary="The charter of an assignment as a PDF",
    openapi_extra={
        "responses": {200: {"content": {PDF: {"schema": {"type": "string", "format": "binary"}}}}}
    },
)
def get_charter_file(request: ApiRequest, key: str) -> HttpResponse:
    """Return the charter on paper, with a line to sign on."""
    made = charter_pdf(charter_of(request.actor, held_assignment(request.actor, key)))
    return download(made, f"charter-{key}.pdf", PDF)
