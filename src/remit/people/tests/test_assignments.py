"""Assignments: given, changed and ended at every scope; what they let somebody do, and what nothing else does."""

import datetime as dt
from typing import Any

import pytest
from django.core import mail
from django.utils import timezone

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Assignment, Role, Scope
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import acknowledge_role, assign_role, end_assignment
from remit.people.operations.organisation import create_programme
from remit.people.operations.people import change_person
from remit.people.operations.reminders import end_all_elapsed, remind_all
from remit.people.separation import PAIRS, Pair

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
LONG_AGO = dt.date(2026, 1, 1)
TODAY = timezone.localdate()


def role(world: World, code: str) -> Role:
    found: Role = Role.objects.get(organisation=world.organisation, code=code)
    return found


def held(world: World, name: str) -> Assignment:
    found: Assignment = Assignment.objects.select_related("role", "scope", "person").get(
        person=world.person(name), ended_at=None
    )
    return found


@pytest.fixture
def programme(world: World) -> Scope:
    return create_programme(world.organisation, name="Roads", actor=SYSTEM)


def test_the_list_shows_the_own_roles_and_those_of_the_own_scopes_alone(world: World) -> None:
    other = world.begin("Tunnel", world.root)
    world.give("Ada", "project-manager")
    world.give("Tom", "team-member")
    world.give("Zed", "team-member", other.scope)

    page = world.client("Tom").get("/assignments/").content.decode()

    assert "Ada" in page
    assert "Tom" in page
    assert "Zed" not in page


def test_a_programme_role_is_given_on_the_page_with_limits_and_deputy(world: World, programme: Scope) -> None:
    world.give("Sue", "programme-sponsor", programme)
    mia, ben = world.person("Mia"), world.person("Ben")

    answer = world.client("Sue").post(
        f"/assignments/new/?scope={programme.key}",
        {
            "role": role(world, "programme-manager").pk,
            "person": mia.pk,
            "from_date": "2026-06-01",
            "allocation_percent": "60",
            "money_limit": "25000.00",
            "days_limit": "10",
            "deputy": ben.pk,
            "deputy_from": "2026-08-01",
            "deputy_to": "2026-08-21",
        },
    )

    assert answer.status_code == 302
    given = held(world, "Mia")
    assert answer.headers["Location"] == f"/assignments/{given.key}/"
    assert (given.scope, given.money_limit_minor, given.days_limit) == (programme, 2_500_000, 10)
    assert (given.allocation_percent, given.deputy, given.deputy_to) == (60, ben, dt.date(2026, 8, 21))


def test_who_stands_above_appoints_who_is_below_but_not_themselves(world: World, programme: Scope) -> None:
    project = world.begin("Canal", programme)
    bob, manager = world.person("Bob"), role(world, "project-manager")
    for name, code, scope in (
        ("Sue", "sponsor", project.scope),
        ("Mia", "programme-manager", programme),
        ("Pia", "portfolio-manager", world.root),
    ):
        actor = world.give(name, code, scope)
        with pytest.raises(NotAllowed):
            assign_role(world.person(name), manager, project.scope, actor=actor, from_date=LONG_AGO)
        given = assign_role(bob, manager, project.scope, actor=actor, from_date=LONG_AGO)
        end_assignment(given, version=1, actor=actor)


def test_nobody_is_appointed_to_rights_over_the_firm_or_to_a_role_that_has_no_place_there(
    world: World, programme: Scope
) -> None:
    mia = world.give("Mia", "programme-manager", programme)
    pia = world.give("Pia", "portfolio-manager", world.root)
    bob = world.person("Bob")
    given: dict[str, Any] = {"actor": mia, "from_date": LONG_AGO}

    with pytest.raises(NotAllowed):
        assign_role(bob, role(world, "hr-partner"), programme, **given)
    with pytest.raises(NotAllowed):
        assign_role(bob, role(world, "project-manager"), world.root, actor=pia, from_date=LONG_AGO)


def test_roles_of_the_organisation_are_given_at_the_organisation_alone(
    world: World, programme: Scope
) -> None:
    world.give("Petra", "portfolio-manager", world.root)
    petra = world.client("Petra")

    at_programme = petra.get(f"/assignments/new/?scope={programme.key}").content.decode()
    at_root = petra.get("/assignments/new/?scope=O-1").content.decode()

    assert "Programme manager" in at_programme
    assert "Operations manager" not in at_programme
    assert "Operations manager" in at_root


