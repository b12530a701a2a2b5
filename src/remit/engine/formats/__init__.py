"""Readers and writers of plan files: bytes to a document of plain facts, and back."""

from remit.engine.formats.document import (
    DocumentAssignment,
    DocumentBaseline,
    DocumentResource,
    DocumentTask,
    FormatError,
    LeftOut,
    PlanDocument,
)
from remit.engine.formats.mspdi_reader import read_mspdi
from remit.engine.formats.mspdi_writer import write_mspdi

__all__ = [
    "DocumentAssignment",
    "DocumentBaseline",
    "DocumentResource",
    "DocumentTask",
    "FormatError",
    "LeftOut",
    "PlanDocument",
    "read_mspdi",
    "write_mspdi",
]
