"""Constants of control charts for subgroups of 2 to 25 values.

`D2` and `D3` are mean and standard deviation of the range of n values from a standard normal distribution, found
by integration, to six and five digits (tests integrate them anew); `c4` is exact. The printed tables (AIAG, Montgomery)
are these, rounded: A2 = 3 / (d2 sqrt n), D4 = 1 + 3 d3 / d2, A3 = 3 / (c4 sqrt n), B4 = 1 + 3 sqrt(1 - c4^2) / c4.
"""

import math

SMALLEST, LARGEST = 2, 25
D2 = (
    1.128379, 1.692569, 2.058751, 2.325929, 2.534413, 2.704357,
    2.847201, 2.970026, 3.077505, 3.172873, 3.258455, 3.335980,
    3.406763, 3.471827, 3.531983, 3.587884, 3.640064, 3.688963,
    3.734950, 3.778336, 3.819385, 3.858323, 3.895348, 3.930629,
)  # fmt: skip
D3 = (
    0.85250, 0.88837, 0.87981, 0.86408, 0.84804, 0.83321,
    0.81983, 0.80783, 0.79705, 0.78731, 0.77848, 0.77042,
    0.76302, 0.75621, 0.74991, 0.74405, 0.73859, 0.73348,
    0.72869, 0.72417, 0.71992, 0.71589, 0.71207, 0.70844,
)  # fmt: skip


def d2(n: int) -> float:
    """Return the mean range of n standard normal values."""
    return D2[_index(n)]


def d3(n: int) -> float:
    """Return the standard deviation of the range of n standard normal values."""
    return D3[_index(n)]


def c4(n: int) -> float:
    """Return the mean standard deviation of n standard normal values: sqrt(2/(n-1)) gamma(n/2) / gamma((n-1)/2)."""
    if n < SMALLEST:
        raise ValueError("A standard deviation needs two values.")
    return math.sqrt(2 / (n - 1)) * math.exp(math.lgamma(n / 2) - math.lgamma((n - 1) / 2))


def _index(n: int) -> int:
    if not SMALLEST <= n <= LARGEST:
        msg = (
            f"Ranges serve for subgroups of {SMALLEST} to {LARGEST} values; take standard deviations instead."
        )
        raise ValueError(msg)
    return n - SMALLEST
