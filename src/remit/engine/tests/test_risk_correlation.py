"""Durations that go together, and statements that cannot all hold at once."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from remit.engine.model import Correlation, RiskModel, Triangular, Uncertainty
from remit.engine.risk import Simulation
from remit.engine.risk.blocks import Asked
from remit.engine.risk.correlation import Joint, joint_scores, nearest_correlation
from remit.engine.tests.building import problem, task

SHAPE = Triangular(0.5, 1, 1.5)


def matrix_of(joint: Joint) -> np.ndarray:
    root = np.zeros((len(joint.members), len(joint.sources)))
    for row, weights in enumerate(joint.weights):
        for column, weight in weights:
            root[row, column] = weight
    return root @ root.T


def test_a_pair_and_a_group_have_the_coefficient_that_was_stated() -> None:
    pair, group = joint_scores((Correlation(("A", "B"), -0.6), Correlation(("C", "D", "E"), 0.3)))
    assert matrix_of(pair) == pytest.approx(np.array([[1, -0.6], [-0.6, 1]]))
    assert matrix_of(group) == pytest.approx(np.where(np.eye(3), 1.0, 0.3))
    assert (pair.moved, group.moved) == (0, 0)


def test_the_nearest_matrix_is_the_published_one() -> None:
    # N. J. Higham (2002), section 4: distance 0.528 from [[1, 1, 0], [1, 1, 1], [0, 1, 1]]
    stated = np.array([[1.0, 1, 0], [1, 1, 1], [0, 1, 1]])
    nearest = nearest_correlation(stated)
    assert nearest[0] == pytest.approx([1, 0.7607, 0.1573], abs=1e-4)
    assert np.linalg.norm(nearest - stated) == pytest.approx(0.5278, abs=1e-4)


def test_what_cannot_all_hold_is_moved_and_said() -> None:
    stated = (Correlation(("A", "B"), 0.9), Correlation(("B", "C"), 0.9), Correlation(("A", "C"), -0.9))
    (joint,) = joint_scores(stated)
    assert joint.moved > 0.1
    risk = RiskModel(tuple(Uncertainty(each, SHAPE) for each in "ABC"), correlations=stated)
    (warning,) = Simulation(problem(task("A"), task("B"), task("C"), risk=risk)).warnings
    assert "A, B, C cannot all hold at once" in warning


@given(st.lists(st.floats(-1, 1), min_size=6, max_size=6))
def test_whatever_is_stated_scores_stay_normal_and_correlations_possible(given_: list[float]) -> None:
    pairs = [("A", "B"), ("A", "C"), ("A", "D"), ("B", "C"), ("B", "D"), ("C", "D")]
    stated = tuple(Correlation(pair, value) for pair, value in zip(pairs, given_, strict=True))
    (joint,) = joint_scores(stated)
    found = matrix_of(joint)
    assert np.diag(found) == pytest.approx(np.ones(4), abs=1e-6)
    assert np.linalg.eigvalsh(found)[0] > -1e-9
    if not joint.moved:
        expected = np.eye(4)
        for (a, b), value in zip(pairs, given_, strict=True):
            expected["ABCD".index(a), "ABCD".index(b)] = expected["ABCD".index(b), "ABCD".index(a)] = value
        assert found == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("stated", [Correlation(("A", "B"), 0.7), Correlation(("A", "B", "C"), 0.7)])
def test_durations_that_are_drawn_have_the_correlation(stated: Correlation) -> None:
    risk = RiskModel(tuple(Uncertainty(each, SHAPE) for each in "ABCD"), correlations=(stated,))
    plan = problem(*(task(each, 10, calendar_id="24h") for each in "ABCD"), risk=risk)
    simulation = Simulation(plan)
    rows = simulation.places(("A", "B", "D"))
    block = simulation.block(0, 20_000, 3, Asked(places=rows))
    found = np.corrcoef(block.finishes_of - block.starts_of)
    # the coefficient is that of the scores: for symmetric triangles that of the minutes lies within 0.01 of it
    assert found[0, 1] == pytest.approx(0.7, abs=0.02)
    assert abs(found[0, 2]) < 0.03
