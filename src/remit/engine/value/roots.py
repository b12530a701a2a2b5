"""The positive real roots of a polynomial with whole coefficients: all of them, found in exact arithmetic.

Descartes' rule of signs bounds the roots in an interval and is exact for none and for one; intervals are halved until
it is (Vincent, Collins and Akritas; G. Collins and A. Akritas, "Polynomial real root isolation using Descartes' rule
of signs", 1976). Roots above one are those of the polynomial read backwards, inverted.
"""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from math import gcd

Polynomial = list[int]
BITS = 64  # a single root is found to within 2**-64 of itself
DEEPEST = 48  # an interval of 2**-48 that might hold two roots is looked at as a point
NOTHING = Fraction(1, 2**40)  # there, a value this small beside the terms that make it up is zero


def positive_roots(coefficients: Sequence[int]) -> tuple[Fraction, ...]:
    """Return the distinct roots above zero, ascending; `coefficients[k]` belongs to x^k.

    Where the polynomial touches zero without crossing it, or nearly, it counts as zero if its value is at most
    2**-40 of the sum of its terms' sizes. A polynomial that is zero everywhere has no roots that could be named.
    """
    polynomial = _stripped(list(coefficients))
    if not _sign_changes(polynomial):
        return ()
    below = _roots_below_one(polynomial)
    at_one = [Fraction(1)] if sum(polynomial) == 0 else []
    above = [1 / each for each in _roots_below_one(polynomial[::-1])]
    return (*sorted(below), *at_one, *sorted(above))


def _stripped(polynomial: Polynomial) -> Polynomial:
    """Return the polynomial without zeros at its ends and without a common factor."""
    while polynomial and polynomial[-1] == 0:
        polynomial.pop()
    first = next((at for at, each in enumerate(polynomial) if each), 0)
    divisor = gcd(*polynomial) or 1
    return [each // divisor for each in polynomial[first:]]


def _sign_changes(values: Sequence[int]) -> int:
    signs = [each > 0 for each in values if each]
    return sum(before != after for before, after in pairwise(signs))


def _shifted(polynomial: Polynomial) -> Polynomial:
    """Return the coefficients of p(x + 1), by Horner's rule over and over."""
    rest, found = polynomial[::-1], []
    while rest:
        rest = list(accumulate(rest))
        found.append(rest.pop())
    return found


def _roots_below_one(polynomial: Polynomial) -> Iterator[Fraction]:
    """Yield the roots between 0 and 1, both left out, in no order."""
    waiting = [(polynomial, 0, 0)]  # p on the interval from place / 2**depth, as a polynomial on (0, 1)
    while waiting:
        local, place, depth = waiting.pop()
        most = _sign_changes(_shifted(local[::-1]))
        if most == 0:
            continue
        low, high = Fraction(place, 1 << depth), Fraction(place + 1, 1 << depth)
        if most == 1:
            yield _refined(polynomial, low, high, rises=local[0] < 0)
        elif depth == DEEPEST:
            if _is_nothing(polynomial, (low + high) / 2):
                yield (low + high) / 2
        else:
            degree = len(local) - 1
            left = [each << (degree - at) for at, each in enumerate(local)]
            right = _shifted(left)
            if right[0] == 0:
                yield (low + high) / 2
                right = _stripped(right)
            waiting += [(left, 2 * place, depth + 1), (right, 2 * place + 1, depth + 1)]


def _value(polynomial: Polynomial, x: Fraction) -> int:
    """Return the value at `x` times a positive number: its sign is what counts."""
    over, under, value, scale = x.numerator, x.denominator, 0, 1
    for each in reversed(polynomial):
        value = value * over + each * scale
        scale *= under
    return value


def _is_nothing(polynomial: Polynomial, x: Fraction) -> bool:
    size = _value([abs(each) for each in polynomial], x)
    return abs(_value(polynomial, x)) <= NOTHING * size


def _refined(polynomial: Polynomial, low: Fraction, high: Fraction, *, rises: bool) -> Fraction:
    """Return the only root between `low` and `high`; `rises` says that values go from below zero to above it."""
    while low == 0 or (high - low) * (1 << BITS) > high:
        middle = (low + high) / 2
        value = _value(polynomial, middle)
        if value == 0:
            return middle
        if (value > 0) == rises:
            high = middle
        else:
            low = middle
    return (low + high) / 2
