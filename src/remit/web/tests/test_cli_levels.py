"""`remit level` on plan files: what others script against, and what people read."""

import json
from pathlib import Path
from typing import Any

import pytest

from remit.web import cli

Capture = pytest.CaptureFixture[str]

THREE = """5 1
1
0 0 3 2 3 4
2 1 1 5
3 1 1 5
4 1 1 5
0 0 0
"""


def file_in(folder: Path, text: str = THREE) -> str:
    path = folder / "three.rcp"
    path.write_text(text, encoding="ascii")
    return str(path)


def test_a_library_file_is_levelled_in_the_agreed_shape(tmp_path: Path, capsys: Capture) -> None:
    words = ["level", file_in(tmp_path), "--time-limit", "2", "--workers", "1", "--seed", "3", "--json"]
    assert cli.main(words) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert list(found)[:5] == ["makespan", "bound", "status", "starts", "seconds"]
    assert (found["makespan"], found["bound"], found["status"]) == (9, 9, "optimal")
    starts = found["starts"]
    assert set(starts) == {"1", "2", "3", "4", "5"}
    assert starts["5"] == 9
    lengths = {"2": 2, "3": 3, "4": 4}
    spans = sorted((starts[key], starts[key] + length) for key, length in lengths.items())
    assert [finish for _start, finish in spans[:-1]] == [start for start, _finish in spans[1:]]
    assert {each["uid"] for each in found["activities"] if each["cause"]} >= {"5"}


def test_in_words_it_says_what_moves_and_why(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["level", file_in(tmp_path), "--time-limit", "0"]) == 0
    text = capsys.readouterr().out
    assert "activities move" in text
    assert "R1 is taken until" in text


@pytest.mark.parametrize("wrong", [["--time-limit", "-1"], ["--workers", "0"], ["--gap", "2"]])
def test_limits_that_make_no_sense_are_wrong_usage(tmp_path: Path, wrong: list[str], capsys: Capture) -> None:
    assert cli.main(["level", file_in(tmp_path), *wrong]) == 2
    assert "A limit of" in capsys.readouterr().err


def test_a_broken_file_is_refused_with_its_line(tmp_path: Path, capsys: Capture) -> None:
    assert cli.main(["level", file_in(tmp_path, THREE.replace("3 1 1 5", "3 x 1 5"))]) != 0
    assert "line 5" in capsys.readouterr().err
