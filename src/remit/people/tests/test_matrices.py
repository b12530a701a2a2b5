"""A matrix is written as a draft, comes into force, is inherited, and is taken back step by step."""

import datetime as dt
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from remit.accounts.permissions import system_actor
from remit.audit.models import AuditEvent
from remit.conftest import World, make_world
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound, RemitError
from remit.people.grids import code_of, day_of, grid_of
from remit.people.models import Assignment, Cell, MatrixState, Party, Responsibility, ResponsibilityMatrix
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.matrices import activate_matrix, begin_matrix, discard_matrix
from remit.people.operations.matrix_edits import (
    add_party,
    add_responsibility,
    change_responsibility,
    letters_of,
    move_responsibility,
    override_responsibility,
    paste_letters,
    remove_party,
    remove_responsibility,
    undo_matrix_edit,
)
from remit.people.operations.matrix_sheets import paste_matrix
from remit.people.operations.organisation import create_programme
from remit.people.operations.snapshots import snapshot
from remit.people.tests.staffed import Staffed, staffed

SYSTEM = system_actor()
MONDAY = dt.date(2026, 1, 5)


@pytest.fixture
def firm(world: World) -> Staffed:
    return staffed(world)


def test_a_draft_comes_into_force_and_the_next_takes_its_place(firm: Staffed) -> None:
    first = firm.activate(firm.small())
    assert (first.state, first.number, first.activated_by) == ("active", 1, "Remit")
    second = firm.draft()
    assert snapshot(second) == snapshot(first)
    key = second.rows.get().key
    firm.put(second, key, **{"role:sponsor": "", "role:project-manager": "AR"})
    assert firm.active() == first  # what holds is what holds, whatever the draft says
    firm.activate(second)
    first.refresh_from_db()
    assert (first.state, firm.active()) == (MatrixState.SUPERSEDED, second)
    assert not Cell.objects.filter(responsibility__matrix=first, in_force=True).exists()


def test_the_record_says_who_put_it_into_force_and_why_warnings_stay(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:project-leader": "I"})
    with pytest.raises(Invalid, match="Warnings stay, 1 in all"):
        firm.activate(draft)
    active = firm.activate(draft, reason="The leader only watches until June.")
    assert [code for code, _row, _words in active.kept_warnings] == ["only-informed"]
    event = AuditEvent.objects.get(operation="people.activate_matrix")
    assert (event.changes, event.reason) == (
        {"state": ["draft", "active"]},
        "The leader only watches until June.",
    )


@pytest.mark.parametrize("letters", [{"role:sponsor": ""}, {"role:project-manager": "A"}])
def test_an_error_keeps_a_draft_from_coming_into_force(firm: Staffed, letters: dict[str, str]) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **letters)
    with pytest.raises(Conflict) as refused:
        firm.activate(draft, reason="Never mind")
    assert refused.value.code == "errors"
    assert firm.active() is None


def test_nothing_comes_into_force_empty_stale_or_twice(firm: Staffed) -> None:
    empty = firm.draft()
    with pytest.raises(Conflict, match="nothing in it"):
        firm.activate(empty)
    discard_matrix(empty, version=1, actor=SYSTEM)
    draft = firm.small()
    with pytest.raises(Conflict, match="meanwhile"):
        activate_matrix(draft, version=draft.version - 1, actor=SYSTEM)
    firm.activate(draft)
    with pytest.raises(Conflict, match="not a draft any more"):
        activate_matrix(draft, version=draft.version, actor=SYSTEM)


def test_there_is_one_draft_at_a_time_and_it_can_be_thrown_away(firm: Staffed) -> None:
    active = firm.activate(firm.small())
    draft = firm.draft()
    with pytest.raises(Conflict, match="a draft already"):
        firm.draft()
    discard_matrix(draft, version=draft.version, actor=SYSTEM)
    assert firm.active() == active
    assert list(firm.scope.matrices.all()) == [active]


def test_what_is_in_force_is_not_edited(firm: Staffed) -> None:
    active = firm.activate(firm.small())
    row = active.rows.get()
    with pytest.raises(Conflict, match="not a draft any more"):
        remove_responsibility(active, row.key, version=row.version, actor=SYSTEM)
    with pytest.raises(Conflict, match="not a draft any more"):
        add_responsibility(active, text="More", area="scope", actor=SYSTEM)


def test_the_database_itself_refuses_a_second_a_in_force(firm: Staffed) -> None:
    active = firm.activate(firm.small())
    row = active.rows.get()
    leader = Party.objects.get(matrix=active, role__code="project-leader")
    with pytest.raises(IntegrityError), transaction.atomic():
        Cell.objects.create(responsibility=row, party=leader, letter="A", in_force=True)
    Cell.objects.create(responsibility=row, party=leader, letter="R", in_force=True)


