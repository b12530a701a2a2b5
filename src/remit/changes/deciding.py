"""To whom a change request goes: the nearest whose limits in money and days suffice, never who raised it."""

from collections.abc import Sequence

from remit.changes.models import ChangeRequest
from remit.people.away import away_on
from remit.people.catalogue import PROJECT_MANAGER
from remit.people.grids import day_of, stands_on
from remit.people.models import Person
from remit.people.routing import Question, Route, ways
from remit.projects.signing import in_role


def amount_of(change: ChangeRequest) -> int | None:
    """Return how much money is decided on: what a change saves is decided on like what it costs."""
    return None if change.cost_minor is None else abs(change.cost_minor)


def delay_of(change: ChangeRequest) -> int | None:
    """Return how many days of delay are decided on, stated or computed: being earlier takes no authority."""
    if change.days is None:
        return None
    computed: int = change.computed.get("days", 0)
    return max(change.days, computed, 0)


def _question(change: ChangeRequest) -> Question:
    asked = {change.raised_by_id}
    if change.awaits_ratification:
        # nobody answers for what they did in an emergency themselves
        asked.add(change.decided_by_id)
    return Question(
        change.pk, change.project.scope, amount_of(change), delay_of(change),
        asked_by=frozenset(each for each in asked if each is not None),
    )  # fmt: skip


def ways_of_changes(changes: Sequence[ChangeRequest]) -> dict[int, Route]:
    """Return the way of each request by its id; all are of one organisation: a constant number of queries."""
    if not changes:
        return {}
    return ways([_question(each) for each in changes], changes[0].project.organisation)


def way_of_change(change: ChangeRequest) -> Route:
    """Return the way that a request goes."""
    return ways_of_changes([change])[change.pk]


def manager_for(change: ChangeRequest) -> Person | None:
    """Return who approves in an emergency: the project manager, or the deputy of one who is away or asked for it."""
    held = in_role(change.project, PROJECT_MANAGER)
    if held is None:
        return None
    organisation = change.project.organisation
    day, deputy = day_of(organisation), held.deputy
    if deputy is None or not stands_on(day, held.deputy_from, held.deputy_to, deputy.left_on):
        return held.person
    away = away_on(organisation, day, {held.person_id, deputy.pk})
    needed = held.person_id in away or held.person_id == change.raised_by_id
    return deputy if needed and deputy.pk not in away else held.person
