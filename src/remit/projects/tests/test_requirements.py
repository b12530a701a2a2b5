"""Requirements: states with what must hold, versions, trace both ways, and the figures over all of them."""

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.models import Organisation
from remit.projects.models import Collection, Deliverable, Need, Requirement, RequirementState
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.needs import add_collection, add_need, change_need
from remit.projects.operations.requirements import (
    FOLLOWS,
    add_requirement,
    change_requirement,
    link_requirement,
    move_requirement,
    take_in_requirements,
    trace_requirement,
)
from remit.projects.requirement_queries import (
    changed_words,
    matrix_rows,
    months,
    must_share,
    orphans,
    upward,
    volatility,
    wordings_of,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
State = RequirementState
R = "/projects/P-1/requirements/"


@pytest.fixture(scope="module")
def staffed(lasting_world: World, django_db_blocker: Any) -> World:
    """Ada manages, Ann analyses, Tom is in the team."""
    with django_db_blocker.unblock():
        for name, role in (("Ada", "project-manager"), ("Ann", "systems-analyst"), ("Tom", "team-member")):
            lasting_world.give(name, role)
    return lasting_world


def made(world: World, statement: str = "The gate must open within 2 s.", **more: Any) -> Requirement:
    return add_requirement(world.project, statement=statement, actor=SYSTEM, **more)


def move(one: Requirement, *states: str) -> Requirement:
    for state in states:
        one = move_requirement(one, state, version=one.version, actor=SYSTEM, reason="x")
    return one


def delivered(one: Requirement, state: str) -> Deliverable:
    part = add_deliverable(one.project, name="Gate", actor=SYSTEM)
    Deliverable.objects.filter(pk=part.pk).update(state=state)
    link_requirement(one, part, is_linked=True, actor=SYSTEM)
    one.refresh_from_db()
    return part


def test_the_way_to_acceptance_asks_for_criterion_deliverable_check_and_acceptance(staffed: World) -> None:
    one = move(made(staffed), State.CLARIFIED)
    with pytest.raises(Conflict, match="must be seen"):
        move(one, State.AGREED)
    one = change_requirement(one, version=one.version, acceptance_criteria="Seen", actor=SYSTEM)
    one = move(one, State.AGREED)
    with pytest.raises(Conflict, match="Trace it first"):
        move(one, State.BUILT)
    part = delivered(one, "in-work")
    one = move(one, State.BUILT)
    with pytest.raises(Conflict, match="checked yet"):
        move(one, State.VERIFIED)
    Deliverable.objects.filter(pk=part.pk).update(state="checked")
    one = move(one, State.VERIFIED)
    with pytest.raises(Conflict, match="accepted yet"):
        move(one, State.ACCEPTED)
    Deliverable.objects.filter(pk=part.pk).update(state="accepted")
    assert move(one, State.ACCEPTED).state == "accepted"


@pytest.mark.parametrize("state", State.values)
def test_no_state_is_reached_but_from_those_that_lead_to_it(staffed: World, state: str) -> None:
    one = made(staffed)
    gone = dt.date(2026, 6, 1) if state == State.WITHDRAWN else None
    Requirement.objects.filter(pk=one.pk).update(state=state, withdrawn_on=gone)
    one.refresh_from_db()
    for wanted in set(State.values) - FOLLOWS[state] | {State.CHANGED}:
        with pytest.raises((Conflict, Invalid)):
            move(one, wanted)


def test_a_must_answers_what_if_not_and_a_withdrawal_says_why(staffed: World) -> None:
    one = move(made(staffed, priority="must", acceptance_criteria="Seen"), State.CLARIFIED)
    with pytest.raises(Conflict, match="what if"):
        move(one, State.AGREED)
    with pytest.raises(Invalid, match="Say why"):
        move_requirement(one, State.WITHDRAWN, version=one.version, actor=SYSTEM)
    gone = move(one, State.WITHDRAWN)
    with pytest.raises(Conflict, match="withdrawn"):
        change_requirement(gone, version=gone.version, statement="New", actor=SYSTEM)


def test_what_is_agreed_changes_with_a_reason_and_is_agreed_anew(staffed: World) -> None:
    one = move(made(staffed, acceptance_criteria="Seen"), State.CLARIFIED, State.AGREED)
    with pytest.raises(Invalid, match="change request"):
        change_requirement(one, version=one.version, statement="The gate must open within 1 s.", actor=SYSTEM)
    untouched = change_requirement(one, version=one.version, source="A letter", actor=SYSTEM)
    assert untouched.state == "agreed"
    one = change_requirement(
        untouched,
        version=untouched.version,
        statement="The gate must open within 1 s.",
        reason="CR-7",
        actor=SYSTEM,
    )
    assert (one.state, one.wording) == ("changed", 2)
    newest, first = wordings_of(one)
    assert newest.wording.reason == "CR-7"
    assert [(p.change, p.text) for p in newest.statement if p.change != "kept"] == [
        ("removed", "2"),
        ("added", "1"),
    ]
    assert {p.change for p in first.statement} == {"kept"}


def test_a_difference_put_together_is_both_texts() -> None:
    before, after = "The gate must open\nwithin 2 s.", "The old gate must open within 3 s at night."
    pieces = changed_words(before, after)
    assert "".join(p.text for p in pieces if p.change != "added") == before
    assert "".join(p.text for p in pieces if p.change != "removed") == after


def test_the_analyst_keeps_requirements_and_the_team_reads_them(staffed: World) -> None:
    assert add_requirement(staffed.project, statement="Opens", actor=staffed.actor("Ann")).key.startswith(
        "RQ-"
    )
    for act in (
        lambda: add_requirement(staffed.project, statement="x", actor=staffed.actor("Tom")),
        lambda: add_need(staffed.project, text="x", whose="x", actor=staffed.actor("Tom")),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_nothing_of_another_project_is_traced_to(staffed: World) -> None:
    other = staffed.begin("Tunnel", staffed.root)
    need = add_need(other, text="x", whose="x", actor=SYSTEM)
    with pytest.raises(Invalid):
        made(staffed, needs=[need])
    with pytest.raises(Invalid):
        trace_requirement(made(staffed), needs=[need], actor=SYSTEM)


def test_both_ends_are_found_missing_and_the_matrix_reads_the_same_both_ways(staffed: World) -> None:
    need, lone = (add_need(staffed.project, text=text, whose="Walkers", actor=SYSTEM) for text in ("A", "B"))
    part, idle = (add_deliverable(staffed.project, name=name, actor=SYSTEM) for name in ("Gate", "Sign"))
    whole = made(staffed, needs=[need], deliverables=[part])
    bare = made(staffed, "Bare")
    gone = move(made(staffed, "Gone", needs=[lone], deliverables=[idle]), State.WITHDRAWN)
    found = orphans(staffed.project)
    assert (found.needs, found.without_need, found.without_deliverable) == ((lone,), (bare,), (bare,))
    assert found.deliverables == (idle,)
    rows = matrix_rows([whole, bare], [part, idle])
    assert [[linked for _part, linked in row.cells] for row in rows] == [[True, False], [False, False]]
    down = {(row.requirement.pk, one.pk) for row in rows for one, linked in row.cells if linked}
    up = {
        (row.requirement.pk, each.deliverable.pk)
        for each in upward(rows, [part, idle])
        for row in each.requirements
    }
    assert down == up == {(whole.pk, part.pk)}
    assert gone.pk not in {row.requirement.pk for row in rows}


def test_the_share_of_must_goes_by_effort_where_all_have_one(staffed: World) -> None:
    assert must_share(staffed.project).percent is None
    one = made(staffed, priority="must", effort_minutes=700)
    made(staffed, "B", priority="could", effort_minutes=300)
    made(staffed, "C", priority="wont", effort_minutes=9000)
    share = must_share(staffed.project)
    assert (share.percent, share.is_by_effort, share.is_too_much) == (70, True, True)
    made(staffed, "D", priority="should")
    share = must_share(staffed.project)
    assert (share.percent, share.is_by_effort, share.without_effort) == (33, False, 1)
    move(one, State.WITHDRAWN)
    assert must_share(staffed.project).percent == 0


def test_volatility_by_hand() -> None:
    """Four agreed before June; in June one more agreed, two changed, one withdrawn: (1 + 2 + 1) / 4."""
    may, june = dt.date(2026, 5, 10), dt.date(2026, 6, 10)
    agreed = [(may, None), (may, None), (may, None), (may, june), (june, None)]
    first, second, third = months(agreed, [june, june], dt.date(2026, 7, 1))
    assert (first.base, first.added, first.percent) == (0, 4, None)
    assert (second.base, second.added, second.changed, second.removed, second.percent) == (4, 1, 2, 1, 100.0)
    assert (third.base, third.percent) == (4, 0.0)


def test_a_change_before_the_agreement_is_no_volatility(staffed: World) -> None:
    assert volatility(staffed.project) == []
    one = made(staffed, acceptance_criteria="Seen")
    one = change_requirement(one, version=1, statement="Better", actor=SYSTEM)
    Organisation.objects.filter(pk=staffed.organisation.pk).update(status_date=None)
    move(one, State.CLARIFIED, State.AGREED)
    assert [each.added for each in volatility(staffed.project)] == [1]


def test_many_are_taken_in_together_or_not_at_all(staffed: World) -> None:
    before = Requirement.objects.count()
    with pytest.raises(Invalid):
        take_in_requirements(staffed.project, [{"statement": "A"}, {"statement": " "}], actor=SYSTEM)
    assert Requirement.objects.count() == before
    assert (
        len(take_in_requirements(staffed.project, [{"statement": "A"}, {"statement": "B"}], actor=SYSTEM))
        == 2
    )


def test_two_thousand_requirements_take_as_many_queries_as_two(staffed: World) -> None:
    part = add_deliverable(staffed.project, name="Gate", actor=SYSTEM)
    client = staffed.client("Ada")
    addresses = (R, f"{R}?q=gate", f"{R}matrix/", f"{R}matrix/?q=gate&way=up", f"{R}measures/")

    def counts() -> list[int]:
        found = []
        for address in addresses:
            with CaptureQueriesContext(connection) as queries:
                assert client.get(address).status_code == 200
            found.append(len(queries))
        return found

    made(staffed, deliverables=[part])
    counts()
    few = counts()
    rows = [
        Requirement(project=staffed.project, key=f"RQ-{n}", statement=f"Gate {n}") for n in range(1000, 3000)
    ]
    Requirement.objects.bulk_create(rows)
    through = Requirement.deliverables.through
    through.objects.bulk_create(through(requirement_id=row.pk, deliverable_id=part.pk) for row in rows)
    assert counts() == few


def test_a_requirement_is_stated_traced_moved_and_withdrawn_on_its_pages(staffed: World) -> None:
    ann = staffed.client("Ann")
    talk = {"title": "Talk", "technique": "interview", "held_on": "2026-06-01"}
    assert ann.post(f"{R}sessions/", talk).status_code == 302
    held = Collection.objects.get(title="Talk")
    assert (
        ann.post(f"{R}needs/", {"text": "To cross", "whose": "Walkers", "collection": held.key}).status_code
        == 302
    )
    need = Need.objects.get(text="To cross")
    sent = {
        "statement": "The gate must open fast.",
        "kind": "quality",
        "priority": "must",
        "needs": need.key,
        "effort": "1.5",
    }
    assert ann.post(f"{R}new/", sent).status_code == 302
    one = Requirement.objects.get(statement=sent["statement"])
    page = ann.get(f"{R}{one.key}/").content.decode()
    assert "To cross" in page
    assert "can be read in more than one way" in page
    assert one.effort_minutes == 90
    again = ann.post(f"{R}{one.key}/edit/", sent | {"version": "9", "statement": "The gate must open."})
    assert again.status_code == 409
    assert ann.post(f"{R}{one.key}/move", {"version": "1", "state": "clarified"}).status_code == 302
    assert ann.post(f"{R}{one.key}/move", {"version": "2", "state": "built"}).status_code == 409
    assert (
        ann.post(
            f"{R}{one.key}/move", {"version": "2", "state": "withdrawn", "reason": "Not needed"}
        ).status_code
        == 302
    )
    assert staffed.client("Tom").get(f"{R}new/").status_code == 403
    assert (
        ann.post(f"{R}needs/{need.key}/", {"text": "To pass", "whose": "All", "version": "1"}).status_code
        == 302
    )
    assert "To pass" in ann.get(f"{R}needs/").content.decode()
    with pytest.raises(Conflict):
        change_need(need, version=1, whose="x", actor=SYSTEM)


def test_words_are_told_as_they_are_typed_and_nothing_is_kept(staffed: World) -> None:
    ann, before = staffed.client("Ann"), Requirement.objects.count()
    told = ann.get(f"{R}words", {"statement": "The page must be fast."}).content.decode()
    assert "fast" in told
    assert "within 2 s" in told
    assert "<html" not in told
    assert (
        "Clearly worded"
        in ann.get(
            f"{R}words", {"statement": "The gate must open within 2 s.", "acceptance_criteria": "Seen"}
        ).content.decode()
    )
    assert staffed.client("Tom").get(f"{R}words", {"statement": "x"}).status_code == 403
    assert Requirement.objects.count() == before


def test_a_cell_of_the_matrix_says_what_it_says_afterwards(staffed: World) -> None:
    part, one = add_deliverable(staffed.project, name="Gate", actor=SYSTEM), made(staffed)
    ann = staffed.client("Ann")
    for linked in ("1", "0"):
        answer = ann.post(
            f"{R}{one.key}/link",
            {"deliverable": part.key, "is_linked": linked},
            headers={"HX-Request": "true"},
        )
        assert answer.status_code == 200
        assert one.deliverables.count() == int(linked)
    assert ann.post(f"{R}{one.key}/link", {"deliverable": part.key, "is_linked": "x"}).status_code == 422
    assert staffed.client("Tom").post(f"{R}{one.key}/link", {"deliverable": part.key}).status_code == 403


def test_a_session_lies_in_the_past(staffed: World) -> None:
    with pytest.raises(Invalid, match="has come"):
        add_collection(
            staffed.project, title="x", technique="survey", held_on=dt.date(2098, 1, 1), actor=SYSTEM
        )
