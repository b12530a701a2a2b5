"""Requests for resources: one person answers, nothing is given twice, what is given ends."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.grids import day_of
from remit.people.models import Person, SkillLevel, Unit
from remit.people.operations.people import change_person
from remit.people.operations.skills import add_skill
from remit.projects.models import Phase, Project
from remit.resourcing.compute import heat_of
from remit.resourcing.compute.allocated import findings_of
from remit.resourcing.compute.booking import most_booked
from remit.resourcing.models import Allocation, ResourceRequest
from remit.resourcing.operations.answering import (
    Terms,
    accept_terms,
    approve_request,
    decline_terms,
    propose_terms,
    refuse_request,
)
from remit.resourcing.operations.asking import ask_for_resources, withdraw_request
from remit.resourcing.operations.pool import close_pool_entry
from remit.resourcing.operations.releasing import end_allocation, end_allocations, release_allocation
from remit.resourcing.request_queries import home_requests, one_request, resources_released, to_answer
from remit.resourcing.tests.making import DAY, SYSTEM, a_pool_entry, a_request, a_unit, belongs, staffed

pytestmark = pytest.mark.django_db
WEEK = 5 * DAY


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def mona(world: World) -> Actor:
    """Mona heads Works, to which Ada and Bob belong."""
    works = a_unit(world)
    for name in ("Ada", "Bob"):
        belongs(world, name, works)
    return world.actor("Mona")


def today(world: World) -> dt.date:
    return day_of(world.organisation)


def asked(world: World, petra: Actor, **more: Any) -> ResourceRequest:
    return a_request(world, petra, **({"person": world.person("Ada")} | more))


def seen(request: ResourceRequest) -> ResourceRequest:
    return ResourceRequest.objects.get(pk=request.pk)


def test_the_head_of_the_unit_alone_answers_and_whoever_asked_is_told(
    world: World,
    petra: Actor,
    mona: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        request = asked(world, petra)
    assert [each.to for each in mail.outbox] == [[world.person("Mona").email]]
    admin = world.give("Adam", "administrator", world.root)
    for other in (petra, admin, SYSTEM):
        with pytest.raises(NotAllowed):
            approve_request(request, version=1, actor=other)
    with django_capture_on_commit_callbacks(execute=True):
        approve_request(request, version=1, actor=mona)
    assert {each.to[0] for each in mail.outbox[1:]} == {
        world.person("Petra").email,
        world.person("Ada").email,
    }
    given_to = Allocation.objects.get()
    assert (given_to.person, given_to.minutes, given_to.state) == (world.person("Ada"), WEEK, "held")


def test_whoever_asks_never_answers_but_the_next_head_above(world: World) -> None:
    board = a_unit(world, "Board", "Mona")
    works = a_unit(world, "Site", "Petra", parent=board)
    belongs(world, "Ada", works)
    petra = world.give("Petra", "project-manager")
    request = asked(world, petra)
    with pytest.raises(NotAllowed):
        approve_request(request, version=1, actor=petra)
    assert [each.key for each in to_answer(world.actor("Mona"))] == [request.key]
    assert to_answer(petra) == []
    approve_request(request, version=1, actor=world.actor("Mona"))


def test_a_request_that_nobody_could_answer_is_not_made(world: World, petra: Actor) -> None:
    headless = a_unit(world, "Yard", None)
    belongs(world, "Ada", headless)
    with pytest.raises(Invalid) as refused:
        asked(world, petra)
    assert refused.value.errors[0].field == "unit"
    Person.objects.filter(pk=world.person("Ada").pk).update(unit=None)
    with pytest.raises(Invalid, match="no unit"):
        asked(world, petra, person=Person.objects.get(pk=world.person("Ada").pk))


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"person": None}, "person"),
        ({"minutes_per_week": 0}, "minutes_per_week"),
        ({"what_for": " "}, "what_for"),
        ({"to_date": dt.date(2020, 1, 1), "from_date": dt.date(2019, 1, 1)}, "to_date"),
    ],
)
def test_what_is_not_whole_is_refused_by_its_field(
    world: World, petra: Actor, mona: Actor, more: dict[str, Any], field: str
) -> None:
    with pytest.raises(Invalid) as refused:
        asked(world, petra, **more)
    assert refused.value.errors[0].field == field


def test_only_who_changes_the_plan_asks_and_not_for_a_project_that_is_over(
    world: World, petra: Actor, mona: Actor
) -> None:
    with pytest.raises(NotAllowed):
        asked(world, world.give("Tom", "team-member"))
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    with pytest.raises(NotAllowed):
        asked(world, petra)


def test_nobody_is_given_twice_for_the_same_time_unless_the_reason_is_stated(
    world: World, petra: Actor, mona: Actor
) -> None:
    approve_request(asked(world, petra), version=1, actor=mona)
    second = asked(world, petra, minutes_per_week=DAY)
    with pytest.raises(Conflict, match="0 h a week free"):
        approve_request(second, version=1, actor=mona)
    assert seen(second).state == "open"
    later = today(world) + dt.timedelta(days=60)
    free = asked(world, petra, from_date=later, to_date=later + dt.timedelta(days=9))
    approve_request(free, version=1, actor=mona)
    approve_request(second, version=1, over_reason="The inspection cannot wait", actor=mona)
    assert second.allocations.get().over_reason == "The inspection cannot wait"
    assert free.allocations.get().over_reason == ""


def test_pieces_of_the_pool_are_given_until_none_is_left(world: World, petra: Actor, mona: Actor) -> None:
    crane = a_pool_entry(world, pieces=3)
    approve_request(asked(world, petra, person=None, pool=crane, count=2), version=1, actor=mona)
    third = asked(world, petra, person=None, pool=crane, count=2)
    with pytest.raises(Conflict):
        approve_request(third, version=1, actor=mona)
    start, end = third.from_date, third.to_date
    propose_terms(third, Terms(WEEK, start, end, pieces=1), version=1, reason="One is left", actor=mona)
    accept_terms(third, version=2, actor=petra)
    assert third.allocations.get().pieces == 1
    closed = close_pool_entry(crane, version=1, actor=SYSTEM)
    with pytest.raises(Invalid, match="closed"):
        asked(world, petra, person=None, pool=closed)


def test_people_of_a_skill_are_named_by_whoever_answers_and_can_do_it(
    world: World, petra: Actor, mona: Actor
) -> None:
    skill = add_skill(world.organisation, name="Welding", actor=SYSTEM)
    for name, level in (("Ada", 4), ("Bob", 2)):
        SkillLevel.objects.create(
            person=world.person(name),
            skill=skill,
            level=level,
            assessed_on=today(world),
            assessed_by_name="Remit",
        )
    works = Unit.objects.get(name="Works")
    request = asked(world, petra, person=None, skill=skill, level=3, unit=works, count=1)
    ada, bob = (Person.objects.get(pk=world.person(name).pk) for name in ("Ada", "Bob"))
    with pytest.raises(Invalid, match="level 3"):
        approve_request(request, version=1, people=[bob], actor=mona)
    with pytest.raises(Invalid):
        approve_request(request, version=1, people=[], actor=mona)
    with pytest.raises(Invalid, match="does not belong"):
        approve_request(request, version=1, people=[world.person("Olga")], actor=mona)
    approve_request(request, version=1, people=[ada], actor=mona)
    assert request.allocations.get().person == ada
    two = asked(world, petra, person=None, skill=skill, level=1, unit=works, count=2)
    with pytest.raises(Invalid, match="2 people"):
        approve_request(two, version=1, people=[bob], actor=mona)


def test_a_proposal_counts_only_once_it_is_accepted_and_is_checked_then(
    world: World, petra: Actor, mona: Actor
) -> None:
    first, second = asked(world, petra), asked(world, petra)
    ada = Person.objects.get(pk=world.person("Ada").pk)
    terms = Terms(WEEK, first.from_date, first.to_date, [ada])
    propose_terms(first, terms, version=1, reason="Half the time", actor=mona)
    approve_request(second, version=1, actor=mona)
    with pytest.raises(Conflict, match="free"):
        accept_terms(first, version=2, actor=petra)
    with pytest.raises(NotAllowed):
        accept_terms(first, version=2, actor=mona)
    decline_terms(first, version=2, reason="Too late", actor=petra)
    assert seen(first).state == "declined"
    assert first.allocations.get().state == "dropped"


MOVES: dict[str, Any] = {
    "approve": lambda request, mona, _petra: approve_request(request, version=request.version, actor=mona),
    "refuse": lambda request, mona, _petra: refuse_request(
        request, version=request.version, reason="No", actor=mona
    ),
    "propose": lambda request, mona, _petra: propose_terms(
        request,
        Terms(DAY, request.from_date, request.to_date, [request.person]),
        version=request.version,
        reason="Less",
        actor=mona,
    ),
    "accept": lambda request, _mona, petra: accept_terms(request, version=request.version, actor=petra),
    "decline": lambda request, _mona, petra: decline_terms(
        request, version=request.version, reason="No", actor=petra
    ),
    "withdraw": lambda request, _mona, petra: withdraw_request(request, version=request.version, actor=petra),
}
LEGAL = {
    "open": {"approve": "approved", "refuse": "refused", "propose": "proposed", "withdraw": "withdrawn"},
    "proposed": {"accept": "approved", "decline": "declined", "withdraw": "withdrawn"},
}


@pytest.mark.parametrize(
    "way", [(), ("propose",), ("approve",), ("refuse",), ("withdraw",), ("propose", "decline")]
)
def test_from_every_state_only_the_legal_steps_lead_on(
    world: World, petra: Actor, mona: Actor, way: tuple[str, ...]
) -> None:
    for step, move in MOVES.items():
        request = asked(world, petra, minutes_per_week=60)
        for each in way:
            MOVES[each](one_request(petra, request.key), mona, petra)
        before = one_request(petra, request.key)
        if step in LEGAL.get(before.state, {}):
            move(before, mona, petra)
            assert seen(request).state == LEGAL[before.state][step]
        else:
            with pytest.raises(Conflict):
                move(before, mona, petra)
            assert seen(request).state == before.state


def test_a_stale_answer_is_refused(world: World, petra: Actor, mona: Actor) -> None:
    request = asked(world, petra)
    with pytest.raises(Conflict):
        approve_request(request, version=7, actor=mona)


def test_what_is_released_early_is_free_again_and_both_sides_are_told(
    world: World,
    petra: Actor,
    mona: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    request = asked(world, petra)
    approve_request(request, version=1, actor=mona)
    last = today(world) + dt.timedelta(days=3)
    with pytest.raises(NotAllowed):
        release_allocation(request, 1, last_on=last, reason="Done", version=2, actor=mona)
    with pytest.raises(Invalid, match="last day"):
        release_allocation(request, 1, last_on=request.to_date, reason="Done", version=2, actor=petra)
    with django_capture_on_commit_callbacks(execute=True):
        release_allocation(request, 1, last_on=last, reason="Done", version=2, actor=petra)
    assert {each.to[0] for each in mail.outbox} == {world.person("Mona").email, world.person("Ada").email}
    with pytest.raises(Conflict, match="nothing to release"):
        release_allocation(request, 1, last_on=last, reason="Done", version=3, actor=petra)
    again = asked(world, petra, from_date=last + dt.timedelta(days=1))
    approve_request(again, version=1, actor=mona)
    overlaps = asked(world, petra, from_date=last, to_date=last)
    with pytest.raises(Conflict):
        approve_request(overlaps, version=1, actor=mona)


def test_what_is_over_ends_by_itself_and_a_closed_project_keeps_nothing(
    world: World, petra: Actor, mona: Actor
) -> None:
    request = asked(world, petra)
    approve_request(request, version=1, actor=mona)
    assert end_allocations() == 0
    assert not resources_released(world.project).is_met
    end_allocation(request, 1, today=request.to_date + dt.timedelta(days=1))
    with pytest.raises(Conflict):
        end_allocation(request, 1, today=request.to_date + dt.timedelta(days=1))
    assert resources_released(world.project).is_met
    another = asked(world, petra, person=world.person("Bob"))
    assert not resources_released(world.project).is_met
    approve_request(another, version=1, actor=mona)
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.CLOSED)
    assert end_allocations() == 1
    assert resources_released(world.project).is_met


def test_the_heat_map_shows_what_was_given_beside_what_is_planned(
    world: World, petra: Actor, mona: Actor
) -> None:
    request = asked(world, petra, minutes_per_week=2 * DAY)
    approve_request(request, version=1, actor=mona)
    monday = request.from_date + dt.timedelta(days=7 - request.from_date.weekday())
    ada = Person.objects.get(pk=world.person("Ada").pk)
    (row,) = heat_of(world.organisation, [ada], monday, 1).rows
    assert (row.weeks[0].allocated, row.weeks[0].work) == (2 * DAY, 0)


def test_findings_say_where_plan_and_what_was_given_part(world: World, petra: Actor, mona: Actor) -> None:
    staffed(world, world.project, "Ada", days=10)
    start = world.project.starts_on
    assert findings_of(world.project, start) == []  # it never asked
    request = asked(world, petra, minutes_per_week=2 * DAY)
    approve_request(request, version=1, actor=mona)
    Allocation.objects.update(from_date=start, to_date=start + dt.timedelta(days=4))
    kinds = {each.kind: each for each in findings_of(world.project, start)}
    assert (kinds["beyond"].minutes, kinds["past"].minutes) == (3 * DAY, 5 * DAY)
    Allocation.objects.update(to_date=start + dt.timedelta(days=60))
    kinds = {each.kind: each for each in findings_of(world.project, start)}
    assert kinds["unused"].first == start + dt.timedelta(days=14)
    staffed(world, world.project, "Bob", days=5)
    assert {each.kind for each in findings_of(world.project, start) if each.whose == world.person("Bob")} == {
        "without"
    }


def test_a_request_is_seen_by_project_unit_and_whom_it_is_about_and_by_nobody_else(
    world: World, petra: Actor, mona: Actor
) -> None:
    request = asked(world, petra)
    for actor in (petra, mona, world.actor("Ada")):
        assert one_request(actor, request.key) == request
    with pytest.raises(NotFound):
        one_request(world.actor("Bob"), request.key)


def test_the_start_page_tells_both_sides(world: World, petra: Actor, mona: Actor) -> None:
    request = asked(world, petra)
    told = home_requests(mona)
    assert told is not None
    assert [each.key for each in told["waiting"]] == [request.key]
    assert home_requests(petra) is None
    refuse_request(request, version=1, reason="Nobody is free", actor=mona)
    assert home_requests(mona) is None
    told = home_requests(petra)
    assert told is not None
    assert told["answered"][0][0].answer == "Nobody is free"


def test_pages_ask_answer_and_release(world: World, petra: Actor, mona: Actor) -> None:
    client, ada = world.client("Petra"), world.person("Ada")
    start = today(world)
    sent = {
        "person": ada.key, "count": "1", "hours": "37.5", "from_date": start, "to_date": start + dt.timedelta(days=30),
        "what_for": "Digging",
    }  # fmt: skip
    assert (
        client.post(f"/projects/{world.project.key}/requests/new/", sent | {"hours": ""}).status_code == 422
    )
    assert client.post(f"/projects/{world.project.key}/requests/new/", sent).status_code == 302
    request = ResourceRequest.objects.get()
    address = f"/requests/{request.key}/"
    assert "Approve it whole" not in client.get(address).content.decode()
    answers = world.client("Mona")
    assert "Approve it whole" in answers.get(address).content.decode()
    assert client.post(f"{address}approve/", {"version": "1"}).status_code == 403
    assert answers.post(f"{address}refuse/", {"version": "1", "reason": ""}).status_code == 422
    assert answers.post(f"{address}approve/", {"version": "9"}).status_code == 409
    assert answers.post(f"{address}approve/", {"version": "1"}).status_code == 302
    release = {"version": "2", "last_on": start, "reason": "Done"}
    assert client.post(f"{address}allocations/1/release/", release).status_code == 302
    page = client.get(f"/projects/{world.project.key}/requests/").content.decode()
    assert "Ada" in page
    assert client.get("/requests/").status_code == 200
    assert answers.get("/requests/?export=csv").status_code == 200


DAYS = st.integers(0, 40).map(lambda number: dt.date(2026, 6, 1) + dt.timedelta(days=number))
BOOKED = st.tuples(DAYS, DAYS, st.integers(1, 2250)).map(lambda each: (min(each[:2]), max(each[:2]), each[2]))


@given(st.lists(BOOKED, max_size=8), DAYS, DAYS)
def test_the_most_that_is_given_at_once_is_that_of_the_fullest_day(
    booked: list[tuple[dt.date, dt.date, int]], one: dt.date, other: dt.date
) -> None:
    first, last = min(one, other), max(one, other)
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    by_day = [sum(each[2] for each in booked if each[0] <= day <= each[1]) for day in days]
    assert most_booked(booked, first, last)[0] == max(by_day)


def test_somebody_who_is_not_here_on_all_days_is_not_given(world: World, petra: Actor, mona: Actor) -> None:
    request = asked(world, petra)
    ada = Person.objects.get(pk=world.person("Ada").pk)
    change_person(ada, version=ada.version, actor=SYSTEM, left_on=request.to_date - dt.timedelta(days=1))
    with pytest.raises(Invalid, match="not here"):
        approve_request(request, version=1, actor=mona)


def test_asking_takes_a_person(world: World, mona: Actor) -> None:
    with pytest.raises(Invalid, match="person asks"):
        ask_for_resources(world.project, actor=SYSTEM, person=world.person("Ada"))
