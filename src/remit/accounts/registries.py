"""Registries that higher apps fill in their `apps.py`: what accounts cannot know by itself."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from remit.accounts.models.user import User
from remit.audit.recording import About
from remit.core.registries import Registry


@dataclass(frozen=True, slots=True)
class SignInHint:
    """One sign-in of a demo organisation, shown on the sign-in page with the role in words."""

    email: str
    role: str
    password: str


HintProvider = Callable[[], Iterable[SignInHint]]
HomeProvider = Callable[[User], About | None]

sign_in_hints: Registry[HintProvider] = Registry()

# How the record names the person behind a sign-in, and in which organisation; None where there is nobody.
homes: Registry[HomeProvider] = Registry()

# Whether somebody must keep a second factor by a rule that a layer above knows.
keep_second_factor: Registry[Callable[[User], bool]] = Registry()