def test_rights_below_a_programme_end_within_the_request_in_which_the_role_ends(
    world: World, programme: Scope
) -> None:
    project = world.begin("Canal", programme)
    world.give("Sue", "programme-sponsor", programme)
    world.give("Mia", "programme-manager", programme)
    mia = world.client("Mia")
    given = held(world, "Mia")
    assert mia.get(f"/projects/{project.key}/").status_code == 200

    ended = world.client("Sue").post(f"/assignments/{given.key}/end", {"version": given.version})

    assert ended.status_code == 302
    assert mia.get(f"/projects/{project.key}/").status_code == 404
    assert mia.get("/assignments/new/").status_code == 403


def test_rights_end_with_the_last_day_even_if_nobody_ended_the_role(world: World) -> None:
    world.give("Ada", "project-manager")
    change_assignment(held(world, "Ada"), version=1, actor=SYSTEM, to_date=TODAY - dt.timedelta(days=1))

    assert world.client("Ada").get("/projects/P-1/").status_code == 404


def test_a_title_gives_no_right(world: World) -> None:
    person = world.person("Ruth")
    change_person(person, version=1, actor=SYSTEM, title="Managing director and project manager")

    ruth = world.client("Ruth")

    assert ruth.get("/projects/P-1/").status_code == 404
    assert world.actor("Ruth").grants == ()


def test_the_administrator_gives_no_business_role_and_changes_none(world: World) -> None:
    adam = world.give("Adam", "administrator", world.root)
    world.give("Ada", "project-manager")
    sponsor, bob = role(world, "sponsor"), world.person("Bob")

    with pytest.raises(NotAllowed):
        assign_role(bob, sponsor, world.project.scope, actor=adam, from_date=LONG_AGO)
    with pytest.raises(NotAllowed):
        change_assignment(held(world, "Ada"), version=1, actor=adam, money_limit_minor=1)
    with pytest.raises(NotAllowed):
        end_assignment(held(world, "Ada"), version=1, actor=adam)
    assert not adam.can_anywhere("project.view")


def test_nobody_raises_their_own_limit_but_names_their_own_deputy(world: World) -> None:
    ada = world.give("Ada", "project-manager")
    bob = world.person("Bob")

    with pytest.raises(NotAllowed):
        change_assignment(held(world, "Ada"), version=1, actor=ada, money_limit_minor=9_999_999)
    changed = change_assignment(held(world, "Ada"), version=1, actor=ada, deputy=bob, deputy_to=TODAY)

    assert (changed.deputy, changed.money_limit_minor, changed.version) == (bob, None, 2)


def test_the_holder_sees_a_form_for_the_deputy_alone(world: World) -> None:
    world.give("Ada", "project-manager")
    page = world.client("Ada").get(f"/assignments/{held(world, 'Ada').key}/").content.decode()
    assert 'name="deputy"' in page
    assert 'name="money_limit"' not in page


def test_nobody_gives_a_higher_limit_than_their_own(world: World) -> None:
    sue = world.give("Sue", "sponsor")
    change_assignment(held(world, "Sue"), version=1, actor=SYSTEM, money_limit_minor=5_000_000, days_limit=5)
    sue = world.actor("Sue")
    leader, lea = role(world, "project-leader"), world.person("Lea")
    place: dict[str, Any] = {"scope": world.project.scope, "from_date": LONG_AGO, "actor": sue}

    with pytest.raises(NotAllowed, match="above your own"):
        assign_role(lea, leader, money_limit_minor=5_000_001, **place)
    with pytest.raises(NotAllowed, match="above your own"):
        assign_role(lea, leader, days_limit=6, **place)
    given = assign_role(lea, leader, money_limit_minor=5_000_000, days_limit=5, **place)
    with pytest.raises(NotAllowed, match="above your own"):
        change_assignment(given, version=1, actor=sue, money_limit_minor=5_000_001)


BLOCKED = [pair for pair in PAIRS if pair.is_blocked]


@pytest.mark.parametrize("pair", BLOCKED, ids=lambda pair: f"{pair.first} and {pair.second}")
def test_duties_that_should_be_apart_are_refused_in_either_order(world: World, pair: Pair) -> None:
    for number in range(10):
        world.person(f"Extra{number}")
    for first, second in ((pair.first, pair.second), (pair.second, pair.first)):
        name = f"Holder-of-{first}"
        world.give(name, first)
        with pytest.raises(Conflict) as refused:
            assign_role(
                world.person(name), role(world, second), world.project.scope,
                actor=SYSTEM, from_date=LONG_AGO, separation_reason="We are few.",
            )  # fmt: skip
        assert refused.value.code == "separate_duties"
        end_assignment(held(world, name), version=1, actor=SYSTEM)


