"""What is uncertain about a plan, as frozen dataclasses: durations, events, weather, branches and cost.

Money is in minor units; factors multiply the planned (remaining) duration, minutes are working minutes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from remit.engine.model.distribution import Distribution
from remit.engine.model.errors import DuplicateIdError, PlanError, UnknownReferenceError

MONTHS = 12
_SURE = 1e-9


class Measure(StrEnum):
    """What a distribution says of a duration: a factor of what is planned, or working minutes."""

    FACTOR = "factor"
    MINUTES = "minutes"


class EventKind(StrEnum):
    """A threat adds the minutes and money of its impacts, an opportunity takes them away."""

    THREAT = "threat"
    OPPORTUNITY = "opportunity"


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How long an activity may take, whatever happens: a factor of its duration, or working minutes."""

    activity_id: str
    distribution: Distribution
    measure: Measure = Measure.FACTOR

    def __post_init__(self) -> None:
        if self.distribution.least < 0:
            msg = f"The uncertainty of activity {self.activity_id} allows a duration below zero."
            raise PlanError(msg, [self.activity_id])


@dataclass(frozen=True, slots=True)
class Impact:
    """What an event does to one activity: its duration times a factor, or so many minutes more or less.

    Minutes are stated without a sign; the kind of the event gives it.
    """

    activity_id: str
    distribution: Distribution
    measure: Measure = Measure.FACTOR

    def __post_init__(self) -> None:
        if self.distribution.least < 0:
            msg = f"The impact on activity {self.activity_id} is below zero: state minutes without a sign."
            raise PlanError(msg, [self.activity_id])


@dataclass(frozen=True, slots=True)
class Mitigation:
    """A response to an event: probability and impacts after it, and its price in minor units.

    What is None stays as it is. The price is paid in every run.
    """

    probability: float | None = None
    impacts: tuple[Impact, ...] | None = None
    cost: Distribution | None = None
    price: float = 0.0

    def __post_init__(self) -> None:
        if self.probability is not None:
            _check_share(self.probability, "The probability after a mitigation")
        if self.price < 0:
            raise PlanError("The price of a mitigation is below zero.")


@dataclass(frozen=True, slots=True)
class RiskEvent:
    """Something that happens with a probability, and what it then does to activities and cost.

    All impacts of an event share one severity: where it is bad for one activity, it is bad for all. That
    correlates the activities (the risk-driver method). `cost` is money in minor units, without a sign.
    """

    id: str
    name: str
    probability: float
    impacts: tuple[Impact, ...] = ()
    cost: Distribution | None = None
    kind: EventKind = EventKind.THREAT
    mitigation: Mitigation | None = None

    def __post_init__(self) -> None:
        _check_share(self.probability, f"The probability of risk {self.id} '{self.name}'")
        for impacts in (self.impacts, (self.mitigation and self.mitigation.impacts) or ()):
            ids = [each.activity_id for each in impacts]
            if len(set(ids)) < len(ids):
                msg = f"Risk {self.id} '{self.name}' acts on an activity twice."
                raise DuplicateIdError(msg, ids)

    def mitigated(self) -> "RiskEvent":
        """Return the event after its mitigation; itself where it has none."""
        if self.mitigation is None:
            return self
        after = self.mitigation
        return RiskEvent(
            self.id,
            self.name,
            self.probability if after.probability is None else after.probability,
            self.impacts if after.impacts is None else after.impacts,
            self.cost if after.cost is None else after.cost,
            self.kind,
        )


@dataclass(frozen=True, slots=True)
class Correlation:
    """Durations that go together: of two activities, or of every two of a group, -1 <= coefficient <= 1.

    The coefficient is that of the Gaussian copula: of the normal scores, not of the minutes themselves.
    """

    activity_ids: tuple[str, ...]
    coefficient: float

    def __post_init__(self) -> None:
        if len(set(self.activity_ids)) != len(self.activity_ids) or len(self.activity_ids) < 2:  # noqa: PLR2004 - a pair at least
            raise PlanError("A correlation joins two activities or more, each once.", self.activity_ids)
        if not -1 <= self.coefficient <= 1:
            msg = f"A correlation of {self.coefficient} does not lie between -1 and 1."
            raise PlanError(msg, self.activity_ids)


@dataclass(frozen=True, slots=True)
class Weather:
    """Days on which calendars do not work after all: the chance of losing a day, January to December.

    All calendars named lose the same days. A day is lost as a whole, independently of the day before.
    """

    id: str
    calendar_ids: tuple[str, ...]
    lost: tuple[float, ...]

    def __post_init__(self) -> None:
        if len(self.lost) != MONTHS:
            msg = f"Weather '{self.id}' states {len(self.lost)} months instead of twelve."
            raise PlanError(msg)
        for share in self.lost:
            _check_share(share, f"A chance of weather '{self.id}'")
        if min(self.lost) >= 1:
            msg = f"Weather '{self.id}' loses every day: nothing would ever be done."
            raise PlanError(msg)


