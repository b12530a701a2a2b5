"""Reviews of gates: asked for, judged criterion by criterion, decided by whoever has the authority, conditions met."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from remit.accounts.permissions import Actor, require
from remit.audit.recording import About, operation, record
from remit.core.errors import Conflict, Invalid, stale
from remit.people.grids import day_of
from remit.people.models import Person
from remit.people.operations.mails import tell
from remit.projects.gating import criteria_for, criteria_of, gate_ahead, present_stage, way_of_gate
from remit.projects.life_content import after
from remit.projects.life_rules import GUARDS
from remit.projects.models import (
    GateAnswer,
    GateCondition,
    GateReview,
    GateState,
    Phase,
    Project,
    ProjectLife,
)
from remit.projects.operations.phases import locked_life, missing_for, move
from remit.projects.operations.records import decided_day, locked_project
from remit.projects.policies import READ_ONLY, may_ask_gate, may_decide_gate, may_judge, may_meet

LONGEST_TEXT, LONGEST_CONDITION, MOST_CONDITIONS = 4000, 400, 20
CONDITIONS = gettext_lazy("Remit: a project goes on, and you meet a condition")


@dataclass(frozen=True, slots=True)
class Stated:
    """A condition as the decider states it."""

    text: str
    owner: Person
    due_on: dt.date


def _about(review: GateReview) -> About:
    project = review.project
    label = f"{project.key} {review.gate} {review.name}"
    return About("gate", f"{project.key}/{review.number}", label, project.organisation_id, project.scope.path)


def _short(text: str, field: str, longest: int = LONGEST_TEXT) -> str:
    text = text.strip()
    if len(text) > longest:
        words = {"longest": longest, "count": len(text)}
        message = _("At most %(longest)d characters, these are %(count)d.")
        raise Invalid(message % words, field=field, code="long")
    return text


@operation("projects.ask_gate")
def ask_gate(
    project: Project, *, actor: Actor, note: str = "", amount_minor: int | None = None
) -> GateReview:
    """Ask for the review of the gate at the end of the present stage; a `amount_minor` is what a go would release."""
    locked = locked_project(project)
    require(may_ask_gate(actor, locked))
    life = locked_life(locked)
    gate = gate_ahead(locked, life)
    if life is None or gate is None:
        raise Conflict("no_gate", _("No gate stands at the end of where the project is now."))
    if GateReview.objects.filter(project=locked, state=GateState.OPEN).exists():
        raise Conflict("open", _("A gate is being reviewed already."))
    if amount_minor is not None and amount_minor < 0:
        raise Invalid(_("Give an amount that is not below zero."), field="amount_minor", code="range")
    last = GateReview.objects.filter(project=locked).order_by("-number").first()
    review = GateReview.objects.create(
        project=locked,
        number=last.number + 1 if last else 1,
        gate=gate["code"],
        name=gate["name"],
        stage=life.stage,
        note=_short(note, "note"),
        amount_minor=amount_minor,
        criteria=criteria_for(gate),
        asked_by_id=actor.person_id,
        asked_at=timezone.now(),
    )
    record(actor, _about(review), {"gate": ["", gate["code"]], "amount_minor": ["", amount_minor]})
    return review


def _locked(review: GateReview, version: int) -> tuple[GateReview, Project, ProjectLife | None]:
    """Return an open review, its project and life, all locked."""
    project = locked_project(review.project)
    rows = GateReview.objects.select_for_update(of=("self",))
    locked: GateReview = rows.get(pk=review.pk)
    locked.project = project
    if locked.state != GateState.OPEN:
        message = _("This review does not wait any more: it is %(state)s.")
        raise Conflict("state", message % {"state": locked.get_state_display()})
    if locked.version != version:
        raise stale(_("Somebody changed this review meanwhile: read what stands there now."), {}, locked)
    return locked, project, locked_life(project)


@operation("projects.judge_criterion")
def judge_criterion(
    review: GateReview, number: int, *, is_met: bool, evidence: str, version: int, actor: Actor
) -> GateReview:
    """Say whether a criterion is met and on what that rests; what Remit judges by itself nobody else does."""
    locked, project, life = _locked(review, version)
    require(may_judge(actor, locked, way_of_gate(locked, life).decider))
    if not 0 <= number < len(locked.criteria):
        raise Invalid(_("There is no such criterion."), field="number", code="unknown")
    shown = criteria_of(locked)[number]
    if shown.fact:
        raise Conflict("fact", _("Remit judges this by itself: %(why)s") % {"why": shown.why})
    evidence = _short(evidence, "evidence")
    if not evidence:
        raise Invalid(_("Say on what that rests."), field="evidence", code="required")
    row = {
        **locked.criteria[number],
        "is_met": is_met,
        "evidence": evidence,
        "by": actor.name,
        "on": day_of(project.organisation).isoformat(),
    }
    locked.criteria = [row if at == number else each for at, each in enumerate(locked.criteria)]
    locked.version += 1
    locked.save(update_fields=["criteria", "version"])
    record(actor, _about(locked), {"criterion": [shown.text, is_met], "evidence": [shown.why, evidence]})
    return locked


@operation("projects.withdraw_gate")
def withdraw_gate(review: GateReview, *, version: int, actor: Actor) -> GateReview:
    """Take a review back before anybody decides."""
    locked, project, _life = _locked(review, version)
    require(may_ask_gate(actor, project))
    locked.state = GateState.WITHDRAWN
    locked.version += 1
    locked.save(update_fields=["state", "version"])
    record(actor, _about(locked), {"state": [GateState.OPEN.value, GateState.WITHDRAWN.value]})
    return locked


@operation("projects.decide_gate")
def decide_gate(
    review: GateReview, answer: str, *, version: int, actor: Actor, words: str = "",
    conditions: Sequence[Stated] = (), on: dt.date | None = None,
) -> GateReview:  # fmt: skip
    """Decide at a gate; a go takes every criterion, conditions take owner and day, the project's phase follows.

    What the decider saw is kept: each criterion, the line of people, and how the project stood.
    """
    locked, project, life = _locked(review, version)
    route = way_of_gate(locked, life)
    require(may_decide_gate(actor, route.decider))
    if answer not in GateAnswer.values:
        names = ", ".join(GateAnswer.values)
        raise Invalid(_("Choose one of: %(names)s.") % {"names": names}, field="answer")
    words = _short(words, "words")
    day = decided_day(project, on)
    _may_answer(locked, project, life, answer, words, conditions)
    seen = criteria_of(locked)
    locked.criteria = [
        {**row, "is_met": each.is_met, "evidence": each.why}
        for row, each in zip(locked.criteria, seen, strict=True)
    ]
    locked.facts = _facts(locked, project, route.kept())
    locked.state, locked.answer, locked.words = GateState.DECIDED, answer, words
    locked.decided_by_id, locked.decided_on = actor.person_id, day
    locked.version += 1
    locked.save()
    _add_conditions(locked, conditions, day)
    _tell_owners(locked, conditions, actor)
    record(actor, _about(locked), {"answer": ["", answer], "conditions": ["", len(conditions)]}, reason=words)
    _lead_on(locked, project, life, actor)
    return locked


def _facts(review: GateReview, project: Project, line: Any) -> dict[str, Any]:
    return {
        "version": review.version,
        "line": line,
        "phase": project.phase,
        "budget_minor": project.budget_minor,
        "promised_on": project.promised_on.isoformat() if project.promised_on else None,
    }


def _may_answer(
    review: GateReview, project: Project, life: ProjectLife | None, answer: str, words: str,
    conditions: Sequence[Stated],
) -> None:  # fmt: skip
    """Refuse an answer for which something is missing, and say what."""
    if answer in {GateAnswer.HOLD, GateAnswer.REWORK, GateAnswer.STOP} and not words:
        raise Invalid(_("Say why."), field="words", code="required")
    following = after(life.content, life.stage) if life else None
    _may_set_conditions(project, following, answer, conditions)
    if answer not in {GateAnswer.GO, GateAnswer.CONDITIONAL}:
        if answer == GateAnswer.HOLD and project.phase in {Phase.IDEA, Phase.CLOSED}:
            raise Conflict("phase_order", _("A project does not rest here: choose rework."))
        if answer == GateAnswer.STOP and project.phase == Phase.CLOSED:
            raise Conflict("phase_order", _("The project is closed already: there is nothing to stop."))
        return
    for gap in missing_for(project, following["phase"]) if following else ():
        raise Conflict("phase_guard", gap)
    hard = GUARDS.get(following["phase"], ()) if following else ()
    for each in criteria_of(review):
        if not each.is_met and (answer == GateAnswer.GO or each.fact in hard):
            told = {"text": each.text, "why": each.why or _("nobody has judged it")}
            raise Conflict("criterion", _("“%(text)s” is not met: %(why)s") % told)


def _may_set_conditions(
    project: Project, following: Mapping[str, Any] | None, answer: str, conditions: Sequence[Stated]
) -> None:
    """Refuse conditions where they do not belong or could not be met, and a conditional go without any."""
    if answer != GateAnswer.CONDITIONAL:
        if conditions:
            message = _("Conditions belong to a go with conditions alone.")
            raise Invalid(message, field="conditions", code="invalid")
        return
    if not 0 < len(conditions) <= MOST_CONDITIONS:
        message = _("State at least one condition with its owner and its day, and at most %(most)d.")
        raise Invalid(message % {"most": MOST_CONDITIONS}, field="conditions", code="required")
    if _leads_to_the_end(project, following):
        message = _("After this gate the project is closed, and no condition could be met: go, or rework.")
        raise Conflict("closing", message)


def _leads_to_the_end(project: Project, following: Mapping[str, Any] | None) -> bool:
    """Return whether the project is closed after a go, or is already."""
    if project.phase in READ_ONLY:
        return True
    return following["phase"] in READ_ONLY if following is not None else project.phase == Phase.CLOSING


def _add_conditions(review: GateReview, conditions: Sequence[Stated], day: dt.date) -> None:
    for number, each in enumerate(conditions, start=1):
        text = _short(each.text, "conditions", LONGEST_CONDITION)
        if not text:
            raise Invalid(_("Say what the condition is."), field="conditions", code="required")
        if each.due_on < day:
            raise Invalid(_("A condition is due after the decision."), field="conditions", code="range")
        if each.owner.organisation_id != review.project.organisation_id:
            raise Invalid(_("There is no such person here."), field="conditions", code="unknown")
        GateCondition.objects.create(
            review=review, number=number, text=text, owner=each.owner, due_on=each.due_on
        )


def _tell_owners(review: GateReview, conditions: Sequence[Stated], actor: Actor) -> None:
    """Tell everybody by one mail which conditions are theirs to meet, but for whoever stated them."""
    url = settings.BASE_URL + reverse("projects:gate", args=[review.project.key, review.number])
    for owner in {each.owner.pk: each.owner for each in conditions}.values():
        own = [each for each in conditions if each.owner.pk == owner.pk]
        if owner.pk != actor.person_id:
            context = {"review": review, "conditions": own, "by": actor.name, "url": url}
            tell(owner, CONDITIONS, "projects/email/conditions.txt", context)


def _lead_on(review: GateReview, project: Project, life: ProjectLife | None, actor: Actor) -> None:
    """Let the project's phase follow from the answer."""
    more: dict[str, Any] = {
        "actor": actor,
        "reason": review.words,
        "review": review,
        "day": review.decided_on,
    }
    if review.answer == GateAnswer.HOLD:
        move(project, Phase.ON_HOLD, **more)
    elif review.answer == GateAnswer.STOP:
        move(project, Phase.TERMINATED, **more)
    elif review.answer in {GateAnswer.GO, GateAnswer.CONDITIONAL} and life is not None:
        following = after(life.content, present_stage(life)["code"])
        if following is not None:
            move(project, following["phase"], life=life, stage=following, **more)
        elif project.phase == Phase.CLOSING:
            move(project, Phase.CLOSED, **more)


@operation("projects.meet_condition")
def meet_condition(condition: GateCondition, *, words: str, version: int, actor: Actor) -> GateCondition:
    """Say that a condition is met, and by what."""
    rows = GateCondition.objects.select_for_update(of=("self",))
    locked: GateCondition = rows.select_related(
        "owner", "review__project__scope", "review__project__organisation"
    ).get(pk=condition.pk)
    require(may_meet(actor, locked))
    if locked.met_on is not None:
        raise Conflict("state", _("The condition is met already."))
    if locked.version != version:
        raise stale(_("Somebody changed this condition meanwhile."), {}, locked)
    locked.met_words = _short(words, "words")
    if not locked.met_words:
        raise Invalid(_("Say by what it is met."), field="words", code="required")
    locked.met_on = day_of(locked.review.project.organisation)
    locked.version += 1
    locked.save()
    record(actor, _about(locked.review), {"condition": [locked.text, locked.met_words]})
    return locked
