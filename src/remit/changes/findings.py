"""What is wrong with who answers for changes: emergencies that nobody ratified in time, owners who have left."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from remit.changes.handing import DONE
from remit.changes.models import ChangeRequest
from remit.core.templatetags.remit import day as day_words
from remit.people.faults import Finding, Told
from remit.people.models import Scope
from remit.projects.life_rules import OVER

Said = tuple[object, object]
UNRATIFIED: Said = (
    _("The change %(key)s was approved in an emergency and nobody ratified it until %(day)s."),
    _("Whoever decides on it ratifies it, or refuses to."),
)
LEFT: Said = (_("%(name)s, who owned %(key)s, has left."), _("Name another owner."))


def findings_at(scopes: Sequence[Scope], day: dt.date) -> Mapping[int, Sequence[Finding]]:
    """Return emergencies that are late to be ratified, and owners who have left, by scope: one query."""
    by_pk = {scope.pk: scope for scope in scopes}
    found: defaultdict[int, list[Finding]] = defaultdict(list)
    late = Q(is_emergency=True, ratified_on=None, ratify_by__lt=day)
    rows = ChangeRequest.objects.filter(late | Q(owner__left_on__lt=day), project__scope__in=by_pk)
    rows = rows.exclude(state__in=DONE).exclude(project__phase__in=OVER)
    for row in rows.select_related("owner", "project").order_by("pk"):
        scope = by_pk[row.project.scope_id]
        url = reverse("changes:change", args=[row.project.key, row.key])
        words = {"name": row.owner.name, "key": row.key}
        if row.awaits_ratification and row.ratify_by is not None and row.ratify_by < day:
            told = words | {"day": day_words(row.ratify_by)}
            found[scope.pk].append(_finding("change-unratified", scope, UNRATIFIED, told, url))
        if row.owner.is_gone(day):
            found[scope.pk].append(_finding("change-ownerless", scope, LEFT, words, url))
    return found


def _finding(code: str, scope: Scope, said: Said, words: dict[str, str], url: str) -> Finding:
    told = Told(said[0], said[1], url)  # type: ignore[arg-type]  # lazy texts
    return Finding(code, scope.key, is_error=False, is_project=True, words_with=words, told=told)


def paths_of(organisation: int, people: Collection[str]) -> Collection[str]:
    """Return the paths of projects in which those people own changes: one query."""
    rows = ChangeRequest.objects.filter(project__organisation_id=organisation, owner__key__in=people)
    return set(rows.order_by().values_list("project__scope__path", flat=True))
