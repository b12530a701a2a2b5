"""The life of a project as it is read: stages with their gates, roles and documents, what comes next, its history."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from remit.accounts.permissions import Actor
from remit.core.templatetags.remit import day as day_words
from remit.people.grids import chain, day_of, in_office
from remit.people.models import Assignment, Role
from remit.people.routing import Route
from remit.projects.facts import PlacedDocument, judged, placed_documents
from remit.projects.gating import (
    class_of_project,
    criteria_for,
    gate_ahead,
    is_judged,
    label_of,
    reviews_of,
    way_of_gate,
)
from remit.projects.life_content import FACT, after, stage_at
from remit.projects.models import (
    GateAnswer,
    GateCondition,
    GateReview,
    GateState,
    LifeStep,
    Phase,
    Project,
    ProjectLife,
)

ANSWER_COLOURS = {
    GateAnswer.GO: "green",
    GateAnswer.CONDITIONAL: "amber",
    GateAnswer.HOLD: "amber",
    GateAnswer.REWORK: "amber",
    GateAnswer.STOP: "red",
}


RESTING: dict[str, Any] = {
    Phase.ON_HOLD: gettext_lazy("The project is on hold: it goes on where it was."),
    Phase.TERMINATED: gettext_lazy("The project is stopped: lead it into closing, where it is handed over."),
    Phase.ARCHIVED: "",
}


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document of a stage: whether it is there, why or where, and the page that shows it."""

    name: str
    is_there: bool | None
    words: str
    url_name: str = ""
    is_own: bool = False
    url: str = ""


@dataclass(frozen=True, slots=True)
class RoleLine:
    """A role of a stage and who holds it at the project today."""

    code: str
    name: str
    people: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GateLine:
    """The gate at the end of a stage: its latest review, and in a word how it stands."""

    code: str
    name: str
    count: int
    review: GateReview | None
    colour: str
    words: str


@dataclass(frozen=True, slots=True)
class StageLine:
    """One stage: `standing` is done, now or ahead."""

    code: str
    name: str
    phase: str
    purpose: str
    standing: str
    processes: tuple[str, ...]
    documents: tuple[DocumentLine, ...]
    roles: tuple[RoleLine, ...]
    gate: GateLine | None


@dataclass(frozen=True, slots=True)
class LifeShown:
    """The life of a project; without a method there are no stages."""

    life: ProjectLife | None
    stages: tuple[StageLine, ...]
    steps: tuple[LifeStep, ...]
    reviews: Sequence[GateReview]
    conditions: tuple[tuple[GateCondition, bool], ...]
    next_step: str
    next_url: str
    project_class: int
    gate: Mapping[str, Any] | None
    open_review: GateReview | None
    following: Mapping[str, Any] | None

    @property
    def present(self) -> StageLine | None:
        """Return the stage in which the project stands."""
        return next((each for each in self.stages if each.standing == "now"), None)


def life_of(project: Project) -> ProjectLife | None:
    """Return the life of a project; None where no method was chosen."""
    found: ProjectLife | None = ProjectLife.objects.filter(project=project).first()
    return found


def shown_life(actor: Actor, project: Project) -> LifeShown:
    """Return the whole life of a project as the page shows it; the reasons of its steps as the record shows them."""
    life = life_of(project)
    reviews = reviews_of(project)
    open_review = next((each for each in reviews if each.state == GateState.OPEN), None)
    gate = gate_ahead(project, life)
    today = day_of(project.organisation)
    following = after(life.content, life.stage) if life else None
    words, url = _next(project, life, gate, open_review)
    return LifeShown(
        life,
        tuple(_stages(project, life, reviews)) if life else (),
        tuple(_steps(actor, project)),
        reviews,
        tuple(_conditions(reviews, today)),
        words,
        url,
        class_of_project(project, life),
        gate,
        open_review,
        following,
    )


def stage_documents(project: Project) -> list[tuple[str, str, tuple[DocumentLine, ...]]]:
    """Return name, standing and documents of each stage, without the rest of the life; nothing without a method."""
    life = life_of(project)
    if life is None:
        return []
    placed = placed_documents(project)
    return [
        (each["name"], standing, tuple(_documents(project, life, each, placed)))
        for each, standing in _standings(project, life)
    ]


def _standings(project: Project, life: ProjectLife) -> Iterable[tuple[Mapping[str, Any], str]]:
    """Yield each stage and whether it is done, is now or lies ahead."""
    here = stage_at(life.content, life.stage)
    for place, each in enumerate(life.content["stages"]):
        is_over = project.phase in {Phase.CLOSED, Phase.ARCHIVED} and each["phase"] != Phase.CLOSED
        yield each, "done" if place < here or is_over else "now" if place == here else "ahead"


def _steps(actor: Actor, project: Project) -> Iterable[LifeStep]:
    """Yield the steps of a project's life; why they were taken is for those who may read the record."""
    may_read = actor.can("audit.view", project.scope.path)
    for each in LifeStep.objects.filter(project=project).select_related("review"):
        each.reason = each.reason if may_read else ""
        yield each


def _conditions(reviews: Sequence[GateReview], today: dt.date) -> Iterable[tuple[GateCondition, bool]]:
    """Yield the conditions that are not met, and whether each is overdue, the first due first."""
    found = [each for review in reviews for each in review.conditions.all() if each.met_on is None]
    for each in sorted(found, key=lambda one: (one.due_on, one.pk)):
        yield each, each.due_on < today


