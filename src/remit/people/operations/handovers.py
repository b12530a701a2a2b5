"""When somebody who answers for something goes or is away for long: a checklist with a day, and a mail at once."""

import datetime as dt

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.grids import Holder, day_of, in_office, stands_on
from remit.people.handover_items import is_accountable, lines_of
from remit.people.handover_queries import appointers
from remit.people.models import (
    Assignment,
    Handover,
    HandoverCause,
    HandoverItem,
    ItemKind,
    Organisation,
    Person,
)
from remit.people.operations.mails import tell
from remit.people.operations.organisation import space_of
from remit.people.policies import may_hand_over
from remit.people.threshold_queries import limits_of
from remit.people.uncovered import uncovered

DUE_DAYS = 7
VACANT = gettext_lazy("Remit: a role that you appoint to becomes vacant")
LONGEST_ITEM = 300
MOST_ITEMS = 200


def about_handover(handover: Handover) -> About:
    """Return how the record names a handover."""
    held = handover.assignment
    label = f"{held.person.name}: {held.role.name}, {held.scope.name}"
    return About("handover", handover.key, label, handover.organisation_id, held.scope.path)


def begin_where_due(assignment: Assignment, cause: HandoverCause, last_day: dt.date | None) -> None:
    """Begin a handover inside a running operation, where a holder answers for something and none is open yet."""
    rows = Assignment.objects.select_related("person", "role", "scope__organisation")
    held = rows.get(pk=assignment.pk)
    if Handover.objects.filter(assignment=held, closed_on=None).exists() or not is_accountable(held):
        return
    begin_handover(held, cause=cause, last_day=last_day)


@operation("people.begin_handover")
def begin_handover(assignment: Assignment, *, cause: HandoverCause, last_day: dt.date | None) -> Handover:
    """Begin to hand over what goes with an assignment, by its last day or within a week, and tell who appoints."""
    organisation = assignment.scope.organisation
    day = day_of(organisation)
    due = last_day if last_day is not None and last_day >= day else day + dt.timedelta(days=DUE_DAYS)
    lines = lines_of(assignment)
    handover = Handover.objects.create(
        organisation=organisation,
        key=next_key(space_of(organisation.pk), "HO"),
        assignment=assignment,
        cause=cause,
        begun_on=day,
        due_on=due,
    )
    HandoverItem.objects.bulk_create(
        HandoverItem(handover=handover, number=number, kind=kind, object_key=key, label=label)
        for number, (kind, key, label) in enumerate(lines[:MOST_ITEMS], 1)
    )
    system = system_actor("Remit", organisation.pk)
    record(system, about_handover(handover), {"cause": ["", str(cause)], "due_on": ["", due.isoformat()]})
    if not organisation.is_demo:  # the demo sends none
        _tell(handover, appointers([handover], day)[handover.pk])
    return handover


def _tell(handover: Handover, people: list[Person]) -> None:
    """Tell by mail those who appoint anew, once what is written holds."""
    url = settings.BASE_URL + reverse("people:handover", args=[handover.key])
    context = {"handover": handover, "held": handover.assignment, "url": url}
    for person in people:
        tell(person, VACANT, "people/email/vacancy.txt", context)


def _locked(handover: Handover, actor: Actor) -> Handover:
    rows = Handover.objects.select_for_update(of=("self",))
    locked: Handover = rows.select_related(
        "assignment__person", "assignment__role", "assignment__scope__organisation", "organisation"
    ).get(pk=handover.pk)
    require(may_hand_over(actor, locked))
    return locked


@operation("people.add_handover_item")
def add_handover_item(handover: Handover, *, label: str, actor: Actor) -> HandoverItem:
    """Add something of one's own to what is handed over."""
    locked = _locked(handover, actor)
    clean = " ".join(label.split())
    if not clean:
        raise Invalid(_("Say what is to be done."), field="label", code="required")
    if len(clean) > LONGEST_ITEM:
        message = _("At most %(longest)d characters, these are %(count)d.")
        words = {"longest": LONGEST_ITEM, "count": len(clean)}
        raise Invalid(message % words, field="label", code="long")
    if locked.closed_on is not None:
        raise Conflict("closed", _("This handover is closed."))
    count = locked.items.count()
    if count >= MOST_ITEMS:
        raise Invalid(_("At most %(most)d at a time.") % {"most": MOST_ITEMS}, field="label", code="many")
    item = HandoverItem.objects.create(handover=locked, number=count + 1, kind=ItemKind.OWN, label=clean)
    _changed(locked, actor, {"what": ["", clean]})
    return item


