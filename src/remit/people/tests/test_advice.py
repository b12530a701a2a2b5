"""The rules of the advisor: each of R1 to R15 on both sides of each of its thresholds, with the facts that fired."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.people.advice import Line, advise, differences, structure
from remit.people.advice_bounds import BOUNDS, DEFAULTS
from remit.people.advice_facts import FACTS, FactKind, Value
from remit.people.advice_rules import RULES
from remit.people.kind_of_work import QUESTIONS, kind_of_work
from remit.people.models import StructureType

Facts = dict[str, Value]


def line(rule: str, role: str, facts: Facts, **bounds: int) -> Line:
    found = [each for each in advise(facts, bounds) if each.rule == rule and each.role == role]
    assert len(found) == 1
    return found[0]


# rule, role, facts, outcome
GOLDEN: list[tuple[str, str, Facts, str]] = [
    ("R1", "project-manager", {"projects": 0}, "not-needed"),
    ("R1", "project-manager", {"projects": 1}, "required"),
    ("R1", "sponsor", {"projects": 0}, "not-needed"),
    ("R1", "sponsor", {"projects": 1}, "required"),
    ("R2", "product-manager", {"products": 0, "product_years": 9, "releases_a_year": 9}, "not-needed"),
    ("R2", "product-manager", {"products": 1, "product_years": 2, "releases_a_year": 1}, "combine"),
    ("R2", "product-manager", {"products": 1, "product_years": 3, "releases_a_year": 1}, "required"),
    ("R2", "product-manager", {"products": 1, "product_years": 2, "releases_a_year": 2}, "required"),
    ("R3", "product-owner", {"scrum_teams": 0}, "not-needed"),
    ("R3", "product-owner", {"scrum_teams": 1}, "required"),
    ("R3", "scrum-master", {"scrum_teams": 0}, "not-needed"),
    ("R3", "scrum-master", {"scrum_teams": 1}, "required"),
    ("R4", "project-leader", {"project_team": 9, "workstreams": 2, "projects_per_manager": 2}, "not-needed"),
    ("R4", "project-leader", {"project_team": 10}, "advised"),
    ("R4", "project-leader", {"workstreams": 3}, "advised"),
    ("R4", "project-leader", {"projects_per_manager": 3}, "advised"),
    (
        "R5",
        "programme-manager",
        {"related_projects": 2, "dependencies": 9, "shared_benefit": True},
        "not-needed",
    ),
    (
        "R5",
        "programme-manager",
        {"related_projects": 3, "dependencies": 3, "shared_benefit": False},
        "not-needed",
    ),
    ("R5", "programme-manager", {"related_projects": 3, "dependencies": 4}, "required"),
    ("R5", "programme-manager", {"related_projects": 3, "shared_benefit": True}, "required"),
    ("R6", "portfolio-manager", {"projects": 4, "demand_percent": 110, "contested": False}, "not-needed"),
    ("R6", "portfolio-manager", {"projects": 5}, "advised"),
    ("R6", "portfolio-manager", {"projects": 10}, "advised"),
    ("R6", "portfolio-manager", {"projects": 11}, "required"),
    ("R6", "portfolio-manager", {"projects": 1, "demand_percent": 111}, "required"),
    ("R6", "portfolio-manager", {"projects": 1, "contested": True}, "required"),
    ("R7", "delivery-manager", {"teams": 1, "team_people": 8}, "not-needed"),
    ("R7", "delivery-manager", {"teams": 1, "team_people": 9}, "required"),
    ("R7", "delivery-manager", {"teams": 2, "team_people": 3}, "required"),
    ("R8", "account-manager", {"clients": 0, "people": 5, "client_income_percent": 0}, "not-needed"),
    ("R8", "account-manager", {"clients": 2, "people": 14, "client_income_percent": 30}, "combine"),
    ("R8", "account-manager", {"clients": 2, "people": 15, "client_income_percent": 30}, "not-needed"),
    ("R8", "account-manager", {"clients": 3, "people": 14, "client_income_percent": 30}, "not-needed"),
    ("R8", "account-manager", {"clients": 2, "people": 14, "client_income_percent": 31}, "required"),
    ("R8", "account-manager", {"clients": 4, "people": 40}, "not-needed"),
    ("R8", "account-manager", {"clients": 5, "people": 40}, "required"),
    (
        "R8",
        "account-manager",
        {"clients": 2, "people": 14, "combined_clients": 5, "combined_projects": 3},
        "combine",
    ),
    ("R8", "account-manager", {"clients": 2, "people": 14, "combined_clients": 6}, "required"),
    ("R8", "account-manager", {"clients": 2, "people": 14, "combined_projects": 4}, "required"),
    ("R9", "construction-manager", {"construction": False, "trades": 9, "permit": True}, "not-needed"),
    ("R9", "construction-manager", {"construction": True, "trades": 1, "permit": False}, "not-needed"),
    ("R9", "construction-manager", {"construction": True, "trades": 2}, "required"),
    ("R9", "construction-manager", {"construction": True, "permit": True}, "required"),
    ("R10", "operations-manager", {"enters_service": False}, "not-needed"),
    ("R10", "operations-manager", {"enters_service": True}, "required"),
    ("R11", "systems-analyst", {"systems": 2, "requirements": 50}, "not-needed"),
    ("R11", "systems-analyst", {"systems": 3}, "required"),
    ("R11", "systems-analyst", {"requirements": 51}, "required"),
    ("R12", "project-assurance", {"regulated": False}, "not-needed"),
    ("R12", "project-assurance", {"regulated": True}, "required"),
    ("R12", "acceptor", {"regulated": False}, "not-needed"),
    ("R12", "acceptor", {"regulated": True}, "required"),
    ("R13", "product-manager", {"people": 10, "products": 1, "projects": 1}, "not-needed"),
    ("R13", "product-manager", {"people": 9, "products": 1, "projects": 1}, "combine"),
    ("R13", "product-manager", {"people": 9, "products": 0, "projects": 1}, "not-needed"),
    ("R13", "sponsor", {"people": 10, "projects": 1}, "not-needed"),
    ("R13", "sponsor", {"people": 9, "projects": 1}, "required"),
    ("R13", "", {"people": 10}, "not-needed"),
    ("R13", "", {"people": 9}, "required"),
    ("R14", "department-head", {"structure": "weak-matrix"}, "not-needed"),
    ("R14", "department-head", {"structure": "functional"}, "required"),
    ("R15", "programme-sponsor", {"programmes": 0, "related_projects": 2}, "not-needed"),
    ("R15", "programme-sponsor", {"programmes": 1}, "required"),
    ("R15", "benefits-owner", {"programmes": 0}, "not-needed"),
    ("R15", "benefits-owner", {"programmes": 1}, "required"),
    ("R15", "benefits-owner", {"related_projects": 3, "dependencies": 4}, "required"),
]


@pytest.mark.parametrize(("rule", "role", "facts", "outcome"), GOLDEN)
def test_each_rule_on_both_sides_of_its_thresholds(rule: str, role: str, facts: Facts, outcome: str) -> None:
    assert line(rule, role, facts).outcome == outcome


def test_the_golden_cases_speak_of_every_rule_and_every_role_in_it() -> None:
    parts = {(rule.code, part.role) for rule in RULES for part in rule.parts}
    assert {rule.code for rule in RULES} == {f"R{number}" for number in range(1, 16)}
    assert {(rule, role) for rule, role, _facts, _outcome in GOLDEN} == parts


def test_every_threshold_moves_some_golden_case_when_it_is_set_otherwise() -> None:
    """Each bound counts: with another value, an outcome or a number changes somewhere."""
    cases = [facts for _rule, _role, facts, _outcome in GOLDEN]
    cases += [{"scrum_teams": 5}, {"teams": 5}, {"people": 4}, {"clients": 2, "people": 14}]
    for bound in BOUNDS:
        others = (bound.least, bound.default + 1, bound.default * 3 + 1)
        assert any(
            _said(facts) != _said(facts, **{bound.code: value}) for value in others for facts in cases
        ), bound.code


def _said(facts: Facts, **bounds: int) -> list[tuple[str, int, str]]:
    return [(each.outcome, each.count, each.says) for each in advise(facts, bounds)]


@pytest.mark.parametrize(("teams", "masters"), [(1, 1), (2, 1), (3, 2), (4, 2), (5, 3)])
def test_a_scrum_master_serves_two_teams_and_each_team_has_its_product_owner(
    teams: int, masters: int
) -> None:
    assert line("R3", "scrum-master", {"scrum_teams": teams}).count == masters
    assert line("R3", "product-owner", {"scrum_teams": teams}).count == teams


@pytest.mark.parametrize(("teams", "managers"), [(2, 1), (3, 2), (4, 2)])
def test_a_delivery_manager_takes_two_teams(teams: int, managers: int) -> None:
    assert line("R7", "delivery-manager", {"teams": teams}).count == managers


def test_a_line_cites_the_facts_that_fired_it_and_no_others() -> None:
    fired = line("R6", "portfolio-manager", {"projects": 12, "demand_percent": 100, "contested": True})
    assert [(each.fact, each.value, each.bound) for each in fired.facts] == [
        ("projects", 12, 10),
        ("contested", True, None),
    ]
    assert "12" in fired.facts[0].words
    assert "10" in fired.facts[0].words


def test_a_line_that_does_not_fire_says_which_facts_were_looked_at_and_which_lack() -> None:
    told = line("R11", "systems-analyst", {"systems": 2})
    assert [(each.fact, each.value) for each in told.facts] == [("systems", 2), ("requirements", None)]
    assert told.facts[1].words.endswith("not answered")


def test_nothing_fires_without_answers() -> None:
    assert {each.outcome for each in advise({})} == {"not-needed"}


def test_in_a_small_firm_product_and_project_are_combined_though_the_product_lives_long() -> None:
    facts: Facts = {"people": 9, "products": 1, "product_years": 9, "projects": 1}
    small = {each.role: each for each in structure(advise(facts))}
    large = {each.role: each for each in structure(advise({**facts, "people": 10}))}
    assert (small["product-manager"].outcome, small["product-manager"].combined_with) == (
        "combine",
        "project-manager",
    )
    assert large["product-manager"].outcome == "required"
    assert small["sponsor"].rules == ("R1", "R13")


def test_one_answer_changed_shows_only_the_roles_that_differ() -> None:
    before: Facts = {"projects": 10, "structure": "functional"}
    found = differences(advise(before), advise({**before, "projects": 11}))
    assert {each.role for each in found} == {"portfolio-manager", "project-manager", "sponsor"}
    portfolio = next(each for each in found if each.role == "portfolio-manager")
    assert portfolio.before is not None
    assert portfolio.after is not None
    assert (portfolio.before.outcome, portfolio.after.outcome) == ("advised", "required")
    assert differences(advise(before), advise(before)) == []


def _values(kind: FactKind) -> st.SearchStrategy[Value]:
    if kind is FactKind.FLAG:
        return st.booleans()
    if kind is FactKind.CHOICE:
        return st.sampled_from(StructureType.values)
    return st.integers(0, 100)


ANSWERS = st.fixed_dictionaries({}, optional={fact.code: _values(fact.kind) for fact in FACTS})


@given(ANSWERS)
def test_the_same_answers_give_the_same_advice_and_each_line_only_cites_what_was_asked(facts: Facts) -> None:
    lines = advise(facts)
    assert lines == advise(dict(reversed(list(facts.items()))))
    for each in lines:
        assert each.facts
        assert all(judged.value == facts.get(judged.fact) for judged in each.facts)
        assert (each.count == 0) == (each.outcome == "not-needed")
    assert len({each.role for each in structure(lines)}) == len(structure(lines))


@given(ANSWERS)
def test_the_facts_that_a_line_cites_are_enough_to_fire_it(facts: Facts) -> None:
    """Nothing else was needed: with the cited facts alone the rule says the same."""
    for each in advise(facts):
        if each.outcome == "not-needed":
            continue
        cited = {judged.fact: judged.value for judged in each.facts if judged.value is not None}
        again = line(each.rule, each.role, cited)
        assert (again.outcome, again.facts) == (each.outcome, each.facts)


KINDS: list[tuple[set[str], list[str]]] = [
    ({"ends", "unique"}, ["project"]),
    ({"ends"}, []),
    ({"unique"}, []),
    ({"several"}, ["programme"]),
    ({"repeats"}, ["operations"]),
    ({"used"}, ["product"]),
    ({"ends", "unique", "several"}, ["programme", "project"]),
    ({"ends", "unique", "used"}, ["project", "product"]),
    (set(), []),
]


@pytest.mark.parametrize(("true", "kinds"), KINDS)
def test_what_something_is_follows_from_what_is_true_of_it(true: set[str], kinds: list[str]) -> None:
    verdict = kind_of_work({each.code: each.code in true for each in QUESTIONS})
    assert [each.code for each in verdict.kinds] == kinds
    assert not verdict.is_torn


def test_what_ends_and_repeats_without_an_end_is_two_things() -> None:
    assert kind_of_work({"ends": True, "unique": True, "repeats": True}).is_torn


def test_every_threshold_has_its_default_within_its_bounds() -> None:
    assert len(DEFAULTS) == len(BOUNDS)
    assert all(bound.least <= bound.default <= bound.most for bound in BOUNDS)
