"""Computing a plan anew and storing what differs."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace

import numpy as np
from django.db import transaction
from django.utils import timezone
from numpy.typing import NDArray

from remit.engine import model as engine
from remit.engine.kernels.layout import NONE
from remit.engine.network import schedule
from remit.engine.network.alone import schedule_alone
from remit.engine.network.crews import crew_row, following
from remit.engine.network.records import CONSTRAINTS, CREW, KINDS, PlanColumns
from remit.planning.columns import write_columns
from remit.planning.compute.images import (
    COMPUTED,
    IMAGES,
    MINUTES,
    MOST_KEYS,
    NO_LINKS,
    Activities,
    Ints,
    PlanImage,
    Touched,
    read_activities,
    read_image,
    refreshed,
)
from remit.planning.compute.problems import options_of, translated
from remit.planning.models import Activity, Link, Plan

MOST_WARNINGS = 200
_DRIVERS = np.array([str(kind) for kind in engine.DriverKind], dtype=object)
_ALAP = CONSTRAINTS.index(engine.ConstraintKind.ALAP)
_SUMMARY = KINDS.index(engine.ActivityKind.SUMMARY)
_DATES = [MINUTES.index("start_minute"), MINUTES.index("finish_minute")]
_SHOWN = [*_DATES, MINUTES.index("total_float_minutes"), MINUTES.index("free_float_minutes")]

# start, finish, total float, free float, whether critical
Shift = tuple[int | None, int | None, int | None, int | None, bool]


@dataclass(frozen=True, slots=True)
class Rescheduled:
    """What a new computation changed of activities and of links.

    `changed_keys` are of all that are stored anew, some for their float alone; `moved_keys` are of those among
    them, summaries apart, whose start or finish is another. `shifts` are of those among them of which a row shows
    nothing else that is new. `driving` are the links that drive now or do no more, by key.
    """

    changed_keys: tuple[str, ...]
    moved_keys: tuple[str, ...]
    shifts: Mapping[str, Shift]
    driving: Mapping[str, bool]
    start_minute: int
    finish_minute: int
    finish_before: int | None
    critical_count: int


def reschedule(plan: Plan, touched: Touched | None = None, *, saving: Collection[str] = ()) -> Rescheduled:
    """Compute the whole plan anew and store what differs; the caller holds the lock on `plan`.

    With `touched` only that is read where this process knows the rest from the edit before. `saving` are columns
    of the plan that the caller has changed: they are written along.
    """
    known = _known(plan, touched)
    done = None
    if known is not None and touched is not None:
        done = _as_it_was(plan, known, touched) or _added_alone(plan, known, touched)
    if done is None:
        image = read_image(plan) if known is None or touched is None else refreshed(known, plan, touched)
        done = _computed(plan, image)
    before, plan.finish_minute = plan.finish_minute, done.finish
    plan.scheduled_at = stamp = timezone.now()
    columns = {"finish_minute", "scheduled_at", *saving}
    if known is None or known.warnings != done.image.warnings:
        plan.warnings = done.image.warnings
        columns.add("warnings")
    plan.save(update_fields=columns)
    transaction.on_commit(lambda: IMAGES.keep(plan.pk, stamp, done.image))
    critical = int(done.image.activities.critical.sum())
    stored = done.stored
    return Rescheduled(
        stored.changed,
        stored.moved,
        stored.shifts,
        done.driving,
        done.image.start,
        done.finish,
        before,
        critical,
    )


@dataclass(frozen=True, eq=False, slots=True)
class _Stored:
    """What was stored anew of activities: the keys of all, of those that moved, and what is told of them alone."""

    changed: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    shifts: Mapping[str, Shift] = field(default_factory=dict)


@dataclass(frozen=True, eq=False, slots=True)
class _Done:
    """A plan after it was computed: its image, where it ends, and what was stored anew."""

    image: PlanImage
    finish: int
    stored: _Stored
    driving: Mapping[str, bool] = field(default_factory=dict)


def _known(plan: Plan, touched: Touched | None) -> PlanImage | None:
    """Return the plan as this process knows it, if nobody has scheduled it since."""
    if touched is None or len(touched.keys) > MOST_KEYS:
        return None
    return IMAGES.find(plan.pk, plan.scheduled_at)


def _as_it_was(plan: Plan, known: PlanImage, touched: Touched) -> _Done | None:
    """Return the plan as it was computed last where nothing changed that dates come from; None where something did."""
    if plan.finish_minute is None or touched.says(known):
        return None
    image = refreshed(known, plan, touched) if touched.columns and "name" in touched.columns else known
    return _Done(image, plan.finish_minute, _Stored())


def _added_alone(plan: Plan, known: PlanImage, touched: Touched) -> _Done | None:
    """Store the dates of one activity that was added and that nothing else depends on; None where there is more."""
    alone = len(touched.keys) == len(touched.added) == 1 and not (
        touched.gone or touched.links or touched.work
    )
    has_late = bool((known.activities.stated["constraint"] == _ALAP).any())
    if not alone or has_late or plan.finish_minute is None:
        return None
    added = replace(known, activities=read_activities(plan, touched.keys), links=NO_LINKS, assigned=())
    finish = plan.finish_minute
    stands_below = added.activities.parents.any()
    found = None if stands_below else schedule_alone(_columns(plan, added), finish)
    if found is None:
        return None
    added, stored = _store_activities(added, found)
    image = replace(
        known,
        activities=known.activities.with_(added.activities),
        start=min(known.start, int(found.start[0])),
    )
    return _Done(image, finish, stored)


def _computed(plan: Plan, image: PlanImage) -> _Done:
    """Compute the whole plan and store what differs."""
    result = translated(lambda: schedule(_columns(plan, image)))
    image, stored = _store_activities(image, result.columns)
    image, driving = _store_links(image, result.columns)
    warnings = [_as_stored(warning) for warning in result.warnings[:MOST_WARNINGS]]
    image = replace(image, start=result.start, warnings=warnings)
    return _Done(image, result.finish, stored, driving)


def _as_stored(warning: engine.PlanWarning) -> dict[str, str]:
    return {name: str(getattr(warning, name)) for name in ("kind", "activity_id", "name", "before", "by")}


def _columns(plan: Plan, image: PlanImage) -> PlanColumns:
    """Return the plan as the engine reads it."""
    activities, links, calendars = image.activities, image.links, image.calendars
    place_of = {pk: place for place, pk in enumerate(calendars.pks)}
    find = _finder(activities.pks)
    stated, linked = activities.stated.copy(), links.stated.copy()
    stated["parent"] = find(activities.parents)
    stated["calendar"] = [place_of.get(pk, -1) for pk in activities.calendars.tolist()]
    linked["before"], linked["after"] = find(links.before), find(links.after)
    return PlanColumns(
        start_minute=plan.start_minute,
        calendars=calendars.stated,
        default_calendar=place_of[plan.calendar_id],
        ids=activities.keys.tolist(),
        names=activities.names.tolist(),
        activities=stated,
        links=linked,
        crews=_crews(image, stated, place_of),
        rules=plan.rules,
        status_minute=plan.status_minute,
        options=options_of(plan),
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


def _crews(image: PlanImage, stated: NDArray[np.void], place_of: dict[int, int]) -> NDArray[np.void]:
    places = {pk: place for place, pk in enumerate(image.activities.pks.tolist())} if image.assigned else {}
    follows = following(stated)
    crews = []
    for each in image.assigned:
        place = places[each.activity]
        own, calendar = int(stated["calendar"][place]), place_of.get(each.calendar or 0, -1)
        gap = int(stated["gap_minutes"][place])
        row = crew_row(place, own, calendar, each.work, gap) if follows[place] else None
        if row is not None:
            crews.append(row)
    return np.array(sorted(crews), dtype=CREW)


def _store_activities(image: PlanImage, result: engine.ScheduleColumns) -> tuple[PlanImage, _Stored]:
    """Store what differs; return the image as it then is, and what was stored."""
    known, link_keys = image.activities, np.append(image.links.keys, "")  # the last where no link holds them
    now = replace(
        known,
        minutes=np.array(
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
        ),
        critical=result.critical,
        driver_kinds=_DRIVERS[result.driver_kind],
        driver_keys=link_keys[result.driver_link],
    )
    held_otherwise = (now.driver_kinds != known.driver_kinds) | (now.driver_keys != known.driver_keys)
    differs = (now.minutes != known.minutes).any(axis=0) | (now.critical != known.critical) | held_otherwise
    places = np.flatnonzero(differs)
    minutes = _as_minutes(now.minutes[:, places])
    kinds, keys = now.driver_kinds[places].tolist(), now.driver_keys[places].tolist()
    found = (*minutes, now.critical[places].tolist(), kinds, keys)
    write_columns(Activity, COMPUTED, list(zip(*found, known.pks[places].tolist(), strict=True)))
    is_summary = known.stated["kind"] == _SUMMARY
    moves = (now.minutes[_DATES] != known.minutes[_DATES]).any(axis=0) & ~is_summary
    # of a summary its duration is shown, of what is split its parts, of all what holds them
    shifts = _shifts(now, np.flatnonzero(differs & ~held_otherwise & ~is_summary & ~known.split))
    return replace(image, activities=now), _Stored(
        tuple(known.keys[places]), tuple(known.keys[moves]), shifts
    )


def _as_minutes(columns: Ints) -> list[list[int | None]]:
    """Return minutes of the engine as the table and the chart have them."""
    stored = columns.astype(object)
    stored[columns == NONE] = None
    return list(stored.tolist())


def _shifts(activities: Activities, places: Ints) -> dict[str, Shift]:
    columns = _as_minutes(activities.minutes[_SHOWN][:, places])
    rows = zip(*columns, activities.critical[places].tolist(), strict=True)
    return dict(zip(activities.keys[places].tolist(), rows, strict=True))


def _store_links(image: PlanImage, result: engine.ScheduleColumns) -> tuple[PlanImage, dict[str, bool]]:
    links = image.links
    driving = np.zeros(len(links.pks), dtype=bool)
    driving[result.driver_link[result.driver_link >= 0]] = True
    places = np.flatnonzero(driving != links.driving)
    now = driving[places].tolist()
    write_columns(Link, ("is_driving",), list(zip(now, links.pks[places].tolist(), strict=True)))
    return replace(image, links=replace(links, driving=driving)), dict(
        zip(links.keys[places], now, strict=True)
    )
