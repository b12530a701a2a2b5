"""To-be structures: planned apart, judged live, and made what stands on their date, all of it or nothing."""

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.models import Person, Position, Structure, Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.people.operations.positions import add_position, change_position
from remit.people.operations.structure_transition import put_due_into_effect, put_structure_into_effect
from remit.people.operations.structures import (
    begin_structure,
    change_structure,
    discard_structure,
    drop_change,
    plan_change,
    reopen_structure,
    schedule_structure,
)
from remit.people.structure_queries import one_structure, prospect
from remit.people.structures import (
    Person as InShape,
)
from remit.people.structures import (
    Planned,
    PositionAt,
    Shape,
    UnitAt,
    affected,
    differences,
    faults,
    from_the_top,
    to_be,
)

SYSTEM = system_actor()
DAY = dt.date(2026, 6, 1)

FIRM = Shape(
    {"N-1": UnitAt("Works", None, "U-1"), "N-2": UnitAt("Site", "N-1"), "N-3": UnitAt("Shop", "N-1")},
    {
        "PS-1": PositionAt("Head", "N-1", "U-1"),
        "PS-2": PositionAt("Mason", "N-2", "U-2", "PS-1"),
        "PS-3": PositionAt("Clerk", "N-3", None, "PS-1"),
    },
    {
        "U-1": InShape("U-1", "Ada", "N-1"),
        "U-2": InShape("U-2", "Bob", "N-2"),
        "U-3": InShape("U-3", "Cem", "N-3"),
        "U-4": InShape("U-4", "Dea", None, has_left=True),
    },
)


def texts(*plan: Planned) -> list[str]:
    return [each.text for each in faults(FIRM, plan)]


def test_what_stands_has_no_faults_and_no_difference_from_itself() -> None:
    assert texts() == []
    assert differences(FIRM, to_be(FIRM, [])) == []
    assert affected(FIRM, to_be(FIRM, [])) == []


def test_differences_say_what_is_added_changed_and_removed() -> None:
    plan = [
        Planned(1, "add-unit", "+1", {"name": "Yard", "into": "N-1", "person": "U-2"}),
        Planned(2, "change-position", "PS-2", {"name": "Foreman", "into": "+1"}),
        Planned(3, "end-position", "PS-3"),
    ]
    found = {(each.what, each.name): each.moves for each in differences(FIRM, to_be(FIRM, plan))}
    assert found == {
        ("added", "Yard"): (("into", "", "Works"), ("person", "", "Bob")),
        ("changed", "Foreman"): (("name", "Mason", "Foreman"), ("into", "Site", "Yard")),
        ("removed", "Clerk"): (),
    }
    assert [(each.person.name, each.lines) for each in affected(FIRM, to_be(FIRM, plan))] == [
        ("Bob", ("moves from Site to Yard", "is called Foreman", "heads Yard"))
    ]


def test_whoever_reports_to_another_is_affected_though_the_own_position_stays() -> None:
    plan = [
        Planned(1, "add-position", "+1", {"name": "Chief", "into": "N-1", "person": "U-3"}),
        Planned(2, "change-position", "PS-2", {"above": "+1"}),
    ]
    found = {each.person.name: each.lines for each in affected(FIRM, to_be(FIRM, plan))}
    assert found == {
        "Bob": ("reports to Chief (Cem)",),
        "Cem": ("moves from Shop to Works", "takes on Chief"),
    }


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        ([Planned(1, "close-unit", "N-2", {"into": "N-1"})], "The unit of Mason is closed: move it or end it."),
        (
            [Planned(1, "close-unit", "N-3", {}), Planned(2, "end-position", "PS-3")],
            "1 person would be left in Shop, which is closed: say where they go.",
        ),
        (
            [Planned(1, "end-position", "PS-1")],
            "What Mason reports to has ended: name another.",
        ),
        (
            [Planned(1, "change-unit", "N-1", {"into": "N-2"})],
            "These would stand in a circle: Works → Site → Works.",
        ),
        (
            [Planned(1, "change-position", "PS-1", {"above": "PS-2"})],
            "These would stand in a circle: Head → Mason → Head.",
        ),
        (
            [Planned(1, "add-unit", "+1", {"name": "works"})],
            "A unit is called works already: choose another.",
        ),
        (
            [Planned(1, "change-position", "PS-3", {"person": "U-4"})],
            "Dea has left.",
        ),
        ([Planned(1, "close-unit", "N-9", {})], "N-9 stands no longer: drop this change."),
        (
            [
                Planned(1, "close-unit", "N-1", {"into": "N-2"}),
                Planned(2, "change-position", "PS-1", {"into": "N-2"}),
            ],
            "What Site stands below is closed: name another.",
        ),
    ],
)  # fmt: skip
def test_each_fault_is_said_with_its_remedy(plan: list[Planned], said: str) -> None:
    assert said in texts(*plan)


