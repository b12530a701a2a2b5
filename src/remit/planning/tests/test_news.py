"""What others change in a plan while it is looked at: known without the database, told to whoever may read it."""

import datetime as dt
import json
from collections.abc import Collection
from functools import partial
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoCaptureOnCommitCallbacks

from remit.comments.operations.comments import settle_comment
from remit.comments.tests.making import a_comment
from remit.conftest import World
from remit.planning.chart_data import said_about
from remit.planning.models import Activity, Plan
from remit.planning.news import MOST_CHANGES, SHORTEST_SECONDS, Change, News, Visitor
from remit.planning.operations.edits import Edited, edit_plan, undo_edit
from remit.planning.operations.scheduling import schedule_plan
from remit.planning.queries import plan_links, plan_rows
from remit.planning.told_rows import ToldRows


class Clock:
    """A clock that the test moves."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


def change(version: int, *keys: str) -> Change:
    return Change(version, keys, (), outline=False, links=False, by_key="U-1", by_name="Ann", label="Renamed")


def test_changes_are_told_from_any_version_that_is_known_and_a_gap_is_told_as_one() -> None:
    news = News()
    for version in (2, 3, 5):
        news.note(1, change(version, f"T-{version}"))
    assert [each.version for each in news.since(1, 1, 3)] == [2, 3]
    assert [each.version for each in news.since(1, 1, 5)] == [2, 3]  # nobody here saw version 4
    assert news.since(1, 3, 3) == []
    assert news.since(1, 3, 5) == []
    assert news.since(2, 3, 4) == []  # another plan
    assert news.since(1, 9, 5) == []  # ahead of what there is


def test_what_was_long_ago_is_forgotten_and_told_as_a_gap() -> None:
    news = News()
    for version in range(2, MOST_CHANGES + 3):
        news.note(1, change(version))
    assert news.since(1, 1, MOST_CHANGES + 2) == []
    assert len(news.since(1, 2, MOST_CHANGES + 2)) == MOST_CHANGES


def test_whoever_asks_is_present_to_the_others_until_some_time_after_the_last_question() -> None:
    clock = Clock()
    news = News(clock)
    ann, ben = Visitor(1, "U-1", "Ann", "T-3"), Visitor(2, "U-2", "Ben")
    assert news.look(7, ann)[0] == []
    assert news.look(7, ben)[0] == [ann]
    assert news.look(8, ben)[0] == []  # another plan
    clock.now = 20
    assert news.look(7, ann)[0] == [ben]
    clock.now = 40
    assert news.look(7, ben)[0] == [ann]
    clock.now = 100
    assert news.look(7, ben)[0] == []


def test_the_more_look_and_the_more_answers_take_the_more_seldom_each_asks() -> None:
    news = News(Clock())
    assert news.look(1, Visitor(0, "U-0", "A"))[1] == SHORTEST_SECONDS
    for each in range(400):
        news.look(1, Visitor(each, f"U-{each}", "B"))
    many = news.look(1, Visitor(0, "U-0", "A"))[1]
    news.took(1, 0.5)
    assert SHORTEST_SECONDS < many < news.look(1, Visitor(0, "U-0", "A"))[1]


def test_when_many_ask_at_once_some_are_told_later_and_answers_take_a_bounded_share() -> None:
    clock = Clock()
    news = News(clock)
    told = 0
    for _each in range(100):
        if news.may_tell(1):
            told += 1
            news.took(1, 0.5)
    assert told == 4  # two seconds were saved up
    assert news.may_tell(2)  # another plan has its own
    clock.now = 60
    told = 0
    while news.may_tell(1):
        told += 1
        news.took(1, 0.5)
    assert told == 4


def test_a_row_is_read_once_however_many_ask_until_it_changes_or_grows_old() -> None:
    clock, news = Clock(), News()
    rows, reads = ToldRows(clock), []

    def ask(version: int, *keys: str) -> dict[str, str] | None:
        def read(missing: Collection[str]) -> dict[str, str]:
            reads.append(sorted(missing))
            return {key: f"{key}@{version}" for key in missing}

        return rows.of((1, "en"), version, keys, between=partial(news.since, 1), read=read)

    assert ask(2, "T-1", "T-2") == ask(2, "T-2", "T-1") == {"T-1": "T-1@2", "T-2": "T-2@2"}
    assert reads == [["T-1", "T-2"]]
    news.note(1, change(3, "T-2", "T-3"))
    assert ask(3, "T-1", "T-2") == {"T-1": "T-1@2", "T-2": "T-2@3"}
    assert ask(2, "T-2") == {"T-2": "T-2@3"}  # who asks late learns what is newer
    assert ask(5, "T-1") == {"T-1": "T-1@5"}  # nobody here saw version 4: nothing is known any more
    clock.now = 60
    assert ask(5, "T-1") == {"T-1": "T-1@5"}
    assert reads == [["T-1", "T-2"], ["T-2"], ["T-1"], ["T-1"]]
    news.note(1, change(6, "T-1"))
    rows.keep((1, "en"), 6, {"T-1": "T-1@6"}, between=partial(news.since, 1))
    assert ask(6, "T-1") == {"T-1": "T-1@6"}, "whoever edits has read it for all"
    rows.keep((1, "en"), 5, {"T-1": "T-1@5"}, between=partial(news.since, 1))
    assert ask(6, "T-1") == {"T-1": "T-1@6"}, "older rows do not come back"
    assert len(reads) == 4
    news.note(1, change(7, "T-2"))
    assert ask(7) == {}
    rows.keep((1, "en"), 6, {"T-1": "T-1@late", "T-2": "T-2@6"}, between=partial(news.since, 1))
    assert ask(7, "T-1", "T-2") == {"T-1": "T-1@late", "T-2": "T-2@7"}, (
        "but what nothing changed since is as it was"
    )


def test_while_rows_are_read_others_are_told_later_and_older_rows_do_not_come_back() -> None:
    news, rows, place = News(), ToldRows(), (1, "en")

    def read_late(keys: Collection[str]) -> dict[str, str]:
        def wait(_keys: Collection[str]) -> dict[str, str]:
            raise AssertionError(_keys)

        assert rows.of(place, 2, keys, between=partial(news.since, 1), read=wait) is None
        news.note(1, change(3, *keys))
        assert rows.of(place, 3, keys, between=partial(news.since, 1), read=wait) is None
        return dict.fromkeys(keys, "old")

    assert rows.of(place, 2, ["T-1"], between=partial(news.since, 1), read=read_late) == {"T-1": "old"}
    told_then = rows.of(
        place, 3, ["T-1"], between=partial(news.since, 1), read=lambda keys: dict.fromkeys(keys, "new")
    )
    assert told_then == {"T-1": "new"}


@pytest.fixture
def two(world: World) -> World:
    """Ada manages the project, Ben leads its team; two activities in a row."""
    world.give("Ada", "project-manager")
    world.give("Ben", "project-leader")
    steps: list[dict[str, Any]] = [
        {"op": "add", "name": "Dig", "duration_minutes": 900},
        {"op": "add", "name": "Pour", "duration_minutes": 900},
        {"op": "link", "predecessor": "T-1", "successor": "T-2"},
    ]
    edit_plan(world.project, steps, actor=world.actor("Ada"))
    return world


def told(world: World, name: str, version: int, **more: str) -> dict[str, Any]:
    answer = world.client(name).get("/projects/P-1/plan/news", {"version": str(version), **more})
    assert answer.status_code == 200, answer.content
    found: dict[str, Any] = json.loads(answer.content)
    return found


def test_another_is_told_the_rows_that_changed_who_did_it_and_where_they_are(
    two: World,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(
        "remit.planning.views.data.NOTED_WITHIN", dt.timedelta(hours=1)
    )  # however slow this is
    seen = Plan.objects.get(project=two.project).version
    step = {"op": "change", "key": "T-1", "version": 1, "fields": {"name": "Dug"}}
    with django_capture_on_commit_callbacks(execute=True):
        edit_plan(two.project, [step], actor=two.actor("Ada"))
    told(two, "Ada", seen + 1, at="T-2")

    news = told(two, "Ben", seen)

    assert news["version"] == seen + 1
    assert news["changes"]["keys"] == ["T-1"]
    assert [row[:3] for row in news["changes"]["rows"]] == [["T-1", None, "Dug"]]
    assert [who for who, _what in news["changes"]["said"]] == ["Ada"]
    assert [[each[1], each[3]] for each in news["present"]] == [["Ada", "T-2"]]
    assert told(two, "Ada", seen)["changes"]["said"] == []  # nobody is told what they did themselves
    assert told(two, "Ben", seen + 1)["changes"] is None
    assert told(two, "Ben", seen - 1)["changes"] is None  # it may be noted in the next moment
    Plan.objects.update(scheduled_at=timezone.now() - dt.timedelta(hours=2))
    assert told(two, "Ben", seen - 1)["changes"]["is_whole"]
    assert set(told(two, "Ben", seen, brief="1")["changes"]) == {"is_whole", "keys", "said"}


@pytest.mark.parametrize("count", [1, 20])
def test_rows_that_are_told_are_those_of_the_whole_plan(two: World, count: int) -> None:
    steps = [{"op": "add", "name": f"Step {number}"} for number in range(count)]
    edit_plan(two.project, [*steps, {"op": "indent", "key": "T-3"}], actor=two.actor("Ada"))
    plan = Plan.objects.select_related("project", "calendar").get(project=two.project)
    whole, _order = plan_rows(plan, plan_links(two.project))
    some = {row[0] for row in whole[1:]}
    part, _some = plan_rows(plan, only=some)
    assert part == whole[1:]
    assert plan_rows(plan, only=()) == ([], [])


def test_notes_and_names_move_nothing_and_what_comes_later_is_computed_from_all(
    two: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    actor = two.actor("Ada")

    def state(version: int, **fields: Any) -> Edited:
        step = {"op": "change", "key": "T-1", "version": version, "fields": fields}
        with django_capture_on_commit_callbacks(execute=True):
            return edit_plan(two.project, [step], actor=actor)

    state(1, duration_minutes=1350)  # from here on the process knows the plan
    noted = state(2, notes="Deep", name="Excavate")
    assert noted.rescheduled.changed_keys == ()
    assert noted.touched == ("T-1",)
    longer = state(3, duration_minutes=5 * 450)
    assert "T-2" in longer.rescheduled.moved_keys
    known = Activity.objects.filter(project=two.project).order_by("pk")
    stored = list(known.values())
    schedule_plan(two.project, actor=actor)
    assert list(known.values()) == stored
    assert noted.number is not None
    assert undo_edit(two.project, noted.number, actor=actor).rescheduled.moved_keys == ()


def test_links_that_drive_no_more_are_told_by_key_and_stated_ones_whole(
    two: World, django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        steps: list[dict[str, Any]] = [
            {"op": "add", "name": "Order"},
            {"op": "link", "predecessor": "T-3", "successor": "T-2"},
        ]
        stated = edit_plan(two.project, steps, actor=two.actor("Ada"))
    longer = {"op": "change", "key": "T-3", "version": 1, "fields": {"duration_minutes": 4500}}
    with django_capture_on_commit_callbacks(execute=True):
        edit_plan(two.project, [longer], actor=two.actor("Ada"))
    whole = json.loads(two.client("Ben").get("/projects/P-1/plan/data").content)
    drives = {key: driving for key, *_rest, driving in whole["links"]}

    moved = told(two, "Ben", stated.plan_version)["changes"]

    assert moved["links"] is None
    assert moved["driving"] == drives == {"L-1": False, "L-2": True}
    assert told(two, "Ben", stated.plan_version - 1)["changes"]["links"] == whole["links"]


def test_the_chart_is_told_how_many_comments_wait_and_again_only_when_that_differs(
    two: World, django_assert_num_queries: Any
) -> None:
    ada, ben = two.person("Ada"), two.person("Ben")
    first = a_comment(two.project, ada, about="T-1")
    a_comment(two.project, ben, about="T-1", answers=first)
    a_comment(two.project, ben, about="T-2")
    a_comment(two.project, ben)  # about the project, not one of its activities
    client = two.client("Ada")
    whole = client.get("/projects/P-1/plan/data")
    said = whole.json()["comments"]
    assert said["counts"] == {"T-1": 1, "T-2": 1}
    version = Plan.objects.get(project=two.project).version
    assert told(two, "Ada", version, comments=said["stamp"])["comments"] is None
    assert told(two, "Ada", version)["comments"] is None  # pages that show no comments do not ask
    settle_comment(first, settled=True, version=1, actor=two.actor("Ada"))
    assert told(two, "Ada", version, comments=said["stamp"])["comments"]["counts"] == {"T-2": 1}
    again = client.get("/projects/P-1/plan/data", headers={"if-none-match": whole.headers["ETag"]})
    assert again.status_code == 200
    for _number in range(5):
        a_comment(two.project, ben, about="T-1")
    with django_assert_num_queries(1):
        assert said_about(two.project)["counts"] == {"T-1": 5, "T-2": 1}


def test_whoever_may_not_read_the_plan_learns_nothing(two: World) -> None:
    assert two.client("Cai").get("/projects/P-1/plan/news?version=1").status_code == 404


def test_a_version_that_is_no_number_is_refused(two: World) -> None:
    for text in ("", "x", "-1", "9" * 30):
        assert two.client("Ada").get("/projects/P-1/plan/news", {"version": text}).status_code == 400
