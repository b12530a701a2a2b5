"""What the engine needs is compiled before somebody waits for it, and whoever does wait is told."""

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from remit.engine.kernels.kept import FOLDER_VARIABLE
from remit.engine.warming import LEVEL, PARTS, RISK, SCHEDULE
from remit.web import serving, warming
from remit.web.cli import compiling, doctor
from remit.web.cli.console import Console

Capture = pytest.CaptureFixture[str]


def warm_are(module: Any, monkeypatch: pytest.MonkeyPatch, *parts: str) -> list[str]:
    """Let these parts be warm for a module; return the list of those that it has compiled."""
    compiled: list[str] = []
    monkeypatch.setattr(module, "is_warm", lambda part: part in parts)
    monkeypatch.setattr(module, "warm", compiled.append, raising=False)
    return compiled


def test_a_command_that_compiles_says_so_on_stderr(monkeypatch: pytest.MonkeyPatch, capsys: Capture) -> None:
    compiled = warm_are(compiling, monkeypatch, SCHEDULE)
    compiling.compiled(RISK, Console(as_json=True))
    said = capsys.readouterr()
    assert compiled == [RISK]
    assert (said.out, "Compiling" in said.err) == ("", True)


def test_a_command_that_need_not_compile_says_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    assert warm_are(compiling, monkeypatch, *PARTS) == []
    compiling.compiled(LEVEL, Console())
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(("served", "what"), [("http://127.0.0.1:1", "beside its work"), (None, "first use")])
def test_the_doctor_names_what_is_not_compiled(
    served: str | None, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "holder", lambda _folder, _name: served)
    warm_are(doctor, monkeypatch, *(set(PARTS) - {RISK}))
    state, text = doctor._kernels()
    assert state == doctor.FINE
    assert "risk not yet" in text
    assert what in text
    warm_are(doctor, monkeypatch, *PARTS)
    assert "not yet" not in doctor._kernels()[1]


def test_beside_a_server_only_what_is_missing_is_compiled_and_at_the_lowest_priority(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nice: list[int] = []
    monkeypatch.setattr(os, "nice", nice.append)
    monkeypatch.setattr(warming, "end_with", lambda _parent: None)
    compiled = warm_are(warming, monkeypatch, *(set(PARTS) - {RISK}))
    warming.main()
    assert (compiled, nice) == ([RISK], [19])
    compiled = warm_are(warming, monkeypatch, *PARTS)
    warming.main()
    assert (compiled, nice) == ([], [19])


def test_a_server_that_is_told_not_to_compiles_nothing_ahead(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REMIT_COMPILE_AHEAD", "off")
    monkeypatch.setattr(subprocess, "Popen", lambda *_command, **_options: pytest.fail("it compiles"))
    process = serving.Warming()
    process.start()
    process.stop()


def test_a_server_compiles_into_its_data_folder_and_stops_that_with_itself(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("REMIT_DATA_DIR", str(tmp_path))
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.delenv("REMIT_COMPILE_AHEAD", raising=False)
    begun: dict[str, Any] = {}
    start = subprocess.Popen

    def sleeping(command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        begun.update(command=command, **options)
        return start(["sleep", "60"])

    monkeypatch.setattr(subprocess, "Popen", sleeping)
    process = serving.Warming()
    process.stop()  # nothing to stop yet
    process.start()
    assert begun["command"][-1] == "remit.web.warming"
    assert begun["env"][FOLDER_VARIABLE] == str(tmp_path / "kernels")
    process.stop()
    assert process._process is not None
    assert process._process.returncode == -9
