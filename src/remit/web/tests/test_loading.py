"""What a process of Remit loads at its start: nothing that only rare work needs, for all of it stays in memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = ("numba", "llvmlite", "scipy.linalg", "scipy.special", "ortools", "pandas", "mpxj")
SAY = f"print([each for each in {HEAVY!r} if sys.modules.get(each)])"


def loaded(tmp_path: Path, *lines: str) -> str:
    """Return which heavy modules a new process has loaded after it did `lines`."""
    source = "; ".join(["import sys, django", "django.setup()", *lines, SAY])
    env = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "remit.web.settings",
        "REMIT_DATA_DIR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    env.pop("REMIT_DATABASE_URL", None)
    done = subprocess.run([sys.executable, "-c", source], env=env, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()[-1]


def test_pages_api_and_worker_load_no_compiler_and_no_solver(tmp_path: Path) -> None:
    begin = ("import remit.web.urls", "import remit.web.upkeep", "import remit.web.worker")
    assert loaded(tmp_path, *begin) == "[]"


def test_kernels_load_without_a_linear_algebra_that_none_of_them_calls_and_leave_it_to_others(
    tmp_path: Path,
) -> None:
    found = loaded(tmp_path, "import remit.engine.kernels.compiling")
    assert found == "['numba', 'llvmlite']"
    assert "scipy.linalg" in loaded(tmp_path, "import remit.engine.kernels.compiling", "import scipy.linalg")


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="gives nothing back elsewhere")
def test_code_that_was_given_back_is_read_again_when_it_is_run(tmp_path: Path) -> None:
    lines = (
        "from numba import njit",
        "njit(lambda: 1)()",
        "from remit.web.memory import give_back_code",
        "resident = lambda: int(open('/proc/self/statm').read().split()[1]) * 4096",
        "before = resident()",
        "given = give_back_code('llvmlite')",
        "left = before - resident()",
        "assert given >= left > 10_000_000, (given, left)",
        "assert njit(lambda: 2)() == 2",
        "assert give_back_code('no such library') == 0",
    )
    assert "llvmlite" in loaded(tmp_path, *lines)
