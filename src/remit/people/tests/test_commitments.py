"""Promises: who may make, close and move them; who sees them; how they are kept."""

import datetime as dt
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.commitment_queries import at_home, commitments, record_of, standing
from remit.people.models import Commitment, Person, Scope
from remit.people.operations.commitments import close_promise, promise, renegotiate_promise
from remit.people.operations.people import change_person
from remit.people.policies import may_see_record

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
TODAY = dt.date(2026, 6, 29)
DUE = dt.date(2026, 7, 3)


@pytest.fixture
def firm(world: World) -> World:
    """The world stands still on a day, as the demo does; Ada runs the project, Tom works in it."""
    world.organisation.is_demo = True
    world.organisation.status_date = TODAY
    world.organisation.save()
    world.give("Ada", "project-manager")
    world.give("Tom", "team-member")
    return world


def made(world: World, by: str = "Tom", to: str = "Ada", due: dt.date = DUE, **more: Any) -> Commitment:
    return promise(
        world.person(by),
        Scope.objects.select_related("organisation").get(pk=world.project.scope_id),
        what="A draft",
        due_on=due,
        actor=more.pop("actor", SYSTEM),
        **({"to_person": world.person(to)} | more),
    )


def on(world: World, day: dt.date) -> None:
    world.organisation.status_date = day
    world.organisation.save()


def fresh(commitment: Commitment) -> Commitment:
    found: Commitment = Commitment.objects.select_related("scope__organisation", "by", "to_person").get(
        pk=commitment.pk
    )
    return found


def test_one_promises_for_oneself_alone(firm: World) -> None:
    mine = made(firm, actor=firm.actor("Tom"))
    assert (mine.key, mine.promised_on, mine.first_due_on) == ("CM-1", TODAY, DUE)
    with pytest.raises(Invalid):
        made(firm, by="Ada", to="Tom", actor=firm.actor("Tom"))


@pytest.mark.parametrize(
    "wrong",
    [
        {"due": TODAY - dt.timedelta(1)},
        {"to": "Tom"},
        {"to_person": None},
        {"to_name": "Client"},
        {"to_person": None, "to_name": "x" * 201},
    ],
)
def test_a_promise_needs_one_who_gets_it_and_a_day_to_come(firm: World, wrong: dict[str, Any]) -> None:
    with pytest.raises(Invalid):
        made(firm, **wrong)


def test_whoever_got_it_says_that_it_is_kept_and_nobody_else(firm: World) -> None:
    mine = made(firm)
    with pytest.raises(NotAllowed):
        close_promise(mine, version=1, actor=firm.actor("Tom"))
    kept = close_promise(mine, version=1, actor=firm.actor("Ada"))
    assert (kept.state, kept.closed_on) == ("kept", TODAY)
    with pytest.raises(Conflict):
        close_promise(mine, version=2, actor=firm.actor("Ada"))
    outside = made(firm, to_person=None, to_name="Client")
    assert close_promise(outside, version=1, actor=firm.actor("Tom")).state == "kept"


def test_another_day_needs_a_reason_and_the_first_is_not_forgotten(firm: World) -> None:
    mine = made(firm)
    tom = firm.actor("Tom")
    with pytest.raises(Invalid):
        renegotiate_promise(mine, due_on=dt.date(2026, 7, 10), reason=" ", version=1, actor=tom)
    moved = renegotiate_promise(mine, due_on=dt.date(2026, 7, 10), reason="Rain.", version=1, actor=tom)
    assert (moved.first_due_on, moved.due_on) == (DUE, dt.date(2026, 7, 10))
    with pytest.raises(Conflict):
        renegotiate_promise(mine, due_on=dt.date(2026, 7, 12), reason="Snow.", version=1, actor=tom)
    firm.give("Lea", "project-leader")
    with pytest.raises(NotAllowed):
        renegotiate_promise(
            mine, due_on=dt.date(2026, 7, 12), reason="Snow.", version=2, actor=firm.actor("Lea")
        )


@pytest.mark.parametrize(
    ("day", "code", "late"),
    [
        (dt.date(2026, 6, 25), "open", 0),
        (dt.date(2026, 6, 26), "due", 0),
        (DUE, "due", 0),
        (dt.date(2026, 7, 4), "late", 1),
    ],
)
def test_how_an_open_promise_stands_depends_on_the_day(
    firm: World, day: dt.date, code: str, late: int
) -> None:
    stands = standing(fresh(made(firm)), day)
    assert (stands.code, stands.days) == (code, late)


@pytest.mark.parametrize(("day", "code", "late"), [(DUE, "kept", 0), (dt.date(2026, 7, 4), "kept-late", 1)])
def test_a_promise_is_kept_in_time_up_to_its_last_day(
    firm: World, day: dt.date, code: str, late: int
) -> None:
    mine = made(firm)
    on(firm, day)
    close_promise(fresh(mine), version=1, actor=SYSTEM)
    stands = standing(fresh(mine), day)
    assert (stands.code, stands.days) == (code, late)


