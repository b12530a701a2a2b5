"""Leave: asked for by oneself, decided by whoever stands above, seen without its reason; and the time it leaves."""

import datetime as dt

import pytest
from django.core.mail import EmailMessage
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Conflict, Invalid, NotAllowed
from remit.people.absences import absent_between, away_long, capacity, halves_on, working_days
from remit.people.models import Absence, AbsenceState, Person
from remit.people.operations.absences import cancel_leave, decide_leave, request_leave
from remit.people.operations.people import change_person

pytestmark = pytest.mark.django_db

SYSTEM = system_actor()
MONDAY = dt.date(2026, 6, 1)
DAY = dt.timedelta(days=1)


def led(world: World, who: str = "Ada", by: str = "Mona") -> Person:
    person = Person.objects.get(pk=world.person(who).pk)
    return change_person(person, version=person.version, actor=SYSTEM, line_manager=world.person(by))


def ask(world: World, who: str, first: dt.date, last: dt.date, *, by: str = "", **more: object) -> Absence:
    asked: dict[str, object] = {"from_date": first, "to_date": last, "actor": world.actor(by or who), **more}
    return request_leave(world.person(who), **asked)  # type: ignore[arg-type]  # as the operation names them


def agreed(world: World, who: str, first: dt.date, last: dt.date, **more: object) -> Absence:
    return request_leave(world.person(who), from_date=first, to_date=last, actor=SYSTEM, **more)  # type: ignore[arg-type]  # as above


def test_leave_is_decided_by_whoever_stands_above_and_by_nobody_else(world: World) -> None:
    led(world)
    asked = ask(world, "Ada", MONDAY, MONDAY + 4 * DAY)
    assert asked.state == AbsenceState.REQUESTED
    others = [world.actor("Ada"), world.give("Pim", "portfolio-manager", world.root)]
    others.append(world.give("Adam", "administrator", world.root))
    for other in others:
        with pytest.raises(NotAllowed):
            decide_leave(asked, is_approved=True, version=1, actor=other)
    done = decide_leave(asked, is_approved=True, version=1, actor=world.actor("Mona"))
    assert (done.state, done.decided_by) == (AbsenceState.APPROVED, world.person("Mona"))


def test_where_nobody_stands_above_an_administrator_decides_but_not_on_the_own(world: World) -> None:
    asked = ask(world, "Ada", MONDAY, MONDAY)
    world.give("Adam", "administrator", world.root)
    own = ask(world, "Adam", MONDAY, MONDAY)
    with pytest.raises(NotAllowed, match="own leave"):
        decide_leave(own, is_approved=True, version=1, actor=world.actor("Adam"))
    assert decide_leave(asked, is_approved=True, version=1, actor=world.actor("Adam")).state == "approved"


def test_what_whoever_stands_above_notes_is_agreed_at_once(world: World) -> None:
    led(world)
    assert ask(world, "Ada", MONDAY, MONDAY, by="Mona", kind="sick").state == AbsenceState.APPROVED
    with pytest.raises(NotAllowed):
        ask(world, "Mona", MONDAY, MONDAY, by="Ada")


def test_to_decline_takes_a_reason_and_is_done_once(world: World) -> None:
    led(world)
    mona = world.actor("Mona")
    asked = ask(world, "Ada", MONDAY, MONDAY)
    with pytest.raises(Invalid, match="why"):
        decide_leave(asked, is_approved=False, version=1, actor=mona)
    decide_leave(asked, is_approved=False, version=1, actor=mona, reason="The release is due.")
    with pytest.raises(Conflict):
        decide_leave(asked, is_approved=True, version=1, actor=mona)
    with pytest.raises(Conflict, match="already"):
        decide_leave(asked, is_approved=True, version=2, actor=mona)
    assert absent_between(world.organisation, MONDAY, MONDAY) == {}


def test_nobody_is_away_twice_at_once_but_two_halves_make_a_day(world: World) -> None:
    first = agreed(world, "Ada", MONDAY, MONDAY + 2 * DAY, until_midday=True)
    with pytest.raises(Invalid, match=first.key):
        agreed(world, "Ada", MONDAY + 2 * DAY, MONDAY + 5 * DAY)
    agreed(world, "Ada", MONDAY + 2 * DAY, MONDAY + 5 * DAY, from_midday=True)
    cancel_leave(first, version=1, actor=SYSTEM)
    assert agreed(world, "Ada", MONDAY, MONDAY + DAY).state == AbsenceState.APPROVED


