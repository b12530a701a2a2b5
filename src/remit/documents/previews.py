"""What a version shows without being downloaded: a picture, a text, a table, or why there is nothing to see."""

import csv
from dataclasses import dataclass, field

from django.utils.safestring import SafeString

from remit.documents.inspection import PICTURES
from remit.documents.models import DocumentVersion
from remit.documents.rendering import rendered
from remit.documents.storage import store

LONGEST_SHOWN = 400_000
MOST_ROWS, MOST_COLUMNS = 200, 40
TEXTS = frozenset({"text/plain", "text/markdown", "text/csv"})


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown of a version: `kind` is picture, markdown, text, table, nothing or lost."""

    kind: str
    html: SafeString | None = None
    text: str = ""
    rows: list[list[str]] = field(default_factory=list)
    is_cut: bool = False


def text_of(version: DocumentVersion, longest: int = LONGEST_SHOWN) -> tuple[str, bool]:
    """Return the beginning of a text, and whether more follows; `FileNotFoundError` where the store lost it."""
    with store().open(version.sha256) as file:
        content = file.read(longest + 1)
    is_cut = len(content) > longest
    return content[:longest].decode("utf-8-sig", errors="ignore"), is_cut


def preview_of(version: DocumentVersion) -> Preview:
    """Return what a version shows; nothing of it is run, and no markup in it is believed."""
    if version.content_type in PICTURES:
        return Preview("picture")
    if version.content_type not in TEXTS:
        return Preview("nothing")
    try:
        text, is_cut = text_of(version)
    except FileNotFoundError:
        return Preview("lost")
    if version.content_type == "text/markdown":
        return Preview("markdown", html=rendered(text), is_cut=is_cut)
    if version.content_type == "text/csv":
        return _table(text, is_cut=is_cut)
    return Preview("text", text=text, is_cut=is_cut)


def _table(text: str, *, is_cut: bool) -> Preview:
    head = text[:4000]
    mark = max(",;\t", key=head.count)
    rows: list[list[str]] = []
    try:
        for row in csv.reader(text.splitlines(), delimiter=mark):
            if len(rows) > MOST_ROWS:
                is_cut = True
                break
            rows.append(row[:MOST_COLUMNS])
    except csv.Error:
        return Preview("text", text=text, is_cut=is_cut)
    width = max((len(each) for each in rows), default=0)
    return Preview("table", rows=[each + [""] * (width - len(each)) for each in rows], is_cut=is_cut)
