"""The network, the leaves of a calendar, and the file for calendar programs."""

import datetime as dt
from typing import Any

import pytest
from django.test import Client

from remit.accounts.permissions import system_actor
from remit.conftest import World
from remit.planning.icalendar import icalendar
from remit.planning.models import Plan
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import months
from remit.planning.queries import network as networks
from remit.planning.queries.months import plan_leaf

pytestmark = pytest.mark.django_db
SYSTEM = system_actor()
JUNE = dt.date(2026, 6, 1)


@pytest.fixture
def golden(lasting_world: World) -> World:
    """The network A3; B4(A); C2(A); D5(B); E3(C); F2(D,E) below one summary: critical is A-B-D-F."""
    world = lasting_world
    world.people.clear()  # those of the test before are gone
    day = Plan.objects.get(pk=world.plan.pk).minutes_per_day
    steps: list[dict[str, Any]] = [{"op": "add", "name": "All", "kind": "task"}]
    lengths = {"A": 3, "B": 4, "C": 2, "D": 5, "E": 3, "F": 2}
    steps += [
        {"op": "add", "name": name, "duration_minutes": days * day, "parent": "T-1"}
        for name, days in lengths.items()
    ]
    key = {name: f"T-{number}" for number, name in enumerate(lengths, start=2)}
    steps += [
        {"op": "link", "predecessor": key[a], "successor": key[b]}
        for a, b in ("AB", "AC", "BD", "CE", "DF", "EF")
    ]
    edit_plan(world.project, steps, actor=SYSTEM)
    world.give("Mia", "project-manager")
    return world


def _mia(world: World) -> Client:
    return world.client("Mia")


def test_the_network_has_early_and_late_dates_and_float(golden: World) -> None:
    drawn = networks.plan_network(golden.plan)
    by_name = {node.name: node for node in drawn.nodes}
    assert [name for name, node in by_name.items() if node.is_critical] == ["A", "B", "D", "F"]
    assert (by_name["C"].total_float, by_name["E"].total_float) == ("4 d", "4 d")
    assert (by_name["C"].early_start, by_name["C"].late_start) == ("4 Jun 26", "10 Jun 26")
    assert sum(line.is_critical for line in drawn.lines) == 3
    assert by_name["F"].followed == ("T-5", "T-6")
    assert by_name["A"].x < by_name["B"].x < by_name["D"].x < by_name["F"].x