def test_absences_that_follow_each_other_are_one_stretch(world: World) -> None:
    friday = MONDAY + 4 * DAY
    agreed(world, "Ada", MONDAY, friday)
    agreed(world, "Ada", friday + 3 * DAY, friday + 7 * DAY)  # the Monday after, with a weekend between
    assert away_long(world.organisation, MONDAY) == {}
    found = away_long(world.organisation, MONDAY, longer_than=9)
    (stretch,) = found.values()
    assert (stretch.first, stretch.last, stretch.days) == (MONDAY, friday + 7 * DAY, 10)
    agreed(world, "Ada", friday + 10 * DAY, friday + 14 * DAY)
    assert list(away_long(world.organisation, MONDAY)) == [world.person("Ada").pk]
    assert away_long(world.organisation, MONDAY - DAY) == {}


def test_a_week_of_work_is_what_the_contract_says_less_what_is_agreed(world: World) -> None:
    person = led(world)
    rows = [
        agreed(world, "Ada", MONDAY, MONDAY + DAY, from_midday=True),
        agreed(world, "Ada", MONDAY + 9 * DAY, MONDAY + 15 * DAY),
    ]
    weeks = capacity(person, rows, MONDAY + 2 * DAY, 3)
    assert [(week.monday, week.full, week.left) for week in weeks] == [
        (MONDAY, 2250, 2250 - 675),
        (MONDAY + 7 * DAY, 2250, 2250 - 3 * 450),
        (MONDAY + 14 * DAY, 2250, 2250 - 2 * 450),
    ]
    person.left_on = MONDAY + 8 * DAY
    assert [week.full for week in capacity(person, [], MONDAY, 3)] == [2250, 900, 0]


@given(first=st.dates(dt.date(2020, 1, 1), dt.date(2030, 1, 1)), length=st.integers(-3, 400))
def test_working_days_are_counted_as_one_counts_them_by_hand(first: dt.date, length: int) -> None:
    last = first + length * DAY
    by_hand = sum((first + number * DAY).weekday() < 5 for number in range(length + 1))
    assert working_days(first, last) == by_hand


@given(start=st.integers(0, 20), length=st.integers(0, 20), first=st.booleans(), last=st.booleans())
def test_no_week_has_less_than_nothing_left(start: int, length: int, first: bool, last: bool) -> None:  # noqa: FBT001 - drawn by hypothesis
    begin = MONDAY + start * DAY
    absence = Absence(from_date=begin, to_date=begin + length * DAY, from_midday=first, until_midday=last)
    person = Person(capacity_minutes_per_week=2250)
    weeks = capacity(person, [absence, absence], MONDAY, 6)
    assert all(0 <= week.left <= week.full for week in weeks)
    alone = capacity(person, [absence], MONDAY, 6)
    halves = sum(halves_on(absence, MONDAY + n * DAY) for n in range(42) if (MONDAY + n * DAY).weekday() < 5)
    assert sum(week.away for week in alone) == pytest.approx(max(halves, 0) * 225, abs=6)


def test_colleagues_see_that_somebody_is_away_and_not_why(world: World) -> None:
    led(world)
    today = dt.datetime.now(tz=dt.UTC).date()
    noted = agreed(world, "Ada", today, today, kind="sick", note="Zebra")
    world.give("Pim", "project-manager")
    world.give("Ada", "team-member")
    path, shown = f"/people/absences/{noted.key}/", "/people/absences/"
    for who, sees in (("Pim", False), ("Mona", True), ("Ada", True)):
        client = world.client(who)
        page = client.get(path)
        assert page.status_code == 200, who
        assert ("Sick" in page.content.decode()) is sees, who
        assert ("Zebra" in page.content.decode()) is sees, who
        body = client.get(f"/api/v1/absences/{noted.key}").json()
        assert body["kind"] == ("sick" if sees else None), who
        assert ("Sick" in client.get(f"{shown}?export=csv").content.decode()) is sees, who
    assert "Sick" not in world.client("Pim").get(shown).content.decode()
    world.give("Tina", "team-member")
    assert world.client("Tina").get(path).status_code == 404
    assert world.client("Tina").get(f"/api/v1/people/{world.person('Ada').key}/capacity").status_code == 403