def test_the_database_itself_refuses_a_second_draft_and_a_second_in_force(firm: Staffed) -> None:
    firm.activate(firm.small())
    firm.draft()
    for state in (MatrixState.DRAFT, MatrixState.ACTIVE):
        with pytest.raises(IntegrityError), transaction.atomic():
            ResponsibilityMatrix.objects.create(scope=firm.scope, number=9, state=state)


@pytest.mark.parametrize(
    ("typed", "letters"),
    [("a/r", "AR"), ("R, A", "AR"), ("c", "C"), (" I ", "I"), ("", ""), ("RA", "AR"), ("R+A", "AR")],
)
def test_letters_are_read_as_people_write_them(typed: str, letters: str) -> None:
    assert letters_of(typed) == letters


@pytest.mark.parametrize("typed", ["X", "AC", "RI", "ACI", "Ада", "1"])
def test_what_is_no_letter_or_contradicts_itself_is_refused(typed: str) -> None:
    with pytest.raises(Invalid):
        letters_of(typed)


def test_somebody_may_answer_for_a_thing_and_do_it_as_well(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": "AR", "role:project-manager": ""})
    assert firm.activate(draft, reason="The manager joins later.").state == "active"


def test_a_stale_edit_of_a_row_is_refused_and_one_of_another_row_is_not(firm: Staffed) -> None:
    draft = firm.small()
    first = draft.rows.get()
    second = add_responsibility(draft, text="Budget", area="cost", actor=SYSTEM)
    firm.put(draft, first.key, **{"role:project-leader": "C"})
    with pytest.raises(Conflict, match="this row meanwhile"):
        change_responsibility(draft, first.key, version=first.version, text="Case", actor=SYSTEM)
    changed = change_responsibility(draft, second.key, version=second.version, text="Costs", actor=SYSTEM)
    assert changed.text == "Costs"


@pytest.mark.parametrize(
    ("stated", "field"),
    [
        ({"text": "  "}, "text"),
        ({"text": "x" * 201}, "text"),
        ({"area": "weather"}, "area"),
        ({"kind": "programme"}, "kind"),
        ({"authority": 6}, "authority"),
        ({"money_minor": -1}, "money_minor"),
        ({"letters": {"role:nobody": "A"}}, "party"),
    ],
)
def test_a_row_says_what_is_wrong_with_it(firm: Staffed, stated: dict[str, Any], field: str) -> None:
    draft = firm.small()
    row = draft.rows.get()
    before = snapshot(draft)
    with pytest.raises(Invalid) as refused:
        change_responsibility(draft, row.key, version=row.version, actor=SYSTEM, **stated)
    assert refused.value.errors[0].field == field
    assert snapshot(draft) == before


def test_every_edit_of_a_draft_is_taken_back_the_last_one_first(firm: Staffed) -> None:
    draft = firm.small()
    for _ in range(draft.edits.count()):
        undo_matrix_edit(draft, version=firm.fresh(draft).version, actor=SYSTEM)
    assert snapshot(draft) == {"rows": [], "parties": [], "cells": []}
    with pytest.raises(Conflict, match="nothing to take back"):
        undo_matrix_edit(draft, version=firm.fresh(draft).version, actor=SYSTEM)


def _steps(firm: Staffed, draft: ResponsibilityMatrix) -> dict[str, Any]:
    row = draft.rows.first()
    assert row is not None
    seen: dict[str, Any] = {"version": row.version, "actor": SYSTEM}
    sheet: dict[str, Any] = {"area": "cost", "version": firm.fresh(draft).version, "actor": SYSTEM}
    return {
        "row": lambda: add_responsibility(draft, text="Budget", area="cost", actor=SYSTEM),
        "text": lambda: change_responsibility(draft, row.key, text="Case", **seen),
        "letters": lambda: change_responsibility(draft, row.key, letters={"role:sponsor": "I"}, **seen),
        "remove": lambda: remove_responsibility(draft, row.key, **seen),
        "move": lambda: move_responsibility(draft, row.key, up=False, **seen),
        "column": lambda: add_party(draft, role=firm.role("acceptor"), actor=SYSTEM),
        "no column": lambda: remove_party(draft, "role:sponsor", actor=SYSTEM),
        "block": lambda: paste_letters(
            draft,
            row=row.key,
            party="role:sponsor",
            block=[["R", "A"]],
            version=firm.fresh(draft).version,
            actor=SYSTEM,
        ),
        "sheet": lambda: paste_matrix(draft, text="\tSponsor\tAda\nFunds\tA\tR", **sheet),
    }


STEPS = ("row", "text", "letters", "remove", "move", "column", "no column", "block", "sheet")


@pytest.mark.parametrize("name", STEPS)
def test_undo_brings_back_exactly_what_stood_before(firm: Staffed, name: str) -> None:
    draft = firm.small()
    add_responsibility(draft, text="Second", area="scope", actor=SYSTEM)
    before = snapshot(draft)
    _steps(firm, draft)[name]()
    assert snapshot(draft) != before
    undo_matrix_edit(draft, version=firm.fresh(draft).version, actor=SYSTEM)
    assert snapshot(draft) == before


def test_a_block_that_reaches_beyond_the_edge_or_holds_a_wrong_letter_changes_nothing(firm: Staffed) -> None:
    draft = firm.small()
    before = snapshot(draft)
    for block in ([["A"] * 4], [["A"], ["R"]], [["X"]], []):
        with pytest.raises(Invalid):
            paste_letters(
                draft,
                row=draft.rows.get().key,
                party="role:sponsor",
                block=block,
                version=draft.version,
                actor=SYSTEM,
            )
    assert snapshot(draft) == before


def test_a_sheet_adds_rows_and_columns_and_changes_rows_of_the_same_text(firm: Staffed) -> None:
    draft = firm.small()
    text = "What;Sponsor;Project manager;Kim\nbusiness case;A;;R\nFunds;a/r;c;"
    assert paste_matrix(draft, text=text, area="cost", version=draft.version, actor=SYSTEM) == 2
    grid = grid_of(firm.scope, firm.fresh(draft), day_of(firm.world.organisation))
    letters = {line.text: dict(line.letters) for line in grid.lines}
    kim = next(column.code for column in grid.columns if column.names == "Kim")
    assert letters == {
        "Business case": {"role:sponsor": "A", kim: "R"},
        "Funds": {"role:sponsor": "AR", "role:project-manager": "C"},
    }


def test_a_sheet_with_faults_names_row_and_column_of_each_and_changes_nothing(firm: Staffed) -> None:
    draft = firm.small()
    before = snapshot(draft)
    text = "What\tSponsor\tEmperor\nFunds\tA\t\nTax\tX\t\n\tA\t"
    with pytest.raises(Invalid) as refused:
        paste_matrix(draft, text=text, area="cost", version=draft.version, actor=SYSTEM)
    messages = [each.message for each in refused.value.errors]
    assert any("column 3" in each and "Emperor" in each for each in messages)
    assert any("Row 3, column 2" in each for each in messages)
    assert any("Row 4" in each for each in messages)
    assert snapshot(draft) == before


def programme_defaults(firm: Staffed) -> tuple[Any, Any]:
    """Return a programme whose matrix in force says for projects who answers for reports, and its scope."""
    programme = create_programme(firm.world.organisation, name="Roads", actor=SYSTEM)
    for name, code in (("Gina", "programme-manager"), ("Olga", "programme-sponsor")):
        firm.world.give(name, code, programme)
    draft = firm.draft(scope=programme)
    for code in ("programme-manager", "project-manager", "sponsor"):
        add_party(draft, role=firm.role(code), actor=SYSTEM)
    row = add_responsibility(draft, text="Honest reports", area="scope", kind="project", actor=SYSTEM)
    firm.put(draft, row.key, **{"role:programme-manager": "A", "role:project-manager": "R"})
    firm.activate(draft, reason="Begun with what projects share.")
    return programme, row


def test_a_project_inherits_the_defaults_of_its_programme_until_it_takes_one_over(firm: Staffed) -> None:
    programme, row = programme_defaults(firm)
    project = firm.world.begin("Bypass", programme)
    for name, code in (("Pia", "project-manager"), ("Sam", "sponsor")):
        firm.world.give(name, code, project.scope)
    day = day_of(firm.world.organisation)

    def line(matrix: ResponsibilityMatrix | None) -> Any:
        grid = grid_of(project.scope, matrix, day)
        (found,) = grid.lines
        return found.inherited_from, [holder.person_name for holder in grid.accountable(found)]

    assert line(None) == (programme.key, ["Gina"])
    draft = begin_matrix(project.scope, actor=SYSTEM)
    override_responsibility(draft, row.key, actor=SYSTEM)
    add_party(draft, role=firm.role("sponsor"), actor=SYSTEM)
    firm.put(draft, row.key, **{"role:programme-manager": "", "role:sponsor": "A"})
    assert line(None) == (programme.key, ["Gina"])  # a draft changes nothing yet
    assert line(firm.fresh(draft)) == ("", ["Sam"])
    remove_responsibility(draft, row.key, version=draft.rows.get().version, actor=SYSTEM)
    assert line(firm.fresh(draft)) == (programme.key, ["Gina"])


def test_the_nearest_scope_wins(firm: Staffed) -> None:
    programme, row = programme_defaults(firm)
    root = firm.world.root
    above = firm.draft(scope=root)
    add_party(above, role=firm.role("portfolio-manager"), actor=SYSTEM)
    firm.world.give("Paul", "portfolio-manager", root)
    own = add_responsibility(above, text="Standards kept", area="quality", kind="project", actor=SYSTEM)
    firm.put(above, own.key, **{"role:portfolio-manager": "AR"})
    firm.activate(above, reason="Begun with defaults.")
    project = firm.world.begin("Bypass", programme)
    grid = grid_of(project.scope, None, day_of(firm.world.organisation))
    assert {line.key: line.inherited_from for line in grid.lines} == {
        row.key: programme.key,
        own.key: root.key,
    }
    draft = firm.draft(scope=programme)
    with pytest.raises(NotFound):
        override_responsibility(
            draft, own.key, actor=SYSTEM
        )  # a default for projects is no row of a programme
    Responsibility.objects.filter(matrix=draft, key=row.key).update(key=own.key)
    firm.activate(draft, reason="What the programme says of it holds for its projects.")
    grid = grid_of(project.scope, None, day_of(firm.world.organisation))
    assert {line.key: line.inherited_from for line in grid.lines} == {own.key: programme.key}


def test_only_whoever_may_assign_at_a_scope_writes_its_matrix(firm: Staffed) -> None:
    with pytest.raises(NotAllowed):
        begin_matrix(firm.scope, actor=firm.world.actor("Tom"))
    draft = begin_matrix(firm.scope, actor=firm.ada)
    with pytest.raises(NotAllowed):
        add_responsibility(draft, text="Mine", area="scope", actor=firm.world.actor("Tom"))
    with pytest.raises(NotAllowed):
        begin_matrix(firm.world.root, actor=firm.ada)


def test_the_matrix_of_a_closed_project_is_only_read(firm: Staffed) -> None:
    type(firm.world.project).objects.update(phase="closed")
    with pytest.raises(NotAllowed, match="closed"):
        firm.draft()


def test_a_column_names_nobody_of_elsewhere_nobody_twice_and_nobody_who_has_ended(
    firm: Staffed, stranger: World
) -> None:
    draft = firm.small()
    elsewhere = firm.world.begin("Tunnel", firm.world.root)
    firm.world.give("Eve", "project-manager", elsewhere.scope)
    stranger.give("Zed", "sponsor")
    theirs = Assignment.objects.get(person__name="Zed")
    ended = Assignment.objects.get(role__code="acceptor")
    end_assignment(ended, actor=SYSTEM, version=1)
    ended.refresh_from_db()
    for bad in (
        {"assignment": Assignment.objects.get(person__name="Eve")},
        {"assignment": theirs},
        {"role": theirs.role},
        {"assignment": ended},
        {},
        {"role": firm.role("sponsor"), "assignment": Assignment.objects.get(person__name="Sue")},
    ):
        with pytest.raises(Invalid):
            add_party(draft, actor=SYSTEM, **bad)
    with pytest.raises(Conflict):
        add_party(draft, role=firm.role("sponsor"), actor=SYSTEM)


def test_a_role_that_answers_by_a_matrix_in_force_gets_no_second_holder(firm: Staffed) -> None:
    draft = firm.small()
    firm.put(draft, draft.rows.get().key, **{"role:sponsor": "C", "role:project-leader": "A"})
    max_ = firm.world.person("Max")
    firm.activate(draft, reason="The sponsor is asked, and that is enough.")
    with pytest.raises(Conflict, match="exactly one person may"):
        assign_role(max_, firm.role("project-leader"), firm.scope, actor=SYSTEM, from_date=MONDAY)
    assign_role(max_, firm.role("team-member"), firm.scope, actor=SYSTEM, from_date=MONDAY)


def test_a_default_does_not_come_into_force_where_several_hold_what_answers(firm: Staffed) -> None:
    firm.world.give("Max", "project-leader")
    root = firm.world.root
    draft = firm.draft(scope=root)
    add_party(draft, role=firm.role("project-leader"), actor=SYSTEM)
    row = add_responsibility(draft, text="Method", area="quality", kind="project", actor=SYSTEM)
    firm.put(draft, row.key, **{"role:project-leader": "AR"})
    with pytest.raises(Conflict, match="several hold that at P-1"):
        firm.activate(draft, reason="Never mind")


CODES = ("role:sponsor", "role:project-manager", "role:project-leader")


class AnyOrder(RuleBasedStateMachine):
    """Whatever is done in whatever order: what is in force has exactly one A and an R in each row."""

    def __init__(self) -> None:
        super().__init__()
        self.firm = staffed(make_world("Acme"))
        self.people = 0

    def _draft(self) -> ResponsibilityMatrix:
        """Return the draft, begun with its columns where there is none."""
        found: ResponsibilityMatrix | None = self.firm.scope.matrices.filter(state="draft").first()
        draft = found or self.firm.draft()
        held = {code_of(party) for party in draft.parties.all()}
        for code in CODES:
            if code not in held and not found:
                add_party(draft, role=self.firm.role(code.partition(":")[2]), actor=SYSTEM)
        return self.firm.fresh(draft)

    def _try(self, work: Any) -> None:
        try:
            work(self._draft())
        except RemitError:
            return

    @rule(text=st.sampled_from(["Case", "Budget", "Schedule"]))
    def add(self, text: str) -> None:
        self._try(lambda draft: add_responsibility(draft, text=text, area="scope", actor=SYSTEM))

    @rule(letters=st.tuples(*[st.sampled_from(["", "R", "A", "AR", "C", "I"])] * 3), place=st.integers(0, 3))
    def put(self, letters: tuple[str, str, str], place: int) -> None:
        def work(draft: ResponsibilityMatrix) -> None:
            rows = list(draft.rows.all())
            if rows:
                row = rows[place % len(rows)]
                self.firm.put(draft, row.key, **dict(zip(CODES, letters, strict=True)))

        self._try(work)

    @rule(who=st.sampled_from(CODES))
    def make_sound(self, who: str) -> None:
        """Give every row one A and one R, so that drafts come into force often."""

        def work(draft: ResponsibilityMatrix) -> None:
            if not draft.rows.exists():
                add_responsibility(draft, text="Reports", area="scope", actor=SYSTEM)
            for row in draft.rows.all():
                letters = {code: "AR" if code == who else "" for code in CODES}
                self.firm.put(draft, row.key, **letters)
            self.firm.activate(draft, reason="So be it.")

        self._try(work)

    @rule()
    def activate(self) -> None:
        self._try(lambda draft: self.firm.activate(draft, reason="So be it."))

    @rule()
    def discard(self) -> None:
        self._try(lambda draft: discard_matrix(draft, version=draft.version, actor=SYSTEM))

    @rule()
    def undo(self) -> None:
        self._try(lambda draft: undo_matrix_edit(draft, version=draft.version, actor=SYSTEM))

    @rule(code=st.sampled_from(CODES))
    def drop_column(self, code: str) -> None:
        self._try(lambda draft: remove_party(draft, code, actor=SYSTEM))

    @rule(code=st.sampled_from(["sponsor", "project-manager", "project-leader"]))
    def appoint(self, code: str) -> None:
        self.people += 1
        person = self.firm.world.person(f"New{self.people}")
        try:
            assign_role(person, self.firm.role(code), self.firm.scope, actor=SYSTEM, from_date=MONDAY)
        except Conflict:
            return

    @rule(code=st.sampled_from(["sponsor", "project-manager", "project-leader"]))
    def leave(self, code: str) -> None:
        held = Assignment.objects.filter(role__code=code, ended_at=None, scope=self.firm.scope).first()
        if held is not None:
            end_assignment(held, actor=SYSTEM, version=held.version)

    @invariant()
    def what_is_in_force_has_one_a_and_an_r_in_each_row(self) -> None:
        active = self.firm.active()
        if active is None:
            return
        day = day_of(self.firm.world.organisation)
        grid = grid_of(self.firm.scope, active, day)
        assert grid.lines
        for line in grid.lines:
            assert len(line.with_letter("A")) == 1
            assert line.with_letter("R")
            assert len(grid.accountable(line)) <= 1


def test_whatever_is_done_in_whatever_order_what_is_in_force_has_one_a_in_each_row(db: None) -> None:
    # the same orders each time: how many drafts come into force is counted below
    order = settings(
        max_examples=20,
        stateful_step_count=30,
        suppress_health_check=list(HealthCheck),
        derandomize=True,
        deadline=None,
    )
    run_state_machine_as_test(AnyOrder, settings=order)
    in_force = ResponsibilityMatrix.objects.exclude(activated_at=None).count()
    assert in_force > 10