@settings(max_examples=200)
@given(lines=st.lists(st.integers(0, 9), min_size=1, max_size=10))
def test_from_the_top_nothing_comes_before_what_it_stands_below(lines: list[int]) -> None:
    # everything stands below an earlier one, or at the top: no circle
    above = {str(at): str(up) if up < at else None for at, up in enumerate(lines)}
    order = from_the_top(above)
    assert sorted(order) == sorted(above)
    for ref, up in above.items():
        assert up is None or order.index(up) < order.index(ref)


@pytest.fixture
def firm(world: World) -> World:
    """Works with Site and Shop below it; Ada heads Works, Bob is mason on site, Cem belongs to the shop."""
    works = create_unit(world.organisation, name="Works", head=world.person("Ada"), actor=SYSTEM)
    units = {
        name: create_unit(world.organisation, name=name, parent=works, actor=SYSTEM)
        for name in ("Site", "Shop")
    }
    units["Works"] = works
    for name, unit in (("Ada", "Works"), ("Bob", "Site"), ("Cem", "Shop")):
        person = world.person(name)
        world.people[name] = change_person(person, version=person.version, unit=units[unit], actor=SYSTEM)
    head = place(world, "Head", works, "Ada")
    place(world, "Mason", units["Site"], "Bob", head)
    world.give("Adam", "administrator", world.root)
    return world


def place(world: World, title: str, unit: Unit, who: str, above: Position | None = None) -> Position:
    return add_position(
        world.organisation,
        title=title,
        unit=unit,
        holder=world.person(who),
        reports_to=above,
        from_date=DAY,
        actor=SYSTEM,
    )


def begun(world: World, on: dt.date | None = None) -> Structure:
    return begin_structure(
        world.organisation, name="Two yards", takes_effect_on=on or today(), actor=world.actor("Adam")
    )


def today() -> dt.date:
    return dt.datetime.now(tz=dt.UTC).date()


def plan(world: World, kind: str, target: str = "", **values: Any) -> int:
    found = Structure.objects.get(organisation=world.organisation)
    row = plan_change(
        found, kind=kind, target=target, values=values, version=found.version, actor=world.actor("Adam")
    )
    return row.number


def stands(world: World) -> Structure:
    return Structure.objects.select_related("organisation").get(organisation=world.organisation)


def key(model: Any, world: World, **named: str) -> str:
    return str(model.objects.get(organisation=world.organisation, **named).key)


