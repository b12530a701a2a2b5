"""Readers and writers of plan files: bytes to a document of plain facts, and back.

`read_plan` takes any format; each reader and writer is imported when it is first used.
"""

import importlib
from typing import TYPE_CHECKING, Any

from remit.engine.formats.document import (
    DocumentAssignment,
    DocumentBaseline,
    DocumentCosts,
    DocumentResource,
    DocumentTask,
    FormatError,
    LeftOut,
    PlanDocument,
)
from remit.engine.formats.registry import FORMATS, PlanFormat, format_named, format_of, read_plan

if TYPE_CHECKING:
    from remit.engine.formats.mspdi_reader import read_mspdi
    from remit.engine.formats.mspdi_writer import write_mspdi
    from remit.engine.formats.plan_json import read_json, write_json
    from remit.engine.formats.pmxml_reader import read_pmxml
    from remit.engine.formats.xer_reader import read_xer
    from remit.engine.formats.xer_writer import write_xer

_LAZY = {
    "read_mspdi": "mspdi_reader",
    "read_json": "plan_json",
    "read_pmxml": "pmxml_reader",
    "read_xer": "xer_reader",
    "write_json": "plan_json",
    "write_mspdi": "mspdi_writer",
    "write_xer": "xer_writer",
}

__all__ = [
    "FORMATS",
    "DocumentAssignment",
    "DocumentBaseline",
    "DocumentCosts",
    "DocumentResource",
    "DocumentTask",
    "FormatError",
    "LeftOut",
    "PlanDocument",
    "PlanFormat",
    "format_named",
    "format_of",
    "read_json",
    "read_mspdi",
    "read_plan",
    "read_pmxml",
    "read_xer",
    "write_json",
    "write_mspdi",
    "write_xer",
]


def __getattr__(name: str) -> Any:
    """Import a reader or writer when it is first asked for."""
    if name not in _LAZY:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
