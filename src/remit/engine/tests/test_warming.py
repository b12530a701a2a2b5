"""Kernels are compiled once: what warms a part compiles all that its calls ask for, and a mark says so."""

import importlib
import os
import pkgutil
import time
from dataclasses import replace
from pathlib import Path

import pytest

from remit.engine import kernels, warming
from remit.engine.kernels import kept
from remit.engine.levelling import Limit, Objective, level
from remit.engine.network import schedule
from remit.engine.risk import merge_bias, rank_risks, simulate
from remit.engine.tests.levelling_plans import skilled, workshop
from remit.engine.tests.risky_plans import risky_plan
from remit.engine.warming import LEVEL, PARTS, RISK, SCHEDULE, compile_missing, is_warm, steps_of, warm

NAMES = [each.name for each in pkgutil.iter_modules(kernels.__path__)]


def compiled_anew() -> int:
    """Return how many forms of kernels were compiled by now, not loaded from disk."""
    modules = [importlib.import_module(f"{kernels.__name__}.{each}") for each in NAMES]
    found = {id(each): each for module in modules for each in vars(module).values() if hasattr(each, "stats")}
    return sum(sum(each.stats.cache_misses.values()) for each in found.values())


def test_after_warming_nothing_is_compiled_any_more() -> None:
    for part in PARTS:
        warm(part)
    before = compiled_anew()
    for plan in (workshop(people=1), workshop(people=1, can_split=True), skilled()):
        schedule(replace(plan, rules="primavera-p6"))
        for objective in Objective:
            level(plan, Limit(0.1), objective=objective)
    for seed in range(12):
        plan = risky_plan(seed)
        schedule(plan)
        simulate(plan, 50)
    rank_risks(risky_plan(3), 50)
    merge_bias(risky_plan(3), 50)
    assert compiled_anew() == before


@pytest.fixture
def folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setenv(kept.NUMBA_VARIABLE, str(tmp_path))
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_a_part_is_warm_once_it_has_been_kept_and_no_other_is() -> None:
    assert not any(is_warm(each) for each in PARTS)
    *first, last = steps_of(LEVEL)
    for step in first:
        kept.keep(step)
    assert not is_warm(LEVEL)
    kept.keep(last)
    assert [each for each in (SCHEDULE, LEVEL, RISK) if is_warm(each)] == [LEVEL]


def test_a_mark_for_other_sources_does_not_count(folder: Path) -> None:
    (step,) = steps_of(RISK)
    kept.keep(step)
    assert is_warm(RISK)
    (folder / f"{step}.compiled").write_text("of yesterday")
    assert not is_warm(RISK)


def test_where_nothing_can_be_written_a_part_is_not_warm_and_nothing_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(kept.NUMBA_VARIABLE, str(tmp_path / "missing"))
    for step in steps_of(SCHEDULE):
        kept.keep(step)
    assert not is_warm(SCHEDULE)


def test_of_other_sources_the_last_few_stay_and_what_was_not_used_for_long_goes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(kept.FOLDER_VARIABLE, str(tmp_path))
    now, hour = time.time(), 3600
    ages = {"a": 1, "b": 20, "c": 30, "d": 40, "e": 50, "f": 60, "g": 31 * 24}
    for name, hours in ages.items():
        (tmp_path / f"kernels-{name}" / "inner").mkdir(parents=True)
        os.utime(tmp_path / f"kernels-{name}", (now - hours * hour, now - hours * hour))
    (tmp_path / "plans").mkdir()
    kept.cache_folder.cache_clear()
    made = kept.cache_folder()
    kept.cache_folder.cache_clear()
    left = {each.name for each in tmp_path.iterdir()}
    assert left == {made.name, "plans", "kernels-a", "kernels-b", "kernels-c", "kernels-d"}


@pytest.mark.usefixtures("folder")
def test_what_compiles_ahead_takes_no_step_that_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    taken: list[str] = []
    monkeypatch.setattr(warming, "_take", lambda step, _name: taken.append(step))
    first, *others = steps_of(LEVEL)
    kept.keep(first)
    compile_missing(LEVEL)
    assert taken == others