def test_on_its_date_everything_that_was_planned_stands_and_the_rest_as_before(firm: World) -> None:
    begun(firm)
    site, mason = key(Unit, firm, name="Site"), key(Position, firm, title="Mason")
    yard = plan(
        firm, "add-unit", name="Yard", into=key(Unit, firm, name="Works"), person=firm.person("Bob").key
    )
    chief = plan(firm, "add-position", name="Chief", into=f"+{yard}", person=firm.person("Cem").key)
    plan(firm, "change-position", mason, into=f"+{yard}", above=f"+{chief}")
    plan(firm, "close-unit", site)
    plan(firm, "change-unit", key(Unit, firm, name="Shop"), name="Store")
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    assert Unit.objects.filter(organisation=firm.organisation, closed_on=None, name="Site").exists()
    assert put_due_into_effect() == 1
    units = Unit.objects.filter(organisation=firm.organisation, closed_on=None)
    assert {
        unit.name: (unit.parent and unit.parent.name, unit.head and unit.head.name) for unit in units
    } == {
        "Works": (None, "Ada"),
        "Yard": ("Works", "Bob"),
        "Store": ("Works", None),
    }
    moved = Position.objects.get(organisation=firm.organisation, title="Mason")
    assert (moved.unit.name, moved.reports_to and moved.reports_to.title) == ("Yard", "Chief")
    assert {
        each.name: each.unit and each.unit.name for each in Person.objects.filter(unit__isnull=False)
    } == {
        "Ada": "Works",
        "Bob": "Yard",
        "Cem": "Yard",
    }
    assert stands(firm).state == "effective"
    assert put_due_into_effect() == 0


def test_a_position_ends_on_the_day_before_the_transition(firm: World) -> None:
    day = today() + dt.timedelta(days=10)
    begun(firm, day)
    plan(firm, "end-position", key(Position, firm, title="Mason"))
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    assert put_due_into_effect() == 0
    Structure.objects.update(takes_effect_on=today())
    assert put_due_into_effect() == 1
    ended = Position.objects.get(organisation=firm.organisation, title="Mason")
    assert ended.to_date == today() - dt.timedelta(days=1)


def test_what_changed_meanwhile_keeps_it_from_coming_into_effect_and_nothing_is_half_done(
    firm: World,
) -> None:
    begun(firm)
    plan(firm, "add-unit", name="Yard")
    plan(firm, "close-unit", key(Unit, firm, name="Shop"), into=key(Unit, firm, name="Works"))
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    place(firm, "Seller", Unit.objects.get(name="Shop"), "Cem")
    assert put_due_into_effect() == 0
    assert stands(firm).state == "scheduled"
    assert not Unit.objects.filter(name="Yard").exists()
    with pytest.raises(Conflict, match="The unit of Seller is closed"):
        put_structure_into_effect(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))


def test_a_field_that_is_not_planned_stays_as_it_is_on_that_day(firm: World) -> None:
    begun(firm)
    mason = Position.objects.get(title="Mason")
    plan(firm, "change-position", mason.key, name="Foreman")
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    change_position(mason, version=mason.version, actor=SYSTEM, holder=firm.person("Cem"))
    assert put_due_into_effect() == 1
    after = Position.objects.get(pk=mason.pk)
    assert (after.title, after.holder and after.holder.name) == ("Foreman", "Cem")


def test_before_its_date_it_cannot_come_into_effect(firm: World) -> None:
    begun(firm, today() + dt.timedelta(days=1))
    plan(firm, "add-unit", name="Yard")
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    with pytest.raises(Conflict, match="The transition date is"):
        put_structure_into_effect(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))


def test_a_draft_with_faults_or_without_changes_is_not_scheduled(firm: World) -> None:
    begun(firm)
    with pytest.raises(Conflict, match="plan a change first"):
        schedule_structure(stands(firm), version=1, actor=firm.actor("Adam"))
    plan(firm, "close-unit", key(Unit, firm, name="Site"))
    with pytest.raises(Conflict, match="The unit of Mason is closed"):
        schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))


def test_one_change_a_thing_the_later_takes_the_place_of_the_earlier(firm: World) -> None:
    begun(firm)
    shop = key(Unit, firm, name="Shop")
    first = plan(firm, "change-unit", shop, name="Store")
    assert plan(firm, "close-unit", shop, into=key(Unit, firm, name="Works")) == first
    assert [row.kind for row in stands(firm).changes.all()] == ["close-unit"]


def test_what_others_are_planned_to_stand_below_is_not_dropped(firm: World) -> None:
    begun(firm)
    yard = plan(firm, "add-unit", name="Yard")
    gang = plan(firm, "add-unit", name="Gang", into=f"+{yard}")
    with pytest.raises(Conflict, match="Gang are planned"):
        drop_change(stands(firm), yard, version=stands(firm).version, actor=firm.actor("Adam"))
    for number in (gang, yard):
        drop_change(stands(firm), number, version=stands(firm).version, actor=firm.actor("Adam"))
    assert stands(firm).changes.count() == 0


