"""Leave: asked for by oneself, decided by whoever stands above; or noted for somebody by them."""

import datetime as dt

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid
from remit.core.keys import next_key
from remit.people.leads import by_standing, ladder_of
from remit.people.models import Absence, AbsenceKind, AbsenceState, Person
from remit.people.operations.mails import tell
from remit.people.operations.organisation import root_scope, space_of
from remit.people.policies import may_cancel_leave, may_decide_leave, may_request_leave

OPEN = (AbsenceState.REQUESTED, AbsenceState.APPROVED)
LONGEST_NOTE = 300
MOST_DAYS = 3 * 366
WAITS = gettext_lazy("Remit: leave waits for your decision")
ANSWERED = gettext_lazy("Remit: your leave")
TAKEN_BACK = gettext_lazy("Remit: leave was taken back")


def about_absence(absence: Absence) -> About:
    """Return how the record names an absence; why somebody is away is not part of its name."""
    person = absence.person
    label = f"{person.name}: {absence.from_date.isoformat()} – {absence.to_date.isoformat()}"
    path = root_scope(person.organisation).path
    return About("absence", absence.key, label, person.organisation_id, path)


@operation("people.request_leave")
def request_leave(
    person: Person,
    *,
    from_date: dt.date,
    to_date: dt.date,
    actor: Actor,
    kind: str = AbsenceKind.HOLIDAY,
    from_midday: bool = False,
    until_midday: bool = False,
    note: str = "",
) -> Absence:
    """Ask for leave, or note it for somebody above whom one stands: then it is agreed at once.

    `Invalid` where it overlaps what was asked for or agreed before.
    """
    require(by_standing(may_request_leave, actor, person))
    # the person's row is the lock under which overlaps are looked for
    locked = Person.objects.select_for_update(of=("self",)).select_related("organisation").get(pk=person.pk)
    absence = Absence(
        person=locked,
        kind=kind,
        from_date=from_date,
        to_date=to_date,
        from_midday=from_midday,
        until_midday=until_midday,
        note=note.strip(),
    )
    _check(absence)
    if actor.person_id != person.pk:
        _decide(absence, AbsenceState.APPROVED, actor)
    absence.key = next_key(space_of(locked.organisation_id), "LV")
    absence.save(force_insert=True)
    stated = {"kind": absence.kind, "from_date": from_date, "to_date": to_date, "state": absence.state}
    record(actor, about_absence(absence), {name: ["", str(value)] for name, value in stated.items()})
    if absence.state == AbsenceState.REQUESTED:
        _tell(ladder_of(locked.organisation).nearest(person.pk), absence, WAITS)
    else:
        _tell(locked, absence, ANSWERED)
    return absence


def _tell(person: Person | None, absence: Absence, subject: Promise) -> None:
    """Tell somebody by mail of an absence; why somebody is away stands on its page alone."""
    if person is None:
        return
    url = settings.BASE_URL + reverse("people:absence", args=[absence.key])
    context = {"absence": absence, "url": url, "is_own": person.pk == absence.person_id}
    tell(person, subject, "people/email/leave.txt", context)


def _check(absence: Absence) -> None:
    if absence.kind not in AbsenceKind.values:
        raise Invalid(_("There is no such kind of absence."), field="kind", code="choice")
    if absence.to_date < absence.from_date:
        raise Invalid(
            _("The last day lies before the first: choose a later one."), field="to_date", code="order"
        )
    if (absence.to_date - absence.from_date).days > MOST_DAYS:
        raise Invalid(_("At most three years at once."), field="to_date", code="range")
    if absence.from_date == absence.to_date and absence.from_midday and absence.until_midday:
        message = _("From midday until midday of the same day is no time at all.")
        raise Invalid(message, field="until_midday", code="empty")
    if len(absence.note) > LONGEST_NOTE:
        message = _("At most %(longest)d characters, these are %(count)d.")
        words = {"longest": LONGEST_NOTE, "count": len(absence.note)}
        raise Invalid(message % words, field="note", code="long")
    person = absence.person
    if person.left_on is not None and absence.to_date > person.left_on:
        message = _("%(name)s leaves before that.") % {"name": person.name}
        raise Invalid(message, field="to_date", code="left")
    others = Absence.objects.filter(
        person=person, state__in=OPEN, from_date__lte=absence.to_date, to_date__gte=absence.from_date
    )
    for other in others:
        if not _meet_at_midday(absence, other):
            message = _("It overlaps %(key)s, %(first)s to %(last)s: take that back first.") % {
                "key": other.key,
                "first": other.from_date.isoformat(),
                "last": other.to_date.isoformat(),
            }
            raise Invalid(message, field="from_date", code="overlap")


