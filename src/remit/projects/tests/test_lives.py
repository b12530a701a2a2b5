"""Methods, stages and gates: what a project gets, what a gate asks, who decides, and what follows from it."""

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.thresholds import DEFAULT_REACH
from remit.projects.facts import project_facts
from remit.projects.gating import class_of, criteria_of
from remit.projects.life_content import faults, standard_methods
from remit.projects.lives import shown_life
from remit.projects.method_queries import methods_of
from remit.projects.models import GateAnswer, GateCondition, GateReview, LifeStep, Phase, Project, ProjectLife
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter
from remit.projects.operations.gates import Stated, ask_gate, decide_gate, judge_criterion, meet_condition
from remit.projects.operations.lives import (
    advance_stage,
    choose_method,
    edit_method,
    provide_document,
    tailor_life,
)
from remit.projects.operations.phases import change_phase
from remit.projects.tests.test_charters import FULL

SYSTEM = system_actor()
ROLES = {"project-manager", "sponsor"}


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def simon(world: World) -> Actor:
    return world.give("Simon", "sponsor")


def begun(world: World, phase: str = Phase.IDEA) -> Project:
    Project.objects.filter(pk=world.project.pk).update(phase=phase)
    project: Project = Project.objects.select_related("scope", "organisation").get(pk=world.project.pk)
    choose_method(project, "predictive", actor=SYSTEM)
    return project


def judged_by(review: GateReview, actor: Actor, *, is_met: bool = True) -> GateReview:
    for each in criteria_of(review):
        if not each.fact:
            review = judge_criterion(
                review, each.number, is_met=is_met, evidence="Seen", version=review.version, actor=actor
            )
    return review


def chartered(world: World, petra: Actor, simon: Actor) -> None:
    charter = begin_charter(world.project, actor=petra)
    charter = change_charter(charter, version=charter.version, actor=petra, **FULL)
    charter = submit_charter(charter, version=charter.version, actor=petra)
    answer_charter(charter, sign=True, version=charter.version, actor=simon)


@pytest.mark.parametrize("code", sorted(standard_methods()))
def test_every_method_that_comes_with_remit_holds_its_own_rules(world: World, code: str) -> None:
    roles = set(world.organisation.roles.values_list("code", flat=True))
    facts = {each.code for each in project_facts}
    assert list(faults(standard_methods()[code], roles, facts)) == []


def test_a_method_that_leaves_a_phase_out_or_goes_back_is_refused() -> None:
    content = deepcopy(standard_methods()["predictive"])
    stages = content["stages"]
    content["stages"] = [each for each in stages if each["phase"] != Phase.PLANNING]
    assert [each.code for each in faults(content, set(), set()) if each.field == "stages"] == ["phases"]
    content["stages"] = [stages[1], stages[0], *stages[2:]]
    assert "order" in {each.code for each in faults(content, set(), set())}


@pytest.mark.parametrize(
    ("budget", "expected"), [(None, 1), (0, 1), (1, 2), (100_001, 3), (25_000_000, 4), (25_000_001, 5)]
)
def test_the_class_of_a_project_is_the_authority_that_decides_on_its_budget(
    budget: int | None, expected: int
) -> None:
    assert class_of(budget, DEFAULT_REACH) == expected


def test_a_project_gets_its_own_copy_at_the_stage_of_its_phase(world: World) -> None:
    begun(world, Phase.EXECUTION)
    life = ProjectLife.objects.get()
    assert (life.stage, life.method_version) == ("delivery", 1)


def test_an_edited_method_has_a_new_version_and_projects_keep_their_copy(world: World) -> None:
    begun(world)
    admin = world.give("Adam", "administrator", world.root)
    content = deepcopy(standard_methods()["predictive"])
    content["stages"][0]["gate"]["exit"].append("The board has heard of it")
    with pytest.raises(NotAllowed):
        edit_method(
            world.organisation, "predictive", content, number=1, reason="Board", actor=world.actor("Petra")
        )
    edit_method(world.organisation, "predictive", content, number=1, reason="Board", actor=admin)
    (method,) = [each for each in methods_of(world.organisation) if each.code == "predictive"]
    assert (method.number, method.reason) == (2, "Board")
    kept = ProjectLife.objects.get().content["stages"][0]["gate"]["exit"]
    assert "The board has heard of it" not in kept
    with pytest.raises(Conflict):
        edit_method(world.organisation, "predictive", content, number=1, reason="Again", actor=admin)


def test_tailoring_takes_a_reason_and_leaves_the_present_stage(world: World, petra: Actor) -> None:
    project = begun(world, Phase.FEASIBILITY)
    life = ProjectLife.objects.get()
    stages = deepcopy(life.content["stages"])
    stages[0]["name"] = "Spark"
    with pytest.raises(Invalid, match="Say why"):
        tailor_life(project, stages, reason=" ", version=life.version, actor=petra)
    renamed = [{**each, "code": "other"} if each["code"] == life.stage else each for each in stages]
    with pytest.raises(Invalid, match="that stage stays"):
        tailor_life(project, renamed, reason="Ours", version=life.version, actor=petra)
    tailored = tailor_life(project, stages, reason="Ours", version=life.version, actor=petra)
    assert tailored.tailored == "Ours"
    event = AuditEvent.objects.filter(operation="projects.tailor_life").get()
    assert "Spark (idea)" in event.changes["stages"][1]


