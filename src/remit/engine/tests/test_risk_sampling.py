"""Random numbers of the simulation: a published generator, exact quantiles within a stated error, streams apart."""

import itertools
import math

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.special import ndtr, ndtri

from remit.engine.kernels.sampling import LANES, draw_words, normal_scores, philox, stepped
from remit.engine.kernels.simulation_draws import evaluate
from remit.engine.model import Discrete, Distribution, Fixed, History, Lognormal, Pert, Triangular, Uniform
from remit.engine.risk.drawing import stream
from remit.engine.risk.quantiles import Specs, normal_quantiles, quantile

KEY = np.uint64(7)
# the "known answers" published with Random123 for philox4x32-10: counter, key, result
KNOWN = [
    ((0, 0, 0, 0), 0, (0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8)),
    ((0xFFFFFFFF,) * 4, 0xFFFFFFFFFFFFFFFF, (0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD)),
    (
        (0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344),
        0x299F31D0A4093822,
        (0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1),
    ),
]
SHAPES: list[Distribution] = [
    Pert(2, 5, 14),
    Pert(0, 0, 1),
    Pert(0.8, 1, 1.6, weight=2),
    Triangular(2, 5, 14),
    Triangular(0, 0, 1),
    Triangular(0, 1, 1),
    Uniform(3, 4),
    Lognormal(4, 2),
    Lognormal.from_percentiles(1, 13),
]


def words(name: str, packs: int, purpose: int = 1, key: np.uint64 = KEY) -> NDArray[np.uint32]:
    found = np.empty((packs, LANES), dtype=np.uint32)
    for pack in range(packs):
        draw_words(pack, np.uint64(stream("activity", name)), purpose, key, found[pack])
    return found.ravel()


def shares(drawn: NDArray[np.uint32]) -> NDArray[np.float64]:
    return (drawn.astype(np.float64) + 0.5) / 2**32


@pytest.mark.parametrize(("counter", "key", "result"), KNOWN)
def test_the_generator_gives_the_published_answers(
    counter: tuple[int, ...], key: int, result: tuple[int, ...]
) -> None:
    c0, c1, c2, c3 = map(np.uint64, counter)
    assert tuple(map(int, philox(c0, c1, c2, c3, np.uint64(key)))) == result


def test_words_are_those_of_a_plain_philox_at_the_counter_that_the_module_states() -> None:
    drawn = words("A", 3, purpose=5)
    name = stream("activity", "A")
    for run in (0, 9, 31, 32, 95):
        pack, lane = divmod(run, LANES)
        place, word = lane % 8, lane // 8
        counter = (pack * 8 + place, name & 0xFFFFFFFF, name >> 32, 5)
        assert int(drawn[run]) == plain_philox(counter, int(KEY))[word]


def plain_philox(counter: tuple[int, int, int, int], key: int) -> tuple[int, int, int, int]:
    c0, c1, c2, c3 = counter
    k0, k1 = key & 0xFFFFFFFF, key >> 32
    for _ in range(10):
        first, second = 0xD2511F53 * c0, 0xCD9E8D57 * c2
        c0, c1, c2, c3 = (
            (second >> 32) ^ c1 ^ k0,
            second & 0xFFFFFFFF,
            (first >> 32) ^ c3 ^ k1,
            first & 0xFFFFFFFF,
        )
        k0, k1 = (k0 + 0x9E3779B9) & 0xFFFFFFFF, (k1 + 0xBB67AE85) & 0xFFFFFFFF
    return c0, c1, c2, c3


def test_words_spread_evenly() -> None:
    assert stats.kstest(shares(words("A", 2000)), "uniform").pvalue > 1e-4


def test_streams_of_activities_purposes_and_seeds_have_nothing_to_do_with_each_other() -> None:
    packs = 1000
    drawn = [words(name, packs) for name in ("A", "B", "C")]
    drawn += [words("A", packs, purpose=2), words("A", packs, key=np.uint64(8))]
    scores = [ndtri(shares(each)) for each in drawn]
    most = 4.5 / math.sqrt(packs * LANES)  # four and a half standard errors
    for one, other in itertools.combinations(scores, 2):
        assert abs(np.corrcoef(one, other)[0, 1]) < most
    for each in scores:
        for lag in (1, 4, 8, 32):
            assert abs(np.corrcoef(each[lag:], each[:-lag])[0, 1]) < most


