"""Reads of plans: rows ready for the chart, the table and the API."""

import json
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from remit.core.plan_time import from_minute
from remit.people.models import Person
from remit.people.queries import holder
from remit.planning.columns import read_columns
from remit.planning.models import (
    Activity,
    ActivityKind,
    BaselineActivity,
    Link,
    Plan,
    PlanCalendar,
    ResourceAssignment,
)
from remit.planning.queries.parts import Parts
from remit.planning.queries.places import Outlined, outlined, place_of
from remit.planning.queries.summaries import summary_span
from remit.planning.queries.tracing import deliverable_keys, led_to
from remit.projects.models import Project

WordedLink = tuple[Link, str]

# so many keys are named to the database; for more the whole plan is read
MOST_NAMED = 500
# so many are looked up one by one; for more the outline is read once
FEW_ROWS = 6
COLUMNS = (
    "key",
    "parent_key",
    "name",
    "kind",
    "level",
    "wbs",
    "start",
    "finish",
    "duration_minutes",
    "total_float_minutes",
    "free_float_minutes",
    "critical",
    "percent_complete",
    "accountable",
    "deliverable",
    "constraint",
    "constraint_minute",
    "deadline_minute",
    "is_manual",
    "baseline_start",
    "baseline_finish",
    "version",
    "driver",
    "parts",
    "resources",
)

_READ = (
    "pk",
    "key",
    "parent_id",
    "name",
    "kind",
    "level",
    "accountable_id",
    "start_minute",
    "finish_minute",
    "duration_minutes",
    "total_float_minutes",
    "free_float_minutes",
    "is_critical",
    "percent_complete",
    "constraint",
    "constraint_minute",
    "deadline_minute",
    "is_manual",
    "version",
    "driver_kind",
    "driver_key",
    "splits",
    "calendar_id",
    "duration_is_elapsed",
    "deliverable_id",
)

_DRIVER_KEY = _READ.index("driver_key")

# of those that are not shown: where they stand, and what they pass on to those below
_OUTLINE = ("pk", "key", "parent_id", "level", "accountable_id", "deliverable_id")

NO_SPLITS = "[]"
# what an edit changes of most activities that it changes at all
SHIFT = ("key", "start", "finish", "total_float_minutes", "free_float_minutes", "critical")
_READ_OF_SHIFTS = (
    "key",
    "start_minute",
    "finish_minute",
    "total_float_minutes",
    "free_float_minutes",
    "is_critical",
)
_NO_DATES: tuple[int | None, int | None] = (None, None)

LinkRow = tuple[str, str, str, str, int, str, bool]


def plan_links(project: Project, *, named: Collection[str] | None = None) -> list[LinkRow]:
    """Return all links of a plan, or those with the keys `named`.

    Each is key, predecessor, successor, kind, lag amount and unit, whether it drives.
    """
    rows = Link.objects.filter(project_id=project.pk).order_by("pk")
    if named is not None and len(named) <= MOST_NAMED:
        rows = rows.filter(key__in=named)
    return list(
        rows.values_list(
            "key", "predecessor__key", "successor__key", "kind", "lag_amount", "lag_unit", "is_driving"
        )
    )


def accountable_names(project: Project, ids: Collection[int | None]) -> Callable[[int | None], str]:
    """Return what names the accountable person: the one found, the project manager otherwise, or nobody."""
    manager = holder(project.scope_id)
    names: dict[int | None, str] = dict(
        Person.objects.filter(pk__in=[pk for pk in ids if pk]).values_list("pk", "name")
    )
    fallback = manager.name if manager else ""
    return lambda pk: names.get(pk, fallback)


