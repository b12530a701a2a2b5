"""Remit's own format: readable, whole, versioned, and refused where it is wrong with the place in the tree."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from remit.engine.formats import DocumentTask, FormatError, PlanDocument, format_of, read_plan, write_json
from remit.engine.formats.plan_json import MOST_JSON_BYTES, json_schema, read_json
from remit.engine.model import (
    Activity,
    Branch,
    Correlation,
    Discrete,
    History,
    Impact,
    Link,
    Lognormal,
    Measure,
    Mitigation,
    Pert,
    RiskEvent,
    RiskModel,
    Triangular,
    Uncertainty,
    Uniform,
    Weather,
)
from remit.engine.tests.building import STANDARD, at
from remit.engine.tests.primavera_files import xer

SCHEMA = Path(__file__).resolve().parents[4] / "docs" / "engine" / "plan.schema.json"
RISK = RiskModel(
    uncertainties=(
        Uncertainty("1", Pert(0.8, 1.0, 1.6)),
        Uncertainty("2", Triangular(100, 200, 400), Measure.MINUTES),
    ),
    events=(
        RiskEvent(
            "r1",
            "Frost",
            0.3,
            (Impact("1", Uniform(1.1, 1.4)),),
            Lognormal(100.0, 300.0),
            mitigation=Mitigation(0.1, None, None, 500.0),
        ),
    ),
    correlations=(Correlation(("1", "2"), 0.5),),
    weathers=(Weather("winter", ("standard",), (0.3,) * 12),),
    branches=(Branch("1", (("2", 0.4), ("3", 0.6))),),
    overhead_per_day=1000.0,
)


def plan(**stated: Any) -> PlanDocument:
    tasks = tuple(DocumentTask(Activity(key, f"Task {key}", 480), 0, code=key) for key in "123")
    facts: dict[str, Any] = {
        "name": "Bridge",
        "start_minute": at("2026-01-05 08:00"),
        "status_minute": None,
        "minutes_per_day": 480,
        "minutes_per_week": 2400,
        "default_calendar_id": "standard",
        "calendars": (STANDARD,),
        "tasks": tasks,
        "links": (Link("1", "2"), Link("1", "3")),
        **stated,
    }
    return PlanDocument(**facts)


def changed(change: Callable[[dict[str, Any]], object]) -> bytes:
    facts = json.loads(write_json(plan()))
    change(facts)
    return json.dumps(facts).encode()


def test_what_is_uncertain_comes_back_with_the_plan() -> None:
    stated = plan(risk=RISK)
    assert read_plan(write_json(stated)) == stated
    assert read_plan(write_json(stated)).problem().risk == RISK


@pytest.mark.parametrize("distribution", [Discrete((1.0, 2.0), (0.5, 0.5)), History((1.0, 1.5, 2.0))])
def test_every_kind_of_distribution_comes_back(distribution: Any) -> None:
    stated = plan(risk=RiskModel(uncertainties=(Uncertainty("1", distribution),)))
    assert read_plan(write_json(stated)) == stated


def test_dates_days_and_shifts_are_written_so_that_people_can_read_them() -> None:
    facts = json.loads(write_json(read_plan(xer())))
    assert (facts["format"], facts["version"]) == ("remit-plan", 1)
    stated = facts["plan"]
    assert stated["start_at"] == "2026-03-02T00:00"
    site = stated["calendars"][0]
    assert site["week"][0] == ["07:00-12:00", "12:30-15:30"]
    assert site["exceptions"][0] == {
        "first_day": "2026-03-31",
        "last_day": "2026-03-31",
        "shifts": ["07:00-11:00"],
    }
    piles = next(each for each in stated["tasks"] if each["code"] == "B10")
    assert piles["activity"]["constraint_at"] == "2026-03-30T07:00"
    assert "deadline_at" not in piles["activity"]  # a default is not written
    assert stated["resources"][0]["resource"]["availability"] == [["2026-05-01T00:00", 3.0]]


def test_the_schema_beside_the_guide_is_that_of_the_model() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == json.loads(json.dumps(json_schema())), (
        "write docs/engine/plan.schema.json anew: python -m remit.engine.formats.plan_json > the file"
    )


def test_json_is_known_by_how_it_begins() -> None:
    assert format_of(b' \n{"format": "remit-plan"').name == "json"
    assert format_of("\ufeff{".encode()).name == "json"


def test_a_field_that_is_not_known_is_counted_not_refused() -> None:
    read = read_plan(changed(lambda facts: facts["plan"]["tasks"][0].update(colour="red")))
    assert [(each.what, each.count) for each in read.left_out] == [("unknown fields", 1)]


def _set(path: str, value: Any) -> Callable[[dict[str, Any]], object]:
    def change(facts: dict[str, Any]) -> None:
        at_: Any = facts["plan"]
        *steps, last = path.split(".")
        for step in steps:
            at_ = at_[int(step)] if step.isdigit() else at_[step]
        at_[int(last) if last.isdigit() else last] = value

    return change


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda facts: facts.update(format="other"), "'format' is not 'remit-plan'"),
        (lambda facts: facts.update(version=2), "version 2; this Remit reads version 1"),
        (lambda facts: facts.update(plan=[]), "plan: 'list' is not an object"),
        (lambda facts: facts["plan"].pop("name"), "plan: 'name' is missing"),
        (
            _set("tasks.1.activity.duration_minutes", "long"),
            r"'Task 2': plan.tasks\[1\].activity.duration_minutes: ",
        ),
        (_set("tasks.1.activity.duration_minutes", 10**15), "not a whole number that a plan needs"),
        (_set("tasks.1.activity.duration_minutes", True), "not a whole number"),
        (_set("tasks.1.activity.duration_minutes", -1), "negative duration"),
        (_set("tasks.1.activity.kind", "wish"), "'wish' is none of task, "),
        (_set("tasks.1.activity.deadline_at", "soon"), "not a local date and time"),
        (_set("tasks.1.activity.deadline_at", "1850-01-01T00:00"), "between 1900 and 2199"),
        (_set("tasks.1.activity.deadline_at", "2026-01-01T00:00+02:00"), "not a local date and time"),
        (_set("tasks.1.activity.id", "1"), "Two of the kind activity have the id 1"),
        (_set("tasks.1.level", 1), "level and parent do not fit"),
        (_set("tasks.1.level", -1), "level and parent do not fit"),
        (
            _set("links.0", {"predecessor_id": "1", "successor_id": "9"}),
            "activity 9, which is not in the plan",
        ),
        (_set("links.0", {"predecessor_id": "1", "successor_id": "1"}), "waits for itself"),
        (_set("calendars.0.week.0", ["25:00-26:00"]), "does not lie within one day"),
        (_set("calendars.0.week.0", ["8-12"]), "not a shift like 08:00-12:00"),
        (
            _set("risk", {"uncertainties": [{"activity_id": "1", "distribution": {"is": "odd"}}]}),
            "'is' names none of",
        ),
    ],
)
def test_what_is_wrong_is_refused_with_its_place(
    change: Callable[[dict[str, Any]], object], words: str
) -> None:
    with pytest.raises(FormatError, match=words):
        read_plan(changed(change))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1: this is not well-formed JSON"),
        (b'{\n"format": }', "line 2: "),
        (b'{"a": ' + b"[" * 200_000, "nested too deeply|well-formed"),
        (b'{"a": ' + b"9" * 10_000 + b"}", "a number that no plan needs"),
        (b'{"format": "a", "format": "b"}', "the same name twice"),
        (b'{"format": "\xff\xff"}', "encoding"),
        (b"{}", "'format' is not"),
    ],
)
def test_what_is_no_json_or_hostile_is_refused(content: bytes, words: str) -> None:
    with pytest.raises(FormatError, match=words):
        read_plan(content)


def test_a_file_above_the_limit_of_its_own_is_refused_while_it_is_read() -> None:
    class Endless:
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b" " * size

    source = Endless()
    with pytest.raises(FormatError, match="larger than 128 MB"):
        read_json(source)  # type: ignore[arg-type]  # only `read` is used
    assert source.given <= MOST_JSON_BYTES + 2 * 1024 * 1024
