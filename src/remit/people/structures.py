"""As-is and to-be structure: what plans of change make of units and positions, and what is wrong with them.

Everything is named by a reference: the key of what stands, or `+` and the number of the change that adds it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.people.reporting_lines import circles


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody in a structure."""

    key: str
    name: str
    unit: str | None = None
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class UnitAt:
    """A unit as it stands: its name, the unit above, its head."""

    name: str
    into: str | None = None
    person: str | None = None


@dataclass(frozen=True, slots=True)
class PositionAt:
    """A position as it stands: its title, its unit, who fills it, what it reports to."""

    name: str
    into: str | None = None
    person: str | None = None
    above: str | None = None


@dataclass(frozen=True, slots=True)
class Shape:
    """Units, positions and people of an organisation, each by reference, and the names of closed units."""

    units: Mapping[str, UnitAt] = field(default_factory=dict)
    positions: Mapping[str, PositionAt] = field(default_factory=dict)
    people: Mapping[str, Person] = field(default_factory=dict)
    closed: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Planned:
    """One planned change: its kind, what it is about, and the fields that it states."""

    number: int
    kind: str
    target: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a to-be structure cannot come into effect; `number` is the change at fault, 0 where it is none of them."""

    number: int
    text: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What becomes of one unit or position: `what` is added, changed or removed, `moves` field, before, after."""

    ref: str
    is_unit: bool
    what: str
    name: str
    moves: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Affected:
    """Somebody for whom something changes, and what."""

    person: Person
    lines: tuple[str, ...]


def to_be(now: Shape, plan: Sequence[Planned]) -> Shape:
    """Return the structure after every change of the plan; what is closed or ended is not in it any more.

    People go where their position goes; those of a closed unit go to the unit that its change names.
    """
    units, positions = dict(now.units), dict(now.positions)
    goes: dict[str, str | None] = {}
    for each in plan:
        if each.kind == "add-unit":
            units[each.target] = UnitAt(each.values.get("name") or "", *_rest(each, "into", "person"))
        elif each.kind == "change-unit" and each.target in units:
            units[each.target] = replace(units[each.target], **each.values)
        elif each.kind == "close-unit":
            units.pop(each.target, None)
            if each.values.get("into") is not None:
                goes[each.target] = each.values["into"]
        elif each.kind == "add-position":
            rest = _rest(each, "into", "person", "above")
            positions[each.target] = PositionAt(each.values.get("name") or "", *rest)
        elif each.kind == "change-position" and each.target in positions:
            positions[each.target] = replace(positions[each.target], **each.values)
        elif each.kind == "end-position":
            positions.pop(each.target, None)
    return Shape(units, positions, _moved(now, positions, goes))


def _rest(each: Planned, *names: str) -> list[str | None]:
    return [each.values.get(name) for name in names]


def _moved(
    now: Shape, positions: Mapping[str, PositionAt], goes: Mapping[str, str | None]
) -> dict[str, Person]:
    """Return everybody with the unit they are in afterwards."""
    people = {
        key: replace(each, unit=goes.get(each.unit or "", each.unit)) for key, each in now.people.items()
    }
    for ref, place in positions.items():
        before = now.positions.get(ref)
        if place.person in people and (
            before is None or (before.into, before.person) != (place.into, place.person)
        ):
            people[place.person] = replace(people[place.person], unit=place.into)
    return people


def faults(now: Shape, plan: Sequence[Planned]) -> list[Fault]:
    """Return everything that keeps the plan from coming into effect, each with the change at fault."""
    after = to_be(now, plan)
    by_target = {each.target: each.number for each in plan}
    return [
        *_of_targets(now, plan),
        *_of_names(now, plan),
        *_of_units(after, by_target),
        *_of_positions(after, by_target),
        *_of_people(after, {**now.units, **after.units}, by_target),
    ]


def _of_targets(now: Shape, plan: Sequence[Planned]) -> Iterable[Fault]:
    for each in plan:
        standing = now.units if each.kind.endswith("unit") else now.positions
        if not each.kind.startswith("add-") and each.target not in standing:
            yield Fault(each.number, _("%(key)s stands no longer: drop this change.") % {"key": each.target})


