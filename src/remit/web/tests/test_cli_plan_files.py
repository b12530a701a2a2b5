"""Commands on plan files: what others script against, without a database."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from remit.engine.tests.plan_files import project, task, wait_for
from remit.engine.tests.primavera_files import xer
from remit.web import cli

Capture = pytest.CaptureFixture[str]

ROW = [
    "uid",
    "id",
    "name",
    "start",
    "finish",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float_minutes",
    "free_float_minutes",
    "critical",
    "summary",
]


def file_with(folder: Path, *tasks: str, **facts: Any) -> str:
    path = folder / "plan.xml"
    path.write_bytes(project(*tasks, **facts))
    return str(path)


def answer(capsys: Capture) -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(capsys.readouterr().out)
    return facts


def test_a_file_is_scheduled_and_answers_in_the_agreed_shape(tmp_path: Path, capsys: Capture) -> None:
    path = file_with(
        tmp_path,
        task(10, name="All", ID=1),
        task(11, name="Dig", ID=2, OutlineLevel=2),
        task(12, wait_for(11), name="Pour", ID=3, OutlineLevel=2),
        task(13, name="Aside", ID=4, Duration="PT4H0M0S"),
    )
    assert cli.main(["schedule", path, "--json"]) == 0
    found = answer(capsys)
    assert list(found) == ["project", "activities", "warnings"]
    assert found["project"] == {"start": "2026-01-05T08:00:00", "finish": "2026-01-06T17:00:00"}
    assert [list(each) for each in found["activities"]] == [ROW] * 4
    rows = {each["uid"]: each for each in found["activities"]}
    assert rows["10"]["summary"] is True
    assert rows["12"] == {
        "uid": "12",
        "id": "3",
        "name": "Pour",
        "start": "2026-01-06T08:00:00",
        "finish": "2026-01-06T17:00:00",
        "early_start": "2026-01-06T08:00:00",
        "early_finish": "2026-01-06T17:00:00",
        "late_start": "2026-01-06T08:00:00",
        "late_finish": "2026-01-06T17:00:00",
        "total_float_minutes": 0,
        "free_float_minutes": 0,
        "critical": True,
        "summary": False,
    }
    assert (rows["13"]["total_float_minutes"], rows["13"]["critical"]) == (720, False)


def test_in_words_the_dates_the_critical_path_and_what_was_not_kept_are_said(
    tmp_path: Path, capsys: Capture
) -> None:
    path = file_with(tmp_path, task(0, OutlineLevel=0), task(1, name="Dig"))
    assert cli.main(["schedule", path]) == 0
    said = capsys.readouterr().out
    assert "finish    2026-01-05 17:00" in said
    assert "Dig" in said
    assert "not kept: 1 project summary task" in said


def test_from_scratch_a_task_scheduled_by_hand_without_dates_of_its_own_follows_logic(
    tmp_path: Path, capsys: Capture
) -> None:
    stored: Any = {"Manual": 1, "Start": "2026-02-02T08:00:00", "Finish": "2026-02-02T17:00:00"}
    own: Any = {"ManualStart": "2026-02-03T08:00:00", "ManualFinish": "2026-02-03T17:00:00"}
    path = file_with(tmp_path, task(1, **stored), task(2, **own, **stored))
    assert cli.main(["schedule", path, "--json"]) == 0
    assert [each["start"][:10] for each in answer(capsys)["activities"]] == ["2026-02-02", "2026-02-03"]
    cli.main(["schedule", path, "--json", "--from-scratch"])
    assert [each["start"][:10] for each in answer(capsys)["activities"]] == ["2026-01-05", "2026-02-03"]


def test_what_is_wrong_with_a_plan_is_one_line_that_names_its_activities(
    tmp_path: Path, capsys: Capture
) -> None:
    path = file_with(tmp_path, task(1, wait_for(2), name="Dig"), task(2, wait_for(1), name="Pour"))
    assert cli.main(["schedule", path]) == 1
    said = capsys.readouterr().err
    assert said.count("\n") == 1
    assert "'Dig'" in said
    assert "'Pour'" in said


def test_with_json_a_refusal_is_an_object_on_stdout_and_a_line_on_stderr(
    tmp_path: Path, capsys: Capture
) -> None:
    path = file_with(tmp_path, task(1, Duration="long"))
    assert cli.main(["schedule", path, "--json"]) == 1
    said = capsys.readouterr()
    refused = json.loads(said.out)
    assert (refused["ok"], refused["error"]["code"]) == (False, "format")
    assert "line 9, task 1 'Task 1'" in refused["error"]["message"]
    assert said.err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["nowhere.xml"], 3),
        (["."], 5),
        (["nowhere.xml", "--store"], 2),
        (["P-1", "--from-scratch"], 2),
    ],
)
def test_exit_codes_say_what_kind_of_refusal_it_is(words: list[str], code: int, capsys: Capture) -> None:
    assert cli.main(["schedule", *words]) == code
    assert capsys.readouterr().err.count("\n") == 1


def test_an_unknown_rule_set_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(SystemExit) as caught:
        cli.main(["schedule", file_with(tmp_path, task(1)), "--rules", "nonsense"])
    assert caught.value.code == 2


def test_a_file_with_the_name_of_a_key_is_a_file(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "P-1").write_bytes(project(task(7)))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["schedule", "P-1", "--json"]) == 0
    assert [each["uid"] for each in answer(capsys)["activities"]] == ["7"]


def test_commands_on_files_import_neither_django_nor_what_only_other_work_needs(tmp_path: Path) -> None:
    path = file_with(tmp_path, task(1), task(2, wait_for(1)))
    script = (
        "import sys; from remit.web import cli; code = cli.main(sys.argv[1:]);"
        # numba itself loads the bare scipy package
        "print([each for each in ('django', 'ortools', 'pandas', 'scipy.special') if each in sys.modules]);"
        "sys.exit(code)"
    )
    for words in (["schedule", path], ["schedule", "nowhere.xml"]):
        run = subprocess.run(
            [sys.executable, "-c", script, *words], capture_output=True, check=False, text=True
        )
        assert run.stdout.splitlines()[-1] == "[]", run.stderr


@pytest.mark.long(60)  # compiles what levelling and risk need, where nobody has yet
def test_a_primavera_file_ends_at_the_same_minute_scheduled_levelled_and_simulated(
    tmp_path: Path, capsys: Capture
) -> None:
    path = tmp_path / "harbour.xer"
    path.write_bytes(xer())
    finishes = []
    for words in (
        ["schedule"],
        ["level", "--time-limit", "1", "--seed", "1"],
        ["risk", "--runs", "64", "--seed", "1"],
    ):
        assert cli.main([words[0], str(path), *words[1:], "--json"]) == 0
        found = json.loads(capsys.readouterr().out)
        finishes.append(found["planned" if words[0] == "risk" else "project"]["finish"])
    assert finishes == ["2026-06-01T07:00:00"] * 3
    assert found["finish"]["p10"] == found["finish"]["p90"] == finishes[0]
