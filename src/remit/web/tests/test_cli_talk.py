"""`remit comments` and `remit lessons`: what is said and what was learnt at a project."""

import argparse
import json
from typing import Any

import pytest

from remit.accounts.permissions import system_actor
from remit.closure.operations.lessons import add_lesson
from remit.comments.operations.comments import settle_comment, withdraw_comment, write_comment
from remit.conftest import World
from remit.core.errors import NotFound
from remit.web.cli.console import Console
from remit.web.cli.talk import comments, lessons

pytestmark = pytest.mark.django_db
Capture = pytest.CaptureFixture[str]


def told(command: Any, capsys: Capture, key: str = "p-1", *, as_json: bool = True) -> Any:
    command(argparse.Namespace(key=key, organisation=None), Console(as_json=as_json))
    text = capsys.readouterr().out
    return json.loads(text) if as_json else text


def test_comments_are_those_that_still_need_something(world: World, capsys: Capture) -> None:
    ada = world.give("Ada", "project-manager")
    open_one = write_comment(world.project, text="Is it deep?\nVery?", actor=ada)
    write_comment(world.project, text="Yes", answers=open_one, actor=ada)
    settled = write_comment(world.project, text="Done?", actor=ada)
    write_comment(world.project, text="Done", answers=settled, actor=ada)
    settle_comment(settled, settled=True, version=1, actor=ada)
    withdraw_comment(write_comment(world.project, text="Oops", actor=ada), version=1, actor=ada)
    found = told(comments, capsys)
    assert [(each["text"], each["answers"]) for each in found["comments"]] == [
        ("Is it deep?\nVery?", None),
        ("Yes", open_one.key),
    ]
    text = told(comments, capsys, as_json=False)
    assert f"{open_one.key} P-1 Ada: Is it deep?\n" in text
    with pytest.raises(NotFound):
        told(comments, capsys, "P-7")


def test_lessons_are_those_of_the_project_the_latest_first(world: World, capsys: Capture) -> None:
    for title in ("Bore first", "Ask early"):
        add_lesson(world.project, title=title, happened="Rock.", advice="Bore.", actor=system_actor())
    other = world.begin("Kiln", world.root)
    add_lesson(other, title="Fire slowly", happened="Cracks.", advice="Wait.", actor=system_actor())
    found = told(lessons, capsys)
    assert [each["title"] for each in found["lessons"]] == ["Ask early", "Bore first"]
    assert "lessons: 2" in told(lessons, capsys, as_json=False)
