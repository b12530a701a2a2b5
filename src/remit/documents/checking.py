"""Whether the store holds what versions and templates speak of, as it was put there."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from remit.documents.models import DocumentTemplate, DocumentVersion
from remit.documents.storage import BLOCK, store


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: how many contents there should be, which are lost or altered, and how many bytes were read."""

    contents: int
    lost: tuple[str, ...]
    altered: tuple[str, ...]
    read_bytes: int


def contents_spoken_of() -> dict[str, int]:
    """Return each content that a row speaks of with its size: two queries."""
    found = dict(DocumentTemplate.objects.values_list("sha256", "size"))
    return found | dict(DocumentVersion.objects.order_by("pk").values_list("sha256", "size"))


def check_contents(most_bytes: int) -> Checked:
    """Look whether every content is there, and read them, the newest first, until `most_bytes` were read."""
    wanted = contents_spoken_of()
    kept = store()
    there = {sha256 for sha256, _at in kept.kept()}
    lost = sorted(set(wanted) - there)
    altered, read = [], 0
    for sha256, size in _newest_first(wanted):
        if sha256 not in there or read + size > most_bytes:
            continue
        read += size
        with kept.open(sha256) as content:
            digest = hashlib.sha256()
            while block := content.read(BLOCK):
                digest.update(block)
        if digest.hexdigest() != sha256:
            altered.append(sha256)
    return Checked(len(wanted), tuple(lost), tuple(altered), read)


def _newest_first(wanted: dict[str, int]) -> Iterable[tuple[str, int]]:
    return reversed(wanted.items())
