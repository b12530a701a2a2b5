"""XER and CSV as they are written: letters, cells and what the other program has no word for."""

import csv
import io
from dataclasses import replace

import pytest

from remit.engine.formats import PlanDocument, format_named, read_plan
from remit.engine.model import Activity, ConstraintKind, Lag, LagUnit, Link, LinkKind
from remit.engine.tests.building import at
from remit.engine.tests.plan_files import project, task, wait_for
from remit.engine.tests.primavera_files import xer


def named(name: str) -> PlanDocument:
    plan = read_plan(project(task(1, name="x")))
    first = plan.tasks[0]
    return replace(plan, tasks=(replace(first, activity=replace(first.activity, name=name)),))


@pytest.mark.parametrize(
    ("name", "encoding"),
    [("Plan", "ascii"), ("Brücke £ €", "cp1252"), ("桥梁", "utf-8"), ("Ã¤", "utf-8"), ("Ω ä", "utf-8")],
)
def test_xer_is_written_in_letters_that_are_read_as_what_they_were(name: str, encoding: str) -> None:
    content = format_named("xer").write(named(name))
    assert name in content.decode(encoding)
    assert read_plan(content).tasks[0].activity.name == name


def test_a_tab_or_a_new_line_in_a_name_breaks_no_row_of_xer() -> None:
    back = read_plan(format_named("xer").write(named("a\tb\nc")))
    assert back.tasks[0].activity.name in {"a b\nc", "a b c"}


def test_what_p6_has_no_word_for_is_written_as_what_comes_nearest() -> None:
    plan = read_plan(
        project(
            task(
                1,
                name="By hand",
                Manual=1,
                ManualStart="2026-02-02T08:00:00",
                ManualFinish="2026-02-02T17:00:00",
            ),
            task(2, wait_for(1, LinkLag=50, LagFormat=19), name="After"),
            task(3, name="Off", Active=0),
        )
    )
    back = read_plan(format_named("xer").write(plan))
    by_name: dict[str, Activity] = {each.activity.name: each.activity for each in back.tasks}
    assert set(by_name) == {"By hand", "After"}
    held = by_name["By hand"]
    assert (held.constraint, held.constraint_minute) == (
        ConstraintKind.MANDATORY_START,
        at("2026-02-02 08:00"),
    )
    assert back.links == (Link("1", "2", LinkKind.FS, Lag(240, LagUnit.WORKING)),)


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def test_csv_has_a_row_for_each_activity_with_its_predecessors_in_one_cell() -> None:
    found = {each["code"]: each for each in rows(format_named("csv").write(read_plan(xer())))}
    assert found["B10"]["predecessors"] == "A20SS+960min; A20FF-240min"
    assert found["A20"]["predecessors"] == "A10"
    assert (found["B10"]["constraint"], found["B10"]["constraint date"]) == ("snet", "2026-03-30 07:00")
    assert found["B10"]["calendar"] == "Crew"
    assert found["A20"]["percent complete"] == "35"


def test_csv_of_links_has_a_row_for_each() -> None:
    found = rows(format_named("csv-links").write(read_plan(xer())))
    assert len(found) == 5
    assert found[1] == {
        "predecessor": "A20",
        "predecessor name": "Dredge £",
        "successor": "B10",
        "successor name": "Piles",
        "kind": "SS",
        "lag": "960",
        "lag unit": "working",
    }


def test_no_name_becomes_a_formula_of_a_spreadsheet() -> None:
    found = rows(format_named("csv").write(named('=HYPERLINK("x")')))
    assert found[0]["name"] == '\'=HYPERLINK("x")'
