"""Who holds the date: the activities on the critical path that are not done, each with the one who answers for it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.core.templatetags.remit import plan_finish_day
from remit.people.models import Person, Scope
from remit.people.queries import holder
from remit.people.registries import Work
from remit.planning.models import Activity, ActivityKind, Plan
from remit.planning.queries.explanations import accountable_of
from remit.planning.queries.places import places_of
from remit.projects.life_rules import OVER

DONE = 100
MOST_WORK = 300


@dataclass(frozen=True, slots=True)
class Holding:
    """One activity that holds the date, with its accountable person and the working minutes that it still takes."""

    activity: Activity
    person: Person | None
    minutes: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How much of the critical path one person holds; `first` is where it comes first, counted from 1."""

    person: Person | None
    activities: int
    minutes: int
    first: int
    is_now: bool


@dataclass(frozen=True, slots=True)
class DateHolders:
    """The critical path from now on in its order, and by person, whoever comes first at the top."""

    holdings: tuple[Holding, ...]
    shares: tuple[Share, ...]
    minutes: int


def date_holders(plan: Plan) -> DateHolders:
    """Return who holds the finish of a plan, now and from now on: at most five queries.

    An activity holds it now where it has begun, or is the first on the path that has not. Who is not named for an
    activity, nor for a summary above it, is the project manager.
    """
    rows = Activity.objects.filter(
        project_id=plan.project_id, is_critical=True, is_active=True, percent_complete__lt=DONE
    ).exclude(kind=ActivityKind.SUMMARY)
    found = list(rows.exclude(start_minute=None).order_by("start_minute", "finish_minute", "position"))
    places = places_of(plan.project, found)
    named = {pk for each in found if (pk := places[each.pk].accountable_id) is not None}
    people = {person.pk: person for person in Person.objects.filter(pk__in=named)}
    manager = holder(plan.project.scope_id)
    begins = found[0].start_minute if found else None
    holdings = tuple(
        Holding(
            each,
            people.get(places[each.pk].accountable_id or 0, manager),
            _remaining(each),
            each.actual_start_minute is not None or each.start_minute == begins,
        )
        for each in found
    )
    return DateHolders(holdings, _shares(holdings), sum(each.minutes for each in holdings))


def _remaining(activity: Activity) -> int:
    """Return the working minutes that an activity still takes: as stated, else its duration less what is done."""
    if activity.remaining_duration_minutes is not None:
        return activity.remaining_duration_minutes
    return activity.duration_minutes * (DONE - activity.percent_complete) // DONE


def _shares(holdings: Sequence[Holding]) -> tuple[Share, ...]:
    by_person: dict[int, list[tuple[int, Holding]]] = {}
    for place, each in enumerate(holdings, start=1):
        by_person.setdefault(each.person.pk if each.person else 0, []).append((place, each))
    shares = [
        Share(
            told[0][1].person,
            len(told),
            sum(each.minutes for _place, each in told),
            told[0][0],
            any(each.is_now for _place, each in told),
        )
        for told in by_person.values()
    ]
    return tuple(sorted(shares, key=lambda share: share.first))


def work_of_person(actor: Actor, person_id: int) -> list[Work]:
    """Return the open activities for which somebody is named, in plans that the actor may read: one query."""
    rows = (
        Activity.objects.filter(accountable_id=person_id, percent_complete__lt=DONE)
        .filter(actor.reach("plan.view", "project__scope__path"))
        .filter(actor.within("project__organisation_id"))
        .exclude(project__phase__in=OVER)
        .select_related("project")
        .order_by("project_id", "position")
    )
    return [_work(each, person_id) for each in rows[:MOST_WORK]]


def _work(activity: Activity, person_id: int | None, by: str = "") -> Work:
    finish = activity.finish_minute
    note = _("until %(day)s") % {"day": plan_finish_day(finish)} if finish is not None else ""
    return Work(
        activity.project.scope_id,
        activity.key,
        activity.name,
        reverse("planning:activity", args=[activity.project.key, activity.key]),
        note,
        person_id,
        by,
    )


def work_by_key(actor: Actor, scope: Scope, key: str) -> Work | None:
    """Return one activity at a scope with who answers for it; None where the actor sees none: at most three queries."""
    rows = Activity.objects.filter(project__scope=scope, key=key)
    visible = rows.filter(actor.reach("plan.view", "project__scope__path"))
    found = visible.select_related("project", "accountable").first()
    if found is None:
        return None
    person, by = accountable_of(found)
    return _work(found, person.pk if person else None, by)
