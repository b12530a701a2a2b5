"""What a plan may state about its uncertainty, and what it may not."""

import math
from collections.abc import Callable

import pytest

from remit.engine.model import (
    Branch,
    Correlation,
    Discrete,
    DuplicateIdError,
    History,
    Impact,
    Lognormal,
    Mitigation,
    Pert,
    PlanError,
    RiskEvent,
    RiskModel,
    Triangular,
    Uncertainty,
    Uniform,
    UnknownReferenceError,
    Weather,
)
from remit.engine.tests.building import link, problem, task

SHAPE = Triangular(0.8, 1, 1.5)


@pytest.mark.parametrize(
    "make",
    [
        lambda: Triangular(2, 1, 3),
        lambda: Pert(1, 2, 3, weight=0),
        lambda: Uniform(1, math.inf),
        lambda: Lognormal(0, 1),
        lambda: Lognormal.from_percentiles(0, 1),
        lambda: Discrete((1, 2), (0.5, 0.6)),
        lambda: Discrete((), ()),
        lambda: History(()),
        lambda: Uncertainty("A", Triangular(-1, 1, 2)),
        lambda: Impact("A", Uniform(-5, 5)),
        lambda: RiskEvent("R", "Flood", 1.5),
        lambda: Mitigation(price=-1),
        lambda: Mitigation(probability=-0.1),
        lambda: Correlation(("A",), 0.5),
        lambda: Correlation(("A", "A"), 0.5),
        lambda: Correlation(("A", "B"), 1.1),
        lambda: Weather("w", ("standard",), (0.1,) * 11),
        lambda: Weather("w", ("standard",), (1.0,) * 12),
        lambda: Branch("A", (("B", 0.4), ("C", 0.4))),
        lambda: Branch("A", (("A", 1.0),)),
    ],
)
def test_what_cannot_be_drawn_cannot_be_stated(make: Callable[[], object]) -> None:
    with pytest.raises(PlanError):
        make()


@pytest.mark.parametrize(
    ("distribution", "mean"),
    [
        (Pert(2, 5, 14), 6.0),
        (Pert(4, 5, 6), 5.0),
        (Triangular(2, 5, 14), 7.0),
        (Uniform(2, 5), 3.5),
        (Discrete((0, 10), (0.7, 0.3)), 3.0),
        (History((1, 2, 6)), 3.0),
        (Lognormal(4, 2), 4.0),
    ],
)
def test_means_as_worked_by_hand(distribution: Pert, mean: float) -> None:
    assert distribution.mean == pytest.approx(mean)


def test_a_lognormal_estimate_keeps_the_percentiles_it_was_stated_by() -> None:
    found = Lognormal.from_percentiles(10, 40)
    assert math.exp(found.mu) == pytest.approx(20)  # the median is the geometric mean of the two
    assert math.exp(found.mu + 1.2815515655446004 * found.sigma) == pytest.approx(40)


@pytest.mark.parametrize(
    "risk",
    [
        RiskModel(uncertainties=(Uncertainty("X", SHAPE),)),
        RiskModel(events=(RiskEvent("R", "Flood", 0.5, (Impact("X", SHAPE),)),)),
        RiskModel(correlations=(Correlation(("A", "X"), 0.5),)),
        RiskModel(weathers=(Weather("w", ("X",), (0.1,) * 12),)),
        RiskModel(branches=(Branch("A", (("X", 1.0),)),)),
        RiskModel(branches=(Branch("B", (("A", 1.0),)),)),
    ],
)
def test_a_plan_refuses_a_risk_that_names_what_it_has_not(risk: RiskModel) -> None:
    with pytest.raises(UnknownReferenceError):
        problem(task("A"), task("B"), link("A FS B"), risk=risk)


def test_nothing_is_stated_twice() -> None:
    twice = Uncertainty("A", SHAPE)
    with pytest.raises(DuplicateIdError):
        RiskModel(uncertainties=(twice, twice))
    with pytest.raises(DuplicateIdError):
        RiskEvent("R", "Flood", 0.5, (Impact("A", SHAPE), Impact("A", SHAPE)))


def test_a_mitigation_changes_only_what_it_states() -> None:
    event = RiskEvent("R", "Flood", 0.5, (Impact("A", SHAPE),), Uniform(1, 2), mitigation=Mitigation(0.1))
    after = event.mitigated()
    assert (after.probability, after.impacts, after.cost) == (0.1, event.impacts, event.cost)
