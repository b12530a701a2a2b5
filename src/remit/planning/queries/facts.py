"""What gates of a project ask of its plan, as Remit judges it by itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.core.templatetags.remit import day
from remit.planning.models import Activity, Baseline
from remit.projects.facts import Fact, Judgement
from remit.projects.models import Project

WHOLE = 100


def baseline_approved(project: Project) -> Judgement:
    """Judge whether the plan has a baseline."""
    current = Baseline.objects.filter(project=project, is_current=True).first()
    page = "planning:baselines"
    if current is None:
        return Judgement(False, _("The plan has no baseline yet."), page)
    words = {
        "number": current.number,
        "name": current.name,
        "by": current.set_by_name,
        "day": day(current.set_at),
    }
    return Judgement(True, _("Baseline %(number)d, “%(name)s”, set by %(by)s on %(day)s.") % words, page)


def work_done(project: Project) -> Judgement:
    """Judge whether every active activity of the plan is finished; summaries follow from what is in them."""
    rows = Activity.objects.filter(project=project, is_active=True, children=None)
    page = "planning:workspace"
    if not rows.exists():
        return Judgement(False, _("The plan is empty."), page)
    left = rows.filter(percent_complete__lt=WHOLE).count()
    if left:
        words = ngettext("%(n)d activity is not finished.", "%(n)d activities are not finished.", left)
        return Judgement(False, words % {"n": left}, page)
    return Judgement(True, _("Every activity is finished."), page)


FACTS = (
    Fact("baseline-approved", gettext_lazy("Plan baselined"), baseline_approved),
    Fact("work-done", gettext_lazy("Every activity finished"), work_done),
)
