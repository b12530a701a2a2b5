"""The longest path: from the last finish back over every link that drives."""

import numpy as np
from numpy.typing import NDArray

from remit.engine.kernels import layout as at
from remit.engine.kernels.slack import edge_slacks, mark_sources
from remit.engine.network.passes import Passes


def slacks_of(passes: Passes) -> NDArray[np.int64]:
    """Return, for every edge, by how many working minutes its successor starts later than it demands."""
    compiled = passes.compiled
    found = np.zeros(len(compiled.net.edges), dtype=np.int64)
    edge_slacks(compiled.net, compiled.table, passes.dates, found, np.zeros(1, dtype=np.int64))
    return found


def on_longest_path(passes: Passes) -> NDArray[np.bool_]:
    """Return which nodes the last finish comes from."""
    net, dates, count = passes.compiled.net, passes.dates, passes.compiled.node_count
    marks = np.zeros(len(net.nodes), dtype=np.uint8)
    leaves = net.nodes["flags"] & at.IS_SUMMARY == 0
    marks[:count] = leaves[:count] & (dates[at.FINISH, :count] == dates[at.FINISH, :count].max(initial=0))
    mark_sources(net, dates, slacks_of(passes), marks)
    found: NDArray[np.bool_] = marks.astype(bool) & leaves
    return found
