"""What Remit judges of a project's outcomes by itself."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.benefits.models import Benefit, BenefitReview
from remit.people.grids import day_of
from remit.projects.facts import Fact, Judgement, named
from remit.projects.models import Project

PAGE = "benefits:of_project"


def reviews_planned(project: Project) -> Judgement:
    """Judge whether every outcome has an owner who is here and a review with a day: two queries."""
    rows = list(Benefit.objects.filter(project=project).select_related("owner").order_by("pk"))
    if not rows:
        return Judgement(False, _("No outcome is stated: what is better afterwards, and who looks?"), PAGE)
    today = day_of(project.organisation)
    reviewed = set(
        BenefitReview.objects.filter(benefit__project=project).values_list("benefit_id", flat=True)
    )
    pursued = [each for each in rows if each.stopped_on is None]
    ownerless = [each.key for each in pursued if each.owner.is_gone(today)]
    if ownerless:
        return Judgement(
            False, _("Whose owner has left: %(names)s.") % {"names": named(ownerless, between=", ")}, PAGE
        )
    bare = [each.key for each in pursued if each.pk not in reviewed]
    if bare:
        words = ngettext("Without a review: %(names)s.", "Without a review: %(names)s.", len(bare))
        return Judgement(False, words % {"names": named(bare, between=", ")}, PAGE)
    words = ngettext(
        "%(n)d outcome has an owner and the day of a review.",
        "%(n)d outcomes have an owner and the day of a review.",
        len(rows),
    )
    return Judgement(True, words % {"n": len(rows)}, PAGE)


FACTS = (
    Fact(
        "reviews-planned",
        gettext_lazy("Reviews of outcome and benefit have an owner and a day"),
        reviews_planned,
    ),
)
