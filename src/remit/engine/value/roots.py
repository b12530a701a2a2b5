"""The positive real roots of a polynomial with whole coefficients: all of them, in exact arithmetic.

Descartes' rule of signs settles the usual cases of no root and of one; Sturm's theorem counts distinct roots in
an interval for the rest (D. Knuth, The Art of Computer Programming, volume 2, section 4.6).
"""

from collections.abc import Sequence
from fractions import Fraction
from itertools import pairwise
from math import gcd, lcm

Polynomial = list[int]
BITS = 64  # roots are found to within 2**-64 of the search interval's scale


def positive_roots(coefficients: Sequence[int]) -> tuple[Fraction, ...]:
    """Return the distinct roots above zero, ascending; `coefficients[k]` belongs to x^k.

    A polynomial that is zero everywhere has no roots that could be named: none are returned.
    """
    polynomial = _trimmed(list(coefficients))
    changes = _sign_changes(polynomial)
    if not changes:
        return ()
    # Cauchy's bound, as a power of two so that bisection stays with short numbers
    bound = 1 + max(abs(each) for each in polynomial[:-1]) // abs(polynomial[-1]) + 1
    high = Fraction(1 << bound.bit_length())
    if changes == 1:
        return (_refined(polynomial, Fraction(0), high),)
    chain = _sturm(_squarefree(polynomial))
    return tuple(_refined(chain[0], low, top) for low, top in _isolated(chain, Fraction(0), high))


def _trimmed(polynomial: Polynomial) -> Polynomial:
    while polynomial and polynomial[-1] == 0:
        polynomial.pop()
    first = next((at for at, each in enumerate(polynomial) if each), len(polynomial))
    return _primitive(polynomial[first:])


def _primitive(polynomial: Polynomial) -> Polynomial:
    divisor = gcd(*polynomial) if polynomial else 1
    return [each // divisor for each in polynomial] if divisor > 1 else polynomial


def _sign_changes(values: Sequence[int]) -> int:
    signs = [each > 0 for each in values if each]
    return sum(before != after for before, after in pairwise(signs))


def _value(polynomial: Polynomial, x: Fraction) -> int:
    """Return the value at `x` times a positive number: its sign is what counts."""
    over, under, value, scale = x.numerator, x.denominator, 0, 1
    for each in reversed(polynomial):
        value = value * over + each * scale
        scale *= under
    return value


def _derivative(polynomial: Polynomial) -> Polynomial:
    return _primitive([at * each for at, each in enumerate(polynomial)][1:])


def _remainder(first: Polynomial, second: Polynomial) -> Polynomial:
    """Return a positive multiple of the remainder of `first` by `second`, without common factors."""
    rest, lead = list(first), second[-1]
    while len(rest) >= len(second):
        top, shift = rest[-1], len(rest) - len(second)
        rest = [each * abs(lead) for each in rest]
        times = top if lead > 0 else -top
        for at, each in enumerate(second):
            rest[at + shift] -= times * each
        while rest and rest[-1] == 0:
            rest.pop()
    return _primitive(rest)


def _squarefree(polynomial: Polynomial) -> Polynomial:
    """Return a polynomial with the same roots, each of them once."""
    one, two = polynomial, _derivative(polynomial)
    while two:
        one, two = two, _remainder(one, two)
    if len(one) == 1:
        return polynomial
    return _quotient(polynomial, one)


def _quotient(polynomial: Polynomial, divisor: Polynomial) -> Polynomial:
    rest, found = [Fraction(each) for each in polynomial], list[Fraction]()
    while len(rest) >= len(divisor):
        factor = rest[-1] / divisor[-1]
        found.append(factor)
        shift = len(rest) - len(divisor)
        for at, whole in enumerate(divisor):
            rest[at + shift] -= factor * whole
        rest.pop()
    scale = lcm(*(each.denominator for each in found))
    return _primitive([int(each * scale) for each in reversed(found)])


def _sturm(polynomial: Polynomial) -> list[Polynomial]:
    chain = [polynomial, _derivative(polynomial)]
    while len(chain[-1]) > 1:
        rest = _remainder(chain[-2], chain[-1])
        if not rest:
            break
        chain.append([-each for each in rest])
    return chain


def _variations(chain: list[Polynomial], x: Fraction) -> int:
    return _sign_changes([_value(each, x) for each in chain])


def _isolated(chain: list[Polynomial], low: Fraction, high: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Return half-open intervals (low, high] that hold one root each, ascending."""
    found: list[tuple[Fraction, Fraction]] = []
    waiting = [(low, high, _variations(chain, low), _variations(chain, high))]
    while waiting:
        left, right, at_left, at_right = waiting.pop()
        if at_left - at_right == 1:
            found.append((left, right))
        elif at_left > at_right:
            middle = (left + right) / 2
            at_middle = _variations(chain, middle)
            waiting += [(middle, right, at_middle, at_right), (left, middle, at_left, at_middle)]
    return found


def _refined(polynomial: Polynomial, low: Fraction, high: Fraction) -> Fraction:
    """Return the only root in (low, high], halving until the interval is 2**-64 of the root or less."""
    top = _value(polynomial, high)
    if top == 0:
        return high
    while low == 0 or (high - low) * (1 << BITS) > high:
        middle = (low + high) / 2
        value = _value(polynomial, middle)
        if value == 0:
            return middle
        if (value > 0) == (top > 0):
            high = middle
        else:
            low = middle
    return (low + high) / 2
