"""Why an activity's dates are what they are, and who answers for it: the stored drivers, followed back."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import zip_longest

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.core.words import duration_words, hour_words
from remit.people.models import Person
from remit.people.queries import holder
from remit.planning.models import Activity, ActivityKind, Constraint, Contour, Plan
from remit.planning.queries.parts import Part, Parts
from remit.planning.queries.rows import lag_text
from remit.planning.registries import bases

LONGEST_CHAIN = 400
SHOWN = 20
# far above what an outline may hold; an end for rows that stand below each other
DEEPEST = 100


@dataclass(frozen=True, slots=True)
class Reason:
    """One step back: the activity that stands there, when, and what holds it in that place."""

    key: str
    name: str
    start_minute: int | None
    finish_minute: int | None
    sentence: str
    is_critical: bool


@dataclass(frozen=True, slots=True)
class Explanation:
    """The chain from an activity back to what nothing else holds; who is accountable, and by what.

    `lengths` say why it lasts longer than its work and on what its duration stands, `parts` when it is worked on where
    it is interrupted.
    """

    reasons: tuple[Reason, ...]
    accountable: Person | None
    accountable_by: str
    float_sentence: str
    lengths: tuple[str, ...] = ()
    parts: tuple[Part, ...] = ()

    @property
    def nearest(self) -> tuple[Reason, ...]:
        """Return the first steps back: as many as people read."""
        return self.reasons if self.is_short else self.reasons[:SHOWN]

    @property
    def is_short(self) -> bool:
        """Return whether the chain is shown as a whole."""
        return len(self.reasons) <= SHOWN + 2

    @property
    def left_out(self) -> int:
        """Return how many steps lie between the nearest ones and the origin."""
        return len(self.reasons) - len(self.nearest) - 1

    @property
    def origin(self) -> Reason:
        """Return where the chain comes from: what nothing else holds."""
        return self.reasons[-1]

    @property
    def first(self) -> Reason:
        """Return what holds the activity itself."""
        return self.reasons[0]


@dataclass(frozen=True, slots=True)
class _Node:
    """An activity of the chain with the link that drives it, if one does."""

    key: str
    name: str
    start: int | None
    finish: int | None
    kind: str
    driver_kind: str
    constraint: str
    second_constraint: str
    link_kind: str | None
    lag_amount: int
    lag_unit: str
    critical: bool


# Follows the stored drivers back: from an activity to the predecessor of the link that drives it, from a
# summary to the first of what stands below it. The database walks, so that only the chain is read.
_CHAIN = """
WITH RECURSIVE chain(step, id) AS (
    SELECT 0, CAST(%s AS bigint)
    UNION ALL
    SELECT chain.step + 1, COALESCE(link.predecessor_id, CASE WHEN activity.kind = 'summary' THEN (
        SELECT below.id FROM planning_activity below
        WHERE below.parent_id = activity.id AND below.start_minute IS NOT NULL
        ORDER BY below.start_minute, below.position LIMIT 1
    ) END)
    FROM chain
    JOIN planning_activity activity ON activity.id = chain.id
    LEFT JOIN planning_link link ON link.project_id = activity.project_id AND link.key = activity.driver_key
    WHERE chain.step < %s
)
SELECT activity.key, activity.name, activity.start_minute, activity.finish_minute, activity.kind,
    activity.driver_kind, activity."constraint", activity.second_constraint,
    link.kind, link.lag_amount, link.lag_unit, activity.is_critical
