"""Promises as pages and the API show them: how each stands today, and how somebody keeps them."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, F, Q

from remit.accounts.permissions import Actor
from remit.core.errors import NotFound
from remit.people.grids import day_of
from remit.people.models import Commitment, CommitmentState, Organisation, Person, Scope

MOST_SHOWN = 12
SOON_DAYS = 7


@dataclass(frozen=True, slots=True)
class Standing:
    """A promise with how it stands: open, due, late, kept, kept late or released; `days` late, where it is."""

    commitment: Commitment
    code: str
    days: int
    moved: int

    @property
    def colour(self) -> str:
        """Return the colour of its status."""
        colours = {"late": "red", "kept-late": "amber", "due": "amber", "kept": "green"}
        return colours.get(self.code, "grey")


@dataclass(frozen=True, slots=True)
class Record:
    """How somebody kept what fell due: in time, late, still open and late; how often the day was moved."""

    in_time: int
    late: int
    open_late: int
    moved: int

    @property
    def fallen_due(self) -> int:
        """Return how many promises have fallen due or been kept."""
        return self.in_time + self.late + self.open_late

    @property
    def percent(self) -> int | None:
        """Return the share kept in time of all that has fallen due, in percent; None where nothing has."""
        return round(100 * self.in_time / self.fallen_due) if self.fallen_due else None


def commitments(actor: Actor) -> Any:
    """Return the promises that the actor may see, with their people and how often each was moved."""
    rows = Commitment.objects.visible_to(actor).select_related("scope__organisation", "by", "to_person")
    return rows.annotate(moved=Count("renegotiations"))


def one_commitment(actor: Actor, key: str) -> Commitment:
    """Return the promise with `key`, or raise `NotFound`."""
    found: Commitment | None = commitments(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def standing(commitment: Commitment, day: dt.date) -> Standing:
    """Return how a promise stands on a day."""
    moved = getattr(commitment, "moved", None)
    count = commitment.renegotiations.count() if moved is None else moved
    if commitment.state == CommitmentState.RELEASED:
        return Standing(commitment, "released", 0, count)
    if commitment.state == CommitmentState.KEPT and commitment.closed_on is not None:
        late = max(0, (commitment.closed_on - commitment.due_on).days)
        return Standing(commitment, "kept-late" if late else "kept", late, count)
    late = (day - commitment.due_on).days
    if late > 0:
        return Standing(commitment, "late", late, count)
    return Standing(commitment, "due" if -late <= SOON_DAYS else "open", 0, count)


def standings(rows: Iterable[Commitment], day: dt.date) -> list[Standing]:
    """Return how each promise stands on a day."""
    return [standing(each, day) for each in rows]


def record_of(person: Person) -> Record:
    """Return how somebody keeps promises: one query. What was released counts for nothing."""
    today = day_of(person.organisation)
    kept = Q(state=CommitmentState.KEPT)
    found = Commitment.objects.filter(by=person).aggregate(
        in_time=Count("pk", filter=kept & Q(closed_on__lte=F("due_on")), distinct=True),
        late=Count("pk", filter=kept & Q(closed_on__gt=F("due_on")), distinct=True),
        open_late=Count("pk", filter=Q(state=CommitmentState.OPEN, due_on__lt=today), distinct=True),
        moved=Count("renegotiations"),
    )
    return Record(**found)


def of_scope(actor: Actor, scope: Scope) -> dict[str, Any] | None:
    """Return the open promises in the frame of a scope, the soonest due first; None where there are none."""
    rows = commitments(actor).filter(scope=scope, state=CommitmentState.OPEN).order_by("due_on", "pk")
    shown = list(rows[:MOST_SHOWN])
    return {"rows": standings(shown, day_of(scope.organisation)), "scope": scope} if shown else None


def at_home(actor: Actor) -> dict[str, Any] | None:
    """Return the actor's own open promises that are late or due within days, and those made to them."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    open_ones = commitments(actor).filter(state=CommitmentState.OPEN)
    rows = list(
        open_ones.filter(Q(by_id=actor.person_id) | Q(to_person_id=actor.person_id)).order_by("due_on", "pk")[
            :MOST_SHOWN
        ]
    )
    if not rows:
        return None
    day = day_of(Organisation.objects.get(pk=actor.organisation_id))
    return {"rows": standings(rows, day), "person_id": actor.person_id}