def plan_rows(
    plan: Plan, links: Iterable[LinkRow] | None = None, *, only: Collection[str] | None = None
) -> tuple[list[list[Any]], list[str]]:
    """Return rows in the order of `COLUMNS`, of all activities or those with the keys `only`, and all keys in order.

    What drives each is found among `links`; where these are not given, those are read that the rows name. The duration
    of a summary is the working time between its dates. Seven queries, whatever the size, where the plan was read with
    its project and calendar; with `only` one more. Of a few the order is not told: it takes the whole outline, and
    what is changed of a few moves nothing else.
    """
    project = plan.project
    span = summary_span(lambda: plan.calendar)
    parts = Parts(lambda: plan)
    rows, places, led, order = _outlined_rows(project, only)
    name_of = accountable_names(project, {place.accountable_id for place in places.values()})
    summary = str(ActivityKind.SUMMARY)
    baseline, staffed = _baseline_dates(project, only), _resource_names(project, only)
    sentence = _driver_sentences(_links_named(project, rows) if links is None else links)
    answer: list[list[Any]] = []
    # thousands of rows pass here for one edit: each column is taken apart once
    for (
        pk, key, _parent, name, kind, level, _person, start, finish, duration, total, free, critical, percent,
        constraint, constraint_minute, deadline, is_manual, version, driver_kind, driver_key, splits, calendar,
        is_elapsed, _deliverable,
    ) in rows:  # fmt: skip
        place = places[pk]
        shown = duration if kind != summary else span(start, finish)
        pieces = (
            []
            if splits == NO_SPLITS
            else parts.of((start, finish), _splits(splits), duration, calendar, is_elapsed=bool(is_elapsed))
        )
        answer.append([
            key, place[1], name, kind, level, place[0], start, finish, shown, total, free, bool(critical), percent,
            name_of(place[2]), led[pk], constraint, constraint_minute, deadline, bool(is_manual),
            *baseline.get(key, _NO_DATES), version, sentence(driver_kind, driver_key, constraint_minute), pieces,
            ", ".join(staffed[pk]) if pk in staffed else "",
        ])  # fmt: skip
    return answer, order


def _links_named(project: Project, rows: Iterable[tuple[Any, ...]]) -> list[LinkRow]:
    return plan_links(project, named={row[_DRIVER_KEY] for row in rows if row[_DRIVER_KEY]})


def plan_shifts(plan: Plan, keys: Collection[str]) -> list[list[Any]]:
    """Return the columns of SHIFT, of activities with `keys`: one query."""
    found = Activity.objects.filter(project_id=plan.project_id).order_by()
    wanted = set(keys)
    part = found.filter(key__in=wanted) if len(wanted) <= MOST_NAMED else found
    rows = read_columns(part.values_list(*_READ_OF_SHIFTS))
    return [[*row[:-1], bool(row[-1])] for row in rows if row[0] in wanted]


def _outlined_rows(
    project: Project, only: Collection[str] | None
) -> tuple[list[tuple[Any, ...]], dict[int, Outlined], Mapping[int, str | None], list[str]]:
    """Return rows of `_READ`, where each stands, what each leads to, and all keys in order unless `only` are few."""
    found = Activity.objects.filter(project_id=project.pk).order_by("position")
    names = deliverable_keys(project)
    if only is None:
        rows = read_columns(found.values_list(*_READ))
        outline = [(r[0], r[1], r[2], r[5], r[6], r[24]) for r in rows]
    else:
        wanted = set(only)
        part = found.filter(key__in=wanted) if len(wanted) <= MOST_NAMED else found
        rows = [row for row in read_columns(part.values_list(*_READ)) if row[1] in wanted]
        if len(rows) <= FEW_ROWS:
            places = {row[0]: place_of(row[0]) for row in rows}
            return rows, places, {pk: names.get(each.deliverable_id or 0) for pk, each in places.items()}, []
        outline = read_columns(found.values_list(*_OUTLINE))
    places = outlined((each[:5] for each in outline), only={row[0] for row in rows})
    led = led_to(((each[0], each[2], each[5]) for each in outline), names)
    return rows, places, led, [each[1] for each in outline]


def _splits(stored: str | list[Any]) -> list[Any]:
    """Return the pairs of interruptions; a database gives JSON as text or, some, as what it states."""
    if not isinstance(stored, str):
        return stored
    return list(json.loads(stored))