@dataclass(frozen=True, slots=True)
class Branch:
    """After an activity exactly one of several followers is done: pairs of follower and probability.

    The others are skipped in that run, and with them whatever waits for skipped activities alone: they take
    no time, cost nothing and hold nobody.
    """

    activity_id: str
    followers: tuple[tuple[str, float], ...]

    def __post_init__(self) -> None:
        ids = [each for each, _share in self.followers]
        if len(set(ids)) != len(ids) or not ids or self.activity_id in ids:
            msg = f"The branch after activity {self.activity_id} needs followers, each once."
            raise PlanError(msg, [self.activity_id])
        for _follower, share in self.followers:
            _check_share(share, f"A probability of the branch after activity {self.activity_id}")
        if abs(sum(share for _follower, share in self.followers) - 1) > _SURE:
            msg = f"The probabilities of the branch after activity {self.activity_id} do not add up to 1."
            raise PlanError(msg, [self.activity_id])


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """What an activity costs in minor units: `fixed` once, and `rate_per_hour` for each working hour."""

    activity_id: str
    fixed: Distribution | None = None
    rate_per_hour: float = 0.0


@dataclass(frozen=True, slots=True)
class RiskModel:
    """Everything uncertain about a plan.

    `overhead_per_day` is money in minor units for each day of 24 hours from the first start to the finish.
    `counts_assignments` adds what the assignments cost: the work of people grows and shrinks with the
    duration, material and cost resources do not.
    """

    uncertainties: tuple[Uncertainty, ...] = ()
    events: tuple[RiskEvent, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    weathers: tuple[Weather, ...] = ()
    branches: tuple[Branch, ...] = ()
    costs: tuple[ActivityCost, ...] = ()
    overhead_per_day: float = 0.0
    counts_assignments: bool = True

    def __post_init__(self) -> None:
        _once("The uncertainty of activity", (each.activity_id for each in self.uncertainties))
        _once("The cost of activity", (each.activity_id for each in self.costs))
        _once("The branch after activity", (each.activity_id for each in self.branches))
        followers = (each for branch in self.branches for each, _share in branch.followers)
        _once("The branch that leads to activity", followers)
        _once("Risk", (each.id for each in self.events))
        _once("Weather", (each.id for each in self.weathers))
        calendars = (each for weather in self.weathers for each in weather.calendar_ids)
        _once("The weather of calendar", calendars)

    def check(
        self, activities: set[str], calendars: set[str], followers: Mapping[str, set[str]] | None = None
    ) -> None:
        """Raise `UnknownReferenceError` where the model names what the plan has not.

        `followers` are the successors of each activity: a branch needs a link to each of its followers.
        """
        for activity_id in self._activity_ids():
            if activity_id not in activities:
                msg = f"The risk model refers to activity {activity_id}, which is not in the plan."
                raise UnknownReferenceError(msg, [activity_id])
        for weather in self.weathers:
            for calendar_id in weather.calendar_ids:
                if calendar_id not in calendars:
                    msg = f"Weather '{weather.id}' refers to calendar {calendar_id}, which does not exist."
                    raise UnknownReferenceError(msg)
        for branch in self.branches if followers is not None else ():
            linked = (followers or {}).get(branch.activity_id, set())
            for follower, _share in branch.followers:
                if follower not in linked:
                    msg = f"Activity {follower} of a branch does not follow {branch.activity_id}."
                    raise UnknownReferenceError(msg, [branch.activity_id, follower])

    def _activity_ids(self) -> Iterable[str]:
        for uncertainty in self.uncertainties:
            yield uncertainty.activity_id
        for event in self.events:
            after = event.mitigation.impacts if event.mitigation else None
            yield from (each.activity_id for each in (*event.impacts, *(after or ())))
        for correlation in self.correlations:
            yield from correlation.activity_ids
        for branch in self.branches:
            yield branch.activity_id
            yield from (follower for follower, _share in branch.followers)
        for cost in self.costs:
            yield cost.activity_id


def _check_share(share: float, what: str) -> None:
    if not 0 <= share <= 1:
        msg = f"{what} is {share}, which does not lie between 0 and 1."
        raise PlanError(msg)


def _once(what: str, ids: Iterable[str]) -> None:
    seen: set[str] = set()
    for each in ids:
        if each in seen:
            msg = f"{what} {each} is stated twice."
            raise DuplicateIdError(msg, [each])
        seen.add(each)
