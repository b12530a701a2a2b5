"""Deliverables: from description to acceptance, by the named acceptor who never made it."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from remit.accounts.permissions import NOBODY, Actor, Grant, system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, RemitError
from remit.people.operations.assignments import end_assignment
from remit.projects.deliverable_policies import may_advance, may_check, may_decide, may_keep_deliverables
from remit.projects.deliverable_queries import checked_criteria, deliverable_lines, waiting_for_answer
from remit.projects.forms_deliverables import parse_criteria
from remit.projects.models import Deliverable, DeliverableState, Project
from remit.projects.operations.deliverable_states import (
    FOLLOWS,
    advance_deliverable,
    decide_deliverable,
    note_check,
)
from remit.projects.operations.deliverables import (
    Criterion,
    add_deliverable,
    change_deliverable,
    remove_deliverable,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
State = DeliverableState
TO_SUBMISSION = (State.IN_WORK, State.READY, State.UNDER_CHECK, State.CHECKED, State.SUBMITTED)


@pytest.fixture(scope="module")
def staffed(lasting_world: World, django_db_blocker: Any) -> World:
    """Ada manages, Tom makes, Sue sponsors, Cleo accepts for the customer, Lea leads, Asa assures."""
    with django_db_blocker.unblock():
        for name, role in (
            ("Ada", "project-manager"),
            ("Tom", "team-member"),
            ("Sue", "sponsor"),
            ("Cleo", "acceptor"),
            ("Lea", "project-leader"),
            ("Asa", "project-assurance"),
        ):
            lasting_world.give(name, role)
    return lasting_world


def made(world: World, **more: Any) -> Deliverable:
    stated: dict[str, Any] = {
        "name": "Guide",
        "producer": world.person("Tom"),
        "acceptor": world.person("Cleo"),
        "criteria": [Criterion("Names every step", "none missing"), Criterion("At most 20 pages")],
    }
    return add_deliverable(world.project, actor=SYSTEM, **(stated | more))


def lead(world: World, deliverable: Deliverable, to: str) -> Deliverable:
    """Lead a deliverable on up to a state, with every criterion found to be met."""
    found = Deliverable.objects.get(pk=deliverable.pk)
    for state in TO_SUBMISSION[
        TO_SUBMISSION.index(State(found.state)) + 1 if found.state != "defined" else 0 :
    ]:
        if state == State.CHECKED:
            for criterion in found.criteria.all():
                note_check(found, criterion, method="Review", is_met=True, actor=SYSTEM)
        found = advance_deliverable(found, state, version=found.version, actor=SYSTEM)
        if state == to:
            break
    return found


def test_the_way_goes_from_defined_to_accepted_and_each_step_says_who_and_when(staffed: World) -> None:
    one = lead(staffed, made(staffed), State.SUBMITTED)
    assert waiting_for_answer(staffed.actor("Cleo")) == {"rows": [one]}
    done = decide_deliverable(one, State.ACCEPTED, version=one.version, actor=staffed.actor("Cleo"))
    assert done.state == "accepted"
    steps = list(done.steps.values_list("to_state", "by_name", "producer__name"))
    assert [state for state, _by, _who in steps] == [*TO_SUBMISSION, "accepted"]
    assert steps[-1] == ("accepted", "Cleo", "Tom")
    assert waiting_for_answer(staffed.actor("Cleo")) is None
    event = AuditEvent.objects.about("deliverable", f"P-1/{one.key}").first()
    assert event is not None
    assert event.changes == {"state": ["submitted", "accepted"]}


@pytest.mark.parametrize("state", State.values)
def test_no_state_is_reached_but_from_those_that_lead_to_it(staffed: World, state: str) -> None:
    one = made(staffed)
    Deliverable.objects.filter(pk=one.pk).update(
        state=state, concession="x" if state == State.CONCESSION else ""
    )
    one.refresh_from_db()
    cleo = staffed.actor("Cleo")
    for wanted in State.values:
        if wanted in FOLLOWS[state]:
            continue
        with pytest.raises((Conflict, Invalid)):
            advance_deliverable(one, wanted, version=1, actor=SYSTEM)
        with pytest.raises((Conflict, Invalid)):
            decide_deliverable(one, wanted, version=1, actor=cleo, note="x")


def test_the_acceptor_is_never_the_producer_however_it_is_tried(staffed: World) -> None:
    tom, cleo = staffed.person("Tom"), staffed.person("Cleo")
    with pytest.raises(Invalid, match="made it"):
        made(staffed, producer=cleo)
    one = made(staffed)
    with pytest.raises(Invalid, match="made it"):
        change_deliverable(one, version=1, producer=cleo, actor=SYSTEM)
    with pytest.raises(Invalid, match="made it"):
        change_deliverable(one, version=1, acceptor=tom, actor=SYSTEM)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Deliverable.objects.filter(pk=one.pk).update(producer=cleo)


def test_whoever_made_it_once_does_not_accept_it_though_another_is_named_producer_since(
    staffed: World,
) -> None:
    sue, cleo, tom = (staffed.person(name) for name in ("Sue", "Cleo", "Tom"))
    one = lead(staffed, made(staffed, producer=cleo, acceptor=sue), State.READY)
    one = change_deliverable(one, version=one.version, producer=tom, actor=SYSTEM)
    with pytest.raises(Invalid, match="made it"):
        change_deliverable(one, version=one.version, acceptor=cleo, actor=SYSTEM)


def test_an_acceptor_needs_a_role_that_accepts_when_named_and_when_answering(staffed: World) -> None:
    with pytest.raises(Invalid, match="no role"):
        made(staffed, acceptor=staffed.person("Ada"))
    staffed.give("Ivo", "acceptor")
    one = lead(staffed, made(staffed, acceptor=staffed.person("Ivo")), State.SUBMITTED)
    held = staffed.person("Ivo").assignments.get()
    end_assignment(held, version=held.version, actor=SYSTEM)
    with pytest.raises(NotAllowed, match="no role"):
        decide_deliverable(one, State.ACCEPTED, version=one.version, actor=staffed.actor("Ivo"))


@pytest.mark.parametrize("name", ["Ada", "Tom", "Sue", "Lea"])
def test_nobody_but_the_named_acceptor_answers(staffed: World, name: str) -> None:
    one = lead(staffed, made(staffed), State.SUBMITTED)
    for actor in (staffed.actor(name), SYSTEM, NOBODY):
        with pytest.raises(NotAllowed):
            decide_deliverable(one, State.ACCEPTED, version=one.version, actor=actor)


def test_a_concession_is_noted_and_a_rejection_says_why_and_leads_back_to_the_work(staffed: World) -> None:
    cleo = staffed.actor("Cleo")
    one = lead(staffed, made(staffed), State.SUBMITTED)
    for answer in (State.CONCESSION, State.REJECTED):
        with pytest.raises(Invalid, match="Say what"):
            decide_deliverable(one, answer, version=one.version, actor=cleo, note="  ")
    back = decide_deliverable(one, State.REJECTED, version=one.version, actor=cleo, note="Page 3 is wrong.")
    again = advance_deliverable(back, State.IN_WORK, version=back.version, actor=staffed.actor("Tom"))
    again = lead(staffed, again, State.UNDER_CHECK)
    assert [each.is_met for each in checked_criteria(again)] == [None, None]  # the checks of the last round
    with pytest.raises(Conflict, match="Not every criterion"):
        advance_deliverable(again, State.CHECKED, version=again.version, actor=SYSTEM)
    final = lead(staffed, again, State.SUBMITTED)
    done = decide_deliverable(
        final, State.CONCESSION, version=final.version, actor=cleo, note="Page 9 follows in May."
    )
    assert (done.state, done.concession) == ("accepted-with-concession", "Page 9 follows in May.")
    with pytest.raises(Conflict):
        change_deliverable(done, version=done.version, name="Other", actor=SYSTEM)


def test_the_last_check_of_a_criterion_counts(staffed: World) -> None:
    one = lead(staffed, made(staffed), State.UNDER_CHECK)
    first, second = one.criteria.all()
    asa = staffed.actor("Asa")
    note_check(one, first, method="Review", is_met=True, actor=asa)
    note_check(one, second, method="Count", is_met=False, evidence="23 pages", actor=asa)
    with pytest.raises(Conflict, match="At most 20 pages"):
        advance_deliverable(one, State.CHECKED, version=one.version, actor=SYSTEM)
    note_check(one, second, method="Count", is_met=True, evidence="19 pages", actor=asa)
    assert advance_deliverable(one, State.CHECKED, version=one.version, actor=SYSTEM).state == "checked"
    with pytest.raises(NotAllowed):
        note_check(one, first, method="Look", is_met=True, actor=staffed.actor("Tom"))
    other = lead(staffed, made(staffed, name="Other"), State.UNDER_CHECK)
    later = dt.date(2098, 1, 1)
    with pytest.raises(Invalid, match="day that has come"):
        note_check(
            other, other.criteria.get(number=1), method="Look", is_met=True, checked_on=later, actor=SYSTEM
        )


def test_nothing_is_checked_without_a_criterion_nor_begun_without_a_producer(staffed: World) -> None:
    one = made(staffed, producer=None, criteria=[])
    with pytest.raises(Conflict, match="who makes it"):
        advance_deliverable(one, State.IN_WORK, version=1, actor=SYSTEM)
    one = change_deliverable(one, version=1, producer=staffed.person("Tom"), actor=SYSTEM)
    ready = lead(staffed, one, State.READY)
    with pytest.raises(Conflict, match="at least one criterion"):
        advance_deliverable(ready, State.UNDER_CHECK, version=ready.version, actor=SYSTEM)


def test_the_producer_leads_the_own_work_on_and_others_of_the_team_do_not(staffed: World) -> None:
    staffed.give("Uma", "team-member")
    one = made(staffed)
    with pytest.raises(NotAllowed):
        advance_deliverable(one, State.IN_WORK, version=1, actor=staffed.actor("Uma"))
    assert (
        advance_deliverable(one, State.IN_WORK, version=1, actor=staffed.actor("Tom")).state == State.IN_WORK
    )
    with pytest.raises(NotAllowed):
        change_deliverable(one, version=2, name="Mine", actor=staffed.actor("Tom"))


def test_criteria_keep_their_checks_and_a_checked_one_is_not_reworded(staffed: World) -> None:
    one = lead(staffed, made(staffed), State.UNDER_CHECK)
    first = one.criteria.get(number=1)
    note_check(one, first, method="Review", is_met=True, actor=SYSTEM)
    with pytest.raises(Invalid, match="checked already"):
        change_deliverable(one, version=one.version, criteria=[Criterion("Another")], actor=SYSTEM)
    kept = [Criterion(first.text, "one missing"), Criterion("Another")]
    one = change_deliverable(one, version=one.version, criteria=kept, actor=SYSTEM)
    assert list(one.criteria.values_list("number", "text", "tolerance")) == [
        (1, first.text, "one missing"),
        (3, "Another", ""),
    ]


def test_criteria_are_read_from_lines_as_typed_and_from_two_columns_of_a_spreadsheet() -> None:
    typed = "Answers within 2 s | up to 3 s\r\n\r\nNames every step\t none missing\nAt most 20 pages"
    assert parse_criteria(typed) == [
        Criterion("Answers within 2 s", "up to 3 s"),
        Criterion("Names every step", "none missing"),
        Criterion("At most 20 pages"),
    ]


def test_only_what_was_not_begun_can_be_removed_and_a_stale_change_is_refused_with_both_values(
    staffed: World,
) -> None:
    one = made(staffed)
    change_deliverable(one, version=1, name="Handbook", actor=SYSTEM)
    with pytest.raises(Conflict) as refused:
        change_deliverable(one, version=1, name="Manual", actor=SYSTEM)
    assert refused.value.current["fields"]["name"] == {"yours": "Manual", "theirs": "Handbook"}
    remove_deliverable(one, version=2, actor=staffed.actor("Ada"))
    begun = lead(staffed, made(staffed), State.IN_WORK)
    with pytest.raises(Conflict, match="begun"):
        remove_deliverable(begun, version=begun.version, actor=SYSTEM)


def test_the_standing_says_what_is_overdue_and_what_has_no_date(staffed: World) -> None:
    past, open_ = made(staffed, due_on=dt.date(2020, 1, 1)), made(staffed, due_on=None)
    coming = made(staffed, due_on=dt.date(2098, 1, 1))
    lines = deliverable_lines(staffed.project, [past, open_, coming])
    assert [line.light for line in lines] == ["red", "grey", "grey"]
    assert lines[2].words == "no activity leads to it"


def test_may_decide_asks_for_the_person_the_difference_and_the_role() -> None:
    """The rule alone, on unsaved values: one of the three missing is enough to refuse."""
    project = Project(phase="execution")
    project.scope_id, project._state.fields_cache["scope"] = 1, type("Scope", (), {"path": "/1/2/"})()
    grants = (Grant("/1/2/", "acceptor", frozenset({"project.accept"})),)
    for person, acceptor, producer, given, allowed in (
        (5, 5, 6, grants, True),
        (5, 7, 6, grants, False),
        (5, 5, 5, grants, False),
        (5, 5, 6, (), False),
        (None, None, 6, grants, False),
    ):
        one = Deliverable(project=project, acceptor_id=acceptor, producer_id=producer)
        one._state.fields_cache["acceptor"] = None
        actor = Actor("U-5", "Five", person_id=person, grants=given)
        assert bool(may_decide(actor, one)) is allowed


@pytest.mark.parametrize(("phase", "allowed"), [("execution", True), ("closed", False), ("archived", False)])
def test_a_closed_project_keeps_its_deliverables_as_they_are(phase: str, *, allowed: bool) -> None:
    project = Project(phase=phase)
    project.scope_id, project._state.fields_cache["scope"] = 1, type("Scope", (), {"path": "/1/2/"})()
    rights = frozenset({"project.deliver", "project.check", "project.accept"})
    actor = Actor("U-5", "Five", person_id=5, grants=(Grant("/1/2/", "acceptor", rights),))
    one = Deliverable(project=project, acceptor_id=5, producer_id=6)
    one._state.fields_cache["acceptor"] = None
    answers = [
        may_keep_deliverables(actor, project), may_advance(actor, one), may_check(actor, project),
        may_decide(actor, one),
    ]  # fmt: skip
    assert [bool(each) for each in answers] == [allowed] * 4


class Walk(RuleBasedStateMachine):
    """People do what they like to one deliverable; whatever they do, it was accepted by another than made it."""

    world: World

    def __init__(self) -> None:
        super().__init__()
        self.point = transaction.atomic()
        self.point.__enter__()
        self.one = made(self.world)

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.point.__exit__(None, None, None)

    def tried(self, act: Any, *args: Any, **stated: Any) -> None:
        self.one.refresh_from_db()
        before = (self.one.state, self.one.version)
        try:
            act(self.one, *args, version=self.one.version, **stated)
        except RemitError:
            self.one.refresh_from_db()
            assert (self.one.state, self.one.version) == before

    @rule(who=st.sampled_from(["Ada", "Tom", "Cleo"]), state=st.sampled_from(State.values))
    def advance(self, who: str, state: str) -> None:
        self.tried(advance_deliverable, state, actor=self.world.actor(who))

    @rule(steps=st.integers(1, 5))
    def on(self, steps: int) -> None:
        for _each in range(steps):
            self.one.refresh_from_db()
            for state in sorted(FOLLOWS[self.one.state]):
                self.tried(advance_deliverable, state, actor=self.world.actor("Lea"))

    @rule(met=st.sampled_from([True, False]))
    def check(self, *, met: bool) -> None:
        for criterion in self.one.criteria.all():
            try:
                note_check(self.one, criterion, method="x", is_met=met, actor=self.world.actor("Asa"))
            except RemitError:
                return

    @rule(
        who=st.sampled_from(["Ada", "Tom", "Cleo", "Sue"]),
        answer=st.sampled_from(State.values),
        note=st.sampled_from(["", "Because."]),
    )
    def answer(self, who: str, answer: str, note: str) -> None:
        self.tried(decide_deliverable, answer, actor=self.world.actor(who), note=note)

    @rule(
        field=st.sampled_from(["producer", "acceptor"]),
        who=st.sampled_from(["Tom", "Cleo", "Sue", "Ada"]),
    )
    def name(self, field: str, who: str) -> None:
        self.tried(change_deliverable, actor=SYSTEM, **{field: self.world.person(who)})

    @invariant()
    def holds(self) -> None:
        self.one.refresh_from_db()
        steps = list(self.one.steps.order_by("number"))
        state = State.DEFINED
        for place, step in enumerate(steps, 1):
            assert step.from_state == state
            assert step.to_state in FOLLOWS[state]
            state = State(step.to_state)
            if state in {State.ACCEPTED, State.CONCESSION, State.REJECTED}:
                assert step.by_id is not None
                assert step.by_id not in {each.producer_id for each in steps[:place]}
        assert self.one.state == state
        assert bool(self.one.concession) is (state == State.CONCESSION)
        if self.one.acceptor_id is not None:
            assert self.one.acceptor_id != self.one.producer_id


def test_a_random_walk_of_everybody_never_breaks_what_must_hold(staffed: World) -> None:
    Walk.world = staffed
    case = Walk.TestCase
    case.settings = settings(max_examples=8, stateful_step_count=12, deadline=None)
    case().runTest()
