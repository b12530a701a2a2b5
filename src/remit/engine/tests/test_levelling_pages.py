"""The guide page on levelling: its examples are run."""

import doctest
from pathlib import Path

PAGE = Path(__file__).resolve().parents[4] / "docs" / "engine" / "levelling.md"


def test_the_examples_of_the_page_on_levelling_say_what_they_print() -> None:
    found = doctest.testfile(str(PAGE), module_relative=False)
    assert found.attempted > 10
    assert not found.failed
