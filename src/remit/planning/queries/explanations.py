"""Why an activity's dates are what they are, and who answers for it: the stored drivers, followed back."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from remit.people.models import Person
from remit.people.queries import holder
from remit.planning.models import Activity, Constraint, Link, Plan
from remit.planning.queries.rows import lag_text

LONGEST_CHAIN = 400


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
    """The chain from an activity back to what nothing else holds; who is accountable, and by what."""

    reasons: tuple[Reason, ...]
    accountable: Person | None
    accountable_by: str
    float_sentence: str

    @property
    def first(self) -> Reason:
        """Return what holds the activity itself."""
        return self.reasons[0]


@dataclass(frozen=True, slots=True)
class _Node:
    key: str
    name: str
    start: int | None
    finish: int | None
    kind: str
    driver_kind: str
    driver_key: str
    constraint: str
    critical: bool


def explain(plan: Plan, activity: Activity) -> Explanation:
    """Return why `activity` lies where it lies: a constant number of queries, however long the chain."""
    nodes, links, children = _network(plan)
    reasons: list[Reason] = []
    key: str | None = activity.key
    seen: set[str] = set()
    while key is not None and key not in seen and len(reasons) < LONGEST_CHAIN:
        seen.add(key)
        node = nodes[key]
        reason, key = _step(plan, node, links, children.get(key, []), nodes)
        reasons.append(reason)
    person, by = accountable_of(activity)
    return Explanation(tuple(reasons), person, by, _float_sentence(plan, activity))


def _network(
    plan: Plan,
) -> tuple[dict[str, _Node], dict[str, tuple[str, str, int, str]], dict[str, list[str]]]:
    rows = Activity.objects.filter(project_id=plan.project_id).values_list(
        "key", "name", "start_minute", "finish_minute", "kind", "driver_kind", "driver_key", "constraint",
        "is_critical", "parent__key",
    )  # fmt: skip
    nodes: dict[str, _Node] = {}
    children: dict[str, list[str]] = {}
    for row in rows:
        nodes[row[0]] = _Node(*row[:9])
        if row[9]:
            children.setdefault(row[9], []).append(row[0])
    found = Link.objects.filter(project_id=plan.project_id).values_list(
        "key", "predecessor__key", "kind", "lag_amount", "lag_unit"
    )
    return nodes, {key: rest for key, *rest in found}, children


def _step(
    plan: Plan,
    node: _Node,
    links: dict[str, tuple[str, str, int, str]],
    children: list[str],
    nodes: dict[str, _Node],
) -> tuple[Reason, str | None]:
    """Return the reason of one activity, and which activity to ask next."""
    link = links.get(node.driver_key)
    following: str | None = None
    if link is not None and link[0] in nodes:
        following = link[0]
        sentence = _link_sentence(link, nodes[link[0]], plan)
    elif node.kind == "summary" and children:
        begun = [key for key in children if nodes[key].start is not None]
        following = min(begun, key=lambda key: nodes[key].start or 0) if begun else None
        sentence = _("Begins with the first activity below it.")
    else:
        sentence = _own_sentence(node)
    return Reason(node.key, node.name, node.start, node.finish, sentence, node.critical), following


def _link_sentence(link: tuple[str, str, int, str], before: _Node, plan: Plan) -> str:
    _key, kind, amount, unit = link
    words = {
        "FS": _("Starts when %(key)s %(name)s finishes%(lag)s."),
        "SS": _("Starts when %(key)s %(name)s starts%(lag)s."),
        "FF": _("Finishes when %(key)s %(name)s finishes%(lag)s."),
        "SF": _("Finishes when %(key)s %(name)s starts%(lag)s."),
    }
    lag = lag_text(amount, unit, plan.minutes_per_day)
    return words[kind] % {"key": before.key, "name": before.name, "lag": f",{lag}" if lag else ""}


def _own_sentence(node: _Node) -> str:
    if node.driver_kind == "constraint":
        return _("Held by a date constraint: %(constraint)s.") % {
            "constraint": Constraint(node.constraint).label
        }
    said = {
        "project-start": _("Nothing holds it: it begins with the project."),
        "actual": _("It has begun: the date is what happened."),
        "manual": _("Somebody set its dates by hand: links do not move it."),
        "alap": _("It is planned as late as possible without delaying what follows."),
        "parent": _("Held by what it stands below."),
        "status": _("Work that has not been done cannot lie before the status date."),
        "calendar": _("It begins at the next working time of its calendar."),
        "resource": _("It waits for a resource."),
    }
    return said.get(node.driver_kind, _("Nothing holds it: it begins with the project."))


def accountable_of(activity: Activity) -> tuple[Person | None, str]:
    """Return who answers for an activity, and in words by what."""
    if activity.accountable is not None:
        return activity.accountable, _("named for this activity")
    parents = dict(
        Activity.objects.filter(project_id=activity.project_id, kind="summary").values_list("pk", "parent_id")
    )
    above: list[int] = []
    parent_id = activity.parent_id
    while parent_id is not None and parent_id not in above:
        above.append(parent_id)
        parent_id = parents.get(parent_id)
    named = {
        each.pk: each
        for each in Activity.objects.filter(pk__in=above)
        .exclude(accountable=None)
        .select_related("accountable")
    }
    for pk in above:
        if pk in named:
            words = _("named for %(key)s %(name)s, which it stands below")
            return named[pk].accountable, words % {"key": named[pk].key, "name": named[pk].name}
    return holder(activity.project.scope_id), _("as project manager: nobody else was named")


def _float_sentence(plan: Plan, activity: Activity) -> str:
    minutes = activity.total_float_minutes
    if activity.percent_complete == 100:  # noqa: PLR2004 - percent
        return _("It is done: nothing can delay it any more.")
    if minutes is None:
        return ""
    if minutes < 0:
        days = -minutes / plan.minutes_per_day
        return _("It is %(days).1f days too late for what it must meet.") % {"days": days}
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
