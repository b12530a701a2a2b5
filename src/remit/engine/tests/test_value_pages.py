"""The examples in the pages on value, flow, selection and health give what the pages print."""

import doctest
import re
from pathlib import Path

import pytest

from remit.engine.flow.charts import ChartKind
from remit.engine.network.health_results import CheckName, HealthThresholds, PracticeName
from remit.engine.value import Method, Rule

PAGES = Path(__file__).resolve().parents[4] / "docs" / "engine"
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["value.md", "flow.md", "selection.md", "health.md"])
def test_the_examples_of_a_page_give_what_it_prints(page: str) -> None:
    code = CODE.findall(text_of(page))
    assert code
    test = doctest.DocTestParser().get_doctest("\n".join(code), {}, page, page, 0)
    problems: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=problems.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(problems)


def first_cells(page: str, number: int) -> list[list[str]]:
    """Return the rows of a page's table, without its heading."""
    tables = re.findall(r"(?:^\|.*\n)+", text_of(page), re.MULTILINE)
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in tables[number].splitlines()[2:]]


def test_the_tables_of_health_name_every_check_and_practice_with_its_threshold() -> None:
    checks, practices = first_cells("health.md", 0), first_cells("health.md", 1)
    assert [(int(row[0]), row[1]) for row in checks] == [(each.number, each.value) for each in CheckName]
    assert [(int(row[0]), row[1]) for row in practices] == [
        (each.number, each.value) for each in PracticeName
    ]
    limits = HealthThresholds()
    assert f"at most {limits.logic:.0%}".replace("%", " %") == checks[0][2]
    assert f"at least {limits.finish_to_start:.0%}".replace("%", " %") == checks[3][2]
    assert f"{limits.critical_path_test_days} days" == checks[11][2]
    assert f"at least {limits.critical_path_length_index}" == checks[12][2]
    assert f"above {limits.high_float_days} working days" in checks[5][3]


def test_the_tables_of_value_name_every_forecast_and_rule() -> None:
    assert [row[0].strip("`") for row in first_cells("value.md", 0)] == [each.value for each in Method]
    assert [row[0].strip("`") for row in first_cells("value.md", 1)] == [each.value for each in Rule]


def test_the_page_on_flow_names_every_chart() -> None:
    named = re.findall(r"`(\w+)`", "\n".join("|".join(row) for row in first_cells("flow.md", 0)))
    assert {"individuals", "averages_and_ranges", "averages_and_deviations"} <= {*named}
    assert {f"{each}_chart" for each in (ChartKind.P, ChartKind.NP, ChartKind.C, ChartKind.U)} <= {*named}
