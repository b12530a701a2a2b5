"""The compiled passes equal the method written plainly, on plans with everything in them."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from remit.engine.model import PlanError, Problem
from remit.engine.network import schedule
from remit.engine.tests.plans import plans
from remit.engine.tests.reference.scheduling import schedule as plain


def outcome(run: Callable[[Problem], Any], plan: Problem) -> Any:
    """Return everything that a schedule says, or why there is none."""
    try:
        found = run(plan)
    except PlanError as error:
        return type(error)
    return found.start, found.finish, dict(found.activities), found.warnings, found.critical_path


@settings(max_examples=400, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_the_passes_equal_the_plain_method(plan: Problem) -> None:
    ours, reference = outcome(schedule, plan), outcome(plain, plan)
    if isinstance(reference, tuple) and isinstance(ours, tuple):
        for key, expected in reference[2].items():
            assert ours[2][key] == expected, key
    assert ours == reference


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow])
@given(plans())
def test_scheduled_again_a_plan_says_the_same(plan: Problem) -> None:
    assert outcome(schedule, plan) == outcome(schedule, plan)


@pytest.mark.skipif("NUMBA_DISABLE_JIT" in os.environ, reason="this is the interpreted run itself")
def test_interpreted_the_passes_keep_within_their_arrays() -> None:
    """Compiled code does not check bounds; Python does."""
    folder = Path(__file__).parent
    names = ("links", "summaries", "primavera", "more_rules", "reasons", "live")
    files = [str(folder / f"test_{name}.py") for name in names]
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        "-x",
        "-k",
        "not edits",
        *files,
    ]
    environment = {**os.environ, "NUMBA_DISABLE_JIT": "1"}
    run = subprocess.run(
        command, env=environment, cwd=folder.parents[3], capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stdout[-2000:]
