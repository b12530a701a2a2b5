"""Registries that higher apps fill in their `apps.py`: what accounts cannot know by itself."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from remit.accounts.models.user import User
from remit.accounts.permissions import Actor
from remit.audit.recording import About
from remit.core.icalendar import Event
from remit.core.registries import Registry, Text


@dataclass(frozen=True, slots=True)
class SignInHint:
    """One sign-in of a demo organisation, shown on the sign-in page with the role in words."""

    email: str
    role: str
    password: str


@dataclass(frozen=True, slots=True)
class FeedPart:
    """One kind of what a calendar feed carries; people choose by `label` and `explanation`.

    `events` returns those of the actor that touch the days from the first to the last, the earliest first and at
    most so many: only what the actor may see at this moment, in a constant number of queries.
    """

    position: int
    code: str
    label: Text
    explanation: Text
    events: Callable[[Actor, dt.date, dt.date, int], Iterable[Event]]


HintProvider = Callable[[], Iterable[SignInHint]]
HomeProvider = Callable[[User], About | None]

sign_in_hints: Registry[HintProvider] = Registry()

# How the record names the person behind a sign-in, and in which organisation; None where there is nobody.
homes: Registry[HomeProvider] = Registry()

# Whether somebody must keep a second factor by a rule that a layer above knows.
keep_second_factor: Registry[Callable[[User], bool]] = Registry()

# What a calendar feed can carry.
feed_parts: Registry[FeedPart] = Registry()