def _baseline_dates(
    project: Project, only: Collection[str] | None
) -> dict[str, tuple[int | None, int | None]]:
    rows = BaselineActivity.objects.filter(baseline__project_id=project.pk, baseline__is_current=True)
    if only is not None and len(only) <= MOST_NAMED:
        rows = rows.filter(activity_key__in=set(only))
    return {
        key: (start, finish)
        for key, start, finish in rows.values_list("activity_key", "start_minute", "finish_minute")
    }


def _resource_names(project: Project, only: Collection[str] | None) -> dict[int, list[str]]:
    """Return the names of the resources that work on activities, by their primary keys."""
    found = ResourceAssignment.objects.filter(project_id=project.pk, resource__isnull=False)
    if only is not None and len(only) <= MOST_NAMED:
        found = found.filter(activity__key__in=set(only))
    names: dict[int, list[str]] = {}
    for pk, name in found.order_by("resource__name", "pk").values_list("activity_id", "resource__name"):
        names.setdefault(pk, []).append(name)
    return names


def plan_date(minute: int | None) -> str:
    """Return a plan minute as people write a day, or nothing."""
    if minute is None:
        return ""
    return date_format(from_minute(minute), pgettext("date format", "j M Y"))


def _driver_sentences(links: Iterable[LinkRow]) -> Callable[[str, str, int | None], str]:
    by_key = {link[0]: link for link in links}
    said: dict[str, str] = {
        "project-start": _("Nothing holds it: it begins with the project"),
        "actual": _("It has begun: the date is what happened"),
        "manual": _("Scheduled by hand"),
        "alap": _("As late as possible"),
        "parent": _("Held by what it stands below"),
        "children": _("From the activities below it"),
        "calendar": _("The next working time"),
        "status": _("Cannot begin before the status date"),
        "resource": _("Waits for its resource"),
        "inactive": _("Not active"),
    }
    waits = _("Waits for %(key)s (%(kind)s%(lag)s)")
    held = _("Held by its date constraint")
    held_on = _("Held by its date constraint, %(date)s")

    def sentence(kind: str, link_key: str, constraint_minute: int | None) -> str:
        link = by_key.get(link_key)
        if link is not None:
            return waits % {"key": link[1], "kind": link[3], "lag": lag_text(link[4], link[5])}
        if kind == "constraint":
            return held_on % {"date": plan_date(constraint_minute)} if constraint_minute is not None else held
        return said.get(kind, "")

    return sentence


def lag_text(amount: int, unit: str, minutes_per_day: int = 0) -> str:
    """Return a lag as planners write it: +2d, -4h, +50%; nothing where there is none."""
    if not amount:
        return ""
    if unit == "percent":
        return f" {amount:+d}%"
    size, name = (minutes_per_day or 1440, "d") if amount % (minutes_per_day or 1440) == 0 else (60, "h")
    if amount % size:
        size, name = 1, "min"
    return f" {amount // size:+d}{'e' if unit == 'elapsed' else ''}{name}"


def calendar_data(calendar: PlanCalendar) -> dict[str, Any]:
    """Return a calendar's week and exceptions as the chart shades them."""
    return {"week": calendar.week, "exceptions": [each[:3] for each in calendar.exceptions]}


def project_data(project: Project, plan: Plan) -> dict[str, Any]:
    """Return what the chart's head shows of the plan as a whole."""
    return {
        "key": project.key,
        "name": project.name,
        "start_minute": plan.start_minute,
        "finish_minute": plan.finish_minute,
        "status_minute": plan.status_minute,
        "minutes_per_day": plan.minutes_per_day,
        "minutes_per_week": plan.minutes_per_week,
    }


def activity_links(activity: Activity, minutes_per_day: int) -> tuple[list[WordedLink], list[WordedLink]]:
    """Return the links that hold an activity, and the links by which it holds others, each as planners write it."""
    links = Link.objects.select_related("predecessor", "successor")

    def worded(rows: Iterable[Link]) -> list[WordedLink]:
        return [
            (each, each.kind + lag_text(each.lag_amount, each.lag_unit, minutes_per_day)) for each in rows
        ]

    return worded(links.filter(successor=activity)), worded(links.filter(predecessor=activity))
