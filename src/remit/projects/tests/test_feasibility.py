"""The feasibility study: figures by hand, tests that need a remedy, and a decider who did not write it."""

from copy import deepcopy
from decimal import Decimal
from typing import Any

import pytest

from remit.accounts.permissions import Actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.projects.compute import worth_of
from remit.projects.feasibility import shown_study
from remit.projects.feasibility_content import STOP, TESTS, blank, missing, verdict
from remit.projects.models import FeasibilityStudy, RecordState
from remit.projects.operations.feasibility import answer_study, begin_study, change_study, submit_study

GOLDEN = {
    "name": "Partner",
    "about": "",
    "costs": [100_000, 0, 0, 0],
    "benefits": [0, 40_000, 45_000, 50_000],
}
RATE = Decimal("0.08")


def full() -> dict[str, Any]:
    content = blank()
    content["options"] = [content["options"][0], deepcopy(GOLDEN)]
    tests = {code: {"score": 4, "weight": 20, "evidence": "Trial", "remedy": ""} for code in TESTS}
    return content | {
        "problem": "Nobody sells there.",
        "tests": tests,
        "uncertainties": ["Demand"],
        "recommended": "Partner",
        "because": "It pays.",
    }


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def simon(world: World) -> Actor:
    return world.give("Simon", "sponsor")


def handed_in(world: World, by: Actor) -> FeasibilityStudy:
    study = begin_study(world.project, actor=by)
    study = change_study(study, version=study.version, actor=by, **full())
    return submit_study(study, version=study.version, actor=by)


def test_the_golden_case_has_the_value_and_the_rate_of_the_hand_calculation() -> None:
    worth = worth_of(GOLDEN, RATE)
    assert worth.flows == (-100_000, 40_000, 45_000, 50_000)
    assert worth.npv.value == pytest.approx(15_309, abs=0.5)
    assert worth.irr.figure.value == pytest.approx(0.15975, abs=5e-6)
    assert worth.payback.value == pytest.approx(2.3)
    assert worth.ratio.value == pytest.approx(1.15309, abs=1e-5)


def test_costs_and_benefits_that_move_by_a_fifth_move_the_value_by_their_present_value() -> None:
    swings = {each.what: each for each in worth_of(GOLDEN, RATE).swings}
    assert swings["costs"].less_minor == pytest.approx(15_309 + 20_000, abs=1)
    assert swings["benefits"].more_minor == pytest.approx(15_309 + 0.2 * 115_309, abs=1)
    assert swings["benefits"].break_even == pytest.approx(100_000 / 115_309, abs=1e-5)
    assert swings["rate"].less_minor > 15_309 > swings["rate"].more_minor


@pytest.mark.parametrize(
    ("costs", "benefits", "count"),
    [([100, 0], [0, 110], 1), ([100, 0], [200, 100], 0), ([100, 0, 132], [0, 230, 0], 2)],
)
def test_a_rate_of_return_may_be_one_or_none_or_several(
    costs: list[int], benefits: list[int], count: int
) -> None:
    worth = worth_of({"name": "X", "about": "", "costs": costs, "benefits": benefits}, RATE)
    assert len(worth.irr.rates) == count
    assert (worth.irr.figure.value is None) is (count != 1)


def test_a_test_that_scores_one_needs_a_remedy_or_the_recommendation_to_stop() -> None:
    content = full()
    content["tests"]["legal"]["score"] = 1
    assert [words for _name, words in missing(content)] == [
        "“Legal” scores 1: name the remedy, or recommend to stop."
    ]
    assert missing(content | {"recommended": STOP}) == []
    content["tests"]["legal"]["remedy"] = "A licence"
    assert missing(content) == []


def test_the_verdict_weighs_the_scores_and_is_silent_until_all_are_given() -> None:
    content = full()
    content["tests"]["economic"] |= {"score": 1, "weight": 80}
    assert verdict(content) == Decimal("2.5")
    content["tests"]["legal"]["score"] = None
    assert verdict(content) is None


def test_doing_nothing_stays_among_the_options(world: World, petra: Actor) -> None:
    study = begin_study(world.project, actor=petra)
    with pytest.raises(Invalid, match="do nothing"):
        change_study(study, version=study.version, actor=petra, options=[deepcopy(GOLDEN)])


def test_an_unfinished_study_is_not_handed_in(world: World, petra: Actor) -> None:
    study = begin_study(world.project, actor=petra)
    with pytest.raises(Conflict, match="what the problem is"):
        submit_study(study, version=study.version, actor=petra)


def test_nobody_decides_on_a_study_of_their_own(world: World, petra: Actor, simon: Actor) -> None:
    study = handed_in(world, petra)
    with pytest.raises(NotAllowed) as refused:
        answer_study(study, state="agreed", version=study.version, actor=petra)
    assert refused.value.who_may == "Simon"
    agreed = answer_study(study, state="agreed", version=study.version, actor=simon)
    assert (agreed.state, agreed.decided_by_id) == (RecordState.AGREED, simon.person_id)
    assert agreed.facts["line"][0][0] == "Petra"


def test_a_sponsor_who_wrote_on_it_is_passed_over(world: World, petra: Actor, simon: Actor) -> None:
    world.give("Simon", "programme-manager")
    author = world.actor("Simon")
    study = begin_study(world.project, actor=author)
    study = change_study(study, version=study.version, actor=petra, **full())
    study = submit_study(study, version=study.version, actor=petra)
    with pytest.raises(NotAllowed, match="Nobody"):
        answer_study(study, state="agreed", version=study.version, actor=author)


def test_figures_are_read_by_whoever_may_see_money_alone(world: World, petra: Actor) -> None:
    handed_in(world, petra)
    world.give("Bo", "team-member")
    url = "/projects/P-1/life/feasibility/"
    assert "153.09" in world.client("Petra").get(url).content.decode()
    page = world.client("Bo").get(url).content.decode()
    assert "153.09" not in page
    assert "whoever may see money" in page
    answer = world.client("Bo").get("/api/v1/projects/P-1/feasibility").json()
    assert (answer["options"][1]["npv_minor"], answer["options"][1]["costs"]) == (None, None)
    ours = world.client("Petra").get("/api/v1/projects/P-1/feasibility").json()
    assert ours["options"][1]["npv_minor"] == 15_309


def test_the_form_keeps_what_was_typed_and_reads_it_back(world: World, petra: Actor) -> None:
    ours = world.client("Petra")
    base = "/projects/P-1/life/feasibility/"
    ours.post(f"{base}begin")
    typed = {
        "version": "1", "problem": "Gap", "rate_percent": "8", "uncertainties": "Demand\n", "because": "Pays",
        "recommended": "1", "option_0_name": "Do nothing", "option_0_costs": "0", "option_0_benefits": "0",
        "option_1_name": "Partner", "option_1_costs": "1000", "option_1_benefits": "0 400 450 500",
    }  # fmt: skip
    for code in TESTS:
        typed |= {f"test_{code}_score": "4", f"test_{code}_weight": "20", f"test_{code}_evidence": "Trial"}
    wrong = ours.post(f"{base}edit/", typed | {"option_1_costs": "12e"})
    assert wrong.status_code == 422
    assert "is no amount" in wrong.content.decode()
    assert ours.post(f"{base}edit/", typed).status_code == 302
    shown = shown_study(petra, world.project)
    assert shown is not None
    assert shown.missing == ()
    assert shown.finding == "“Partner” is worth most: GBP 153.09 today."
    stale = ours.post(f"{base}edit/", typed | {"option_1_costs": "900"})
    assert stale.status_code == 409
