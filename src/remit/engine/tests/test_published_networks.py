"""Networks whose answers others have printed: the engine must find the same days."""

import csv
from pathlib import Path

import pytest

from remit.engine.model import Activity, LagUnit, Link, Problem
from remit.engine.network import schedule
from remit.engine.tests.building import CLOCK, DAY, STANDARD, at, link, problem, shared_data, task

# activities as name, days, predecessors; then days to the end, critical path, float in days where there is any
HAND = "A3 B4A C2A D5B E3C F2DE"  # worked by hand: C may slip only with E, so its free float is none
MILWAUKEE_PAPER = "A2 B3 C2A D4AB E4C F3C G5DE H2FG"  # Heizer and Render, Operations Management
RELIABLE_CONSTRUCTION = "A2 B4A C10B D6C E4C F5E G7D H9EG I7C J8FI K4J L5J M2H N6KL"  # Hillier and Lieberman

PUBLISHED = [
    pytest.param(HAND, 14, "ABDF", {"C": 4, "E": 4}, id="hand"),
    pytest.param(MILWAUKEE_PAPER, 15, "ACEGH", {"B": 1, "D": 1, "F": 6}, id="milwaukee-paper"),
    pytest.param(
        RELIABLE_CONSTRUCTION,
        44,
        "ABCEFJLN",
        {"D": 4, "G": 4, "H": 4, "I": 2, "K": 1, "M": 4},
        id="reliable-construction",
    ),
]


def network(text: str, calendar_id: str, day: int) -> Problem:
    activities: list[Activity] = []
    links: list[Link] = []
    for word in text.split():
        days = "".join(each for each in word if each.isdigit())
        activities.append(Activity(word[0], word[0], int(days) * day))
        links += [Link(before, word[0]) for before in word[1 + len(days) :]]
    return problem(*activities, *links, default=calendar_id)


@pytest.mark.parametrize(("text", "days", "path", "floats"), PUBLISHED)
def test_the_engine_finds_the_printed_days_path_and_float(
    text: str, days: int, path: str, floats: dict[str, int]
) -> None:
    plan = network(text, CLOCK.id, 1440)
    answer = schedule(plan)
    assert (answer.finish - plan.start_minute) // 1440 == days
    assert "".join(answer.critical_path) == path
    found = {key: each.total_float_minutes // 1440 for key, each in answer.activities.items()}
    assert {key: each for key, each in found.items() if each} == floats
    assert {key for key, each in answer.activities.items() if each.critical} == set(path)


@pytest.mark.parametrize(("text", "days", "path", "floats"), PUBLISHED)
def test_working_days_give_the_same_figures(text: str, days: int, path: str, floats: dict[str, int]) -> None:
    plan = network(text, STANDARD.id, DAY)
    answer = schedule(plan)
    weeks, rest = divmod(days - 1, 5)
    assert answer.finish == plan.start_minute + (7 * weeks + rest) * 1440 + 9 * 60
    assert "".join(answer.critical_path) == path
    found = {key: each.total_float_minutes // DAY for key, each in answer.activities.items()}
    assert {key: each for key, each in found.items() if each} == floats


def test_the_network_worked_by_hand_in_full() -> None:
    answer = schedule(network(HAND, CLOCK.id, 1440)).activities
    start = at("2026-01-05 08:00")
    figures = {
        key: tuple(
            (minute - start) // 1440
            for minute in (each.early_start, each.early_finish, each.late_start, each.late_finish)
        )
        for key, each in answer.items()
    }
    assert figures == {
        "A": (0, 3, 0, 3),
        "B": (3, 7, 3, 7),
        "C": (3, 5, 7, 9),
        "D": (7, 12, 7, 12),
        "E": (5, 8, 9, 12),
        "F": (12, 14, 12, 14),
    }
    assert {
        key: each.free_float_minutes // 1440 for key, each in answer.items() if each.free_float_minutes
    } == {"E": 4}


def test_six_hundred_days_on_a_critical_activity_move_the_end_by_six_hundred() -> None:
    """The critical path test of schedule health checks; on an activity with float the end moves by less."""
    end = {
        text: schedule(network(f"A3 B4A C2A D{text} E3C F2DE", CLOCK.id, 1440)).finish // 1440
        for text in ("5B", "605B")
    }
    assert end["605B"] - end["5B"] == 600
    slack = schedule(network("A3 B4A C602A D5B E3C F2DE", CLOCK.id, 1440)).finish // 1440
    assert slack - end["5B"] == 596


def test_a_wall_that_dries_over_a_weekend() -> None:
    """By hand: plastering ends on Friday, four days of drying run by the clock, painting begins on Wednesday."""
    plan = problem(task("Plaster", 5), task("Paint", 2), link("Plaster FS Paint", 4 * 1440, LagUnit.ELAPSED))
    assert schedule(plan).activities["Paint"].start == at("2026-01-14 08:00")


def test_psplib_instances_have_the_critical_path_length_of_the_published_table() -> None:
    """Without their resources the instances of PSPLIB are plain networks; the table gives their length."""
    folder = shared_data() / "psplib"
    with (folder / "best_known.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 60
    for row in rows:
        plan = patterson(folder / row["set"] / f"{row['instance']}.rcp")
        assert (schedule(plan).finish - plan.start_minute) // 1440 == int(row["cpm"]), row["instance"]


def patterson(path: Path) -> Problem:
    """Return the network in a Patterson file: per activity its duration, demands and successors from 1."""
    numbers = [int(word) for word in path.read_text(encoding="ascii").split()]
    count, resources = numbers[:2]
    at_number = 2 + resources
    activities, links = [], []
    for name in range(1, count + 1):
        days, successors = numbers[at_number], numbers[at_number + 1 + resources]
        first = at_number + 2 + resources
        activities.append(Activity(str(name), str(name), days * 1440))
        links += [Link(str(name), str(after)) for after in numbers[first : first + successors]]
        at_number = first + successors
    return problem(*activities, *links, default=CLOCK.id)
