"""What edits and news tell of a plan in parts is, put together, the plan as it is read whole."""

import json
import random
from typing import Any

import pytest
from django.test import Client
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.conftest import World
from remit.planning.operations.edits import edit_plan
from remit.planning.queries import COLUMNS, SHIFT

pytestmark = pytest.mark.django_db

PLAN = "/projects/P-1/plan"
DAY = 450
PLACES = [COLUMNS.index(name) for name in SHIFT]


@pytest.fixture
def chain(world: World) -> World:
    """A chain of eight: a summary above two of them, one of them interrupted; one beside it, one with a deadline."""
    world.give("Ada", "project-manager")
    added: list[dict[str, Any]] = [
        {"op": "add", "name": f"Step {number}", "duration_minutes": 4 * DAY} for number in range(1, 11)
    ]
    links = [{"op": "link", "predecessor": f"T-{n}", "successor": f"T-{n + 1}"} for n in range(1, 8)]
    more: list[dict[str, Any]] = [
        {"op": "link", "predecessor": "T-2", "successor": "T-9"},
        {"op": "link", "predecessor": "T-9", "successor": "T-7"},
        {"op": "indent", "key": "T-5"},
        {"op": "indent", "key": "T-6"},
        {"op": "change", "key": "T-8", "version": 1, "fields": {"splits": [[DAY, DAY]]}},
        {"op": "change", "key": "T-10", "version": 1, "fields": {"deadline_minute": 60 * 1440}},
    ]
    edit_plan(world.project, [*added, *links, *more], actor=world.actor("Ada"))
    return world


def whole(client: Client) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(client.get(f"{PLAN}/data").content)
    return found


def folded(known: dict[str, list[Any]], told: dict[str, Any]) -> None:
    """Take what is told as a chart does."""
    known.update({row[0]: row for row in told["rows"]})
    for shift in told["shifts"]:
        for place, value in zip(PLACES, shift, strict=True):
            known[shift[0]][place] = value


@pytest.mark.parametrize("seed", range(6))
def test_rows_and_shifts_of_edits_and_news_are_those_of_the_whole_plan(
    chain: World, seed: int, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    chance = random.Random(seed)
    ada, seen = chain.client("Ada"), whole(chain.client("Ada"))
    own = {row[0]: list(row) for row in seen["rows"]}
    others = {row[0]: list(row) for row in seen["rows"]}
    shifts = 0
    for _edit in range(12):
        key = chance.choice([key for key in own if key != "T-4"])
        field, value = chance.choice(
            [("duration_minutes", DAY * chance.randint(1, 12)), ("name", f"Named {chance.random()}")]
        )
        version = own[key][COLUMNS.index("version")]
        step = {"op": "change", "key": key, "version": version, "fields": {field: value}}
        with django_capture_on_commit_callbacks(execute=True):
            answer = ada.post(f"{PLAN}/edits", {"edits": [step]}, content_type="application/json")
        assert answer.status_code in {200, 422}, answer.content  # the duration may be what it was
        if answer.status_code == 200:
            folded(own, answer.json())
            shifts += len(answer.json()["shifts"])
    told = ada.get(f"{PLAN}/news", {"version": seen["version"]}).json()["changes"]
    folded(others, told)

    now = {row[0]: row for row in whole(ada)["rows"]}

    assert own == now
    assert others == now
    assert shifts > 0
    assert not {row[0] for row in told["rows"]} & {shift[0] for shift in told["shifts"]}


def test_an_edit_tells_no_more_of_those_that_it_only_moves_than_their_dates(
    chain: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    step = {"op": "change", "key": "T-1", "version": 1, "fields": {"duration_minutes": 5 * DAY}}
    with django_capture_on_commit_callbacks(execute=True):
        told = (
            chain.client("Ada")
            .post(f"{PLAN}/edits", {"edits": [step]}, content_type="application/json")
            .json()
        )
    assert {row[0] for row in told["rows"]} == {"T-1", "T-4", "T-8"}, "stated, a summary, interrupted"
    assert {"T-2", "T-3", "T-5", "T-6", "T-7", "T-9"} <= {shift[0] for shift in told["shifts"]}


def test_what_a_summary_passes_on_is_told_of_those_below_it(
    chain: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    def told(address: str, body: dict[str, Any]) -> dict[str, list[Any]]:
        with django_capture_on_commit_callbacks(execute=True):
            answer = (
                chain.client("Ada").post(f"{PLAN}/{address}", body, content_type="application/json").json()
            )
        return {row[0]: row[COLUMNS.index("accountable")] for row in answer["rows"]} | {
            "edit": answer["edit"]
        }

    chain.give("Bo", "team-member")
    fields = {"accountable_key": chain.person("Bo").key}
    given = told("edits", {"edits": [{"op": "change", "key": "T-4", "version": 1, "fields": fields}]})
    assert given == {"T-4": "Bo", "T-5": "Bo", "T-6": "Bo", "edit": given["edit"]}
    back = told("undo", {"edit": given["edit"]})
    assert back == {"T-4": "Ada", "T-5": "Ada", "T-6": "Ada", "edit": back["edit"]}