def _meet_at_midday(one: Absence, other: Absence) -> bool:
    """Return whether two absences share one day only, of which each takes another half."""
    first, second = sorted((one, other), key=lambda each: (each.from_date, each.from_midday))
    return first.to_date == second.from_date and first.until_midday and second.from_midday


def _decide(absence: Absence, state: AbsenceState, actor: Actor, reason: str = "") -> None:
    absence.state, absence.reason = state, reason.strip()[:LONGEST_NOTE]
    absence.decided_by_id, absence.decided_by_name = actor.person_id, actor.name[:200]
    absence.decided_at = timezone.now()


def _locked(absence: Absence, version: int) -> Absence:
    Person.objects.select_for_update().get(pk=absence.person_id)
    locked = Absence.objects.select_for_update(of=("self",)).select_related("person__organisation")
    found: Absence = locked.get(pk=absence.pk)
    if found.version != version:
        current = {"fields": {"state": {"yours": "", "theirs": found.state}}, "version": found.version}
        message = _("Somebody decided or changed this meanwhile: load the page again.")
        raise Conflict("stale", message, current=current)
    return found


@operation("people.decide_leave")
def decide_leave(
    absence: Absence, *, is_approved: bool, version: int, actor: Actor, reason: str = ""
) -> Absence:
    """Agree to a request for leave or decline it with a reason; nobody decides on their own."""
    ladder = ladder_of(absence.person.organisation)
    is_lead = ladder.is_above(actor.person_id, absence.person_id)
    has_lead = ladder.nearest(absence.person_id) is not None
    require(may_decide_leave(actor, absence.person, is_lead=is_lead, has_lead=has_lead))
    locked = _locked(absence, version)
    if locked.state != AbsenceState.REQUESTED:
        raise Conflict("decided", _("This was decided already."))
    if not is_approved and not reason.strip():
        raise Invalid(_("Say why it is declined."), field="reason", code="required")
    _decide(locked, AbsenceState.APPROVED if is_approved else AbsenceState.DECLINED, actor, reason)
    _tell(locked.person, locked, ANSWERED)
    return _stated(locked, AbsenceState.REQUESTED, actor)


@operation("people.cancel_leave")
def cancel_leave(absence: Absence, *, version: int, actor: Actor) -> Absence:
    """Take leave back that was asked for or agreed; it stays in the history and counts no more."""
    require(by_standing(may_cancel_leave, actor, absence.person))
    locked = _locked(absence, version)
    if locked.state not in OPEN:
        raise Conflict("decided", _("This counts no more already."))
    before = AbsenceState(locked.state)
    locked.state = AbsenceState.CANCELLED
    is_own = actor.person_id == locked.person_id
    told = ladder_of(locked.person.organisation).nearest(locked.person_id) if is_own else locked.person
    _tell(told, locked, TAKEN_BACK)
    return _stated(locked, before, actor)


def _stated(absence: Absence, before: AbsenceState, actor: Actor) -> Absence:
    absence.version += 1
    absence.save()
    record(actor, about_absence(absence), {"state": [before.value, absence.state]}, reason=absence.reason)
    return absence
