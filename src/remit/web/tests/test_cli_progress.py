"""How far long work has come at a terminal: a bar that goes, silence where nobody looks, and Ctrl+C."""

import os
import pty
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from remit.interchange.tests.plans import chain
from remit.web.tests.installation import Installation

pytestmark = pytest.mark.long(15)

TASKS = 3000


@pytest.fixture
def installation(tmp_path: Path) -> Installation:
    made = Installation(tmp_path)
    made.begin()
    (tmp_path / "plan.xml").write_bytes(chain(TASKS))
    return made


def at_a_terminal(installation: Installation, *words: str) -> tuple["subprocess.Popen[bytes]", int]:
    """Start `remit` with a terminal for its standard error."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "remit.web.cli", *words],
        env=installation.environment,
        stdout=subprocess.PIPE,
        stderr=theirs,
        preexec_fn=heed_ctrl_c,  # noqa: PLW1509 - one thread, and only a signal
    )
    os.close(theirs)
    return process, ours


def heed_ctrl_c() -> None:
    """Undo what a shell does to what it starts in the background: ignore Ctrl+C, and with it all that that starts."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def read(terminal: int) -> str:
    """Return what the terminal shows next; nothing at its end."""
    try:
        return os.read(terminal, 65536).decode()
    except OSError:
        return ""


def test_an_import_at_a_terminal_shows_a_bar_that_never_goes_back(installation: Installation) -> None:
    process, terminal = at_a_terminal(installation, "import", str(installation.folder / "plan.xml"))
    shown = ""
    while part := read(terminal):
        shown += part
    assert process.wait() == 0
    shares = [int(each) for each in re.findall(r"\] +(\d+) %", shown)]
    assert shares == sorted(shares)
    assert len(set(shares)) > 1, shown
    assert "Writing the plan  [#" in shown
    assert process.stdout is not None
    assert "%" not in process.stdout.read().decode()
    process.stdout.close()
    os.close(terminal)


def test_ctrl_c_in_the_middle_leaves_nothing(installation: Installation) -> None:
    # long enough that it still writes when this test, on a busy machine, has read that it does
    (installation.folder / "plan.xml").write_bytes(chain(4 * TASKS))
    process, terminal = at_a_terminal(installation, "import", str(installation.folder / "plan.xml"))
    shown = ""
    while "Writing" not in shown:
        part = read(terminal)
        assert part, shown
        shown += part
    process.send_signal(signal.SIGINT)
    while part := read(terminal):
        shown += part
    assert process.wait() == 130
    assert "Interrupted" in shown
    assert "Traceback" not in shown
    assert process.stdout is not None
    process.stdout.close()
    os.close(terminal)
    assert installation.facts("doctor")["ok"]
    (installation.folder / "small.xml").write_bytes(chain(3))
    assert installation.facts("import", str(installation.folder / "small.xml"))["project"] == "P-1"


@pytest.mark.parametrize("words", [("import",), ("--json", "import")])
def test_nobody_at_a_terminal_sees_no_bar(installation: Installation, words: tuple[str, ...]) -> None:
    done = installation.run(*words, str(installation.folder / "plan.xml"))
    assert done.returncode == 0
    assert "%" not in done.stderr
    assert "\r" not in done.stderr


def test_a_program_at_a_terminal_that_asked_for_json_sees_no_bar(installation: Installation) -> None:
    process, terminal = at_a_terminal(installation, "--json", "backup", str(installation.folder / "b.zip"))
    shown = read(terminal)
    assert process.wait() == 0
    assert "[#" not in shown
    assert "%" not in shown
    assert process.stdout is not None
    process.stdout.close()
    os.close(terminal)
