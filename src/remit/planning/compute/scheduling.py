"""Computing a plan anew and storing what differs."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from remit.engine import model as engine
from remit.engine.kernels.layout import NONE
from remit.engine.network import schedule
from remit.engine.network.crews import crew_row, following
from remit.engine.network.records import CREW, PlanColumns
from remit.planning.columns import write_columns
from remit.planning.compute.images import (
    COMPUTED,
    IMAGES,
    MOST_KEYS,
    Activities,
    Ints,
    PlanImage,
    read_image,
    refreshed,
)
from remit.planning.compute.problems import engine_calendar, translated
from remit.planning.models import Activity, Link, Plan, PlanCalendar, Resource, ResourceAssignment

MOST_WARNINGS = 200
_DRIVERS = np.array([str(kind) for kind in engine.DriverKind], dtype=object)


@dataclass(frozen=True, slots=True)
class Touched:
    """All that an edit changed of what the schedule is computed from, apart from calendars and resources.

    `keys` are of activities changed or added, `gone` of those removed; `links` says whether any link changed.
    """

    keys: Collection[str]
    gone: Collection[str] = ()
    links: bool = False


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What a new computation changed: keys of activities that moved, and whether links drive differently."""

    moved_keys: tuple[str, ...]
    links_changed: bool
    start_minute: int
    finish_minute: int
    finish_before: int | None
    critical_count: int


def reschedule(plan: Plan, touched: Touched | None = None) -> Rescheduled:
    """Compute the whole plan anew and store what differs; the caller holds the lock on `plan`.

    With `touched` only that is read where this process knows the rest from the edit before.
    """
    image = _image(plan, touched)
    result = translated(lambda: schedule(_columns(plan, image)))
    image, moved = _store_activities(image, result.columns)
    image, links_changed = _store_links(image, result.columns)
    before = plan.finish_minute
    plan.finish_minute = result.finish
    plan.warnings = [_as_stored(warning) for warning in result.warnings[:MOST_WARNINGS]]
    plan.scheduled_at = stamp = timezone.now()
    plan.save(update_fields=["finish_minute", "warnings", "scheduled_at"])
    transaction.on_commit(lambda: IMAGES.keep(plan.pk, stamp, image))
    critical = int(image.activities.critical.sum())
    return Rescheduled(tuple(moved), links_changed, result.start, result.finish, before, critical)


def _as_stored(warning: engine.PlanWarning) -> dict[str, str]:
    return {name: str(getattr(warning, name)) for name in ("kind", "activity_id", "name", "before", "by")}


def _image(plan: Plan, touched: Touched | None) -> PlanImage:
    if touched is not None and len(touched.keys) <= MOST_KEYS:
        known = IMAGES.find(plan.pk, plan.scheduled_at)
        if known is not None:
            return refreshed(known, plan, touched.keys, gone=touched.gone, links=touched.links)
    return read_image(plan)


def _columns(plan: Plan, image: PlanImage) -> PlanColumns:
    """Return the plan as the engine reads it."""
    activities, links = image.activities, image.links
    calendars = list(PlanCalendar.objects.filter(project_id=plan.project_id))
    place_of = {each.pk: place for place, each in enumerate(calendars)}
    find = _finder(activities.pks)
    stated, linked = activities.stated.copy(), links.stated.copy()
    stated["parent"] = find(activities.parents)
    stated["calendar"] = [place_of.get(pk, -1) for pk in activities.calendars.tolist()]
    linked["before"], linked["after"] = find(links.before), find(links.after)
    return PlanColumns(
        start_minute=plan.start_minute,
        calendars=tuple(engine_calendar(each) for each in calendars),
        default_calendar=place_of[plan.calendar_id],
        ids=activities.keys.tolist(),
        names=activities.names.tolist(),
        activities=stated,
        links=linked,
        crews=_crews(plan, activities, stated, place_of),
        rules=plan.rules,
        status_minute=plan.status_minute,
    )


def _finder(pks: Ints) -> Callable[[Ints], Ints]:
    """Return what finds the places of primary keys among `pks`, -1 where there is none."""
    order = np.argsort(pks)
    ordered = pks[order]

    def find(wanted: Ints) -> Ints:
        if not len(pks):
            return np.full(len(wanted), -1, dtype=np.int64)
        at = np.minimum(np.searchsorted(ordered, wanted), len(pks) - 1)
        return np.where(ordered[at] == wanted, order[at], -1)

    return find


def _crews(
    plan: Plan, activities: Activities, stated: NDArray[np.void], place_of: dict[int, int]
) -> NDArray[np.void]:
    rows = ResourceAssignment.objects.filter(
        project_id=plan.project_id, resource__kind=engine.ResourceKind.WORK, units_percent__gt=0
    )
    assigned = rows.values_list(
        "activity_id", "resource_id", "units_percent", "work_minutes", "delay_minutes"
    )
    theirs = dict(Resource.objects.filter(project_id=plan.project_id).values_list("pk", "calendar_id"))
    places = {pk: place for place, pk in enumerate(activities.pks.tolist())}
    follows = following(stated)
    crews = []
    for activity, resource, units, work, delay in assigned:
        place = places[activity]
        own, calendar = int(stated["calendar"][place]), place_of.get(theirs[resource], -1)
        assignment = engine.Assignment("", str(resource), float(units) / 100, work, delay_minutes=delay)
        row = crew_row(place, own, calendar, assignment) if follows[place] else None
        if row is not None:
            crews.append(row)
    return np.array(sorted(crews), dtype=CREW)


def _store_activities(image: PlanImage, result: engine.ScheduleColumns) -> tuple[PlanImage, list[str]]:
    known = image.activities
    minutes = np.array(
        [
            result.start,
            result.finish,
            result.early_start,
            result.early_finish,
            result.late_start,
            result.late_finish,
            result.total_float,
            result.free_float,
        ]
    )
    kinds = _DRIVERS[result.driver_kind]
    link_keys = np.append(image.links.keys, "")  # the last for those that no link holds
    keys = link_keys[result.driver_link]
    differs = (minutes != known.minutes).any(axis=0) | (result.critical != known.critical)
    differs |= (kinds != known.driver_kinds) | (keys != known.driver_keys)
    places = np.flatnonzero(differs)
    found = (*minutes[:, places].tolist(), result.critical[places].tolist())
    rows = zip(*found, kinds[places], keys[places], known.pks[places].tolist(), strict=True)
    write_columns(Activity, COMPUTED, [_plain(row) for row in rows])
    now = replace(known, minutes=minutes, critical=result.critical, driver_kinds=kinds, driver_keys=keys)
    return replace(image, activities=now), known.keys[places].tolist()


def _plain(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return tuple(None if value == NONE else value for value in row)


def _store_links(image: PlanImage, result: engine.ScheduleColumns) -> tuple[PlanImage, bool]:
    links = image.links
    driving = np.zeros(len(links.pks), dtype=bool)
    driving[result.driver_link[result.driver_link >= 0]] = True
    places = np.flatnonzero(driving != links.driving)
    rows = list(zip(driving[places].tolist(), links.pks[places].tolist(), strict=True))
    write_columns(Link, ("is_driving",), rows)
    return replace(image, links=replace(links, driving=driving)), bool(rows)
