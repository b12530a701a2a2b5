"""The org chart as a picture: a tree laid out from left to right, one row for each leaf."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

BOX_WIDTH, BOX_HEIGHT = 248, 48
GAP_WIDTH, GAP_HEIGHT = 40, 12
MARGIN = 8
LONGEST, LONGEST_NOTE = 23, 32


@dataclass(slots=True, eq=False)
class Node:
    """Somebody or a unit in the tree; `hidden` is how many below are not shown, `is_open` whether words show them."""

    key: str
    label: str
    note: str = ""
    url: str = ""
    ring: int = 0
    mark: str = ""
    is_warning: bool = False
    is_match: bool = False
    is_open: bool = False
    hidden: int = 0
    more_url: str = ""
    below: list["Node"] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Box:
    """A node in the picture, with its upper left corner and its words as they fit."""

    node: Node
    x: int
    y: int
    label: str
    note: str


@dataclass(frozen=True, slots=True)
class Picture:
    """Boxes, the paths of the lines between them, and how large it all is."""

    boxes: tuple[Box, ...]
    lines: tuple[str, ...]
    width: int
    height: int


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return text that fits into a box."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def layout(roots: Sequence[Node]) -> Picture:
    """Return the picture of trees, one below the other; a node stands in the middle of what is below it.

    Worked without recursion, so that no depth of lines is too much.
    """
    places: dict[int, tuple[int, int]] = {}
    row = 0
    deepest = 0
    order: list[tuple[Node, int]] = []
    waiting = [(node, 0) for node in reversed(roots)]
    while waiting:
        node, level = waiting.pop()
        order.append((node, level))
        deepest = max(deepest, level)
        waiting += [(each, level + 1) for each in reversed(node.below)]
    for node, level in order:
        if not node.below:
            places[id(node)] = (_x(level), MARGIN + row * (BOX_HEIGHT + GAP_HEIGHT))
            row += 1
    for node, level in reversed(order):
        if node.below:
            first, last = places[id(node.below[0])], places[id(node.below[-1])]
            places[id(node)] = (_x(level), (first[1] + last[1]) // 2)
    boxes = tuple(
        Box(node, *places[id(node)], shortened(node.label), shortened(node.note, LONGEST_NOTE))
        for node, _level in order
    )
    width = _x(deepest) + BOX_WIDTH + MARGIN + (GAP_WIDTH if any(node.hidden for node, _l in order) else 0)
    height = 2 * MARGIN + max(row * (BOX_HEIGHT + GAP_HEIGHT) - GAP_HEIGHT, 0)
    return Picture(boxes, tuple(_lines(boxes, places)), width, height)


def _x(level: int) -> int:
    return MARGIN + level * (BOX_WIDTH + GAP_WIDTH)


def _lines(boxes: Iterable[Box], places: dict[int, tuple[int, int]]) -> Iterable[str]:
    """Yield a line from each box to each below it: out, up or down half-way, in."""
    for box in boxes:
        start = box.x + BOX_WIDTH
        for each in box.node.below:
            x, y = places[id(each)]
            middle, half = start + GAP_WIDTH // 2, BOX_HEIGHT // 2
            yield f"M{start} {box.y + half}H{middle}V{y + half}H{x}"
