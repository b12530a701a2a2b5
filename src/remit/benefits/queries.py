"""Reads of outcomes: how each stands, which reviews are late, and what a project's records offer as outcomes."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Q, prefetch_related_objects
from django.utils.translation import gettext as _

from remit.accounts.permissions import Actor
from remit.benefits.figures import share
from remit.benefits.models import Benefit, BenefitReview
from remit.benefits.policies import may_review
from remit.benefits.querysets import BenefitQuerySet
from remit.core.errors import NotFound
from remit.core.figures import in_unit, plain_figure
from remit.core.templatetags.remit import day as day_words
from remit.people.grids import day_of
from remit.people.models import Organisation, Person
from remit.projects.feasibility_content import STOP
from remit.projects.models import Charter, FeasibilityStudy, Project

MOST_AT_HOME = 20
# how long before its day a review stands on the start page
AHEAD_DAYS = 60
REACHED = 100
MONTHS_AFTER = (3, 6, 12)
MONTHS = 12
SHORTEST_MONTH = 28
LONGEST_SOURCE = 1000


@dataclass(frozen=True, slots=True)
class ReviewLine:
    """A review as it is read; `words` is how it stands, in `colour`."""

    review: BenefitReview
    reviewer: Person
    colour: str
    words: str
    value: str
    moves: tuple[Any, ...]
    may_do: bool = False


def standing_of(benefit: Any, today: dt.date) -> tuple[str, str]:
    """Return colour and words of how an outcome stands; `benefit` comes from `standing()`."""
    if benefit.next_on is not None and benefit.next_on < today:
        return "red", _("review overdue")
    if benefit.stopped_on is not None:
        return "grey", _("stopped on %(day)s") % {"day": day_words(benefit.stopped_on)}
    if benefit.owner.is_gone(today):
        return "red", _("its owner has left")
    if benefit.last_value is None:
        is_planned = benefit.next_on is not None
        return ("grey", _("not measured yet")) if is_planned else ("amber", _("no review planned"))
    return _measured(benefit, today)


def _measured(benefit: Any, today: dt.date) -> tuple[str, str]:
    percent = share(benefit.baseline_value, benefit.target_value, benefit.last_value)
    if percent >= REACHED:
        return "green", _("target reached")
    if percent < 0:
        return "red", _("worse than the baseline")
    words = _("%(percent)d %% of the way") % {"percent": percent}
    return ("red" if benefit.target_on < today else "amber"), words


def benefits_for(actor: Actor) -> BenefitQuerySet:
    """Return the outcomes that the actor may see, with how they stand."""
    rows: BenefitQuerySet = Benefit.objects.visible_to(actor).standing()
    return rows.select_related("owner", "project__scope", "project__organisation")


def benefits_of(project: Project) -> BenefitQuerySet:
    """Return the outcomes of a project, with how they stand."""
    rows: BenefitQuerySet = Benefit.objects.filter(project=project).standing()
    return rows.select_related("owner", "project__organisation", "project__scope").order_by("pk")


def one_benefit(actor: Actor, key: str) -> Benefit:
    """Return an outcome that the actor may see; `NotFound` otherwise."""
    found: Benefit | None = benefits_for(actor).filter(key=key).first()
    if found is None:
        raise NotFound
    return found


def one_review(actor: Actor, key: str, number: int) -> BenefitReview:
    """Return a review of an outcome that the actor may see; `NotFound` otherwise."""
    benefit = one_benefit(actor, key)
    rows = BenefitReview.objects.select_related("reviewer").filter(benefit=benefit, number=number)
    found: BenefitReview | None = rows.first()
    if found is None:
        raise NotFound
    found.benefit = benefit
    return found


def with_reviews(rows: list[Any]) -> list[Any]:
    """Return outcomes with their reviews read: at most three queries, however many."""
    prefetch_related_objects(rows, "reviews__reviewer", "reviews__moves")
    return rows


def review_lines(actor: Actor, benefit: Benefit) -> list[ReviewLine]:
    """Return the reviews of an outcome by their days: no query where `with_reviews` has read them."""
    today = day_of(benefit.project.organisation)
    with_reviews([benefit])
    rows = list(benefit.reviews.all())
    for each in rows:
        each.benefit = benefit
    return [_line(actor, benefit, each, today) for each in rows]


def _line(actor: Actor, benefit: Benefit, review: BenefitReview, today: dt.date) -> ReviewLine:
    who, moves = review.reviewer or benefit.owner, tuple(review.moves.all())
    if review.done_on is not None and review.measured_value is not None:
        in_time = review.done_on <= review.due_on
        words = _("done on %(day)s") if in_time else _("done late, on %(day)s")
        value = in_unit(review.measured_value, benefit.unit)
        words = words % {"day": day_words(review.done_on)}
        return ReviewLine(review, who, "green" if in_time else "amber", words, value, moves)
    if benefit.stopped_on is not None:
        return ReviewLine(review, who, "grey", _("not needed any more"), "", moves)
    may_do = bool(may_review(actor, review))
    if review.due_on < today:
        return ReviewLine(review, who, "red", _("overdue"), "", moves, may_do)
    return ReviewLine(review, who, "grey", _("planned"), "", moves, may_do)


def late_reviews(project: Project) -> list[BenefitReview]:
    """Return the reviews of a project's outcomes whose day is over: one query."""
    rows = BenefitReview.objects.waiting().filter(
        benefit__project=project, due_on__lt=day_of(project.organisation)
    )
    return list(rows.select_related("benefit__owner").order_by("due_on", "pk"))


