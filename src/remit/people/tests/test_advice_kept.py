"""Advice that is kept: what Remit counts itself, the decision, the thresholds, and the roles that are given from it."""

import datetime as dt

import pytest

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.advice_counts import bounds_of, counted_facts
from remit.people.advice_queries import lines_of, staffed, to_staff
from remit.people.models import Advice, AdviceBounds, Assignment, Role
from remit.people.operations.advice import (
    Pick,
    begin_advice,
    change_advice,
    change_advice_bounds,
    decide_advice,
    discard_advice,
    staff_advice,
)
from remit.people.operations.organisation import create_programme, create_unit
from remit.people.operations.people import change_person

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
JUNE = dt.date(2026, 6, 1)


def begun(world: World, **facts: object) -> Advice:
    return begin_advice(world.organisation, name="The firm", facts=facts, actor=SYSTEM)


def role(world: World, code: str) -> Role:
    found: Role = Role.objects.get(organisation=world.organisation, code=code)
    return found


def test_what_remit_has_is_counted(world: World) -> None:
    programme = create_programme(world.organisation, name="Roads", actor=SYSTEM)
    world.begin("Tunnel", programme)
    world.begin("Canal", programme)
    for name in ("Ada", "Bob", "Cem"):
        world.give(name, "team-member")
    world.give("Mia", "project-manager")
    unit = create_unit(world.organisation, name="Works", actor=SYSTEM)
    above = create_unit(world.organisation, name="All", actor=SYSTEM)
    for name in ("Ada", "Bob"):
        person = world.person(name)
        change_person(person, version=person.version, actor=SYSTEM, unit=unit)
    counted = counted_facts(world.organisation)
    expected = {
        "people": 4,
        "structure": "balanced-matrix",
        "projects": 3,
        "programmes": 1,
        "related_projects": 2,
        "teams": 1,
        "team_people": 2,
        "project_team": 3,
        "projects_per_manager": 1,
        "construction": False,
    }
    assert counted == expected
    assert above.pk != unit.pk


def test_another_organisations_people_and_projects_are_not_counted(world: World, stranger: World) -> None:
    stranger.give("Zoe", "team-member")
    stranger.begin("Moon", stranger.root)
    counted = counted_facts(world.organisation)
    assert (counted["people"], counted["projects"]) == (0, 1)


def test_a_decision_keeps_decider_day_factors_facts_and_what_was_advised(world: World) -> None:
    world.give("Pia", "portfolio-manager", world.root)
    pia = world.actor("Pia")
    advice = begin_advice(
        world.organisation,
        name="The firm",
        facts={"projects": 11},
        internal_factors="A new building.",
        external_factors="A new law.",
        actor=pia,
    )
    decided = decide_advice(advice, decision="So be it.", review_on=dt.date(2099, 1, 1), version=1, actor=pia)
    assert decided.decided_by == "Pia"
    assert decided.decided_at is not None
    assert (decided.internal_factors, decided.external_factors) == ("A new building.", "A new law.")
    portfolio = next(each for each in decided.structure if each["role"] == "portfolio-manager")
    assert (portfolio["outcome"], portfolio["rules"]) == ("required", ["R6"])
    event = AuditEvent.objects.filter(operation="people.decide_advice").get()
    assert (event.actor_name, event.reason) == ("Pia", "So be it.")


def test_what_was_decided_stays_whatever_the_thresholds_become(world: World) -> None:
    advice = decide_advice(begun(world, projects=11), decision="Yes.", version=1, actor=SYSTEM)
    change_advice_bounds(world.organisation, stated={"projects": 20}, version=1, actor=SYSTEM)
    now = begun(world, projects=11)
    told = {each.role: each.outcome for each in lines_of(advice) if each.rule == "R6"}
    told_now = {each.role: each.outcome for each in lines_of(now) if each.rule == "R6"}
    assert (told["portfolio-manager"], told_now["portfolio-manager"]) == ("required", "advised")
    with pytest.raises(Conflict) as caught:
        change_advice(advice, name="Other", version=2, actor=SYSTEM)
    assert caught.value.code == "decided"
    with pytest.raises(Conflict):
        decide_advice(advice, decision="No.", version=2, actor=SYSTEM)
    with pytest.raises(Conflict):
        discard_advice(advice, version=2, actor=SYSTEM)