def test_of_very_many_only_the_next_level_is_drawn(golden: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(networks, "MOST_NODES", 5)
    drawn = networks.plan_network(golden.plan)
    assert drawn.by_summary
    assert [node.key for node in drawn.nodes] == ["T-1"]
    assert len(networks.plan_network(golden.plan, "T-1").nodes) == 5


def test_links_from_a_summary_begin_at_what_stands_for_it(golden: World) -> None:
    steps = [{"op": "add", "name": "After"}, {"op": "link", "predecessor": "T-1", "successor": "T-8"}]
    edit_plan(golden.project, steps, actor=SYSTEM)
    drawn = networks.plan_network(golden.plan)
    (after,) = [node for node in drawn.nodes if node.name == "After"]
    assert len(after.followed) == 1


def test_the_page_of_the_network_says_all_of_it_in_words(golden: World) -> None:
    page = _mia(golden).get("/projects/P-1/plan/network/").content.decode()
    words = page.partition('id="words"')[2]
    for name in "ABCDEF":
        assert f"</span> {name}</a>" in words
    assert _mia(golden).get("/projects/P-1/plan/network/?below=T-99").status_code == 200


def _leaf(world: World, day: dt.date = JUNE, **wanted: Any) -> Any:
    asked = {"is_week": False, "person_id": None, "critical": False} | wanted
    return plan_leaf(world.plan, day, **asked)


def test_a_month_shows_each_week_with_what_lies_in_it(golden: World) -> None:
    first = _leaf(golden).weeks[0]
    bars = {bar.activity.name: bar for bar in first.bars}
    assert (bars["A"].column, bars["A"].days, bars["A"].goes_on) == (1, 3, False)
    assert (bars["B"].column, bars["B"].days, bars["B"].goes_on) == (4, 4, True)
    second = {bar.activity.name: bar for bar in _leaf(golden).weeks[1].bars}
    assert (second["B"].column, second["B"].days, second["B"].goes_before) == (1, 2, True)


def test_a_deadline_stands_on_its_last_day(golden: World) -> None:
    fields = {
        "deadline_minute": (JUNE - dt.date(1970, 1, 1)).days * 1440 + 3 * 1440
    }  # at the end of Wednesday
    edit_plan(golden.project, [{"op": "change", "key": "T-2", "version": 1, "fields": fields}], actor=SYSTEM)
    (due,) = _leaf(golden).weeks[0].deadlines
    assert due.column == 3


def test_a_leaf_can_be_of_one_week_of_one_person_or_of_what_is_critical(golden: World) -> None:
    assert len(_leaf(golden, is_week=True).weeks) == 1
    assert {bar.activity.name for bar in _leaf(golden, critical=True).weeks[0].bars} == {"A", "B"}
    assert _leaf(golden, person_id=0).activities == 0


@pytest.mark.parametrize(
    "query", ["", "?by=week", "?day=x", "?day=2026-07-01&mine=1", "?day=9999-01-01", "?by=x&critical=1"]
)
def test_the_page_of_a_month_answers_whatever_is_asked(golden: World, query: str) -> None:
    assert _mia(golden).get(f"/projects/P-1/plan/month/{query}").status_code == 200


def _lines(content: bytes) -> list[str]:
    return content.decode().replace("\r\n ", "").split("\r\n")


def test_the_file_for_calendar_programs_has_an_event_of_whole_days_for_each_activity(golden: World) -> None:
    answer = _mia(golden).get("/projects/P-1/plan/calendar.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    lines = _lines(answer.content)
    assert lines.count("BEGIN:VEVENT") == 6
    at = lines.index("SUMMARY:A")
    assert lines[at - 2 : at] == ["DTSTART;VALUE=DATE:20260601", "DTEND;VALUE=DATE:20260604"]
    assert len({line for line in lines if line.startswith("UID:")}) == 6


def test_texts_are_escaped_and_long_lines_are_folded_between_characters() -> None:
    name = "Größe; prüfen, \\ und\nabnehmen " * 9
    day = dt.date(2026, 6, 1)
    row = {
        "key": "T-1", "name": name, "who": "", "notes": "x\x07", "critical": False, "first": day, "last": day,
        "is_deadline": True,
    }  # fmt: skip
    made = icalendar("P", [row], domain="x", stamp=dt.datetime(2026, 6, 1, tzinfo=dt.UTC), deadline="Due")
    assert max(len(line) for line in made.split(b"\r\n")) <= 75
    for line in made.split(b"\r\n"):
        line.decode()  # no character is torn
    (summary,) = [line for line in _lines(made) if line.startswith("SUMMARY:")]
    assert summary == "SUMMARY:Due: " + "Größe\\; prüfen\\, \\\\ und\\nabnehmen " * 9
    assert "\x07" not in made.decode()


# for programs


def test_programs_read_the_network_with_dates_as_dates(golden: World) -> None:
    told = _mia(golden).get("/api/v1/projects/P-1/plan/network").json()
    by_name = {node["name"]: node for node in told["nodes"]}
    assert (by_name["C"]["early_start"], by_name["C"]["late_start"]) == (
        "2026-06-04T09:00",
        "2026-06-10T09:00",
    )
    assert by_name["C"]["total_float_minutes"] == 4 * Plan.objects.get(pk=golden.plan.pk).minutes_per_day
    assert by_name["F"]["follows"] == ["T-5", "T-6"]
    critical = [(each["predecessor"], each["successor"]) for each in told["links"] if each["is_critical"]]
    assert sorted(critical) == [("T-2", "T-3"), ("T-3", "T-5"), ("T-5", "T-7")]
    assert [by_name[name]["layer"] for name in "ABDF"] == [0, 1, 2, 3]


def test_programs_read_of_very_many_the_next_level_and_what_is_below(
    golden: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(networks, "MOST_NODES", 5)
    told = _mia(golden).get("/api/v1/projects/P-1/plan/network").json()
    assert (told["by_summary"], told["activities"], [each["activity"] for each in told["nodes"]]) == (
        True, 6, ["T-1"],
    )  # fmt: skip
    assert _mia(golden).get("/api/v1/projects/P-1/plan/network?below=T-1").json()["below"] == "T-1"
    assert _mia(golden).get("/api/v1/projects/P-1/plan/network?below=T-99").status_code == 404


def test_programs_read_a_month_whole_and_a_week(golden: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(months, "MOST_IN_WEEK", 1)
    fields = {"deadline_minute": "2026-06-02"}
    edit_plan(golden.project, [{"op": "change", "key": "T-2", "version": 1, "fields": fields}], actor=SYSTEM)
    address = "/api/v1/projects/P-1/plan/calendar"
    told = _mia(golden).get(f"{address}?day=2026-06-10").json()
    assert (told["by"], told["first_day"], told["before"], told["after"]) == (
        "month", "2026-06-01", "2026-05-31", "2026-07-01",
    )  # fmt: skip
    first = told["weeks"][0]
    assert [each["name"] for each in first["activities"]] == ["A", "B", "C"]
    a, b = first["activities"][:2]
    assert (a["first_day"], a["last_day"], a["goes_on"]) == ("2026-06-01", "2026-06-03", False)
    assert (b["first_day"], b["last_day"], b["goes_on"]) == ("2026-06-04", "2026-06-07", True)
    assert [(each["name"], each["day"], each["is_missed"]) for each in first["deadlines"]] == [
        ("A", "2026-06-01", True)
    ]
    week = _mia(golden).get(f"{address}?day=2026-06-10&by=week&critical=true").json()
    assert [[each["name"] for each in one["activities"]] for one in week["weeks"]] == [["B", "D"]]
    assert _mia(golden).get(f"{address}?mine=true").json()["weeks"][0]["activities"] == []
    assert _mia(golden).get(f"{address}?by=year").status_code == 400


def test_the_drawings_are_for_whoever_reads_the_plan(golden: World) -> None:
    stranger = golden.client("Olga")
    for path in ("network", "calendar"):
        assert stranger.get(f"/api/v1/projects/P-1/plan/{path}").status_code == 404
