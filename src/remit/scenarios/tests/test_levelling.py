"""Levelling as a proposal: what moves and why, accepted as a whole, in part or not at all."""

from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.core.progress import Cancelled
from remit.jobs.models import Job, JobState
from remit.jobs.tasks import do_job
from remit.planning.compute import resource_loads
from remit.planning.models import Activity, Plan
from remit.planning.operations.edits import edit_plan, undo_edit
from remit.scenarios.compute import Wish
from remit.scenarios.models import LevellingProposal, ProposalState
from remit.scenarios.operations.levelling import (
    accept_levelling,
    begin_levelling,
    preview_levelling,
    propose_levelling,
    refuse_levelling,
)

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
QUICK = Wish(seconds=1)
DAY = 480


@pytest.fixture
def crowded(lasting_world: World) -> World:
    """Three tasks of two days, all of them Ann's, each with a test that follows it, and one that is nobody's."""
    world = lasting_world
    world.people.clear()  # those of the test before are gone
    plan = Plan.objects.get(pk=world.plan.pk)
    names = ("Dig", "Pour", "Lift", "Try Dig", "Try Pour", "Try Lift", "Paint")
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": name, "duration_minutes": 2 * plan.minutes_per_day} for name in names
    ]
    steps += [{"op": "link", "predecessor": f"T-{n}", "successor": f"T-{n + 3}"} for n in (1, 2, 3)]
    steps.append({"op": "add_resource", "name": "Ann", "kind": "work", "max_units_percent": 100})
    edit_plan(world.project, steps, actor=SYSTEM)
    assign = [
        {"op": "assign", "activity": f"T-{n}", "resource": "R-1", "units_percent": 100} for n in (1, 2, 3)
    ]
    edit_plan(world.project, assign, actor=SYSTEM)
    return world


def _proposed(world: World) -> LevellingProposal:
    return propose_levelling(world.project, QUICK, actor=SYSTEM)


