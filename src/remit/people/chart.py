"""The org chart: units with their heads, who reports to whom, or positions, as far as one picture can show it."""

import datetime as dt
from collections import deque
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.people.chart_layout import Node
from remit.people.grids import day_of
from remit.people.models import Organisation, Person, Position, Unit
from remit.people.reporting_lines import circles

MOST_BOXES = 400
MOST_FOUND = 40
MOST_LEVELS = 20  # deeper ones are a step away, by the number beside a box
OPEN_LEVELS = 2
VIEWS = ("units", "lines", "positions")


@dataclass(frozen=True, slots=True)
class Chart:
    """The trees that are shown, how many boxes there are in all, and how many match the search."""

    roots: tuple[Node, ...]
    count: int
    found: int
    shown: int
    top: str = ""


def chart_of(organisation: Organisation, view: str, *, search: str = "", top: str = "") -> Chart:
    """Return the chart of an organisation in one of `VIEWS`: two queries.

    `search` marks what holds all its words, `top` is the key of the unit or person to begin with. At most
    `MOST_BOXES` boxes are shown, those nearest to the top and the way to what was found first.
    """
    read = {"units": _units, "positions": _positions}.get(view, _people)
    nodes, above = read(organisation)
    return chart_from(nodes, above, f"{reverse('people:chart')}?view={view}", search=search, top=top)


def chart_from(
    nodes: Mapping[str, Node],
    above: Mapping[str, str | None],
    address: str,
    *,
    search: str = "",
    top: str = "",
) -> Chart:
    """Return the chart of nodes, each with the key of the one above it; `address` is the page that shows it."""
    words = search.casefold().split()
    found = [
        key
        for key, node in nodes.items()
        if words and all(word in f"{node.label} {node.note}".casefold() for word in words)
    ]
    below: dict[str, list[str]] = {}
    for key, parent in above.items():
        if parent is not None:
            below.setdefault(parent, []).append(key)
    begin = [top] if top in nodes else [key for key in nodes if above[key] is None]
    kept = _kept(begin, below, above, found[:MOST_FOUND])
    for key in found:
        nodes[key].is_match = True
    roots = tuple(_grown(key, nodes, below, kept, address) for key in begin if key in kept)
    _open(roots)
    return Chart(roots, len(nodes), len(found), len(kept), top if top in nodes else "")


def _units(organisation: Organisation) -> tuple[dict[str, Node], dict[str, str | None]]:
    counts: dict[int, int] = {}
    present = Person.objects.filter(organisation=organisation, left_on=None).exclude(unit=None)
    for unit_id in present.values_list("unit_id", flat=True):
        counts[unit_id] = counts.get(unit_id, 0) + 1
    units = list(
        Unit.objects.filter(organisation=organisation, closed_on=None).select_related("head", "parent")
    )
    nodes = {unit.key: _unit_node(unit, counts.get(unit.pk, 0)) for unit in units}
    # what stands below a closed unit stands at the top
    above = {
        unit.key: unit.parent.key if unit.parent and unit.parent.key in nodes else None for unit in units
    }
    return nodes, above


def _unit_node(unit: Unit, people: int) -> Node:
    head = unit.head
    many = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
    who = head.name if head else _("no head named")
    return Node(
        unit.key,
        unit.name,
        f"{who} · {many}",
        reverse("people:person", args=[head.key]) if head else "",
        ring=head.pk if head else 0,
        mark=head.initials if head else "",
        is_warning=head is None,
    )


def _people(organisation: Organisation) -> tuple[dict[str, Node], dict[str, str | None]]:
    rows = Person.objects.filter(organisation=organisation, left_on=None).order_by("name", "pk")
    people = {person.pk: person for person in rows.select_related("unit")}
    lines: dict[int, int | None] = {
        pk: person.line_manager_id if person.line_manager_id in people else None
        for pk, person in people.items()
    }
    for circle in circles(lines):  # from before they were refused: begin somewhere, so that nobody is missing
        lines[circle[0]] = None
    nodes = {person.key: _person_node(person) for person in people.values()}
    keys = {pk: person.key for pk, person in people.items()}
    return nodes, {keys[pk]: keys[up] if up is not None else None for pk, up in lines.items()}


def _person_node(person: Person) -> Node:
    words = (person.title, person.unit.name if person.unit else "")
    note = " · ".join(word for word in words if word)
    url = reverse("people:person", args=[person.key])
    return Node(person.key, person.name, note, url, ring=person.pk, mark=person.initials)


def _positions(organisation: Organisation) -> tuple[dict[str, Node], dict[str, str | None]]:
    today = day_of(organisation)
    rows = Position.objects.filter(organisation=organisation, from_date__lte=today).exclude(to_date__lt=today)
    places = {row.pk: row for row in rows.select_related("holder", "unit")}
    nodes = {row.key: _position_node(row, today) for row in places.values()}
    above = {}
    for row in places.values():
        up = places.get(row.reports_to_id or 0)
        above[row.key] = up.key if up is not None else None
    return nodes, above


def _position_node(position: Position, today: dt.date) -> Node:
    holder = position.holder
    if holder is not None and holder.is_gone(today):
        holder = None
    who = holder.name if holder else _("vacant")
    return Node(
        position.key,
        position.title,
        f"{who} · {position.unit.name}",
        reverse("people:position", args=[position.key]),
        ring=holder.pk if holder else 0,
        mark=holder.initials if holder else "",
        is_warning=holder is None,
    )


def _kept(
    begin: Sequence[str],
    below: Mapping[str, list[str]],
    above: Mapping[str, str | None],
    found: Sequence[str],
) -> set[str]:
    """Return the boxes that are shown: the way to what was found, then level by level as far as there is room."""
    kept: set[str] = set()
    tops = set(begin)
    for key in found:
        way = [key]
        while way[-1] not in tops and (up := above[way[-1]]) is not None:
            way.append(up)
        if way[-1] in tops and len(way) <= MOST_LEVELS:
            kept.update(way)
    waiting = deque((key, 1) for key in begin)
    while waiting and len(kept) < MOST_BOXES:
        key, level = waiting.popleft()
        kept.add(key)
        if level < MOST_LEVELS:
            waiting.extend((each, level + 1) for each in below.get(key, ()))
    return kept


def _grown(
    top: str, nodes: Mapping[str, Node], below: Mapping[str, list[str]], kept: set[str], address: str
) -> Node:
    """Return a node with everything kept below it, and how many of those directly below are not shown."""
    waiting = [top]
    while waiting:
        key = waiting.pop()
        node, under = nodes[key], below.get(key, [])
        node.below = [nodes[each] for each in under if each in kept]
        node.hidden = len(under) - len(node.below)
        node.more_url = f"{address}&top={key}" if under else ""
        waiting.extend(each for each in under if each in kept)
    return nodes[top]


def _open(roots: Sequence[Node]) -> None:
    """Open the words down to `OPEN_LEVELS`, and on the way to what was found."""
    order: list[tuple[Node, int]] = []
    waiting = [(node, 0) for node in roots]
    while waiting:
        node, level = waiting.pop()
        order.append((node, level))
        waiting.extend((each, level + 1) for each in node.below)
    for node, level in reversed(order):
        node.is_open = level < OPEN_LEVELS or any(each.is_match or each.is_open for each in node.below)
