"""When somebody who answers goes or is away for long: a checklist with a day, an alarm and a mail to who appoints."""

import datetime as dt

import pytest
from django.core import mail
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, NotAllowed
from remit.people.grids import day_of
from remit.people.handover_queries import appointers, at_home, handovers, standings, tenures
from remit.people.models import Assignment, Handover, ItemKind, Role
from remit.people.operations.absences import request_leave
from remit.people.operations.assignment_changes import change_assignment
from remit.people.operations.assignments import assign_role, end_assignment
from remit.people.operations.commitments import promise
from remit.people.operations.decisions import ask_decision
from remit.people.operations.handovers import add_handover_item, begin_for_absent, tick_handover_item
from remit.people.operations.people import change_person
from remit.people.operations.successors import name_successor
from remit.people.tests.staffed import Staffed, staffed

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
DAY = dt.timedelta(days=1)


def held(code: str) -> Assignment:
    found: Assignment = Assignment.objects.get(role__code=code, ended_at=None)
    return found


def end(code: str) -> None:
    one = held(code)
    end_assignment(one, version=one.version, actor=SYSTEM)


def only() -> Handover:
    found: Handover = Handover.objects.get()
    return found


def stands(world: World) -> str:
    rows = list(handovers(system_actor("Remit", world.organisation.pk)))
    return standings(rows, day_of(world.organisation))[0].code


def give(world: World, name: str, code: str, first: dt.date) -> Assignment:
    role = Role.objects.get(code=code)
    return assign_role(world.person(name), role, world.project.scope, actor=SYSTEM, from_date=first)


def test_what_the_holder_held_is_drawn_into_the_checklist(world: World) -> None:
    staff = staffed(world)
    staff.activate(staff.small())
    due = dt.date(2098, 1, 1)
    promise(
        world.person("Sue"),
        world.project.scope,
        what="Money",
        to_name="Bank",
        due_on=due,
        actor=world.actor("Sue"),
    )
    ask_decision(world.project.scope, title="Crane", amount_minor=9_000_000, actor=world.actor("Tom"))
    end("sponsor")
    lines = {(each.kind, each.label) for each in only().items.all()}
    assert (ItemKind.LETTER, "Business case") in lines
    assert (ItemKind.PROMISE, "Money") in lines
    assert {kind for kind, _label in lines} >= {ItemKind.ROLE, ItemKind.LETTER, ItemKind.PROMISE}
    assert "Crane" not in str(lines)
    assert only().due_on == day_of(world.organisation) + 7 * DAY


def test_a_role_that_answers_for_nothing_ends_without_a_handover(world: World) -> None:
    staffed(world)
    end("team-member")
    assert not Handover.objects.exists()