@operation("people.tick_handover_item")
def tick_handover_item(handover: Handover, number: int, *, is_done: bool, actor: Actor) -> HandoverItem:
    """Say that a line is done, or that it is not; with the last one the handover is closed.

    That somebody takes the role on can not be said while nobody does.
    """
    locked = _locked(handover, actor)
    if locked.closed_on is not None:
        raise Conflict("closed", _("This handover is closed."))
    item = locked.items.filter(number=number).first()
    if item is None:
        raise Invalid(_("There is no such line."), field="number", code="unknown")
    day = day_of(locked.organisation)
    if is_done and item.kind == ItemKind.ROLE and not _is_taken_on(locked, day):
        raise Conflict("vacant", _("Nobody holds the role yet: give it to somebody first."))
    item.done_on = day if is_done else None
    item.done_by_name = actor.name[:200] if is_done else ""
    item.save(update_fields=["done_on", "done_by_name"])
    if not locked.items.filter(done_on=None).exists():
        locked.closed_on = day
    _changed(locked, actor, {"done": [str(not is_done), str(is_done)], "what": ["", item.label]})
    return item


def _is_taken_on(handover: Handover, day: dt.date) -> bool:
    """Return whether somebody else holds the role, is named to follow, or stands in for whoever is away."""
    held = handover.assignment
    rows = Assignment.objects.filter(role_id=held.role_id, scope_id=held.scope_id, ended_at=None)
    if rows.exclude(pk=held.pk).exists():
        return True
    if handover.cause != HandoverCause.AWAY or held.ended_at is not None:
        return False
    deputy = held.deputy
    return deputy is not None and stands_on(day, held.deputy_from, held.deputy_to, deputy.left_on)


def _changed(handover: Handover, actor: Actor, changes: dict[str, list[str]]) -> None:
    handover.version += 1
    handover.save(update_fields=["closed_on", "version"])
    record(actor, about_handover(handover), changes)


def begin_for_absent() -> int:
    """Begin a handover for whoever answers, is away for long and has no deputy who is there; return how many."""
    return sum(begin_for_absent_of(organisation) for organisation in Organisation.objects.all())


def begin_for_absent_of(organisation: Organisation) -> int:
    """Begin the handovers of those who are away for long in one organisation, once for each absence."""
    day = day_of(organisation)
    count = 0
    for assignment, first in _absent(organisation, day, limits_of(organisation).away_days):
        before = Handover.objects.filter(assignment=assignment).filter(
            Q(closed_on=None) | Q(cause=HandoverCause.AWAY, begun_on__gte=first)
        )
        if not before.exists() and is_accountable(assignment):
            begin_handover(assignment, cause=HandoverCause.AWAY, last_day=None)
            count += 1
    return count


def _absent(organisation: Organisation, day: dt.date, longest: int) -> list[tuple[Assignment, dt.date]]:
    rows = Assignment.objects.filter(
        in_office(day),
        scope__organisation=organisation,
        person__absences__state="approved",
        person__absences__from_date__lte=day + dt.timedelta(days=2),
        person__absences__to_date__gte=day - dt.timedelta(days=2),
    )
    found = {
        each.key: each
        for each in rows.select_related("person", "role", "scope__organisation", "deputy").distinct()
    }
    gone = uncovered(organisation, day, [_holder(each, day) for each in found.values()], longer_than=longest)
    return [(found[key], gone[key].first) for key in gone]


def _holder(each: Assignment, day: dt.date) -> Holder:
    deputy = each.deputy
    stands_in = deputy is not None and stands_on(day, each.deputy_from, each.deputy_to, deputy.left_on)
    return Holder(
        each.key, each.person_id, each.person.key, each.person.name, each.role.authority, None,
        "", True, each.deputy_id if stands_in else None,
    )  # fmt: skip
