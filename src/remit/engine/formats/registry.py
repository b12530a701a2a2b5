"""Which formats there are, and which of them a file is in: told by how it begins, seldom by its name."""

import importlib
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from remit.engine.formats.document import FormatError, PlanDocument

MOST_BYTES = 512 * 1024 * 1024
HEAD_BYTES = 4096
CSV = "text/csv; charset=utf-8"
_MEGABYTE = 1024 * 1024
_BEFORE_ROOT = re.compile(r"<\?.*?\?>|<!--.*?-->", re.DOTALL)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([A-Za-z_][\w.-]*)")


@dataclass(frozen=True, slots=True)
class PlanFormat:
    """One format: `recognises` gets the first bytes and the suffix of the name, lower case with its dot.

    `reader` and `writer` are 'module:function', imported when used: `read(file, *, limit)` gives a document,
    `write(document)` bytes; '' where there is none. `suffix` names files that are written.
    """

    name: str
    title: str
    suffix: str
    media_type: str
    recognises: Callable[[bytes, str], bool]
    reader: str = ""
    writer: str = ""

    def read(self, file: IO[bytes], *, limit: int = MOST_BYTES) -> PlanDocument:
        """Return the plan in `file`; raises `FormatError` where it cannot be one."""
        document: PlanDocument = _function(self.reader)(file, limit=limit)
        return document

    def write(self, document: PlanDocument) -> bytes:
        """Return the document in this format."""
        content: bytes = _function(self.writer)(document)
        return content


def too_large(limit: int) -> FormatError:
    """Return the refusal of a file above `limit` bytes."""
    msg = f"the file is larger than {limit / _MEGABYTE:.3g} MB. Split the plan or raise the limit."
    return FormatError(msg)


def _function(place: str) -> Callable[..., Any]:
    module, _colon, name = place.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(f"remit.engine.formats.{module}"), name)
    return found


def _text(head: bytes) -> str:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", errors="replace")
    return head.decode("utf-8-sig", errors="replace")


def _root_of(head: bytes) -> str:
    """Return the name of the root element, '' for what does not look like XML."""
    text = _BEFORE_ROOT.sub("", _text(head)).lstrip()
    # what stands before it may be a document type: the reader refuses that
    match = _ROOT.search(text) if text.startswith("<") else None
    return match[1] if match else ""


def _is_xer(head: bytes, _suffix: str) -> bool:
    return _text(head).lstrip().startswith("ERMHDR")


def _is_pmxml(head: bytes, _suffix: str) -> bool:
    return _root_of(head) == "APIBusinessObjects"


def _is_json(head: bytes, _suffix: str) -> bool:
    return _text(head).lstrip().startswith("{")


def _is_mspdi(head: bytes, _suffix: str) -> bool:
    return bool(_root_of(head))


def _is_mpp(head: bytes, _suffix: str) -> bool:
    return head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")


def _is_never(_head: bytes, _suffix: str) -> bool:
    return False


def _psplib(suffix: str, title: str) -> PlanFormat:
    """Return a format of the project scheduling library: rows of numbers, told by the name of the file alone."""
    return PlanFormat(
        f"psplib-{suffix}",
        title,
        f".{suffix}",
        "text/plain",
        lambda head, found: found == f".{suffix}" and not _root_of(head),
        f"psplib_documents:read_{suffix}",
    )


# in the order in which they are asked; the last ones take what is left
FORMATS: tuple[PlanFormat, ...] = (
    PlanFormat(
        "xer",
        "Primavera P6 XER",
        ".xer",
        "text/plain",
        _is_xer,
        "xer_reader:read_xer",
        "xer_writer:write_xer",
    ),
    PlanFormat("pmxml", "Primavera P6 XML", ".xml", "application/xml", _is_pmxml, "pmxml_reader:read_pmxml"),
    PlanFormat(
        "mspdi",
        "Microsoft Project XML",
        ".xml",
        "application/xml",
        lambda head, suffix: _is_mspdi(head, suffix) and not _is_pmxml(head, suffix),
        "mspdi_reader:read_mspdi",
        "mspdi_writer:write_mspdi",
    ),
    PlanFormat(
        "json",
        "Remit JSON",
        ".json",
        "application/json",
        _is_json,
        "plan_json:read_json",
        "plan_json:write_json",
    ),
    PlanFormat(
        "mpp", "Microsoft Project MPP", ".mpp", "application/octet-stream", _is_mpp, "mpp_reader:read_mpp"
    ),
    PlanFormat("csv", "CSV of activities", ".csv", CSV, _is_never, writer="csv_writer:write_activities_csv"),
    PlanFormat("csv-links", "CSV of links", ".csv", CSV, _is_never, writer="csv_writer:write_links_csv"),
    _psplib("sm", "PSPLIB .sm"),
    _psplib("mm", "PSPLIB .mm"),
    _psplib("rcp", "Patterson .rcp"),
    _psplib("sch", "ProGen/max .sch"),
)


def format_named(name: str) -> PlanFormat:
    """Return the format called `name`; raises `FormatError` where there is none."""
    for each in FORMATS:
        if each.name == name:
            return each
    msg = f"there is no format '{name}'; known: {', '.join(each.name for each in FORMATS)}."
    raise FormatError(msg)


def format_of(head: bytes, name: str = "") -> PlanFormat:
    """Return the format that a file beginning with `head` is in; raises `FormatError` for any other."""
    suffix = Path(name).suffix.lower()
    for each in FORMATS:
        if each.reader and each.recognises(head, suffix):
            return each
    if not head.strip():
        msg = "the file is empty: there is nothing at line 1. Export the plan again."
        raise FormatError(msg, line=1)
    titles = ", ".join(each.title for each in FORMATS if each.reader)
    msg = f"this is neither well-formed XML nor another plan file that Remit reads. It reads {titles}."
    raise FormatError(msg, line=1)


class _Begun:
    """A file whose first bytes were looked at already: they are given once more."""

    def __init__(self, head: bytes, file: IO[bytes]) -> None:
        self._head, self._file = head, file

    def read(self, size: int = -1) -> bytes:
        if not self._head:
            return self._file.read(size)
        if size < 0:
            data, self._head = self._head + self._file.read(), b""
        else:
            data, self._head = self._head[:size], self._head[size:]
        return data


def read_plan(
    source: str | Path | bytes | IO[bytes], name: str = "", *, limit: int = MOST_BYTES
) -> PlanDocument:
    """Return the plan in a file of any known format: a path, its bytes, or a file open for reading bytes.

    `name` says what the file is called where `source` does not. A file above `limit` bytes is refused.
    Raises `FormatError`, which names line and task where they are known, and `OSError` for the file itself.
    """
    if isinstance(source, bytes):
        return _read(io.BytesIO(source), name, limit)
    if isinstance(source, str | Path):
        path = Path(source)
        if path.stat().st_size > limit:
            raise too_large(limit)
        with path.open("rb") as file:
            return _read(file, name or path.name, limit)
    return _read(source, name, limit)


def _read(file: IO[bytes], name: str, limit: int) -> PlanDocument:
    head = b""
    while len(head) < HEAD_BYTES and (more := file.read(HEAD_BYTES - len(head))):
        head += more
    begun: Any = _Begun(head, file)  # readers use nothing but `read`
    return format_of(head, name).read(begun, limit=limit)
