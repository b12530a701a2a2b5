"""What a schedule is computed from and what is stored of it, as arrays that a process keeps between edits."""

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from remit.core.statements import Statement
from remit.engine import model as engine
from remit.engine.kernels.layout import NONE
from remit.engine.network.columns import activity_columns
from remit.engine.network.crews import gap_minutes
from remit.engine.network.records import CONSTRAINTS, KINDS, LINK, LINKS, UNITS
from remit.planning.columns import read_columns
from remit.planning.compute.problems import assignment_of, splits_of
from remit.planning.models import Activity, Link, Plan, PlanCalendar, ResourceAssignment
from remit.planning.queries.calendars import engine_calendar

Ints = NDArray[np.int64]
Texts = NDArray[np.object_]

MOST_KEYS = 400  # a statement takes no more parameters than some hundreds everywhere
MOST_KEPT = 100_000

# column of the table: column of the engine
_DATES = {
    "constraint_minute": "constraint_minute",
    "second_constraint_minute": "second_constraint_minute",
    "deadline_minute": "deadline_minute",
    "manual_start_minute": "manual_start",
    "manual_finish_minute": "manual_finish",
    "actual_start_minute": "actual_start",
    "actual_finish_minute": "actual_finish",
    "remaining_duration_minutes": "remaining_duration_minutes",
    "expected_finish_minute": "expected_finish",
    "external_early_start_minute": "external_early_start",
    "external_late_finish_minute": "external_late_finish",
    "suspended_minute": "suspended_minute",
    "resumed_minute": "resumed_minute",
}
_PLAIN = (
    "duration_minutes",
    "actual_duration_minutes",
    "levelling_delay_minutes",
    "duration_is_elapsed",
    "fixed_duration",
    "ignores_resource_calendars",
    "is_manual",
    "is_active",
)
MINUTES = (
    "start_minute",
    "finish_minute",
    "early_start_minute",
    "early_finish_minute",
    "late_start_minute",
    "late_finish_minute",
    "total_float_minutes",
    "free_float_minutes",
)
COMPUTED = (*MINUTES, "is_critical", "driver_kind", "driver_key")
_READ_OF_LINKS = (
    "pk",
    "key",
    "predecessor_id",
    "successor_id",
    "kind",
    "lag_amount",
    "lag_unit",
    "is_driving",
)
_CODES = {"kind": KINDS, "constraint": CONSTRAINTS, "second_constraint": CONSTRAINTS}
_READ = ("pk", "key", "name", "parent_id", "calendar_id", "splits", *_CODES, *_PLAIN, *_DATES, *COMPUTED)
_COMPUTED_FROM = frozenset(_READ) - {"name"}

_ONE = Statement(
    lambda project_id, key: (
        Activity.objects.filter(project_id=project_id, key=key).order_by().values_list(*_READ)
    ),
    int,
    str,
)

_CALENDARS = Statement(lambda project_id: PlanCalendar.objects.filter(project_id=project_id), int)
_WORK = Statement(
    lambda project_id: ResourceAssignment.objects.filter(
        project_id=project_id, resource__kind=engine.ResourceKind.WORK, units_percent__gt=0
    ).values_list(
        "activity_id", "resource_id", "resource__calendar_id",
        "units_percent", "work_minutes", "delay_minutes", "contour", "pieces",
    ),
    int,
)  # fmt: skip


@dataclass(frozen=True, eq=False, slots=True)
class Activities:
    """The activities of a plan in any order: what they state, for the engine, and what is stored as computed.

    `parents` and `calendars` are primary keys, 0 for none. `minutes` has a row for each of MINUTES. `split` are those
    that state interruptions.
    """

    pks: Ints
    keys: Texts
    names: Texts
    parents: Ints
    calendars: Ints
    stated: NDArray[np.void]
    split: NDArray[np.bool_]
    minutes: Ints
    critical: NDArray[np.bool_]
    driver_kinds: Texts
    driver_keys: Texts

    def without(self, keys: Collection[str]) -> "Activities":
        """Return those whose keys are not among `keys`."""
        left = np.array([key not in keys for key in self.keys], dtype=bool)
        return Activities(*(getattr(self, name)[..., left] for name in self.__slots__))

    def with_(self, more: "Activities") -> "Activities":
        """Return these and `more`."""
        parts = ((getattr(self, name), getattr(more, name)) for name in self.__slots__)
        return Activities(*(np.concatenate(both, axis=-1) for both in parts))