def test_normal_scores_err_by_less_than_a_ten_thousandth() -> None:
    chosen = np.concatenate(
        [words("A", 300), np.array([0, 1, 2, 2**31 - 1, 2**31, 2**32 - 2, 2**32 - 1], dtype=np.uint32)]
    )
    chosen = np.concatenate([chosen, np.zeros(-len(chosen) % LANES, dtype=np.uint32)]).reshape(-1, LANES)
    scores = np.empty(chosen.shape, dtype=np.float32)
    for row, each in enumerate(chosen):
        normal_scores(each, normal_quantiles(), scores[row])
    assert np.abs(scores - ndtri(shares(chosen))).max() < 1e-4


def drawn_at(distribution: Distribution, scores: NDArray[np.float32]) -> NDArray[np.float64]:
    specs = Specs()
    spec = specs.add(distribution)
    shapes = specs.shapes()
    found = np.empty((len(scores) // LANES, LANES))
    for row, each in enumerate(scores.reshape(-1, LANES)):
        evaluate(spec, shapes, each, found[row])
    return found.ravel()


@pytest.mark.parametrize("distribution", SHAPES, ids=str)
def test_tables_err_by_less_than_a_ten_thousandth_of_the_range(distribution: Distribution) -> None:
    scores = np.linspace(-6, 6, 3200, dtype=np.float32)
    exact = quantile(distribution, ndtr(scores.astype(np.float64)))
    found = drawn_at(distribution, scores)
    if isinstance(distribution, Lognormal):
        assert (np.abs(found - exact) / exact).max() < 1e-4
    else:
        width = exact.max() - exact.min()
        assert np.abs(found - exact).max() < 1e-4 * width
    assert (np.diff(found) >= -1e-6).all()


@pytest.mark.parametrize("distribution", SHAPES, ids=str)
def test_bounds_hold_whatever_is_drawn(distribution: Distribution) -> None:
    specs = Specs()
    least, most = specs.bounds(specs.add(distribution, 100.0))
    found = 100 * drawn_at(distribution, np.linspace(-6.34, 6.34, 3200, dtype=np.float32))
    assert found.min() >= least - 1e-3
    assert found.max() <= most * (1 + 1e-6)


def test_mean_and_spread_of_draws_are_those_of_the_distribution() -> None:
    scores = ndtri((np.arange(32_000) + 0.5) / 32_000).astype(np.float32)
    for each in SHAPES:
        assert drawn_at(each, scores).mean() == pytest.approx(each.mean, rel=2e-3)
    triangle = Triangular(2, 5, 14)  # variance (a² + m² + b² - ab - am - bm) / 18 = 6.5
    assert drawn_at(triangle, scores).var() == pytest.approx(6.5, rel=2e-3)
    assert drawn_at(Pert(2, 5, 14), scores).var() == pytest.approx(
        12**2 * 2 * 4 / (36 * 7), rel=2e-3
    )  # beta(2, 4)


def test_single_values_come_as_often_as_stated() -> None:
    scores = ndtri((np.arange(32_000) + 0.5) / 32_000).astype(np.float32)
    found = drawn_at(Discrete((5, 0, 9), (0.3, 0.5, 0.2)), scores)
    assert [np.mean(found == value) for value in (0, 5, 9)] == pytest.approx([0.5, 0.3, 0.2], abs=1e-4)
    found = drawn_at(History((3, 1, 3, 8)), scores)
    assert [np.mean(found == value) for value in (1, 3, 8)] == pytest.approx([0.25, 0.5, 0.25], abs=1e-4)
    assert set(drawn_at(Fixed(4), scores)) == {4.0}


def test_a_step_is_found_at_its_limit_and_none_beyond_the_last() -> None:
    limits = np.array([-1.0, 0.0, 6.5])
    assert [stepped(each, limits, 0, 3) for each in (-2.0, -1.0, -0.5, 0.0, 0.1, 6.5, 7.0)] == [
        0,
        0,
        1,
        1,
        2,
        2,
        2,
    ]


def test_equal_shapes_share_one_table() -> None:
    specs = Specs()
    for scale in (1, 2, 3):
        specs.add(Triangular(0.8 * scale, 1.0 * scale, 1.6 * scale))
    assert len(specs.shapes().tables) == 1