def test_what_is_only_asked_for_is_seen_by_whoever_decides_alone(world: World) -> None:
    led(world)
    asked = ask(world, "Ada", MONDAY, MONDAY)
    world.give("Pim", "project-manager")
    assert world.client("Pim").get(f"/people/absences/{asked.key}/").status_code == 404
    mona = world.client("Mona")
    assert asked.key in mona.get("/").content.decode()
    answer = mona.post(f"/people/absences/{asked.key}/decide", {"version": "1", "answer": "decline"})
    assert answer.status_code == 422
    assert "why it is declined" in answer.content.decode()
    answer = mona.post(f"/people/absences/{asked.key}/decide", {"version": "1", "answer": "agree"})
    assert answer.status_code == 302
    assert asked.key not in mona.get("/").content.decode()


def test_the_record_of_an_absence_does_not_say_why_to_whoever_reads_records(world: World) -> None:
    noted = agreed(world, "Ada", MONDAY, MONDAY, kind="parental")
    world.give("Gina", "portfolio-manager", world.root)
    page = world.client("Gina").get(f"/history/absence/{noted.key}/").content.decode()
    assert "2026-06-01" in page
    assert "arental" not in page


def test_the_page_asks_for_oneself_and_for_those_below_only(world: World) -> None:
    led(world)
    client = world.client("Mona")
    sent = {"kind": "holiday", "from_date": "2026-06-01", "to_date": "2026-06-05"}
    own = client.post("/people/absences/new/", sent | {"person": world.person("Mona").pk})
    assert own.status_code == 302
    assert Absence.objects.get(person=world.person("Mona")).state == AbsenceState.REQUESTED
    assert client.post("/people/absences/new/", sent | {"person": world.person("Ada").pk}).status_code == 302
    assert Absence.objects.get(person=world.person("Ada")).state == AbsenceState.APPROVED
    assert client.post("/people/absences/new/", sent | {"person": world.person("Bob").pk}).status_code == 422
    assert client.get("/people/absences/?month=2026-13").status_code == 400


def test_the_interface_asks_decides_and_takes_back(world: World) -> None:
    led(world)
    world.give("Ada", "team-member")
    client = world.client("Ada")
    sent = {"person": world.person("Ada").key, "from_date": "2026-06-01", "to_date": "2026-06-02"}
    made = client.post("/api/v1/absences", sent, content_type="application/json")
    assert made.status_code == 201
    path = f"/api/v1/absences/{made.json()['key']}"
    said = {"version": 1, "is_approved": True}
    assert client.post(f"{path}/decide", said, content_type="application/json").status_code == 403
    mona = world.client("Mona")
    assert mona.post(f"{path}/decide", said, content_type="application/json").json()["state"] == "approved"
    assert mona.post(f"{path}/decide", said, content_type="application/json").status_code == 409
    weeks = client.get(f"/api/v1/people/{world.person('Ada').key}/capacity?first=2026-06-03&weeks=2").json()
    assert [week["left_minutes"] for week in weeks["weeks"]] == [2250 - 900, 2250]
    assert (
        client.post(f"{path}/cancel", {"version": 2}, content_type="application/json").json()["state"]
        == "cancelled"
    )


def test_whoever_decides_is_told_of_a_request_and_whoever_asked_of_the_answer(
    world: World,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ada = led(world)
    with django_capture_on_commit_callbacks(execute=True):
        asked = ask(world, "Ada", MONDAY, MONDAY + DAY, kind="sick", note="Flu")
    assert [(each.to, each.subject) for each in mailoutbox] == [
        ([world.person("Mona").email], "Remit: leave waits for your decision")
    ]
    assert f"/people/absences/{asked.key}/" in str(mailoutbox[0].body)
    assert not {"sick", "flu"} & set(str(mailoutbox[0].body).lower().split()), "why stands on the page alone"
    with django_capture_on_commit_callbacks(execute=True):
        decide_leave(
            asked, is_approved=False, version=1, actor=world.actor("Mona"), reason="The gate is that week."
        )
    assert mailoutbox[1].to == [ada.email]
    assert "declined" in str(mailoutbox[1].body)
    assert "The gate is that week." in str(mailoutbox[1].body)


def test_leave_that_is_taken_back_is_told_to_whoever_agreed_or_had_asked(
    world: World,
    mailoutbox: list[EmailMessage],
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    ada = led(world)
    first, second = (agreed(world, "Ada", MONDAY + days * DAY, MONDAY + days * DAY) for days in (0, 1))
    with django_capture_on_commit_callbacks(execute=True):
        cancel_leave(first, version=1, actor=world.actor("Ada"))
        cancel_leave(second, version=1, actor=world.actor("Mona"))
    assert [each.to for each in mailoutbox] == [[world.person("Mona").email], [ada.email]]
