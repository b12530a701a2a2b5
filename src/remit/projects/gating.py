"""The gates of a project: which one comes, who decides at it, and its criteria as they stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from remit.people.routing import Question, Route, ways
from remit.people.threshold_queries import reach_of
from remit.people.thresholds import Reach
from remit.projects.facts import judged, project_facts
from remit.projects.life_content import FACT, stage_at
from remit.projects.models import GateReview, GateState, Project, ProjectLife

LOWEST_CLASS, HIGHEST_CLASS = 1, 5


def class_of(budget_minor: int | None, reach: Reach) -> int:
    """Return the class of a project: the lowest authority that decides alone on its whole budget, from 1 to 5."""
    if budget_minor is None:
        return LOWEST_CLASS
    for level in range(LOWEST_CLASS, HIGHEST_CLASS):
        most = reach.money[level]
        if most is None or budget_minor <= most:
            return level
    return HIGHEST_CLASS


def class_of_project(project: Project, life: ProjectLife | None) -> int:
    """Return the stated class of a project, or the one that follows from its budget."""
    if life is not None and life.project_class is not None:
        return life.project_class
    return class_of(project.budget_minor, reach_of(project.organisation))


def ways_of_gates(reviews: Sequence[GateReview]) -> dict[int, Route]:
    """Return the way of each review by its id; all are of one organisation: a constant number of queries."""
    if not reviews:
        return {}
    organisation = reviews[0].project.organisation
    reach = reach_of(organisation)
    stated = ProjectLife.objects.filter(project_id__in=[each.project_id for each in reviews])
    classes = dict(stated.values_list("project_id", "project_class"))
    asked = [
        Question(
            each.pk,
            each.project.scope,
            each.amount_minor,
            authority=classes.get(each.project_id) or class_of(each.project.budget_minor, reach),
            asked_by=frozenset({each.asked_by_id} if each.asked_by_id else ()),
        )
        for each in reviews
    ]
    return ways(asked, organisation)


def way_of_gate(review: GateReview, life: ProjectLife | None) -> Route:
    """Return the way that a review goes: to the nearest with the authority and the limit, never whoever asked."""
    project = review.project
    asked = Question(
        review.pk,
        project.scope,
        review.amount_minor,
        authority=class_of_project(project, life),
        asked_by=frozenset({review.asked_by_id} if review.asked_by_id else ()),
    )
    return ways([asked], project.organisation)[review.pk]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion as it stands: `is_met` None where nobody has judged it; `why` says on what that rests."""

    number: int
    text: str
    is_entry: bool
    is_met: bool | None
    why: str
    fact: str = ""
    url_name: str = ""
    by: str = ""
    on: str = ""


def criteria_for(gate: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the criteria of a gate as a review begins with them: not one is judged yet."""
    blank = {"is_met": None, "evidence": "", "by": "", "on": ""}
    return [
        {
            "text": "" if line.startswith(FACT) else line,
            "fact": line.removeprefix(FACT) if line.startswith(FACT) else "",
            "is_entry": name == "entry",
            **blank,
        }
        for name in ("entry", "exit")
        for line in gate[name]
    ]


def label_of(fact: str) -> str:
    """Return what people call a fact."""
    return next((str(each.label) for each in project_facts if each.code == fact), fact)


def criteria_of(review: GateReview) -> list[Criterion]:
    """Return the criteria of a review: while it is open facts are judged now, once it is decided as they were seen."""
    found = []
    for number, each in enumerate(review.criteria):
        is_met, why, url = each["is_met"], each["evidence"], ""
        if each["fact"] and review.state == GateState.OPEN:
            judgement = judged(review.project, each["fact"])
            if judgement is not None:
                is_met, why, url = judgement.is_met, judgement.words, judgement.url_name
        found.append(
            Criterion(
                number,
                each["text"] or label_of(each["fact"]),
                each["is_entry"],
                is_met,
                why,
                "" if each["fact"] and not is_judged(each["fact"]) else each["fact"],
                url,
                each["by"],
                each["on"],
            )
        )
    return found


def is_judged(fact: str) -> bool:
    """Return whether something here judges a fact; people judge what nothing here does."""
    return any(each.code == fact for each in project_facts)


def present_stage(life: ProjectLife) -> Mapping[str, Any]:
    """Return the stage in which a project stands."""
    stage: Mapping[str, Any] = life.content["stages"][stage_at(life.content, life.stage)]
    return stage


def gate_ahead(project: Project, life: ProjectLife | None) -> Mapping[str, Any] | None:
    """Return the gate at the end of the present stage, where the project can be reviewed at it now."""
    if life is None:
        return None
    stage = present_stage(life)
    gate: Mapping[str, Any] | None = stage["gate"]
    return gate if gate is not None and stage["phase"] == project.phase else None


def reviews_of(project: Project) -> Sequence[GateReview]:
    """Return every review of a project, the latest first: two queries."""
    rows = GateReview.objects.filter(project=project).select_related("asked_by", "decided_by")
    found = list(rows.prefetch_related("conditions__owner"))
    for each in found:
        each.project = project
    return found
