"""The example of the guide's page on file formats runs, and the page names every format there is."""

import re
from pathlib import Path

from remit.engine.formats import FORMATS

PAGE = Path(__file__).resolve().parents[4] / "docs" / "engine" / "formats.md"


def test_the_example_runs() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert blocks
    for block in blocks:
        exec(compile(block, PAGE.name, "exec"), {})  # noqa: S102 - our own page


def test_the_page_has_a_row_for_every_format() -> None:
    text = PAGE.read_text(encoding="utf-8")
    known = {"pmxml": "PMXML", "mspdi": "MSPDI", "xer": "XER", "json": "JSON", "mpp": "MPP"}
    for each in FORMATS:
        words = known.get(each.name, f".{each.suffix.lstrip('.')}" if "psplib" in each.name else each.title)
        assert words in text, each.name