def test_a_firm_of_fewer_than_ten_may_say_why_one_person_holds_both(world: World) -> None:
    world.give("Ada", "project-manager")
    both: dict[str, Any] = {"actor": SYSTEM, "from_date": LONG_AGO}
    ada, sponsor, place = world.person("Ada"), role(world, "sponsor"), world.project.scope

    with pytest.raises(Conflict):
        assign_role(ada, sponsor, place, **both)
    given = assign_role(ada, sponsor, place, separation_reason="Bob reads the books.", **both)

    assert given.separation_reason == "Bob reads the books."


def test_what_ran_out_by_its_dates_makes_room_for_a_successor(world: World) -> None:
    world.give("Ada", "project-manager")
    change_assignment(held(world, "Ada"), version=1, actor=SYSTEM, to_date=TODAY - dt.timedelta(days=1))

    world.give("Bob", "project-manager")

    ada = Assignment.objects.get(person=world.person("Ada"))
    assert ada.ended_at is not None
    assert held(world, "Bob").role.code == "project-manager"


def test_the_worker_closes_what_ran_out_and_nothing_else(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Bob", "team-member")
    change_assignment(held(world, "Ada"), version=1, actor=SYSTEM, to_date=TODAY - dt.timedelta(days=1))
    change_assignment(held(world, "Bob"), version=1, actor=SYSTEM, to_date=TODAY)

    assert end_all_elapsed() == 1
    assert end_all_elapsed() == 0
    assert held(world, "Bob").ended_at is None


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"to_date": dt.date(2025, 12, 31)}, "to_date"),
        ({"deputy_from": TODAY}, "deputy"),
        ({"allocation_percent": 101}, "allocation_percent"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(world: World, changes: dict[str, Any], field: str) -> None:
    world.give("Ada", "project-manager")
    with pytest.raises(Invalid) as refused:
        change_assignment(held(world, "Ada"), version=1, actor=SYSTEM, **changes)
    assert refused.value.errors[0].field == field


def test_a_deputy_is_another_person_of_the_same_organisation_who_is_still_there(
    world: World, stranger: World
) -> None:
    world.give("Ada", "project-manager")
    gone = world.person("Gone")
    change_person(gone, version=1, actor=SYSTEM, left_on=TODAY - dt.timedelta(days=1))
    gone.refresh_from_db()
    for deputy in (world.person("Ada"), stranger.person("Sam"), gone):
        with pytest.raises(Invalid):
            change_assignment(held(world, "Ada"), version=1, actor=SYSTEM, deputy=deputy)


def test_a_change_over_somebody_elses_shows_both_values(world: World) -> None:
    world.give("Sue", "sponsor")
    world.give("Ada", "project-manager")
    given = held(world, "Ada")
    change_assignment(given, version=1, actor=SYSTEM, money_limit_minor=2_500_000)

    answer = world.client("Sue").post(
        f"/assignments/{given.key}/", {"version": "1", "allocation_percent": "100", "money_limit": "30000.00"}
    )

    assert answer.status_code == 409
    page = answer.content.decode()
    assert "25000" in page
    assert "30000" in page


def test_whoever_leaves_a_role_unread_for_a_week_is_reminded_once_a_week(world: World) -> None:
    world.give("Ada", "project-manager")
    world.give("Tom", "team-member")
    acknowledge_role(held(world, "Tom"), version=1, actor=world.actor("Tom"))

    assert remind_all() == 1
    assert remind_all() == 0
    Assignment.objects.update(reminded_at=timezone.now() - dt.timedelta(days=8))
    assert remind_all() == 1


@pytest.mark.django_db(transaction=True)
def test_a_reminder_names_the_role_and_where_to_read_it(committed_world: World) -> None:
    committed_world.give("Ada", "project-manager")

    remind_all()

    assert [message.to for message in mail.outbox] == [[f"ada@{committed_world.organisation.pk}.example"]]
    assert "Project manager" in mail.outbox[0].body
    assert f"/assignments/{held(committed_world, 'Ada').key}/acknowledge/" in mail.outbox[0].body


def test_nobody_is_reminded_in_the_first_week_nor_in_a_demo(world: World) -> None:
    assign_role(
        world.person("Ada"), role(world, "team-member"), world.project.scope, actor=SYSTEM, from_date=TODAY
    )
    assert remind_all() == 0
    Assignment.objects.update(from_date=LONG_AGO)
    world.organisation.is_demo = True
    world.organisation.save()
    assert remind_all() == 0
