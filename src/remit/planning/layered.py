"""A directed graph in layers: everything stands to the right of what it follows, with few crossings.

Sugiyama, Tagawa and Toda 1981, "Methods for visual understanding of hierarchical system structures": layers by the
longest path, a waypoint in each layer that a line passes, an order by the middle of the neighbours, swept both ways.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

K = TypeVar("K", bound=Hashable)
SWEEPS = 6
_Point = tuple[str, int]  # a node by its place, or a waypoint by its number


@dataclass(frozen=True, slots=True)
class Layered(Generic[K]):
    """Where nodes stand, as layer and row, and the rows by which each line passes the layers between its ends."""

    places: Mapping[K, tuple[int, int]]
    bends: Mapping[tuple[K, K], tuple[int, ...]]
    layers: int
    rows: int


def layered(nodes: Sequence[K], lines: Iterable[tuple[K, K]]) -> Layered[K]:
    """Return where to draw `nodes` so that each of `lines` leads to the right; a line against the others is left out.

    The order of `nodes` decides between equals, so that the same plan is always drawn the same way.
    """
    known = {node: place for place, node in enumerate(nodes)}
    pairs = [(known[a], known[b]) for a, b in dict.fromkeys(lines) if a in known and b in known and a != b]
    layer, pairs = _layers(len(nodes), pairs)
    columns, edges, chains = _with_waypoints(layer, pairs)
    _order(columns, edges)
    rows = _rows(columns, edges)
    places = {node: (layer[place], rows["n", place]) for node, place in known.items()}
    bends = {
        (nodes[a], nodes[b]): tuple(rows["w", number] for number in chain) for (a, b), chain in chains.items()
    }
    return Layered(places, bends, len(columns), max(rows.values(), default=-1) + 1)


def _layers(count: int, pairs: list[tuple[int, int]]) -> tuple[list[int], list[tuple[int, int]]]:
    """Return the layer of each node, by the longest path to it, and the lines without those that close a circle."""
    after: dict[int, list[int]] = defaultdict(list)
    waits = [0] * count
    for a, b in pairs:
        after[a].append(b)
        waits[b] += 1
    layer, done = [0] * count, []
    ready = [place for place in range(count) if not waits[place]]
    left = set(range(count))
    while left:
        if not ready:  # a circle: whoever comes first begins it
            ready = [min(left)]
        at = ready.pop()
        if at not in left:
            continue
        left.discard(at)
        done.append(at)
        for b in after[at]:
            if b in left:
                layer[b] = max(layer[b], layer[at] + 1)
                waits[b] -= 1
                if not waits[b]:
                    ready.append(b)
    rank = {node: number for number, node in enumerate(done)}
    kept = [(a, b) for a, b in pairs if rank[a] < rank[b] and layer[a] < layer[b]]
    return layer, kept


def _with_waypoints(
    layer: list[int], pairs: list[tuple[int, int]]
) -> tuple[list[list[_Point]], list[tuple[_Point, _Point]], dict[tuple[int, int], list[int]]]:
    columns: list[list[_Point]] = [[] for _ in range(max(layer, default=-1) + 1)]
    for place, at in enumerate(layer):
        columns[at].append(("n", place))
    edges: list[tuple[_Point, _Point]] = []
    chains: dict[tuple[int, int], list[int]] = {}
    number = 0
    for a, b in pairs:
        chain, before = [], ("n", a)
        for at in range(layer[a] + 1, layer[b]):
            point = ("w", number)
            columns[at].append(point)
            edges.append((before, point))
            chain.append(number)
            before, number = point, number + 1
        edges.append((before, ("n", b)))
        chains[a, b] = chain
    return columns, edges, chains


def _order(columns: list[list[_Point]], edges: list[tuple[_Point, _Point]]) -> None:
    """Sort each layer by the middle of its neighbours, forwards and backwards in turn."""
    left: dict[_Point, list[_Point]] = defaultdict(list)
    right: dict[_Point, list[_Point]] = defaultdict(list)
    for a, b in edges:
        right[a].append(b)
        left[b].append(a)
    for sweep in range(SWEEPS):
        forward = sweep % 2 == 0
        chosen = columns[1:] if forward else columns[-2::-1]
        near = left if forward else right
        at = {point: row for column in columns for row, point in enumerate(column)}
        for column in chosen:
            middle = {
                point: sum(at[each] for each in near[point]) / len(near[point]) if near[point] else at[point]
                for point in column
            }
            column.sort(key=lambda point, middle=middle: middle[point])  # type: ignore[misc] # bound on purpose
            at.update({point: row for row, point in enumerate(column)})


def _rows(columns: list[list[_Point]], edges: list[tuple[_Point, _Point]]) -> dict[_Point, int]:
    """Give each point a row, in the order of its layer, as near as it can to what leads to it."""
    left: dict[_Point, list[_Point]] = defaultdict(list)
    for a, b in edges:
        left[b].append(a)
    rows: dict[_Point, int] = {}
    for column in columns:
        free = 0
        for point in column:
            before = sorted(rows[each] for each in left[point] if each in rows)
            wanted = before[len(before) // 2] if before else free
            rows[point] = max(free, wanted)
            free = rows[point] + 1
    return rows
