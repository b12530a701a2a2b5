"""The thresholds that hold in an organisation."""

from remit.people.models import Organisation, Thresholds
from remit.people.thresholds import DEFAULTS, Limits, Reach, limits_from, reach_from


def thresholds_of(organisation: Organisation) -> Thresholds:
    """Return what an organisation has set; an unsaved row where it has set nothing: one query."""
    found = Thresholds.objects.filter(organisation=organisation).first()
    return found if found is not None else Thresholds(organisation=organisation)


def held_thresholds(own: Thresholds) -> dict[str, int | None]:
    """Return every threshold by its code, as set or else the default."""
    return {**DEFAULTS, **own.stated}


def limits_of(organisation: Organisation) -> Limits:
    """Return the limits by which faults are judged: one query."""
    return limits_from(thresholds_of(organisation).stated)


def reach_of(organisation: Organisation) -> Reach:
    """Return how far each authority decides alone: one query."""
    return reach_from(thresholds_of(organisation).stated)
