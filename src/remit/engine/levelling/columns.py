"""Columns that grow, and lists grouped by their owner: how a plan becomes arrays."""

from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def ints(values: Sequence[int]) -> Ints:
    """Return values as an array of int64."""
    return np.array(values, dtype=np.int64)


def table_of(rows: Iterable[Sequence[int]], width: int) -> Ints:
    """Return rows as an int64 array [rows, width], whatever their number."""
    return np.array(list(rows), dtype=np.int64).reshape(-1, width)


def offsets(sizes: Ints | Sequence[int]) -> Ints:
    """Return where each group begins, and where the last one ends: [groups + 1]."""
    found = np.zeros(len(sizes) + 1, dtype=np.int64)
    np.cumsum(sizes, out=found[1:])
    return found


def grouped(owners: Ints, groups: int) -> tuple[Ints, Ints]:
    """Return the offsets of groups, and the order that brings items with these owners into them, stably."""
    order = np.argsort(owners, kind="stable")
    return offsets(np.bincount(owners, minlength=groups) if len(owners) else [0] * groups), order
