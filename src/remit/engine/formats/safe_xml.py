"""XML from strangers: no document type, no entities, no network, and an end to everything."""

from collections.abc import Iterator
from typing import IO

from lxml import etree

from remit.engine.formats.document import FormatError

MOST_BYTES = 512 * 1024 * 1024
MOST_ELEMENTS = 20_000_000
DEEPEST = 64


_UNWANTED: dict[int, str | None] = dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)])  # control characters
_UNWANTED |= dict.fromkeys([*range(0x202A, 0x202F), *range(0x2066, 0x206A)])  # what turns text around
_UNWANTED |= dict.fromkeys(
    [*range(0xD800, 0xE000), 0xFEFF, 0xFFFE, 0xFFFF]
)  # what XML cannot hold, byte order
_UNWANTED |= {ord("\n"): "\n", ord("\t"): " ", 0x2028: "\n", 0x2029: "\n"}


def clean_text(raw: str) -> str:
    """Return text with every letter and space of every script, without what is there to control or deceive."""
    return raw.translate(_UNWANTED)


class _Limited:
    """A file that refuses to give more than `limit` bytes."""

    def __init__(self, file: IO[bytes], limit: int) -> None:
        self._file, self._left, self._limit = file, limit, limit

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(min(size, 1 << 20) if size > 0 else 1 << 20)
        self._left -= len(data)
        if self._left < 0:
            megabytes = self._limit / (1024 * 1024)
            msg = f"the file is larger than {megabytes:.3g} MB. Split the plan or raise the limit."
            raise FormatError(msg)
        return data


def elements(file: IO[bytes], wanted: frozenset[str], *, limit: int = MOST_BYTES) -> Iterator[etree._Element]:
    """Yield the elements with a local name in `wanted` when they end; the caller clears them.

    Raises `FormatError` for anything that is not plain, well-formed XML.
    """
    parser = etree.iterparse(
        _Limited(file, limit),
        events=("start", "end"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    depth = count = 0
    try:
        for event, element in parser:
            if event == "start":
                if not count:
                    _refuse_document_type(element)
                depth, count = depth + 1, count + 1
                if depth > DEEPEST or count > MOST_ELEMENTS:
                    msg = "the file is nested too deeply or has too many elements to be a plan."
                    raise FormatError(msg, line=line_of(element))
            else:
                depth -= 1
                if local_name(element) in wanted:
                    yield element
    except etree.XMLSyntaxError as error:
        msg = (
            f"this is not well-formed XML ({_reason(error)}). Export the plan again as Microsoft Project XML."
        )
        raise FormatError(msg, line=error.lineno or None) from error
    except (UnicodeError, LookupError) as error:
        msg = "the file is not in the encoding that it states. Save it again as UTF-8."
        raise FormatError(msg) from error


def _refuse_document_type(root: etree._Element) -> None:
    if root.getroottree().docinfo.doctype:  # type: ignore[attr-defined]  # missing in the stubs
        msg = "the file declares a document type (DOCTYPE), which plans do not need and Remit does not read."
        raise FormatError(msg, line=1)


def _reason(error: etree.XMLSyntaxError) -> str:
    text = str(error.msg or "it cannot be read").split(", line")[0]
    return "".join(c for c in text[:160] if c.isprintable())


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace."""
    return str(element.tag).rsplit("}", 1)[-1]


def line_of(element: etree._Element) -> int:
    """Return the line of the file on which an element begins, 0 where it is not known."""
    return int(element.sourceline or 0)  # type: ignore[call-overload,truthy-bool,unreachable,no-any-return,unused-ignore]  # the stubs say '...'


class Facts:
    """The children of one element by local name, with typed reads that name the line where they fail."""

    __slots__ = ("_texts", "element", "task")

    def __init__(self, element: etree._Element, task: str = "") -> None:
        self.element = element
        self.task = task
        self._texts = {local_name(child): (child.text or "").strip() for child in element}

    @property
    def line(self) -> int:
        """Return the line of the file on which the element begins."""
        return line_of(self.element)

    def wrong(self, message: str) -> FormatError:
        """Return the error that says what is wrong here."""
        return FormatError(message, line=self.line, task=self.task)

    def text(self, name: str, default: str = "") -> str:
        """Return the text of the child `name` as `clean_text` leaves it."""
        return clean_text(self._texts.get(name) or default)

    def whole(self, name: str, default: int = 0) -> int:
        """Return the child `name` as a whole number."""
        raw = self._texts.get(name)
        if not raw:
            return default
        try:
            return int(raw) if len(raw) < 20 else int("x")  # noqa: PLR2004 - longer than any number meant
        except ValueError:
            raise self.wrong(f"{name} is '{raw[:40]}', which is not a whole number.") from None

    def number(self, name: str, default: float = 0.0) -> float:
        """Return the child `name` as a number, within the range of sensible ones."""
        raw = self._texts.get(name)
        if not raw:
            return default
        try:
            value = float(raw)
        except ValueError:
            raise self.wrong(f"{name} is '{raw[:40]}', which is not a number.") from None
        if not -1e12 < value < 1e12:  # noqa: PLR2004 - not a number, infinity and nonsense alike
            raise self.wrong(f"{name} is '{raw[:40]}', which no plan needs.")
        return value

    def flag(self, name: str, *, default: bool = False) -> bool:
        """Return the child `name` as yes or no."""
        raw = self._texts.get(name, "")
        return raw.lower() in {"1", "true"} if raw else default

    def children(self, *path: str) -> list[etree._Element]:
        """Return the elements at the end of a path of local names."""
        found = [self.element]
        for name in path:
            found = [child for each in found for child in each if local_name(child) == name]
        return found
