"""Risks watched until they are closed: reviewed on days, expired, avoided, or occurred, which makes an issue."""

import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.core.errors import Conflict, Invalid
from remit.people.grids import day_of
from remit.people.models import Organisation
from remit.projects.life_rules import OVER
from remit.projects.operations.parts import check_choice, clean, day_so_far, differences
from remit.registers.models import Issue, Outcome, Risk, RiskState
from remit.registers.operations.about import about, locked_risk, tell_about
from remit.registers.operations.issues import issue_from
from remit.registers.operations.risks import LONGEST_NOTE, check_open
from remit.registers.policies import may_assess, may_keep_registers

REMIND_EVERY_DAYS = 7
WATCHED = (RiskState.PLANNED, RiskState.MONITORED)
LATE = gettext_lazy("Remit: the review of a risk is overdue")


@operation("registers.review_risk")
def review_risk(
    risk: Risk, *, words: str, review_on: dt.date, version: int, actor: Actor, on: dt.date | None = None
) -> Risk:
    """Look at a risk whose response is planned: what was seen, and when it is looked at next; it is monitored then."""
    locked = locked_risk(risk, version, {})
    require(may_assess(actor, locked))
    check_open(locked)
    if locked.state not in WATCHED:
        raise Conflict("order", _("Plan the response first: then it is watched."))
    seen_on = day_so_far(locked.project, on, "on")
    if review_on <= seen_on:
        raise Invalid(_("Choose a day after that of this review."), field="review_on", code="past")
    before = {name: getattr(locked, name) for name in ("state", "review_on", "reviewed_on")}
    locked.review_words = clean(words, "words", LONGEST_NOTE, needed=_("Say what you saw."))
    locked.review_on, locked.reviewed_on, locked.reminded_on = review_on, seen_on, None
    locked.state = RiskState.MONITORED
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=locked.review_words[:500])
    return locked


@operation("registers.close_risk")
def close_risk(
    risk: Risk, *, outcome: str, words: str, version: int, actor: Actor, due_on: dt.date | None = None
) -> Risk:
    """Close a risk: expired or avoided, by whoever keeps the register; what occurred becomes an issue of its owner.

    The issue is due in five working days unless a day is stated. A draft is closed as expired where it is no risk.
    """
    locked = locked_risk(risk, version, {})
    check_choice(outcome, Outcome, "outcome")
    has_occurred = outcome == Outcome.OCCURRED
    require(may_assess(actor, locked) if has_occurred else may_keep_registers(actor, locked.project))
    check_open(locked)
    if has_occurred and locked.state == RiskState.DRAFT:
        raise Conflict("order", _("It is a draft: whoever keeps the register takes it up first."))
    before = {name: getattr(locked, name) for name in ("state", "outcome", "closed_on")}
    needed = "" if has_occurred else _("Say why it can no longer happen.")
    locked.closed_words = clean(words, "words", LONGEST_NOTE, needed=needed)
    locked.state, locked.outcome = RiskState.CLOSED, outcome
    locked.closed_on = day_of(locked.project.organisation)
    locked.review_on = None
    locked.version += 1
    locked.save()
    record(actor, about(locked), differences(before, locked), reason=locked.closed_words[:500])
    if has_occurred:
        issue_from(locked, due_on=due_on, words=locked.closed_words, actor=actor)
    return locked


def issue_of(risk: Risk) -> Issue | None:
    """Return the issue that a risk became: one query."""
    found: Issue | None = Issue.objects.filter(risk=risk).first()
    return found


def remind_of_risks() -> int:
    """Remind owners of risks whose review is overdue, once a week each; return how many. Not for the demo."""
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        since = today - dt.timedelta(days=REMIND_EVERY_DAYS)
        rows = Risk.objects.filter(project__organisation=organisation, review_on__lt=today)
        rows = rows.exclude(state=RiskState.CLOSED).exclude(project__phase__in=OVER)
        for each in rows.select_related("project__scope", "project__organisation", "owner__organisation"):
            if each.reminded_on is None or each.reminded_on <= since:
                remind_of_risk(each, today=today)
                count += 1
    return count


@operation("registers.remind_of_risk")
def remind_of_risk(risk: Risk, *, today: dt.date) -> None:
    """Remind the owner of a risk that its review is overdue; its version stays, since nothing of it is changed."""
    Risk.objects.filter(pk=risk.pk).update(reminded_on=today)
    who = system_actor("Remit", risk.project.organisation_id)
    record(who, about(risk), {"reminded": ["", risk.owner.name]})
    if not risk.owner.is_gone(today):
        tell_about(risk.owner, LATE, "registers/email/late_risk.txt", risk)
