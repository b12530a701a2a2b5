"""What Remit judges of a project's change requests by itself."""

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.changes.models import ChangeRequest, ChangeState
from remit.changes.steps import OPEN
from remit.projects.facts import Fact, Judgement, named
from remit.projects.models import Project

PAGE = "changes:changes"


def changes_settled(project: Project) -> Judgement:
    """Judge whether no change waits for anybody: drafts and deferred ones bind nobody. One query."""
    waits = Q(state__in=OPEN) | Q(is_emergency=True, ratified_on=None) & ~Q(state=ChangeState.REJECTED)
    rows = ChangeRequest.objects.filter(waits, project=project).order_by("pk")
    left = list(rows.values_list("key", flat=True))
    if left:
        words = ngettext(
            "%(n)d change is not settled: %(names)s.", "%(n)d changes are not settled: %(names)s.", len(left)
        )
        return Judgement(False, words % {"n": len(left), "names": named(left, between=", ")}, PAGE)
    return Judgement(True, _("No change is open."), PAGE)


FACTS = (Fact("changes-settled", gettext_lazy("Changes settled"), changes_settled),)
