"""People from the command line: previewed, taken in, exported, taken back."""

import json
from pathlib import Path

import pytest

from remit.conftest import World
from remit.people.models import Assignment, Person
from remit.web import cli

STAFF = b"Name,E-mail\r\nEve Lund,eve@acme.example\r\nKim Roe,kim@acme.example\r\n"


def test_the_command_line_previews_takes_in_exports_and_takes_back(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(STAFF)
    assert cli.main(["people", "import", str(path), "--preview"]) == 0
    assert "row 2: add Eve Lund" in capsys.readouterr().out
    assert not Person.objects.filter(email="eve@acme.example").exists()
    assert cli.main(["--json", "people", "import", str(path)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["added"], told["changed"]) == (2, 0)
    assert cli.main(["people", "import", str(path)]) == 4
    assert cli.main(["people", "export", str(tmp_path / "out.xlsx")]) == 0
    assert (tmp_path / "out.xlsx").read_bytes()[:2] == b"PK"
    capsys.readouterr()
    assert cli.main(["--json", "people", "export"]) == 0
    assert "kim@acme.example" in json.loads(capsys.readouterr().out)["content"]
    assert cli.main(["people", "undo", str(told["import"])]) == 0
    assert not Person.objects.filter(email="eve@acme.example").exists()
    assert cli.main(["people", "undo", "99"]) == 3


def test_a_file_at_fault_ends_with_code_1_and_the_row(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "staff.csv"
    path.write_bytes(b"Name,E-mail\r\nAda,nowhere\r\n")
    assert cli.main(["people", "import", str(path)]) == 1
    assert "Row 2, E-mail 'nowhere'" in capsys.readouterr().err


def test_the_command_line_writes_a_charter_and_says_where_there_is_none(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    world.give("Ada", "project-manager")
    path = tmp_path / "ada.pdf"
    assert cli.main(["charter", Assignment.objects.get(person=world.person("Ada")).key, str(path)]) == 0
    assert path.read_bytes().startswith(b"%PDF-")
    assert "Ada, Project manager of Bridge" in capsys.readouterr().out
    assert cli.main(["charter", "A-999", str(path)]) == 3
