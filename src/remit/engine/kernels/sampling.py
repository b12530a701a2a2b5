"""Random numbers without a state: what is drawn depends only on the seed, the run, and what is drawn.

Philox4x32-10 of Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3" (SC 2011): a block
cipher of a 128-bit counter under a 64-bit key, here the seed. Runs come in packs of LANES. Of a pack, counter
word 0 names eight places, and each of the four words that come out serves eight neighbouring runs; words 1 and 2
name the stream (an activity, an event), word 3 its purpose. So any run can be drawn by anyone, in any order.
"""

from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels.compiling import bare

LANES = 32
"""Runs in a pack. Part of the generator's definition: another number would draw other values."""
_PLACES = LANES // 4

_MULTIPLIER_0, _MULTIPLIER_1 = np.uint64(0xD2511F53), np.uint64(0xCD9E8D57)
_WEYL_0, _WEYL_1 = np.uint64(0x9E3779B9), np.uint64(0xBB67AE85)
_WORD = np.uint64(0xFFFFFFFF)
_HALF_WORD = np.uint64(32)
_ROUNDS = 10

STEPS_BITS = 6
"""Each doubling of the probability is cut into 2^STEPS_BITS steps of the table of normal quantiles."""
OCTAVES = 32
SCORE_LIMIT = 6.5
"""No normal score lies further out: 2^-33 is a score of 6.34."""
SHAPE_STEPS = 512
"""Steps of a table of a distribution over normal scores from -SCORE_LIMIT to SCORE_LIMIT."""

_MANTISSA_BITS = 52
_REST_BITS = _MANTISSA_BITS - STEPS_BITS
_REST_MASK = (1 << _REST_BITS) - 1
_REST_SCALE = 1.0 / (1 << _REST_BITS)
_FIRST_STEP = 1022 << STEPS_BITS  # of one half, the least value looked up, as a biased exponent

Whole: TypeAlias = Any
"""A whole number: Python's, numpy's of any width, or a compiled one."""

Words = NDArray[np.uint32]
Scores = NDArray[np.float32]
Tables = NDArray[np.float32]


@bare
def philox(c0: Whole, c1: Whole, c2: Whole, c3: Whole, key: Whole) -> tuple[Whole, Whole, Whole, Whole]:
    """Return the four words of ten rounds of Philox4x32; counter words and the 64-bit key are uint64."""
    k0, k1 = key & _WORD, key >> _HALF_WORD
    for _ in range(_ROUNDS):
        product_0, product_1 = _MULTIPLIER_0 * c0, _MULTIPLIER_1 * c2
        c0, c1, c2, c3 = (
            ((product_1 >> _HALF_WORD) ^ c1 ^ k0) & _WORD,
            product_1 & _WORD,
            ((product_0 >> _HALF_WORD) ^ c3 ^ k1) & _WORD,
            product_0 & _WORD,
        )
        k0, k1 = (k0 + _WEYL_0) & _WORD, (k1 + _WEYL_1) & _WORD
    return c0, c1, c2, c3


@bare
def draw_words(pack: Whole, stream: Whole, purpose: Whole, key: Whole, words: Words) -> None:
    """Fill `words` [LANES] with 32 random bits for each run of a pack."""
    stream, key = np.uint64(stream), np.uint64(key)
    c1, c2, c3 = stream & _WORD, stream >> _HALF_WORD, np.uint64(purpose)
    first = np.uint64(pack) * np.uint64(_PLACES)
    for place in range(_PLACES):
        w0, w1, w2, w3 = philox((first + np.uint64(place)) & _WORD, c1, c2, c3, key)
        words[place] = w0
        words[place + _PLACES] = w1
        words[place + 2 * _PLACES] = w2
        words[place + 3 * _PLACES] = w3


@bare
def normal_scores(words: Words, quantiles: Tables, scores: Scores) -> None:
    """Turn words into normal scores by `quantiles` [OCTAVES * 2^STEPS_BITS + 1], linear between its steps.

    The table holds the scores of the lower half at (m + f) 2^-32, m a power of two from one half on: the bits of
    a floating-point number are the place in it.
    """
    for lane in range(LANES):
        word = np.int64(words[lane])
        upper = word >> 31
        lower = word ^ (-upper & 0xFFFFFFFF)
        bits = np.float64(lower + 0.5).view(np.int64)
        step = np.uint64((bits >> _REST_BITS) - _FIRST_STEP)
        share = np.float64(bits & _REST_MASK) * _REST_SCALE
        low = np.float64(quantiles[step])
        score = low + share * (np.float64(quantiles[step + np.uint64(1)]) - low)
        scores[lane] = score * (1 - 2 * upper)


@bare
def shaped(scores: Scores, tables: Tables, shape: Whole, lane: Whole) -> float:
    """Return the value of a standard shape at the score of a lane; `tables` is [shapes, SHAPE_STEPS + 1]."""
    place = (np.float64(scores[lane]) + SCORE_LIMIT) * (SHAPE_STEPS / (2 * SCORE_LIMIT))
    step = np.uint64(np.int64(place))
    low = np.float64(tables[shape, step])
    return low + (place - np.float64(np.int64(place))) * (
        np.float64(tables[shape, step + np.uint64(1)]) - low
    )


@bare
def stepped(score: float, limits: NDArray[np.float64], first: Whole, last: Whole) -> Whole:
    """Return the place of a score among rising `limits[first:last]`: the first that is not below it, or last - 1."""
    last -= 1
    while first < last:
        middle = (first + last) >> 1
        if limits[middle] < score:
            first = middle + 1
        else:
            last = middle
    return first