def _of_names(now: Shape, plan: Sequence[Planned]) -> Iterable[Fault]:
    """Name those who take the name of a unit that stands or stood: one that is renamed or closed has it until then."""
    standing = dict.fromkeys((name.casefold() for name in now.closed), "")
    standing |= {unit.name.casefold(): ref for ref, unit in now.units.items()}
    for each in plan:
        name = each.values.get("name") or ""
        if (
            each.kind in {"add-unit", "change-unit"}
            and standing.get(name.casefold(), each.target) != each.target
        ):
            yield Fault(each.number, _("A unit is called %(name)s already: choose another.") % {"name": name})


def _of_units(after: Shape, by_target: Mapping[str, int]) -> Iterable[Fault]:
    names: dict[str, str] = {}
    for ref, unit in after.units.items():
        number = by_target.get(ref, 0)
        if unit.into is not None and unit.into not in after.units:
            yield Fault(
                number, _("What %(name)s stands below is closed: name another.") % {"name": unit.name}
            )
        if (other := names.get(unit.name.casefold())) and number and other in by_target:
            yield Fault(number, _("Two units are called %(name)s.") % {"name": unit.name})
        names[unit.name.casefold()] = ref
        yield from _of_person(after, unit.person, number)
    for circle in circles({ref: unit.into for ref, unit in after.units.items()}):
        yield _circle(circle, {ref: unit.name for ref, unit in after.units.items()}, by_target)


def _of_positions(after: Shape, by_target: Mapping[str, int]) -> Iterable[Fault]:
    for ref, place in after.positions.items():
        number = by_target.get(ref, 0)
        if place.into not in after.units:
            yield Fault(
                number, _("The unit of %(name)s is closed: move it or end it.") % {"name": place.name}
            )
        if place.above is not None and place.above not in after.positions:
            message = _("What %(name)s reports to has ended: name another.")
            yield Fault(number, message % {"name": place.name})
        yield from _of_person(after, place.person, number)
    for circle in circles({ref: place.above for ref, place in after.positions.items()}):
        yield _circle(circle, {ref: place.name for ref, place in after.positions.items()}, by_target)


def _of_person(after: Shape, person: str | None, number: int) -> Iterable[Fault]:
    # who left earlier is vacant already; only a change that names somebody who has left is at fault
    if person is not None and number and after.people[person].has_left:
        yield Fault(number, _("%(name)s has left.") % {"name": after.people[person].name})


def _circle(circle: Sequence[str], names: Mapping[str, str], by_target: Mapping[str, int]) -> Fault:
    shown = " → ".join(names[ref] for ref in (*circle, circle[0]))
    number = next((by_target[ref] for ref in circle if ref in by_target), 0)
    return Fault(number, _("These would stand in a circle: %(names)s.") % {"names": shown})


def _of_people(after: Shape, known: Mapping[str, UnitAt], by_target: Mapping[str, int]) -> Iterable[Fault]:
    left: dict[str, int] = {}
    for each in after.people.values():
        if not each.has_left and each.unit is not None and each.unit not in after.units:
            left[each.unit] = left.get(each.unit, 0) + 1
    for unit, count in left.items():
        message = ngettext(
            "%(count)d person would be left in %(name)s, which is closed: say where they go.",
            "%(count)d people would be left in %(name)s, which is closed: say where they go.",
            count,
        )
        name = known[unit].name if unit in known else unit
        yield Fault(by_target.get(unit, 0), message % {"count": count, "name": name})


def differences(now: Shape, after: Shape) -> list[Difference]:
    """Return what is added, changed and removed, units first; what stays as it is does not appear."""
    found = []
    for is_unit, one, other in (
        (True, now.units, after.units),
        (False, now.positions, after.positions),
    ):
        for ref in {**one, **other}:
            before, then = one.get(ref), other.get(ref)
            if before is None and then is not None:
                found.append(Difference(ref, is_unit, "added", then.name, _moves(now, after, None, then)))
            elif then is None and before is not None:
                found.append(Difference(ref, is_unit, "removed", before.name))
            elif before != then and then is not None:
                moves = _moves(now, after, before, then)
                found.append(Difference(ref, is_unit, "changed", then.name, moves))
    return found