def test_the_record_counts_what_fell_due_and_leaves_out_what_was_released(firm: World) -> None:
    kept, late, _open_late, _coming, released = (
        made(firm, due=due) for due in (DUE, DUE, DUE, dt.date(2026, 8, 1), DUE)
    )
    close_promise(kept, version=1, actor=SYSTEM)
    close_promise(released, version=1, is_kept=False, actor=SYSTEM)
    on(firm, dt.date(2026, 7, 6))
    renegotiate_promise(fresh(late), due_on=dt.date(2026, 7, 6), reason="Rain.", version=1, actor=SYSTEM)
    on(firm, dt.date(2026, 7, 7))
    close_promise(fresh(late), version=2, actor=SYSTEM)
    tom = Person.objects.select_related("organisation").get(pk=firm.person("Tom").pk)
    found = record_of(tom)
    assert (found.in_time, found.late, found.open_late, found.moved, found.percent) == (1, 1, 1, 1, 33)


def test_the_record_is_shown_to_the_person_and_the_line_manager_alone(firm: World) -> None:
    tom = firm.person("Tom")
    change_person(tom, version=tom.version, actor=SYSTEM, line_manager=firm.person("Mona"))
    tom.refresh_from_db()
    firm.give("Adam", "administrator", firm.root)
    firm.give("Pia", "portfolio-manager", firm.root)
    firm.give("Sue", "sponsor")
    told = {
        name: bool(may_see_record(firm.actor(name), tom))
        for name in ("Tom", "Mona", "Ada", "Adam", "Pia", "Sue")
    }
    assert told == {"Tom": True, "Mona": True, "Ada": False, "Adam": False, "Pia": False, "Sue": False}
    address = f"/api/v1/people/{tom.key}/kept-promises"
    assert firm.client("Tom").get(address).status_code == 200
    for name in ("Ada", "Adam", "Pia", "Sue"):
        assert firm.client(name).get(address).status_code == 403


def test_promises_are_seen_by_the_two_and_by_whoever_sees_the_scope(firm: World, stranger: World) -> None:
    made(firm)
    stranger.give("Zed", "project-manager")
    seen = {name: commitments(firm.actor(name)).count() for name in ("Tom", "Ada", "Otto")}
    assert seen == {"Tom": 1, "Ada": 1, "Otto": 0}
    assert commitments(stranger.actor("Zed")).count() == 0
    firm.give("Adam", "administrator", firm.root)
    assert commitments(firm.actor("Adam")).count() == 0
    assert firm.client("Otto").get("/commitments/CM-1/").status_code == 404


def test_pages_make_move_and_close_a_promise(firm: World) -> None:
    tom, ada = firm.client("Tom"), firm.client("Ada")
    sent = {"what": "Floor plan", "scope": "P-1", "to_person": firm.person("Ada").key, "due_on": "2026-07-03"}
    assert tom.post("/commitments/new/", sent).status_code == 302
    assert "Floor plan" in ada.get("/").content.decode()
    assert "Floor plan" in ada.get("/projects/P-1/").content.decode()
    assert "Floor plan" in ada.get(f"/commitments/?person={firm.person('Tom').key}").content.decode()
    move = {"version": "1", "due_on": "2026-07-09", "reason": "Rain."}
    assert tom.post("/commitments/CM-1/", move).status_code == 302
    assert tom.post("/commitments/CM-1/", move).status_code == 409
    page = tom.get("/commitments/CM-1/").content.decode()
    assert "Rain." in page
    assert "It is kept" not in page
    assert tom.post("/commitments/CM-1/close", {"version": "2", "how": "kept"}).status_code == 403
    assert ada.post("/commitments/CM-1/close", {"version": "2", "how": "kept"}).status_code == 302
    assert "Floor plan" not in ada.get("/commitments/?scope=P-1").content.decode()
    assert "Floor plan" in ada.get("/commitments/?scope=P-1&show=closed").content.decode()


def test_the_start_page_says_nothing_where_there_is_nothing(firm: World) -> None:
    assert at_home(firm.actor("Ada")) is None


def test_the_api_makes_moves_and_closes(firm: World) -> None:
    tom = firm.client("Tom")
    json = "application/json"
    body = {"what": "Plan", "scope": "P-1", "to_name": "Client", "due_on": "2026-07-03"}
    made_one = tom.post("/api/v1/commitments", body, content_type=json)
    assert (made_one.status_code, made_one.json()["stands"]) == (201, "due")
    move = {"version": 1, "due_on": "2026-08-03", "reason": "Rain."}
    moved = tom.post("/api/v1/commitments/CM-1/move", move, content_type=json).json()
    assert (moved["stands"], moved["first_due_on"], len(moved["moves"])) == ("open", "2026-07-03", 1)
    closed = tom.post("/api/v1/commitments/CM-1/close", {"version": 2}, content_type=json).json()
    assert closed["state"] == "kept"
    assert tom.get("/api/v1/commitments?state=open").json()["count"] == 0
