"""Pages for paper: a Typst template and data beside it become a PDF."""

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

# a word longer than this may be broken anywhere: a line of paper cannot be scrolled
LONGEST_WORD = 36
_LONG = re.compile(rf"(\S{{{LONGEST_WORD}}})(?=\S)")
_NOT_PRINTED = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\ufffe\uffff]")


def pdf(template: Path, data: Mapping[str, Any]) -> bytes:
    """Return the PDF that a template makes of `data`, which it reads as JSON from the input called `data`.

    What people typed is data alone and is never read as markup; a template sees no file outside its own folder.
    Some milliseconds a page; scripts that the built-in fonts lack are set in those of the machine.
    """
    import typst  # noqa: PLC0415 - 12 MB of memory that only whoever prints needs

    content = json.dumps(_printable(data), ensure_ascii=False)
    return typst.compile(str(template), root=str(template.parent), sys_inputs={"data": content}, format="pdf")


def _printable(value: Any) -> Any:
    """Return `value` with texts that fit on paper: nothing that cannot be printed, no word wider than a line."""
    if isinstance(value, str):
        clean = _NOT_PRINTED.sub("", value.encode("utf-8", "replace").decode("utf-8"))
        return _LONG.sub("\\1\u200b", clean)
    if isinstance(value, Mapping):
        return {str(key): _printable(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_printable(each) for each in value]
    return value
