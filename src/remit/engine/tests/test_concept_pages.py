"""The worked examples of docs/concepts are what the engine says: every table is read from the page and compared."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from remit.engine.calendars import WorkingTime, around_the_clock, working_time
from remit.engine.model import (
    Activity,
    CalendarException,
    ConstraintKind,
    Driver,
    DriverKind,
    Link,
    Problem,
    Shift,
    from_minute,
)
from remit.engine.network import schedule
from remit.engine.tests.building import DAY, STANDARD, at, day, problem, task

PAGES = Path(__file__).resolve().parents[4] / "docs" / "concepts"
HOLIDAY = CalendarException(day("2026-01-06"), day("2026-01-06"))
HALF_DAY = replace(HOLIDAY, shifts=(Shift(480, 720),))

Row = dict[str, str]


def tables(page: str) -> list[list[Row]]:
    """Return the tables of a page, each row by its headings."""
    found: list[list[list[str]]] = [[]]
    for line in (PAGES / page).read_text(encoding="utf-8").splitlines():
        if line.startswith("|"):
            found[-1].append([cell.strip() for cell in line.strip("|").split("|")])
        elif found[-1]:
            found.append([])
    return [[dict(zip(table[0], row, strict=True)) for row in table[2:]] for table in found if table]


def bathroom(**changes: Activity) -> Problem:
    """Return the plan that the page on the critical path states."""
    rows = tables("critical-path.md")[0]
    activities = [changes.get(row["Activity"], task(row["Activity"], int(row["Days"]))) for row in rows]
    waits = [(before, row["Activity"]) for row in rows for before in row["Waits for"].split(", ") if before]
    return problem(*activities, *(Link(before, after) for before, after in waits))


def shown(minute: int, *, clock: bool = False) -> str:
    moment = from_minute(minute)
    return f"{moment:%a} {moment.day} {moment:%b}" + (f" {moment:%H:%M}" if clock else "")


def test_the_bathroom_of_the_critical_path() -> None:
    answer = schedule(bathroom())
    rows = tables("critical-path.md")[0]
    for row in rows:
        found = answer.activities[row["Activity"]]
        assert (shown(found.start), shown(found.finish)) == (row["Start"], row["Finish"]), row
        assert found.total_float_minutes == int(row["Float"]) * DAY, row
        assert found.critical is (row["Float"] == "0")
    text = (PAGES / "critical-path.md").read_text(encoding="utf-8")
    assert f"The path is {' → '.join(answer.critical_path)}: 3 + 4 + 5 + 2 = 14 days" in text
    assert answer.finish == at("2026-01-22 17:00")


def test_the_float_of_the_bathroom() -> None:
    answer = schedule(bathroom()).activities
    for row in tables("float.md")[0]:
        found = answer[row["Activity"]]
        assert (shown(found.late_start), shown(found.late_finish)) == (
            row["Latest start"],
            row["Latest finish"],
        ), row
        assert found.total_float_minutes == int(row["Total float"]) * DAY, row
        assert found.free_float_minutes == int(row["Free float"]) * DAY, row


def test_the_deadline_of_the_bathroom() -> None:
    answer = schedule(bathroom(Tile=task("Tile", 2, deadline_minute=at("2026-01-20 17:00"))))
    rows = tables("float.md")[1]
    assert len(rows) == 6
    for row in rows:
        assert answer.activities[row["Activity"]].total_float_minutes == int(row["Total float"]) * DAY, row
    assert answer.finish == at("2026-01-22 17:00")


def held_by(chain: tuple[tuple[str, Driver], ...]) -> Iterator[str]:
    for _key, driver in chain:
        yield f"link from {driver.link.predecessor_id}" if driver.link else str(driver.kind)


@pytest.mark.parametrize("number", [0, 1])
def test_why_the_bathroom_is_tiled_then(number: int) -> None:
    held = task("Plaster", 5, constraint=ConstraintKind.SNET, constraint_minute=at("2026-01-19 08:00"))
    answer = schedule(bathroom(Plaster=held) if number else bathroom())
    chain, rows = answer.why("Tile"), tables("why-a-date.md")[number]
    assert [key for key, _driver in chain] == [row["Activity"] for row in rows]
    assert [shown(answer.activities[key].start) for key, _driver in chain] == [row["Starts"] for row in rows]
    assert list(held_by(chain)) == [row["Held by"] for row in rows]
    assert answer.activities["Lay pipes"].total_float_minutes == (3 * DAY if number else 0)


def test_the_page_names_everything_that_can_hold_an_activity() -> None:
    assert {row["Held by"] for row in tables("why-a-date.md")[2]} == {str(kind) for kind in DriverKind}


def test_the_examples_of_working_time() -> None:
    times: dict[str, WorkingTime] = {
        "standard": working_time(STANDARD, 0),
        "standard, Tue 6 Jan is a holiday": working_time(replace(STANDARD, exceptions=(HOLIDAY,)), 0),
        "standard, Tue 6 Jan until noon": working_time(replace(STANDARD, exceptions=(HALF_DAY,)), 0),
        "by the clock": around_the_clock(0),
    }
    rows = tables("working-time.md")[0]
    assert {row["Calendar"] for row in rows} == set(times)
    for row in rows:
        _weekday, number, _month, clock = row["Begins"].split()
        begin = at(f"2026-01-{int(number):02} {clock}")
        end = times[row["Calendar"]].finish_after(begin, int(row["Work"].split()[0]) * 60)
        assert (shown(begin, clock=True), shown(end, clock=True)) == (row["Begins"], row["Ends"]), row