FROM chain
JOIN planning_activity activity ON activity.id = chain.id
LEFT JOIN planning_link link ON link.project_id = activity.project_id AND link.key = activity.driver_key
ORDER BY chain.step
"""

# Climbs from an activity to the nearest one above it for which somebody is named.
_ABOVE = """
WITH RECURSIVE above(step, id) AS (
    SELECT 0, CAST(%s AS bigint)
    UNION ALL
    SELECT above.step + 1, activity.parent_id
    FROM above JOIN planning_activity activity ON activity.id = above.id
    WHERE activity.accountable_id IS NULL AND above.step < %s
)
SELECT activity.id FROM above JOIN planning_activity activity ON activity.id = above.id
WHERE activity.accountable_id IS NOT NULL ORDER BY above.step
"""


def explain(plan: Plan, activity: Activity) -> Explanation:
    """Return why `activity` lies where it lies: a constant number of queries, however long the chain."""
    nodes = _chain(activity)
    link_words = _link_words()
    reasons = []
    for node, following in zip_longest(nodes[:LONGEST_CHAIN], nodes[1 : LONGEST_CHAIN + 1]):
        if node is not None:
            sentence = _sentence(node, following, plan, link_words)
            reasons.append(Reason(node.key, node.name, node.start, node.finish, sentence, node.critical))
    person, by = accountable_of(activity)
    parts = Parts(lambda: plan).of(
        (activity.start_minute, activity.finish_minute),
        activity.splits,
        activity.duration_minutes,
        activity.calendar_id,
        is_elapsed=activity.duration_is_elapsed,
    )
    lengths = tuple(_length_sentences(plan, activity, is_interrupted=bool(parts)))
    return Explanation(tuple(reasons), person, by, _float_sentence(plan, activity), lengths, tuple(parts))


def explained(plan: Plan, activity: Activity) -> Explanation:
    """Return the explanation of an activity with what its duration stands on, as the apps above say it."""
    found = explain(plan, activity)
    stands_on = (sentence for basis in bases for sentence in basis(activity))
    return replace(found, lengths=(*found.lengths, *stands_on))


def _length_sentences(plan: Plan, activity: Activity, *, is_interrupted: bool) -> Iterator[str]:
    """Yield what makes an activity last longer than its work: interruptions, contours, delays, suspension."""
    per_day = plan.minutes_per_day
    if is_interrupted:
        paused = sum(gap for after, gap in activity.splits if after < activity.duration_minutes)
        yield _("It is interrupted: for %(paused)s of working time nothing is done.") % {
            "paused": duration_words(paused, per_day)
        }
    if activity.suspended_minute is not None and activity.resumed_minute is None:
        yield _("It is suspended, and nobody has said when it goes on.")
    if activity.levelling_delay_minutes:
        delay = hour_words(activity.levelling_delay_minutes)
        yield _("It is delayed by %(delay)s, by the clock, so that its resources suffice.") % {"delay": delay}
    if not activity.work_minutes:
        return
    spread = activity.resource_assignments.exclude(contour=Contour.FLAT).values_list("contour", flat=True)
    if names := sorted({str(Contour(each).label) for each in spread}):
        words = {"contours": ", ".join(names)}
        yield _("Work is not spread evenly (%(contours)s): full units are reached only for a while.") % words


def _chain(activity: Activity) -> list[_Node]:
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN, [activity.pk, LONGEST_CHAIN])
        nodes = [_Node(*(*row[:-1], bool(row[-1]))) for row in cursor.fetchall()]
    seen: set[str] = set()
    for number, node in enumerate(nodes):
        if node.key in seen:
            return nodes[:number]
        seen.add(node.key)
    return nodes


def _sentence(node: _Node, following: _Node | None, plan: Plan, link_words: Mapping[str, str]) -> str:
    """Return what holds an activity in its place; `following` is the next one of the chain."""
    if node.link_kind is not None and following is not None:
        lag = lag_text(node.lag_amount, node.lag_unit, plan.minutes_per_day)
        parts = {"key": following.key, "name": following.name, "lag": f",{lag}" if lag else ""}
        return link_words[node.link_kind] % parts
    if node.kind == ActivityKind.SUMMARY:
        return _("Begins with the first activity below it.")
    return _own_sentence(node)


def _link_words() -> dict[str, str]:
    return {
        "FS": _("Starts when %(key)s %(name)s finishes%(lag)s."),
        "SS": _("Starts when %(key)s %(name)s starts%(lag)s."),
        "FF": _("Finishes when %(key)s %(name)s finishes%(lag)s."),
        "SF": _("Finishes when %(key)s %(name)s starts%(lag)s."),
    }


def _own_sentence(node: _Node) -> str:
    if node.driver_kind == "constraint":
        stated = [each for each in (node.constraint, node.second_constraint) if each != Constraint.ASAP]
        if not stated:
            return _("Held by a date that another project or what it stands below gives.")
        names = _(" and ").join(str(Constraint(each).label) for each in stated)
        return _("Held by a date constraint: %(constraint)s.") % {"constraint": names}
    said = {
        "project-start": _("Nothing holds it: it begins with the project."),
        "actual": _("It has begun: the date is what happened."),
        "manual": _("Somebody set its dates by hand: links do not move it."),
        "alap": _("It is planned as late as possible without delaying what follows."),
        "parent": _("Held by what it stands below."),
        "status": _("Work that has not been done cannot lie before the status date."),
        "calendar": _("It begins at the next working time of its calendar."),
        "resource": _("It waits for a resource."),
        "span": _("It lies where the activities that it is tied to lie."),
    }
    return said.get(node.driver_kind, _("Nothing holds it: it begins with the project."))


def accountable_of(activity: Activity) -> tuple[Person | None, str]:
    """Return who answers for an activity, and in words by what."""
    if activity.accountable is not None:
        return activity.accountable, _("named for this activity")
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [activity.parent_id, DEEPEST])
        found = cursor.fetchone()
    if found is not None:
        named = Activity.objects.select_related("accountable").get(pk=found[0])
        words = _("named for %(key)s %(name)s, which it stands below")
        return named.accountable, words % {"key": named.key, "name": named.name}
    return holder(activity.project.scope_id), _("as project manager: nobody else was named")


def _float_sentence(plan: Plan, activity: Activity) -> str:
    minutes = activity.total_float_minutes
    if activity.percent_complete == 100:  # noqa: PLR2004 - percent
        return _("It is done: nothing can delay it any more.")
    if minutes is None:
        return ""
    if minutes < 0:
        late = duration_words(-minutes, plan.minutes_per_day)
        return _("It is %(late)s of working time too late for what it must meet.") % {"late": late}
    if activity.is_critical:
        return _("Critical: a day lost here is a day lost at the end.")
    if minutes < plan.minutes_per_day:
        hours = minutes // 60
        return ngettext(
            "It may slip %(hours)d hour before the end moves.",
            "It may slip %(hours)d hours before the end moves.",
            hours,
        ) % {"hours": hours}
    days = minutes // plan.minutes_per_day
    return ngettext(
        "It may slip %(days)d working day before the end moves.",
        "It may slip %(days)d working days before the end moves.",
        days,
    ) % {"days": days}
