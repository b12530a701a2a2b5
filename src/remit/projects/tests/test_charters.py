"""The charter of a project: what it must state, who signs it, what a change after the signature takes."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import Actor
from remit.audit.models import AuditEvent
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.projects.charter_content import blank, differences, missing
from remit.projects.charters import shown_charter
from remit.projects.models import Charter, RecordState
from remit.projects.operations.charters import answer_charter, begin_charter, change_charter, submit_charter

FULL: dict[str, Any] = {
    "purpose": "People wade through the river.",
    "objectives": ["Crossing takes 2 minutes"],
    "in_scope": ["Bridge"],
    "out_of_scope": ["Roads"],
    "deliverables": ["Bridge, accepted"],
    "milestones": ["2026-12-18 Open"],
    "budget_minor": 7_345_612,
    "reserve_minor": 0,
    "assumptions": ["Dry summer"],
    "constraints": ["One crane"],
    "risks": ["Flood"],
    "stakeholders": ["Village"],
    "success_criteria": ["Village accepts"],
    "stop_criteria": ["No rock below"],
}


@pytest.fixture
def petra(world: World) -> Actor:
    return world.give("Petra", "project-manager")


@pytest.fixture
def simon(world: World) -> Actor:
    return world.give("Simon", "sponsor")


def written(world: World, by: Actor, **changes: Any) -> Charter:
    charter = begin_charter(world.project, actor=by)
    return change_charter(charter, version=charter.version, actor=by, **FULL | changes)


def signed(world: World, petra: Actor, simon: Actor) -> Charter:
    charter = written(world, petra)
    charter = submit_charter(charter, version=charter.version, actor=petra)
    return answer_charter(charter, sign=True, version=charter.version, actor=simon)


def test_what_is_missing_is_told_field_by_field_and_an_amount_of_nothing_is_stated() -> None:
    assert [name for name, _words in missing(blank())][:3] == ["purpose", "objectives", "in_scope"]
    assert missing(FULL) == []


def test_an_objective_without_a_figure_is_missing_one() -> None:
    vague = FULL | {"objectives": ["Crossing is pleasant"]}
    assert missing(vague) == [
        (
            "objectives",
            "Give the objective “Crossing is pleasant” a figure or a day by which it can be checked.",
        )
    ]


def test_a_difference_names_the_lines_that_went_and_came() -> None:
    (only,) = differences(FULL, FULL | {"risks": ["Flood", "Frost"], "in_scope": ["Bridge"]})
    assert (only.label, only.removed, only.added) == ("Top risks", (), ("Frost",))


def test_an_incomplete_charter_is_not_handed_in_and_the_first_gap_is_named(
    world: World, petra: Actor, simon: Actor
) -> None:
    charter = written(world, petra, stop_criteria=[])
    with pytest.raises(Conflict, match="end the project early"):
        submit_charter(charter, version=charter.version, actor=petra)


def test_a_charter_without_a_sponsor_is_not_handed_in(world: World, petra: Actor) -> None:
    charter = written(world, petra)
    with pytest.raises(Conflict, match="no sponsor"):
        submit_charter(charter, version=charter.version, actor=petra)


def test_the_sponsor_signs_and_the_facts_of_that_moment_are_kept(
    world: World, petra: Actor, simon: Actor
) -> None:
    charter = signed(world, petra, simon)
    assert (charter.state, charter.decided_by_id) == (RecordState.AGREED, simon.person_id)
    assert charter.facts["manager"] == "Petra"
    assert charter.facts["manager_money_minor"] == 2_500_000
    event = AuditEvent.objects.filter(operation="projects.answer_charter").get()
    assert event.changes == {"state": ["waiting", "agreed"]}


def test_whoever_wrote_it_and_is_not_the_sponsor_may_not_sign(
    world: World, petra: Actor, simon: Actor
) -> None:
    charter = written(world, petra)
    charter = submit_charter(charter, version=charter.version, actor=petra)
    with pytest.raises(NotAllowed) as refused:
        answer_charter(charter, sign=True, version=charter.version, actor=petra)
    assert refused.value.who_may == "Simon"


def test_sending_back_takes_a_reason_and_makes_it_a_draft_again(
    world: World, petra: Actor, simon: Actor
) -> None:
    charter = written(world, petra)
    charter = submit_charter(charter, version=charter.version, actor=petra)
    with pytest.raises(Invalid, match="Say why"):
        answer_charter(charter, sign=False, version=charter.version, actor=simon)
    back = answer_charter(charter, sign=False, version=charter.version, actor=simon, answer="Too dear")
    assert (back.state, back.answer) == (RecordState.DRAFT, "Too dear")


def test_what_is_signed_is_not_changed_and_a_new_version_holds_only_once_it_is_signed(
    world: World, petra: Actor, simon: Actor
) -> None:
    first = signed(world, petra, simon)
    with pytest.raises(Conflict, match="in force"):
        change_charter(first, version=first.version, actor=petra, purpose="Another")
    second = begin_charter(world.project, actor=petra)
    second = change_charter(second, version=second.version, actor=petra, reserve_minor=500)
    first.refresh_from_db()
    assert (second.number, first.state) == (2, RecordState.AGREED)
    second = submit_charter(second, version=second.version, actor=petra)
    answer_charter(second, sign=True, version=second.version, actor=simon)
    first.refresh_from_db()
    assert first.state == RecordState.REPLACED


def test_a_signature_is_not_dated_in_the_future(world: World, petra: Actor, simon: Actor) -> None:
    charter = written(world, petra)
    charter = submit_charter(charter, version=charter.version, actor=petra)
    with pytest.raises(Invalid, match="future"):
        answer_charter(charter, sign=True, version=charter.version, actor=simon, on=dt.date(2999, 1, 1))


def test_a_stale_change_is_refused_with_both_values(world: World, petra: Actor) -> None:
    charter = written(world, petra)
    with pytest.raises(Conflict) as refused:
        change_charter(charter, version=1, actor=petra, purpose="Mine")
    assert refused.value.current["fields"]["purpose"]["theirs"] == FULL["purpose"]


def test_only_one_version_is_open(world: World, petra: Actor) -> None:
    written(world, petra)
    with pytest.raises(Conflict, match="not decided"):
        begin_charter(world.project, actor=petra)


def test_sums_are_read_by_whoever_may_see_money_alone(world: World, petra: Actor, simon: Actor) -> None:
    signed(world, petra, simon)
    member = world.give("Bo", "team-member")
    for actor, sees in ((petra, True), (member, False)):
        shown = shown_charter(actor, world.project)
        assert shown is not None
        assert ("73,456.12" in str(shown)) is sees
    page = world.client("Bo").get("/projects/P-1/life/charter/").content.decode()
    assert "Dry summer" in page
    assert "73,456" not in page
    answer = world.client("Bo").get("/api/v1/projects/P-1/charter").json()
    assert (answer["budget_minor"], answer["risks"]) == (None, ["Flood"])


def test_the_pages_lead_from_nothing_to_a_signature(world: World, petra: Actor, simon: Actor) -> None:
    ours, theirs = world.client("Petra"), world.client("Simon")
    base = "/projects/P-1/life/charter/"
    assert "Write the charter" in ours.get(base).content.decode()
    ours.post(f"{base}begin")
    typed = {n: "\n".join(v) if isinstance(v, list) else v for n, v in FULL.items()}
    typed |= {"budget_minor": "73456.12", "reserve_minor": "0", "version": "1"}
    wrong = ours.post(f"{base}edit/", typed | {"milestones": "Some day"})
    assert wrong.status_code == 422
    assert ours.post(f"{base}edit/", typed).status_code == 302
    assert "hand it in to be signed" in ours.get(base).content.decode()
    version = Charter.objects.get().version
    ours.post(f"{base}submit", {"version": version})
    assert "waits for the signature of Simon" in ours.get(base).content.decode()
    refused = theirs.post(f"{base}answer", {"version": version + 1, "state": "draft"})
    assert refused.status_code == 422
    theirs.post(f"{base}answer", {"version": version + 1, "state": "agreed"})
    assert Charter.objects.get().state == RecordState.AGREED
    paper = ours.get(f"{base}pdf")
    assert paper.content.startswith(b"%PDF")
    assert ours.get(f"{base}?version=7").status_code == 404
    assert ours.get(f"{base}edit/").status_code == 409


def test_the_start_page_of_the_sponsor_alone_tells_that_a_charter_waits(
    world: World, petra: Actor, simon: Actor
) -> None:
    charter = written(world, petra)
    submit_charter(charter, version=charter.version, actor=petra)
    assert "Charter of Bridge" in world.client("Simon").get("/").content.decode()
    assert "Charter of Bridge" not in world.client("Petra").get("/").content.decode()
