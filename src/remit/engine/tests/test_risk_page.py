"""The examples in the page on risk give what the page prints."""

import doctest
import re
from pathlib import Path

import remit.engine.model
from remit.engine.model.distribution import Distribution

PAGE = Path(__file__).resolve().parents[4] / "docs" / "engine" / "risk.md"


def test_the_examples_give_what_the_page_prints() -> None:
    code = re.findall(r"^```python\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    assert len(code) > 4
    test = doctest.DocTestParser().get_doctest("\n".join(code), {}, PAGE.name, str(PAGE), 0)
    problems: list[str] = []
    runner = doctest.DocTestRunner(verbose=False)
    runner.run(test, out=problems.append)
    assert runner.summarize(verbose=False).failed == 0, "".join(problems)


def test_the_table_names_every_distribution() -> None:
    named = re.findall(r"^\| `(\w+)` \|", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    assert {getattr(remit.engine.model, each) for each in named} == {*Distribution.__args__}
