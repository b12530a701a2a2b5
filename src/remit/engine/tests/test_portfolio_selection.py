"""Portfolio selection: the worked example, every kind of limit, and equality with trying all sets."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from remit.engine.selection import (
    Answer,
    Breach,
    Candidate,
    Limits,
    breaches,
    budget_frontier,
    compare,
    marginal_money,
    risk_frontier,
    rivals,
    select,
    weight_sensitivity,
    weighted,
)


def project(name: str, value: int, cost: int, people: int = 0, **stated: object) -> Candidate:
    return Candidate(name, value, (cost,), (("people", (people,)),), **stated)  # type: ignore[arg-type]  # by name


GOLDEN = [
    project("P1", 60, 10, 4),
    project("P2", 100, 20, 6),
    project("P3", 120, 30, 9),
    project("P4", 75, 15, 3),
]
LIMITS = Limits((50,), {"people": (14,)})


def test_the_worked_example() -> None:
    found = select(GOLDEN, LIMITS)
    assert (found.answer, found.ids, found.value) == (Answer.OPTIMAL, ("P1", "P2", "P4"), 235)
    assert (found.costs, dict(found.effort), found.bound) == ((45,), {"people": (13,)}, 235)


def test_each_limit_decides() -> None:
    def ids(limits: Limits, *candidates: Candidate) -> tuple[str, ...]:
        return select(candidates or GOLDEN, limits).ids

    assert ids(Limits((1000,), {"people": (1000,)})) == ("P1", "P2", "P3", "P4")
    assert ids(replace(LIMITS, budgets=(44,))) == ("P1", "P3")
    assert ids(replace(LIMITS, capacity={"people": (12,)})) == ("P3", "P4")
    assert ids(replace(LIMITS, capacity={})) == ()  # a skill that is not named has nothing to give
    assert ids(replace(LIMITS, exclusions=(("P1", "P2"),))) == ("P3", "P4")
    first, *others = GOLDEN
    assert ids(LIMITS, *others[:1], replace(others[1], is_mandatory=True), others[2]) == ("P3", "P4")
    assert ids(LIMITS, replace(first, requires=("P3",)), *others) == ("P3", "P4")


def test_every_year_counts_for_itself() -> None:
    early, late = Candidate("early", 5, (10, 0)), Candidate("late", 5, (0, 10))
    both = Candidate("both", 6, (6, 6))
    assert select([early, late, both], Limits((10, 10))).ids == ("early", "late")
    assert select([early, late, both], Limits((10, 6))).ids == ("both",)
    assert select([Candidate("third", 5, (0, 0, 1))], Limits((10, 10))).ids == ()


def test_what_must_be_done_but_cannot_has_no_answer() -> None:
    assert select([project("P", 1, 60, is_mandatory=True)], LIMITS).answer == Answer.INFEASIBLE
    assert select([], LIMITS).answer == Answer.OPTIMAL


def test_risk_counts_by_its_variance() -> None:
    safe, bold = Candidate("safe", 100, (1,)), Candidate("bold", 110, (1,), variance=400)
    points = risk_frontier([safe, bold], Limits((1,)), [0, Fraction(1, 41), Fraction(1, 39)])
    assert [each.selection.ids for each in points] == [("bold",), ("bold",), ("safe",)]
    assert points[1].selection.worth == pytest.approx(110 - 400 / 41)


def test_the_frontier_shows_value_against_money_and_what_more_would_bring() -> None:
    points = budget_frontier(GOLDEN, LIMITS, [0, Fraction(1, 2), 1, 2])
    assert [(each.setting, each.selection.value) for each in points] == [
        (0, 0),
        (0.5, 135),
        (1, 235),
        (2, 235),
    ]
    (found,) = marginal_money(GOLDEN, Limits((44,), {"people": (14,)}), share=Fraction(1, 44))
    assert (found.more, found.gain, found.per_unit) == (1, 55, 55)


def test_rivals_are_all_sets_within_the_share_best_first() -> None:
    found = rivals(GOLDEN, LIMITS, within=Fraction(20, 100))
    assert [each.value for each in found.selections] == [235, 195]
    assert found.is_complete
    fewer = rivals(GOLDEN, LIMITS, within=Fraction(20, 100), most=1)
    assert (len(fewer.selections), fewer.is_complete) == (1, False)
    assert rivals([], LIMITS).selections[0].ids == ()


def test_a_set_that_people_chose_is_compared_and_what_it_breaks_is_named() -> None:
    found = compare(["P2", "P3"], GOLDEN, LIMITS)
    assert (found.value_given_up, found.breaches) == (15, ((Breach.CAPACITY, "people 0"),))
    one = [replace(GOLDEN[0], requires=("P2",)), *GOLDEN[1:3], replace(GOLDEN[3], is_mandatory=True)]
    limits = Limits((35,), {"people": (14,)}, (("P1", "P3"),))
    assert [each for each, _who in breaches(["P1", "P3"], one, limits)] == [
        Breach.BUDGET,
        Breach.EXCLUSION,
        Breach.REQUIREMENT,
        Breach.MANDATORY,
    ]


def test_what_contradicts_itself_is_refused() -> None:
    with pytest.raises(ValueError, match="same id"):
        select([GOLDEN[0], GOLDEN[0]], LIMITS)
    with pytest.raises(ValueError, match="no project X"):
        select([replace(GOLDEN[0], requires=("X",))], LIMITS)
    with pytest.raises(ValueError, match="no project Y"):
        compare(["Y"], GOLDEN, LIMITS)
    with pytest.raises(ValueError, match="below zero"):
        Candidate("P", 1, (-1,))
    with pytest.raises(ValueError, match="too large"):
        select([Candidate("P", 2**61)], LIMITS)


@some.composite
def questions(draw: some.DrawFn) -> tuple[list[Candidate], Limits]:
    count = draw(some.integers(1, 9))
    small = some.integers(0, 12)
    names = [f"P{at}" for at in range(count)]
    candidates = [
        Candidate(
            name,
            draw(some.integers(-5, 40)),
            (draw(small), draw(small)),
            (("dig", (draw(small),)),),
            is_mandatory=draw(some.integers(0, 9)) == 0,
            requires=tuple(draw(some.lists(some.sampled_from(names), max_size=1))),
        )
        for name in names
    ]
    pairs = some.lists(some.sampled_from(names), min_size=2, max_size=2, unique=True).map(tuple)
    exclusions = tuple(draw(some.lists(pairs, max_size=2))) if count > 1 else ()
    budget = some.integers(0, 40)
    return candidates, Limits((draw(budget), draw(budget)), {"dig": (draw(budget),)}, exclusions)


def possible(candidates: Sequence[Candidate], limits: Limits) -> list[tuple[int, tuple[str, ...]]]:
    """Return value and ids of every set that breaks nothing: slow and obvious."""
    found = []
    for chosen in product([False, True], repeat=len(candidates)):
        taken = [each for each, is_in in zip(candidates, chosen, strict=True) if is_in]
        ids = tuple(each.id for each in taken)
        if not breaches(ids, candidates, limits):
            found.append((sum(each.value for each in taken), ids))
    return found


@settings(max_examples=40)
@given(questions())
def test_no_set_is_better_than_the_one_selected(question: tuple[list[Candidate], Limits]) -> None:
    candidates, limits = question
    sets = possible(candidates, limits)
    found = select(candidates, limits)
    if not sets:
        assert found.answer == Answer.INFEASIBLE
        return
    assert found.value == max(value for value, _ids in sets)
    assert breaches(found.ids, candidates, limits) == ()
    best = found.value
    near = sorted(value for value, _ids in sets if value >= best - abs(best) * Fraction(1, 10))
    listed = rivals(candidates, limits, within=Fraction(1, 10), most=6)
    assert [each.value for each in listed.selections] == near[::-1][:6]
    assert listed.is_complete == (len(near) < 6)


@settings(max_examples=25)
@given(some.lists(some.tuples(some.integers(1, 99), some.integers(1, 30)), min_size=1, max_size=40))
def test_the_selection_is_never_worse_than_the_greedy_one(facts: list[tuple[int, int]]) -> None:
    candidates = [Candidate(str(at), value, (cost,)) for at, (value, cost) in enumerate(facts)]
    left, greedy = 60, 0
    for each in sorted(candidates, key=lambda one: -one.value / one.costs[0]):
        if each.costs[0] <= left:
            left, greedy = left - each.costs[0], greedy + each.value
    assert select(candidates, Limits((60,))).value >= greedy


def test_two_hundred_projects_are_solved_exactly() -> None:
    candidates = [
        Candidate(
            str(at), 100 + at * 37 % 101, (10 + at * 53 % 67, 5 + at * 29 % 41), (("dig", (at * 7 % 13,)),)
        )
        for at in range(200)
    ]
    found = select(candidates, Limits((2000, 1500), {"dig": (400,)}), time_limit=60)
    assert found.answer == Answer.OPTIMAL
    assert breaches(found.ids, candidates, Limits((2000, 1500), {"dig": (400,)})) == ()


# scores


SCORES = {"A": {"fit": 5, "gain": 1}, "B": {"fit": 1, "gain": 4}}


def test_scores_are_weighted_exactly() -> None:
    pair = [Candidate("A", 0, (1,)), Candidate("B", 0, (1,))]
    found = weighted(pair, SCORES, {"fit": Fraction(2, 5), "gain": Fraction(3, 5)})
    assert [each.value for each in found] == [2600, 2800]
    with pytest.raises(ValueError, match="sum to 1"):
        weighted(pair, SCORES, {"fit": Fraction(1, 2)})
    with pytest.raises(KeyError):
        weighted(pair, {"A": {}}, {"fit": 1})


def test_a_choice_that_hangs_on_a_weight_is_told() -> None:
    pair = [Candidate("A", 0, (1,)), Candidate("B", 0, (1,))]
    found = weight_sensitivity(pair, SCORES, {"fit": Fraction(2, 5), "gain": Fraction(3, 5)}, Limits((1,)))
    assert [(each.criterion, each.factor, each.ids, each.differs) for each in found] == [
        ("fit", 0.8, ("B",), False),
        ("fit", 1.2, ("A",), True),
        ("gain", 0.8, ("A",), True),
        ("gain", 1.2, ("B",), False),
    ]
