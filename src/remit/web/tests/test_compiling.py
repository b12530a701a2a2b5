"""What the engine needs is compiled before somebody waits for it, and whoever does wait is told."""

import os
import subprocess
import sys
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
    answers = iter([warming.NOT_DONE, warming.NOT_DONE, 0])
    begun: list[str] = []

    def run(command: list[str], **_options: Any) -> "subprocess.CompletedProcess[bytes]":
        begun.append(command[-1])
        return subprocess.CompletedProcess(command, next(answers))

    monkeypatch.setattr(os, "nice", nice.append)
    monkeypatch.setattr(subprocess, "run", run)
    monkeypatch.setattr(warming, "end_with", lambda _parent: None)
    warm_are(warming, monkeypatch, *(set(PARTS) - {RISK}))
    warming.main([])
    # a process that ended because it had grown is followed by another one
    assert (begun, nice) == ([RISK] * 3, [19])
    warm_are(warming, monkeypatch, *PARTS)
    warming.main([])
    assert (begun, nice) == ([RISK] * 3, [19])


def test_a_process_that_compiles_ends_between_two_kernels_once_it_has_grown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr("remit.engine.kernels.compiling.between_kernels", calls.append)
    monkeypatch.setattr(warming, "end_with", lambda _parent: None)
    compiled = warm_are(warming, monkeypatch, *(set(PARTS) - {RISK}))
    warming.main([RISK])
    assert compiled == [RISK]
    monkeypatch.setattr(warming, "_peak_megabytes", lambda: warming.GROWN_MEGABYTES - 1)
    calls[0]()
    monkeypatch.setattr(warming, "_peak_megabytes", lambda: warming.GROWN_MEGABYTES + 1)
    with pytest.raises(SystemExit) as ended:
        calls[0]()
    assert ended.value.code == warming.NOT_DONE


def test_one_kernel_is_always_compiled_before_the_process_is_asked_to_end(tmp_path: Path) -> None:
    program = """
from remit.engine.kernels.compiling import between_kernels, njit
between_kernels(lambda: print("between"))
inner = njit(lambda number: number + 1)
outer = njit(lambda number: inner(number) + 1)
print(inner(1), njit(lambda number: number)(2), outer(3.0))
"""
    environment = {**os.environ, FOLDER_VARIABLE: str(tmp_path)}
    done = subprocess.run(
        [sys.executable, "-c", program], env=environment, check=True, capture_output=True, text=True
    )
    # four kernels: one of them, for a number of another kind, within the last
    assert done.stdout.split("\n")[:-1] == ["between", "between", "between", "2 2 5.0"]


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
