"""What is wrong with who answers for risks and issues: late reviews, overdue issues, owners who have left."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.core.templatetags.remit import day as day_words
from remit.people.faults import Finding, Told
from remit.people.models import Scope
from remit.projects.life_rules import OVER
from remit.registers.models import Issue, IssueState, Risk, RiskState

Said = tuple[object, object]
RISK_LATE: Said = (
    _("%(name)s has not reviewed the risk %(key)s, due on %(day)s."),
    _("Review it, and say when it is looked at next."),
)
ISSUE_LATE: Said = (
    _("%(name)s has not resolved the issue %(key)s, due on %(day)s."),
    _("Resolve it, or agree on another day."),
)
LEFT: Said = (
    _("%(name)s, who owned %(key)s, has left."),
    _("Name another owner."),
)


def findings_at(scopes: Sequence[Scope], day: dt.date) -> Mapping[int, Sequence[Finding]]:
    """Return late reviews, overdue issues, and owners who have left, by scope: two queries."""
    by_pk = {scope.pk: scope for scope in scopes}
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    risks = Risk.objects.exclude(state=RiskState.CLOSED).annotate(due=F("review_on"))
    issues = Issue.objects.exclude(state__in=(IssueState.RESOLVED, IssueState.CLOSED)).annotate(
        due=F("due_on")
    )
    for kind, rows, late in (("risk", risks, RISK_LATE), ("issue", issues, ISSUE_LATE)):
        wrong = rows.filter(Q(due__lt=day) | Q(owner__left_on__lt=day), project__scope__in=by_pk)
        alive = wrong.exclude(project__phase__in=OVER).select_related("owner", "project").order_by("pk")
        _judge(alive, kind, late, by_pk, day, found)
    return found


def _judge(
    rows: Iterable[Any], kind: str, late: Said, by_pk: Mapping[int, Scope], day: dt.date,
    found: Mapping[int, list[Finding]],
) -> None:  # fmt: skip
    for row in rows:
        scope = by_pk[row.project.scope_id]
        url = reverse(f"registers:{kind}", args=[row.project.key, row.key])
        words = {"name": row.owner.name, "key": row.key}
        if row.due is not None and row.due < day:
            told = words | {"day": day_words(row.due)}
            found[scope.pk].append(_finding(f"{kind}-late", scope, late, told, url))
        if row.owner.is_gone(day):
            found[scope.pk].append(_finding(f"{kind}-ownerless", scope, LEFT, words, url))


def _finding(code: str, scope: Scope, said: Said, words: dict[str, str], url: str) -> Finding:
    told = Told(said[0], said[1], url)  # type: ignore[arg-type]  # lazy texts
    return Finding(code, scope.key, is_error=False, is_project=True, words_with=words, told=told)


def paths_of(organisation: int, people: Collection[str]) -> Collection[str]:
    """Return the paths of projects in which those people own risks or issues: two queries."""
    found: set[str] = set()
    for model in (Risk, Issue):
        rows = model.objects.filter(project__organisation_id=organisation, owner__key__in=people)
        found |= set(rows.order_by().values_list("project__scope__path", flat=True))
    return found