@pytest.mark.parametrize(
    "facts",
    [
        {"people": -1},
        {"people": "many"},
        {"people": True},
        {"regulated": 1},
        {"structure": "flat"},
        {"moons": 3},
    ],
)
def test_a_fact_of_the_wrong_kind_is_refused_by_its_name(world: World, facts: dict[str, object]) -> None:
    with pytest.raises(Invalid) as caught:
        begun(world, **facts)
    assert [each.field for each in caught.value.errors] == list(facts)


def test_only_whoever_gives_roles_for_the_whole_firm_asks_and_decides(world: World) -> None:
    manager = world.give("Ada", "project-manager")
    with pytest.raises(NotAllowed):
        begin_advice(world.organisation, name="The firm", facts={}, actor=manager)
    advice = begun(world)
    with pytest.raises(NotAllowed):
        decide_advice(advice, decision="Mine.", version=1, actor=manager)
    admin = world.give("Adam", "administrator", world.root)
    with pytest.raises(NotAllowed):
        decide_advice(advice, decision="Mine.", version=1, actor=admin)


def test_thresholds_are_the_administrators_and_keep_only_what_differs(world: World) -> None:
    admin = world.give("Adam", "administrator", world.root)
    stated = {**bounds_of(world.organisation), "trades": 4}
    change_advice_bounds(world.organisation, stated=stated, version=1, actor=admin)
    assert AdviceBounds.objects.get(organisation=world.organisation).stated == {"trades": 4}
    assert bounds_of(world.organisation)["trades"] == 4
    with pytest.raises(Conflict):
        change_advice_bounds(world.organisation, stated=stated, version=1, actor=admin)
    with pytest.raises(Invalid):
        change_advice_bounds(world.organisation, stated={"teams_per_manager": 0}, version=2, actor=admin)
    portfolio = world.give("Pia", "portfolio-manager", world.root)
    with pytest.raises(NotAllowed):
        change_advice_bounds(world.organisation, stated=stated, version=2, actor=portfolio)


def test_vacant_places_of_advised_roles_are_named_and_can_be_filled(world: World) -> None:
    world.begin("Tunnel", world.root)
    world.give("Mia", "project-manager")
    advice = begun(world, projects=2)
    rows = staffed(advice, lines_of(advice))
    managers = next(each for each in rows if each.wanted.role == "project-manager")
    assert (managers.missing, [each.key for each in managers.vacant_at]) == (1, ["P-2"])
    open_rows = [(each.code, scope.key) for each, scope in to_staff(SYSTEM, rows)]
    assert ("project-manager", "P-2") in open_rows
    assert ("project-manager", "P-1") not in open_rows
    pick = Pick(world.person("Sol"), role(world, "project-manager"), managers.vacant_at[0])
    given = staff_advice(advice, [pick], from_date=JUNE, version=1, actor=SYSTEM)
    assert [(each.person.name, each.scope.key) for each in given] == [("Sol", "P-2")]
    again = staffed(advice, lines_of(advice))
    assert next(each for each in again if each.wanted.role == "project-manager").missing == 0


def test_duties_that_must_be_apart_are_refused_and_then_nothing_is_given(world: World) -> None:
    advice = begun(world, projects=1)
    sol, scope = world.person("Sol"), world.project.scope
    picks = [
        Pick(world.person("Mia"), role(world, "project-leader"), scope),
        Pick(sol, role(world, "project-manager"), scope),
        Pick(sol, role(world, "sponsor"), scope),
    ]
    before = Assignment.objects.count()
    advice = change_advice(advice, facts={"projects": 1, "project_team": 10}, version=1, actor=SYSTEM)
    with pytest.raises(Invalid) as caught:
        staff_advice(advice, picks, from_date=JUNE, version=2, actor=SYSTEM)
    assert [each.field for each in caught.value.errors] == ["picks.2"]
    assert "Sol" in caught.value.message
    assert Assignment.objects.count() == before


def test_a_role_that_the_advice_does_not_speak_of_is_not_given_from_it(world: World) -> None:
    pick = Pick(world.person("Sol"), role(world, "administrator"), world.root)
    with pytest.raises(Invalid):
        staff_advice(begun(world), [pick], from_date=JUNE, version=1, actor=SYSTEM)


def test_nobody_gives_through_the_advisor_what_is_not_theirs_to_give(world: World) -> None:
    """The administrator may see the advice but gives no business role."""
    admin = world.give("Adam", "administrator", world.root)
    pick = Pick(world.person("Sol"), role(world, "project-manager"), world.project.scope)
    with pytest.raises(NotAllowed):
        staff_advice(begun(world, projects=1), [pick], from_date=JUNE, version=1, actor=admin)
