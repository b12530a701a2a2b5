"""The network of a plan as a picture: activities on nodes, with early and late dates and float."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.formats import date_format
from django.utils.translation import pgettext

from remit.core.plan_time import to_day
from remit.core.words import duration_words
from remit.planning.layered import Layered, layered
from remit.planning.models import Activity, ActivityKind, Link, Plan

MOST_NODES = 500
WIDTH, HEIGHT = 224, 84
GAP_X, GAP_Y = 56, 24
LONGEST_NAME = 24


@dataclass(frozen=True, slots=True)
class Node:
    """An activity, or a summary for all below it: dates in few letters, early above and late below."""

    key: str
    name: str
    is_summary: bool
    is_critical: bool
    is_milestone: bool
    early_start: str
    early_finish: str
    late_start: str
    late_finish: str
    duration: str
    total_float: str
    followed: tuple[str, ...]
    dated: "NodeRow"
    layer: int = 0
    place: int = 0

    @property
    def x(self) -> int:
        """Return where its box begins from the left."""
        return _left(self.layer)

    @property
    def y(self) -> int:
        """Return where its box begins from above."""
        return GAP_Y + self.place * (HEIGHT + GAP_Y)

    @property
    def label(self) -> str:
        """Return as much of the name as the box holds."""
        return self.name if len(self.name) <= LONGEST_NAME else f"{self.name[: LONGEST_NAME - 1]}…"


@dataclass(frozen=True, slots=True)
class Line:
    """A link as a path of the picture, with the keys of what it leads from and to."""

    before: str
    after: str
    path: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Network:
    """A picture of nodes and lines; `by_summary` says that there are too many activities to draw one by one."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    width: int
    height: int
    by_summary: bool
    activities: int


_READ = (
    "pk",
    "key",
    "name",
    "kind",
    "parent_id",
    "is_critical",
    "early_start_minute",
    "early_finish_minute",
    "late_start_minute",
    "late_finish_minute",
    "duration_minutes",
    "total_float_minutes",
)


@dataclass(frozen=True, slots=True)
class NodeRow:
    """An activity as the network reads it; its times in plan minutes and working minutes."""

    pk: int
    key: str
    name: str
    kind: str
    parent_id: int | None
    is_critical: bool
    early_start: int | None
    early_finish: int | None
    late_start: int | None
    late_finish: int | None
    duration: int
    total_float: int | None


def plan_network(plan: Plan, below: str = "") -> Network:
    """Return the network of a plan, or of what stands `below` an activity: two queries.

    Of more than 500 activities only the outline's next level is drawn, and links between those.
    """
    stated = Activity.objects.filter(project_id=plan.project_id, is_active=True).order_by("position")
    rows = [NodeRow(*row) for row in stated.values_list(*_READ)]
    links = Link.objects.filter(project_id=plan.project_id)
    pairs = list(links.values_list("predecessor_id", "successor_id", "is_driving"))
    by_pk = {row.pk: row for row in rows}
    top = next((row.pk for row in rows if row.key == below), None)
    inside = [row for row in rows if top is None or _is_below(row, top, by_pk)]
    leaves = [row for row in inside if row.kind != ActivityKind.SUMMARY]
    by_summary = len(leaves) > MOST_NODES
    shown = [row for row in inside if row.parent_id == top] if by_summary else leaves
    shown = shown[:MOST_NODES]
    return _drawn(plan, shown, _ends(shown, pairs, by_pk), by_summary=by_summary, leaves=len(leaves))


def _is_below(row: NodeRow, top: int, by_pk: Mapping[int, NodeRow]) -> bool:
    at = row.parent_id
    while at is not None and at in by_pk:
        if at == top:
            return True
        at = by_pk[at].parent_id
    return False


