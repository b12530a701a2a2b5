"""What Remit judges of a project's issues by itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.projects.facts import Fact, Judgement, named
from remit.projects.models import Project
from remit.registers.models import Issue, IssueState

PAGE = "registers:issues"


def issues_closed(project: Project) -> Judgement:
    """Judge whether no issue is left that is not closed: one query."""
    rows = Issue.objects.filter(project=project).exclude(state=IssueState.CLOSED).order_by("pk")
    left = list(rows.values_list("key", flat=True))
    if left:
        words = ngettext(
            "%(n)d issue is not closed: %(names)s.", "%(n)d issues are not closed: %(names)s.", len(left)
        )
        return Judgement(False, words % {"n": len(left), "names": named(left, between=", ")}, PAGE)
    return Judgement(True, _("No issue is open."), PAGE)


FACTS = (Fact("issues-closed", gettext_lazy("Issues closed"), issues_closed),)
