"""What is expected of people and how they meet it, as far as one of the two concerned may see it."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.commitment_queries import Record, record_of
from remit.people.grids import day_of, in_office
from remit.people.models import (
    Assignment,
    DecisionRequest,
    DecisionState,
    ExpectationReview,
    ExpectationTemplate,
    GrowthAction,
    Met,
    Person,
    ReviewSide,
    Role,
)
from remit.people.policies import may_see_growth
from remit.people.remit import is_led
from remit.people.role_queries import present_roles
from remit.people.role_skills import Gap, gap_to, nearness

# a decision that waited longer than this many days was late
PROMPT_DAYS = 5


@dataclass(frozen=True, slots=True)
class Line:
    """One expectation with how far it is met by each of the two; None where that is not said or not shown."""

    text: str
    own: int | None
    lead: int | None

    @property
    def difference(self) -> int | None:
        """Return by how much the line manager sees it higher; None until both have said."""
        return self.lead - self.own if self.own is not None and self.lead is not None else None

    @property
    def own_words(self) -> str:
        """Return the own view in words."""
        return met_words(self.own)

    @property
    def lead_words(self) -> str:
        """Return the line manager's view in words."""
        return met_words(self.lead)


@dataclass(frozen=True, slots=True)
class Review:
    """A review as one of the two sees it: the own side always, the other's once it is done."""

    review: ExpectationReview
    is_own: bool
    lines: tuple[Line, ...]
    mine: ReviewSide | None
    theirs: ReviewSide | None

    @property
    def is_complete(self) -> bool:
        """Return whether both have said what they think."""
        return _is_done(self.mine) and _is_done(self.theirs)

    @property
    def is_mine_done(self) -> bool:
        """Return whether the reader's own side is done."""
        return _is_done(self.mine)

    @property
    def is_theirs_done(self) -> bool:
        """Return whether the other side is done."""
        return _is_done(self.theirs)

    @property
    def differing(self) -> tuple[Line, ...]:
        """Return the expectations of which the two think otherwise, the widest apart first."""
        apart = [each for each in self.lines if each.difference]
        return tuple(sorted(apart, key=lambda each: -abs(each.difference or 0)))


def _is_done(side: ReviewSide | None) -> bool:
    return side is not None and side.done_on is not None


def met_words(level: int | None) -> str:
    """Return how far an expectation is met, in words; nothing where that is not said."""
    return str(Met(level).label) if level is not None else ""


def review_view(review: ExpectationReview, sides: Sequence[ReviewSide], *, is_own: bool) -> Review:
    """Return a review as whoever it is about, or else the line manager, may see it."""
    by_side = {side.is_own: side for side in sides}
    mine, other = by_side.get(is_own), by_side.get(not is_own)
    theirs = other if _is_done(other) else None
    own, lead = (mine, theirs) if is_own else (theirs, mine)
    lines = tuple(Line(text, _level(own, at), _level(lead, at)) for at, text in enumerate(review.items))
    return Review(review, is_own, lines, mine, theirs)


def _level(side: ReviewSide | None, at: int) -> int | None:
    return side.levels[at] if side is not None and at < len(side.levels) else None


def one_review(actor: Actor, key: str, person_key: str = "") -> Review:
    """Return a review that is between the actor and somebody, or raise `NotFound`: two queries."""
    rows = ExpectationReview.objects.visible_to(actor).filter(key=key)
    if person_key:
        rows = rows.filter(person__key=person_key)
    found: ExpectationReview | None = rows.select_related("person__organisation").first()
    if found is None:
        raise NotFound
    return review_view(found, list(found.sides.all()), is_own=found.person_id == actor.person_id)


def one_action(actor: Actor, key: str) -> GrowthAction:
    """Return an action that is between the actor and somebody, or raise `NotFound`."""
    rows = GrowthAction.objects.visible_to(actor).select_related("person__organisation", "skill")
    found: GrowthAction | None = rows.filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def templates_of(actor: Actor) -> Any:
    """Return the templates of the actor's organisation with their roles, retired ones included."""
    if actor.organisation_id is None:
        return ExpectationTemplate.objects.none()
    return ExpectationTemplate.objects.filter(actor.within()).select_related("role", "organisation")


def one_template(actor: Actor, key: str) -> ExpectationTemplate:
    """Return a template of the actor's organisation, or raise `NotFound`."""
    found: ExpectationTemplate | None = templates_of(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


@dataclass(frozen=True, slots=True)
class InHand:
    """What somebody has in hand in leading work: promises kept, and how soon they decide; with what they carry.

    `days` is the median of the days from being asked to deciding, None where nothing was decided.
    """

    record: Record
    decided: int
    days: int | None
    late: int
    leads: int
    share_percent: int


def in_hand(person: Person) -> InHand:
    """Return what somebody has in hand: three queries. No rank, no figure of others."""
    taken = DecisionRequest.objects.filter(decided_by=person).exclude(state=DecisionState.WITHDRAWN)
    waited = [
        (decided - asked).days for asked, decided in taken.values_list("asked_at", "decided_at") if decided
    ]
    held = list(
        Assignment.objects.filter(in_office(day_of(person.organisation)), person=person).select_related(
            "role", "scope"
        )
    )
    return InHand(
        record_of(person),
        len(waited),
        round(median(waited)) if waited else None,
        sum(days > PROMPT_DAYS for days in waited),
        sum(is_led(each) for each in held),
        sum(each.allocation_percent for each in held),
    )


@dataclass(frozen=True, slots=True)
class Growth:
    """What is between somebody and their line manager: reviews, actions, the way to another role."""

    person: Person
    reviews: tuple[Review, ...]
    actions: tuple[GrowthAction, ...]
    done: tuple[GrowthAction, ...]
    near: tuple[tuple[Role, int], ...]
    gap: Gap | None
    in_hand: InHand
    day: dt.date

    @property
    def late(self) -> list[GrowthAction]:
        """Return the actions whose day has passed."""
        return [each for each in self.actions if each.due_on < self.day]


def growth_of(actor: Actor, person: Person, role: Role | None) -> Growth:
    """Return what is between somebody and their line manager, of whom the actor must be one: at most ten queries."""
    rows = ExpectationReview.objects.visible_to(actor).filter(person=person)
    own = person.pk == actor.person_id
    reviews = tuple(
        review_view(each, list(each.sides.all()), is_own=own) for each in rows.prefetch_related("sides")
    )
    actions = list(GrowthAction.objects.visible_to(actor).filter(person=person).select_related("skill"))
    return Growth(
        person,
        reviews,
        tuple(each for each in actions if each.done_on is None),
        tuple(each for each in actions if each.done_on is not None),
        tuple(nearness(person, present_roles(actor))),
        gap_to(person, role) if role is not None else None,
        in_hand(person),
        day_of(person.organisation),
    )


def sees_growth(actor: Actor, person: Person) -> bool:
    """Return whether the pages about somebody's growth are for the actor."""
    return bool(may_see_growth(actor, person))
