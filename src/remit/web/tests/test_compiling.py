"""What the engine needs is compiled before somebody waits for it, and whoever does wait is told."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from remit.engine.kernels.kept import FOLDER_VARIABLE
from remit.engine.warming import LEVEL, PARTS, RISK, SCHEDULE
from remit.web import background, warming
from remit.web.cli import compiling, doctor
from remit.web.cli.console import Console

Capture = pytest.CaptureFixture[str]


def warm_are(module: Any, monkeypatch: pytest.MonkeyPatch, *parts: str) -> list[str]:
    """Let these parts be warm for a module; return the list of those that it has compiled."""
    compiled: list[str] = []
    monkeypatch.setattr(module, "is_warm", lambda part: part in parts)
    for name in ("warm", "compile_missing"):
        monkeypatch.setattr(module, name, compiled.append, raising=False)
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


def test_what_is_kept_is_not_compiled_again_and_beside_a_server_the_priority_is_the_lowest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    nice: list[int] = []
    monkeypatch.setattr(os, "nice", nice.append)
    monkeypatch.setattr(warming, "end_with", lambda _parent: None)
    monkeypatch.setattr(warming, "_stop_when_grown", lambda: None)
    compiled = warm_are(warming, monkeypatch, LEVEL)
    warming.main(LEVEL, gently=True)
    assert (compiled, nice) == ([], [])
    warming.main(RISK)
    assert (compiled, nice) == ([RISK], [])
    warming.main(RISK, gently=True)
    assert nice == [19]


def test_a_process_that_ended_because_it_had_grown_is_followed_by_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    answers = iter([warming.NOT_DONE, warming.NOT_DONE, 0])
    begun: list[str] = []

    def run(command: list[str], **_options: Any) -> "subprocess.CompletedProcess[bytes]":
        begun.append(command[-1])
        return subprocess.CompletedProcess(command, next(answers))

    monkeypatch.setattr(subprocess, "run", run)
    warming.compile_apart(RISK)
    assert begun == [RISK] * 3


def test_a_process_that_compiles_ends_between_two_kernels_once_it_has_grown(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    calls: list[Any] = []
    monkeypatch.setattr("remit.engine.kernels.compiling.between_kernels", calls.append)
    monkeypatch.setattr(warming, "end_with", lambda _parent: None)
    compiled = warm_are(warming, monkeypatch, *(set(PARTS) - {RISK}))
    warming.main(RISK)
    assert compiled == [RISK]
    monkeypatch.setattr(warming, "resident_megabytes", lambda: warming.GROWN_MEGABYTES - 1)
    calls[0]()
    monkeypatch.setattr(warming, "resident_megabytes", lambda: warming.GROWN_MEGABYTES + 1)
    with pytest.raises(SystemExit) as ended:
        calls[0]()
    assert ended.value.code == warming.NOT_DONE


def test_one_kernel_is_always_kept_before_the_process_is_asked_to_end(tmp_path: Path) -> None:
    program = tmp_path / "program.py"
    program.write_text("""
from remit.engine.kernels.compiling import between_kernels, njit
between_kernels(lambda: print("between"))
unkept = njit(lambda number: number)
unkept(1), unkept(2.0)
print("kept nothing")
@njit(cache=True)
def inner(number):
    return number + 1
@njit(cache=True)
def outer(number):
    return inner(number) + 1
print(inner(1), outer(3.0))
""")
    environment = {**os.environ, FOLDER_VARIABLE: str(tmp_path / "kernels")}
    environment.pop("NUMBA_CACHE_DIR", None)
    done = subprocess.run(
        [sys.executable, program], env=environment, check=True, capture_output=True, text=True
    )
    # two more kernels after the first: the outer one, and within it the inner one for a number of another kind
    assert done.stdout.splitlines() == ["kept nothing", "between", "between", "2 5.0"]


class Begun:
    """What a server begins beside itself, each as a process that lasts until it is ended or `lasting` is over."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.words: list[tuple[str, ...]] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        self.codes: list[int] = []
        self._start = subprocess.Popen
        monkeypatch.setattr(subprocess, "Popen", self._begin)
        monkeypatch.setattr(background, "LOOK_EVERY_SECONDS", 0.01)
        monkeypatch.delenv("REMIT_COMPILE_AHEAD", raising=False)

    def _begin(self, command: list[str], **options: Any) -> "subprocess.Popen[bytes]":
        code = self.codes.pop(0) if self.codes else None
        words = ["sleep", "60"] if code is None else ["sh", "-c", f"exit {code}"]
        process = self._start(words, **options)
        self.processes.append(process)
        self.words.append(tuple(command[2:]))
        return process

    def wait_for(self, count: int) -> None:
        until = time.monotonic() + 10
        while len(self.words) < count and time.monotonic() < until:
            time.sleep(0.005)
        assert len(self.words) == count, self.words


COMPILER, WORKER = ("remit.web.warming",), ("remit.web.worker",)
GRADUALLY = (*COMPILER, RISK, warming.GENTLY)


def tasks_in(path: Path, *states: str) -> Path:
    """Write a database with these tasks, all of them due."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE django_tasks_database_dbtaskresult (status TEXT, run_after TEXT)")
        rows = [(each, "2020-01-01 00:00:00") for each in states]
        connection.executemany("INSERT INTO django_tasks_database_dbtaskresult VALUES (?, ?)", rows)
        connection.commit()
    return path


def test_a_server_that_is_told_not_to_compiles_nothing_ahead(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = Begun(monkeypatch)
    monkeypatch.setenv("REMIT_COMPILE_AHEAD", "off")
    warm_are(background, monkeypatch)
    beside = background.Background(tasks_in(tmp_path / "db"))
    beside.start()
    begun.wait_for(1)
    beside.stop()
    assert begun.words == [WORKER]


def test_the_worker_begins_once_all_is_compiled_and_that_begins_once_the_server_answers(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = Begun(monkeypatch)
    warm_are(background, monkeypatch, *(set(PARTS) - {RISK}))
    begun.codes = [warming.NOT_DONE, 0]
    beside = background.Background(tasks_in(tmp_path / "db", "SUCCESSFUL", "RUNNING"))
    beside.start()
    time.sleep(0.05)
    assert begun.words == []
    beside.answers()
    begun.wait_for(3)
    beside.stop()
    assert begun.words == [GRADUALLY, GRADUALLY, WORKER]
    assert begun.processes[-1].returncode == -signal.SIGTERM


def test_a_task_that_waits_ends_the_compiler_which_goes_on_once_it_is_done(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun = Begun(monkeypatch)
    warm_are(background, monkeypatch, *(set(PARTS) - {RISK}))
    database = tasks_in(tmp_path / "db", "READY")
    beside = background.Background(database)
    beside.start()
    beside.answers()
    begun.wait_for(2)
    assert begun.words == [GRADUALLY, (*WORKER, background.UNTIL_IDLE)]
    assert begun.processes[0].poll() is not None
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE django_tasks_database_dbtaskresult SET status = 'SUCCESSFUL'")
        connection.commit()
    begun.processes[1].terminate()
    begun.wait_for(3)
    beside.stop()
    assert begun.words[2] == GRADUALLY
    assert begun.processes[2].returncode is not None


def test_with_another_database_the_worker_does_not_wait_for_the_compiler(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    begun = Begun(monkeypatch)
    warm_are(background, monkeypatch, *(set(PARTS) - {RISK}))
    beside = background.Background(None)
    beside.start()
    beside.answers()
    begun.wait_for(2)
    beside.stop()
    assert set(begun.words) == {GRADUALLY, WORKER}
    assert all(each.returncode is not None for each in begun.processes)