def _days_over(world: World) -> int:
    plan = Plan.objects.get(pk=world.plan.pk)
    return sum(len(each.days_over) for each in resource_loads(plan, plan.start_minute // 1440, 8).values())


def _dates(world: World) -> dict[str, tuple[int, int]]:
    rows = Activity.objects.filter(project=world.project)
    return {each.key: (each.start_minute, each.finish_minute) for each in rows}


def test_a_proposal_says_what_moves_and_why_and_changes_nothing(crowded: World) -> None:
    before = _dates(crowded)
    proposal = _proposed(crowded)
    assert _dates(crowded) == before
    rows = {row["key"]: row for row in proposal.rows}
    assert len(rows) == 4  # two wait for Ann, and the tests behind them
    held = [row for row in rows.values() if row["fields"]]
    assert {row["why"]["kind"] for row in held} == {"resource"}
    assert {row["why"]["name"] for row in held} == {"Ann"}
    assert all(row["why"]["over"] for row in held)
    along = [row for row in rows.values() if not row["fields"]]
    assert {row["why"]["kind"] for row in along} == {"link"}
    assert (proposal.figures["over"], proposal.figures["to_over"]) == (2, 0)
    assert proposal.figures["status"] == "optimal"
    (ann,) = proposal.loads["resources"]
    assert (ann["key"], ann["over"], ann["to_over"]) == ("R-1", 2, 0)
    assert sum(week[0] for week in ann["before"]) == sum(week[0] for week in ann["after"])


def test_accepted_the_plan_lies_as_proposed_by_one_edit_that_is_taken_back_at_once(crowded: World) -> None:
    before = _dates(crowded)
    proposal = _proposed(crowded)
    edited = accept_levelling(proposal, actor=SYSTEM)
    assert _days_over(crowded) == 0
    now = _dates(crowded)
    assert {row["key"]: (row["to_start"], row["to_finish"]) for row in proposal.rows} == {
        key: now[key] for key in now if now[key] != before[key]
    }
    proposal.refresh_from_db()
    assert (proposal.state, proposal.edit_number) == (ProposalState.ACCEPTED, edited.number)
    assert edited.label == "Levelled: 2 activities"
    assert edited.number is not None
    undo_edit(crowded.project, edited.number, actor=SYSTEM)
    assert _dates(crowded) == before


def _last_held(proposal: LevellingProposal) -> dict[str, Any]:
    return max((row for row in proposal.rows if row["fields"]), key=lambda row: row["to_start"])


def test_a_part_that_rests_on_another_is_refused_by_its_name(crowded: World) -> None:
    proposal = _proposed(crowded)
    last = _last_held(proposal)
    (needed,) = last["needs"]
    with pytest.raises(Invalid, match=needed) as refused:
        accept_levelling(proposal, activities=[last["key"]], actor=SYSTEM)
    assert refused.value.errors[0].code == "needs"
    assert proposal.state == ProposalState.OPEN


def test_a_part_that_stands_by_itself_is_accepted(crowded: World) -> None:
    proposal = _proposed(crowded)
    (needed,) = _last_held(proposal)["needs"]
    gives = preview_levelling(proposal, [needed], actor=SYSTEM)
    assert _days_over(crowded) == 2
    accept_levelling(proposal, activities=[needed], actor=SYSTEM)
    assert _days_over(crowded) == gives.days_over
    proposal.refresh_from_db()
    assert (proposal.state, proposal.accepted_count) == (ProposalState.PART, 1)


@pytest.mark.parametrize("keys", [[], ["T-1", "T-99"], ["T-7"]])
def test_what_is_not_offered_cannot_be_accepted(crowded: World, keys: list[str]) -> None:
    with pytest.raises(Invalid):
        accept_levelling(_proposed(crowded), activities=keys, actor=SYSTEM)


def test_a_proposal_goes_stale_when_the_plan_changes(crowded: World) -> None:
    proposal = _proposed(crowded)
    edit_plan(crowded.project, [{"op": "add", "name": "Sweep"}], actor=SYSTEM)
    with pytest.raises(Conflict) as refused:
        accept_levelling(proposal, actor=SYSTEM)
    assert refused.value.code == "stale"


def test_a_proposal_is_answered_once(crowded: World) -> None:
    proposal = _proposed(crowded)
    refuse_levelling(proposal, actor=SYSTEM)
    for answer in (accept_levelling, refuse_levelling):
        with pytest.raises(Conflict) as refused:
            answer(proposal, actor=SYSTEM)
        assert refused.value.code == "answered"


def test_a_plan_that_is_level_moves_nothing(crowded: World) -> None:
    accept_levelling(_proposed(crowded), actor=SYSTEM)
    again = _proposed(crowded)
    assert (again.rows, again.figures["moved"]) == ([], 0)


def test_by_the_rules_of_p6_an_earliest_start_holds_what_has_no_delay_there(crowded: World) -> None:
    plan = Plan.objects.get(pk=crowded.plan.pk)
    step = {"op": "change_plan", "version": plan.version, "fields": {"rules": "primavera-p6"}}
    edit_plan(crowded.project, [step], actor=SYSTEM)
    accept_levelling(_proposed(crowded), actor=SYSTEM)
    assert _days_over(crowded) == 0
    assert Activity.objects.filter(project=crowded.project, constraint="snet").count() == 2


def test_a_plan_that_ignores_delays_honours_them_once_they_are_accepted(crowded: World) -> None:
    plan = Plan.objects.get(pk=crowded.plan.pk)
    step = {"op": "change_plan", "version": plan.version, "fields": {"honour_levelling_delay": False}}
    edit_plan(crowded.project, [step], actor=SYSTEM)
    accept_levelling(_proposed(crowded), actor=SYSTEM)
    assert _days_over(crowded) == 0


def test_it_is_long_work_whose_result_is_the_proposal(crowded: World) -> None:
    crowded.give("Mia", "project-manager")
    job = begin_levelling(crowded.project, QUICK, actor=crowded.actor("Mia"))
    do_job(job.pk)
    done = Job.objects.get(pk=job.pk)
    assert (done.state, done.error) == (JobState.DONE, {})
    assert LevellingProposal.objects.get(project=crowded.project).key == done.result["proposal"]


class _Stopped:
    def step(self, _done: int, _total: int, doing: str) -> None:
        if doing == "checking":
            raise Cancelled

    def check(self) -> None:
        """Go on."""


def test_stopped_it_leaves_nothing(crowded: World) -> None:
    with pytest.raises(Cancelled):
        propose_levelling(crowded.project, QUICK, actor=SYSTEM, progress=_Stopped())
    assert not LevellingProposal.objects.exists()


def test_whoever_may_not_change_the_plan_neither_asks_nor_answers(crowded: World) -> None:
    reader = crowded.give("Rob", "team-member")
    proposal = _proposed(crowded)
    with pytest.raises(NotAllowed):
        begin_levelling(crowded.project, QUICK, actor=reader)
    for answer in (accept_levelling, refuse_levelling):
        with pytest.raises(NotAllowed):
            answer(proposal, actor=reader)


@pytest.mark.parametrize("wish", [Wish("cost"), Wish(seconds=0), Wish(seconds=9999), Wish(stability=-1)])
def test_a_wish_has_bounds(crowded: World, wish: Wish) -> None:
    with pytest.raises(Invalid):
        begin_levelling(crowded.project, wish, actor=crowded.give("Mia", "project-manager"))


def test_the_page_shows_the_reasons_and_accepts_what_is_ticked(crowded: World) -> None:
    crowded.give("Mia", "project-manager")
    proposal = _proposed(crowded)
    address = f"/projects/{crowded.project.key}/plan/levelling/{proposal.key}/"
    client = crowded.client("Mia")
    page = client.get(address).content.decode()
    assert "Ann has too much" in page
    last = _last_held(proposal)
    refused = client.post(address, {"answer": "part", "activities": last["key"]})
    assert refused.status_code == 422
    assert last["needs"][0] in refused.content.decode()
    gives = client.post(address, {"answer": "preview", "activities": last["needs"]}).content.decode()
    assert "With this part the plan ends on" in gives
    assert client.post(address, {"answer": "all"}).status_code == 302
    assert _days_over(crowded) == 0
    assert "Accepted" in client.get(f"/projects/{crowded.project.key}/plan/levelling/").content.decode()
