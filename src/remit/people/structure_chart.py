"""The org chart as it will be after a to-be structure."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.people.chart import Chart, chart_from
from remit.people.chart_layout import Node
from remit.people.models import Structure
from remit.people.reporting_lines import circles
from remit.people.structure_queries import Prospect, prospect

VIEWS = ("units", "positions")


def chart_to_be(structure: Structure, view: str, *, search: str = "", top: str = "") -> Chart:
    """Return the chart of a to-be structure in one of `VIEWS`; what is new or changed says so in its box."""
    found = prospect(structure)
    nodes = _units(found) if view == "units" else _positions(found)
    lines = found.after.units if view == "units" else found.after.positions
    above: dict[str, str | None] = {}
    for ref, each in lines.items():
        up = each.into if view == "units" else getattr(each, "above", None)
        above[ref] = up if up in nodes else None
    for circle in circles(above):  # a draft may hold one: begin somewhere, so that nothing is missing
        above[circle[0]] = None
    address = f"{reverse('people:chart')}?view={view}&structure={structure.key}"
    return chart_from(nodes, above, address, search=search, top=top)


def _marks(found: Prospect) -> dict[str, str]:
    words = {"added": _("new"), "changed": _("changed")}
    return {each.ref: words[each.what] for each in found.differences if each.what in words}


def _units(found: Prospect) -> dict[str, Node]:
    counts: dict[str | None, int] = {}
    for person in found.after.people.values():
        if not person.has_left:
            counts[person.unit] = counts.get(person.unit, 0) + 1
    marks = _marks(found)
    nodes = {}
    for ref, unit in found.after.units.items():
        people = counts.get(ref, 0)
        many = ngettext("%(count)d person", "%(count)d people", people) % {"count": people}
        head = found.after.people[unit.person].name if unit.person else _("no head named")
        note = " · ".join(word for word in (marks.get(ref, ""), head, many) if word)
        nodes[ref] = Node(ref, unit.name, note, is_warning=unit.person is None)
    return nodes


def _positions(found: Prospect) -> dict[str, Node]:
    marks = _marks(found)
    nodes = {}
    for ref, place in found.after.positions.items():
        holder = found.after.people.get(place.person or "")
        is_filled = holder is not None and not holder.has_left
        unit = found.after.units.get(place.into or "")
        words = (
            marks.get(ref, ""),
            holder.name if holder is not None and is_filled else _("vacant"),
            unit.name if unit else "",
        )
        note = " · ".join(word for word in words if word)
        url = "" if ref.startswith("+") else reverse("people:position", args=[ref])
        nodes[ref] = Node(ref, place.name, note, url, is_warning=not is_filled)
    return nodes
