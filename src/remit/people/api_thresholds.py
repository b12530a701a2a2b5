"""The thresholds of the organisation."""

from typing import Annotated

from django.http import HttpResponse
from ninja import Router
from pydantic import Field, StrictInt

from remit.accounts.permissions import require
from remit.core.api.fields import Input, Output, Version
from remit.core.api.problems import changes, reads
from remit.core.api.requests import ApiRequest
from remit.core.api.versions import seen, tagged
from remit.people.guards import own_organisation
from remit.people.models import Thresholds
from remit.people.operations.thresholds import change_thresholds
from remit.people.policies import may_see_organisation
from remit.people.threshold_queries import held_thresholds, thresholds_of
from remit.people.thresholds import MOST_MONEY, THRESHOLDS

router = Router(tags=["Responsibilities"])


class ThresholdOut(Output):
    """A threshold; `value` null means without bound."""

    code: str
    words: str
    authority: int | None = Field(description="Whose limit it is, from 0 to 5; null where it is none's.")
    value: int | None
    default: int | None


class ThresholdsOut(Output):
    """The thresholds that hold in the organisation; amounts in minor units."""

    thresholds: list[ThresholdOut]
    version: int


class ThresholdsPatch(Input):
    """Thresholds by their code; those that are left out stay as they are, null takes a bound away."""

    version: Version | None = None
    thresholds: Annotated[
        dict[str, Annotated[StrictInt, Field(ge=0, le=MOST_MONEY)] | None],
        Field(min_length=1, max_length=len(THRESHOLDS)),
    ]


def _out(own: Thresholds) -> ThresholdsOut:
    held = held_thresholds(own)
    return ThresholdsOut(
        thresholds=[
            ThresholdOut(
                code=each.code,
                words=str(each.name),
                authority=each.authority,
                value=held[each.code],
                default=each.default,
            )
            for each in THRESHOLDS
        ],
        version=own.version,
    )


@router.get(
    "/thresholds", operation_id="get_thresholds", response=reads(ThresholdsOut), summary="The thresholds"
)
def get_thresholds(request: ApiRequest, response: HttpResponse) -> ThresholdsOut:
    """Return from when on something is a fault, and how far each authority decides alone."""
    require(may_see_organisation(request.actor))
    answer = _out(thresholds_of(own_organisation(request.actor)))
    return tagged(response, answer, answer.version)


@router.patch(
    "/thresholds",
    operation_id="change_thresholds",
    response=changes(ThresholdsOut),
    summary="Set thresholds",
)
def patch_thresholds(request: ApiRequest, response: HttpResponse, body: ThresholdsPatch) -> ThresholdsOut:
    """Set thresholds; everything is judged by them from now on."""
    require(may_see_organisation(request.actor))
    organisation = own_organisation(request.actor)
    saw = seen(request, body.version)
    with saw.checked():
        own = change_thresholds(
            organisation, stated=body.thresholds, version=saw.version, actor=request.actor
        )
    answer = _out(own)
    return tagged(response, answer, answer.version)
