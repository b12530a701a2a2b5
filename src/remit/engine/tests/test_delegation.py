"""Who could do what, and how much projects overlap: by hand, and against trying everything."""

import datetime as dt
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from remit.engine.selection import (
    DelegationWeights,
    Obstacle,
    Part,
    Person,
    Scope,
    Work,
    delegate,
    jain,
    overlap,
    parts_of,
    thin_skills,
)
from remit.engine.selection.assigning import Pairs, assign, total_cost

WEEK = 2400


def person(name: str, **stated: object) -> Person:
    return Person(name, **{"capacity_minutes": WEEK, **stated})  # type: ignore[arg-type]  # fields by name


def test_the_worked_example_of_fairness() -> None:
    assert jain([38, 40, 36, 20, 46]) == pytest.approx(0.945, abs=5e-4)
    assert jain([1, 1, 1]) == 1
    assert jain([0, 0, 9]) == pytest.approx(1 / 3)
    assert jain([0, 0]) is None


@given(some.lists(some.integers(0, 100), min_size=1).filter(any), some.integers(1, 9))
def test_fairness_does_not_hang_on_the_unit(loads: list[int], times: int) -> None:
    found = jain(loads)
    assert found is not None
    assert 1 / len(loads) - 1e-12 <= found <= 1 + 1e-12
    assert jain([each * times for each in loads]) == pytest.approx(found)


def test_the_cost_of_a_pair_says_what_it_weighs() -> None:
    ada = person(
        "Ada",
        load_minutes=960,
        skills={"weld": 2},
        contexts=frozenset({"Bridge"}),
        wishes=frozenset({"weld"}),
        unpopular_done=2,
    )
    work = Work("W", 240, {"weld": 4, "plan": 1}, context="Tunnel", continues="Ada", is_unpopular=True)
    assert dict(parts_of(ada, work)) == {
        Part.SHORTFALL: 30_000,
        Part.LOAD: 5_000,
        Part.SWITCH: 3_000,
        Part.UNPOPULAR: 8_000,
        Part.GROWTH: -4_000,
        Part.CONTINUITY: -5_000,
    }
    assert dict(parts_of(person("Bo"), Work("V", 0))) == {}


def test_who_has_the_skill_gets_the_work_and_the_others_are_named_with_what_they_cost_more() -> None:
    people = [person("Ada", skills={"weld": 3}), person("Bo", skills={"weld": 1}), person("Cy")]
    found = delegate(people, [Work("W", 240, {"weld": 3})])
    (suggestion,) = found.suggestions
    assert (suggestion.person_id, suggestion.cost) == ("Ada", 1.0)
    assert suggestion.parts == ((Part.LOAD, 1.0),)
    assert suggestion.alternatives == (("Bo", 20.0), ("Cy", 30.0))
    assert found.load_ratios == {"Ada": 0.1, "Bo": 0, "Cy": 0}
    assert found.is_proved


def test_nobody_gets_more_than_may_be_planned() -> None:
    room = int(WEEK * 0.85)
    assert delegate([person("Ada")], [Work("W", room)]).suggestions[0].person_id == "Ada"
    full = delegate([person("Ada")], [Work("W", room + 1)]).suggestions[0]
    assert (full.person_id, full.obstacle) == (None, Obstacle.CAPACITY)
    over = delegate([person("Ada", load_minutes=WEEK)], [Work("W", 0)]).suggestions[0]
    assert over.obstacle == Obstacle.CAPACITY


def test_a_certificate_is_mandatory_however_skilled_somebody_is() -> None:
    people = [person("Ada", skills={"weld": 9}), person("Bo", certificates=frozenset({"crane"}))]
    work = [Work("W", 60, {"weld": 9}, frozenset({"crane"})), Work("V", 60, certificates=frozenset({"dive"}))]
    first, second = delegate(people, work).suggestions
    assert (first.person_id, first.alternatives) == ("Bo", ())
    assert second.obstacle == Obstacle.CERTIFICATE


def test_as_much_work_as_possible_is_given_to_somebody() -> None:
    """Cheapest alone would be both to Ada; only one of them fits, and the other needs her."""
    room = int(WEEK * 0.85)
    people = [person("Ada", certificates=frozenset({"crane"})), person("Bo")]
    work = [Work("any", room), Work("crane", room, certificates=frozenset({"crane"})), Work("more", room)]
    found = delegate(people, work).suggestions
    assert [each.person_id for each in found].count(None) == 1
    assert found[1].person_id == "Ada"
    assert {each.obstacle for each in found if each.person_id is None} == {Obstacle.OTHERS_NEED_THEM}


