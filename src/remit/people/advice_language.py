"""The language in which the rules of the advisor are written: conditions on facts, and what follows from them."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Outcome(StrEnum):
    """What is advised of a role, the strongest first."""

    REQUIRED = "required"
    ADVISED = "advised"
    COMBINE = "combine"
    NOT_NEEDED = "not-needed"


OUTCOMES: dict[Outcome, Promise] = {
    Outcome.REQUIRED: _("required"),
    Outcome.ADVISED: _("advised"),
    Outcome.COMBINE: _("combine"),
    Outcome.NOT_NEEDED: _("not needed"),
}


@dataclass(frozen=True, slots=True)
class Condition:
    """One comparison of a fact: with a bound by its code, with a number, or with the one answer that counts."""

    fact: str
    compare: str
    bound: str | int = ""


def over(fact: str, bound: str | int = "") -> Condition:
    """Hold where the fact is more than the bound, which is named like the fact unless said otherwise."""
    return Condition(fact, "over", fact if bound == "" else bound)


def from_(fact: str, bound: str | int = "") -> Condition:
    """Hold where the fact is at least the bound."""
    return Condition(fact, "from", fact if bound == "" else bound)


def below(fact: str, bound: str | int) -> Condition:
    """Hold where the fact is less than the bound."""
    return Condition(fact, "below", bound)


def yes(fact: str) -> Condition:
    """Hold where the answer is yes."""
    return Condition(fact, "yes")


def is_(fact: str, answer: str) -> Condition:
    """Hold where the answer is `answer`."""
    return Condition(fact, "is", answer)


@dataclass(frozen=True, slots=True)
class Count:
    """How many of a role: one for each of `fact`, or for each `per` of them by that bound; at least one."""

    fact: str
    per: str = ""


@dataclass(frozen=True, slots=True)
class Branch:
    """What follows where one of `any_of` holds, each a group of conditions that must hold together.

    `combined_with` is the role with which it is combined. `softens` says that it holds against a stronger rule.
    """

    outcome: Outcome
    any_of: tuple[tuple[Condition, ...], ...]
    says: Promise
    count: Count | None = None
    combined_with: str = ""
    softens: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """What a rule says of one role, by code, or of nobody in particular: the first branch that holds decides."""

    role: str
    branches: tuple[Branch, ...]
    otherwise: Promise


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule with its number and what it says."""

    code: str
    text: Promise
    parts: tuple[Part, ...]
