"""Public holidays: who states them, and what they leave of working time."""

import datetime as dt
from types import SimpleNamespace
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.core.errors import Invalid, NotAllowed, NotFound
from remit.people.absences import capacity
from remit.people.models import Holiday
from remit.people.operations.holidays import add_holidays, remove_holiday

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
XMAS = dt.date(2026, 12, 25)  # a Friday
PERSON: Any = SimpleNamespace(capacity_minutes_per_week=2250, joined_on=None, left_on=None)


def _leave(first: dt.date, last: dt.date) -> Any:
    return SimpleNamespace(from_date=first, to_date=last, from_midday=False, until_midday=False)


def test_a_holiday_takes_its_day_and_leave_over_it_does_not_count_twice() -> None:
    week = dt.timedelta(days=7)
    plain, festive = capacity(PERSON, [], XMAS - week, 2, holidays={XMAS})
    assert (plain.left, plain.public) == (2250, 0)
    assert (festive.full, festive.public, festive.away, festive.left) == (2250, 450, 0, 1800)

    off = _leave(dt.date(2026, 12, 21), XMAS)
    (away,) = capacity(PERSON, [off], XMAS, 1, holidays={XMAS})
    assert (away.public, away.away, away.left) == (450, 1800, 0)


def test_a_holiday_on_a_weekend_takes_nothing() -> None:
    (week,) = capacity(PERSON, [], XMAS, 1, holidays={dt.date(2026, 12, 26)})
    assert week.left == 2250


def test_administrators_state_them_once_a_day_all_or_none(world: World) -> None:
    root = world.give("Root", "administrator", world.root)
    days = [(XMAS, "Christmas Day"), (dt.date(2027, 1, 1), "New Year")]
    add_holidays(world.organisation, days, actor=root)

    with pytest.raises(Invalid, match="already"):
        add_holidays(world.organisation, [(dt.date(2027, 3, 26), "Good Friday"), days[0]], actor=root)
    with pytest.raises(NotAllowed):
        add_holidays(world.organisation, [(dt.date(2027, 5, 3), "May")], actor=world.give("Bob", "sponsor"))
    assert list(Holiday.objects.values_list("name", flat=True)) == ["Christmas Day", "New Year"]
    remove_holiday(world.organisation, XMAS, actor=root)
    with pytest.raises(NotFound):
        remove_holiday(world.organisation, XMAS, actor=root)


def test_the_page_takes_lines_and_names_the_one_that_is_no_day(world: World) -> None:
    world.give("Root", "administrator", world.root)
    root = world.client("Root")

    wrong = root.post("/holidays/", {"days": "2026-12-25 Christmas Day\nEaster"})
    assert wrong.status_code == 422
    assert "Easter" in wrong.content.decode()
    assert root.post("/holidays/", {"days": "2026-12-25 Christmas Day\n"}).status_code == 302
    assert "Christmas Day" in root.get("/holidays/").content.decode()
    assert root.post("/holidays/2026-12-25/remove").status_code == 302
    assert root.post("/holidays/nonsense/remove").status_code == 404


def test_programs_read_them_and_the_capacity_they_leave(world: World, stranger: World) -> None:
    add_holidays(world.organisation, [(XMAS, "Christmas Day")], actor=SYSTEM)
    world.give("Ada", "project-manager")
    stranger.give("Eve", "project-manager")
    ada = world.client("Ada")

    assert ada.get("/api/v1/holidays?year=2026").json()["items"] == [
        {"day": "2026-12-25", "name": "Christmas Day"}
    ]
    key = world.person("Ada").key
    weeks = ada.get(f"/api/v1/people/{key}/capacity?first=2026-12-21&weeks=1").json()["weeks"]
    assert (weeks[0]["holiday_minutes"], weeks[0]["left_minutes"]) == (450, 1800)
    assert stranger.client("Eve").get("/api/v1/holidays").json()["items"] == []
    assert ada.delete("/api/v1/holidays/2026-12-25").status_code == 403
