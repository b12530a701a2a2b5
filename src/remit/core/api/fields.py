"""Kinds of values in requests and answers: exact types, so that 'yes' is no flag and '5' is no number."""

import datetime as dt
import re
from typing import Annotated, Any

from django.utils.translation import gettext as _
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StrictBool,
    StrictInt,
    StringConstraints,
)

from remit.core.errors import Invalid
from remit.core.plan_time import LAST_MINUTE, from_minute

FIRST_YEAR, LAST_YEAR = 1970, 9998
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}")
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def _day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value):
        return dt.date.fromisoformat(value)
    if value is None or type(value) is dt.date:
        return value
    msg = "Write a day as 2026-12-18."
    raise ValueError(msg)


def _iso(value: Any) -> Any:
    if isinstance(value, str) and not _INSTANT.match(value):
        msg = "Write an instant with its zone, as 2026-12-18T17:30:00Z."
        raise ValueError(msg)
    return value


def _near(value: dt.datetime) -> dt.datetime:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        msg = f"Give an instant between {FIRST_YEAR} and {LAST_YEAR}."
        raise ValueError(msg)
    return value


Flag = StrictBool
Instant = Annotated[AwareDatetime, BeforeValidator(_iso), AfterValidator(_near)]
Version = Annotated[StrictInt, Field(ge=1, le=2**31 - 1, description="The version that the sender saw.")]
Whole = Annotated[StrictInt, Field(ge=-(2**53) + 1, le=2**53 - 1)]
Count = Annotated[StrictInt, Field(ge=0, le=2**31 - 1)]
Day = Annotated[dt.date, BeforeValidator(_day)]
Key = Annotated[str, StringConstraints(min_length=1, max_length=16)]
Name = Annotated[str, StringConstraints(min_length=1, max_length=200, strip_whitespace=True)]
Moment = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2})?$"),
    Field(
        description="A day or a local date-time of the plan, without a zone: 2026-12-18T17:30.",
        examples=["2026-12-18T17:30"],
    ),
]


class Input(BaseModel):
    """What is sent: a name that is not known is refused, not overlooked."""

    model_config = ConfigDict(extra="forbid")


class Output(BaseModel):
    """What is answered: the stated fields and no others."""

    model_config = ConfigDict(extra="forbid")


def moment(minute: int | None) -> str | None:
    """Return a plan minute as a local date-time: 2026-12-18T17:30."""
    if minute is None or not 0 <= minute <= LAST_MINUTE:
        return None
    return from_minute(minute).isoformat(timespec="minutes")


# The default of what a change may leave out: no value of its own, so that the document names none.
LEFT_OUT: Any = Field(default_factory=lambda: None)


def stated(body: BaseModel) -> dict[str, Any]:
    """Return what a change states, without its version; raises `Invalid` where that is nothing."""
    sent = body.model_dump(exclude_unset=True, exclude={"version"})
    if not sent:
        raise Invalid(_("Say which fields change."), code="empty")
    return sent
