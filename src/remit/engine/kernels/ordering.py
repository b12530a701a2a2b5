"""An order in which everything comes after what it waits for, and the outline as places in a list."""

from remit.engine.kernels.compiling import bare
from remit.engine.kernels.layout import Array


@bare
def link_lists(sources: Array, first: Array, following: Array) -> None:
    """Chain the places of equal values of `sources`: `first` by value, `following` by place, -1 at the end."""
    for value in range(len(first)):
        first[value] = -1
    for place in range(len(sources) - 1, -1, -1):
        source = sources[place]
        following[place] = first[source]
        first[source] = place


@bare
def order_nodes(targets: Array, first: Array, following: Array, waiting: Array, order: Array) -> int:
    """Fill `order` so that every arc leads forward; return how many nodes could be placed.

    `targets` are the ends of arcs, chained by their source in `first` and `following`. `waiting` is left above zero
    for nodes that wait in a circle or behind one.
    """
    for node in range(len(waiting)):
        waiting[node] = 0
    for place in range(len(targets)):
        waiting[targets[place]] += 1
    placed = 0
    for node in range(len(waiting)):
        if waiting[node] == 0:
            order[placed] = node
            placed += 1
    done = 0
    while done < placed:
        arc = first[order[done]]
        done += 1
        while arc >= 0:
            target = targets[arc]
            waiting[target] -= 1
            if waiting[target] == 0:
                order[placed] = target
                placed += 1
            arc = following[arc]
    return placed


@bare
def walk_outline(
    parent: Array, first: Array, following: Array, place: Array, end: Array, depth: Array
) -> None:
    """Number the outline from the top: `place` of each line, the `end` of what stands below it, and its `depth`.

    `first` and `following` chain the children of each line. What stands below a line are the places between.
    """
    counted = 0
    for top in range(len(parent)):
        if parent[top] >= 0:
            continue
        at, down = top, True
        depth[at] = 0
        while at >= 0:
            if down:
                place[at] = counted
                counted += 1
                if first[at] >= 0:
                    depth[first[at]] = depth[at] + 1
                    at = first[at]
                    continue
            end[at] = counted
            if at == top:
                break
            sibling = following[at]
            if sibling >= 0:
                depth[sibling] = depth[at]
                at, down = sibling, True
            else:
                at, down = parent[at], False