def done_by(actor: Actor) -> Q:
    """Return the filter that keeps the reviews that the actor does: named for it, or the owner where nobody is."""
    return Q(reviewer_id=actor.person_id) | Q(reviewer=None, benefit__owner_id=actor.person_id)


def my_reviews(actor: Actor) -> dict[str, Any] | None:
    """Return the reviews that wait for the actor, late ones first, and outcomes of theirs without one; or None."""
    if actor.person_id is None or actor.organisation_id is None:
        return None
    organisation = Organisation.objects.get(pk=actor.organisation_id)
    today = day_of(organisation)
    rows = BenefitReview.objects.waiting().filter(
        benefit__organisation=organisation, due_on__lte=today + dt.timedelta(days=AHEAD_DAYS)
    )
    found = list(
        rows.filter(done_by(actor)).select_related("benefit").order_by("due_on", "pk")[:MOST_AT_HOME]
    )
    lines = [(each, each.due_on < today) for each in found]
    return {"lines": lines, "overdue": sum(late for _each, late in lines)} if lines else None


def overview(_actor: Actor, project: Project) -> dict[str, Any] | None:
    """Return what the project's page says of its outcomes, or None where none is stated: one query."""
    today = day_of(project.organisation)
    rows = list(benefits_of(project))
    lines = [(each, *standing_of(each, today)) for each in rows]
    late = sum(each.next_on is not None and each.next_on < today for each in rows)
    return {"project": project, "lines": lines, "late": late} if lines else None


def offered(project: Project) -> list[str]:
    """Return the lines of the latest charter and study that name what shall be better and that are no outcome yet.

    Objectives come before the criteria of success, then what the study recommends and the problem that it solves.
    Three queries.
    """
    charter = Charter.objects.filter(project=project).order_by("-number").first()
    study = FeasibilityStudy.objects.filter(project=project).order_by("-number").first()
    lines = [*_of_charter(charter.content)] if charter is not None else []
    lines += [*_of_study(study.content)] if study is not None else []
    taken = set(Benefit.objects.filter(project=project).values_list("source", flat=True)) if lines else set()
    return [each for each in dict.fromkeys(lines) if each not in taken]


def _of_charter(content: dict[str, Any]) -> Iterable[str]:
    yield from content.get("objectives", ())
    yield from content.get("success_criteria", ())


def _of_study(content: dict[str, Any]) -> Iterable[str]:
    """Yield what the recommended option is about, and the problem; nothing where it recommends to stop."""
    recommended = content.get("recommended", "")
    if recommended == STOP:
        return
    chosen = (each for each in content.get("options", ()) if each["name"] == recommended)
    for text in (*(each["about"] for each in chosen), content.get("problem", "")):
        line = " ".join(text.split())[:LONGEST_SOURCE]
        if line:
            yield line


def days_after(day: dt.date, months: Iterable[int] = MONTHS_AFTER) -> list[dt.date]:
    """Return the days so many months after a day, at most the 28th of a month. Pure."""
    found = []
    for each in months:
        month = day.month - 1 + each
        found.append(dt.date(day.year + month // MONTHS, month % MONTHS + 1, min(day.day, SHORTEST_MONTH)))
    return found


def values_over_time(benefit: Benefit) -> list[tuple[dt.date, Decimal]]:
    """Return the measured values by their days: one query."""
    rows = benefit.reviews.exclude(done_on=None).order_by("done_on", "pk")
    return [(each.done_on, each.measured_value) for each in rows]


def stated_figures(benefit: Benefit) -> dict[str, str]:
    """Return baseline and target as programs read them."""
    return {name: plain_figure(getattr(benefit, name)) for name in ("baseline_value", "target_value")}