def _next(
    project: Project,
    life: ProjectLife | None,
    gate: Mapping[str, Any] | None,
    review: GateReview | None,
) -> tuple[str, str]:
    """Return in one line what comes next, and the page where it is done."""
    if life is None:
        return _("Choose the method by which the project is run."), "projects:life_method"
    if project.phase in RESTING:
        return str(RESTING[project.phase]), ""
    if review is not None:
        decider = way_of_gate(review, life).decider
        name = decider.name if decider else _("somebody with the authority")
        words = _("Gate %(code)s waits for the decision of %(name)s.")
        return words % {"code": review.gate, "name": name}, ""
    if gate is not None:
        return _gap(project, gate)
    is_last = after(life.content, life.stage) is None or project.phase == Phase.CLOSED
    return "" if is_last else _("No gate stands at the end of this stage: go on when its work is done."), ""


def _gap(project: Project, gate: Mapping[str, Any]) -> tuple[str, str]:
    """Return the first thing that a gate still lacks of what Remit judges by itself."""
    for each in criteria_for(gate):
        judgement = judged(project, each["fact"]) if each["fact"] else None
        if judgement is not None and not judgement.is_met:
            words = _("For gate %(code)s: %(why)s") % {"code": gate["code"], "why": judgement.words}
            return words, "" if judgement.url_name == "projects:life" else judgement.url_name
    words = _("Nothing that Remit can judge stands against gate %(code)s: ask for its review.")
    return words % {"code": gate["code"]}, ""


def _stages(project: Project, life: ProjectLife, reviews: Sequence[GateReview]) -> Iterable[StageLine]:
    roles, placed = _roles(project, life), placed_documents(project)
    for each, standing in _standings(project, life):
        yield StageLine(
            each["code"],
            each["name"],
            str(Phase(each["phase"]).label),
            each["purpose"],
            standing,
            tuple(each["processes"]),
            tuple(_documents(project, life, each, placed)),
            tuple(roles[code] for code in each["roles"] if code in roles),
            _gate(each, reviews, is_past=standing == "done") if each["gate"] else None,
        )


def _documents(
    project: Project,
    life: ProjectLife,
    stage: Mapping[str, Any],
    placed: Mapping[tuple[str, str], PlacedDocument],
) -> Iterable[DocumentLine]:
    there = life.documents.get(stage["code"], {})
    for name in stage["documents"]:
        real = placed.get((stage["code"], name))
        if real is not None:
            yield DocumentLine(name, real.is_there, real.words, url=real.url)
            continue
        if not name.startswith(FACT):
            found = there.get(name)
            yield DocumentLine(name, found is not None, found["where"] if found else "", is_own=True)
            continue
        code = name.removeprefix(FACT)
        judgement = judged(project, code) if is_judged(code) else None
        if judgement is None:
            yield DocumentLine(label_of(code), None, "")
        else:
            yield DocumentLine(label_of(code), judgement.is_met, judgement.words, judgement.url_name)


def _roles(project: Project, life: ProjectLife) -> dict[str, RoleLine]:
    """Return the roles that stages name with their holders: two queries."""
    codes = {code for stage in life.content["stages"] for code in stage["roles"]}
    names = dict(
        Role.objects.filter(organisation_id=project.organisation_id, code__in=codes).values_list(
            "code", "name"
        )
    )
    rows = Assignment.objects.filter(
        in_office(day_of(project.organisation)), scope_id__in=chain(project.scope), role__code__in=codes
    )
    held: dict[str, dict[str, str]] = {}
    for each in rows.select_related("person", "role").order_by("-scope_id", "pk"):
        if each.scope_id == project.scope_id or each.role.code not in held:
            held.setdefault(each.role.code, {})[each.person.key] = each.person.name
    return {code: RoleLine(code, name, tuple(held.get(code, {}).items())) for code, name in names.items()}


def _gate(stage: Mapping[str, Any], reviews: Sequence[GateReview], *, is_past: bool) -> GateLine:
    gate = stage["gate"]
    count = len(gate["entry"]) + len(gate["exit"])
    of_gate = [each for each in reviews if each.gate == gate["code"] and each.state != GateState.WITHDRAWN]
    latest = of_gate[0] if of_gate else None
    if latest is None:
        words = ngettext("%(n)d criterion", "%(n)d criteria", count) % {"n": count}
        if is_past:
            words = _("passed before reviews were kept here")
        return GateLine(gate["code"], gate["name"], count, None, "grey", words)
    if latest.state == GateState.OPEN:
        return GateLine(gate["code"], gate["name"], count, latest, "amber", latest.get_state_display())
    told = {"answer": latest.get_answer_display(), "day": day_words(latest.decided_on)}
    words = _("%(answer)s, %(day)s") % told
    colour = ANSWER_COLOURS[GateAnswer(latest.answer)]
    return GateLine(gate["code"], gate["name"], count, latest, colour, words)


def route_of(review: GateReview, life: ProjectLife | None) -> Route | None:
    """Return the way of a review that waits; None once it does not."""
    return way_of_gate(review, life) if review.state == GateState.OPEN else None
