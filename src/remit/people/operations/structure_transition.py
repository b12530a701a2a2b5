"""From the as-is to the to-be structure: on its transition date, all of it or nothing."""

import datetime as dt
import logging
from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation
from remit.core.errors import Conflict, Invalid, RemitError
from remit.people.grids import day_of
from remit.people.models import Organisation, Person, PlannedKind, Position, Structure, StructureState, Unit
from remit.people.operations.organisation import create_unit
from remit.people.operations.people import change_person
from remit.people.operations.positions import add_position, change_position
from remit.people.operations.structures import (
    discard_structure,
    in_state,
    locked_structure,
    refuse_faults,
    reopen_structure,
    schedule_structure,
)
from remit.people.operations.units import change_unit, close_unit
from remit.people.policies import may_edit_organisation, may_edit_people
from remit.people.structure_queries import Prospect, prospect
from remit.people.structures import Planned, PositionAt, UnitAt, from_the_top

log = logging.getLogger(__name__)

# how the fields of a change are called at a unit and at a position
OF_UNIT = {"name": "name", "into": "parent", "person": "head"}
OF_POSITION = {"name": "title", "into": "unit", "person": "holder", "above": "reports_to"}


@operation("people.put_structure_into_effect")
def put_structure_into_effect(structure: Structure, *, version: int, actor: Actor) -> Structure:
    """Make a scheduled structure the one that stands, on its transition date or later: all of it or nothing."""
    require(may_edit_organisation(actor))
    locked = locked_structure(structure, version, {}, StructureState.SCHEDULED)
    today = day_of(locked.organisation)
    if locked.takes_effect_on > today:
        message = _("The transition date is %(day)s: it comes into effect then.")
        raise Conflict("early", message % {"day": locked.takes_effect_on.isoformat()})
    # units and lines are changed by one at a time
    Organisation.objects.select_for_update().get(pk=locked.organisation_id)
    found = prospect(locked)
    refuse_faults(found)
    _Transition(locked, found, actor).carry_out()
    locked.effective_at = timezone.now()
    return in_state(locked, StructureState.EFFECTIVE, actor, "effective_at")


class _Transition:
    """The steps from what stands to what was planned, through the operations that each of them is."""

    def __init__(self, structure: Structure, found: Prospect, actor: Actor) -> None:
        self.structure, self.found, self.actor = structure, found, actor
        self.day = structure.takes_effect_on
        organisation = structure.organisation
        self.units = {each.key: each for each in Unit.objects.filter(organisation=organisation)}
        self.positions = {each.key: each for each in Position.objects.filter(organisation=organisation)}
        keys = [key for key, each in found.after.people.items() if each != found.now.people[key]]
        keys += [each.values["person"] or "" for each in found.plan if "person" in each.values]
        self.people = {
            each.key: each for each in Person.objects.filter(organisation=organisation, key__in=keys)
        }

    def carry_out(self) -> None:
        plan = {each.target: each for each in self.found.plan}
        after = self.found.after
        for ref in from_the_top({ref: unit.into for ref, unit in after.units.items()}):
            if ref in plan:
                self._unit(plan[ref], after.units[ref])
        for ref in from_the_top({ref: place.above for ref, place in after.positions.items()}):
            if ref in plan:
                self._position(plan[ref], after.positions[ref])
        self._end(plan)
        self._move_people()
        self._close(plan)

    def _unit(self, each: Planned, unit: UnitAt) -> None:
        stated: dict[str, Any] = {
            "name": unit.name,
            "parent": self.units.get(unit.into or ""),
            "head": self._who(unit.person),
        }
        if each.kind == PlannedKind.ADD_UNIT:
            self.units[each.target] = create_unit(self.structure.organisation, actor=self.actor, **stated)
            return
        stands = self.units[each.target]
        wanted = {OF_UNIT[name]: stated[OF_UNIT[name]] for name in each.values}
        if wanted:
            self.units[each.target] = change_unit(stands, version=stands.version, actor=self.actor, **wanted)

    def _position(self, each: Planned, place: PositionAt) -> None:
        stated: dict[str, Any] = {
            "title": place.name,
            "unit": self.units.get(place.into or ""),
            "holder": self._who(place.person),
            "reports_to": self.positions.get(place.above or ""),
        }
        if each.kind == PlannedKind.ADD_POSITION:
            made = add_position(
                self.structure.organisation,
                from_date=self.day,
                actor=self.actor,
                **stated,
            )
            self.positions[each.target] = made
            return
        stands = self.positions[each.target]
        wanted = {OF_POSITION[name]: stated[OF_POSITION[name]] for name in each.values}
        if wanted:
            self.positions[each.target] = change_position(
                stands, version=stands.version, actor=self.actor, **wanted
            )

    def _who(self, key: str | None) -> Person | None:
        return self.people.get(key or "")

    def _end(self, plan: Mapping[str, Planned]) -> None:
        """End positions from below, on the day before; one that began later ends on the day it began."""
        now = self.found.now.positions
        last = self.day - dt.timedelta(days=1)
        for ref in reversed(from_the_top({ref: place.above for ref, place in now.items()})):
            if ref in plan and plan[ref].kind == PlannedKind.END_POSITION:
                stands = self.positions[ref]
                change_position(
                    stands, version=stands.version, actor=self.actor, to_date=max(last, stands.from_date)
                )

    def _move_people(self) -> None:
        moved = [
            (key, each.unit)
            for key, each in self.found.after.people.items()
            if not each.has_left and each.unit != self.found.now.people[key].unit
        ]
        if moved:
            require(may_edit_people(self.actor))
        for key, unit in moved:
            person = self.people[key]
            change_person(person, version=person.version, actor=self.actor, unit=self.units[unit or ""])

    def _close(self, plan: Mapping[str, Planned]) -> None:
        now = self.found.now.units
        for ref in reversed(from_the_top({ref: unit.into for ref, unit in now.items()})):
            if ref in plan and plan[ref].kind == PlannedKind.CLOSE_UNIT:
                stands = self.units[ref]
                close_unit(stands, version=stands.version, on=self.day, actor=self.actor)


def put_due_into_effect() -> int:
    """Put every scheduled structure whose date has come into effect; return how many. One with faults waits."""
    count = 0
    waiting = Structure.objects.filter(state=StructureState.SCHEDULED).select_related("organisation")
    for structure in waiting:
        if structure.takes_effect_on > day_of(structure.organisation):
            continue
        try:
            actor = system_actor("Remit", structure.organisation_id)
            put_structure_into_effect(structure, version=structure.version, actor=actor)
            count += 1
        except RemitError as refusal:
            log.warning("Structure %s did not come into effect: %s", structure.key, refusal)
    return count


def to_state(structure: Structure, to: str, *, version: int, actor: Actor) -> Structure:
    """Bring a structure into the state `to` by the operation that leads there."""
    ways = {
        StructureState.DRAFT: reopen_structure,
        StructureState.SCHEDULED: schedule_structure,
        StructureState.EFFECTIVE: put_structure_into_effect,
        StructureState.DISCARDED: discard_structure,
    }
    if to not in ways:
        raise Invalid(_("There is no such state of a structure."), field="to", code="unknown")
    return ways[StructureState(to)](structure, version=version, actor=actor)
