"""Reviews of outcomes: planned for days, moved with a reason, done with value, evidence and what follows."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal

from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor, require, system_actor
from remit.audit.recording import operation, record
from remit.benefits.models import Benefit, BenefitReview, Following, ReviewMove
from remit.benefits.operations.benefits import about, check_here, locked_benefit
from remit.benefits.operations.letters import tell_late, tell_sponsor
from remit.benefits.policies import may_care_for, may_review
from remit.core.errors import Conflict, Invalid, NotFound
from remit.core.figures import figure, plain_figure
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.people.threshold_queries import limits_of
from remit.projects.operations.parts import check_choice, clean, day_so_far, locked_part, worded
from remit.projects.signing import sponsor_of

MOST_REVIEWS = 24
LONGEST_WORDS, LONGEST_EVIDENCE, LONGEST_REASON = 4000, 4000, 500
REMIND_EVERY_DAYS = 7


@operation("benefits.plan_reviews")
def plan_reviews(
    benefit: Benefit, *, days: Sequence[dt.date], reviewer: Person | None = None, actor: Actor
) -> list[BenefitReview]:
    """Plan reviews on days, by the owner unless somebody is named; a day that has one planned already is left out."""
    require(may_care_for(actor, locked_part(benefit)))
    locked = locked_benefit(benefit, None, {})
    check_here(locked.project, reviewer, "reviewer")
    if not days:
        raise Invalid(_("Name at least one day."), field="days", code="required")
    if min(days) <= locked.baseline_on:
        raise Invalid(_("Choose days after that of the baseline."), field="days", code="order")
    present = list(locked.reviews.all())
    planned = {each.due_on for each in present if each.done_on is None}
    new = sorted(set(days) - planned)
    if len(present) + len(new) > MOST_REVIEWS:
        raise Invalid(_("At most %(most)d reviews.") % {"most": MOST_REVIEWS}, field="days", code="many")
    first = max((each.number for each in present), default=0) + 1
    made = [
        BenefitReview(benefit=locked, number=first + number, due_on=day, reviewer=reviewer)
        for number, day in enumerate(new)
    ]
    BenefitReview.objects.bulk_create(made)
    _changed(locked)
    told = {"due_on": ["", ", ".join(each.isoformat() for each in new)], "reviewer": ["", worded(reviewer)]}
    record(actor, about(locked), told)
    return made


def _locked(review: BenefitReview, version: int) -> BenefitReview:
    """Return a planned review with its outcome, which is locked; `version` is that of the outcome."""
    benefit = locked_benefit(review.benefit, version, {})
    rows = BenefitReview.objects.select_for_update(of=("self",)).select_related("reviewer__organisation")
    locked: BenefitReview | None = rows.filter(pk=review.pk).first()
    if locked is None:
        raise NotFound
    if locked.done_on is not None:
        raise Conflict("done", _("It is done already."))
    locked.benefit = benefit
    return locked


def _changed(benefit: Benefit) -> None:
    benefit.version += 1
    benefit.save(update_fields=["stopped_on", "version"])


@operation("benefits.move_review")
def move_review(
    review: BenefitReview, *, to_day: dt.date, reason: str, version: int, actor: Actor
) -> BenefitReview:
    """Move a review that is not done to another day, with the reason, which is kept beside it."""
    require(may_care_for(actor, locked_part(review.benefit)))
    locked = _locked(review, version)
    why = clean(reason, "reason", LONGEST_REASON, needed=_("Say why it is moved."))
    if to_day == locked.due_on or to_day <= locked.benefit.baseline_on:
        raise Invalid(_("Choose another day, after that of the baseline."), field="to_day", code="order")
    was, locked.due_on = locked.due_on, to_day
    locked.reminded_on = locked.escalated_on = None
    locked.save(update_fields=["due_on", "reminded_on", "escalated_on"])
    _changed(locked.benefit)
    ReviewMove.objects.create(
        review=locked, from_day=was, to_day=to_day, reason=why, by_name=actor.name[:200],
        moved_on=day_of(locked.benefit.project.organisation),
    )  # fmt: skip
    changes = {
        "review": [locked.number, locked.number],
        "due_on": [was.isoformat(), to_day.isoformat()],
    }
    record(actor, about(locked.benefit), changes, reason=why)
    return locked


@operation("benefits.do_review")
def do_review(
    review: BenefitReview, *, value: Decimal, evidence: str, follows: str, words: str = "",
    on: dt.date | None = None, version: int, actor: Actor,
) -> BenefitReview:  # fmt: skip
    """Do a review: the value as measured, the evidence for it, and what follows; acting and stopping need words.

    With stop the outcome is pursued no longer, and reviews still planned are not needed.
    """
    require(may_review(actor, review))
    locked = _locked(review, version)
    require(may_review(actor, locked))
    benefit = locked.benefit
    locked.measured_value = figure(value, "value")
    needed = _("Say where the value can be looked up.")
    locked.evidence = clean(evidence, "evidence", LONGEST_EVIDENCE, needed=needed)
    check_choice(follows, Following, "follows")
    asked = "" if follows == Following.KEEP else _("Say what is done, by whom, or why it is stopped.")
    locked.words = clean(words, "words", LONGEST_WORDS, needed=asked)
    locked.follows, locked.by_name = follows, actor.name[:200]
    locked.done_on = day_so_far(benefit.project, on, "on")
    if locked.done_on <= benefit.baseline_on:
        raise Invalid(_("Choose a day after that of the baseline."), field="on", code="order")
    locked.save()
    if follows == Following.STOP:
        benefit.stopped_on = locked.done_on
    _changed(benefit)
    changes = {
        "review": [locked.number, locked.number],
        "done_on": ["", locked.done_on.isoformat()],
        "measured_value": ["", plain_figure(locked.measured_value)],
        "follows": ["", follows],
    }
    record(actor, about(benefit), changes, reason=locked.words[:500])
    return locked


def remind_of_benefit_reviews() -> int:
    """Remind whoever is late with a review, and after so many days its sponsor; return how many.

    The days are a threshold of the organisation. Not for the demo.
    """
    count = 0
    for organisation in Organisation.objects.filter(is_demo=False):
        today = day_of(organisation)
        since, most = today - dt.timedelta(days=REMIND_EVERY_DAYS), limits_of(organisation).outcome_days
        rows = BenefitReview.objects.waiting().filter(benefit__organisation=organisation, due_on__lt=today)
        for each in rows.select_related("benefit__project__scope", "benefit__owner", "reviewer"):
            if each.reminded_on is None or each.reminded_on <= since:
                remind_of_review(each, today=today, escalate_after=most)
                count += 1
    return count


@operation("benefits.remind_of_review")
def remind_of_review(review: BenefitReview, *, today: dt.date, escalate_after: int) -> None:
    """Tell the owner of a late review and whoever is named for it; after so many days the sponsor too, once.

    The sponsor is told at once where the owner has left: nobody else would.
    """
    benefit = review.benefit
    people = {each.pk: each for each in (benefit.owner, review.reviewer) if each is not None}
    here = [each for each in people.values() if not each.is_gone(today)]
    late = (today - review.due_on).days
    sponsor = sponsor_of(benefit.project) if late >= escalate_after or not here else None
    changes = {"reminded_on": today}
    names = [each.name for each in here]
    if sponsor is not None and review.escalated_on is None:
        changes["escalated_on"] = today
        names.append(sponsor.name)
        tell_sponsor(review, sponsor, late)
    BenefitReview.objects.filter(pk=review.pk).update(**changes)
    told = {"review": [review.number, review.number], "reminded": ["", ", ".join(names)]}
    record(system_actor("Remit", benefit.organisation_id), about(benefit), told)
    for each in here:
        tell_late(review, each)