def _moves(
    now: Shape, after: Shape, before: UnitAt | PositionAt | None, then: UnitAt | PositionAt
) -> tuple[tuple[str, str, str], ...]:
    def shown(shape: Shape, name: str, state: UnitAt | PositionAt | None) -> str:
        ref = getattr(state, name, None)
        if ref is None:
            return ""
        if name == "person":
            return shape.people[ref].name
        among: Mapping[str, UnitAt | PositionAt] = shape.units if name == "into" else shape.positions
        return among[ref].name if ref in among else ref

    names = [name for name in ("name", "into", "person", "above") if hasattr(then, name)]
    return tuple(
        (name, getattr(before, name, "") if name == "name" else shown(now, name, before),
         getattr(then, name) if name == "name" else shown(after, name, then))
        for name in names
        if getattr(before, name, None) != getattr(then, name) and not (before is None and name == "name")
    )  # fmt: skip


def affected(now: Shape, after: Shape) -> list[Affected]:
    """Return everybody whose unit, position, superior or headship is another afterwards, by name."""
    lines: dict[str, list[str]] = {}
    before, then = _held(now), _held(after)
    for key, person in after.people.items():
        if person.has_left:
            continue
        said = []
        if now.people[key].unit != person.unit:
            words = {"old": _named(now.units, now.people[key].unit), "new": _named(after.units, person.unit)}
            said.append(_("moves from %(old)s to %(new)s") % words)
        said += _of_places(now, after, before.get(key, set()), then.get(key, set()))
        said += _of_heads(now, after, key)
        if said:
            lines[key] = said
    ordered = sorted(lines, key=lambda key: after.people[key].name.casefold())
    return [Affected(after.people[key], tuple(lines[key])) for key in ordered]


def _held(shape: Shape) -> dict[str, set[str]]:
    held: dict[str, set[str]] = {}
    for ref, place in shape.positions.items():
        if place.person is not None:
            held.setdefault(place.person, set()).add(ref)
    return held


def _named(among: Mapping[str, UnitAt], ref: str | None) -> str:
    unit = among.get(ref or "")
    return unit.name if unit is not None else _("no unit")


def _of_places(now: Shape, after: Shape, before: set[str], then: set[str]) -> list[str]:
    said = [_("gives up %(name)s") % {"name": now.positions[ref].name} for ref in sorted(before - then)]
    said += [_("takes on %(name)s") % {"name": after.positions[ref].name} for ref in sorted(then - before)]
    for ref in sorted(before & then):
        old, new = now.positions[ref], after.positions[ref]
        if old.name != new.name:
            said.append(_("is called %(name)s") % {"name": new.name})
        one, other = _superior(now, ref), _superior(after, ref)
        if one != other:
            said.append(_("reports to %(name)s") % {"name": other or _("nothing: at the top")})
    return said


def _superior(shape: Shape, ref: str) -> str:
    """Return the position above, with whoever fills it."""
    above = shape.positions[ref].above
    if above is None or above not in shape.positions:
        return ""
    place = shape.positions[above]
    return f"{place.name} ({shape.people[place.person].name})" if place.person is not None else place.name


def _of_heads(now: Shape, after: Shape, key: str) -> list[str]:
    old = {ref for ref, unit in now.units.items() if unit.person == key}
    new = {ref for ref, unit in after.units.items() if unit.person == key}
    said = [_("heads %(name)s no longer") % {"name": now.units[ref].name} for ref in sorted(old - new)]
    return said + [_("heads %(name)s") % {"name": after.units[ref].name} for ref in sorted(new - old)]


def from_the_top(lines: Mapping[str, str | None]) -> list[str]:
    """Return references so that whatever stands above another comes before it; `lines` has no circle."""
    order: dict[str, None] = {}
    for start in lines:
        way: list[str] = []
        at: str | None = start
        while at is not None and at in lines and at not in order:
            way.append(at)
            at = lines[at]
        order.update(dict.fromkeys(reversed(way)))
    return list(order)
