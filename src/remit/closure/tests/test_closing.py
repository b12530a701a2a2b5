"""The closing of a project: a list that names what stands in the way, and a record that the sponsor signs."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import Actor, system_actor
from remit.audit.models import AuditEvent
from remit.closure.checklist import STANDARD, as_lines, code_of, faults, from_lines, items_of
from remit.closure.checklist_queries import checklist_of, open_items
from remit.closure.closing import record_pdf, shown_record
from remit.closure.closing_content import blank, follow_on, missing
from remit.closure.closing_content import faults as faults_of_record
from remit.closure.facts import closure_complete
from remit.closure.models import ChecklistAnswer, ClosingRecord
from remit.closure.operations.checklists import answer_item, edit_checklist
from remit.closure.operations.closing_records import (
    answer_record,
    begin_record,
    change_record,
    submit_record,
)
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed, NotFound
from remit.people.operations.commitments import promise
from remit.projects.models import Phase, Project, RecordState
from remit.projects.operations.deliverables import add_deliverable
from remit.projects.operations.phases import change_phase

LINES = ["Keys are handed back", "= work-done"]


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def simon(world: World) -> Actor:
    return world.give("Simon", "sponsor")


def in_closing(world: World, petra: Actor) -> Project:
    """Lead the project into closing with all its work done."""
    world.baseline()
    world.finish()
    rows = Project.objects.select_related("scope", "organisation")
    project: Project = rows.get(pk=world.project.pk)
    for phase in (Phase.EXECUTION, Phase.CLOSING):
        project = change_phase(project, phase, version=project.version, actor=petra)
    return project


def state_of(world: World, code: str) -> tuple[str, str]:
    line = next(each for each in checklist_of(world.project) if each.code == code)
    return line.state, line.why


def test_lines_become_items_and_what_keeps_its_wording_keeps_its_code() -> None:
    content = from_lines([*LINES, "Contracts are ended, and nothing is owed from them"], STANDARD)
    assert [each["code"] for each in content] == [code_of(LINES[0]), "work-done", "contracts"]
    assert as_lines(items_of(content)) == [*LINES, "Contracts are ended, and nothing is owed from them"]


@pytest.mark.parametrize(
    ("lines", "code"),
    [
        ([], "count"),
        (["Keys"] * 2, "twice"),
        (["x" * 301], "long"),
        (["= nothing-like-it"], "unknown"),
        (["= closure-complete"], "unknown"),
    ],
)
def test_a_list_that_cannot_hold_says_why(lines: list[str], code: str) -> None:
    found = faults(from_lines(lines, STANDARD), {"work-done", "closure-complete"})
    assert [each.code for each in found] == [code]


def test_a_follow_on_action_states_day_owner_and_words() -> None:
    assert follow_on("2026-09-30 Ada: train them") == (dt.date(2026, 9, 30), "Ada", "train them")
    bad = ["Ada: train them", "2026-09-30 train them", "2026-13-01 Ada: x", "2026-09-30 : x"]
    assert [follow_on(line) for line in bad] == [None] * 4
    assert [each.code for each in faults_of_record({"follow_ons": bad[:1]})] == ["owner"]


def test_only_a_project_that_ended_early_says_why_and_what_is_kept() -> None:
    names = [name for name, _words in missing(blank(), early=False)]
    assert names == ["achieved", "differences", "cost_minor", "contracts"]
    early = [name for name, _words in missing(blank(), early=True)]
    assert early == [*names, "end_reason", "salvage", "sunk_cost_minor"]


def test_an_open_promise_and_an_unaccepted_deliverable_are_named(
    world: World, petra: Actor, simon: Actor
) -> None:
    by, due = world.person("Petra"), dt.date(2098, 1, 1)
    promise(by, world.project.scope, what="Paint it", due_on=due, to_name="Town", actor=system_actor())
    add_deliverable(world.project, name="Span", actor=system_actor())
    assert state_of(world, "promises-settled") == ("open", "1 promise is open: CM-1.")
    assert "DL-1 Span" in state_of(world, "deliverables-accepted")[1]


def test_a_role_still_held_is_named_and_those_who_lead_to_the_end_are_not(
    world: World, petra: Actor, simon: Actor
) -> None:
    assert state_of(world, "people-released")[0] == "done"
    world.give("Bo", "team-member")
    assert state_of(world, "people-released") == ("open", "1 role is still held: Bo, Team member.")


def test_a_person_answers_with_evidence_what_remit_does_not_judge(world: World, petra: Actor) -> None:
    row = answer_item(world.project, "costs", state="done", evidence="Paid on 3 May", version=0, actor=petra)
    assert (row.by_name, row.version) == ("Petra", 1)
    with pytest.raises(Invalid, match="what shows it"):
        answer_item(world.project, "costs", state="done", evidence=" ", version=1, actor=petra)
    with pytest.raises(Conflict) as stale:
        answer_item(world.project, "costs", state="open", evidence="x", version=0, actor=petra)
    assert stale.value.current["fields"]["state"] == {"yours": "open", "theirs": "done"}
    with pytest.raises(Conflict, match="judges this item by itself"):
        answer_item(world.project, "work-done", state="done", evidence="x", version=0, actor=petra)
    with pytest.raises(NotFound):
        answer_item(world.project, "nothing", state="done", evidence="x", version=0, actor=petra)
    event = AuditEvent.objects.filter(operation="closure.answer_item").get()
    assert event.changes["evidence"] == ["", "Paid on 3 May"]


def test_who_does_not_manage_the_project_answers_nothing(world: World, simon: Actor) -> None:
    with pytest.raises(NotAllowed):
        answer_item(world.project, "costs", state="done", evidence="Paid", version=0, actor=simon)


def test_the_organisation_edits_its_list_and_answers_to_what_stays_stay(world: World, petra: Actor) -> None:
    admin = world.give("Olga", "administrator", world.root)
    answer_item(world.project, "costs", state="done", evidence="Paid", version=0, actor=petra)
    costs = next(str(each.text) for each in STANDARD if each.code == "costs")
    edit_checklist(world.organisation, [*LINES, costs], number=0, reason="Ours", actor=admin)
    assert [each.code for each in checklist_of(world.project)] == [code_of(LINES[0]), "work-done", "costs"]
    assert state_of(world, "costs") == ("done", "Paid")
    with pytest.raises(Conflict):
        edit_checklist(world.organisation, LINES, number=0, reason="Late", actor=admin)
    with pytest.raises(Invalid, match="Nothing is changed"):
        edit_checklist(world.organisation, [*LINES, costs], number=1, reason="Same", actor=admin)
    with pytest.raises(NotAllowed):
        edit_checklist(world.organisation, LINES, number=1, reason="Mine", actor=petra)


def test_a_project_with_an_open_item_is_not_closed_and_the_item_is_named(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = in_closing(world, petra)
    with pytest.raises(Conflict, match="Contracts are ended") as refused:
        change_phase(project, Phase.CLOSED, version=project.version, actor=simon)
    assert refused.value.code == "phase_guard"
    assert "There is no closing record yet." in refused.value.message
    row = begin_record(project, actor=petra)
    row = change_record(
        row,
        version=1,
        actor=petra,
        achieved="It stands.",
        differences="None.",
        cost_minor=1,
        contracts=["none"],
    )
    with pytest.raises(Conflict, match="items of the closing list are open"):
        submit_record(row, version=row.version, actor=petra)


def test_a_settled_project_is_closed_by_its_sponsor_and_what_was_seen_is_kept(
    world: World, petra: Actor, simon: Actor
) -> None:
    project = in_closing(world, petra)
    world.settle(petra)
    signed = world.sign_closing(petra, simon)
    assert signed.state == RecordState.AGREED
    assert all(state == "done" for _text, state, _why, _by in signed.facts["seen"]["checklist"])
    assert signed.facts["sponsor"] == "Simon"
    project = change_phase(project, Phase.CLOSED, version=project.version, actor=simon)
    with pytest.raises(NotAllowed):
        begin_record(project, actor=petra)
    with pytest.raises(NotAllowed):
        answer_item(project, "costs", state="open", evidence="x", version=1, actor=petra)


def test_the_record_is_not_handed_in_before_closing_nor_while_something_is_missing(
    world: World, petra: Actor, simon: Actor
) -> None:
    row = begin_record(world.project, actor=petra)
    with pytest.raises(Conflict, match="lead it into Closing first"):
        submit_record(row, version=1, actor=petra)
    in_closing(world, petra)
    with pytest.raises(Conflict, match="Say what was achieved"):
        submit_record(row, version=1, actor=petra)


def test_an_item_that_opens_again_stops_the_signature(world: World, petra: Actor, simon: Actor) -> None:
    in_closing(world, petra)
    world.settle(petra)
    row = begin_record(world.project, actor=petra)
    stated: dict[str, Any] = {"achieved": "a", "differences": "b", "cost_minor": 0, "contracts": ["none"]}
    row = change_record(row, version=1, actor=petra, **stated)
    row = submit_record(row, version=row.version, actor=petra)
    answer_item(world.project, "costs", state="open", evidence="One more bill", version=1, actor=petra)
    with pytest.raises(Conflict, match="1 item of the closing list is open"):
        answer_record(row, sign=True, version=row.version, actor=simon)
    with pytest.raises(NotAllowed):
        answer_record(row, sign=True, version=row.version, actor=petra)
    back = answer_record(row, sign=False, version=row.version, actor=simon, answer="The bill")
    assert (back.state, back.answer) == (RecordState.DRAFT, "The bill")


def test_an_owner_of_a_follow_on_action_is_somebody_here(world: World, petra: Actor) -> None:
    row = begin_record(world.project, actor=petra)
    with pytest.raises(Invalid, match="Nobody here is called Nemo"):
        change_record(row, version=1, actor=petra, follow_ons=["2026-09-30 Nemo: paint"])
    kept = change_record(row, version=1, actor=petra, follow_ons=["2026-09-30 Petra: paint"])
    assert kept.content["follow_ons"] == ["2026-09-30 Petra: paint"]


def test_a_project_that_was_stopped_owes_no_acceptance_but_says_what_is_kept(
    world: World, petra: Actor, simon: Actor
) -> None:
    add_deliverable(world.project, name="Span", actor=system_actor())
    project = change_phase(world.project, Phase.TERMINATED, version=1, actor=simon, reason="Too dear")
    project = change_phase(project, Phase.CLOSING, version=project.version, actor=petra)
    assert state_of(world, "deliverables-accepted")[0] == "not-needed"
    row = begin_record(project, actor=petra)
    row = change_record(
        row, version=1, actor=petra, achieved="a", differences="b", cost_minor=0, contracts=["none"]
    )
    world.settle(petra)
    with pytest.raises(Conflict, match="Say why it ended early"):
        submit_record(row, version=row.version, actor=petra)
    ClosingRecord.objects.all().delete()
    world.sign_closing(petra, simon)
    closed = change_phase(project, Phase.CLOSED, version=project.version, actor=simon)
    assert closed.phase == Phase.CLOSED
    assert closure_complete(closed).is_met


def test_sums_are_for_those_who_may_see_money(world: World, petra: Actor, simon: Actor) -> None:
    in_closing(world, petra)
    world.settle(petra)
    world.sign_closing(petra, simon)
    bo = world.give("Bo", "team-member")
    for actor, sees in ((petra, True), (bo, False)):
        shown = shown_record(actor, world.project)
        assert shown is not None
        assert ("73,456.12" in str(shown.sections)) is sees
    assert shown is not None
    assert record_pdf(shown).startswith(b"%PDF-")


def test_the_page_names_what_stands_in_the_way_and_takes_an_answer(world: World, petra: Actor) -> None:
    client, key = world.client("Petra"), world.project.key
    page = client.get(f"/projects/{key}/closure/").content.decode()
    assert "stand in the way of closing" in page
    assert "No activity" not in page
    address = f"/projects/{key}/closure/items/costs"
    empty = client.post(address, {"version": "0", "state": "done", "evidence": ""})
    assert (empty.status_code, "what shows it" in empty.content.decode()) == (422, True)
    assert client.post(address, {"version": "0", "state": "done", "evidence": "Bill 7"}).status_code == 302
    assert ChecklistAnswer.objects.get().evidence == "Bill 7"
    before = len(open_items(checklist_of(world.project)))
    assert before == sum(not each.is_settled for each in checklist_of(world.project))


def test_the_sponsor_finds_the_record_on_the_start_page_and_signs_it(
    world: World, petra: Actor, simon: Actor
) -> None:
    in_closing(world, petra)
    world.settle(petra)
    key = world.project.key
    manager, sponsor = world.client("Petra"), world.client("Simon")
    assert manager.post(f"/projects/{key}/closure/record/begin").status_code == 302
    form = {
        "version": "1", "achieved": "It stands.", "differences": "None.", "cost_minor": "10", "contracts": "none",
        "follow_ons": "",
    }  # fmt: skip
    assert manager.post(f"/projects/{key}/closure/record/edit/", form).status_code == 302
    assert manager.post(f"/projects/{key}/closure/record/submit", {"version": "2"}).status_code == 302
    assert "Closing record of Bridge" in sponsor.get("/", follow=True).content.decode()
    assert "Sign it or send it back" in sponsor.get(f"/projects/{key}/closure/record/").content.decode()
    signed = sponsor.post(f"/projects/{key}/closure/record/answer", {"version": "3", "state": "agreed"})
    assert signed.status_code == 302
    assert ClosingRecord.objects.get().state == RecordState.AGREED
