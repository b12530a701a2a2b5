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

_LAZY = {
    "read_mspdi": "mspdi_reader",
    "write_mspdi": "mspdi_writer",
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
    "read_mspdi",
    "read_plan",
    "write_mspdi",
]


def __getattr__(name: str) -> Any:
    """Import a reader or writer when it is first asked for."""
    if name not in _LAZY:
        msg = f"module {__name__!r} has no attribute {name!r}"
        raise AttributeError(msg)
    return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)
