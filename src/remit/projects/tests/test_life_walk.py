"""A random walk through a project's life: whatever is tried in whatever order, no rule of its life is ever broken."""

import datetime as dt
from typing import Any

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from remit.accounts.permissions import Actor
from remit.conftest import World, make_world
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.projects.gating import criteria_of, present_stage
from remit.projects.life_content import standard_methods
from remit.projects.life_rules import FOLLOWS
from remit.projects.models import (
    Charter,
    FeasibilityStudy,
    FormalRecord,
    GateAnswer,
    GateReview,
    GateState,
    LifeStep,
    Phase,
    Project,
    ProjectLife,
    RecordState,
)
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter
from remit.projects.operations.feasibility import answer_study, begin_study, submit_study
from remit.projects.operations.gates import Stated, ask_gate, decide_gate, judge_criterion, withdraw_gate
from remit.projects.operations.lives import advance_stage, choose_method
from remit.projects.operations.phases import change_phase
from remit.projects.tests.test_charters import FULL

REFUSALS = (Conflict, Invalid, NotAllowed)
WHO = st.sampled_from(["Petra", "Simon", "Bo"])
LEFT = {Phase.TERMINATED, Phase.ON_HOLD}


class LifeWalk(RuleBasedStateMachine):
    """Three people try everything; a refusal changes nothing, and what is let pass keeps every rule."""

    world: World
    actors: dict[str, Actor]

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.world = make_world("Walk")
        roles = {"Petra": "project-manager", "Simon": "sponsor", "Bo": "team-member"}
        self.actors = {name: self.world.give(name, role) for name, role in roles.items()}
        Project.objects.filter(pk=self.world.project.pk).update(phase=Phase.IDEA)
        self.gone = 0

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    @property
    def project(self) -> Project:
        found: Project = Project.objects.select_related("scope", "organisation").get(pk=self.world.project.pk)
        return found

    def tried(self, operation: Any, *args: Any, **kwargs: Any) -> None:
        try:
            with transaction.atomic():
                operation(*args, **kwargs)
        except REFUSALS:
            return

    @rule(who=WHO, code=st.sampled_from(sorted(standard_methods())))
    def choose(self, who: str, code: str) -> None:
        self.tried(choose_method, self.project, code, actor=self.actors[who], reason="Fits")

    @rule(who=WHO, phase=st.sampled_from(Phase.values))
    def move(self, who: str, phase: str) -> None:
        project = self.project
        self.tried(
            change_phase, project, phase, version=project.version, actor=self.actors[who], reason="Since"
        )

    @rule(who=WHO)
    def advance(self, who: str) -> None:
        life = ProjectLife.objects.filter(project=self.world.project).first()
        self.tried(advance_stage, self.project, version=life.version if life else 1, actor=self.actors[who])

    @rule(who=WHO)
    def ask(self, who: str) -> None:
        self.tried(ask_gate, self.project, actor=self.actors[who])

    def review(self) -> GateReview | None:
        return GateReview.objects.select_related("project").filter(project=self.world.project).first()

    @rule(who=WHO, is_met=st.sampled_from([True, True, True, False]))
    def judge(self, who: str, is_met: bool) -> None:  # noqa: FBT001 - drawn by name
        review = self.review()
        for place in range(len(review.criteria) if review else 0):
            review = self.review()
            assert review is not None
            self.tried(
                judge_criterion, review, place, is_met=is_met, evidence="Seen", version=review.version,
                actor=self.actors[who],
            )  # fmt: skip

    @rule(who=WHO, answer=st.sampled_from([GateAnswer.GO, GateAnswer.GO, *GateAnswer.values]))
    def decide(self, who: str, answer: str) -> None:
        review = self.review()
        if review is None:
            return
        due = [Stated("More", self.world.person("Bo"), dt.date(2098, 1, 1))]
        conditions = due if answer == GateAnswer.CONDITIONAL else []
        self.tried(
            decide_gate, review, answer, version=review.version, actor=self.actors[who], words="So",
            conditions=conditions,
        )  # fmt: skip

    @rule(who=WHO)
    def withdraw(self, who: str) -> None:
        review = self.review()
        if review is not None:
            self.tried(withdraw_gate, review, version=review.version, actor=self.actors[who])

    @rule()
    def baseline(self) -> None:
        self.tried(self.world.baseline, self.actors["Petra"])

    @rule(who=WHO, deed=st.sampled_from(["begin", "write", "submit", "sign", "return"]))
    def charter(self, who: str, deed: str) -> None:
        actor, row = self.actors[who], Charter.objects.filter(project=self.world.project).first()
        if deed == "begin":
            self.tried(begin_charter, self.project, actor=actor)
        elif row is not None and deed == "write":
            self.tried(change_charter, row, version=row.version, actor=actor, **FULL)
        elif row is not None and deed == "submit":
            self.tried(submit_charter, row, version=row.version, actor=actor)
        elif row is not None:
            self.tried(
                answer_charter, row, sign=deed == "sign", version=row.version, actor=actor, answer="Read"
            )

    @rule(who=WHO, deed=st.sampled_from(["begin", "submit", "agreed", "refused", "draft"]))
    def study(self, who: str, deed: str) -> None:
        actor, row = self.actors[who], FeasibilityStudy.objects.filter(project=self.world.project).first()
        if deed == "begin":
            self.tried(begin_study, self.project, actor=actor)
        elif row is not None and deed == "submit":
            self.tried(submit_study, row, version=row.version, actor=actor)
        elif row is not None:
            self.tried(answer_study, row, state=deed, version=row.version, actor=actor, answer="Read")

    @invariant()
    def every_step_follows_the_rules(self) -> None:
        steps = list(LifeStep.objects.filter(project=self.world.project).order_by("pk"))
        here = Phase.IDEA.value
        for step in steps:
            assert step.from_phase == here
            assert step.to_phase == here or step.to_phase in FOLLOWS[here]
            here = step.to_phase
        assert self.project.phase == here

    @invariant()
    def the_stage_is_of_the_phase(self) -> None:
        life = ProjectLife.objects.filter(project=self.world.project).first()
        phase = self.project.phase
        if life is not None and phase not in LEFT | {Phase.CLOSED, Phase.ARCHIVED}:
            assert present_stage(life)["phase"] == phase

    @invariant()
    def nobody_decides_what_they_asked_for(self) -> None:
        for review in GateReview.objects.filter(project=self.world.project, state=GateState.DECIDED):
            assert review.decided_by_id not in {None, review.asked_by_id}
            if review.answer == GateAnswer.GO:
                assert all(each.is_met for each in criteria_of(review))

    @invariant()
    def at_most_one_version_is_open_and_one_holds(self) -> None:
        for model in (Charter, FeasibilityStudy):
            rows: Any = model
            found: list[FormalRecord] = list(rows.objects.filter(project=self.world.project))
            assert sum(each.is_open for each in found) <= 1
            assert sum(each.state == RecordState.AGREED for each in found) <= 1
            assert all(each.decided_by_id for each in found if each.state == RecordState.AGREED)

    @invariant()
    def nothing_is_chartered_without_a_signature_nor_executed_without_a_baseline(self) -> None:
        steps = LifeStep.objects.filter(project=self.world.project)
        if steps.filter(to_phase=Phase.CHARTERED).exclude(from_phase__in=[*LEFT, Phase.CHARTERED]).exists():
            signed = [RecordState.AGREED, RecordState.REPLACED]
            assert Charter.objects.filter(project=self.world.project, state__in=signed).exists()
        if steps.filter(to_phase=Phase.EXECUTION, from_phase=Phase.PLANNING).exists():
            assert self.world.project.baselines.exists()


@pytest.mark.django_db
def test_a_short_walk_breaks_no_rule() -> None:
    run_state_machine_as_test(
        LifeWalk, settings=settings(max_examples=3, stateful_step_count=20, deadline=None)
    )


@pytest.mark.soak
@pytest.mark.django_db
def test_a_long_walk_breaks_no_rule() -> None:
    run_state_machine_as_test(
        LifeWalk, settings=settings(max_examples=100, stateful_step_count=60, deadline=None)
    )