@dataclass(frozen=True, eq=False, slots=True)
class Links:
    """The links of a plan; `before` and `after` are primary keys of activities."""

    pks: Ints
    keys: Texts
    before: Ints
    after: Ints
    stated: NDArray[np.void]
    driving: NDArray[np.bool_]


@dataclass(frozen=True, eq=False, slots=True)
class Calendars:
    """The calendars of a plan: the engine's, and their primary keys in the same order."""

    pks: tuple[int, ...]
    stated: tuple[engine.Calendar, ...]


@dataclass(frozen=True, slots=True)
class Assigned:
    """Work on an activity; `activity` and the resource's `calendar` are primary keys."""

    activity: int
    calendar: int | None
    work: engine.Assignment


@dataclass(frozen=True, slots=True)
class Touched:
    """All that an edit changed of what the schedule is computed from, apart from calendars and resources.

    `keys` are of activities changed or added, those of `added` of activities that never were there before, `gone`
    of those removed. `links` and `work` say whether any link changed, and what is assigned to whom. `columns` are
    all that changed of the activities with `keys`; None where that is not known.
    """

    keys: Collection[str]
    gone: Collection[str] = ()
    added: Collection[str] = ()
    links: bool = False
    work: bool = False
    columns: frozenset[str] | None = None

    def says(self, image: "PlanImage") -> bool:
        """Return whether anything that dates are computed from may be another now: not for notes, or a name."""
        if self.columns is None or self.gone or self.added or self.links or self.work:
            return True
        # warnings speak of activities by their names
        return not self.columns.isdisjoint(_READ if image.warnings else _COMPUTED_FROM)


@dataclass(frozen=True, eq=False, slots=True)
class PlanImage:
    """A plan as it stood when `scheduled_at` was written; nothing of it is ever changed.

    `start` and `warnings` are those that were computed with it; an image that was just read has none.
    """

    activities: Activities
    links: Links
    calendars: Calendars
    assigned: tuple[Assigned, ...]
    start: int = 0
    warnings: list[dict[str, str]] = field(default_factory=list)


def read_image(plan: Plan) -> PlanImage:
    """Return the whole plan: four queries."""
    rows = Activity.objects.filter(project_id=plan.project_id).order_by().values_list(*_READ)
    return PlanImage(_activities(read_columns(rows)), _links(plan), _calendars(plan), _assigned(plan))


def refreshed(image: PlanImage, plan: Plan, touched: Touched) -> PlanImage:
    """Return the image after what an edit touched was read anew."""
    activities = image.activities
    known = {*touched.keys, *touched.gone}.difference(touched.added)
    if known:
        activities = activities.without(known)
    if touched.keys:
        activities = activities.with_(read_activities(plan, touched.keys))
    return replace(
        image,
        activities=activities,
        links=_links(plan) if touched.links else image.links,
        assigned=_assigned(plan) if touched.work else image.assigned,
    )


def read_activities(plan: Plan, keys: Collection[str]) -> Activities:
    """Return the activities of a plan with `keys`."""
    if len(keys) == 1:
        return _activities(_ONE.all(plan.project_id, next(iter(keys))))
    rows = Activity.objects.filter(project_id=plan.project_id, key__in=list(keys)).order_by()
    return _activities(read_columns(rows.values_list(*_READ)))


def _calendars(plan: Plan) -> Calendars:
    rows = _CALENDARS.all(plan.project_id)
    return Calendars(tuple(each.pk for each in rows), tuple(engine_calendar(each) for each in rows))


def _assigned(plan: Plan) -> tuple[Assigned, ...]:
    """Return the work that decides how long activities take."""
    return tuple(
        Assigned(activity, calendar, assignment_of("", str(resource), float(units) / 100, rest))
        for activity, resource, calendar, units, *rest in _WORK.all(plan.project_id)
    )


