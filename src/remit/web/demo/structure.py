"""The demo's to-be structure: engineering is split from October, with a delivery unit of its own for sensors."""

import datetime as dt
from typing import Any

from remit.people.models import PlannedChange, Position, Structure, Unit
from remit.people.operations.structures import begin_structure, plan_change, schedule_structure
from remit.web.demo.firm import Firm
from remit.web.demo.staff import MEERA

TRANSITION = dt.date(2026, 10, 1)
SENSORS = ("Victor Lindqvist", "Zanele Dube", "Rafael Monteiro", "Mei Ling Tan", "Callum Baird")
REASON = (
    "Sensors have grown to a team with hardware, firmware and tests of their own. "
    "Their lead answers to the operations director, as the head of engineering does."
)


def load_structure(firm: Firm) -> None:
    """Plan and schedule the structure of October; everything up to then stands as it is."""
    structure = begin_structure(
        firm.organisation,
        name="Sensors on their own",
        takes_effect_on=TRANSITION,
        reason=REASON,
        actor=firm.system,
    )
    lead = firm.people[SENSORS[0]]
    added = _plan(firm, structure, "add-unit", name="Sensors", person=lead.key)
    places = Position.objects.filter(organisation=firm.organisation).select_related("holder")
    by_holder = {place.holder.name: place for place in places if place.holder is not None}
    for name in SENSORS:
        values: dict[str, Any] = {"into": f"+{added.number}"}
        if name == SENSORS[0]:
            values |= {"name": "Head of sensors", "above": by_holder[MEERA].key}
        _plan(firm, structure, "change-position", by_holder[name].key, **values)
    vacant = places.get(title__startswith="Senior firmware engineer")
    _plan(firm, structure, "change-position", vacant.key, into=f"+{added.number}")
    engineering = Unit.objects.get(organisation=firm.organisation, name="Engineering")
    _plan(firm, structure, "change-unit", engineering.key, name="Software engineering")
    structure.refresh_from_db()
    schedule_structure(structure, version=structure.version, actor=firm.system)


def _plan(firm: Firm, structure: Structure, kind: str, target: str = "", **values: Any) -> PlannedChange:
    structure.refresh_from_db()
    return plan_change(
        structure, kind=kind, target=target, values=values, version=structure.version, actor=firm.system
    )