def test_whoever_appoints_is_told_at_once_and_nobody_else(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    staffed(world)
    with django_capture_on_commit_callbacks(execute=True):
        end("project-manager")
    sue = world.person("Sue")
    assert [message.to for message in mail.outbox] == [[sue.email]]
    assert only().key in mail.outbox[0].body
    assert appointers([only()], day_of(world.organisation)) == {only().pk: [sue]}
    assert at_home(world.actor("Sue")) is not None
    assert at_home(world.actor("Tom")) is None
    page = world.client("Sue").get("/").content.decode()
    assert f"/handovers/{only().key}/" in page
    assert f"/handovers/{only().key}/" in world.client("Sue").get("/projects/P-1/").content.decode()


def test_the_demo_tells_nobody_by_mail(
    world: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    staffed(world)
    world.organisation.is_demo = True
    world.organisation.save()
    with django_capture_on_commit_callbacks(execute=True):
        end("project-manager")
    assert Handover.objects.count() == 1
    assert mail.outbox == []


def test_it_is_vacant_until_somebody_holds_it_and_can_not_be_ticked_before(world: World) -> None:
    staffed(world)
    end("project-manager")
    assert stands(world) == "vacant"
    first = only().items.get(kind=ItemKind.ROLE)
    with pytest.raises(Conflict, match="Nobody holds the role yet"):
        tick_handover_item(only(), first.number, is_done=True, actor=world.actor("Sue"))
    give(world, "Max", "project-manager", day_of(world.organisation))
    assert stands(world) == "held"
    for item in only().items.all():
        tick_handover_item(only(), item.number, is_done=True, actor=world.actor("Sue"))
    assert stands(world) == "closed"
    assert {each.done_by_name for each in only().items.all()} == {"Sue"}
    with pytest.raises(Conflict):
        add_handover_item(only(), label="Keys", actor=world.actor("Sue"))


def test_one_adds_what_else_there_is_and_takes_a_tick_back(world: World) -> None:
    staffed(world)
    ada = world.person("Ada")
    last = day_of(world.organisation) + 20 * DAY
    change_person(ada, version=ada.version, left_on=last, actor=SYSTEM)
    item = add_handover_item(only(), label="  Keys of the  site ", actor=world.actor("Ada"))
    assert item.label == "Keys of the site"
    tick_handover_item(only(), item.number, is_done=True, actor=world.actor("Ada"))
    undone = tick_handover_item(only(), item.number, is_done=False, actor=world.actor("Ada"))
    assert (undone.done_on, undone.done_by_name) == (None, "")
    with pytest.raises(NotAllowed):
        add_handover_item(only(), label="Mine", actor=world.actor("Tom"))


def test_once_the_role_has_ended_its_handover_is_for_whoever_gives_it_alone(world: World) -> None:
    staffed(world)
    end("project-manager")
    assert not handovers(world.actor("Ada")).exists()
    with pytest.raises(NotAllowed):
        add_handover_item(only(), label="Keys", actor=world.actor("Ada"))
    assert add_handover_item(only(), label="Keys", actor=world.actor("Sue")).label == "Keys"


def test_whoever_leaves_hands_over_by_the_last_day(world: World) -> None:
    staffed(world)
    ada, last = world.person("Ada"), day_of(world.organisation) + 20 * DAY
    change_person(ada, version=ada.version, left_on=last, actor=SYSTEM)
    assert (only().cause, only().due_on, only().assignment.person) == ("left", last, ada)


def test_a_last_day_and_a_successor_begin_one_handover(world: World) -> None:
    staffed(world)
    last = day_of(world.organisation) + 20 * DAY
    one = held("project-manager")
    change_assignment(one, version=one.version, to_date=last, actor=SYSTEM)
    one = held("project-manager")
    name_successor(one, world.person("Max"), last_day=last, version=one.version, actor=SYSTEM)
    assert only().due_on == last
    assert stands(world) == "held"


def absent(world: World, name: str, days: int) -> None:
    today = day_of(world.organisation)
    request_leave(world.person(name), from_date=today, to_date=today + days * DAY, actor=SYSTEM)


def test_long_absence_without_a_deputy_begins_one_once_and_a_deputy_settles_it(world: World) -> None:
    staffed(world)
    absent(world, "Ada", 20)
    absent(world, "Sue", 5)  # short
    absent(world, "Tom", 20)  # answers for nothing
    assert [begin_for_absent(), begin_for_absent()] == [1, 0]
    assert (only().cause, stands(world)) == ("away", "away")
    one = held("project-manager")
    change_assignment(one, version=one.version, deputy=world.person("Max"), actor=SYSTEM)
    item = only().items.get(kind=ItemKind.ROLE)
    assert tick_handover_item(only(), item.number, is_done=True, actor=SYSTEM).done_on is not None


def test_who_held_what_when_is_told_by_role(world: World) -> None:
    staffed(world)
    today = day_of(world.organisation)
    name_successor(held("sponsor"), world.person("Max"), last_day=today, version=1, actor=SYSTEM)
    rows = dict(tenures(world.actor("Ada"), world.project.scope))["Sponsor"]
    told = [(each.assignment.person.name, each.first, each.last, each.is_now) for each in rows]
    assert told == [("Max", today + DAY, None, False), ("Sue", dt.date(2026, 1, 1), today, True)]
    assert "Max" in world.client("Ada").get("/responsibilities/P-1/holders/").content.decode()
    found = world.client("Ada").get("/api/v1/scopes/P-1/holders").json()["holders"]
    assert [each["name"] for each in found if each["role"] == "sponsor"] == ["Max", "Sue"]


def test_by_page_and_by_program(world: World) -> None:
    staff: Staffed = staffed(world)
    end("project-manager")
    sue, path = staff.world.client("Sue"), f"/handovers/{only().key}/"
    assert "vacant" in sue.get(path).content.decode()
    assert sue.post(f"{path}items", {"label": "Keys"}).status_code == 302
    last = only().items.count()
    assert sue.post(f"{path}items/{last}", {"is_done": "1"}).status_code == 302
    api = f"/api/v1/handovers/{only().key}"
    assert sue.get(api).json()["items"][-1]["done_by"] == "Sue"
    answer = sue.post(f"{api}/items/{last}/tick", {"is_done": False}, content_type="application/json")
    assert answer.json()["done_on"] is None
    assert sue.get("/api/v1/handovers?state=open").json()["count"] == 1
    assert world.client("Extra7").get(path).status_code == 404