def _whole(values: Sequence[Any]) -> list[int]:
    return [NONE if value is None else value for value in values]


def _texts(values: Sequence[Any]) -> Texts:
    made = np.empty(len(values), dtype=object)
    made[:] = values
    return made


def _activities(rows: Sequence[tuple[Any, ...]]) -> Activities:
    columns = dict(zip(_READ, zip(*rows, strict=True) if rows else [()] * len(_READ), strict=True))
    stated = activity_columns(len(rows))
    for name in _PLAIN:
        stated[name] = columns[name]
    for name, into in _DATES.items():
        stated[into] = _whole(columns[name])
    for name, codes in _CODES.items():
        numbers = {str(code): number for number, code in enumerate(codes)}
        stated[name] = [numbers[value] for value in columns[name]]
    split = np.array([bool(stored) and stored != "[]" for stored in columns["splits"]], dtype=bool)
    for place in np.flatnonzero(split).tolist():
        splits = splits_of(columns["splits"][place])
        stated["gap_minutes"][place] = gap_minutes(splits, columns["duration_minutes"][place])
    return Activities(
        pks=np.array(columns["pk"], dtype=np.int64),
        keys=_texts(columns["key"]),
        names=_texts(columns["name"]),
        parents=np.array([value or 0 for value in columns["parent_id"]], dtype=np.int64),
        calendars=np.array([value or 0 for value in columns["calendar_id"]], dtype=np.int64),
        stated=stated,
        split=split,
        minutes=np.array([_whole(columns[name]) for name in MINUTES], dtype=np.int64),
        critical=np.array(columns["is_critical"], dtype=bool),
        driver_kinds=_texts(columns["driver_kind"]),
        driver_keys=_texts(columns["driver_key"]),
    )


def _links(plan: Plan) -> Links:
    rows = Link.objects.filter(project_id=plan.project_id).order_by()
    return _as_links(read_columns(rows.values_list(*_READ_OF_LINKS)))


def _as_links(rows: Sequence[tuple[Any, ...]]) -> Links:
    pks, keys, before, after, kinds, lags, units, driving = (
        zip(*rows, strict=True) if rows else [()] * len(_READ_OF_LINKS)
    )
    stated = np.zeros(len(rows), dtype=LINK)
    kind_numbers = {str(code): number for number, code in enumerate(LINKS)}
    unit_numbers = {str(code): number for number, code in enumerate(UNITS)}
    stated["kind"] = [kind_numbers[value] for value in kinds]
    stated["unit"] = [unit_numbers[value] for value in units]
    stated["lag"] = lags
    stated["lag_calendar"] = -1
    return Links(
        pks=np.array(pks, dtype=np.int64),
        keys=_texts(keys),
        before=np.array(before, dtype=np.int64),
        after=np.array(after, dtype=np.int64),
        stated=stated,
        driving=np.array(driving, dtype=bool),
    )


NO_LINKS = _as_links([])


class Images:
    """Images of the plans edited last, each under the stamp that its plan bears; the oldest go first."""

    def __init__(self, most: int = MOST_KEPT) -> None:
        self._most = most
        self._lock = Lock()
        self._kept: OrderedDict[int, tuple[Any, PlanImage]] = OrderedDict()

    def find(self, plan_pk: int, stamp: Any) -> PlanImage | None:
        """Return the image of a plan if it is the one that `stamp` was written with."""
        with self._lock:
            known, image = self._kept.get(plan_pk, (None, None))
            if image is None or stamp is None or known != stamp:
                return None
            self._kept.move_to_end(plan_pk)
            return image

    def keep(self, plan_pk: int, stamp: Any, image: PlanImage) -> None:
        """Keep an image, and let go of the oldest until all together hold no more than `most` activities."""
        with self._lock:
            self._kept[plan_pk] = (stamp, image)
            self._kept.move_to_end(plan_pk)
            while sum(len(each.activities.pks) for _stamp, each in self._kept.values()) > self._most:
                self._kept.popitem(last=False)


IMAGES = Images()
