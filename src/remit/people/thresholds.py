"""From when on something about who answers for what is a fault, and how far each authority decides alone.

Every threshold has its default; an organisation may set its own. Pure.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

AUTHORITIES = range(6)
# money in minor units and working days by authority, from 0 to 5; None has no bound
MONEY: tuple[int | None, ...] = (0, 0, 100_000, 2_500_000, 25_000_000, None)
DAYS: tuple[int | None, ...] = (0, 0, 2, 5, 20, None)
MOST_MONEY = 10**15
MOST_DAYS = 36_500
HUNDRED = 100


@dataclass(frozen=True, slots=True)
class Threshold:
    """A figure that an organisation may set, with its default; None, where `may_be_open`, means without bound."""

    code: str
    group: str
    name: Promise
    default: int | None
    least: int = 0
    most: int = 10_000
    is_money: bool = False
    may_be_open: bool = False
    authority: int | None = None

    @property
    def in_words(self) -> Promise:
        """Return its name with the authority of whoever has the limit."""
        if self.authority is None:
            return self.name
        words: Promise = format_lazy("{}, {} {}", self.name, _("authority"), self.authority)
        return words


GROUPS: dict[str, Promise] = {
    "row": _("A row of a matrix"),
    "people": _("What one person answers for"),
    "presence": _("Absence, small firms"),
    "outcomes": _("Reviews of outcomes"),
    "money": _("Decides alone, up to so much money"),
    "days": _("Decides alone, up to so many working days of delay"),
}

_FAULTS = (
    Threshold("responsible", "row", _("At most so many R in a row"), 3, 1, 1000),
    Threshold("consulted", "row", _("At most so many C in a row"), 5, 0, 1000),
    Threshold("consulted_percent", "row", _("C in percent of all letters at most"), 40, 0, HUNDRED),
    Threshold("similarity_percent", "row", _("Two rows are alike from this percentage on"), 60, 1, HUNDRED),
    Threshold("items", "people", _("At most so many rows for one person"), 12, 1),
    Threshold("share_percent", "people", _("At most this percentage of a scope's rows"), 25, 1, HUNDRED),
    Threshold("share_from", "people", _("… counted from so many rows of that person on"), 4, 1),
    Threshold("away_days", "presence", _("Away without a deputy at most so many working days"), 10, 0, 366),
    Threshold("small_firm", "presence", _("A firm is small with fewer people than this"), 10),
    Threshold(
        "outcome_days", "outcomes", _("The sponsor is told of one that is late by so many days"), 14, 1, 366
    ),
    Threshold("review_days", "presence", _("Combined duties are reviewed within so many days"), 30, 1, 366),
)


def _of_authority(code: str, name: Promise, defaults: tuple[int | None, ...], most: int) -> list[Threshold]:
    return [
        Threshold(f"{code}_{level}", code, name, defaults[level], 0, most, code == "money", True, level)
        for level in AUTHORITIES
    ]


THRESHOLDS = (
    *_FAULTS,
    *_of_authority("money", _("Money"), MONEY, MOST_MONEY),
    *_of_authority("days", _("Days"), DAYS, MOST_DAYS),
)
BY_CODE = {each.code: each for each in THRESHOLDS}
DEFAULTS = {each.code: each.default for each in THRESHOLDS}


@dataclass(frozen=True, slots=True)
class Limits:
    """From when on something is a fault (section 5 of the rules of responsibility)."""

    responsible: int = 3
    consulted: int = 5
    consulted_share: float = 0.4
    items: int = 12
    share: float = 0.25
    # below so many items a share says nothing: of three rows, one is a third
    share_from: int = 4
    similarity: float = 0.6
    # in a smaller firm people must wear several hats: what is refused elsewhere is a warning
    small_firm: int = 10
    # working days; longer than this somebody's duties need another pair of hands
    away_days: int = 10
    # days within which a second person looks at duties that one person holds together
    review_days: int = 30
    # days after which the sponsor hears that an outcome was not reviewed
    outcome_days: int = 14


DEFAULT_LIMITS = Limits()


def limits_from(stated: Mapping[str, int | None]) -> Limits:
    """Return the limits by which faults are judged, from thresholds by code; what is left out is the default."""
    held = {code: value or 0 for code, value in {**DEFAULTS, **stated}.items()}
    return Limits(
        responsible=held["responsible"],
        consulted=held["consulted"],
        consulted_share=held["consulted_percent"] / HUNDRED,
        items=held["items"],
        share=held["share_percent"] / HUNDRED,
        share_from=held["share_from"],
        similarity=held["similarity_percent"] / HUNDRED,
        small_firm=held["small_firm"],
        away_days=held["away_days"],
        review_days=held["review_days"],
        outcome_days=held["outcome_days"],
    )


@dataclass(frozen=True, slots=True)
class Reach:
    """How far each authority from 0 to 5 decides alone: money in minor units, working days; None has no bound."""

    money: tuple[int | None, ...] = MONEY
    days: tuple[int | None, ...] = DAYS


DEFAULT_REACH = Reach()


def reach_from(stated: Mapping[str, int | None]) -> Reach:
    """Return how far each authority decides, from thresholds by code; what is left out is the default."""
    held = {**DEFAULTS, **stated}
    money, days = (tuple(held[f"{code}_{level}"] for level in AUTHORITIES) for code in ("money", "days"))
    return Reach(money, days)
