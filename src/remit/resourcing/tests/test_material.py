"""Material is given by amounts and days, never more than there is; hours a week may differ by periods."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.accounts.permissions import Actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.grids import day_of
from remit.people.models import PoolEntry
from remit.resourcing.compute.allocated import findings_of
from remit.resourcing.models import Allocation, ResourceRequest
from remit.resourcing.operations.answering import Terms, accept_terms, approve_request, propose_terms
from remit.resourcing.operations.pool import change_pool_entry
from remit.resourcing.operations.releasing import end_allocation, release_allocation
from remit.resourcing.operations.stock import add_delivery, remove_delivery
from remit.resourcing.periods import Period
from remit.resourcing.stock import first_day_with, free_from
from remit.resourcing.stock_queries import stock_of
from remit.resourcing.tests.making import DAY, SYSTEM, a_pool_entry, a_request, belongs

pytestmark = pytest.mark.django_db


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def mona(world: World) -> Actor:
    """Mona heads Works, which owns what is given."""
    a_pool_entry(world)
    return world.actor("Mona")


def today(world: World) -> dt.date:
    return day_of(world.organisation)


def some_sand(world: World, *deliveries: tuple[int, int]) -> PoolEntry:
    """Return sand with deliveries, each an amount and in how many days it comes."""
    sand = a_pool_entry(world, "Sand", kind="material", pieces=0, minutes_per_week=0, measure="t")
    for version, (amount, days) in enumerate(deliveries, 1):
        day = today(world) + dt.timedelta(days=days)
        add_delivery(sand, amount=Decimal(amount), day=day, version=version, actor=SYSTEM)
    return sand


def wanted(world: World, petra: Actor, sand: PoolEntry, amount: int, days: int = 0) -> ResourceRequest:
    needed = today(world) + dt.timedelta(days=days)
    return a_request(
        world, petra, pool=sand, amount=Decimal(amount), to_date=needed, minutes_per_week=0, from_date=None
    )


def test_material_is_given_until_none_is_left_and_later_once_it_is_delivered(
    world: World, petra: Actor, mona: Actor
) -> None:
    sand = some_sand(world, (10, 0), (5, 20))
    approve_request(wanted(world, petra, sand, 8), version=1, actor=mona)
    second = wanted(world, petra, sand, 4)
    with pytest.raises(Conflict, match="2 t are free") as refused:
        approve_request(second, version=1, over_reason="It must be", actor=mona)
    assert (today(world) + dt.timedelta(days=20)).isoformat() in str(refused.value.message)
    later = today(world) + dt.timedelta(days=20)
    terms = Terms(0, later, later, amount=Decimal(7))
    propose_terms(second, terms, version=1, reason="With the next delivery", actor=mona)
    accept_terms(second, version=2, actor=petra)
    one = second.allocations.get()
    assert (one.amount, one.from_date, one.to_date, one.state) == (Decimal(7), later, later, "held")
    assert stock_of(SYSTEM, sand).lines[-1].left == 0
    with pytest.raises(Conflict, match="state the delivery"):
        approve_request(wanted(world, petra, sand, 1), version=1, actor=mona)


def test_what_is_given_later_is_not_given_away_before(world: World, petra: Actor, mona: Actor) -> None:
    sand = some_sand(world, (10, 0))
    approve_request(wanted(world, petra, sand, 8, days=30), version=1, actor=mona)
    with pytest.raises(Conflict):
        approve_request(wanted(world, petra, sand, 3), version=1, actor=mona)
    approve_request(wanted(world, petra, sand, 2), version=1, actor=mona)


def test_what_goes_back_is_free_again_and_what_is_used_up_is_not(
    world: World, petra: Actor, mona: Actor
) -> None:
    sand = some_sand(world, (10, 0))
    back, used = wanted(world, petra, sand, 6, days=3), wanted(world, petra, sand, 4)
    approve_request(back, version=1, actor=mona)
    approve_request(used, version=1, actor=mona)
    release_allocation(back, 1, reason="The design changed", version=2, actor=petra)
    end_allocation(used, 1, today=today(world) + dt.timedelta(days=1))
    assert stock_of(SYSTEM, sand).free == 6
    with pytest.raises(Conflict):
        approve_request(wanted(world, petra, sand, 7), version=1, actor=mona)


def test_a_delivery_goes_only_while_nothing_given_needs_it(world: World, petra: Actor, mona: Actor) -> None:
    sand = some_sand(world, (10, 0), (5, 20))
    approve_request(wanted(world, petra, sand, 8), version=1, actor=mona)
    sand.refresh_from_db()
    with pytest.raises(Conflict, match="needs this delivery"):
        remove_delivery(sand, 1, version=sand.version, actor=SYSTEM)
    with pytest.raises(NotFound):
        remove_delivery(sand, 9, version=sand.version, actor=SYSTEM)
    remove_delivery(sand, 2, version=sand.version, actor=SYSTEM)
    with pytest.raises(Conflict, match="meanwhile"):
        remove_delivery(sand, 1, version=sand.version, actor=SYSTEM)
    with pytest.raises(Conflict, match="deliveries use it"):
        change_pool_entry(
            sand, version=sand.version + 1, kind="equipment", pieces=1, minutes_per_week=DAY, actor=SYSTEM
        )


@pytest.mark.parametrize("amount", ["0", "-1", "0.00001"])
def test_an_amount_is_more_than_nothing(world: World, petra: Actor, mona: Actor, amount: str) -> None:
    sand = some_sand(world)
    with pytest.raises(Invalid) as refused:
        add_delivery(sand, amount=Decimal(amount), day=today(world), version=1, actor=SYSTEM)
    assert refused.value.errors[0].field == "amount"
    needed = today(world)
    with pytest.raises(Invalid) as refused:
        a_request(world, petra, pool=sand, amount=Decimal(amount), to_date=needed)
    assert refused.value.errors[0].field == "amount"


def test_amounts_are_for_material_alone_and_kept_by_the_head(world: World, petra: Actor, mona: Actor) -> None:
    crane = PoolEntry.objects.get(name="Crane")
    with pytest.raises(Invalid, match="material alone"):
        a_request(world, petra, pool=crane, amount=Decimal(1))
    with pytest.raises(Conflict, match="not material"):
        add_delivery(crane, amount=Decimal(1), day=today(world), version=1, actor=SYSTEM)
    sand = some_sand(world)
    with pytest.raises(NotAllowed):
        add_delivery(sand, amount=Decimal(1), day=today(world), version=1, actor=petra)
    add_delivery(sand, amount=Decimal(1), day=today(world), version=1, actor=mona)


def test_material_is_no_finding_of_hours(world: World, petra: Actor, mona: Actor) -> None:
    sand = some_sand(world, (10, 0))
    approve_request(wanted(world, petra, sand, 8), version=1, actor=mona)
    assert findings_of(world.project, today(world)) == []


def test_pages_state_deliveries_and_ask_for_material(world: World, petra: Actor, mona: Actor) -> None:
    sand, head, client = some_sand(world), world.client("Mona"), world.client("Petra")
    address = f"/pool/{sand.key}/"
    assert "State what is there" in head.get(address).content.decode()
    assert "State what is there" not in client.get(address).content.decode()
    sent = {"version": "1", "amount": "12.5", "day": today(world).isoformat(), "words": "Stock"}
    assert head.post(f"{address}deliveries/", sent | {"amount": "0"}).status_code == 422
    assert client.post(f"{address}deliveries/", sent).status_code == 403
    assert head.post(f"{address}deliveries/", sent).status_code == 302
    assert head.post(f"{address}deliveries/", sent).status_code == 409
    assert "12.5 t" in head.get(address).content.decode()
    needed = today(world) + dt.timedelta(days=2)
    ask = {"pool": sand.key, "count": "1", "amount": "2.5", "to_date": needed.isoformat(), "what_for": "Bed"}
    new = f"/projects/{world.project.key}/requests/new/"
    assert client.post(new, ask | {"amount": ""}).status_code == 422
    assert client.post(new, ask).status_code == 302
    request = ResourceRequest.objects.get()
    assert request.wanted == "2.5 t Sand"
    page = f"/requests/{request.key}/"
    assert head.post(f"{page}approve/", {"version": "1"}).status_code == 302
    assert "10 t" in head.get(address).content.decode()
    release = {"version": "2", "reason": "Not needed"}
    assert client.post(f"{page}allocations/1/release/", release).status_code == 302
    assert Allocation.objects.get().state == "released"
    assert head.post(f"{address}deliveries/1/remove/", {"version": "2"}).status_code == 302


def test_hours_that_differ_are_given_period_by_period(world: World, petra: Actor, mona: Actor) -> None:
    first = today(world)
    ada = world.person("Ada")
    belongs(world, "Ada", PoolEntry.objects.get(name="Crane").unit)
    periods = [
        Period(first + dt.timedelta(days=30), first + dt.timedelta(days=59), 4 * DAY),
        Period(first, first + dt.timedelta(days=29), DAY),
    ]
    stated: dict[str, Any] = {"person": ada, "periods": periods, "minutes_per_week": 0}
    request = a_request(world, petra, **stated)
    last = first + dt.timedelta(days=59)
    assert (request.from_date, request.to_date, request.minutes_per_week) == (first, last, 4 * DAY)
    approve_request(request, version=1, actor=mona)
    given_out = [(each.from_date, each.minutes) for each in request.allocations.all()]
    assert given_out == [(first, DAY), (first + dt.timedelta(days=30), 4 * DAY)]
    another = a_request(world, petra, person=ada, minutes_per_week=2 * DAY, from_date=first, to_date=last)
    with pytest.raises(Conflict, match=(first + dt.timedelta(days=30)).isoformat()):
        approve_request(another, version=1, actor=mona)
    offered = Terms(0, first, last, [ada], periods=[Period(first, first + dt.timedelta(days=29), 2 * DAY)])
    propose_terms(another, offered, version=1, reason="Free until then", actor=mona)
    accept_terms(another, version=2, actor=petra)


@pytest.mark.parametrize(
    ("days", "match"),
    [(((0, 9), (9, 20)), "overlap"), (((5, 2),), "before the first"), (((0, 9),) * 25, "At most 24")],
)
def test_periods_that_make_no_sense_are_refused(
    world: World, petra: Actor, mona: Actor, days: tuple[tuple[int, int], ...], match: str
) -> None:
    start = today(world)
    crane = PoolEntry.objects.get(name="Crane")
    periods = [
        Period(start + dt.timedelta(days=one), start + dt.timedelta(days=other), DAY) for one, other in days
    ]
    with pytest.raises(Invalid, match=match) as refused:
        a_request(world, petra, pool=crane, periods=periods)
    assert refused.value.errors[0].field == "periods"


def test_a_line_of_periods_that_cannot_be_read_is_named(world: World, petra: Actor, mona: Actor) -> None:
    crane = PoolEntry.objects.get(name="Crane")
    start = today(world)
    line = f"{start.isoformat()} {(start + dt.timedelta(days=9)).isoformat()}"
    ask = {"pool": crane.key, "count": "1", "what_for": "Lifts", "periods": f"{line} 7,5\n{line}"}
    client, new = world.client("Petra"), f"/projects/{world.project.key}/requests/new/"
    answer = client.post(new, ask)
    assert answer.status_code == 422
    assert "Line 2" in answer.content.decode()
    assert client.post(new, ask | {"periods": f"{line} 7,5"}).status_code == 302
    assert ResourceRequest.objects.get().minutes_per_week == 450


DAYS = st.integers(0, 30).map(lambda number: dt.date(2026, 6, 1) + dt.timedelta(days=number))
MOVES = st.lists(st.tuples(DAYS, st.integers(-20, 20).map(Decimal)), max_size=10)


@given(MOVES, DAYS, st.integers(1, 20).map(Decimal))
def test_what_is_free_on_a_day_is_missed_on_no_later_one(
    moves: list[tuple[dt.date, Decimal]], day: dt.date, amount: Decimal
) -> None:
    every = [dt.date(2026, 6, 1) + dt.timedelta(days=number) for number in range(31)]

    def left(more: list[tuple[dt.date, Decimal]]) -> list[Decimal]:
        return [sum((a for when, a in more if when <= each), Decimal(0)) for each in every if each >= day]

    assert free_from(moves, day) == min(left(moves))
    found = first_day_with(moves, amount, day)
    fits = [each for each in every if each >= day and free_from(moves, each) >= amount]
    assert found == (fits[0] if fits else None)