def _ends(
    shown: Sequence[NodeRow], pairs: Sequence[tuple[int, int, bool]], by_pk: Mapping[int, NodeRow]
) -> dict[tuple[str, str], bool]:
    """Return the links between what is shown, and whether each drives: links from below a summary are its own."""
    there = {row.pk for row in shown}
    below: dict[int, list[str]] = defaultdict(list)
    for row in shown:
        at: int | None = row.parent_id
        while at is not None and at in by_pk:
            below[at].append(row.key)
            at = by_pk[at].parent_id

    def standing(pk: int) -> list[str]:
        at: int | None = pk
        while at is not None and at in by_pk:
            if at in there:
                return [by_pk[at].key]
            at = by_pk[at].parent_id
        return below.get(pk, [])[:1]

    found: dict[tuple[str, str], bool] = {}
    for before, after, driving in pairs:
        for one in standing(before):
            for other in standing(after):
                if one != other:
                    found[one, other] = found.get((one, other), False) or driving
    return found


def _drawn(
    plan: Plan,
    shown: Sequence[NodeRow],
    ends: Mapping[tuple[str, str], bool],
    *,
    by_summary: bool,
    leaves: int,
) -> Network:
    graph = layered([row.key for row in shown], ends)
    nodes = tuple(_node(plan, row, graph, ends) for row in shown)
    critical = {row.key for row in shown if row.is_critical}
    lines = [
        Line(*pair, _path(graph, pair), ends[pair] and critical.issuperset(pair)) for pair in graph.bends
    ]
    lines.sort(key=lambda line: line.is_critical)  # critical ones lie above the others
    width = max(1, graph.layers) * (WIDTH + GAP_X) + GAP_X
    height = max(1, graph.rows) * (HEIGHT + GAP_Y) + GAP_Y
    return Network(nodes, tuple(lines), width, height, by_summary, leaves)


def _node(plan: Plan, row: NodeRow, graph: Layered[str], ends: Mapping[tuple[str, str], bool]) -> Node:
    layer, place = graph.places[row.key]
    return Node(
        key=row.key,
        name=row.name,
        is_summary=row.kind == ActivityKind.SUMMARY,
        is_critical=row.is_critical,
        is_milestone=row.kind == ActivityKind.MILESTONE,
        early_start=_day(row.early_start),
        early_finish=_day(row.early_finish, is_finish=True),
        late_start=_day(row.late_start),
        late_finish=_day(row.late_finish, is_finish=True),
        duration=""
        if row.kind == ActivityKind.SUMMARY
        else duration_words(row.duration, plan.minutes_per_day),
        total_float="" if row.total_float is None else duration_words(row.total_float, plan.minutes_per_day),
        followed=tuple(before for before, after in ends if after == row.key),
        dated=row,
        layer=layer,
        place=place,
    )


def _day(minute: int | None, *, is_finish: bool = False) -> str:
    if minute is None:
        return ""
    return date_format(to_day(minute - is_finish), pgettext("date format", "j M y"))


def _path(graph: Layered[str], pair: tuple[str, str]) -> str:
    """Return a line from the right of one box to the left of the other, through the rows between."""
    (layer, row), (last, end) = graph.places[pair[0]], graph.places[pair[1]]
    x, y = _right(layer), _middle(row)
    path = [f"M{x} {y}"]
    for number, bend in enumerate(graph.bends[pair], layer + 1):
        path.append(_curve(x, y, _left(number), _middle(bend)))
        x, y = _right(number), _middle(bend)
        path.append(f"H{x}")
    path.append(_curve(x, y, _left(last), _middle(end)))
    return "".join(path)


def _curve(x: int, y: int, to_x: int, to_y: int) -> str:
    half = (x + to_x) // 2
    return f"C{half} {y} {half} {to_y} {to_x} {to_y}"


def _left(layer: int) -> int:
    return GAP_X + layer * (WIDTH + GAP_X)


def _right(layer: int) -> int:
    return _left(layer) + WIDTH


def _middle(row: int) -> int:
    return GAP_Y + row * (HEIGHT + GAP_Y) + HEIGHT // 2