def test_load_is_spread_and_unpopular_work_is_shared() -> None:
    people = [person("Ada"), person("Bo")]
    spread = delegate(people, [Work(str(at), 480) for at in range(4)])
    assert spread.load_ratios == {"Ada": 0.4, "Bo": 0.4}
    assert spread.fairness == 1
    busy = [person("Ada"), person("Bo", load_minutes=1200)]
    chores = [Work(str(at), 10, is_unpopular=True) for at in range(4)]
    doers = [each.person_id for each in delegate(busy, chores).suggestions]
    assert doers.count("Ada") == doers.count("Bo") == 2
    free = delegate(busy, chores, unpopular_share=Fraction(1), weights=DelegationWeights(peak=0))
    assert {each.person_id for each in free.suggestions} == {"Ada"}


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        delegate([person("Ada"), person("Ada")], [])
    with pytest.raises(ValueError, match="no time"):
        Person("Ada", 0)
    with pytest.raises(ValueError, match="less than no time"):
        Work("W", -1)


def test_nothing_to_give_is_no_error() -> None:
    assert delegate([person("Ada")], []).suggestions == ()
    assert delegate([], [Work("W", 1)]).suggestions[0].obstacle == Obstacle.CERTIFICATE


@settings(max_examples=40)
@given(some.data())
def test_no_assignment_is_cheaper_than_the_one_suggested(data: some.DataObject) -> None:
    people, work = data.draw(some.integers(1, 3)), data.draw(some.integers(1, 5))
    allowed = data.draw(some.lists(some.integers(-9000, 30_000) | some.none(), min_size=15, max_size=15))
    costs = {
        (at, who): cost
        for at in range(work)
        for who in range(people)
        if (cost := allowed[at * 3 + who]) is not None
    }
    minutes = some.integers(0, 300)
    pairs = Pairs(
        costs,
        tuple(data.draw(minutes) for _work in range(work)),
        tuple(data.draw(some.integers(-10, 600)) for _person in range(people)),
        tuple((data.draw(minutes), 600) for _person in range(people)),
        peak=data.draw(some.sampled_from([0, 5000])),
        special=(0, 1),
        most_special=1,
    )
    doers, is_proved = assign(pairs)
    assert is_proved
    best = min(
        (-sum(who is not None for who in each), total_cost(pairs, each))
        for each in product([None, *range(people)], repeat=work)
        if is_allowed(pairs, each)
    )
    assert is_allowed(pairs, doers)
    assert (-sum(who is not None for who in doers), total_cost(pairs, doers)) == best


def is_allowed(pairs: Pairs, doers: tuple[int | None, ...]) -> bool:
    given_work = [(at, who) for at, who in enumerate(doers) if who is not None]
    for who, room in enumerate(pairs.room):
        own = [at for at, doer in given_work if doer == who]
        too_much = sum(pairs.minutes[at] for at in own) > room
        if own and (too_much or sum(at in pairs.special for at in own) > pairs.most_special):
            return False
    return all(key in pairs.costs for key in given_work)


def test_a_skill_that_one_person_has_is_thin() -> None:
    people = [person("Ada", skills={"weld": 3, "plan": 3}), person("Bo", skills={"weld": 3, "plan": 2})]
    assert thin_skills(people, ["weld", "plan", "dive"]) == ("plan", "dive")


# overlap of projects


def scope(minutes: dict[str, int], results: str, start: int, end: int, holders: str) -> Scope:
    return Scope(
        minutes, frozenset(results), dt.date(2026, 1, start), dt.date(2026, 1, end), frozenset(holders)
    )


def test_the_overlap_of_two_projects_by_hand() -> None:
    one = scope({"Ada": 600, "Bo": 400}, "abcd", 1, 10, "xy")
    other = scope({"Ada": 300, "Cy": 100}, "cdef", 6, 25, "yz")
    found = overlap(one, other)
    assert (found.people, found.results, found.time, found.stakeholders) == (0.75, 0.5, 0.5, 0.5)
    assert found.score == pytest.approx(0.4 * 0.75 + 0.3 * 0.5 + 0.2 * 0.5 + 0.1 * 0.5)
    assert overlap(other, one) == found


def test_a_project_overlaps_wholly_with_itself_and_not_at_all_with_a_stranger() -> None:
    one = scope({"Ada": 600}, "ab", 1, 10, "x")
    assert overlap(one, one).score == 1
    assert overlap(one, scope({"Bo": 1}, "c", 11, 12, "y")).score == 0
    assert overlap(one, scope({}, "", 11, 12, "")).score == 0
    with pytest.raises(ValueError, match="ends after"):
        scope({}, "", 2, 1, "")