def test_a_scheduled_structure_is_changed_only_once_it_is_a_draft_again(firm: World) -> None:
    begun(firm)
    plan(firm, "add-unit", name="Yard")
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    with pytest.raises(Conflict, match="Two yards is scheduled"):
        plan(firm, "add-unit", name="Other")
    reopen_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    plan(firm, "add-unit", name="Other")
    discard_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    with pytest.raises(Conflict, match="discarded"):
        plan(firm, "add-unit", name="Third")


@pytest.mark.parametrize(
    ("kind", "target", "values", "message"),
    [
        ("rename", "", {}, "no change of this kind"),
        ("add-unit", "", {}, "Give it a name"),
        ("add-unit", "", {"name": "x" * 121}, "At most 120"),
        ("add-unit", "", {"name": "Yard", "above": "PS-1"}, "no above"),
        ("add-unit", "", {"name": "Yard", "into": "N-99"}, "N-99"),
        ("add-unit", "", {"name": "Yard", "into": "+7"}, "adds \\+7"),
        ("add-unit", "", {"name": "Yard", "into": "+x"}, "adds \\+x"),
        ("add-unit", "", {"name": "Yard", "person": "U-99"}, "U-99"),
        ("close-unit", "", {}, "key -"),
        ("change-position", "PS-99", {"name": "x"}, "PS-99"),
        ("add-position", "", {"name": "Clerk"}, "Name the unit"),
    ],
)
def test_what_cannot_be_planned_is_refused(
    firm: World, kind: str, target: str, values: dict[str, Any], message: str
) -> None:
    begun(firm)
    with pytest.raises(Invalid, match=message):
        plan(firm, kind, target, **values)
    assert stands(firm).changes.count() == 0


def test_settings_of_a_structure_are_checked_and_a_stale_change_is_shown_both(firm: World) -> None:
    with pytest.raises(Invalid, match="before today"):
        begun(firm, today() - dt.timedelta(days=1))
    begun(firm)
    actor = firm.actor("Adam")
    with pytest.raises(Invalid, match="Give the structure a name"):
        change_structure(stands(firm), version=1, actor=actor, name=" ")
    change_structure(stands(firm), version=1, actor=actor, name="Three yards")
    with pytest.raises(Conflict) as stale:
        change_structure(stands(firm), version=1, actor=actor, name="Four yards")
    assert stale.value.current["fields"]["name"] == {"yours": "Four yards", "theirs": "Three yards"}


def test_only_whoever_may_change_the_organisation_plans_and_others_see_it_once_it_is_scheduled(
    firm: World, stranger: World
) -> None:
    begun(firm)
    firm.give("Pia", "portfolio-manager", firm.root)
    with pytest.raises(NotAllowed):
        begin_structure(firm.organisation, name="X", takes_effect_on=today(), actor=firm.actor("Pia"))
    with pytest.raises(NotFound):
        one_structure(firm.actor("Pia"), stands(firm).key)
    plan(firm, "add-unit", name="Yard")
    schedule_structure(stands(firm), version=stands(firm).version, actor=firm.actor("Adam"))
    assert one_structure(firm.actor("Pia"), stands(firm).key) == stands(firm)
    stranger.give("Zed", "administrator", stranger.root)
    with pytest.raises(NotFound):
        one_structure(stranger.actor("Zed"), stands(firm).key)


def test_the_prospect_reads_a_constant_number_of_times(firm: World, django_assert_num_queries: Any) -> None:
    begun(firm)
    plan(firm, "add-unit", name="Yard")
    found = stands(firm)
    with django_assert_num_queries(4):
        assert [each.name for each in prospect(found).differences] == ["Yard"]
    for number in range(5):
        plan(firm, "add-unit", name=f"Yard {number}")
    with django_assert_num_queries(4):
        assert len(prospect(found).differences) == 6
