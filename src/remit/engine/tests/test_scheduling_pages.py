"""The examples in the pages on scheduling and rule sets give what the pages print; their tables are whole."""

import doctest
import re
from pathlib import Path

import pytest

from remit.engine.network.reasons import StepKind
from remit.engine.network.scheduling import RULES

PAGES = Path(__file__).resolve().parents[4] / "docs" / "engine"
CODE = re.compile(r"^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def text_of(page: str) -> str:
    return (PAGES / page).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["scheduling.md", "rule-sets.md"])
def test_the_examples_of_a_page_give_what_it_prints(page: str) -> None:
    test = doctest.DocTestParser().get_doctest("\n".join(CODE.findall(text_of(page))), {}, page, page, 0)
    assert test.examples
    problems: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=problems.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(problems)


def test_every_kind_of_step_and_every_rule_set_is_explained() -> None:
    steps = re.findall(r"^\| (\w+) \|", text_of("scheduling.md"), re.MULTILINE)
    assert {str(kind) for kind in StepKind} <= {*steps}
    assert all(f"`{name}`" in text_of("rule-sets.md") for name in RULES)


def test_the_list_of_guides_names_every_guide() -> None:
    named = set(re.findall(r"\]\(([\w-]+\.md)\)", text_of("README.md")))
    assert named == {each.name for each in PAGES.glob("*.md")} - {"README.md"}
