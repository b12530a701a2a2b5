"""The set-up script: what it says where something is in the way, and that it says it in one line."""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[4]
SCRIPT = ROOT / "scripts" / "setup.py"


@pytest.fixture
def setup() -> ModuleType:
    spec = importlib.util.spec_from_file_location("remit_setup", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """Return a folder with as much of Remit in it as the script looks at."""
    (tmp_path / "requirements").mkdir()
    (tmp_path / "scripts").mkdir()
    for name in ("requirements/run.txt", "requirements/dev.txt", "pyproject.toml"):
        (tmp_path / name).write_text("")
    shutil.copy(SCRIPT, tmp_path / "scripts" / "setup.py")
    return tmp_path


def run(checkout: Path, *, prelude: str = "", path: str = "/nowhere") -> subprocess.CompletedProcess[str]:
    """Run the script of `checkout` after `prelude`, which makes this Python what the test wants it to be."""
    script = checkout / "scripts" / "setup.py"
    start = f"sys.argv = ['setup.py']\nrunpy.run_path({str(script)!r}, run_name='__main__')"
    code = f"import sys, runpy\n{prelude}\n{start}"
    environment = {**os.environ, "PATH": path}
    return subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, timeout=60, check=False
    )


def test_any_python_can_read_it() -> None:
    source = SCRIPT.read_text()
    ast.parse(source, feature_version=(3, 4))
    assert 'f"' not in source


def test_a_python_that_is_too_old_is_told_so(checkout: Path) -> None:
    done = run(checkout, prelude="sys.version_info = (3, 9, 2)")
    assert done.returncode == 5
    assert done.stderr == (
        "Remit needs Python 3.11 or newer; this is 3.9.2. Install one, or name it: make PYTHON=python3.12\n"
    )


def test_a_newer_python_on_the_path_is_taken_instead(setup: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "python3.11").symlink_to(sys.executable)
    (tmp_path / "python3.13").symlink_to("/nowhere/python")
    assert setup.newer_python(str(tmp_path)) == str(tmp_path / "python3.11")


def test_a_python_without_ensurepip_names_the_package_to_install(checkout: Path) -> None:
    done = run(checkout, prelude="sys.modules['ensurepip'] = None")
    assert done.returncode == 5
    assert "apt install python3-venv" in done.stderr
    assert done.stderr.count("\n") == 1


def test_a_full_disk_is_said_in_one_line(checkout: Path) -> None:
    full = "import shutil, types\nshutil.disk_usage = lambda folder: types.SimpleNamespace(free=1000)"
    done = run(checkout, prelude=full)
    assert done.returncode == 5
    assert done.stderr.startswith("The disk is full: Remit needs about")
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_said_in_one_line(checkout: Path) -> None:
    checkout.chmod(0o500)
    done = run(checkout)
    checkout.chmod(0o700)
    assert done.returncode == 5
    assert "run make as the user who owns it" in done.stderr
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("output", "kind"),
    [
        ("ERROR: Could not install packages due to an OSError: [Errno 28] No space left on device", "full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES FROM THE REQUIREMENTS FILE.", "hashes"),
        ("WARNING: Retrying ... NewConnectionError: Failed to establish a new connection", "network"),
        ("ERROR: No matching distribution found for django==5.2.19", "network"),
        ("The virtual environment was not created because ensurepip is not available.", "venv"),
        ("error: [Errno 13] Permission denied: '/srv/remit/.venv'", "permission"),
        ("something else", ""),
    ],
)
def test_what_pip_says_is_understood(setup: ModuleType, output: str, kind: str) -> None:
    assert setup.meaning_of(output) == kind
    if kind:
        message = setup.message_for(kind, "/srv/remit")
        assert "\n" not in message
        assert "make" in message


def test_a_step_that_fails_says_pips_own_line_and_where_the_rest_stands(
    setup: ModuleType, tmp_path: Path
) -> None:
    failing = [
        sys.executable,
        "-c",
        "print('hello'); print('ERROR: flux is out of phase'); raise SystemExit(1)",
    ]
    with pytest.raises(setup.Obstacle, match="flux is out of phase"):
        setup.run(failing, str(tmp_path / "log"), str(tmp_path))
    assert "hello" in (tmp_path / "log").read_text()


def test_a_finished_set_up_is_not_done_again_until_something_changed(
    setup: ModuleType, checkout: Path
) -> None:
    venv = checkout / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    assert not setup.is_ready(str(venv), setup.wanted_stamp(str(checkout), False))
    (venv / "remit-setup.json").write_text(json.dumps(setup.wanted_stamp(str(checkout), True)))
    assert setup.is_ready(str(venv), setup.wanted_stamp(str(checkout), False))
    assert run(checkout).returncode == 0
    (checkout / "requirements" / "run.txt").write_text("django==9.9")
    assert not setup.is_ready(str(venv), setup.wanted_stamp(str(checkout), False))


def test_a_stamp_that_was_cut_short_counts_as_none(setup: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "remit-setup.json").write_text('{"requirements/run.txt": "ab')
    assert setup.read_stamp(str(tmp_path)) == {}


def test_make_says_what_to_do_where_there_is_no_python() -> None:
    done = subprocess.run(
        ["/usr/bin/env", "make", "-s", "run", "PYTHON=no-such-python"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=20,
    )
    assert done.returncode == 2  # make's own code for a step that failed
    assert done.stderr.splitlines()[0] == (
        "There is no no-such-python: install Python 3.11 or newer, or name one: make PYTHON=python3.12"
    )


def test_make_alone_lists_every_target_with_one_line() -> None:
    done = subprocess.run(
        ["/usr/bin/env", "make", "-s"], cwd=ROOT, capture_output=True, text=True, check=True, timeout=20
    )
    listed = dict(line.strip().split(None, 1) for line in done.stdout.splitlines())
    wanted = {"run", "test", "check", "lint", "types", "bench", "soak", "vendor", "docs"}
    assert wanted <= set(listed)
    assert all(listed.values())