def test_a_gate_stands_in_the_way_of_a_direct_move(world: World, petra: Actor) -> None:
    project = begun(world)
    with pytest.raises(Conflict, match="Gate G0"):
        change_phase(project, Phase.FEASIBILITY, version=project.version, actor=petra)
    with pytest.raises(Conflict, match="Gate G0"):
        advance_stage(project, version=1, actor=petra)


def test_whoever_asked_does_not_decide_and_a_go_takes_every_criterion(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = begun(world)
    review = ask_gate(project, actor=petra)
    with pytest.raises(NotAllowed) as refused:
        decide_gate(review, GateAnswer.GO, version=review.version, actor=petra)
    assert refused.value.who_may == "Simon"
    with pytest.raises(Conflict, match="nobody has judged it"):
        decide_gate(review, GateAnswer.GO, version=review.version, actor=simon)
    review = judged_by(review, petra)
    decided = decide_gate(review, GateAnswer.GO, version=review.version, actor=simon)
    project.refresh_from_db()
    assert (project.phase, ProjectLife.objects.get().stage) == (Phase.FEASIBILITY, "feasibility")
    assert decided.facts["line"][0][3] == "asked for it, and nobody decides a request of their own."
    step = LifeStep.objects.get()
    assert (step.to_phase, step.review_id) == (Phase.FEASIBILITY, decided.pk)


def test_gate_one_is_blocked_without_a_signed_charter_and_by_a_version_that_is_not(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = begun(world, Phase.FEASIBILITY)
    review = judged_by(ask_gate(project, actor=petra), petra)
    due = [Stated("Study follows", world.person("Petra"), dt.date(2098, 1, 1))]
    answer: dict[str, Any] = {"actor": simon, "conditions": due, "words": "Go"}
    with pytest.raises(Conflict, match="no charter"):
        decide_gate(review, GateAnswer.CONDITIONAL, version=review.version, **answer)
    chartered(world, petra, simon)
    begin_charter(world.project, actor=petra)
    with pytest.raises(Conflict, match="Version 2 of the charter is not signed"):
        decide_gate(review, GateAnswer.CONDITIONAL, version=review.version, **answer)


def test_a_go_with_conditions_keeps_owner_and_day_and_they_are_met_by_their_owner(
    world: World,
    petra: Actor,
    simon: Actor,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    project = begun(world, Phase.FEASIBILITY)
    chartered(world, petra, simon)
    review = judged_by(ask_gate(project, actor=petra), petra)
    with pytest.raises(Invalid, match="at least one condition"):
        decide_gate(review, GateAnswer.CONDITIONAL, version=review.version, actor=simon)
    bo = world.give("Bo", "team-member")
    due = [Stated("Study follows", world.person("Bo"), dt.date(2098, 1, 1))]
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        decide_gate(review, GateAnswer.CONDITIONAL, version=review.version, actor=simon, conditions=due)
    assert [each.to for each in mail.outbox] == [[world.person("Bo").email]]
    assert "Study follows" in mail.outbox[0].body
    project.refresh_from_db()
    assert project.phase == Phase.CHARTERED
    condition = GateCondition.objects.get()
    with pytest.raises(NotAllowed):
        meet_condition(condition, words="Done", version=1, actor=simon)
    Project.objects.filter(pk=project.pk).update(phase=Phase.CLOSED)
    with pytest.raises(NotAllowed, match="closed"):
        meet_condition(condition, words="Done", version=1, actor=bo)
    Project.objects.filter(pk=project.pk).update(phase=Phase.CHARTERED)
    assert meet_condition(condition, words="Study of May", version=1, actor=bo).met_on is not None


def test_a_gate_that_closes_the_project_is_passed_without_conditions(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = begun(world, Phase.CLOSING)
    review = judged_by(ask_gate(project, actor=petra), petra)
    due = [Stated("Pay the last invoice", world.person("Petra"), dt.date(2098, 1, 1))]
    with pytest.raises(Conflict) as refused:
        decide_gate(review, GateAnswer.CONDITIONAL, version=review.version, actor=simon, conditions=due)
    assert refused.value.code == "closing"
    assert not GateCondition.objects.exists()


@pytest.mark.parametrize(
    ("answer", "phase"),
    [(GateAnswer.HOLD, "on-hold"), (GateAnswer.REWORK, "feasibility"), (GateAnswer.STOP, "terminated")],
)
def test_the_phase_follows_from_hold_rework_and_stop(
    world: World, petra: Actor, simon: Actor, answer: str, phase: str
) -> None:
    project = begun(world, Phase.FEASIBILITY)
    review = ask_gate(project, actor=petra)
    with pytest.raises(Invalid, match="Say why"):
        decide_gate(review, answer, version=review.version, actor=simon)
    decide_gate(review, answer, version=review.version, actor=simon, words="Not now")
    project.refresh_from_db()
    assert project.phase == phase


def test_a_sponsor_below_the_class_is_passed_over(world: World, petra: Actor, simon: Actor) -> None:
    project = begun(world)
    choose_method(project, "predictive", actor=petra, reason="Dear", project_class=5)
    world.organisation.roles.filter(code="sponsor").update(authority=4)
    review = ask_gate(project, actor=petra)
    with pytest.raises(NotAllowed, match="authority that a project of this class"):
        decide_gate(review, GateAnswer.REWORK, version=review.version, actor=simon, words="No")


def test_what_remit_judges_by_itself_nobody_else_judges_and_a_decision_keeps_what_was_seen(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = begun(world, Phase.PLANNING)
    review = ask_gate(project, actor=petra)
    place = next(each.number for each in criteria_of(review) if each.fact == "baseline-approved")
    with pytest.raises(Conflict, match="no baseline"):
        judge_criterion(review, place, is_met=True, evidence="Sure", version=review.version, actor=petra)
    decide_gate(review, GateAnswer.REWORK, version=review.version, actor=simon, words="Plan it")
    world.baseline()
    review.refresh_from_db()
    seen = criteria_of(review)[place]
    assert (seen.is_met, seen.why) == (False, "The plan has no baseline yet.")


def test_a_document_is_there_once_somebody_says_where(world: World, petra: Actor) -> None:
    project = begun(world, Phase.PLANNING)
    life = ProjectLife.objects.get()
    with pytest.raises(Invalid, match="no such document"):
        provide_document(project, "planning", "Poem", where="Shelf", version=life.version, actor=petra)
    life = provide_document(
        project, "planning", "Risk register", where="Shelf 3", version=life.version, actor=petra
    )
    assert life.documents["planning"]["Risk register"]["where"] == "Shelf 3"


def test_the_pages_lead_from_a_choice_to_a_decision(world: World, petra: Actor, simon: Actor) -> None:
    Project.objects.filter(pk=world.project.pk).update(phase=Phase.IDEA)
    ours, theirs = world.client("Petra"), world.client("Simon")
    base = "/projects/P-1/life/"
    assert "Choose a method" in ours.get(base).content.decode()
    assert ours.post(f"{base}method/", {"method": "nothing"}).status_code == 422
    ours.post(f"{base}method/", {"method": "predictive"})
    assert "ask for its review" in ours.get(base).content.decode()
    ours.post(f"{base}gates/ask", {"note": "Please", "amount": "10"})
    review = GateReview.objects.get()
    for number, each in enumerate(criteria_of(review)):
        if not each.fact:
            version = GateReview.objects.get().version
            typed = {"criterion": number, "is_met": "yes", "evidence": "Seen", "version": version}
            assert ours.post(f"{base}gates/1/judge", typed).status_code == 302
    assert "Gate G0 waits for the decision of Simon" in ours.get(base).content.decode()
    assert "Gate G0 of Bridge" in theirs.get("/").content.decode()
    assert "Gate G0 of Bridge" not in ours.get("/").content.decode()
    version = GateReview.objects.get().version
    half = {"answer": "conditional", "version": version, "text_0": "More"}
    assert theirs.post(f"{base}gates/1/decide", half).status_code == 422
    assert theirs.post(f"{base}gates/1/decide", {"answer": "go", "version": version}).status_code == 302
    assert "Feasibility" in theirs.get(f"{base}gates/1/").content.decode()
    assert ours.get(f"{base}gates/9/").status_code == 404
    moved = ours.post(f"{base}move", {"phase": "on-hold", "reason": "Frost", "version": 2})
    assert moved.status_code == 302
    assert "Let it go on" in ours.get(base).content.decode()
    for page in ("tailor/", "method/"):
        assert ours.get(f"{base}{page}").status_code == 200


def test_an_administrator_edits_a_method_on_its_page_and_sees_what_changed(world: World) -> None:
    world.give("Adam", "administrator", world.root)
    page = world.client("Adam")
    assert "DMAIC" in page.get("/methods/").content.decode()
    form = page.get("/methods/kanban/edit/").context["form"]
    typed = {name: form[name].value() for name in form.fields if form[name].value() is not None}
    typed |= {"reason": "We review weekly", "s0_purpose": "Is it worth a week?"}
    assert page.post("/methods/kanban/edit/", typed).status_code == 302
    shown = page.get("/methods/kanban/").content.decode()
    assert "We review weekly" in shown
    assert "<ins>Idea (idea): Is it worth a week?</ins>" in shown
    assert page.post("/methods/kanban/edit/", typed | {"s1_name": ""}).status_code in {409, 422}


def test_why_a_step_was_taken_is_for_those_who_may_read_the_record(world: World, petra: Actor) -> None:
    project = begun(world, Phase.EXECUTION)
    world.give("Tom", "team-member")
    change_phase(project, Phase.ON_HOLD, version=project.version, reason="No money", actor=petra)
    project.refresh_from_db()
    reasons = {
        name: {each.reason for each in shown_life(world.actor(name), project).steps}
        for name in ("Petra", "Tom")
    }
    assert "No money" in reasons["Petra"]
    assert reasons["Tom"] == {""}
