"""What is wrong with who answers for outcomes, beside other findings: late reviews, and owners who have left."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.benefits.models import Benefit, BenefitReview
from remit.core.templatetags.remit import day as day_words
from remit.people.faults import Finding, Told
from remit.people.models import Scope

LATE = (
    _("%(name)s has not reviewed the outcome %(key)s, due on %(day)s."),
    _("Review it, or move the review with the reason."),
)
LEFT = (
    _("%(name)s, who answered for the outcome %(key)s, has left."),
    _("Hand it over to somebody who is here."),
)


def findings_at(scopes: Sequence[Scope], day: dt.date) -> Mapping[int, Sequence[Finding]]:
    """Return late reviews, and outcomes still pursued whose owner has left, by scope: two queries."""
    by_pk = {scope.pk: scope for scope in scopes}
    late = BenefitReview.objects.waiting().filter(benefit__project__scope__in=by_pk, due_on__lt=day)
    late = late.select_related("reviewer", "benefit__owner", "benefit__project").order_by("due_on", "pk")
    left = Benefit.objects.filter(project__scope__in=by_pk, stopped_on=None, owner__left_on__lt=day)
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    for review in late:
        scope, who = by_pk[review.benefit.project.scope_id], review.reviewer or review.benefit.owner
        words = {"name": who.name, "key": review.benefit.key, "day": day_words(review.due_on)}
        found[scope.pk].append(_finding("outcome-late", scope, LATE, words))
    for row in left.select_related("owner", "project").order_by("pk"):
        scope = by_pk[row.project.scope_id]
        words = {"name": row.owner.name, "key": row.key}
        found[scope.pk].append(_finding("outcome-ownerless", scope, LEFT, words))
    return found


def _finding(code: str, scope: Scope, said: tuple[object, object], words: dict[str, str]) -> Finding:
    told = Told(said[0], said[1], reverse("benefits:benefit", args=[words["key"]]))  # type: ignore[arg-type]  # lazy texts
    return Finding(code, scope.key, is_error=False, is_project=True, words_with=words, told=told)


def paths_of(organisation: int, people: Collection[str]) -> Collection[str]:
    """Return the paths of projects whose outcomes those people answer for or review: one query."""
    rows = Benefit.objects.filter(organisation_id=organisation).filter(
        Q(owner__key__in=people) | Q(reviews__reviewer__key__in=people)
    )
    return set(rows.order_by().values_list("project__scope__path", flat=True))
